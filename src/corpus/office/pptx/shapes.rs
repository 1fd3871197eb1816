//! The shapes of a slide: its title, its text, its tables.

use std::borrow::Cow;
use std::collections::HashMap;

use super::bullets::Bullets;
use crate::corpus::document::BlockKind;
use crate::corpus::office::DIAGRAM;
use crate::corpus::office::look::{TextStyle, is_code_font};
use crate::corpus::office::relations::Relations;
use crate::corpus::office::writer::{Line, Row, TITLE_LEVEL, Writer};
use crate::corpus::office::xml::Element;
use crate::corpus::problem::Doubt;
use crate::corpus::traced::TracedText;

/// The most bytes that cells of one slide may add by being repeated in the rows and columns that they span.
const MAX_REPEATED: usize = 64 * 1024;

pub(super) struct Slide<'w> {
    writer: &'w mut Writer,
    relations: &'w Relations,
    spare: usize,
}

impl<'w> Slide<'w> {
    pub(super) fn new(writer: &'w mut Writer, relations: &'w Relations) -> Self {
        Self {
            writer,
            relations,
            spare: MAX_REPEATED,
        }
    }

    /// Reads a slide, its title first.
    pub(super) fn read(&mut self, slide: Element<'_>) {
        let Some(tree) = slide.child("cSld").and_then(|slide| slide.child("spTree")) else {
            return;
        };
        let title = tree
            .within()
            .find(|shape| shape.name() == "sp" && heading_level(*shape).is_some() && !is_hidden(*shape));
        let heading = title
            .map(|shape| self.heading(shape))
            .filter(|(_, line)| !line.is_empty());
        match heading {
            Some((level, line)) => self.writer.block(BlockKind::Heading(level), line),
            // A slide without a title must not fall under the title before it.
            None => self.writer.end_headings(),
        }
        self.shapes(tree);
    }

    fn heading(&mut self, shape: Element<'_>) -> (usize, Line) {
        let mut line = Line::default();
        let paragraphs = shape.child("txBody").into_iter().flat_map(|body| body.all("p"));
        for paragraph in paragraphs {
            self.inline(paragraph, &mut line);
            line.space();
        }
        (heading_level(shape).unwrap_or(1), line)
    }

    fn shapes(&mut self, group: Element<'_>) {
        for shape in group.elements() {
            match shape.name() {
                _ if is_hidden(shape) => {}
                "sp" if heading_level(shape).is_some() => {}
                "sp" => self.shape(shape),
                "pic" => self.writer.picture(),
                "grpSp" | "Choice" | "Fallback" => self.shapes(shape),
                "AlternateContent" => {
                    if let Some(branch) = shape.chosen() {
                        self.shapes(branch);
                    }
                }
                "graphicFrame" => {
                    let table = shape.within().find(|element| element.name() == "tbl");
                    if let Some(table) = table {
                        self.table(table);
                    } else {
                        self.writer.picture();
                        self.writer.doubt(Doubt::LeftOut { what: DIAGRAM });
                    }
                }
                _ => {}
            }
        }
    }

    fn shape(&mut self, shape: Element<'_>) {
        let kind = placeholder(shape);
        if matches!(kind.as_deref(), Some("dt" | "ftr" | "hdr" | "sldNum")) {
            return;
        }
        let Some(body) = shape.child("txBody") else { return };
        self.writer.end_list();
        let filled = body.all("p").filter(|paragraph| !paragraph.text().is_empty()).count();
        // The layout gives these their bullets.
        let is_list = filled > 1 && matches!(kind.as_deref(), Some("" | "body" | "obj"));
        let mut bullets = Bullets::default();
        for paragraph in body.all("p") {
            let mut line = Line::default();
            self.inline(paragraph, &mut line);
            if line.is_empty() {
                continue;
            }
            let properties = paragraph.child("pPr");
            let level = properties
                .and_then(|properties| properties.attribute("lvl")?.parse().ok())
                .unwrap_or(0);
            match bullets.next(properties, level, is_list) {
                Some(marker) => self.writer.item(level, &marker, line),
                None => self.writer.block(BlockKind::Text, line),
            }
        }
        self.writer.end_list();
    }

