//! The ends of blocks.

use std::mem;

use super::super::flow::Piece;
use super::super::table::Cell;
use super::{Entered, Leave, Mode, RawBlock, Walker};
use crate::corpus::document::{BlockKind, LABEL, LABEL_OF_NEXT, Part};
use crate::corpus::traced::MarkKind;

/// The longest heading or label. A longer one was never closed, and has a text in it.
const MAX_NAME_BYTES: usize = 400;

impl Walker<'_, '_> {
    /// Leaves the elements that end before the node `at`.
    pub(super) fn leave_up_to(&mut self, at: usize) {
        self.end_effects(at);
        while let Some(left) = self.open.pop_if(|entered| entered.end <= at) {
            self.leave(left);
        }
    }

    fn leave(&mut self, left: Entered) {
        let mut ends = left.has_label.then_some(LABEL);
        match left.leave {
            Leave::Border => self.border(),
            Leave::Heading(level) => self.push_name(BlockKind::Heading(level)),
            Leave::Label => {
                self.push_name(BlockKind::Label);
                if let Some(outer) = self.open.last_mut() {
                    outer.has_label = true;
                }
            }
            Leave::LabelOfGroup => {
                self.push_name(BlockKind::Label);
                let mut outer = self.open.iter_mut().rev();
                if let Some(group) = outer.find(|outer| matches!(outer.leave, Leave::Fold)) {
                    group.has_label = true;
                }
            }
            Leave::Caption => self.leave_caption(),
            Leave::Captioned(caption) => {
                self.flush();
                self.put_caption(left.first, left.is_closed, caption);
            }
            Leave::List(outer) => self.leave_list(outer, left.mode),
            Leave::Item => self.flow.end_item(self.lists.len()),
            Leave::Table(caption) => {
                self.push_table();
                self.put_caption(left.first, left.is_closed, caption);
            }
            Leave::Head => self.table.in_head = false,
            Leave::Row => {
                self.flush();
                self.table.in_row = false;
            }
            Leave::Cell { columns, rows } => self.leave_cell(columns, rows),
            Leave::Code => self.leave_code(),
            Leave::CodeInList => {
                self.flow.end_mark(&MarkKind::Code);
                self.breaks.clear();
            }
            Leave::Fold => {
                self.flush();
                ends = self.outermost_heading(left.first).or(ends);
            }
            Leave::QuotedHeading(level) => self.leave_quoted_heading(level),
            Leave::Quote(headings) => {
                self.flush();
                self.quotes -= 1;
                for _ in headings.iter().filter(|_| left.is_closed || !self.reading.is_fragment) {
                    self.push(BlockKind::END_OF_LABEL, Piece::default());
                }
            }
            Leave::Note(first) => {
                self.flush();
                self.notes.extend(self.blocks.drain(first.min(self.blocks.len())..));
            }
        }
        self.mode = left.mode;
        if left.mode == Mode::List {
            self.border();
        }
        if let Some(level) = ends.filter(|_| left.is_closed || !self.reading.is_fragment) {
            self.push(BlockKind::End(level), Piece::default());
        }
    }

    /// Adds a heading or a label, or text if it is too long for one.
    fn push_name(&mut self, kind: BlockKind) {
        let piece = self.flow.take();
        if self.struck.take().is_some() && piece.text.is_blank() {
            return self.push_struck(if let BlockKind::Heading(level) = kind {
                level
            } else {
                LABEL
            });
        }
        let names = piece.text.as_str().len() <= MAX_NAME_BYTES;
        self.push(if names { kind } else { BlockKind::Text }, piece);
    }

