//! What can be written into the ledger.
//!
//! Not here: writing it (`recording.rs`), and in which form it is stored (`stored.rs`).

use std::fmt;

use serde::Serialize;

/// How a question ended. Small talk has no place in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was answered.
    Answered,
    /// Something was shown that may answer it.
    Unsure,
    /// Nothing was found.
    NoAnswer,
}

/// The words of a question. Its `Debug` hides them, since they belong into no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Wording {
    /// As it was asked.
    pub text: String,
    /// As it was searched for: questions that agree in this are the same question.
    pub searched: String,
}

/// A question that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its words; kept only if it was not answered, and never if the options forbid it.
    pub question: Wording,
    /// How it ended.
    pub outcome: Outcome,
    /// The random number of the answer that was given, each time another one. Votes refer to it.
    pub answer: u64,
    /// When, in seconds since 1970.
    pub at: u64,
}

/// Somebody's vote on an answer. Voting again on the same answer changes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The number of the answer.
    pub answer: u64,
    /// Who votes. Never stored.
    pub user: u64,
    /// Whether the answer helped.
    pub is_helpful: bool,
    /// When, in seconds since 1970.
    pub at: u64,
    /// What the answer was given to: kept if the vote is that it did not help, unless the options forbid it.
    pub question: Option<Wording>,
}

/// What an admin did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// When, in seconds since 1970.
    pub at: u64,
    /// Who: a user's number, or "shell".
    pub who: String,
    /// What was done.
    pub what: String,
    /// To what.
    pub target: Option<String>,
    /// What came of it.
    pub outcome: String,
}

/// Anything that can be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A question was asked.
    Asked(Asked),
    /// Somebody voted.
    Vote(Vote),
    /// An admin did something.
    Action(Action),
}

impl fmt::Debug for Wording {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Wording").finish_non_exhaustive()
    }
}
