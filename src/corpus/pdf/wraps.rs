//! Tables without drawn lines, whose entries take several lines. Programs write them cell by cell: the lines of an entry
//! follow one another, and each entry stands right of the one before, or begins a row below all of the last.

use super::glyphs::{Glyph, Page};
use super::grid::Grid;
use super::gutters::{MAX_GLYPHS, is_blank};
use super::markers::is_marker;
use super::rules::Rule;

/// The gaps from which a new piece of text begins, in sizes of the font: wider than the spaces of justified text, or not.
const GAPS: [f64; 2] = [1.6, 0.6];
/// A piece goes on while the text goes back less than this, in sizes of the font.
const BACK: f64 = 0.6;
/// Glyphs stand on one line if their baselines differ by less than this, in sizes of the font.
const LEVEL: f64 = 0.35;
/// The distances of two lines of one entry, in sizes of the font.
const CLOSE: std::ops::Range<f64> = 0.8..1.7;
/// What is no further right of a table stands beside it, in sizes of the font.
const BESIDE: f64 = 1.5;
/// A line that fills so much of its column goes on below.
const FULL: f64 = 0.75;
/// The most pieces of a table.
const MAX_PIECES: usize = 500;
/// The most lines and characters of an entry; a longer one is text in a column.
const MAX_LINES: usize = 8;
const MAX_CHARS: usize = 400;
/// The fewest letters of an entry in the first column; a sign or a number begins an item of a list.
const MIN_LETTERS: usize = 2;

/// Words of one line without a gap.
#[derive(Debug)]
struct Piece {
    text: String,
    left: f64,
    right: f64,
    y: f64,
    size: f64,
}

impl Piece {
    /// True if it is the next line of an entry.
    fn is_below(&self, above: &Self) -> bool {
        CLOSE.contains(&((above.y - self.y) / self.size)) && (self.size - above.size).abs() < 0.1 * self.size
    }

    fn overlaps(&self, (left, right): (f64, f64)) -> bool {
        self.right.min(right) - self.left.max(left) > 0.0
    }
}

/// A row, with the pieces of each column.
#[derive(Debug, Default)]
struct Row<'p> {
    cells: Vec<Vec<&'p Piece>>,
}

impl<'p> Row<'p> {
    fn pieces(&self) -> impl Iterator<Item = &'p Piece> {
        self.cells.iter().flatten().copied()
    }

    fn top(&self) -> f64 {
        self.pieces()
            .map(|piece| piece.y + 0.75 * piece.size)
            .fold(f64::MIN, f64::max)
    }

    fn bottom(&self) -> f64 {
        self.pieces()
            .map(|piece| piece.y - 0.25 * piece.size)
            .fold(f64::MAX, f64::min)
    }

    fn is_full(&self) -> bool {
        self.cells.iter().filter(|cell| !cell.is_empty()).count() > 1
    }

    /// True if its entries begin where the first one does. Where that has several lines and another begins below, the upper
    /// ones may be a row of their own.
    fn is_level(&self) -> bool {
        let name = &self.cells[0];
        let is_level = |cell: &Vec<&Piece>| {
            let firsts = name.first().zip(cell.first());
            firsts.is_none_or(|(one, two)| (one.y - two.y).abs() < LEVEL * two.size) || cell.len() > name.len()
        };
        name.len() < 2 || self.cells[1..].iter().all(is_level)
    }

    /// True if its entries are as short as those of a table are, and the first one is no marker.
    fn has_entries(&self) -> bool {
        let is_short = |cell: &Vec<&Piece>| {
            let chars: usize = cell.iter().map(|piece| piece.text.chars().count()).sum();
            cell.len() <= MAX_LINES && chars <= MAX_CHARS
        };
        let is_name = |piece: &&Piece| {
            let letters = piece.text.chars().filter(|c| c.is_alphabetic()).count();
            letters >= MIN_LETTERS && !is_marker(&piece.text) && !piece.text.starts_with('[')
        };
        self.cells.iter().all(is_short) && self.cells[0].first().is_none_or(is_name)
    }
}

