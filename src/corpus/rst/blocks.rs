//! From lines to blocks: sections, paragraphs, lists, definitions, literal text.
//!
//! Not here: fields (`fields`), directives, notes and tables.

use std::ops::Range;

use super::super::document::{Block, BlockKind};
use super::super::markdown::lists::List;
use super::super::notes::Notes;
use super::super::problem::Doubt;
use super::super::traced::{MarkKind, TracedText};
use super::inline::{inline, is_citation, is_struck};
use super::lines::{Line, adornment, block_len, directive, field, item, joined};
use super::names::Names;
use super::tables;

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 40;
/// The longest term that is a label; a longer one is a paragraph.
const MAX_TERM_CHARS: usize = 200;

/// The blocks so far, and the state of reading.
pub(super) struct Reader<'a> {
    pub(super) source: &'a str,
    pub(super) names: &'a Names<'a>,
    pub(super) blocks: Vec<Block>,
    pub(super) notes: Notes,
    /// The footnotes' places in the source, in order.
    pub(super) note_lines: Vec<Range<usize>>,
    /// The counts of footnotes without a name: "#" and "*".
    pub(super) note_counts: [usize; 2],
    /// Doubts, each with the offset that it concerns.
    pub(super) doubts: Vec<(Doubt, usize)>,
    pub(super) author: Option<String>,
    pub(super) date: Option<String>,
    pub(super) is_too_deep: bool,
    pub(super) list: List<'a>,
    /// The adornments of titles, outermost first; `true` for those with a line above the title, too.
    styles: Vec<(char, bool)>,
    /// The number of open labels.
    labels: usize,
    /// The number of blocks with the last field at the front of the file; `None` once other text was read.
    pub(super) front: Option<usize>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a str, names: &'a Names<'a>) -> Self {
        Self {
            source,
            names,
            blocks: Vec::new(),
            notes: Notes::default(),
            note_lines: Vec::new(),
            note_counts: [0; 2],
            doubts: Vec::new(),
            author: None,
            date: None,
            is_too_deep: false,
            list: List::default(),
            styles: Vec::new(),
            labels: 0,
            front: Some(0),
        }
    }

    /// Reads lines as a body: all that one element holds.
    pub(super) fn body(&mut self, lines: &[Line<'a>], depth: usize) {
        if depth > MAX_DEPTH {
            self.is_too_deep = true;
            return;
        }
        let base = lines
            .iter()
            .filter(|line| !line.is_blank())
            .map(|line| line.indent)
            .min();
        let base = base.unwrap_or(0);
        let mut i = 0;
        while let Some(line) = lines.get(i) {
            i += if line.is_blank() {
                1
            } else if line.indent > base {
                // A quotation.
                let len = block_len(&lines[i..], base);
                self.body(&lines[i..i + len], depth + 1);
                len
            } else {
                self.element(&lines[i..], depth).max(1)
            };
        }
    }

    /// Reads the element that begins at the first line, and returns the number of its lines.
    fn element(&mut self, lines: &[Line<'a>], depth: usize) -> usize {
        let line = lines[0];
        if let Some(len) = self.section(lines, depth) {
            return len;
        }
        let is_blank = |line: Option<&Line>| line.is_none_or(Line::is_blank);
        if line.text == ".." && is_blank(lines.get(1)) {
            // An empty comment, which parts what stands before it from what stands after.
            return 1;
        }
        if line.text == ".." || line.text.starts_with(".. ") {
            let len = 1 + block_len(&lines[1..], line.indent);
            self.explicit(&lines[..len], depth);
            return len;
        }
        if line.text.starts_with("__ ") {
            return 1;
        }
        if let Some((table, len)) = tables::table(self.source, self.names, lines) {
            self.push(table);
            return len;
        }
        if line.text.starts_with("| ") || line.text == "|" {
            return self.line_block(lines);
        }
        if line.text.starts_with(">>> ") {
            let len = lines.iter().take_while(|line| !line.is_blank()).count();
            self.code(&lines[..len]);
            return len;
        }
        if item(line.text).is_some() {
            return self.items(lines, depth);
        }
        if let Some((name, marker)) = field(line.text) {
            return self.field(lines, name, marker, depth);
        }
        let is_term = lines
            .get(1)
            .is_some_and(|next| !next.is_blank() && next.indent > line.indent);
        if is_term && !line.text.ends_with("::") {
            return self.definition(lines, depth);
        }
        self.paragraph(lines)
    }

    /// A title with a line of punctuation below it, and perhaps one above; or such a line alone.
    fn section(&mut self, lines: &[Line<'a>], depth: usize) -> Option<usize> {
        let line = lines[0];
        let next = lines.get(1).map(|line| line.text).unwrap_or_default();
        let is_long = |rule: &str, title: &str| {
            let (rule, title) = (rule.chars().count(), title.chars().count());
            rule >= title || rule >= 4
        };
        if let Some(sign) = adornment(line.text) {
            let below = lines.get(2).map(|line| line.text).unwrap_or_default();
            if !next.is_empty() && below == line.text && is_long(below, next) && adornment(next).is_none() {
                self.title(lines[1], (sign, true), depth);
                return Some(3);
            }
            let is_rule = line.text.len() >= 4 && next.is_empty();
            return is_rule.then_some(1);
        }
        let sign = adornment(next).filter(|_| is_long(next, line.text) && lines[1].indent == line.indent)?;
        let is_title = next.len() > 1 || line.text.len() == 1;
        // A bullet is no title, and "::" announces literal text.
        if !is_title || next == "::" || next == ".." {
            return None;
        }
        self.title(line, (sign, false), depth);
        Some(2)
    }

    fn title(&mut self, line: Line<'a>, style: (char, bool), depth: usize) {
        let level = self.styles.iter().position(|known| *known == style).unwrap_or_else(|| {
            self.styles.push(style);
            self.styles.len() - 1
        });
        let is_of_file = depth == 0 && self.labels == 0;
        let level = (level + 1).min(6);
        match self.unstruck(line.text, line.at) {
            Some(text) if is_of_file => self.emit(BlockKind::Heading(level), text),
            Some(text) => self.emit(BlockKind::Text, text),
            None if is_of_file => self.push(Block::blank(BlockKind::Struck(level))),
            None => {}
        }
    }

    /// A directive, a footnote, or something without text of its own: a target, a substitution, a comment.
    fn explicit(&mut self, lines: &[Line<'a>], depth: usize) {
        let line = lines[0];
        if let Some((name, after)) = directive(line.text) {
            return self.directive(name, line.after(after), &lines[1..], depth);
        }
        let body = line.text.get(3..).unwrap_or_default();
        let note = body.strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let is_note = |(name, text): &(&str, &str)| !name.contains(' ') && (text.is_empty() || text.starts_with(' '));
        if let Some((name, text)) = note.filter(is_note) {
            // A citation is shown with its name.
            let before = if is_citation(name) { 3 } else { 3 + name.len() + 2 };
            let first = Some(line.after(before)).filter(|_| is_citation(name) || !text.trim().is_empty());
            let indent = first.map_or(0, |first| first.indent);
            let mut all: Vec<Line> = first.into_iter().collect();
            all.extend(dedented(&lines[1..], indent));
            self.note(name, &all, depth);
        }
    }

    fn line_block(&mut self, lines: &[Line<'a>]) -> usize {
        let is_of_block =
            |line: &&Line| !line.is_blank() && (line.text.starts_with('|') || line.indent > lines[0].indent);
        let len = lines.iter().take_while(is_of_block).count();
        let mut text = TracedText::default();
        for line in &lines[..len] {
            let words = if line.text.starts_with('|') {
                line.after(1)
            } else {
                *line
            };
            if !text.is_blank() {
                text.push_joint("\n");
            }
            text.push_traced(&self.inline(&TracedText::new(words.text, words.at)));
        }
        self.emit(BlockKind::Text, text);
        len
    }

    /// A list, whose items have the same kind of marker and the same column.
    fn items(&mut self, lines: &[Line<'a>], depth: usize) -> usize {
        let first = lines[0];
        let kind = item(first.text).map(|(_, is_numbered)| is_numbered);
        self.list.open();
        let mut i = 0;
        while let Some(line) = lines.get(i) {
            let marker = item(line.text).filter(|(_, is_numbered)| Some(*is_numbered) == kind);
            let Some((marker, _)) = marker.filter(|_| line.indent == first.indent) else {
                break;
            };
            let sign = &line.text[..marker];
            // The number that "#." stands for is not in the file.
            self.list
                .open_item(if sign.starts_with('#') { "-" } else { sign }, line.at);
            let len = 1 + block_len(&lines[i + 1..], line.indent);
            let mut all = vec![line.after(marker)];
            all.extend(dedented(&lines[i + 1..i + len], all[0].indent));
            // What stands below an item that is struck out goes with it.
            if self.unstruck(all[0].text, all[0].at).is_some() {
                self.body(&all, depth + 1);
            }
            self.list.close_item();
            i += len;
            i += lines[i..].iter().take_while(|line| line.is_blank()).count();
        }
        if let Some(list) = self.list.close() {
            self.push(list);
        }
        i
    }

    fn definition(&mut self, lines: &[Line<'a>], depth: usize) -> usize {
        let line = lines[0];
        // The text after " : " is the kind of the term.
        let term = line.text.split(" : ").next().unwrap_or_default();
        let len = 1 + block_len(&lines[1..], line.indent);
        let Some(term) = self.unstruck(term, line.at) else {
            return len;
        };
        self.labelled(term, &lines[1..len], depth);
        len
    }

    fn paragraph(&mut self, lines: &[Line<'a>]) -> usize {
        let len = lines
            .iter()
            .take_while(|line| !line.is_blank() && line.indent == lines[0].indent)
            .count();
        let mut text = joined(self.source, &lines[..len]);
        let is_announcement = text.as_str().ends_with("::");
        if is_announcement {
            // One colon remains after a word.
            let bare = text.as_str().len() - 1;
            let is_alone = text.as_str()[..bare - 1].ends_with(' ') || bare == 1;
            text = text.slice_trimmed(0..if is_alone { bare - 1 } else { bare });
        }
        let text = self.inline(&text);
        self.emit(BlockKind::Text, text);
        if !is_announcement {
            return len;
        }
        let gap = lines[len..].iter().take_while(|line| line.is_blank()).count();
        let literal = block_len(&lines[len + gap..], lines[0].indent);
        self.code(&lines[len + gap..len + gap + literal]);
        len + gap + literal
    }

    /// A block of code, without the indentation that all its lines share.
    pub(super) fn code(&mut self, lines: &[Line<'a>]) {
        let filled = || lines.iter().filter(|line| !line.is_blank());
        let base = filled().map(|line| line.indent).min().unwrap_or(0);
        let mut code = TracedText::default();
        let joint = self.list.line_joint();
        for line in lines {
            if !code.as_str().is_empty() {
                code.push_joint(&joint);
            }
            if !line.is_blank() {
                code.push_joint(&" ".repeat((line.indent - base).min(200)));
                code.push_run(line.text, line.at);
            }
        }
        code.mark_from(0, MarkKind::Code);
        self.emit(BlockKind::Code, code);
    }

    /// A label, with the body that it names.
    pub(super) fn labelled(&mut self, label: TracedText, body: &[Line<'a>], depth: usize) {
        let is_name = label.as_str().chars().count() <= MAX_TERM_CHARS && !label.is_blank();
        if self.list.is_open() || !is_name {
            self.emit(BlockKind::Text, label);
            return self.body(body, depth + 1);
        }
        self.emit(BlockKind::Label, label);
        self.labels += 1;
        self.body(body, depth + 1);
        self.labels -= 1;
        self.push(Block::blank(BlockKind::END_OF_LABEL));
    }

    pub(super) fn inline(&self, text: &TracedText) -> TracedText {
        inline(text, self.names)
    }

    /// The text of a line; `None` if all of it is struck out.
    fn unstruck(&self, line: &str, at: usize) -> Option<TracedText> {
        let text = self.inline(&TracedText::new(line, at));
        (!text.is_blank() || !is_struck(line)).then_some(text)
    }

    /// Adds a block; within a list, adds a line to the list.
    pub(super) fn emit(&mut self, kind: BlockKind, text: TracedText) {
        if text.is_blank() {
        } else if self.list.is_open() {
            self.list.push(self.source, &text);
        } else {
            self.push(Block::new(kind, text));
        }
    }

    pub(super) fn push(&mut self, block: Block) {
        if !self.list.is_open() {
            self.blocks.push(block);
        } else if !block.text.is_blank() {
            self.list.push(self.source, &block.text);
        }
    }
}

/// The lines below the first one of an item, as if they were as deep as its text: some writers indent them less.
fn dedented<'a>(lines: &[Line<'a>], indent: usize) -> Vec<Line<'a>> {
    let base = lines
        .iter()
        .filter(|line| !line.is_blank())
        .map(|line| line.indent)
        .min();
    let base = base.unwrap_or(indent);
    let moved = lines.iter().map(|line| Line {
        indent: line.indent.saturating_sub(base) + indent,
        ..*line
    });
    moved.collect()
}
