//! Detects the width to which a file was wrapped, and the lines that continue in the next.

use super::line::{Groups, Line, columns, is_border, is_wide, marker};
use crate::text::fold::SOFT_HYPHEN;

/// A wider line was not wrapped by hand or by an editor's fill command.
const MAX_WRAPPED_COLUMNS: usize = 160;
/// In a text wrapped to fewer columns, the width alone does not separate prose from verse and lists.
const MIN_CERTAIN_COLUMNS: usize = 45;
/// A line that ends this near to the width is full: editors and people break a little early.
const SLACK_COLUMNS: usize = 6;

/// Of this many lines of prose, at least one begins in the middle of a sentence.
const MIN_LINES_OF_PROSE: usize = 4;

/// The wrapping of a file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wrap {
    /// The width to which the file is wrapped; `None` if it is not wrapped.
    columns: Option<usize>,
    /// The width to which the lines at hand are wrapped, at most that of the file; `None` if they are not wrapped.
    here: Option<usize>,
    /// True if most of the lines at hand continue in the middle of a sentence.
    is_prose: bool,
}

/// A line and the next, which continues it in the middle of a sentence.
struct RunOn {
    width: usize,
    /// The width of the line with the first word of the next one added.
    needed: usize,
    words: usize,
    /// True if it ends with a comma or the like.
    ends_phrase: bool,
    /// True if the next word had no room in the width of their own paragraph, which has three lines or more.
    is_full_here: bool,
    /// True if their paragraph ends with a full stop or the like.
    ends_sentence: bool,
}

impl Wrap {
    /// Learns the width from the lines that continue in the next in the middle of a sentence: if nearly all of them are
    /// so long that the next word had no room, they were wrapped.
    pub(super) fn of(groups: &Groups) -> Self {
        let mut run_ons = Vec::new();
        let mut has_wide_lines = false;
        for group in groups.iter() {
            let ends_sentence = group.last().is_some_and(|line| ends_sentence(line.text));
            let widest = group.iter().map(Line::width).max().unwrap_or(0);
            has_wide_lines |= widest > MAX_WRAPPED_COLUMNS;
            for pair in group.windows(2) {
                let width = pair[0].width();
                let is_pair = runs_on(&pair[0], &pair[1]) && !is_below(&pair[0], &pair[1]);
                if width <= MAX_WRAPPED_COLUMNS && is_pair && !pair[1].text.starts_with(char::is_uppercase) {
                    let needed = needed(&pair[0], &pair[1]);
                    run_ons.push(RunOn {
                        width,
                        needed,
                        is_full_here: group.len() >= 3 && needed + SLACK_COLUMNS > widest,
                        words: pair[0].text.split_whitespace().count(),
                        ends_phrase: pair[0].text.ends_with([',', ';', '–', '—']),
                        ends_sentence,
                    });
                }
            }
        }
        let columns = wrapped_columns(&run_ons, has_wide_lines);
        Self {
            columns,
            here: columns,
            is_prose: false,
        }
    }

    /// Does the same for lines that may be wrapped narrower than the rest of the file, a quotation for instance, or not
    /// at all: of several lines of prose, at least one begins in the middle of a sentence.
    pub(super) fn within(self, lines: &[Line]) -> Self {
        let run_ons = lines.windows(2).filter(|pair| runs_on(&pair[0], &pair[1])).count();
        if run_ons == 0 && lines.len() >= MIN_LINES_OF_PROSE {
            return Self { here: None, ..self };
        }
        let widest = lines.iter().map(Line::width).max().unwrap_or(0);
        let is_prose = run_ons * 2 >= lines.len();
        let own = is_prose.then_some(widest.max(MIN_CERTAIN_COLUMNS));
        let here = self.columns.map(|columns| columns.min(own.unwrap_or(columns)));
        Self { here, is_prose, ..self }
    }

    /// True if `line` was wrapped, and continues in `next`.
    pub(super) fn joins(self, line: &Line, next: &Line) -> bool {
        if is_broken_word(line.text, next.text) {
            return true;
        }
        let (Some(file), Some(here)) = (self.columns, self.here) else {
            return false;
        };
        let needed = needed(line, next);
        let goes_on = if is_below(line, next) {
            // Text indented below a line is the rest of it only if the line is long.
            needed * 6 > file * 5
        } else {
            needed * 5 > here * 3
        };
        let is_unfinished = runs_on(line, next) || (self.is_prose && is_unfinished(line.text));
        line.width() <= MAX_WRAPPED_COLUMNS && (needed + SLACK_COLUMNS > here || (goes_on && is_unfinished))
    }

