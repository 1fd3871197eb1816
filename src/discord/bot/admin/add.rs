//! `/corpus add`: shows what files would become, and adds them once the admin confirms.

use std::time::Duration;

use futures::future::join_all;
use serenity::model::channel::Attachment;

use super::reindex::reindex_after;
use super::{Failed, on_shelf, quota};
use crate::corpus::{Added, Draft, DraftId, Replacing, Shelf, ShelfError};
use crate::discord::api::rest::RestError;
use crate::discord::api::upload::{FetchError, Uploads};
use crate::discord::bot::caller::{Caller, Visibility};
use crate::discord::bot::desk::Desk;
use crate::discord::outgoing::Outgoing;
use crate::discord::view;
use crate::discord::view::admin::Offered;
use crate::discord::view::markdown;
use crate::library::Library;
use crate::message;

/// The time that an upload waits for an admin to confirm it.
const DRAFT_PATIENCE: Duration = Duration::from_hours(24);

/// The most of a file's name in a sentence.
const MAX_NAME: usize = 100;

/// A file that somebody gave to become an article.
struct Given {
    name: String,
    bytes: Vec<u8>,
}

/// Shows what uploaded files would become, with buttons to add or discard them.
pub(in crate::discord::bot) async fn preview(
    desk: &Desk,
    uploads: &Uploads,
    files: &[&Attachment],
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    let making = async {
        let given = join_all(files.iter().map(|file| fetched(uploads, file))).await;
        offer(desk, given, caller).await
    };
    caller.answer(Visibility::Private, making).await
}

/// Fetches an uploaded file.
///
/// # Errors
/// If it can't be fetched, a sentence that says why.
async fn fetched(uploads: &Uploads, file: &Attachment) -> Result<Given, String> {
    let bytes = uploads.fetch(file).await.map_err(|error| {
        tracing::warn!(%error, bytes = file.size, "an upload was not fetched");
        let name = markdown::escape_within(&file.filename, MAX_NAME);
        match error {
            FetchError::TooLarge => message::corpus::upload_too_large(&name),
            FetchError::Elsewhere => message::corpus::upload_elsewhere(&name),
            FetchError::Refused(_) | FetchError::Lost => message::corpus::upload_lost(&name),
        }
    })?;
    Ok(Given {
        name: file.filename.clone(),
        bytes,
    })
}

/// Shows what files would become. Each is a file, or a sentence that says why there is none.
async fn offer(desk: &Desk, given: Vec<Result<Given, String>>, caller: &Caller<'_>) -> Outgoing {
    let is_one = given.len() == 1;
    let (mut offered, mut notes) = (Vec::<Offered>::new(), Vec::new());
    for given in given {
        let Given { name, bytes } = match given {
            Ok(given) => given,
            Err(sentence) => {
                notes.push(sentence);
                continue;
            }
        };
        let shown = markdown::escape_within(&name, MAX_NAME);
        let given = name.clone();
        let taken: Vec<String> = offered.iter().map(|one| one.draft.path().to_lowercase()).collect();
        let drafted = on_shelf(desk.live.library(), move |shelf| {
            let draft = shelf.check(&given, bytes)?;
            let is_same = draft.replaces().is_some_and(|replaced| replaced.is_same);
            let is_taken = taken.contains(&draft.path().to_lowercase());
            let id = if is_same || is_taken {
                None
            } else {
                Some(shelf.put_aside(&draft)?)
            };
            Ok((draft, id, is_taken))
        });
        match drafted.await {
            Ok((draft, Some(id), _)) => offered.push(Offered { draft, id, given: name }),
            Ok((_, None, true)) => notes.push(message::corpus::upload_twice(&shown)),
            Ok((draft, None, false)) => notes.push(is_there(draft.path())),
            Err(Failed::Shelf(ShelfError::Rejected(reason))) => {
                desk.records.action(caller.user, "add", Some(&name), "rejected");
                let reason = markdown::escape(&reason.to_string());
                notes.push(if is_one {
                    message::corpus::upload_rejected(&shown, &reason)
                } else {
                    message::corpus::one_upload_rejected(&shown, &reason)
                });
            }
            Err(failed) => notes.push(failed.sentence()),
        }
    }
    view::admin::drafts(&offered, &notes)
}

fn is_there(path: &str) -> String {
    message::corpus::draft_is_there(&markdown::escape_within(path, MAX_NAME))
}

/// The outcome of adding drafts.
#[derive(Default)]
struct Attempt {
    added: Vec<Added>,
    failed: Vec<ShelfError>,
    /// The drafts whose names other articles have taken since the admin saw them, as they would be now.
    taken: Vec<Offered>,
    /// The paths of the articles that are there already, with the same content.
    there: Vec<String>,
}

