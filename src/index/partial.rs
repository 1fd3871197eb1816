//! The vectors of an unfinished build, from which the next build continues.
//!
//! They are in separate files next to the generations, each sealed with its hash. Readers ignore them, and a successful
//! build removes them.

use std::fs;
use std::path::{Path, PathBuf};

use super::disk::{rename, write};
use super::error::StoreError;
use super::fingerprint::FORMAT;
use super::vectors::Vectors;

/// The prefix of the names of these files; the version of the index's format follows.
pub(super) const PARTIAL: &str = "encoded-";

/// The length of the hash at the end of a file, in bytes.
const SEAL: usize = 32;

/// The vectors that earlier builds left, and the place to save more.
pub(super) struct Partial {
    folder: PathBuf,
    found: Vec<Vectors>,
    next: u32,
}

impl Partial {
    /// Reads the files of earlier builds. A file that is cut or changed is ignored.
    pub(super) fn open(folder: &Path) -> Self {
        let mut partial = Self {
            folder: folder.to_owned(),
            found: Vec::new(),
            next: 0,
        };
        while let Ok(bytes) = fs::read(partial.path(partial.next)) {
            partial.found.extend(unsealed(&bytes));
            partial.next += 1;
        }
        partial
    }

    /// Takes the vectors of earlier builds; empty from the second call on.
    pub(super) fn take_found(&mut self) -> Vec<Vectors> {
        std::mem::take(&mut self.found)
    }

    /// Saves more vectors.
    pub(super) fn save(&mut self, vectors: &Vectors) -> Result<(), StoreError> {
        let mut bytes = vectors.to_bytes().ok_or_else(|| {
            StoreError::Verification("there are more passages or sentences than can be numbered".to_owned())
        })?;
        let seal = blake3::hash(&bytes);
        bytes.extend_from_slice(seal.as_bytes());
        let path = self.path(self.next);
        let unfinished = path.with_extension("tmp");
        if let Err(error) = write(&unfinished, &bytes).and_then(|()| rename(&unfinished, &path)) {
            let _ = fs::remove_file(&unfinished);
            return Err(error);
        }
        self.next += 1;
        Ok(())
    }

    fn path(&self, number: u32) -> PathBuf {
        self.folder.join(format!("{PARTIAL}{FORMAT}-{number:06}"))
    }
}

fn unsealed(bytes: &[u8]) -> Option<Vectors> {
    let (bytes, seal) = bytes.split_at_checked(bytes.len().checked_sub(SEAL)?)?;
    let is_whole = blake3::hash(bytes).as_bytes() == seal;
    is_whole.then(|| Vectors::from_bytes(bytes)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::{PassageEncoding, Span};
    use crate::index::VectorsBuilder;

    fn vectors(mark: u8) -> Vectors {
        let span = Span {
            embedding: vec![1.0],
            tokens: vec![1.0],
        };
        let mut builder = VectorsBuilder::new([mark; 32], 1);
        builder.push(
            [mark; 16],
            &PassageEncoding {
                headings: span.clone(),
                sentences: vec![span],
            },
        );
        builder.finish()
    }

    #[test]
    fn what_was_saved_is_found_and_what_was_changed_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let mut partial = Partial::open(folder.path());
        assert_eq!(partial.take_found(), []);
        for mark in 1..=3 {
            partial.save(&vectors(mark)).unwrap();
        }
        assert_eq!(
            Partial::open(folder.path()).take_found(),
            [vectors(1), vectors(2), vectors(3)]
        );
        let path = |number: u32| folder.path().join(format!("encoded-{FORMAT}-{number:06}"));
        let second = path(1);
        let bytes = fs::read(&second).unwrap();
        for changed in [&bytes[1..], &bytes[..bytes.len() - 1], &[0; 31], &[]] {
            fs::write(&second, changed).unwrap();
            let mut partial = Partial::open(folder.path());
            assert_eq!(partial.take_found(), [vectors(1), vectors(3)]);
            partial.save(&vectors(4)).unwrap();
            assert_eq!(Partial::open(folder.path()).take_found().len(), 3);
            fs::remove_file(path(3)).unwrap();
        }
    }
}
