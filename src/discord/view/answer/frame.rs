//! The frame of a passage: its headings above, its links and its place below.

use std::iter;

use super::Shown;
use crate::answer::Quote;
use crate::corpus::Unit;
use crate::discord::outgoing::{Embed, EmbedText, MAX_DESCRIPTION, MAX_TITLE, length};
use crate::discord::view::PAPER;
use crate::discord::view::markdown::{self, Cut, Words};
use crate::discord::view::reading::{dated, links_field, title, web_address_of};
use crate::message::locale::Locale;

/// The most of an article's title in a footer, where more follows.
const MAX_FOOTER_TITLE: usize = 200;

/// A passage in its frame, of at most `room` characters, and how it was cut. Links that don't fit are left out.
pub(in crate::discord::view) fn embed(locale: Locale, quote: &Quote, shown: &Shown, room: usize) -> (Embed, Cut) {
    let words = Words {
        text: quote.text(),
        marks: quote.article().marks_of(quote.passage()).collect(),
        bold: quote.highlights().next().unwrap_or(0..0),
        leads: iter::once(0..quote.passage().lead).collect(),
    };
    let (outer, heading) = heading(locale, quote);
    let footer = place(locale, quote, shown);
    let around = [&outer, &Some(heading.clone()), &footer];
    let room = room.saturating_sub(around.into_iter().flatten().map(|text| length(text)).sum());
    let cut = markdown::quoted(&words, room.min(MAX_DESCRIPTION));
    let mut fields = links_field(locale, &words, &cut.shown);
    let room = room.saturating_sub(length(&cut.markdown));
    fields.retain(|field| length(&field.name) + length(&field.value) <= room);
    let embed = Embed {
        author: outer.map(EmbedText::Name),
        title: Some(heading),
        url: quote
            .link()
            .as_deref()
            .and_then(markdown::web_address)
            .or_else(|| web_address_of(quote.article())),
        fields,
        description: Some(cut.markdown.clone()),
        footer: footer.map(EmbedText::Text),
        color: Some(PAPER),
        image: None,
    };
    (embed, cut)
}

/// The outer headings as plain text, if there are any; and the innermost, or the article's title, as markdown.
fn heading(locale: Locale, quote: &Quote) -> (Option<String>, String) {
    match quote.headings() {
        [] => (None, title(locale, &quote.article().title)),
        [outer @ .., innermost] => {
            let outer = markdown::plain_within(&outer.join(" › "), MAX_TITLE);
            ((!outer.is_empty()).then_some(outer), title(locale, innermost))
        }
    }
}

/// "U.S. Iran nuclear talks · 12 May 2025 · page 14 · 1 of 3", as plain text; `None` if there is nothing to say.
fn place(locale: Locale, quote: &Quote, shown: &Shown) -> Option<String> {
    let article = quote.article();
    let mut parts = Vec::new();
    if !quote.headings().is_empty() {
        parts.push(markdown::plain_within(&article.title, MAX_FOOTER_TITLE));
    }
    parts.extend(dated(article));
    let (first, last) = quote.passage().lines;
    let range = if first == last {
        first.to_string()
    } else {
        format!("{first}-{last}")
    };
    match article.unit() {
        Unit::Page => parts.push(locale.pages(last - first + 1, &range)),
        Unit::Slide => parts.push(locale.slides(last - first + 1, &range)),
        Unit::Line | Unit::Paragraph | Unit::Part => {}
    }
    if shown.passages.len() > 1 {
        parts.push(locale.passage_of(shown.at + 1, shown.passages.len()));
    }
    parts.retain(|part| !part.is_empty());
    (!parts.is_empty()).then(|| parts.join(" · "))
}
