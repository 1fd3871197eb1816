//! `/corpus answer`, `/corpus answers` and the menu of a message: the answers that admins have chosen.

use serenity::model::application::ComponentInteraction;
use serenity::model::channel::Message;

use super::on_library;
use crate::answer::PassageKey;
use crate::discord::api::rest::RestError;
use crate::discord::bot::caller::{Caller, Visibility};
use crate::discord::bot::clicks;
use crate::discord::bot::client::Client;
use crate::discord::bot::desk::Desk;
use crate::discord::bot::earlier;
use crate::discord::bot::said::{question, text_of};
use crate::discord::outgoing::Outgoing;
use crate::discord::view;
use crate::discord::view::custom_id::Choice;
use crate::discord::view::markdown;
use crate::library::{Library, LibraryError};
use crate::live::Live;
use crate::message;
use crate::question::Question;

/// `/corpus answer`: fixes the section that was chosen as the answer to the question that was typed.
pub(in crate::discord::bot) async fn answer(
    desk: &Desk,
    (asked, section): (&str, &str),
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    let answerer = desk.answerer();
    let key = match Choice::decode_suggestion(section) {
        Some(Choice::Section(key)) => Some(key),
        Some(Choice::Article(article)) => {
            let article = answerer.article_by_key(article);
            article.and_then(|article| PassageKey::of(&article, 0))
        }
        None => None,
    };
    let (Some(key), Some(question)) = (key, question(asked)) else {
        return caller.tell(message::ledger::CHOOSE_A_SECTION).await;
    };
    let fixing = fix(desk, question, (key, true), caller);
    caller.answer(Visibility::Private, fixing).await
}

/// "This answers it": offers passages as the answer to the question in a message.
pub(in crate::discord::bot) async fn choose(
    desk: &Desk,
    client: &Client,
    message: &Message,
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    let making = async {
        let asked = if client.is_me(message.author.id) {
            // It may hold a whole message.
            Box::pin(earlier::question_of(client, message)).await
        } else {
            text_of(message).and_then(|text| question(&text))
        };
        let Some(question) = asked else {
            return view::notice(message::ledger::NO_QUESTION);
        };
        let text = question.asked().to_owned();
        let found = on_library(&desk.live, move |_, answerer| {
            answerer.answer(&question, view::admin::MAX_OFFERED)
        })
        .await;
        match found {
            Some(Ok(found)) => view::admin::which_answers(&text, &found.quotes),
            _ => view::notice(&message::corpus::failed()),
        }
    };
    caller.answer(Visibility::Private, making).await
}

/// The menu of passages: fixes the answer.
pub(in crate::discord::bot) async fn chosen(
    desk: &Desk,
    interaction: &ComponentInteraction,
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    let chosen = clicks::all_chosen(interaction).first();
    let chosen = chosen.and_then(|value| view::admin::fixing(value));
    let asked = view::admin::question_to_fix(&interaction.message);
    let (Some(chosen), Some(question)) = (chosen, asked.and_then(|asked| question(&asked))) else {
        return caller.tell(message::corpus::OLD_CONTROL).await;
    };
    caller.acknowledge().await?;
    let shown = fix(desk, question, chosen, caller).await;
    caller.edit(shown).await
}

/// `/corpus answers`: lists the fixed answers.
pub(in crate::discord::bot) async fn list(live: &Live, caller: &Caller<'_>) -> Result<(), RestError> {
    caller.answer(Visibility::Private, listed(live, None)).await
}

/// The menu of fixed answers: takes some back.
pub(in crate::discord::bot) async fn unfix(
    desk: &Desk,
    values: &[String],
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    let ids: Vec<i64> = values.iter().filter_map(|value| value.parse().ok()).collect();
    caller.acknowledge().await?;
    let live = &desk.live;
    let unfixed = on_library(live, move |library, answerer| library.unfix(answerer, &ids)).await;
    let told = match unfixed {
        Some(Ok(questions)) => {
            desk.live.recent().forget();
            if !questions.is_empty() {
                desk.records.action(
                    caller.user,
                    "unfix answer",
                    None,
                    &message::count(questions.len(), "question", "questions"),
                );
            }
            message::ledger::unfixed(questions.len())
        }
        failed => sentence(failed.transpose()),
    };
    caller.edit(listed(live, Some(&told)).await).await
}

/// The open questions that match the text that an admin has typed so far.
pub(in crate::discord::bot) async fn questions(live: &Live, typed: &str) -> Vec<(String, String)> {
    let open = on_library(live, |library, _| library.open_questions()).await;
    let texts = open
        .and_then(Result::ok)
        .into_iter()
        .flatten()
        .map(|text| markdown::plain(&text));
    super::matching(texts.map(|text| (text.clone(), text)), typed)
}

async fn fix(desk: &Desk, question: Question, place: (PassageKey, bool), caller: &Caller<'_>) -> Outgoing {
    let asked = question.asked().to_owned();
    let fixing = move |library: &Library, answerer: &_| library.fix(answerer, &question, place);
    match on_library(&desk.live, fixing).await {
        Some(Ok(Some(section))) => {
            desk.live.recent().forget();
            desk.records
                .action(caller.user, "fix answer", Some(&section.join(" › ")), "fixed");
            view::notice(&view::admin::fixed_now(&asked, &section))
        }
        Some(Ok(None)) => view::notice(message::ledger::CANNOT_FIX),
        failed => view::notice(&sentence(failed.transpose())),
    }
}

async fn listed(live: &Live, told: Option<&str>) -> Outgoing {
    match on_library(live, Library::fixed).await {
        Some(Ok(all)) => view::admin::fixed(&all, told),
        failed => view::notice(&sentence(failed.transpose())),
    }
}

/// Says why work on the ledger failed.
fn sentence<T>(failed: Result<Option<T>, LibraryError>) -> String {
    match failed {
        Err(error) => message::ledger::failed(&markdown::escape(&error.sentence())),
        Ok(_) => message::corpus::failed(),
    }
}
