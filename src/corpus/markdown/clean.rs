//! A source without the markup of other programs, which knows the original place of each remaining byte.

use std::ops::Range;

use super::super::traced::TracedText;

/// A picture, which stands for an embedded file.
pub(super) const EMBEDDED: &str = "![]()";
/// [`FILLED_IN`](super::super::document::FILLED_IN), escaped.
const FILLED_IN: &str = "\\[…\\]";

/// A change to a source.
#[derive(Debug)]
pub(super) struct Edit {
    /// The range to replace; empty for an insertion.
    range: Range<usize>,
    /// The replacement.
    with: String,
    /// The place of the replacement in the source if it is words; `None` if it is markup.
    words_at: Option<usize>,
}

/// The changes to a source.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<Edit>);

impl Edits {
    pub(super) fn cut(&mut self, range: Range<usize>) {
        self.replace(range, "");
    }

    /// The places where the source embeds another note (`![[Pool#Hours]]`), which is cut. A picture or another file that
    /// is embedded has an extension.
    pub(super) fn embedded_notes<'s>(&self, source: &'s str) -> impl Iterator<Item = usize> + use<'_, 's> {
        let is_note = |target: &str| {
            let name = target.split(['|', '#', ']']).next().unwrap_or_default().trim_end();
            let extension = name.rsplit_once('.').map_or("md", |(_, extension)| extension);
            extension == "md" || extension.len() > 5 || !extension.chars().all(|c| c.is_ascii_alphanumeric())
        };
        let cuts = self.0.iter().filter(|edit| edit.with == EMBEDDED);
        cuts.filter_map(move |edit| {
            let cut = source[edit.range.clone()].trim_start();
            cut.strip_prefix("![[").is_some_and(is_note).then_some(edit.range.start)
        })
    }

    /// The places of blocks that include another file, which are cut.
    pub(super) fn included_files<'s>(&self, source: &'s str) -> impl Iterator<Item = usize> + use<'_, 's> {
        let cuts = self
            .0
            .iter()
            .filter(|edit| edit.with != FILLED_IN && !edit.range.is_empty());
        let cuts = cuts.filter(|edit| includes_file(&source[edit.range.clone()]));
        cuts.map(|edit| edit.range.start)
    }

    /// Puts "[…]" in the place of something that another program fills in.
    pub(super) fn fill_in(&mut self, range: Range<usize>) {
        let at = range.start;
        self.say(range, FILLED_IN, at);
    }

    /// The places that another program fills in.
    pub(super) fn filled_in(&self) -> impl Iterator<Item = usize> {
        self.0
            .iter()
            .filter(|edit| edit.with == FILLED_IN)
            .map(|edit| edit.range.start)
    }

    /// Inserts markup for the parser.
    pub(super) fn insert(&mut self, at: usize, markup: impl Into<String>) {
        self.replace(at..at, markup);
    }

    /// Replaces a range by markup.
    pub(super) fn replace(&mut self, range: Range<usize>, markup: impl Into<String>) {
        self.push(range, markup.into(), None);
    }

    /// Replaces a range by words whose place is `source`.
    pub(super) fn say(&mut self, range: Range<usize>, words: impl Into<String>, source: usize) {
        self.push(range, words.into(), Some(source));
    }

    fn push(&mut self, range: Range<usize>, with: String, words_at: Option<usize>) {
        if !range.is_empty() || !with.is_empty() {
            self.0.push(Edit { range, with, words_at });
        }
    }
}

