//! An answer: a passage, an overview, "nothing found", or a reply to small talk.

use std::sync::Arc;

use serenity::model::channel::Message;
use serenity::model::id::UserId;

use super::custom_id::{Action, MAX_PASSAGES, Shown};
use super::markdown::{self, Cut};
use super::reading::{MAX_PAGE, section_menu, web_address_of};
use super::{Asked, PAPER, page_buttons, rows};
use crate::answer::{Answer, Kind, Quote, Status};
use crate::corpus::Article;
use crate::discord::outgoing::{
    AllowedMentions, Component, Embed, EmbedText, MAX_DESCRIPTION, MAX_OPTION, MAX_TITLE, Outgoing, length,
};
use crate::message;
use crate::message::discord::label;
use crate::question::SmallTalk;
use crate::text::excerpt::ELLIPSIS;

/// The most buttons of a row.
const MAX_BUTTONS: usize = 5;

/// The most of a question above an answer: three lines on a phone.
const MAX_REPEATED: usize = 300;

/// The most of an article's title in a footer, where more follows.
const MAX_FOOTER_TITLE: usize = 200;

/// Whether an answer has a menu of the articles: an overview has, and "nothing found".
pub(crate) fn has_menu(answer: &Answer) -> bool {
    match answer.kind {
        Kind::SmallTalk(_) => false,
        Kind::Overview => true,
        Kind::Passages => best(answer).is_none(),
    }
}

/// The passage that an answer shows first; `None` if nothing was found.
fn best(answer: &Answer) -> Option<&Quote> {
    answer.quotes.first().filter(|_| answer.status != Status::NoAnswer)
}

/// An answer. `articles` are all articles of its generation; they are needed only if it [`has_menu`].
pub(crate) fn answer(answer: &Answer, articles: &[Arc<Article>], asked: &Asked) -> Outgoing {
    let mut outgoing = match answer.kind {
        Kind::SmallTalk(kind) => small_talk(kind, &answer.suggestions),
        Kind::Overview => overview(answer, articles, asked.asker),
        Kind::Passages => match best(answer) {
            Some(best) => passage(best, &shown(answer, asked)),
            None => nothing(articles, asked.asker),
        },
    };
    let mut lines = opening(asked);
    if answer.status == Status::Unsure {
        lines.push(message::UNSURE.to_owned());
    }
    if !outgoing.content.is_empty() {
        lines.push(outgoing.content);
    }
    outgoing.content = lines.join("\n");
    if let Some(to) = asked.to.filter(|_| !asked.is_private) {
        outgoing.allowed_mentions = AllowedMentions::only(to);
    }
    outgoing
}

/// An answer turned to another passage: `quote` is passage [`Shown::at`], and `content` the bot's own words above it.
pub(crate) fn turned(quote: &Quote, shown: &Shown, content: &str) -> Outgoing {
    let content = match shown.status {
        Status::Unsure if content.is_empty() => message::UNSURE,
        _ => content,
    };
    Outgoing {
        content: content.to_owned(),
        ..passage(quote, shown)
    }
}

/// The same as [`turned`], with the name of the person who shared it.
pub(crate) fn shared(quote: &Quote, shown: &Shown, content: &str) -> Outgoing {
    let mut outgoing = turned(quote, shown, content);
    let by = message::discord::shared_by(&format!("<@{}>", shown.asker));
    outgoing.content = if outgoing.content.is_empty() {
        by
    } else {
        format!("{by}\n{}", outgoing.content)
    };
    outgoing
}

/// Recovers the question from the bot's own message: it stands above the answer, or in the message that this one
/// replies to. `None` if it is not there, or was cut.
pub(crate) fn question_of(message: &Message) -> Option<String> {
    let repeated = message.content.lines().find_map(|line| line.strip_prefix("> "));
    match (repeated, &message.referenced_message) {
        (Some(repeated), _) if !message.embeds.is_empty() => {
            let question = markdown::unescaped(repeated);
            (!question.ends_with(ELLIPSIS)).then_some(question)
        }
        (_, Some(asked)) => Some(asked.content.clone()),
        _ => None,
    }
    .filter(|question| !question.trim().is_empty())
}

