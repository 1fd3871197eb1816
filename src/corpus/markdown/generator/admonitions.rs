//! Admonitions: `!!! note`, tabs with an indented body, and `> [!NOTE]`.

use super::containers::{BODY_INDENT, Body, Closes, Opening};
use super::forms::{has_word, in_text};
use super::tags::Label;
use super::titles::{admonition_label, inline_admonition};
use super::{Line, MAX_CONTAINERS, Pass, QUOTE_BODY};

impl<'a> Pass<'a> {
    /// Begins `!!! note "Title"`, `??? tip` and `=== "Tab"`, with an indented body.
    pub(super) fn admonition(&mut self, line: &Line, text: &'a str) -> Option<usize> {
        let has_body = self.has_body(line);
        let is_whole = |label: &Label| has_body || matches!(label, Label::Title(_));
        let label = admonition_label(text)
            .filter(is_whole)
            .or_else(|| inline_admonition(text))?;
        (self.containers.len() < MAX_CONTAINERS).then_some(())?;
        let (Label::Title(named) | Label::Kind(named)) = &label;
        // A text may stand beside a title, or beside the kind if there is no body.
        let end = match &label {
            Label::Title(_) => text.len().min(named.end + 1),
            Label::Kind(_) if has_body => text.len(),
            Label::Kind(_) => named.end,
        };
        let beside = text.get(end..).unwrap_or_default();
        let words = line.content + text.len() - beside.trim_start().len();
        let is_shown = match &label {
            Label::Title(title) => has_word(text.get(title.clone()).unwrap_or_default()),
            Label::Kind(_) => true,
        };
        let opening = Opening {
            label: is_shown.then(|| label.moved_by(line.content)),
            closes: Closes::Indent,
            body: Body::Indented,
        };
        let has_words = has_word(beside);
        self.open(
            line,
            line.content..if has_words { words } else { line.end },
            opening,
            has_words,
        );
        if has_words {
            self.paragraph_line(words..line.end);
        }
        Some(line.next)
    }

    /// True if the next line with words is indented as a body below `line`.
    pub(super) fn has_body(&self, line: &Line) -> bool {
        let behind = self.text(line.next..self.source.len());
        let blank = behind.len() - behind.trim_start_matches(['\n', '\r']).len();
        let start = line.next + blank;
        let end = self.line_end(start);
        // The containers of this line take the same indentation off the next one.
        let outer = self.text(line.start..line.at);
        let outer = if outer.trim().is_empty() { outer.len() } else { 0 };
        let (indent, content) = self.indent((start + outer).min(end), end);
        content < end && indent >= line.indent + BODY_INDENT
    }

    /// Makes a label of `[!NOTE]` at the start of a quotation.
    pub(super) fn alert(&mut self, line: &Line, text: &'a str) -> Option<usize> {
        let (inner, rest) = text.strip_prefix("[!")?.split_once(']')?;
        let kind = inner.split('|').next()?.trim_end();
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
        let is_kind = kind.starts_with(char::is_alphabetic) && kind.chars().all(is_name);
        // A link to "!note" is not an alert.
        (is_kind && !rest.starts_with(['(', '[', ':'])).then_some(())?;
        let title = rest.strip_prefix(['-', '+']).unwrap_or(rest).trim();
        let label = if title.is_empty() {
            Label::Kind(in_text(text, kind))
        } else {
            Label::Title(in_text(text, title))
        };
        self.flush();
        let prefix = self.prefix(line);
        let label = label.moved_by(line.content);
        self.label(&label, line.content..line.end, &prefix, QUOTE_BODY, false);
        Some(line.next)
    }
}
