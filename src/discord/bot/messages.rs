//! Replies to messages that are addressed to the bot.

use std::future::pending;

use serenity::model::channel::Message;
use serenity::model::id::MessageId;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::answering::Answering;
use super::ask::{answer, link, question};
use super::caller::Response;
use super::client::Client;
use super::mention::Addressed;
use super::records::Records;
use super::{guarded, log_failure};
use crate::discord::api::rest::{Rest, RestError};
use crate::discord::outgoing::Outgoing;
use crate::discord::view::{self, Asked};
use crate::message;
use crate::metrics::Way;

/// Replies to a message, if it is addressed to the bot. A reply that answers nothing is deleted after a while, or once the
/// bot is `closing`.
pub(super) async fn on_message(
    answering: &Answering,
    client: &Client,
    records: &Records,
    message: &Message,
    closing: &CancellationToken,
) {
    let addressed = client.addressed(message);
    if matches!(addressed, Addressed::No) {
        return;
    }
    let received = Instant::now();
    let reply = guarded(reply(answering, client, records, message, addressed)).await;
    let reply = reply.unwrap_or_else(|| Response::quiet(view::notice(message::discord::FAILED_TO_ANSWER)));
    let is_passing = reply.is_quiet && message.guild_id.is_some();
    let sent = send(&client.rest, message, reply.outgoing).await;
    if sent.is_ok() {
        answering.count_response(way(message), received);
    }
    if let (Ok(Some(sent)), true) = (&sent, is_passing) {
        tokio::select! {
            () = sleep(client.pace.quiet_for) => {}
            () = closing.cancelled() => {}
        }
        let deleted = client.rest.delete_message(message.channel_id, *sent).await;
        log_failure("delete what answers nothing", deleted);
    }
    log_failure("reply", sent.map(drop));
}

/// The reply to a message. Shows that the bot is typing if it takes long.
async fn reply(
    answering: &Answering,
    client: &Client,
    records: &Records,
    message: &Message,
    addressed: Addressed<'_>,
) -> Response {
    let (text, about) = match addressed {
        Addressed::Question(text) => (text, None),
        Addressed::About(about) => (about.content.clone(), Some(about)),
        Addressed::Hidden => return Response::quiet(view::notice(message::discord::UNREADABLE_REPLY)),
        Addressed::Nothing | Addressed::No => return Response::quiet(view::how_to_ask()),
    };
    if let Err(sentence) = answering.check_limit(message.author.id, way(message)) {
        return Response::quiet(view::notice(&sentence));
    }
    let Some(question) = question(&text) else {
        return Response::quiet(view::how_to_ask());
    };
    let asked = Asked {
        asker: message.author.id,
        // Discord shows the message that this one replies to, but not the third message that it is about.
        question: about.map(|about| about.content.clone()),
        link: about.map(|about| link(message.guild_id, about.channel_id, about.id)),
        to: None,
        is_private: false,
        is_in_message: true,
        answer: records.number(message.id.get()),
    };
    let answering = answer(answering, records, &question, &asked, way(message));
    tokio::pin!(answering);
    tokio::select! {
        response = &mut answering => return response,
        () = sleep(client.pace.type_after) => {}
    }
    let typing = async {
        log_failure("show that it types", client.rest.type_in(message.channel_id).await);
        pending().await
    };
    // The answer does not wait for the typing indicator.
    tokio::select! {
        response = answering => response,
        never = typing => never,
    }
}

/// Sends a reply: as plain text if the bot may not embed in the channel. If it can't write there at all, tells the author
/// in a private message. Returns which message in the channel it is.
async fn send(rest: &Rest, message: &Message, outgoing: Outgoing) -> Result<Option<MessageId>, RestError> {
    let (channel, id) = (message.channel_id, message.id);
    let nonce = id.to_string();
    let mut outcome = rest.send(channel, &outgoing, Some(id), &nonce).await;
    if let Err(error @ RestError::Refused { status: 400 | 403, .. }) = outcome
        && !error.is_thread_closed()
    {
        tracing::warn!(%error, "a reply was refused; sending it as plain text");
        let plain = view::plain(outgoing);
        outcome = rest.send(channel, &plain, Some(id), &nonce).await;
    }
    let place = format!("<#{channel}>");
    let sentence = match outcome {
        Err(error) if error.is_thread_closed() => message::discord::thread_closed(&place),
        Err(error) if error.is_forbidden() => message::discord::cannot_answer_here(&place),
        other => return other,
    };
    tracing::warn!("the bot can't write in a channel where it was asked; telling the asker");
    let private = rest.private_channel(message.author.id).await?;
    rest.send(private, &view::notice(&sentence), None, &nonce).await?;
    Ok(None)
}

/// The way in which a message asks, for the metrics.
fn way(message: &Message) -> Way {
    match message.guild_id {
        Some(_) => Way::Message,
        None => Way::PrivateMessage,
    }
}
