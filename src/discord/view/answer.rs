//! An answer: a passage, an overview, "nothing found", or a reply to small talk.

mod above;
mod frame;

use std::sync::Arc;

pub(super) use above::opening;
pub(crate) use above::question_of;
pub(super) use frame::embed;

use above::retold;

use super::custom_id::{Action, MAX_PASSAGES, Shown};
use super::markdown::{self, Cut, Words};
use super::reading::{MAX_PAGE, section_menu, title, web_address_of};
use super::{Asked, MAX_ORIGIN, PAPER, dismiss, icon, page_buttons, rows, take_away};
use crate::answer::{Answer, Kind, Quote, Status};
use crate::corpus::Article;
use crate::discord::outgoing::{
    AllowedMentions, Component, Embed, MAX_DESCRIPTION, MAX_EMBEDS, MAX_OPTION, MAX_TITLE, Outgoing, Row, length,
};
use crate::message::locale::Locale;
use crate::question::SmallTalk;

/// The most buttons of a row.
const MAX_BUTTONS: usize = 5;

/// True if an answer has a menu of the articles: an overview has, and "nothing found".
pub(crate) fn has_menu(answer: &Answer) -> bool {
    match answer.kind {
        Kind::SmallTalk(_) => false,
        Kind::Overview => true,
        Kind::Passages => best(answer).is_none(),
    }
}

/// True if an answer is of interest to the asker alone: nothing was found, or nothing was asked.
pub(crate) fn is_quiet(answer: &Answer) -> bool {
    match answer.kind {
        Kind::SmallTalk(_) => true,
        Kind::Overview => false,
        Kind::Passages => best(answer).is_none(),
    }
}

/// The passage that an answer shows first; `None` if nothing was found.
pub(super) fn best(answer: &Answer) -> Option<&Quote> {
    answer.quotes.first().filter(|_| answer.status != Status::NoAnswer)
}

/// An answer. `articles` are all articles of its generation; they are needed only if it [`has_menu`].
pub(crate) fn answer(answer: &Answer, articles: &[Arc<Article>], asked: &Asked) -> Outgoing {
    let mut outgoing = match answer.kind {
        Kind::SmallTalk(kind) => small_talk(kind, &answer.suggestions, asked),
        Kind::Overview => overview(answer, articles, asked),
        Kind::Passages => match best(answer) {
            Some(best) => passage(asked.locale, best, &shown(answer, asked)),
            None => nothing(articles, asked),
        },
    };
    let is_quiet = is_quiet(answer);
    let mut lines = opening(asked, is_quiet);
    if answer.status == Status::Unsure {
        lines.push(asked.locale.unsure());
    }
    if !outgoing.content.is_empty() {
        lines.push(outgoing.content);
    }
    outgoing.content = lines.join("\n");
    if let Some(to) = asked.to.filter(|_| !asked.is_private && !is_quiet) {
        outgoing.allowed_mentions = AllowedMentions::only(to);
    }
    outgoing
}

/// An answer turned to another passage: `quote` is passage [`Shown::at`], and `content` the bot's own words above it, in
/// any language.
pub(crate) fn turned(locale: Locale, quote: &Quote, shown: &Shown, content: &str) -> Outgoing {
    Outgoing {
        content: match shown.status {
            Status::Unsure if content.is_empty() => locale.unsure(),
            _ => retold(locale, content),
        },
        ..passage(locale, quote, shown)
    }
}

/// The same as [`turned`], with the name of the person who shared it.
pub(crate) fn shared(locale: Locale, quote: &Quote, shown: &Shown, content: &str) -> Outgoing {
    let mut outgoing = turned(locale, quote, shown, content);
    let by = locale.shared_by(&format!("<@{}>", shown.asker));
    outgoing.content = if outgoing.content.is_empty() {
        by
    } else {
        format!("{by}\n{}", outgoing.content)
    };
    outgoing
}

