//! What is live while the bot runs: the answerer that questions go to, and its replacement between two of them.
//!
//! A new generation comes from a reindex of our own (`reindex`), or from another process's, which [`Live::follow`]
//! notices. Whoever answers takes the answerer once and goes on with it, so that nobody sees half of each.
//! Not here: building (`library`), and answering.

mod reindex;
mod watching;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use crate::answer::Answerer;
use crate::library::{Event, Library, LibraryError};
use crate::metrics::{self, Metrics};

use reindex::Flights;

pub use reindex::{Joining, Outcome, Reindexing, Report, State};

/// How often to look whether the index has a new generation: it is to answer within two seconds, opening it included.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// After how long a generation that could not be opened is tried again: memory or open files may have been short.
const RETRY_AFTER: Duration = Duration::from_mins(5);

/// What answers now, and the library that it is from.
#[derive(Debug)]
pub struct Live {
    library: Arc<Library>,
    answerer: watch::Sender<Arc<Answerer>>,
    flights: Mutex<Flights>,
    trouble: Mutex<Option<Trouble>>,
    /// Held while questions are asked again: whoever comes last asks what is live last.
    asking: Mutex<()>,
    metrics: Arc<Metrics>,
}

/// What keeps the newest articles from being live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong, on one line.
    pub what: String,
    /// When it was noticed.
    pub at: SystemTime,
}

impl Live {
    /// Answers with `answerer` until something newer is live. Prepares it, which reads every article once.
    #[must_use]
    pub fn new(library: Arc<Library>, answerer: Arc<Answerer>, metrics: Arc<Metrics>) -> Self {
        metrics.articles.set_generation(figures(&answerer));
        answerer.prepare();
        Self {
            library,
            answerer: watch::Sender::new(answerer),
            flights: Mutex::default(),
            trouble: Mutex::default(),
            asking: Mutex::default(),
            metrics,
        }
    }

    /// Answers with the generation of `library` that is fresh, or a new one, or the last good one: then it is said what
    /// is wrong. A new one of a large library answers by words, until [`Live::complete`] has worked out the rest. Prepares it as [`Live::new`] does, and asks the questions again that were asked in vain if it is new.
    ///
    /// # Errors
    /// If there is none that could be asked.
    pub fn open(library: Arc<Library>, metrics: Arc<Metrics>) -> Result<Self, LibraryError> {
        let (mut is_new, mut wrong) = (false, None);
        let generation = library.soon(&mut |event| {
            log(&event);
            match event {
                Event::Built(_) => is_new = true,
                Event::AnsweringFromOld { reason, .. } => wrong = Some(reason.to_owned()),
                _ => {}
            }
        })?;
        let answerer = Arc::new(library.answerer(generation));
        let live = Self::new(library, answerer, metrics);
        if wrong.is_some() {
            live.note(wrong);
        }
        // By words alone too much would be taken for unanswered.
        if is_new && live.answerer().generation().has_vectors() {
            live.ask_again();
        }
        Ok(live)
    }

    /// What answers now. Whoever holds it goes on with it, whatever becomes live meanwhile.
    #[must_use]
    pub fn answerer(&self) -> Arc<Answerer> {
        Arc::clone(&self.answerer.borrow())
    }

    /// What answers, now and later.
    pub fn subscribe(&self) -> watch::Receiver<Arc<Answerer>> {
        self.answerer.subscribe()
    }

    /// The library that it is from.
    #[must_use]
    pub fn library(&self) -> &Arc<Library> {
        &self.library
    }

    /// What keeps the newest articles from being live; `None` if nothing does.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes `answerer` the one that is asked, once it is prepared.
    pub fn replace(&self, answerer: Arc<Answerer>) {
        answerer.prepare();
        tracing::info!(
            generation = answerer.generation().name(),
            articles = answerer.generation().article_count(),
            passages = answerer.generation().passage_count(),
            "a new generation is live"
        );
        self.note(None);
        self.metrics.articles.set_generation(figures(&answerer));
        self.answerer.send_replace(answerer);
    }

    /// Builds a generation with vectors, and answers from it, if what answers has none. Tries again where that fails.
    pub async fn complete(self: Arc<Self>) {
        while !self.answerer().generation().has_vectors() {
            tracing::info!("answering by words alone until the passages are encoded");
            // Why it failed is logged and noted where it did.
            if self.reindex(Joining::Later).await.outcome().await.is_err() {
                sleep(RETRY_AFTER).await;
            }
        }
    }

