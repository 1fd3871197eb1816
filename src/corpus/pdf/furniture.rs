//! Removes running heads and feet, and page numbers: the same text at the same place of several pages, or a line there with
//! a number that grows with the pages.

use std::collections::HashMap;

use super::PageLines;
use super::lines::Line;
use super::paragraphs::{LARGER, body_size};

/// The number of pages on which a running head recurs.
const PAGES: usize = 3;
/// The share of a page's height, at the top and at the bottom, where heads and feet stand.
pub(super) const MARGIN: f64 = 0.15;
/// The tolerance for its place, in points.
const REACH: f64 = 3.0;
/// The longest page number.
const MAX_DIGITS: usize = 4;

/// Removes the lines from the pages.
pub(super) fn remove(pages: &mut [PageLines]) {
    let body = body_size(pages.iter().flatten().flatten());
    let repeated = Repeated::of(pages, body);
    let numbered = Numbered::of(pages, body);
    for (at, page) in pages.iter_mut().enumerate() {
        let Ok(lines) = page else { continue };
        let heights = numbered.heights(at, lines);
        let is_in_text = |line: &Line| {
            let of_table = |other: &&Line| line.cell.as_ref().is_some_and(|cell| other.is_in(&cell.grid));
            lines.iter().filter(of_table).any(|other| !is_in_margin(other))
        };
        let is_furniture = |line: &Line| {
            let is_beside = |&height: &f64| (height - line.down).abs() <= REACH;
            let is_head = is_in_margin(line) && line.angle == 0 && line.size < body * LARGER;
            (repeated.has(line) || is_head && heights.iter().any(is_beside)) && !is_in_text(line)
        };
        // A head has nothing of the page's own above it, and a foot nothing below it.
        let own = |line: &&Line| line.angle == 0 && !is_furniture(line);
        let depths = || lines.iter().filter(own).map(|line| line.depth);
        let (top, bottom) = (
            depths().fold(f64::INFINITY, f64::min),
            depths().fold(f64::NEG_INFINITY, f64::max),
        );
        let is_outside = |line: &Line| line.angle != 0 || line.depth < top || line.depth > bottom;
        let is_kept: Vec<bool> = lines
            .iter()
            .map(|line| !(is_outside(line) && is_furniture(line)))
            .collect();
        let mut is_kept = is_kept.into_iter();
        lines.retain(|_| is_kept.next().unwrap_or(true));
    }
}

/// The lines in the margins, by their text, with the numbers of their pages.
struct Repeated {
    body: f64,
    lines: HashMap<String, Vec<(usize, Line)>>,
}

impl Repeated {
    fn of(pages: &[PageLines], body: f64) -> Self {
        let mut lines: HashMap<String, Vec<(usize, Line)>> = HashMap::new();
        for (at, page) in pages.iter().enumerate() {
            for line in page.iter().flatten().filter(|line| is_in_margin(line)) {
                lines.entry(key(line, body)).or_default().push((at, line.clone()));
            }
        }
        Self { body, lines }
    }

    /// True if a line stands on several pages.
    fn has(&self, line: &Line) -> bool {
        let Some(same) = self.lines.get(&key(line, self.body)).filter(|_| is_in_margin(line)) else {
            return false;
        };
        let same = same.iter().filter(|(_, other)| is_same_place(line, other));
        let mut on: Vec<usize> = same.map(|&(at, _)| at).collect();
        on.dedup();
        on.len() >= PAGES
    }
}

/// The lines in the margins with a number that grows with the pages: "How We Work 13", "14 Handbook". Each has its height,
/// by its number less that of the page.
struct Numbered {
    body: f64,
    heights: HashMap<i64, Vec<f64>>,
}

impl Numbered {
    fn of(pages: &[PageLines], body: f64) -> Self {
        let mut numbered = Self {
            body,
            heights: HashMap::new(),
        };
        for (at, page) in pages.iter().enumerate() {
            for line in page.iter().flatten() {
                for offset in numbered.offsets(at, line) {
                    numbered.heights.entry(offset).or_default().push(line.down);
                }
            }
        }
        numbered
    }

    /// The heights at which such lines stand on a page.
    fn heights(&self, page: usize, lines: &[Line]) -> Vec<f64> {
        let is_numbered = |line: &&Line| {
            // The first page of a chapter has its number at the foot, and the others in their heads.
            let is_bare = line.text.chars().all(|c| c.is_ascii_digit());
            self.offsets(page, line).iter().any(|offset| {
                let heights = self.heights.get(offset).map_or(&[][..], Vec::as_slice);
                heights
                    .iter()
                    .filter(|&&height| is_bare || (height - line.down).abs() <= REACH)
                    .count()
                    >= PAGES
            })
        };
        lines.iter().filter(is_numbered).map(|line| line.down).collect()
    }

    /// The numbers that a line begins and ends with, less the number of its page.
    fn offsets(&self, page: usize, line: &Line) -> Vec<i64> {
        if !is_in_margin(line) || line.angle != 0 || line.size >= self.body * LARGER {
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

fn is_in_margin(line: &Line) -> bool {
    line.angle != 0 || line.depth < MARGIN || line.depth > 1.0 - MARGIN
}

/// The text with its numbers as one sign. "Chapter 1" and "Chapter 2", in larger type, are headings.
fn key(line: &Line, body: f64) -> String {
    if line.size >= body * LARGER {
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
