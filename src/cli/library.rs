//! Opens the library from the settings, and reports on standard error what happens to it.

use std::sync::Arc;

use crate::answer::Answerer;
use crate::config::{Config, ObjectStore};
use crate::database::{DatabaseError, SharedDatabase};
use crate::index::LeftOut;
use crate::ledger::{self, Storage};
use crate::library::{Event, Library, LibraryError, Replicas, ServersFolder, Settings, Why, left_out_sentence};
use crate::message;
use crate::objects::Objects;

use super::paint;
use super::progress::Progress;

/// Opens the library that the settings describe.
pub(super) fn open(config: &Config) -> Result<Library, LibraryError> {
    let database = shared_database(config).map_err(LibraryError::Database)?;
    Library::open(Settings {
        corpus: config.corpus.clone(),
        index: config.index.clone(),
        data: config.data.clone(),
        ledger: ledger_options(config),
        replicas: replicas(config, database.as_ref()),
        database,
        model: config.model.clone(),
        answer_at: config.answer_at,
        unsure_at: config.unsure_at,
    })
}

/// Returns the settings of the ledger.
pub(super) fn ledger_options(config: &Config) -> ledger::Options {
    ledger::Options {
        stores_questions: config.ledger.stores_questions,
        keep: Some(config.ledger.keep),
    }
}

/// The database that holds the ledgers, if the settings name one. Connects to it later.
///
/// # Errors
/// If the setting doesn't name a database.
pub(super) fn shared_database(config: &Config) -> Result<Option<Arc<SharedDatabase>>, DatabaseError> {
    let address = config.ledger.database.as_ref();
    let database = address
        .map(|address| SharedDatabase::new(address.expose()))
        .transpose()?;
    Ok(database.map(Arc::new))
}

/// What the replicas of the program share, if the settings name a store for it.
fn replicas(config: &Config, database: Option<&Arc<SharedDatabase>>) -> Option<Replicas> {
    let (store, database) = (config.ledger.store.as_ref()?, database?);
    let objects = match store {
        ObjectStore::Database => Objects::Database(Arc::clone(database)),
        ObjectStore::Folder(folder) => Objects::Folder(folder.clone()),
    };
    Some(Replicas {
        database: Arc::clone(database),
        objects: Arc::new(objects),
    })
}

/// The place of the ledger of a server, or of that of whoever runs the program.
///
/// # Errors
/// If the setting doesn't name a database.
pub(super) fn storage(config: &Config, server: Option<u64>) -> Result<Storage, DatabaseError> {
    if let Some(database) = shared_database(config)? {
        return Ok(Storage::shared(
            &database,
            server.or_else(|| ServersFolder::server_of(&config.data)),
        ));
    }
    Ok(match server {
        Some(server) => ServersFolder::in_data(&config.data).of(server).join("data").into(),
        None => Storage::from(&config.data),
    })
}

/// Opens the answerer for the current corpus, and builds the index first if necessary.
pub(super) fn open_answerer(config: &Config) -> Result<Answerer, LibraryError> {
    answerer(&open(config)?)
}

/// Returns an answerer for the current corpus of `library`, and builds its index first if necessary.
pub(super) fn answerer(library: &Library) -> Result<Answerer, LibraryError> {
    let mut narrator = Narrator::new();
    let generation = library.fresh(&mut |event| narrator.hear(&event))?;
    let answerer = library.answerer(generation);
    if let Err(error) = library.load_fixed(&answerer) {
        paint::warn(&message::ledger::fixed_unread(&error.sentence()));
    }
    tell_set_aside(library);
    Ok(answerer)
}

/// If the ledger was found damaged, reports where it was moved: the command goes on with an empty one, which must not
/// look as if nobody had ever asked anything.
pub(super) fn tell_set_aside(library: &Library) {
    for path in library.take_set_aside() {
        paint::warn(&message::ledger::set_aside(&path.display().to_string()));
    }
}

/// Reports on standard error what happens to the library, with a bar for long steps.
pub(super) struct Narrator {
    bar: Option<Progress>,
}

impl Narrator {
    pub(super) fn new() -> Self {
        Self { bar: None }
    }

    /// Reports an event, including skipped files.
    pub(super) fn hear(&mut self, event: &Event<'_>) {
        if let Event::LeftOut(problem) = event {
            self.say(&left_out_sentence(&LeftOut::from(*problem)));
        } else {
            self.hear_of_build(event);
        }
    }

    /// Reports an event, except skipped files: the command that asked for the build reports these elsewhere.
    pub(super) fn hear_of_build(&mut self, event: &Event<'_>) {
        match event {
            Event::Step(step) => {
                let bar = self.bar.get_or_insert_with(Progress::new);
                bar.set(step.what, step.done, step.total.max(1));
            }
            Event::LeftOut(_) => {}
            Event::PassedOver(setback) => self.say(&message::damaged_generation(&setback.name, &setback.reason)),
            Event::Building(Why::Missing) => self.say(message::BUILDING_MISSING),
            Event::Building(Why::Stale) => self.say(message::BUILDING_STALE),
            Event::Building(Why::Damaged) => self.say(message::BUILDING_DAMAGED),
            Event::Building(Why::Outdated) => self.say(message::BUILDING_OUTDATED),
            Event::Waiting { holder } => self.say(&message::waiting(holder)),
            Event::Doubtful(warning) => self.say(&message::doubtful(&warning.path, warning.line, &warning.doubt)),
            Event::Built(rebuild) => self.say(&message::built(
                rebuild.generation.article_count(),
                rebuild.generation.passage_count(),
                rebuild.elapsed,
            )),
            Event::NotSynced(error) => self.say(&message::not_synced(error)),
            Event::AnsweringFromOld { generation, reason } => {
                self.say(&message::answering_from_old(generation, reason));
            }
        }
    }

    fn say(&mut self, sentence: &str) {
        // The bar would overwrite a line printed below it.
        self.bar = None;
        paint::warn(sentence);
    }
}
