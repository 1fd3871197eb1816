//! The status of articles, index and ledger, for admins.

use std::time::Duration;

use super::{Library, Statistics};
use crate::answer::Answerer;
use crate::corpus::Trashed;
use crate::index::LeftOut;
use crate::ledger;
use crate::message;

/// The status of articles, index and ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// The generation that answers; `None` if there is no index.
    pub live: Option<LiveStatus>,
    /// The files in the trash, newest first.
    pub trash: Vec<Trashed>,
    /// The questions and votes of the last [`FIGURE_DAYS`](super::FIGURE_DAYS) days, or the reason why the ledger
    /// can't be read.
    pub statistics: Result<Statistics, String>,
    /// The names of damaged ledgers that were renamed. The figures don't count their entries.
    pub set_aside: Vec<String>,
}

/// The status of the generation that answers.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveStatus {
    /// Its name.
    pub generation: String,
    /// When it was built, in seconds since 1970.
    pub built_at: u64,
    /// The number of articles in it.
    pub articles: usize,
    /// The number of passages in all of them.
    pub passages: usize,
    /// True if it has vectors; without them it answers by words alone.
    pub has_vectors: bool,
    /// The files and lines of the corpus that were skipped when it was built.
    pub left_out: Vec<LeftOut>,
    /// True if the corpus has changed since it was built; the reason if that is unknown.
    pub is_stale: Result<bool, String>,
}

/// The number of seconds since that time; 0 if it is in the future.
pub fn seconds_since(unix_seconds: u64) -> u64 {
    ledger::unix_now().saturating_sub(unix_seconds)
}

impl Status {
    /// Lines for display about the live generation; `escape` makes text from elsewhere safe to display.
    pub fn generation_lines(&self, escape: impl Fn(&str) -> String) -> Vec<String> {
        let Some(live) = &self.live else {
            return vec![message::status::NO_INDEX.to_owned()];
        };
        let age = Duration::from_secs(seconds_since(live.built_at));
        let mut lines = vec![message::status::generation(
            &live.generation,
            live.articles,
            live.passages,
            age,
        )];
        if !live.has_vectors {
            lines.push(message::status::BY_WORDS.to_owned());
        }
        lines.push(match &live.is_stale {
            Ok(false) => message::status::FRESH.to_owned(),
            Ok(true) => message::status::STALE.to_owned(),
            Err(reason) => message::status::unknown(&escape(reason)),
        });
        lines
    }

    /// A line for display about damaged ledgers that were renamed; `None` if there are none.
    pub fn set_aside_line(&self) -> Option<String> {
        (!self.set_aside.is_empty()).then(|| message::status::set_aside(&self.set_aside))
    }
}

impl Library {
    /// Reports the status of articles, index and ledger; `answerer` is the one being served, if any. Reads the whole
    /// corpus to tell whether it has changed.
    pub fn status(&self, answerer: Option<&Answerer>) -> Status {
        let generation = answerer.map(Answerer::generation);
        let statistics = self.statistics(answerer);
        let live = generation.map(|generation| LiveStatus {
            generation: generation.name().to_owned(),
            built_at: generation.built_at(),
            articles: generation.article_count(),
            passages: generation.passage_count(),
            has_vectors: generation.has_vectors(),
            left_out: generation.left_out().to_vec(),
            is_stale: self.is_stale(generation).map_err(|error| error.sentence()),
        });
        Status {
            live,
            // A trash that can't be read counts as empty: nothing could be restored from it anyway.
            trash: self.shelf().trash().unwrap_or_default(),
            statistics: statistics.map_err(|error| error.to_string()),
            set_aside: ledger::set_aside_in(&self.settings.data)
                .iter()
                .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
                .collect(),
        }
    }
}
