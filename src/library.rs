//! The library: corpus, index and encoder as one, and what is done with them as a whole.
//!
//! Opens the generation that answers, rebuilds it when the articles have changed, and reports it. The caller hears of
//! each step as an [`Event`]: nothing is printed here, nothing waits but for files and the lock.
//!
//! - `build`: opening the live generation, and building a new one.
//! - `changes`: what two generations differ in.
//! - `event`: events meanwhile.
//! - `questions`: unanswered questions: grouped, and asked again.
//! - `sentence`: sentences about files.
//! - `status`: the state of it all.

mod build;
mod changes;
mod event;
mod questions;
mod sentence;
mod status;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use thiserror::Error;

use crate::answer::{Answerer, DEFAULT_ANSWER_AT, DEFAULT_UNSURE_AT, Thresholds};
use crate::corpus::{CorpusError, Glance, Shelf};
use crate::encoder::{Encoder, EncoderError};
use crate::index::{Generation, Store, StoreError};
use crate::ledger::{self, Action, Entry, Ledger, LedgerError, Opened};
use crate::message;

use questions::QuestionVectors;

pub use changes::{Changes, Counts, Rebuild};
pub use event::{Event, Listener, Step, Why};
pub use questions::{AskedAgain, Group};
pub use sentence::{left_out_sentence, shelf_sentence};
pub use status::{FIGURE_DAYS, LiveStatus, Status, seconds_since};

/// Where everything lies, and how it answers.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The folder with the articles.
    pub corpus: PathBuf,
    /// The folder with the index.
    pub index: PathBuf,
    /// The folder with the ledger.
    pub data: PathBuf,
    /// The options of the ledger.
    pub ledger: ledger::Options,
    /// The folder with the encoder; `None` for the one that is part of the program.
    pub model: Option<PathBuf>,
    /// From which confidence on a question is answered, from 0 to 1; `None` for the default.
    pub answer_at: Option<f32>,
    /// From which confidence on the best passage is shown with a warning, from 0 to 1; `None` for the default.
    pub unsure_at: Option<f32>,
}

/// The articles, the index of them, and the encoder that both sides of a comparison are encoded with.
#[derive(Debug)]
pub struct Library {
    settings: Settings,
    store: Store,
    encoder: Arc<Encoder>,
    thresholds: Thresholds,
    question_vectors: QuestionVectors,
    /// Where ledgers are now that were found damaged, until somebody asks.
    set_aside: Mutex<Vec<PathBuf>>,
}

