//! Terms in the form in which questions and passages are compared.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::text::words::Word;

/// The hash of a term. Terms are only compared for equality, and numbers compare faster.
pub type TermHash = u64;

/// Hashes a term; the same in every process.
pub fn term_hash(term: &str) -> TermHash {
    let mut hasher = DefaultHasher::new();
    term.hash(&mut hasher);
    hasher.finish()
}

/// Hashes the words of a text, function words included. The hash is equal for texts that differ only in case, white
/// space and punctuation. `None` if there are no words.
pub fn wording(words: &[Word]) -> Option<TermHash> {
    let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    (!folded.is_empty()).then(|| term_hash(&folded.join(" ")))
}
