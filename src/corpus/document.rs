//! What a reader makes of a file: its blocks in reading order, before sections and passages.

use super::article::Metadata;
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
}

/// A stretch of text that belongs together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, inline markup gone. Offsets are in the source that the reader was given.
    pub text: TracedText,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading; the smaller the level, the further out.
    Heading(usize),
    /// A paragraph, a list, a table, a quotation.
    Text,
    /// Code, kept whole: never split, whatever its length.
    Code,
}
