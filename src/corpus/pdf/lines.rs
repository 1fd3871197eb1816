//! Glyphs into lines: a new line begins where the baseline moves or the text goes back, a word at a gap.

mod parts;

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::glyphs::{Glyph, Page, UNKNOWN, WORD_GAP};
use super::grid::Grid;
use super::gutters::{undrawn, undrawn_rows};
use super::markers::item_after_marker;
use super::marks::Marks;
use super::piece::{NO_ROOM, Piece, combining, compose_accents, is_bullet, is_lost_letter, push_words};
use super::struck::struck;
use super::wraps::wrapped;

/// The gap from which a new cell begins. The widest space of justified text is narrower.
const CELL_GAP: f64 = 1.6;
/// The gap from which a new cell begins below or above the beginning of another.
const ALIGNED_GAP: f64 = 0.6;
/// The number of lines before and after a line that its cells may line up with.
const NEARBY: usize = 2;
/// Two cells begin at the same place if no more points lie between them.
pub(super) const REACH: f64 = 3.0;
/// The longest entry of a table, in bytes; a longer cell holds a page's text.
const MAX_ENTRY_BYTES: usize = 1_000;
/// A cell with so many lines that have gaps in them holds a table.
const MAX_INNER_ROWS: usize = 3;
/// A line goes on while the text goes back less than this: an accent that is put over its letter.
const BACK: f64 = 0.6;
/// A line goes on while the baseline moves less than this: a raised footnote mark, a lowered index.
const RISE: f64 = 0.7;

/// A line of a page, in points along and across its direction of writing.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// The words, with one space between them; NFC, and without ligatures.
    pub(super) text: String,
    /// The stretches in bold type, in bytes of the text.
    pub(super) bold: Vec<Range<usize>>,
    /// Where each cell after the first begins, in bytes of the text and in points.
    pub(super) cells: Vec<(usize, f64)>,
    /// The same for each gap that is a little too narrow for a cell.
    gaps: Vec<(usize, f64)>,
    /// Where the words before each of these cells and gaps end, in points.
    ends: Vec<(usize, f64)>,
    /// The size and the baseline of the largest letter from the beginning, and from each of these gaps.
    sizes: Vec<(usize, f64, f64)>,
    pub(super) left: f64,
    pub(super) right: f64,
    /// The distance of the baseline from the origin, growing downwards.
    pub(super) down: f64,
    pub(super) size: f64,
    /// The direction of writing in degrees; 0 for most.
    pub(super) angle: i32,
    /// The share of the page's height above the baseline; 0 at the top. Of no meaning for text that stands aslant.
    pub(super) depth: f64,
    /// True if it begins with the raised mark of a footnote.
    pub(super) is_note: bool,
    /// True if it begins with a marker in type of another size.
    pub(super) is_item: bool,
    /// True if it is part of a footnote.
    pub(super) is_footnote: bool,
    /// The cell of a table that it stands in.
    pub(super) cell: Option<Cell>,
}

/// A cell of a table with borders.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub(super) grid: Rc<Grid>,
    pub(super) number: usize,
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number && Rc::ptr_eq(&self.grid, &other.grid)
    }
}

impl Cell {
    /// The cell of one of these tables that a glyph stands in.
    fn of(glyph: &Glyph, grids: &[Rc<Grid>]) -> Option<Self> {
        // The middle of a small letter.
        let (x, y) = (glyph.x + glyph.advance / 2.0, glyph.y + glyph.size / 4.0);
        grids.iter().find_map(|grid| {
            let number = grid.cell_at(x, y)?;
            let grid = Rc::clone(grid);
            Some(Self { grid, number })
        })
    }
}

impl Line {
    /// True if all its letters are bold.
    pub(super) fn is_bold(&self) -> bool {
        matches!(&self.bold[..], [all] if *all == (0..self.text.len()))
    }

    /// True if it stands in a table with borders.
    pub(super) fn is_in(&self, grid: &Rc<Grid>) -> bool {
        self.cell.as_ref().is_some_and(|cell| Rc::ptr_eq(&cell.grid, grid))
    }

    /// Where a cell after the first begins and ends, in points.
    pub(super) fn cell_sides(&self, cell: usize) -> Option<(f64, f64)> {
        let &(_, left) = self.cells.get(cell)?;
        let next = self.cells.get(cell + 1).map(|&(next, _)| next);
        let end = self.ends.iter().find(|&&(at, _)| Some(at) == next);
        Some((left, end.map_or(self.right, |&(_, end)| end)))
    }

    /// True if two lines stand one below the other, in part at least.
    pub(super) fn shares_column(&self, other: &Self) -> bool {
        let overlap = self.right.min(other.right) - self.left.max(other.left);
        let narrower = (self.right - self.left).min(other.right - other.left);
        self.angle == other.angle && overlap > narrower * 0.15
    }
}

