//! Paragraphs that are only typed as items ("1. …", "(a) …", "§ 3 …", "• …", "**Ropes.** …") below the words that
//! introduce them: they become one list, so that each item keeps its lead-in.

use std::collections::VecDeque;

use super::{append, introduces};
use crate::corpus::document::Part;
use crate::corpus::questions::asks;
use crate::corpus::sections::Piece;
use crate::corpus::traced::MarkKind;
use crate::corpus::txt::{follows, marker};

/// The most pieces that one numbered item has after its first.
const MAX_PIECES_BETWEEN: usize = 4;

/// The longest item without a sign, in characters.
const MAX_ITEM_CHARS: usize = 100;

/// Joins each series of typed items that stands below a label or a lead-in.
pub(super) fn with_series(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut rest = VecDeque::from(pieces);
    let mut joined = Vec::with_capacity(rest.len());
    while let Some(lead) = rest.pop_front() {
        let depths = series(&lead, rest.make_contiguous());
        let depths = if depths.is_empty() {
            vec![0; alike(&lead, rest.make_contiguous())]
        } else {
            depths
        };
        joined.push(lead);
        let mut items = rest.drain(..depths.len()).zip(depths);
        let Some((mut list, _)) = items.next() else { continue };
        list.parts = parts(&list, 0, 0);
        list.is_label = false;
        for (piece, depth) in items {
            append(&mut list.text, "\n\n", &piece.text);
            let shift = list.text.as_str().len() - piece.text.as_str().len();
            list.parts.extend(parts(&piece, shift, depth));
        }
        joined.push(list);
    }
    joined
}

/// The depths of the pieces of the series at the start of `pieces`: 0 for an item, 1 for what belongs to the item
/// before. Empty if there are no two items, or if `lead` doesn't introduce them.
fn series(lead: &Piece, pieces: &[Piece]) -> Vec<usize> {
    let Some(mut last) = pieces.first().and_then(Sign::of) else {
        return Vec::new();
    };
    let is_lead = introduces(&lead.text) || (stands_out(lead) && !matches!(last, Sign::Bold(_)));
    if !is_lead || Sign::of(lead).is_some_and(|sign| last.is_after(&sign)) {
        return Vec::new();
    }
    let mut depths = vec![0];
    loop {
        let next = pieces[depths.len()..].iter().take(MAX_PIECES_BETWEEN + 1);
        let mut between = 0;
        let mut found = None;
        for piece in next {
            found = Sign::of(piece).filter(|sign| sign.is_after(&last));
            // Words that introduce something else end the series, and nothing but a number says that it goes on.
            if found.is_some() || !last.is_numbered() || is_lead_in(piece) {
                break;
            }
            between += 1;
        }
        let Some(sign) = found else { break };
        depths.extend(std::iter::repeat_n(1, between));
        depths.push(0);
        last = sign;
    }
    if depths.len() > 1 { depths } else { Vec::new() }
}

/// The number of pieces at the start of `pieces` that are items without a sign: one short line each, in one form, below
/// a lead-in. 0 if there are no two.
fn alike(lead: &Piece, pieces: &[Piece]) -> usize {
    let Some(first) = pieces.first().and_then(Form::of).filter(|_| introduces(&lead.text)) else {
        return 0;
    };
    let next = pieces[1..]
        .iter()
        .map(|piece| Form::of(piece).is_some_and(|form| form.is_like(&first)));
    let count = 1 + next.take_while(|is_item| *is_item).count();
    if count > 1 { count } else { 0 }
}

/// The form of a line that may be an item.
struct Form<'a> {
    first: &'a str,
    end: Option<char>,
}

impl<'a> Form<'a> {
    /// The form of a piece. `None` for anything but one short line of text that names nothing itself.
    fn of(piece: &'a Piece) -> Option<Self> {
        let text = piece.text.as_str();
        let is_line = !piece.is_code && piece.parts.is_empty() && !text.contains('\n');
        let is_item = is_line && text.chars().count() <= MAX_ITEM_CHARS && !is_named(piece);
        is_item.then(|| Self {
            first: text.split_whitespace().next().unwrap_or_default(),
            end: text
                .chars()
                .next_back()
                .filter(|c| !c.is_alphanumeric() && !matches!(c, ')' | ']' | '"' | '”')),
        })
    }

    /// True if the line looks like an item beside `other`. Whole sentences need more than the same full stop: a first
    /// word that ends the same ("Swimming", "Diving").
    fn is_like(&self, other: &Self) -> bool {
        let is_upper = |form: &Self| form.first.starts_with(char::is_uppercase);
        let is_same_word = tail(self.first).is_some_and(|own| tail(other.first) == Some(own));
        let are_parts = matches!(other.end, Some(';' | ',')) && self.end == Some('.');
        let is_same_end = self.end == other.end && (self.end != Some('.') || is_same_word);
        is_upper(self) == is_upper(other) && (is_same_end || are_parts)
    }
}