/// The tables among the glyphs of a page that stand in none of its `grids`.
pub(super) fn wrapped(page: &Page, grids: &[Grid]) -> Vec<Grid> {
    let mut found: Vec<Grid> = Vec::new();
    if page.glyphs.len() > MAX_GLYPHS {
        return found;
    }
    for gap in GAPS {
        let is_taken = |x, y| grids.iter().chain(&found).any(|grid| grid.cell_at(x, y).is_some());
        let pieces = pieces(page, gap, is_taken);
        found.extend(tables(&pieces));
    }
    found
}

fn tables(pieces: &[Piece]) -> Vec<Grid> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let end = pieces.len().min(at + MAX_PIECES);
        let Some(table) = Table::beginning(&pieces[at..end]) else {
            at += 1;
            continue;
        };
        let grid = table.is_sure().then(|| table.grid()).flatten();
        at += if grid.is_some() { table.count } else { table.first };
        found.extend(grid);
    }
    found
}

fn pieces(page: &Page, gap: f64, is_taken: impl Fn(f64, f64) -> bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut is_open = false;
    for glyph in page.glyphs.iter().filter(|glyph| !is_blank(page, glyph)) {
        let (x, y) = (glyph.x + glyph.advance / 2.0, glyph.y + glyph.size / 4.0);
        if glyph.direction.0 < 0.99 || is_taken(x, y) {
            is_open = false;
            continue;
        }
        let text = &page.text[glyph.text.clone()];
        match pieces.last_mut().filter(|last| is_open && goes_on(last, glyph, gap)) {
            Some(last) => {
                if glyph.x - last.right > super::glyphs::WORD_GAP * glyph.size {
                    last.text.push(' ');
                }
                last.text.push_str(text);
                last.right = glyph.x + glyph.advance;
            }
            None => pieces.push(Piece {
                text: text.to_owned(),
                left: glyph.x,
                right: glyph.x + glyph.advance,
                y: glyph.y,
                size: glyph.size,
            }),
        }
        is_open = true;
    }
    pieces
}

fn goes_on(last: &Piece, glyph: &Glyph, most: f64) -> bool {
    let gap = (glyph.x - last.right) / glyph.size.max(last.size);
    (glyph.y - last.y).abs() < 2.0 * LEVEL * glyph.size.min(last.size) && (-BACK..most).contains(&gap)
}

struct Table<'p> {
    /// The left and the right end of the text in each column.
    columns: Vec<(f64, f64)>,
    rows: Vec<Row<'p>>,
    /// The number of pieces: of the first row, and of all.
    first: usize,
    count: usize,
    /// True if what follows stands beside it, or may belong to its last row.
    is_torn: bool,
}

impl<'p> Table<'p> {
    /// The table whose first row begins with the first of these pieces.
    fn beginning(pieces: &'p [Piece]) -> Option<Self> {
        let first = pieces.first()?;
        let mut columns = vec![(first.left, first.right)];
        let mut row = Row {
            cells: vec![vec![first]],
        };
        let mut count = 1;
        for (last, piece) in pieces.iter().zip(&pieces[1..]) {
            let column = columns.len() - 1;
            let (_, right) = columns[column];
            if piece.is_below(last) && piece.overlaps(columns[column]) {
                row.cells[column].push(piece);
                widen(&mut columns[column], piece);
            } else if (piece.y - first.y).abs() < LEVEL * first.size && piece.left > right {
                row.cells.push(vec![piece]);
                columns.push((piece.left, piece.right));
            } else {
                break;
            }
            count += 1;
        }
        let mut table = Self {
            columns,
            rows: vec![row],
            first: count,
            count,
            is_torn: false,
        };
        if table.columns.len() < 2 {
            return None;
        }
        while table.count < pieces.len() && table.add_row(&pieces[table.count..]) {}
        table.is_torn |= pieces.get(table.count).is_some_and(|next| table.stands_beside(next));
        Some(table)
    }

