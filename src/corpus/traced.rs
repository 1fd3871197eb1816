//! Text that remembers where each piece of it came from.

use std::ops::Range;

/// A text made of runs taken from a source, and what was put between them (the space for a line
/// break, say). It knows for each of its bytes where in the source it stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TracedText {
    text: String,
    /// (offset in `text`, offset in the source) where a run begins; ascending in the first.
    runs: Vec<(usize, usize)>,
}

impl TracedText {
    /// The whole of `text` as one run that stands at `source_offset`.
    #[must_use]
    pub fn new(text: &str, source_offset: usize) -> Self {
        let mut traced = Self::default();
        traced.push_run(text, source_offset);
        traced
    }

    /// Appends a run that stands at `source_offset` (bytes) in the source.
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

    /// Appends what does not stand in the source.
    pub fn push_joint(&mut self, joint: &str) {
        self.text.push_str(joint);
    }

    /// Appends another traced text of the same source.
    pub fn push_traced(&mut self, other: &Self) {
        let base = self.text.len();
        self.text.push_str(&other.text);
        self.runs
            .extend(other.runs.iter().map(|&(at, source)| (base + at, source)));
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing but white space.
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
        let end = start + text.len();
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
        Self {
            text: text.to_owned(),
            runs,
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
        kept
    }

    /// The range in the source from where the text's first byte stood to behind where its last one
    /// did. The source in between may hold more than the text (markup, line breaks).
    #[must_use]
    pub fn source_range(&self) -> Range<usize> {
        let Some(last) = self.text.len().checked_sub(1) else {
            return 0..0;
        };
        let start = self.source_of(0);
        start..(self.source_of(last) + 1).max(start)
    }

    fn source_of(&self, at: usize) -> usize {
        let next = self.runs.partition_point(|&(run, _)| run <= at);
        match next.checked_sub(1).and_then(|i| self.runs.get(i)) {
            Some(&(run, source)) => source + (at - run),
            None => self.runs.first().map_or(0, |&(_, source)| source),
        }
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
    fn what_is_taken_out_moves_nothing() {
        let traced = TracedText::new("co\u{ad}op", 10).without(|c| c == '\u{ad}');
        assert_eq!(traced.as_str(), "coop");
        assert_eq!(traced.source_range(), 10..16);
    }
}
