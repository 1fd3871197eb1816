//! The markers of a slide's paragraphs. Numbers are not in its text, so they are counted as a presentation does.

use crate::corpus::office::numeral::{BULLET, numeral};
use crate::corpus::office::xml::Element;

/// The number of levels of a list.
const LEVELS: usize = 9;

/// The numbers reached in a shape, by level.
#[derive(Debug, Default)]
pub(super) struct Bullets([usize; LEVELS]);

impl Bullets {
    /// The marker of the next paragraph. `None` if it has none; `is_list` says whether paragraphs that don't say so
    /// themselves have one.
    pub(super) fn next(&mut self, properties: Option<Element<'_>>, level: usize, is_list: bool) -> Option<String> {
        let at = level.min(LEVELS - 1);
        for count in &mut self.0[at + 1..] {
            *count = 0;
        }
        let numbered = properties.and_then(|properties| properties.child("buAutoNum"));
        let Some(numbered) = numbered else {
            self.0[at] = 0;
            let has = |name| properties.is_some_and(|properties| properties.child(name).is_some());
            let is_item = !has("buNone") && (is_list || has("buChar") || has("buBlip"));
            return is_item.then(|| BULLET.to_owned());
        };
        let start = numbered
            .attribute("startAt")
            .and_then(|start| start.parse().ok())
            .unwrap_or(1);
        let number = if self.0[at] == 0 {
            start
        } else {
            self.0[at].saturating_add(1)
        };
        self.0[at] = number;
        let kind = numbered.attribute("type").unwrap_or_default();
        Some(marker(number, &kind).unwrap_or_else(|| BULLET.to_owned()))
    }
}

/// The marker for a kind of numbers: "alphaLcParenR" is "a)". `None` if the kind is unknown.
fn marker(number: usize, kind: &str) -> Option<String> {
    const FORMATS: [(&str, &str); 5] = [
        ("arabic", "decimal"),
        ("alphaLc", "lowerLetter"),
        ("alphaUc", "upperLetter"),
        ("romanLc", "lowerRoman"),
        ("romanUc", "upperRoman"),
    ];
    let (punctuation, format) = FORMATS
        .iter()
        .find_map(|(prefix, format)| Some((kind.strip_prefix(prefix)?, format)))?;
    let number = numeral(number, format)?;
    match punctuation {
        "Period" => Some(format!("{number}.")),
        "ParenR" => Some(format!("{number})")),
        "ParenBoth" => Some(format!("({number})")),
        "Plain" => Some(number),
        _ => None,
    }
}
