//! `/ask` and "Find the answer", and the answer to any question.

use serenity::model::channel::Message;
use serenity::model::id::{ChannelId, GuildId, MessageId};

use super::caller::{Caller, Response, Visibility};
use super::clicks::{section_of, sections, show_or_gone};
use super::command::AskOptions;
use super::desk::{Desk, Found};
use super::one_article;
use super::said::{nothing_to_look_up, question, text_of, without_text};
use crate::answer::{Answer, ArticleKey, Kind, PassageKey, Quote, Status};
use crate::discord::api::rest::RestError;
use crate::discord::view::custom_id::Choice;
use crate::discord::view::{self, Asked, Readers};
use crate::ledger::Place;
use crate::live::NoAnswer;
use crate::metrics::Way;
use crate::question::{Question, several};

/// The way in which a question was asked, and the place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub(super) way: Way,
    /// `None` outside of servers.
    pub(super) place: Option<Place>,
}

/// `/ask`: answers a question.
pub(super) async fn ask(
    desk: &Desk,
    caller: &Caller<'_>,
    question: &str,
    options: AskOptions<'_>,
) -> Result<(), RestError> {
    let named = options
        .article
        .map(|named| one_article::find(caller.locale, &desk.holdings(), named));
    let article = match named.transpose() {
        Ok(article) => article,
        Err(sentence) => return caller.tell(&sentence).await,
    };
    let asked = Asked {
        asker: caller.user,
        locale: caller.locale,
        question: Some(question.to_owned()),
        read_as: None,
        link: None,
        to: options.to,
        is_private: options.is_private == Some(true),
        is_in_message: false,
        is_unasked: false,
        article,
        answer: desk.records.number(caller.id.get()),
    };
    let origin = Origin {
        way: Way::Slash,
        place: caller.place(None),
    };
    respond(desk, caller, question, asked, origin).await
}

/// `/ask` with a suggestion: opens what was chosen.
pub(super) async fn open(
    desk: &Desk,
    caller: &Caller<'_>,
    choice: Choice,
    options: AskOptions<'_>,
) -> Result<(), RestError> {
    let (is_private, to) = (options.is_private == Some(true), options.to);
    if let Err(sentence) = desk.answering.check_limit(caller.user, caller.locale, Way::Slash) {
        return caller.tell(&sentence).await;
    }
    let holdings = desk.holdings();
    let passage = match choice {
        Choice::Section(passage) => passage,
        // A list to choose from says nothing to others.
        Choice::Article(article) => return show_or_gone(caller, sections(caller.locale, &holdings, article, 0)).await,
    };
    let readers = if is_private {
        caller.alone()
    } else {
        Readers::All(caller.user)
    };
    match section_of(caller.locale, &holdings, passage, None, readers) {
        Some(section) if !is_private => caller.show(Visibility::Public, view::addressed(section, to)).await,
        section => show_or_gone(caller, section).await,
    }
}

/// "Find the answer": answers the question in a message; if `is_private`, for the caller alone.
pub(super) async fn find(
    desk: &Desk,
    caller: &Caller<'_>,
    message: &Message,
    is_private: bool,
) -> Result<(), RestError> {
    let Some(text) = text_of(message) else {
        return caller
            .tell(&nothing_to_look_up(caller.locale, without_text(message)))
            .await;
    };
    let asked = Asked {
        asker: caller.user,
        locale: caller.locale,
        question: Some(text.clone()),
        read_as: None,
        link: Some(link(caller.guild, caller.channel, message.id)),
        to: None,
        is_private,
        is_in_message: false,
        is_unasked: false,
        article: None,
        answer: desk.records.number(caller.id.get()),
    };
    let origin = Origin {
        way: Way::Menu,
        place: caller.place(Some(message.id)),
    };
    respond(desk, caller, &text, asked, origin).await
}

async fn respond(desk: &Desk, caller: &Caller<'_>, text: &str, asked: Asked, origin: Origin) -> Result<(), RestError> {
    let way = origin.way;
    if let Err(sentence) = desk.answering.check_limit(caller.user, caller.locale, way) {
        caller.tell(&sentence).await?;
    } else if let Some(question) = question(text) {
        let visibility = if asked.is_private {
            Visibility::Private
        } else {
            Visibility::Public
        };
        let making = answer(desk, &question, &asked, origin);
        caller.answer_question(visibility, making).await?;
    } else {
        caller
            .show(Visibility::Private, view::how_to_ask(caller.locale))
            .await?;
    }
    desk.answering.count_response(way, caller.received);
    Ok(())
}

