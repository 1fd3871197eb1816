//! Removes running heads and feet, and page numbers: the same text at the same place of several pages, or a line there with
//! a number that grows with the pages.

use std::collections::HashMap;

use super::PageLines;
use super::lines::Line;
use super::paragraphs::{LARGER, body_size};
use super::rows::rows;

/// The number of pages on which a running head recurs.
const PAGES: usize = 3;
/// The share of a page's height, at the top and at the bottom, where heads and feet stand.
pub(super) const MARGIN: f64 = 0.15;
/// The same for the heads of a document of two pages.
const EDGE: f64 = 0.1;
/// The tolerance for its place, in points.
const REACH: f64 = 3.0;
/// The longest page number.
const MAX_DIGITS: usize = 5;
/// A line of so many words, or a number, is a heading if it is larger than the body by so much.
const LONG: usize = 6;
const MUCH_LARGER: f64 = 1.3;
/// Two rows of a table are no further apart, in sizes of the font.
const APART: f64 = 2.4;
/// A margin at the side has one letter in so many of a page.
const FEW: usize = 10;

/// Removes the lines from the pages.
pub(super) fn remove(pages: &mut [PageLines]) {
    let body = body_size(pages.iter().flatten().flatten());
    let repeated = Repeated::of(pages, body);
    let numbered = Numbered::of(pages, body);
    for (at, page) in pages.iter_mut().enumerate() {
        let Ok(lines) = page else { continue };
        let heights = numbered.heights(at, lines);
        // A small page has its number far from the edge of a large sheet. A drawing has several numbers.
        let is_inner = |line: &&Line| is_bare(line) && !is_in_margin(line) && line.cell.is_none();
        let has_one = lines.iter().filter(is_inner).count() == 1;
        let is_lone = |line: &Line| has_one && is_bare(line);
        let rows = rows(lines);
        let mut is_furniture: Vec<bool> = lines
            .iter()
            .zip(&rows)
            .map(|(line, is_row)| {
                let is_beside = |&height: &f64| (height - line.down).abs() <= REACH;
                let is_head = (is_in_margin(line) || is_lone(line)) && line.angle == 0 && !is_large(line, body);
                repeated.has(at, line, *is_row || line.cell.is_some()) || is_head && heights.iter().any(is_beside)
            })
            .collect();
        keep_tables(lines, &rows, &mut is_furniture);
        // A head has nothing of the page's own above it, and a foot nothing below it. Some stand beside the text.
        let own = || {
            let lines = lines.iter().zip(&is_furniture);
            lines.filter_map(|(line, is_furniture)| (!is_furniture && line.angle == 0).then_some(line))
        };
        let text: usize = own().map(|line| line.text.len()).sum();
        let is_outside = |line: &Line| {
            let beside: Vec<&Line> = own().filter(|other| other.shares_column(line)).collect();
            let is_first = |other: &Line| line.depth <= other.depth;
            let is_last = |other: &Line| line.depth >= other.depth;
            let is_in_side = beside.iter().map(|other| other.text.len()).sum::<usize>() * FEW <= text;
            line.angle != 0
                || own().all(is_first)
                || own().all(is_last)
                || is_in_side
                    && (beside.iter().all(|other| is_first(other)) || beside.iter().all(|other| is_last(other)))
        };
        let is_kept: Vec<bool> = lines
            .iter()
            .zip(&is_furniture)
            .map(|(line, is_furniture)| !(*is_furniture && is_outside(line)))
            .collect();
        let mut is_kept = is_kept.into_iter();
        lines.retain(|_| is_kept.next().unwrap_or(true));
    }
}

/// A table is furniture as a whole, or not at all.
fn keep_tables(lines: &[Line], rows: &[bool], is_furniture: &mut [bool]) {
    let mut at = 0;
    while at < lines.len() {
        let goes_on = |&next: &usize| {
            let (one, two) = (&lines[next - 1], &lines[next]);
            match &one.cell {
                Some(cell) => two.is_in(&cell.grid),
                // A head may line up with the text far below it.
                None => rows[next - 1] && rows[next] && two.cell.is_none() && two.down - one.down <= APART * two.size,
            }
        };
        let end = (at + 1..lines.len()).find(|next| !goes_on(next)).unwrap_or(lines.len());
        let table = &mut is_furniture[at..end];
        if !table.iter().all(|is_furniture| *is_furniture) {
            table.fill(false);
        }
        at = end;
    }
}

/// The lines in the margins, by their text, with the numbers of their pages.
struct Repeated {
    body: f64,
    lines: HashMap<String, Vec<(usize, Line)>>,
    /// The number of pages on which a head recurs.
    pages: usize,
}

impl Repeated {
    fn of(pages: &[PageLines], body: f64) -> Self {
        let mut lines: HashMap<String, Vec<(usize, Line)>> = HashMap::new();
        for (at, page) in pages.iter().enumerate() {
            for line in page.iter().flatten().filter(|line| is_in_margin(line)) {
                lines.entry(key(line, body)).or_default().push((at, line.clone()));
            }
        }
        // Two pages may be two copies of one, unless they have numbers.
        let is_number = |pair: &[(usize, Line)]| {
            let [(page, line), (other_page, other)] = pair else {
                return false;
            };
            is_same_place(line, other) && page != other_page && shares_offset((*page, line), (*other_page, other))
        };
        let has_two = pages.len() == 2 && lines.values().any(|same| same.windows(2).any(is_number));
        Self {
            body,
            lines,
            pages: if has_two { 2 } else { PAGES },
        }
    }

