//! Showing how far a reindex is, until it has ended and there is something to tell.

use tokio::time::{Instant, MissedTickBehavior, interval_at};

use crate::discord::bot::Bot;
use crate::discord::respond::Caller;
use crate::discord::rest::RestError;
use crate::discord::view;
use crate::live::{Reindexing, State};

impl Bot {
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
                        // Whatever hinders it, what comes of it is told all the same, if it can be.
                        if let Err(error) = caller.edit(&self.rest, shown).await {
                            tracing::debug!(%error, "the progress could not be shown");
                        }
                    }
                }
            }
        };
        let shown = view::corpus::reindexed(&outcome, done);
        caller.edit(&self.rest, shown).await
    }
}
