//! The answers that admins have chosen, and the choice of one.

use super::super::custom_id::{Action, CorpusAction};
use super::super::{PAPER, markdown, notice, rows};
use super::unanswered::MAX_QUESTION;
use crate::answer::{PassageKey, Quote};
use crate::discord::outgoing::{
    Component, Embed, MAX_CONTENT, MAX_DESCRIPTION, MAX_OPTION, MAX_OPTIONS, MenuOption, Outgoing,
};
use crate::library::Fixed;
use crate::message;
use crate::message::corpus::label;

/// The most passages that are offered as an answer.
pub(crate) const MAX_OFFERED: usize = 8;

/// Reads the choice of an answer: a passage, and whether its whole section is meant. `None` if `value` is no choice.
pub(crate) fn fixing(value: &str) -> Option<(PassageKey, bool)> {
    let (kind, key) = value.split_at_checked(1)?;
    let is_section = match kind {
        "s" => true,
        "p" => false,
        _ => return None,
    };
    Some((key.parse().ok()?, is_section))
}

/// Asks which of these passages, or of their sections, answers a question. The question stands in the message, where
/// [`question_to_fix`] finds it.
pub(crate) fn which_answers(question: &str, quotes: &[Quote]) -> Outgoing {
    let quotes = &quotes[..quotes.len().min(MAX_OFFERED)];
    if quotes.is_empty() {
        return notice(message::ledger::NOTHING_TO_CHOOSE);
    }
    let passages = quotes.iter().map(|quote| MenuOption {
        label: markdown::plain_within(&section_name(quote).join(" › "), MAX_OPTION),
        value: format!("p{}", quote.passage_key()),
        description: Some(markdown::plain_within(&quote.excerpt(MAX_OPTION), MAX_OPTION)),
    });
    let mut sections: Vec<MenuOption> = Vec::new();
    for quote in quotes {
        let name = message::ledger::whole_section(&section_name(quote).join(" › "));
        let label = markdown::plain_within(&name, MAX_OPTION);
        if sections.iter().all(|known| known.label != label) {
            sections.push(MenuOption {
                label,
                value: format!("s{}", quote.passage_key()),
                description: None,
            });
        }
    }
    let options = passages.chain(sections).collect();
    let menu = Component::menu(Action::Corpus(CorpusAction::Fix).encode(), label::FIX, options);
    Outgoing {
        content: message::ledger::WHICH_ANSWERS.to_owned(),
        embeds: vec![Embed {
            description: Some(markdown::within(&markdown::escape(question), MAX_DESCRIPTION)),
            color: Some(PAPER),
            ..Embed::default()
        }],
        components: rows([vec![menu]]),
        ..Outgoing::default()
    }
}

/// The title of a quote's article and the headings above it.
fn section_name(quote: &Quote) -> Vec<String> {
    let headings = quote.headings().iter().cloned();
    [quote.article().title.clone()].into_iter().chain(headings).collect()
}

/// Recovers the question from a message of [`which_answers`].
pub(crate) fn question_to_fix(shown: &serenity::model::channel::Message) -> Option<String> {
    let description = shown.embeds.first()?.description.as_deref()?;
    Some(markdown::unescaped(description))
}

/// The sentence that an answer was fixed.
pub(crate) fn fixed_now(question: &str, section: &[String]) -> String {
    let question = markdown::escape_within(question, MAX_QUESTION);
    message::ledger::fixed_now(&question, &markdown::escape_within(&section.join(" › "), MAX_QUESTION))
}

/// The fixed answers, with a menu to take some back. `told` says what was done before.
pub(crate) fn fixed(all: &[Fixed], told: Option<&str>) -> Outgoing {
    let mut lines: Vec<String> = told.into_iter().map(ToOwned::to_owned).collect();
    if all.is_empty() {
        lines.push(message::ledger::NOTHING_FIXED.to_owned());
        return notice(&lines.join("\n"));
    }
    lines.push(message::ledger::fixed_answers(all.len()));
    let shown = &all[..all.len().min(MAX_OPTIONS)];
    lines.extend(shown.iter().enumerate().map(|(at, one)| {
        let question = markdown::escape_within(&one.question, MAX_QUESTION);
        let section = markdown::escape_within(&one.section.join(" › "), MAX_QUESTION);
        format!(
            "{}. **{question}** → {}",
            at + 1,
            message::ledger::fixed_to(&section, one.is_section, one.is_gone)
        )
    }));
    let options = shown.iter().enumerate().map(|(at, one)| MenuOption {
        label: markdown::plain_within(&format!("{}. {}", at + 1, one.question), MAX_OPTION),
        value: one.id.to_string(),
        description: None,
    });
    let unfix = Action::Corpus(CorpusAction::Unfix).encode();
    Outgoing {
        content: markdown::within(&lines.join("\n"), MAX_CONTENT),
        components: rows([vec![Component::menu_of_many(unfix, label::UNFIX, options.collect())]]),
        ..Outgoing::default()
    }
}
