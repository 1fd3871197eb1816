//! A desk: a library at work in Discord, with its live articles and its ledger.
//!
//! Not here: which desk serves whom (`desks`), and what all desks share (`answering`).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use super::answering::Answering;
use super::records::Records;
use super::suggest::Suggestions;
use crate::answer::{Answer, Answerer, ArticleKey, Kind, Status};
use crate::live::{Live, NoAnswer};
use crate::metrics::Way;
use crate::question::Question;

/// A library at work.
pub(crate) struct Desk {
    /// What all desks share.
    pub(super) answering: Arc<Answering>,
    /// The live generation and its library, for commands that change them.
    pub(super) live: Arc<Live>,
    pub(super) records: Records,
    /// Suggestions of the generation that was live when somebody last typed.
    suggestions: Mutex<Option<Arc<Suggestions>>>,
    /// The answerer whose files the staff knows to be left out; `None` before it is told of the start.
    known_to_staff: Mutex<Option<Arc<Answerer>>>,
}

impl Desk {
    /// A desk that answers from `live`, and writes down in `records` what happens.
    pub(crate) fn new(answering: Arc<Answering>, live: Arc<Live>, records: Records) -> Self {
        Self {
            answering,
            live,
            records,
            suggestions: Mutex::default(),
            known_to_staff: Mutex::default(),
        }
    }

    /// The current answerer. Take it once for each response: the next call may give a newer generation.
    pub(super) fn answerer(&self) -> Arc<Answerer> {
        self.live.answerer()
    }

    /// Answers a question; with `article`, from that article alone. Returns the answer with the answerer it is from:
    /// whatever else is shown has to be from the same generation.
    ///
    /// # Errors
    /// If too many questions are waiting, or the search fails.
    pub(super) async fn answer(
        &self,
        article: Option<ArticleKey>,
        question: &Question,
        way: Way,
    ) -> Result<(Arc<Answerer>, Arc<Answer>), NoAnswer> {
        let started = Instant::now();
        let answerer = self.answerer();
        let found = self.answering.ask(&self.live, &answerer, article, question).await;
        self.answering.count(question, found.as_deref(), way, started.elapsed());
        found.map(|answer| (answerer, answer))
    }

    /// Returns the answer to a question that may be asked, if one is found. It is not counted, and quick to get again.
    pub(super) async fn try_out(&self, article: Option<ArticleKey>, question: &Question) -> Option<Arc<Answer>> {
        let found = self.answering.ask(&self.live, &self.answerer(), article, question);
        let answer = found.await.ok()?;
        let is_found = matches!(answer.kind, Kind::Passages) && answer.status != Status::NoAnswer;
        is_found.then_some(answer)
    }

    /// Suggestions from the live generation; collected when they are first needed.
    pub(super) fn suggestions(&self) -> Arc<Suggestions> {
        let answerer = self.answerer();
        let mut kept = lock(&self.suggestions);
        match &*kept {
            Some(suggestions) if suggestions.generation == answerer.generation().name() => Arc::clone(suggestions),
            _ => {
                let suggestions = Arc::new(Suggestions::new(&answerer));
                *kept = Some(Arc::clone(&suggestions));
                suggestions
            }
        }
    }

    /// The answerer whose files the staff knows to be left out; `None` before it is told of the start.
    pub(super) fn known_to_staff(&self) -> Option<Arc<Answerer>> {
        lock(&self.known_to_staff).clone()
    }

    pub(super) fn note_known_to_staff(&self, answerer: Arc<Answerer>) {
        *lock(&self.known_to_staff) = Some(answerer);
    }
}

fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
