//! Reindexing by itself when files of the corpus have changed and settled: `VERBATIM_WATCH=on`.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::Live;
use super::reindex::Joining;
use crate::corpus::Glance;

/// How often to look.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How many looks in a row have to see the same before it counts as settled: somebody may be copying files.
const SETTLED: u32 = 2;

/// After how long a reindex that failed is tried again although nothing has changed: the disk may have been full.
const RETRY_AFTER: Duration = Duration::from_mins(5);

/// What has been seen of the corpus so far.
#[derive(Debug, Default)]
struct Watch {
    /// What the last look saw; `None` if the folder could not be read.
    seen: Option<Glance>,
    /// How many looks before it saw the same.
    unchanged: u32,
    /// What was last taken up, whatever came of it.
    taken_up: Option<Glance>,
    /// When to try again.
    retry_at: Option<Instant>,
}

impl Watch {
    /// Takes in what a look saw; whether it is to be taken up.
    fn look(&mut self, seen: Option<Glance>, now: Instant) -> bool {
        if seen == self.seen {
            self.unchanged = self.unchanged.saturating_add(1);
        } else {
            self.seen = seen;
            self.unchanged = 0;
        }
        let is_settled = self.seen.is_some() && self.unchanged >= SETTLED;
        let is_due = self.retry_at.is_some_and(|at| now >= at);
        is_settled && (self.seen != self.taken_up || is_due)
    }

    fn took_up(&mut self, has_failed: bool, now: Instant) {
        self.taken_up.clone_from(&self.seen);
        self.retry_at = has_failed.then(|| now + RETRY_AFTER);
    }
}

impl Live {
    /// Reindexes whenever files of the corpus have changed and stayed so for some seconds; never comes back.
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
                        self.note(Some(error.to_string()));
                    }
                    // What it is like behind that has to be taken up anew.
                    watch.taken_up = None;
                    None
                }
                // Where it panicked was logged.
                Err(_) => None,
            };
            was_readable |= seen.is_some();
            if watch.look(seen, Instant::now()) {
                let has_failed = !self.take_up_changes().await;
                watch.took_up(has_failed, Instant::now());
            }
        }
    }

    /// Reindexes if the corpus is other than what is live; whether what is live is of the corpus then.
    async fn take_up_changes(self: &Arc<Self>) -> bool {
        let (library, answerer) = (Arc::clone(&self.library), self.answerer());
        let is_stale = spawn_blocking(move || library.is_stale(answerer.generation())).await;
        match is_stale {
            Ok(Ok(false)) => {
                // What keeps it from having vectors is not over.
                if self.answerer().generation().has_vectors() {
                    self.note(None);
                }
                true
            }
            // What can't be looked at can't be built from: that is said there.
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
    fn changes_are_taken_up_once_when_they_have_settled_and_again_after_a_failure() {
        let folder = tempfile::tempdir().unwrap();
        let glance = |number: usize| {
            fs::write(folder.path().join(format!("{number}.txt")), "text").unwrap();
            Some(Glance::at(folder.path()).unwrap())
        };
        let now = Instant::now();
        let mut watch = Watch::default();
        let first = glance(1);
        let looks: Vec<bool> = (0..4).map(|_| watch.look(first.clone(), now)).collect();
        assert_eq!(looks, [false, false, true, true], "until it is taken up");
        watch.took_up(false, now);
        assert!(!watch.look(first.clone(), now + RETRY_AFTER), "nothing has changed");

        // Somebody copies files, one a second.
        for number in 2..6 {
            assert!(!watch.look(glance(number), now));
        }
        let last = watch.seen.clone();
        assert!(!watch.look(last.clone(), now));
        assert!(watch.look(last.clone(), now));
        watch.took_up(true, now);
        assert!(!watch.look(last.clone(), now));
        assert!(watch.look(last.clone(), now + RETRY_AFTER));
        watch.took_up(false, now);
        // A folder that is gone is nothing to take up.
        assert!((0..5).all(|_| !watch.look(None, now)));
    }
}
