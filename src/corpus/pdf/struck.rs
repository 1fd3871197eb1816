//! Words that are struck out: a line runs through them from the first letter to the last.

use super::glyphs::{Glyph, Page};
use super::grid::merged;
use super::rules::Rule;

/// The heights above the baseline, in sizes of the font, between which a line strikes out. One below underlines.
const LOWEST: f64 = 0.14;
const HIGHEST: f64 = 0.5;
/// The most that such a line sticks out, in sizes of the font. A longer one runs behind a title, or parts a page.
const OUT: f64 = 0.6;
/// The most of a letter at either end that it leaves out, in sizes of the font. The bar of an "e" that is drawn as a
/// picture leaves out more.
const SHORT: f64 = 0.03;
/// A page with more lines has a drawing.
const MAX_LINES: usize = 1_500;

/// True for each glyph of a page that is struck out.
pub(super) fn struck(page: &Page) -> Vec<bool> {
    let lines = merged(&page.rules, true);
    if lines.len() > MAX_LINES {
        return vec![false; page.glyphs.len()];
    }
    let through: Vec<Option<usize>> = page.glyphs.iter().map(|glyph| line_through(glyph, &lines)).collect();
    // The ends of the glyphs that each line runs through, and the size of the largest.
    let mut reach = vec![(f64::MAX, f64::MIN, 0.0_f64); lines.len()];
    for (glyph, line) in page.glyphs.iter().zip(&through) {
        if let Some((from, to, size)) = line.and_then(|line| reach.get_mut(line)) {
            *from = from.min(glyph.x);
            *to = to.max(glyph.x + glyph.advance);
            *size = size.max(glyph.size);
        }
    }
    let fits = |at: usize| {
        let (line, (from, to, size)) = (&lines[at], reach[at]);
        let is_near = line.from > from - OUT * size && line.to < to + OUT * size;
        is_near && line.from <= from + SHORT * size && line.to >= to - SHORT * size
    };
    through.into_iter().map(|line| line.is_some_and(fits)).collect()
}

/// The line that runs through the middle of a glyph.
fn line_through(glyph: &Glyph, lines: &[Rule]) -> Option<usize> {
    if glyph.direction.0 < 0.99 {
        return None;
    }
    let (low, high) = (glyph.y + LOWEST * glyph.size, glyph.y + HIGHEST * glyph.size);
    let middle = glyph.x + glyph.advance / 2.0;
    let first = lines.partition_point(|line| line.at < low);
    let near = lines[first..].iter().take_while(|line| line.at <= high);
    let found = near
        .enumerate()
        .find(|(_, line)| line.from <= middle && middle <= line.to);
    found.map(|(at, _)| first + at)
}
