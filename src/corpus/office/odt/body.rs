//! The blocks of an `OpenDocument` text: paragraphs, lists, tables, notes.

use std::borrow::Cow;
use std::collections::HashMap;

use super::lists::{Counts, ListStyle};
use super::styles::{MAX_NAME_BYTES, Styles};
use crate::corpus::document::BlockKind;
use crate::corpus::office::numeral::BULLET;
use crate::corpus::office::writer::{Line, Row, TITLE_LEVEL, Writer, is_bold};
use crate::corpus::office::xml::Element;
use crate::corpus::problem::Doubt;
use crate::corpus::traced::TracedText;

/// The longest entry of a table, in bytes; a longer cell holds a page's text.
const MAX_ENTRY_BYTES: usize = 1_000;
/// The most bytes that cells may add by being repeated in the rows and columns that they span.
const MAX_REPEATED: usize = 1024 * 1024;
/// The most columns that one cell takes.
const MAX_COLUMNS: usize = 1_000;

pub(super) struct Body<'x> {
    pub styles: Styles,
    pub writer: Writer,
    /// The notes that the text refers to, in order.
    pub noted: Vec<Element<'x>>,
    /// The names of the parts that are formulas.
    pub formulas: Vec<String>,
    /// The cell that is being read.
    cell: Option<TracedText>,
    /// The lists around the current place, outermost first.
    lists: Vec<String>,
    /// The numbers reached, by list style.
    counts: HashMap<String, Counts>,
    /// The numbers reached by headings.
    headings: Counts,
    /// The marker of the item whose text comes next.
    marker: Option<String>,
    spare: usize,
}

impl<'x> Body<'x> {
    pub(super) fn new(styles: Styles, formulas: Vec<String>) -> Self {
        Self {
            styles,
            writer: Writer::new(),
            noted: Vec::new(),
            formulas,
            cell: None,
            lists: Vec::new(),
            counts: HashMap::new(),
            headings: Counts::default(),
            marker: None,
            spare: MAX_REPEATED,
        }
    }

