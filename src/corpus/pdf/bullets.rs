//! Markers of lists that a program writes apart from their items: after all other text of the page, for instance.

use super::lines::{ALIGNED_GAP, Line};
use super::paragraphs::marker;
use super::piece::Piece;

/// The widest gap between a marker and its item, in sizes of the font.
const MAX_GAP: f64 = 3.0;
/// A marker is larger than the words of its item by so much.
const LARGER_MARKER: f64 = 1.05;
/// The longest number of an item.
const MAX_DIGITS: usize = 3;
/// Both stand on one line if their baselines differ by less than this, in sizes of the font.
const LEVEL: f64 = 0.3;

/// Puts each marker that stands alone before the line that it marks.
pub(super) fn attach(mut lines: Vec<Line>) -> Vec<Line> {
    let mut at = 0;
    while at < lines.len() {
        match is_alone(&lines[at]).then(|| item_of(&lines, at)).flatten() {
            Some(item) => {
                let marker = lines.remove(at);
                let item = if item > at { item - 1 } else { item };
                lines[item].put_before(&marker);
            }
            None => at += 1,
        }
    }
    lines
}

/// True for a word that marks an item where it stands apart: "•", "1.", "1".
pub(super) fn is_marker(word: &str) -> bool {
    let is_number = !word.is_empty() && word.len() <= MAX_DIGITS && word.chars().all(|c| c.is_ascii_digit());
    is_number || !word.contains(' ') && marker(&format!("{word} x")).is_some()
}

/// The largest of the words that stand apart from a marker in type larger than they are.
pub(super) fn item_after_marker(pieces: &[Piece], size: f64) -> Option<&Piece> {
    let inked: Vec<&Piece> = pieces.iter().filter(|piece| !piece.text.trim().is_empty()).collect();
    let is_apart = |pair: &[&Piece]| pair[1].start - pair[0].end > ALIGNED_GAP * pair[1].size;
    let (marker, words) = inked.split_at(inked.windows(2).position(is_apart)? + 1);
    let largest = words.iter().max_by(|one, two| one.size.total_cmp(&two.size))?;
    let marker: String = marker.iter().map(|piece| piece.text.as_str()).collect();
    (size > largest.size * LARGER_MARKER && is_marker(&marker)).then_some(largest)
}

/// True for a marker without an item.
fn is_alone(line: &Line) -> bool {
    line.cell.is_none() && line.angle == 0 && !line.text.contains(' ') && marker(&format!("{} x", line.text)).is_some()
}

/// The line that begins right after a marker, if it has none of its own.
fn item_of(lines: &[Line], at: usize) -> Option<usize> {
    let marker_line = &lines[at];
    let is_right_of = |line: &Line| {
        let is_level = (line.down - marker_line.down).abs() < LEVEL * line.size;
        let gap = line.left - marker_line.right;
        line.cell.is_none() && line.angle == 0 && is_level && (0.0..MAX_GAP * line.size).contains(&gap)
    };
    let item = (0..lines.len()).find(|&other| other != at && is_right_of(&lines[other]))?;
    (marker(&lines[item].text).is_none() && !is_alone(&lines[item])).then_some(item)
}
