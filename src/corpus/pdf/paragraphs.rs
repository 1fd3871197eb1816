//! Lines into paragraphs, headings, items of lists and rows of tables.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "sizes in points, and counts of letters"
)]

use std::collections::HashMap;
use std::rc::Rc;

use super::entries::entries;
use super::grid::Grid;
use super::leading::Leading;
use super::lines::Line;
use super::markers::{BULLETS, marker};
use super::rows::{has_figures, rows};

/// A heading is larger than the body by so much.
pub(super) const LARGER: f64 = 1.15;
/// The longest heading, in characters and lines.
const MAX_HEADING_CHARS: usize = 150;
const MAX_HEADING_LINES: usize = 3;
/// A paragraph ends where the distance to the next line is larger than the usual one by so much.
const LOOSE: f64 = 1.25;
/// The same within a paragraph whose lines stand at one distance, after a sentence.
const SLIGHTLY_LOOSE: f64 = 1.12;

/// Lines that belong together.
#[derive(Debug)]
pub(super) struct Paragraph<'l> {
    pub(super) kind: Kind,
    /// In reading order.
    pub(super) lines: Vec<Placed<'l>>,
}

impl Paragraph<'_> {
    /// The table with borders that its lines stand in.
    pub(super) fn grid(&self) -> Option<&Rc<Grid>> {
        let first = self.lines.first()?;
        first.line.cell.as_ref().map(|cell| &cell.grid)
    }
}

/// The kind of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// With its level, from 1.
    Heading(usize),
    Text,
    /// An item of a list, beginning so far from the left.
    Item(f64),
    /// A row of a table.
    Row,
    /// All lines of a table with borders, or of its part on a page; the parts of one table share their number.
    Grid(usize),
}

impl Kind {
    /// True if two paragraphs in a row are items of one list, or rows of one table.
    pub(super) fn is_one_block_with(self, next: Self) -> bool {
        match (self, next) {
            (Self::Item(_), Self::Item(_)) | (Self::Row, Self::Row) => true,
            (Self::Grid(one), Self::Grid(two)) => one == two,
            _ => false,
        }
    }

    fn is_of_table(self) -> bool {
        matches!(self, Self::Row | Self::Grid(_))
    }
}

/// A line on its page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed<'l> {
    pub(super) page: usize,
    /// Its place among the lines of the page.
    pub(super) at: usize,
    pub(super) line: &'l Line,
    /// True if its writer ended the line here: the next word would have fitted.
    pub(super) is_ended: bool,
}

/// The size of type in which most of the text is set.
pub(super) fn body_size<'l>(lines: impl Iterator<Item = &'l Line>) -> f64 {
    let mut chars: HashMap<i64, usize> = HashMap::new();
    for line in lines {
        *chars.entry((line.size * 4.0).round() as i64).or_default() += line.text.len();
    }
    let most = chars.into_iter().max_by_key(|&(size, count)| (count, size));
    most.map_or(10.0, |(size, _)| size as f64 / 4.0)
}

/// The paragraphs of all pages. Footnotes stand after the paragraph, list or table that they interrupt.
pub(super) fn paragraphs(pages: &[Vec<Line>]) -> Vec<Paragraph<'_>> {
    let style = Style::of(|| pages.iter().flatten());
    let mut found: Vec<Paragraph> = Vec::new();
    let mut notes: Vec<Paragraph> = Vec::new();
    for (page, lines) in pages.iter().enumerate() {
        let (foot, own): (Vec<usize>, Vec<usize>) = (0..lines.len()).partition(|&at| lines[at].is_footnote);
        for paragraph in style.parts(page, lines, &own) {
            match (found.last_mut(), paragraph.lines.first()) {
                (Some(last), Some(first)) if style.takes(last, &paragraph, first) => last.lines.extend(paragraph.lines),
                (last, _) => {
                    if !last.is_some_and(|last| last.kind.is_one_block_with(paragraph.kind)) {
                        found.append(&mut notes);
                    }
                    found.push(paragraph);
                }
            }
        }
        notes.extend(style.parts(page, lines, &foot));
    }
    found.append(&mut notes);
    found.retain(|paragraph| !is_contents(paragraph));
    number_grids(&mut found);
    style.set_headings(&mut found);
    found
}