/// Adds drafts. If other articles have taken names in the meantime, none is added.
fn attempt(shelf: &Shelf, drafts: &[(DraftId, Replacing)]) -> Attempt {
    let mut attempt = Attempt::default();
    let mut ready = Vec::new();
    for &(id, replacing) in drafts {
        match shelf.draft(id) {
            Ok(draft) if replacing == Replacing::No && draft.replaces().is_some() => {
                again(&mut attempt, shelf, draft, id);
            }
            Ok(draft) => ready.push((draft, id, replacing)),
            Err(error) => attempt.failed.push(error),
        }
    }
    for (draft, id, replacing) in ready {
        if attempt.added.is_empty() && !attempt.taken.is_empty() {
            again(&mut attempt, shelf, draft, id);
            continue;
        }
        match shelf.add(&draft, replacing) {
            Ok(added) => {
                // If this fails, the draft is discarded when it is old.
                let _ = shelf.discard(id);
                attempt.added.push(added);
            }
            Err(error @ ShelfError::Exists { .. }) => match shelf.draft(id) {
                Ok(draft) => again(&mut attempt, shelf, draft, id),
                Err(_) => attempt.failed.push(error),
            },
            Err(error) => attempt.failed.push(error),
        }
    }
    attempt
}

/// Notes a draft that the admin has to see again.
fn again(attempt: &mut Attempt, shelf: &Shelf, draft: Draft, id: DraftId) {
    let given = draft.path().to_owned();
    if draft.replaces().is_some_and(|replaced| replaced.is_same) {
        let _ = shelf.discard(id);
        attempt.there.push(given);
    } else {
        attempt.taken.push(Offered { draft, id, given });
    }
}

/// Add, Replace: adds drafts to the corpus, and reindexes.
pub(in crate::discord::bot) async fn add(
    desk: &Desk,
    drafts: Vec<(DraftId, Replacing)>,
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    let adding = quota::of_drafts(desk, &drafts).await;
    if let Some(sentence) = quota::refusal(desk, adding).await {
        return caller.tell(&sentence).await;
    }
    // Update the message first, so that nobody clicks the buttons twice.
    caller
        .update(view::notice(&message::corpus::adding(drafts.len())))
        .await?;
    let attempt = match on_shelf(desk.live.library(), move |shelf| Ok(attempt(shelf, &drafts))).await {
        Ok(attempt) => attempt,
        Err(failed) => {
            desk.records.action(caller.user, "add", None, &failed.outcome());
            return caller.edit(failed.notice()).await;
        }
    };
    let mut lines = Vec::new();
    for added in &attempt.added {
        let path = markdown::escape_within(&added.path, MAX_NAME);
        let (outcome, sentence) = if added.replaced.is_some() {
            ("replaced", message::corpus::replaced(&path))
        } else {
            ("added", message::corpus::added(&path))
        };
        desk.records.action(caller.user, "add", Some(&added.path), outcome);
        lines.push(sentence);
    }
    for error in attempt.failed {
        let failed = Failed::Shelf(error);
        desk.records.action(caller.user, "add", None, &failed.outcome());
        lines.push(failed.sentence());
    }
    lines.extend(attempt.there.iter().map(|path| is_there(path)));
    // Several drafts that are gone are gone for the same reason.
    lines.dedup();
    if attempt.added.is_empty() {
        return caller.edit(view::admin::drafts(&attempt.taken, &lines)).await;
    }
    let taken = attempt.taken.iter().map(|one| one.draft.path());
    lines.extend(taken.map(|path| message::corpus::exists(&markdown::escape_within(path, MAX_NAME))));
    reindex_after(
        &desk.live,
        &lines.join(
            "
",
        ),
        caller,
    )
    .await
}

/// Cancel: discards drafts.
pub(in crate::discord::bot) async fn discard(
    library: &Library,
    drafts: Vec<DraftId>,
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    let discarded = on_shelf(library, move |shelf| {
        let mut is_any = false;
        for id in drafts {
            is_any |= shelf.discard(id)?;
        }
        Ok(is_any)
    });
    let shown = match discarded.await {
        Ok(true) => view::notice(&message::corpus::discarded()),
        // The draft may have been added by now, so the sentence must not say that nothing was.
        Ok(false) => view::notice(&message::corpus::no_draft()),
        Err(failed) => failed.notice(),
    };
    caller.update(shown).await
}

/// Discards the drafts that have waited too long.
pub(in crate::discord::bot) async fn discard_old_drafts(library: &Library) {
    if let Err(Failed::Shelf(error)) = on_shelf(library, |shelf| shelf.discard_old(DRAFT_PATIENCE)).await {
        tracing::debug!(%error, "old uploads could not be discarded");
    }
}
