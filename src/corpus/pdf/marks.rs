//! Footnote marks: small raised numbers, right after a word or at the beginning of a line.

use std::ops::Range;

use super::glyphs::WORD_GAP;
use super::piece::Piece;

/// The largest size of a mark and its least height above the baseline, in sizes of its line.
const SMALLER: f64 = 0.9;
const HIGHER: f64 = 0.15;
/// The longest number of a note.
const MAX_DIGITS: usize = 3;
/// The fewest letters of a word that has a mark; a unit of measure or a variable has fewer, and the number is its exponent.
const MIN_LETTERS: usize = 3;
/// Shorter words than that are taken for a unit if they are one of these.
const UNITS: &[&str] = &[
    "mm", "cm", "dm", "km", "nm", "um", "µm", "μm", "ft", "in", "yd", "mi", "ha", "kg", "ms", "mc",
];
/// Functions whose exponent stands before their argument.
const FUNCTIONS: &[&str] = &["sin", "cos", "tan", "log", "exp"];

/// The footnote marks of a line.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// The pieces of the one that the line begins with; empty if it begins with none.
    pub(super) leading: Range<usize>,
    /// The pieces of those after a word.
    pub(super) others: Vec<Range<usize>>,
}

impl Marks {
    /// The marks among the pieces of a line with this size and baseline.
    pub(super) fn of(pieces: &[Piece], size: f64, down: f64) -> Self {
        let is_raised = |piece: &Piece| piece.size < size * SMALLER && piece.down < down - size * HIGHER;
        let mut marks = Self::default();
        let mut at = 0;
        while at < pieces.len() {
            let count = pieces[at..].iter().take_while(|piece| is_raised(piece)).count();
            let run = at..at + count;
            at = run.end.max(at + 1);
            if !is_number(&pieces[run.clone()]) {
                continue;
            }
            let is_first = pieces[..run.start].iter().all(|piece| piece.text.trim().is_empty());
            if is_first && run.end < pieces.len() {
                marks.leading = run;
            } else if has_note(&word_before(&pieces[..=run.start], size), pieces.get(run.end)) {
                marks.others.push(run);
            }
        }
        marks
    }
}

/// True for one number or several: "3", "3, 4".
fn is_number(run: &[Piece]) -> bool {
    let text: String = run.iter().map(|piece| piece.text.as_str()).collect();
    let mut numbers = text
        .trim()
        .split([',', ' '])
        .filter(|number| !number.is_empty())
        .peekable();
    numbers.peek().is_some()
        && numbers.all(|number| number.len() <= MAX_DIGITS && number.chars().all(|c| c.is_ascii_digit()))
}

/// The word that ends with the last piece, without that piece.
fn word_before(pieces: &[Piece], size: f64) -> String {
    let is_joined = |pair: &[Piece]| !pair[0].text.ends_with(' ') && pair[1].start - pair[0].end <= WORD_GAP * size;
    let count = pieces.windows(2).rev().take_while(|pair| is_joined(pair)).count();
    let end = pieces.len().saturating_sub(1);
    pieces[end - count..end]
        .iter()
        .map(|piece| piece.text.as_str())
        .collect()
}

/// True if a raised number after a word is the mark of a note, and no exponent.
fn has_note(word: &str, next: Option<&Piece>) -> bool {
    let word = word.rsplit(' ').next().unwrap_or_default();
    let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    let is_whole = next.is_none_or(|next| !next.text.starts_with(char::is_alphanumeric));
    let is_word = match letters.chars().count() {
        MIN_LETTERS.. => !FUNCTIONS.contains(&letters.as_str()),
        2 => !UNITS.contains(&letters.as_str()) && word.starts_with(char::is_alphabetic),
        _ => false,
    };
    is_whole && is_word
}
