//! What kind of answer a question expects, as far as it shows: whether it asks for a number.
//!
//! "How many hostages were taken?" is about the hostage crisis, and so is the sentence that is nearest; only that
//! no number is in it. Likeness cannot tell, so this is looked at by itself. Other kinds (times, places, persons)
//! were tried and told too little; see `docs/quality.md`. English alone.

use crate::text::words::words;

/// Behind "how", what asks for a number. "How far", "how high" and the like ask for other things as often.
const HOW: &[&str] = &["many", "much", "old", "long", "often"];

/// Behind "what" or "which", what asks for a number.
const WHAT: &[&str] = &["number", "percentage", "percent", "amount", "fraction", "proportion"];

/// Numbers as words, and what says a quantity without one.
const NUMBER_WORDS: &[&str] = &[
    "all",
    "always",
    "annual",
    "annually",
    "billion",
    "billions",
    "both",
    "centuries",
    "century",
    "daily",
    "day",
    "days",
    "decade",
    "decades",
    "double",
    "dozen",
    "dozens",
    "eight",
    "eighteen",
    "eighty",
    "eleven",
    "every",
    "few",
    "fifteen",
    "fifty",
    "five",
    "forever",
    "forty",
    "four",
    "fourteen",
    "half",
    "hour",
    "hours",
    "hundred",
    "hundreds",
    "majority",
    "many",
    "million",
    "millions",
    "minute",
    "minutes",
    "month",
    "monthly",
    "months",
    "most",
    "never",
    "nine",
    "nineteen",
    "ninety",
    "no",
    "none",
    "once",
    "one",
    "overnight",
    "pair",
    "percent",
    "permanent",
    "permanently",
    "quarter",
    "quarters",
    "seconds",
    "seven",
    "seventeen",
    "seventy",
    "several",
    "single",
    "six",
    "sixteen",
    "sixty",
    "ten",
    "third",
    "thirds",
    "thirteen",
    "thirty",
    "thousand",
    "thousands",
    "three",
    "thrice",
    "twelve",
    "twenty",
    "twice",
    "two",
    "week",
    "weekly",
    "weeks",
    "year",
    "yearly",
    "years",
    "zero",
];

/// Whether a question asks for a number.
pub(super) fn asks_for_number(question: &str) -> bool {
    let words: Vec<String> = words(question).map(|word| word.folded).collect();
    words.windows(2).any(|pair| {
        let follows = |list: &[&str]| list.contains(&pair[1].as_str());
        match pair[0].as_str() {
            "how" => follows(HOW),
            "what" | "which" => follows(WHAT),
            _ => false,
        }
    })
}

/// Whether a sentence has a number in it, in digits or words.
pub(super) fn has_number(sentence: &str) -> bool {
    sentence.contains(|c: char| c.is_numeric())
        || words(sentence).any(|word| NUMBER_WORDS.contains(&word.folded.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_for_numbers_are_told_apart() {
        for question in [
            "how many loaves does it make",
            "How old was she?",
            "so how much was it",
            "what percentage left",
        ] {
            assert!(asks_for_number(question), "{question}");
        }
        for question in [
            "how did it end",
            "how high are the stakes",
            "what do many people think",
            "many how",
        ] {
            assert!(!asks_for_number(question), "{question}");
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
            assert!(has_number(sentence), "{sentence}");
        }
        assert!(!has_number("The embassy was stormed, and diplomats were taken."));
    }
}
