//! Lists of links: menus, tables of contents, other articles. They lead to what is said elsewhere, and say nothing.

use super::walk::Draft;
use crate::corpus::document::{Block, BlockKind};

/// So many blocks in a row that are nothing but a link are a list of links.
const MIN_RUN: usize = 3;

/// The blocks without lists of links, and without the headings that stand over nothing but those or what was left out. A list to which the text
/// before it leads ("You need these forms:") stays, unless it leads to places in the page itself.
pub(super) fn without_link_lists(drafts: Vec<Draft>) -> Vec<Block> {
    let is_dropped = dropped(&drafts);
    let mut blocks: Vec<Block> = Vec::with_capacity(drafts.len());
    let mut dropped_last = false;
    let drop_empty_heading = |blocks: &mut Vec<Block>, level: usize| {
        let is_inner = |block: &Block| matches!(block.kind, BlockKind::Heading(inner) if inner >= level);
        while blocks.last().is_some_and(is_inner) {
            blocks.pop();
        }
    };
    for (draft, is_dropped) in drafts.into_iter().zip(is_dropped) {
        if is_dropped {
            dropped_last = true;
            continue;
        }
        if std::mem::take(&mut dropped_last)
            && let BlockKind::Heading(level) = draft.kind
        {
            drop_empty_heading(&mut blocks, level);
        }
        blocks.push(draft.into_block());
    }
    if dropped_last {
        drop_empty_heading(&mut blocks, 0);
    }
    blocks
}

/// For each block, whether it is dropped.
fn dropped(drafts: &[Draft]) -> Vec<bool> {
    let mut is_dropped = vec![false; drafts.len()];
    // The first block of the current run of links.
    let mut run = 0;
    for at in 0..=drafts.len() {
        let draft = drafts.get(at);
        if draft.is_some_and(|draft| is_links(draft) && !draft.is_list) {
            continue;
        }
        if at - run >= MIN_RUN && !leads(drafts, run) {
            is_dropped[run..at].fill(true);
        }
        run = at + 1;
        if let Some(list) = draft.filter(|draft| is_links(draft)) {
            is_dropped[at] = list.piece.page_links == list.piece.links || !leads(drafts, at);
        }
    }
    for (at, draft) in drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| draft.kind == BlockKind::Text)
    {
        // A row of links, or one to another place in the page.
        let is_bar = is_links(draft) && !draft.is_list && (draft.piece.links > 1 || draft.piece.page_links > 0);
        is_dropped[at] |= is_bar || draft.piece.text.is_blank();
    }
    is_dropped
}

/// Whether it is nothing but links, or as good as that. A table is more.
fn is_links(draft: &Draft) -> bool {
    let piece = &draft.piece;
    let is_table = !draft.is_list && !piece.parts.is_empty();
    !is_table && piece.links > 0 && piece.linked * 10 >= piece.words * 8
}

/// Whether the text before block `at` ends in a colon.
fn leads(drafts: &[Draft], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| drafts.get(before));
    before.is_some_and(|before| before.kind != BlockKind::Code && before.piece.text.as_str().ends_with(':'))
}
