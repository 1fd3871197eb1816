//! Removes running heads and feet, and page numbers: the same text at the same place of several pages.

use std::collections::HashMap;

use super::PageLines;
use super::lines::Line;
use super::paragraphs::body_size;

/// The number of pages on which a running head recurs.
const PAGES: usize = 3;
/// The share of a page's height, at the top and at the bottom, where heads and feet stand.
const MARGIN: f64 = 0.15;
/// The tolerance for its place, in points.
const REACH: f64 = 3.0;

/// Removes the lines from the pages.
pub(super) fn remove(pages: &mut [PageLines]) {
    let lines = || pages.iter().flatten().flatten();
    let body = body_size(lines());
    let mut seen: HashMap<String, Vec<(usize, Line)>> = HashMap::new();
    for (at, page) in pages.iter().enumerate() {
        for line in page.iter().flatten().filter(|line| is_in_margin(line)) {
            let place = (at, line.clone());
            seen.entry(key(line, body)).or_default().push(place);
        }
    }
    let is_repeated = |line: &Line| {
        let Some(same) = seen.get(&key(line, body)).filter(|_| is_in_margin(line)) else {
            return false;
        };
        let mut on: Vec<usize> = same
            .iter()
            .filter(|(_, other)| is_same_place(line, other))
            .map(|&(at, _)| at)
            .collect();
        on.dedup();
        on.len() >= PAGES
    };
    for page in pages.iter_mut().flatten() {
        // A head has nothing of the page's own above it, and a foot nothing below it.
        let own = |line: &&Line| line.angle == 0 && !is_repeated(line);
        let depths = || page.iter().filter(own).map(|line| line.depth);
        let (top, bottom) = (
            depths().fold(f64::INFINITY, f64::min),
            depths().fold(f64::NEG_INFINITY, f64::max),
        );
        page.retain(|line| {
            let is_outside = line.angle != 0 || line.depth < top || line.depth > bottom;
            !(is_outside && is_repeated(line))
        });
    }
}

fn is_in_margin(line: &Line) -> bool {
    line.angle != 0 || line.depth < MARGIN || line.depth > 1.0 - MARGIN
}

/// The text with its numbers as one sign. "Chapter 1" and "Chapter 2", in larger type, are headings.
fn key(line: &Line, body: f64) -> String {
    if line.size >= body * super::paragraphs::LARGER {
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
