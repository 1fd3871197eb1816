//! Tables with borders into blocks.

use std::collections::{HashMap, HashSet};

use super::Composer;
use crate::corpus::document::{Block, BlockKind, Part};
use crate::corpus::pdf::grid::Grid;
use crate::corpus::pdf::paragraphs::{Paragraph, Placed, end_with_next_word};
use crate::corpus::traced::TracedText;

/// The separator for a line's end within a cell.
const CELL_JOINT: &str = " / ";

/// A word may be wider than its letters are on average, and cells are narrow.
const WIDE: f64 = 1.4;

impl Composer {
    /// One block of all rows of a table, of which each page has a part. The first row is a header if it alone is bold.
    pub(super) fn add_grid(&mut self, parts: &[Paragraph]) {
        let mut block = Block::blank(BlockKind::Text);
        let mut head = None;
        let mut has_header = false;
        for part in parts {
            let Some(grid) = part.grid() else { continue };
            let texts = self.cells(grid, part);
            let mut shown = HashSet::new();
            let is_repeating = is_repeating(grid, &texts);
            for row in 0..grid.rows() {
                let text = self.row(grid.row(row), &texts, &mut shown, is_repeating);
                // A table repeats its header at the top of each page.
                let is_repeated = row == 0 && head.as_deref() == Some(text.as_str());
                if text.as_str().trim_matches([' ', '|']).is_empty() || is_repeated {
                    continue;
                }
                let is_first = block.parts.is_empty();
                if is_first {
                    head = Some(text.as_str().to_owned());
                    has_header = is_alone_bold(grid, part, row);
                } else {
                    block.text.push_joint("\n");
                }
                block.parts.push(Part {
                    start: block.text.as_str().len(),
                    depth: usize::from(has_header && !is_first),
                });
                block.text.push_traced(&text);
            }
        }
        self.push_block(block);
    }

    /// The text of each cell that has any.
    fn cells(&mut self, grid: &Grid, part: &Paragraph) -> HashMap<usize, TracedText> {
        let mut lines: HashMap<usize, Vec<Placed>> = HashMap::new();
        for placed in &part.lines {
            if let Some(cell) = &placed.line.cell {
                lines.entry(cell.number).or_default().push(*placed);
            }
        }
        let mut texts = HashMap::new();
        for (cell, mut lines) in lines {
            let (left, right) = grid.sides(cell);
            let padding = lines.iter().map(|placed| placed.line.left).fold(right, f64::min) - left;
            for at in 1..lines.len() {
                let (line, next) = (lines[at - 1].line, lines[at].line);
                let room = end_with_next_word(line, next) - line.right;
                let goes_on =
                    next.text.starts_with(char::is_lowercase) && !line.text.ends_with(['.', '!', '?', ':', ';']);
                lines[at - 1].is_ended = !goes_on && line.right + room * WIDE + padding < right;
            }
            let mut text = TracedText::default();
            self.push_lines(&mut text, &lines, false, CELL_JOINT);
            texts.insert(cell, text);
        }
        texts
    }

    /// The text of a row. A cell that spans several columns or rows stands in each of them if `is_repeating`, for what stands
    /// there has its own headers; one that is the whole row stands there once.
    fn row(
        &mut self,
        cells: &[usize],
        texts: &HashMap<usize, TracedText>,
        shown: &mut HashSet<usize>,
        is_repeating: bool,
    ) -> TracedText {
        let mut row = TracedText::default();
        let is_whole = cells.iter().all(|cell| cell == &cells[0]);
        let count = if is_whole { 1 } else { cells.len() };
        for (column, cell) in cells.iter().enumerate().take(count) {
            if column > 0 {
                row.push_joint(" | ");
            }
            match texts.get(cell) {
                Some(text) if shown.insert(*cell) => row.push_traced(text),
                Some(text) if is_repeating => row.push_traced(&text.repeated(&mut self.spare)),
                _ => {}
            }
        }
        row
    }
}

/// True if the cells of a table that span several columns or rows are worth repeating: they are the lesser part of it. In a
/// drawing, whose boxes only look like cells, they may be all.
fn is_repeating(grid: &Grid, texts: &HashMap<usize, TracedText>) -> bool {
    let len = |cell: &usize| texts.get(cell).map_or(0, |text| text.as_str().len());
    let once: usize = texts.keys().map(len).sum();
    let all: usize = (0..grid.rows())
        .map(|row| {
            let cells = grid.row(row);
            let is_whole = cells.iter().all(|cell| cell == &cells[0]);
            cells
                .iter()
                .take(if is_whole { 1 } else { cells.len() })
                .map(len)
                .sum::<usize>()
        })
        .sum();
    all <= once * 2
}

/// True if the text of a row is bold, and that of no other row is.
fn is_alone_bold(grid: &Grid, part: &Paragraph, row: usize) -> bool {
    let mut is_bold: HashMap<usize, bool> = HashMap::new();
    for placed in &part.lines {
        if let Some(cell) = &placed.line.cell {
            let of_row = is_bold.entry(cell.number / grid.columns()).or_insert(true);
            *of_row &= placed.line.is_bold();
        }
    }
    let mut others = is_bold.iter().filter(|(other, _)| **other != row);
    is_bold.get(&row) == Some(&true) && !others.any(|(_, is_bold)| *is_bold)
}
