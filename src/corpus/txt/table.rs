//! Tables: cells separated by strokes, by commas, or by wide gaps.

use std::collections::HashMap;

use super::compose::Composer;
use super::line::{Line, column_after, is_border, is_keyed, is_wall};
use super::piece::{Kind, Piece};

/// The fewest cells of a first row without figures that make it a header, where nothing else separates it from the
/// rows.
const MIN_HEADER_CELLS: usize = 3;
/// The fewest rows with figures that make a first row of two cells their header.
const MIN_ROWS_BELOW_HEADER: usize = 10;

/// True if a line is a row with strokes between its cells: "| Monday | 9:00 |", "Pool | Depth".
pub(super) fn is_stroked(line: &str) -> bool {
    (line.starts_with(is_wall) && line.ends_with(is_wall) && line.chars().count() > 2 && !is_border(line))
        || [" | ", " │ ", "| ", " |"]
            .iter()
            .any(|gap| line.trim_matches(is_wall).contains(gap))
}

/// Makes a table from lines with strokes: borders go, and " | " separates the cells.
pub(super) fn stroked<'a>(source: &'a str, lines: &[Line<'a>]) -> Piece {
    let texts: Vec<&str> = rows(lines).map(|line| line.text).collect();
    let has_header = is_ruled(lines) || has_figures_below(&texts);
    let mut table = Composer::new(source);
    for (i, row) in rows(lines).enumerate() {
        table.new_row(row, &stroked_cells(row), usize::from(has_header && i > 0));
    }
    table.finish(Kind::Text)
}

/// Makes a table with aligned columns, its rows as they stand.
pub(super) fn aligned<'a>(source: &'a str, lines: &[Line<'a>]) -> Piece {
    let texts: Vec<&str> = rows(lines).map(|line| line.text).collect();
    let cells = lines.first().map_or(0, |line| Row::of(line).gaps.len() + 1);
    let is_clear = cells >= MIN_HEADER_CELLS || (cells > 1 && texts.len() > MIN_ROWS_BELOW_HEADER);
    let has_header = is_ruled(lines) || (is_clear && has_figures_below(&texts));
    let mut table = Composer::new(source);
    let mut last: Option<Row> = None;
    for line in rows(lines) {
        let row = Row::of(line);
        if row.gaps.is_empty() && last.as_ref().is_some_and(|last| last.holds(line)) {
            table.go_on(line);
        } else {
            table.new_row(line, &[*line], usize::from(has_header && last.is_some()));
            last = Some(row);
        }
    }
    table.finish(Kind::Text)
}

fn rows<'a, 'b>(lines: &'b [Line<'a>]) -> impl Iterator<Item = &'b Line<'a>> {
    lines.iter().filter(|line| !is_border(line.text))
}

/// True if a border stands right below the first row, and rows below that.
fn is_ruled(lines: &[Line]) -> bool {
    let first = lines.iter().position(|line| !is_border(line.text)).unwrap_or(0);
    lines.get(first + 1).is_some_and(|line| is_border(line.text)) && rows(lines).nth(1).is_some()
}

fn stroked_cells<'a>(row: &Line<'a>) -> Vec<Line<'a>> {
    let mut cells = Vec::new();
    let mut start = 0;
    let ends = row
        .text
        .char_indices()
        .filter(|&(_, c)| is_wall(c))
        .map(|(at, c)| (at, c.len_utf8()));
    for (end, len) in ends.chain([(row.text.len(), 0)]) {
        let cell = &row.text[start..end];
        let text = cell.trim();
        // Only the outer strokes have nothing beyond them.
        if !text.is_empty() || (start > 0 && end < row.text.len()) {
            let lead = cell.len() - cell.trim_start().len();
            cells.push(Line {
                text,
                offset: row.offset + start + lead,
                ..*row
            });
        }
        start = end + len;
    }
    cells
}

/// True if lines are rows of comma-separated values: each has the same number of cells, and most commas have no space
/// after them.
pub(super) fn is_csv(lines: &[Line]) -> bool {
    let Some(cells) = lines.first().and_then(|line| csv_cells(line.text)) else {
        return false;
    };
    lines.len() >= 2 && lines.iter().all(|line| csv_cells(line.text) == Some(cells))
}

/// The number of cells of a line of comma-separated values; `None` if it reads as a sentence.
fn csv_cells(line: &str) -> Option<usize> {
    let separator = [',', ';'].into_iter().max_by_key(|&c| line.matches(c).count())?;
    let mut quoted = false;
    let mut cells = 1;
    let mut spaced = 0;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '"' {
            quoted = !quoted;
        } else if c == separator && !quoted {
            cells += 1;
            spaced += usize::from(chars.peek() == Some(&' '));
        }
    }
    (cells > 1 && spaced * 2 < cells && !line.ends_with(['.', '!', '?'])).then_some(cells)
}

