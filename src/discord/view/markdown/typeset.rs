//! A text as letters, each with its cost in characters of markdown, so that it can be measured and cut.
//!
//! Positions are indices of letters. Not here: which characters of a text are shown at all, and how the words of an
//! article are set (`passage`).

use std::ops::Range;

use super::line_start::LineStart;
use super::style::Style;
use super::{for_each_seen, inner_borders};
use crate::discord::outgoing::length;

/// One character, or a whole that can't be cut: a link, an address, a mention of a channel.
#[derive(Debug, Clone, Copy)]
struct Letter {
    /// Its start in the base, in bytes.
    start: usize,
    style: Style,
    is_escaped: bool,
    is_space: bool,
    /// True if it is markup by itself, and needs no backslash.
    is_markup: bool,
}

/// A text with its marks kept separately.
#[derive(Debug, Default)]
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
    /// Sets the visible part of `text`, escaped.
    pub(super) fn of_text(text: &str) -> Self {
        let mut set = Self::default();
        for_each_seen(text, |at, c| set.push(c, at, Style::PLAIN));
        set.escape();
        set.finished()
    }

    /// Sets a text as it is.
    pub(super) fn unescaped(text: &str) -> Self {
        let mut set = Self::default();
        for (at, c) in text.char_indices() {
            set.push(c, at, Style::PLAIN);
        }
        set.finished()
    }

    pub(super) fn push(&mut self, c: char, source: usize, style: Style) {
        self.letters.push(Letter {
            start: self.base.len(),
            style,
            is_escaped: false,
            is_space: c.is_whitespace(),
            is_markup: false,
        });
        self.sources.push(source);
        self.base.push(c);
    }

    /// Appends a character with a backslash before it.
    pub(super) fn push_escaped(&mut self, c: char, source: usize, style: Style) {
        self.push(c, source, style);
        if let Some(letter) = self.letters.last_mut() {
            letter.is_escaped = true;
        }
    }

    /// Appends markdown that stands for one thing and is never cut.
    pub(super) fn push_whole(&mut self, markdown: &str, source: usize, style: Style) {
        self.letters.push(Letter {
            start: self.base.len(),
            style,
            is_escaped: false,
            is_space: false,
            is_markup: true,
        });
        self.sources.push(source);
        self.base.push_str(markdown);
    }

    /// Makes markup of a letter: the sign of a list's item.
    pub(super) fn set_as_markup(&mut self, index: usize) {
        if let Some(letter) = self.letters.get_mut(index) {
            letter.is_markup = true;
            letter.style = Style::PLAIN;
        }
    }

    /// Puts a backslash before each sign that Discord could read as markup.
    pub(super) fn escape(&mut self) {
        let mut line = LineStart::default();
        for index in 0..self.letters.len() {
            let letter = self.letters[index];
            let c = self.char_at(index);
            if letter.is_markup {
                // The text after the sign of an item may be a heading or a list again.
                line = LineStart::default();
                continue;
            }
            let opens_line = line.needs_escape(c);
            let is_markup = opens_line || self.is_markup(index, c);
            self.letters[index].is_escaped = is_markup && !letter.style.is_verbatim();
        }
    }

    /// Takes the style off white space that is not between letters of that style, and computes the costs.
    pub(super) fn finished(mut self) -> Self {
        self.settle_spaces();
        self.settle_italics();
        let (mut cost, mut lines) = (0, 0);
        self.costs.push(0);
        self.lines.push(0);
        for index in 0..self.letters.len() {
            let letter = self.letters[index];
            let before = index.checked_sub(1).map_or(Style::PLAIN, |before| self.style(before));
            let marks = letter.style.opening(before) + &letter.style.closing(self.style(index + 1));
            cost += length(self.slice(index)) + usize::from(letter.is_escaped) + length(&marks);
            lines += usize::from(self.is_line_end(index)) + marks.matches('\n').count();
            self.costs.push(cost);
            self.lines.push(lines);
        }
        self
    }

    /// Marks stand next to words: white space is set in the styles that go on from the word before it to the one after.
    fn settle_spaces(&mut self) {
        let mut start = 0;
        while start < self.letters.len() {
            let is_loose = |letter: &Letter| letter.is_space && !letter.style.has(Style::BLOCK);
            if !is_loose(&self.letters[start]) {
                start += 1;
                continue;
            }
            let len = self.letters[start..].iter().position(|letter| !is_loose(letter));
            let end = len.map_or(self.letters.len(), |len| start + len);
            let before = start.checked_sub(1).map_or(Style::PLAIN, |before| self.style(before));
            let is_within_line = !(start..end).any(|at| self.is_line_end(at));
            let common = if is_within_line {
                before.shared(self.style(end))
            } else {
                Style::PLAIN
            };
            for letter in &mut self.letters[start..end] {
                // Two pieces of code side by side stay two.
                letter.style = common.without(Style::CODE) | (common & letter.style & Style::CODE);
            }
            start = end;
        }
    }

    /// Discord doesn't end italics with `_` before a letter: there it takes `*`, which must not meet the marks of bold.
    fn settle_italics(&mut self) {
        let outer = Style::SPOILER | Style::BOLD;
        let mut start = 0;
        while start < self.letters.len() {
            let style = self.style(start);
            let is_same = |letter: &Letter| letter.style.has(Style::ITALIC) && letter.style & outer == style & outer;
            let len = self.letters[start..]
                .iter()
                .take_while(|letter| is_same(letter))
                .count();
            let end = start + len;
            let ends_in_word = len > 0
                && self.letters.get(end).is_some_and(|next| {
                    let goes_on =
                        self.char_at(end).is_ascii_alphanumeric() && !next.is_markup && !next.style.is_verbatim();
                    goes_on && next.style & outer == style & outer
                });
            if ends_in_word {
                let before = start.checked_sub(1).map_or(Style::PLAIN, |before| self.style(before));
                let meets_bold = (before | style).has(Style::BOLD);
                let slanted = if meets_bold { Style::PLAIN } else { Style::SLANTED };
                for letter in &mut self.letters[start..end] {
                    letter.style = letter.style.without(Style::ITALIC) | slanted;
                }
            }
            start = end.max(start + 1);
        }
    }

    /// The style of a letter; plain beyond the last.
    fn style(&self, index: usize) -> Style {
        self.letters.get(index).map_or(Style::PLAIN, |letter| letter.style)
    }

    /// True if a letter is a line break.
    pub(super) fn is_line_end(&self, index: usize) -> bool {
        self.letters
            .get(index)
            .is_some_and(|letter| self.base.as_bytes().get(letter.start) == Some(&b'\n'))
    }

    fn slice(&self, index: usize) -> &str {
        &self.base[self.byte(index)..self.byte(index + 1)]
    }

    fn byte(&self, index: usize) -> usize {
        self.letters.get(index).map_or(self.base.len(), |letter| letter.start)
    }

    /// The first character of a letter; NUL beyond the last.
    pub(super) fn char_at(&self, index: usize) -> char {
        self.slice(index).chars().next().unwrap_or_default()
    }

    /// True if a letter is code or a whole, in which nothing is markup.
    pub(super) fn is_verbatim(&self, index: usize) -> bool {
        self.letters
            .get(index)
            .is_some_and(|letter| letter.is_markup || letter.style.is_verbatim())
    }

    /// True if a character is markup in any place, or makes an address of its neighbours.
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

    /// The cost of the range, without line marks, and without the [`reserve`](Self::reserve).
    pub(super) fn cost(&self, range: Range<usize>) -> usize {
        self.costs[range.end] - self.costs[range.start]
    }

    /// The cost of the range with a mark of `mark` characters before each line but the first.
    pub(super) fn lined_cost(&self, range: Range<usize>, mark: usize) -> usize {
        (self.lines[range.end] - self.lines[range.start]) * mark + self.cost(range)
    }

    /// The characters that marks may take in addition to the cost of a part of the text, which opens and closes the
    /// marks that the part cuts through; and the lines that they may end.
    pub(super) fn reserve(&self) -> (usize, usize) {
        let all = |letters: &[Letter]| letters.iter().fold(Style::PLAIN, |all, letter| all | letter.style);
        let style = all(&self.letters);
        // A block is in no other style.
        let [inline, block] = [style.without(Style::BLOCK), style & Style::BLOCK];
        let marks = |style: Style| length(&style.opening(Style::PLAIN)) + length(&style.closing(Style::PLAIN));
        (marks(inline).max(marks(block)), usize::from(block != Style::PLAIN) * 2)
    }

    /// The range as markdown, with `line_mark` before each line but the first.
    pub(super) fn render(&self, range: Range<usize>, line_mark: &str) -> String {
        let mut markdown = String::new();
        let mut style = Style::PLAIN;
        let mut push = |text: &str| match line_mark {
            "" => markdown.push_str(text),
            mark => markdown.push_str(&text.replace('\n', &format!("\n{mark}"))),
        };
        for index in range {
            let letter = self.letters[index];
            if letter.style != style {
                push(&style.closing(letter.style));
                push(&letter.style.opening(style));
                style = letter.style;
            }
            if letter.is_escaped {
                push("\\");
            }
            push(self.slice(index));
        }
        push(&style.closing(Style::PLAIN));
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

    /// True if a letter is white space.
    pub(super) fn is_space(&self, at: usize) -> bool {
        self.letters.get(at).is_some_and(|letter| letter.is_space)
    }

    /// True if a range has anything but white space.
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

    /// The places in the source of a range, in bytes.
    pub(super) fn sources(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.sources.get(range.start).copied().unwrap_or_default();
        let last = range.end.checked_sub(1).and_then(|last| self.sources.get(last));
        first..last.map_or(first, |last| last + 1)
    }

    /// The range from the first bold letter to the last; `0..0` if no letter is bold.
    pub(super) fn bold(&self) -> Range<usize> {
        let is_bold = |letter: &Letter| letter.style.has(Style::BOLD);
        let start = self.letters.iter().position(is_bold);
        let end = self.letters.iter().rposition(is_bold);
        start.zip(end).map_or(0..0, |(start, end)| start..end + 1)
    }
}
