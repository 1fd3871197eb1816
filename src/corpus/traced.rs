//! Text that remembers the source and the markup of each of its pieces.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A text made of runs taken from a source, and of joints put between them (the space for a line break, say). It knows
/// the place in the source of each of its bytes, and carries the marks of its stretches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TracedText {
    text: String,
    /// Pairs (offset in `text`, offset in the source) where a run begins; the first offsets ascend.
    runs: Vec<(usize, usize)>,
    /// In the order in which their stretches end.
    marks: Vec<Mark>,
}

/// A property of a stretch of text besides its words. Of these, only the shape and the address of a link are shown; the
/// words are the same without them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The stretch, in bytes of the text that has the mark; never empty.
    pub range: Range<usize>,
    /// The kind of mark.
    pub kind: MarkKind,
}

/// The kind of a [`Mark`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "address", rename_all = "snake_case")]
pub enum MarkKind {
    /// Emphasised: italics.
    Emphasis,
    /// Strongly emphasised: bold.
    Strong,
    /// Code within a line.
    Code,
    /// Hidden until it is clicked.
    Spoiler,
    /// A link to this address, as it is written there (it may be relative).
    Link(String),
}

impl TracedText {
    /// Makes `text` one run that begins at `source_offset` (bytes) in the source.
    #[must_use]
    pub fn new(text: &str, source_offset: usize) -> Self {
        let mut traced = Self::default();
        traced.push_run(text, source_offset);
        traced
    }

    /// Appends a run that begins at `source_offset` (bytes) in the source.
    pub fn push_run(&mut self, run: &str, source_offset: usize) {
        if run.is_empty() {
            return;
        }
        let follows = self
            .runs
            .last()
            .is_some_and(|&(at, source)| source + (self.text.len() - at) == source_offset);
        if !follows {
            self.runs.push((self.text.len(), source_offset));
        }
        self.text.push_str(run);
    }

    /// Appends text that does not stand in the source.
    pub fn push_joint(&mut self, joint: &str) {
        self.text.push_str(joint);
    }

    /// Appends another traced text of the same source, with its marks.
    pub fn push_traced(&mut self, other: &Self) {
        let base = self.text.len();
        self.text.push_str(&other.text);
        self.runs
            .extend(other.runs.iter().map(|&(at, source)| (base + at, source)));
        self.marks.extend(other.marks.iter().map(|mark| mark.moved_by(base)));
    }

    /// Marks the text from `start` (bytes) to its end, unless there is nothing but white space.
    pub fn mark_from(&mut self, start: usize, kind: MarkKind) {
        self.mark_range(start..self.text.len(), kind);
    }

