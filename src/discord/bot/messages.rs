//! Messages that are addressed to the bot, and replying to them.

use std::future::pending;

use serenity::model::channel::Message;
use tokio::time::{Instant, sleep};

use super::ask::{link, question, whole_seconds};
use super::{Bot, guarded, settle};
use crate::discord::api::rest::RestError;
use crate::discord::bot::mention::Addressed;
use crate::discord::outgoing::Outgoing;
use crate::discord::view::{self, Asked};
use crate::message;
use crate::metrics::{Outcome, Way};

impl Bot {
    pub(super) async fn on_message(&self, message: &Message) {
        if matches!(self.addressed(message), Addressed::No) || self.is_closing() {
            return;
        }
        let received = Instant::now();
        let outgoing = guarded(self.reply_to(message)).await;
        let outgoing = outgoing.unwrap_or_else(|| view::notice(&message::discord::failed_to_answer()));
        let sent = self.send_reply(message, outgoing).await;
        if sent.is_ok() {
            self.metrics.questions.responded(way(message), received.elapsed());
        }
        settle("reply", sent);
    }

    /// What to reply to a message that is addressed to the bot.
    pub(super) async fn reply_to(&self, message: &Message) -> Outgoing {
        let (text, about) = match self.addressed(message) {
            Addressed::Question(text) => (text, None),
            Addressed::About(about) => (about.content.clone(), Some(about)),
            Addressed::Hidden => return view::notice(&message::discord::unreadable_reply()),
            Addressed::Nothing | Addressed::No => return view::how_to_ask(),
        };
        if let Err(wait) = self.limit.check(message.author.id) {
            self.metrics.questions.asked(way(message), Outcome::Limited);
            return view::notice(&message::discord::too_many_questions(whole_seconds(wait)));
        }
        let Some(question) = question(&text) else {
            return view::how_to_ask();
        };
        let asked = Asked {
            asker: message.author.id,
            // A reply shows what it replies to; that it is about a third message, it doesn't.
            question: about.map(|about| about.content.clone()),
            link: about.map(|about| link(message.guild_id, about.channel_id, about.id)),
            to: None,
            is_private: false,
            answer: self.records.number(message.id.get()),
        };
        let answering = self.answer(&question, &asked, way(message));
        tokio::pin!(answering);
        tokio::select! {
            outgoing = &mut answering => return outgoing,
            () = sleep(self.pace.type_after) => {}
        }
        let typing = async {
            settle("show that it types", self.rest.type_in(message.channel_id).await);
            pending().await
        };
        // The answer does not wait for it.
        tokio::select! {
            outgoing = answering => outgoing,
            never = typing => never,
        }
    }

    /// Sends a reply: as plain text if it may not embed there, and if it may not write there at all, a private line
    /// that says why there is none.
    pub(super) async fn send_reply(&self, message: &Message, outgoing: Outgoing) -> Result<(), RestError> {
        let (channel, id) = (message.channel_id, message.id);
        let nonce = id.to_string();
        let refusal = match self.rest.send(channel, &outgoing, Some(id), &nonce).await {
            Err(error @ RestError::Refused { status: 400 | 403, .. }) => error,
            other => return other,
        };
        tracing::warn!(error = %refusal, "a reply was refused; sending it as plain text");
        let plain = view::plain(outgoing);
        let refusal = match self.rest.send(channel, &plain, Some(id), &nonce).await {
            Err(error) if error.is_forbidden() => error,
            other => return other,
        };
        tracing::warn!(error = %refusal, "the bot may not write in a channel where it was asked; telling the asker");
        let line = view::notice(&message::discord::cannot_answer_here(&format!("<#{channel}>")));
        let private = self.rest.private_channel(message.author.id).await?;
        self.rest.send(private, &line, None, &nonce).await
    }
}

/// By which way somebody asks who writes this message.
fn way(message: &Message) -> Way {
    match message.guild_id {
        Some(_) => Way::Message,
        None => Way::PrivateMessage,
    }
}
