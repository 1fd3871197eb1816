//! The library as a command opens it: from the settings, and telling on standard error what happens meanwhile.

use crate::answer::Answerer;
use crate::config::Config;
use crate::index::LeftOut;
use crate::ledger;
use crate::library::{Event, Library, LibraryError, Settings, Why, left_out_sentence};
use crate::message;

use super::paint;
use super::progress::Progress;

/// The library that the settings describe.
pub(super) fn open(config: &Config) -> Result<Library, LibraryError> {
    Library::open(Settings {
        corpus: config.corpus.clone(),
        index: config.index.clone(),
        data: config.data.clone(),
        ledger: ledger_options(config),
        model: config.model.clone(),
        answer_at: config.answer_at,
        unsure_at: config.unsure_at,
    })
}

/// What the ledger keeps, by the settings.
pub(super) fn ledger_options(config: &Config) -> ledger::Options {
    ledger::Options {
        stores_questions: config.ledger.stores_questions,
        keep: Some(config.ledger.keep),
    }
}

/// What answers from the corpus as it is now.
pub(super) fn open_answerer(config: &Config) -> Result<Answerer, LibraryError> {
    answerer(&open(config)?)
}

/// What answers from the corpus of `library` as it is now.
pub(super) fn answerer(library: &Library) -> Result<Answerer, LibraryError> {
    let mut narrator = Narrator::new();
    let generation = library.fresh(&mut |event| narrator.hear(&event))?;
    Ok(library.answerer(generation))
}

/// Tells where the ledger is now, if it was found damaged: a command that goes on with an empty one is not to look as if
/// nothing had ever been asked.
pub(super) fn tell_set_aside(library: &Library) {
    for path in library.take_set_aside() {
        paint::warn(&message::ledger::set_aside(&path.display().to_string()));
    }
}

/// Tells on standard error what happens to the library, with a bar for what takes long.
pub(super) struct Narrator {
    bar: Option<Progress>,
}

impl Narrator {
    pub(super) fn new() -> Self {
        Self { bar: None }
    }

    /// Tells it. Files that were left out are told too.
    pub(super) fn hear(&mut self, event: &Event<'_>) {
        if let Event::LeftOut(problem) = event {
            self.say(&left_out_sentence(&LeftOut::from(*problem)));
        } else {
            self.hear_of_build(event);
        }
    }

    /// Tells it but for files that were left out, which whoever asked for the build is told elsewhere.
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
            Event::AnsweringFromOld { generation, reason } => {
                self.say(&message::answering_from_old(generation, reason));
            }
        }
    }

    fn say(&mut self, sentence: &str) {
        // A line would be drawn over.
        self.bar = None;
        paint::warn(sentence);
    }
}
