//! Lists: items, the lines that continue them, and their depth.

use super::compose::Composer;
use super::line::{Line, Marker, marker};
use super::piece::{Kind, Levels, Piece};
use super::wrap::{Wrap, runs_on};
use crate::corpus::document::Part;

/// Items with blank lines between them are one list if none is longer; else they are numbered paragraphs.
const MAX_SHORT_CHARS: usize = 100;
/// A line below an item that is not indented continues the item only if the item's line has this many columns.
const MIN_LAZY_COLUMNS: usize = 30;

/// The list that is being read.
#[derive(Debug, Default)]
pub(super) struct OpenList<'a> {
    items: Vec<Item<'a>>,
    levels: Levels,
    /// True if a blank line stands after the last item.
    parted: bool,
}

#[derive(Debug)]
struct Item<'a> {
    marker: Marker,
    depth: usize,
    first: Line<'a>,
    /// The other lines, each with a flag that says that it continues the line before.
    rest: Vec<(Line<'a>, bool)>,
    /// True if a blank line stands before it, and another item before that.
    parted: bool,
}

impl Item<'_> {
    fn chars(&self) -> usize {
        let lines = std::iter::once(&self.first).chain(self.rest.iter().map(|(line, _)| line));
        lines.map(|line| line.text.chars().count()).sum()
    }
}

impl<'a> OpenList<'a> {
    /// The first line of the last item.
    pub(super) fn last(&self) -> Option<Line<'a>> {
        self.items.last().map(|item| item.first)
    }

    /// Notes a blank line.
    pub(super) fn part(&mut self) {
        self.parted = !self.items.is_empty();
    }

    /// True if an item can't belong to the list: a blank line separates them, and its marker is of another kind.
    pub(super) fn refuses(&self, line: &Line) -> bool {
        let Some(last) = self.items.last().filter(|_| self.parted) else {
            return false;
        };
        let nested = line.indent >= last.first.indent + 2 && rank(marker(line.text)) >= rank(Some(last.marker));
        let token = |text: &'_ str| text.split_whitespace().next().map(str::to_owned);
        let begins_again = !matches!(last.marker, Marker::Bullet)
            && token(last.first.text) != token(line.text)
            && self.items.iter().any(|item| token(item.first.text) == token(line.text));
        begins_again || !nested && self.items.iter().all(|item| Some(item.marker) != marker(line.text))
    }

    /// Takes an item and the lines that continue it from the start of `lines`, and returns their number. `stops` says
    /// which lines begin something else.
    pub(super) fn take(&mut self, lines: &[Line<'a>], wrap: Wrap, stops: impl Fn(usize) -> bool) -> usize {
        let Some((first, marker)) = lines.first().and_then(|line| Some((*line, marker(line.text)?))) else {
            return 0;
        };
        let mut rest = Vec::new();
        for (i, pair) in lines.windows(2).enumerate() {
            let (last, line) = (&pair[0], pair[1]);
            let lazy = runs_on(last, &line) && last.width() >= MIN_LAZY_COLUMNS;
            let goes_on = wrap.joins(last, &line) || (line.indent > first.indent && runs_on(last, &line)) || lazy;
            if stops(i + 1) || !(goes_on || line.indent > first.indent + 1) {
                break;
            }
            rest.push((line, goes_on));
        }
        let len = 1 + rest.len();
        self.items.push(Item {
            marker,
            depth: self.levels.depth(first.indent, rank(Some(marker))),
            first,
            rest,
            parted: std::mem::take(&mut self.parted),
        });
        len
    }

    /// Ends the list and returns its pieces.
    pub(super) fn end(&mut self, source: &'a str) -> Vec<Piece> {
        let Self { items, .. } = std::mem::take(self);
        if let [item] = &items[..]
            && item.rest.is_empty()
            && item.marker != Marker::Bullet
        {
            return vec![compose(source, &items, Kind::Line { wrapped: false })];
        }
        let apart = items.iter().any(|item| item.parted) && items.iter().any(|item| item.chars() > MAX_SHORT_CHARS);
        items
            .chunk_by(|_, next| !apart || next.depth > 0)
            .map(|items| {
                let mut piece = compose(source, items, Kind::Text);
                if apart && piece.parts.is_empty() {
                    piece.parts.push(Part { start: 0, depth: 0 });
                }
                piece
            })
            .collect()
    }
}

/// The rank of a marker among items with the same indentation: a greater one is deeper.
fn rank(marker: Option<Marker>) -> usize {
    match marker {
        Some(Marker::Number(parts)) => parts,
        Some(Marker::Bullet) => usize::MAX,
        None => 0,
    }
}

fn compose<'a>(source: &'a str, items: &[Item<'a>], kind: Kind) -> Piece {
    let mut list = Composer::new(source);
    for item in items {
        list.new_item(&item.first, item.depth);
        for (line, goes_on) in &item.rest {
            if *goes_on {
                list.go_on(line);
            } else {
                list.new_line(line, item.depth + 1);
            }
        }
    }
    list.finish(kind)
}
