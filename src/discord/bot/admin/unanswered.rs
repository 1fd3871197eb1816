//! `/corpus unanswered`: lists the questions that the articles did not answer, those with the same meaning together.

use std::sync::Arc;

use tokio::task::spawn_blocking;

use crate::answer::Answerer;
use crate::discord::api::rest::RestError;
use crate::discord::bot::caller::{Caller, Visibility};
use crate::discord::bot::records::Records;
use crate::discord::outgoing::{MAX_CONTENT, Outgoing};
use crate::discord::view;
use crate::discord::view::admin::SeenGroup;
use crate::discord::view::markdown;
use crate::library::Library;
use crate::live::Live;
use crate::message;

/// Lists the questions, from the first page.
pub(in crate::discord::bot) async fn list(live: &Live, caller: &Caller<'_>) -> Result<(), RestError> {
    caller.answer(Visibility::Private, page_of(live, 0)).await
}

/// Previous, Next: turns to a page of the list.
pub(in crate::discord::bot) async fn turn(live: &Live, page: usize, caller: &Caller<'_>) -> Result<(), RestError> {
    caller.acknowledge().await?;
    caller.edit(page_of(live, page).await).await
}

/// Mark as done: marks the group of questions that was chosen in the menu.
pub(in crate::discord::bot) async fn mark_done(
    live: &Live,
    records: &Records,
    page: usize,
    chosen: Option<&str>,
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    let Some(seen) = chosen.and_then(SeenGroup::decode) else {
        return caller.tell(message::discord::OLD_BUTTON).await;
    };
    caller.acknowledge().await?;
    let marked = on_library(live, move |library, answerer| {
        library.mark_done(answerer, seen.question, Some(seen.asking))
    });
    let done = match marked.await {
        Some(Ok(Some(group))) => {
            let outcome = format!("{} questions", group.questions.len());
            records.action(caller.user, "mark done", None, &outcome);
            message::ledger::marked_done(&markdown::escape_within(group.text(), view::admin::MAX_QUESTION))
        }
        Some(Ok(None)) => message::ledger::NOT_OPEN.to_owned(),
        Some(Err(error)) => message::ledger::failed(&markdown::escape(&error.sentence())),
        None => message::corpus::failed(),
    };
    let mut shown = page_of(live, page).await;
    shown.content = markdown::within(&format!("{done}\n{}", shown.content), MAX_CONTENT);
    caller.edit(shown).await
}

async fn page_of(live: &Live, page: usize) -> Outgoing {
    match on_library(live, Library::open_groups).await {
        Some(Ok(groups)) => view::admin::unanswered(&groups, page),
        Some(Err(error)) => {
            let reason = markdown::escape(&error.sentence());
            view::notice(&message::ledger::failed(&reason))
        }
        None => view::notice(&message::corpus::failed()),
    }
}

/// Does some work on the library, on a thread of its own. `None` if it panicked.
async fn on_library<T: Send + 'static>(
    live: &Live,
    work: impl FnOnce(&Library, &Answerer) -> T + Send + 'static,
) -> Option<T> {
    let (library, answerer) = (Arc::clone(live.library()), live.answerer());
    spawn_blocking(move || work(&library, &answerer)).await.ok()
}
