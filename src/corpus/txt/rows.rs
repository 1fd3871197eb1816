//! Paragraphs and rows: separates lines that continue in the next from lines that stay lines.

use std::ops::Range;

use super::compose::Composer;
use super::dates::{is_chat_header, is_timed};
use super::line::{Line, is_keyed};
use super::piece::{Kind, Levels, Piece};
use super::table::{has_figures_below, is_csv};
use super::wrap::{Wrap, ends_sentence, is_unfinished, runs_on};
use crate::corpus::questions::{answers, asks, question};

/// A line as long as this that is not a row is a paragraph of its own.
const MIN_PARAGRAPH_CHARS: usize = 120;
/// A line that is indented by this many columns more than the one before begins a paragraph.
const INDENT: usize = 2;

/// Text indented below a line this wide that ends in the middle of a sentence is the rest of that line.
const MIN_HANGING_COLUMNS: usize = 45;

/// The relation of a line to the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    GoesOn,
    NewLine,
    NewParagraph,
}

/// The property that the lines of a stretch share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// Comma-separated values.
    Values,
    /// One line names the speaker, and the lines below give the words.
    Chat,
    /// Lines begin with names and colons, with times, or with speakers.
    Record,
    /// Questions and answers alternate.
    Questions,
    /// Anything else.
    Text,
}

impl Manner {
    fn of(lines: &[Line]) -> Self {
        let Some(first) = lines.first().filter(|_| lines.len() > 1) else {
            return Self::Text;
        };
        let count = |holds: fn(&str) -> bool| lines.iter().filter(|line| holds(line.text)).count();
        let is_record = is_timed(first.text)
            || first.text.starts_with('<')
            || (is_keyed(first.text) && count(is_keyed) * 4 >= lines.len());
        let questions = count(asks);
        if is_csv(lines) {
            Self::Values
        } else if count(is_chat_header) > 0 {
            Self::Chat
        } else if is_record {
            Self::Record
        } else if questions > 1 && questions * 4 >= lines.len() {
            Self::Questions
        } else {
            Self::Text
        }
    }

    /// True if a line begins a row, however long the line before is.
    fn begins_row(self, last: &str, line: &str) -> bool {
        question(line).is_some()
            || answers(line, question(last).is_some())
            || match self {
                Self::Values => true,
                Self::Chat => is_chat_header(line) || is_chat_header(last),
                Self::Record => is_keyed(line) || is_timed(line) || line.starts_with('<'),
                Self::Questions | Self::Text => false,
            }
    }
}

/// Consecutive lines of text with nothing else among them.
struct Stretch<'a, 'b> {
    source: &'a str,
    lines: &'b [Line<'a>],
    manner: Manner,
}

/// The paragraphs and blocks of rows that a stretch of lines makes.
pub(super) fn read<'a>(source: &'a str, lines: &[Line<'a>], wrap: Wrap) -> Vec<Piece> {
    if lines.is_empty() {
        return Vec::new();
    }
    let manner = Manner::of(lines);
    let stretch = Stretch { source, lines, manner };
    let pairs = lines.windows(2);
    let joints: Vec<Joint> = pairs.map(|pair| stretch.joint(&pair[0], &pair[1], wrap)).collect();
    let count = |kind: Joint| joints.iter().filter(|joint| **joint == kind).count();
    let is_record = matches!(manner, Manner::Record | Manner::Values);
    if count(Joint::NewLine) > 0 && (is_record || count(Joint::NewLine) > count(Joint::GoesOn)) {
        return stretch.rows(&items(&joints, |joint| joint != Joint::GoesOn));
    }
    let paragraphs = items(&joints, |joint| joint == Joint::NewParagraph).into_iter();
    paragraphs.map(|range| stretch.paragraph(range, &joints)).collect()
}

/// The runs of lines between the joints that `parts` names.
fn items(joints: &[Joint], parts: impl Fn(Joint) -> bool) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let mut start = 0;
    for (i, joint) in joints.iter().enumerate() {
        if parts(*joint) {
            items.push(start..i + 1);
            start = i + 1;
        }
    }
    items.push(start..joints.len() + 1);
    items
}