/// Answers a question, or each of several, and records it. The message says so if there is no answer.
pub(super) async fn answer(desk: &Desk, question: &Question, asked: &Asked, origin: Origin) -> Response {
    if desk.holdings().is_empty() {
        return Response::quiet(view::notice(&asked.locale.no_sources()));
    }
    let parts = parts(desk, question, asked.article_key()).await;
    let outcome = if parts.is_empty() {
        answer_one(desk, question, asked, origin).await
    } else {
        answer_each(desk, &parts, asked, origin).await
    };
    outcome.unwrap_or_else(|error| {
        Response::quiet(view::notice(&match error {
            NoAnswer::Busy => asked.locale.busy(),
            NoAnswer::Failed => asked.locale.failed_to_answer(),
        }))
    })
}

async fn answer_one(desk: &Desk, question: &Question, asked: &Asked, origin: Origin) -> Result<Response, NoAnswer> {
    let (holdings, found) = desk.answer(asked.article_key(), question, origin.way).await?;
    let Found { answer, origin: whose } = found;
    let article = asked.article_key().map(|key| holdings.article_by_key(key));
    if article == Some(None) {
        return Ok(Response::quiet(view::notice(&asked.locale.article_gone())));
    }
    let is_elsewhere = is_elsewhere(desk, question, &answer, asked).await;
    if !is_elsewhere {
        desk.records.asked(question, &answer, asked.answer, origin.place);
    }
    let articles = match article.flatten() {
        _ if !view::has_menu(&answer) => Vec::new(),
        Some(article) => vec![article],
        None => holdings.articles(),
    };
    let outgoing = view::from(asked.locale, view::answer(&answer, &articles, asked), whose);
    Ok(Response {
        outgoing: if is_elsewhere {
            view::but_elsewhere(asked.locale, outgoing)
        } else {
            outgoing
        },
        is_quiet: view::is_quiet(&answer),
    })
}

/// True if the only article that was asked doesn't answer, and another one may. Then no article is missing, so the
/// question isn't recorded as unanswered.
async fn is_elsewhere(desk: &Desk, question: &Question, answer: &Answer, asked: &Asked) -> bool {
    let is_found = !matches!(answer.kind, Kind::Passages) || answer.status != Status::NoAnswer;
    asked.article.is_some() && !is_found && desk.try_out(None, question).await.is_some()
}

/// The questions of a message that asks several, if one of them has an answer that another has not; none otherwise.
pub(super) async fn parts(desk: &Desk, question: &Question, article: Option<ArticleKey>) -> Vec<Question> {
    let parts = several(question);
    let mut found: Vec<Option<PassageKey>> = Vec::new();
    for part in parts.iter().take(view::MAX_QUESTIONS) {
        let tried = desk.try_out(article, part).await;
        found.push(tried.and_then(|tried| tried.answer.quotes.first().map(Quote::passage_key)));
    }
    let is_the_same = found.iter().all(|passage| Some(passage) == found.first());
    if is_the_same { Vec::new() } else { parts }
}

async fn answer_each(desk: &Desk, parts: &[Question], asked: &Asked, origin: Origin) -> Result<Response, NoAnswer> {
    let mut answers = Vec::new();
    for (at, part) in parts.iter().enumerate().take(view::MAX_QUESTIONS) {
        let (_, found) = desk.answer(asked.article_key(), part, origin.way).await?;
        let Found { answer, origin: whose } = found;
        let number = desk.records.number_of_part(asked.answer, at);
        if !is_elsewhere(desk, part, &answer, asked).await {
            desk.records.asked(part, &answer, number, origin.place);
        }
        answers.push(view::Part {
            question: part.asked().to_owned(),
            answer,
            number,
            origin: whose,
        });
    }
    Ok(Response {
        outgoing: view::several(&answers, parts.len() > answers.len(), asked),
        is_quiet: false,
    })
}

/// The web address of a message.
pub(super) fn link(guild: Option<GuildId>, channel: ChannelId, message: MessageId) -> String {
    let guild = guild.map_or_else(|| "@me".to_owned(), |guild| guild.to_string());
    format!("https://discord.com/channels/{guild}/{channel}/{message}")
}
