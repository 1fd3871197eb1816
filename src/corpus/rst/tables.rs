//! Tables: grids, simple ones, and those of directives.

use std::ops::Range;

use super::super::csv::record::Records;
use super::super::document::Block;
use super::super::markdown::tables::Table;
use super::super::traced::TracedText;
use super::super::txt::is_wide;
use super::inline::inline;
use super::lines::{Line, item, joined};
use super::names::Names;

/// The most lines of a simple table, whose end is searched.
const MAX_LINES: usize = 5_000;

/// The most bytes of cells that are repeated in a table.
const MAX_REPEATED: usize = 64 * 1024;

/// A row: the text of each cell.
type Row = Vec<TracedText>;

/// The table that begins at the first line, and the number of its lines. `None` if none begins there.
pub(super) fn table(source: &str, names: &Names, lines: &[Line]) -> Option<(Block, usize)> {
    let first = lines[0].text;
    let len = if first.starts_with("+-") && first.ends_with('+') {
        lines
            .iter()
            .take_while(|line| line.text.starts_with(['+', '|']))
            .count()
    } else if first.starts_with("==") && first.contains(" =") && first.bytes().all(|b| matches!(b, b'=' | b' ')) {
        // It ends with a line of equals signs before a blank line.
        let ends = |i: &usize| is_simple_rule(lines[*i].text) && lines.get(i + 1).is_none_or(Line::is_blank);
        (1..lines.len().min(MAX_LINES)).find(ends)? + 1
    } else {
        return None;
    };
    let (rows, header) = if first.starts_with('+') {
        grid(&lines[..len])
    } else {
        simple(&lines[..len])
    };
    Some((block(source, names, rows, header), len))
}

fn is_simple_rule(line: &str) -> bool {
    line.starts_with("==") && line.bytes().all(|b| matches!(b, b'=' | b' '))
}

/// The block of a table, whose first `header` rows name the columns.
pub(super) fn block(source: &str, names: &Names, rows: Vec<Row>, header: usize) -> Block {
    let mut table = Table::default();
    for (i, row) in rows.into_iter().enumerate() {
        for cell in row {
            table.push_cell(source, &inline(&cell, names));
        }
        table.end_row(source, "\n", i < header);
    }
    table.into_block().0
}

/// The part of a line between two columns, counted in characters from the start of `first`.
fn cell<'a>(line: &Line<'a>, base: usize, columns: (usize, Option<usize>)) -> Line<'a> {
    let shift = line.indent - base.min(line.indent);
    let place = |column: usize| {
        let column = column.saturating_sub(shift);
        line.text
            .char_indices()
            .nth(column)
            .map_or(line.text.len(), |(at, _)| at)
    };
    let start = place(columns.0);
    let end = columns.1.map_or(line.text.len(), place).max(start);
    let part = &line.text[start..end];
    Line {
        text: part.trim(),
        at: line.at + start + (part.len() - part.trim_start().len()),
        indent: 0,
    }
}

/// The cells of rows that are drawn with "+", "-" and "|". A cell over several columns or rows stands in each of them;
/// one over a whole row stands there once.
fn grid(lines: &[Line]) -> (Vec<Row>, usize) {
    let bars = bars(lines);
    let mut grid = Grid::default();
    let mut header = 0;
    for line in lines {
        let spans = spans(line, &bars);
        let texts = || spans.iter().filter(|span| !span.is_rule);
        if texts().count() < spans.len() {
            if line.text.contains("+=") {
                header = grid.rows.len();
            }
            // The cells without a rule below them go on in the next row.
            grid.end_row(texts().map(|span| span.columns.clone()));
        }
        texts().for_each(|span| grid.push(&span.columns, &span.line));
    }
    (grid.into_rows(), header.min(lines.len()))
}

/// The columns of characters in which cells may begin or end. A wide character takes two columns.
fn bars(lines: &[Line]) -> Vec<usize> {
    let mut bars = Vec::new();
    for line in lines.iter().filter(|line| line.text.starts_with('+')) {
        let mut column = 0;
        for c in line.text.chars() {
            bars.extend((c == '+').then_some(column));
            column += 1 + usize::from(is_wide(c));
        }
    }
    bars.sort_unstable();
    bars.dedup();
    bars
}

/// The part of a line between two bars.
struct Span<'a> {
    /// The columns of the table.
    columns: Range<usize>,
    line: Line<'a>,
    /// True if it is drawn from one bar to the other, unlike "-" as a text.
    is_rule: bool,
}

/// The parts of a line between the bars that it has.
fn spans<'a>(line: &Line<'a>, bars: &[usize]) -> Vec<Span<'a>> {
    let mut spans = Vec::new();
    let (mut column, mut open): (usize, Option<(usize, usize)>) = (0, None);
    for (at, c) in line.text.char_indices() {
        let bar = bars.binary_search(&column).ok().filter(|_| matches!(c, '|' | '+'));
        column += 1 + usize::from(is_wide(c));
        let Some(bar) = bar else { continue };
        if let Some((first, start)) = open {
            let part = &line.text[start..at];
            let text = part.trim();
            let at = line.at + start + (part.len() - part.trim_start().len());
            spans.push(Span {
                columns: first..bar,
                line: Line { text, at, indent: 0 },
                is_rule: !part.is_empty() && part.bytes().all(|b| matches!(b, b'-' | b'=' | b'+')),
            });
        }
        open = Some((bar, at + 1));
    }
    spans
}

/// The rows of a drawn table in the making.
#[derive(Default)]
struct Grid {
    cells: Vec<TracedText>,
    /// For each row and each of its columns, the number of the cell.
    rows: Vec<Vec<Option<usize>>>,
    is_open: bool,
}

