//! The blocks of a Word document: paragraphs, lists, tables, notes.

mod runs;

use std::collections::HashMap;

use super::look::is_on;
use super::numbering::Numbering;
use super::styles::{Role, Style, Styles, numbered, outline_level, value};
use crate::corpus::document::BlockKind;
use crate::corpus::office::numeral::BULLET;
use crate::corpus::office::relations::Relations;
use crate::corpus::office::writer::{Line, Row, Writer, is_bold};
use crate::corpus::office::xml::Element;
use crate::corpus::problem::Doubt;
use crate::corpus::traced::TracedText;
use runs::Field;

/// The longest entry of a table, in bytes; a longer cell holds a page's text.
const MAX_ENTRY_BYTES: usize = 1_000;
/// The most bytes that cells may add by being repeated in the rows and columns that they span.
const MAX_REPEATED: usize = 1024 * 1024;

/// The most columns in which a cell that spans them is repeated.
const MAX_SPANNED: usize = 32;

#[expect(clippy::struct_excessive_bools, reason = "the state of a reading is a set of facts")]
pub(super) struct Body {
    pub styles: Styles,
    pub relations: Relations,
    pub writer: Writer,
    /// The fields around the current place, outermost first.
    fields: Vec<Field>,
    /// True if each field has an end. If not, a table of contents might go on to the end of the document.
    pub fields_end: bool,
    /// The ids of the notes that the text refers to, by the kind of note.
    noted: HashMap<&'static str, Vec<String>>,
    /// The paragraphs that tracked changes merge with the next.
    joined: Option<Line>,
    /// The cell that is being read.
    cell: Option<TracedText>,
    numbering: Numbering,
    /// True if the last paragraph is code.
    follows_code: bool,
    /// True if the paragraph that is being read has a picture.
    has_picture: bool,
    /// The numbering of the last item at the outermost level, and whether it had a number.
    list: String,
    has_numbers: bool,
    spare: usize,
}

impl Body {
    pub(super) fn new(styles: Styles, numbering: Numbering, relations: Relations) -> Self {
        Self {
            styles,
            relations,
            writer: Writer::new(),
            fields: Vec::new(),
            fields_end: false,
            noted: HashMap::new(),
            joined: None,
            cell: None,
            numbering,
            has_picture: false,
            follows_code: false,
            list: String::new(),
            has_numbers: false,
            spare: MAX_REPEATED,
        }
    }

    /// Reads the paragraphs and tables within an element.
    pub(super) fn blocks(&mut self, container: Element<'_>) {
        let mut all = container.elements().peekable();
        while let Some(element) = all.next() {
            match element.name() {
                "p" => {
                    let names_next = all
                        .peek()
                        .is_some_and(|next| next.name() == "tbl" || self.is_code(*next));
                    self.paragraph(element, names_next);
                }
                "tbl" => self.table(element),
                "sdt" if is_unread_control(element) => {}
                "sdt" | "sdtContent" | "customXml" | "smartTag" => self.blocks(element),
                "ins" | "moveTo" => {
                    self.writer.doubt(Doubt::TrackedChanges);
                    self.blocks(element);
                }
                "del" | "moveFrom" => self.writer.doubt(Doubt::TrackedChanges),
                "AlternateContent" => element.chosen().into_iter().for_each(|branch| self.blocks(branch)),
                "altChunk" => self.writer.doubt(Doubt::LeftOut {
                    what: "another document within it",
                }),
                _ => {}
            }
        }
        if let Some(line) = self.joined.take() {
            self.end(line, BlockKind::Text);
        }
    }

    fn paragraph(&mut self, paragraph: Element<'_>, names_next: bool) {
        let properties = paragraph.child("pPr");
        let style = self.style(paragraph);
        let role = role(properties, &style);
        let own = properties.map(numbered).unwrap_or_default();
        let list = own.id.or(style.numbered.id).filter(|id| id != "0");
        let level = own.level.or(style.numbered.level).unwrap_or(0);
        let is_code = style.look.code == Some(true) && role == Role::Text && list.is_none() && self.cell.is_none();
        let first = || if is_code { Line::of_code() } else { Line::default() };
        let mut line = self.joined.take().unwrap_or_else(first);
        let mut boxes = Vec::new();
        if role != Role::Contents {
            self.inline(paragraph, &mut line, style.look, None, &mut boxes);
        }
        let is_blank = line.is_empty();
        for field in &mut self.fields {
            // A field code never spans paragraphs; this one has no end.
            field.is_shown = true;
        }
        let mark = properties.and_then(|properties| properties.child("rPr"));
        if mark.is_some_and(|mark| mark.child("del").is_some() || mark.child("moveFrom").is_some()) {
            self.writer.doubt(Doubt::TrackedChanges);
            line.space();
            self.joined = Some(line);
        } else {
            match (role, list) {
                (Role::Text, Some(list)) => self.item(list, level, line),
                (Role::Heading(depth), list) => {
                    self.number(list.as_deref(), level, &mut line);
                    self.end(line, BlockKind::Heading(depth));
                }
                (Role::Caption, list) => self.caption(list.as_deref(), level, line, names_next),
                _ => self.end(line, BlockKind::Text),
            }
        }
        self.follows_code = is_code;
        if std::mem::take(&mut self.has_picture) && is_blank && self.cell.is_none() {
            self.writer.picture();
        }
        for text in boxes {
            self.blocks(text);
        }
    }

