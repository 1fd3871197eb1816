//! Clicks on the buttons and menus of answers and lists.
//!
//! A component's custom id has all that a click needs. The bot keeps nothing, so buttons outlive a restart.

use serenity::model::application::{ComponentInteraction, ComponentInteractionDataKind};
use serenity::model::channel::Message;
use serenity::model::id::{MessageId, UserId};

use super::caller::{Caller, Visibility};
use super::desk::Desk;
use super::holdings::Holdings;
use crate::answer::{ArticleKey, PassageKey, Quote};
use crate::discord::api::rest::RestError;
use crate::discord::outgoing::Outgoing;
use crate::discord::view::custom_id::{AnswerNumber, Choice, Shown};
use crate::discord::view::{self, Origin, Readers};
use crate::message::locale::Locale;
use crate::metrics::Metrics;

/// Previous, Next: turns to another passage. The asker turns the message itself, anybody else gets a private copy.
pub(super) async fn turn(
    holdings: &Holdings,
    caller: &Caller<'_>,
    message: &Message,
    shown: Shown,
) -> Result<(), RestError> {
    let shown = numbered(shown, message.id);
    let is_own = caller.user == shown.asker || shown.is_private;
    let shown = if is_own {
        shown
    } else {
        Shown {
            asker: caller.user,
            is_private: true,
            is_unasked: false,
            ..shown
        }
    };
    let turned = quote(holdings, &shown).map(|(quote, origin)| {
        let turned = view::turned(caller.locale, &quote, &shown, own_words(message));
        view::from(caller.locale, turned, origin)
    });
    match turned {
        Some(turned) if is_own => caller.update(turned).await,
        other => show_or_gone(caller, other).await,
    }
}

/// A menu: shows the section or the article that was chosen.
pub(super) async fn pick(
    holdings: &Holdings,
    caller: &Caller<'_>,
    interaction: &ComponentInteraction,
) -> Result<(), RestError> {
    let picked = match chosen(interaction).and_then(Choice::decode) {
        Some(Choice::Section(passage)) => section_of(caller.locale, holdings, passage, Some(0), caller.alone()),
        Some(Choice::Article(article)) => sections(caller.locale, holdings, article, 0),
        None => None,
    };
    show_or_gone(caller, picked).await
}

/// Helpful, Not helpful: records a vote, and thanks for it.
pub(super) async fn vote(
    desk: &Desk,
    caller: &Caller<'_>,
    message: &Message,
    shown: &Shown,
    is_helpful: bool,
) -> Result<(), RestError> {
    tracing::info!(is_helpful, status = shown.status.name(), "a vote");
    let number = shown.answer.unwrap_or_else(|| AnswerNumber::of_message(message.id));
    let question = view::question_of(message);
    let quote = quote(&desk.holdings(), shown).map(|(quote, _)| quote);
    let place = caller.place((!shown.is_private).then_some(message.id));
    let voted = desk.records.vote(
        caller.user,
        (number, place),
        is_helpful,
        (question.as_deref(), quote.as_ref()),
    );
    let sentence = match voted.await {
        Ok(()) if is_helpful => caller.locale.glad_that_helped(),
        Ok(()) => caller.locale.did_not_help(),
        Err(error) => {
            tracing::warn!(%error, "a vote was not recorded");
            caller.locale.vote_not_recorded()
        }
    };
    caller.tell(&sentence).await
}

/// Share: shows a private answer to everybody, once.
pub(super) async fn share(
    holdings: &Holdings,
    caller: &Caller<'_>,
    message: &Message,
    shown: Shown,
) -> Result<(), RestError> {
    let shown = numbered(shown, message.id);
    let Some((quote, origin)) = quote(holdings, &shown) else {
        return show_or_gone(caller, None).await;
    };
    let own_words = own_words(message);
    let private = |is_shared: bool| {
        let shown = Shown {
            is_private: true,
            is_shared,
            ..shown.clone()
        };
        let turned = view::turned(caller.locale, &quote, &shown, own_words);
        view::from(caller.locale, turned, origin)
    };
    // First the button goes: it is not to be pressed twice.
    caller.update(private(true)).await?;
    let public = Shown {
        is_private: false,
        is_shared: false,
        ..shown.clone()
    };
    let shared = view::shared(caller.locale, &quote, &public, own_words);
    let shared = view::from(caller.locale, shared, origin);
    let Err(error) = caller.follow_up(Visibility::Public, shared).await else {
        return Ok(());
    };
    tracing::warn!(%error, "an answer was not shared");
    let sentence = if error.is_thread_closed() {
        caller.locale.this_thread_closed()
    } else {
        caller.locale.not_shared()
    };
    caller.edit(private(false)).await?;
    caller.follow_up(Visibility::Private, view::notice(&sentence)).await
}

/// Dismiss: deletes an answer, for its asker and for people who may manage messages.
pub(super) async fn dismiss(caller: &Caller<'_>, message: &Message, asker: UserId) -> Result<(), RestError> {
    if !may_dismiss(caller, asker) {
        return caller.tell(&caller.locale.not_yours_to_dismiss()).await;
    }
    caller.acknowledge().await?;
    caller.delete(message.id).await
}

