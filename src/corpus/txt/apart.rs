//! Lines that are set apart from the lines below without a blank line between: by a rule, as a heading, as a term.

use super::dates::{byline, is_full_date};
use super::heading::{Claim, Form, form_of};
use super::line::{Line, columns, framed, is_border, is_keyed, is_wall, marker, rule_mark};
use super::piece::{Kind, Ornament};
use super::table::has_gaps;
use super::wording::{Figure, figure, is_titled, word_count};
use super::wrap::{Wrap, ends_sentence, runs_on};
use crate::corpus::questions::asks;

/// A longer line with a rule below is not a heading.
const MAX_RULED_CHARS: usize = 120;
/// The most lines above a rule if the first is a heading.
const MAX_LINES_ABOVE_RULE: usize = 3;
/// A term ("--verbose", "The screen stays black") has at most this many words.
const MAX_TERM_WORDS: usize = 8;
/// The least extra indent, in columns, of a term's text.
const TERM_INDENT: usize = 1;
/// A line as wide as this is a paragraph.
const MIN_PARAGRAPH_COLUMNS: usize = 120;
/// A heading right above a single sentence, if it is not a question and has no number, has at most this many words.
const MAX_WORDS_ABOVE_SENTENCE: usize = 5;
/// A name right above rows has at most this many words, and one more in headline style.
const MAX_WORDS_ABOVE_ROWS: usize = 4;
/// A row that has no other sign of a statement has more words than this.
const MIN_WORDS_OF_ROW: usize = 3;
/// A heading right above a paragraph that is not in headline style has at most this many words.
const MAX_PLAIN_WORDS_ABOVE_PROSE: usize = 4;
/// A line with at least this indent may be centred.
const MIN_CENTRED_INDENT: usize = 8;
/// Capitals above an indented line are a heading if they have this many letters, else a term ("AC").
const MIN_HEADING_LETTERS: usize = 4;

const LINE: Kind = Kind::Line { wrapped: false };

/// True if a rule has the width of the line above, and so underlines that line and not everything above.
pub(super) fn is_underline(line: &Line, rule: &Line) -> bool {
    columns(rule.text).abs_diff(columns(line.text)) <= 2
}

/// A rule, or a heading with a rule below.
pub(super) struct Ruled {
    /// The number of its lines; the last is a rule.
    pub(super) len: usize,
    /// The index and the kind of the heading among them.
    pub(super) title: Option<(usize, Kind)>,
}

/// The rule, or the heading with a rule below, at the start of some lines.
pub(super) fn ruled(lines: &[Line]) -> Option<Ruled> {
    let mark_of = |i: usize| lines.get(i).and_then(|line| rule_mark(line.text));
    let first = lines.first()?;
    if is_border(first.text) {
        let mark = mark_of(0).filter(|mark| mark_of(2) == Some(*mark) && can_be_ruled(&lines[1], &lines[2]));
        return Some(Ruled {
            len: if mark.is_some() { 3 } else { 1 },
            title: mark.map(|mark| (1, ornament(mark, true))),
        });
    }
    let (len, mark) = match mark_of(1) {
        Some(mark) => can_be_ruled(first, &lines[1]).then_some((2, mark))?,
        // A second line may stand above the rule: the author or the date.
        None => (2..=MAX_LINES_ABOVE_RULE).find_map(|i| {
            let mark = mark_of(i).filter(|_| is_underline(first, &lines[i]))?;
            form_of(first.text, false).map(|_| (i + 1, mark))
        })?,
    };
    Some(Ruled {
        len,
        title: Some((0, ornament(mark, false))),
    })
}

fn ornament(mark: char, above: bool) -> Kind {
    Kind::SetOff(Ornament { mark, above, sides: 0 })
}

/// The title in a frame of strokes. Between walls any text is a title, but a heading only if it reads like one.
pub(super) fn framed_title<'a>(line: &Line<'a>) -> Option<(Line<'a>, Kind)> {
    let (mark, sides, title) = framed(line)?;
    let is_heading = form_of(title.text, false).is_some();
    let kind = if is_heading {
        Kind::SetOff(Ornament {
            mark,
            above: false,
            sides,
        })
    } else {
        LINE
    };
    (is_heading || is_wall(mark)).then_some((title, kind))
}

/// The title in "# Rules", as Discord marks it.
pub(super) fn hashed_title<'a>(line: &Line<'a>) -> Option<(Line<'a>, Kind)> {
    let text = line.text.strip_prefix("# ")?.trim_start();
    let offset = line.end() - text.len();
    let ornament = Ornament {
        mark: '#',
        above: false,
        sides: 1,
    };
    form_of(text, false).map(|_| (Line { text, offset, ..*line }, Kind::SetOff(ornament)))
}

/// True if a line with a rule below can be a heading, and is not the last line of the text that the rule ends.
fn can_be_ruled(line: &Line, rule: &Line) -> bool {
    let (width, rule_width) = (columns(line.text), columns(rule.text));
    let fits = rule_width.abs_diff(width) <= 1 || (rule_width * 10 >= width * 7 && !ends_sentence(line.text));
    !is_border(line.text)
        && line.text.chars().any(char::is_alphanumeric)
        && width <= MAX_RULED_CHARS
        && (fits || asks(line.text) || form_of(line.text, false).is_some())
}

