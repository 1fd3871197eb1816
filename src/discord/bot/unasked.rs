//! Answers to messages that ask nobody in particular, in the places that a server has chosen for it.
//!
//! The bot answers where it is sure, and otherwise does nothing that anybody could notice. In a channel, it may answer
//! each message; in a forum, only the first of a post, which it reads with the post's title.

use std::sync::Arc;

use serenity::model::channel::{Message, MessageType};
use serenity::model::id::{ChannelId, MessageId};
use tokio::time::Instant;

use super::ask::parts;
use super::client::Client;
use super::desk::{Desk, Found};
use super::messages::{edit, nonce};
use super::records::place_of;
use super::replies::Reply;
use super::rules::Asking;
use super::said::question;
use super::{earlier, guarded, log_failure};
use crate::discord::api::rest::{IfGone, RestError};
use crate::discord::outgoing::Outgoing;
use crate::discord::view::custom_id::AnswerNumber;
use crate::discord::view::{self, Asked, MAX_QUESTIONS, Part};
use crate::ledger::ServerSettings;
use crate::metrics::Way;
use crate::question::{Question, asks_openly};

/// The reason why the bot says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Silence {
    /// It isn't sure of an answer.
    Unsure,
    /// Too many people who asked it are waiting.
    NoTime,
}

/// A question of a message, with an answer that the bot is sure of, and its number.
type Answered = (Question, Found, AnswerNumber);

/// True if a message that isn't addressed to the bot may be a question to nobody in particular. Most are none, so this is
/// quick, and asks Discord nothing.
pub(super) fn may_be_question(client: &Client, message: &Message) -> bool {
    is_open(client, message) && (begins_post(message) || reads_as_question(&message.content).is_some())
}

/// True if some of these are answered in a server with these settings.
pub(super) fn are_answered(settings: &ServerSettings) -> bool {
    !settings.unasked_in.is_empty()
}

/// True if a message is a person's, to nobody in particular, and the bot may read it.
fn is_open(client: &Client, message: &Message) -> bool {
    // A reply is for somebody, and so is a message that names them or their role.
    let is_to_all = message.kind == MessageType::Regular
        && message.message_reference.is_none()
        && message.mention_roles.is_empty()
        && !message.mention_everyone
        && !message.mentions.iter().any(|user| user.id != message.author.id);
    let is_by_person = !message.author.bot && message.webhook_id.is_none();
    client.reads_messages && message.guild_id.is_some() && is_by_person && is_to_all
}

/// True for the first message of a post in a forum: only that one has the ID of its channel.
fn begins_post(message: &Message) -> bool {
    message.id.get() == message.channel_id.get()
}

fn reads_as_question(text: &str) -> Option<Question> {
    question(text).filter(asks_openly)
}

/// Answers a message for which [`may_be_question`] and [`are_answered`] hold, if the bot is sure and the rules of the server allow it.
pub(super) async fn on_message(client: &Client, desk: &Desk, message: &Message) {
    // Nobody waits for it if it fails.
    guarded(Box::pin(answer(client, desk, message))).await;
}

async fn answer(client: &Client, desk: &Desk, message: &Message) {
    let received = Instant::now();
    let settings = desk.records.settings(message.guild_id);
    let asking = Asking::author_of(message, client.languages.of(message));
    let Some((places, title)) = admit(client, &settings, &asking, message).await else {
        return;
    };
    // An edit during the search waits, and then changes the answer.
    let said = client.replies.to(message.id);
    let mut reply = said.lock().await;
    client.replies.note(message, &mut reply);
    let Ok(answers) = find(desk, title.as_deref(), message).await else {
        return;
    };
    if !client.rules.begin_unasked(&settings, &asking, &places) {
        return;
    }
    let limit = desk
        .answering
        .check_limit(message.author.id, asking.locale, Way::Unasked);
    if limit.is_err() {
        return client.rules.call_off(message.channel_id);
    }
    match send(client, message, outgoing(&asking, &answers)).await {
        Ok(id) => {
            (reply.id, reply.is_unasked) = (id, true);
            record(desk, message, (&answers, received));
        }
        Err(error) => {
            client.rules.call_off(message.channel_id);
            not_sent(error);
        }
    }
}

