//! The table that is being read: one row a line, with " | " between cells.

use super::super::document::{Block, BlockKind, Part};
use super::super::traced::TracedText;
use super::lists::join;

/// The separator for a line's end within a cell.
pub(in crate::corpus) const CELL_JOINT: &str = " / ";

/// A cell that the one above reaches into.
const GOES_ON: &str = "^^";

/// The most bytes of cells that are repeated in a table.
const MAX_REPEATED: usize = 64 * 1024;

#[derive(Default)]
pub(in crate::corpus) struct Table {
    text: TracedText,
    rows: Vec<Part>,
    row: TracedText,
    cells: usize,
    /// The cells of the row above, and of this one.
    above: Vec<TracedText>,
    own: Vec<TracedText>,
    /// The bytes of cells that were repeated.
    repeated: usize,
    has_head: bool,
    /// True if the first cell of this row is struck out.
    is_struck: bool,
    /// The rest of the first row whose first cell is struck out.
    struck_rest: TracedText,
}

impl Table {
    pub(in crate::corpus) fn push_cell(&mut self, source: &str, cell: &TracedText) {
        let mut cell = cell.slice_trimmed(0..cell.as_str().trim_end_matches(CELL_JOINT).len());
        // Some programs let the cell above reach down here.
        if cell.as_str() == GOES_ON {
            let above = self.above.get(self.cells).cloned().unwrap_or_default();
            self.repeated += above.as_str().len();
            cell = if self.repeated <= MAX_REPEATED {
                above
            } else {
                TracedText::default()
            };
        }
        if self.cells > 0 {
            join(source, &mut self.row, " | ", cell.source_range().start);
        }
        self.row.push_traced(&cell);
        self.own.push(cell);
        self.cells += 1;
    }

    /// Notes that the next cell is struck out. The first names its row, which goes with it.
    pub(in crate::corpus) fn strike(&mut self) {
        self.is_struck |= self.cells == 0;
    }

    /// Ends a row, after `joint` if it is not the first. A row without words is left out.
    pub(in crate::corpus) fn end_row(&mut self, source: &str, joint: &str, is_head: bool) {
        let row = std::mem::take(&mut self.row);
        self.cells = 0;
        self.above = std::mem::take(&mut self.own);
        let is_struck = std::mem::take(&mut self.is_struck) && !is_head;
        if !row.as_str().contains(|c: char| c != '|' && !c.is_whitespace()) {
            return;
        }
        if is_struck {
            if self.struck_rest.is_blank() {
                self.struck_rest = row;
            }
            return;
        }
        self.has_head |= is_head;
        if !self.text.as_str().is_empty() {
            join(source, &mut self.text, joint, row.source_range().start);
        }
        self.rows.push(Part {
            start: self.text.as_str().len(),
            depth: usize::from(self.has_head && !is_head),
        });
        self.text.push_traced(&row);
    }

    /// The table as one block, with its rows as parts, and the rest of the first row whose name is struck out.
    pub(in crate::corpus) fn into_block(self) -> (Block, TracedText) {
        let mut block = Block::new(BlockKind::Text, self.text);
        block.parts = self.rows;
        (block, self.struck_rest)
    }
}
