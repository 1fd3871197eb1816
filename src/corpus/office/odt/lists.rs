//! The markers of an `OpenDocument` text's lists. Numbers are not in its text, so they are counted as an office program
//! does.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::corpus::office::numeral::{BULLET, MAX_MARKER_BYTES, numeral};
use crate::corpus::office::xml::Element;

/// The deepest level of a list that has a marker of its own.
const LEVELS: usize = 10;

/// The levels of a list style, from 1.
#[derive(Debug, Clone, Default)]
pub(super) struct ListStyle {
    levels: HashMap<usize, Level>,
}

/// A level with numbers; others have signs.
#[derive(Debug, Clone)]
struct Level {
    format: String,
    prefix: String,
    suffix: String,
    start: usize,
    /// The number of levels whose numbers are shown.
    shown: usize,
}

/// The numbers reached in a list, by level from 1.
#[derive(Debug, Clone, Default)]
pub(super) struct Counts([Option<usize>; LEVELS]);

impl ListStyle {
    /// Reads a list style, or the one that numbers the headings.
    pub(super) fn of(style: Element<'_>) -> Self {
        let mut levels = HashMap::new();
        let is_numbered = |name| matches!(name, "list-level-style-number" | "outline-level-style");
        for level in style.elements().filter(|level| is_numbered(level.name())) {
            let text = |name| {
                let value = level.attribute(name).filter(|value| value.len() <= MAX_MARKER_BYTES);
                value.unwrap_or_default().into_owned()
            };
            let number = |name| level.attribute(name).and_then(|value| value.parse::<usize>().ok());
            let details = Level {
                format: text("num-format"),
                prefix: text("num-prefix"),
                suffix: text("num-suffix"),
                start: number("start-value").unwrap_or(1),
                shown: number("display-levels").unwrap_or(1),
            };
            levels.insert(number("text:level").unwrap_or(1), details);
        }
        Self { levels }
    }

    fn start(&self, level: usize) -> usize {
        self.levels.get(&level).map_or(1, |level| level.start)
    }

    /// The marker of the next item at `level`, from 1. `start` is the number that the item itself begins at.
    pub(super) fn next(&self, counts: &mut Counts, level: usize, start: Option<usize>) -> String {
        let at = level.clamp(1, LEVELS);
        for (i, count) in counts.0.iter_mut().enumerate() {
            let this = i + 1;
            match this.cmp(&at) {
                Ordering::Greater => *count = None,
                Ordering::Less => _ = count.get_or_insert(self.start(this)),
                Ordering::Equal => {
                    let next = count.map_or(self.start(this), |count| count.saturating_add(1));
                    *count = Some(start.unwrap_or(next));
                }
            }
        }
        let Some(own) = self.levels.get(&at).filter(|own| !own.format.is_empty()) else {
            return BULLET.to_owned();
        };
        let first = (at + 1).saturating_sub(own.shown.max(1)).max(1);
        let numbers: Option<Vec<String>> = (first..=at)
            .map(|shown| {
                let format = self.levels.get(&shown).map_or("1", |level| level.format.as_str());
                numeral(counts.0[shown - 1]?, format)
            })
            .collect();
        match numbers {
            Some(mut numbers) => {
                // A level without numbers has no place among the others.
                numbers.retain(|number| !number.is_empty());
                format!("{}{}{}", own.prefix, numbers.join("."), own.suffix)
            }
            None => BULLET.to_owned(),
        }
    }
}