    /// True if `line` is so short that the file's lines, if they are wrapped at all, end well to the right of it.
    pub(super) fn is_short(self, line: &Line) -> bool {
        self.here.is_none_or(|columns| line.width() * 4 <= columns * 3)
    }
}

fn wrapped_columns(run_ons: &[RunOn], has_wide_lines: bool) -> Option<usize> {
    let mut widths: Vec<usize> = run_ons.iter().map(|pair| pair.width).collect();
    widths.sort_unstable();
    // One line in twenty may stick out: an address, a row of a table.
    let columns = *widths.get(widths.len().saturating_sub(1 + widths.len() / 20))?;
    let count = |holds: &dyn Fn(&RunOn) -> bool| run_ons.iter().filter(|pair| holds(pair)).count();
    let is_full = |pair: &RunOn| pair.needed * 20 > columns * 17;
    let is_wrapped = if columns < MIN_CERTAIN_COLUMNS {
        let words: usize = run_ons.iter().map(|pair| pair.words).sum();
        let certain = count(&|pair| is_full(pair) && pair.ends_sentence);
        // Verses break where a phrase ends.
        let verses = count(&|pair| pair.ends_phrase);
        certain * 8 >= run_ons.len() * 7 && words >= 4 * run_ons.len() && verses * 2 < run_ons.len()
    } else {
        count(&|pair| is_full(pair) || pair.is_full_here) * 10 >= run_ons.len() * 6
    };
    (is_wrapped && (!has_wide_lines || (columns >= MIN_CERTAIN_COLUMNS && run_ons.len() >= 3))).then_some(columns)
}

/// The columns that `line` would take with the first word of `next`; in scripts without spaces, with its first
/// character.
fn needed(line: &Line, next: &Line) -> usize {
    let word = match next.text.chars().next() {
        Some(c) if is_wide(c) => 2,
        _ => columns(next.text.split_whitespace().next().unwrap_or_default()),
    };
    line.width() + 1 + word
}

/// True if `next` is indented below `line`, and so does not continue it, unless `line` is an item of a list.
fn is_below(line: &Line, next: &Line) -> bool {
    next.indent > line.indent && marker(line.text).is_none()
}

/// True if `next` reads as the middle of a sentence that `line` began.
pub(super) fn runs_on(line: &Line, next: &Line) -> bool {
    // In a text in capitals, a line in the middle of a sentence begins with a capital, too.
    let is_small = |text: &str| text.contains(char::is_lowercase);
    let in_capitals = !is_small(line.text) && !is_small(next.text);
    let begins = |c: char| c.is_alphabetic() && (in_capitals || !c.is_uppercase());
    // In scripts without spaces between words, a space separates the cells of a row.
    let is_row = line.text.starts_with(is_wide) && line.text.contains(' ');
    let opening = ['(', '[', '"', '“', '„', '«', '\'', '‘'];
    next.text.trim_start_matches(opening).starts_with(begins)
        && !is_row
        && is_unfinished(line.text)
        && marker(next.text).is_none()
        && !is_border(line.text)
}

/// True if a line ends neither with a full stop nor with a colon.
pub(super) fn is_unfinished(line: &str) -> bool {
    !ends_sentence(line) && !line.ends_with(':')
}

/// True if a line ends with a full stop or the like, perhaps within quotation marks or brackets.
pub(super) fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '」', '』'])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔'])
}

/// True if a hyphen at the end of a line broke a word.
pub(super) fn is_broken_word(line: &str, next: &str) -> bool {
    line.ends_with(SOFT_HYPHEN)
        || line.strip_suffix('-').is_some_and(|stem| {
            stem.ends_with(|c: char| c.is_alphabetic() || c == '.')
                && next.starts_with(char::is_alphabetic)
                && !matches!(next.split_whitespace().next(), Some("and" | "or" | "to"))
        })
}