/// The lines above an answer: the person it is for, and the question where the channel doesn't show it.
fn opening(asked: &Asked) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(to) = asked.to {
        lines.push(format!("<@{to}>"));
    }
    if let Some(link) = &asked.link {
        lines.push(message::discord::about_message(link));
    }
    if let Some(question) = &asked.question {
        lines.push(format!("> {}", markdown::escape_within(question, MAX_REPEATED)));
    }
    lines
}

fn shown(answer: &Answer, asked: &Asked) -> Shown {
    Shown {
        asker: asked.asker,
        is_private: asked.is_private,
        status: answer.status,
        at: 0,
        passages: answer
            .quotes
            .iter()
            .take(MAX_PASSAGES)
            .map(|quote| (quote.passage_key(), quote.key_sentence_index()))
            .collect(),
        answer: Some(asked.answer),
    }
}

/// A passage with its key sentence in bold, its place, and its buttons.
fn passage(quote: &Quote, shown: &Shown) -> Outgoing {
    let bold = quote.highlights().next().unwrap_or(0..0);
    let cut = markdown::quoted(quote.text(), bold, MAX_DESCRIPTION);
    let buttons = buttons(quote, shown, &cut);
    let (outer, heading) = heading(quote);
    let embed = Embed {
        author: outer.map(EmbedText::Name),
        title: Some(heading),
        url: web_address_of(quote.article()),
        description: Some(cut.markdown),
        footer: Some(EmbedText::Text(place(quote, shown))),
        color: Some(PAPER),
    };
    Outgoing {
        embeds: vec![embed],
        components: buttons,
        ..Outgoing::default()
    }
}

/// The outer headings as plain text, if there are any; and the innermost, or the article's title, as markdown.
fn heading(quote: &Quote) -> (Option<String>, String) {
    match quote.headings() {
        [] => (None, title(&quote.article().title)),
        [outer @ .., innermost] => {
            let outer = markdown::plain_within(&outer.join(" › "), MAX_TITLE);
            ((!outer.is_empty()).then_some(outer), title(innermost))
        }
    }
}

/// A title as markdown; never empty.
pub(super) fn title(text: &str) -> String {
    if markdown::is_blank(text) {
        message::discord::UNTITLED.to_owned()
    } else {
        markdown::escape_within(text, MAX_TITLE)
    }
}

/// "U.S. Iran nuclear talks · section 5 of 5, paragraph 1 · passage 1 of 3", as plain text.
fn place(quote: &Quote, shown: &Shown) -> String {
    let (article, passage) = (quote.article(), quote.passage());
    let mut parts = Vec::new();
    if !quote.headings().is_empty() {
        parts.push(markdown::plain_within(&article.title, MAX_FOOTER_TITLE));
    }
    parts.push(message::place(
        passage.section + 1,
        article.sections.len(),
        passage.paragraph,
    ));
    parts.push(message::discord::passage_of(shown.at + 1, shown.passages.len()));
    parts.join(" · ")
}

fn buttons(quote: &Quote, shown: &Shown, cut: &Cut) -> Vec<crate::discord::outgoing::Row> {
    let mut first = page_buttons(shown.at, shown.passages.len(), |at| Action::Turn(shown.turned_to(at)));
    let section = quote.article().sections.get(quote.passage().section);
    // A plain message, for where the bot may not embed, cuts a long passage further.
    let is_cut = cut.is_cut_front || cut.is_cut_back || length(&cut.markdown) > MAX_PAGE;
    let is_more = section.is_some_and(|section| section.passages.len() > 1) || is_cut;
    if is_more {
        let action = Action::Section {
            passage: quote.passage_key(),
        };
        first.push(Component::button(label::WHOLE_SECTION, action.encode(), false));
    }
    for (text, is_helpful) in [(label::HELPFUL, true), (label::NOT_HELPFUL, false)] {
        let vote = Action::Vote {
            shown: shown.clone(),
            is_helpful,
        };
        first.push(Component::button(text, vote.encode(), false));
    }
    // Discord itself lets people dismiss a private message.
    let last = if shown.is_private {
        Component::button(label::SHARE, Action::Share(shown.clone()).encode(), false)
    } else {
        dismiss(shown.asker)
    };
    if first.len() < MAX_BUTTONS {
        first.push(last);
        return rows([first]);
    }
    rows([first, vec![last]])
}

