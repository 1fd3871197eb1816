//! Cuts a text at white space, and within a word only if that word alone is too long.
//!
//! Not here: writing the text as markdown (`typeset`).

use std::ops::Range;

use super::typeset::Typeset;
use super::{CUT_MARK, Cut, Page};
use crate::discord::outgoing::length;

/// A run of more characters than that, outside ASCII, is a text in a script without spaces rather than a word.
const LONG_RUN: usize = 60;

/// The letters after a place that are searched for borders of graphemes and words. Before the place, the search has to
/// begin at a known border, since flags are pairs of characters.
const CONTEXT: usize = 256;

impl Typeset {
    /// The text with `line_mark` before each line, at most `limit` characters: all of it, or its bold part and as much
    /// around it as there is room for, marked where it was cut.
    pub(super) fn cut(&self, limit: usize, line_mark: &str) -> Cut {
        let mark = length(line_mark);
        let whole = self.trimmed(self.whole());
        if self.lined_cost(whole.clone(), mark) + mark <= limit {
            return Cut {
                shown: self.sources(&whole),
                markdown: format!("{line_mark}{}", self.render(whole, line_mark)),
                ..Cut::default()
            };
        }
        // Keep room for the mark of a cut and a space at either end.
        let (marks, lines) = self.reserve();
        let room = limit.saturating_sub(mark + 2 * (length(CUT_MARK) + 1) + marks + lines * mark);
        let bold = self.bold();
        let bold = if bold.is_empty() {
            whole.start..whole.start
        } else {
            bold
        };
        let window = self.trimmed(self.window(&whole, bold, room, mark));
        let is_cut_front = window.start > whole.start;
        let is_cut_back = window.end < whole.end;
        let mut markdown = line_mark.to_owned();
        if is_cut_front {
            markdown.push_str(CUT_MARK);
            self.push_gap(&mut markdown, window.start.checked_sub(1));
        }
        let shown = self.sources(&window);
        markdown.push_str(&self.render(window.clone(), line_mark));
        if is_cut_back {
            self.push_gap(&mut markdown, Some(window.end));
            markdown.push_str(CUT_MARK);
        }
        if length(&markdown) > limit {
            // There is no room for the marks themselves.
            markdown.clear();
        }
        Cut {
            markdown,
            shown,
            is_cut_front,
            is_cut_back,
        }
    }

    /// A space between a mark and a word, none within a word.
    fn push_gap(&self, markdown: &mut String, neighbour: Option<usize>) {
        if neighbour.is_some_and(|at| self.is_space(at)) {
            markdown.push(' ');
        }
    }

    fn window(&self, whole: &Range<usize>, core: Range<usize>, room: usize, mark: usize) -> Range<usize> {
        let core_cost = self.lined_cost(core.clone(), mark);
        if core.is_empty() || core_cost > room {
            return core.start..self.end_at(core.start..whole.end, room, mark, true);
        }
        let left = room - core_cost;
        let before = self.lined_cost(whole.start..core.start, mark);
        let behind = self.lined_cost(core.end..whole.end, mark);
        let (before_room, behind_room) = if before <= left / 2 {
            (before, left - before)
        } else if behind <= left / 2 {
            (left - behind, behind)
        } else {
            (left / 2, left - left / 2)
        };
        let start = self.start_at(whole.start..core.start, before_room, mark);
        let end = self.end_at(core.end..whole.end, behind_room, mark, false);
        start..end
    }

    /// The end of the text that starts at `start` and takes at most `room` characters.
    pub(super) fn end_within(&self, start: usize, room: usize) -> usize {
        self.end_at(start..self.whole().end, room, 0, true)
    }

