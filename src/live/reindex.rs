//! Reindexing while the bot runs: one at a time, with as many as like waiting for it.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::spawn_blocking;

use super::{Live, log};
use crate::index::LeftOut;
use crate::library::{AskedAgain, Changes, Event, Rebuild, Step};

/// What became of a reindex: what it did, or why there is nothing new, as a sentence.
pub type Outcome = Result<Arc<Report>, Arc<str>>;

/// What a reindex did.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The name of the new generation.
    pub generation: String,
    /// How many articles it has.
    pub articles: usize,
    /// How many passages they have together.
    pub passages: usize,
    /// What is other in it than in the one before.
    pub changes: Changes,
    /// What of the corpus is not in it.
    pub left_out: Vec<LeftOut>,
    /// What became of the questions asked in vain; `None` if there is no ledger, or it failed.
    pub asked_again: Option<AskedAgain>,
    /// How long it took.
    pub elapsed: Duration,
}

/// How far a reindex is.
#[derive(Debug, Clone)]
pub enum State {
    /// It is under way.
    Running(Step),
    /// It has ended.
    Done(Outcome),
}

/// Which reindex that is under way will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joining {
    /// Any: it was begun before anybody asked.
    Any,
    /// Only one that begins after the call: articles were changed before it, and one that is under way may have looked
    /// at them already.
    Later,
}

/// A reindex that is under way, or has ended.
#[derive(Debug, Clone)]
pub struct Reindexing {
    state: watch::Receiver<State>,
    /// Whether somebody else began it.
    pub is_joined: bool,
}

/// The reindex that is under way, and how many there were.
#[derive(Debug, Default)]
pub(super) struct Flights {
    count: u64,
    last: Option<watch::Receiver<State>>,
}

impl Flights {
    /// The one that is under way.
    pub(super) fn running(&self) -> Option<&watch::Receiver<State>> {
        self.last
            .as_ref()
            // One that ended without a word has nobody left to say it.
            .filter(|state| matches!(*state.borrow(), State::Running(_)) && state.has_changed().is_ok())
    }
}

impl Live {
    /// Builds the index anew and makes it live; joins the reindex that is under way, if it will do.
    pub async fn reindex(self: &Arc<Self>, joining: Joining) -> Reindexing {
        let before = self.flights().count;
        loop {
            let running = {
                let mut flights = self.flights();
                let count = flights.count;
                match flights.running().cloned() {
                    None => {
                        let state = self.begin(&mut flights);
                        return Reindexing {
                            state,
                            is_joined: false,
                        };
                    }
                    Some(state) if joining == Joining::Any || count > before => {
                        return Reindexing { state, is_joined: true };
                    }
                    Some(state) => state,
                }
            };
            Reindexing {
                state: running,
                is_joined: true,
            }
            .outcome()
            .await
            .ok();
        }
    }

    fn begin(self: &Arc<Self>, flights: &mut Flights) -> watch::Receiver<State> {
        let first = Step {
            what: "reading",
            done: 0,
            total: 0,
        };
        let (told, state) = watch::channel(State::Running(first));
        flights.count += 1;
        flights.last = Some(state.clone());
        let live = Arc::clone(self);
        spawn_blocking(move || {
            let counted = live.metrics.articles.reindex();
            let outcome = live.rebuild(&told);
            counted.ended(outcome.is_ok());
            told.send_replace(State::Done(outcome));
        });
        state
    }

    fn rebuild(&self, told: &watch::Sender<State>) -> Outcome {
        let built = self.library.rebuild(&mut |event| match event {
            Event::Step(step) => {
                told.send_replace(State::Running(step));
            }
            event => log(&event),
        });
        match built {
            Ok(rebuild) => {
                let mut report = Report::of(&rebuild);
                self.replace(Arc::new(self.library.answerer(rebuild.generation)));
                report.asked_again = self.ask_again();
                Ok(Arc::new(report))
            }
            Err(error) => {
                let reason = error.sentence();
                tracing::error!(reason, "the index could not be built anew; the old one answers");
                self.note(Some(reason.clone()));
                Err(reason.into())
            }
        }
    }
}

impl Live {
    /// Asks the questions again that were asked in vain, of what answers now. That the ledger fails is no reason for
    /// anything else to.
    pub fn ask_again(&self) -> Option<AskedAgain> {
        let _asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = self.library.ask_again(&self.answerer()).unwrap_or_else(|error| {
            tracing::error!(%error, "questions asked in vain could not be asked again");
            None
        });
        if let Some(AskedAgain { open, answered, lost }) = asked {
            tracing::info!(open, answered, lost, "questions asked in vain were asked again");
        }
        asked
    }
}

impl Report {
    fn of(rebuild: &Rebuild) -> Self {
        let generation = &rebuild.generation;
        Self {
            generation: generation.name().to_owned(),
            articles: generation.article_count(),
            passages: generation.passage_count(),
            changes: rebuild.changes,
            left_out: generation.left_out().to_vec(),
            asked_again: None,
            elapsed: rebuild.elapsed,
        }
    }
}

impl Reindexing {
    /// How far it is.
    #[must_use]
    pub fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// Waits until it has ended, and says what became of it.
    ///
    /// # Errors
    /// Why there is nothing new; what was live still is.
    pub async fn outcome(&mut self) -> Outcome {
        match self.state.wait_for(|state| matches!(state, State::Done(_))).await {
            Ok(state) => match &*state {
                State::Done(outcome) => outcome.clone(),
                State::Running(_) => Err("it did not end".into()),
            },
            // It panicked; why was logged where it did.
            Err(_) => Err("something went wrong while building; the log says where".into()),
        }
    }
}
