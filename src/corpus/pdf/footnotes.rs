//! Finds the footnotes of a page.

use super::lines::Line;

/// A footnote is smaller than the body by so much.
const SMALL: f64 = 0.93;

/// Marks each line of a footnote: small type from a raised mark on, with nothing of the column below it.
pub(super) fn mark(lines: &mut [Line], body: f64) {
    let is_small = |line: &Line| line.size <= body * SMALL;
    let mut at = 0;
    while at < lines.len() {
        let run = lines[at..].chunk_by(|one, two| is_small(two) && two.down > one.down);
        let count = run.map(<[Line]>::len).next().unwrap_or(1);
        let last = &lines[at + count - 1];
        let is_last = lines
            .get(at + count)
            .is_none_or(|next| next.down < lines[at].down || next.down < last.down && !next.shares_column(last));
        if lines[at].is_note && is_small(&lines[at]) && is_last {
            for line in &mut lines[at..at + count] {
                line.is_footnote = true;
            }
            at += count;
        } else {
            at += 1;
        }
    }
}
