//! A text as letters, each with its cost in characters of markdown, so that it can be measured and cut.
//!
//! Positions are indices of letters. Not here: which characters of a text are shown at all.

use std::ops::Range;

use super::line_start::LineStart;
use super::{for_each_seen, inner_borders};
use crate::discord::outgoing::length;

/// The cost of the marks of a bold part that a cut goes through: `**` at either end.
pub(super) const BOLD_RESERVE: usize = 4;

const BOLD: &str = "**";

/// One character, or a whole link.
#[derive(Debug, Clone, Copy)]
struct Letter {
    /// Its start in the base, in bytes.
    start: usize,
    is_escaped: bool,
    is_bold: bool,
    is_space: bool,
}

/// A text with its marks kept separately.
#[derive(Debug)]
pub(super) struct Typeset {
    /// The visible text, with links as they are written.
    base: String,
    letters: Vec<Letter>,
    /// The place of each letter in the source, in bytes; ascending.
    sources: Vec<usize>,
    /// The cost of the letters before each, without line marks; has one more element than there are letters.
    costs: Vec<usize>,
    /// The number of lines that end before each letter.
    lines: Vec<usize>,
}

impl Typeset {
    /// Sets the visible part of `text`, escaped, with its bytes `bold` in bold.
    pub(super) fn of_text(text: &str, bold: Range<usize>) -> Self {
        let mut set = Self::empty();
        for_each_seen(text, |at, c| set.push(c, at, bold.contains(&at)));
        let mut line = LineStart::default();
        for index in 0..set.letters.len() {
            let c = set.char_at(index);
            let is_escaped = line.needs_escape(c) || set.is_markup(index, c);
            set.letters[index].is_escaped = is_escaped;
        }
        set.finished()
    }

    /// Sets a text as it is.
    pub(super) fn unescaped(text: &str) -> Self {
        let mut set = Self::empty();
        for (at, c) in text.char_indices() {
            set.push(c, at, false);
        }
        set.finished()
    }

    /// Reads markdown from this module: backslashes, bold and links.
    pub(super) fn of_markdown(markdown: &str) -> Self {
        let mut set = Self::empty();
        let mut is_bold = false;
        let mut at = 0;
        while let Some(c) = markdown[at..].chars().next() {
            let rest = &markdown[at..];
            let escaped = rest.strip_prefix('\\').and_then(|rest| rest.chars().next());
            if let Some(escaped) = escaped.filter(char::is_ascii_punctuation) {
                set.push(escaped, at, is_bold);
                if let Some(letter) = set.letters.last_mut() {
                    letter.is_escaped = true;
                }
                at += 1 + escaped.len_utf8();
            } else if rest.starts_with(BOLD) {
                is_bold = !is_bold;
                at += BOLD.len();
            } else if let Some(len) = link_len(rest) {
                set.push(c, at, is_bold);
                set.base.push_str(&rest[c.len_utf8()..len]);
                at += len;
            } else {
                set.push(c, at, is_bold);
                at += c.len_utf8();
            }
        }
        set.finished()
    }

    fn empty() -> Self {
        Self {
            base: String::new(),
            letters: Vec::new(),
            sources: Vec::new(),
            costs: Vec::new(),
            lines: Vec::new(),
        }
    }

    fn push(&mut self, c: char, source: usize, is_bold: bool) {
        self.letters.push(Letter {
            start: self.base.len(),
            is_escaped: false,
            is_bold,
            is_space: c.is_whitespace(),
        });
        self.sources.push(source);
        self.base.push(c);
    }

    /// Takes the bold off the white space around each line of the bold part, and computes the costs.
    fn finished(mut self) -> Self {
        let mut index = 0;
        while index < self.letters.len() {
            let end = self.bold_line_end(index, self.letters.len());
            let trimmed = self.trimmed(index..end);
            for (at, letter) in self.letters[index..end].iter_mut().enumerate() {
                letter.is_bold &= trimmed.contains(&(index + at));
            }
            let is_line_end = self.letters.get(end).is_some_and(|letter| self.is_line_end(letter));
            if let Some(line_end) = self.letters.get_mut(end).filter(|_| is_line_end) {
                line_end.is_bold = false;
            }
            index = end.max(index + 1);
        }
        let (mut cost, mut lines) = (0, 0);
        self.costs.push(0);
        self.lines.push(0);
        for index in 0..self.letters.len() {
            let letter = self.letters[index];
            let is_bold_at = |at: Option<usize>| at.and_then(|at| self.letters.get(at)).is_some_and(|l| l.is_bold);
            let turns = usize::from(letter.is_bold && !is_bold_at(index.checked_sub(1)))
                + usize::from(letter.is_bold && !is_bold_at(Some(index + 1)));
            cost += length(self.slice(index)) + usize::from(letter.is_escaped) + turns * BOLD.len();
            lines += usize::from(self.is_line_end(&letter));
            self.costs.push(cost);
            self.lines.push(lines);
        }
        self
    }

    /// The end of the bold stretch on one line that starts at `index`; `index` if there is none.
    fn bold_line_end(&self, index: usize, limit: usize) -> usize {
        self.letters[index..limit]
            .iter()
            .position(|letter| !letter.is_bold || self.is_line_end(letter))
            .map_or(limit, |len| index + len)
    }

