//! A source with the markup of other programs taken out of it, and where what remains stood.

use std::ops::Range;

use super::super::traced::TracedText;

/// A change to a source.
#[derive(Debug)]
pub(super) struct Edit {
    /// What is replaced; empty if something is put in.
    range: Range<usize>,
    /// What it is replaced by.
    with: String,
    /// Where in the source that stands, if it stands there.
    source: usize,
}

/// The changes to a source.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<Edit>);

impl Edits {
    pub(super) fn cut(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    pub(super) fn insert(&mut self, at: usize, with: impl Into<String>) {
        self.replace(at..at, with);
    }

    pub(super) fn replace(&mut self, range: Range<usize>, with: impl Into<String>) {
        let source = range.start;
        self.replace_by(range, with, source);
    }

    /// Replaces a range by what stands at `source`.
    pub(super) fn replace_by(&mut self, range: Range<usize>, with: impl Into<String>, source: usize) {
        let with = with.into();
        if !range.is_empty() || !with.is_empty() {
            self.0.push(Edit { range, with, source });
        }
    }
}

/// A changed source.
pub(super) struct Clean {
    text: String,
    runs: Vec<Run>,
}

/// A stretch of a changed source.
struct Run {
    /// Where it begins there.
    at: usize,
    /// Where it stood in the source.
    source: usize,
    /// Whether it is a part of the source, so that each of its bytes stood as far behind the first.
    is_verbatim: bool,
}

impl Clean {
    /// Makes the changes to what stands in `source` from `start` on. Where two of them overlap, the first counts.
    pub(super) fn new(source: &str, start: usize, edits: Edits) -> Self {
        let mut edits = edits.0;
        // What is put in stands before what is taken out.
        edits.sort_by_key(|edit| (edit.range.start, !edit.range.is_empty()));
        let mut clean = Self {
            text: String::with_capacity(source.len() - start.min(source.len())),
            runs: Vec::new(),
        };
        let mut done = start;
        for edit in edits {
            if edit.range.start < done {
                continue;
            }
            clean.push(source.get(done..edit.range.start).unwrap_or_default(), done, true);
            clean.push(&edit.with, edit.source, false);
            done = edit.range.end;
        }
        clean.push(source.get(done..).unwrap_or_default(), done, true);
        clean
    }

    fn push(&mut self, text: &str, source: usize, is_verbatim: bool) {
        if !text.is_empty() {
            self.runs.push(Run {
                at: self.text.len(),
                source,
                is_verbatim,
            });
            self.text.push_str(text);
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where in the source a byte stood.
    pub(super) fn source_of(&self, at: usize) -> usize {
        let run = self.runs.partition_point(|run| run.at <= at).saturating_sub(1);
        self.runs.get(run).map_or(at, |run| run.source_of(at))
    }

    /// Appends `words`, which stand at `at` in the changed source or are the meaning of what stands there.
    pub(super) fn append(&self, text: &mut TracedText, words: &str, at: usize) {
        let first = self.runs.partition_point(|run| run.at <= at).saturating_sub(1);
        let end = at + words.len();
        let next = |run: usize| self.runs.get(run + 1).map_or(usize::MAX, |next| next.at);
        if end <= next(first) || self.text.get(at..end) != Some(words) {
            text.push_run(words, self.source_of(at));
            return;
        }
        let mut from = at;
        for (index, run) in self.runs.iter().enumerate().skip(first) {
            let to = next(index).min(end);
            text.push_run(self.text.get(from..to).unwrap_or_default(), run.source_of(from));
            from = to;
            if from == end {
                break;
            }
        }
    }
}

impl Run {
    fn source_of(&self, at: usize) -> usize {
        if self.is_verbatim {
            self.source + at.saturating_sub(self.at)
        } else {
            self.source
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_remains_knows_where_it_stood() {
        let source = "xx one {{cut}}two three";
        let mut edits = Edits::default();
        edits.insert(18, "\n");
        edits.cut(7..14);
        edits.cut(8..10);
        edits.replace(14..15, "T");
        let clean = Clean::new(source, 3, edits);
        assert_eq!(clean.text(), "one Two\n three".replace("\n ", " \n"));
        let mut all = TracedText::default();
        clean.append(&mut all, "one Two", 0);
        assert_eq!(all.as_str(), "one Two");
        assert_eq!(all.source_range(), 3..17);
        assert_eq!(all.slice_trimmed(4..7).source_range(), 14..17);
        assert_eq!(clean.source_of(9), 18);
        assert_eq!(Clean::new(source, 3, Edits::default()).source_of(2), 5);
    }
}