/// Gives each table with borders a number. One at the beginning of a page goes on with that at the end of the page before if
/// its columns stand at the same places.
fn number_grids(paragraphs: &mut [Paragraph]) {
    let mut number = 0;
    for at in 0..paragraphs.len() {
        let (before, rest) = paragraphs.split_at_mut(at);
        let Some(this) = rest.first_mut().filter(|this| matches!(this.kind, Kind::Grid(_))) else {
            continue;
        };
        let goes_on = before.last().is_some_and(|last| {
            let parts = last.grid().zip(this.grid());
            let is_next = last
                .lines
                .last()
                .zip(this.lines.first())
                .is_some_and(|(a, b)| a.page + 1 == b.page);
            is_next && parts.is_some_and(|(one, two)| one.has_columns_of(two))
        });
        number += usize::from(!goes_on);
        this.kind = Kind::Grid(number);
    }
}

/// The habits of the whole document.
struct Style {
    body: f64,
    leading: Leading,
    /// True if most of the text is bold, so that bold type says nothing.
    is_bold: bool,
}

impl Style {
    fn of<'l, I: Iterator<Item = &'l Line>>(all: impl Fn() -> I) -> Self {
        let lines: Vec<&Line> = all().collect();
        let bold: usize = all().filter(|line| line.is_bold()).map(|line| line.text.len()).sum();
        Self {
            body: body_size(all()),
            leading: Leading::of(&lines),
            is_bold: bold * 2 > all().map(|line| line.text.len()).sum(),
        }
    }

    /// The paragraphs that some lines of a page make.
    fn parts<'l>(&self, page: usize, lines: &'l [Line], places: &[usize]) -> Vec<Paragraph<'l>> {
        let rows = rows(lines);
        let ends_entry = entries(lines, places, |one, two| {
            let step = (two.down - one.down) / two.size;
            // The lines of a heading are one.
            let is_large = one.size >= self.body * LARGER || one.is_bold();
            let is_below = one.shares_column(two) && has_same_size(one, two);
            is_below && !is_large && (0.0..=self.leading.at(two.size) * LOOSE).contains(&step)
        });
        let mut found: Vec<Paragraph> = Vec::new();
        for (i, &at) in places.iter().enumerate() {
            let line = &lines[at];
            if let Some(cell) = &line.cell {
                if !places[..i].iter().any(|&before| lines[before].is_in(&cell.grid)) {
                    let of_table = places[i..].iter().filter(|&&at| lines[at].is_in(&cell.grid));
                    let of_table = of_table.map(|&at| Placed {
                        page,
                        at,
                        line: &lines[at],
                        is_ended: false,
                    });
                    found.push(Paragraph {
                        kind: Kind::Grid(0),
                        lines: of_table.collect(),
                    });
                }
                continue;
            }
            let next = places.get(i + 1).map(|&next| &lines[next]);
            let here = Placed {
                page,
                at,
                line,
                is_ended: ends_entry[i] || next.is_none_or(|next| is_ended(line, next, lines)),
            };
            let row = rows[at];
            match found.last_mut() {
                Some(last) if !row && !last.kind.is_of_table() && self.goes_on(last, &here) => last.lines.push(here),
                _ => found.push(Paragraph {
                    kind: if row { Kind::Row } else { first_kind(line) },
                    lines: vec![here],
                }),
            }
        }
        found
    }

    /// True if a paragraph continues that of the page before.
    fn takes(&self, last: &Paragraph, next: &Paragraph, first: &Placed) -> bool {
        let is_row = last.kind.is_of_table() || next.kind.is_of_table();
        let is_first = last.lines.last().is_some_and(|placed| placed.page != first.page);
        is_first && !is_row && self.goes_on(last, first)
    }

    /// True if a line goes on with the paragraph before it.
    fn goes_on(&self, paragraph: &Paragraph, next: &Placed) -> bool {
        let Some(last) = paragraph.lines.last() else {
            return false;
        };
        let (before, line) = (last.line, next.line);
        if has_figures(before) || has_figures(line) {
            return false;
        }
        let ends_sentence = before.ends_sentence();
        if line.is_note || !has_same_size(before, line) || before.is_bold() != line.is_bold() && last.is_ended {
            return false;
        }
        let is_open = !ends_sentence && before.text.contains(char::is_alphabetic);
        let broken = before.text.ends_with(['-', '\u{ad}', '\u{2010}'])
            || (is_open && line.text.starts_with(char::is_lowercase));
        if last.page != next.page || line.down <= before.down || !before.shares_column(line) {
            // In the next column or on the next page only a sentence that isn't over goes on.
            return broken && last.page + 1 >= next.page && !line.begins_item();
        }
        let step = (line.down - before.down) / line.size;
        if step > (self.leading.at(line.size) * LOOSE).max(1.1) || is_loose(paragraph, step, broken, ends_sentence) {
            return false;
        }
        let starts_item =
            line.is_item || marker(&line.text).is_some_and(|is_sure| is_sure || last.is_ended || ends_sentence);
        let is_item = matches!(paragraph.kind, Kind::Item(_));
        let second = paragraph.lines.len() > 1 || is_item;
        let indent = line.left - before.left;
        let is_centred = (line.left + line.right - before.left - before.right).abs() < 2.0 * line.size;
        let is_indented = indent > 0.8 * line.size && !is_item && !is_centred && (second || ends_sentence);
        let left_item = is_item && indent < -0.5 * line.size && last.is_ended;
        let has_ended = last.is_ended && ends_sentence;
        !(starts_item || is_indented || left_item || has_ended)
    }

    /// Makes headings of the paragraphs that look like one.
    fn set_headings(&self, paragraphs: &mut [Paragraph]) {
        let look = |paragraph: &Paragraph| -> Option<(i64, bool)> {
            let first = paragraph.lines.first()?.line;
            let is_bold = paragraph.lines.iter().all(|placed| placed.line.is_bold());
            let chars: usize = paragraph
                .lines
                .iter()
                .map(|placed| placed.line.text.chars().count())
                .sum();
            let text = &paragraph.lines.last()?.line.text;
            let letters = paragraph.lines.iter().flat_map(|placed| placed.line.text.chars());
            let fits = chars <= MAX_HEADING_CHARS
                && paragraph.lines.len() <= MAX_HEADING_LINES
                && first.angle == 0
                && !paragraph.kind.is_of_table()
                && letters.filter(|c| c.is_alphabetic()).count() > 1
                && !first.text.starts_with(|c| BULLETS.contains(c))
                && !text.ends_with(['.', ',', ';', ':']);
            let is_large = first.size >= self.body * LARGER;
            let is_set_off = is_bold && !self.is_bold && first.size >= self.body * 0.95;
            (fits && (is_large || is_set_off)).then(|| ((first.size * 2.0).round() as i64, is_bold))
        };
        let looks: Vec<Option<(i64, bool)>> = paragraphs.iter().map(look).collect();
        let mut levels: Vec<(i64, bool)> = looks.iter().flatten().copied().collect();
        levels.sort_unstable_by(|a, b| b.cmp(a));
        levels.dedup();
        for (paragraph, look) in paragraphs.iter_mut().zip(looks) {
            if let Some(level) = look.and_then(|look| levels.iter().position(|&level| level == look)) {
                paragraph.kind = Kind::Heading((level + 1).min(6));
            }
        }
    }
}

