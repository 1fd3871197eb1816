//! Tables: lines with strokes between the cells. Discord has none, so they become aligned columns, or lines of names
//! and values where the columns are too wide for a phone.

use std::ops::Range;

use textwrap::core::display_width;

use super::plain;
use super::setting::Setting;
use super::style::Style;
use super::typeset::Typeset;
use super::words::Words;

/// The text between two cells of a row.
const STROKE: &str = " | ";

/// The widest columns that a phone shows on one line.
const MAX_WIDTH: usize = 45;

/// The space between two columns.
const GAP: usize = 2;

/// The mark of the row that answers, since nothing can be bold in aligned columns.
const POINTER: &str = " ◂";

/// A table, with its cells in bytes of the text.
pub(super) struct Table {
    rows: Vec<Row>,
    look: Look,
}

struct Row {
    range: Range<usize>,
    cells: Vec<Range<usize>>,
    /// True if it has the sentence that answers.
    is_key: bool,
}

enum Look {
    /// The width of each column.
    Aligned(Vec<usize>),
    /// Each cell on a line, with the name that stands above it in the first row.
    Named,
    /// The first cell of each row is the name of the second.
    Pairs,
}

/// The tables of a text that can be shown as such, in order.
pub(super) fn tables(words: &Words<'_>, setting: &Setting<'_>) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    let mut start = 0;
    for line in words.text.split('\n').map(Some).chain([None]) {
        let end = start + line.map_or(0, str::len);
        let cells = line.map(|_| cells(words.text, start..end, setting)).unwrap_or_default();
        if cells.len() > 1 {
            rows.push(Row {
                is_key: start < words.bold.end && words.bold.start < end,
                range: start..end,
                cells,
            });
        } else {
            tables.extend(Table::new(std::mem::take(&mut rows), words, setting));
        }
        start = end + 1;
    }
    tables
}

/// The cells of a line; only one if it is not a row.
fn cells(text: &str, line: Range<usize>, setting: &Setting<'_>) -> Vec<Range<usize>> {
    let row = &text[line.clone()];
    let is_stroke = |at: &usize| !setting.has(&(line.start + at..line.start + at + 1), Style::CODE | Style::BLOCK);
    let mut cells = Vec::new();
    let mut start = if row.starts_with(STROKE.trim_start()) {
        // An empty cell has lost the space before its stroke.
        cells.push(line.start..line.start);
        STROKE.trim_start().len()
    } else {
        0
    };
    for at in row.match_indices(STROKE).map(|(at, _)| at).filter(is_stroke) {
        if at >= start {
            cells.push(line.start + start..line.start + at);
            start = at + STROKE.len();
        }
    }
    let last = &row[start..];
    match last.strip_suffix(STROKE.trim_end()) {
        Some(before) if is_stroke(&(row.len() - 1)) => {
            cells.extend([
                line.start + start..line.start + start + before.len(),
                line.end..line.end,
            ]);
        }
        _ => cells.push(line.start + start..line.end),
    }
    cells
}

impl Table {
    /// A table of these rows; `None` if they are too few, or better left as they are.
    fn new(rows: Vec<Row>, words: &Words<'_>, setting: &Setting<'_>) -> Option<Self> {
        let (first, last) = (rows.first()?, rows.last()?);
        let whole = first.range.start..last.range.end;
        let columns = rows.iter().map(|row| row.cells.len()).max()?;
        let cell = |row: &Row, column: usize| row.cells.get(column).map_or("", |cell| &words.text[cell.clone()]);
        let widths: Vec<usize> = (0..columns)
            .map(|column| rows.iter().map(|row| display_width(&plain(cell(row, column)))).max())
            .map(Option::unwrap_or_default)
            .collect();
        let width = widths.iter().sum::<usize>() + GAP * (columns - 1) + display_width(POINTER);
        // Nothing can be clicked or hidden in aligned columns.
        let can_align = !setting.has(&whole, Style::SPOILER)
            && !setting.has_whole(&whole)
            && !words.text[whole.clone()].contains("```");
        let has_header = words
            .leads
            .iter()
            .any(|lead| lead.start <= first.range.start && first.range.end <= lead.end);
        let look = match (rows.len(), columns) {
            (1, _) => return None,
            _ if can_align && width <= MAX_WIDTH => Look::Aligned(widths),
            _ if has_header => Look::Named,
            (_, 2) => Look::Pairs,
            _ => return None,
        };
        Some(Self { rows, look })
    }