fn dismiss(asker: UserId) -> Component {
    Component::button(label::DISMISS, Action::Dismiss { asker }.encode(), false)
}

/// "Nothing found", with a menu of the articles.
fn nothing(articles: &[Arc<Article>], asker: UserId) -> Outgoing {
    let (menu, is_all) = section_menu(articles);
    let mut content = message::NOTHING_FOUND.to_owned();
    if !menu.is_empty() {
        content = format!("{content} {}", message::discord::WHAT_THEY_COVER);
    }
    if !is_all {
        content = format!("{content} {}", message::discord::ALL_IN_SOURCES);
    }
    Outgoing {
        content,
        components: rows([menu, vec![dismiss(asker)]]),
        ..Outgoing::default()
    }
}

/// An overview: each heading, with a sentence from the text below it.
fn overview(answer: &Answer, articles: &[Arc<Article>], asker: UserId) -> Outgoing {
    let first = answer.quotes.first().map(Quote::article);
    let is_one = answer
        .quotes
        .iter()
        .all(|quote| first.is_some_and(|first| first.path == quote.article().path));
    let mut description = String::new();
    for quote in &answer.quotes {
        let heading = match (is_one, quote.headings().last()) {
            (true, Some(heading)) => heading.clone(),
            (true, None) => String::new(),
            (false, Some(heading)) => format!("{}: {heading}", quote.article().title),
            (false, None) => quote.article().title.clone(),
        };
        let sentence = markdown::quoted(quote.key_sentence(), 0..0, MAX_DESCRIPTION / 2).markdown;
        let item = if markdown::is_blank(&heading) {
            sentence
        } else {
            format!("**{}**\n{sentence}", markdown::escape_within(&heading, MAX_TITLE))
        };
        if length(&description) + length(&item) + 2 > MAX_DESCRIPTION {
            break;
        }
        if !description.is_empty() {
            description.push_str("\n\n");
        }
        description.push_str(&item);
    }
    let embed = Embed {
        title: first.filter(|_| is_one).map(|article| title(&article.title)),
        url: first.filter(|_| is_one).and_then(web_address_of),
        description: Some(description),
        color: Some(PAPER),
        ..Embed::default()
    };
    let (menu, _) = section_menu(articles);
    Outgoing {
        content: if is_one {
            message::OVERVIEW
        } else {
            message::OVERVIEW_OF_ALL
        }
        .to_owned(),
        embeds: vec![embed],
        components: rows([menu, vec![dismiss(asker)]]),
        ..Outgoing::default()
    }
}

fn small_talk(kind: SmallTalk, suggestions: &[String]) -> Outgoing {
    let examples: Vec<String> = suggestions
        .iter()
        .take(3)
        .map(|text| markdown::escape_within(text, MAX_OPTION))
        .collect();
    let examples: Vec<&str> = examples.iter().map(String::as_str).collect();
    let sentence = match kind {
        SmallTalk::Greeting => message::greeting(&examples),
        SmallTalk::Thanks => message::thanks(&examples),
        SmallTalk::Farewell => message::FAREWELL.to_owned(),
        SmallTalk::WhoAreYou => message::who_i_am(&examples),
        SmallTalk::HowAreYou => message::how_i_am(&examples),
        SmallTalk::Other => message::small_talk(&examples),
    };
    super::notice(&sentence)
}
