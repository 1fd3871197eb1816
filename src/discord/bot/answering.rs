//! Answering questions to any library: the queue, a limit for each person, and counting.
//!
//! Not here: Discord, the articles (`desk`), and how an answer looks.

use std::sync::Arc;
use std::time::Duration;

use serenity::model::id::UserId;
use tokio::time::Instant;

use super::limit::UserLimit;
use crate::answer::{Answer, Answerer, ArticleKey, Kind, Status};
use crate::discord::view::custom_id::MAX_PASSAGES;
use crate::live::{Live, NoAnswer, Queue};
use crate::message::locale::Locale;
use crate::metrics::{Metrics, QuestionOutcome, Way};
use crate::question::Question;

/// The most of a question that is logged, in characters.
const MAX_LOGGED: usize = 300;

/// Answers questions, whatever library they are asked.
pub(crate) struct Answering {
    queue: Queue,
    limit: UserLimit,
    metrics: Arc<Metrics>,
    logs_questions: bool,
}

impl Answering {
    /// One person may ask `user_limit.0` questions in `user_limit.1`.
    pub(crate) fn new((questions, stretch): (u32, Duration), metrics: Arc<Metrics>, logs_questions: bool) -> Self {
        Self {
            queue: Queue::new(MAX_PASSAGES, Arc::clone(&metrics)),
            limit: UserLimit::new(questions, stretch),
            metrics,
            logs_questions,
        }
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

    /// True if `user` may ask now. Counts as a question of theirs.
    pub(super) fn may_ask(&self, user: UserId) -> bool {
        self.limit.check(user).is_ok()
    }

    /// Answers a question from the `answerer` of `live`; with `article`, from that article alone. It is not counted, and
    /// quick to get again.
    ///
    /// # Errors
    /// If too many questions are waiting, or the search fails.
    pub(super) async fn ask(
        &self,
        live: &Live,
        answerer: &Arc<Answerer>,
        article: Option<ArticleKey>,
        question: &Question,
    ) -> Result<Arc<Answer>, NoAnswer> {
        self.queue.ask(live.recent(), answerer, article, question).await
    }

    /// Counts a question and what was found.
    pub(super) fn count(&self, question: &Question, found: Result<&Answer, &NoAnswer>, way: Way, took: Duration) {
        self.metrics.questions.asked(way, outcome(found));
        self.log(question, found, way, took);
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
