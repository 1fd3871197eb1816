//! A line of a plain text and its layout: indentation, rules, markers of items. Not here: the meaning of its words.

use crate::text::fold::{SOFT_HYPHEN, is_invisible, is_invisible_in_prose};

/// A tab moves to the next multiple of this many columns.
const TAB_COLUMNS: usize = 8;

/// A line that is not blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// The line without white space at its ends and without marks of quotation (">").
    pub(super) text: &'a str,
    /// The offset of `text` in the source.
    pub(super) offset: usize,
    /// The columns before `text`.
    pub(super) indent: usize,
    /// The number of ">" before it.
    pub(super) quotes: usize,
}

impl Line<'_> {
    /// The column in which the line ends.
    pub(super) fn width(&self) -> usize {
        self.indent + columns(self.text)
    }

    /// The offset in the source where its text ends.
    pub(super) fn end(&self) -> usize {
        self.offset + self.text.len()
    }
}

/// The lines of a file in groups: between two groups there is a blank line, or the level of quotation changes.
pub(super) struct Groups<'a> {
    lines: Vec<Line<'a>>,
    /// The index in `lines` where each group ends.
    ends: Vec<usize>,
}

impl<'a> Groups<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let is_quoted = |line: &str| quote_len(line) > 0 && !is_blank(&line[quote_len(line)..]);
        let has_quotes = raw_lines(text).filter(|(line, _)| is_quoted(line)).nth(1).is_some();
        let mut last_quoted = false;
        let mut groups = Self {
            lines: Vec::new(),
            ends: Vec::new(),
        };
        for (raw, offset) in raw_lines(text) {
            // A ">" alone separates two quoted paragraphs; otherwise it is not a mark of quotation.
            let marks = if has_quotes && (last_quoted || is_quoted(raw)) {
                quote_len(raw)
            } else {
                0
            };
            last_quoted = marks > 0;
            let line = line_of(raw, offset, marks);
            let parted = groups.lines.last().is_some_and(|last| last.quotes != line.quotes);
            let blank = is_blank(line.text);
            if parted || blank {
                groups.end_group();
            }
            if !blank {
                groups.lines.push(line);
            }
        }
        groups.end_group();
        groups
    }

    fn end_group(&mut self) {
        let start = self.ends.last().copied().unwrap_or(0);
        if let Some(inner) = unboxed(&self.lines[start..]) {
            self.lines.truncate(start);
            for line in inner {
                if is_blank(line.text) {
                    self.close_group();
                } else {
                    self.lines.push(line);
                }
            }
        }
        self.close_group();
    }

    fn close_group(&mut self) {
        if self.ends.last().copied().unwrap_or(0) < self.lines.len() {
            self.ends.push(self.lines.len());
        }
    }

    /// The groups, each with at least one line.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[Line<'a>]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.lines[start..end])
    }
}

/// The lines inside a box of strokes ("* text *" between rules); `None` if `lines` are not a box.
fn unboxed<'a>(lines: &[Line<'a>]) -> Option<Vec<Line<'a>>> {
    const MIN_LINES: usize = 4;
    let mark = lines
        .get(1)?
        .text
        .chars()
        .next()
        .filter(|&c| c == '*' || c == '#' || is_wall(c))?;
    let inner = |line: &Line<'a>| -> Option<Line<'a>> {
        if is_border(line.text) {
            return Some(Line { text: "", ..*line });
        }
        let body = line.text.strip_prefix(mark)?.strip_suffix(mark)?;
        let text = body.trim_start();
        let lead = mark.len_utf8() + body.len() - text.len();
        (!body.contains(mark)).then(|| Line {
            text: text.trim_end(),
            offset: line.offset + lead,
            indent: line.indent + lead,
            ..*line
        })
    };
    let is_closed =
        lines.first().is_some_and(|line| is_border(line.text)) && lines.last().is_some_and(|line| is_border(line.text));
    if lines.len() < MIN_LINES || !is_closed {
        return None;
    }
    lines.iter().map(inner).collect()
}

/// The lines as they stand in the file, with their offsets.
fn raw_lines(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut rest = text;
    let mut offset = 0;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .find(['\n', '\r', '\u{c}', '\u{2028}', '\u{2029}'])
            .unwrap_or(rest.len());
        let (line, tail) = rest.split_at(end);
        let ending = if tail.starts_with("\r\n") {
            2
        } else {
            tail.chars().next().map_or(0, char::len_utf8)
        };
        rest = &tail[ending..];
        let start = offset;
        offset += end + ending;
        Some((line, start))
    })
}

