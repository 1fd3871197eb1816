//! Replies to messages that are addressed to the bot.

use std::future::pending;

use serenity::model::channel::Message;
use tokio::time::{Instant, sleep};

use super::answering::Answering;
use super::ask::{answer, link, question};
use super::client::Client;
use super::mention::Addressed;
use super::records::Records;
use super::{guarded, log_failure};
use crate::discord::api::rest::{Rest, RestError};
use crate::discord::outgoing::Outgoing;
use crate::discord::view::{self, Asked};
use crate::message;
use crate::metrics::Way;

/// Replies to a message, if it is addressed to the bot.
pub(super) async fn on_message(answering: &Answering, client: &Client, records: &Records, message: &Message) {
    let addressed = client.addressed(message);
    if matches!(addressed, Addressed::No) {
        return;
    }
    let received = Instant::now();
    let outgoing = guarded(reply(answering, client, records, message, addressed)).await;
    let outgoing = outgoing.unwrap_or_else(|| view::notice(message::discord::FAILED_TO_ANSWER));
    let sent = send(&client.rest, message, outgoing).await;
    if sent.is_ok() {
        answering.count_response(way(message), received);
    }
    log_failure("reply", sent);
}

/// The reply to a message. Shows that the bot is typing if it takes long.
async fn reply(
    answering: &Answering,
    client: &Client,
    records: &Records,
    message: &Message,
    addressed: Addressed<'_>,
) -> Outgoing {
    let (text, about) = match addressed {
        Addressed::Question(text) => (text, None),
        Addressed::About(about) => (about.content.clone(), Some(about)),
        Addressed::Hidden => return view::notice(message::discord::UNREADABLE_REPLY),
        Addressed::Nothing | Addressed::No => return view::how_to_ask(),
    };
    if let Err(sentence) = answering.check_limit(message.author.id, way(message)) {
        return view::notice(&sentence);
    }
    let Some(question) = question(&text) else {
        return view::how_to_ask();
    };
    let asked = Asked {
        asker: message.author.id,
        // Discord shows the message that this one replies to, but not the third message that it is about.
        question: about.map(|about| about.content.clone()),
        link: about.map(|about| link(message.guild_id, about.channel_id, about.id)),
        to: None,
        is_private: false,
        answer: records.number(message.id.get()),
    };
    let answering = answer(answering, records, &question, &asked, way(message));
    tokio::pin!(answering);
    tokio::select! {
        outgoing = &mut answering => return outgoing,
        () = sleep(client.pace.type_after) => {}
    }
    let typing = async {
        log_failure("show that it types", client.rest.type_in(message.channel_id).await);
        pending().await
    };
    // The answer does not wait for the typing indicator.
    tokio::select! {
        outgoing = answering => outgoing,
        never = typing => never,
    }
}

/// Sends a reply: as plain text if the bot may not embed in the channel. If it may not write there at all, tells the
/// author in a private message.
async fn send(rest: &Rest, message: &Message, outgoing: Outgoing) -> Result<(), RestError> {
    let (channel, id) = (message.channel_id, message.id);
    let nonce = id.to_string();
    let refusal = match rest.send(channel, &outgoing, Some(id), &nonce).await {
        Err(error @ RestError::Refused { status: 400 | 403, .. }) => error,
        other => return other,
    };
    tracing::warn!(error = %refusal, "a reply was refused; sending it as plain text");
    let plain = view::plain(outgoing);
    let refusal = match rest.send(channel, &plain, Some(id), &nonce).await {
        Err(error) if error.is_forbidden() => error,
        other => return other,
    };
    tracing::warn!(error = %refusal, "the bot may not write in a channel where it was asked; telling the asker");
    let line = view::notice(&message::discord::cannot_answer_here(&format!("<#{channel}>")));
    let private = rest.private_channel(message.author.id).await?;
    rest.send(private, &line, None, &nonce).await
}

/// The way in which a message asks, for the metrics.
fn way(message: &Message) -> Way {
    match message.guild_id {
        Some(_) => Way::Message,
        None => Way::PrivateMessage,
    }
}