/// Looks again at a message that its author has edited, if the bot has answered it unasked: the new answer replaces the
/// old one. If the bot isn't sure of one, the old one goes.
pub(super) async fn on_edit(client: &Client, desk: &Desk, message: &Message) {
    guarded(Box::pin(answer_again(client, desk, message))).await;
}

async fn answer_again(client: &Client, desk: &Desk, message: &Message) {
    let (received, settings) = (Instant::now(), desk.records.settings(message.guild_id));
    if !is_open(client, message) || !are_answered(&settings) {
        return;
    }
    let Some(said) = client.replies.known_to(message) else {
        return;
    };
    let mut reply = said.lock().await;
    if client.replies.may_have_forgotten(message, &reply) {
        recall(client, message, &mut reply).await;
    }
    let (Some(old), true) = (reply.id, reply.is_unasked) else {
        return;
    };
    if !client.replies.note(message, &mut reply) {
        return;
    }
    let asking = Asking::author_of(message, client.languages.of(message));
    let Some((_, title)) = admit(client, &settings, &asking, message).await else {
        return;
    };
    // Without its title, a post may seem to ask nothing any more.
    if begins_post(message) && title.is_none() {
        return;
    }
    let answers = match find(desk, title.as_deref(), message).await {
        Ok(answers) => answers,
        // That it has no time doesn't make the old answer wrong.
        Err(Silence::NoTime) => return,
        Err(Silence::Unsure) => return take_away(client, message.channel_id, old, &mut reply).await,
    };
    if desk
        .answering
        .check_limit(message.author.id, asking.locale, Way::Unasked)
        .is_err()
    {
        return;
    }
    match edit(&client.rest, message, old, outgoing(&asking, &answers)).await {
        Ok(_) => record(desk, message, (&answers, received)),
        Err(error) => not_sent(error),
    }
}

/// Takes away the unasked answers to messages that were deleted, as far as the bot remembers them.
pub(super) async fn on_delete(client: &Client, channel: ChannelId, messages: &[MessageId]) {
    for &message in messages {
        let Some(said) = client.replies.known(message) else {
            continue;
        };
        let mut reply = said.lock().await;
        if let (Some(answer), true) = (reply.id, reply.is_unasked) {
            take_away(client, channel, answer, &mut reply).await;
        }
    }
}

/// Finds the unasked answer to a message from before the bot's start.
async fn recall(client: &Client, message: &Message, reply: &mut Reply) {
    let found = earlier::reply_to(client, message).await;
    let unasked = found.filter(view::is_unasked);
    (reply.id, reply.is_unasked) = (unasked.as_ref().map(|found| found.id), unasked.is_some());
}

async fn take_away(client: &Client, channel: ChannelId, answer: MessageId, reply: &mut Reply) {
    reply.id = None;
    let deleted = client.rest.delete_message(channel, answer).await;
    log_failure("take an unasked answer away", deleted);
}

/// The places around a message that may be answered unasked, and the title of the post that it begins, if it does.
/// `None` if it may not.
async fn admit(
    client: &Client,
    settings: &ServerSettings,
    asking: &Asking<'_>,
    message: &Message,
) -> Option<(Vec<u64>, Option<String>)> {
    let (rules, rest, begins_post) = (&client.rules, &client.rest, begins_post(message));
    // Discord tells the title together with the forum that the post is in.
    let title = if begins_post {
        rules.title(rest, message.channel_id).await
    } else {
        None
    };
    let places = rules.admit_unasked(rest, settings, asking, begins_post).await?;
    Some((places, title))
}

