//! Directives of `MyST` that hold text, written as blocks of code: ```` ```{warning} Title ````.

use super::containers::{Body, Closes, Opening};
use super::forms::{fence, is_kind};
use super::tags::Label;
use super::titles::colons_label;
use super::{Line, MAX_CONTAINERS, Pass};

/// Directives that hold text, besides the kinds of admonition. All others hold code, data, or another file.
const WITH_TEXT: &[&str] = &[
    "admonition",
    "card",
    "dropdown",
    "epigraph",
    "grid",
    "grid-item",
    "grid-item-card",
    "margin",
    "sidebar",
    "tab-item",
    "tab-set",
    "topic",
];

impl<'a> Pass<'a> {
    /// Begins or ends a directive with text. Returns the start of the next line; `None` for any other line.
    pub(super) fn directive(&mut self, line: &Line, text: &'a str) -> Option<usize> {
        let (mark, len) = fence(text)?;
        let rest = text.get(len..)?;
        if rest.trim().is_empty() {
            return self.close_marked(line, mark, len).then_some(line.next);
        }
        let (name, _) = rest.trim_start().strip_prefix('{')?.split_once('}')?;
        let has_text = is_kind(name) || WITH_TEXT.contains(&name);
        (has_text && self.containers.len() < MAX_CONTAINERS).then_some(())?;
        let is_shown = |label: &Label| matches!(label, Label::Title(_)) || is_kind(name);
        let label = colons_label(rest).filter(is_shown);
        let opening = Opening {
            label: label.map(|label| label.moved_by(line.content + len)),
            closes: Closes::Marks(mark, len),
            body: Body::Flush,
        };
        self.open(line, line.content..line.end, opening, false);
        Some(self.cut_options(line))
    }
}
