//! Footnotes, captions, pictures.

use super::super::document::{Block, BlockKind, mark_left_out};
use super::super::notes::Notes;
use super::blocks::Reader;
use super::lines::{Line, joined};

impl<'a> Reader<'a> {
    /// Reads a footnote apart from the text, since what stands around it belongs together.
    pub(super) fn note(&mut self, name: &str, lines: &[Line<'a>], depth: usize) {
        let list = std::mem::take(&mut self.list);
        let blocks = std::mem::take(&mut self.blocks);
        self.body(lines, depth + 1);
        let own = std::mem::replace(&mut self.blocks, blocks);
        self.list = list;
        self.notes.define(&numbered(name, &mut self.note_counts), own);
        let end = lines.last().map_or(0, |line| line.at + line.text.len());
        self.note_lines.extend(lines.first().map(|first| first.at..end));
    }

    /// Takes the footnotes, with the references to them in the text.
    pub(super) fn take_notes(&mut self) -> Notes {
        let mut notes = std::mem::take(&mut self.notes);
        let mut counts = [0; 2];
        for (&at, name) in &*self.names.marks.borrow() {
            let next = self.note_lines.partition_point(|lines| lines.start <= at);
            let is_in_note = next.checked_sub(1).is_some_and(|i| at < self.note_lines[i].end);
            if !is_in_note {
                notes.refer(&numbered(name, &mut counts), at);
            }
        }
        notes
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

/// The name of a note. Those without one of their own ("#", "*") are counted in the order in which they stand.
fn numbered(name: &str, counts: &mut [usize; 2]) -> String {
    let Some(kind) = ["#", "*"].iter().position(|kind| *kind == name) else {
        return name.to_owned();
    };
    counts[kind] += 1;
    format!("{name}{}", counts[kind])
}
