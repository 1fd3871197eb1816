//! Shows the progress of long work to the admin who began it, and its result.

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

use crate::discord::api::rest::RestError;
use crate::discord::bot::caller::Caller;
use crate::discord::outgoing::Outgoing;
use crate::discord::view;
use crate::message;

/// The longest that one update of the progress may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Waits for the end of some work. In the meantime, edits the response again and again with what `progress` says, if
/// it says something. After [`Pace::response_for`](crate::discord::Pace::response_for), says once that the work goes on.
pub(super) async fn follow<T>(
    caller: &Caller<'_>,
    ending: impl Future<Output = T>,
    mut progress: impl FnMut() -> Option<String>,
) -> T {
    tokio::pin!(ending);
    let every = caller.pace.progress_every;
    let mut clock = interval_at(Instant::now() + every, every);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            ended = &mut ending => return ended,
            _ = clock.tick() => {
                let Some(sentence) = progress() else { continue };
                if is_late(caller) {
                    show(caller, &format!("{sentence}\n{}", message::reindex::GOES_ON)).await;
                    return ending.await;
                }
                show(caller, &sentence).await;
            }
        }
    }
}

/// Shows the progress. The work's result must not wait for this, nor fail because of it.
async fn show(caller: &Caller<'_>, sentence: &str) {
    match timeout(PATIENCE, caller.edit(view::notice(sentence))).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "the progress could not be shown"),
        Err(_) => tracing::debug!("the progress could not be shown in time"),
    }
}

/// Shows the result. If it comes late, Discord may no longer take it, which the admin has been told.
pub(super) async fn conclude(caller: &Caller<'_>, result: Outgoing) -> Result<(), RestError> {
    match caller.edit(result).await {
        Err(error) if is_late(caller) => {
            tracing::debug!(%error, "a result came too late to be shown");
            Ok(())
        }
        other => other,
    }
}

fn is_late(caller: &Caller<'_>) -> bool {
    caller.received.elapsed() >= caller.pace.response_for
}
