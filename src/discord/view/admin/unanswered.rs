//! The unanswered questions, a page at a time, with menus to deal with several at once.

use std::time::Duration;

use super::super::custom_id::{Action, CorpusAction};
use super::super::{markdown, notice, page_buttons, rows};
use crate::discord::outgoing::{Component, MAX_CONTENT, MAX_OPTION, MenuOption, Outgoing};
use crate::library::{Chosen, Group, Unanswered, seconds_since};
use crate::message;
use crate::message::corpus::label;
use crate::message::locale::Locale;

/// The groups of questions on a page.
const GROUPS_A_PAGE: usize = 8;

/// The most of a question in a list: a page of them fits a message.
pub(crate) const MAX_QUESTION: usize = 140;

/// The value of a group in a menu: one of its questions, and the latest time that one was asked when the list was shown.
/// A question that comes after the list was shown is not marked as done.
fn value(group: &Group) -> Option<String> {
    let first = group.questions.first()?;
    Some(format!("{}.{}", first.id, group.latest_asking()))
}

/// Reads the value of a group; `None` for any other text.
pub(crate) fn chosen(value: &str) -> Option<Chosen> {
    let (question, asking) = value.split_once('.')?;
    Some(Chosen {
        question: question.parse().ok()?,
        seen: Some(asking.parse().ok()?),
    })
}

/// A page of the unanswered questions, from 0.
pub(crate) fn unanswered(open: &Unanswered, page: usize) -> Outgoing {
    let groups = &open.groups;
    let noise = (open.noise > 0).then(|| message::ledger::noise(open.noise));
    if groups.is_empty() {
        let nothing = message::ledger::NOTHING_UNANSWERED.to_owned();
        let lines: Vec<String> = [nothing].into_iter().chain(noise).collect();
        return notice(&lines.join("\n"));
    }
    let pages = groups.len().div_ceil(GROUPS_A_PAGE);
    let page = page.min(pages - 1);
    let shown: Vec<(usize, &Group)> = groups
        .iter()
        .enumerate()
        .skip(page * GROUPS_A_PAGE)
        .take(GROUPS_A_PAGE)
        .collect();
    let questions: u64 = groups.iter().map(|group| group.times).sum();
    let mut lines = vec![message::ledger::unanswered(groups.len(), questions)];
    lines.extend(shown.iter().map(|(at, group)| group_line(*at, group)));
    if pages > 1 {
        lines.push(Locale::English.page_of(page + 1, pages));
    }
    lines.extend(noise);
    let options: Vec<MenuOption> = shown
        .iter()
        .filter_map(|(at, group)| {
            Some(MenuOption {
                label: markdown::plain_within(&format!("{}. {}", at + 1, group.text()), MAX_OPTION),
                value: value(group)?,
                description: None,
            })
        })
        .collect();
    let menu = |action: CorpusAction, label: &str| {
        vec![Component::menu_of_many(
            Action::Corpus(action).encode(),
            label,
            options.clone(),
        )]
    };
    Outgoing {
        content: markdown::within(&lines.join("\n"), MAX_CONTENT),
        components: rows([
            menu(CorpusAction::MarkDone { page }, label::MARK_DONE),
            menu(CorpusAction::Hide { page }, label::HIDE),
            page_buttons(Locale::English, page, pages, |page| {
                Action::Corpus(CorpusAction::UnansweredPage { page })
            }),
        ]),
        ..Outgoing::default()
    }
}

/// "1. **why is the sky blue** · 12 times, last 2 hours ago · 4 wordings · voted down once".
fn group_line(at: usize, group: &Group) -> String {
    let text = markdown::escape_within(group.text(), MAX_QUESTION);
    let last = Duration::from_secs(seconds_since(group.last_at));
    let facts = message::ledger::group(group.times, group.questions.len(), last, group.voted_down());
    format!("{}. **{text}** · {facts}", at + 1)
}
