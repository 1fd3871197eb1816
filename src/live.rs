//! The generation of a library that answers while the bot runs, its replacement, and the queue of questions.
//!
//! A new generation comes from a reindex in this process (`reindex`), or from another process, which [`Live::follow`]
//! notices. A response takes the answerer once and keeps it, so it never mixes two generations. Not here: building
//! (`library`), and answering (`answer`).

mod fetching;
mod queue;
mod recent;
mod reindex;
mod replicas;
mod watching;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use crate::answer::Answerer;
use crate::library::{Event, Library, LibraryError};
use crate::metrics::{self, Metrics};

use reindex::Reindexes;

pub use fetching::fetch_sentence;
pub use queue::{NoAnswer, Queue};
pub use recent::Recent;
pub use reindex::{Joining, Outcome, Reindexing, Report, State};

/// The interval between looks for a new generation. Short enough that one answers within two seconds of its build.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// The interval between two lines of the log about a build.
const TELL_EVERY: Duration = Duration::from_secs(5);

/// The pause before a generation that could not be opened is tried again: the cause may have been a passing shortage of
/// memory or open files.
const RETRY_AFTER: Duration = Duration::from_mins(5);

/// A library with more passages than this answers by words until its vectors are ready. The vectors of a smaller one
/// take only seconds.
const ENCODED_AT_ONCE: usize = 500;

/// The live generation, and the library that it comes from.
#[derive(Debug)]
pub struct Live {
    library: Arc<Library>,
    answerer: watch::Sender<Arc<Answerer>>,
    recent: Recent,
    reindexes: Mutex<Reindexes>,
    trouble: Mutex<Option<Trouble>>,
    /// Held while unanswered questions are asked again, so that the last run asks the newest generation.
    asking: Mutex<()>,
    metrics: Arc<Metrics>,
}

/// A problem that keeps the newest articles from going live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The problem, on one line.
    pub what: String,
    /// When it was first noticed.
    pub at: SystemTime,
}

impl Live {
    /// Serves `answerer` until a newer one is live. Prepares it, which reads every article once.
    pub fn new(library: Arc<Library>, answerer: Arc<Answerer>, metrics: Arc<Metrics>) -> Self {
        prepare(&library, &answerer);
        let live = Self {
            library,
            answerer: watch::Sender::new(answerer),
            recent: Recent::new(Arc::clone(&metrics)),
            reindexes: Mutex::default(),
            trouble: Mutex::default(),
            asking: Mutex::default(),
            metrics,
        };
        live.show_figures();
        live
    }

    /// Gives the metrics the generation's figures. They have room for one library, which is not a server's.
    fn show_figures(&self) {
        if self.library.server().is_none() {
            self.metrics.articles.set_generation(figures(&self.answerer()));
        }
    }

    /// Opens the current generation of `library`. If it is stale, builds one; if that fails, falls back to the last
    /// good one and notes the trouble. A new generation of a large library answers by words only until [`Live::complete`]
    /// is done; so does one of a server's while other libraries are built, rather than have people wait for all of them.
    /// If the generation is new, asks the unanswered questions again. May block the thread.
    ///
    /// # Errors
    /// If no generation can be opened or built.
    pub fn open(library: Arc<Library>, metrics: Arc<Metrics>) -> Result<Self, LibraryError> {
        let (mut is_new, mut wrong, mut log, mut turn) = (false, None, Log::new(), None);
        let is_alone = library.server().is_none() || reindex::is_free();
        let at_once = if is_alone { ENCODED_AT_ONCE } else { 0 };
        let generation = library.soon(at_once, &mut |event| {
            log.hear(&event);
            match event {
                // The house is opened at the start, when nothing else builds.
                Event::Building(_) if is_alone && library.server().is_some() => turn = Some(reindex::wait_for_turn()),
                Event::Built(_) => is_new = true,
                Event::AnsweringFromOld { reason, .. } => wrong = Some(reason.to_owned()),
                _ => {}
            }
        })?;
        drop(turn);
        let answerer = Arc::new(library.answerer(generation));
        let live = Self::new(library, answerer, metrics);
        if wrong.is_some() {
            live.set_trouble(wrong);
        }
        // Without vectors, too many questions would count as unanswered.
        if is_new && live.answerer().generation().has_vectors() {
            live.ask_again();
        }
        Ok(live)
    }

