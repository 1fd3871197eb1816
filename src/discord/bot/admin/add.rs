//! `/corpus add`: shows what an uploaded file would become, and adds it once the admin confirms.

use std::sync::Arc;
use std::time::Duration;

use serenity::model::channel::Attachment;

use super::reindex::reindex_after;
use super::{Failed, on_shelf};
use crate::corpus::{Added, Draft, DraftId, Replacing, ShelfError};
use crate::discord::api::rest::RestError;
use crate::discord::api::upload::{FetchError, Uploads};
use crate::discord::bot::caller::{Caller, Visibility};
use crate::discord::bot::records::Records;
use crate::discord::outgoing::Outgoing;
use crate::discord::view;
use crate::discord::view::markdown;
use crate::library::Library;
use crate::live::Live;
use crate::message;

/// The time that an upload waits for an admin to confirm it.
const DRAFT_PATIENCE: Duration = Duration::from_hours(24);

/// The most of a file's name in a sentence.
const MAX_NAME: usize = 100;

/// Shows what an uploaded file would become, with buttons to add or discard it.
pub(in crate::discord::bot) async fn preview(
    library: &Library,
    records: &Records,
    uploads: &Uploads,
    file: &Attachment,
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    let making = draft_of(library, records, uploads, file, caller);
    caller.answer(Visibility::Private, making).await
}

async fn draft_of(
    library: &Library,
    records: &Records,
    uploads: &Uploads,
    file: &Attachment,
    caller: &Caller<'_>,
) -> Outgoing {
    let name = markdown::escape_within(&file.filename, MAX_NAME);
    let bytes = match uploads.fetch(file).await {
        Ok(bytes) => bytes,
        Err(error) => {
            tracing::warn!(%error, bytes = file.size, "an upload was not fetched");
            return view::notice(&match error {
                FetchError::TooLarge => message::corpus::upload_too_large(&name),
                FetchError::Elsewhere => message::corpus::upload_elsewhere(&name),
                FetchError::Refused(_) | FetchError::Lost => message::corpus::upload_lost(&name),
            });
        }
    };
    let given = file.filename.clone();
    let drafted = on_shelf(library, move |shelf| {
        let draft = shelf.check(&given, bytes)?;
        let id = shelf.put_aside(&draft)?;
        Ok((draft, id))
    });
    match drafted.await {
        Ok((draft, id)) => view::admin::draft(&draft, id, &file.filename),
        Err(Failed::Shelf(ShelfError::Rejected(reason))) => {
            records.action(caller.user, "add", Some(&file.filename), "rejected");
            let reason = markdown::escape(&reason.to_string());
            view::notice(&message::corpus::upload_rejected(&name, &reason))
        }
        Err(failed) => failed.notice(),
    }
}

/// An attempt to add a draft.
enum Attempt {
    Added(Added),
    /// Another article has taken the name since the admin saw the draft. This is the draft as it would be now.
    NameTaken(Box<Draft>),
}

/// Add, Replace: adds a draft to the corpus, and reindexes.
pub(in crate::discord::bot) async fn add(
    live: &Arc<Live>,
    records: &Records,
    id: DraftId,
    replacing: Replacing,
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    // Update the message first, so that nobody clicks the buttons twice.
    caller.update(view::notice(&message::corpus::adding())).await?;
    let attempt = on_shelf(live.library(), move |shelf| {
        let draft = shelf.draft(id)?;
        match shelf.add(&draft, replacing) {
            Ok(added) => {
                // If this fails, the draft is discarded when it is old.
                let _ = shelf.discard(id);
                Ok(Attempt::Added(added))
            }
            Err(error @ ShelfError::Exists { .. }) => match shelf.draft(id) {
                Ok(draft) => Ok(Attempt::NameTaken(Box::new(draft))),
                Err(_) => Err(error),
            },
            Err(error) => Err(error),
        }
    });
    let added = match attempt.await {
        Ok(Attempt::Added(added)) => added,
        Ok(Attempt::NameTaken(draft)) => {
            return caller.edit(view::admin::draft(&draft, id, draft.path())).await;
        }
        Err(failed) => {
            records.action(caller.user, "add", None, &failed.outcome());
            return caller.edit(failed.notice()).await;
        }
    };
    let path = markdown::escape_within(&added.path, MAX_NAME);
    let (outcome, done) = if added.replaced.is_some() {
        ("replaced", message::corpus::replaced(&path))
    } else {
        ("added", message::corpus::added(&path))
    };
    records.action(caller.user, "add", Some(&added.path), outcome);
    reindex_after(live, &done, caller).await
}

/// Cancel: discards a draft.
pub(in crate::discord::bot) async fn discard(
    library: &Library,
    id: DraftId,
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    let shown = match on_shelf(library, move |shelf| shelf.discard(id)).await {
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
