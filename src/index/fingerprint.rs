//! One hash of the files, the program and the encoder of an index: if it is unchanged, there is nothing to build.
//!
//! Not here: reading or hashing the files.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The version of the layout, the schema, the analysis and the input of the encoder. Raise it with any of them.
pub(super) const FORMAT: u32 = 12;

/// The number of characters of a fingerprint in the name of a generation.
const SHORT: usize = 12;

/// A hash, in hex, of the files of a corpus and of the program and the encoder that read them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint(String);

impl Fingerprint {
    /// The fingerprint of files given by path and content hash. Their order matters: passages are numbered by it.
    /// `encoder` is the [`Encoder::identity`](crate::encoder::Encoder::identity) of the encoder.
    pub fn of_files(files: &[(String, [u8; 32])], encoder: &[u8; 32]) -> Self {
        let mut hasher = blake3::Hasher::new();
        // Hash the length of each part first, so that two different lists never give the same bytes.
        let mut mix = |part: &[u8]| {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        };
        mix(&FORMAT.to_le_bytes());
        // Another version of this program may read the same file differently.
        mix(env!("CARGO_PKG_VERSION").as_bytes());
        mix(tantivy::version_string().as_bytes());
        mix(encoder);
        for (path, hash) in files {
            mix(path.as_bytes());
            mix(hash);
        }
        Self(hasher.finalize().to_hex().to_string())
    }

    /// The part that is used in the name of a generation.
    pub(super) fn short(&self) -> &str {
        self.0.get(..SHORT).unwrap_or(&self.0)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number in the name of a generation; `None` if it is not such a name.
pub(super) fn generation_number(name: &str) -> Option<u64> {
    let (number, short) = name.split_once('-')?;
    let is_hex = short.len() == SHORT && short.bytes().all(|b| b.is_ascii_hexdigit());
    let is_number = number.len() >= 6 && number.bytes().all(|b| b.is_ascii_digit());
    (is_hex && is_number).then(|| number.parse().ok())?
}

/// The name of a generation.
pub(super) fn generation_name(number: u64, fingerprint: &Fingerprint) -> String {
    format!("{number:06}-{}", fingerprint.short())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_content_order_and_encoder_count() {
        let of = |files: &[(&str, u8)]| {
            let files: Vec<_> = files
                .iter()
                .map(|(path, hash)| ((*path).to_owned(), [*hash; 32]))
                .collect();
            Fingerprint::of_files(&files, &[0; 32])
        };
        let one = of(&[("a", 1), ("b", 2)]);
        assert_eq!(one, of(&[("a", 1), ("b", 2)]));
        for other in [
            of(&[("a", 1)]),
            of(&[("a", 1), ("b", 3)]),
            of(&[("a", 1), ("c", 2)]),
            of(&[("b", 2), ("a", 1)]),
        ] {
            assert_ne!(one, other);
        }
        assert_ne!(
            Fingerprint::of_files(&[], &[0; 32]),
            Fingerprint::of_files(&[], &[1; 32])
        );
    }

    #[test]
    fn only_names_of_generations_have_a_number() {
        let name = generation_name(7, &Fingerprint::of_files(&[], &[0; 32]));
        assert_eq!(generation_number(&name), Some(7));
        for other in [
            "",
            "../../etc",
            "building-12",
            "000007-xyz",
            "7-0123456789ab",
            "current",
        ] {
            assert_eq!(generation_number(other), None, "{other}");
        }
    }
}
