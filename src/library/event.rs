//! Events while the library is opened or rebuilt.

use super::changes::Rebuild;
use crate::corpus::{Problem, Warning};
use crate::index::{Progress, Setback};

/// Hears of what happens, in the order in which it does.
pub type Listener<'a> = dyn FnMut(Event<'_>) + 'a;

/// Something that somebody may want to know.
#[derive(Debug)]
pub enum Event<'a> {
    /// A generation of the index was passed over.
    PassedOver(&'a Setback),
    /// A new generation is going to be built.
    Building(Why),
    /// Another process is building, and has to be waited for.
    Waiting {
        /// Who, as they put it.
        holder: &'a str,
    },
    /// The progress.
    Step(Step),
    /// A file, or a line of the synonyms, was left out.
    LeftOut(&'a Problem),
    /// A file was read, with a doubt.
    Doubtful(&'a Warning),
    /// A new generation is live.
    Built(&'a Rebuild),
    /// No new generation could be built, and the old one answers on.
    AnsweringFromOld {
        /// The old one's name.
        generation: &'a str,
        /// Why, on one line.
        reason: &'a str,
    },
}

/// Why a new generation is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// There is none.
    Missing,
    /// The articles have changed.
    Stale,
    /// None is whole.
    Damaged,
    /// Those there are were written by another version of the program.
    Outdated,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The step: a word such as "encoding".
    pub what: &'static str,
    /// Done so far.
    pub done: usize,
    /// All there is to do; 0 if that can't be told.
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