    /// Adds a heading that holds up to the end of its quotation, or to the next heading there.
    fn leave_quoted_heading(&mut self, level: usize) {
        let piece = self.flow.take();
        if self.struck.take().is_some() && piece.text.is_blank() {
            return self.push_struck(LABEL_OF_NEXT);
        }
        let is_name = !piece.text.is_blank() && piece.text.as_str().len() <= MAX_NAME_BYTES;
        let mut outer = self.open.iter_mut().rev();
        let headings = outer.find_map(|entered| match &mut entered.leave {
            Leave::Quote(headings) => Some(headings),
            _ => None,
        });
        let Some(headings) = headings.filter(|_| is_name) else {
            return self.push(BlockKind::Text, piece);
        };
        let before = headings.len();
        headings.retain(|&above| above < level);
        let ended = before - headings.len();
        headings.push(level);
        for _ in 0..ended {
            self.push(BlockKind::END_OF_LABEL, Piece::default());
        }
        self.push(BlockKind::Label, piece);
    }

    /// Keeps a caption until its owner is complete, since it may be below the content.
    fn leave_caption(&mut self) {
        let piece = self.flow.take();
        let owner = self.open.iter_mut().rev().find_map(|entered| match &mut entered.leave {
            Leave::Captioned(caption) | Leave::Table(caption) => Some(caption),
            _ => None,
        });
        match owner {
            Some(caption) if caption.is_none() => *caption = Some(piece),
            // Its figure began before the fragment.
            None if self.reading.is_fragment => self.push(BlockKind::Label, piece),
            _ => self.push(BlockKind::Text, piece),
        }
    }

    /// Puts a caption before the blocks from `first` on, which it names.
    fn put_caption(&mut self, first: usize, is_closed: bool, caption: Option<Piece>) {
        let Some(caption) = caption.filter(|caption| !caption.text.is_blank()) else {
            return;
        };
        // Its content is perhaps below the fragment.
        if self.reading.is_fragment && !is_closed && self.blocks.len() == first {
            return self.push(BlockKind::Text, caption);
        }
        self.blocks.insert(first, RawBlock::new(BlockKind::Label, caption));
        self.push(BlockKind::END_OF_LABEL, Piece::default());
    }

    fn push_table(&mut self) {
        // Text outside the table's cells goes above it.
        self.flush();
        let (table, struck) = mem::take(&mut self.table).into_piece(&mut self.spare);
        let is_shown = !table.text.is_blank();
        self.push(BlockKind::Text, table);
        if is_shown && !struck.text.is_blank() {
            self.push_struck(LABEL_OF_NEXT);
            self.blocks.push(RawBlock::new(BlockKind::Text, struck));
        }
    }

    fn leave_cell(&mut self, columns: usize, rows: usize) {
        let is_header = self.mode == (Mode::Cell { is_header: true });
        let piece = self.flow.take();
        if self.struck.take().is_some() && piece.text.is_blank() {
            self.table.strike();
        }
        self.table.push(Cell {
            piece,
            is_header,
            columns,
            rows,
        });
    }

    fn leave_list(&mut self, outer: usize, mode: Mode) {
        self.next_number = self.lists.get(outer).map_or(0, |list| list.number);
        self.lists.truncate(outer);
        if mode == Mode::Blocks {
            let first = self.blocks.len();
            self.flush();
            if let Some(list) = self.blocks.get_mut(first) {
                let parts = &mut list.piece.parts;
                list.is_list = !parts.is_empty();
                // Text before the first item is a part, too.
                if parts.first().is_some_and(|part| part.start > 0) {
                    parts.insert(0, Part { start: 0, depth: 0 });
                }
            }
        } else {
            self.border();
        }
    }

    fn leave_code(&mut self) {
        self.breaks.clear();
        let piece = self.flow.take();
        let mut lines = piece.text.as_str().lines();
        let is_number = |line: &str| line.trim().parse::<u32>().is_ok();
        // A column of line numbers beside the code is not code.
        let is_gutter = lines.clone().nth(1).is_some() && lines.all(is_number);
        if !is_gutter {
            self.push(BlockKind::Code, piece);
        }
    }

    fn outermost_heading(&self, first: usize) -> Option<usize> {
        let blocks = self.blocks.get(first..).unwrap_or_default();
        let levels = blocks.iter().filter_map(|draft| match draft.kind {
            BlockKind::Heading(level) | BlockKind::Struck(level) if level < LABEL => Some(level),
            _ => None,
        });
        levels.min()
    }
}
