//! Markers of lists that a program writes apart from their items: after all other text of the page, for instance.

use super::lines::Line;
use super::markers::marker;

/// The widest gap between a marker and its item, in sizes of the font.
const MAX_GAP: f64 = 3.0;
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
