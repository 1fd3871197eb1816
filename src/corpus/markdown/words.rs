//! The words of the paragraph that is being read, with their marks and without struck-out words.

use std::borrow::Cow;

use super::super::html::{is_struck, superscript};
use super::super::struck::is_label;
use super::super::traced::{Mark, MarkKind, TracedText};
use super::clean::Clean;
use super::generator::{CLOSING, SPOILER};
use super::html::{attribute, tag_name};
use super::lists::is_checkbox;
use super::tables::CELL_JOINT;

/// The deepest nesting of markup that still marks words.
const MAX_DEPTH: usize = 64;

/// Tags that separate the words before and after them within a line.
const BLOCK_TAGS: &[&str] = &[
    "blockquote",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// The words so far.
#[derive(Default)]
pub(super) struct Words {
    text: TracedText,
    /// The number and the place of the spaces that follow, which count only if words follow them.
    gap: Option<(usize, usize)>,
    /// True if an element was left out since the last word.
    dropped: bool,
    open: Vec<Open>,
    /// True if the last struck-out words have the form of a label. `None` if no words were struck out.
    struck: Option<bool>,
    /// The number of open elements beyond the limit.
    overflow: usize,
}

/// Open markup.
struct Open {
    name: Cow<'static, str>,
    start: usize,
    /// The spaces before it.
    gap: Option<(usize, usize)>,
    effect: Effect,
}

/// The effect of markup on its words.
pub(super) enum Effect {
    Mark(MarkKind),
    /// They are left out. Holds the words before them.
    Drop(TracedText),
    /// They are raised, if they are a number. Holds the words before them.
    Raise(TracedText),
    Nothing,
}

impl Effect {
    pub(super) fn drop() -> Self {
        Self::Drop(TracedText::default())
    }

    /// A link to an address, unless that is code or empty.
    pub(super) fn link(address: &str) -> Self {
        let is_code = ["javascript:", "data:"].iter().any(|scheme| {
            let start = address.get(..scheme.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        if address.is_empty() || is_code {
            Self::Nothing
        } else {
            Self::Mark(MarkKind::Link(address.to_owned()))
        }
    }
}

impl Words {
    pub(super) fn len(&self) -> usize {
        self.text.as_str().len()
    }

    /// True if there are no words so far.
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_blank()
    }

    /// Appends words whose place is `at`. One of the spaces around an omission remains, but none before a comma.
    pub(super) fn push(&mut self, clean: &Clean, words: &str, at: usize) {
        let body = words.trim_start_matches(' ');
        let leading = words.len() - body.len();
        if leading > 0 && self.gap.is_none() {
            self.gap = Some((leading, at));
        }
        if body.is_empty() {
            return;
        }
        if self.dropped && body.starts_with(CLOSING) {
            self.gap = None;
        }
        self.close_gap(clean);
        let trimmed = body.trim_end_matches(' ');
        clean.append(&mut self.text, trimmed, at + leading);
        if trimmed.len() < body.len() {
            self.gap = Some((body.len() - trimmed.len(), at + leading + trimmed.len()));
        }
    }

    /// Appends code, in which each space counts.
    pub(super) fn push_code(&mut self, clean: &Clean, code: &str, at: usize) {
        self.close_gap(clean);
        let start = self.len();
        clean.append(&mut self.text, code, at);
        self.text.mark_from(start, MarkKind::Code);
    }

    fn close_gap(&mut self, clean: &Clean) {
        let was_dropped = std::mem::take(&mut self.dropped);
        let Some((len, at)) = self.gap.take() else { return };
        let len = if was_dropped { 1 } else { len };
        if !self.is_at_start() {
            clean.append(&mut self.text, &" ".repeat(len), at);
        }
    }

    /// True if spaces would have no meaning here.
    fn is_at_start(&self) -> bool {
        matches!(self.text.as_str().chars().next_back(), None | Some('\n' | ' '))
    }

    /// Separates the words before and after by a space.
    pub(super) fn space(&mut self) {
        self.gap = None;
        if !self.is_at_start() {
            self.text.push_joint(" ");
        }
    }

    /// Separates the words before and after by the end of a line.
    pub(super) fn line_break(&mut self, joint: &str) {
        self.gap = None;
        let is_in_cell = joint == CELL_JOINT;
        if !is_in_cell || !(self.text.is_blank() || self.text.as_str().ends_with(joint)) {
            self.text.push_joint(joint);
        }
    }

    /// Notes that an element was left out here.
    pub(super) fn drop_here(&mut self) {
        self.dropped = true;
    }

    /// True within struck-out words.
    pub(super) fn is_dropped(&self) -> bool {
        self.open.iter().any(|open| matches!(open.effect, Effect::Drop(_)))
    }

    pub(super) fn open(&mut self, name: impl Into<Cow<'static, str>>, effect: Effect) {
        if self.open.len() >= MAX_DEPTH {
            self.overflow += 1;
            return;
        }
        let gap = self.gap;
        let effect = match effect {
            Effect::Drop(_) => {
                self.gap = None;
                Effect::Drop(std::mem::take(&mut self.text))
            }
            Effect::Raise(_) => {
                self.gap = None;
                Effect::Raise(std::mem::take(&mut self.text))
            }
            other => other,
        };
        self.open.push(Open {
            name: name.into(),
            start: self.len(),
            gap,
            effect,
        });
    }

    pub(super) fn close(&mut self, name: &str) {
        if self.overflow > 0 {
            self.overflow -= 1;
            return;
        }
        let Some(index) = self.open.iter().rposition(|open| open.name == name) else {
            return;
        };
        let open = self.open.remove(index);
        match open.effect {
            Effect::Mark(kind) => self.text.mark_from(open.start, kind),
            Effect::Drop(before) => {
                if !matches!(name, "script" | "style" | "svg" | "video" | "audio" | "canvas") {
                    let is_bold = self
                        .open
                        .iter()
                        .any(|around| matches!(&*around.name, "**" | "b" | "strong"));
                    self.struck = Some(is_bold || names_next(&self.text));
                }
                self.text = before;
                self.gap = open.gap;
                let len = self.len();
                self.open.truncate(index);
                self.open.iter_mut().for_each(|open| open.start = open.start.min(len));
                self.drop_here();
            }
            Effect::Raise(before) => {
                let raised = std::mem::replace(&mut self.text, before);
                self.text.push_joint(if open.gap.is_some() { " " } else { "" });
                let len = self.len();
                self.open.truncate(index);
                self.open.iter_mut().for_each(|open| open.start = open.start.min(len));
                let follows = self
                    .text
                    .as_str()
                    .ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | ']'));
                match superscript(raised.as_str()).filter(|_| follows) {
                    // This is the mark of a note.
                    _ if raised.as_str().starts_with('[') && raised.as_str().ends_with(']') => self.drop_here(),
                    Some(number) => self.text.push_run(&number, raised.source_range().start),
                    None => self.text.push_traced(&raised),
                }
            }
            Effect::Nothing => {}
        }
    }

    /// Takes an HTML tag among the words; `joint` separates lines.
    pub(super) fn tag(&mut self, tag: &str, joint: &str) {
        let name = tag_name(tag);
        if name.is_empty() {
            return self.drop_here();
        }
        if name == "br" {
            return self.line_break(joint);
        }
        if tag.starts_with("</") {
            if BLOCK_TAGS.contains(&name.as_str()) {
                self.space();
            }
            return self.close(&name);
        }
        if tag.ends_with("/>") {
            return;
        }
        let effect = match name.as_str() {
            "b" | "strong" => Effect::Mark(MarkKind::Strong),
            "i" | "em" | "cite" | "dfn" | "var" => Effect::Mark(MarkKind::Emphasis),
            "code" | "kbd" | "samp" | "tt" => Effect::Mark(MarkKind::Code),
            "s" | "del" | "strike" | "script" | "style" | "svg" | "video" | "audio" | "canvas" => Effect::drop(),
            _ if attribute(tag, "style").is_some_and(|style| style.contains("line-through")) => Effect::drop(),
            _ if attribute(tag, "class").is_some_and(|class| class.split_ascii_whitespace().any(is_struck)) => {
                Effect::drop()
            }
            SPOILER => Effect::Mark(MarkKind::Spoiler),
            "sup" => Effect::Raise(TracedText::default()),
            "a" => Effect::link(&attribute(tag, "href").unwrap_or_default()),
            name if BLOCK_TAGS.contains(&name) => return self.space(),
            // It will end before the element of the same name around it.
            name if self.open.iter().any(|open| open.name == name) => Effect::Nothing,
            _ => return,
        };
        self.open(name, effect);
    }

    /// True if the struck-out words since the last call have the form of a label. `None` if there were none, or if
    /// `remaining` has others.
    pub(super) fn take_struck(&mut self, remaining: &TracedText) -> Option<bool> {
        let is_all = remaining.is_blank() || is_checkbox(remaining.as_str());
        self.struck.take().filter(|_| is_all)
    }

    /// Takes all words, including those whose strikethrough never ended.
    pub(super) fn take(&mut self) -> TracedText {
        self.gap = None;
        self.dropped = false;
        if self.open.is_empty() {
            return std::mem::take(&mut self.text);
        }
        let mut all = TracedText::default();
        let words = std::mem::take(self);
        for open in words.open {
            if let Effect::Drop(before) | Effect::Raise(before) = open.effect {
                all.push_traced(&before);
                all.push_joint(if open.gap.is_some() { " " } else { "" });
            }
        }
        if all.as_str().is_empty() {
            return words.text;
        }
        all.push_traced(&words.text);
        all
    }
}

fn names_next(text: &TracedText) -> bool {
    let words = text.as_str().trim();
    let is_bold = |mark: &Mark| mark.kind == MarkKind::Strong && mark.range.len() >= words.len();
    is_label(words, text.marks().iter().any(is_bold))
}