    /// Adds the row that these pieces begin with. False if they begin with none.
    fn add_row(&mut self, pieces: &'p [Piece]) -> bool {
        let above = &self.rows[self.rows.len() - 1];
        let lowest = above.pieces().map(|piece| piece.y).fold(f64::MAX, f64::min);
        let is_lower = |piece: &Piece| lowest - piece.y > CLOSE.start * piece.size;
        let mut columns = self.columns.clone();
        let mut row = Row {
            cells: vec![Vec::new(); columns.len()],
        };
        let (mut count, mut column) = (0, 0);
        for piece in pieces {
            let last = row.cells[column].last();
            let Some(here) = column_of(&columns, piece).filter(|_| is_lower(piece)) else {
                break;
            };
            let is_next = match count {
                // Without an entry in the first column, it may be the rest of a row that is written line by line.
                0 => here == 0 || lowest - piece.y > CLOSE.end * piece.size,
                _ if here == column => last.is_some_and(|last| piece.is_below(last)),
                _ => here > column && row.bottom() < piece.y + LEVEL * piece.size,
            };
            if !is_next {
                self.is_torn |= count == 0;
                break;
            }
            row.cells[here].push(piece);
            widen(&mut columns[here], piece);
            (count, column) = (count + 1, here);
        }
        if count == 0 {
            return false;
        }
        self.count += count;
        self.columns = columns;
        self.rows.push(row);
        true
    }

    /// True for a piece that is none of the entries, but stands among them or right beside them.
    fn stands_beside(&self, piece: &Piece) -> bool {
        let (left, right) = (self.columns[0].0, self.columns[self.columns.len() - 1].1);
        let (top, bottom) = (self.rows[0].top(), self.rows[self.rows.len() - 1].bottom());
        piece.overlaps((left, right + BESIDE * piece.size)) && (bottom..top).contains(&piece.y)
    }

    /// Its rows, without lines below it that begin where its first column does.
    fn own_rows(&self) -> &[Row<'p>] {
        let is_own = |row: &Row| row.is_full() || row.cells[0].is_empty();
        let count = self.rows.iter().rposition(is_own).map_or(0, |last| last + 1);
        &self.rows[..count]
    }

    fn is_sure(&self) -> bool {
        let rows = self.own_rows();
        let are_apart = self.columns.windows(2).all(|pair| pair[0].1 <= pair[1].0);
        let is_tall = |row: &&Row| row.cells[0].len() > 1;
        !self.is_torn
            && are_apart
            && rows.iter().filter(|row| row.is_full()).count() > 1
            && rows.iter().filter(is_tall).count() * 2 <= rows.len()
            && rows.iter().all(|row| row.has_entries() && row.is_level())
            && self.go_on(rows)
    }

    /// True if entries have several lines, and most of these go on: the next one begins in lower case, or had no room.
    fn go_on(&self, rows: &[Row<'p>]) -> bool {
        let (mut all, mut open) = (0, 0);
        for (cell, &(left, right)) in rows.iter().flat_map(|row| row.cells.iter().zip(&self.columns)) {
            let goes_on = |pair: &&[&Piece]| {
                let is_full = pair[0].right - left > (right - left) * FULL;
                is_full || pair[1].text.starts_with(char::is_lowercase)
            };
            all += cell.len().saturating_sub(1);
            open += cell.windows(2).filter(goes_on).count();
        }
        all > 0 && open * 2 > all
    }

    fn grid(&self) -> Option<Grid> {
        let rows = self.own_rows();
        let (first, last) = (rows.first()?, rows.last()?);
        let (left, right) = (self.columns.first()?.0 - 1.0, self.columns.last()?.1 + 1.0);
        let (top, bottom) = (first.top() + 1.0, last.bottom() - 1.0);
        let between = rows
            .windows(2)
            .map(|pair| f64::midpoint(pair[0].bottom(), pair[1].top()));
        let across = between.chain([top, bottom]).map(|at| Rule {
            is_across: true,
            at,
            from: left,
            to: right,
        });
        let starts = self.columns[1..].iter().map(|&(start, _)| start - 0.5);
        let down = starts.chain([left, right]).map(|at| Rule {
            is_across: false,
            at,
            from: bottom,
            to: top,
        });
        let rules: Vec<Rule> = across.chain(down).collect();
        Grid::all(&rules).into_iter().next()
    }
}

fn widen(column: &mut (f64, f64), piece: &Piece) {
    *column = (column.0.min(piece.left), column.1.max(piece.right));
}

/// The only column that a piece stands in.
fn column_of(columns: &[(f64, f64)], piece: &Piece) -> Option<usize> {
    let mut found = (0..columns.len()).filter(|&column| piece.overlaps(columns[column]));
    found.next().filter(|_| found.next().is_none())
}