    /// Takes up each new generation that another process makes live; never comes back.
    pub async fn follow(self: Arc<Self>) {
        let mut pointer = Pointer::default();
        loop {
            sleep(LOOK_EVERY).await;
            let library = Arc::clone(&self.library);
            // A disk that hangs is to hold up nothing else.
            let Ok(Some(name)) = spawn_blocking(move || library.live_name()).await else {
                continue;
            };
            let before = self.answerer().generation().name().to_owned();
            // A reindex of our own hands its generation on by itself.
            if name == before || self.flights().running().is_some() || !pointer.is_to_be_tried(&name, Instant::now()) {
                continue;
            }
            let live = Arc::clone(&self);
            let is_as_meant = spawn_blocking(move || live.take_up()).await.unwrap_or_else(|_| {
                // What a panic says was logged where it happened.
                self.note(Some("a new generation could not be opened".to_owned()));
                false
            });
            pointer.was_tried(name, is_as_meant, Instant::now());
            if self.answerer().generation().name() != before {
                let live = Arc::clone(&self);
                // It may take long, and the next generation is not to wait for it.
                drop(spawn_blocking(move || live.ask_again()));
            }
        }
    }

    /// Opens the generation that is live by now; whether it is what was meant to be.
    fn take_up(&self) -> bool {
        let opened = match self.library.live() {
            Ok(opened) => opened,
            Err(error) => {
                let reason = error.sentence();
                tracing::error!(reason, "a new generation could not be opened; the old one answers on");
                self.note(Some(reason));
                return false;
            }
        };
        let damage = opened.setbacks.first();
        for setback in &opened.setbacks {
            log(&Event::PassedOver(setback));
        }
        let answerer = self.answerer();
        if answerer.generation().has_vectors() && !opened.generation.has_vectors() {
            // Another process's, which is about to follow it with one that has.
            return true;
        }
        let is_new = opened.generation.number() > answerer.generation().number();
        if is_new || damage.is_none() {
            self.replace(Arc::new(self.library.answerer(opened.generation)));
        }
        // Whatever is live now, it is not what was meant to be.
        if let Some(damage) = damage {
            self.note(Some(format!(
                "generation {} is damaged: {}",
                damage.name, damage.reason
            )));
        }
        damage.is_none()
    }

    fn note(&self, what: Option<String>) {
        self.metrics.articles.set_trouble(what.is_some());
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        // What is tried again in vain has been wrong since it was first noticed.
        if trouble.as_ref().map(|trouble| &trouble.what) != what.as_ref() {
            *trouble = what.map(|what| Trouble {
                what,
                at: SystemTime::now(),
            });
        }
    }

    fn flights(&self) -> MutexGuard<'_, Flights> {
        self.flights.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What became of the last generation that the index pointed to.
#[derive(Debug, Default)]
struct Pointer {
    tried: Option<String>,
    /// When to try it again; `None` if it is live.
    retry_at: Option<Instant>,
}

impl Pointer {
    fn is_to_be_tried(&self, name: &str, now: Instant) -> bool {
        self.tried.as_deref() != Some(name) || self.retry_at.is_some_and(|at| now >= at)
    }

    fn was_tried(&mut self, name: String, is_live: bool, now: Instant) {
        self.tried = Some(name);
        self.retry_at = (!is_live).then(|| now + RETRY_AFTER);
    }
}

/// What is told of a generation in figures.
fn figures(answerer: &Answerer) -> metrics::Generation {
    let generation = answerer.generation();
    metrics::Generation {
        number: generation.number(),
        built_at: generation.built_at(),
        articles: generation.article_count(),
        passages: generation.passage_count(),
        left_out: generation.left_out().len(),
    }
}

/// Logs what happens to the library.
pub fn log(event: &Event<'_>) {
    match event {
        Event::Step(_) => {}
        Event::PassedOver(setback) => {
            tracing::warn!(
                generation = setback.name,
                reason = setback.reason,
                "a generation is damaged and was passed over"
            );
        }
        Event::Building(why) => tracing::info!(?why, "the index is being built"),
        Event::Waiting { holder } => tracing::info!(holder, "another process is building; waiting for it"),
        Event::LeftOut(problem) => {
            tracing::warn!(path = problem.path, line = problem.line, reason = %problem.reason, "left out");
        }
        Event::Doubtful(warning) => {
            tracing::warn!(path = warning.path, line = warning.line, doubt = %warning.doubt, "read, with a doubt");
        }
        Event::Built(rebuild) => tracing::info!(
            generation = rebuild.generation.name(),
            seconds = rebuild.elapsed.as_secs_f64(),
            "the index was built"
        ),
        Event::AnsweringFromOld { generation, reason } => {
            tracing::error!(
                generation,
                reason,
                "the index could not be built anew; the old one answers"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_generation_that_could_not_be_opened_is_tried_again_and_one_that_is_live_is_not() {
        let (mut pointer, now) = (Pointer::default(), Instant::now());
        assert!(pointer.is_to_be_tried("000002-b", now));
        pointer.was_tried("000002-b".to_owned(), false, now);
        assert!(!pointer.is_to_be_tried("000002-b", now) && pointer.is_to_be_tried("000003-c", now));
        assert!(pointer.is_to_be_tried("000002-b", now + RETRY_AFTER));
        pointer.was_tried("000002-b".to_owned(), true, now);
        assert!(!pointer.is_to_be_tried("000002-b", now + RETRY_AFTER));
    }
}
