//! Replies to messages that are addressed to the bot.

use std::future::pending;
use std::sync::Arc;

use serenity::model::channel::Message;
use serenity::model::id::MessageId;
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::ask::{Origin, answer, link};
use super::caller::Response;
use super::client::Client;
use super::desk::Desk;
use super::desks::NoDesk;
use super::mention::Addressed;
use super::records::place_of;
use super::replies::Reply;
use super::rules::{Asking, By, Refusal, Telling};
use super::said::{nothing_to_look_up, question};
use super::{earlier, guarded, log_failure};
use crate::discord::api::rest::{IfGone, Rest, RestError};
use crate::discord::outgoing::Outgoing;
use crate::discord::view::{self, Asked};
use crate::message::locale::Locale;
use crate::metrics::Way;
use crate::question::{Question, continued, is_fragment};

/// Replies to a message, if it is addressed to the bot. A reply that answers nothing is deleted after a while, or once the
/// bot is `closing`.
pub(super) async fn on_message(client: &Client, desk: Arc<Desk>, message: &Message, closing: &CancellationToken) {
    let said = client.replies.to(message.id);
    let mut reply = said.lock().await;
    client.replies.note(message, &mut reply);
    let is_passing = respond(client, &desk, message, &mut reply).await;
    // Its library may close while the reply is there.
    drop(desk);
    take_back(client, message, is_passing, reply, &said, closing).await;
}

/// Tells the author of a message why there is no desk that serves them, for a while or until the bot is `closing`.
pub(super) async fn turn_away(client: &Client, message: &Message, none: &NoDesk, closing: &CancellationToken) {
    let locale = client.languages.of(message);
    let said = client.replies.to(message.id);
    let mut reply = said.lock().await;
    client.replies.note(message, &mut reply);
    let sentence = none.outgoing(locale);
    let sent = send(&client.rest, message, sentence, locale).await;
    reply.version += 1;
    reply.is_passing = message.guild_id.is_some();
    if let Ok(id) = sent {
        reply.id = id;
    }
    log_failure("reply", sent.map(drop));
    take_back(client, message, message.guild_id.is_some(), reply, &said, closing).await;
}

/// Replies again to a message that its author has edited, in place of the old reply. Does nothing if the text is the
/// same, or if the old reply was deleted.
pub(super) async fn on_edit(client: &Client, desk: Arc<Desk>, message: &Message, closing: &CancellationToken) {
    let said = client.replies.to(message.id);
    let mut reply = said.lock().await;
    if client.replies.may_have_forgotten(message, &reply) {
        reply.id = earlier::reply_to(client, message).await.map(|found| found.id);
        if reply.id.is_none() {
            return;
        }
    }
    if client.replies.note(message, &mut reply) {
        let is_passing = respond(client, &desk, message, &mut reply).await;
        drop(desk);
        take_back(client, message, is_passing, reply, &said, closing).await;
    }
}

/// Replies to a message, in place of the reply that it has. Returns whether the reply is to be deleted after a while.
async fn respond(client: &Client, desk: &Desk, message: &Message, reply: &mut Reply) -> bool {
    let (received, locale) = (Instant::now(), client.languages.of(message));
    let is_answered = reply.id.is_some() && !reply.is_passing;
    let by_rules = by_rules(client, desk, message, (locale, is_answered));
    let response = guarded(Box::pin(by_rules)).await;
    let failed = || Some(Response::quiet(view::notice(&locale.failed_to_answer())));
    let Some(response) = response.unwrap_or_else(failed) else {
        return false;
    };
    let is_passing = response.is_quiet && message.guild_id.is_some();
    let sent = match reply.id {
        Some(old) => edit(&client.rest, message, old, response.outgoing).await,
        None => send(&client.rest, message, response.outgoing, locale).await,
    };
    reply.version += 1;
    (reply.is_passing, reply.is_unasked) = (is_passing, false);
    if let Ok(id) = sent {
        reply.id = id;
        desk.answering.count_response(way(message), received);
    }
    log_failure("reply", sent.map(drop));
    is_passing
}

/// Deletes a reply that `is_passing`, after a while or once the bot is `closing`, unless it was written again.
async fn take_back(
    client: &Client,
    message: &Message,
    is_passing: bool,
    reply: MutexGuard<'_, Reply>,
    said: &Mutex<Reply>,
    closing: &CancellationToken,
) {
    let (Some(id), version, true) = (reply.id, reply.version, is_passing) else {
        return;
    };
    drop(reply);
    tokio::select! {
        () = sleep(client.pace.quiet_for) => {}
        () = closing.cancelled() => {}
    }
    let mut reply = said.lock().await;
    if reply.version == version {
        reply.id = None;
        let deleted = client.rest.delete_message(message.channel_id, id).await;
        log_failure("delete what answers nothing", deleted);
    }
}

/// The response to a message, if the rules of the server allow it; `None` if nothing is said in the channel.
async fn by_rules(
    client: &Client,
    desk: &Desk,
    message: &Message,
    (locale, is_answered): (Locale, bool),
) -> Option<Response> {
    let settings = desk.records.settings(message.guild_id);
    let (asking, by) = (Asking::author_of(message, locale), By::Message { is_answered });
    if let Err(refusal) = client.rules.admit(&client.rest, &settings, &asking, by).await {
        return refuse(client, message, &refusal).await;
    }
    let response = response(client, desk, message, locale).await;
    if response.is_quiet && !is_answered {
        client.rules.call_off(message.channel_id);
    }
    Some(response)
}

