//! Tables: tells those that tabulate from those that lay out a page, and writes their rows as the lines of one block.

use std::ops::Range;

use super::element::HEADING;
use super::flow::{Piece, pin};
use super::page::{Kind, Page};
use crate::corpus::document::Part;
use crate::corpus::traced::TracedText;

/// The longest entry of a table without headers, in bytes; a longer cell holds a page's text.
const MAX_ENTRY_BYTES: usize = 1_000;
/// The most cells that reach into the rows below at a time.
const MAX_SPANNING: usize = 32;
/// The most columns in which a cell that spans them is repeated.
const MAX_REPEATED: usize = 32;
/// The most rows of headers, one below the other.
const MAX_HEADERS: usize = 3;

/// A table in the making.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Row>,
    pub in_head: bool,
    pub in_row: bool,
}

struct Row {
    cells: Vec<Cell>,
    is_head: bool,
    /// True if its first cell is struck out.
    is_struck: bool,
    /// The range of its tag.
    range: Range<usize>,
}

/// A cell, and the columns and rows that it spans.
pub(super) struct Cell {
    pub piece: Piece,
    pub is_header: bool,
    pub columns: usize,
    /// 0 for all remaining rows.
    pub rows: usize,
}

/// A cell of a row above that reaches into this one.
struct Spanning {
    column: usize,
    columns: usize,
    rows_left: usize,
    text: TracedText,
}

impl Row {
    /// True if its first cell is struck out, and another has words.
    fn has_struck_name(&self) -> bool {
        self.is_struck && self.cells.iter().any(|cell| !cell.piece.text.is_blank())
    }

    fn is_blank(&self) -> bool {
        self.is_struck || self.cells.iter().all(|cell| cell.piece.text.is_blank())
    }

    fn is_of_headers(&self) -> bool {
        let mut filled = self.cells.iter().filter(|cell| !cell.piece.text.is_blank());
        !self.is_blank() && filled.all(|cell| cell.is_header)
    }

    /// True if the row is a heading for the rows below it.
    fn names_rows_below(&self) -> bool {
        let filled = self.cells.iter().filter(|cell| !cell.piece.text.is_blank());
        self.is_of_headers() && filled.count() == 1 && self.cells.iter().map(|cell| cell.columns).sum::<usize>() > 1
    }
}

impl Table {
    /// Begins a row whose tag is at `range`.
    pub(super) fn begin_row(&mut self, range: Range<usize>) {
        self.in_row = true;
        self.rows.push(Row {
            cells: Vec::new(),
            is_head: self.in_head,
            is_struck: false,
            range,
        });
    }

    /// Notes that the next cell is struck out. The first names its row, which goes with it.
    pub(super) fn strike(&mut self) {
        let row = self.rows.last_mut().filter(|row| row.cells.is_empty() && !row.is_head);
        if let Some(row) = row {
            row.is_struck = true;
        }
    }

    pub(super) fn push(&mut self, cell: Cell) {
        if let Some(row) = self.rows.last_mut() {
            row.cells.push(cell);
        }
    }

    /// Returns the rows as lines, with " | " between cells, and the rest of the first row whose name is struck out. A cell
    /// that reaches into rows below is repeated there, as long as `spare` has room for its bytes.
    pub(super) fn into_piece(self, spare: &mut usize) -> (Piece, Piece) {
        let mut heads = self.rows.iter().take_while(|row| row.is_head).count();
        if heads == 0 && self.rows.len() > 1 && self.rows.first().is_some_and(Row::is_of_headers) {
            heads = 1;
        }
        let (mut table, mut struck_rest) = (Piece::default(), Piece::default());
        let mut spanning: Vec<Spanning> = Vec::new();
        let (mut filled_heads, mut in_group) = (0, false);
        for (number, row) in self.rows.into_iter().enumerate() {
            let is_head = number < heads;
            if number == heads {
                spanning.clear();
            }
            let (is_blank, has_struck_name) = (row.is_blank(), row.has_struck_name());
            let names_below = !is_head && row.names_rows_below();
            let start = table.text.as_str().len();
            let line = row.into_line(&mut spanning, spare);
            if has_struck_name && struck_rest.text.is_blank() {
                struck_rest = line;
                continue;
            }
            if is_blank {
                continue;
            }
            in_group &= !names_below;
            let depth = filled_heads + usize::from(in_group);
            in_group |= names_below;
            filled_heads = (filled_heads + usize::from(is_head)).min(MAX_HEADERS);
            if start > 0 {
                table.text.push_joint("\n");
            }
            table.parts.push(Part {
                start: table.text.as_str().len(),
                depth,
            });
            table.append(&line);
        }
        (table, struck_rest)
    }
}

