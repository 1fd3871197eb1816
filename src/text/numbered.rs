//! Names that separate things from others like them by a number or a letter: "Rule 5", "the second edition", "Part II",
//! "v1.21.4", "Vitamin A"; and names that are one letter or have signs: "R", "C++".
//!
//! Not here: numbers that count or measure, and which of two texts is meant.

use std::ops::Range;

use super::words::{Word, words};

/// Words between a thing and its number.
const NUMBER_SIGNS: &[&str] = &["number", "no", "nr"];

const CARDINALS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

const ORDINALS: &[&str] = &[
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

const ROMANS: &[&str] = &[
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
    "xviii", "xix", "xx",
];

/// Words that numbers stand beside and do not name: "the 2015 deal", "in two years", "top 10".
const NO_KINDS: &[&str] = &[
    "a", "about", "after", "all", "an", "and", "any", "are", "at", "before", "between", "by", "do", "does", "every",
    "for", "from", "had", "has", "have", "i", "if", "in", "is", "last", "least", "most", "my", "next", "not", "of",
    "on", "only", "or", "over", "per", "since", "than", "that", "the", "these", "this", "those", "to", "top", "under",
    "until", "up", "was", "were", "with", "within", "your",
];

/// The kind of a thing with dots in its number, whatever it is called.
const VERSION: &str = "version";

/// A thing with its number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Numbered {
    /// The word that several things share, folded and in the singular: "rule", "version". Empty where the label is a
    /// name by itself.
    pub kind: String,
    /// The number in digits ("5", "1.21.4"), or the letter, or the name, folded.
    pub label: String,
}

impl Numbered {
    pub(super) fn new(kind: &str, label: impl Into<String>) -> Self {
        Self {
            kind: kind.to_owned(),
            label: label.into(),
        }
    }

    /// A name of one letter or with signs, folded.
    pub fn by_itself(name: &str) -> Self {
        Self::new("", name)
    }

    /// The parts of its number; `None` if it has a letter or a name.
    pub fn number(&self) -> Option<Vec<u32>> {
        self.label.split('.').map(|part| part.parse().ok()).collect()
    }
}

/// The things that a title and the headings below it name, outermost first, each as it is written. A heading that
/// begins with a number names one of the things that a heading above it has in the plural: "5. No shouting" below
/// "House rules".
pub fn named_by_headings<'a>(headings: impl IntoIterator<Item = &'a str>) -> Vec<(Numbered, String)> {
    let mut found = Vec::new();
    let mut plurals: Vec<String> = Vec::new();
    for heading in headings {
        let all: Vec<Word> = words(heading).collect();
        let written = |(thing, range): (Numbered, Range<usize>)| (thing, heading[range].to_owned());
        found.extend(named(heading, &all, false).into_iter().map(written));
        if let [only] = all.as_slice()
            && is_name_by_itself(&only.folded)
        {
            found.push((
                Numbered::by_itself(&only.folded),
                heading[only.range.clone()].to_owned(),
            ));
        }
        if let Some(first) = all.first()
            && let Some(number) = digits(&first.folded)
            && heading[first.range.end..].starts_with(['.', ')', ':'])
        {
            let below = |kind: &String| (Numbered::new(kind, number.clone()), format!("{kind} {number}"));
            found.extend(plurals.iter().map(below));
        }
        let singular = |word: &Word| word.folded.ends_with('s').then(|| kind_of(word))?;
        plurals.extend(all.iter().filter_map(singular));
    }
    found
}

/// The things that a question may name, each with the bytes of its words, in reading order. People type small letters,
/// so a letter may be an article: compare them with the things that headings name.
pub fn named_by_question(question: &str, all: &[Word]) -> Vec<(Numbered, Range<usize>)> {
    let names = all.iter().filter(|word| is_name_by_itself(&word.folded));
    let names = names.map(|word| (Numbered::by_itself(&word.folded), word.range.clone()));
    let mut found = named(question, all, true);
    found.extend(names);
    found.sort_by_key(|(_, range)| range.start);
    found
}

