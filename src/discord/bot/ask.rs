//! `/ask` and "Find the answer", and the answer to any question.

use serenity::model::channel::Message;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};

use super::answering::Answering;
use super::caller::{Caller, Visibility};
use super::records::Records;
use crate::discord::api::rest::RestError;
use crate::discord::outgoing::Outgoing;
use crate::discord::view::{self, Asked};
use crate::live::NoAnswer;
use crate::message;
use crate::metrics::Way;
use crate::question::Question;

/// `/ask`: answers a question, visibly to the caller alone if `is_private`; `to` is a person to address.
pub(super) async fn ask(
    answering: &Answering,
    records: &Records,
    caller: &Caller<'_>,
    question: &str,
    is_private: bool,
    to: Option<UserId>,
) -> Result<(), RestError> {
    let asked = Asked {
        asker: caller.user,
        question: Some(question.to_owned()),
        link: None,
        to,
        is_private,
        answer: records.number(caller.id.get()),
    };
    respond(answering, records, caller, question, asked, Way::Slash).await
}

/// "Find the answer": answers the question in a message.
pub(super) async fn find(
    answering: &Answering,
    records: &Records,
    caller: &Caller<'_>,
    message: &Message,
) -> Result<(), RestError> {
    if message.content.trim().is_empty() {
        return caller.tell(message::discord::FOUND_NOTHING_IN_MESSAGE).await;
    }
    let asked = Asked {
        asker: caller.user,
        question: Some(message.content.clone()),
        link: Some(link(caller.guild, caller.channel, message.id)),
        to: None,
        is_private: false,
        answer: records.number(caller.id.get()),
    };
    respond(answering, records, caller, &message.content, asked, Way::Menu).await
}

async fn respond(
    answering: &Answering,
    records: &Records,
    caller: &Caller<'_>,
    text: &str,
    asked: Asked,
    way: Way,
) -> Result<(), RestError> {
    if let Err(sentence) = answering.check_limit(caller.user, way) {
        caller.tell(&sentence).await?;
    } else if let Some(question) = question(text) {
        let visibility = if asked.is_private {
            Visibility::Private
        } else {
            Visibility::Public
        };
        let making = answer(answering, records, &question, &asked, way);
        caller.answer(visibility, making).await?;
    } else {
        caller.show(Visibility::Private, view::how_to_ask()).await?;
    }
    answering.count_response(way, caller.received);
    Ok(())
}

/// Answers a question, and records it. The message says so if there is no answer.
pub(super) async fn answer(
    answering: &Answering,
    records: &Records,
    question: &Question,
    asked: &Asked,
    way: Way,
) -> Outgoing {
    match answering.answer(question, way).await {
        Ok((answerer, answer)) => {
            records.asked(question, &answer, asked.answer);
            let articles = if view::has_menu(&answer) {
                answerer.articles().unwrap_or_default()
            } else {
                Vec::new()
            };
            view::answer(&answer, &articles, asked)
        }
        Err(NoAnswer::Busy) => view::notice(message::discord::BUSY),
        Err(NoAnswer::Failed) => view::notice(message::discord::FAILED_TO_ANSWER),
    }
}

/// Reads a question; `None` if it has no words to search for.
pub(super) fn question(text: &str) -> Option<Question> {
    Question::new(text)
        .ok()
        .filter(|question| !question.searched().is_empty())
}

/// The web address of a message.
pub(super) fn link(guild: Option<GuildId>, channel: ChannelId, message: MessageId) -> String {
    let guild = guild.map_or_else(|| "@me".to_owned(), |guild| guild.to_string());
    format!("https://discord.com/channels/{guild}/{channel}/{message}")
}
