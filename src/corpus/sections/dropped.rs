//! The blocks that are left out: boilerplate, and tables of contents with their names.

use std::ops::Range;

use crate::corpus::boilerplate::{has_words_apart, is_boilerplate, is_contents_line, leads_within, may_name};
use crate::corpus::document::{Block, BlockKind, mark_left_out};
use crate::corpus::traced::MarkKind;

/// The longest name of a table of contents, in words.
const MAX_CONTENTS_WORDS: usize = 3;

/// Leaves out what isn't part of the article. A heading whose only text goes gets a blank block, since it says nothing
/// itself.
pub(super) fn without_dropped(blocks: Vec<Block>) -> Vec<Block> {
    let fates: Vec<(bool, bool)> = (0..blocks.len())
        .map(|i| (is_contents(&blocks, i), is_dropped(&blocks, i)))
        .collect();
    let mut kept = Vec::with_capacity(blocks.len());
    for (block, (is_contents, is_dropped)) in blocks.into_iter().zip(fates) {
        if is_contents {
            mark_left_out(&mut kept);
        } else if !is_dropped {
            kept.push(block);
        }
    }
    kept
}

/// True if a block is boilerplate. A heading or a label is so only if no text stands below it: a manual may have a
/// chapter "Search", and what is "Not recommended:" may follow what is "Recommended:".
fn is_dropped(blocks: &[Block], i: usize) -> bool {
    let Some(block) = blocks.get(i) else { return true };
    let below = blocks.get(i + 1).filter(|next| {
        matches!(next.kind, BlockKind::Text | BlockKind::Code | BlockKind::Label)
            && !next.text.is_blank()
            && !is_boilerplate(next.text.as_str())
    });
    let is_named = below.is_some_and(|next| block.kind.is_heading() || names(block, next));
    let is_line = block.kind == BlockKind::Text && block.parts.is_empty() && is_contents_line(&block.text);
    is_line || names_contents(blocks, i) || (is_boilerplate(block.text.as_str()) && !is_named)
}

/// True if a line that could be the name of a button is that of the text below it, by its form. A list of links below is
/// part of the page around an article.
fn names(block: &Block, next: &Block) -> bool {
    let text = block.text.as_str();
    let is_bold = || {
        let mut marks = block.text.marks().iter();
        marks.any(|mark| mark.kind == MarkKind::Strong && mark.range == (0..text.len()))
    };
    let is_label =
        block.kind == BlockKind::Label || text.ends_with([':', '：']) || (is_bold() && !next.parts.is_empty());
    let links = links(next, |_| true);
    is_label && block.parts.is_empty() && may_name(text) && has_words_apart(next.text.as_str(), &links)
}

/// True for a list of links to places in the text and nothing else; or for one such link, if it stands beside a list of
/// them, perhaps below a heading of its own.
fn is_contents(blocks: &[Block], i: usize) -> bool {
    let is_list = |block: &Block| block.parts.len() > 1 && is_contents_list(block);
    let is_beside = || {
        let no_heading = |block: &&Block| !block.kind.is_heading();
        let before = blocks[..i].iter().rev().find(no_heading);
        before.is_some_and(is_list) || blocks[i + 1..].iter().find(no_heading).is_some_and(is_list)
    };
    is_list(&blocks[i]) || (blocks[i].parts.len() == 1 && is_contents_list(&blocks[i]) && is_beside())
}

/// True if the items of a list are links to places in the text, and nothing else. Some wikis name the page itself in a
/// few of them.
fn is_contents_list(block: &Block) -> bool {
    if block.kind != BlockKind::Text {
        return false;
    }
    let all = links(block, |address| leads_within(address) || is_place_of_page(address));
    let within = links(block, leads_within);
    all.len() >= block.parts.len() && within.len() * 2 > all.len() && !has_words_apart(block.text.as_str(), &all)
}

/// True for an address that names a place on a page beside this one: "Rules#fees".
fn is_place_of_page(address: &str) -> bool {
    address
        .split_once('#')
        .is_some_and(|(page, place)| !page.contains([':', '/']) && !place.is_empty())
}

/// The links of a block whose addresses are of a kind, in order.
fn links(block: &Block, is_of_kind: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let is_link = |kind: &MarkKind| matches!(kind, MarkKind::Link(address) if is_of_kind(address));
    let marks = block.text.marks().iter().filter(|mark| is_link(&mark.kind));
    let mut links: Vec<Range<usize>> = marks.map(|mark| mark.range.clone()).collect();
    links.sort_by_key(|link| link.start);
    links
}

/// True for "Contents" above a list of links to places in the text. A heading may name other text after the list.
fn names_contents(blocks: &[Block], i: usize) -> bool {
    let words = blocks[i].text.as_str().split_whitespace().count();
    if !(1..=MAX_CONTENTS_WORDS).contains(&words) || blocks.len() <= i + 1 || !is_contents(blocks, i + 1) {
        return false;
    }
    let next = blocks.get(i + 2).map(|next| next.kind);
    match (blocks[i].kind, next) {
        (BlockKind::Text | BlockKind::Label, _) => blocks[i].parts.is_empty(),
        (BlockKind::Heading(own), Some(BlockKind::Heading(next))) => next <= own,
        (BlockKind::Heading(_), None) => true,
        _ => false,
    }
}
