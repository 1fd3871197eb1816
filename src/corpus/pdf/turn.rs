//! Turns a page whose text runs up or down the sheet: a wide table, mostly.

use super::glyphs::{Glyph, Page};
use super::rules::Rule;

/// One glyph in so many, at most, may run in another direction.
const OTHERS: usize = 5;

/// The page as its reader holds it.
pub(super) fn upright(mut page: Page) -> Page {
    let runs = |(dx, dy): (f64, f64)| {
        let is_so = |glyph: &&Glyph| (glyph.direction.0 - dx).abs() < 0.02 && (glyph.direction.1 - dy).abs() < 0.02;
        (page.glyphs.len() - page.glyphs.iter().filter(is_so).count()) * OTHERS < page.glyphs.len()
    };
    let (is_up, is_down) = (runs((0.0, 1.0)), runs((0.0, -1.0)));
    if !is_up && !is_down {
        return page;
    }
    let (width, height) = (page.width, page.height);
    let turn = |x: f64, y: f64| if is_up { (y, width - x) } else { (height - y, x) };
    for glyph in &mut page.glyphs {
        (glyph.x, glyph.y) = turn(glyph.x, glyph.y);
        let (dx, dy) = glyph.direction;
        glyph.direction = if is_up { (dy, -dx) } else { (-dy, dx) };
    }
    for rule in &mut page.rules {
        *rule = turned(*rule, turn);
    }
    (page.width, page.height) = (height, width);
    page
}

fn turned(rule: Rule, turn: impl Fn(f64, f64) -> (f64, f64)) -> Rule {
    let ends = if rule.is_across {
        [turn(rule.from, rule.at), turn(rule.to, rule.at)]
    } else {
        [turn(rule.at, rule.from), turn(rule.at, rule.to)]
    };
    let is_across = !rule.is_across;
    let [one, two] = ends.map(|(x, y)| if is_across { (y, x) } else { (x, y) });
    Rule {
        is_across,
        at: one.0,
        from: one.1.min(two.1),
        to: one.1.max(two.1),
    }
}
