//! The blocks that are left out: boilerplate, and tables of contents with their names.

use crate::corpus::boilerplate::{is_boilerplate, is_contents_line, is_contents_list};
use crate::corpus::document::{Block, BlockKind};

/// The longest name of a table of contents, in words.
const MAX_CONTENTS_WORDS: usize = 3;

/// True if a block is boilerplate. A heading is so only if no text stands below it: a manual may have a chapter "Search".
pub(super) fn is_dropped(blocks: &[Block], i: usize) -> bool {
    let Some(block) = blocks.get(i) else { return true };
    let below = blocks.get(i + 1).is_some_and(|next| {
        matches!(next.kind, BlockKind::Text | BlockKind::Code | BlockKind::Label)
            && !next.text.is_blank()
            && !is_boilerplate(next.text.as_str())
    });
    let is_heading = block.kind.is_heading();
    let is_line = block.kind == BlockKind::Text && block.parts.is_empty() && is_contents_line(&block.text);
    is_line
        || is_contents_list(block)
        || names_contents(blocks, i)
        || (is_boilerplate(block.text.as_str()) && !(is_heading && below))
}

/// True for "Contents" above a list of links to places in the text. A heading may name other text after the list.
fn names_contents(blocks: &[Block], i: usize) -> bool {
    let words = blocks[i].text.as_str().split_whitespace().count();
    if !(1..=MAX_CONTENTS_WORDS).contains(&words) || !blocks.get(i + 1).is_some_and(is_contents_list) {
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
