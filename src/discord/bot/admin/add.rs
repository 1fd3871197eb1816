//! `/corpus add`: a file is fetched, read, and shown as what it would become; an admin confirms or cancels.

use std::time::Duration;

use serenity::model::channel::Attachment;

use super::escaped;
use crate::corpus::{DraftId, Replacing, ShelfError};
use crate::discord::api::rest::RestError;
use crate::discord::api::upload::FetchError;
use crate::discord::bot::Bot;
use crate::discord::bot::respond::{Caller, Manner};
use crate::discord::outgoing::Outgoing;
use crate::discord::view;
use crate::discord::view::markdown;
use crate::library::shelf_sentence;
use crate::message;

/// How long an upload waits for somebody to say what becomes of it.
const DRAFT_PATIENCE: Duration = Duration::from_hours(24);

/// The most of a file's name in a sentence.
const MAX_NAME: usize = 100;

impl Bot {
    /// Shows what an uploaded file would become.
    pub(super) async fn look_at_upload(&self, file: &Attachment, caller: &Caller) -> Result<(), RestError> {
        caller
            .answer(
                &self.rest,
                Manner::Private,
                self.pace.defer_after,
                self.draft_of(file, caller),
            )
            .await
    }

    async fn draft_of(&self, file: &Attachment, caller: &Caller) -> Outgoing {
        let name = markdown::escape_within(&file.filename, MAX_NAME);
        let bytes = match self.uploads.fetch(file).await {
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
        let drafted = self.on_shelf(move |shelf| {
            let draft = shelf.check(&given, bytes)?;
            let id = shelf.put_aside(&draft)?;
            Ok::<_, ShelfError>((draft, id))
        });
        match drafted.await {
            Some(Ok((draft, id))) => view::admin::draft(&draft, id, &file.filename),
            Some(Err(ShelfError::Rejected(reason))) => {
                self.records
                    .action(caller.user, "add", Some(&file.filename), "rejected");
                view::notice(&message::corpus::upload_rejected(
                    &name,
                    &markdown::escape(&reason.to_string()),
                ))
            }
            Some(Err(error)) => escaped(&shelf_sentence(&error)),
            None => view::notice(&message::corpus::failed()),
        }
    }

    /// Adds what was put aside, and takes it up.
    pub(super) async fn add(&self, id: DraftId, replacing: Replacing, caller: &Caller) -> Result<(), RestError> {
        // First of all: the buttons are not to be clicked twice.
        caller
            .update(&self.rest, view::notice(&message::corpus::adding()))
            .await?;
        let added = self.on_shelf(move |shelf| {
            let draft = shelf.draft(id)?;
            let added = shelf.add(&draft, replacing);
            if added.is_ok() {
                // What could not be discarded now is when it is old.
                let _ = shelf.discard(id);
            }
            added.map_err(|error| match error {
                // The name was free when the admin looked at the draft: they are to look again.
                ShelfError::Exists { .. } => Again::Look(Box::new((shelf.draft(id).ok(), error))),
                error => Again::No(error),
            })
        });
        let (done, outcome) = match added.await {
            Some(Ok(added)) => {
                let path = markdown::escape_within(&added.path, MAX_NAME);
                let outcome = if added.replaced.is_some() { "replaced" } else { "added" };
                self.records.action(caller.user, "add", Some(&added.path), outcome);
                let sentence = if added.replaced.is_some() {
                    message::corpus::replaced(&path)
                } else {
                    message::corpus::added(&path)
                };
                (sentence, added.path)
            }
            Some(Err(Again::Look(again))) => {
                let (draft, error) = *again;
                let shown = match draft {
                    Some(draft) => view::admin::draft(&draft, id, draft.path()),
                    None => escaped(&shelf_sentence(&error)),
                };
                return caller.edit(&self.rest, shown).await;
            }
            Some(Err(Again::No(error))) => {
                self.records.action(caller.user, "add", None, &error.to_string());
                return caller.edit(&self.rest, escaped(&shelf_sentence(&error))).await;
            }
            None => {
                let failed = view::notice(&message::corpus::failed());
                return caller.edit(&self.rest, failed).await;
            }
        };
        tracing::info!(path = outcome, "an article was added");
        self.take_up(caller, &done).await
    }

    /// Throws away what nobody has said anything about for a day.
    pub(crate) async fn forget_old_drafts(&self) {
        if let Some(Err(error)) = self.on_shelf(|shelf| shelf.discard_old(DRAFT_PATIENCE)).await {
            tracing::debug!(%error, "old uploads could not be thrown away");
        }
    }

    /// Throws away what was put aside.
    pub(super) async fn discard(&self, id: DraftId, caller: &Caller) -> Result<(), RestError> {
        let discarded = self.on_shelf(move |shelf| shelf.discard(id)).await;
        let shown = match discarded {
            Some(Ok(true)) => view::notice(&message::corpus::discarded()),
            // Whoever clicks late is not told that nothing was added.
            Some(Ok(false)) => view::notice(&message::corpus::no_draft()),
            Some(Err(error)) => escaped(&shelf_sentence(&error)),
            None => view::notice(&message::corpus::failed()),
        };
        caller.update(&self.rest, shown).await
    }
}

/// Why a draft was not added.
enum Again {
    /// Something has taken its name meanwhile: the draft as it is now, if it is still there.
    Look(Box<(Option<crate::corpus::Draft>, ShelfError)>),
    /// It can't be.
    No(ShelfError),
}

impl From<ShelfError> for Again {
    fn from(error: ShelfError) -> Self {
        Self::No(error)
    }
}