    fn inline(&mut self, paragraph: Element<'_>, line: &mut Line) {
        for element in paragraph.elements() {
            match element.name() {
                "r" | "fld" if !is_of_slide(element) => self.run(element, line),
                "br" => line.line_break(),
                "m" | "oMath" | "oMathPara" => self.writer.leave_out(line, "a formula"),
                "AlternateContent" => {
                    if let Some(branch) = element.chosen() {
                        self.inline(branch, line);
                    }
                }
                _ => {}
            }
        }
    }

    fn run(&mut self, run: Element<'_>, line: &mut Line) {
        let properties = run.child("rPr");
        let value = |name| properties.and_then(|properties| properties.attribute(name));
        let is_on = |name| value(name).map(|value| value == "1" || value == "true");
        let font = properties.and_then(|properties| properties.child("latin")?.attribute("typeface"));
        let look = TextStyle {
            bold: is_on("b"),
            italic: is_on("i"),
            hidden: None,
            struck: value("strike").map(|stroke| stroke != "noStrike"),
            code: font.map(|font| is_code_font(&font)),
            raised: value("baseline").map(|offset| offset.parse().is_ok_and(|offset: i64| offset > 0)),
        };
        if look.is_unread() {
            return;
        }
        let click = properties.and_then(|properties| properties.child("hlinkClick"));
        let relation = click.and_then(|click| self.relations.get(&click.attribute("r:id")?));
        let address = relation
            .filter(|relation| relation.is_external)
            .map(|relation| relation.target.as_str());
        line.set_marks(&look.marks(address));
        let text = run.child("t").map(Element::raw_text).unwrap_or_default();
        self.writer.push_raised(line, &text, look.raised == Some(true));
    }

    fn table(&mut self, table: Element<'_>) {
        let has_head = table
            .child("tblPr")
            .and_then(|properties| properties.attribute("firstRow"))
            .is_some_and(|first| first == "1" || first == "true");
        let mut above: HashMap<usize, TracedText> = HashMap::new();
        let mut rows = Vec::new();
        for row in table.all("tr") {
            let mut cells: Vec<TracedText> = Vec::new();
            let is_merged = |cell: Element<'_>, how| matches!(cell.attribute(how).as_deref(), Some("1" | "true"));
            let is_whole = row.all("tc").filter(|&cell| !is_merged(cell, "hMerge")).count() == 1;
            for (column, cell) in row.all("tc").enumerate() {
                let mut repeated = |text: Option<&TracedText>| text.map(|text| text.repeated(&mut self.spare));
                let text = if is_merged(cell, "hMerge") {
                    if is_whole {
                        continue;
                    }
                    // The cells after it stand under their own headers.
                    repeated(cells.last()).unwrap_or_default()
                } else if is_merged(cell, "vMerge") {
                    repeated(above.get(&column)).unwrap_or_default()
                } else {
                    self.cell(cell)
                };
                above.insert(column, text.clone());
                cells.push(text);
            }
            let is_head = has_head && rows.is_empty();
            rows.push(Row { cells, is_head });
        }
        self.writer.table(rows);
    }

    fn cell(&mut self, cell: Element<'_>) -> TracedText {
        let mut text = TracedText::default();
        for paragraph in cell.child("txBody").into_iter().flat_map(|body| body.all("p")) {
            let mut line = Line::default();
            self.inline(paragraph, &mut line);
            self.writer.end_cell_line(&mut text, line);
        }
        text
    }
}

/// The kind of placeholder that a shape fills. `None` if it fills none.
pub(super) fn placeholder(shape: Element<'_>) -> Option<Cow<'_, str>> {
    let placeholder = shape.child("nvSpPr")?.child("nvPr")?.child("ph")?;
    Some(placeholder.attribute("type").unwrap_or_default())
}

/// True for a shape that the author has hidden.
fn is_hidden(shape: Element<'_>) -> bool {
    let properties = shape.elements().next().and_then(|first| first.child("cNvPr"));
    let hidden = properties.and_then(|properties| properties.attribute("hidden"));
    matches!(hidden.as_deref(), Some("1" | "true"))
}

/// The level of the heading that a shape is. `None` if it isn't one.
fn heading_level(shape: Element<'_>) -> Option<usize> {
    match placeholder(shape)?.as_ref() {
        "ctrTitle" => Some(TITLE_LEVEL),
        "title" => Some(1),
        _ => None,
    }
}

/// True for a field that tells about the slide: its number, the date.
fn is_of_slide(element: Element<'_>) -> bool {
    let kind = element.attribute("type").unwrap_or_default();
    element.name() == "fld" && (kind.starts_with("slidenum") || kind.starts_with("datetime"))
}