/// True if a folded word is a name of one letter or with signs. "A" and "I" are words by themselves.
pub fn is_name_by_itself(word: &str) -> bool {
    let mut letters = word.chars();
    let is_letter = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    (is_letter && !matches!(word, "a" | "i")) || word.contains(['+', '#', '&'])
}

fn named(text: &str, all: &[Word], is_any_case: bool) -> Vec<(Numbered, Range<usize>)> {
    let mut found = Vec::new();
    for (at, word) in all.iter().enumerate() {
        let behind = |count: usize| all[..at].iter().rev().nth(count);
        let sign = usize::from(behind(0).is_some_and(|word| NUMBER_SIGNS.contains(&word.folded.as_str())));
        let (before, after) = (behind(sign), all.get(at + 1));
        let letter = is_letter(text, word, is_any_case).then(|| word.folded.clone());
        let numbers = [
            (before, cardinal(text, word)),
            (before, letter),
            (after, ordinal(&word.folded)),
        ];
        for (kind, label) in numbers {
            if let (Some(beside), Some(label)) = (kind, label)
                && let Some(kind) = kind_of(beside)
            {
                let range = beside.range.start.min(word.range.start)..beside.range.end.max(word.range.end);
                found.push((Numbered::new(&kind, label), range));
            }
        }
        let number = digits(word.folded.trim_start_matches('v'));
        if let Some(number) = number.filter(|number| number.contains('.') || word.folded.starts_with('v')) {
            found.push((Numbered::new(VERSION, number), word.range.clone()));
        }
    }
    found
}

/// The singular of a word that can have numbers; `None` if it is one that can't.
pub fn kind_of(word: &Word) -> Option<String> {
    let kind = word.folded.as_str();
    let is_number = CARDINALS.contains(&kind) || ORDINALS.contains(&kind);
    if !kind.chars().all(char::is_alphabetic) || is_number || NO_KINDS.contains(&kind) {
        return None;
    }
    let singular = kind.strip_suffix('s').filter(|singular| singular.len() >= 3);
    Some(match singular.unwrap_or(kind) {
        "v" | "ver" => VERSION.to_owned(),
        kind => kind.to_owned(),
    })
}

/// The number that a word is, in digits; Roman numerals count.
pub(super) fn cardinal(text: &str, word: &Word) -> Option<String> {
    let folded = word.folded.as_str();
    let roman = || (folded != "i" || is_numeral(text, word)).then(|| place(ROMANS, folded))?;
    digits(folded).or_else(|| place(CARDINALS, folded)).or_else(roman)
}

/// The number of a place, in digits: "2nd", "second".
pub(super) fn ordinal(word: &str) -> Option<String> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| digits(word.strip_suffix(end)?));
    digits.or_else(|| place(ORDINALS, word))
}

/// True if a word is a letter that may name something: "A" in "Vitamin A", but not "I", which is a pronoun.
fn is_letter(text: &str, word: &Word, is_any_case: bool) -> bool {
    let mut letters = text[word.range.clone()].chars();
    let is_letter = |letter: char| letter.is_uppercase() || (is_any_case && letter.is_alphabetic());
    letters.next().is_some_and(is_letter) && letters.next().is_none() && word.folded != "i"
}

/// True if an "I" is a number and not a pronoun: it ends its phrase ("Part I: The Return"), or the word before it is
/// capitalised like a name ("the end of Part I of the saga").
fn is_numeral(text: &str, word: &Word) -> bool {
    let ends_phrase = !text[word.range.end..].trim_start().starts_with(char::is_alphanumeric);
    let before = text[..word.range.start].split_whitespace().next_back();
    let is_named = before.is_some_and(|before| before.starts_with(char::is_uppercase));
    ends_phrase || (is_named && text[word.range.clone()].starts_with('I'))
}