/// True if a text includes another file, in the syntax of one of the common generators.
pub(super) fn includes_file(text: &str) -> bool {
    let text = text.trim_start();
    if ["--8<--", "<<< "].iter().any(|sign| text.starts_with(sign)) {
        return true;
    }
    let mut opened = ["<!--", "{{", "{%"]
        .into_iter()
        .filter_map(|open| text.strip_prefix(open));
    let is_include = |inner: &str| {
        let inner = inner.trim_start_matches(['<', '%', '-', ' ']);
        let rest = inner.trim_start_matches(['#', '@']).strip_prefix("include");
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    opened.any(is_include)
}

/// A changed source.
pub(super) struct Clean {
    text: String,
    runs: Vec<Run>,
}

/// A stretch of a changed source.
struct Run {
    /// The start of the stretch in the changed source.
    at: usize,
    /// The place of the stretch in the original source.
    source: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A part of the source, in which each byte keeps its distance from the first.
    Source,
    /// Words that are written differently in the source.
    Words,
    /// Markup for the parser.
    Markup,
}

impl Clean {
    /// Applies the changes to `source` from `start` on. If two of them overlap, the first counts.
    pub(super) fn new(source: &str, start: usize, edits: Edits) -> Self {
        let mut edits = edits.0;
        // Insertions come before replacements at the same place.
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
            clean.push(
                source.get(done..edit.range.start).unwrap_or_default(),
                done,
                Kind::Source,
            );
            let kind = if edit.words_at.is_some() {
                Kind::Words
            } else {
                Kind::Markup
            };
            clean.push(&edit.with, edit.words_at.unwrap_or(edit.range.start), kind);
            done = edit.range.end;
        }
        clean.push(source.get(done..).unwrap_or_default(), done, Kind::Source);
        clean
    }

    fn push(&mut self, text: &str, source: usize, kind: Kind) {
        if !text.is_empty() {
            self.runs.push(Run {
                at: self.text.len(),
                source,
                kind,
            });
            self.text.push_str(text);
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The place in the original source of the byte at `at`.
    pub(super) fn source_of(&self, at: usize) -> usize {
        let run = self.runs.partition_point(|run| run.at <= at).saturating_sub(1);
        self.runs.get(run).map_or(at, |run| run.source_of(at))
    }

    /// Appends `words`, which are at `at` in the changed source or are the meaning of the text there. Inserted markup
    /// is left out if the parser took it for code.
    pub(super) fn append(&self, text: &mut TracedText, words: &str, at: usize) {
        if self.text.get(at..at + words.len()) != Some(words) {
            text.push_run(words, self.source_of(at));
            return;
        }
        for range in self.without_markup(at..at + words.len()) {
            let part = self.text.get(range.clone()).unwrap_or_default();
            text.push_run(part, self.source_of(range.start));
        }
    }

    /// The parts of a range of the changed source that are not inserted markup.
    pub(super) fn without_markup(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let first = self.runs.partition_point(|run| run.at <= range.start).saturating_sub(1);
        let runs = self.runs.iter().enumerate().skip(first);
        let runs = runs.take_while(move |(_, run)| run.at < range.end);
        runs.filter(|(_, run)| run.kind != Kind::Markup)
            .map(move |(index, run)| {
                let next = self.runs.get(index + 1).map_or(usize::MAX, |next| next.at);
                run.at.max(range.start)..next.min(range.end)
            })
    }
}

impl Run {
    fn source_of(&self, at: usize) -> usize {
        match self.kind {
            Kind::Source => self.source + at.saturating_sub(self.at),
            Kind::Words | Kind::Markup => self.source,
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
        edits.insert(18, "<!>");
        edits.cut(7..14);
        edits.cut(8..10);
        edits.say(14..15, "T", 14);
        let clean = Clean::new(source, 3, edits);
        assert_eq!(clean.text(), "one Two <!>three");
        let mut all = TracedText::default();
        clean.append(&mut all, clean.text(), 0);
        assert_eq!(all.as_str(), "one Two three");
        assert_eq!(all.source_range(), 3..23);
        assert_eq!(all.slice_trimmed(4..7).source_range(), 14..17);
        assert_eq!(clean.source_of(9), 18);
        assert_eq!(Clean::new(source, 3, Edits::default()).source_of(2), 5);
    }
}
