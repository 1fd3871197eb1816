//! Finds the lines of a file that are its headings, and their levels, from the whole file.

mod levels;

use std::collections::{HashMap, HashSet};

use super::dates::begins_with_day;
use super::heading::{Claim, Form, division_of, form_of, is_title};
use super::line::{follows, marker};
use super::piece::{Kind, Piece};
use super::wording::{is_headline, is_scrap, is_titled, word_count};
use super::wrap::ends_sentence;
use crate::corpus::questions::{asks, question};
use levels::levels;

/// A longer row of plain headings is not headings but verse, a list or an address.
const MAX_HEADINGS_IN_A_ROW: usize = 3;
/// A lead-in with more words than this may belong to the text before it.
const MAX_LEAD_IN_WORDS: usize = 5;
/// The most items below a lead-in that are looked at.
const MAX_ITEMS: usize = 50;
/// A headline and its sub-headline.
const MAX_NESTED: usize = 2;
/// The number of lines, each right above the rows that it names, that make an outline.
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
    /// For each other piece, the level of the headings whose section it ends.
    pub(super) ends: Vec<Option<usize>>,
}

/// Makes the outline of some pieces. `has_headline` says that the first one is known to be a heading.
pub(super) fn outline(pieces: &[Piece], has_headline: bool) -> Outline {
    let mut candidates = candidates(pieces);
    if let Some(first) = candidates.first_mut().filter(|first| has_headline && first.is_none()) {
        *first = Some((Form::Plain, Claim::Good));
    }
    let mut forms = borne_out(pieces, candidates);
    drop_long_runs(pieces, &mut forms);
    // Below the title of the whole, the other headings are ranked by themselves.
    let has_title = has_headline || has_title(pieces, &forms);
    if has_title {
        forms[0] = None;
    }
    let mut levels = levels(pieces, &forms);
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

/// The level that each piece ends: "Rule 4: Nobody shouts." does not belong to a "Rule 3: Be kind" before it, nor does
/// "4. Nobody shouts." to "3. Be kind".
fn ends(pieces: &[Piece], forms: &[Option<Form>], levels: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut divisions: HashMap<&Form, usize> = HashMap::new();
    let mut numbered: Option<(&str, usize)> = None;
    let mut question: Option<(usize, usize)> = None;
    let mut last: Option<(usize, usize)> = None;
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
                // Numbers below a heading are another series, unless they continue the heading's number.
                numbered = next.map(|(_, level)| (text, level));
            }
            (_, None) if begins_with_day(text) => {
                end = last
                    .filter(|(at, _)| forms[*at] == Some(Form::Date))
                    .map(|(_, level)| level);
            }
            (_, None) => end = division_of(text).and_then(|form| divisions.get(&form).copied()),
        }
        match (levels[i], last) {
            (Some(level), _) => last = Some((i, level)),
            // A sentence after pairs of a name and a few words belongs to none, nor does a question to the one before.
            (None, Some((at, level))) => {
                let is_after_pairs = at + 2 == i
                    && ends_sentence(text)
                    && levels[i - 1].is_none()
                    && ends_pairs(pieces, |at| forms[at].as_ref(), i - 1);
                let is_after_question = at + 1 < i && asked(text) && asks(pieces[at].text.as_str());
                if is_after_pairs || is_after_question {
                    end = end.or(Some(level));
                    last = None;
                }
            }
            (None, None) => {}
        }
        match levels[i] {
            Some(level) => question = Some((i, level)).filter(|_| asks(text) && piece.attached),
            None if piece.attached && announces(text) => {
                end = end.or(question.filter(|(at, _)| at + 1 < i).map(|(_, level)| level));
            }
            None => {}
        }
        ends.push(end);
    }
    ends
}

/// True if a text is the lead-in of a list of its own, which does not answer the question before it.
fn announces(text: &str) -> bool {
    text.ends_with([':', '：']) && word_count(text) <= MAX_LEAD_IN_WORDS
}

/// True if a text has a sign that makes it a question.
fn asked(text: &str) -> bool {
    text.lines().next().is_some_and(|line| question(line).is_some())
}

fn same_marker(text: &str, other: &str) -> bool {
    text.split_whitespace().next() == other.split_whitespace().next()
}

