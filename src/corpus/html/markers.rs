//! The markers of lists whose numbers a style sheet writes, as word processors have it:
//! `.lst-a-1>li:before{content:"" counter(lst-ctn-a-1,lower-latin) ". "}`.

use std::collections::HashMap;

use crate::corpus::office::numeral;

/// The longest marker of an item, in bytes.
const MAX_MARKER_BYTES: usize = 40;

/// The marker of a list's items.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Marker<'a> {
    pieces: Vec<Piece<'a>>,
    /// The counter of the list itself, which is the last.
    own: &'a str,
}

#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    /// A counter, and the format of its number.
    Counter(&'a str, &'static str),
}

impl<'a> Marker<'a> {
    /// Reads a rule for the text before the items of a class of lists. `None` for other rules, and for markers without
    /// numbers.
    pub(super) fn of(selectors: &'a str, declarations: &'a str) -> Option<(&'a str, Self)> {
        let selector = selectors.rsplit(['{', ';', '/']).next()?.trim();
        let (class, element) = selector.strip_prefix('.')?.split_once('>')?;
        if !matches!(element.trim(), "li:before" | "li::before") {
            return None;
        }
        let (_, content) = declarations.split_once("content:")?;
        let mut pieces = Vec::new();
        let mut own = None;
        let mut rest = content.trim_start();
        while !rest.is_empty() && !rest.starts_with(';') {
            if let Some(quoted) = rest.strip_prefix('"') {
                let (text, after) = quoted.split_once('"')?;
                pieces.push(Piece::Text(text));
                rest = after.trim_start();
            } else {
                let (counter, after) = rest.strip_prefix("counter(")?.split_once(')')?;
                let (name, format) = counter.split_once(',').unwrap_or((counter, "decimal"));
                own = Some(name.trim());
                pieces.push(Piece::Counter(name.trim(), format_of(format.trim())?));
                rest = after.trim_start();
            }
        }
        Some((class.trim(), Self { pieces, own: own? }))
    }

    /// The marker of the item with this number, with a space after it. `counters` has the numbers of the lists around.
    pub(super) fn write(&self, number: usize, counters: &mut HashMap<&'a str, usize>) -> String {
        counters.insert(self.own, number);
        let mut marker = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => marker.push_str(text),
                Piece::Counter(name, format) => {
                    let number = counters.get(name).copied().unwrap_or(1);
                    marker.push_str(&numeral(number, format).unwrap_or_else(|| number.to_string()));
                }
            }
        }
        let is_plain = marker.len() <= MAX_MARKER_BYTES && !marker.contains('\\');
        let marker = if is_plain { marker } else { format!("{number}.") };
        format!("{} ", marker.trim())
    }
}

/// The name of a style sheet's format among those of office documents. `None` if it is unknown.
fn format_of(format: &str) -> Option<&'static str> {
    Some(match format {
        "decimal" => "decimal",
        "decimal-leading-zero" => "decimalZero",
        "lower-latin" | "lower-alpha" => "lowerLetter",
        "upper-latin" | "upper-alpha" => "upperLetter",
        "lower-roman" => "lowerRoman",
        "upper-roman" => "upperRoman",
        _ => return None,
    })
}
