//! Which lines of a file are its headings, and of which level: judged from the whole file.

use std::collections::{HashMap, HashSet};

use super::heading::{Claim, Form, division_of, form_of};
use super::line::{follows, marker};
use super::piece::{Kind, Piece};
use super::wording::{is_headline, is_scrap, is_titled};
use crate::corpus::questions::asks;

/// More plain headings than this in a row are no headings but verse, a list, an address.
const MAX_HEADINGS_IN_A_ROW: usize = 3;
/// Levels that the depth of a number, or the place in a row of headings, can take within the rank of a form.
const LEVELS_A_RANK: usize = 10;
/// So many lines right above what they name are an outline.
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

/// The outline of a file.
pub(super) struct Outline {
    /// The level of each piece that is a heading; the smaller, the further out.
    pub(super) levels: Vec<Option<usize>>,
    /// For each other piece, the level of the headings that it does not belong to.
    pub(super) ends: Vec<Option<usize>>,
}

/// The outline of some pieces. `has_headline` says that the first one is known to be a heading.
pub(super) fn outline(pieces: &[Piece], has_headline: bool) -> Outline {
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
    Outline {
        ends: ends(pieces, &forms, &levels),
        levels,
    }
}

/// The level that a piece ends: "Rule 4: Nobody shouts." belongs to no "Rule 3: Be kind" before it, nor does "4. Nobody
/// shouts." to "3. Be kind".
fn ends(pieces: &[Piece], forms: &[Option<Form>], levels: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut divisions: HashMap<&Form, usize> = HashMap::new();
    let mut numbered: Option<(&str, usize)> = None;
    let mut ends = Vec::with_capacity(pieces.len());
    for (i, piece) in pieces.iter().enumerate() {
        let text = piece.text.as_str();
        let mut end = None;
        match (&forms[i], levels[i]) {
            (Some(form @ Form::Division(_)), Some(level)) => {
                divisions.insert(form, level);
                numbered = None;
            }
            (Some(Form::Numbered(_)), Some(level)) => numbered = Some((text, level)),
            (_, Some(_)) => numbered = None,
            (_, None) if marker(text).is_some() => {
                let next = numbered.filter(|(last, _)| follows(last, text) && !same_marker(last, text));
                end = next.map(|(_, level)| level);
                // What is numbered below a heading is another series, unless it goes on where the heading stopped.
                numbered = next.map(|(_, level)| (text, level));
            }
            (_, None) => end = division_of(text).and_then(|form| divisions.get(&form).copied()),
        }
        ends.push(end);
    }
    ends
}

fn same_marker(text: &str, other: &str) -> bool {
    text.split_whitespace().next() == other.split_whitespace().next()
}

/// The pieces that have the form of a heading, and something below that they can name.
fn candidates(pieces: &[Piece]) -> Vec<Option<(Form, Claim)>> {
    let stands_above = |piece: &&Piece| {
        let is_line = piece.is_line() || piece.kind == Kind::AboveRows;
        piece.attached && is_line && matches!(form_of(piece.text.as_str(), false), Some((Form::Plain, _)))
    };
    let above_rows = pieces.iter().skip(1).filter(stands_above).take(MIN_ABOVE_ROWS).count();
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
    drop_contents(pieces, &mut found);
    // From the last one on: whether a heading names something hangs on what comes after it.
    for i in (0..pieces.len()).rev() {
        if matches!(found[i], Some((Form::Plain, _))) && !names_something(pieces, &found, i) || i + 1 == pieces.len() {
            found[i] = None;
        }
    }
    found
}

/// Drops the heading of a list most rows of which name other headings: the chapters are none of "Contents".
fn drop_contents(pieces: &[Piece], found: &mut [Option<(Form, Claim)>]) {
    let bare = |line: &str| line.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let headings = pieces.iter().zip(&*found).filter(|(_, form)| form.is_some());
    let names: HashSet<String> = headings.map(|(piece, _)| bare(piece.text.as_str())).collect();
    for (heading, pair) in found.iter_mut().zip(pieces.windows(2)) {
        if heading.is_some() && pair[1].parts.len() > 1 {
            let rows: Vec<String> = pair[1].text.as_str().lines().map(bare).collect();
            if rows.iter().filter(|row| names.contains(*row)).count() * 2 > rows.len() {
                *heading = None;
            }
        }
    }
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
    let is_question = |i: usize| found[i].is_some() && asks(pieces[i].text.as_str());
    let above_question = at + 1 < pieces.len() && is_question(at + 1);
    if !asks(text) && at > 0 && is_question(at - 1) && (above_question || !is_headline(text)) {
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
    at == 0 || asks(text) || !above_scrap || found[at + 1].is_some()
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
    let counts = form.counts() || by_words.is_some_and(|form| form.counts());
    let others = || pieces.iter().zip(forms).skip(1).filter(|(_, form)| form.is_some());
    let is_of_series = asks(first.text.as_str()) && others().all(|(piece, _)| asks(piece.text.as_str()))
        || others().any(|(piece, _)| differs_in_figures(piece.text.as_str(), first.text.as_str()));
    // Headline and sub-headline are a pair like others in the file.
    let is_pair = forms.get(1) == forms.first();
    let name = first.text.as_str().trim().to_lowercase();
    !counts && !is_of_series && !is_pair && !NAMES_OF_PARTS.contains(&name.as_str())
}

/// Whether two headings are the same but for their figures: "Patch notes 2.3" and "Patch notes 2.4".
fn differs_in_figures(heading: &str, other: &str) -> bool {
    let stem = |text: &str| text.replace(|c: char| c.is_numeric(), "0");
    heading != other && stem(heading) == stem(other)
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
