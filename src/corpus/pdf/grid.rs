//! Tables by their borders: the lines of a page that cross one another make cells.

use super::rules::Rule;

/// Two lines are at one place, or touch each other, within so many points.
pub(super) const REACH: f64 = 2.5;
/// The most lines that may make tables; a page with more has a drawing.
const MAX_LINES: usize = 1_500;
/// The most cells of a table.
const MAX_CELLS: usize = 5_000;

/// A table: its cells, each with those that it is one with.
#[derive(Debug, PartialEq)]
pub(super) struct Grid {
    /// The borders of the columns, from the left, in points.
    xs: Vec<f64>,
    /// The borders of the rows, from the top, in points.
    ys: Vec<f64>,
    /// For each cell, row by row, the first one of those that no line parts from it.
    firsts: Vec<usize>,
}

impl Grid {
    /// The tables that the lines of a page make: two rows and two columns at least.
    pub(super) fn all(rules: &[Rule]) -> Vec<Self> {
        let mut lines = merged(rules, true);
        let across = lines.len();
        lines.extend(merged(rules, false));
        if lines.len() > MAX_LINES {
            return Vec::new();
        }
        let (across, down) = lines.split_at(across);
        connected(across, down)
            .into_iter()
            .filter_map(|(across, down)| Self::of(&across, &down))
            .collect()
    }

    /// The table that lines which touch one another make.
    fn of(across: &[Rule], down: &[Rule]) -> Option<Self> {
        let ends = |rules: &[Rule]| -> Vec<f64> { rules.iter().flat_map(|rule| [rule.from, rule.to]).collect() };
        let places = |rules: &[Rule]| -> Vec<f64> { rules.iter().map(|rule| rule.at).collect() };
        // The outermost borders may be missing, and lines stick out there.
        let xs = borders(places(down), &ends(across));
        let mut ys = borders(places(across), &ends(down));
        ys.reverse();
        let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
        if columns < 2 || rows < 2 || columns * rows > MAX_CELLS {
            return None;
        }
        let mut firsts: Vec<usize> = (0..columns * rows).collect();
        let covers = |rules: &[Rule], at: f64, place: f64| {
            let mut there = rules.iter().filter(|rule| (rule.at - at).abs() <= REACH);
            there.any(|rule| rule.from <= place && place <= rule.to)
        };
        for row in 0..rows {
            for column in 0..columns {
                let cell = row * columns + column;
                let middle = f64::midpoint(xs[column], xs[column + 1]);
                if column > 0 && !covers(down, xs[column], f64::midpoint(ys[row], ys[row + 1])) {
                    firsts[cell] = firsts[cell - 1];
                } else if row > 0 && !covers(across, ys[row], middle) {
                    firsts[cell] = firsts[cell - columns];
                }
            }
        }
        Some(Self { xs, ys, firsts })
    }

    /// The cell at a place of the page; `None` outside the table.
    pub(super) fn cell_at(&self, x: f64, y: f64) -> Option<usize> {
        let column = self.xs.partition_point(|&border| border <= x).checked_sub(1)?;
        let row = self.ys.partition_point(|&border| border >= y).checked_sub(1)?;
        let is_within = column < self.columns() && row < self.rows();
        is_within.then(|| self.firsts[row * self.columns() + column])
    }

    pub(super) fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    pub(super) fn rows(&self) -> usize {
        self.ys.len() - 1
    }

    /// The cells of a row: for each column, the first cell of those that are one.
    pub(super) fn row(&self, row: usize) -> &[usize] {
        let columns = self.columns();
        &self.firsts[row * columns..(row + 1) * columns]
    }

    /// The outer borders on the left and on the right, and those between the columns.
    pub(super) fn borders(&self) -> ((f64, f64), &[f64]) {
        let columns = self.columns();
        ((self.xs[0], self.xs[columns]), &self.xs[1..columns])
    }

    /// The lower and the upper border of a row. `None` if one of its cells is one with another.
    pub(super) fn band(&self, row: usize) -> Option<(f64, f64)> {
        let next = (row + 1 < self.rows()).then(|| self.row(row + 1));
        let own = (row * self.columns()..).zip(self.row(row));
        let is_plain = own
            .into_iter()
            .all(|(cell, &first)| cell == first && !next.is_some_and(|next| next.contains(&cell)));
        is_plain.then(|| (self.ys[row + 1], self.ys[row]))
    }

    /// The left and the right border of a cell.
    pub(super) fn sides(&self, cell: usize) -> (f64, f64) {
        let columns = self.columns();
        let (row, column) = (cell / columns, cell % columns);
        let width = self.row(row)[column..]
            .iter()
            .take_while(|&&first| first == cell)
            .count();
        (self.xs[column], self.xs[column + width])
    }

    /// True if the columns of two tables stand at the same places.
    pub(super) fn has_columns_of(&self, other: &Self) -> bool {
        let mut pairs = self.xs.iter().zip(&other.xs);
        self.xs.len() == other.xs.len() && pairs.all(|(one, two)| (one - two).abs() <= REACH)
    }
}

/// Puts the pieces of each line together, as borders are drawn cell by cell; in the order of their places.
pub(super) fn merged(rules: &[Rule], is_across: bool) -> Vec<Rule> {
    let mut all: Vec<Rule> = rules
        .iter()
        .copied()
        .filter(|rule| rule.is_across == is_across)
        .collect();
    all.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut lines: Vec<Rule> = Vec::new();
    for same in all.chunk_by(|one, two| two.at - one.at <= REACH / 2.0) {
        let mut same = same.to_vec();
        same.sort_by(|a, b| a.from.total_cmp(&b.from));
        let first = lines.len();
        for rule in same {
            match lines[first..].last_mut() {
                Some(last) if rule.from <= last.to + REACH => last.to = last.to.max(rule.to),
                _ => lines.push(rule),
            }
        }
    }
    lines
}

