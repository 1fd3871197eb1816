//! Quotations and footnotes, and places where something without text was left out.

use super::Reader;
use crate::corpus::document::{Block, BlockKind, LABEL, LABEL_OF_NEXT, mark_left_out};
use crate::corpus::markdown::lists::List;
use crate::corpus::traced::TracedText;

/// An open quotation or footnote. A heading within it is not one of the article's.
#[derive(Default)]
pub(super) struct Aside {
    /// True if it has a label of its own, like a callout.
    pub(super) has_label: bool,
    /// The levels of the headings that hold in it, outermost first.
    pub(super) headings: Vec<usize>,
}

impl Aside {
    /// Begins a heading. Returns the number of headings that it ends.
    pub(super) fn begin_heading(&mut self, level: usize) -> usize {
        let before = self.headings.len();
        self.headings.retain(|&above| above < level);
        let ended = before - self.headings.len();
        self.headings.push(level);
        ended
    }
}

/// An open footnote, and the text around it.
pub(super) struct OpenNote<'a> {
    pub(super) name: String,
    pub(super) list: List<'a>,
    pub(super) blocks: Vec<Block>,
}

impl Reader<'_> {
    /// Notes that something without text was left out.
    pub(super) fn leave_out(&mut self) {
        if self.words.is_empty() && !self.list.is_open() {
            mark_left_out(&mut self.blocks);
        }
    }

    pub(super) fn start_note(&mut self, name: &str) {
        self.open_notes.push(OpenNote {
            name: name.to_owned(),
            list: std::mem::take(&mut self.list),
            blocks: std::mem::take(&mut self.blocks),
        });
        self.asides.push(Aside::default());
    }

    /// Takes a footnote out of the text, since what stands around it belongs together.
    pub(super) fn end_note(&mut self) {
        self.end_aside();
        if let Some(around) = self.open_notes.pop() {
            self.list = around.list;
            let blocks = std::mem::replace(&mut self.blocks, around.blocks);
            self.notes.define(&around.name, blocks);
        }
    }

    pub(super) fn end_aside(&mut self) {
        self.end_paragraph();
        let aside = self.asides.pop().unwrap_or_default();
        for _ in 0..aside.headings.len() + usize::from(aside.has_label) {
            self.end_label();
        }
    }

    pub(super) fn end_quoted_heading(&mut self, level: usize) {
        let text = self.words.take();
        if self.words.take_struck(&text).is_some() {
            return self.push_struck(LABEL_OF_NEXT);
        }
        self.push_quoted_heading(level, text);
    }

    /// Adds a heading that holds up to the end of its quotation, or to the next heading there.
    pub(super) fn push_quoted_heading(&mut self, level: usize, text: TracedText) {
        let Some(aside) = self
            .asides
            .last_mut()
            .filter(|_| !self.list.is_open() && !text.is_blank())
        else {
            return self.emit(BlockKind::Text, text);
        };
        for _ in 0..aside.begin_heading(level) {
            self.end_label();
        }
        self.emit(BlockKind::Label, text);
    }

    /// Adds a struck-out heading or label without its words.
    pub(super) fn push_struck(&mut self, level: usize) {
        let level = if level < LABEL && !self.asides.is_empty() {
            LABEL_OF_NEXT
        } else {
            level
        };
        if !self.list.is_open() {
            self.push(Block::blank(BlockKind::Struck(level)));
        }
    }

    /// Puts the lists in struck-out items under a struck-out label, so that they are left out and told.
    pub(super) fn leave_out_struck_items(&mut self) {
        if self.list.is_open() {
            return;
        }
        let text = self.list.take_struck();
        if !text.is_blank() {
            self.leave_out_below_struck(LABEL, text);
            self.end_label();
        }
    }

    /// Puts a text under a struck-out label, so that it is left out and told.
    pub(super) fn leave_out_below_struck(&mut self, level: usize, text: TracedText) {
        if !text.is_blank() {
            self.push_struck(level);
            self.blocks.push(Block::new(BlockKind::Text, text));
        }
    }

    /// Empties the last label if it is just the kind of a callout, which says nothing by itself.
    pub(super) fn empty_kind(&mut self) {
        if self.kind_at == self.blocks.len()
            && let Some(last) = self.blocks.last_mut()
        {
            last.text = TracedText::default();
        }
    }
}
