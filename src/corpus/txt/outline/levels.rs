//! The levels of headings: by the rank of their forms, and by what shows that one stands within another.

use std::collections::HashMap;

use super::{MAX_NESTED, run_len};
use crate::corpus::txt::heading::Form;
use crate::corpus::txt::piece::Piece;
use crate::corpus::txt::wording::is_shouted;

/// The number of levels that the depth of a number, or the place in a row of headings, can take within the rank of a
/// form.
const LEVELS_A_RANK: usize = 10;
/// The most pieces from the title down to an author in capitals.
const MAX_PIECES_ABOVE_AUTHOR: usize = 4;
/// The most characters between the title and the author.
const MAX_CHARS_ABOVE_AUTHOR: usize = 140;

/// The level of each heading among some pieces: the smaller, the further out. `None` for other pieces.
pub(super) fn levels(pieces: &[Piece], forms: &[Option<Form>]) -> Vec<Option<usize>> {
    flattened(pieces, forms, &ranked(pieces, forms))
}

/// Ranks the forms by first appearance, and plain headings by their place in a row: headline, sub-headline.
fn ranked(pieces: &[Piece], forms: &[Option<Form>]) -> Vec<Option<usize>> {
    let runs = forms.chunk_by(|form, next| *form == Some(Form::Plain) && form == next);
    let runs: Vec<usize> = runs.flat_map(|run| std::iter::repeat_n(run.len(), run.len())).collect();
    // More than two in a row are names without text below.
    let longest = runs.iter().copied().filter(|len| *len <= MAX_NESTED).max().unwrap_or(1);
    let mut ranks: HashMap<Form, usize> = HashMap::new();
    let mut levels = Vec::with_capacity(forms.len());
    let mut last: Option<(usize, &Form)> = None;
    for (i, form) in forms.iter().enumerate() {
        levels.push(form.as_ref().map(|form| {
            let next_rank = ranks.values().max().map_or(0, |rank| rank + 1);
            let beside = last.filter(|(at, last)| is_beside(&pieces[*at], last, &pieces[i], form, at + 1 == i));
            let rank = beside
                .and_then(|(_, last)| ranks.get(&last.rank()).copied())
                .unwrap_or(next_rank);
            let rank = *ranks.entry(form.rank()).or_insert(rank);
            let within = match form {
                Form::Numbered(depth) => *depth,
                Form::Plain if runs[i] > MAX_NESTED => longest - 1,
                Form::Plain => longest - run_len(&forms[i..]),
                _ => 0,
            };
            rank * LEVELS_A_RANK + within
        }));
        last = form.as_ref().map(|form| (i, form)).or(last);
    }
    levels
}

/// An open heading.
struct Open<'a> {
    at: usize,
    form: &'a Form,
    rank: usize,
    level: usize,
}

/// Raises each heading that has the rank of a form within another to the level of that other, unless something shows
/// that it stands within.
fn flattened(pieces: &[Piece], forms: &[Option<Form>], ranks: &[Option<usize>]) -> Vec<Option<usize>> {
    let all = || {
        forms
            .iter()
            .enumerate()
            .filter_map(|(i, form)| Some((i, form.as_ref()?)))
    };
    let last: HashMap<Form, usize> = all().map(|(i, form)| (form.rank(), i)).collect();
    let goes_on = |open: &Open, at: usize| last.get(&open.form.rank()).is_some_and(|&last| last > at);
    // "MADISON", a few lines below the title of his essay.
    let is_author = |open: &Open, at: usize| {
        (open.form, &forms[at]) == (&Form::Plain, &Some(Form::Capitals))
            && at - open.at <= MAX_PIECES_ABOVE_AUTHOR
            && pieces[open.at + 1..at]
                .iter()
                .map(|piece| piece.text.as_str().chars().count())
                .sum::<usize>()
                <= MAX_CHARS_ABOVE_AUTHOR
            && !pieces[at].attached
    };
    let mut levels = vec![None; forms.len()];
    let mut path: Vec<Open> = Vec::new();
    for (at, form) in all() {
        let Some(rank) = ranks[at] else { continue };
        let mut level = rank;
        let mut is_like_last = false;
        while let Some(open) = path.pop_if(|open| open.rank >= rank) {
            is_like_last = open.rank == rank;
            if is_like_last {
                level = open.level;
            }
        }
        let is_headed = |open: &Open| open.at == 0 && forms.get(1).is_some_and(Option::is_some);
        let stands_within = |open: &Open| {
            is_headed(open) || is_author(open, at) || shows_level(open, form, open.at + 1 == at, goes_on(open, at))
        };
        while let Some(open) = path.pop_if(|open| !is_like_last && !stands_within(open)) {
            level = open.level;
        }
        levels[at] = Some(level);
        path.push(Open { at, form, rank, level });
    }
    levels
}

/// True if the form of a heading shows that it stands within an open one. `is_next` says that no text stands between
/// them, `goes_on` that a heading with the form of the open one follows.
fn shows_level(open: &Open, form: &Form, is_next: bool, goes_on: bool) -> bool {
    let is_loud = |form: &Form| matches!(form, Form::SetOff(_) | Form::Capitals | Form::CapitalsColon);
    is_next
        || match (open.form, form) {
            (Form::SetOff(above), Form::SetOff(below)) => goes_on || (above.sides == 0 && below.sides == 0),
            (Form::Plain, Form::Plain) | (Form::Numbered(_), Form::Numbered(_)) => true,
            (Form::Plain, form) if is_loud(form) || matches!(form, Form::Division(_)) => false,
            (above, below) => goes_on || (is_loud(above) && !is_loud(below)),
        }
}

/// True if a heading of a new form stands beside the series before it, not within its last part: "Prizes" after "Rule
/// 9", "LOOT" after "PHASE 2".
fn is_beside(last: &Piece, last_form: &Form, piece: &Piece, form: &Form, is_next: bool) -> bool {
    let Form::Division(name) = last_form else { return false };
    let is_alike = !is_next && is_shouted(last.text.as_str()) && is_shouted(piece.text.as_str());
    let is_whole = matches!(name.as_str(), "rule" | "step" | "article" | "§");
    matches!(form, Form::Plain | Form::Capitals) && (is_alike || is_whole)
}
