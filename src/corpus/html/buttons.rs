//! Buttons whose words are text: among the words of a sentence, above a panel, or a whole sentence.

use std::ops::Range;

use super::element::BLOCK;
use super::page::{Kind, Page};
use super::toggles::OPENS;

/// The most nodes that the search for a button's parent goes back.
const MAX_LOOK_BACK: usize = 64;
/// The fewest words of a button that readers can learn something from.
const MIN_BUTTON_WORDS: usize = 4;
/// Elements that hold words, in which a button is one of them.
const WORDED: &[&str] = &[
    "p",
    "li",
    "td",
    "th",
    "dd",
    "dt",
    "blockquote",
    "figcaption",
    "span",
    "b",
    "strong",
    "em",
    "i",
    "label",
];

/// True for a button that opens a panel, or whose text says more than its action.
pub(super) fn has_text(page: &Page<'_>, at: usize) -> bool {
    if page.has_attribute(at, OPENS) {
        return true;
    }
    let text = page.short_text(at, 200);
    if text.is_none_or(|text| text.ends_with('?') || text.split(' ').count() >= MIN_BUTTON_WORDS) {
        return true;
    }
    // A panel follows the button in the same parent. The block after a bar doesn't belong to the bar's last button.
    let mut next = page.nodes[at].end;
    while page.is_blank(next) {
        next += 1;
    }
    let parent = (at.saturating_sub(MAX_LOOK_BACK)..at)
        .rev()
        .find(|&node| page.nodes[node].end > at);
    // A button right after code does something with it.
    let mut before = (at.saturating_sub(MAX_LOOK_BACK)..at).filter(|&node| page.nodes[node].end.abs_diff(at) < 2);
    let is_of_code = before.any(|node| page.is_any(node, &["pre"]));
    let is_beside = !is_of_code && parent.is_none_or(|parent| next < page.nodes[parent].end);
    let is_panel = page
        .element(next)
        .is_some_and(|name| name.is(BLOCK) && !name.is_any(&["button", "pre", "h1", "h2", "h3", "h4", "h5", "h6"]));
    is_beside && is_panel && page.short_text(next, 0).is_none()
}

/// True for a button that is one of the words of a text ("Press [Save] to keep it"), or that shows code.
pub(super) fn is_in_words(page: &Page<'_>, at: usize) -> bool {
    if !page.is_any(at, &["button"]) {
        return false;
    }
    let is_code = page.is_any(at + 1, &["code", "kbd", "samp"]) && page.nodes[at + 1].end == page.nodes[at].end;
    let has_words = |range: Range<usize>| page.source[range].contains(char::is_alphanumeric);
    let is_text = |node: usize| page.nodes.get(node).is_some_and(|node| node.kind == Kind::Text);
    let parents = (at.saturating_sub(MAX_LOOK_BACK)..at).rev();
    let Some(parent) = parents
        .filter(|&node| page.nodes[node].end > at)
        .find(|&node| page.element(node).is_some())
    else {
        return is_code;
    };
    let before = page.nodes[at - 1].range.clone();
    let follows = is_text(at - 1) && has_words(before.clone()) && is_beside(page, at - 1, at);
    let next = page.nodes[at].end;
    let goes_on = next < page.nodes[parent].end && is_text(next) && has_words(page.nodes[next].range.clone());
    // After a whole sentence it is not one of the words.
    let follows = follows && (goes_on || !page.source[before].trim_end().ends_with(['.', '!', '?', ':', '…']));
    is_code || (follows && goes_on) || ((follows || goes_on) && page.is_any(parent, WORDED))
}

/// True if the text `text` stands in the same block as the later node `at`.
fn is_beside(page: &Page<'_>, text: usize, at: usize) -> bool {
    let parted = |&node: &usize| {
        let (end, name) = (page.nodes[node].end, page.element(node));
        end > text && end <= at && name.is_some_and(|name| name.is(BLOCK))
    };
    !(text.saturating_sub(MAX_LOOK_BACK)..text).any(|node| parted(&node))
}
