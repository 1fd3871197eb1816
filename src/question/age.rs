//! Finds the age that a question asks for: the valid version, a past one, or the newest of several.
//!
//! English only: a question in another language asks for the valid version. Not here: the age of an article or a
//! section.

use super::lists::has;
use crate::text::numbered::kind_of;
use crate::text::words::{Word, words};

/// Words of questions that want the newest.
const NEWEST: &str = "newest";

/// Words of questions that may want a version that is no longer valid.
const OLD: &str = "old";

const FUNCTION_WORDS: &str = "function words";

/// The version that a question is about, of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Age {
    /// An old one perhaps.
    Any,
    /// The one that is valid, or was at the end of a year.
    Valid {
        /// The year that the question names.
        in_year: Option<u32>,
    },
    /// The newest, even if all are sections of one article.
    Newest {
        /// The word after the one that says so, in the singular: "season" in "the latest season".
        kind: Option<String>,
        /// True if the question has no other words than these: "what is in the latest season?"
        is_all: bool,
    },
}

/// The text of a question without its words for the newest ("what is the fee now?"). Words that name a version ("the
/// latest season", "in 2019") are left out only if `is_chosen`: something else has chosen the version already.
pub(super) fn without_age(text: &str, is_chosen: bool) -> String {
    let all: Vec<Word> = words(text).collect();
    let mut kept = text.to_owned();
    for (at, word) in all.iter().enumerate().rev() {
        let is_newest = has(NEWEST, &word.folded);
        let names_version = all.get(at + 1).and_then(kind_of).is_some();
        if (is_newest && (is_chosen || !names_version)) || (is_chosen && year(word).is_some()) {
            kept.replace_range(word.range.clone(), "");
        }
    }
    kept
}

/// The year that a word is.
fn year(word: &Word) -> Option<u32> {
    word.folded.parse().ok().filter(|year| (1900..2100).contains(year))
}

impl Age {
    /// The age that the words of a question ask for.
    pub(super) fn of(question: &[Word]) -> Self {
        if question.iter().any(|word| has(OLD, &word.folded)) {
            return Self::Any;
        }
        if let Some(at) = question.iter().position(|word| has(NEWEST, &word.folded)) {
            let kind = question.get(at + 1).and_then(kind_of);
            let content = question.iter().filter(|word| !has(FUNCTION_WORDS, &word.folded));
            return Self::Newest {
                is_all: kind.is_some() && content.count() == 2,
                kind,
            };
        }
        Self::Valid {
            in_year: question.iter().find_map(year),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_the_newest_say_nothing_else() {
        for (text, kept, kept_if_chosen) in [
            ("what is the fee now?", "what is the fee ?", "what is the fee ?"),
            (
                "what came in the latest season?",
                "what came in the latest season?",
                "what came in the  season?",
            ),
            (
                "what was the fee in 2019?",
                "what was the fee in 2019?",
                "what was the fee in ?",
            ),
            ("what is the fee?", "what is the fee?", "what is the fee?"),
        ] {
            assert_eq!(without_age(text, false), kept);
            assert_eq!(without_age(text, true), kept_if_chosen);
        }
    }

    #[test]
    fn questions_say_how_old_it_may_be() {
        let newest = |kind: Option<&str>, is_all| Age::Newest {
            kind: kind.map(str::to_owned),
            is_all,
        };
        for (question, age) in [
            ("what is the fee?", Age::Valid { in_year: None }),
            ("what was the fee in 2019?", Age::Valid { in_year: Some(2019) }),
            ("what is the fee now?", newest(None, false)),
            ("what is in the latest seasons?", newest(Some("season"), true)),
            ("who is the latest monster", newest(Some("monster"), true)),
            ("what changed in the current version", newest(Some("version"), false)),
            ("what was the old fee?", Age::Any),
            ("what did the repealed rule say", Age::Any),
        ] {
            assert_eq!(Age::of(&words(question).collect::<Vec<_>>()), age, "{question}");
        }
    }
}
