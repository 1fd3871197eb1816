//! Collects the text of a block: white space is folded as browsers do, and each word keeps its place in the source.

mod template;

use std::mem;
use std::ops::Range;

use super::reference::reference;
use super::token::is_space;
use crate::corpus::document::{FILLED_IN, Part};
use crate::corpus::traced::{MarkKind, TracedText};
use template::is_output;
pub(in crate::corpus) use template::is_value;

/// Deeper items are not indented further, so that the text of a list can't grow with the square of its depth.
const MAX_INDENT: usize = 10;
/// Signs that take no space before them.
const CLOSING: &[char] = &['.', ',', ';', ':', '!', '?', ')', ']', '…'];

/// The finished text of a block.
#[derive(Default)]
pub(super) struct Piece {
    pub text: TracedText,
    pub parts: Vec<Part>,
    /// The bytes that are words, and those of them that are words of links.
    pub words: usize,
    pub linked: usize,
    /// The number of links, and the number of those that lead to places in the page itself.
    pub links: usize,
    pub page_links: usize,
}

/// The separator between the words so far and the next one.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Gap {
    Nothing,
    /// A space, with its place if the source has a single space there.
    Space(Option<usize>),
    /// A line break within a cell.
    Slash,
    /// A new line, with the indentation of this many levels.
    Line(usize),
    /// The next item of a list.
    Item(Item),
}

/// The beginning of a list item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    pub marker: String,
    pub depth: usize,
    /// The range of its tag.
    pub range: Range<usize>,
}

/// The text of a block in the making.
#[expect(clippy::struct_excessive_bools, reason = "the state of a reading is a set of facts")]
pub(super) struct Flow<'a> {
    source: &'a str,
    /// True if the tags of a template are dropped.
    is_template: bool,
    in_template_comment: bool,
    /// True within `<%-- … --%>`.
    in_remark: bool,
    piece: Piece,
    gap: Gap,
    /// True if an element was left out since the last word.
    dropped: bool,
    /// The marks in effect, and the offset in the text at which each of them began.
    marks: Vec<(MarkKind, usize)>,
    /// The number of links in effect.
    in_links: usize,
    /// The bytes of addresses that may still be repeated, for links that hold several blocks.
    spare: usize,
}

impl<'a> Flow<'a> {
    pub(super) fn new(source: &'a str, is_template: bool) -> Self {
        Self {
            source,
            is_template,
            in_template_comment: false,
            in_remark: false,
            piece: Piece::default(),
            gap: Gap::Nothing,
            dropped: false,
            marks: Vec::new(),
            in_links: 0,
            spare: source.len(),
        }
    }

    /// Takes the text that was collected. Marks in effect continue in the next text.
    pub(super) fn take(&mut self) -> Piece {
        self.restart_marks();
        for (_, start) in &mut self.marks {
            *start = 0;
        }
        self.gap = Gap::Nothing;
        mem::take(&mut self.piece)
    }

    /// Ends the marks in effect here, and begins them again.
    pub(super) fn restart_marks(&mut self) {
        let text = &mut self.piece.text;
        self.marks.retain_mut(|(kind, start)| {
            let had_text = !text.as_str()[*start..].trim().is_empty();
            if had_text {
                text.mark_from(*start, kind.clone());
                *start = text.as_str().len();
            }
            let MarkKind::Link(address) = kind else { return true };
            let repeated = address.len() * usize::from(had_text);
            let fits = repeated <= self.spare;
            self.spare = self.spare.saturating_sub(repeated);
            fits
        });
    }

    /// Begins a mark. Returns `false` if one of its kind is already in effect.
    pub(super) fn begin_mark(&mut self, kind: MarkKind) -> bool {
        let is_new = !self.marks.iter().any(|(other, _)| is_same_kind(other, &kind));
        if is_new {
            self.marks.push((kind, self.piece.text.as_str().len()));
        }
        is_new
    }

    /// Ends the mark of this kind, if one is in effect.
    pub(super) fn end_mark(&mut self, kind: &MarkKind) {
        if let Some(at) = self.marks.iter().position(|(other, _)| is_same_kind(other, kind)) {
            let (kind, start) = self.marks.remove(at);
            self.piece.text.mark_from(start, kind);
        }
    }

