//! `/corpus`: what admins do about the articles. Commands, buttons and menus all come through here, and each is checked
//! anew: a button may be clicked by somebody whom Discord never showed it.
//!
//! Not here: who is an admin (`authority`), how it looks (`view::admin`), and doing it (`library`, `live`).

mod add;
mod progress;
mod remove;
mod status;
mod unanswered;

use serenity::model::application::ComponentInteraction;
use tokio::task::spawn_blocking;

use crate::corpus::Shelf;
use crate::discord::api::rest::RestError;
use crate::discord::bot::Bot;
use crate::discord::bot::authority::Verdict;
use crate::discord::bot::command::CorpusCommand;
use crate::discord::bot::respond::{Caller, Manner};
use crate::discord::outgoing::Outgoing;
use crate::discord::view;
use crate::discord::view::custom_id::CorpusAction;
use crate::discord::view::markdown;
use crate::live::Joining;
use crate::message;

impl Bot {
    /// Does what an admin says; tells anybody else that they are none.
    pub(super) async fn on_corpus(&self, command: CorpusCommand<'_>, caller: &Caller) -> Result<(), RestError> {
        if let Some(refusal) = self.refusal(caller).await {
            return caller.tell(&self.rest, &refusal).await;
        }
        match command {
            CorpusCommand::Status => {
                let status = self.status();
                caller
                    .answer(&self.rest, Manner::Private, self.pace.defer_after, status)
                    .await
            }
            CorpusCommand::Reindex => self.reindex(caller).await,
            CorpusCommand::Add(file) => self.look_at_upload(file, caller).await,
            CorpusCommand::Remove(article) => self.ask_before_removing(article, caller).await,
            CorpusCommand::Restore(article) => self.restore(article, caller).await,
            CorpusCommand::Unanswered => self.list_unanswered(caller).await,
        }
    }

    /// Does what an admin's click asks for; tells anybody else that they are none.
    pub(super) async fn on_corpus_click(
        &self,
        action: CorpusAction,
        interaction: &ComponentInteraction,
        caller: &Caller,
    ) -> Result<(), RestError> {
        if let Some(refusal) = self.refusal(caller).await {
            return caller.tell(&self.rest, &refusal).await;
        }
        match action {
            CorpusAction::Add { draft, replacing } => self.add(draft, replacing, caller).await,
            CorpusAction::Discard { draft } => self.discard(draft, caller).await,
            CorpusAction::Remove { article } => self.remove(article, caller).await,
            CorpusAction::Keep => {
                let kept = view::notice(&message::corpus::kept());
                caller.update(&self.rest, kept).await
            }
            CorpusAction::UnansweredPage { page } => self.turn_unanswered(page, caller).await,
            CorpusAction::MarkDone { page } => self.mark_done(page, interaction, caller).await,
        }
    }

    /// Why somebody may not do anything here; `None` for an admin in a server.
    pub(crate) async fn refusal(&self, caller: &Caller) -> Option<String> {
        if caller.guild.is_none() {
            return Some(message::corpus::only_in_a_server());
        }
        match self.authority.judge(caller, &self.rest).await {
            Verdict::Admin => None,
            Verdict::Stranger => {
                tracing::warn!(user = %caller.user, "somebody who is no admin tried to use /corpus");
                Some(message::corpus::not_an_admin())
            }
            Verdict::Unknown => Some(message::corpus::owner_unknown()),
        }
    }

    async fn reindex(&self, caller: &Caller) -> Result<(), RestError> {
        let reindexing = self.live.reindex(Joining::Any).await;
        let first = view::admin::reindexing(&reindexing, None);
        let mut ending = reindexing.clone();
        // It is under way, whether or not anybody sees it.
        let shown = match caller.show(&self.rest, Manner::Private, first).await {
            Ok(()) => self.show_progress(caller, reindexing, None).await,
            unseen => unseen,
        };
        let outcome = ending.outcome().await;
        let outcome = outcome
            .as_ref()
            .map_or_else(|reason| &**reason, |report| report.generation.as_str());
        self.records.action(caller.user, "reindex", None, outcome);
        shown
    }

    /// Does some work on the files of the corpus, on a thread of its own. `None` if it panicked.
    async fn on_shelf<T: Send + 'static>(&self, work: impl FnOnce(&Shelf) -> T + Send + 'static) -> Option<T> {
        let files = self.live.library().shelf();
        spawn_blocking(move || work(&files)).await.ok()
    }
}

/// One sentence about names that somebody else has chosen, as it may stand in a message.
fn escaped(sentence: &str) -> Outgoing {
    view::notice(&markdown::escape(sentence))
}
