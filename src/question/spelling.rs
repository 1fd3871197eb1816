//! Spelling: the word that was meant by one that nobody knows.
//!
//! A word of the corpus or of the general vocabulary is never changed, nor is a regular inflection of it. Nearness is
//! the number of letters that were left out, put in, mistaken or swapped (optimal string alignment). Where nothing
//! is near, the word stays: an unknown word is better than a wrong one. Chat-speak is not done here.

use std::sync::Arc;

use super::lists::list;
use super::worded::{Edit, Worded};
use crate::text::known_words::{KnownWords, MAX_LETTERS};
use crate::text::words::is_spaceless;

/// Shorter words have too many neighbours to guess among.
const MIN_LETTERS: usize = 4;

/// From this many letters on two slips are bridged, below it one.
const TWO_SLIPS_FROM_LETTERS: usize = 6;

/// The same for the general vocabulary, which has neighbours for everything and says nothing about the articles.
const TWO_SLIPS_TO_VOCABULARY_FROM_LETTERS: usize = 8;

/// Words that are never corrected, whatever the vocabulary.
const FUNCTION_WORDS: &str = "function words";

/// Endings of regular inflection and derivation, each with what stood there before it.
const SUFFIXES: &[(&str, &[&str])] = &[
    ("s", &[""]),
    ("es", &["", "e"]),
    ("ies", &["y"]),
    ("ed", &["", "e"]),
    ("ied", &["y"]),
    ("ing", &["", "e"]),
    ("ings", &["", "e"]),
    ("in", &["e"]),
    ("er", &["", "e"]),
    ("ers", &["", "e"]),
    ("or", &["", "e"]),
    ("ors", &["", "e"]),
    ("ier", &["y"]),
    ("iest", &["y"]),
    ("est", &["", "e"]),
    ("ly", &[""]),
    ("bly", &["ble"]),
    ("ily", &["y"]),
    ("ness", &[""]),
    ("iness", &["y"]),
    ("less", &[""]),
    ("ful", &[""]),
    ("ment", &[""]),
    ("ments", &[""]),
    ("able", &["", "e"]),
    ("ish", &[""]),
    ("ism", &["", "e"]),
    ("ist", &["", "e"]),
    ("ists", &["", "e"]),
    ("ity", &["", "e"]),
    ("ation", &["e", ""]),
    ("ations", &["e", ""]),
    ("ization", &["", "ize"]),
    ("ize", &[""]),
    ("ized", &["", "ize"]),
    ("izing", &["", "ize"]),
];

/// Beginnings that make another word of the same stem.
const PREFIXES: &[&str] = &[
    "un", "non", "re", "pre", "anti", "over", "mis", "dis", "co", "counter", "inter", "pro",
];

/// Shorter stems stand under endings by chance ("fina" under "finaly").
const MIN_STEM_LETTERS: usize = 4;

/// Shorter words stand after a prefix by chance ("till" in "untill").
const MIN_LETTERS_BEHIND_PREFIX: usize = 5;

/// Endings of an inflection that may be all that is known of a word ("revise" beside "revised").
const ENDINGS: &[&str] = &["s", "d", "ed", "r", "ing"];

/// Words of the vocabulary after this many are mostly rare names: too weak to carry an ending.
const STEMS_OF_VOCABULARY: u32 = 16_000;

/// Words to correct to: the corpus's own, and the general vocabulary.
#[derive(Debug)]
pub struct Speller {
    corpus: KnownWords,
    vocabulary: Arc<KnownWords>,
    function_words: KnownWords,
}

