//! The runs within a paragraph of a Word document.

use super::super::look::look_of;
use super::super::styles::value;
use super::{Body, is_unread_control};
use crate::corpus::office::DIAGRAM;
use crate::corpus::office::look::TextStyle;
use crate::corpus::office::writer::Line;
use crate::corpus::office::xml::Element;
use crate::corpus::problem::Doubt;

/// The most fields within one another. Word allows fewer.
const MAX_FIELDS: usize = 64;

/// A field: a code, then what it is shown as.
#[derive(Debug, Default)]
pub(super) struct Field {
    code: String,
    /// True once the code has ended.
    pub is_shown: bool,
    /// True for a table of contents or an index.
    is_contents: bool,
    /// The address of a link.
    link: Option<String>,
}

impl Body {
    /// Reads the runs within an element. `base` is the look of its paragraph; text boxes go to `boxes`.
    pub(super) fn inline<'x>(
        &mut self,
        parent: Element<'x>,
        line: &mut Line,
        base: TextStyle,
        target: Option<&str>,
        boxes: &mut Vec<Element<'x>>,
    ) {
        for element in parent.elements() {
            match element.name() {
                "r" => self.run(element, line, base, target, boxes),
                "ins" | "moveTo" => {
                    self.writer.doubt(Doubt::TrackedChanges);
                    self.inline(element, line, base, target, boxes);
                }
                "del" | "moveFrom" => self.writer.doubt(Doubt::TrackedChanges),
                "hyperlink" => {
                    let id = element.attribute("id").unwrap_or_default();
                    let relation = self.relations.get(&id).filter(|relation| relation.is_external);
                    let anchor = element.attribute("anchor");
                    let address = relation.map(|relation| at_anchor(&relation.target, anchor.as_deref()));
                    self.inline(element, line, base, address.as_deref(), boxes);
                }
                "fldSimple" if element.attribute("instr").is_some_and(|code| is_of_contents(&code)) => {}
                "fldSimple" => {
                    let address = element.attribute("instr").and_then(|code| linked(&code));
                    self.inline(element, line, base, address.as_deref().or(target), boxes);
                }
                "sdt" if is_unread_control(element) => {}
                "sdt" | "sdtContent" | "smartTag" | "customXml" | "dir" | "bdo" | "rubyBase" => {
                    self.inline(element, line, base, target, boxes);
                }
                "AlternateContent" => {
                    if let Some(branch) = element.chosen() {
                        self.inline(branch, line, base, target, boxes);
                    }
                }
                "oMath" | "oMathPara" => self.writer.leave_out(line, "a formula"),
                _ => {}
            }
        }
    }

    fn run<'x>(
        &mut self,
        run: Element<'x>,
        line: &mut Line,
        base: TextStyle,
        target: Option<&str>,
        boxes: &mut Vec<Element<'x>>,
    ) {
        let properties = run.child("rPr");
        let style = properties.and_then(|properties| value(properties, "rStyle"));
        let style = style
            .map(|style| self.styles.get(Some(&style)).look)
            .unwrap_or_default();
        let look = look_of(properties).or(style).or(base);
        let mut is_mark = false;
        for element in run.elements() {
            match element.name() {
                "fldChar" => self.field_char(element),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|field| !field.is_shown) {
                        field.code.push_str(&element.raw_text());
                    }
                }
                _ if look.is_unread() || self.fields.iter().any(|field| !field.is_shown || field.is_contents) => {}
                name @ ("footnoteReference" | "endnoteReference") => {
                    is_mark = element
                        .attribute("customMarkFollows")
                        .is_some_and(|value| value == "1" || value == "true");
                    let is_footnote = name == "footnoteReference";
                    self.note(if is_footnote { "footnote" } else { "endnote" }, element);
                }
                "t" if is_mark => {}
                "ruby" => self.inline(element, line, base, target, boxes),
                "drawing" | "pict" | "object" => {
                    self.has_picture = true;
                    self.tell_object(element, line);
                    find_boxes(element, boxes);
                }
                "AlternateContent" => element
                    .chosen()
                    .into_iter()
                    .for_each(|branch| find_boxes(branch, boxes)),
                name => {
                    let field = self.fields.iter().rev().find_map(|field| field.link.as_deref());
                    line.set_marks(&look.marks(target.or(field)));
                    self.text(name, element, line, look);
                }
            }
        }
    }

    /// Tells of an object of another program: a formula, which leaves a gap in the sentence, a table, a chart; and of
    /// `SmartArt`, whose words are in another part of the file.
    fn tell_object(&mut self, element: Element<'_>, line: &mut Line) {
        let named = |name: &str| element.within().find(|element| element.name() == name);
        if named("relIds").is_some() || named("chart").is_some() {
            self.writer.doubt(Doubt::LeftOut { what: DIAGRAM });
        }
        let Some(object) = named("OLEObject") else {
            return;
        };
        let program = object.attribute("ProgID").unwrap_or_default();
        if program.starts_with("Equation") {
            self.writer.leave_out(line, "a formula");
        } else {
            self.writer.doubt(Doubt::LeftOut {
                what: "an embedded object",
            });
        }
    }

    /// Reads an element that is text, or stands for a character.
    fn text(&mut self, name: &str, element: Element<'_>, line: &mut Line, look: TextStyle) {
        match name {
            "t" => {
                let text = element.raw_text();
                let is_kept = element.attribute("space").as_deref() == Some("preserve");
                let text = if is_kept {
                    &text
                } else {
                    text.trim_matches([' ', '\t', '\n', '\r'])
                };
                self.writer.push_raised(line, text, look.raised == Some(true));
            }
            "tab" | "ptab" => self.writer.push(line, "\t"),
            "br" | "cr" => line.line_break(),
            "noBreakHyphen" => self.writer.push_made_up(line, "\u{2011}"),
            "sym" => {
                let code = element.attribute("char").unwrap_or_default();
                let character = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32);
                match character.filter(|c| !c.is_control()) {
                    Some(character) => self.writer.push(line, character.encode_utf8(&mut [0; 4])),
                    None => self.writer.leave_out(line, "a sign of a symbol font"),
                }
            }
            _ => {}
        }
    }

    fn field_char(&mut self, element: Element<'_>) {
        match element.attribute("fldCharType").as_deref() {
            Some("begin") if self.fields.len() < MAX_FIELDS => self.fields.push(Field::default()),
            Some("begin") => {}
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.is_shown = true;
                    field.is_contents = self.fields_end && is_of_contents(&field.code);
                    field.link = linked(&field.code);
                }
            }
            _ => _ = self.fields.pop(),
        }
    }

    fn note(&mut self, kind: &'static str, reference: Element<'_>) {
        let Some(id) = reference.attribute("id") else { return };
        self.writer.refer(&format!("{kind}{id}"));
        self.noted.entry(kind).or_default().push(id.into_owned());
    }
}

