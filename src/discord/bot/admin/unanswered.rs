//! `/corpus unanswered`: lists the questions that the articles did not answer, those with the same meaning together.

use super::on_library;
use crate::answer::Answerer;
use crate::discord::api::rest::RestError;
use crate::discord::bot::caller::{Caller, Visibility};
use crate::discord::bot::desk::Desk;
use crate::discord::outgoing::{MAX_CONTENT, Outgoing};
use crate::discord::view;
use crate::discord::view::markdown;
use crate::library::{Chosen, Group, Library, LibraryError, Noise};
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

/// The groups that were changed, as they were.
type Changed = Result<Vec<Group>, LibraryError>;

/// A change to groups of questions that were chosen in a menu, with its record and the sentences about it.
pub(in crate::discord::bot) struct Change {
    apply: fn(&Library, &Answerer, &[Chosen]) -> Changed,
    action: &'static str,
    one: fn(&str) -> String,
    several: fn(usize) -> String,
}

/// Mark as done.
pub(in crate::discord::bot) const MARK_DONE: Change = Change {
    apply: Library::mark_done,
    action: "mark done",
    one: message::ledger::marked_done,
    several: message::ledger::several_done,
};

/// Never list again.
pub(in crate::discord::bot) const HIDE: Change = Change {
    apply: Library::hide,
    action: "never list",
    one: message::ledger::hidden,
    several: message::ledger::several_hidden,
};

/// Changes the chosen groups, records that, and shows it above the list as it is then.
pub(in crate::discord::bot) async fn change(
    desk: &Desk,
    change: &'static Change,
    (page, values): (usize, &[String]),
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    let Some(chosen) = chosen(values) else {
        return caller.tell(message::corpus::OLD_CONTROL).await;
    };
    caller.acknowledge().await?;
    let changed = on_library(&desk.live, move |library, answerer| {
        (change.apply)(library, answerer, &chosen)
    })
    .await;
    let told = match changed {
        Some(Ok(groups)) => {
            let questions: usize = groups.iter().map(|group| group.questions.len()).sum();
            if questions > 0 {
                desk.records
                    .action(caller.user, change.action, None, &format!("{questions} questions"));
            }
            match groups.as_slice() {
                [] => message::ledger::NOT_OPEN.to_owned(),
                [one] => (change.one)(&markdown::escape_within(one.text(), view::admin::MAX_QUESTION)),
                several => (change.several)(several.len()),
            }
        }
        Some(Err(error)) => message::ledger::failed(&markdown::escape(&error.sentence())),
        None => message::corpus::failed(),
    };
    let mut shown = page_of(&desk.live, page).await;
    shown.content = markdown::within(&format!("{told}\n{}", shown.content), MAX_CONTENT);
    caller.edit(shown).await
}

/// The groups that were chosen; `None` if there are none, or a value is from another version.
fn chosen(values: &[String]) -> Option<Vec<Chosen>> {
    let chosen: Option<Vec<Chosen>> = values.iter().map(|value| view::admin::chosen(value)).collect();
    chosen.filter(|chosen| !chosen.is_empty())
}

async fn page_of(live: &Live, page: usize) -> Outgoing {
    let listed = on_library(live, |library, answerer| library.unanswered(answerer, Noise::LeftOut));
    match listed.await {
        Some(Ok(open)) => view::admin::unanswered(&open, page),
        Some(Err(error)) => {
            let reason = markdown::escape(&error.sentence());
            view::notice(&message::ledger::failed(&reason))
        }
        None => view::notice(&message::corpus::failed()),
    }
}