/// Makes a line of `raw`, which begins with so many bytes of marks of quotation.
fn line_of(raw: &str, offset: usize, marks: usize) -> Line<'_> {
    let body = &raw[marks..];
    // A soft hyphen at the end stays: it says that the next line continues this one.
    let is_space = |c: char| c.is_whitespace() || is_invisible_in_prose(c);
    let text = body.trim_start_matches(is_space);
    let lead = &body[..body.len() - text.len()];
    let indent = lead.chars().fold(0, column_after);
    Line {
        text: text.trim_end_matches(|c| is_space(c) && c != SOFT_HYPHEN),
        offset: offset + marks + lead.len(),
        // The space after a ">" belongs to it.
        indent: if marks > 0 { indent.saturating_sub(1) } else { indent },
        quotes: raw[..marks].matches('>').count(),
    }
}

/// The number of bytes of "> " or "> > " before a quoted line.
fn quote_len(raw: &str) -> usize {
    let mut len = 0;
    while let Some(rest) = raw[len..].strip_prefix('>') {
        let gap = usize::from(rest.starts_with(" >"));
        if !(rest.is_empty() || rest.starts_with([' ', '>'])) {
            break;
        }
        len += 1 + gap;
    }
    len
}

fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// The number of columns of a text.
pub(super) fn columns(text: &str) -> usize {
    text.chars().fold(0, column_after)
}

/// The column after a character: a Chinese or Japanese character, or a Korean syllable, takes two.
pub(super) fn column_after(column: usize, c: char) -> usize {
    match c {
        '\t' => (column / TAB_COLUMNS + 1) * TAB_COLUMNS,
        _ => column + 1 + usize::from(is_wide(c)),
    }
}

/// True if `c` belongs to a script that is written two columns wide and without spaces between words.
pub(in crate::corpus) fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3fffd}')
}

/// The mark that a line repeats ("-----"), as an underline or a rule between two parts does; `None` for other lines.
pub(super) fn rule_mark(line: &str) -> Option<char> {
    let first = line.chars().next()?;
    let is_rule = line.chars().count() >= 3
        && matches!(
            first,
            '=' | '-' | '~' | '_' | '*' | '#' | '+' | '^' | '─' | '═' | '—' | '–'
        )
        && line.chars().all(|c| c == first);
    is_rule.then_some(first)
}

/// True if a line has only the strokes of a rule or of a table's border: "-----", "* * *", "+---+---+".
pub(super) fn is_border(line: &str) -> bool {
    let is_stroke = |c: char| {
        matches!(c, '=' | '-' | '~' | '_' | '*' | '#' | '+' | '^' | '|' | '—' | '–')
            || ('\u{2500}'..='\u{257f}').contains(&c)
    };
    line == "--"
        || (line.chars().filter(|&c| is_stroke(c)).nth(2).is_some()
            && line.chars().all(|c| is_stroke(c) || matches!(c, ' ' | ':')))
}

/// A title between strokes ("== Setup ==", "| Setup |"): the character of the strokes, the number of them on its left,
/// and the title. `None` for other lines.
pub(super) fn framed<'a>(line: &Line<'a>) -> Option<(char, usize, Line<'a>)> {
    let is_stroke = |c: &char| matches!(c, '=' | '-' | '~' | '*' | '_' | '#' | '+' | '|' | '│' | '║');
    let mark = line.text.chars().next().filter(is_stroke)?;
    let tail = line.text.trim_start_matches(mark);
    let inner = tail.trim_end_matches(mark);
    let (left, right) = (line.text.len() - tail.len(), tail.len() - inner.len());
    let text = inner.trim();
    let spaced = inner.starts_with(' ') && inner.ends_with(' ');
    let least = if is_wall(mark) || (mark == '*' && spaced) { 1 } else { 2 };
    let stars = text.matches('*').count();
    let is_emphasised = stars == 2 && (text.contains(" *") || text.starts_with('*'));
    let is_title = text.contains(char::is_alphanumeric) && !text.contains('|') && (stars == 0 || is_emphasised);
    let offset = line.offset + left + (inner.len() - inner.trim_start().len());
    let strokes = left / mark.len_utf8();
    (is_title && strokes >= least && right / mark.len_utf8() >= least).then_some((
        mark,
        strokes,
        Line { text, offset, ..*line },
    ))
}

/// True if a character stands between the cells of a table, or at the sides of a box.
pub(super) fn is_wall(c: char) -> bool {
    matches!(c, '|' | '│' | '║')
}

const BULLETS: &[char] = &[
    '-', '*', '+', '•', '‣', '◦', '·', '–', '—', '▪', '●', '○', '■', '□', '☐', '☑', '✓', '►', '→',
];

/// The marker at the beginning of an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::corpus) enum Marker {
    /// "- ", "• ".
    Bullet,
    /// "1. ", "2) ", "(a) ", "b. ", "3.2 ", with the number of its parts.
    Number(usize),
}

