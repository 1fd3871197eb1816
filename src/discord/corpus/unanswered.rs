//! `/corpus unanswered`: the questions that the articles did not answer, those that mean the same together.

use std::sync::Arc;

use serenity::model::application::ComponentInteraction;
use tokio::task::spawn_blocking;

use crate::answer::Answerer;
use crate::discord::bot::Bot;
use crate::discord::components::chosen;
use crate::discord::markdown;
use crate::discord::outgoing::Outgoing;
use crate::discord::respond::{Caller, Manner};
use crate::discord::rest::{Callback, RestError};
use crate::discord::view;
use crate::discord::view::corpus::SeenGroup;
use crate::library::Library;
use crate::message;

impl Bot {
    pub(super) async fn list_unanswered(&self, caller: &Caller) -> Result<(), RestError> {
        let listing = self.unanswered_page(0);
        caller
            .answer(&self.rest, Manner::Private, self.pace.defer_after, listing)
            .await
    }

    pub(super) async fn turn_unanswered(&self, page: usize, caller: &Caller) -> Result<(), RestError> {
        caller.call_back(&self.rest, &Callback::UpdateLater).await?;
        let shown = self.unanswered_page(page).await;
        caller.edit(&self.rest, shown).await
    }

    /// Marks the group as done that was chosen.
    pub(super) async fn mark_done(
        &self,
        page: usize,
        interaction: &ComponentInteraction,
        caller: &Caller,
    ) -> Result<(), RestError> {
        let Some(seen) = chosen(interaction).and_then(SeenGroup::decode) else {
            return caller.tell(&self.rest, &message::discord::old_button()).await;
        };
        caller.call_back(&self.rest, &Callback::UpdateLater).await?;
        let marked = self
            .on_library(move |library, answerer| library.mark_done(answerer, seen.question, Some(seen.asking)))
            .await;
        let done = match &marked {
            Some(Ok(Some(group))) => {
                self.records.action(
                    caller.user,
                    "mark done",
                    None,
                    &format!("{} questions", group.questions.len()),
                );
                message::ledger::marked_done(&markdown::escape_within(group.text(), view::corpus::MAX_QUESTION))
            }
            Some(Ok(None)) => message::ledger::NOT_OPEN.to_owned(),
            Some(Err(error)) => message::ledger::failed(&markdown::escape(&error.sentence())),
            None => message::corpus::failed(),
        };
        let mut shown = self.unanswered_page(page).await;
        shown.content = markdown::within(
            &format!("{done}\n{}", shown.content),
            crate::discord::outgoing::MAX_CONTENT,
        );
        caller.edit(&self.rest, shown).await
    }

    async fn unanswered_page(&self, page: usize) -> Outgoing {
        match self.on_library(Library::open_groups).await {
            Some(Ok(groups)) => view::corpus::unanswered(&groups, page),
            Some(Err(error)) => {
                let reason = markdown::escape(&error.sentence());
                view::notice(&message::ledger::failed(&reason))
            }
            None => view::notice(&message::corpus::failed()),
        }
    }

    /// Does some work on the library, on a thread of its own. `None` if it panicked.
    async fn on_library<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Library, &Answerer) -> T + Send + 'static,
    ) -> Option<T> {
        let (library, answerer) = (Arc::clone(self.live.library()), self.live.answerer());
        spawn_blocking(move || work(&library, &answerer)).await.ok()
    }
}
