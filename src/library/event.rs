//! The events of opening and rebuilding the library.

use super::changes::Rebuild;
use super::replica::ReplicaError;
use crate::corpus::{Problem, Warning};
use crate::index::{Progress, Setback};

/// The callback for events, in the order in which they happen.
pub type Listener<'a> = dyn FnMut(Event<'_>) + 'a;

/// Something that happened while a library was opened or rebuilt.
#[derive(Debug)]
pub enum Event<'a> {
    /// A generation of the index was passed over.
    PassedOver(&'a Setback),
    /// A new generation is about to be built.
    Building(Why),
    /// Another process is building, and this one waits for it.
    Waiting {
        /// The other process, as it describes itself.
        holder: &'a str,
    },
    /// The build has made progress.
    Step(Step),
    /// A file, or a line of the synonyms, was skipped.
    LeftOut(&'a Problem),
    /// A file was read, but something about it is doubtful.
    Doubtful(&'a Warning),
    /// A new generation is live.
    Built(&'a Rebuild),
    /// The articles of other replicas could not be taken over, or those that are here not be shared.
    NotSynced(&'a ReplicaError),
    /// No new generation could be built; the old one keeps answering.
    AnsweringFromOld {
        /// The name of the old generation.
        generation: &'a str,
        /// The reason, on one line.
        reason: &'a str,
    },
}

/// The reason why a new generation is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// No generation exists.
    Missing,
    /// The articles have changed.
    Stale,
    /// All generations are damaged.
    Damaged,
    /// Another version of the program wrote the existing generations.
    Outdated,
}

/// The progress of one step of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The name of the step: a word such as "encoding".
    pub what: &'static str,
    /// The amount done so far.
    pub done: usize,
    /// The total amount; 0 if it is unknown.
    pub total: usize,
}

impl From<Progress> for Step {
    fn from(progress: Progress) -> Self {
        let (what, done, total) = match progress {
            Progress::Indexing { done, total } => ("indexing", done, total),
            Progress::Encoding { done, total } => ("encoding", done, total),
            Progress::Writing => ("writing", 0, 0),
            Progress::Verifying => ("verifying", 0, 0),
        };
        Self { what, done, total }
    }
}