/// The kind of the first line if it is set apart from the lines below; `lines` end with the next blank line.
/// `begins_group` says that the line above is blank, `heads_file` that the file has no line above.
pub(super) fn line_apart(lines: &[Line], wrap: Wrap, begins_group: bool, heads_file: bool) -> Option<Kind> {
    let [first, second, ..] = lines else { return None };
    if wrap.joins(first, second) {
        return None;
    }
    if heads_file && is_centred(first) && is_centred(second) && (middle(first)).abs_diff(middle(second)) <= 1 {
        return Some(LINE);
    }
    let is_below = second.indent >= first.indent + TERM_INDENT;
    match form_of(first.text, false) {
        None | Some((Form::Plain | Form::Time, _)) if is_below => is_term(lines, wrap).then_some(Kind::Term),
        None | Some((Form::Time, _)) => None,
        Some((Form::Plain, _)) if heads_file && (byline(second.text).is_some() || is_full_date(second.text)) => {
            Some(LINE)
        }
        Some((Form::Plain, claim)) => plain_line_apart(lines, claim, wrap, begins_group),
        Some(_) if is_below && !is_name(first.text) => is_term(lines, wrap).then_some(Kind::Term),
        Some((form, _)) if form.counts() && form_of(second.text, false).is_some_and(|(next, _)| next == form) => None,
        Some(_) => Some(LINE),
    }
}

fn is_centred(line: &Line) -> bool {
    line.indent >= MIN_CENTRED_INDENT
}

/// The column of the middle of a line.
fn middle(line: &Line) -> usize {
    usize::midpoint(line.indent, line.width())
}

/// Does the same for a line that can be a heading by its words alone.
fn plain_line_apart(lines: &[Line], claim: Claim, wrap: Wrap, begins_group: bool) -> Option<Kind> {
    let [first, second, rest @ ..] = lines else { return None };
    // Letters without case say nothing about where a sentence begins.
    let is_middle = second
        .text
        .chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(char::is_lowercase);
    if (is_middle && runs_on(first, second)) || !wrap.is_short(first) {
        return None;
    }
    let is_question = asks(first.text);
    let words = word_count(first.text);
    let stands_out = is_question || is_titled(first.text) || words <= MAX_PLAIN_WORDS_ABOVE_PROSE;
    let is_prose = |third: &Line| wrap.joins(second, third);
    let above_prose = rest.first().is_some_and(is_prose) || second.width() >= MIN_PARAGRAPH_COLUMNS;
    let is_sure = words <= MAX_WORDS_ABOVE_SENTENCE && claim == Claim::Good && ends_sentence(second.text);
    let above_answer = is_question && !lines[1..].iter().any(|line| asks(line.text));
    if (above_prose && stands_out) || above_answer || (rest.is_empty() && is_sure) || marker(second.text).is_some() {
        return Some(LINE);
    }
    let is_name = words <= MAX_WORDS_ABOVE_ROWS + usize::from(is_titled(first.text)) && !is_question;
    if !begins_group || !is_name || claim != Claim::Good {
        return None;
    }
    let above_rows = || {
        lines[1..]
            .iter()
            .all(|row| states(row.text, words))
            .then_some(Kind::AboveRows)
    };
    if asks(second.text) { Some(LINE) } else { above_rows() }
}

/// True if a row says more than a name of `words` words.
fn states(row: &str, words: usize) -> bool {
    is_keyed(row)
        || marker(row).is_some()
        || figure(row) != Figure::None
        || ends_sentence(row)
        || row.starts_with('[')
        || [" - ", " – ", " — ", " = "].iter().any(|sign| row.contains(sign))
        || word_count(row) > words.max(MIN_WORDS_OF_ROW)
}

/// True if a line begins with a name, and not with a sign or a short key ("AC", "+XXX").
fn is_name(line: &str) -> bool {
    let letters = line.chars().take_while(|c| c.is_alphabetic() || *c == ' ');
    letters.count() >= MIN_HEADING_LETTERS
}

/// True if the first line names the text indented below it, up to a blank line or for several lines.
fn is_term(lines: &[Line], wrap: Wrap) -> bool {
    let [first, second, rest @ ..] = lines else {
        return false;
    };
    let is_below = |line: &Line| line.indent > first.indent;
    // A mark alone is a key ("?", "g or ,").
    let stem = first
        .text
        .trim_end_matches(|c: char| c.is_ascii_punctuation() && !matches!(c, ')' | ']' | '"' | '\''));
    let is_sentence =
        first.text.ends_with(['.', ',', ':', ';', '!', '?', '…']) && stem.ends_with(|c: char| !c.is_whitespace());
    first.text.split_whitespace().take(MAX_TERM_WORDS + 1).count() <= MAX_TERM_WORDS
        && !is_sentence
        && !has_gaps(first)
        && second.text.contains(char::is_alphabetic)
        && (rest.iter().all(is_below)
            || rest
                .first()
                .is_some_and(|third| is_below(third) && wrap.joins(second, third)))
}
