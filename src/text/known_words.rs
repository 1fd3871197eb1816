//! A list of words that finds the one nearest to a typed word.
//!
//! It compares a hundred thousand words within a millisecond, without an index, which would take longer to build than
//! it saves. The words are sorted by length, and their letters rule most of them out before any are aligned.

use std::cmp::Reverse;

/// Longer words are left out: they are not words that people mistype.
pub const MAX_LETTERS: usize = 32;

/// Shorter words are left out.
const MIN_LETTERS: usize = 2;

/// Words of letters only, each with a weight (the higher, the commoner).
#[derive(Debug)]
pub struct KnownWords {
    /// Sorted by number of letters, then by spelling.
    words: Vec<(Box<str>, u32)>,
    /// The letters of each word.
    letters: Vec<Letters>,
    /// The index of the first word of each number of letters.
    starts: [usize; MAX_LETTERS + 2],
}

/// A word near another.
pub struct Near<'a> {
    /// The word.
    pub word: &'a str,
    /// The number of slips between them.
    pub slips: usize,
    /// True if both begin with the same letter.
    pub starts_alike: bool,
    /// True if they differ only in letters that are swapped, doubled, or not doubled.
    pub is_swap: bool,
}

/// Two bits for each letter of the alphabet: one for its first occurrence, one for a second. Other letters share one
/// place.
#[derive(Debug, Clone, Copy)]
struct Letters(u64);

/// The kinds of slip, likelier ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Letters swapped, or one doubled or not doubled.
    Swapped,
    /// A letter left out or put in, or one vowel for another.
    LeftOut,
    /// One letter for another.
    Mistaken,
}

impl KnownWords {
    /// Takes folded words with their weights. Of a word that occurs twice, the higher weight counts; those with other
    /// characters than letters are left out.
    pub fn new<'w>(words: impl Iterator<Item = (&'w str, u32)>) -> Self {
        let mut listed: Vec<(usize, Box<str>, u32)> = words
            .filter(|(word, _)| word.chars().all(char::is_alphabetic))
            .map(|(word, weight)| (word.chars().count(), word.into(), weight))
            .filter(|(len, _, _)| (MIN_LETTERS..=MAX_LETTERS).contains(len))
            .collect();
        listed.sort_unstable_by(|a, b| (a.0, &a.1, Reverse(a.2)).cmp(&(b.0, &b.1, Reverse(b.2))));
        listed.dedup_by(|later, first| later.1 == first.1);
        let mut starts = [0; MAX_LETTERS + 2];
        for (len, start) in starts.iter_mut().enumerate() {
            *start = listed.partition_point(|word| word.0 < len);
        }
        Self {
            letters: listed.iter().map(|(_, word, _)| Letters::of(word)).collect(),
            words: listed.into_iter().map(|(_, word, weight)| (word, weight)).collect(),
            starts,
        }
    }

    /// Takes folded words, commonest first. The last ones weigh least.
    pub fn by_rank<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        Self::new(words.zip((0..u32::MAX).rev()))
    }

    /// Returns the weight of a word; `None` if it isn't listed.
    pub fn weight(&self, word: &str) -> Option<u32> {
        let len = word.chars().count();
        let first = *self.starts.get(len)?;
        let same_length = &self.words[first..*self.starts.get(len + 1)?];
        let at = same_length
            .binary_search_by(|(other, _)| other.as_ref().cmp(word))
            .ok()?;
        Some(same_length[at].1)
    }

    /// Finds the nearest word of at least three letters within `limit` slips; of several equally near words, the
    /// likeliest.
    pub fn nearest(&self, word: &str, limit: usize) -> Option<Near<'_>> {
        let typed: Vec<char> = word.chars().collect();
        if typed.len() > MAX_LETTERS {
            return None;
        }
        let letters = Letters::of(word);
        let shortest = typed.len().saturating_sub(limit).max(3);
        let longest = (typed.len() + limit).min(MAX_LETTERS);
        let mut best: Option<(Near<'_>, Rank<'_>)> = None;
        let mut other = Vec::with_capacity(MAX_LETTERS);
        let range = self.starts[shortest.min(longest)]..self.starts[longest + 1];
        for (candidate, (listed, weight)) in self.letters[range.clone()].iter().zip(&self.words[range]) {
            let limit = best.as_ref().map_or(limit, |(near, _)| near.slips);
            if !letters.may_be_within(*candidate, limit) {
                continue;
            }
            other.clear();
            other.extend(listed.chars());
            let Some(slips) = slips(&typed, &other, limit) else {
                continue;
            };
            let starts_alike = typed.first() == other.first();
            let kind = kind(&typed, &other);
            let is_swap = kind == Kind::Swapped;
            if (!starts_alike && !is_swap) || (slips > 1 && (!starts_alike || kind == Kind::Mistaken)) {
                // People hardly ever mistake the first letter, or two consonants, so it is another word.
                continue;
            }
            let rank = (slips, !starts_alike, kind, Reverse(*weight), listed.as_ref());
            if best.as_ref().is_none_or(|(_, least)| rank < *least) {
                let near = Near {
                    word: listed,
                    slips,
                    starts_alike,
                    is_swap,
                };
                best = Some((near, rank));
            }
        }
        best.map(|(near, _)| near)
    }
}