    /// The current answerer. The caller's copy keeps working after a newer one becomes live.
    pub fn answerer(&self) -> Arc<Answerer> {
        Arc::clone(&self.answerer.borrow())
    }

    /// Returns a receiver for the current answerer and each new one.
    pub fn subscribe(&self) -> watch::Receiver<Arc<Answerer>> {
        self.answerer.subscribe()
    }

    /// The recent answers.
    pub fn recent(&self) -> &Recent {
        &self.recent
    }

    /// The library that the answerer comes from.
    pub fn library(&self) -> &Arc<Library> {
        &self.library
    }

    /// True while something works on its files, such as a reindex or a fetch of pages.
    pub fn is_at_work(&self) -> bool {
        self.reindexes().running().is_some() || Arc::strong_count(&self.library) > 1
    }

    /// The problem that keeps the newest articles from going live; `None` if they are live.
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Prepares `answerer`, and makes it the current one.
    pub fn replace(&self, answerer: Arc<Answerer>) {
        prepare(&self.library, &answerer);
        tracing::info!(
            generation = answerer.generation().name(),
            articles = answerer.generation().article_count(),
            passages = answerer.generation().passage_count(),
            "a new generation is live"
        );
        self.set_trouble(None);
        self.answerer.send_replace(answerer);
        self.show_figures();
        self.recent.forget();
    }

    /// Builds a generation with vectors if the live one has none. Tries until it succeeds.
    pub async fn complete(self: Arc<Self>) {
        while !self.answerer().generation().has_vectors() {
            tracing::info!("answering by words alone until the passages are encoded");
            // The reindex itself has logged and noted the reason.
            if self.reindex(Joining::Later).await.outcome().await.is_err() {
                sleep(RETRY_AFTER).await;
            }
        }
    }

    /// Opens each new generation that another process builds; never returns.
    pub async fn follow(self: Arc<Self>) {
        let mut attempt = Attempt::default();
        loop {
            sleep(LOOK_EVERY).await;
            let library = Arc::clone(&self.library);
            // Keep a slow disk from holding up anything else.
            let Ok(Some(name)) = spawn_blocking(move || library.live_name()).await else {
                continue;
            };
            let before = self.answerer().generation().name().to_owned();
            // A reindex in this process replaces the generation itself.
            if name == before || self.reindexes().running().is_some() || !attempt.is_due(&name, Instant::now()) {
                continue;
            }
            let live = Arc::clone(&self);
            let is_open = spawn_blocking(move || live.open_current()).await.unwrap_or_else(|_| {
                // The panic hook has logged the panic.
                self.set_trouble(Some("a new generation could not be opened".to_owned()));
                false
            });
            attempt = Attempt::made(name, is_open, Instant::now());
            if self.answerer().generation().name() != before {
                let live = Arc::clone(&self);
                // Asking may take long, and must not delay the next generation.
                drop(spawn_blocking(move || live.ask_again()));
            }
        }
    }

    /// Opens the current generation. Returns false if it had to fall back to an older one.
    fn open_current(&self) -> bool {
        let opened = match self.library.live() {
            Ok(opened) => opened,
            Err(error) => {
                let reason = error.sentence();
                tracing::error!(
                    reason,
                    "a new generation could not be opened; the old one goes on answering"
                );
                self.set_trouble(Some(reason));
                return false;
            }
        };
        let damage = opened.setbacks.first();
        for setback in &opened.setbacks {
            log(&Event::PassedOver(setback));
        }
        let answerer = self.answerer();
        if answerer.generation().has_vectors() && !opened.generation.has_vectors() {
            // Another process built it, and is about to build one with vectors.
            return true;
        }
        let is_new = opened.generation.number() > answerer.generation().number();
        if is_new || damage.is_none() {
            self.replace(Arc::new(self.library.answerer(opened.generation)));
        }
        // The generation that answers now is not the one that `current` names.
        if let Some(damage) = damage {
            self.set_trouble(Some(format!(
                "generation {} is damaged: {}",
                damage.name, damage.reason
            )));
        }
        damage.is_none()
    }

