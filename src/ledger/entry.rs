//! Entries: everything that can be recorded in the ledger.
//!
//! Not here: writing them (`writing`), and the form in which they are stored (`stored`).

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::settings::ServerSettings;

/// The outcome of a question. Small talk is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was answered.
    Answered,
    /// A passage was shown that may answer it.
    Unsure,
    /// Nothing was found.
    NoAnswer,
}

/// The words of a question. Its `Debug` hides them, since they must not get into a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Wording {
    /// The text as it was asked.
    pub text: String,
    /// The search words. Questions with the same search words are the same question.
    pub searched: String,
}

/// A place in a server where somebody asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The server's ID.
    pub server: u64,
    /// The channel's ID.
    pub channel: u64,
    /// The message to link to; `None` if there is none that others see.
    pub message: Option<u64>,
}

/// The passage that an answer shows first, whatever the outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The path of its article.
    pub article: String,
    /// Its key.
    pub passage: String,
}

/// A question that was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its words. They are kept only if it was not answered and the options allow it.
    pub question: Wording,
    /// Its outcome.
    pub outcome: Outcome,
    /// The random number of the answer that was given. Votes refer to it.
    pub answer: u64,
    /// When it was asked, in seconds since 1970.
    pub at: u64,
    /// Where it was asked; `None` outside of servers.
    pub place: Option<Place>,
    /// The passage that the answer shows first; `None` if there is none.
    pub cited: Option<Cited>,
}

/// A person's vote on an answer. Another vote of the same person on the same answer replaces it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The number of the answer.
    pub answer: u64,
    /// The person, who is never stored.
    pub user: u64,
    /// True if the answer helped.
    pub is_helpful: bool,
    /// When it was cast, in seconds since 1970.
    pub at: u64,
    /// The question that was answered. It is kept if the answer did not help and the options allow it.
    pub question: Option<Wording>,
    /// Where the answer is; `None` outside of servers.
    pub place: Option<Place>,
    /// The passage that was voted on; `None` if it is gone.
    pub cited: Option<Cited>,
}

/// An action of an admin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// When it happened, in seconds since 1970.
    pub at: u64,
    /// The admin: a user's number, or "shell".
    pub who: String,
    /// The kind of action, such as "remove".
    pub what: String,
    /// The article or question concerned.
    pub target: Option<String>,
    /// Its outcome.
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
    /// The settings of a server changed.
    Settings {
        /// The server's ID.
        server: u64,
        /// All its settings.
        settings: Arc<ServerSettings>,
    },
}

impl fmt::Debug for Wording {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Wording").finish_non_exhaustive()
    }
}
