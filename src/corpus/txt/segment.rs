//! Divides a file into pieces: lines that are ruled off, tables, lists, terms, code, paragraphs and rows.

use super::apart::{framed_title, hashed_title, is_underline, line_apart, ruled};
use super::code::is_code;
use super::compose::Composer;
use super::dates::{byline, is_date_line, is_full_date};
use super::heading::is_dated_title;
use super::line::{Groups, Line, Marker, follows, framed, is_border, marker};
use super::list::OpenList;
use super::piece::{Kind, Piece};
use super::wrap::Wrap;
use super::{rows, table};

/// Text indented by this many columns more than the text before it may be code.
const CODE_INDENT: usize = 2;
/// A block of more lines is not an example of code.
const MAX_CODE_LINES: usize = 100;
/// The author and the date of a file stand among this many first pieces.
const MAX_HEAD_PIECES: usize = 3;

/// The pieces of a file, in order.
pub(super) fn pieces(source: &str) -> Vec<Piece> {
    let groups = Groups::of(source);
    let mut segmenter = Segmenter {
        source,
        wrap: Wrap::of(&groups),
        pieces: Vec::new(),
        list: OpenList::default(),
        term_indent: None,
        ends_term: false,
        below_rule: false,
        text_indent: 0,
    };
    for group in groups.iter() {
        segmenter.read(group);
    }
    segmenter.end_list();
    segmenter.pieces
}

/// Consecutive lines without a blank line between.
struct Group<'a, 'b> {
    lines: &'b [Line<'a>],
    wrap: Wrap,
    /// True if several lines begin with a marker of an item.
    has_items: bool,
    /// True if several lines have strokes between cells.
    has_strokes: bool,
    /// True if several lines are dates with text below.
    has_dates: bool,
    /// No table with aligned columns begins before this line.
    no_columns_until: usize,
}

impl<'a, 'b> Group<'a, 'b> {
    fn new(lines: &'b [Line<'a>], wrap: Wrap) -> Self {
        let several = |holds: fn(&str) -> bool| lines.iter().filter(|line| holds(line.text)).nth(1).is_some();
        Self {
            lines,
            wrap: wrap.within(lines),
            has_items: several(|line| marker(line).is_some()),
            has_strokes: several(table::is_stroked),
            has_dates: several(heads_day)
                && !lines
                    .windows(2)
                    .any(|pair| heads_day(pair[0].text) && heads_day(pair[1].text)),
            no_columns_until: 0,
        }
    }

    /// True if a line begins an item of a list, and not by chance: a dash or a number may stand where a paragraph was
    /// wrapped. `item` is the first line of the item before.
    fn begins_item(&self, at: usize, item: Option<Line>) -> bool {
        let line = &self.lines[at];
        let Some(found) = marker(line.text) else { return false };
        if self.lines.get(at + 1).is_some_and(|next| is_border(next.text)) && ruled(&self.lines[at..]).is_some() {
            return false;
        }
        let Some(last) = at.checked_sub(1).map(|i| &self.lines[i]) else {
            return true;
        };
        let is_sure = match found {
            Marker::Bullet => self.has_items,
            Marker::Number(_) => last.text.ends_with(['.', ':', ';']),
        };
        let is_next = || item.is_some_and(|item| follows(item.text, line.text));
        is_sure || is_next() || !self.wrap.joins(last, line)
    }

    fn is_strokes(&self, at: usize) -> bool {
        self.has_strokes && self.lines.get(at).is_some_and(|line| table::is_stroked(line.text))
    }

    /// The number of lines from `at` that form a table with aligned columns; 0 if they form none.
    fn columns_len(&mut self, at: usize) -> usize {
        if at < self.no_columns_until {
            return 0;
        }
        let (len, seen) = table::aligned_len(&self.lines[at..]);
        if len == 0 {
            self.no_columns_until = at + seen;
        }
        len
    }
}

/// True if a line is a date, or a date with a title.
fn heads_day(line: &str) -> bool {
    is_date_line(line) || is_dated_title(line)
}

struct Segmenter<'a> {
    source: &'a str,
    wrap: Wrap,
    pieces: Vec<Piece>,
    list: OpenList<'a>,
    /// The indent of the last term, while its text continues.
    term_indent: Option<usize>,
    /// True if the next piece is the first that does not belong to the last term.
    ends_term: bool,
    /// True if a line across the page was the last thing.
    below_rule: bool,
    /// The indent of the last paragraph, list or heading.
    text_indent: usize,
}

