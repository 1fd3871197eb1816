//! Puts pieces of a page that a program wrote too early or too late in their places: a foot that comes before the text, or
//! a caption after it. The text itself is never sorted: what stands above goes first only within one column, and no
//! sentence may be torn or joined.

use super::lines::Line;
use super::paragraphs::has_same_size;

/// A piece goes on while its next line is no further below than this, in sizes of the font.
const NEAR: f64 = 2.5;
/// The largest share of the text that may be at a wrong place.
const MOVED: f64 = 0.5;
/// The fewest words of a line, on average; a page with fewer is a map or a form.
const MIN_WORDS: usize = 3;
/// One line in so many may have a single word, or stand aslant. A form has more: letters, and boxes to tick.
const MAX_LABELS: usize = 5;
/// The most pieces of a page.
const MAX_PIECES: usize = 300;

/// Lines that follow one another down a column.
struct Piece {
    lines: Vec<Line>,
    left: f64,
    right: f64,
}

impl Piece {
    fn new(line: Line) -> Self {
        Self {
            left: line.left,
            right: line.right,
            lines: vec![line],
        }
    }

    fn push(&mut self, line: Line) {
        self.left = self.left.min(line.left);
        self.right = self.right.max(line.right);
        self.lines.push(line);
    }

    fn first(&self) -> &Line {
        &self.lines[0]
    }

    fn last(&self) -> &Line {
        &self.lines[self.lines.len() - 1]
    }

    /// True if a line belongs to it: right below its last one, or beside it in one row.
    fn takes(&self, line: &Line) -> bool {
        let last = self.last();
        if last.cell.is_some() || line.cell.is_some() {
            let grids = last.cell.as_ref().zip(line.cell.as_ref());
            return grids.is_some_and(|(one, other)| std::rc::Rc::ptr_eq(&one.grid, &other.grid));
        }
        let step = line.down - last.down;
        let is_below = step > 0.0 && step <= NEAR * line.size.max(last.size) && last.shares_column(line);
        let is_beside = step.abs() < 0.5 * line.size && line.left >= last.right && line.angle == last.angle;
        is_below || is_beside
    }

    /// True if it has to be read before another piece: it stands above it.
    fn is_above(&self, other: &Self) -> bool {
        let overlap = self.right.min(other.right) - self.left.max(other.left);
        let narrower = (self.right - self.left).min(other.right - other.left);
        let (one, two) = (self.first(), other.first());
        one.angle == two.angle && overlap > narrower * 0.15 && one.down < two.down - 0.5 * one.size.min(two.size)
    }

    fn len(&self) -> usize {
        self.lines.iter().map(|line| line.text.len()).sum()
    }
}

/// The lines in an order in which the upper ones come first. `None` if that order is doubtful.
pub(super) fn repaired(lines: &[Line]) -> Option<Vec<Line>> {
    let (notes, own): (Vec<Line>, Vec<Line>) = lines.iter().cloned().partition(|line| line.is_footnote);
    let count = own.len();
    let words: usize = own.iter().map(|line| line.text.split(' ').count()).sum();
    let labels = own.iter().filter(|line| is_label(line)).count();
    let aslant = own.iter().filter(|line| line.angle != 0).count();
    let pieces = pieces(own);
    let is_drawing = labels.max(aslant) * MAX_LABELS > count || words < MIN_WORDS * count;
    if is_drawing || pieces.len() > MAX_PIECES {
        return None;
    }
    let order = order(&pieces);
    if !is_small(&pieces, &order) || !keeps_sentences(&pieces, &order) {
        return None;
    }
    let mut pieces: Vec<Vec<Line>> = pieces.into_iter().map(|piece| piece.lines).collect();
    let sorted = order.into_iter().flat_map(|at| std::mem::take(&mut pieces[at]));
    Some(sorted.chain(notes).collect())
}

fn pieces(lines: Vec<Line>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for line in lines {
        match pieces.last_mut() {
            Some(piece) if piece.takes(&line) => piece.push(line),
            _ => pieces.push(Piece::new(line)),
        }
    }
    pieces
}

/// The order of the file, except that each piece waits for those above it.
fn order(pieces: &[Piece]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..pieces.len()).collect();
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_free = |&at: &usize| !left.iter().any(|&other| pieces[other].is_above(&pieces[at]));
        let next = left.iter().position(is_free).unwrap_or(0);
        order.push(left.remove(next));
    }
    order
}

/// True if most of the text keeps its place: it follows what it follows in the file.
fn is_small(pieces: &[Piece], order: &[usize]) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "the length of a text")]
    let len = |at: usize| pieces[at].len() as f64;
    // The heaviest pieces that are in the order of the file: for each, the most text up to it.
    let mut most: Vec<f64> = Vec::with_capacity(order.len());
    for (i, &at) in order.iter().enumerate() {
        let before = (0..i).filter(|&other| order[other] < at).map(|other| most[other]);
        most.push(before.fold(0.0, f64::max) + len(at));
    }
    let total: f64 = order.iter().map(|&at| len(at)).sum();
    total - most.into_iter().fold(0.0, f64::max) <= total * MOVED
}

/// True if a sentence that goes on from one piece to the next still does, and no other one seems to.
fn keeps_sentences(pieces: &[Piece], order: &[usize]) -> bool {
    let place = |piece: usize| order.iter().position(|&at| at == piece);
    let is_kept = (1..pieces.len())
        .filter(|&at| goes_on(pieces[at - 1].last(), pieces[at].first()))
        .all(|at| place(at - 1).map(|before| before + 1) == place(at));
    let is_new = |pair: &[usize]| pair[0] + 1 != pair[1] && goes_on(pieces[pair[0]].last(), pieces[pair[1]].first());
    is_kept && !order.windows(2).any(is_new)
}

/// True for a single word. The numbers beside a diagram are none.
fn is_label(line: &Line) -> bool {
    !line.text.contains(' ') && line.text.starts_with(char::is_alphabetic)
}

/// True if the sentence of a line may go on with another.
fn goes_on(line: &Line, next: &Line) -> bool {
    let is_open = !line
        .text
        .ends_with(['.', '!', '?', ':', ';', '\u{2026}', '\u{201d}', '"', ')']);
    has_same_size(line, next)
        && line.cell.is_none()
        && (line.text.ends_with(['-', '\u{ad}', '\u{2010}']) || is_open && next.text.starts_with(char::is_lowercase))
}