    pub(super) fn begin_link(&mut self, is_in_page: bool) {
        self.in_links += 1;
        self.piece.links += 1;
        self.piece.page_links += usize::from(is_in_page);
    }

    pub(super) fn end_link(&mut self) {
        self.in_links = self.in_links.saturating_sub(1);
    }

    /// Continues the list that `piece` was.
    pub(super) fn reopen_list(&mut self, piece: Piece) {
        self.piece = piece;
        self.gap = Gap::Line(0);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.piece.text.as_str().is_empty()
    }

    pub(super) fn ends_with(&self, wanted: impl Fn(char) -> bool) -> bool {
        self.gap == Gap::Nothing && self.piece.text.as_str().ends_with(wanted)
    }

    /// Separates the next word by at least a space.
    pub(super) fn space(&mut self, at: Option<usize>) {
        if self.gap == Gap::Nothing {
            self.gap = Gap::Space(at);
        }
    }

    /// Separates the next word as a new line of a cell.
    pub(super) fn slash(&mut self) {
        if matches!(self.gap, Gap::Nothing | Gap::Space(_)) {
            self.gap = Gap::Slash;
        }
    }

    /// Separates the next word by a line break. Returns `false` if no word has come since the last one.
    pub(super) fn line(&mut self, indent: usize) -> bool {
        match self.gap {
            Gap::Line(_) => return false,
            Gap::Item(_) => {}
            _ => self.gap = Gap::Line(indent),
        }
        true
    }

    /// Makes the next word begin an item. An item without text leaves nothing.
    pub(super) fn begin_item(&mut self, item: Item) {
        self.restart_marks();
        self.gap = Gap::Item(item);
    }

    /// True if the last item has no words yet.
    pub(super) fn begins_item(&self) -> bool {
        matches!(self.gap, Gap::Item(_))
    }

    pub(super) fn end_item(&mut self, indent: usize) {
        self.restart_marks();
        self.gap = Gap::Line(indent);
    }

