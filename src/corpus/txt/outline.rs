//! Which lines of a file are its headings, and of which level: judged from the whole file.

use std::collections::HashMap;

use super::heading::{Claim, Form, form_of};
use super::piece::{Kind, Piece};
use super::wording::{is_headline, is_question, is_scrap, is_titled};

/// More plain headings than this in a row are no headings but verse, a list, an address.
const MAX_HEADINGS_IN_A_ROW: usize = 3;
/// Levels that the depth of a number, or the place in a row of headings, can take within the rank of a form.
const LEVELS_A_RANK: usize = 10;
/// So many lines right above rows, each in a form that its rows do not have, are an outline.
const MIN_ABOVE_ROWS: usize = 2;

/// First headings that name a part and not the whole.
const NAMES_OF_PARTS: &[&str] = &[
    "abstract",
    "introduction",
    "overview",
    "summary",
    "background",
    "preface",
    "foreword",
    "contents",
    "prologue",
    "notes",
    "faq",
    "history",
];

/// The level of each piece that is a heading; the smaller, the further out.
/// `has_headline` says that the first piece is known to be one.
pub(super) fn levels(pieces: &[Piece], has_headline: bool) -> Vec<Option<usize>> {
    let mut candidates = candidates(pieces);
    if let Some(first) = candidates.first_mut().filter(|first| has_headline && first.is_none()) {
        *first = Some((Form::Plain, Claim::Good));
    }
    let mut forms = borne_out(pieces, candidates);
    drop_long_runs(&mut forms);
    // Below the title of the whole, the other headings are ranked by themselves.
    let has_title = has_headline || has_title(pieces, &forms);
    if has_title {
        forms[0] = None;
    }
    let mut levels = ranked(&forms);
    if has_title {
        for level in levels.iter_mut().flatten() {
            *level += 1;
        }
        levels[0] = Some(0);
    }
    levels
}

/// The pieces that have the form of a heading, and something below that they can name.
fn candidates(pieces: &[Piece]) -> Vec<Option<(Form, Claim)>> {
    let above_rows = pieces
        .iter()
        .filter(|piece| piece.kind == Kind::AboveRows)
        .take(MIN_ABOVE_ROWS)
        .count();
    let mut found: Vec<Option<(Form, Claim)>> = pieces
        .iter()
        .enumerate()
        .map(|(i, piece)| match piece.kind {
            Kind::SetOff(ornament) => Some((Form::SetOff(ornament), Claim::Good)),
            Kind::AboveRows if i > 0 && above_rows < MIN_ABOVE_ROWS => None,
            Kind::AboveRows => form_of(piece.text.as_str(), false),
            Kind::Line { wrapped } if !piece.quoted => form_of(piece.text.as_str(), wrapped),
            _ => None,
        })
        .zip(pieces)
        .map(|(form, piece)| form.filter(|(form, _)| *form != Form::Plain || !piece.in_term))
        .collect();
    drop_entries(&mut found);
    // From the last one on: whether a heading names something hangs on what comes after it.
    for i in (0..pieces.len()).rev() {
        if matches!(found[i], Some((Form::Plain, _))) && !names_something(pieces, &found, i) || i + 1 == pieces.len() {
            found[i] = None;
        }
    }
    found
}

/// Drops lines with numbers or dates that follow one another: nothing stands below them, so they are entries of a list,
/// of a table of contents, of a chat.
fn drop_entries(found: &mut [Option<(Form, Claim)>]) {
    let form_at = |found: &[Option<(Form, Claim)>], i: usize| found.get(i)?.as_ref().map(|(form, _)| form.clone());
    let mut last = None;
    for i in 0..found.len() {
        let form = form_at(found, i);
        let is_next_alike = form.is_some() && form == form_at(found, i + 1);
        let is_alike = is_next_alike || (form.is_some() && form == last);
        let drops = match form {
            // The last of them names what follows perhaps.
            Some(Form::Division(_) | Form::Version | Form::Date) => is_next_alike,
            Some(Form::Numbered(_) | Form::Time) => is_alike,
            _ => false,
        };
        last = form;
        if drops {
            found[i] = None;
        }
    }
}

