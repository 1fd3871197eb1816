//! Reindexes when files of the corpus have changed and settled: `VERBATIM_WATCH=on`.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::Live;
use super::reindex::Joining;
use crate::corpus::Glance;

/// The interval between two looks at the folder.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The number of looks without a change after which the folder counts as settled: somebody may be copying files.
const SETTLED: u32 = 2;

/// The pause before a failed reindex is tried again without a change: the disk may have been full.
const RETRY_AFTER: Duration = Duration::from_mins(5);

/// The state of the corpus folder as the watch last saw it.
#[derive(Debug, Default)]
struct Watch {
    /// The folder at the last look; `None` if it could not be read.
    seen: Option<Glance>,
    /// The number of looks since its last change.
    unchanged: u32,
    /// The folder at the last reindex, whether that succeeded or not.
    reindexed: Option<Glance>,
    /// When to try again after a failure.
    retry_at: Option<Instant>,
}

impl Watch {
    /// Notes the result of a look. Returns true if it is time to reindex.
    fn look(&mut self, seen: Option<Glance>, now: Instant) -> bool {
        if seen == self.seen {
            self.unchanged = self.unchanged.saturating_add(1);
        } else {
            self.seen = seen;
            self.unchanged = 0;
        }
        let is_settled = self.seen.is_some() && self.unchanged >= SETTLED;
        let is_due = self.retry_at.is_some_and(|at| now >= at);
        is_settled && (self.seen != self.reindexed || is_due)
    }

    fn note_reindex(&mut self, has_failed: bool, now: Instant) {
        self.reindexed.clone_from(&self.seen);
        self.retry_at = has_failed.then(|| now + RETRY_AFTER);
    }
}

impl Live {
    /// Reindexes whenever files of the corpus have changed and then settled; never returns.
    pub async fn watch(self: Arc<Self>) {
        let mut watch = Watch::default();
        let mut was_readable = true;
        loop {
            sleep(LOOK_EVERY).await;
            let library = Arc::clone(&self.library);
            let looked = spawn_blocking(move || library.glance()).await;
            let seen = match looked {
                Ok(Ok(seen)) => Some(seen),
                Ok(Err(error)) => {
                    if std::mem::take(&mut was_readable) {
                        tracing::error!(%error, "the corpus can't be watched");
                        self.set_trouble(Some(error.to_string()));
                    }
                    // Reindex when it can be read again, even if it looks the same.
                    watch.reindexed = None;
                    None
                }
                // The look panicked, and the panic hook has logged it.
                Err(_) => None,
            };
            was_readable |= seen.is_some();
            if watch.look(seen, Instant::now()) {
                let has_failed = !self.reindex_if_stale().await;
                watch.note_reindex(has_failed, Instant::now());
            }
        }
    }

    /// Reindexes if the corpus differs from the live generation. Returns true if they agree afterwards.
    pub(super) async fn reindex_if_stale(self: &Arc<Self>) -> bool {
        let (library, answerer) = (Arc::clone(&self.library), self.answerer());
        let is_stale = spawn_blocking(move || library.is_stale(answerer.generation())).await;
        match is_stale {
            Ok(Ok(false)) => {
                // A generation without vectors may still be in trouble: its vectors could not be made.
                if self.answerer().generation().has_vectors() {
                    self.set_trouble(None);
                }
                true
            }
            // If the folder can't be read, the reindex fails and says so.
            Ok(_) => self.reindex(Joining::Later).await.outcome().await.is_ok(),
            Err(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn settled_changes_are_reindexed_once_and_again_after_a_failure() {
        let folder = tempfile::tempdir().unwrap();
        let glance = |number: usize| {
            fs::write(folder.path().join(format!("{number}.txt")), "text").unwrap();
            Some(Glance::at(folder.path()).unwrap())
        };
        let now = Instant::now();
        let mut watch = Watch::default();
        let first = glance(1);
        let looks: Vec<bool> = (0..4).map(|_| watch.look(first.clone(), now)).collect();
        assert_eq!(looks, [false, false, true, true], "until it is reindexed");
        watch.note_reindex(false, now);
        assert!(!watch.look(first.clone(), now + RETRY_AFTER), "nothing has changed");

        // Files are being copied, one a second.
        for number in 2..6 {
            assert!(!watch.look(glance(number), now));
        }
        let last = watch.seen.clone();
        assert!(!watch.look(last.clone(), now));
        assert!(watch.look(last.clone(), now));
        watch.note_reindex(true, now);
        assert!(!watch.look(last.clone(), now));
        assert!(watch.look(last.clone(), now + RETRY_AFTER));
        watch.note_reindex(false, now);
        // A missing folder can't be reindexed.
        assert!((0..5).all(|_| !watch.look(None, now)));
    }
}