    fn is_line_end(&self, letter: &Letter) -> bool {
        self.base.as_bytes().get(letter.start) == Some(&b'\n')
    }

    fn slice(&self, index: usize) -> &str {
        &self.base[self.byte(index)..self.byte(index + 1)]
    }

    fn byte(&self, index: usize) -> usize {
        self.letters.get(index).map_or(self.base.len(), |letter| letter.start)
    }

    fn char_at(&self, index: usize) -> char {
        self.slice(index).chars().next().unwrap_or_default()
    }

    /// Whether a character is markup in any place, or makes an address of its neighbours.
    fn is_markup(&self, index: usize, c: char) -> bool {
        match c {
            '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']' | '@' => true,
            ':' => self.base[self.byte(index) + 1..].starts_with('/'),
            // Discord shows an invitation as a card even without a scheme.
            '.' => {
                let before = &self.base.as_bytes()[..self.byte(index)];
                ["discord", "discordapp"].iter().any(|host| {
                    before
                        .len()
                        .checked_sub(host.len())
                        .is_some_and(|start| before[start..].eq_ignore_ascii_case(host.as_bytes()))
                })
            }
            _ => false,
        }
    }

    /// The range of the whole text.
    pub(super) fn whole(&self) -> Range<usize> {
        0..self.letters.len()
    }

    /// The range without the white space at its ends.
    pub(super) fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let Range { mut start, mut end } = range;
        while start < end && self.letters[start].is_space {
            start += 1;
        }
        while start < end && self.letters[end - 1].is_space {
            end -= 1;
        }
        start..end
    }

    /// The cost of the range, without line marks, and without [`BOLD_RESERVE`] if it cuts through a bold part.
    pub(super) fn cost(&self, range: Range<usize>) -> usize {
        self.costs[range.end] - self.costs[range.start]
    }

    /// The cost of the range with a mark of `mark` characters before each line but the first.
    pub(super) fn lined_cost(&self, range: Range<usize>, mark: usize) -> usize {
        (self.lines[range.end] - self.lines[range.start]) * mark + self.cost(range)
    }

    /// The range as markdown, with `line_mark` before each line but the first.
    pub(super) fn render(&self, range: Range<usize>, line_mark: &str) -> String {
        let mut markdown = String::new();
        let mut is_bold = false;
        for index in range {
            let letter = self.letters[index];
            if letter.is_bold != is_bold {
                markdown.push_str(BOLD);
                is_bold = letter.is_bold;
            }
            if letter.is_escaped {
                markdown.push('\\');
            }
            markdown.push_str(self.slice(index));
            if self.is_line_end(&letter) {
                markdown.push_str(line_mark);
            }
        }
        if is_bold {
            markdown.push_str(BOLD);
        }
        markdown
    }

    /// The stretch between the white space before a letter and the white space after it.
    pub(super) fn word_around(&self, at: usize) -> Range<usize> {
        let is_space = |letter: &Letter| letter.is_space;
        let start = self.letters[..at]
            .iter()
            .rposition(is_space)
            .map_or(0, |space| space + 1);
        let end = self.letters[at..]
            .iter()
            .position(is_space)
            .map_or(self.letters.len(), |len| at + len);
        start..end
    }

    /// Whether a letter is white space.
    pub(super) fn is_space(&self, at: usize) -> bool {
        self.letters.get(at).is_some_and(|letter| letter.is_space)
    }

    /// Whether a range has anything but white space.
    pub(super) fn has_word(&self, range: Range<usize>) -> bool {
        !self.trimmed(range).is_empty()
    }

    /// The visible text of a range.
    pub(super) fn seen(&self, range: Range<usize>) -> &str {
        &self.base[self.byte(range.start)..self.byte(range.end)]
    }

    /// The borders of words and those of graphemes within a range, by Unicode Standard Annex #29; ascending.
    pub(super) fn inner_borders(&self, range: Range<usize>) -> [Vec<usize>; 2] {
        let from = self.byte(range.start);
        inner_borders(self.seen(range)).map(|borders| {
            borders
                .into_iter()
                .filter_map(|at| {
                    self.letters
                        .binary_search_by_key(&(from + at), |letter| letter.start)
                        .ok()
                })
                .collect()
        })
    }

    /// The first letter at or after the byte `source` of the source.
    pub(super) fn letter_at(&self, source: usize) -> usize {
        self.sources.partition_point(|&at| at < source)
    }

    /// The range from the first bold letter to the last; `0..0` if there is none.
    pub(super) fn bold(&self) -> Range<usize> {
        let start = self.letters.iter().position(|letter| letter.is_bold);
        let end = self.letters.iter().rposition(|letter| letter.is_bold);
        start.zip(end).map_or(0..0, |(start, end)| start..end + 1)
    }
}

/// The length of the link that `rest` starts with, in bytes.
fn link_len(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    let text = inner.find("](")?;
    if inner[..text].contains(['\n', '[']) {
        return None;
    }
    let end = inner[text..].find(')')?;
    Some(1 + text + end + 1)
}