    /// The end of the longest beginning of `range` that fits: at white space, and within a word only if the word is too
    /// long for any room, or if text `is_needed` and no word fits.
    fn end_at(&self, range: Range<usize>, room: usize, mark: usize, is_needed: bool) -> usize {
        let Range { start, end: limit } = range;
        let furthest = last_fitting(start, limit, |end| self.lined_cost(start..end, mark) <= room);
        if furthest == limit || self.is_space(furthest) {
            return furthest;
        }
        let word = self.word_around(furthest);
        let from = word.start.max(start);
        let is_only = is_needed && !self.has_word(start..from);
        if is_only || self.is_long(&word, room) {
            let around = from..limit.min(furthest + CONTEXT);
            let [words, graphemes] = self.inner_borders(around.clone());
            let best = |borders: &[usize]| {
                let mut found = borders.iter().copied();
                found.rfind(|&at| at > around.start && at <= furthest)
            };
            if let Some(border) = best(&words).or_else(|| best(&graphemes)) {
                return border;
            }
            if is_only {
                return furthest;
            }
        }
        from
    }

    /// The start of the longest end of `range` that fits, by the same borders.
    fn start_at(&self, range: Range<usize>, room: usize, mark: usize) -> usize {
        let Range { start: limit, end } = range;
        let fitting = last_fitting(0, end - limit, |len| self.lined_cost(end - len..end, mark) <= room);
        let furthest = end - fitting;
        if furthest == limit || self.is_space(furthest - 1) {
            return furthest;
        }
        let word = self.word_around(furthest);
        if self.is_long(&word, room) {
            let around = word.start.max(limit)..end.min(furthest + CONTEXT);
            let [words, graphemes] = self.inner_borders(around.clone());
            let best = |borders: &[usize]| borders.iter().copied().find(|&at| at >= furthest && at > around.start);
            if let Some(border) = best(&words).or_else(|| best(&graphemes)) {
                return border;
            }
        }
        word.end.min(end)
    }

    /// True if a stretch without white space is too long to be kept whole as a word.
    fn is_long(&self, word: &Range<usize>, room: usize) -> bool {
        let is_text = word.len() > LONG_RUN && !self.seen(word.clone()).is_ascii();
        is_text || (word.len() > LONG_RUN && self.cost(word.clone()) > room)
    }

    /// The text in pages of at most `limit` characters. `borders` are kinds of places in the source (in bytes), from
    /// the most wanted to the least; a cut at one of the first kind needs no mark.
    pub(super) fn pages(&self, borders: &[&[usize]], limit: usize) -> Vec<Page> {
        let borders: Vec<Vec<usize>> = borders
            .iter()
            .map(|kind| kind.iter().map(|&at| self.letter_at(at)).collect())
            .collect();
        let whole = self.trimmed(self.whole());
        let room = limit.saturating_sub(2 * (length(CUT_MARK) + 1) + self.reserve().0);
        let mut pages = Vec::new();
        let mut start = whole.start;
        let mut is_open = false;
        while start < whole.end {
            let mut end = self.end_at(start..whole.end, room, 0, true).max(start + 1);
            let mut is_cut = false;
            if end < whole.end {
                // Only a border in the second half: a page that is less than half full looks like the last.
                let half = start + (end - start) / 2;
                let found = borders.iter().enumerate().find_map(|(kind, borders)| {
                    let last = borders[..borders.partition_point(|&at| at <= end)].last()?;
                    (*last > half).then_some((kind, *last))
                });
                is_cut = found.is_none_or(|(kind, _)| kind > 0);
                end = found.map_or(end, |(_, at)| at);
            }
            let page = self.trimmed(start..end);
            let mut markdown = String::new();
            if is_open {
                markdown.push_str(CUT_MARK);
                self.push_gap(&mut markdown, start.checked_sub(1));
            }
            let page_end = page.end;
            let shown = self.sources(&page);
            markdown.push_str(&self.render(page, ""));
            start = self.trimmed(end..whole.end).start;
            is_cut &= start < whole.end;
            if is_cut {
                self.push_gap(&mut markdown, Some(page_end));
                markdown.push_str(CUT_MARK);
            }
            is_open = is_cut;
            pages.push(Page { markdown, shown });
        }
        pages
    }
}

/// The last of `start..=end` that `fits`. `start` counts as fitting, and everything that fits comes first.
fn last_fitting(start: usize, end: usize, fits: impl Fn(usize) -> bool) -> usize {
    let (mut fitting, mut past) = (start, end + 1);
    while past - fitting > 1 {
        let middle = fitting.midpoint(past);
        if fits(middle) {
            fitting = middle;
        } else {
            past = middle;
        }
    }
    fitting
}
