//! The queue of questions, to whatever library. It is bounded, and runs one search for all who ask the same question.
//!
//! A search takes a processor for milliseconds, so it runs on a thread of its own.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::Instant;

use super::recent::Recent;
use crate::answer::{Answer, Answerer, ArticleKey};
use crate::metrics::Metrics;
use crate::question::Question;

/// The most questions that may be in the queue: at 5 ms each on two cores, the last of them is answered within
/// 1.3 seconds, well before Discord gives up on a response.
const MAX_WAITING: usize = 512;

/// With more questions than this in the queue, passages are ranked but not read, which takes a fraction of the time.
const READ_UP_TO: usize = 12;

/// The reason why a question got no answer at all, not even that nothing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// The queue is full.
    #[error("too many questions at once")]
    Busy,
    /// The search failed or panicked.
    #[error("the search failed")]
    Failed,
}

/// Answers many questions at once. See the module.
pub struct Queue {
    /// Free places in the queue.
    places: Semaphore,
    /// Idle processors.
    processors: Semaphore,
    /// The most passages of an answer.
    passages: usize,
    metrics: Arc<Metrics>,
}

impl Queue {
    /// Creates an empty queue whose answers have at most `passages` passages.
    pub fn new(passages: usize, metrics: Arc<Metrics>) -> Self {
        metrics.questions.set_places(MAX_WAITING);
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            places: Semaphore::new(MAX_WAITING),
            processors: Semaphore::new(processors),
            passages,
            metrics,
        }
    }

    /// Answers a question from `answerer`; with `article`, from that article alone. Returns an answer of `recent`, which
    /// are those of the same library, or joins a running search for the same question, if there is one.
    ///
    /// # Errors
    /// If the queue is full, or the search fails.
    pub async fn ask(
        &self,
        recent: &Recent,
        answerer: &Arc<Answerer>,
        article: Option<ArticleKey>,
        question: &Question,
    ) -> Result<Arc<Answer>, NoAnswer> {
        let generation = answerer.generation().name().to_owned();
        let key = (generation, article, question.searched().to_owned());
        if !self.is_crowded() {
            recent.forget_hasty(&key);
        }
        let search = self.search(Arc::clone(answerer), article, question);
        recent.get_or(&key, search).await
    }

    /// True if so many questions are in the queue that passages are ranked but not read.
    pub fn is_crowded(&self) -> bool {
        MAX_WAITING - self.places.available_permits() > READ_UP_TO
    }

    async fn search(
        &self,
        answerer: Arc<Answerer>,
        article: Option<ArticleKey>,
        question: &Question,
    ) -> Result<Arc<Answer>, NoAnswer> {
        let _place = self.places.try_acquire().map_err(|_| NoAnswer::Busy)?;
        let _counted = self.metrics.questions.place();
        let began_to_wait = Instant::now();
        let _processor = self.processors.acquire().await.map_err(|_| NoAnswer::Failed)?;
        let _search = self.metrics.questions.search(began_to_wait.elapsed());
        let question = question.clone();
        let (is_crowded, passages) = (self.is_crowded(), self.passages);
        let searched = spawn_blocking(move || {
            if is_crowded {
                answerer.answer_in_haste(article, &question, passages)
            } else {
                answerer.answer_from(article, &question, passages)
            }
        })
        .await;
        match searched {
            Ok(Ok(answer)) => {
                let stages = answer.timing.map(|timing| (timing.encoding, timing.ranking));
                self.metrics.questions.searched(answer.elapsed, stages);
                Ok(Arc::new(answer))
            }
            Ok(Err(error)) => {
                tracing::error!(
                    error = format!("{:#}", anyhow::Error::new(error)),
                    "a question could not be searched for"
                );
                Err(NoAnswer::Failed)
            }
            // The panic hook has logged the panic.
            Err(_) => Err(NoAnswer::Failed),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use futures::future::join_all;

    use super::*;
    use crate::answer::Thresholds;
    use crate::corpus::Listing;
    use crate::encoder::Encoder;
    use crate::index::{Fingerprint, Store};

    static ENCODER: LazyLock<Arc<Encoder>> = LazyLock::new(|| Arc::new(Encoder::shipped().unwrap()));

    fn answerer(text: &str) -> Arc<Answerer> {
        let folder = tempfile::tempdir().unwrap();
        let corpus = folder.path().join("corpus");
        std::fs::create_dir(&corpus).unwrap();
        std::fs::write(corpus.join("a.txt"), text).unwrap();
        let listing = Listing::read(&corpus).unwrap();
        let fingerprint = Fingerprint::of_files(&listing.hashes(), &ENCODER.identity());
        let corpus = listing.into_corpus(|_, _| ());
        let built = Store::new(folder.path().join("index"))
            .build(&corpus, &ENCODER, &fingerprint, None, &mut |_| ())
            .unwrap();
        let generation = Arc::new(built.generation);
        Arc::new(Answerer::new(generation, Arc::clone(&ENCODER), Thresholds::default()))
    }

    #[tokio::test]
    async fn those_who_ask_the_same_share_one_answer_until_the_articles_change() {
        let pond = answerer("Ducks quack in the pond at night.\n");
        let (answers, recent) = (Queue::new(5, Arc::default()), Recent::new(Arc::default()));
        let question = Question::new("where do ducks quack?").unwrap();
        let found = join_all((0..50).map(|_| answers.ask(&recent, &pond, None, &question))).await;
        let first = found[0].as_ref().unwrap();
        assert!(found.iter().all(|one| Arc::ptr_eq(one.as_ref().unwrap(), first)));

        let lake = answerer("Ducks quack on the lake in the morning.\n");
        let after = answers.ask(&recent, &lake, None, &question).await.unwrap();
        assert!(after.quotes[0].text().contains("lake"));
    }

    #[tokio::test]
    async fn when_too_many_wait_the_next_is_told_at_once_and_a_known_answer_is_still_given() {
        let pond = answerer("Ducks quack in the pond at night.\n");
        let (answers, recent) = (Queue::new(5, Arc::default()), Recent::new(Arc::default()));
        let known = Question::new("where do ducks quack?").unwrap();
        let new = Question::new("when do ducks quack?").unwrap();
        answers.ask(&recent, &pond, None, &known).await.unwrap();
        let all = u32::try_from(MAX_WAITING).unwrap();
        let taken = answers.places.acquire_many(all).await.unwrap();
        assert_eq!(
            answers.ask(&recent, &pond, None, &new).await.unwrap_err(),
            NoAnswer::Busy
        );
        assert!(answers.is_crowded());
        assert!(answers.ask(&recent, &pond, None, &known).await.is_ok());
        drop(taken);
        assert!(answers.ask(&recent, &pond, None, &new).await.is_ok() && !answers.is_crowded());
    }
}
