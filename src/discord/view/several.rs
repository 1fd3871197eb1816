//! The answers to several questions of one message, one below the other.
//!
//! Each has its own row of buttons, with the number of its question. Not here: splitting a message (`question`).

use std::sync::Arc;

use super::answer::{best, embed, nothing_found, opening, passage_buttons};
use super::custom_id::{Action, AnswerNumber, Shown};
use super::{Asked, MAX_ORIGIN, Origin, markdown, name_origin, rows, take_away};
use crate::answer::{Answer, Status};
use crate::discord::outgoing::{AllowedMentions, Component, MAX_EMBEDS, Outgoing};
use crate::message;

/// The most questions of one message that are answered.
pub(crate) const MAX_QUESTIONS: usize = 3;

/// The most of each question above the answers.
const MAX_REPEATED: usize = 200;

/// One of the questions, and its answer.
pub(crate) struct Part {
    pub(crate) question: String,
    pub(crate) answer: Arc<Answer>,
    /// The number that votes on this answer refer to.
    pub(crate) number: AnswerNumber,
    /// The owner of its articles.
    pub(crate) origin: Option<Origin>,
}

/// The answers to 2 to [`MAX_QUESTIONS`] questions; `is_more` if the message asks more than these.
pub(crate) fn several(parts: &[Part], is_more: bool, asked: &Asked) -> Outgoing {
    let together = Asked {
        question: None,
        ..asked.clone()
    };
    let (locale, mut outgoing) = (asked.locale, Outgoing::default());
    let (mut lines, mut buttons) = (opening(&together, false), Vec::new());
    for (number, part) in (1..).zip(parts) {
        let question = markdown::escape_within(&part.question, MAX_REPEATED);
        lines.push(format!("> {}", message::discord::numbered(number, &question)));
        let Some(quote) = best(&part.answer) else {
            lines.push(nothing_found(asked));
            continue;
        };
        if part.answer.status == Status::Unsure {
            lines.push(locale.unsure());
        }
        let shown = Shown {
            asker: asked.asker,
            is_private: asked.is_private,
            is_shared: false,
            is_unasked: asked.is_unasked && !asked.is_private,
            status: part.answer.status,
            at: 0,
            passages: vec![(quote.passage_key(), quote.key_sentence_index())],
            answer: Some(part.number),
        };
        let room = MAX_EMBEDS / parts.len() - part.origin.map_or(0, |_| MAX_ORIGIN);
        let (mut embed, cut) = embed(locale, quote, &shown, room);
        name_origin(locale, &mut embed, part.origin);
        outgoing.embeds.push(embed);
        let row = passage_buttons(locale, quote, &shown, &cut).into_iter();
        buttons.push(row.map(|button| button_of(number, button)).collect());
    }
    if is_more {
        lines.push(locale.only_the_first(parts.len()));
    }
    if !asked.is_private {
        buttons.push(vec![take_away(locale, asked.asker, asked.is_unasked)]);
        outgoing.allowed_mentions = asked.to.map(AllowedMentions::only).unwrap_or_default();
    }
    outgoing.content = lines.join("\n");
    outgoing.components = rows(buttons);
    outgoing
}

fn button_of(number: usize, (icon, label, action): (&'static str, String, Action)) -> Component {
    Component::button(icon, message::discord::numbered(number, &label), action.encode())
}
