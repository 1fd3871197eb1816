//! Footnotes, captions, pictures.

use super::super::document::{Block, BlockKind, mark_left_out};
use super::blocks::Reader;
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

    /// Adds the caption of a picture, which names nothing that has text; returns the number of its lines.
    pub(super) fn caption(&mut self, lines: &[Line<'a>]) -> usize {
        let start = lines.iter().take_while(|line| line.is_blank()).count();
        let len = lines[start..].iter().take_while(|line| !line.is_blank()).count();
        let text = self.inline(&joined(self.source, &lines[start..start + len]));
        if !text.is_blank() && !self.list.is_open() {
            self.push(Block::new(BlockKind::Label, text));
            self.push(Block::blank(BlockKind::END_OF_LABEL));
        } else {
            self.emit(BlockKind::Text, text);
        }
        start + len
    }

    /// Notes that a picture was left out.
    pub(super) fn picture(&mut self) {
        if !self.list.is_open() {
            mark_left_out(&mut self.blocks);
        }
    }
}
