//! The items of lists that Word writes as paragraphs.

use super::super::flow::Item;
use super::super::inline::is_word_marker;
use super::super::page::{Facts, Page};

/// The longest space between the marker and the words of an item, in bytes.
const MAX_FILLER_BYTES: usize = 100;
/// The most nodes that the marker of an item takes.
const MAX_NODES_OF_MARKER: usize = 6;
/// The deepest level that a list may claim for itself.
pub(super) const MAX_DEPTH: usize = 9;

/// The list item that Word wrote as a paragraph, with its marker as text. `None` for other paragraphs.
pub(super) fn item_of(page: &Page<'_>, at: usize, facts: &Facts<'_>) -> Option<Item> {
    let (written, depth) = if let Some((_, list)) = facts.style.split_once("mso-list:") {
        let (_, level) = list.split_once("level")?;
        let level: usize = level.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
        let is_marker = |&at: &usize| page.element(at).is_some() && is_word_marker(page.facts(at).style);
        let written = page.within(at).find(is_marker).and_then(|at| page.short_text(at, 16));
        (written, level.saturating_sub(1))
    } else {
        let filler = filler_of_item(page, at, facts)?;
        let texts = page.within(at).take_while(|&inside| inside < filler);
        let texts = texts.filter(|&inside| page.nodes[inside].is_text());
        let written: String = texts
            .map(|inside| &page.source[page.nodes[inside].range.clone()])
            .collect();
        (Some(written.trim().to_owned()), depth_by_margin(facts.style))
    };
    let marker = written.filter(|text| text.starts_with(char::is_alphanumeric) && text.len() > 1);
    Some(Item {
        marker: marker.map_or_else(|| "- ".to_owned(), |marker| format!("{marker} ")),
        depth: depth.min(MAX_DEPTH),
        range: page.nodes[at].range.clone(),
    })
}

/// The space between the marker and the words of a list item, in a page from which Word took its own styles out.
pub(super) fn filler_of_item(page: &Page<'_>, at: usize, facts: &Facts<'_>) -> Option<usize> {
    if !facts.class.contains("MsoListParagraph") {
        return None;
    }
    let is_filler = |&inside: &usize| {
        page.is_any(inside, &["span"])
            && page.facts(inside).style.contains("7.0pt")
            && page
                .short_text(inside, MAX_FILLER_BYTES)
                .is_some_and(|text| text.is_empty())
    };
    page.within(at).take(MAX_NODES_OF_MARKER).find(is_filler)
}

/// The depth of a list item by its margin, of which each level takes half an inch.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a small number of levels"
)]
fn depth_by_margin(style: &str) -> usize {
    let margin = style
        .split_once("margin-left:")
        .map_or("", |(_, value)| value.trim_start());
    let len = margin
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(margin.len());
    let (number, unit) = margin.split_at(len);
    let inch = match unit.get(..2) {
        Some("in") => 1.0,
        Some("cm") => 2.54,
        _ => 72.0,
    };
    let levels = number.parse::<f64>().unwrap_or_default() / inch * 2.0;
    (levels.round() as usize).saturating_sub(1)
}