/// The order in which candidates are preferred, least first.
type Rank<'a> = (usize, bool, Kind, Reverse<u32>, &'a str);

impl Letters {
    fn of(word: &str) -> Self {
        let mut bits = 0_u64;
        for c in word.chars() {
            let place = match c {
                'a'..='z' => c as u32 - 'a' as u32,
                _ => 26,
            } * 2;
            bits |= if bits & (1 << place) == 0 {
                1 << place
            } else {
                2 << place
            };
        }
        Self(bits)
    }

    /// Each slip removes at most one letter, and adds at most one.
    fn may_be_within(self, other: Self, slips: usize) -> bool {
        (self.0 & !other.0).count_ones() as usize <= slips && (other.0 & !self.0).count_ones() as usize <= slips
    }
}

/// Counts the letters that were left out, put in, mistaken, or swapped with the next one between two words of at most
/// [`MAX_LETTERS`] (optimal string alignment). `None` if there are more than `limit`.
fn slips(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    let mut before = [0_usize; MAX_LETTERS + 1];
    let mut last = [0_usize; MAX_LETTERS + 1];
    let mut row = [0_usize; MAX_LETTERS + 1];
    for (at, cell) in last.iter_mut().enumerate() {
        *cell = at;
    }
    for (i, &from) in a.iter().enumerate() {
        row[0] = i + 1;
        let mut fewest = row[0];
        for (j, &to) in b.iter().enumerate() {
            let mut cell = (last[j] + usize::from(from != to)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && from == b[j - 1] && a[i - 1] == to {
                cell = cell.min(before[j - 1] + 1);
            }
            row[j + 1] = cell;
            fewest = fewest.min(cell);
        }
        if fewest > limit {
            return None;
        }
        before = last;
        last = row;
    }
    Some(last[b.len()]).filter(|&slips| slips <= limit)
}

fn kind(typed: &[char], meant: &[char]) -> Kind {
    let undoubled = |word: &[char]| {
        let mut letters = word.to_vec();
        letters.dedup();
        letters
    };
    let sorted = |word: &[char]| {
        let mut letters = word.to_vec();
        letters.sort_unstable();
        letters
    };
    let consonants = |word: &[char]| -> Vec<char> { word.iter().copied().filter(|c| !"aeiouy".contains(*c)).collect() };
    if undoubled(typed) == undoubled(meant) || sorted(typed) == sorted(meant) {
        Kind::Swapped
    } else if typed.len() != meant.len() || consonants(typed) == consonants(meant) {
        Kind::LeftOut
    } else {
        Kind::Mistaken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(a: &str, b: &str) -> Option<usize> {
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        slips(&letters(a), &letters(b), 2)
    }

    #[test]
    fn slips_are_counted_up_to_the_limit() {
        assert_eq!(distance("nuclear", "nuclear"), Some(0));
        for (typed, meant) in [
            ("nucler", "nuclear"),
            ("nuclaer", "nuclear"),
            ("nuuclear", "nuclear"),
            ("nuklear", "nuclear"),
        ] {
            assert_eq!(distance(typed, meant), Some(1), "{typed}");
            assert_eq!(distance(meant, typed), Some(1), "{typed}");
        }
        assert_eq!(distance("nukler", "nuclear"), Some(2));
        assert_eq!(distance("iran", "nuclear"), None);
        assert_eq!(distance("", "ab"), Some(2));
    }

    #[test]
    fn likelier_slips_come_first() {
        let lexicon = KnownWords::new([("with", 900), ("which", 5), ("wick", 1)].into_iter());
        assert_eq!(
            lexicon.nearest("wich", 1).unwrap().word,
            "which",
            "before the commoner word"
        );
        let lexicon = KnownWords::new([("from", 2), ("farm", 9), ("form", 9)].into_iter());
        assert_eq!(lexicon.nearest("fomr", 1).unwrap().word, "form");
    }

    #[test]
    fn words_are_found_again_with_their_weight() {
        let lexicon = KnownWords::new([("talks", 3), ("a1", 1), ("deal", 2), ("talks", 7)].into_iter());
        assert_eq!(lexicon.weight("talks"), Some(7));
        assert_eq!(lexicon.weight("deal"), Some(2));
        for unknown in ["a1", "", "talk", &"x".repeat(99)] {
            assert_eq!(lexicon.weight(unknown), None);
        }
    }
}
