//! Keys: short names of passages and articles that outlive restarts and reindexing.
//!
//! A key says what a thing is, not where it stands, so it stays valid as long as the words do. Not here: looking a key
//! up (`catalogue`).

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::corpus::Article;

/// The bits of a key. Among 100,000 passages the chance that any two share a key is about 1 in 56,000.
const BITS: u32 = 48;

/// The number of characters in a key's text form.
const CHARS: usize = 8;

/// The number of bits in a character.
const CHAR_BITS: u32 = BITS / 8;

/// URL-safe base64 (RFC 4648, section 5).
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Names a passage by its article's path and its text; eight characters of URL-safe base64.
///
/// Passages of one article with the same text share a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PassageKey(u64);

/// Names an article by its path; eight characters of URL-safe base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArticleKey(u64);

/// The text is not a key.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("not a key of {CHARS} characters")]
pub struct KeyError;

impl PassageKey {
    /// The key of the passage with `text` in the article at `path`.
    pub fn new(path: &str, text: &str) -> Self {
        Self(hash(&[path, "\0", text]))
    }

    /// The key of a passage by its index among the article's; `None` if there is no such passage.
    pub fn of(article: &Article, passage: usize) -> Option<Self> {
        let passage = article.passages.get(passage)?;
        Some(Self::new(&article.path, article.passage_text(passage)))
    }
}

impl ArticleKey {
    /// The key of an article.
    pub fn of(article: &Article) -> Self {
        Self::of_path(&article.path)
    }

    /// The key of the article at a path within the corpus.
    pub fn of_path(path: &str) -> Self {
        Self(hash(&[path]))
    }
}

fn hash(parts: &[&str]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes());
    }
    let bytes = hasher.finalize();
    bytes.as_bytes()[..BITS as usize / 8]
        .iter()
        .fold(0, |bits, &byte| bits << 8 | u64::from(byte))
}

fn show(bits: u64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shift = BITS;
    while shift > 0 {
        shift -= CHAR_BITS;
        let digit = bits >> shift & 0b11_1111;
        let shown = usize::try_from(digit).ok().and_then(|digit| ALPHABET.get(digit));
        write!(f, "{}", char::from(*shown.unwrap_or(&b'A')))?;
    }
    Ok(())
}

fn read(text: &str) -> Result<u64, KeyError> {
    if text.len() != CHARS {
        return Err(KeyError);
    }
    text.bytes().try_fold(0, |bits, byte| {
        let digit = ALPHABET.iter().position(|&c| c == byte).ok_or(KeyError)?;
        Ok(bits << CHAR_BITS | digit as u64)
    })
}

impl fmt::Display for PassageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(self.0, f)
    }
}

impl fmt::Display for ArticleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(self.0, f)
    }
}

impl FromStr for PassageKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        read(text).map(Self)
    }
}

impl FromStr for ArticleKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        read(text).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_same_tomorrow() {
        // The buttons of messages that were sent carry such keys, so the value must never change.
        assert_eq!(PassageKey::new("talks.txt", "Iran said no.").to_string(), "bIqACiKv");
    }

    #[test]
    fn a_key_depends_on_the_path_and_the_text_and_where_one_ends() {
        let key = PassageKey::new("a.md", "text");
        assert_ne!(key, PassageKey::new("b.md", "text"));
        assert_ne!(key, PassageKey::new("a.md", "texts"));
        assert_ne!(PassageKey::new("ab", "c"), PassageKey::new("a", "bc"));
    }

    #[test]
    fn keys_are_read_as_they_are_shown() {
        for bits in [0, 1, 63, 64, (1 << 48) - 1, 0x1234_5678_9abc] {
            let key = PassageKey(bits);
            assert_eq!(key.to_string().len(), CHARS);
            assert_eq!(key.to_string().parse(), Ok(key));
            assert_eq!(ArticleKey(bits).to_string().parse(), Ok(ArticleKey(bits)));
        }
        assert_eq!(PassageKey(62 << 42 | 63).to_string(), "-AAAAAA_");
    }

    #[test]
    fn what_is_no_key_is_told() {
        for text in [
            "",
            "AAAAAAA",
            "AAAAAAAAA",
            "AAAAAAA=",
            "AAAAAA +",
            "AAAAAAé",
            "ééééAAAA",
        ] {
            assert_eq!(text.parse::<PassageKey>(), Err(KeyError), "{text}");
        }
    }
}
