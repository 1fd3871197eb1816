//! Showing how far a reindex is, until it has ended and there is something to tell.

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

use crate::discord::bot::Bot;
use crate::discord::respond::Caller;
use crate::discord::rest::RestError;
use crate::discord::view;
use crate::live::{Joining, Reindexing, State};
use crate::message;

/// How long showing the progress may take.
const PROGRESS_PATIENCE: Duration = Duration::from_secs(5);

impl Bot {
    /// Reindexes what was just changed, and shows how far that is. `done` is what was changed: it is told before long,
    /// even if another reindex has to end first.
    pub(super) async fn take_up(&self, caller: &Caller, done: &str) -> Result<(), RestError> {
        let beginning = self.live.reindex(Joining::Later);
        tokio::pin!(beginning);
        let reindexing = if let Ok(reindexing) = timeout(self.pace.progress_every, &mut beginning).await {
            reindexing
        } else {
            let waiting = view::notice(&format!("{done}\n{}", message::reindex::WAITS));
            // Whatever hinders it, what comes of it is told all the same, if it can be.
            if let Err(error) = caller.edit(&self.rest, waiting).await {
                tracing::debug!(%error, "it could not be shown that something waits");
            }
            beginning.await
        };
        self.show_progress(caller, reindexing, Some(done)).await
    }

    /// Edits the response to `caller` every two seconds or so until the reindex has ended, and then for the last time.
    /// `done` is what has been done before it, if anything.
    pub(super) async fn show_progress(
        &self,
        caller: &Caller,
        reindexing: Reindexing,
        done: Option<&str>,
    ) -> Result<(), RestError> {
        let mut ending = reindexing.clone();
        let ended = ending.outcome();
        tokio::pin!(ended);
        let mut clock = interval_at(Instant::now() + self.pace.progress_every, self.pace.progress_every);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let outcome = loop {
            tokio::select! {
                outcome = &mut ended => break outcome,
                _ = clock.tick() => {
                    if matches!(reindexing.state(), State::Running(_)) {
                        let shown = view::corpus::reindexing(&reindexing, done);
                        // Whatever hinders it, what comes of it is told all the same, and not much later.
                        match timeout(PROGRESS_PATIENCE, caller.edit(&self.rest, shown)).await {
                            Ok(Ok(())) => {}
                            Ok(Err(error)) => tracing::debug!(%error, "the progress could not be shown"),
                            Err(_) => tracing::debug!("the progress could not be shown in time"),
                        }
                    }
                }
            }
        };
        let shown = view::corpus::reindexed(&outcome, done);
        caller.edit(&self.rest, shown).await
    }
}
