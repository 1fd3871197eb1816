//! Turns an understood question into an answer: candidates, ranking, the gate, and quotes.
//!
//! ```text
//! Understood --> candidates (words | vectors) --> rank --> gate --> quotes --> Answer
//! ```
//!
//! An [`Answer`] is plain data; the code that shows it decides how it looks. Nothing here prints or waits, and only the
//! calls into the index read files.

mod answerer;
mod candidates;
mod catalogue;
mod fixed;
mod gate;
mod key;
mod lexical;
mod link;
mod overview;
mod quote;
mod rank;
mod suggestions;

use std::time::Duration;

use crate::question::SmallTalk;

pub use answerer::{AnswerError, Answerer, EncodedQuestion};
pub use fixed::{FixedAnswer, PARAPHRASE, SAME_QUESTION, likeness};
pub use gate::{DEFAULT_ANSWER_AT, DEFAULT_UNSURE_AT, ThresholdError, Thresholds, UNASKED_AT};
pub use key::{ArticleKey, KeyError, PassageKey};
pub use quote::Quote;
pub use rank::{BestEvidence, Evidence, Ranked, RankedPassage, ScoredSentence};

/// An answer to a question.
#[derive(Debug)]
pub struct Answer {
    /// The kind of answer.
    pub kind: Kind,
    /// The gate's verdict.
    pub status: Status,
    /// The probability that the first quote answers, from 0 to 1.
    pub confidence: f32,
    /// The ranked passages, best first, whatever the status; those of an overview are in reading order.
    pub quotes: Vec<Quote>,
    /// The evidence behind the confidence; `None` if nothing was ranked.
    pub evidence: Option<BestEvidence>,
    /// Headings to try; empty unless nothing was found, and if only one article was searched.
    pub suggestions: Vec<String>,
    /// True if the reader was skipped because other questions were waiting.
    pub is_hasty: bool,
    /// The name of the generation that the answer is from.
    pub generation: String,
    /// The time that answering took.
    pub elapsed: Duration,
    /// The times of its two long steps; `None` if nothing was searched for.
    pub timing: Option<Timing>,
}

impl Answer {
    /// True if its first quote answers with so much confidence that it may go to somebody who didn't ask for it.
    pub fn is_sure(&self) -> bool {
        let is_answered = matches!(self.kind, Kind::Passages) && self.status == Status::Answered;
        is_answered && !self.is_hasty && self.confidence >= UNASKED_AT
    }
}

/// The time that each step of a search took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// Reading and encoding the question.
    pub encoding: Duration,
    /// Finding and ranking passages, up to the quotes.
    pub ranking: Duration,
}

/// The kind of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Passages that may answer.
    Passages,
    /// A summary of the articles, section by section.
    Overview,
    /// Small talk, which asks nothing. There are no quotes, and the status is [`Status::NoAnswer`].
    SmallTalk(SmallTalk),
}

impl Kind {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Passages => "passages",
            Self::Overview => "overview",
            Self::SmallTalk(_) => "small_talk",
        }
    }
}

/// The verdict of the gate on the best candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The first quote answers.
    Answered,
    /// The first quote may answer.
    Unsure,
    /// The corpus doesn't answer the question.
    NoAnswer,
}

impl Status {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Unsure => "unsure",
            Self::NoAnswer => "no_answer",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_confident_passage_that_was_read_is_sure() {
        let is_sure = |kind, status, confidence, is_hasty| {
            let answer = Answer {
                kind,
                status,
                confidence,
                quotes: Vec::new(),
                evidence: None,
                suggestions: Vec::new(),
                is_hasty,
                generation: String::new(),
                elapsed: Duration::ZERO,
                timing: None,
            };
            answer.is_sure()
        };
        assert!(is_sure(Kind::Passages, Status::Answered, UNASKED_AT, false));
        assert!(!is_sure(Kind::Passages, Status::Answered, UNASKED_AT - 0.01, false));
        assert!(!is_sure(Kind::Passages, Status::Answered, 1.0, true));
        // An admin may have raised the threshold.
        assert!(!is_sure(Kind::Passages, Status::Unsure, 0.9, false));
        assert!(!is_sure(Kind::Overview, Status::Answered, 1.0, false));
    }
}
