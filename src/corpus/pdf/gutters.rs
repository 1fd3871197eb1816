//! The borders of columns that nobody drew: lines part the rows of a table, and a gap runs down through all of them.

use super::glyphs::{Glyph, Page};
use super::grid::{Grid, REACH, merged};
use super::rules::Rule;

/// The fewest lines, of one width, that part rows.
const MIN_LINES: usize = 3;
/// The most lines that are looked at; a page with more has a drawing.
const MAX_LINES: usize = 100;
/// The most glyphs of a page; one of small print has some ten thousand.
pub(super) const MAX_GLYPHS: usize = 50_000;
/// The narrowest gap between two columns, in points. The widest space of justified text is narrower.
const MIN_GAP: f64 = 10.0;
/// The room for a header of one line above the uppermost line, in points.
const HEAD: f64 = 20.0;
/// Two glyphs stand on one line if their baselines differ by less than this, in sizes of the font.
const LEVEL: f64 = 0.45;
/// The most letters that a figure's unit may have.
const MAX_UNIT_LETTERS: usize = 3;
/// The fewest letters of an entry in the first column; a sign or a number begins an item of a list.
const MIN_LETTERS: usize = 2;

/// The borders between the columns of tables that only have lines between their rows.
pub(super) fn undrawn(page: &Page) -> Vec<Rule> {
    let lines = merged(&page.rules, true);
    if lines.len() > MAX_LINES || page.glyphs.len() > MAX_GLYPHS {
        return Vec::new();
    }
    let down = merged(&page.rules, false);
    let mut is_taken = vec![false; lines.len()];
    let mut found = Vec::new();
    for at in 0..lines.len() {
        let is_as_wide =
            |other: &Rule| (other.from - lines[at].from).abs() <= REACH && (other.to - lines[at].to).abs() <= REACH;
        let same: Vec<usize> = (at..lines.len())
            .filter(|&other| !is_taken[other] && is_as_wide(&lines[other]))
            .collect();
        for &other in &same {
            is_taken[other] = true;
        }
        let heights: Vec<f64> = same.iter().map(|&other| lines[other].at).collect();
        let (Some(&bottom), Some(&top)) = (heights.first(), heights.last()) else {
            continue;
        };
        let crosses = |rule: &Rule| {
            let is_beside = rule.at < lines[at].from - REACH || rule.at > lines[at].to + REACH;
            !is_beside && rule.from < top && rule.to > bottom
        };
        if heights.len() < MIN_LINES || down.iter().any(crosses) {
            continue;
        }
        // Many tables have no line above their header. Other lines of the page may be as wide as those of the table.
        let with_head = [&*heights, &[top + HEAD]].concat();
        for (first, last) in runs(page, &lines[at], &with_head) {
            let (mut run, is_with_head) = (&with_head[first..=last], last + 1 == with_head.len());
            let columns = gaps(page, &lines[at], run);
            let Some(&column) = columns
                .first()
                .filter(|_| run.len() - usize::from(is_with_head) >= MIN_LINES)
            else {
                continue;
            };
            // A caption stands over the first column alone.
            let is_head = |glyph: &Glyph| {
                glyph.y >= top
                    && glyph.y < top + HEAD
                    && (column..lines[at].to).contains(&glyph.x)
                    && !is_blank(page, glyph)
            };
            if is_with_head && !page.glyphs.iter().any(is_head) {
                run = &run[..run.len() - 1];
            }
            let width = &lines[at];
            for pair in run.windows(2) {
                let between = rows_between(page, (width.from, width.to), (pair[0], pair[1]), &columns);
                found.extend(between.into_iter().map(|at| Rule { at, ..*width }));
            }
            found.extend(columns.into_iter().map(|at| Rule {
                is_across: false,
                at,
                from: run[0],
                to: run[run.len() - 1],
            }));
        }
    }
    found
}

/// The first and the last height of each run of rows that have a gap at the same place.
fn runs(page: &Page, width: &Rule, heights: &[f64]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut first = 0;
    for last in 1..heights.len() {
        let goes_on = heights
            .get(last + 1)
            .is_some_and(|_| !gaps(page, width, &heights[first..=last + 1]).is_empty());
        if !goes_on {
            found.push((first, last));
            first = last;
        }
    }
    found
}