    fn style(&self, paragraph: Element<'_>) -> Style {
        let properties = paragraph.child("pPr");
        let id = properties.and_then(|properties| value(properties, "pStyle"));
        self.styles.get(id.as_deref())
    }

    /// True for a paragraph whose style is one of code.
    fn is_code(&self, paragraph: Element<'_>) -> bool {
        paragraph.name() == "p" && self.style(paragraph).look.code == Some(true)
    }

    /// Ends a paragraph as the caption of the code above it, or of the table or the code below it.
    fn caption(&mut self, list: Option<&str>, level: usize, mut line: Line, names_next: bool) {
        self.number(list, level, &mut line);
        match &self.cell {
            None if self.follows_code => self.writer.caption_of_code(line),
            _ if names_next => self.end(line, BlockKind::Label),
            None => self.writer.caption(line),
            Some(_) => self.end(line, BlockKind::Text),
        }
    }

    /// Puts the number of a heading or a caption before it. It counts for the list's other paragraphs, too: those below
    /// heading 2 are 2.1 and 2.2.
    fn number(&mut self, list: Option<&str>, level: usize, line: &mut Line) {
        let number = list.and_then(|list| self.numbering.next(list, level));
        if let Some(number) = number.filter(|number| number != BULLET) {
            line.put_before(&number);
        }
    }

    /// Ends a paragraph as a block, or as a line of the current cell.
    fn end(&mut self, line: Line, kind: BlockKind) {
        match &mut self.cell {
            Some(cell) => self.writer.end_cell_line(cell, line),
            None => self.writer.block(kind, line),
        }
    }

    fn item(&mut self, list: String, level: usize, line: Line) {
        let Some(marker) = self.numbering.next(&list, level) else {
            return self.end(line, BlockKind::Text);
        };
        if self.cell.is_some() {
            return self.end(line, BlockKind::Text);
        }
        // Bullets may change their look within a list; numbers that begin again are of another one.
        let has_numbers = marker != BULLET || self.has_numbers;
        if level == 0 && list != self.list && has_numbers {
            self.writer.end_list();
        }
        if level == 0 {
            self.has_numbers = marker != BULLET;
            self.list = list;
        }
        self.writer.item(level, &marker, line);
    }

    /// Reads the notes that the text refers to, in the order of their references.
    pub(super) fn notes(&mut self, notes: Element<'_>) {
        let name = if notes.name() == "footnotes" {
            "footnote"
        } else {
            "endnote"
        };
        let mut by_id: HashMap<String, Element<'_>> = notes
            .all(name)
            .filter_map(|note| Some((note.attribute("id")?.into_owned(), note)))
            .collect();
        for id in self.noted.remove(name).unwrap_or_default() {
            if let Some(note) = by_id.remove(&id) {
                let first = self.writer.begin_note();
                self.blocks(note);
                self.writer.end_note(&format!("{name}{id}"), first);
            }
        }
    }

    fn table(&mut self, table: Element<'_>) {
        let rows: Vec<(Element<'_>, Vec<Element<'_>>)> = within_wrappers(table, "tr")
            .into_iter()
            .filter(|row| !has(*row, "trPr", "del"))
            .map(|row| {
                let cells = within_wrappers(row, "tc");
                (
                    row,
                    cells
                        .into_iter()
                        .filter(|cell| !has(*cell, "tcPr", "cellDel"))
                        .collect(),
                )
            })
            .collect();
        // A table within a cell is read as blocks too, since there are no tables in a line.
        if self.cell.is_some() || !is_tabular(&rows) {
            for cell in rows.into_iter().flat_map(|(_, cells)| cells) {
                self.writer.end_list();
                self.blocks(cell);
            }
            return;
        }
        let mut above = HashMap::new();
        let mut read: Vec<Row> = Vec::new();
        for (row, cells) in rows {
            let is_head = row
                .child("trPr")
                .and_then(|row| row.child("tblHeader"))
                .is_some_and(is_on);
            let cells = self.cells(&cells, &mut above);
            read.push(Row { cells, is_head });
        }
        if read.iter().all(|row| !row.is_head) {
            self.find_head(table, &mut read);
        }
        self.writer.table(read);
    }

