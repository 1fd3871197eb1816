//! Reindexing while the bot runs: one reindex at a time, which any number of callers may wait for.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex, MutexGuard, watch};
use tokio::task::spawn_blocking;

use super::{Live, Log};
use crate::index::LeftOut;
use crate::library::{AskedAgain, Changes, Event, Rebuild, Step};

/// Held by the only build that runs in this process: a build takes all cores. The first to come is the first to build.
/// A library has one build at a time, so the next one waits behind those of all other libraries.
static BUILDING: Mutex<()> = Mutex::const_new(());

/// True if nothing builds.
pub(super) fn is_free() -> bool {
    BUILDING.try_lock().is_ok()
}

/// Takes the right to build, until the guard is dropped. Blocks the thread until it is free.
pub(super) fn wait_for_turn() -> MutexGuard<'static, ()> {
    BUILDING.blocking_lock()
}

/// The result of a reindex: its report, or a sentence that says why there is no new generation.
pub type Outcome = Result<Arc<Report>, Arc<str>>;

/// The report of a reindex.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The name of the new generation.
    pub generation: String,
    /// The number of articles in it.
    pub articles: usize,
    /// The number of passages in all of them.
    pub passages: usize,
    /// The changes since the previous generation.
    pub changes: Changes,
    /// The number of files and lines of the corpus that are not in it.
    pub left_out: usize,
    /// Those of them that the generation before did not skip.
    pub newly_left_out: Vec<LeftOut>,
    /// The outcome of asking the unanswered questions again; `None` if there is no ledger, or it failed.
    pub asked_again: Option<AskedAgain>,
    /// The time that it took.
    pub elapsed: Duration,
}

/// The progress of a reindex.
#[derive(Debug, Clone)]
pub enum State {
    /// It is running.
    Running(Step),
    /// It has ended.
    Done(Outcome),
}

/// True if a request for a reindex may join one that is already running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joining {
    /// It may join the one that is running.
    Running,
    /// It may only join one that begins after the request: articles have changed, and a running reindex may already
    /// have read them.
    Later,
}

/// A reindex that is running, or has ended.
#[derive(Debug, Clone)]
pub struct Reindexing {
    state: watch::Receiver<State>,
    /// True if an earlier request started it.
    pub is_joined: bool,
}

/// The reindexes so far.
#[derive(Debug, Default)]
pub(super) struct Reindexes {
    count: u64,
    last: Option<watch::Receiver<State>>,
}

impl Reindexes {
    /// The running reindex, if there is one.
    pub(super) fn running(&self) -> Option<&watch::Receiver<State>> {
        self.last
            .as_ref()
            // If the reindex panicked, the sender is gone and the state stays `Running`.
            .filter(|state| matches!(*state.borrow(), State::Running(_)) && state.has_changed().is_ok())
    }
}

impl Live {
    /// Rebuilds the index and makes it live, or joins a running reindex if `joining` allows it.
    pub async fn reindex(self: &Arc<Self>, joining: Joining) -> Reindexing {
        let before = self.reindexes().count;
        loop {
            let running = {
                let mut reindexes = self.reindexes();
                let count = reindexes.count;
                match reindexes.running().cloned() {
                    None => {
                        let state = self.begin(&mut reindexes);
                        return Reindexing {
                            state,
                            is_joined: false,
                        };
                    }
                    Some(state) if joining == Joining::Running || count > before => {
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

    fn begin(self: &Arc<Self>, reindexes: &mut Reindexes) -> watch::Receiver<State> {
        let first = Step {
            what: if is_free() {
                "reading"
            } else {
                "waiting for other builds"
            },
            done: 0,
            total: 0,
        };
        let (told, state) = watch::channel(State::Running(first));
        reindexes.count += 1;
        reindexes.last = Some(state.clone());
        let live = Arc::clone(self);
        tokio::spawn(async move {
            let _turn = BUILDING.lock().await;
            let building = spawn_blocking(move || {
                let counted = live.metrics.articles.reindex();
                let outcome = live.rebuild(&told);
                counted.ended(outcome.is_ok());
                told.send_replace(State::Done(outcome));
            });
            // If it panicked, the panic hook has logged it.
            drop(building.await);
        });
        state
    }

    fn rebuild(&self, told: &watch::Sender<State>) -> Outcome {
        let mut log = Log::new();
        let before = self.answerer();
        let built = self.library.rebuild(&mut |event| {
            log.hear(&event);
            if let Event::Step(step) = event {
                told.send_replace(State::Running(step));
            }
        });
        match built {
            Ok(rebuild) => {
                let mut report = Report::of(&rebuild, before.generation().left_out());
                self.replace(Arc::new(self.library.answerer(rebuild.generation)));
                report.asked_again = self.ask_again();
                Ok(Arc::new(report))
            }
            Err(error) => {
                let reason = error.sentence();
                tracing::error!(reason, "the index could not be rebuilt; the old one goes on answering");
                self.set_trouble(Some(reason.clone()));
                Err(reason.into())
            }
        }
    }
}

impl Live {
    /// Asks the live generation the unanswered questions again. Returns `None` if there is no ledger, or it fails.
    pub fn ask_again(&self) -> Option<AskedAgain> {
        let _asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = self.library.ask_again(&self.answerer()).unwrap_or_else(|error| {
            tracing::error!(%error, "unanswered questions could not be asked again");
            None
        });
        if let Some(AskedAgain { open, answered, lost }) = asked {
            tracing::info!(open, answered, lost, "unanswered questions were asked again");
        }
        asked
    }
}

impl Report {
    fn of(rebuild: &Rebuild, left_out_before: &[LeftOut]) -> Self {
        let generation = &rebuild.generation;
        Self {
            generation: generation.name().to_owned(),
            articles: generation.article_count(),
            passages: generation.passage_count(),
            changes: rebuild.changes,
            left_out: generation.left_out().len(),
            newly_left_out: generation
                .left_out()
                .iter()
                .filter(|left| !left_out_before.contains(left))
                .cloned()
                .collect(),
            asked_again: None,
            elapsed: rebuild.elapsed,
        }
    }
}

impl Reindexing {
    /// The progress of the reindex.
    pub fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// Waits for the result.
    ///
    /// # Errors
    /// If the reindex failed, with the reason. The old generation stays live.
    pub async fn outcome(&mut self) -> Outcome {
        match self.state.wait_for(|state| matches!(state, State::Done(_))).await {
            Ok(state) => match &*state {
                State::Done(outcome) => outcome.clone(),
                State::Running(_) => Err("it did not end".into()),
            },
            // The reindex panicked, and the panic hook has logged it.
            Err(_) => Err("something went wrong while building; the log says where".into()),
        }
    }
}