/// The lines of a page, in the order of the file.
pub(super) fn of_page(page: &Page) -> Vec<Line> {
    let mut rules = [&*page.rules, &*undrawn(page)].concat();
    rules.extend(undrawn_rows(page, &Grid::all(&rules)));
    let mut grids = Grid::all(&rules);
    grids.extend(wrapped(page, &grids));
    let grids: Vec<Rc<Grid>> = grids.into_iter().map(Rc::new).collect();
    let mut lines = Vec::new();
    let mut open: Option<Open> = None;
    for (glyph, is_struck) in page.glyphs.iter().zip(struck(page)) {
        let place = Place::of(glyph);
        let cell = Cell::of(glyph, &grids);
        match &mut open {
            Some(line) if (line.cell == cell || line.abuts(glyph, place)) && line.goes_on(glyph, place) => {
                line.push(glyph, place, &page.text);
            }
            _ => {
                lines.extend(open.take().and_then(|line| line.finish(page)));
                open = Some(Open::new(glyph, place, &page.text, cell));
            }
        }
        if let Some(piece) = open.as_mut().and_then(|line| line.pieces.last_mut()) {
            piece.is_struck = is_struck;
        }
    }
    lines.extend(open.and_then(|line| line.finish(page)));
    for grid in grids {
        if !is_tabular(&grid, &lines) {
            lines
                .iter_mut()
                .filter(|line| line.is_in(&grid))
                .for_each(|line| line.cell = None);
        }
    }
    for line in lines.iter_mut().filter(|line| line.cell.is_some()) {
        // Within a border a gap parts nothing.
        (line.cells, line.gaps) = (Vec::new(), Vec::new());
    }
    align_cells(&mut lines);
    lines
}

/// True if a table holds data: two rows have several cells with text. Others lay out a page, or have tables in their cells.
fn is_tabular(grid: &Rc<Grid>, lines: &[Line]) -> bool {
    let mut lens: HashMap<usize, usize> = HashMap::new();
    let mut rows: HashMap<usize, usize> = HashMap::new();
    for line in lines {
        if let Some(cell) = line.cell.as_ref().filter(|_| line.is_in(grid)) {
            *lens.entry(cell.number).or_default() += line.text.len();
            *rows.entry(cell.number).or_default() += usize::from(!line.cells.is_empty());
        }
    }
    if rows.values().any(|&rows| rows >= MAX_INNER_ROWS) {
        return false;
    }
    let is_full = |row: &usize| {
        let mut cells: Vec<usize> = grid
            .row(*row)
            .iter()
            .copied()
            .filter(|cell| lens.contains_key(cell))
            .collect();
        cells.dedup();
        cells.len() > 1
    };
    lens.values().all(|&len| len <= MAX_ENTRY_BYTES) && (0..grid.rows()).filter(is_full).count() > 1
}

/// Begins a cell at each narrow gap that lines up with a cell of a line nearby: the row with the longest entry of a
/// column has the narrowest gap, and the row beside it may have no entry there.
fn align_cells(lines: &mut [Line]) {
    for at in 0..lines.len() {
        let is_cell = |&(_, place): &(usize, f64)| {
            let nearby = lines[at.saturating_sub(NEARBY)..].iter().take(2 * NEARBY + 1);
            let mut cells = nearby.flat_map(|line| &line.cells);
            cells.any(|&(_, other)| (place - other).abs() <= REACH)
        };
        let found: Vec<_> = lines[at].gaps.iter().copied().filter(is_cell).collect();
        lines[at].cells.extend(found);
        lines[at].cells.sort_by_key(|&(start, _)| start);
    }
}

/// The place of a glyph along and across its own direction of writing.
#[derive(Clone, Copy)]
struct Place {
    along: f64,
    down: f64,
    angle: i32,
}

impl Place {
    #[expect(clippy::cast_possible_truncation, reason = "an angle in degrees")]
    fn of(glyph: &Glyph) -> Self {
        let (dx, dy) = glyph.direction;
        Self {
            along: glyph.x * dx + glyph.y * dy,
            down: glyph.x * dy - glyph.y * dx,
            angle: dy.atan2(dx).to_degrees().round() as i32,
        }
    }
}

/// A line in the making.
struct Open {
    pieces: Vec<Piece>,
    down: f64,
    size: f64,
    angle: i32,
    end: f64,
    y: f64,
    cell: Option<Cell>,
}

impl Open {
    fn new(glyph: &Glyph, place: Place, text: &str, cell: Option<Cell>) -> Self {
        let mut open = Self {
            pieces: Vec::new(),
            down: place.down,
            size: glyph.size,
            angle: place.angle,
            end: place.along,
            y: glyph.y,
            cell,
        };
        open.push(glyph, place, text);
        open
    }

    /// True if there is no room before a glyph: a word may stick out of its cell.
    fn abuts(&self, glyph: &Glyph, place: Place) -> bool {
        (place.along - self.end).abs() < NO_ROOM * glyph.size
    }