    fn set_trouble(&self, what: Option<String>) {
        if self.library.server().is_none() {
            self.metrics.articles.set_trouble(what.is_some());
        }
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        // Keep the original timestamp while the same problem persists.
        if trouble.as_ref().map(|trouble| &trouble.what) != what.as_ref() {
            *trouble = what.map(|what| Trouble {
                what,
                at: SystemTime::now(),
            });
        }
    }

    fn reindexes(&self) -> MutexGuard<'_, Reindexes> {
        self.reindexes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The last attempt to open a generation.
#[derive(Debug, Default)]
struct Attempt {
    /// The name of the generation; `None` before the first attempt.
    name: Option<String>,
    /// When to try again; `None` if the generation was opened.
    retry_at: Option<Instant>,
}

impl Attempt {
    fn made(name: String, has_succeeded: bool, now: Instant) -> Self {
        Self {
            name: Some(name),
            retry_at: (!has_succeeded).then(|| now + RETRY_AFTER),
        }
    }

    /// True if it is time to try the generation `name`.
    fn is_due(&self, name: &str, now: Instant) -> bool {
        self.name.as_deref() != Some(name) || self.retry_at.is_some_and(|at| now >= at)
    }
}

/// Reads every article once, and what admins have chosen as answers. Without the ledger, the search answers.
fn prepare(library: &Library, answerer: &Answerer) {
    answerer.prepare();
    if let Err(error) = library.load_fixed(answerer) {
        tracing::warn!(error = error.sentence(), "the fixed answers could not be read");
    }
}

/// The generation's numbers, as the metrics take them.
fn figures(answerer: &Answerer) -> metrics::GenerationFigures {
    let generation = answerer.generation();
    metrics::GenerationFigures {
        number: generation.number(),
        built_at: generation.built_at(),
        articles: generation.article_count(),
        passages: generation.passage_count(),
        left_out: generation.left_out().len(),
    }
}

/// Logs what happens to the library.
#[derive(Debug)]
struct Log {
    /// The last time that a step was logged; at first, the start.
    step_at: Instant,
}

impl Log {
    /// A log of what happens from now on.
    fn new() -> Self {
        Self {
            step_at: Instant::now(),
        }
    }

    /// Logs an event; of the steps of a build, only one in a while.
    fn hear(&mut self, event: &Event<'_>) {
        let Event::Step(step) = event else { return log(event) };
        if self.step_at.elapsed() >= TELL_EVERY {
            self.step_at = Instant::now();
            tracing::info!(
                step = step.what,
                done = step.done,
                of = step.total,
                "the index is being built"
            );
        }
    }
}

/// Logs an event of the library, except the steps of a build.
fn log(event: &Event<'_>) {
    match event {
        Event::Step(_) => {}
        Event::PassedOver(setback) => {
            tracing::warn!(
                generation = setback.name,
                reason = setback.reason,
                "a generation is damaged and was skipped"
            );
        }
        Event::Building(why) => tracing::info!(?why, "the index is being built"),
        Event::Waiting { holder } => tracing::info!(holder, "another process is building; waiting for it"),
        Event::LeftOut(problem) => {
            tracing::warn!(path = problem.path, line = problem.line, reason = %problem.reason, "skipped");
        }
        Event::Doubtful(warning) => {
            tracing::warn!(path = warning.path, line = warning.line, doubt = %warning.doubt, "read, with a doubt");
        }
        Event::Built(rebuild) => tracing::info!(
            generation = rebuild.generation.name(),
            seconds = rebuild.elapsed.as_secs_f64(),
            "the index was built"
        ),
        Event::NotSynced(error) => {
            tracing::warn!(%error, "the articles could not be compared with those of other replicas");
        }
        Event::AnsweringFromOld { generation, reason } => {
            tracing::error!(
                generation,
                reason,
                "the index could not be rebuilt; the old one goes on answering"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generation_that_could_not_be_opened_is_tried_again_and_one_that_is_live_is_not() {
        let now = Instant::now();
        assert!(Attempt::default().is_due("000002-b", now));
        let failed = Attempt::made("000002-b".to_owned(), false, now);
        assert!(!failed.is_due("000002-b", now) && failed.is_due("000003-c", now));
        assert!(failed.is_due("000002-b", now + RETRY_AFTER));
        let opened = Attempt::made("000002-b".to_owned(), true, now);
        assert!(!opened.is_due("000002-b", now + RETRY_AFTER));
    }
}