/// The form and the claim of each piece that looks like a heading and has text below that it can name.
fn candidates(pieces: &[Piece]) -> Vec<Option<(Form, Claim)>> {
    let stands_above = |piece: &&Piece| {
        let is_line = piece.is_line() || piece.kind == Kind::AboveRows;
        let text = piece.text.as_str();
        let is_name = || matches!(form_of(text, false), Some((Form::Plain, _)));
        is_line && ((piece.attached && is_name()) || question(text).is_some())
    };
    let above_rows = pieces.iter().skip(1).filter(stands_above).take(MIN_ABOVE_ROWS).count();
    let mut found: Vec<Option<(Form, Claim)>> = pieces
        .iter()
        .enumerate()
        .map(|(i, piece)| match piece.kind {
            Kind::SetOff(ornament) => Some((Form::SetOff(ornament), Claim::Good)),
            Kind::AboveRows if i > 0 && above_rows < MIN_ABOVE_ROWS => None,
            Kind::AboveRows => form_of(piece.text.as_str(), false),
            // A lead-in right above its list names that list, not the whole.
            Kind::Line { .. } if i == 0 && piece.attached && introduces_list(pieces) => None,
            Kind::Line { wrapped } => {
                let form = form_of(piece.text.as_str(), wrapped);
                let names_all = i == 0 && !piece.attached && !wrapped && is_title(piece.text.as_str());
                form.or_else(|| names_all.then_some((Form::Plain, Claim::Good)))
            }
            _ => None,
        })
        .zip(pieces)
        .map(|(form, piece)| form.filter(|(form, _)| *form != Form::Plain || !piece.in_term))
        .collect();
    drop_entries(&mut found);
    drop_contents(pieces, &mut found);
    // The last piece comes first: a heading is one only if the text after it is something that it can name.
    for i in (0..pieces.len()).rev() {
        if matches!(found[i], Some((Form::Plain, _))) && !names_something(pieces, &found, i) || i + 1 == pieces.len() {
            found[i] = None;
        }
    }
    found
}

/// True if the first piece announces the list below it.
fn introduces_list(pieces: &[Piece]) -> bool {
    matches!(pieces, [first, list, ..] if first.text.as_str().ends_with([':', '：']) && list.parts.len() > 1)
}

/// Drops the heading of a list if most of its rows name other headings: the chapters do not belong to "Contents".
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