impl Grid {
    /// Ends the row. The cells in these columns go on in the next one.
    fn end_row(&mut self, goes_on: impl Iterator<Item = Range<usize>>) {
        let last = self.rows.last().filter(|_| self.is_open);
        let mut next = vec![None; last.map_or(0, Vec::len)];
        let mut is_open = false;
        for column in goes_on.flatten() {
            let cell = last.and_then(|last| last.get(column).copied().flatten());
            if let Some(place) = next.get_mut(column) {
                *place = cell;
                is_open = true;
            }
        }
        self.is_open = is_open;
        if is_open {
            self.rows.push(next);
        }
    }

    /// Appends a line to the cell in these columns.
    fn push(&mut self, columns: &Range<usize>, line: &Line) {
        if !self.is_open {
            self.rows.push(Vec::new());
            self.is_open = true;
        }
        let Some(row) = self.rows.last_mut() else { return };
        if row.len() < columns.end {
            row.resize(columns.end, None);
        }
        let cell = row[columns.start].unwrap_or(self.cells.len());
        row[columns.clone()].fill(Some(cell));
        if cell == self.cells.len() {
            self.cells.push(TracedText::default());
        }
        let text = &mut self.cells[cell];
        if !line.is_blank() {
            let joint = if item(line.text).is_some() { " / " } else { " " };
            text.push_joint(if text.is_blank() { "" } else { joint });
            text.push_traced(&TracedText::new(line.text, line.at));
        }
    }

    fn into_rows(self) -> Vec<Row> {
        let mut spare = MAX_REPEATED;
        let mut is_new = vec![true; self.cells.len()];
        let mut take = |cell: Option<usize>| {
            let Some(cell) = cell else { return TracedText::default() };
            if std::mem::take(&mut is_new[cell]) {
                self.cells[cell].clone()
            } else {
                self.cells[cell].repeated(&mut spare)
            }
        };
        let rows = self.rows.iter().map(|row| {
            let is_whole = row.len() > 1 && row.iter().all(|cell| cell.is_some() && *cell == row[0]);
            let row = if is_whole { &row[..1] } else { row };
            row.iter().map(|cell| take(*cell)).collect()
        });
        rows.collect()
    }
}

/// The cells of rows under a line of equals signs, whose gaps part the columns.
fn simple(lines: &[Line]) -> (Vec<Row>, usize) {
    let rule = lines[0];
    let mut columns: Vec<usize> = Vec::new();
    let mut last = ' ';
    for (column, c) in rule.text.chars().enumerate() {
        if c == '=' && last == ' ' {
            columns.push(column);
        }
        last = c;
    }
    let mut rows: Vec<Vec<Vec<Line>>> = Vec::new();
    let mut header = 0;
    for line in &lines[1..] {
        if is_simple_rule(line.text) {
            header = if header == 0 { rows.len() } else { header };
            continue;
        }
        if line.is_blank() || line.text.bytes().all(|b| matches!(b, b'-' | b' ')) {
            continue;
        }
        // A text in the gap before a column spans that, too.
        let shift = line.indent - rule.indent.min(line.indent);
        let is_spanned = |start: &usize| {
            let gap = start.checked_sub(shift + 1).and_then(|at| line.text.chars().nth(at));
            gap.is_some_and(|c| c != ' ')
        };
        let cells = columns.iter().enumerate().map(|(i, start)| {
            let end = columns[i + 1..].iter().find(|start| !is_spanned(start)).copied();
            let start = columns[..=i].iter().rfind(|start| !is_spanned(start)).unwrap_or(start);
            cell(line, rule.indent, (*start, end))
        });
        let cells: Vec<Line> = cells.collect();
        // A row without a first cell continues the one above.
        match rows.last_mut().filter(|_| cells[0].is_blank()) {
            Some(row) => row.iter_mut().zip(cells).for_each(|(cell, line)| cell.push(line)),
            None => rows.push(cells.into_iter().map(|line| vec![line]).collect()),
        }
    }
    // The last line of signs ends the table; alone, it ends no header.
    let header = if header == rows.len() { 0 } else { header };
    let text = |cell: &Vec<Line>| joined("", cell);
    (rows.iter().map(|row| row.iter().map(text).collect()).collect(), header)
}

/// The rows of a `csv-table`; those of its option `header` first.
pub(super) fn csv_rows(header: &[Line], content: &[Line]) -> Vec<Row> {
    let mut rows = Vec::new();
    for line in header.iter().chain(content) {
        for record in Records::new(&line.text.replace("\", \"", "\",\""), 0, b',') {
            let places = record.fields.iter().map(|field| {
                let at = line.text.find(field.as_str()).unwrap_or(0);
                TracedText::new(field.as_str(), line.at + at)
            });
            rows.push(places.collect());
        }
    }
    rows
}

/// The rows of a `list-table`: a list of lists.
pub(super) fn list_rows(source: &str, content: &[Line]) -> Vec<Row> {
    let mut rows: Vec<Vec<Vec<Line>>> = Vec::new();
    for line in content.iter().filter(|line| !line.is_blank()) {
        let mut line = *line;
        let marker = |line: &Line| item(line.text).filter(|(_, is_numbered)| !is_numbered);
        if line.text.starts_with("* ") && item(line.text[2..].trim_start()).is_some() {
            rows.push(Vec::new());
            line = line.after(1);
        }
        let Some(row) = rows.last_mut() else { continue };
        match marker(&line) {
            Some((len, _)) => row.push(vec![line.after(len)]),
            None => {
                if let Some(cell) = row.last_mut() {
                    cell.push(line);
                }
            }
        }
    }
    let text = |cell: &Vec<Line>| joined(source, cell);
    rows.iter().map(|row| row.iter().map(text).collect()).collect()
}