    /// True if a line stands on several pages. The numbers of a table have to grow with them, and those of two pages.
    fn has(&self, page: usize, line: &Line, is_row: bool) -> bool {
        let Some(same) = self.lines.get(&key(line, self.body)).filter(|_| is_in_margin(line)) else {
            return false;
        };
        let is_sentence = line.ends_sentence();
        let is_large = line.size >= self.body * MUCH_LARGER;
        let is_doubtful = self.pages < PAGES && (is_row || is_sentence || is_large || !is_at_edge(line));
        let grows = |other_page: usize, other: &Line| {
            let is_any = !is_row && self.pages == PAGES;
            is_any || line.text == other.text || shares_offset((page, line), (other_page, other))
        };
        let same = same
            .iter()
            .filter(|(at, other)| is_same_place(line, other) && grows(*at, other));
        let mut on: Vec<usize> = same.map(|&(at, _)| at).collect();
        on.dedup();
        !is_doubtful && on.len() >= self.pages
    }
}

/// The lines in the margins with a number that grows with the pages: "How We Work 13", "14 Handbook". Each has its height,
/// by its number less that of the page.
struct Numbered {
    body: f64,
    /// The number of pages.
    pages: usize,
    heights: HashMap<i64, Vec<(usize, f64)>>,
}

impl Numbered {
    fn of(pages: &[PageLines], body: f64) -> Self {
        let mut numbered = Self {
            body,
            pages: pages.len(),
            heights: HashMap::new(),
        };
        for (at, page) in pages.iter().enumerate() {
            for line in page.iter().flatten() {
                for offset in numbered.offsets(at, line) {
                    numbered.heights.entry(offset).or_default().push((at, line.down));
                }
            }
        }
        numbered
    }

    /// The heights at which such lines stand on a page.
    fn heights(&self, page: usize, lines: &[Line]) -> Vec<f64> {
        let is_numbered = |line: &&Line| {
            // The first page of a chapter has its number at the foot, and the others in their heads.
            let is_bare = is_in_margin(line) && is_bare(line);
            self.offsets(page, line).iter().any(|offset| {
                let heights = self.heights.get(offset).map_or(&[][..], Vec::as_slice);
                let is_near = |&&(_, height): &&(usize, f64)| is_bare || (height - line.down).abs() <= REACH;
                let mut on: Vec<usize> = heights.iter().filter(is_near).map(|&(page, _)| page).collect();
                on.dedup();
                // Both pages of a letter may have one.
                on.len() >= PAGES || is_bare && on.len() == self.pages && on.len() > 1
            })
        };
        lines.iter().filter(is_numbered).map(|line| line.down).collect()
    }

    /// The numbers that a line begins and ends with, less the number of its page. Those of a table count things.
    fn offsets(&self, page: usize, line: &Line) -> Vec<i64> {
        let is_candidate = is_in_margin(line) || is_bare(line);
        if !is_candidate || line.cell.is_some() || line.angle != 0 || is_large(line, self.body) {
            return Vec::new();
        }
        let mut words = line.text.split(' ');
        let ends = [words.next(), words.next_back()];
        let numbers = ends.into_iter().flatten().filter(|word| word.len() <= MAX_DIGITS);
        let numbers = numbers.filter(|word| word.chars().all(|c| c.is_ascii_digit()));
        let page = i64::try_from(page).unwrap_or(i64::MAX);
        let mut offsets: Vec<i64> = numbers
            .filter_map(|word| Some(word.parse::<i64>().ok()? - page))
            .collect();
        offsets.dedup();
        offsets
    }
}

/// True if two lines have a number that grows with their pages.
fn shares_offset((page, line): (usize, &Line), (other_page, other): (usize, &Line)) -> bool {
    let numbers = |line: &Line| -> Vec<usize> { line.text.split(' ').filter_map(|word| word.parse().ok()).collect() };
    let others = numbers(other);
    numbers(line).into_iter().any(|number| {
        others
            .iter()
            .any(|other| number.checked_add(other_page) == other.checked_add(page))
    })
}

/// True for type so large that it makes a heading ("Chapter 1"). A number alone and a long line need more for that.
fn is_large(line: &Line, body: f64) -> bool {
    let is_heading = !is_bare(line) && line.text.split(' ').count() < LONG;
    line.size >= body * if is_heading { LARGER } else { MUCH_LARGER }
}

/// True for a number alone.
fn is_bare(line: &Line) -> bool {
    line.text.chars().all(|c| c.is_ascii_digit())
}

fn is_in_margin(line: &Line) -> bool {
    line.angle != 0 || line.depth < MARGIN || line.depth > 1.0 - MARGIN
}

fn is_at_edge(line: &Line) -> bool {
    line.depth < EDGE || line.depth > 1.0 - EDGE
}

/// The text with its numbers as one sign. "Chapter 1" and "Chapter 2", in larger type, are headings.
fn key(line: &Line, body: f64) -> String {
    if is_large(line, body) {
        return line.text.clone();
    }
    let words = line.text.split(' ').map(|word| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_number = !bare.is_empty() && (bare.chars().all(|c| c.is_ascii_digit()) || is_roman(bare));
        if is_number { "#" } else { word }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn is_roman(word: &str) -> bool {
    word.chars().all(|c| "ivxlc".contains(c)) || word.chars().all(|c| "IVXLC".contains(c))
}

/// True if two lines stand at one height, and begin, end or are centred at one place.
fn is_same_place(one: &Line, other: &Line) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= REACH;
    near(one.down, other.down)
        && (near(one.left, other.left)
            || near(one.right, other.right)
            || near(one.left + one.right, other.left + other.right))
}
