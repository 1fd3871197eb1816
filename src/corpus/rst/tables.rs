//! Tables: grids, simple ones, and those of directives.

use super::super::csv::record::Records;
use super::super::document::Block;
use super::super::markdown::tables::Table;
use super::super::traced::TracedText;
use super::inline::inline;
use super::lines::{Line, item, joined};
use super::names::Names;

/// The most lines of a simple table, whose end is searched.
const MAX_LINES: usize = 5_000;

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
    table.into_block()
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

/// The cells of rows that are drawn with "+", "-" and "|". A cell over several columns or rows stands in its first.
fn grid(lines: &[Line]) -> (Vec<Row>, usize) {
    let mut rows: Vec<Vec<Vec<TracedText>>> = Vec::new();
    let mut header = 0;
    let mut is_open = false;
    for line in lines {
        if line.text.starts_with('+') && !line.text.contains(|c: char| !matches!(c, '+' | '-' | '=')) {
            if line.text.contains('=') {
                header = rows.len();
            }
            is_open = false;
            continue;
        }
        let inner = line.text.trim_matches(['|', '+']);
        let mut at = line.at + (line.text.len() - line.text.trim_start_matches(['|', '+']).len());
        if !is_open {
            rows.push(Vec::new());
            is_open = true;
        }
        let Some(row) = rows.last_mut() else { continue };
        for (i, part) in inner.split('|').enumerate() {
            if row.len() <= i {
                row.push(Vec::new());
            }
            let words = part.trim();
            if words.contains(|c: char| !matches!(c, '-' | '+' | '=')) {
                row[i].push(TracedText::new(words, at + (part.len() - part.trim_start().len())));
            }
            at += part.len() + 1;
        }
    }
    let text = |cell: Vec<TracedText>| {
        let mut text = TracedText::default();
        for line in cell {
            if !text.as_str().is_empty() {
                text.push_joint(" ");
            }
            text.push_traced(&line);
        }
        text
    };
    let rows = rows.into_iter().map(|row| row.into_iter().map(text).collect());
    (rows.collect(), header)
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
        let cells = columns.iter().enumerate().map(|(i, start)| {
            let end = columns.get(i + 1).copied();
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
