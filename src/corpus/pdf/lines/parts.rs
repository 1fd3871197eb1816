//! Parts lines, puts them together, and tells how they begin and end.

use std::ops::Range;

use super::{Line, REACH};
use crate::corpus::pdf::markers::marker;

impl Line {
    /// True if it begins an item of a list.
    pub(in crate::corpus::pdf) fn begins_item(&self) -> bool {
        self.is_item || marker(&self.text).is_some()
    }

    /// True if it ends a sentence, or announces what follows.
    pub(in crate::corpus::pdf) fn ends_sentence(&self) -> bool {
        self.text
            .ends_with(['.', '!', '?', ':', ';', '…', '”', '"', ')', '。', '！', '？'])
    }

    /// Adds a cell that another line holds, or that is empty.
    pub(in crate::corpus::pdf) fn add_cell(&mut self, entry: Option<&Self>, left: f64) {
        if !self.text.ends_with(' ') {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.cells.push((start, entry.map_or(left, |entry| entry.left)));
        self.ends.push((start, self.right));
        let Some(entry) = entry else { return };
        self.text.push_str(&entry.text);
        self.bold
            .extend(entry.bold.iter().map(|bold| bold.start + start..bold.end + start));
        self.right = entry.right;
    }

    /// Where it begins, and where it goes on after a gap.
    pub(in crate::corpus::pdf) fn starts(&self) -> impl Iterator<Item = f64> {
        let gaps = self.cells.iter().chain(&self.gaps).map(|&(_, place)| place);
        std::iter::once(self.left).chain(gaps)
    }

    /// The parts of a line before and after a place. `None` if words stand there, or it has none on one side.
    pub(in crate::corpus::pdf) fn parted(&self, place: f64) -> Option<(Self, Self)> {
        let gaps = self.cells.iter().chain(&self.gaps);
        let end_before = |start: usize| self.ends.iter().find(|&&(at, _)| at == start).map(|&(_, end)| end);
        let (start, left, end) = gaps
            .filter_map(|&(start, left)| Some((start, left, end_before(start)?)))
            .find(|&(_, left, end)| end < place && place <= left + REACH)?;
        let (mut one, mut two) = (self.clone(), self.clone());
        self.text[..start].trim_end().clone_into(&mut one.text);
        one.right = end;
        one.cut(0..one.text.len());
        self.text[start..].clone_into(&mut two.text);
        (two.left, two.is_note, two.is_item) = (left, false, false);
        two.cut(start..self.text.len());
        Some((one, two))
    }

    /// Keeps the marks in a part of the text, which now is all of it.
    fn cut(&mut self, part: Range<usize>) {
        for places in [&mut self.cells, &mut self.gaps, &mut self.ends] {
            places.retain(|&(at, _)| at > part.start && at < part.end);
            for (at, _) in places {
                *at -= part.start;
            }
        }
        self.sizes.retain(|&(at, ..)| at >= part.start && at < part.end);
        for (at, ..) in &mut self.sizes {
            *at -= part.start;
        }
        let largest = self.sizes.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some(&(_, size, down)) = largest.filter(|largest| largest.1 > 0.0) {
            (self.size, self.down) = (size, down);
        }
        let bold = self.bold.iter();
        let within = bold.map(|bold| bold.start.max(part.start)..bold.end.min(part.end));
        let within = within.filter(|bold| !bold.is_empty());
        self.bold = within
            .map(|bold| bold.start - part.start..bold.end - part.start)
            .collect();
    }

    /// Puts the words of a line before its own.
    pub(in crate::corpus::pdf) fn put_before(&mut self, first: &Self) {
        let len = first.text.len() + 1;
        self.text = format!("{} {}", first.text, self.text);
        for bold in &mut self.bold {
            *bold = bold.start + len..bold.end + len;
        }
        for (start, _) in self.cells.iter_mut().chain(&mut self.gaps).chain(&mut self.ends) {
            *start += len;
        }
        self.left = first.left;
    }
}
