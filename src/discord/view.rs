//! How things look: from what is to be said to what is sent. Pure functions, one room for each kind of message.
//!
//! Every string that the corpus or a person wrote goes through `markdown` for the place it is rendered in, and every
//! length is kept. What the bot says is content, what an article says is in an embed: the two never look alike.

pub(crate) mod admin;
mod answer;
pub(crate) mod custom_id;
pub(crate) mod markdown;

mod plain;
mod reading;
#[cfg(test)]
mod tests;

use serenity::model::id::UserId;

use crate::discord::outgoing::{Component, MAX_CONTENT, Outgoing, Row};
use crate::message;
use crate::message::discord::label;
use custom_id::Action;
use custom_id::AnswerNumber;

pub(crate) use answer::{answer, has_menu, question_of, shared, turned};
pub(crate) use plain::plain;
pub(crate) use reading::{section_of, sections, sources};

/// The bar at the side of what an article says. It means nothing: who sees no colour misses nothing.
const PAPER: u32 = 0x5b_7f_95;

/// Who asked, and how.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) asker: UserId,
    /// The question, to be repeated where the channel doesn't show it; `None` where it does.
    pub(crate) question: Option<String>,
    /// A link to the message that was asked about.
    pub(crate) link: Option<String>,
    /// Whom the answer is for: the one person that the bot pings.
    pub(crate) to: Option<UserId>,
    /// Whether the asker alone sees the answer.
    pub(crate) is_private: bool,
    /// What votes on the answer go by.
    pub(crate) answer: AnswerNumber,
}

/// One sentence of the bot. It may repeat what somebody typed, or many names of files: it is cut where a message ends.
pub(crate) fn notice(sentence: &str) -> Outgoing {
    Outgoing {
        content: markdown::within(sentence, MAX_CONTENT),
        ..Outgoing::default()
    }
}

/// How to ask, in two lines.
pub(crate) fn how_to_ask() -> Outgoing {
    notice(&message::discord::how_to_ask())
}

/// The help, with the number of articles and of passages.
pub(crate) fn help(articles: usize, passages: usize, keeps_questions: bool) -> Outgoing {
    notice(&message::discord::help(articles, passages, keeps_questions))
}

/// Buttons to turn pages, from 0; none if there is one page. `to` is what a button does that leads to a page.
fn page_buttons(page: usize, pages: usize, to: impl Fn(usize) -> Action) -> Vec<Component> {
    if pages < 2 {
        return Vec::new();
    }
    // A disabled button leads to the page itself: custom ids differ within a message.
    let (is_first, is_last) = (page == 0, page + 1 >= pages);
    let before = if is_first { page } else { page - 1 };
    let behind = if is_last { page } else { page + 1 };
    vec![
        Component::button(label::PREVIOUS, to(before).encode(), is_first),
        Component::button(label::NEXT, to(behind).encode(), is_last),
    ]
}

/// Rows of what there is; an empty one is none.
fn rows(rows: impl IntoIterator<Item = Vec<Component>>) -> Vec<Row> {
    rows.into_iter().filter(|row| !row.is_empty()).map(Row::new).collect()
}
