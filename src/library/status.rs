//! How the library is, for those who look after it.

use std::time::{Duration, SystemTime};

use super::Library;
use crate::corpus::Trashed;
use crate::index::{Generation, LeftOut};
use crate::ledger::{self, Figures};
use crate::message;

/// The span of days that questions are counted over.
pub const FIGURE_DAYS: u32 = 30;

/// How articles, index and ledger are.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// What answers; `None` if nothing can.
    pub live: Option<LiveStatus>,
    /// What is in the trash, the newest first.
    pub trash: Vec<Trashed>,
    /// Questions and votes of the last [`FIGURE_DAYS`] days; why there are none, if there are none.
    pub figures: Result<Figures, String>,
    /// The names of ledgers that were found damaged and put out of the way: what is in them is not in the figures.
    pub set_aside: Vec<String>,
}

/// How the generation is that answers.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveStatus {
    /// Its name.
    pub generation: String,
    /// When it was built, in seconds since 1970.
    pub built_at: u64,
    /// How many articles it has.
    pub articles: usize,
    /// How many passages they have together.
    pub passages: usize,
    /// Whether it has vectors; without them it answers by words alone.
    pub has_vectors: bool,
    /// What of the corpus is not in it.
    pub left_out: Vec<LeftOut>,
    /// Whether the corpus is other by now; why that can't be told, if it can't.
    pub is_stale: Result<bool, String>,
}

/// A generation's age and a file's, in seconds.
pub fn seconds_since(unix_seconds: u64) -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.map_or(0, |now| now.as_secs()).saturating_sub(unix_seconds)
}

impl Status {
    /// Lines for reading about the live generation; `escape` makes text from elsewhere fit for display.
    #[must_use]
    pub fn generation_lines(&self, escape: impl Fn(&str) -> String) -> Vec<String> {
        let Some(live) = &self.live else {
            return vec![message::status::no_index()];
        };
        let age = Duration::from_secs(seconds_since(live.built_at));
        let mut lines = vec![message::status::generation(
            &live.generation,
            live.articles,
            live.passages,
            age,
        )];
        if !live.has_vectors {
            lines.push(message::status::by_words());
        }
        lines.push(match &live.is_stale {
            Ok(false) => message::status::fresh(),
            Ok(true) => message::status::stale(),
            Err(reason) => message::status::unknown(&escape(reason)),
        });
        lines
    }

    /// Lines for reading about the ledger; `escape` makes text from elsewhere fit for display.
    #[must_use]
    pub fn ledger_lines(&self, escape: impl Fn(&str) -> String) -> Vec<String> {
        let mut lines = vec![match &self.figures {
            Ok(figures) => message::status::figures(
                FIGURE_DAYS,
                [figures.answered, figures.unsure, figures.no_answer],
                [figures.helpful, figures.not_helpful],
            ),
            Err(reason) => message::ledger::failed(&escape(reason)),
        }];
        if !self.set_aside.is_empty() {
            lines.push(escape(&message::status::set_aside(&self.set_aside)));
        }
        lines
    }
}

impl Library {
    /// Reports the state of articles, index and ledger; `generation` is the one being served, if any. Reads the whole corpus
    /// to tell whether it has changed.
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
