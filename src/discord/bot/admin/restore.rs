//! `/corpus restore`: brings an article back from the trash.

use std::time::Duration;

use super::reindex::reindex_after;
use super::remove::MAX_PATH;
use super::{matching, on_shelf, quota};
use crate::corpus::{Shelf, ShelfError, TrashId, Trashed};
use crate::discord::api::rest::RestError;
use crate::discord::bot::caller::{Caller, Visibility};
use crate::discord::bot::desk::Desk;
use crate::discord::outgoing::MAX_OPTION;
use crate::discord::view;
use crate::discord::view::markdown;
use crate::library::{Library, Usage};
use crate::message;

/// The longest time between offering a choice and getting its name back.
const LONGEST_CHOOSING: Duration = Duration::from_mins(2);

/// The characters of a path that are compared before the whole name of a choice is: a choice may show only the
/// beginning of a long path.
const COMPARED_CHARS: usize = 40;

/// Brings an article back, and reindexes.
pub(in crate::discord::bot) async fn restore(desk: &Desk, typed: &str, caller: &Caller<'_>) -> Result<(), RestError> {
    let article = Usage {
        articles: 1,
        ..Usage::default()
    };
    if let Some(sentence) = quota::refusal(desk, article).await {
        return caller.tell(&sentence).await;
    }
    caller
        .show(Visibility::Private, view::notice(&message::corpus::restoring()))
        .await?;
    let typed = typed.trim().to_owned();
    let restored = on_shelf(desk.live.library(), move |shelf| match find(shelf, &typed)? {
        Some(trashed) => shelf.restore(trashed.id),
        None => Err(ShelfError::NotInTrash { what: typed }),
    });
    match restored.await {
        Ok(path) => {
            desk.records.action(caller.user, "restore", Some(&path), "restored");
            let done = message::corpus::restored(&markdown::escape_within(&path, MAX_PATH));
            reindex_after(&desk.live, &done, caller).await
        }
        Err(failed) => {
            desk.records.action(caller.user, "restore", None, &failed.outcome());
            caller.edit(failed.notice()).await
        }
    }
}

/// Articles to bring back, for what an admin has typed so far.
pub(in crate::discord::bot) async fn choices(library: &Library, typed: &str) -> Vec<(String, String)> {
    let trash = on_shelf(library, Shelf::trash).await.unwrap_or_default();
    let offer = |one: &Trashed| (name(one, age(one)), one.id.to_string());
    matching(trash.iter().map(offer), typed)
}

/// Finds an article in the trash by its ID, by the name of a choice, or by its path (the newest version).
fn find(shelf: &Shelf, typed: &str) -> Result<Option<Trashed>, ShelfError> {
    let id: Option<TrashId> = typed.parse().ok();
    let trash = shelf.trash()?;
    let found = trash
        .iter()
        .find(|one| Some(one.id) == id)
        .or_else(|| by_name(&trash, typed))
        .or_else(|| trash.iter().find(|one| one.path == typed));
    Ok(found.cloned())
}

/// Finds the article whose choice had this name. The name has an age in it ("removed 5 seconds ago"), so it is compared
/// with the names of the last two minutes. `None` if two versions of an article may be meant.
fn by_name<'a>(trash: &'a [Trashed], typed: &str) -> Option<&'a Trashed> {
    let is_meant = |one: &&Trashed| {
        let path: String = markdown::plain(&one.path).chars().take(COMPARED_CHARS).collect();
        typed.starts_with(&path)
            && (0..=LONGEST_CHOOSING.as_secs())
                .filter_map(|passed| age(one).checked_sub(Duration::from_secs(passed)))
                .any(|then| name(one, then) == typed)
    };
    let mut meant = trash.iter().filter(is_meant);
    meant.next().filter(|_| meant.next().is_none())
}

/// The time since an article was removed.
fn age(trashed: &Trashed) -> Duration {
    trashed.removed_at.elapsed().unwrap_or_default()
}

/// The name of a choice: "a.md (removed 5 seconds ago)".
fn name(trashed: &Trashed, age: Duration) -> String {
    let ago = message::ago(age);
    markdown::plain_within(&message::corpus::removed_ago(&trashed.path, &ago), MAX_OPTION)
}