/// Finds those answers to a message that the bot is sure of, at least one.
///
/// # Errors
/// The reason why there are none.
async fn find(desk: &Desk, title: Option<&str>, message: &Message) -> Result<Vec<Answered>, Silence> {
    let readings = readings(title, &message.content);
    if readings.is_empty() {
        return Err(Silence::Unsure);
    }
    let sure = sure_answers(desk, readings).await;
    let sure = sure.inspect_err(|_| desk.answering.kept_silent())?;
    let edited = message
        .edited_timestamp
        .map_or(0, |edited| edited.unix_timestamp().unsigned_abs());
    let number = desk.records.number(message.id.get() ^ edited);
    let numbers = (0..).map(|at| desk.records.number_of_part(number, at));
    let numbered = sure.into_iter().zip(numbers);
    Ok(numbered
        .map(|((question, found), number)| (question, found, number))
        .collect())
}

/// The message with the answers.
fn outgoing(asking: &Asking<'_>, answers: &[Answered]) -> Outgoing {
    let asked = |answer: AnswerNumber| Asked {
        asker: asking.user,
        locale: asking.locale,
        question: None,
        read_as: None,
        link: None,
        to: None,
        is_private: false,
        is_in_message: true,
        is_unasked: true,
        article: None,
        answer,
    };
    let parts = answers.iter().map(|(question, found, number)| Part {
        question: question.asked().to_owned(),
        answer: Arc::clone(&found.answer),
        number: *number,
        origin: found.origin,
    });
    match &parts.collect::<Vec<_>>()[..] {
        [one] => {
            let shown = view::answer(&one.answer, &[], &asked(one.number));
            view::from(asking.locale, shown, one.origin)
        }
        several => view::several(several, false, &asked(AnswerNumber::new(0))),
    }
}

/// The questions that a message may ask, the likeliest first: the title of a post, and its text, which may need the
/// title.
fn readings(title: Option<&str>, text: &str) -> Vec<Question> {
    let Some(title) = title else {
        return reads_as_question(text).into_iter().collect();
    };
    let is_ended = title.trim_end().ends_with(|c: char| c.is_ascii_punctuation());
    let whole = format!("{}{} {text}", title.trim_end(), if is_ended { "" } else { "." });
    [title, &whole].into_iter().filter_map(reads_as_question).collect()
}

/// The questions of the first reading that has sure answers, with these.
///
/// # Errors
/// The reason why there are none.
async fn sure_answers(desk: &Desk, readings: Vec<Question>) -> Result<Vec<(Question, Found)>, Silence> {
    for reading in readings {
        if desk.answering.is_crowded() {
            return Err(Silence::NoTime);
        }
        let parts = parts(desk, &reading, None).await;
        let questions = if parts.is_empty() { vec![reading] } else { parts };
        let mut sure = Vec::new();
        for question in questions.into_iter().take(MAX_QUESTIONS) {
            let found = desk.try_out(None, &question).await;
            sure.extend(
                found
                    .filter(|found| found.answer.is_sure())
                    .map(|found| (question, found)),
            );
        }
        if !sure.is_empty() {
            return Ok(sure);
        }
    }
    Err(Silence::Unsure)
}

/// Records answers that were sent.
fn record(desk: &Desk, message: &Message, (answers, received): (&[Answered], Instant)) {
    for (question, Found { answer, .. }, number) in answers {
        desk.records.asked(question, answer, *number, place_of(message));
        desk.answering.answered_unasked(question, answer, received.elapsed());
    }
    desk.answering.count_response(Way::Unasked, received);
}

/// Logs why an answer was not sent. If the message was deleted meanwhile, there is nothing to say.
fn not_sent(error: RestError) {
    match error {
        RestError::Refused { status: 400, .. } => tracing::debug!(%error, "a message is no longer there to answer"),
        error => log_failure("answer unasked", Err(error)),
    }
}

/// Sends an unasked answer, if its message is still there: as plain text if the bot may not embed in the channel.
async fn send(client: &Client, message: &Message, outgoing: Outgoing) -> Result<Option<MessageId>, RestError> {
    let (channel, to, nonce) = (message.channel_id, (message.id, IfGone::Fail), nonce(message));
    match client.rest.send(channel, &outgoing, Some(to), &nonce).await {
        Err(RestError::Refused { status: 403, .. }) => {
            let plain = view::plain(outgoing);
            client.rest.send(channel, &plain, Some(to), &nonce).await
        }
        other => other,
    }
}
