//! Joins lines into text that remembers its place in the source, with web addresses marked as links.

use std::borrow::Cow;

use super::line::{Line, is_wide};
use super::piece::{Kind, Piece};
use super::wrap::is_broken_word;
use crate::corpus::document::Part;
use crate::corpus::traced::{MarkKind, TracedText};
use crate::text::fold::is_invisible_in_prose;

/// The spaces that a level of a list is indented by.
const INDENT: usize = 2;

/// A text in the making, and its parts.
pub(super) struct Composer<'a> {
    source: &'a str,
    text: TracedText,
    parts: Vec<Part>,
    last: Option<Line<'a>>,
}

impl<'a> Composer<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            text: TracedText::default(),
            parts: Vec::new(),
            last: None,
        }
    }

    /// Appends a line that continues the last one: after a space, or directly where a word was broken or the script has
    /// no spaces between words.
    pub(super) fn go_on(&mut self, line: &Line<'a>) {
        if let Some(last) = self.last {
            let is_wide = |c: Option<char>| c.is_some_and(is_wide);
            let unspaced =
                is_wide(last.text.chars().next_back()) && is_wide(line.text.chars().next()) && !last.text.contains(' ');
            if !unspaced && !is_broken_word(last.text, line.text) {
                self.text.push_joint(" ");
            }
        }
        self.push(line);
    }

    /// Appends a line below the last one, indented by its level.
    pub(super) fn new_line(&mut self, line: &Line<'a>, level: usize) {
        self.break_line(line.offset, level * INDENT);
        self.push(line);
    }

    /// Appends an item of a list below the last line, indented by its depth, and begins a part with it.
    pub(super) fn new_item(&mut self, line: &Line<'a>, depth: usize) {
        self.break_line(line.offset, depth * INDENT);
        self.begin_part(depth);
        self.push(line);
    }

    /// Appends a row below the last line, and begins a part with it. Puts " | " between cells if the row has several.
    pub(super) fn new_row(&mut self, line: &Line<'a>, cells: &[Line<'a>], depth: usize) {
        self.break_line(line.offset, 0);
        self.begin_part(depth);
        for (i, cell) in cells.iter().enumerate() {
            if let Some(last) = self.last.filter(|_| i > 0) {
                self.join(" | ", last.end(), cell.offset);
            }
            self.push(cell);
        }
        self.last = Some(*line);
    }

    /// Appends a line of code below the last one, with an indent of so many spaces.
    pub(super) fn new_code(&mut self, line: &Line<'a>, indent: usize) {
        if self.last.is_none() {
            self.text.push_joint(&" ".repeat(indent));
        }
        self.break_line(line.offset, indent);
        self.push(line);
    }

    /// Appends a line break, and so many spaces.
    fn break_line(&mut self, next: usize, indent: usize) {
        if let Some(last) = self.last {
            let joint = match indent {
                0 => Cow::Borrowed("\n"),
                _ => Cow::Owned(format!("\n{:indent$}", "")),
            };
            self.join(&joint, last.end(), next);
        }
    }

    fn begin_part(&mut self, depth: usize) {
        let start = self.text.as_str().len();
        self.parts.push(Part { start, depth });
    }

    /// Appends `joint`, as part of the source if the source has exactly that text there.
    fn join(&mut self, joint: &str, end: usize, next: usize) {
        if self.source.get(end..next) == Some(joint) {
            self.text.push_run(joint, end);
        } else {
            self.text.push_joint(joint);
        }
    }

    fn push(&mut self, line: &Line<'a>) {
        push_linked(&mut self.text, line.text, line.offset);
        self.last = Some(*line);
    }

    /// Finishes the text as a piece; a single part is dropped.
    pub(super) fn finish(mut self, kind: Kind) -> Piece {
        if self.parts.len() < 2 {
            self.parts.clear();
        }
        // A line that is marked as quoted (">") is not a heading.
        let is_quoted = self.last.is_some_and(|last| last.quotes > 0);
        let is_line = matches!(kind, Kind::Line { .. });
        Piece {
            kind: if is_quoted && is_line { Kind::Text } else { kind },
            text: self.text,
            parts: self.parts,
            attached: false,
            in_term: false,
            below_rule: false,
            ends_term: false,
        }
    }
}

/// Longer web addresses were not written by people, and are not marked.
const MAX_ADDRESS_BYTES: usize = 2_048;

/// Appends words, each web address among them marked as a link to itself.
fn push_linked(text: &mut TracedText, words: &str, offset: usize) {
    let mut done = 0;
    let mut from = 0;
    while let Some(found) = words[from..].find("http") {
        let start = from + found;
        let len = address_len(&words[start..]);
        if len == 0 || words[..start].ends_with(char::is_alphanumeric) {
            from = start + len.max("http".len());
            continue;
        }
        push_visible(text, &words[done..start], offset + done);
        let address = &words[start..start + len];
        let mark_start = text.as_str().len();
        push_visible(text, address, offset + start);
        text.mark_from(mark_start, MarkKind::Link(address.to_owned()));
        done = start + len;
        from = done;
    }
    push_visible(text, &words[done..], offset + done);
}

/// The length of the web address that `text` begins with, or 0.
fn address_len(text: &str) -> usize {
    let Some(scheme) = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.starts_with(scheme))
    else {
        return 0;
    };
    let ends = |(at, c): &(usize, char)| {
        c.is_whitespace()
            || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»' | '|')
            || is_wide(*c)
            || *at >= MAX_ADDRESS_BYTES
    };
    let end = text.char_indices().find(ends).map_or(text.len(), |(at, _)| at);
    let mut address = &text[..end];
    loop {
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '*', '_', ']', '}']);
        let unopened = shorter.ends_with(')') && shorter.matches(')').count() > shorter.matches('(').count();
        let shorter = if unopened {
            &shorter[..shorter.len() - 1]
        } else {
            shorter
        };
        if shorter.len() == address.len() {
            break;
        }
        address = shorter;
    }
    if address.len() > scheme.len() { address.len() } else { 0 }
}

/// Appends words without their zero-width characters. (A soft hyphen says where a line may be broken: it belongs to the
/// wrapping, not to the wording.)
fn push_visible(text: &mut TracedText, words: &str, offset: usize) {
    let mut start = 0;
    for (at, c) in words.char_indices().filter(|&(_, c)| is_invisible_in_prose(c)) {
        text.push_run(&words[start..at], offset + start);
        start = at + c.len_utf8();
    }
    text.push_run(&words[start..], offset + start);
}
