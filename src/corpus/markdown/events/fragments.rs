//! HTML and code within Markdown, and the marks of the generators' pass.

use super::{Next, Reader};
use crate::corpus::document::{Block, BlockKind};
use crate::corpus::markdown::generator::{BODY, END, KIND, LABEL, LEFT_OUT, QUOTE_BODY, SCOPE};
use crate::corpus::traced::{MarkKind, TracedText};

impl Reader<'_> {
    pub(super) fn take_html(&mut self, html: &str, at: usize) {
        let mark = html.trim();
        if ![LABEL, KIND, BODY, QUOTE_BODY, END, LEFT_OUT, SCOPE].contains(&mark) {
            for range in self.clean.without_markup(at..at + html.len()) {
                let piece = self.clean.text().get(range.clone()).unwrap_or_default();
                self.html.push((piece, range.start));
            }
            return;
        }
        self.end_html();
        match mark {
            LABEL => self.next = Next::Label,
            KIND => self.next = Next::Kind,
            SCOPE => self.begin_scope(),
            END => self.end_label(),
            LEFT_OUT => self.leave_out(),
            _ => {
                self.next = Next::Block;
                if mark == QUOTE_BODY
                    && let Some(aside) = self.asides.last_mut()
                {
                    aside.has_label = true;
                }
            }
        }
    }

    pub(super) fn end_html(&mut self) {
        let pieces = std::mem::take(&mut self.html);
        let first = pieces.iter().find(|(piece, _)| !piece.trim().is_empty());
        let is_caption = first.is_some_and(|(piece, _)| piece.trim_start().starts_with("<figcaption"));
        for block in crate::corpus::markdown::html::blocks(&pieces, self.clean) {
            match block.kind {
                BlockKind::End(_) => self.end_label(),
                BlockKind::Struck(level) => self.push_struck(level),
                BlockKind::Heading(level) if !self.asides.is_empty() => self.push_quoted_heading(level, block.text),
                // Something was left out here.
                _ if block.text.is_blank() => {
                    self.leave_out();
                    self.is_behind_picture = true;
                }
                BlockKind::Label if is_caption => self.caption(block.text),
                _ if self.list.is_open() && block.kind != BlockKind::Code => self.emit_lines(&block.text),
                _ if block.parts.is_empty() || self.list.is_open() => self.emit(block.kind, block.text),
                _ => self.push(block),
            }
        }
    }

    /// Adds the caption of what stands above it: of a picture, or of code or a table, which it names.
    fn caption(&mut self, text: TracedText) {
        let names = |last: &Block| last.kind == BlockKind::Code || !last.parts.is_empty();
        let last = self
            .blocks
            .len()
            .checked_sub(1)
            .filter(|&last| names(&self.blocks[last]));
        if self.list.is_open() {
            self.emit(BlockKind::Text, text);
        } else if self.is_behind_picture {
            self.emit(BlockKind::Label, text);
            self.end_label();
        } else if let Some(last) = last {
            self.blocks.insert(last, Block::new(BlockKind::Label, text));
        } else {
            self.emit(BlockKind::Text, text);
        }
    }

    /// Adds the lines of a block to the list.
    pub(super) fn emit_lines(&mut self, text: &TracedText) {
        let mut start = 0;
        for line in text.as_str().split('\n') {
            self.emit(BlockKind::Text, text.slice_trimmed(start..start + line.len()));
            start += line.len() + 1;
        }
    }

    pub(super) fn end_code(&mut self) {
        let code = self.code.take();
        if code.as_ref().is_some_and(|code| code.is_query) {
            self.leave_out();
        }
        let code = code.filter(|code| !code.is_query);
        let mut pieces = code.map(|code| code.pieces).unwrap_or_default();
        while let Some((last, _)) = pieces.last_mut() {
            last.truncate(last.trim_end().len());
            if !last.is_empty() {
                break;
            }
            pieces.pop();
        }
        let joint = self.list.line_joint();
        let mut code = TracedText::default();
        for (piece, at) in &pieces {
            if !self.list.is_open() {
                self.clean.append(&mut code, piece, *at);
                continue;
            }
            let mut at = *at;
            for line in piece.split_inclusive('\n') {
                let words = line.trim_end_matches('\n');
                self.clean.append(&mut code, words, at);
                if words.len() < line.len() {
                    code.push_joint(&joint);
                }
                at += line.len();
            }
        }
        if self.list.is_open() {
            code.mark_from(0, MarkKind::Code);
        }
        self.emit(BlockKind::Code, code);
    }
}
