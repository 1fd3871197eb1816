//! The blocks that the words make.

use super::{MAX_SCOPES, Next, Reader};
use crate::corpus::document::{Block, BlockKind, LABEL, LABEL_OF_NEXT, mark_rule};
use crate::corpus::traced::{TracedText, is_italic};

/// The scope of a part without a label and without headings.
const NO_LABEL: usize = LABEL_OF_NEXT;

impl Reader<'_> {
    /// Begins a part of the text that has no label, with which its headings end.
    pub(super) fn begin_scope(&mut self) {
        if self.scopes.len() < MAX_SCOPES {
            self.scopes.push(NO_LABEL);
        }
    }

    /// Ends the last label, or the last part without one, and the headings below it.
    pub(super) fn end_label(&mut self) {
        self.empty_kind();
        let level = self.scopes.pop().unwrap_or(LABEL);
        if !self.list.is_open() && level != NO_LABEL {
            self.blocks.push(Block::blank(BlockKind::End(level)));
        }
    }

    pub(super) fn rule(&mut self) {
        self.end_paragraph();
        if !self.list.is_open() && self.asides.is_empty() && self.next == Next::Block {
            mark_rule(&mut self.blocks);
        }
    }

    /// Adds a block; within a list, adds a line to the list.
    pub(super) fn emit(&mut self, kind: BlockKind, mut text: TracedText) {
        let trimmed = text.as_str().trim();
        if trimmed.is_empty() {
            return;
        }
        // The indentation of code belongs to it.
        if kind != BlockKind::Code && trimmed.len() < text.as_str().len() {
            text = text.slice_trimmed(0..text.as_str().len());
        }
        let is_caption = std::mem::take(&mut self.is_behind_picture) && kind == BlockKind::Text && is_italic(&text);
        if self.list.is_open() {
            self.list.push(self.source, &text);
        } else if is_caption && self.next == Next::Block {
            self.push(Block::new(BlockKind::Label, text));
            self.end_label();
        } else {
            self.push(Block::new(kind, text));
        }
    }

    pub(super) fn push(&mut self, mut block: Block) {
        self.is_behind_picture = false;
        if self.next != Next::Block && block.kind != BlockKind::Struck(LABEL) {
            block.kind = BlockKind::Label;
        }
        if self.next == Next::Kind {
            self.kind_at = self.blocks.len() + 1;
        }
        if block.kind.is_heading() {
            self.empty_kind();
        }
        match block.kind {
            BlockKind::Label | BlockKind::Struck(LABEL) if self.scopes.len() < MAX_SCOPES => {
                self.scopes.push(LABEL);
            }
            BlockKind::Heading(level) | BlockKind::Struck(level) if level < LABEL => self
                .scopes
                .iter_mut()
                .for_each(|outermost| *outermost = level.min(*outermost)),
            _ => {}
        }
        self.blocks.push(block);
    }
}