/// The marker that a line begins with; `None` if it has no marker.
pub(in crate::corpus) fn marker(line: &str) -> Option<Marker> {
    let (first, rest) = line.split_once([' ', '\t', '\u{a0}'])?;
    if !rest.contains(char::is_alphanumeric) && is_border(line) || rest.trim().is_empty() {
        return None;
    }
    // Word writes "o" and a tab for a circle.
    let is_circle = first == "o" && line.as_bytes().get(1) == Some(&b'\t');
    if is_circle || (first.chars().count() == 1 && first.contains(BULLETS)) {
        return Some(Marker::Bullet);
    }
    if let Some(inner) = first.strip_suffix(')') {
        let number = inner.strip_prefix('(').unwrap_or(inner);
        let counts = number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit());
        let letter = number.len() == 1 && number.bytes().all(|b| b.is_ascii_alphabetic());
        let is_number = counts || letter || roman(number).is_some();
        return (!number.is_empty() && is_number).then_some(Marker::Number(1));
    }
    let is_roman = || first.strip_suffix('.').is_some_and(|number| roman(number).is_some());
    if matches!(first.as_bytes(), [b'a'..=b'z', b'.']) || is_roman() {
        return Some(Marker::Number(1));
    }
    let parts = number_parts(first.strip_suffix('.').unwrap_or(first))?;
    (parts > 1 || first.ends_with('.') || after_dash(rest).is_some()).then_some(Marker::Number(parts))
}

/// The value of a Roman number in small letters, up to 20, less one.
fn roman(number: &str) -> Option<usize> {
    const NUMBERS: [&str; 20] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
        "xviii", "xix", "xx",
    ];
    NUMBERS.iter().position(|known| *known == number)
}

/// The name in "- Respect everyone", after a number; `None` without a dash.
pub(super) fn after_dash(rest: &str) -> Option<&str> {
    let name = ["- ", "– ", "— "].iter().find_map(|dash| rest.strip_prefix(dash))?;
    name.starts_with(char::is_alphabetic).then_some(name)
}

/// True if the marker of a line is the one after that of another, or the same: "2." after "1.", "b)" after "a)", "-"
/// after "-".
pub(in crate::corpus) fn follows(last: &str, line: &str) -> bool {
    let (last, next) = (Counter::of(last), Counter::of(line));
    let is_successor = match (last.count.parse::<u32>(), next.count.parse::<u32>()) {
        (Ok(last), Ok(next)) => last.checked_add(1) == Some(next),
        (Err(_), Err(_)) => match (last.count.as_bytes(), next.count.as_bytes()) {
            ([last], [next]) if last.checked_add(1) == Some(*next) => true,
            _ => roman(last.count).is_some_and(|last| Some(last + 1) == roman(next.count)),
        },
        _ => false,
    };
    (is_successor || last.count == next.count) && (last.before, last.after) == (next.before, next.after)
}

/// A marker, split into parts: "(", "a" and ")"; "2.", "3" and "."; a bullet has no count.
struct Counter<'a> {
    before: &'a str,
    count: &'a str,
    after: &'a str,
}

impl<'a> Counter<'a> {
    fn of(line: &'a str) -> Self {
        let is_counter = |c: char| c.is_ascii_alphanumeric();
        let token = line.split([' ', '\t', '\u{a0}']).next().unwrap_or_default();
        let stem = token.trim_end_matches(|c| !is_counter(c));
        let before = stem.trim_end_matches(is_counter);
        Self {
            before,
            count: &stem[before.len()..],
            after: &token[stem.len()..],
        }
    }
}

/// The number of parts of an outline's number ("2", "3.2", "3.2.1"); `None` for other texts.
pub(super) fn number_parts(number: &str) -> Option<usize> {
    let parts = number.split('.').count();
    // "1984." is a year, "12.500" a price.
    let max_digits = if parts == 1 { 3 } else { 2 };
    let is_part = |part: &str| (1..=max_digits).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    number.split('.').all(is_part).then_some(parts)
}

/// True if a line has the form "Phone: 555 0100": a short name, a colon, and text after it.
pub(in crate::corpus) fn is_keyed(line: &str) -> bool {
    const MAX_KEY_CHARS: usize = 32;
    let Some((key, value)) = line.split_once(": ").or_else(|| line.split_once(":\t")) else {
        return false;
    };
    !value.trim().is_empty()
        && key.len() <= 2 * MAX_KEY_CHARS
        && key.chars().count() <= MAX_KEY_CHARS
        && key.split_whitespace().count() <= 4
        && key.chars().any(char::is_alphanumeric)
        && !key.contains(['.', '?', '!', ';'])
}