/// True if the first row names the columns, and isn't a row like the others: it alone has no figure.
pub(super) fn has_figures_below(rows: &[&str]) -> bool {
    let has_digit = |row: &&str| row.contains(|c: char| c.is_numeric());
    rows.len() > 1 && !has_digit(&rows[0]) && rows[1..].iter().all(has_digit)
}

/// The number of lines from the start that are rows with aligned columns, including borders, or 0 if they aren't a
/// table; and the number of lines examined.
pub(super) fn aligned_len(lines: &[Line]) -> (usize, usize) {
    let mut edges: HashMap<Edge, usize> = HashMap::new();
    let mut rows = 0;
    let mut len = 0;
    let mut last: Option<Row> = None;
    for (i, line) in lines.iter().enumerate() {
        if last.is_some() && is_border(line.text) {
            continue;
        }
        let row = Row::of(line);
        if row.gaps.is_empty()
            && !last.as_ref().is_some_and(|last| {
                last.holds(line) || last.is_like(&row, line) || (is_keyed(line.text) && last.is_full_in(line))
            })
            && !(i == 0 && lines.get(1).is_some_and(|next| Row::of(next).is_full_in(line)))
        {
            break;
        }
        len = i + 1;
        if !row.gaps.is_empty() {
            rows += 1;
            for edge in row.edges(line) {
                *edges.entry(edge).or_default() += 1;
            }
            last = Some(row);
        }
    }
    let aligned = edges.values().max().copied().unwrap_or(0);
    let is_table = aligned >= 2 && aligned * 3 >= rows * 2;
    (if is_table { len } else { 0 }, len)
}

/// True if a line has cells with wide gaps between them.
pub(super) fn has_gaps(line: &Line) -> bool {
    !Row::of(line).gaps.is_empty()
}

/// The column of an edge that cells share with those below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Edge {
    /// The start of a cell that is flush left.
    Left(usize),
    /// The end of a cell that is flush right.
    Right(usize),
}

/// A line as a row of cells.
struct Row {
    /// For each of the first gaps, the columns where the cell before it ends and the next one starts.
    gaps: Vec<(usize, usize)>,
    /// The number of its words.
    words: usize,
}

impl Row {
    /// The most gaps that are recorded: no table is wider.
    const MAX_GAPS: usize = 64;

    /// Splits a line at its gaps. A gap is two spaces or more (but not the two after a full stop), a tab, or dots that
    /// lead to a page or a price.
    fn of(line: &Line) -> Self {
        let mut gaps = Vec::new();
        let mut column = line.indent;
        let mut end = None;
        let (mut spaces, mut dots, mut tabs) = (0, 0, 0);
        let mut before = ' ';
        for c in line.text.chars() {
            let next = column_after(column, c);
            match c {
                ' ' | '\u{a0}' => spaces += 1,
                '\t' => tabs += 1,
                '.' | '…' if dots > 0 || spaces > 0 => dots += 1,
                _ => {
                    let stopped = spaces == 2 && matches!(before, '.' | '?' | '!' | ':' | ',' | ';' | '"' | ')');
                    // "Name   : Jo" has no columns.
                    let is_gap = !stopped && !matches!(c, ':' | '=') && (tabs > 0 || dots >= 3 || spaces >= 2);
                    gaps.extend(end.filter(|_| is_gap).map(|end| (end, column)));
                    (spaces, dots, tabs) = (0, 0, 0);
                    before = c;
                    end = Some(next);
                }
            }
            if gaps.len() == Self::MAX_GAPS {
                break;
            }
            column = next;
        }
        let words = line.text.split_whitespace().count();
        Self { gaps, words }
    }

    fn edges(&self, line: &Line) -> impl Iterator<Item = Edge> {
        let lefts = self.gaps.iter().map(|&(_, start)| Edge::Left(start));
        let rights = self.gaps.iter().map(|&(end, _)| end).chain([line.width()]);
        lefts.chain(rights.map(Edge::Right))
    }

    /// True if the cells of another line are as wide as the columns of this row, so that a single space separates them.
    fn is_full_in(&self, other: &Line) -> bool {
        let mut column = other.indent;
        let mut before = ' ';
        let starts = other.text.chars().filter_map(|c| {
            let start = (before == ' ' && c != ' ').then_some(column);
            column = column_after(column, c);
            before = c;
            start
        });
        let starts: Vec<usize> = starts.collect();
        !self.gaps.is_empty() && self.gaps.iter().all(|(_, start)| starts.contains(start))
    }

    /// True if a line continues in one of the cells.
    fn holds(&self, line: &Line) -> bool {
        self.gaps.iter().any(|&(_, start)| start == line.indent)
    }

    /// True if another row without gaps has as many cells, with figures so wide that no gap is left.
    fn is_like(&self, other: &Self, line: &Line) -> bool {
        self.words >= MIN_HEADER_CELLS && self.words == other.words && line.text.contains(char::is_numeric)
    }
}
