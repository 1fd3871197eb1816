//! Finds the rows of tables that have no lines around their cells.

use super::lines::{Line, REACH};

/// True for each line that is a row of a table: two or more in a row with cells at the same places, and a line right
/// above them with as many cells, which may be centred.
pub(super) fn rows(lines: &[Line]) -> Vec<bool> {
    let mut rows = vec![false; lines.len()];
    for at in 1..lines.len() {
        let (one, two) = (&lines[at - 1], &lines[at]);
        let most = one.cells.len().max(two.cells.len());
        let aligned = (0..most).filter(|&cell| is_aligned(one, two, cell)).count();
        if aligned > 0 && aligned * 2 >= most && two.down > one.down && (one.left - two.left).abs() <= REACH {
            rows[at - 1] = true;
            rows[at] = true;
        }
    }
    for at in 1..lines.len() {
        let (head, row) = (&lines[at - 1], &lines[at]);
        let step = row.down - head.down;
        if rows[at] && head.cells.len() == row.cells.len() && (0.0..3.0 * row.size).contains(&step) {
            rows[at - 1] = true;
        }
    }
    rows
}

/// True for a line with several numbers far apart: a row of a table, though none beside it is like it.
pub(super) fn has_figures(line: &Line) -> bool {
    let ends = line
        .cells
        .iter()
        .skip(1)
        .map(|&(start, _)| start)
        .chain([line.text.len()]);
    let cells = line
        .cells
        .iter()
        .zip(ends)
        .map(|(&(start, _), end)| &line.text[start..end]);
    let is_figure = |cell: &&str| cell.contains(|c: char| c.is_ascii_digit()) && !cell.contains(char::is_alphabetic);
    cells.filter(is_figure).count() > 1
}

/// True if the cells of two lines begin at the same place, or end there, as figures do.
fn is_aligned(one: &Line, two: &Line, cell: usize) -> bool {
    let is_near = |a: f64, b: f64| (a - b).abs() <= REACH;
    let sides = one.cell_sides(cell).zip(two.cell_sides(cell));
    sides.is_some_and(|(one, two)| is_near(one.0, two.0) || is_near(one.1, two.1))
}
