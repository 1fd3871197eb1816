//! Drops lists of links: menus, tables of contents, other articles. They lead to texts elsewhere, and say nothing
//! themselves.

use super::walk::RawBlock;
use crate::corpus::boilerplate::is_boilerplate;
use crate::corpus::document::{Block, BlockKind};

/// The fewest blocks in a row, each just a link, that make a list of links.
const MIN_RUN: usize = 3;
/// The fewest bytes of a text that introduces a list, rather than being just its title.
const MIN_LEAD_BYTES: usize = 30;
/// Lists of links with more words than this, and a fifth of the page's, are the subject of the page.
const MAX_LINKED_BYTES: usize = 1_500;

/// Returns the blocks without lists of links, and without headings that have nothing below them but such lists or
/// parts that were left out. A list stays if the text before it introduces it ("You need these forms:"). A list that
/// leads to places in the page itself needs more than "Contents:".
pub(super) fn without_link_lists(drafts: Vec<RawBlock>) -> Vec<Block> {
    let is_dropped = dropped(&drafts);
    let mut blocks: Vec<Block> = Vec::with_capacity(drafts.len());
    let mut dropped_last = false;
    for (draft, is_dropped) in drafts.into_iter().zip(is_dropped) {
        if is_dropped {
            dropped_last = true;
            continue;
        }
        if dropped_last && let BlockKind::Heading(level) = draft.kind {
            drop_heading(&mut blocks, level);
        }
        dropped_last = false;
        blocks.push(draft.into_block());
    }
    if dropped_last {
        drop_heading(&mut blocks, 0);
    }
    blocks
}

/// Drops the last block if it is a heading of this level or deeper.
fn drop_heading(blocks: &mut Vec<Block>, level: usize) {
    blocks.pop_if(|block| matches!(block.kind, BlockKind::Heading(inner) if inner >= level));
}

/// For each block, true if it is dropped.
fn dropped(drafts: &[RawBlock]) -> Vec<bool> {
    let mut is_dropped: Vec<bool> = drafts.iter().map(is_bar).collect();
    // The first block of the current run of links.
    let mut run = 0;
    for at in 0..=drafts.len() {
        let draft = drafts.get(at);
        if draft.is_some_and(is_link) {
            continue;
        }
        if at - run >= MIN_RUN && !leads(drafts, run, 0) {
            is_dropped[run..at].fill(true);
        }
        run = at + 1;
        if let Some(list) = draft.filter(|draft| draft.is_list && leads_on(draft, 8)) {
            let min_bytes = if is_in_page(list) { MIN_LEAD_BYTES } else { 0 };
            is_dropped[at] = !leads(drafts, at, min_bytes);
        }
    }
    let words = |draft: &RawBlock| draft.piece.words;
    let all: usize = drafts.iter().map(words).sum();
    let leads_away = |at: &usize| is_dropped[*at] && !is_in_page(&drafts[*at]);
    let dropped: usize = (0..drafts.len()).filter(leads_away).map(|at| words(&drafts[at])).sum();
    if dropped * 2 > all || (dropped * 5 > all && dropped > MAX_LINKED_BYTES) {
        for (is_dropped, draft) in is_dropped.iter_mut().zip(drafts) {
            *is_dropped &= is_in_page(draft);
        }
    }
    is_dropped
}

/// True if all of the block's links lead to places in the page itself.
fn is_in_page(draft: &RawBlock) -> bool {
    draft.piece.page_links == draft.piece.links
}

/// True for a row of links, for one link to another place in the page, and for the empty block where a part was left
/// out.
fn is_bar(draft: &RawBlock) -> bool {
    let piece = &draft.piece;
    let is_row = piece.parts.is_empty() && leads_on(draft, 9) && (piece.links > 1 || piece.page_links > 0);
    draft.kind == BlockKind::Text && (is_row || (piece.text.is_blank() && !draft.is_picture))
}

/// True for a line of a table of contents: a link to a place in the page, and the number of a page.
pub(super) fn is_contents_line(draft: &RawBlock) -> bool {
    let piece = &draft.piece;
    let text = piece.text.as_str();
    let title = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - title.len();
    let gap = title.chars().rev().take_while(|c| c.is_whitespace()).count();
    let is_line = draft.kind == BlockKind::Text && piece.parts.is_empty() && digits > 0 && gap > 1;
    is_line && (piece.links, piece.page_links) == (1, 1) && piece.words <= piece.linked + digits
}

/// True for a line that is one link: text, or a heading that leads to another page.
fn is_link(draft: &RawBlock) -> bool {
    let is_line = match draft.kind {
        BlockKind::Text => draft.piece.parts.is_empty(),
        BlockKind::Heading(_) => draft.piece.page_links == 0,
        _ => false,
    };
    is_line && leads_on(draft, 9)
}

/// True if at least this many tenths of the block's words are links.
fn leads_on(draft: &RawBlock, tenths: usize) -> bool {
    draft.piece.links > 0 && draft.piece.linked * 10 >= draft.piece.words * tenths
}

/// True if the text before block `at` ends in a colon, and has at least this many bytes.
fn leads(drafts: &[RawBlock], at: usize, min_bytes: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| drafts.get(before));
    before.is_some_and(|before| {
        let text = before.piece.text.as_str();
        before.kind != BlockKind::Code && text.ends_with(':') && text.len() >= min_bytes && !is_boilerplate(text)
    })
}