/// A number without zeros in front.
fn digits(word: &str) -> Option<String> {
    let parts = word.split('.').map(|part| part.parse::<u32>().ok());
    let parts: Option<Vec<String>> = parts.map(|part| part.map(|part| part.to_string())).collect();
    parts.map(|parts| parts.join("."))
}

fn place(list: &[&str], word: &str) -> Option<String> {
    let at = list.iter().position(|listed| *listed == word)?;
    Some((at + 1).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_headings(headings: &[&str]) -> Vec<Numbered> {
        let found = named_by_headings(headings.iter().copied());
        found.into_iter().map(|(thing, _)| thing).collect()
    }

    fn by_question(question: &str) -> Vec<Numbered> {
        let found = named_by_question(question, &words(question).collect::<Vec<_>>());
        found.into_iter().map(|(thing, _)| thing).collect()
    }

    #[test]
    fn a_number_is_found_however_it_is_written() {
        for (heading, kind, label) in [
            ("Rule 5", "rule", "5"),
            ("rules no. 05", "rule", "5"),
            ("Guild rules, second version", "version", "2"),
            ("version two", "version", "2"),
            ("the 2nd edition", "edition", "2"),
            ("Part II: The Return", "part", "2"),
            ("Part I: The Way", "part", "1"),
            ("World War I", "war", "1"),
            ("the end of Part I of the saga", "part", "1"),
            ("how much does v1.21.4 need", "version", "1.21.4"),
            ("Ver. 3.1", "version", "3.1"),
            ("Changes in 1.21.4 (June)", "version", "1.21.4"),
            ("Vitamin A deficiency", "vitamin", "a"),
            ("Appendix V", "appendix", "v"),
            ("Appendix V", "appendix", "5"),
            ("C++", "", "c++"),
            ("R", "", "r"),
        ] {
            let found = by_headings(&[heading]);
            assert!(found.contains(&Numbered::new(kind, label)), "{heading}: {found:?}");
        }
    }

    #[test]
    fn what_is_not_named_by_a_number_is_not_found() {
        for heading in [
            "Rules",
            "five",
            "Second",
            "mixed media",
            "in the 2nd",
            "the 2015 deal",
            "top 10",
            "the part I like",
            "What can I do",
            "What a day",
            "A",
            "",
        ] {
            assert_eq!(by_headings(&[heading]), [], "{heading}");
        }
    }

    #[test]
    fn a_number_in_front_is_one_of_what_stands_above() {
        assert_eq!(
            by_headings(&["House rules", "5. No shouting"]),
            [Numbered::new("rule", "5")]
        );
        assert_eq!(by_headings(&["House rules", "5 o'clock tea"]), []);
        assert_eq!(by_headings(&["The house", "5. No shouting"]), []);
    }

    #[test]
    fn a_question_may_be_in_small_letters() {
        let asked = by_question("is vitamin a good, or c++ or r?");
        for (kind, label) in [("vitamin", "a"), ("", "c++"), ("", "r")] {
            assert!(asked.contains(&Numbered::new(kind, label)), "{asked:?}");
        }
        assert_eq!(by_question("what do I do in a week"), []);
    }

    #[test]
    fn things_are_told_with_their_words() {
        let question = "what is rule number five, or the second edition?";
        let found = named_by_question(question, &words(question).collect::<Vec<_>>());
        let written: Vec<&str> = found.into_iter().map(|(_, range)| &question[range]).collect();
        assert_eq!(written, ["rule number five", "second edition"]);
        let found = named_by_headings(["The rules", "Part II: Guests", "3. Pets"]);
        let written: Vec<String> = found.into_iter().map(|(_, written)| written).collect();
        assert_eq!(written, ["Part II", "rule 3", "guest 3"]);
    }

    #[test]
    fn numbers_have_parts() {
        assert_eq!(Numbered::new("version", "1.21.4").number(), Some(vec![1, 21, 4]));
        assert_eq!(Numbered::new("vitamin", "a").number(), None);
    }
}
