//! The state of the library, for its admins.

use std::time::SystemTime;

use super::Library;
use crate::corpus::Trashed;
use crate::index::{Generation, LeftOut};
use crate::ledger::{self, Figures};

/// The span of days that questions are counted over.
pub const FIGURE_DAYS: u32 = 30;

/// The state of articles, index and ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// The generation that answers; `None` if none can.
    pub live: Option<LiveStatus>,
    /// The contents of the trash, the newest first.
    pub trash: Vec<Trashed>,
    /// Questions and votes of the last [`FIGURE_DAYS`] days; why there are none, if there are none.
    pub figures: Result<Figures, String>,
    /// The names of ledgers that were found damaged and put out of the way: what is in them is not in the figures.
    pub set_aside: Vec<String>,
}

/// The state of the generation that answers.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveStatus {
    /// Its name.
    pub generation: String,
    /// When it was built, in seconds since 1970.
    pub built_at: u64,
    /// The number of its articles.
    pub articles: usize,
    /// The number of passages in all articles.
    pub passages: usize,
    /// Whether it has vectors; without them it answers by words alone.
    pub has_vectors: bool,
    /// Files and lines of the corpus that are not in it.
    pub left_out: Vec<LeftOut>,
    /// Whether the corpus is other by now; why that can't be told, if it can't.
    pub is_stale: Result<bool, String>,
}

/// A generation's age and a file's, in seconds.
pub fn seconds_since(unix_seconds: u64) -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(0, |now| now.as_secs()).saturating_sub(unix_seconds)
}

impl Library {
    /// Reports the state of articles, index and ledger; `generation` is the one being served, if any. Reads the whole
    /// corpus to tell whether it has changed.
    pub fn status(&self, generation: Option<&Generation>) -> Status {
        let figures = match self.ledger() {
            Ok(Some(ledger)) => ledger.figures(Some(FIGURE_DAYS)).map_err(|error| error.to_string()),
            Ok(None) => Ok(Figures::default()),
            Err(error) => Err(error.to_string()),
        };
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
            // One that can't be looked at is as good as empty here: nothing can be brought back from it.
            trash: self.shelf().trash().unwrap_or_default(),
            figures,
            set_aside: ledger::set_aside_in(&self.settings.data)
                .iter()
                .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
                .collect(),
        }
    }
}
