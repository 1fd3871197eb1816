//! Lines of a paragraph that are rows: names with values, times, addresses, verses. Markdown joins them, and their
//! author did not mean that.

use std::ops::Range;

use super::super::super::questions::{answers, question};
use super::super::super::txt::{Marker, is_chat_header, is_date_line, is_dated_title, is_keyed, is_timed, marker};
use super::Pass;
use super::inline::{begins_html, is_delimiter_row};

/// The longest row that only its look tells from prose, in characters.
const MAX_ROW_CHARS: usize = 60;
/// The fewest rows that only their look tells from prose.
const MIN_PLAIN_ROWS: usize = 3;

impl Pass<'_> {
    /// Ends the lines of a paragraph where rows begin.
    pub(super) fn keep_rows(&mut self, lines: &[Range<usize>]) {
        if lines.len() < 2 || lines.len() > MAX_ROWS {
            return;
        }
        let written: Vec<&str> = lines.iter().map(|line| self.text(line.clone()).trim()).collect();
        let is_other = |line: &&str| {
            let is_definition = line.starts_with(['[', '*']) && line.contains("]:");
            is_definition
                || is_delimiter_row(line)
                || !line.matches('`').count().is_multiple_of(2)
                || line.contains("$$")
        };
        if written.iter().any(is_other) || begins_html(written[0]) {
            return;
        }
        let rows = rows(&written);
        for (line, _) in lines.iter().zip(rows.iter().skip(1)).filter(|(_, begins)| **begins) {
            let is_ended = self.text(line.clone()).ends_with(['\\']) || self.text(line.clone()).ends_with("  ");
            if !is_ended {
                self.edits.insert(line.end, "\\");
            }
        }
    }
}

/// The most lines of a paragraph that are looked at.
const MAX_ROWS: usize = 1_000;

/// For each line, true if a row begins with it.
fn rows(lines: &[&str]) -> Vec<bool> {
    // A line in bold at the front names the rest.
    let is_bold = |line: &str| {
        let inner = line
            .strip_prefix("**")
            .and_then(|line| line.trim_end_matches(':').strip_suffix("**"));
        inner.is_some_and(|inner| !inner.contains("**"))
    };
    let mut begins = rows_by_form(lines);
    for (i, pair) in lines.windows(2).enumerate() {
        let is_answer = answers(pair[1], question(pair[0]).is_some());
        begins[i + 1] |= is_answer || question(pair[1]).is_some();
    }
    let first = without_marks(lines[0]);
    let is_date = is_date_line(&first) || is_dated_title(&first);
    if lines.len() > 1 && (is_bold(lines[0]) || (is_date && !lines[1].starts_with(char::is_lowercase))) {
        begins[1] = true;
    }
    begins
}

fn rows_by_form(lines: &[&str]) -> Vec<bool> {
    let seen: Vec<String> = lines.iter().map(|line| without_marks(line)).collect();
    let begins_all = |begins: &dyn Fn(&str) -> bool| -> Option<Vec<bool>> {
        let all: Vec<bool> = seen.iter().map(|line| begins(line)).collect();
        let count = all.iter().filter(|begins| **begins).count();
        (all[0] && count > 1 && count * 2 >= all.len()).then_some(all)
    };
    let are_keys = seen.iter().all(|line| is_keyed(&line.replace(":: ", ": ")));
    let is_lower = |line: &String| line.starts_with(char::is_lowercase);
    let is_field = |line: &str| line.contains(":: ");
    if are_keys && (seen.len() > 2 || !seen.iter().any(is_lower) || seen.iter().all(|line| is_field(line))) {
        return vec![true; lines.len()];
    }
    if is_chat_header(&seen[0]) || lines.iter().all(|line| has_columns(line)) {
        return vec![true; lines.len()];
    }
    if seen.iter().all(|line| begins_with_sign(line)) {
        return vec![true; lines.len()];
    }
    let is_named = |line: &str| is_keyed(line) && !line.starts_with(char::is_lowercase);
    begins_all(&is_timed)
        .or_else(|| begins_all(&is_named))
        .unwrap_or_else(|| vec![are_plain_rows(&seen); lines.len()])
}

/// True if a line begins like an item of a list that Markdown doesn't know: "✅ Swimming", "a) Swimming".
fn begins_with_sign(line: &str) -> bool {
    let (first, rest) = line.split_once(' ').unwrap_or_default();
    let is_sign = !first.is_empty()
        && first.chars().count() <= 3
        && !first.contains(|c: char| c.is_ascii() || c.is_alphanumeric());
    let opens_quotation = first.starts_with(['“', '„', '«', '‘', '¿', '¡', '…', '–', '—']);
    !rest.is_empty() && ((is_sign && !opens_quotation) || matches!(marker(line), Some(Marker::Number(_))))
}

/// True if a line has a gap within it, but not after a sentence.
fn has_columns(line: &str) -> bool {
    let gap = line.find("  ").or_else(|| line.find('\t'));
    gap.is_some_and(|gap| !line[..gap].ends_with(['.', '!', '?', ':', ';', ',']))
}

