//! Finds the thing that a question asks for by its question words: a person, a time, a place, a reason, or a number.
//!
//! Two questions made of the same words differ if one asks who and the other asks when, and vectors hardly show it.
//!
//! Not here: whether a text has that thing (`expected`).

use crate::text::words::words;

/// The thing that a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedFor {
    /// Asked for by "who".
    Person,
    /// Asked for by "when".
    Time,
    /// Asked for by "where".
    Place,
    /// Asked for by "why".
    Reason,
    /// Asked for by "how many" or "how much".
    Number,
    /// Asked for by "how long" or "how often".
    Measure,
}

/// The first of these signs in a question tells what it asks for. English only: questions in other languages have no
/// sign.
const SIGNS: &[(&str, AskedFor)] = &[
    ("why", AskedFor::Reason),
    ("how come", AskedFor::Reason),
    ("reason", AskedFor::Reason),
    ("how many", AskedFor::Number),
    ("how much", AskedFor::Number),
    ("number of", AskedFor::Number),
    ("how long", AskedFor::Measure),
    ("how often", AskedFor::Measure),
    ("when", AskedFor::Time),
    ("what year", AskedFor::Time),
    ("which year", AskedFor::Time),
    ("what time", AskedFor::Time),
    ("what date", AskedFor::Time),
    ("where", AskedFor::Place),
    ("what city", AskedFor::Place),
    ("which city", AskedFor::Place),
    ("which country", AskedFor::Place),
    ("who", AskedFor::Person),
    ("whom", AskedFor::Person),
    ("whose", AskedFor::Person),
];

impl AskedFor {
    /// Returns the thing that a question asks for; `None` if its words don't tell.
    pub fn of(question: &str) -> Option<Self> {
        let mut text = String::from(" ");
        for word in words(question) {
            text.push_str(&word.folded);
            text.push(' ');
        }
        let found = SIGNS.iter().find(|(sign, _)| text.contains(&format!(" {sign} ")));
        found.map(|&(_, asked_for)| asked_for)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn question_words_tell_what_is_asked_for() {
        for (question, asked_for) in [
            ("Who signed the treaty?", Some(AskedFor::Person)),
            ("in WHAT YEAR was it signed", Some(AskedFor::Time)),
            ("reason for the delay", Some(AskedFor::Reason)),
            ("how many ships?", Some(AskedFor::Number)),
            ("show many ships", None),
            ("what did he say?", None),
            ("", None),
        ] {
            assert_eq!(AskedFor::of(question), asked_for, "{question}");
        }
    }
}