    /// Marks the text in `range` (bytes, at character borders), less the white space at its ends. Nothing if it is blank.
    pub(super) fn mark_range(&mut self, range: Range<usize>, kind: MarkKind) {
        let Some(stretch) = self.text.get(range.clone()) else {
            return;
        };
        let start = range.start + (stretch.len() - stretch.trim_start().len());
        let range = start..start + stretch.trim().len();
        if !range.is_empty() {
            self.marks.push(Mark { range, kind });
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The marks on stretches of the text, in the order in which the stretches end.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// True if the text is only white space.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The part of the text in `range` (bytes, at character borders), less the white space at its ends.
    #[must_use]
    pub fn slice_trimmed(&self, range: Range<usize>) -> Self {
        let part = &self.text[range.clone()];
        let start = range.start + (part.len() - part.trim_start().len());
        let text = part.trim();
        self.slice(start..start + text.len())
    }

    /// The part of the text in `range` (bytes, at character borders).
    #[must_use]
    pub(super) fn slice(&self, range: Range<usize>) -> Self {
        let (start, end, text) = (range.start, range.end, &self.text[range]);
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for &(at, source) in &self.runs {
            if at >= end {
                break;
            }
            if at <= start {
                runs.clear();
                runs.push((0, source + (start - at)));
            } else {
                runs.push((at - start, source));
            }
        }
        let marks = self.marks.iter().filter_map(|mark| mark.within(&(start..end)));
        Self {
            text: text.to_owned(),
            runs,
            marks: marks.collect(),
        }
    }

    /// The text without the characters that `drop` names; the rest stays where it came from.
    #[must_use]
    pub fn without(&self, drop: impl Fn(char) -> bool) -> Self {
        if !self.text.contains(&drop) {
            return self.clone();
        }
        let mut kept = Self::default();
        for (at, c) in self.text.char_indices() {
            if !drop(c) {
                kept.push_run(c.encode_utf8(&mut [0; 4]), self.source_of(at));
            }
        }
        let kept_before =
            |end: usize| -> usize { self.text[..end].chars().filter(|&c| !drop(c)).map(char::len_utf8).sum() };
        for mark in &self.marks {
            let range = kept_before(mark.range.start)..kept_before(mark.range.end);
            if !range.is_empty() {
                let kind = mark.kind.clone();
                kept.marks.push(Mark { range, kind });
            }
        }
        kept
    }

    /// The same text with places in the source of `source`, if its own are in the text of that: what a reader makes of an
    /// unescaped piece of a file.
    #[must_use]
    pub fn moved_into(&self, source: &Self) -> Self {
        let mut runs = Vec::new();
        for (i, &(at, start)) in self.runs.iter().enumerate() {
            let len = self.runs.get(i + 1).map_or(self.text.len(), |next| next.0) - at;
            runs.push((at, source.source_of(start)));
            let first = source.runs.partition_point(|&(run, _)| run <= start);
            let within = source.runs[first..].iter().take_while(|(run, _)| *run < start + len);
            runs.extend(within.map(|&(run, place)| (at + (run - start), place)));
        }
        Self { runs, ..self.clone() }
    }

    /// The same text, `by` bytes further on in a source.
    #[must_use]
    pub fn shifted(mut self, by: usize) -> Self {
        for (_, source) in &mut self.runs {
            *source += by;
        }
        self
    }

    /// A copy for another place, such as a cell that a merged one covers. Takes its bytes from `spare`, those that a
    /// reader may still repeat; empty if too few are left.
    #[must_use]
    pub fn repeated(&self, spare: &mut usize) -> Self {
        match spare.checked_sub(self.text.len()) {
            Some(rest) => {
                *spare = rest;
                self.clone()
            }
            None => Self::default(),
        }
    }

    /// The range in the source from the text's first byte to the end of its last one. The source in between may hold
    /// more than the text (markup, line breaks).
    #[must_use]
    pub fn source_range(&self) -> Range<usize> {
        let Some(last) = self.text.len().checked_sub(1) else {
            return 0..0;
        };
        let start = self.source_of(0);
        start..(self.source_of(last) + 1).max(start)
    }

    /// The place of the last byte of the text that stands before `place` in the source. `None` if none does.
    #[must_use]
    pub fn last_before(&self, place: usize) -> Option<usize> {
        let next = self.runs.partition_point(|&(_, source)| source < place);
        let &(at, source) = self.runs.get(next.checked_sub(1)?)?;
        let end = self.runs.get(next).map_or(self.text.len(), |&(next, _)| next);
        Some((source + (end - at)).min(place).max(source + 1) - 1)
    }

    /// The offset in the source of a byte of the text.
    #[must_use]
    pub fn source_of(&self, at: usize) -> usize {
        let next = self.runs.partition_point(|&(run, _)| run <= at);
        match next.checked_sub(1).and_then(|i| self.runs.get(i)) {
            Some(&(run, source)) => source + (at - run),
            None => self.runs.first().map_or(0, |&(_, source)| source),
        }
    }
}

/// True if all of a text is in italics.
pub(super) fn is_italic(text: &TracedText) -> bool {
    let whole = 0..text.as_str().len();
    text.marks
        .iter()
        .any(|mark| mark.kind == MarkKind::Emphasis && mark.range == whole)
}

impl Mark {
    /// The mark in a text that has `offset` more bytes before it.
    #[must_use]
    pub fn moved_by(&self, offset: usize) -> Self {
        Self {
            range: self.range.start + offset..self.range.end + offset,
            kind: self.kind.clone(),
        }
    }

    /// The mark as it is in the slice `range` of its text, or `None` if it has no byte there.
    #[must_use]
    pub fn within(&self, range: &Range<usize>) -> Option<Self> {
        let start = self.range.start.max(range.start);
        let end = self.range.end.min(range.end);
        (start < end).then(|| Self {
            range: start - range.start..end - range.start,
            kind: self.kind.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_lines_know_where_they_stood() {
        // Source: "one two\r\n  three"
        let mut traced = TracedText::new("one two", 0);
        traced.push_joint(" ");
        traced.push_run("three", 11);
        assert_eq!(traced.as_str(), "one two three");
        assert_eq!(traced.source_range(), 0..16);
        assert_eq!(traced.slice_trimmed(4..13).source_range(), 4..16);
        assert_eq!(traced.slice_trimmed(7..13).source_range(), 11..16);
    }

    #[test]
    fn dropping_characters_moves_nothing() {
        let traced = TracedText::new("co\u{ad}op", 10).without(|c| c == '\u{ad}');
        assert_eq!(traced.as_str(), "coop");
        assert_eq!(traced.source_range(), 10..16);
    }

    #[test]
    fn a_text_made_from_an_unescaped_one_stands_in_the_file() {
        // Source: `say ""go"" now`, with the quotation marks doubled.
        let mut unescaped = TracedText::new("say \"", 0);
        unescaped.push_run("go\"", 6);
        unescaped.push_run(" now", 10);
        let moved = TracedText::new("go\" now", 5).moved_into(&unescaped);
        assert_eq!(moved.source_range(), 6..14);
        assert_eq!(moved.slice_trimmed(4..7).source_range(), 11..14);
    }

    #[test]
    fn a_text_can_stand_further_on() {
        let mut traced = TracedText::new("one", 2);
        traced.push_run("two", 9);
        assert_eq!(traced.shifted(100).source_range(), 102..112);
    }

    #[test]
    fn marks_go_where_their_words_go() {
        let mut traced = TracedText::new("see the ", 0);
        let start = traced.as_str().len();
        traced.push_run("co\u{ad}op rules ", 10);
        traced.mark_from(start, MarkKind::Strong);
        let range_of = |text: &TracedText| {
            text.marks()
                .iter()
                .map(|mark| text.as_str()[mark.range.clone()].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(range_of(&traced), ["co\u{ad}op rules"]);
        assert_eq!(range_of(&traced.without(|c| c == '\u{ad}')), ["coop rules"]);
        assert_eq!(range_of(&traced.slice_trimmed(4..10)), ["co"]);
        assert_eq!(range_of(&traced.slice_trimmed(0..7)), Vec::<String>::new());
        let mut joined = TracedText::new("do ", 40);
        joined.push_traced(&traced);
        assert_eq!(range_of(&joined), ["co\u{ad}op rules"]);
    }
}
