//! Answering questions: the live articles, the queue in front of them, and a limit for each person.
//!
//! Not here: Discord, and how an answer looks.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serenity::model::id::UserId;
use tokio::time::Instant;

use super::limit::UserLimit;
use super::suggest::Suggestions;
use crate::answer::{Answer, Answerer, ArticleKey, Kind, Status};
use crate::discord::view::custom_id::MAX_PASSAGES;
use crate::live::{Live, NoAnswer, Queue};
use crate::message;
use crate::message::locale::Locale;
use crate::metrics::{Metrics, QuestionOutcome, Way};
use crate::question::Question;

/// The most of a question that is logged, in characters.
const MAX_LOGGED: usize = 300;

/// Answers questions from the live articles.
pub(crate) struct Answering {
    live: Arc<Live>,
    queue: Queue,
    limit: UserLimit,
    /// Suggestions of the generation that was live when somebody last typed.
    suggestions: Mutex<Option<Arc<Suggestions>>>,
    metrics: Arc<Metrics>,
    logs_questions: bool,
}

impl Answering {
    /// Answers from `live`. One person may ask `user_limit.0` questions in `user_limit.1`.
    pub(crate) fn new(
        live: Arc<Live>,
        (questions, stretch): (u32, Duration),
        metrics: Arc<Metrics>,
        logs_questions: bool,
    ) -> Self {
        Self {
            live,
            queue: Queue::new(MAX_PASSAGES, Arc::clone(&metrics)),
            limit: UserLimit::new(questions, stretch),
            suggestions: Mutex::default(),
            metrics,
            logs_questions,
        }
    }

    /// The live generation and its library, for commands that change them.
    pub(super) fn live(&self) -> &Arc<Live> {
        &self.live
    }

    /// The current answerer. Take it once for each response: the next call may give a newer generation.
    pub(super) fn answerer(&self) -> Arc<Answerer> {
        self.live.answerer()
    }

    /// Counts a question against the limit of `user`.
    ///
    /// # Errors
    /// If they have asked too often: a sentence in their language that says when they may ask again.
    pub(super) fn check_limit(&self, user: UserId, locale: Locale, way: Way) -> Result<(), String> {
        self.limit.check(user).map_err(|wait| {
            self.metrics.questions.asked(way, QuestionOutcome::Limited);
            locale.too_many_questions(whole_seconds(wait))
        })
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
        let found = self.queue.ask(&answerer, article, question).await;
        self.metrics.questions.asked(way, outcome(found.as_deref()));
        self.log(question, found.as_deref(), way, started.elapsed());
        found.map(|answer| (answerer, answer))
    }

    /// Returns the answer to a question that may be asked, if one is found. It is not counted, and quick to get again.
    pub(super) async fn try_out(&self, article: Option<ArticleKey>, question: &Question) -> Option<Arc<Answer>> {
        let answer = self.queue.ask(&self.answerer(), article, question).await.ok()?;
        let is_found = matches!(answer.kind, Kind::Passages) && answer.status != Status::NoAnswer;
        is_found.then_some(answer)
    }

    /// True if so many questions are waiting that unasked answers have to give way.
    pub(super) fn is_crowded(&self) -> bool {
        self.queue.is_crowded()
    }

    /// Counts an unasked answer that was delivered.
    pub(super) fn answered_unasked(&self, question: &Question, answer: &Answer, took: Duration) {
        self.metrics.questions.asked(Way::Unasked, QuestionOutcome::Answered);
        self.log(question, Ok(answer), Way::Unasked, took);
    }

    /// Counts a message that reads as a question and gets no unasked answer.
    pub(super) fn kept_silent(&self) {
        self.metrics.questions.asked(Way::Unasked, QuestionOutcome::Silent);
    }

    /// Counts a response that was delivered. `received` is the time when the question came.
    pub(super) fn count_response(&self, way: Way, received: Instant) {
        self.metrics.questions.responded(way, received.elapsed());
    }

    /// Suggestions from the live generation; collected when they are first needed.
    pub(super) fn suggestions(&self) -> Arc<Suggestions> {
        let answerer = self.answerer();
        let mut kept = self.suggestions.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some(suggestions) if suggestions.generation == answerer.generation().name() => Arc::clone(suggestions),
            _ => {
                let suggestions = Arc::new(Suggestions::new(&answerer));
                *kept = Some(Arc::clone(&suggestions));
                suggestions
            }
        }
    }

    /// The line below the bot's name, which says what is live.
    pub(crate) fn presence(&self) -> String {
        let answerer = self.answerer();
        let generation = answerer.generation();
        message::discord::presence(generation.article_count(), generation.passage_count())
    }

    /// Forgets the recent answers, which are from a generation that is no longer live.
    pub(crate) fn forget_answers(&self) {
        self.queue.forget();
    }

    /// Forgets people who have not asked for a while.
    pub(super) fn forget_idle_people(&self) {
        self.limit.forget_the_idle();
    }

    fn log(&self, question: &Question, found: Result<&Answer, &NoAnswer>, way: Way, took: Duration) {
        let asked = self.logs_questions.then(|| question.excerpt(MAX_LOGGED));
        let millis = took.as_secs_f64() * 1e3;
        match found {
            Ok(answer) => tracing::info!(
                way = way.name(),
                kind = answer.kind.name(),
                status = answer.status.name(),
                confidence = answer.confidence,
                generation = answer.generation,
                millis,
                question = asked,
                "answered"
            ),
            Err(error) => tracing::warn!(way = way.name(), %error, millis, question = asked, "not answered"),
        }
    }
}

/// The outcome of a question, for the metrics.
fn outcome(found: Result<&Answer, &NoAnswer>) -> QuestionOutcome {
    let answer = match found {
        Ok(answer) => answer,
        Err(NoAnswer::Busy) => return QuestionOutcome::Busy,
        Err(NoAnswer::Failed) => return QuestionOutcome::Failed,
    };
    match (answer.kind, answer.status) {
        (Kind::SmallTalk(_), _) => QuestionOutcome::SmallTalk,
        (Kind::Overview, _) => QuestionOutcome::Overview,
        (Kind::Passages, Status::Answered) => QuestionOutcome::Answered,
        (Kind::Passages, Status::Unsure) => QuestionOutcome::Unsure,
        (Kind::Passages, Status::NoAnswer) => QuestionOutcome::NoAnswer,
    }
}

/// Rounds up, so that somebody who waits that long can ask again.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_whole_seconds_that_are_enough() {
        for (millis, seconds) in [(0, 0), (1, 1), (1_000, 1), (1_001, 2)] {
            assert_eq!(whole_seconds(Duration::from_millis(millis)), seconds);
        }
    }
}