fn shown(answer: &Answer, asked: &Asked) -> Shown {
    Shown {
        asker: asked.asker,
        is_private: asked.is_private,
        is_shared: false,
        is_unasked: asked.is_unasked && !asked.is_private,
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

/// A passage with its key sentence in bold, its links, its place, and its buttons.
fn passage(locale: Locale, quote: &Quote, shown: &Shown) -> Outgoing {
    let (embed, cut) = embed(locale, quote, shown, MAX_EMBEDS - MAX_ORIGIN);
    Outgoing {
        embeds: vec![embed],
        components: buttons(locale, quote, shown, &cut),
        ..Outgoing::default()
    }
}

/// The buttons of a passage that leave it as it is: its picture, its label, and what it does.
pub(super) fn passage_buttons(
    locale: Locale,
    quote: &Quote,
    shown: &Shown,
    cut: &Cut,
) -> Vec<(&'static str, String, Action)> {
    let vote = |is_helpful| Action::Vote {
        shown: shown.clone(),
        is_helpful,
    };
    let section = quote.article().sections.get(quote.passage().section);
    // A plain message, for where the bot may not embed, cuts a long passage further.
    let is_cut = cut.is_cut_front || cut.is_cut_back || length(&cut.markdown) > MAX_PAGE;
    let is_more = section.is_some_and(|section| section.passages.len() > 1) || is_cut;
    let passage = quote.passage_key();
    let whole = is_more.then_some((icon::WHOLE_SECTION, locale.whole_section(), Action::Section { passage }));
    whole
        .into_iter()
        .chain([
            (icon::HELPFUL, locale.helpful(), vote(true)),
            (icon::NOT_HELPFUL, locale.not_helpful(), vote(false)),
        ])
        .collect()
}

fn buttons(locale: Locale, quote: &Quote, shown: &Shown, cut: &Cut) -> Vec<Row> {
    let mut first = page_buttons(locale, shown.at, shown.passages.len(), |at| {
        Action::Turn(shown.turned_to(at))
    });
    let others = passage_buttons(locale, quote, shown, cut).into_iter();
    first.extend(others.map(|(icon, label, action)| Component::button(icon, label, action.encode())));
    let last = match (shown.is_private, shown.is_shared) {
        (true, true) => None,
        (true, false) => {
            let share = Action::Share(shown.clone()).encode();
            Some(Component::button(icon::SHARE, locale.share(), share))
        }
        (false, _) => Some(take_away(locale, shown.asker, shown.is_unasked)),
    };
    if first.len() < MAX_BUTTONS {
        first.extend(last);
        return rows([first]);
    }
    rows([first, last.into_iter().collect()])
}

/// The button that deletes what the asker alone is to see. Discord itself lets people dismiss a private message.
fn dismiss_if_seen(asked: &Asked) -> Vec<Component> {
    let dismiss = asked.is_in_message.then(|| dismiss(asked.locale, asked.asker));
    dismiss.into_iter().collect()
}

/// The sentence that nothing was found: in the articles, or in the only one that was asked.
pub(super) fn nothing_found(asked: &Asked) -> String {
    asked.article.as_ref().map_or_else(
        || asked.locale.nothing_found(),
        |article| asked.locale.nothing_found_in(&title(asked.locale, &article.title)),
    )
}

/// The same message below a line that another article may answer than the one that was asked.
pub(crate) fn but_elsewhere(locale: Locale, outgoing: Outgoing) -> Outgoing {
    Outgoing {
        content: format!("{}\n{}", locale.but_elsewhere(), outgoing.content),
        ..outgoing
    }
}

/// "Nothing found", with a menu of the articles, or of the sections of the only one that was asked.
fn nothing(articles: &[Arc<Article>], asked: &Asked) -> Outgoing {
    let (menu, is_all) = section_menu(asked.locale, articles);
    let mut content = nothing_found(asked);
    if !menu.is_empty() {
        let covered = match asked.article {
            Some(_) => asked.locale.what_it_covers(),
            None => asked.locale.what_they_cover(),
        };
        content = format!("{content} {covered}");
    }
    if !is_all {
        content = format!("{content} {}", asked.locale.all_in_sources());
    }
    Outgoing {
        content,
        components: rows([menu, dismiss_if_seen(asked)]),
        ..Outgoing::default()
    }
}

/// An overview: each heading, with a sentence from the text below it.
fn overview(answer: &Answer, articles: &[Arc<Article>], asked: &Asked) -> Outgoing {
    let locale = asked.locale;
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
        let sentence = markdown::quoted(&key_sentence(quote), MAX_DESCRIPTION / 2).markdown;
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
        title: first.filter(|_| is_one).map(|article| title(locale, &article.title)),
        url: first.filter(|_| is_one).and_then(web_address_of),
        description: Some(description),
        color: Some(PAPER),
        ..Embed::default()
    };
    let (menu, _) = section_menu(locale, articles);
    Outgoing {
        content: if is_one {
            locale.overview()
        } else {
            locale.overview_of_all()
        },
        embeds: vec![embed],
        components: rows([menu, vec![dismiss(locale, asked.asker)]]),
        ..Outgoing::default()
    }
}

/// The key sentence with its marks.
fn key_sentence(quote: &Quote) -> Words<'_> {
    let range = quote.highlights().next().unwrap_or(0..0);
    let marks = quote.article().marks_of(quote.passage());
    Words {
        marks: marks.filter_map(|mark| mark.within(&range)).collect(),
        ..Words::plain(quote.key_sentence())
    }
}

fn small_talk(kind: SmallTalk, suggestions: &[String], asked: &Asked) -> Outgoing {
    let examples: Vec<String> = suggestions
        .iter()
        .take(3)
        .map(|text| markdown::escape_within(text, MAX_OPTION))
        .collect();
    let examples: Vec<&str> = examples.iter().map(String::as_str).collect();
    let locale = asked.locale;
    let reply = match kind {
        SmallTalk::Greeting => locale.greeting(),
        SmallTalk::Thanks => locale.thanks(),
        SmallTalk::Farewell => locale.farewell(),
        SmallTalk::WhoAreYou => locale.who_i_am(),
        SmallTalk::HowAreYou => locale.how_i_am(),
        SmallTalk::Other => locale.small_talk(),
    };
    let sentence = match kind {
        SmallTalk::Farewell => reply,
        _ => locale.with_examples(&reply, &examples),
    };
    Outgoing {
        components: rows([dismiss_if_seen(asked)]),
        ..super::notice(&sentence)
    }
}