impl Stretch<'_, '_> {
    fn joint(&self, last: &Line, line: &Line, wrap: Wrap) -> Joint {
        let hangs = line.indent > last.indent
            && ((self.manner == Manner::Record && runs_on(last, line))
                || (is_unfinished(last.text) && last.width() >= MIN_HANGING_COLUMNS));
        // No row is that long, and ends in the middle of a sentence.
        let is_torn = self.manner == Manner::Text && last.width() >= MIN_PARAGRAPH_CHARS && runs_on(last, line);
        if !self.manner.begins_row(last.text, line.text) && (wrap.joins(last, line) || hangs || is_torn) {
            Joint::GoesOn
        } else if line.indent >= last.indent + INDENT && ends_sentence(last.text) {
            Joint::NewParagraph
        } else {
            Joint::NewLine
        }
    }

    /// A paragraph, in which a line that was not wrapped ends as it does in the file.
    fn paragraph(&self, range: Range<usize>, joints: &[Joint]) -> Piece {
        let mut text = Composer::new(self.source);
        let kind = match range.len() {
            1 => Kind::Line { wrapped: false },
            2 if joints[range.start] == Joint::GoesOn => Kind::Line { wrapped: true },
            _ => Kind::Text,
        };
        for i in range.clone() {
            if i > range.start && joints[i - 1] != Joint::GoesOn {
                text.new_line(&self.lines[i], 0);
            } else {
                text.go_on(&self.lines[i]);
            }
        }
        text.finish(kind)
    }

    /// Puts rows into blocks; a question, or a line that is a paragraph, is a block of its own.
    fn rows(&self, items: &[Range<usize>]) -> Vec<Piece> {
        let is_text = matches!(self.manner, Manner::Text | Manner::Questions);
        let chars = |lines: &[Line]| lines.iter().map(|line| line.text.chars().count()).sum::<usize>();
        let is_paragraph = |item: &Range<usize>| is_text && chars(&self.lines[item.clone()]) >= MIN_PARAGRAPH_CHARS;
        let is_apart = |item: &Range<usize>| self.asks(item) || is_paragraph(item);
        // "ACTION: Luke, by Friday" belongs to the paragraph right above it.
        let ends_paragraph = |item: &Range<usize>, next: &Range<usize>| {
            let line = self.lines[next.start].text;
            is_paragraph(item) && is_keyed(line) && line.starts_with(char::is_uppercase) && !self.asks(item)
        };
        items
            .chunk_by(|item, next| !is_apart(next) && (!is_apart(item) || ends_paragraph(item, next)))
            .map(|items| self.block(items))
            .collect()
    }

    /// True if an item is a question that the next items answer.
    fn asks(&self, item: &Range<usize>) -> bool {
        let line = self.lines[item.start].text;
        question(line).is_some() || (self.manner == Manner::Questions && asks(line))
    }

    fn block(&self, items: &[Range<usize>]) -> Piece {
        let mut levels = Levels::default();
        let mut text = Composer::new(self.source);
        let firsts: Vec<&str> = items.iter().map(|item| self.lines[item.start].text).collect();
        let has_header = self.manner == Manner::Values && has_figures_below(&firsts);
        for (i, item) in items.iter().enumerate() {
            let first = &self.lines[item.start];
            let is_said = self.manner == Manner::Chat && !is_chat_header(first.text);
            if i > 0 && (has_header || is_said) {
                text.new_row(first, &[*first], 1);
            } else {
                text.new_item(first, levels.depth(first.indent, 0));
            }
            for line in &self.lines[item.start + 1..item.end] {
                text.go_on(line);
            }
        }
        let is_line = matches!(items, [item] if item.len() == 1);
        text.finish(if is_line {
            Kind::Line { wrapped: false }
        } else {
            Kind::Text
        })
    }
}
