//! Checks that the order of a page's lines can be the order of reading.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::fault::PageFault;
use super::furniture::MARGIN;
use super::grid::Grid;
use super::lines::{Cell, Line};

/// The share of a page's text, above what was read before it in the same column, from which the page is out of order.
const MISPLACED: f64 = 0.25;
/// Columns are printed across if this number of lines in a row have a gap at the same place, with this number of words on
/// both sides.
const ACROSS_LINES: usize = 5;
const ACROSS_WORDS: usize = 3;
/// The tolerance for that place, in points.
const REACH: f64 = 4.0;

/// Puts the foot of a page after its text, and the head before it. Programs write both of them first, or last.
pub(super) fn settle(lines: &mut Vec<Line>) {
    let is_head = |line: &Line| line.angle == 0 && line.depth < MARGIN;
    let is_foot = |line: &Line| line.angle == 0 && line.depth > 1.0 - MARGIN;
    let is_beside = |line: &&Line| is_head(line) || is_foot(line);
    let first = lines.iter().take_while(is_beside).count();
    let last = lines.len() - lines.iter().rev().take_while(is_beside).count();
    if first < last {
        let (mut heads, mut feet) = (Vec::new(), Vec::new());
        let mut text = lines.split_off(first);
        let after = text.split_off(last - first);
        for line in lines.drain(..).chain(after) {
            if is_head(&line) {
                heads.push(line);
            } else {
                feet.push(line);
            }
        }
        lines.extend(heads);
        lines.append(&mut text);
        lines.append(&mut feet);
    }
}

/// Checks the lines of a page, in the order of the file.
///
/// # Errors
/// If they may not be in the order of reading.
pub(super) fn check(lines: &[Line]) -> Result<(), PageFault> {
    // Footnotes are put after the text in any case, and many programs write them first.
    let own: Vec<&Line> = lines.iter().filter(|line| !line.is_footnote).collect();
    if is_printed_across(&own) || is_misplaced(&own) || is_overprinted(&own) {
        return Err(PageFault::Disordered);
    }
    Ok(())
}

/// True if lines of two columns follow each other: "the left | the right", "column and | column and".
fn is_printed_across(lines: &[&Line]) -> bool {
    let mut run = 0;
    let mut last: Option<f64> = None;
    for line in lines {
        let gap = match line.cells[..] {
            [(at, place)] if is_prose(&line.text[..at]) && is_prose(&line.text[at..]) => Some(place),
            _ => None,
        };
        let same = matches!((gap, last), (Some(gap), Some(last)) if (gap - last).abs() <= REACH);
        run = if same { run + 1 } else { usize::from(gap.is_some()) };
        last = gap;
        if run >= ACROSS_LINES {
            return true;
        }
    }
    false
}

fn is_prose(cell: &str) -> bool {
    cell.split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic))
        .count()
        >= ACROSS_WORDS
}

/// The cell of each line that stands in a table of short entries; one with much text in its cells may lay out a page.
fn cells_of_data<'l>(lines: &[&'l Line]) -> Vec<Option<&'l Cell>> {
    let mut tables: HashMap<*const Grid, (usize, HashSet<usize>)> = HashMap::new();
    for cell in lines.iter().filter_map(|line| line.cell.as_ref()) {
        let (count, cells) = tables.entry(Rc::as_ptr(&cell.grid)).or_default();
        *count += 1;
        cells.insert(cell.number);
    }
    let has_data = |cell: &&Cell| {
        let table = tables.get(&Rc::as_ptr(&cell.grid));
        table.is_some_and(|(count, cells)| count * 2 <= cells.len() * 3)
    };
    lines.iter().map(|line| line.cell.as_ref().filter(has_data)).collect()
}

/// True if much of the text stands above text of its own column that comes before it.
fn is_misplaced(lines: &[&Line]) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "the length of a line")]
    let length = |line: &&Line| line.text.len() as f64;
    let total: f64 = lines.iter().map(length).sum();
    let mut misplaced = 0.0;
    // The lines since the last jump upwards that began a new column.
    let mut lowest: Vec<(&Line, Option<&Cell>)> = Vec::new();
    for (&line, cell) in lines.iter().zip(cells_of_data(lines)) {
        // A table gives its cells their order, and only the lines of one cell need it.
        let above = |(before, other): &(&Line, Option<&Cell>)| {
            *other == cell && before.shares_column(line) && before.down > line.down + line.size * 0.5
        };
        if lowest.iter().any(above) {
            misplaced += length(&line);
        } else {
            lowest.retain(|(before, other)| {
                let is_within = before.left >= line.left && before.right <= line.right;
                !(*other == cell && before.shares_column(line) && is_within)
            });
            lowest.push((line, cell));
        }
    }
    misplaced > total * MISPLACED
}

/// True if lines are printed over others.
fn is_overprinted(lines: &[&Line]) -> bool {
    let over = lines.windows(2).filter(|pair| {
        let reach = pair[0].size.min(pair[1].size) * 0.4;
        let overlap = pair[0].right.min(pair[1].right) - pair[0].left.max(pair[1].left);
        pair[0].angle == pair[1].angle
            && pair[0].cell == pair[1].cell
            && (pair[0].down - pair[1].down).abs() < reach
            && overlap > pair[0].size * 2.0
    });
    over.count() * 10 > lines.len()
}
