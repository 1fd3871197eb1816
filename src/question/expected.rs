//! The kind of answer that a question expects, as far as its words show: whether it asks for a number.
//!
//! "How many hostages were taken?" is about the hostage crisis, and so is the nearest sentence, but that one has no
//! number in it. Likeness cannot tell, so this is checked separately. Other kinds (times, places, persons) were tried
//! and helped too little; see `docs/quality.md`. English only.

use super::lists::has;
use crate::text::words::{Word, words};

/// Words that ask for a number after "how". "How far", "how high" and the like ask for other things just as often.
const HOW: &[&str] = &["many", "much"];

/// Words that ask for a number after "what" or "which".
const WHAT: &[&str] = &["number", "percentage", "percent", "amount", "fraction", "proportion"];

/// Words after "how" that ask for a length of time or a rate, which may be given without a number ("overnight").
const HOW_LONG: &[&str] = &["long", "old", "often"];

/// Numbers as words, and quantities without one.
const NUMBER_WORDS: &str = "numbers";

/// Lengths of time and rates.
const TIME_WORDS: &str = "times and rates";

/// The kind of answer that a question expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A number.
    Number,
    /// A length of time or a rate, which may be said without a number ("overnight").
    Duration,
}

impl Expected {
    /// Returns the kind that the words of a question ask for; `None` if they don't tell.
    pub(super) fn of(question: &[Word]) -> Option<Self> {
        let asks = |how: &[&str], what: &[&str]| {
            question.windows(2).any(|pair| match pair[0].folded.as_str() {
                "how" => how.contains(&pair[1].folded.as_str()),
                "what" | "which" => what.contains(&pair[1].folded.as_str()),
                _ => false,
            })
        };
        if asks(HOW, WHAT) {
            Some(Self::Number)
        } else {
            asks(HOW_LONG, &[]).then_some(Self::Duration)
        }
    }

    /// True if a sentence lacks it, both in digits and in words.
    pub fn is_missing(self, sentence: &str) -> bool {
        let has = |list| words(sentence).any(|word| has(list, &word.folded));
        let has_number = sentence.contains(char::is_numeric) || has(NUMBER_WORDS);
        !(has_number || self == Self::Duration && has(TIME_WORDS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lacks_number(question: &str, sentence: &str) -> bool {
        let question: Vec<Word> = words(question).collect();
        Expected::of(&question).is_some_and(|expected| expected.is_missing(sentence))
    }

    const WITHOUT: &str = "The embassy was stormed, and diplomats were taken.";

    #[test]
    fn questions_for_numbers_are_told_apart() {
        for question in [
            "how many loaves does it make",
            "How old was she?",
            "so how much was it",
            "what percentage left",
        ] {
            assert!(lacks_number(question, WITHOUT), "{question}");
        }
        for question in [
            "how did it end",
            "how high are the stakes",
            "what do many people think",
            "many how",
        ] {
            assert!(!lacks_number(question, WITHOUT), "{question}");
        }
    }

    #[test]
    fn numbers_are_found_in_digits_and_words() {
        for sentence in [
            "It took 12 days.",
            "Twelve people left.",
            "Half of it was sold.",
            "It lasts ½ an hour.",
        ] {
            assert!(!lacks_number("how many", sentence), "{sentence}");
        }
    }

    #[test]
    fn a_time_answers_how_long_and_not_how_many() {
        let sentence = "The hostage crisis was followed by decades of sanctions.";
        assert!(!lacks_number("how long did it last", sentence));
        assert!(lacks_number("how many hostages were taken", sentence));
    }
}
