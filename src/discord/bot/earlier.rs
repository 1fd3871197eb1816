//! The question before a follow-up: on the bot's answer, or in the message that the answer replies to.
//!
//! Nothing is stored for it. Not here: whether a message continues that question (`question::continued`).

use std::time::Duration;

use serenity::http::Route;
use serenity::model::channel::Message;

use super::client::Client;
use super::said::text_of;
use crate::discord::view;
use crate::question::Question;

/// The time limit for each look at an earlier message. The fragment alone is asked if it takes longer.
const PATIENCE: Duration = Duration::from_secs(2);

/// The most messages in a private channel among which the last answer is looked for.
const MAX_LOOKED_AT: &str = "5";

/// The question that `answer` of the bot's answers; `None` if Discord doesn't tell.
pub(super) async fn question_of(client: &Client, answer: &Message) -> Option<Question> {
    if let Some(question) = view::question_of(answer) {
        return Question::new(&question).ok();
    }
    let message_id = answer.message_reference.as_ref()?.message_id?;
    let route = Route::ChannelMessage {
        channel_id: answer.channel_id,
        message_id,
    };
    let asked: Message = client.rest.look(route, Vec::new(), PATIENCE).await.ok()?;
    Question::new(&text_of(&asked)?).ok()
}

/// The question of the bot's last answer before `message` in a private channel; `None` if somebody has said something
/// since.
pub(super) async fn last_question(client: &Client, message: &Message) -> Option<Question> {
    let before = ("before", message.id.to_string());
    let there = history(client, message, vec![before, ("limit", MAX_LOOKED_AT.to_owned())]).await;
    let last = there.into_iter().find(|earlier| earlier.id < message.id)?;
    if client.is_me(last.author.id) {
        question_of(client, &last).await
    } else {
        None
    }
}

/// The bot's reply to `message`; `None` if there is none, or Discord doesn't tell.
pub(super) async fn reply_to(client: &Client, message: &Message) -> Option<Message> {
    let after = ("after", message.id.to_string());
    let there = history(client, message, vec![after, ("limit", "50".to_owned())]).await;
    let replied = |reply: &Message| reply.message_reference.as_ref().and_then(|to| to.message_id);
    there
        .into_iter()
        .find(|reply| client.is_me(reply.author.id) && replied(reply) == Some(message.id))
}

/// Messages of the channel that `message` is in.
async fn history(client: &Client, message: &Message, which: Vec<(&'static str, String)>) -> Vec<Message> {
    let route = Route::ChannelMessages {
        channel_id: message.channel_id,
    };
    client.rest.look(route, which, PATIENCE).await.unwrap_or_default()
}
