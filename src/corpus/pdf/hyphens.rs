//! Decides about a hyphen at the end of a line: part of the word, or only put there to break it.

use std::collections::{BTreeSet, HashSet};

use super::lines::Line;

/// After these words a hyphen stands for the rest of a compound: "Haupt- und Nebensätze", "pre- and post-war".
const SUSPENDING: &[&str] = &[
    "and", "or", "to", "und", "oder", "bis", "sowie", "bzw", "et", "ou", "y", "o", "e", "en", "of", "och", "i",
];

/// The fewest letters of either word of a compound that is found nowhere else: "in-" and "side" are mostly one word.
const MIN_PART: usize = 4;

/// The words of a document, to decide by.
pub(super) struct LineWords {
    words: HashSet<String>,
    /// Words that were joined without evidence.
    pub(super) doubtful: BTreeSet<String>,
}

/// The way to join a line with the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// As two words.
    Space,
    /// As one word, hyphen included.
    Keep,
    /// As one word, without this number of bytes at the end of the line.
    Drop(usize),
}

impl LineWords {
    pub(super) fn of<'l>(lines: impl Iterator<Item = &'l Line>) -> Self {
        let mut words = HashSet::new();
        let mut is_broken = false;
        for line in lines {
            let all: Vec<&str> = line.text.split_whitespace().collect();
            let is_next_broken = line.text.ends_with(['-', '\u{2010}', '\u{ad}']);
            let from = usize::from(is_broken);
            let to = all.len() - usize::from(is_next_broken);
            words.extend(all.get(from..to).unwrap_or_default().iter().map(|word| bare(word)));
            is_broken = is_next_broken;
        }
        Self {
            words,
            doubtful: BTreeSet::new(),
        }
    }

    /// Decides how the text of a line is joined with that of the next.
    pub(super) fn join(&mut self, line: &str, next: &str) -> Join {
        if line.ends_with('\u{ad}') {
            return Join::Drop('\u{ad}'.len_utf8());
        }
        let Some(head) = line.strip_suffix(['-', '\u{2010}']) else {
            return if is_within(line, next) { Join::Keep } else { Join::Space };
        };
        let head = head.rsplit(char::is_whitespace).next().unwrap_or_default();
        let tail = next.split_whitespace().next().unwrap_or_default();
        if head.contains("://") {
            return Join::Keep;
        }
        let begins = |c: char| c.is_alphabetic();
        if !head.ends_with(begins) || !tail.starts_with(begins) {
            // A dash, or a range of numbers.
            let is_number = head.ends_with(|c: char| c.is_ascii_digit()) && tail.starts_with(char::is_alphanumeric);
            return if is_number { Join::Keep } else { Join::Space };
        }
        if SUSPENDING.contains(&bare(tail).as_str()) {
            return Join::Space;
        }
        let hyphen = line.len() - line.trim_end_matches(['-', '\u{2010}']).len();
        let joined = bare(&format!("{head}{tail}"));
        let part = head.rsplit('-').next().unwrap_or_default();
        let is_compound = part.len() < head.len();
        if self.words.contains(&joined) || is_compound && self.words.contains(&bare(&format!("{part}{tail}"))) {
            return Join::Drop(hyphen);
        }
        let kept = bare(&format!("{head}-{tail}"));
        let is_word = |word: &str| {
            let word = bare(word);
            (is_compound || word.chars().count() >= MIN_PART) && self.words.contains(&word)
        };
        if self.words.contains(&kept) || !tail.starts_with(char::is_lowercase) || is_word(part) && is_word(tail) {
            return Join::Keep;
        }
        self.doubtful.insert(joined);
        Join::Drop(hyphen)
    }
}

/// True if a line ends at a slash within words: "$7,500/" and "year", or an address, but not before another.
fn is_within(line: &str, next: &str) -> bool {
    let head = line.strip_suffix('/').unwrap_or_default();
    let is_address = next.split(' ').next().is_some_and(|word| word.contains("://"));
    head.ends_with(|c: char| c.is_alphanumeric() || c == '/') && next.starts_with(char::is_alphanumeric) && !is_address
}

/// A word in lower case, without the punctuation around it.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .replace('\u{2010}', "-")
        .to_lowercase()
}
