//! The text within a paragraph of an `OpenDocument` text.

use super::body::{Body, is_hidden};
use crate::corpus::office::look::TextStyle;
use crate::corpus::office::writer::Line;
use crate::corpus::office::xml::{Child, Element};
use crate::corpus::package::normal;
use crate::corpus::problem::Doubt;

/// The most spaces that one element stands for.
const MAX_SPACES: usize = 100;

impl<'x> Body<'x> {
    /// Reads what is within an element. `look` is that of the text around it; text boxes go to `boxes`.
    pub(super) fn inline(
        &mut self,
        parent: Element<'x>,
        line: &mut Line,
        look: TextStyle,
        target: Option<&str>,
        boxes: &mut Vec<Element<'x>>,
    ) {
        for child in parent.children() {
            let element = match child {
                Child::Text(_) if look.is_unread() => continue,
                Child::Text(text) => {
                    line.set_marks(&look.marks(target));
                    self.writer.push_raised(line, text, look.raised == Some(true));
                    continue;
                }
                Child::Element(element) => element,
            };
            match element.name() {
                "span" => {
                    let own = self.styles.get("text", element.attribute("text:style-name"));
                    self.inline(element, line, own.look.or(look), target, boxes);
                }
                "a" => {
                    let address = element.attribute("href").filter(|address| !address.starts_with('#'));
                    self.inline(element, line, look, address.as_deref(), boxes);
                }
                "s" => {
                    let count = element
                        .attribute("text:c")
                        .and_then(|count| count.parse().ok())
                        .unwrap_or(1);
                    self.writer.push(line, &" ".repeat(count.min(MAX_SPACES)));
                }
                "tab" => self.writer.push(line, "\t"),
                "line-break" => line.line_break(),
                "note" => {
                    if let Some(body) = element.child("note-body").filter(|_| !look.is_unread()) {
                        self.writer.refer(&self.noted.len().to_string());
                        self.noted.push(body);
                    }
                }
                "frame" | "custom-shape" | "g" | "rect" if !look.is_unread() => {
                    self.tell_object(element, line);
                    boxes.push(element);
                }
                "ruby" => {
                    if let Some(base) = element.child("ruby-base") {
                        self.inline(base, line, look, target, boxes);
                    }
                }
                "hidden-text" if !is_hidden(element) => self.inline(element, line, look, target, boxes),
                "content-control" if element.attribute("showing-place-holder").as_deref() == Some("true") => {}
                name if is_unread(name) => {}
                // Fields have their result as text.
                _ => self.inline(element, line, look, target, boxes),
            }
        }
    }

    /// Tells of an object of another program in a frame: a formula, which leaves a gap in the sentence, a chart.
    fn tell_object(&mut self, frame: Element<'x>, line: &mut Line) {
        let Some(object) = frame.elements().find(|object| object.name().starts_with("object")) else {
            return;
        };
        let name = normal(&object.attribute("href").unwrap_or_default());
        if object.child("math").is_some() || self.formulas.contains(&name) {
            self.writer.leave_out(line, "a formula");
        } else {
            self.writer.doubt(Doubt::LeftOut {
                what: "an embedded object",
            });
        }
    }
}

/// True for elements whose text is not part of the paragraph around them.
fn is_unread(name: &str) -> bool {
    matches!(
        name,
        "annotation"
            | "annotation-end"
            | "hidden-text"
            | "hidden-paragraph"
            | "placeholder"
            | "script"
            | "frame"
            | "custom-shape"
            | "g"
            | "rect"
            | "toc-mark"
            | "alphabetical-index-mark"
    )
}
