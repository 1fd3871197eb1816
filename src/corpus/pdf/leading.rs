//! The usual distance of two baselines within a paragraph.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "sizes in points"
)]

use std::collections::HashMap;

use super::lines::Line;

/// The distance in a document whose paragraphs have one line each, in sizes of the font.
const USUAL: f64 = 1.2;
/// The width from which a line in a script without lower case is long, in sizes of its font.
const LONG: f64 = 20.0;

/// The distance of two baselines within a paragraph, in sizes of the font, for each size of type.
pub(super) struct Leading {
    by_size: HashMap<i64, f64>,
    usual: f64,
}

impl Leading {
    /// In many documents more lines end a paragraph than go on, so only those count that go on in lower case; in a script
    /// without it, long ones, if there are any.
    pub(super) fn of(lines: &[&Line]) -> Self {
        let is_caseless = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
        let count = |of: &dyn Fn(char) -> bool| lines.iter().filter(|line| line.text.contains(of)).count();
        let has_case = count(&is_caseless) <= count(&char::is_lowercase);
        let goes_on = |one: &Line, two: &Line| {
            if has_case {
                two.text.starts_with(char::is_lowercase)
            } else {
                one.right - one.left > LONG * one.size && one.right + one.size > two.right
            }
        };
        let mut steps = Steps::of(lines, goes_on);
        if !has_case && steps.all.is_empty() {
            steps = Steps::of(lines, |_, _| true);
        }
        let usual = commonest(&steps.all).unwrap_or(USUAL);
        // Small print may stand closer in one place than in another.
        let of_size = |steps: &HashMap<i64, usize>| commonest(steps).map(|own| own.max(usual));
        let by_size = steps.by_size.iter();
        Self {
            by_size: by_size
                .filter_map(|(&size, steps)| Some((size, of_size(steps)?)))
                .collect(),
            usual,
        }
    }

    /// The distance for this size of type.
    pub(super) fn at(&self, size: f64) -> f64 {
        self.by_size.get(&rounded(size)).copied().unwrap_or(self.usual)
    }
}

/// The distances of lines that go on to the next ones, in twentieths of the size, with the characters of these lines.
#[derive(Default)]
struct Steps {
    all: HashMap<i64, usize>,
    by_size: HashMap<i64, HashMap<i64, usize>>,
}

impl Steps {
    fn of(lines: &[&Line], goes_on: impl Fn(&Line, &Line) -> bool) -> Self {
        let mut steps = Self::default();
        for pair in lines.windows(2) {
            let (one, two) = (pair[0], pair[1]);
            let step = (two.down - one.down) / one.size;
            let is_plain = pair.iter().all(|line| line.cell.is_none() && line.cells.is_empty());
            let is_same = (one.size - two.size).abs() < 0.5 && one.shares_column(two) && !two.begins_item();
            if is_plain && is_same && goes_on(one, two) && !one.ends_sentence() && (0.8..2.5).contains(&step) {
                let (step, chars) = ((step * 20.0).round() as i64, one.text.chars().count());
                *steps.all.entry(step).or_default() += chars;
                *steps
                    .by_size
                    .entry(rounded(one.size))
                    .or_default()
                    .entry(step)
                    .or_default() += chars;
            }
        }
        steps
    }
}

fn commonest(steps: &HashMap<i64, usize>) -> Option<f64> {
    let usual = steps.iter().max_by_key(|&(&step, &chars)| (chars, -step));
    usual.map(|(&step, _)| step as f64 / 20.0)
}

fn rounded(size: f64) -> i64 {
    (size * 2.0).round() as i64
}
