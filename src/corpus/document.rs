//! What a reader makes of a file: its blocks in reading order, before sections and passages.

use super::article::Metadata;
use super::problem::Doubt;
use super::traced::TracedText;

/// A file as its format's reader sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The title that the format itself names (front matter, `<title>`).
    pub title: Option<String>,
    /// What else the file says about itself.
    pub metadata: Metadata,
    /// Everything that can be read, in order.
    pub blocks: Vec<Block>,
    /// Doubts about the file, each with the line it is about (from 1) where it is about one.
    pub doubts: Vec<(Doubt, Option<usize>)>,
}

/// A stretch of text that belongs together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, inline markup turned to marks. Offsets are in the source that the reader was given.
    pub text: TracedText,
    /// The items of a list or the rows of a table, in order; empty for other blocks.
    pub parts: Vec<Part>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading; the smaller the level, the further out.
    Heading(usize),
    /// A line that names what follows it: the block after it, or, where it has an [`End`](Self::End) of its own, all
    /// blocks up to that. The summary of a fold, the title of an admonition, a term, a caption.
    Label,
    /// A paragraph, a list, a table, a quotation.
    Text,
    /// Code, kept whole: never split, whatever its length.
    Code,
    /// Has no text. Ends what the last label names, and what headings of this level and further in do; no heading has
    /// level 7.
    End(usize),
}

/// An item of a list, or a row of a table. It ends where the next part starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Where it starts in the block's text, in bytes.
    pub start: usize,
    /// How deep it stands, from 0. Its parent is the nearest part before it that is less deep: the item that a
    /// sub-list belongs to, the header row of a table.
    pub depth: usize,
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
}
