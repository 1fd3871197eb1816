//! The output of a reader: the blocks of a file in reading order, before sections and passages.

use super::article::Metadata;
use super::problem::Doubt;
use super::traced::TracedText;

/// Stands for something that another program fills in, or that can't be put into words.
pub(super) const FILLED_IN: &str = "[…]";

/// The level of labels in [`BlockKind::End`] and [`BlockKind::Struck`], further in than any heading of markup.
pub(super) const LABEL: usize = 7;
/// The level of a struck-out paragraph that names only the block after it.
pub(super) const LABEL_OF_NEXT: usize = 8;

/// A footnote that stands with the text that refers to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The place in the source of the last byte before the reference.
    pub at: usize,
    /// Its text.
    pub text: TracedText,
}

/// A file as its format's reader sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The title that the format itself names (front matter, `<title>`).
    pub title: Option<String>,
    /// Everything else that the file says about itself.
    pub metadata: Metadata,
    /// All readable text, in order.
    pub blocks: Vec<Block>,
    /// The footnotes that stand with the text, and not in `blocks`.
    pub notes: Vec<Note>,
    /// Doubts about the file, each with its line (from 1) if it concerns one.
    pub doubts: Vec<(Doubt, Option<usize>)>,
}

/// A stretch of text that belongs together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The kind of block.
    pub kind: BlockKind,
    /// The text, with inline markup turned into marks. Offsets are in the source that the reader was given.
    pub text: TracedText,
    /// The items of a list or the rows of a table, in order; empty for other blocks.
    pub parts: Vec<Part>,
}

/// The kind of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading; the smaller the level, the further out.
    Heading(usize),
    /// A line that names the text after it: the next block or, if the label has an [`End`](Self::End) of its own, all
    /// blocks up to that. The summary of a fold, the title of an admonition, a term, a caption.
    Label,
    /// A paragraph, a list, a table, a quotation.
    Text,
    /// Code, kept whole: never split, whatever its length.
    Code,
    /// Has no text. Stands for a struck-out heading of this level, or a struck-out label (`LABEL`, `LABEL_OF_NEXT`).
    /// The blocks that it names are left out, too.
    Struck(usize),
    /// Has no text. A line across the page, which ends the text that labels without an end of their own name.
    Rule,
    /// Has no text. Ends the text that the last label names, and the text under headings of this level and deeper; no
    /// heading has level 7.
    End(usize),
}

/// An item of a list, or a row of a table. It ends where the next part starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The offset in the block's text where the part starts, in bytes.
    pub start: usize,
    /// The nesting depth, from 0. The parent is the nearest earlier part that is less deep: the item that a sub-list
    /// belongs to, the header row of a table.
    pub depth: usize,
}

impl BlockKind {
    /// Ends the last label, but no heading.
    pub(super) const END_OF_LABEL: Self = Self::End(LABEL);

    pub(super) fn is_heading(self) -> bool {
        matches!(self, Self::Heading(_))
    }
}

impl Document {
    /// The headings that have nothing below them but a place where something without text was left out.
    pub fn above_pictures(&self) -> impl Iterator<Item = &Block> {
        let blocks = self.blocks.as_slice();
        let is_bare = |i: &usize| {
            let ends = |block: &Block| block.kind.is_heading() || matches!(block.kind, BlockKind::End(_));
            blocks[*i].kind.is_heading()
                && blocks
                    .get(i + 1)
                    .is_some_and(|next| next.kind == BlockKind::Text && next.text.is_blank())
                && blocks.get(i + 2).is_none_or(ends)
        };
        (0..blocks.len()).filter(is_bare).map(|i| &blocks[i])
    }

    /// The places in the source that another program fills in.
    pub fn filled_in(&self) -> impl Iterator<Item = usize> {
        self.blocks.iter().flat_map(|block| {
            let places = block.text.as_str().match_indices(FILLED_IN);
            places.map(|(at, _)| block.text.source_of(at))
        })
    }
}

impl Block {
    /// A block without parts.
    #[must_use]
    pub fn new(kind: BlockKind, text: TracedText) -> Self {
        Self {
            kind,
            text,
            parts: Vec::new(),
        }
    }

    /// True for text and code with something to read in it.
    pub(super) fn has_words(&self) -> bool {
        matches!(self.kind, BlockKind::Text | BlockKind::Code) && !self.text.is_blank()
    }

    /// A block without text: an end, a struck-out name, or the place where a picture was left out.
    pub(super) fn blank(kind: BlockKind) -> Self {
        Self::new(kind, TracedText::default())
    }
}

/// Marks a line across the page at the end of `blocks`, if it separates a text from what follows.
pub(super) fn mark_rule(blocks: &mut Vec<Block>) {
    if blocks.last().is_some_and(Block::has_words) {
        blocks.push(Block::blank(BlockKind::Rule));
    }
}

/// Marks that something without text was left out at the end of `blocks`, if a heading stands right above: the heading
/// has content then, and isn't quoted as text itself.
pub(super) fn mark_left_out(blocks: &mut Vec<Block>) {
    if blocks.last().is_some_and(|last| last.kind.is_heading()) {
        blocks.push(Block::blank(BlockKind::Text));
    }
}