/// Whether a plain line that may be a heading has something to name, and does not answer a question.
fn names_something(pieces: &[Piece], found: &[Option<(Form, Claim)>], at: usize) -> bool {
    let text = pieces[at].text.as_str();
    let asks = |i: usize| matches!(found[i], Some((Form::Plain, _))) && is_question(pieces[i].text.as_str());
    let above_question = at + 1 < pieces.len() && asks(at + 1);
    if !is_question(text) && at > 0 && asks(at - 1) && (above_question || !is_headline(text)) {
        return false;
    }
    // "Yours sincerely," goes on in a name, "Usage:" in what it announces.
    if at > 0 && pieces[at - 1].text.as_str().ends_with([',', ':']) {
        return false;
    }
    let above_scrap = pieces
        .get(at + 1)
        .filter(|_| pieces[at].kind != Kind::AboveRows)
        .is_some_and(|next| next.is_line() && is_scrap(next.text.as_str()));
    at == 0 || is_question(text) || !above_scrap || found[at + 1].is_some()
}

/// The forms of the candidates that the whole file bears out.
fn borne_out(pieces: &[Piece], candidates: Vec<Option<(Form, Claim)>>) -> Vec<Option<Form>> {
    // Of plain lines, those in headline style are of one form. The first is the title, and has no kin.
    let counts_as = |i: usize, form: &Form| *form != Form::Plain || (i > 0 && is_titled(pieces[i].text.as_str()));
    let mut counts: HashMap<Form, usize> = HashMap::new();
    for (i, candidate) in candidates.iter().enumerate() {
        if let Some((form, _)) = candidate.as_ref().filter(|(form, _)| counts_as(i, form)) {
            *counts.entry(form.rank()).or_default() += 1;
        }
    }
    let is_borne_out = |i: usize, (form, claim): &(Form, Claim)| match claim {
        Claim::Good => true,
        // The first line of a file has the benefit of the doubt.
        Claim::Among(_) if i == 0 && !matches!(form, Form::Date | Form::Time) => true,
        Claim::Among(least) => counts_as(i, form) && counts.get(&form.rank()).is_some_and(|count| count >= least),
    };
    let candidates = candidates.into_iter().enumerate();
    candidates
        .map(|(i, candidate)| candidate.filter(|found| is_borne_out(i, found)).map(|(form, _)| form))
        .collect()
}

fn drop_long_runs(forms: &mut [Option<Form>]) {
    let mut start = 0;
    while start < forms.len() {
        let len = run_len(&forms[start..]);
        if len > MAX_HEADINGS_IN_A_ROW {
            forms[start..start + len].fill(None);
        }
        start += len.max(1);
    }
}

/// How many plain headings follow one another from the start.
fn run_len(forms: &[Option<Form>]) -> usize {
    forms.iter().take_while(|form| **form == Some(Form::Plain)).count()
}

/// Whether the first piece is the title of the whole: a heading that counts nothing and names more than a part.
fn has_title(pieces: &[Piece], forms: &[Option<Form>]) -> bool {
    let (Some(first), Some(Some(form))) = (pieces.first(), forms.first()) else {
        return false;
    };
    let by_words = form_of(first.text.as_str(), false).map(|(form, _)| form);
    let counts = [Some(form), by_words.as_ref()].into_iter().flatten().any(|form| {
        matches!(
            form,
            Form::Numbered(_) | Form::Division(_) | Form::Version | Form::Date | Form::Time
        )
    });
    // Headline and sub-headline are a pair like others in the file.
    let is_pair = forms.get(1) == forms.first();
    let name = first.text.as_str().trim().to_lowercase();
    !counts && !is_pair && !NAMES_OF_PARTS.contains(&name.as_str())
}

/// Levels by order of first appearance of a form; among plain headings by their place in a row: headline,
/// sub-headline.
fn ranked(forms: &[Option<Form>]) -> Vec<Option<usize>> {
    let longest_run = forms
        .split(|form| *form != Some(Form::Plain))
        .map(<[_]>::len)
        .max()
        .unwrap_or(0);
    let mut ranks: HashMap<Form, usize> = HashMap::new();
    let mut levels = Vec::with_capacity(forms.len());
    for (i, form) in forms.iter().enumerate() {
        levels.push(form.as_ref().map(|form| {
            let next_rank = ranks.len();
            let rank = *ranks.entry(form.rank()).or_insert(next_rank);
            let within = match form {
                Form::Numbered(depth) => *depth,
                Form::Plain => longest_run - run_len(&forms[i..]),
                _ => 0,
            };
            rank * LEVELS_A_RANK + within
        }));
    }
    levels
}