/// True if a line stands further below a paragraph than its own lines below each other.
fn is_loose(paragraph: &Paragraph, step: f64, is_broken: bool, ends_sentence: bool) -> bool {
    let [.., one, two] = &paragraph.lines[..] else {
        return false;
    };
    let own = (two.line.down - one.line.down) / two.line.size;
    let is_plain = one.page == two.page && own > 0.8;
    let limit = if ends_sentence { SLIGHTLY_LOOSE } else { LOOSE };
    is_plain && !is_broken && step > own * limit
}

pub(super) fn has_same_size(one: &Line, other: &Line) -> bool {
    (one.size - other.size).abs() <= 0.1 * one.size.max(other.size)
}

fn first_kind(line: &Line) -> Kind {
    if line.begins_item() {
        Kind::Item(line.left)
    } else {
        Kind::Text
    }
}

/// True if the first word of the next line would have fitted at the end of `line`.
fn is_ended(line: &Line, next: &Line, page: &[Line]) -> bool {
    let in_column = page.iter().filter(|other| {
        other.angle == line.angle && (other.left - line.left).abs() < 4.0 * line.size && has_same_size(other, line)
    });
    let right = in_column.map(|other| other.right).fold(line.right, f64::max);
    end_with_next_word(line, next) < right
}

/// The place where a line would end if the first word of the next one stood in it, too.
pub(super) fn end_with_next_word(line: &Line, next: &Line) -> f64 {
    let word = next.text.split(' ').next().unwrap_or_default().chars().count() as f64;
    let letter = (next.right - next.left) / next.text.chars().count().max(1) as f64;
    line.right + letter * (word + 1.5)
}

/// True for an entry of a table of contents: "Opening hours ......... 12".
fn is_contents(paragraph: &Paragraph) -> bool {
    paragraph.lines.iter().all(|placed| {
        let text = placed
            .line
            .text
            .trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let leader: String = text
            .chars()
            .rev()
            .take_while(|c| matches!(c, '.' | ' ' | '·' | '…'))
            .collect();
        let number = placed.line.text.len() > text.len();
        number && leader.chars().filter(|&c| c != ' ').count() >= 4
    })
}