/// Not a question: deletes an answer that nobody asked for, and counts it.
pub(super) async fn not_a_question(
    metrics: &Metrics,
    caller: &Caller<'_>,
    message: &Message,
    asker: UserId,
) -> Result<(), RestError> {
    if may_dismiss(caller, asker) {
        metrics.questions.taken_away();
    }
    dismiss(caller, message, asker).await
}

fn may_dismiss(caller: &Caller<'_>, asker: UserId) -> bool {
    caller.user == asker || caller.may_manage
}

/// An answer with its number, which its copies keep, so that a person who votes on several of them votes once.
fn numbered(shown: Shown, message: MessageId) -> Shown {
    let answer = shown.answer.unwrap_or_else(|| AnswerNumber::of_message(message));
    Shown {
        answer: Some(answer),
        ..shown
    }
}

/// The passage that an answer is turned to, and whose it is; `None` if it is gone.
fn quote(holdings: &Holdings, shown: &Shown) -> Option<(Quote, Option<Origin>)> {
    let &(key, sentence) = shown.passages.get(shown.at)?;
    holdings.quote(key, sentence)
}

/// Previous, Next below a section that somebody opened for everybody to see: they turn it, anybody else gets a private
/// copy.
pub(super) async fn turn_opened(
    holdings: &Holdings,
    caller: &Caller<'_>,
    asker: UserId,
    passage: PassageKey,
    page: usize,
) -> Result<(), RestError> {
    if caller.user == asker {
        let turned = section_of(caller.locale, holdings, passage, Some(page), Readers::All(asker));
        return update_or_gone(caller, turned).await;
    }
    show_or_gone(
        caller,
        section_of(caller.locale, holdings, passage, Some(page), caller.alone()),
    )
    .await
}

/// A page of the section that a passage is in, or the one where the passage begins; `None` if the passage is gone.
pub(super) fn section_of(
    locale: Locale,
    holdings: &Holdings,
    passage: PassageKey,
    page: Option<usize>,
    readers: Readers,
) -> Option<Outgoing> {
    let (article, section, origin) = holdings.section_of(passage)?;
    let shown = view::section_of(locale, &article, section, passage, page, readers)?;
    Some(view::from(locale, shown, origin))
}

/// A page of an article's list of sections; `None` if the article is gone.
pub(super) fn sections(locale: Locale, holdings: &Holdings, article: ArticleKey, page: usize) -> Option<Outgoing> {
    Some(view::sections(locale, &*holdings.article_by_key(article)?, page))
}

/// Shows a message to the caller alone; without one, says that the passage is gone.
pub(super) async fn show_or_gone(caller: &Caller<'_>, outgoing: Option<Outgoing>) -> Result<(), RestError> {
    let outgoing = outgoing.unwrap_or_else(|| view::notice(&caller.locale.passage_gone()));
    caller.show(Visibility::Private, outgoing).await
}

/// Replaces the message that was clicked; without a new one, says that the passage is gone.
pub(super) async fn update_or_gone(caller: &Caller<'_>, outgoing: Option<Outgoing>) -> Result<(), RestError> {
    match outgoing {
        Some(outgoing) => caller.update(outgoing).await,
        None => show_or_gone(caller, None).await,
    }
}

/// The bot's own words in a message. Empty where it may not embed: there the content is the passage.
fn own_words(message: &Message) -> &str {
    if message.embeds.is_empty() {
        ""
    } else {
        &message.content
    }
}

/// The person who was chosen in a menu of people.
pub(super) fn chosen_person(interaction: &ComponentInteraction) -> Option<UserId> {
    match &interaction.data.kind {
        ComponentInteractionDataKind::UserSelect { values } => values.first().copied(),
        _ => None,
    }
}

/// The value that was chosen in a menu.
fn chosen(interaction: &ComponentInteraction) -> Option<&str> {
    all_chosen(interaction).first().map(String::as_str)
}

/// The values that were chosen in a menu; none for a button.
pub(super) fn all_chosen(interaction: &ComponentInteraction) -> &[String] {
    match &interaction.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Status;

    #[test]
    fn a_copy_of_an_answer_without_a_number_shares_the_number_of_its_message() {
        let old = Shown {
            asker: UserId::new(1),
            is_private: false,
            is_shared: false,
            is_unasked: false,
            status: Status::Answered,
            at: 0,
            passages: vec![(PassageKey::new("a", "b"), 0)],
            answer: None,
        };
        let copy = numbered(old.clone(), MessageId::new(7));
        assert_eq!(copy.answer, Some(AnswerNumber::of_message(MessageId::new(7))));
        assert_ne!(copy.answer, numbered(old, MessageId::new(8)).answer);
        // The copy is another message.
        assert_eq!(numbered(copy.clone(), MessageId::new(9)), copy);
    }
}