    /// Appends a range of the source.
    pub(super) fn push_source(&mut self, range: Range<usize>, has_references: bool) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.source[at..range.end];
            if let Some(len) = self.template_len(rest) {
                if is_output(&rest[..len]) {
                    self.push_made_up(FILLED_IN, &(at..at + len));
                }
                at += len;
                continue;
            }
            let ends_run = |c: char| is_space(c) || matches!(c, '&' | '{' | '<' | '\u{ad}');
            let len = rest.find(ends_run).unwrap_or(rest.len());
            if len > 0 {
                self.push_word(&rest[..len], at);
                at += len;
                continue;
            }
            let spaces = rest.find(|c| !is_space(c)).unwrap_or(rest.len());
            if spaces > 0 {
                self.space(rest.starts_with(' ').then_some(at).filter(|_| spaces == 1));
                at += spaces;
            } else if rest.starts_with('\u{ad}') {
                at += '\u{ad}'.len_utf8();
            } else if let Some((text, len)) = reference(rest, false).filter(|_| has_references) {
                self.push_resolved(&text, at..at + len);
                at += len;
            } else {
                self.push_word(&rest[..1], at);
                at += 1;
            }
        }
    }

    /// Appends the characters of a reference at `range`.
    fn push_resolved(&mut self, text: &str, range: Range<usize>) {
        for c in text.chars() {
            match c {
                '\u{ad}' => {}
                c if is_space(c) => self.space(None),
                c => self.push_word(c.encode_utf8(&mut [0; 4]), range.start),
            }
        }
    }

    /// Appends characters that are not in the source; they take the place of `range`.
    pub(super) fn push_made_up(&mut self, text: &str, range: &Range<usize>) {
        self.fill_gap();
        pin(&mut self.piece.text, text, range);
    }

    /// Appends a mark to the last word, which ends before byte `end` of the source.
    pub(super) fn push_closing(&mut self, mark: &str, end: usize) {
        self.piece.text.push_run(mark, end.saturating_sub(mark.len()));
    }

    /// Notes that an element was left out here, so that no space comes before a stop that follows it.
    pub(super) fn drop_here(&mut self) {
        self.dropped = true;
    }

    fn push_word(&mut self, word: &str, at: usize) {
        // Word processors write the second of two spaces so, which is the first once what is between them is left out.
        if self.dropped && matches!(self.gap, Gap::Space(_)) && word == "\u{a0}" {
            return;
        }
        if self.dropped && matches!(self.gap, Gap::Space(_)) && word.starts_with(CLOSING) {
            self.gap = Gap::Nothing;
        }
        self.fill_gap();
        self.piece.text.push_run(word, at);
        // Signs between words are not words.
        let is_word = word.contains(char::is_alphanumeric);
        let len = word.len() * usize::from(is_word);
        self.piece.words += len;
        if self.in_links > 0 {
            self.piece.linked += len;
        }
    }

    fn fill_gap(&mut self) {
        let gap = mem::replace(&mut self.gap, Gap::Nothing);
        self.dropped = false;
        if gap == Gap::Nothing {
            return;
        }
        let is_first = self.is_empty();
        let text = &mut self.piece.text;
        let before = text.as_str().len();
        match gap {
            Gap::Space(Some(at)) if !is_first => text.push_run(" ", at),
            Gap::Space(None) if !is_first => text.push_joint(" "),
            Gap::Slash if !is_first => text.push_joint(" / "),
            Gap::Line(indent) if !is_first => text.push_joint(&format!("\n{}", indentation(indent))),
            Gap::Item(item) => {
                if !is_first {
                    text.push_joint("\n");
                }
                let start = text.as_str().len();
                let depth = item.depth;
                self.piece.parts.push(Part { start, depth });
                pin(text, &format!("{}{}", indentation(depth), item.marker), &item.range);
            }
            _ => {}
        }
        // A mark begins with the word, not with the separator before it.
        let after = text.as_str().len();
        for (_, start) in self.marks.iter_mut().filter(|(_, start)| *start == before) {
            *start = after;
        }
    }

    /// Appends a range of the source as it is. Line breaks wait in `breaks` until more text comes, so the text
    /// neither begins nor ends with one. Lines are indented by `indent` levels.
    pub(super) fn push_verbatim(
        &mut self,
        range: Range<usize>,
        has_references: bool,
        breaks: &mut Vec<usize>,
        indent: usize,
    ) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.source[at..range.end];
            let len = rest.find(['\n', '\r', '&']).unwrap_or(rest.len());
            if len > 0 {
                self.push_breaks(breaks, indent);
                self.piece.text.push_run(&rest[..len], at);
            }
            at += len;
            let rest = &rest[len..];
            let len = if rest.starts_with('&') {
                self.push_breaks(breaks, indent);
                let found = reference(rest, false).filter(|_| has_references);
                let (text, len) = found.unwrap_or_else(|| ("&".to_owned(), 1));
                pin(&mut self.piece.text, &text, &(at..at + len));
                len
            } else if rest.starts_with("\r\n") {
                1
            } else {
                breaks.extend((!rest.is_empty()).then_some(at));
                1
            };
            at += len;
        }
    }

    fn push_breaks(&mut self, breaks: &mut Vec<usize>, indent: usize) {
        let is_first = self.is_empty() || self.gap != Gap::Nothing;
        self.fill_gap();
        for at in breaks.drain(..).filter(|_| !is_first) {
            self.piece.text.push_run("\n", at);
            self.piece.text.push_joint(&indentation(indent));
        }
    }
}

/// Appends text whose place is `range`, and never a place past its end.
pub(super) fn pin(traced: &mut TracedText, text: &str, range: &Range<usize>) {
    if text.len() <= range.len() {
        traced.push_run(text, range.start);
        return;
    }
    for c in text.chars() {
        traced.push_run(c.encode_utf8(&mut [0; 4]), range.start);
    }
}

fn indentation(levels: usize) -> String {
    "  ".repeat(levels.min(MAX_INDENT))
}

fn is_same_kind(a: &MarkKind, b: &MarkKind) -> bool {
    mem::discriminant(a) == mem::discriminant(b)
}
