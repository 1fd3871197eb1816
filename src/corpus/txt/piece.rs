//! The pieces that a file is divided into, before its headings are separated from its text.

use crate::corpus::document::Part;
use crate::corpus::traced::TracedText;

/// A stretch of a file that belongs together.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "the place of a piece is a set of facts")]
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) text: TracedText,
    /// The items of a list, the rows of a table.
    pub(super) parts: Vec<Part>,
    /// True if the next line stands right below it, without a blank line between.
    pub(super) attached: bool,
    /// True if it is indented below a term.
    pub(super) in_term: bool,
    /// True if a line across the page stands before it.
    pub(super) below_rule: bool,
    /// True if it stands too far left to belong to the last term.
    pub(super) ends_term: bool,
}

/// The ornament that sets a heading off from the text. Headings with the same ornament have one rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Ornament {
    /// The character of its rules or strokes.
    pub(super) mark: char,
    /// True if a rule stands above it.
    pub(super) above: bool,
    /// The number of strokes on its left, and on its right too.
    pub(super) sides: usize,
}

/// The kind of a piece by its layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One line, or two that are one sentence: a heading perhaps.
    Line {
        /// True if it takes two lines.
        wrapped: bool,
    },
    /// A line right above rows, in a form that the rows do not have: a heading perhaps.
    AboveRows,
    /// A line that is set off: a heading.
    SetOff(Ornament),
    /// A line that names the text indented below it.
    Term,
    /// Commands, settings.
    Code,
    /// Anything else.
    Text,
}

impl Piece {
    /// True if it is a line, or two that are one sentence.
    pub(super) fn is_line(&self) -> bool {
        matches!(self.kind, Kind::Line { .. })
    }
}

/// Tracks the depth of lines within a list, by their indentation and the rank of their markers.
#[derive(Debug, Default)]
pub(super) struct Levels {
    open: Vec<(usize, usize)>,
}

impl Levels {
    /// Lines have one level if their indentation differs by less than this.
    const STEP_COLUMNS: usize = 2;
    const MAX_DEPTH: usize = 8;

    /// The depth of a line, from 0. Of two lines with the same indentation that of the greater rank is deeper.
    pub(super) fn depth(&mut self, indent: usize, rank: usize) -> usize {
        let is_left = |a: usize, b: usize| a + Self::STEP_COLUMNS <= b;
        while let Some(&(above, above_rank)) = self.open.last() {
            let deeper = is_left(above, indent) || (!is_left(indent, above) && above_rank < rank);
            let level = !is_left(indent, above) && above_rank == rank;
            if deeper || level {
                if deeper {
                    self.open.push((indent, rank));
                }
                break;
            }
            self.open.pop();
        }
        if self.open.is_empty() {
            self.open.push((indent, rank));
        }
        (self.open.len() - 1).min(Self::MAX_DEPTH)
    }
}
