//! Headings, labels and first cells that are struck out: what they name goes with them.

use super::super::element::Name;
use super::super::flow::Piece;
use super::super::page::Facts;
use super::super::table::Cell;
use super::enter::spans;
use super::{Mode, RawBlock, Walker};
use crate::corpus::document::{BlockKind, FILLED_IN, LABEL, LABEL_OF_NEXT};
use crate::corpus::struck::{MAX_LABEL_BYTES, is_label};

impl Walker<'_, '_> {
    /// Notes that the element at `at` is left out because it is struck out.
    pub(super) fn strike(&mut self, at: usize, name: Name, facts: &Facts<'_>) {
        let page = self.reading.page;
        match (self.mode, self.heading_level(at, name, facts)) {
            (Mode::Blocks, Some(_)) if self.quotes > 0 => return self.push_struck(LABEL_OF_NEXT),
            (Mode::Blocks, Some(level)) => return self.push_struck(level),
            (Mode::Blocks, _) if name.is_any(&["summary", "dt"]) => {
                self.push_struck(LABEL);
                if let Some(outer) = self.open.last_mut() {
                    outer.has_label = true;
                }
                return;
            }
            (Mode::Table, _) if name.is_any(&["td", "th"]) => {
                self.table.strike();
                let (columns, rows) = spans(page, at);
                // The cells after it stay under their own headers.
                return self.table.push(Cell {
                    piece: Piece::default(),
                    is_header: false,
                    columns,
                    rows,
                });
            }
            _ => {}
        }
        let is_bold = |of: usize| page.is_any(of, &["b", "strong"]) && page.nodes[of].end == page.nodes[at].end;
        let is_bold = is_bold(at + 1) || (at > 0 && is_bold(at - 1));
        let text = page.short_text(at, MAX_LABEL_BYTES);
        self.struck = Some(text.is_some_and(|text| is_label(&text, is_bold)));
    }

    /// Puts a list in an item whose own words are struck out under a struck-out label, so that it is left out and told.
    /// Returns `false` for any other element.
    pub(super) fn leave_out_struck_list(&mut self, at: usize, name: Name) -> bool {
        let is_inner = self.mode == Mode::List && name.is_any(&["ul", "ol", "menu", "dir"]);
        if !is_inner || self.struck.is_none() || !self.flow.begins_item() {
            return false;
        }
        let page = self.reading.page;
        let text = page
            .short_text(at, MAX_LABEL_BYTES)
            .unwrap_or_else(|| FILLED_IN.to_owned());
        let mut piece = Piece::default();
        piece.text.push_run(&text, page.nodes[at].range.start);
        self.push_struck(LABEL);
        self.blocks.push(RawBlock::new(BlockKind::Text, piece));
        self.push(BlockKind::END_OF_LABEL, Piece::default());
        true
    }

    pub(super) fn push_struck(&mut self, level: usize) {
        self.blocks
            .push(RawBlock::new(BlockKind::Struck(level), Piece::default()));
    }
}