/// The middles of the gaps between columns. Empty if the text between the lines is no table.
fn gaps(page: &Page, width: &Rule, heights: &[f64]) -> Vec<f64> {
    let row_of = |glyph: &Glyph| {
        let middle = glyph.y + glyph.size / 4.0;
        let is_within = (width.from..width.to).contains(&(glyph.x + glyph.advance / 2.0));
        let row = heights.partition_point(|&height| height <= middle);
        (is_within && row > 0 && row < heights.len()).then(|| row - 1)
    };
    let mut glyphs: Vec<(usize, &Glyph)> = page
        .glyphs
        .iter()
        .filter(|glyph| !is_blank(page, glyph))
        .filter_map(|glyph| Some((row_of(glyph)?, glyph)))
        .collect();
    glyphs.sort_by(|(_, a), (_, b)| a.x.total_cmp(&b.x));
    let mut gaps = Vec::new();
    let mut last: Option<f64> = None;
    for (_, glyph) in &glyphs {
        let right = glyph.x + glyph.advance;
        gaps.extend(
            last.filter(|end| glyph.x - end >= MIN_GAP)
                .map(|end| f64::midpoint(end, glyph.x)),
        );
        last = Some(last.map_or(right, |end| end.max(right)));
    }
    let Some(&first) = gaps.first() else { return gaps };
    let mut letters = vec![0; heights.len() - 1];
    for (row, glyph) in glyphs.iter().filter(|(_, glyph)| glyph.x < first) {
        let text = &page.text[glyph.text.clone()];
        letters[*row] += text.chars().filter(|c| c.is_alphabetic()).count();
    }
    if letters.iter().any(|&count| count < MIN_LETTERS) {
        gaps.clear();
    }
    gaps
}

/// The borders between rows that a table with lines between its columns has no lines for.
pub(super) fn undrawn_rows(page: &Page, grids: &[Grid]) -> Vec<Rule> {
    let mut found = Vec::new();
    for grid in grids.iter().filter(|_| page.glyphs.len() <= MAX_GLYPHS) {
        let (sides, columns) = grid.borders();
        for band in (0..grid.rows().min(MAX_LINES)).filter_map(|row| grid.band(row)) {
            let between = rows_between(page, sides, band, columns);
            found.extend(between.into_iter().map(|at| Rule {
                is_across: true,
                at,
                from: sides.0,
                to: sides.1,
            }));
        }
    }
    found
}

/// The heights that part the rows between two lines, if each line of text there is a row: it has an entry in the first
/// column, and a figure in one and the same other column. In any other case the lines may be those of one row's entries.
fn rows_between(page: &Page, (left, right): (f64, f64), (bottom, top): (f64, f64), columns: &[f64]) -> Vec<f64> {
    let is_within = |glyph: &&Glyph| {
        let middle = (glyph.x + glyph.advance / 2.0, glyph.y + glyph.size / 4.0);
        (left..right).contains(&middle.0) && (bottom..top).contains(&middle.1) && !is_blank(page, glyph)
    };
    let mut glyphs: Vec<&Glyph> = page.glyphs.iter().filter(is_within).collect();
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let rows: Vec<Vec<&Glyph>> = glyphs
        .chunk_by(|one, two| one.y - two.y < LEVEL * one.size.min(two.size))
        .map(|row| {
            let mut row = row.to_vec();
            row.sort_by(|a, b| a.x.total_cmp(&b.x));
            row
        })
        .collect();
    let entry = |row: &[&Glyph], column: usize| -> String {
        let here = row
            .iter()
            .filter(|glyph| columns.partition_point(|&at| at <= glyph.x) == column);
        here.map(|glyph| &page.text[glyph.text.clone()]).collect()
    };
    let has_figures = |column: usize| are_figures(&rows.iter().map(|row| entry(row, column)).collect::<Vec<_>>());
    let are_rows = rows.iter().all(|row| !entry(row, 0).is_empty()) && (1..=columns.len()).any(has_figures);
    if !are_rows {
        return Vec::new();
    }
    rows.windows(2)
        .map(|pair| {
            let (above, below) = (pair[0][0], pair[1][0]);
            f64::midpoint(above.y - above.size / 4.0, below.y + below.size * 0.75)
        })
        .collect()
}

/// True for entries that are numbers, perhaps with a unit: a short one, or the same for all ("3 pearls").
fn are_figures(entries: &[String]) -> bool {
    let unit = |entry: &String| entry.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let is_short = |entry: &String| unit(entry).chars().count() <= MAX_UNIT_LETTERS;
    let has_digit = |entry: &String| entry.contains(|c: char| c.is_ascii_digit());
    let is_same = entries.windows(2).all(|pair| unit(&pair[0]) == unit(&pair[1]));
    entries.iter().all(has_digit) && (is_same || entries.iter().all(is_short))
}

pub(super) fn is_blank(page: &Page, glyph: &Glyph) -> bool {
    page.text[glyph.text.clone()].trim().is_empty()
}
