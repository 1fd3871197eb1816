//! Things that are named by a number: "Rule 5", "the second edition", "Part II", "v1.21.4".
//!
//! Not here: numbers that count or measure, and which of two texts is meant.

use super::words::{Word, words};

/// What stands between a thing and its number.
const NUMBER_SIGNS: &[&str] = &["number", "no", "nr"];

const CARDINALS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

const ORDINALS: &[&str] = &[
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
];

/// Words that numbers stand beside and do not name: "the 2015 deal", "in two years", "top 10".
const NO_KINDS: &[&str] = &[
    "a", "about", "after", "all", "an", "and", "are", "at", "before", "between", "by", "first", "for", "from", "in",
    "is", "last", "least", "most", "next", "of", "on", "or", "over", "since", "than", "the", "to", "top", "under",
    "until", "up", "was", "were", "with",
];

/// Without those that are a letter or a word of their own.
const ROMANS: &[&str] = &["", "ii", "iii", "iv", "", "vi", "vii", "viii", "ix", "", "xi", "xii"];

/// A thing with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// What there are several of, folded and in the singular: "rule", "version".
    pub kind: String,
    /// The parts of the number: "1.21.4" has three.
    pub number: Vec<u32>,
}

/// The things that `text` names by a number, in reading order.
#[must_use]
pub fn numbered(text: &str) -> Vec<Numbered> {
    let all: Vec<Word> = words(text).collect();
    let mut found = Vec::new();
    for (at, word) in all.iter().enumerate() {
        if let Some(number) = word.folded.strip_prefix('v').and_then(digits) {
            found.push(Numbered {
                kind: "version".to_owned(),
                number,
            });
            continue;
        }
        if let (0, Some(number @ [_, _, ..])) = (at, digits(&word.folded).as_deref()) {
            found.push(Numbered {
                kind: "version".to_owned(),
                number: number.to_vec(),
            });
        }
        let behind = |count: usize| all[..at].iter().rev().nth(count);
        let sign = usize::from(behind(0).is_some_and(|word| NUMBER_SIGNS.contains(&word.folded.as_str())));
        let pairs = [
            (behind(sign), cardinal(&word.folded)),
            (all.get(at + 1), ordinal(&word.folded)),
        ];
        for (kind, number) in pairs {
            if let (Some(kind), Some(number)) = (kind.and_then(kind_of), number) {
                found.push(Numbered { kind, number });
            }
        }
    }
    found
}

/// The singular of a word that can have numbers.
fn kind_of(word: &Word) -> Option<String> {
    let kind = word.folded.as_str();
    if !kind.chars().all(char::is_alphabetic) || cardinal(kind).is_some() || NO_KINDS.contains(&kind) {
        return None;
    }
    let singular = kind.strip_suffix('s').filter(|singular| singular.len() >= 3);
    Some(match singular.unwrap_or(kind) {
        "v" | "ver" => "version".to_owned(),
        kind => kind.to_owned(),
    })
}

fn cardinal(word: &str) -> Option<Vec<u32>> {
    digits(word)
        .or_else(|| place(CARDINALS, word))
        .or_else(|| place(ROMANS, word))
}

fn ordinal(word: &str) -> Option<Vec<u32>> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| word.strip_suffix(end)?.parse().ok());
    digits.map(|number| vec![number]).or_else(|| place(ORDINALS, word))
}

fn digits(word: &str) -> Option<Vec<u32>> {
    word.split('.').map(|part| part.parse().ok()).collect()
}

fn place(list: &[&str], word: &str) -> Option<Vec<u32>> {
    let at = list.iter().position(|listed| *listed == word)?;
    u32::try_from(at + 1).ok().map(|number| vec![number])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_it_is_written() {
        for (text, kind, number) in [
            ("Rule 5", "rule", &[5][..]),
            ("rules no. 5", "rule", &[5]),
            ("Guild rules, second version", "version", &[2]),
            ("version two", "version", &[2]),
            ("the 2nd edition", "edition", &[2]),
            ("Part II: The Return", "part", &[2]),
            ("how much does v1.21.4 need", "version", &[1, 21, 4]),
            ("Ver. 3.1", "version", &[3, 1]),
            ("1.21.4 (June)", "version", &[1, 21, 4]),
        ] {
            let (kind, number) = (kind.to_owned(), number.to_vec());
            assert!(
                numbered(text).contains(&Numbered { kind, number }),
                "{text}: {:?}",
                numbered(text)
            );
        }
    }

    #[test]
    fn what_is_not_named_by_a_number_is_not_found() {
        for text in [
            "Rules",
            "five",
            "Second",
            "via mix",
            "in the 2nd",
            "the 2015 deal",
            "top 10",
            "",
        ] {
            assert_eq!(numbered(text), [], "{text}");
        }
    }
}