/// Finds the text boxes within a drawing, but not those within others.
fn find_boxes<'x>(drawing: Element<'x>, boxes: &mut Vec<Element<'x>>) {
    for element in drawing.elements() {
        match element.name() {
            "txbxContent" => boxes.push(element),
            "AlternateContent" => element
                .chosen()
                .into_iter()
                .for_each(|branch| find_boxes(branch, boxes)),
            _ => find_boxes(element, boxes),
        }
    }
}

/// The address in the code of a field. `None` if it links to no page.
fn linked(code: &str) -> Option<String> {
    let rest = code.trim_start().strip_prefix("HYPERLINK")?.trim_start();
    let (address, switches) = rest.strip_prefix('"')?.split_once('"')?;
    let place = switches.split_once("\\l \"").and_then(|(_, rest)| rest.split_once('"'));
    Some(at_anchor(address, place.map(|(place, _)| place)))
}

/// The address of a place in a page.
fn at_anchor(address: &str, anchor: Option<&str>) -> String {
    match anchor.filter(|anchor| !anchor.is_empty() && !address.is_empty() && !address.contains('#')) {
        Some(anchor) => format!("{address}#{anchor}"),
        None => address.to_owned(),
    }
}

/// True for the code of a field that lists the headings, the captions or the words of an index, with their pages.
fn is_of_contents(code: &str) -> bool {
    let name = code.split_ascii_whitespace().next().unwrap_or_default();
    ["TOC", "TOA", "INDEX"]
        .iter()
        .any(|kind| name.eq_ignore_ascii_case(kind))
}