/// Groups lines that touch one another.
fn connected(across: &[Rule], down: &[Rule]) -> Vec<(Vec<Rule>, Vec<Rule>)> {
    let touch = |one: &Rule, two: &Rule| {
        let is_on = |at: f64, line: &Rule| line.from - REACH <= at && at <= line.to + REACH;
        is_on(two.at, one) && is_on(one.at, two)
    };
    let mut left: Vec<usize> = (0..down.len()).collect();
    let mut is_taken = vec![false; across.len()];
    let mut groups = Vec::new();
    while let Some(start) = left.pop() {
        let (mut rows, mut columns) = (Vec::new(), vec![start]);
        let mut next = 0;
        while next < columns.len() {
            let column = &down[columns[next]];
            next += 1;
            for (at, row) in across.iter().enumerate() {
                if is_taken[at] || !touch(row, column) {
                    continue;
                }
                is_taken[at] = true;
                rows.push(*row);
                let (near, far) = left.iter().partition(|&&other| touch(row, &down[other]));
                left = far;
                let near: Vec<usize> = near;
                columns.extend(near);
            }
        }
        groups.push((rows, columns.into_iter().map(|column| down[column]).collect()));
    }
    groups
}

/// The places of borders, in order, and the ends of lines that reach beyond them.
fn borders(mut places: Vec<f64>, ends: &[f64]) -> Vec<f64> {
    places.sort_by(f64::total_cmp);
    places.dedup_by(|next, last| *next - *last <= REACH);
    let (Some(&first), Some(&last)) = (places.first(), places.last()) else {
        return places;
    };
    let lowest = ends.iter().copied().fold(f64::MAX, f64::min);
    let highest = ends.iter().copied().fold(f64::MIN, f64::max);
    if lowest < first - 2.0 * REACH {
        places.insert(0, lowest);
    }
    if highest > last + 2.0 * REACH {
        places.push(highest);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn across(at: f64, from: f64, to: f64) -> Rule {
        Rule {
            is_across: true,
            at,
            from,
            to,
        }
    }

    fn down(at: f64, from: f64, to: f64) -> Rule {
        Rule {
            is_across: false,
            at,
            from,
            to,
        }
    }

    /// Two columns and two rows of 100 by 20 points, drawn cell by cell.
    fn four_cells() -> Vec<Rule> {
        let mut rules = Vec::new();
        for (x, y) in [(0.0, 0.0), (100.0, 0.0), (0.0, 20.0), (100.0, 20.0)] {
            rules.extend([across(y, x, x + 100.0), across(y + 20.0, x, x + 100.0)]);
            rules.extend([down(x, y, y + 20.0), down(x + 100.0, y, y + 20.0)]);
        }
        rules
    }

    #[test]
    fn lines_that_cross_make_cells() {
        let grids = Grid::all(&four_cells());
        let [grid] = &grids[..] else {
            panic!("one table: {grids:?}")
        };
        assert_eq!((grid.columns(), grid.rows()), (2, 2));
        let cells = [(50.0, 30.0), (150.0, 30.0), (50.0, 10.0), (150.0, 10.0)];
        assert_eq!(cells.map(|(x, y)| grid.cell_at(x, y)), [0, 1, 2, 3].map(Some));
        assert_eq!(
            [(-1.0, 10.0), (201.0, 10.0), (50.0, 41.0)].map(|(x, y)| grid.cell_at(x, y)),
            [None; 3]
        );
        assert_eq!(grid.sides(1), (100.0, 200.0));
    }

    #[test]
    fn cells_without_a_line_between_them_are_one() {
        let mut rules = four_cells();
        let gone = down(100.0, 20.0, 40.0);
        rules.retain(|rule| *rule != gone);
        let grid = &Grid::all(&rules)[0];
        assert_eq!([grid.row(0), grid.row(1)], [&[0, 0], &[2, 3]]);
        assert_eq!(grid.sides(0), (0.0, 200.0));
        let mut rules = four_cells();
        let gone = across(20.0, 0.0, 100.0);
        rules.retain(|rule| *rule != gone);
        let grid = &Grid::all(&rules)[0];
        assert_eq!([grid.row(0), grid.row(1)], [&[0, 1], &[0, 3]]);
    }

    #[test]
    fn outer_borders_may_be_missing() {
        let grid = &Grid::all(&[across(20.0, 0.0, 200.0), down(100.0, 0.0, 40.0)])[0];
        assert_eq!((grid.columns(), grid.rows()), (2, 2));
        assert_eq!(grid.cell_at(150.0, 10.0), Some(3));
    }

    #[test]
    fn other_lines_make_no_table() {
        let boxed = [
            across(0.0, 0.0, 200.0),
            across(40.0, 0.0, 200.0),
            down(0.0, 0.0, 40.0),
            down(200.0, 0.0, 40.0),
        ];
        assert_eq!(Grid::all(&boxed), []);
        let apart = [
            across(0.0, 0.0, 200.0),
            across(40.0, 0.0, 200.0),
            down(300.0, 0.0, 40.0),
        ];
        assert_eq!(Grid::all(&apart), []);
        assert_eq!(Grid::all(&[]), []);
    }
}