    /// Reads the cells of a row. `above` has the cells of the rows above by their columns.
    fn cells(&mut self, cells: &[Element<'_>], above: &mut HashMap<usize, TracedText>) -> Vec<TracedText> {
        let mut column = 0;
        let mut read = Vec::new();
        for cell in cells {
            let properties = cell.child("tcPr");
            let merge = properties.and_then(|properties| properties.child("vMerge"));
            let goes_on = merge.is_some_and(|merge| merge.attribute("val").as_deref() != Some("restart"));
            let text = if goes_on {
                let text = above.get(&column).map(|text| text.repeated(&mut self.spare));
                text.unwrap_or_default()
            } else {
                self.cell = Some(TracedText::default());
                self.blocks(*cell);
                self.cell.take().unwrap_or_default()
            };
            above.insert(column, text.clone());
            let columns = properties.and_then(|properties| value(properties, "gridSpan"));
            let columns = columns
                .and_then(|columns| columns.parse().ok())
                .unwrap_or(1)
                .clamp(1, 1_000);
            column += columns;
            // The cells after it stand under their own headers. A title over the whole row stands there once.
            let filled = if cells.len() > 1 { columns.min(MAX_SPANNED) } else { 1 };
            read.extend((1..filled).map(|_| text.repeated(&mut self.spare)));
            read.push(text);
        }
        read
    }

    /// Makes the first row the header if its style says so, or if it is bold and the second is not.
    fn find_head(&self, table: Element<'_>, rows: &mut [Row]) {
        let properties = table.child("tblPr");
        let style = properties.and_then(|properties| value(properties, "tblStyle"));
        let look = properties.and_then(|properties| properties.child("tblLook"));
        let is_styled = look.is_some_and(|look| match look.attribute("firstRow") {
            Some(first) => first == "1" || first == "true",
            None => look
                .attribute("val")
                .and_then(|bits| usize::from_str_radix(&bits, 16).ok())
                .is_some_and(|bits| bits & 0x20 != 0),
        });
        let has_bold_head = is_styled && style.is_some_and(|style| self.styles.get(Some(&style)).has_bold_head);
        if let [first, second, ..] = rows {
            first.is_head = has_bold_head || (is_bold(first) && !is_bold(second));
        }
    }
}

/// The role of a paragraph: its own outline level counts before its style.
fn role(properties: Option<Element<'_>>, style: &Style) -> Role {
    match properties.and_then(outline_level) {
        Some(level @ 0..9) => Role::Heading(level + 1),
        Some(_) if matches!(style.role, Role::Heading(1..)) => Role::Text,
        _ => style.role,
    }
}

/// True if a table holds data. Others lay out a page, and their cells are read one after the other.
fn is_tabular(rows: &[(Element<'_>, Vec<Element<'_>>)]) -> bool {
    let fits = |cell: &Element<'_>| {
        cell.within().all(|element| element.name() != "tbl") && cell.text().len() <= MAX_ENTRY_BYTES
    };
    rows.iter().any(|(_, cells)| cells.len() > 1) && rows.iter().all(|(_, cells)| cells.iter().all(fits))
}

/// The children with this name, those within wrappers included.
fn within_wrappers<'x>(element: Element<'x>, name: &str) -> Vec<Element<'x>> {
    let mut found = Vec::new();
    for child in element.elements() {
        match child.name() {
            child_name if child_name == name => found.push(child),
            "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => found.extend(within_wrappers(child, name)),
            _ => {}
        }
    }
    found
}

fn has(element: Element<'_>, properties: &str, name: &str) -> bool {
    let properties = element.child(properties);
    properties.is_some_and(|properties| properties.child(name).is_some())
}

/// True for a content control that holds no text of the document: a table of contents, or a prompt to enter something.
fn is_unread_control(control: Element<'_>) -> bool {
    let Some(properties) = control.child("sdtPr") else {
        return false;
    };
    let gallery = properties
        .child("docPartObj")
        .and_then(|part| value(part, "docPartGallery"));
    gallery.as_deref() == Some("Table of Contents") || properties.child("showingPlcHdr").is_some_and(is_on)
}
