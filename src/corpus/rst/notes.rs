//! Footnotes, captions, pictures.

use super::super::document::{Block, BlockKind};
use super::super::traced::TracedText;
use super::blocks::{END_OF_LABEL, Reader};
use super::lines::{Line, joined};

impl<'a> Reader<'a> {
    /// Reads a footnote apart from the text, since what stands around it belongs together.
    pub(super) fn note(&mut self, lines: &[Line<'a>], depth: usize) {
        let list = std::mem::take(&mut self.list);
        let blocks = std::mem::take(&mut self.blocks);
        self.body(lines, depth + 1);
        self.notes.extend(std::mem::replace(&mut self.blocks, blocks));
        self.list = list;
    }

    /// Returns the blocks, with footnotes after all others and under no heading of the text.
    pub(super) fn finish(mut self) -> Vec<Block> {
        if !self.notes.is_empty()
            && self
                .blocks
                .iter()
                .any(|block| matches!(block.kind, BlockKind::Heading(_)))
        {
            self.blocks.push(Block::new(BlockKind::End(1), TracedText::default()));
        }
        self.blocks.append(&mut self.notes);
        self.blocks
    }

    /// Adds the caption of a picture, which names nothing that has text; returns the number of its lines.
    pub(super) fn caption(&mut self, lines: &[Line<'a>]) -> usize {
        let start = lines.iter().take_while(|line| line.is_blank()).count();
        let len = lines[start..].iter().take_while(|line| !line.is_blank()).count();
        let text = self.inline(&joined(self.source, &lines[start..start + len]));
        if !text.is_blank() && !self.list.is_open() {
            self.push(Block::new(BlockKind::Label, text));
            self.push(Block::new(END_OF_LABEL, TracedText::default()));
        } else {
            self.emit(BlockKind::Text, text);
        }
        start + len
    }

    /// Notes that a picture was left out. A heading above it has content, and isn't text itself.
    pub(super) fn picture(&mut self) {
        if self
            .blocks
            .last()
            .is_some_and(|last| matches!(last.kind, BlockKind::Heading(_)))
        {
            self.push(Block::new(BlockKind::Text, TracedText::default()));
        }
    }
}
