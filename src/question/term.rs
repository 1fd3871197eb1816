//! Terms as questions and passages are compared by them.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::text::words::Word;

/// The hash of a term: terms are compared for equality alone, and numbers are compared faster.
pub type TermHash = u64;

/// Hashes a term; the same in every process.
pub fn term_hash(term: &str) -> TermHash {
    let mut hasher = DefaultHasher::new();
    term.hash(&mut hasher);
    hasher.finish()
}

/// The words of a text, function words included, as one number: equal for texts that differ in case, white space and
/// punctuation alone. `None` if there are no words.
pub fn wording(words: &[Word]) -> Option<TermHash> {
    let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    (!folded.is_empty()).then(|| term_hash(&folded.join(" ")))
}
