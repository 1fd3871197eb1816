//! What begins an item of a list: a bullet, a dash, a number.

use super::piece::Piece;

/// Signs that begin an item, and dashes that may as well go on with a sentence.
pub(super) const BULLETS: &str = "•◦▪▫‣○●■□➢➤►✓✔❖⁃∙";
const DASHES: &str = "-–—*·";
/// A marker is larger than the words of its item by so much.
const LARGER_MARKER: f64 = 1.05;
/// The longest number of an item.
const MAX_DIGITS: usize = 3;

/// `Some` if a line begins with the marker of an item; true if it can be nothing else.
pub(super) fn marker(text: &str) -> Option<bool> {
    let (first, rest) = text.split_once(' ')?;
    if rest.trim().is_empty() {
        return None;
    }
    let mut chars = first.chars();
    let sign = chars.next()?;
    if chars.next().is_none() && !sign.is_alphanumeric() {
        return (BULLETS.contains(sign) || DASHES.contains(sign)).then(|| BULLETS.contains(sign));
    }
    if first == "o" {
        return Some(false);
    }
    let bare = first.strip_suffix([')', '.'])?;
    let bare = bare.strip_prefix('(').unwrap_or(bare);
    let is_number = bare.len() <= 3 && bare.chars().all(|c| c.is_ascii_digit());
    let is_letter = bare.len() == 1 && bare.chars().all(|c| c.is_ascii_lowercase());
    (!bare.is_empty() && (is_number || is_letter)).then_some(false)
}

/// True for a word that marks an item where it stands apart: "•", "1.", "1".
pub(super) fn is_marker(word: &str) -> bool {
    let is_number = !word.is_empty() && word.len() <= MAX_DIGITS && word.chars().all(|c| c.is_ascii_digit());
    is_number || !word.contains(' ') && marker(&format!("{word} x")).is_some()
}

/// The largest of the words that stand apart, by `gap` sizes of their font, from a marker in type larger than they are.
pub(super) fn item_after_marker(pieces: &[Piece], size: f64, gap: f64) -> Option<&Piece> {
    let inked: Vec<&Piece> = pieces.iter().filter(|piece| !piece.text.trim().is_empty()).collect();
    let is_apart = |pair: &[&Piece]| pair[1].start - pair[0].end > gap * pair[1].size;
    let (marker, words) = inked.split_at(inked.windows(2).position(is_apart)? + 1);
    let largest = words.iter().max_by(|one, two| one.size.total_cmp(&two.size))?;
    let marker: String = marker.iter().map(|piece| piece.text.as_str()).collect();
    (size > largest.size * LARGER_MARKER && is_marker(&marker)).then_some(largest)
}