    /// The lines that it takes up.
    pub(super) fn range(&self) -> Range<usize> {
        let start = self.rows.first().map_or(0, |row| row.range.start);
        start..self.rows.last().map_or(start, |row| row.range.end)
    }

    /// Appends the table.
    pub(super) fn push(&self, set: &mut Typeset, setting: &Setting<'_>) {
        match &self.look {
            Look::Aligned(widths) => self.push_aligned(set, setting, widths),
            Look::Named => self.push_named(set, setting),
            Look::Pairs => self.push_pairs(set, setting),
        }
    }

    fn push_aligned(&self, set: &mut Typeset, setting: &Setting<'_>, widths: &[usize]) {
        let push_all = |set: &mut Typeset, text: &str, at: usize| {
            text.chars().for_each(|c| set.push(c, at, Style::BLOCK));
        };
        let is_all_key = self.rows.iter().skip(1).all(|row| row.is_key);
        for (number, row) in self.rows.iter().enumerate() {
            if number > 0 {
                push_all(set, "\n", row.range.start);
            }
            // The spaces that align a cell wait for the next one: none stand at the end of a line.
            let mut spaces = 0;
            for (cell, width) in row.cells.iter().zip(widths) {
                let own = display_width(&setting.plain(cell));
                if own > 0 {
                    push_all(set, &" ".repeat(spaces), cell.start);
                    setting.push_letters(set, cell.clone(), Some(Style::BLOCK));
                    spaces = 0;
                }
                spaces += width - own + GAP;
            }
            if row.is_key && !is_all_key {
                push_all(set, POINTER, row.range.end);
            }
        }
    }

    fn push_named(&self, set: &mut Typeset, setting: &Setting<'_>) {
        let Some((header, rows)) = self.rows.split_first() else {
            return;
        };
        for (number, row) in rows.iter().enumerate() {
            if number > 0 {
                set.push('\n', row.range.start, Style::PLAIN);
            }
            for (column, cell) in row.cells.iter().enumerate().filter(|(_, cell)| !setting.is_blank(cell)) {
                if number > 0 || cell.start > row.range.start {
                    set.push('\n', cell.start, Style::PLAIN);
                }
                let name = header.cells.get(column).map(|name| setting.plain(name));
                let name = name.filter(|name| !name.is_empty());
                setting.push_name(set, name.as_deref(), cell);
                setting.push(set, cell.clone());
            }
        }
    }

    fn push_pairs(&self, set: &mut Typeset, setting: &Setting<'_>) {
        for (number, row) in self.rows.iter().enumerate() {
            if number > 0 {
                set.push('\n', row.range.start, Style::PLAIN);
            }
            let mut cells = row.cells.iter().filter(|cell| !setting.is_blank(cell)).peekable();
            while let Some(cell) = cells.next() {
                setting.push(set, cell.clone());
                if cells.peek().is_some() {
                    setting.push_colon(set, cell);
                }
            }
        }
    }
}

impl Setting<'_> {
    /// A cell on one line, without markup.
    fn plain(&self, cell: &Range<usize>) -> String {
        plain(self.text_of(cell))
    }

    fn is_blank(&self, cell: &Range<usize>) -> bool {
        super::is_blank(self.text_of(cell))
    }

    /// Appends the name of a cell's value, in bold if the value is.
    fn push_name(&self, set: &mut Typeset, name: Option<&str>, cell: &Range<usize>) {
        let style = self.bold_of(cell);
        for c in name.unwrap_or_default().chars() {
            set.push(c, cell.start, style);
        }
        if name.is_some_and(|name| !name.ends_with(':')) {
            set.push(':', cell.start, style);
        }
        if name.is_some() {
            set.push(' ', cell.start, style);
        }
    }

    /// Appends what parts a name from its value.
    fn push_colon(&self, set: &mut Typeset, cell: &Range<usize>) {
        let at = cell.end.saturating_sub(1);
        if !self.text_of(cell).trim_end().ends_with(':') {
            set.push(':', at, self.bold_of(cell));
        }
        set.push(' ', at, self.bold_of(cell));
    }

    fn bold_of(&self, cell: &Range<usize>) -> Style {
        if self.has(&(cell.start..cell.start + 1), Style::BOLD) {
            Style::BOLD
        } else {
            Style::PLAIN
        }
    }
}