/// True if lines are rows by their look: each is short, begins with a capital or a figure, and ends without a stop.
fn are_plain_rows(lines: &[String]) -> bool {
    let is_row = |line: &String| {
        let begins = line.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
        begins && line.chars().count() <= MAX_ROW_CHARS && line.ends_with(|c: char| c.is_alphanumeric() || c == ')')
    };
    let has_figure = |line: &String| {
        let mut ends = line.split_whitespace().take(1).chain(line.split_whitespace().last());
        ends.any(|word| word.contains(char::is_numeric))
    };
    let (last, others) = lines
        .split_last()
        .map_or((None, lines), |(last, others)| (Some(last), others));
    // The lines of an address may end with commas.
    let is_listed = |line: &String| line.strip_suffix(',').is_some_and(|line| is_row(&line.to_owned()));
    let ends_open = |line: &String| line.ends_with(|c: char| c.is_alphanumeric() || c == ')');
    let figures = lines
        .iter()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_digit()))
        .count();
    let is_listed_by_figures =
        figures > 1 && figures * 2 > lines.len() && lines[0].starts_with(|c: char| c.is_ascii_digit());
    if is_listed_by_figures
        && lines
            .iter()
            .all(|line| ends_open(line) && line.chars().count() <= MAX_ROW_CHARS)
    {
        return true;
    }
    last.is_some_and(is_row)
        && (others.iter().all(is_row) || others.iter().all(is_listed))
        && (lines.len() >= MIN_PLAIN_ROWS || lines.iter().all(has_figure))
}

/// A line without the marks of bold words and links.
fn without_marks(line: &str) -> String {
    let mut text = line.replace("**", "").replace("__", "").replace(['`', '['], "");
    while let Some(start) = text.find("](")
        && let Some(len) = text[start..].find(')')
    {
        text.replace_range(start..=start + len, "");
    }
    text.trim_matches(['*', '_', '\\']).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_from_wrapped_prose() {
        for (text, expected) in [
            ("Hamlet: Ann Lee\nOphelia: Bob Ray", "01"),
            ("**Phone:** 555 1234\n**Mail:** a@b.org", "01"),
            ("**Phone**: 555 1234\n[Mail](m.md): a@b.org", "01"),
            ("Author:: Ann\nyear:: 1999", "01"),
            ("name: Ann\nage: 5\ncity: Rome", "011"),
            ("Hamlet: Ann Lee\nOphelia: Bob Ray, who is\nalso the ghost", "010"),
            ("Q: Is there wifi?\nA: No.", "01"),
            ("11 Feb 2026 - lift news\nThe lift\nis out.", "010"),
            ("11 Feb 2026: we met\nand ate.", "00"),
            ("**11 Feb 2026** - lift\nThe lift is out.", "01"),
            ("✅ Swimming\n❌ Diving", "01"),
            ("🇦 Monday\n🇧 Tuesday", "01"),
            ("a) First\nb) Second", "01"),
            ("— First,\n— second", "00"),
            ("Q. Is there wifi?\nA. No, and\nnone is planned.", "010"),
            ("08:00 Doors open.\n08:30 Breakfast, in the hall,\nand coffee", "010"),
            ("Harbour Office\n12 Quay Street\nDublin 4", "011"),
            ("Harbour Office,\n12 Quay Street,\nDublin 4", "011"),
            ("Monday 8-9\nTuesday 10-11", "01"),
            ("Bus 12  every 10 min\nBus x\tsometimes", "01"),
            (
                "**ann** — Today at 10:02\nis it open?\n**bob** — Today at 10:03\nno",
                "0111",
            ),
            ("**Note**\nThis is a note that\ngoes on.", "010"),
            ("200 g flour\n2 eggs", "01"),
            ("200g flour\n2 eggs\npinch of salt", "011"),
            ("[Home](a.md)\n[Rules](b.md)\n[Contact](c.md)", "011"),
            ("Roses are red\nViolets are blue\nSugar is sweet", "011"),
        ] {
            let lines: Vec<&str> = text.lines().collect();
            let found: String = rows(&lines)
                .iter()
                .skip(1)
                .map(|begins| if *begins { '1' } else { '0' })
                .collect();
            assert_eq!(found, expected[1..], "{text}");
        }
        for text in [
            "This is prose that goes on until the\nline ends and\nit continues",
            "Note: this goes on for a while until the\nline ends and the next one says: something",
            "We recommend two things: water and\nfood: bring both.",
            "The pool opens at eight.\nThe bar opens at nine.\nThe sauna is closed.",
            "We met at the\nHarbour Office",
            "We visited the Harbour Office in\nDublin, then the Quay Street Museum in\nCork.",
            "It was 1999 and\n2000 came",
            "see a\nsee b\nsee c",
            "It is old.  It is\ngood, too.  It is",
            "**It** is\n**old**",
        ] {
            let lines: Vec<&str> = text.lines().collect();
            assert!(!rows(&lines)[1..].contains(&true), "{text}");
        }
    }
}