/// Drops consecutive lines with numbers or dates: they have no text below, so they are entries of a list, of a table of
/// contents, of a chat.
fn drop_entries(found: &mut [Option<(Form, Claim)>]) {
    let form_at = |found: &[Option<(Form, Claim)>], i: usize| found.get(i)?.as_ref().map(|(form, _)| form.clone());
    let mut last = None;
    for i in 0..found.len() {
        let form = form_at(found, i);
        let is_next_alike = form.is_some() && form == form_at(found, i + 1);
        let is_alike = is_next_alike || (form.is_some() && form == last);
        let drops = match form {
            // The last of them may name the text after it.
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

/// True if a plain line that may be a heading has something to name, and does not answer a question.
fn names_something(pieces: &[Piece], found: &[Option<(Form, Claim)>], at: usize) -> bool {
    let text = pieces[at].text.as_str();
    let is_question = |i: usize| found[i].is_some() && asks(pieces[i].text.as_str());
    let above_question = at + 1 < pieces.len() && is_question(at + 1);
    if !asks(text) && at > 0 && is_question(at - 1) && (above_question || !is_headline(text)) {
        return false;
    }
    // "Yours sincerely," continues in a name, "Usage:" in the text that it announces.
    if at > 0 && pieces[at - 1].text.as_str().ends_with([',', ':']) {
        return false;
    }
    if is_item_below_lead_in(pieces, found, at) {
        return false;
    }
    // A line right below a name, with a blank line below, is the text of that name.
    let is_name = |form: &Form| matches!(form, Form::Plain | Form::Date | Form::Time | Form::Capitals);
    let is_below = |at: usize| matches!(&found[at - 1], Some((form, _)) if is_name(form));
    if at > 1 && pieces[at - 1].attached && !pieces[at].attached && is_below(at) {
        return false;
    }
    let form_at = |i: usize| found[i].as_ref().map(|(form, _)| form);
    let is_of_pair = ends_pairs(pieces, form_at, at) || (at + 2 < pieces.len() && ends_pairs(pieces, form_at, at + 2));
    if is_of_pair || (!asks(text) && is_text_above(pieces, found, at)) {
        return false;
    }
    let above_scrap = pieces
        .get(at + 1)
        .filter(|_| pieces[at].kind != Kind::AboveRows)
        .is_some_and(|next| next.is_line() && is_scrap(next.text.as_str()));
    at == 0 || asks(text) || !above_scrap || found[at + 1].is_some()
}

/// True if a plain line is one of several below a lead-in: "These are forbidden:", "Glass", "Dogs". The last one may be
/// the name of the text after it, unless it is as long as the others.
fn is_item_below_lead_in(pieces: &[Piece], found: &[Option<(Form, Claim)>], at: usize) -> bool {
    let is_bare = |&i: &usize| {
        let is_plain = matches!(&found[i], Some((Form::Plain, _))) || i == at;
        is_plain && pieces[i].is_line() && !pieces[i].attached && !asks(pieces[i].text.as_str())
    };
    let count = (0..=at).rev().take_while(is_bare).take(MAX_ITEMS).count();
    let first = at + 1 - count;
    let is_led_in = first > 0 && pieces[first - 1].text.as_str().ends_with(':');
    let words = |i: usize| word_count(pieces[i].text.as_str());
    let is_like_others = || {
        let lengths = || (first..at).map(words);
        lengths().min() <= Some(words(at)) && Some(words(at)) <= lengths().max()
    };
    let is_name = |next: &&Piece| matches!(form_of(next.text.as_str(), false), Some((Form::Plain, _)));
    let goes_on = pieces
        .get(at + 1)
        .filter(is_name)
        .is_some_and(|next| next.is_line() && !next.attached);
    is_led_in && count > 1 && (goes_on || (count > 2 && is_like_others()))
}

/// True if a short line is the text of the name above it, and the line before that is the text of another such name:
/// "Monday", "Closed", "Tuesday", "Open". `form` is the form of each piece that may be a heading.
fn ends_pairs<'a>(pieces: &[Piece], form: impl Fn(usize) -> Option<&'a Form>, at: usize) -> bool {
    let is_slight = |i: usize| pieces[i].is_line() && is_scrap(pieces[i].text.as_str());
    at > 3
        && is_slight(at)
        && is_slight(at - 2)
        && [at - 1, at - 3].map(&form).iter().all(Option::is_some)
        && form(at - 1) == form(at - 3)
        && pieces[at - 1].attached == pieces[at - 3].attached
        && !asks(pieces[at - 1].text.as_str())
}

/// True if a line right before a heading is no heading: before a question, one that only its length tells from a
/// sentence; before any other, one with a comma.
fn is_text_above(pieces: &[Piece], found: &[Option<(Form, Claim)>], at: usize) -> bool {
    let text = pieces[at].text.as_str();
    let is_titled = is_titled(text) && text.starts_with(char::is_uppercase);
    let Some(next) = pieces.get(at + 1).filter(|_| at > 0 && !is_titled) else {
        return false;
    };
    found[at + 1].is_some() && (asks(next.text.as_str()) || text.contains(", "))
}

/// The forms of the candidates that the whole file confirms.
fn borne_out(pieces: &[Piece], candidates: Vec<Option<(Form, Claim)>>) -> Vec<Option<Form>> {
    // Plain lines in headline style share one form. The first is the title, and has no kin.
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

fn drop_long_runs(pieces: &[Piece], forms: &mut [Option<Form>]) {
    let mut start = 0;
    while start < forms.len() {
        let len = run_len(&forms[start..]);
        // A name with its text right below is more than an entry.
        let entries: Vec<usize> = (start..start + len).filter(|&i| !pieces[i].attached).collect();
        if entries.len() > MAX_HEADINGS_IN_A_ROW {
            for i in entries {
                forms[i] = None;
            }
        }
        start += len.max(1);
    }
}

/// The number of consecutive plain headings from the start.
fn run_len(forms: &[Option<Form>]) -> usize {
    forms.iter().take_while(|form| **form == Some(Form::Plain)).count()
}

/// True if the first piece is the title of the whole: a heading that counts nothing and names more than a part.
fn has_title(pieces: &[Piece], forms: &[Option<Form>]) -> bool {
    let (Some(first), Some(Some(form))) = (pieces.first(), forms.first()) else {
        return false;
    };
    let by_words = form_of(first.text.as_str(), false).map(|(form, _)| form);
    let counts = form.counts() || by_words.is_some_and(|form| form.counts());
    let others = || pieces.iter().zip(forms).skip(1).filter(|(_, form)| form.is_some());
    let is_of_series = asks(first.text.as_str()) && others().all(|(piece, _)| asks(piece.text.as_str()))
        || others().any(|(piece, other)| {
            let is_alike = matches!(form, Form::SetOff(_)) && other.as_ref() == Some(form);
            (is_alike && first.attached && piece.attached)
                || differs_in_a_word(piece.text.as_str(), first.text.as_str())
        });
    // Here headline and sub-headline are a pair like others in the file.
    let next_counts = || form_of(pieces[1].text.as_str(), false).is_some_and(|(form, _)| form.counts());
    let is_pair = forms.get(1) == forms.first() && run_len(forms) <= MAX_NESTED && !next_counts();
    let name = first.text.as_str().trim().to_lowercase();
    !counts && !is_of_series && !is_pair && !NAMES_OF_PARTS.contains(&name.as_str())
}

/// True if two headings differ in one word only, articles aside: "Patch notes 2.3" and "Patch notes 2.4".
fn differs_in_a_word(heading: &str, other: &str) -> bool {
    let words = || heading.split_whitespace().zip(other.split_whitespace());
    heading.split_whitespace().count() == other.split_whitespace().count()
        && words().any(|(word, other)| word == other && word.chars().nth(3).is_some())
        && words().filter(|(word, other)| word != other).count() == 1
}