    fn goes_on(&self, glyph: &Glyph, place: Place) -> bool {
        let rise = (place.down - self.down).abs();
        let gap = place.along - self.end;
        // An accent may be wider than its letter, which stands below its middle.
        let is_below = self
            .pieces
            .last()
            .is_some_and(|last| combining(&last.text).is_some() && place.along >= last.start);
        let is_near = gap > -BACK * glyph.size.max(self.size) || is_below;
        place.angle == self.angle && rise < RISE * glyph.size.min(self.size) && is_near
    }

    fn push(&mut self, glyph: &Glyph, place: Place, text: &str) {
        if glyph.size > self.size * 1.1 {
            // It began with a raised mark.
            (self.size, self.down, self.y) = (glyph.size, place.down, glyph.y);
        }
        self.end = place.along + glyph.advance;
        self.pieces.push(Piece {
            text: text[glyph.text.clone()].to_owned(),
            start: place.along,
            end: self.end,
            down: place.down,
            size: glyph.size,
            is_bold: glyph.is_bold,
            is_struck: false,
        });
    }

    /// The line, unless it is blank.
    fn finish(mut self, page: &Page) -> Option<Line> {
        compose_accents(&mut self.pieces);
        let item = item_after_marker(&self.pieces, self.size, ALIGNED_GAP);
        if let Some(words) = item {
            (self.size, self.down) = (words.size, words.down);
        }
        let is_item = item.is_some();
        let marks = Marks::of(&self.pieces, self.size, self.down);
        let mut line = Line {
            down: self.down,
            size: self.size,
            angle: self.angle,
            left: f64::MAX,
            right: f64::MIN,
            depth: if page.height > 0.0 {
                1.0 - self.y / page.height
            } else {
                0.0
            },
            is_note: !marks.leading.is_empty(),
            is_item,
            ..Line::default()
        };
        self.set_text(&mut line, &marks);
        line.cell = self.cell;
        (!line.text.trim().is_empty()).then_some(line)
    }

    /// Sets the words of a line, without the marks of footnotes after them.
    fn set_text(&self, line: &mut Line, marks: &Marks) {
        let spacing = self.letter_spacing();
        let mut end: Option<f64> = None;
        let mut was_bold = false;
        let mut is_parted = false;
        for (at, piece) in self.pieces.iter().enumerate() {
            is_parted |= line.is_note && at == marks.leading.end;
            if piece.text.trim().is_empty() {
                is_parted = true;
                continue;
            }
            if piece.is_struck {
                end = Some(piece.end);
                continue;
            }
            if marks.others.iter().any(|mark| mark.contains(&at)) {
                end = Some(piece.end);
                continue;
            }
            let gap = end.map_or(0.0, |end| piece.start - end - spacing);
            if gap > CELL_GAP * self.size {
                line.text.truncate(line.text.trim_end().len());
                line.cells.push((line.text.len() + 1, piece.start));
                line.text.push(' ');
                line.ends.push((line.text.len(), line.right));
            } else if gap > WORD_GAP * self.size || is_parted {
                push_words(&mut line.text, " ");
                if gap > ALIGNED_GAP * self.size {
                    line.gaps.push((line.text.len(), piece.start));
                    line.ends.push((line.text.len(), line.right));
                }
            }
            is_parted = false;
            let start = line.text.len();
            if line.sizes.is_empty() || line.ends.last().is_some_and(|&(at, _)| at == start) {
                line.sizes.push((start, 0.0, self.down));
            }
            let is_letter = piece.text.contains(char::is_alphanumeric);
            if let Some(largest) = line.sizes.last_mut().filter(|last| is_letter && last.1 < piece.size) {
                (largest.1, largest.2) = (piece.size, piece.down);
            }
            if is_lost_letter(&self.pieces, at, self.size) {
                line.text.push(UNKNOWN);
            } else if is_bullet(&self.pieces, at, self.size) {
                line.text.push('•');
            } else {
                push_words(&mut line.text, &piece.text);
            }
            if piece.is_bold {
                match line.bold.last_mut() {
                    Some(last) if was_bold => last.end = line.text.len(),
                    _ => line.bold.push(start..line.text.len()),
                }
            }
            was_bold = piece.is_bold;
            end = Some(piece.end);
            line.left = line.left.min(piece.start);
            line.right = line.right.max(piece.end);
        }
    }

    /// The room between the letters of a spaced line ("C H A P T E R"); 0 if they stand as usual.
    fn letter_spacing(&self) -> f64 {
        let gaps = self.pieces.windows(2).map(|pair| pair[1].start - pair[0].end);
        let mut gaps: Vec<f64> = gaps.collect();
        if gaps.len() < 5 || self.pieces.iter().any(|piece| piece.text.starts_with(' ')) {
            return 0.0;
        }
        gaps.sort_by(f64::total_cmp);
        let median = gaps[gaps.len() / 2];
        let is_even = gaps[gaps.len() / 5] > median * 0.7;
        if is_even && median > WORD_GAP * 0.6 * self.size {
            median
        } else {
            0.0
        }
    }
}