/// Why there is no library, or why it could not be rebuilt. What it says is whole sentences where an admin can do
/// something about it.
#[derive(Debug, Error)]
pub enum LibraryError {
    /// There is no folder of articles.
    #[error("{}", message::no_corpus(.0))]
    NoCorpus(PathBuf),
    /// The folder of articles cannot be read.
    #[error(transparent)]
    Corpus(CorpusError),
    /// Nothing in the folder can be quoted.
    #[error("{}", message::no_articles(.0))]
    NoArticles(PathBuf),
    /// Another process builds, and does not come to an end.
    #[error("{}", message::locked(.holder))]
    Locked {
        /// Who, as they put it.
        holder: String,
    },
    /// The encoder that the settings name cannot be used.
    #[error("{}", message::no_model(.folder, .reason))]
    NoModel {
        /// Its folder.
        folder: PathBuf,
        /// The reason.
        reason: String,
    },
    /// The encoder that is part of the program cannot be used.
    #[error("failed to open the encoder")]
    Encoder(#[source] EncoderError),
    /// The thresholds contradict each other.
    #[error("{}", message::crossed_thresholds(*.answer_at, *.unsure_at))]
    CrossedThresholds {
        /// From which confidence on a question is answered.
        answer_at: f32,
        /// From which confidence on the best passage is shown with a warning.
        unsure_at: f32,
    },
    /// The ledger cannot be read.
    #[error("failed to read the ledger")]
    Ledger(#[source] LedgerError),
    /// A question could not be encoded.
    #[error("failed to encode a question")]
    Question(#[source] EncoderError),
    /// The live generation was built with another encoder.
    #[error("{}", message::other_encoder(.0))]
    OtherEncoder(String),
    /// The index cannot be opened.
    #[error("failed to open the index")]
    Open(#[source] StoreError),
    /// A new generation could not be built. The old one is live.
    #[error("failed to build the index")]
    Build(#[source] StoreError),
}

impl LibraryError {
    /// All that there is to say about it, causes included, on one line.
    pub fn sentence(&self) -> String {
        let mut sentence = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            sentence.push_str(": ");
            sentence.push_str(&error.to_string());
            cause = error.source();
        }
        sentence
    }
}

impl Library {
    /// Looks at the settings and opens the encoder, which takes a moment; corpus and index are left for later.
    ///
    /// # Errors
    /// If the thresholds contradict each other, or the encoder cannot be used.
    pub fn open(settings: Settings) -> Result<Self, LibraryError> {
        // Looked at first: it costs nothing, and what follows takes its time.
        let thresholds = thresholds(&settings)?;
        let encoder = Arc::new(open_encoder(settings.model.as_deref())?);
        Ok(Self {
            store: Store::new(&settings.index),
            settings,
            encoder,
            thresholds,
            question_vectors: QuestionVectors::default(),
            set_aside: Mutex::default(),
        })
    }

    /// The same encoder and thresholds over other folders.
    #[must_use]
    pub fn elsewhere(&self, corpus: PathBuf, index: PathBuf, data: PathBuf) -> Self {
        Self {
            store: Store::new(&index),
            settings: Settings {
                corpus,
                index,
                data,
                ..self.settings.clone()
            },
            encoder: Arc::clone(&self.encoder),
            thresholds: self.thresholds,
            question_vectors: QuestionVectors::default(),
            set_aside: Mutex::default(),
        }
    }

    /// The ledger, opened; `None` if there is none yet. The running bot writes through a
    /// [`Recorder`](crate::ledger::Recorder) of its own.
    ///
    /// # Errors
    /// If it is there and cannot be opened.
    pub fn ledger(&self) -> Result<Option<Ledger>, LedgerError> {
        if !self.settings.data.join(ledger::FILE).exists() {
            return Ok(None);
        }
        self.open_ledger().map(Some)
    }

    fn open_ledger(&self) -> Result<Ledger, LedgerError> {
        let Opened { ledger, set_aside } = Ledger::open(&self.settings.data, self.settings.ledger)?;
        let mut all = self.set_aside.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(set_aside);
        Ok(ledger)
    }

    /// Where ledgers are now that were found damaged since this was last asked: what is in them is counted nowhere.
    pub fn take_set_aside(&self) -> Vec<PathBuf> {
        std::mem::take(&mut *self.set_aside.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes in the ledger what an admin has done.
    ///
    /// # Errors
    /// If it cannot be opened or written.
    pub fn audit(&self, action: Action) -> Result<(), LedgerError> {
        self.open_ledger()?.record(&[Entry::Action(action)])
    }

    /// Prepares to answer from a generation.
    pub fn answerer(&self, generation: Generation) -> Answerer {
        Answerer::new(Arc::new(generation), Arc::clone(&self.encoder), self.thresholds)
    }

    /// The encoder that the index is built with.
    pub fn encoder(&self) -> &Encoder {
        &self.encoder
    }

    /// A glance at the corpus: an equal one means that no file looks changed.
    ///
    /// # Errors
    /// If its folder can't be read.
    pub fn glance(&self) -> Result<Glance, CorpusError> {
        Glance::at(&self.settings.corpus)
    }

    /// The articles as files, to be changed.
    pub fn shelf(&self) -> Shelf {
        Shelf::new(&self.settings.corpus)
    }
}

/// Where only one threshold is set and crosses the other's default, the other gives way.
fn thresholds(settings: &Settings) -> Result<Thresholds, LibraryError> {
    let (answer_at, unsure_at) = match (settings.answer_at, settings.unsure_at) {
        (None, None) => (DEFAULT_ANSWER_AT, DEFAULT_UNSURE_AT),
        (Some(answer_at), None) => (answer_at, DEFAULT_UNSURE_AT.min(answer_at)),
        (None, Some(unsure_at)) => (DEFAULT_ANSWER_AT.max(unsure_at), unsure_at),
        (Some(answer_at), Some(unsure_at)) => (answer_at, unsure_at),
    };
    Thresholds::new(answer_at, unsure_at).map_err(|_| LibraryError::CrossedThresholds { answer_at, unsure_at })
}

fn open_encoder(folder: Option<&Path>) -> Result<Encoder, LibraryError> {
    let Some(folder) = folder else {
        return Encoder::shipped().map_err(LibraryError::Encoder);
    };
    Encoder::open(folder).map_err(|error| LibraryError::NoModel {
        folder: folder.to_owned(),
        reason: format!("{:#}", anyhow::Error::new(error)),
    })
}