impl Row {
    /// The row's cells, with the cells of rows above that reach into it.
    fn into_line(self, spanning: &mut Vec<Spanning>, spare: &mut usize) -> Piece {
        let mut line = Piece::default();
        let mut column = 0;
        let mut begun = Vec::new();
        let is_whole = self.cells.len() == 1;
        let mut cells = self.cells.into_iter();
        loop {
            let above = spanning.iter().find(|above| above.column == column);
            if let Some(above) = above {
                for _ in 0..above.columns.min(MAX_REPEATED) {
                    line.begin_cell(column);
                    line.repeat(&above.text, &self.range, spare);
                    column += 1;
                }
                column = above.column + above.columns;
            } else if let Some(cell) = cells.next() {
                line.begin_cell(column);
                line.append(&cell.piece);
                // A title over the whole table stands there once.
                for _ in 1..cell.columns.min(MAX_REPEATED * usize::from(!is_whole)) {
                    line.begin_cell(column + 1);
                    line.repeat(&cell.piece.text, &self.range, spare);
                }
                if cell.rows != 1 {
                    begun.push(Spanning {
                        column,
                        columns: cell.columns,
                        rows_left: cell.rows.wrapping_sub(1),
                        text: cell.piece.text,
                    });
                }
                column += cell.columns;
            } else {
                // There may be a gap before the next cell that reaches down.
                let next = spanning.iter().map(|above| above.column).filter(|&at| at > column);
                let Some(next) = next.min() else { break };
                column = next;
            }
        }
        spanning.retain_mut(|above| {
            above.rows_left -= 1;
            above.rows_left > 0
        });
        let room = MAX_SPANNING.saturating_sub(spanning.len());
        spanning.extend(begun.into_iter().take(room));
        line
    }
}

impl Piece {
    fn begin_cell(&mut self, column: usize) {
        if column > 0 {
            self.text.push_joint(" | ");
        }
    }

    fn append(&mut self, other: &Self) {
        self.text.push_traced(&other.text);
        self.words += other.words;
        self.linked += other.linked;
        self.links += other.links;
        self.page_links += other.page_links;
    }

    /// Appends the words of a text from elsewhere, with `range` as their place.
    fn repeat(&mut self, text: &TracedText, range: &Range<usize>, spare: &mut usize) {
        let words = text.as_str();
        if words.len() <= *spare {
            *spare -= words.len();
            pin(&mut self.text, words, range);
        }
    }
}

/// True if a table tabulates something. Others lay out a page, and their cells are read one after the other.
pub(super) fn is_tabular(page: &Page<'_>, table: usize) -> bool {
    let (mut cells, mut most_cells) = (0, 0);
    let (mut paragraphs, mut bytes) = (0, 0);
    let (mut has_headers, mut has_page_text) = (false, false);
    let mut at = table + 1;
    while at < page.nodes[table].end {
        let node = &page.nodes[at];
        at += 1;
        match node.kind {
            Kind::Text => bytes += page.source[node.range.clone()].trim().len(),
            Kind::Element(name) => match name.as_str() {
                "table" => {
                    has_page_text = true;
                    at = node.end;
                }
                "tr" => cells = 0,
                "td" | "th" => {
                    cells += 1;
                    most_cells = most_cells.max(cells);
                    has_headers |= name.as_str() == "th";
                    (paragraphs, bytes) = (0, 0);
                }
                "caption" | "thead" => has_headers = true,
                "p" => paragraphs += 1,
                "details" | "dl" | "pre" => has_page_text = true,
                _ => has_page_text |= name.is(HEADING),
            },
            _ => {}
        }
        has_page_text |= paragraphs > 1 || bytes > MAX_ENTRY_BYTES;
    }
    most_cells > 1 && (has_headers || !has_page_text)
}