/// Tells the author of a message why it isn't answered. Returns what is said in the channel.
async fn refuse(client: &Client, message: &Message, refusal: &Refusal) -> Option<Response> {
    match refusal.telling {
        Telling::Here => return Some(Response::quiet(view::notice(&refusal.sentence))),
        Telling::Elsewhere if client.rules.take_turn_to_tell(message.author.id) => {
            let told = tell_in_private(&client.rest, message, &refusal.sentence).await;
            log_failure("say why it doesn't answer", told);
        }
        Telling::Elsewhere | Telling::Not => {}
    }
    None
}

/// The response to a message. Shows that the bot is typing if it takes long.
async fn response(client: &Client, desk: &Desk, message: &Message, locale: Locale) -> Response {
    let addressed = client.addressed(message);
    let (text, about) = match &addressed {
        Addressed::Question(text) | Addressed::Reply(text, _) => (text, None),
        Addressed::About(about, text) => (text, Some(about)),
        Addressed::Textless(what) => return Response::quiet(view::notice(&nothing_to_look_up(locale, *what))),
        Addressed::Unreadable => return Response::quiet(view::notice(&locale.unreadable_message())),
        Addressed::Hidden => return Response::quiet(view::notice(&locale.unreadable_reply())),
        Addressed::Nothing | Addressed::No => return Response::quiet(view::how_to_ask(locale)),
    };
    if let Err(sentence) = desk.answering.check_limit(message.author.id, locale, way(message)) {
        return Response::quiet(view::notice(&sentence));
    }
    let Some(question) = question(text) else {
        return Response::quiet(view::how_to_ask(locale));
    };
    let edited = message
        .edited_timestamp
        .map_or(0, |edited| edited.unix_timestamp().unsigned_abs());
    let mut asked = Asked {
        asker: message.author.id,
        locale,
        // Discord shows the message that this one replies to, but not the third message that it is about.
        question: about.map(|_| text.clone()),
        read_as: None,
        link: about.map(|about| link(message.guild_id, about.channel_id, about.id)),
        to: None,
        is_private: false,
        is_in_message: true,
        is_unasked: false,
        article: None,
        answer: desk.records.number(message.id.get() ^ edited),
    };
    let origin = Origin {
        way: way(message),
        place: place_of(message),
    };
    let answering = async {
        let whole = Box::pin(continuing(client, desk, message, &addressed, &question)).await;
        asked.read_as = whole.as_ref().map(|whole| whole.searched().to_owned());
        answer(desk, whole.as_ref().unwrap_or(&question), &asked, origin).await
    };
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

/// The earlier question that a fragment continues, together with it; `None` if there is none, or nothing is found for the
/// two.
async fn continuing(
    client: &Client,
    desk: &Desk,
    message: &Message,
    addressed: &Addressed<'_>,
    fragment: &Question,
) -> Option<Question> {
    if !is_fragment(fragment) {
        return None;
    }
    let before = match addressed {
        Addressed::Reply(_, answer) => earlier::question_of(client, answer).await?,
        Addressed::Question(_) if message.guild_id.is_none() => earlier::last_question(client, message).await?,
        _ => return None,
    };
    let whole = continued(&before, fragment)?;
    desk.try_out(None, &whole).await.map(|_| whole)
}

/// Writes a reply over an old one. Returns which message in the channel it is.
pub(super) async fn edit(
    rest: &Rest,
    message: &Message,
    old: MessageId,
    outgoing: Outgoing,
) -> Result<Option<MessageId>, RestError> {
    let mut outcome = rest.edit_message(message.channel_id, old, &outgoing).await;
    if let Err(RestError::Refused { status: 400 | 403, .. }) = outcome {
        outcome = rest.edit_message(message.channel_id, old, &view::plain(outgoing)).await;
    }
    outcome.map(|()| Some(old))
}

/// Sends a reply: as plain text if the bot may not embed in the channel. If it can't write there at all, tells the author
/// in a private message. Returns which message in the channel it is.
async fn send(
    rest: &Rest,
    message: &Message,
    outgoing: Outgoing,
    locale: Locale,
) -> Result<Option<MessageId>, RestError> {
    let (channel, id) = (message.channel_id, (message.id, IfGone::Send));
    let nonce = nonce(message);
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
        Err(error) if error.is_thread_closed() => locale.thread_closed(&place),
        Err(error) if error.is_forbidden() => locale.cannot_answer_here(&place),
        other => return other,
    };
    tracing::warn!("the bot can't write in a channel where it was asked; telling the asker");
    tell_in_private(rest, message, &sentence).await?;
    Ok(None)
}

/// Tells the author of a message something in a direct message.
async fn tell_in_private(rest: &Rest, message: &Message, sentence: &str) -> Result<(), RestError> {
    let private = rest.private_channel(message.author.id).await?;
    let sent = rest.send(private, &view::notice(sentence), None, &nonce(message)).await;
    sent.map(drop)
}

/// Names a reply, so that it appears only once; 25 characters at most.
pub(super) fn nonce(message: &Message) -> String {
    let (id, sent) = (message.id.get(), message.timestamp.unix_timestamp());
    match message.edited_timestamp {
        None => id.to_string(),
        Some(edited) => format!("{id:x}-{:x}", edited.unix_timestamp().abs_diff(sent)),
    }
}

/// The way in which a message asks, for the metrics.
fn way(message: &Message) -> Way {
    match message.guild_id {
        Some(_) => Way::Message,
        None => Way::PrivateMessage,
    }
}
