//! The library: corpus, index and encoder taken together.
//!
//! Opens the generation that answers, rebuilds it when the articles have changed, and reports its status. The caller
//! receives an [`Event`] for each step: nothing is printed here, and nothing blocks except on files and the lock.
//!
//! - `build`: opening the live generation, and building a new one.
//! - `changes`: the differences between two generations.
//! - `event`: the events of opening and building.
//! - `export`: a library as an archive.
//! - `questions`: unanswered questions, grouped and asked again.
//! - `quotas`: the most that a server's library may hold.
//! - `replica`: a library that several replicas of the program share.
//! - `sentence`: sentences about files.
//! - `servers`: the libraries of servers.
//! - `settings`: the settings of a server in words.
//! - `status`: the status of articles, index and ledger.

mod build;
mod changes;
mod event;
mod export;
mod figures;
mod fixed;
mod questions;
mod quotas;
mod replica;
mod sentence;
mod servers;
mod settings;
mod staff;
mod status;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use thiserror::Error;

use crate::answer::{Answerer, DEFAULT_ANSWER_AT, DEFAULT_UNSURE_AT, Thresholds};
use crate::corpus::{CorpusError, Glance, Shelf};
use crate::database::{DatabaseError, SharedDatabase};
use crate::encoder::{Encoder, EncoderError};
use crate::index::{Generation, Store, StoreError};
use crate::ledger::{self, Action, Entry, Ledger, LedgerError, Opened, Storage};
use crate::message;

use questions::QuestionVectors;

pub use changes::{Changes, Counts, Rebuild};
pub use event::{Event, Listener, Step, Why};
pub use export::{ExportError, Exported};
pub use figures::{FIGURE_DAYS, Statistics};
pub use fixed::Fixed;
pub use questions::{AskedAgain, Chosen, Group, Noise, Unanswered};
pub use quotas::{Quotas, Usage};
pub use replica::{ReplicaError, Replicas, Synced};
pub use sentence::{left_out_sentence, shelf_sentence};
pub use servers::{Hold, Servers, ServersFolder, Sharing, Standing};
pub use settings::{Named, settings_lines};
pub use staff::{News, NewsItem};
pub use status::{LiveStatus, Status, seconds_since};

/// The longest wait for another process that is building. Indexing 100,000 passages takes a fraction of it.
const BUILD_PATIENCE: Duration = Duration::from_mins(2);

/// The folders of a library, and the thresholds for its answers.
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
    /// The database that holds the ledgers; `None` if each is a file in its folder.
    pub database: Option<Arc<SharedDatabase>>,
    /// What the replicas of the program share; `None` if the program runs alone.
    pub replicas: Option<Replicas>,
    /// The folder with the encoder; `None` for the built-in one.
    pub model: Option<PathBuf>,
    /// The confidence from which a question is answered, from 0 to 1; `None` for the default.
    pub answer_at: Option<f32>,
    /// The confidence from which the best passage is shown with a warning, from 0 to 1; `None` for the default.
    pub unsure_at: Option<f32>,
}

/// The articles, their index, and the encoder for both passages and questions.
#[derive(Debug)]
pub struct Library {
    settings: Settings,
    /// The server whose library this is; `None` for that of whoever runs the program, which may not be empty: an empty
    /// folder is probably the wrong one.
    server: Option<u64>,
    store: Store,
    encoder: Arc<Encoder>,
    thresholds: Thresholds,
    question_vectors: QuestionVectors,
    /// The new paths of ledgers that were found damaged and renamed, until [`Library::take_set_aside`] takes them.
    set_aside: Mutex<Vec<PathBuf>>,
}