/// The end of a word; `None` for short ones, which begin any sentence.
fn tail(word: &str) -> Option<&str> {
    let mut last = word.char_indices().rev();
    let (at, _) = last.nth(2)?;
    last.nth(1).map(|_| &word[at..])
}

/// True for a line that introduces something else, asks, or is bold.
fn is_named(piece: &Piece) -> bool {
    introduces(&piece.text) || asks(piece.text.as_str()) || stands_out(piece)
}

/// True for a label that is more than a short line: bold, or a question.
fn stands_out(piece: &Piece) -> bool {
    let mut marks = piece.text.marks().iter();
    let is_bold = marks.any(|mark| mark.kind == MarkKind::Strong && mark.range == (0..piece.text.as_str().len()));
    piece.is_label && (is_bold || asks(piece.text.as_str()))
}

fn is_lead_in(piece: &Piece) -> bool {
    introduces(&piece.text) || (piece.is_label && Sign::of(piece).is_none())
}

/// The parts of a piece that becomes part of a list, from `shift` bytes and `depth` levels further on.
fn parts(piece: &Piece, shift: usize, depth: usize) -> Vec<Part> {
    let own = piece.parts.iter().copied();
    let whole = piece.parts.is_empty().then_some(Part { start: 0, depth: 0 });
    let moved = own.chain(whole).map(|part| Part {
        start: part.start + shift,
        depth: part.depth + depth,
    });
    moved.collect()
}

/// The sign that a typed item begins with.
#[derive(Clone, Copy)]
enum Sign<'a> {
    /// A bullet, and the text from there.
    Bullet(&'a str),
    /// A number or a letter: the word before it ("§", "Rule"; mostly empty), and the text from there.
    Number(&'a str, &'a str),
    /// Bold words, with the mark at their end.
    Bold(Option<char>),
}

impl<'a> Sign<'a> {
    /// The sign of a piece; `None` for code, for a list of several items, and for other text.
    fn of(piece: &'a Piece) -> Option<Self> {
        let text = piece.text.as_str();
        if piece.is_code || piece.parts.iter().filter(|part| part.depth == 0).count() > 1 {
            return None;
        }
        if let Some((word, number)) = numbered(text) {
            return Some(Self::Number(word, number));
        }
        if marker(text).is_some() {
            return Some(Self::Bullet(text));
        }
        let mut marks = piece.text.marks().iter();
        let bold = marks.find(|mark| mark.kind == MarkKind::Strong && mark.range.start == 0)?;
        let (words, rest) = text.split_at(bold.range.end);
        let mark = words.chars().next_back().filter(char::is_ascii_punctuation);
        (!rest.trim().is_empty()).then_some(Self::Bold(mark))
    }

    fn is_numbered(&self) -> bool {
        matches!(self, Self::Number(..))
    }

    /// True if it's the sign of the item after that with `last`.
    fn is_after(&self, last: &Self) -> bool {
        let token = |text: &'a str| text.split_whitespace().next();
        match (last, self) {
            (Sign::Bullet(last), Sign::Bullet(next)) => token(last) == token(next),
            (Sign::Number(word, last), Sign::Number(next_word, next)) => {
                word == next_word && token(last) != token(next) && follows(last, next)
            }
            (Sign::Bold(last), Sign::Bold(next)) => last == next,
            _ => false,
        }
    }
}

/// The word before the number that begins a text, which may be empty, and the text from the number on.
fn numbered(text: &str) -> Option<(&str, &str)> {
    let starts_counted = |text: &str| text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '(');
    if marker(text).is_some() && starts_counted(text) {
        return Some(("", text));
    }
    let (word, number) = match text.strip_prefix('§') {
        Some(rest) => ("§", rest.trim_start()),
        None => text.split_once([' ', '\u{a0}'])?,
    };
    let is_word = word == "§"
        || (word.starts_with(char::is_uppercase) && word.trim_end_matches('.').chars().all(char::is_alphabetic));
    let counter = number.split_whitespace().next().unwrap_or_default();
    let digits = counter.trim_end_matches([':', '.', ')']);
    let is_number = !digits.is_empty() && digits.len() <= 3 && digits.bytes().all(|b| b.is_ascii_digit());
    let is_marked = word == "§" || word.ends_with('.') || digits.len() < counter.len();
    (is_word && is_number && is_marked).then_some((word, number))
}
