//! The recent answers of one library. Another library has its own, so that no answer can come from the wrong one.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use quick_cache::sync::Cache;

use crate::answer::{Answer, ArticleKey};
use crate::metrics::Metrics;

/// The number of recent answers to keep. Each holds a few passages by reference.
const MAX_RECENT: usize = 2_000;

/// The key of a recent answer: the name of its generation, the only article that was searched, and the text that was
/// searched for.
pub(super) type Key = (String, Option<ArticleKey>, String);

/// The recent answers of a library.
#[derive(Debug)]
pub struct Recent {
    answers: Cache<Key, Arc<Answer>>,
    /// The number of them, as the metrics last got it.
    counted: AtomicI64,
    metrics: Arc<Metrics>,
}

impl Recent {
    pub(super) fn new(metrics: Arc<Metrics>) -> Self {
        Self {
            answers: Cache::new(MAX_RECENT),
            counted: AtomicI64::new(0),
            metrics,
        }
    }

    /// Forgets all answers: those of an old generation would keep its articles in memory.
    pub fn forget(&self) {
        self.answers.clear();
        self.count();
    }

    /// Forgets a hasty answer, which gives way once there is time for a better one.
    pub(super) fn forget_hasty(&self, key: &Key) {
        self.answers.remove_if(key, |answer| answer.is_hasty);
    }

    /// Returns the answer that is kept or being searched for; without one, that of `search`. If the first search fails
    /// or is cancelled, the next person in line searches.
    pub(super) async fn get_or<E>(
        &self,
        key: &Key,
        search: impl Future<Output = Result<Arc<Answer>, E>>,
    ) -> Result<Arc<Answer>, E> {
        let mut is_hit = true;
        let searching = async {
            is_hit = false;
            search.await
        };
        let found = self.answers.get_or_insert_async(key, searching).await;
        self.metrics.questions.looked_up(is_hit);
        if !is_hit {
            self.count();
        }
        found
    }

    fn count(&self) {
        self.tell(i64::try_from(self.answers.len()).unwrap_or(i64::MAX));
    }

    /// Tells the metrics, which count the answers of all libraries together.
    fn tell(&self, now: i64) {
        let before = self.counted.swap(now, Ordering::Relaxed);
        self.metrics.questions.change_recent(now - before);
    }
}

impl Drop for Recent {
    fn drop(&mut self) {
        self.tell(0);
    }
}
