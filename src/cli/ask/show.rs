//! An answer as text.

use std::io;

use anstyle::{AnsiColor, Style};

use crate::answer::{Answer, Kind, Quote, Status};
use crate::cli::paint::{HEADING, Page};
use crate::corpus::MarkKind;
use crate::message;
use crate::message::locale::Locale;
use crate::question::{Question, SmallTalk};

/// The most characters shown of a repeated question, or of the key sentence of a further passage: about two lines.
const SHORT_CHARS: usize = 160;

/// The number of subjects that a reply to small talk names.
const SMALL_TALK_EXAMPLES: usize = 3;

/// The language of the terminal.
const ENGLISH: Locale = Locale::English;

const OWN_WORDS: Style = AnsiColor::Yellow.on_default();
const QUIET: Style = Style::new().dimmed();

/// Shows the question that the next answer belongs to, if there are several.
pub(super) fn question(page: &mut Page, question: &Question) -> io::Result<()> {
    page.line(&format!("? {}", question.excerpt(SHORT_CHARS)), "", OWN_WORDS)?;
    page.gap()
}

/// Shows an answer. The bot's own words never look like the article's.
pub(super) fn answer(page: &mut Page, answer: &Answer) -> io::Result<()> {
    match answer.kind {
        Kind::SmallTalk(kind) => return small_talk(page, kind, &answer.suggestions),
        Kind::Overview => return overview(page, &answer.quotes),
        Kind::Passages => {}
    }
    let (best, next) = match (answer.status, answer.quotes.as_slice()) {
        (Status::NoAnswer, _) | (_, []) => return no_answer(page, answer),
        (_, [best, next @ ..]) => (best, next),
    };
    if answer.status == Status::Unsure {
        page.line(&ENGLISH.unsure(), "", OWN_WORDS)?;
        page.gap()?;
    }
    for heading in best.headings() {
        page.line(heading, "", HEADING)?;
    }
    if !best.headings().is_empty() {
        page.gap()?;
    }
    let mut bold: Vec<_> = best.highlights().collect();
    bold.sort_by_key(|range| range.start);
    page.passage(best.text(), &bold, "  ")?;
    page.gap()?;
    if !page.is_styled() && best.key_sentence() != best.text() {
        page.line(&message::key_sentence(best.key_sentence()), "", Style::new())?;
        page.gap()?;
    }
    let links = links(best);
    for (name, address) in &links {
        page.line(&format!("{name}: {address}"), "  ", QUIET)?;
    }
    if !links.is_empty() {
        page.gap()?;
    }
    page.line(&source(best), "", QUIET)?;
    if let Some(url) = best.link() {
        page.line(&url, "", QUIET)?;
    }
    if !next.is_empty() {
        page.gap()?;
        page.line(message::NEXT_PASSAGES, "", OWN_WORDS)?;
        for (at, quote) in next.iter().enumerate() {
            page.line(
                &format!("{}. {}", at + 2, quote.excerpt(SHORT_CHARS)),
                "  ",
                Style::new(),
            )?;
            page.line(&source(quote), "     ", QUIET)?;
        }
    }
    Ok(())
}

/// The links of a passage, each address once, that the text itself doesn't show: their names, and their addresses.
fn links(quote: &Quote) -> Vec<(&str, String)> {
    let mut links: Vec<(&str, String)> = Vec::new();
    for mark in quote.article().marks_of(quote.passage()) {
        let MarkKind::Link(address) = mark.kind else { continue };
        let name = quote.text().get(mark.range).unwrap_or_default().trim();
        let is_shown = name.is_empty() || quote.text().contains(&address);
        if !is_shown && links.iter().all(|(_, other)| *other != address) {
            links.push((name, address));
        }
    }
    links
}

/// Shows a reply to small talk.
fn small_talk(page: &mut Page, kind: SmallTalk, suggestions: &[String]) -> io::Result<()> {
    let examples: Vec<&str> = suggestions
        .iter()
        .take(SMALL_TALK_EXAMPLES)
        .map(String::as_str)
        .collect();
    let said = match kind {
        SmallTalk::Greeting => ENGLISH.greeting(),
        SmallTalk::Thanks => ENGLISH.thanks(),
        SmallTalk::Farewell => return page.line(&ENGLISH.farewell(), "", OWN_WORDS),
        SmallTalk::WhoAreYou => ENGLISH.who_i_am(),
        SmallTalk::HowAreYou => ENGLISH.how_i_am(),
        SmallTalk::Other => ENGLISH.small_talk(),
    };
    let said = ENGLISH.with_examples(&said, &examples);
    said.lines().try_for_each(|line| page.line(line, "", OWN_WORDS))
}

/// Shows the headings, each with the first sentence below it.
fn overview(page: &mut Page, quotes: &[Quote]) -> io::Result<()> {
    let first = quotes.first().map(|quote| &quote.article().id);
    let is_one_article = quotes.iter().all(|quote| Some(&quote.article().id) == first);
    let introduction = if is_one_article {
        ENGLISH.overview()
    } else {
        ENGLISH.overview_of_all()
    };
    page.line(&introduction, "", OWN_WORDS)?;
    for quote in quotes {
        page.gap()?;
        let heading = quote.headings().last().unwrap_or(&quote.article().title);
        page.line(heading, "", HEADING)?;
        page.line(quote.key_sentence(), "  ", Style::new())?;
        page.line(&source(quote), "  ", QUIET)?;
    }
    Ok(())
}

fn no_answer(page: &mut Page, answer: &Answer) -> io::Result<()> {
    page.line(&ENGLISH.nothing_found(), "", OWN_WORDS)?;
    if !answer.suggestions.is_empty() {
        page.line(message::THEY_COVER, "", OWN_WORDS)?;
        for heading in &answer.suggestions {
            page.line(heading, "  - ", HEADING)?;
        }
    }
    Ok(())
}

/// Returns the source of a quote: "U.S. Iran nuclear talks, 3 May 2025, section 5 of 5, paragraph 1
/// (us-iran-nuclear-talks.txt, line 45)", without the date if the article gives none.
fn source(quote: &Quote) -> String {
    let (article, passage) = (quote.article(), quote.passage());
    let date = article
        .metadata
        .date
        .as_ref()
        .map_or_else(String::new, |date| format!("{date}, "));
    format!(
        "{}, {date}{} ({}, {})",
        article.title,
        message::place(passage.section + 1, article.sections.len(), passage.paragraph),
        article.path,
        message::lines(article.unit().name(), passage.lines)
    )
}
