//! The list that is being read: one text with its items as parts, whatever they hold.

use super::super::document::{Block, BlockKind, Part};
use super::super::traced::TracedText;

/// The deepest indentation of an item.
const MAX_INDENT: usize = 16;

/// The outermost open list, and the items within it.
#[derive(Default)]
pub(in crate::corpus) struct List<'a> {
    text: TracedText,
    parts: Vec<Part>,
    /// The number of open lists.
    depth: usize,
    items: Vec<Item<'a>>,
    /// The number of open items that have text.
    written: usize,
    /// True if it may go on with the list above.
    may_go_on: bool,
    /// The text of lists in struck-out items.
    struck: TracedText,
}

struct Item<'a> {
    marker: &'a str,
    at: usize,
    is_written: bool,
    is_struck: bool,
}

impl<'a> List<'a> {
    pub(in crate::corpus) fn is_open(&self) -> bool {
        self.depth > 0
    }

    pub(in crate::corpus) fn open(&mut self) {
        self.depth += 1;
    }

    /// Begins a list that may go on with the one above.
    pub(super) fn open_below(&mut self, may_go_on: bool) {
        if !self.is_open() {
            self.may_go_on = may_go_on;
        }
        self.open();
    }

    pub(super) fn may_go_on(&self) -> bool {
        self.may_go_on
    }

    /// Ends a list. Returns its block if it was the outermost one and has text.
    pub(in crate::corpus) fn close(&mut self) -> Option<Block> {
        self.depth = self.depth.saturating_sub(1);
        if self.depth > 0 {
            return None;
        }
        let list = std::mem::take(self);
        self.struck = list.struck;
        let mut block = Block::new(BlockKind::Text, list.text);
        block.parts = list.parts;
        (!block.text.is_blank()).then_some(block)
    }

    pub(in crate::corpus) fn open_item(&mut self, marker: &'a str, at: usize) {
        self.items.push(Item {
            marker,
            at,
            is_written: false,
            is_struck: false,
        });
    }

    pub(in crate::corpus) fn close_item(&mut self) {
        if let Some(item) = self.items.pop() {
            self.written -= usize::from(item.is_written);
        }
    }

    /// Notes that the words of the innermost item are struck out. The lists in it are left out, too.
    pub(super) fn strike_item(&mut self) {
        if let Some(item) = self.items.last_mut() {
            item.is_struck = true;
        }
    }

    /// Takes the text of the lists in struck-out items of the last list.
    pub(super) fn take_struck(&mut self) -> TracedText {
        std::mem::take(&mut self.struck)
    }

    /// The depth of the innermost item. An item without text is not a parent.
    fn level(&self) -> usize {
        let own = self.items.last().is_some_and(|item| item.is_written);
        (self.written - usize::from(own)).min(MAX_INDENT)
    }

    /// The separator between two lines of one item; the lines below its first are indented.
    pub(in crate::corpus) fn line_joint(&self) -> String {
        let indent = if self.is_open() { self.level() + 1 } else { 0 };
        format!("\n{}", "  ".repeat(indent))
    }

    /// Appends a line to the innermost item.
    pub(in crate::corpus) fn push(&mut self, source: &str, line: &TracedText) {
        let mut around = self.items.iter().rev().skip(1);
        if around.any(|item| item.is_struck && !item.is_written) {
            return self.struck.push_traced(line);
        }
        let level = self.level();
        let start = line.source_range().start;
        let is_first = self.text.as_str().is_empty();
        match self.items.last_mut().filter(|item| !item.is_written) {
            Some(item) => {
                if is_checkbox(line.as_str()) {
                    return;
                }
                item.is_written = true;
                self.written += 1;
                if !is_first {
                    let joint = format!("\n{}", "  ".repeat(level));
                    join(source, &mut self.text, &joint, item.at);
                }
                self.parts.push(Part {
                    start: self.text.as_str().len(),
                    depth: level,
                });
                self.text.push_run(item.marker, item.at);
                join(source, &mut self.text, " ", start);
            }
            None if is_first => {}
            None => {
                let joint = self.line_joint();
                join(source, &mut self.text, &joint, start);
            }
        }
        self.text.push_traced(line);
    }
}

/// Appends a list to the one that it goes on with: its first number is the next one, or both have the same bullet.
/// Returns `false` if it is another list.
pub(super) fn go_on(list: &mut Block, next: &Block) -> bool {
    let marker = |block: &Block, at: usize| -> Option<String> {
        let words = block.text.as_str().get(at..)?.split_whitespace().next()?;
        Some(words.to_owned())
    };
    let top = list.parts.iter().rfind(|part| part.depth == 0);
    let above = top.and_then(|part| marker(list, part.start));
    let below = next.parts.first().and_then(|part| marker(next, part.start));
    let (Some(above), Some(below)) = (above, below) else {
        return false;
    };
    let number = |marker: &str| marker.strip_suffix(['.', ')'])?.parse::<u64>().ok();
    let is_next = number(&above).is_some_and(|number_above| number(&below) == number_above.checked_add(1));
    let is_same = above == below && matches!(above.as_str(), "-" | "*" | "+");
    if !is_next && !is_same {
        return false;
    }
    list.text.push_joint("\n");
    let base = list.text.as_str().len();
    list.text.push_traced(&next.text);
    let start = |part: &Part| Part {
        start: base + part.start,
        ..*part
    };
    list.parts.extend(next.parts.iter().map(start));
    true
}

/// Appends `joint` to `text`, as a part of the source if the source has exactly that up to `next`.
pub(in crate::corpus) fn join(source: &str, text: &mut TracedText, joint: &str, next: usize) {
    let end = text.source_range().end;
    if source.get(end..next) == Some(joint) {
        text.push_run(joint, end);
    } else {
        text.push_joint(joint);
    }
}

/// True for a checkbox without text.
pub(super) fn is_checkbox(text: &str) -> bool {
    matches!(text.trim(), "[ ]" | "[x]" | "[X]")
}