impl Speller {
    /// Takes the corpus's words, folded, with how often each occurs, and general vocabulary. Words that have other
    /// characters than letters are passed over.
    pub fn new<'w>(corpus_words: impl Iterator<Item = (&'w str, u32)>, vocabulary: Arc<KnownWords>) -> Self {
        Self {
            corpus: KnownWords::new(corpus_words),
            vocabulary,
            function_words: KnownWords::new(list(FUNCTION_WORDS).iter().map(|word| (*word, 1))),
        }
    }

    /// True if the corpus has a folded word.
    pub(super) fn is_in_corpus(&self, word: &str) -> bool {
        self.corpus.weight(word).is_some()
    }

    /// True if a folded word is in the corpus or the vocabulary, or is a regular form of such a word.
    pub(super) fn is_known(&self, word: &str) -> bool {
        self.is_listed(word) || self.is_inflected(word)
    }

    /// The word that was meant by a folded word; none if it is known, or if nothing is near.
    pub(super) fn correct(&self, word: &str) -> Option<&str> {
        let letters = self.unknown(word)?;
        let limit = if letters < TWO_SLIPS_FROM_LETTERS { 1 } else { 2 };
        let vocabulary_limit = if letters < TWO_SLIPS_TO_VOCABULARY_FROM_LETTERS {
            1
        } else {
            2
        };
        let own = self.corpus.nearest(word, limit);
        if let Some(own) = own.as_ref().filter(|own| own.slips == 1) {
            return Some(own.word);
        }
        let general = self.vocabulary.nearest(word, vocabulary_limit).filter(|near| {
            near.starts_alike && (letters >= TWO_SLIPS_FROM_LETTERS || (near.is_swap && letters > MIN_LETTERS))
        });
        // On a tie the corpus's own comes first.
        [own, general]
            .into_iter()
            .flatten()
            .min_by_key(|near| near.slips)
            .map(|near| near.word)
    }

    /// The same for what looks like a name: only a word of the corpus within one slip can be meant.
    pub(super) fn correct_name(&self, word: &str) -> Option<&str> {
        self.unknown(word)?;
        self.corpus.nearest(word, 1).map(|near| near.word)
    }

    /// Every word of a question that is to be corrected, in reading order.
    pub(super) fn corrections(&self, question: &Worded) -> Vec<Edit<'_>> {
        let (question, found) = (question.text(), question.words());
        let is_capital = |word: &str| word.starts_with(char::is_uppercase);
        let capitals = found
            .iter()
            .filter(|word| is_capital(&question[word.range.clone()]))
            .count();
        // If most words have a capital, it does not mark names.
        let capitals_mean_names = capitals * 2 <= found.len();
        found
            .iter()
            .enumerate()
            .filter_map(|(place, word)| {
                let is_name = place > 0 && capitals_mean_names && is_capital(&question[word.range.clone()]);
                let meant = if is_name {
                    self.correct_name(&word.folded)
                } else {
                    self.correct(&word.folded)
                }?;
                Some(Edit {
                    range: word.range.clone(),
                    text: meant.into(),
                })
            })
            .collect()
    }

    /// The number of letters of a word that may be corrected.
    fn unknown(&self, word: &str) -> Option<usize> {
        let letters = word.chars().count();
        // In a script without spaces, any few letters are near to others.
        let is_spelt = |c: char| c.is_alphabetic() && !is_spaceless(c);
        let may_be = (MIN_LETTERS..=MAX_LETTERS).contains(&letters) && word.chars().all(is_spelt);
        (may_be && !self.is_known(word)).then_some(letters)
    }

    fn is_listed(&self, word: &str) -> bool {
        self.function_words.weight(word).is_some()
            || self.corpus.weight(word).is_some()
            || self.vocabulary.weight(word).is_some()
    }

    fn is_inflected(&self, word: &str) -> bool {
        self.has_stem(word)
            || ENDINGS
                .iter()
                // "success" is not the plural of a word "succes".
                .any(|ending| !(*ending == "s" && word.ends_with('s')) && self.is_listed(&format!("{word}{ending}")))
            || PREFIXES.iter().any(|prefix| {
                word.strip_prefix(prefix)
                    .filter(|rest| rest.chars().count() >= MIN_LETTERS_BEHIND_PREFIX)
                    .is_some_and(|rest| self.is_stem(rest) || self.has_stem(rest))
            })
    }

    fn has_stem(&self, word: &str) -> bool {
        SUFFIXES.iter().any(|(suffix, befores)| {
            word.strip_suffix(suffix).is_some_and(|stem| {
                befores.iter().any(|before| self.is_stem(&format!("{stem}{before}")))
                    || undoubled(stem).is_some_and(|single| begins_with_vowel(suffix) && self.is_stem(single))
            })
        })
    }

    /// True if a word may carry endings: it is in the corpus, or a common one.
    fn is_stem(&self, word: &str) -> bool {
        word.chars().count() >= MIN_STEM_LETTERS
            && (self.corpus.weight(word).is_some()
                || self
                    .vocabulary
                    .weight(word)
                    .is_some_and(|weight| weight >= u32::MAX - STEMS_OF_VOCABULARY))
    }
}

/// "stop" for "stopp", as before "-ing".
fn undoubled(stem: &str) -> Option<&str> {
    let mut letters = stem.chars().rev();
    let last = letters.next()?;
    (letters.next() == Some(last)).then(|| &stem[..stem.len() - last.len_utf8()])
}

fn begins_with_vowel(suffix: &str) -> bool {
    suffix.starts_with(['a', 'e', 'i', 'o'])
}

#[cfg(test)]
mod tests;