impl<'a> Segmenter<'a> {
    fn read(&mut self, lines: &[Line<'a>]) {
        let mut group = Group::new(lines, self.wrap);
        self.list.part();
        let mut at = 0;
        while at < lines.len() {
            let before = self.pieces.len();
            at += self.take(&mut group, at);
            if self.pieces.len() > before
                && let Some(last) = self.pieces.last_mut()
            {
                last.attached = at < lines.len();
            }
        }
    }

    /// Takes the piece that begins with a line, and returns the number of its lines.
    fn take(&mut self, group: &mut Group<'a, '_>, at: usize) -> usize {
        if group.begins_item(at, self.list.last()) {
            return self.take_item(group, at);
        }
        self.end_list();
        self.leave_term(&group.lines[at]);
        let lines = &group.lines[at..];
        self.take_code(lines)
            .or_else(|| self.take_table(group, at))
            .or_else(|| self.take_set_off(lines, at == 0))
            .or_else(|| self.take_line_apart(group, at))
            .unwrap_or_else(|| self.take_text(group, at))
    }

    fn take_item(&mut self, group: &Group<'a, '_>, at: usize) -> usize {
        let lines = &group.lines[at..];
        if self.list.refuses(&lines[0]) {
            self.end_list();
        }
        if self.list.last().is_none() {
            self.leave_term(&lines[0]);
            self.text_indent = lines[0].indent;
        }
        let stops = |i: usize| group.begins_item(at + i, Some(lines[0])) || ruled(&lines[i..]).is_some();
        self.list.take(lines, group.wrap, stops)
    }

    fn end_list(&mut self) {
        for piece in self.list.end(self.source) {
            self.push(piece);
        }
    }

    fn take_code(&mut self, lines: &[Line<'a>]) -> Option<usize> {
        let is_apart = |line: &&Line| line.indent >= self.text_indent + CODE_INDENT;
        let len = lines.iter().take_while(is_apart).take(MAX_CODE_LINES).count();
        let code = &lines[..len];
        if len == 0 || !is_code(code, self.pieces.last()?.text.as_str()) {
            return None;
        }
        let left = code.iter().map(|line| line.indent).min().unwrap_or(0);
        let mut text = Composer::new(self.source);
        for line in code {
            text.new_code(line, line.indent - left);
        }
        self.push(text.finish(Kind::Code));
        Some(len)
    }

    fn take_table(&mut self, group: &mut Group<'a, '_>, at: usize) -> Option<usize> {
        let lines = &group.lines[at..];
        let columns = group.columns_len(at);
        if columns > 0 {
            self.push(table::aligned(self.source, &lines[..columns]));
            return Some(columns);
        }
        let first_row = at + usize::from(is_border(lines[0].text));
        if !group.is_strokes(first_row) {
            return None;
        }
        let is_part = |line: &&Line| table::is_stroked(line.text) || is_border(line.text);
        let len = lines.iter().take_while(is_part).count();
        self.push(table::stroked(self.source, &lines[..len]));
        Some(len)
    }

    fn take_set_off(&mut self, lines: &[Line<'a>], begins_group: bool) -> Option<usize> {
        if let Some(ruled) = ruled(lines) {
            if let Some((at, kind)) = ruled.title {
                let title = framed(&lines[at]).map_or(lines[at], |(_, _, title)| title);
                self.push_line(kind, &title);
                self.push_rows(&lines[at + 1..ruled.len - 1], Wrap::default());
            } else {
                self.below_rule = true;
            }
            return Some(ruled.len);
        }
        let hashed = || hashed_title(&lines[0]).filter(|_| begins_group);
        let (title, kind) = framed_title(&lines[0]).or_else(hashed)?;
        self.push_line(kind, &title);
        Some(1)
    }

    fn take_line_apart(&mut self, group: &Group<'a, '_>, at: usize) -> Option<usize> {
        let lines = &group.lines[at..];
        let kind = line_apart(lines, group.wrap, at == 0, self.pieces.is_empty())?;
        if kind == Kind::Term {
            self.term_indent = Some(lines[0].indent);
            self.ends_term = false;
        }
        self.push_line(kind, &lines[0]);
        Some(1)
    }

    fn take_text(&mut self, group: &mut Group<'a, '_>, at: usize) -> usize {
        let len = (1..group.lines.len() - at).find(|&i| self.stops_text(group, at, at + i));
        let len = len.unwrap_or(group.lines.len() - at);
        let lines = &group.lines[at..at + len];
        self.text_indent = lines.iter().map(|line| line.indent).min().unwrap_or(0);
        self.push_rows(lines, group.wrap);
        len
    }

    fn push_rows(&mut self, lines: &[Line<'a>], wrap: Wrap) {
        for piece in rows::read(self.source, lines, wrap) {
            self.push(piece);
        }
    }

    /// True if a line begins something other than the text that began with line `start`.
    fn stops_text(&self, group: &mut Group<'a, '_>, start: usize, at: usize) -> bool {
        let (last, line) = (&group.lines[at - 1], &group.lines[at]);
        let in_head = self.pieces.len() <= MAX_HEAD_PIECES;
        let heads = |line: &Line| byline(line.text).is_some() || is_full_date(line.text);
        let joins = group.wrap.joins(last, line);
        let leaves_term = self
            .term_indent
            .is_some_and(|term| group.lines[start].indent > term && line.indent <= term);
        leaves_term
            || (last.text.ends_with(':') && !joins)
            || (in_head && (heads(last) || heads(line)))
            || is_border(line.text)
            || (!joins
                && group.lines.get(at + 1).is_some_and(|next| is_underline(line, next))
                && ruled(&group.lines[at..]).is_some())
            || group.is_strokes(at)
            || (group.has_dates && heads_day(line.text))
            || group.begins_item(at, None)
            || group.columns_len(at) > 0
    }

    fn leave_term(&mut self, line: &Line) {
        if self.term_indent.is_some_and(|term| line.indent <= term) {
            self.term_indent = None;
            self.ends_term = true;
        }
    }

    fn push_line(&mut self, kind: Kind, line: &Line<'a>) {
        let mut text = Composer::new(self.source);
        text.go_on(line);
        self.text_indent = line.indent;
        self.push(text.finish(kind));
    }

    fn push(&mut self, mut piece: Piece) {
        if !piece.text.is_blank() {
            piece.ends_term = std::mem::take(&mut self.ends_term);
            piece.below_rule = std::mem::take(&mut self.below_rule);
            piece.in_term = self.term_indent.is_some() && piece.kind != Kind::Term;
            self.pieces.push(piece);
        }
    }
}