/// The reason why a library could not be opened or rebuilt. Where an admin can act on it, the message is whole
/// sentences.
#[derive(Debug, Error)]
pub enum LibraryError {
    /// The folder of articles does not exist.
    #[error("{}", message::no_corpus(.0))]
    NoCorpus(PathBuf),
    /// The folder of articles cannot be read.
    #[error(transparent)]
    Corpus(CorpusError),
    /// The folder has nothing that can be quoted.
    #[error("{}", message::no_articles(.0))]
    NoArticles(PathBuf),
    /// Another process is building and did not finish in time.
    #[error("{}", message::locked(.holder))]
    Locked {
        /// The other process, as it describes itself.
        holder: String,
    },
    /// The encoder named in the settings cannot be used.
    #[error("{}", message::no_model(.folder, .reason))]
    NoModel {
        /// Its folder.
        folder: PathBuf,
        /// The reason.
        reason: String,
    },
    /// The built-in encoder cannot be used.
    #[error("failed to open the encoder")]
    Encoder(#[source] EncoderError),
    /// The thresholds contradict each other.
    #[error("{}", message::crossed_thresholds(*.answer_at, *.unsure_at))]
    CrossedThresholds {
        /// The confidence from which a question is answered.
        answer_at: f32,
        /// The confidence from which the best passage is shown with a warning.
        unsure_at: f32,
    },
    /// The ledger cannot be read.
    #[error("failed to read the ledger")]
    Ledger(#[source] LedgerError),
    /// The setting doesn't name a database for the ledgers.
    #[error(transparent)]
    Database(DatabaseError),
    /// A question could not be encoded.
    #[error("failed to encode a question")]
    Question(#[source] EncoderError),
    /// The live generation was built with another encoder.
    #[error("{}", message::other_encoder(.0))]
    OtherEncoder(String),
    /// The index cannot be opened.
    #[error("failed to open the index")]
    Open(#[source] StoreError),
    /// A new generation could not be built. The old one stays live.
    #[error("failed to build the index")]
    Build(#[source] StoreError),
}

impl LibraryError {
    /// The error with all its causes, on one line.
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
    /// Checks the settings and opens the encoder, which takes a moment. Corpus and index are opened later.
    ///
    /// # Errors
    /// If the thresholds contradict each other, or the encoder cannot be used.
    pub fn open(settings: Settings) -> Result<Self, LibraryError> {
        // Check the thresholds first: it costs nothing, and the encoder takes a moment.
        let thresholds = thresholds(&settings)?;
        let encoder = Arc::new(open_encoder(settings.model.as_deref())?);
        Ok(Self {
            store: Store::new(&settings.index),
            settings,
            server: None,
            encoder,
            thresholds,
            question_vectors: QuestionVectors::default(),
            set_aside: Mutex::default(),
        })
    }

    /// A library with the same encoder and thresholds over other folders. Its ledger is a file there.
    #[must_use]
    pub fn elsewhere(&self, corpus: PathBuf, index: PathBuf, data: PathBuf) -> Self {
        Self {
            store: Store::new(&index),
            settings: Settings {
                corpus,
                index,
                data,
                database: None,
                replicas: None,
                ..self.settings.clone()
            },
            server: None,
            encoder: Arc::clone(&self.encoder),
            thresholds: self.thresholds,
            question_vectors: QuestionVectors::default(),
            set_aside: Mutex::default(),
        }
    }

    /// The same library with its ledger in this database, if there is one.
    #[must_use]
    pub fn with_database(mut self, database: Option<Arc<SharedDatabase>>) -> Self {
        self.settings.database = database;
        self
    }

    /// The same library, shared with other replicas if there are any.
    #[must_use]
    pub fn with_replicas(mut self, replicas: Option<Replicas>) -> Self {
        self.settings.replicas = replicas;
        self
    }

    /// True if other replicas of the program share the library.
    pub fn has_replicas(&self) -> bool {
        self.settings.replicas.is_some()
    }

    /// The library of a server in this folder, with the same encoder and thresholds.
    fn of_server(&self, server: u64, folder: &Path) -> Self {
        let [corpus, index, data] = ["corpus", "index", "data"].map(|name| folder.join(name));
        Self {
            server: Some(server),
            ..self
                .elsewhere(corpus, index, data)
                .with_database(self.settings.database.clone())
        }
    }

    /// The server whose library this is; `None` for that of whoever runs the program.
    pub fn server(&self) -> Option<u64> {
        self.server
    }

    /// The place of the ledger.
    pub fn storage(&self) -> Storage {
        match &self.settings.database {
            // A shell names the folders of a server's library to look into it.
            Some(database) => {
                let server = self.server.or_else(|| ServersFolder::server_of(&self.settings.data));
                Storage::shared(database, server)
            }
            None => Storage::from(&self.settings.data),
        }
    }

    /// The options of the ledger.
    pub fn ledger_options(&self) -> ledger::Options {
        self.settings.ledger
    }

    /// Opens the ledger; `None` if it does not exist yet. The running bot writes through its own
    /// [`Recorder`](crate::ledger::Recorder).
    ///
    /// # Errors
    /// If it exists but cannot be opened.
    pub fn ledger(&self) -> Result<Option<Ledger>, LedgerError> {
        if !self.storage().has_ledger()? {
            return Ok(None);
        }
        self.open_ledger().map(Some)
    }

    fn open_ledger(&self) -> Result<Ledger, LedgerError> {
        let Opened { ledger, set_aside } = Ledger::open(self.storage(), self.settings.ledger)?;
        let mut all = self.set_aside.lock().unwrap_or_else(PoisonError::into_inner);
        all.extend(set_aside);
        Ok(ledger)
    }

    /// Takes the new paths of ledgers that were found damaged and renamed since the last call. Nothing counts their
    /// entries.
    pub fn take_set_aside(&self) -> Vec<PathBuf> {
        std::mem::take(&mut *self.set_aside.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Records in the ledger what an admin has done.
    ///
    /// # Errors
    /// If the ledger cannot be opened or written.
    pub fn audit(&self, action: Action) -> Result<(), LedgerError> {
        self.open_ledger()?.record(&[Entry::Action(action)])
    }

    /// Creates an answerer for `generation`.
    pub fn answerer(&self, generation: Generation) -> Answerer {
        Answerer::new(Arc::new(generation), Arc::clone(&self.encoder), self.thresholds)
    }

    /// The encoder that the index is built with.
    pub fn encoder(&self) -> &Encoder {
        &self.encoder
    }

    /// A glance at the corpus. Two equal glances mean that no file seems to have changed.
    ///
    /// # Errors
    /// If the corpus folder can't be read.
    pub fn glance(&self) -> Result<Glance, CorpusError> {
        Glance::at(&self.settings.corpus)
    }

    /// The shelf: the articles as files that can be changed.
    pub fn shelf(&self) -> Shelf {
        let articles = Shelf::new(&self.settings.corpus);
        if self.server.is_some() {
            articles.that_may_be_empty()
        } else {
            articles
        }
    }
}

/// If only one threshold is set and crosses the default of the other, the default gives way.
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
