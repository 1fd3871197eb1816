//! Tables that are written column by column, as programs do that lay out a page in boxes. Their entries are put into
//! rows, if the figures in a column leave no doubt that it is a table.

use std::ops::Range;

use super::lines::Line;
use super::markers::marker;

/// The fewest rows, and the most.
const MIN_ROWS: usize = 3;
const MAX_ROWS: usize = 200;
/// The longest entry, in characters, and the most words of one after the first column.
const MAX_ENTRY_CHARS: usize = 40;
const MAX_ENTRY_WORDS: usize = 4;
/// The narrowest gap between two columns, in sizes of the font.
const MIN_GAP: f64 = 0.6;
/// Two entries stand in one row if their baselines differ by less than this, in sizes of the font.
const LEVEL: f64 = 0.3;

/// Puts such tables into rows.
pub(super) fn into_rows(mut lines: Vec<Line>) -> Vec<Line> {
    let mut at = 1;
    while at < lines.len() {
        match Table::beginning_at(&lines, at) {
            Some(table) => {
                let (start, end) = (table.first.start, table.end());
                let rows = table.rows(&lines);
                at = start + rows.len();
                lines.splice(start..end, rows);
            }
            None => at += 1,
        }
    }
    lines
}

/// The places of the entries among the lines.
struct Table {
    first: Range<usize>,
    others: Vec<Range<usize>>,
}

impl Table {
    /// The table whose second column begins with the line at `at`.
    fn beginning_at(lines: &[Line], at: usize) -> Option<Self> {
        let nearest = at.saturating_sub(MAX_ROWS);
        let above = lines[nearest..at].iter().rposition(|line| !is_entry(line));
        let start = nearest + above.map_or(0, |above| above + 1);
        let start = start + lines[start..at].iter().position(|line| is_level(line, &lines[at]))?;
        let first = start..at;
        let goes_down = lines[first.clone()].windows(2).all(|pair| pair[0].down < pair[1].down);
        if first.len() < MIN_ROWS || !goes_down {
            return None;
        }
        let mut others = Vec::new();
        let mut from = at;
        while let Some(column) = column(lines, &first, others.last().unwrap_or(&first), from) {
            from = column.end;
            others.push(column);
        }
        let table = Self { first, others };
        let has_figures = table.others.iter().any(|column| has_figures(&lines[column.clone()]));
        has_figures.then_some(table)
    }

    fn end(&self) -> usize {
        self.others.last().unwrap_or(&self.first).end
    }

    fn rows(&self, lines: &[Line]) -> Vec<Line> {
        let row = |first: &Line| {
            let mut row = first.clone();
            for column in &self.others {
                let entry = lines[column.clone()].iter().find(|line| is_level(line, first));
                row.add_cell(entry, lines[column.start].left);
            }
            row
        };
        lines[self.first.clone()].iter().map(row).collect()
    }
}

/// The column that begins with the line at `from`, right of the column `before` and with entries in the rows of the first
/// one.
fn column(lines: &[Line], first: &Range<usize>, before: &Range<usize>, from: usize) -> Option<Range<usize>> {
    let right = lines[before.clone()]
        .iter()
        .map(|line| line.right)
        .fold(f64::MIN, f64::max);
    let rows = &lines[first.clone()];
    let mut down = f64::MIN;
    let fits = |line: &&Line| {
        let is_next = line.down > std::mem::replace(&mut down, line.down);
        is_next
            && is_entry(line)
            && line.text.split_whitespace().count() <= MAX_ENTRY_WORDS
            && line.left > right + MIN_GAP * line.size
            && rows.iter().any(|row| is_level(row, line))
    };
    let count = lines.get(from..)?.iter().take_while(fits).count();
    // All but one of the rows have an entry, and the first one has.
    let is_full = count + 1 >= rows.len() && is_level(&rows[0], lines.get(from)?);
    is_full.then_some(from..from + count)
}

/// True for a line that may be an entry.
fn is_entry(line: &Line) -> bool {
    line.angle == 0
        && line.cell.is_none()
        && line.cells.is_empty()
        && !line.is_note
        && line.text.chars().count() <= MAX_ENTRY_CHARS
        && marker(&line.text).is_none()
}

/// True if most entries below the first one have figures.
fn has_figures(entries: &[Line]) -> bool {
    let is_figure = |line: &&Line| line.text.contains(|c: char| c.is_ascii_digit());
    let below = &entries[1..];
    !below.is_empty() && below.iter().filter(is_figure).count() * 2 >= below.len()
}

fn is_level(one: &Line, other: &Line) -> bool {
    (one.down - other.down).abs() < LEVEL * one.size.min(other.size)
}
