//! `/corpus reindex`, and the reindex after a change: shows its progress, and its result.

use std::sync::Arc;

use tokio::time::timeout;

use super::{progress, quota};
use crate::discord::api::rest::RestError;
use crate::discord::bot::caller::{Caller, Visibility};
use crate::discord::bot::desk::Desk;
use crate::discord::view;
use crate::library::Usage;
use crate::live::{Joining, Live, Reindexing, State};
use crate::message;

/// Reindexes, or joins the reindex that is running.
pub(in crate::discord::bot) async fn reindex(desk: &Desk, caller: &Caller<'_>) -> Result<(), RestError> {
    if let Some(sentence) = quota::refusal(desk, Usage::default()).await {
        return caller.tell(&sentence).await;
    }
    let reindexing = desk.live.reindex(Joining::Running).await;
    let first = view::notice(&view::admin::reindexing(&reindexing, None));
    let mut ending = reindexing.clone();
    // The reindex goes on and is recorded even if the response can't be shown.
    let shown = match caller.show(Visibility::Private, first).await {
        Ok(()) => show_progress(reindexing, None, caller).await,
        unseen => unseen,
    };
    let outcome = ending.outcome().await;
    let outcome = outcome
        .as_ref()
        .map_or_else(|reason| &**reason, |report| report.generation.as_str());
    desk.records.action(caller.user, "reindex", None, outcome);
    shown
}

/// Reindexes after a change to the corpus. `done` says what was changed; it is shown soon, even if another reindex has
/// to end first.
pub(super) async fn reindex_after(live: &Arc<Live>, done: &str, caller: &Caller<'_>) -> Result<(), RestError> {
    let beginning = live.reindex(Joining::Later);
    tokio::pin!(beginning);
    let reindexing = if let Ok(reindexing) = timeout(caller.pace.progress_every, &mut beginning).await {
        reindexing
    } else {
        let waiting = view::notice(&format!("{done}\n{}", message::reindex::WAITS));
        if let Err(error) = caller.edit(waiting).await {
            tracing::debug!(%error, "could not show that a reindex waits for another");
        }
        beginning.await
    };
    show_progress(reindexing, Some(done), caller).await
}

/// Shows the progress of a reindex, and its result. `done` says what was changed before it, if anything.
async fn show_progress(reindexing: Reindexing, done: Option<&str>, caller: &Caller<'_>) -> Result<(), RestError> {
    let mut ending = reindexing.clone();
    let running = || {
        let is_running = matches!(reindexing.state(), State::Running(_));
        is_running.then(|| view::admin::reindexing(&reindexing, done))
    };
    let outcome = progress::follow(caller, ending.outcome(), running).await;
    progress::conclude(caller, view::admin::reindexed(&outcome, done)).await
}
