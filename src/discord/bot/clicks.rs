//! Buttons and menus: what happens when somebody clicks.
//!
//! All that is needed stands in the component's custom id: nothing is kept, so buttons work after a restart as before.

use serenity::model::application::{ComponentInteraction, ComponentInteractionDataKind};

use crate::discord::api::rest::{Callback, RestError};
use crate::discord::bot::Bot;
use crate::discord::bot::respond::{Caller, Manner};
use crate::discord::outgoing::Outgoing;
use crate::discord::view;
use crate::discord::view::custom_id::AnswerNumber;
use crate::discord::view::custom_id::{Action, Shown};
use crate::message;

impl Bot {
    /// Does what a button or a menu is for.
    pub(crate) async fn on_component(
        &self,
        interaction: &ComponentInteraction,
        caller: &Caller,
    ) -> Result<(), RestError> {
        let Some(action) = Action::decode(&interaction.data.custom_id) else {
            return caller.tell(&self.rest, &message::discord::old_button()).await;
        };
        let answerer = self.live.answerer();
        match action {
            Action::Turn(shown) => self.turn(interaction, caller, shown).await,
            Action::Section { passage } => {
                let section = view::section_of(&answerer, passage, 0);
                self.show_or_gone(caller, section).await
            }
            Action::SectionPage { passage, page } => match view::section_of(&answerer, passage, page) {
                Some(section) => caller.update(&self.rest, section).await,
                None => self.show_or_gone(caller, None).await,
            },
            Action::Vote { shown, is_helpful } => {
                tracing::info!(is_helpful, status = shown.status.name(), "a vote");
                let message = &interaction.message;
                let number = shown.answer.unwrap_or_else(|| AnswerNumber::of_message(message.id));
                let question = view::question_of(message);
                let voted = self.records.vote(caller.user, number, is_helpful, question.as_deref());
                let sentence = match voted.await {
                    Ok(()) => message::discord::thanks_for_vote(is_helpful),
                    Err(error) => {
                        tracing::warn!(%error, "a vote was not recorded");
                        message::discord::vote_not_recorded()
                    }
                };
                caller.tell(&self.rest, &sentence).await
            }
            Action::Share(shown) => {
                let public = Shown {
                    is_private: false,
                    ..shown
                };
                let shared = view::shared(&answerer, &public, own_words(interaction));
                match shared {
                    Some(shared) => caller.show(&self.rest, Manner::Public, shared).await,
                    None => self.show_or_gone(caller, None).await,
                }
            }
            Action::Dismiss { asker } => {
                if caller.user != asker && !caller.may_manage {
                    return caller.tell(&self.rest, &message::discord::not_yours_to_dismiss()).await;
                }
                caller.call_back(&self.rest, &Callback::UpdateLater).await?;
                match self.rest.delete_original(&caller.token).await {
                    // It may have been sent as a message, not as a response.
                    Err(RestError::Refused { .. }) => {
                        self.rest.delete_message(caller.channel, interaction.message.id).await
                    }
                    other => other,
                }
            }
            Action::PickSection | Action::PickArticle => {
                let picked = chosen(interaction).and_then(|value| view::picked(&answerer, value));
                self.show_or_gone(caller, picked).await
            }
            Action::ArticlesPage { page } => caller.update(&self.rest, view::sources(&answerer, page)).await,
            Action::Corpus(action) => self.on_corpus_click(action, interaction, caller).await,
            Action::SectionsPage { article, page } => match view::sections(&answerer, article, page) {
                Some(sections) => caller.update(&self.rest, sections).await,
                None => self.show_or_gone(caller, None).await,
            },
        }
    }

    /// Shows another passage: the asker turns the message itself, anybody else gets a copy of their own.
    async fn turn(&self, interaction: &ComponentInteraction, caller: &Caller, shown: Shown) -> Result<(), RestError> {
        let answerer = self.live.answerer();
        let content = own_words(interaction);
        let is_own = caller.user == shown.asker || shown.is_private;
        let shown = if is_own {
            shown
        } else {
            Shown {
                asker: caller.user,
                is_private: true,
                ..shown
            }
        };
        match view::turned(&answerer, &shown, content) {
            Some(turned) if is_own => caller.update(&self.rest, turned).await,
            other => self.show_or_gone(caller, other).await,
        }
    }

    /// Shows something to the caller alone; says so if it is not in the corpus any more.
    async fn show_or_gone(&self, caller: &Caller, outgoing: Option<Outgoing>) -> Result<(), RestError> {
        let outgoing = outgoing.unwrap_or_else(|| view::notice(&message::discord::passage_gone()));
        caller.show(&self.rest, Manner::Private, outgoing).await
    }
}

/// What the bot said in the message in its own words. Where it may not embed, the passage is the content: then nothing.
fn own_words(interaction: &ComponentInteraction) -> &str {
    if interaction.message.embeds.is_empty() {
        ""
    } else {
        &interaction.message.content
    }
}

pub(crate) fn chosen(interaction: &ComponentInteraction) -> Option<&str> {
    match &interaction.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first().map(String::as_str),
        _ => None,
    }
}
