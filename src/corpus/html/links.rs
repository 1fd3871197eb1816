//! Lists of links: menus, tables of contents, other articles. They lead to what is said elsewhere, and say nothing.

use super::walk::Draft;
use crate::corpus::boilerplate::is_boilerplate;
use crate::corpus::document::{Block, BlockKind};

/// So many blocks in a row that are nothing but a link are a list of links.
const MIN_RUN: usize = 3;
/// So long is the text that leads to a list, if it is not just its title.
const MIN_LEAD_BYTES: usize = 30;
/// Lists of links that have more words than that, and a fifth of the page's, are what the page is about.
const MAX_LINKED_BYTES: usize = 1_500;

/// The blocks without lists of links, and without the headings that stand over nothing but those or what was left
/// out. A list to which the text before it leads ("You need these forms:") stays; one that leads to places in the page
/// itself only after more than "Contents:".
pub(super) fn without_link_lists(drafts: Vec<Draft>) -> Vec<Block> {
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

/// Drops the last block if it is a heading of this level or further in.
fn drop_heading(blocks: &mut Vec<Block>, level: usize) {
    blocks.pop_if(|block| matches!(block.kind, BlockKind::Heading(inner) if inner >= level));
}

/// For each block, whether it is dropped.
fn dropped(drafts: &[Draft]) -> Vec<bool> {
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
    let words = |draft: &Draft| draft.piece.words;
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

/// Whether all of its links lead to places in the page itself.
fn is_in_page(draft: &Draft) -> bool {
    draft.piece.page_links == draft.piece.links
}

/// A row of links, or one to another place in the page. Or nothing, where something was left out.
fn is_bar(draft: &Draft) -> bool {
    let piece = &draft.piece;
    let is_row = piece.parts.is_empty() && leads_on(draft, 9) && (piece.links > 1 || piece.page_links > 0);
    draft.kind == BlockKind::Text && (is_row || piece.text.is_blank())
}

/// A line that is one link: text, or a heading that leads to another page.
fn is_link(draft: &Draft) -> bool {
    let is_line = match draft.kind {
        BlockKind::Text => draft.piece.parts.is_empty(),
        BlockKind::Heading(_) => draft.piece.page_links == 0,
        _ => false,
    };
    is_line && leads_on(draft, 9)
}

/// Whether so many tenths of its words are links.
fn leads_on(draft: &Draft, tenths: usize) -> bool {
    draft.piece.links > 0 && draft.piece.linked * 10 >= draft.piece.words * tenths
}

/// Whether the text before block `at` ends in a colon, and has so many bytes.
fn leads(drafts: &[Draft], at: usize, min_bytes: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| drafts.get(before));
    before.is_some_and(|before| {
        let text = before.piece.text.as_str();
        before.kind != BlockKind::Code && text.ends_with(':') && text.len() >= min_bytes && !is_boilerplate(text)
    })
}