    /// Reads the paragraphs, lists and tables within an element.
    pub(super) fn blocks(&mut self, container: Element<'x>) {
        for element in container.elements() {
            match element.name() {
                "h" | "p" => self.paragraph(element),
                "list" => self.list(element),
                "table" => self.table(element),
                "tracked-changes" if element.elements().next().is_some() => {
                    self.writer.doubt(Doubt::TrackedChanges);
                }
                "section" if is_hidden(element) => {}
                "section" | "index-body" | "numbered-paragraph" | "bibliography" | "list-header" => {
                    self.blocks(element);
                }
                "frame" | "g" | "custom-shape" | "text-box" => self.blocks(element),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, paragraph: Element<'x>) {
        let mut fields = paragraph.within().filter(|field| field.name() == "hidden-paragraph");
        if fields.any(is_hidden) {
            return;
        }
        let style = self.styles.get("paragraph", paragraph.attribute("text:style-name"));
        let is_text = paragraph.name() == "p" && !style.is_title && self.lists.is_empty() && self.cell.is_none();
        let is_code = is_text && style.look.code == Some(true);
        let mut line = if is_code { Line::of_code() } else { Line::default() };
        let mut boxes = Vec::new();
        self.inline(paragraph, &mut line, style.look, None, &mut boxes);
        if style.is_title {
            self.end(line, BlockKind::Heading(TITLE_LEVEL));
        } else if paragraph.name() == "h" {
            self.heading(paragraph, line);
        } else if self.cell.is_none() && !self.lists.is_empty() {
            match self.marker.take() {
                Some(marker) if line.is_empty() => self.marker = Some(marker),
                Some(marker) => self.writer.item(self.lists.len(), &marker, line),
                None if self.writer.has_list() => self.writer.item_line(line),
                None => self.end(line, BlockKind::Text),
            }
        } else {
            self.end(line, BlockKind::Text);
        }
        for text in boxes {
            self.blocks(text);
        }
    }

    /// Ends a heading, with the number that its list or the outline gives it.
    fn heading(&mut self, heading: Element<'x>, mut line: Line) {
        let number = |name| heading.attribute(name).and_then(|value| value.parse::<usize>().ok());
        let level = number("outline-level").unwrap_or(1).max(1);
        let is_unnumbered = heading.attribute("is-list-header").as_deref() == Some("true");
        let marker = match self.marker.take() {
            _ if is_unnumbered => None,
            None if self.lists.is_empty() => {
                let start = number("start-value");
                Some(self.styles.outline.next(&mut self.headings, level, start))
            }
            marker => marker,
        };
        if let Some(marker) = marker.filter(|marker| marker != BULLET) {
            line.put_before(marker.trim());
        }
        self.end(line, BlockKind::Heading(level));
    }

    /// Ends a paragraph as a block, or as a line of the current cell.
    fn end(&mut self, line: Line, kind: BlockKind) {
        match &mut self.cell {
            Some(cell) => self.writer.end_cell_line(cell, line),
            None => self.writer.block(kind, line),
        }
    }

    fn list(&mut self, list: Element<'x>) {
        if self.lists.is_empty() {
            self.writer.end_list();
        }
        let own = list
            .attribute("text:style-name")
            .filter(|name| name.len() <= MAX_NAME_BYTES);
        let own = own.map(Cow::into_owned);
        let first = list.within().find(|element| element.name() == "p");
        let of_paragraph = || {
            let name = first.and_then(|first| first.attribute("text:style-name"));
            self.styles.get("paragraph", name).list
        };
        let style = own
            .or_else(|| self.lists.last().cloned())
            .or_else(of_paragraph)
            .unwrap_or_default();
        let goes_on = list.attribute("continue-numbering").as_deref() == Some("true")
            || list.attribute("continue-list").is_some();
        if self.lists.is_empty() && !goes_on {
            self.counts.remove(&style);
        }
        self.lists.push(style.clone());
        for item in list.elements() {
            let start = item.attribute("start-value").and_then(|start| start.parse().ok());
            // A header has no number, nor has an item that only holds a list of the next level.
            let is_item =
                item.name() == "list-item" && item.elements().next().is_some_and(|first| first.name() != "list");
            self.marker = is_item.then(|| self.next_marker(&style, start));
            self.blocks(item);
        }
        self.marker = None;
        self.lists.pop();
        if self.lists.is_empty() {
            self.writer.end_list();
        }
    }

    fn next_marker(&mut self, style: &str, start: Option<usize>) -> String {
        let counts = self.counts.entry(style.to_owned()).or_default();
        let unknown = ListStyle::default();
        let list = self.styles.list(style).unwrap_or(&unknown);
        list.next(counts, self.lists.len(), start)
    }

    /// Reads the notes that the text refers to. Notes have no notes.
    pub(super) fn notes(&mut self) {
        for (i, note) in std::mem::take(&mut self.noted).into_iter().enumerate() {
            let first = self.writer.begin_note();
            self.blocks(note);
            self.writer.end_note(&i.to_string(), first);
        }
    }

    fn table(&mut self, table: Element<'x>) {
        let mut rows = Vec::new();
        find_rows(table, false, &mut rows);
        // A table within a cell is read as blocks too, since there are no tables in a line.
        if self.cell.is_some() || !self.lists.is_empty() || !is_tabular(&rows) {
            for cell in rows.into_iter().flat_map(|(row, _)| row.all("table-cell")) {
                self.blocks(cell);
            }
            return;
        }
        let mut above = HashMap::new();
        let mut read = Vec::new();
        for (row, is_head) in rows {
            let cells = self.cells(row, &mut above);
            read.push(Row { cells, is_head });
        }
        if let [first, second, ..] = read.as_mut_slice()
            && !first.is_head
        {
            first.is_head = is_bold(first) && !is_bold(second);
        }
        self.writer.table(read);
    }

    /// Reads the cells of a row. `above` has the cells that reach into it, by column, with the number of rows left.
    fn cells(&mut self, row: Element<'x>, above: &mut HashMap<usize, (usize, TracedText)>) -> Vec<TracedText> {
        let (mut column, mut spanned) = (0, 0);
        let is_whole = row.all("table-cell").count() == 1;
        let mut read: Vec<TracedText> = Vec::new();
        for cell in row.elements() {
            let number = |name| {
                cell.attribute(name)
                    .and_then(|value| value.parse::<usize>().ok())
                    .unwrap_or(1)
            };
            match cell.name() {
                "table-cell" => {
                    self.cell = Some(TracedText::default());
                    self.blocks(cell);
                    let text = self.cell.take().unwrap_or_default();
                    let rows = number("number-rows-spanned");
                    if rows > 1 {
                        above.insert(column, (rows - 1, text.clone()));
                    }
                    spanned = number("number-columns-spanned").clamp(1, MAX_COLUMNS) - 1;
                    read.push(text);
                }
                "covered-table-cell" => {
                    if let Some((rows, text)) = above.get_mut(&column).filter(|(rows, _)| *rows > 0) {
                        *rows -= 1;
                        read.push(text.repeated(&mut self.spare));
                    } else if spanned > 0
                        && !is_whole
                        && let Some(text) = read.last()
                    {
                        // The cells after it stand under their own headers.
                        spanned -= 1;
                        read.push(text.repeated(&mut self.spare));
                    }
                }
                _ => continue,
            }
            column += number("number-columns-repeated").clamp(1, MAX_COLUMNS);
        }
        read
    }
}

/// Finds the rows of a table, and whether they are in its head.
fn find_rows<'x>(table: Element<'x>, is_head: bool, rows: &mut Vec<(Element<'x>, bool)>) {
    for element in table.elements() {
        match element.name() {
            "table-row" if matches!(element.attribute("visibility").as_deref(), Some("collapse" | "filter")) => {}
            "table-row" => rows.push((element, is_head)),
            "table-header-rows" => find_rows(element, true, rows),
            "table-rows" | "table-row-group" => find_rows(element, is_head, rows),
            _ => {}
        }
    }
}

/// True if the condition of a section or a field hides it.
pub(super) fn is_hidden(element: Element<'_>) -> bool {
    element.attribute("is-hidden").as_deref() == Some("true")
        || element.attribute("text:display").as_deref() == Some("none")
}

/// True if a table holds data. Others lay out a page, and their cells are read one after the other.
fn is_tabular(rows: &[(Element<'_>, bool)]) -> bool {
    let fits = |cell: Element<'_>| {
        cell.within().all(|element| element.name() != "table") && cell.text().len() <= MAX_ENTRY_BYTES
    };
    rows.iter().any(|(row, _)| row.all("table-cell").count() > 1)
        && rows.iter().all(|(row, _)| row.all("table-cell").all(fits))
}
