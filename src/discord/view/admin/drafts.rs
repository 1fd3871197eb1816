//! The files that would become articles, for an admin to confirm: each with its sections as they were read.

use super::super::custom_id::{Action, CorpusAction};
use super::super::reading::title;
use super::super::{PAPER, icon, markdown, notice, rows};
use super::{MAX_LEFT_OUT, MAX_NAME, MAX_REASON};
use crate::corpus::{Article, Draft, DraftId, Replacing, Section};
use crate::discord::outgoing::{
    Component, Embed, EmbedText, MAX_CONTENT, MAX_DESCRIPTION, MAX_EMBEDS, MAX_TITLE, Outgoing, length,
};
use crate::message;
use crate::message::corpus::label;
use crate::message::locale::Locale;

/// The most of a heading in a list.
const MAX_HEADING: usize = 100;

/// The most of a section's first words.
const MAX_FIRST_WORDS: usize = 90;

/// The most sections of an article, or articles of an archive, that are listed.
const MAX_LINES: usize = 25;

/// Room for the title and the footer of an article, and for the line about more sections.
const FRAME: usize = MAX_TITLE + 120;

/// A draft that waits to be confirmed.
pub(crate) struct Offered {
    pub(crate) draft: Draft,
    pub(crate) id: DraftId,
    /// The name that the file was given by.
    pub(crate) given: String,
}

/// Shows what files would become, for the admin to confirm. `notes` are sentences about other files. Without a draft,
/// only these are shown.
pub(crate) fn drafts(offered: &[Offered], notes: &[String]) -> Outgoing {
    let mut lines = match offered {
        [] => return notice(&notes.join("\n")),
        [one] => vec![match one.draft.replaces() {
            Some(_) => message::corpus::draft_replaces(&path(&one.draft)),
            None => message::corpus::draft_is_new(&path(&one.draft)),
        }],
        several => vec![message::corpus::drafts(several.len())],
    };
    let is_one = offered.len() == 1;
    for one in offered {
        if !is_one && one.draft.replaces().is_some() {
            lines.push(message::corpus::one_draft_replaces(&path(&one.draft)));
        }
        lines.extend(draft_notes(one, is_one));
    }
    lines.extend_from_slice(notes);
    let replacing = |one: &Offered| match one.draft.replaces() {
        Some(_) => Replacing::Yes,
        None => Replacing::No,
    };
    let confirm = match offered {
        [one] if replacing(one) == Replacing::Yes => label::REPLACE,
        [_] => label::ADD,
        several if several.iter().any(|one| replacing(one) == Replacing::Yes) => label::ADD_AND_REPLACE,
        _ => label::ADD_ALL,
    };
    let add = CorpusAction::Add {
        drafts: offered.iter().map(|one| (one.id, replacing(one))).collect(),
    };
    let discard = CorpusAction::Discard {
        drafts: offered.iter().map(|one| one.id).collect(),
    };
    let room = MAX_EMBEDS / offered.len();
    Outgoing {
        content: markdown::within(&lines.join("\n"), MAX_CONTENT),
        embeds: offered.iter().map(|one| draft_glance(&one.draft, room)).collect(),
        components: rows([vec![
            Component::button(icon::CONFIRM, confirm, Action::Corpus(add).encode()),
            Component::button(icon::CANCEL, label::CANCEL, Action::Corpus(discard).encode()),
        ]]),
        ..Outgoing::default()
    }
}

fn path(draft: &Draft) -> String {
    markdown::escape_within(draft.path(), MAX_NAME)
}

/// Notes about a draft for the admin who decides about it. Of several drafts, each note names its own.
fn draft_notes(one: &Offered, is_one: bool) -> Vec<String> {
    let draft = &one.draft;
    let mut notes = Vec::new();
    if draft.is_renamed() {
        let given = markdown::escape_within(&one.given, MAX_NAME);
        notes.push(message::corpus::draft_renamed(&given));
    }
    if let Some(twin) = draft.twin() {
        let twin = markdown::escape_within(twin, MAX_NAME);
        notes.push(if is_one {
            message::corpus::draft_has_twin(&twin)
        } else {
            message::corpus::one_draft_has_twin(&path(draft), &twin)
        });
    }
    for problem in draft.left_out().iter().take(MAX_LEFT_OUT) {
        let left_out = message::left_out(&problem.path, problem.line, &problem.reason);
        notes.push(markdown::escape_within(&left_out, MAX_REASON));
    }
    if draft.left_out().len() > MAX_LEFT_OUT {
        notes.push(message::corpus::more_left_out(draft.left_out().len() - MAX_LEFT_OUT));
    }
    for warning in draft.warnings() {
        let warning = message::doubtful(&warning.path, warning.line, &warning.doubt);
        notes.push(markdown::escape_within(&warning, MAX_REASON));
    }
    notes
}

/// A draft at a glance: its article, or the articles of an archive.
fn draft_glance(draft: &Draft, room: usize) -> Embed {
    if let Some(article) = draft.article() {
        return glance(article, room);
    }
    let articles = draft.articles();
    list(
        draft.path(),
        articles.iter().map(article_line),
        message::corpus::more_articles,
        message::size(
            articles.len(),
            articles.iter().map(|article| article.passages.len()).sum(),
        ),
        room,
    )
}

/// An article at a glance, in at most `room` characters: its title, its size, and its sections with their first words.
pub(super) fn glance(article: &Article, room: usize) -> Embed {
    let sections = &article.sections;
    list(
        &article.title,
        sections.iter().map(|section| section_line(article, section)),
        message::corpus::more_sections,
        Locale::English.extent(sections.len(), article.passages.len()),
        room,
    )
}

/// As many lines as fit, and `more` about the number of the others.
fn list(
    name: &str,
    all: impl ExactSizeIterator<Item = String>,
    more: fn(usize) -> String,
    footer: String,
    room: usize,
) -> Embed {
    let room = room.saturating_sub(FRAME).min(MAX_DESCRIPTION - FRAME);
    let (number, mut lines, mut used) = (all.len(), Vec::new(), 0);
    for line in all.take(MAX_LINES) {
        used += length(&line) + 1;
        if used > room {
            break;
        }
        lines.push(line);
    }
    if number > lines.len() {
        lines.push(more(number - lines.len()));
    }
    Embed {
        title: Some(title(Locale::English, name)),
        description: Some(markdown::within(&lines.join("\n"), MAX_DESCRIPTION)),
        footer: Some(EmbedText::Text(footer)),
        color: Some(PAPER),
        ..Embed::default()
    }
}

/// "- **Bread** · 5 sections, 7 passages".
fn article_line(article: &Article) -> String {
    let title = markdown::escape_within(&article.title, MAX_HEADING);
    let extent = Locale::English.extent(article.sections.len(), article.passages.len());
    format!("- **{title}** · {extent}")
}

/// "- **Rising** · 1 passage: The dough rests overnight…".
fn section_line(article: &Article, section: &Section) -> String {
    let heading = section.headings.join(" › ");
    let heading = if markdown::is_blank(&heading) {
        Locale::English.untitled_section()
    } else {
        format!("**{}**", markdown::escape_within(&heading, MAX_HEADING))
    };
    let first = article.passages.get(section.passages.start);
    let words = first.map_or("", |first| article.passage_text(first));
    let words = markdown::escape_within(words, MAX_FIRST_WORDS);
    let passages = message::corpus::passages(section.passages.len());
    format!("- {heading} · {passages}: {words}")
}
