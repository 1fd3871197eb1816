//! The forms of heading that a line can have, judged by the line alone.

use super::dates::{is_date_in_figures, is_date_line, is_timed, titled_date};
use super::line::{after_dash, marker, number_parts};
use super::piece::Ornament;
use super::wording::{
    Figure, Verb, ends_like_a_sentence, figure, finite_verb, has_sentences, is_quotation, is_shouted, is_titled, value,
    word_count,
};
use crate::corpus::questions::{answers, asks, question};

/// The forms that a heading can have. Headings of one form have one rank.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// Set off by rules or strokes.
    SetOff(Ornament),
    /// All in capitals.
    Capitals,
    /// "USAGE:".
    CapitalsColon,
    /// "2.1 Results", "IV. Scope", with the depth of the number from 1.
    Numbered(usize),
    /// "Chapter 3: Trust", "Rule 5", with the word before the number, in lower case.
    Division(String),
    /// "v1.2.0", "[1.2.0] - 2024-05-03", "Patch 1.14.2".
    Version,
    /// "14 March 2021", "Tuesday:".
    Date,
    /// "9:30 Workshops".
    Time,
    /// A short line by itself.
    Plain,
}

impl Form {
    /// The form that headings of one rank share, without the depth of a number.
    pub(super) fn rank(&self) -> Self {
        match self {
            Self::Numbered(_) => Self::Numbered(0),
            other => other.clone(),
        }
    }

    /// True if the form counts or dates what it names: such lines one below another are entries of a list.
    pub(super) fn counts(&self) -> bool {
        matches!(
            self,
            Self::Numbered(_) | Self::Division(_) | Self::Version | Self::Date | Self::Time
        )
    }
}

/// The certainty, from the line alone, that a line with text below it is a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    /// It is a heading.
    Good,
    /// It is a heading if so many lines of the same form in the file, itself included, have text below them.
    Among(usize),
}

const MAX_HEADING_CHARS: usize = 120;
const MAX_HEADING_WORDS: usize = 18;
/// A line of up to this many words without a full stop is a heading, however its words are written. A longer one may
/// have a verb that no list knows.
const MAX_PLAIN_WORDS: usize = 6;
/// The most words of a headline that is recognised by the text below it.
const MAX_HEADLINE_WORDS: usize = 25;
const MAX_NUMBERED_WORDS: usize = 12;
/// The most words of a title after a date.
const MAX_DATED_WORDS: usize = 8;
/// A headline with a colon in it has at least this many words; with fewer it is a fact ("Warden: Jo Miller").
const MIN_WORDS_AROUND_COLON: usize = 5;
/// Words that name parts of a text before a number.
const DIVISIONS: &[&str] = &[
    "act", "appendix", "article", "book", "chapter", "day", "episode", "exercise", "lesson", "level", "module", "part",
    "patch", "phase", "release", "rule", "scene", "section", "stage", "step", "unit", "update", "version", "volume",
    "week", "§",
];

/// The form of a line if it can be a heading; `wrapped` says that it takes two lines.
pub(super) fn form_of(line: &str, wrapped: bool) -> Option<(Form, Claim)> {
    let words = word_count(line);
    if line.contains('\n')
        || line.chars().nth(MAX_HEADING_CHARS).is_some()
        || words > MAX_HEADING_WORDS
        || !line.chars().any(char::is_alphanumeric)
        || question(line).is_some()
        || answers(line, false)
        || is_page_number(line)
        || (is_day_entry(line) && !is_dated_title(line))
    {
        return None;
    }
    if is_date_line(line) || is_dated_title(line) {
        return Some((Form::Date, Claim::Among(2)));
    }
    if words <= MAX_NUMBERED_WORDS && !wrapped {
        if let Some(found) = numbered_form(line) {
            return Some(found);
        }
        if is_timed(line) {
            return (!ends_like_a_sentence(line)).then_some((Form::Time, Claim::Among(3)));
        }
    }
    if marker(line).is_some() || line.starts_with(char::is_lowercase) || !line.chars().any(char::is_alphabetic) {
        return None;
    }
    // The line is a comment, a path or a prompt.
    let is_sign = line.starts_with(|c: char| c.is_ascii_punctuation() && !matches!(c, '(' | '[' | '\'' | '_' | '*'));
    let is_aside = line.starts_with('(') && line.ends_with(')');
    if is_sign || is_aside || is_quotation(line) {
        return None;
    }
    if is_shouted(line) && words <= MAX_NUMBERED_WORDS {
        // In capitals, a verb is as certain as in lower case.
        let is_fact = value(line).is_some() && words < MIN_WORDS_AROUND_COLON;
        let says_nothing = finite_verb(line) == Verb::None && figure(line) == Figure::None && !is_fact;
        return match line.chars().next_back() {
            Some(',' | ';' | '!') => None,
            _ if !says_nothing => None,
            Some(':') => Some((Form::CapitalsColon, Claim::Among(2))),
            _ => Some((Form::Capitals, Claim::Good)),
        };
    }
    if ends_like_a_sentence(line) || (has_sentences(line) && !asks(line)) {
        return None;
    }
    plain_claim(line, words, wrapped).map(|claim| (Form::Plain, claim))
}

/// True for "Tuesday - open".
fn is_day_entry(line: &str) -> bool {
    let sides = [" - ", " – ", " — "].iter().find_map(|dash| line.split_once(dash));
    sides.is_some_and(|(day, said)| is_date_line(day) && said.starts_with(char::is_lowercase))
}

/// True for a day with a title after it, "11 Feb 2026 - lift news". One with a fact after it ("3 March: the bar opens at
/// 7.") is text.
pub(in crate::corpus) fn is_dated_title(line: &str) -> bool {
    let is_title = |title: &str| {
        title.contains(char::is_alphabetic)
            && word_count(title) <= MAX_DATED_WORDS
            && !ends_like_a_sentence(title)
            && !has_sentences(title)
            && !is_quotation(title)
            && finite_verb(title) != Verb::Plain
            && figure(title) != Figure::Fact
            && value(title).is_none()
    };
    !line.contains('\n') && titled_date(line).is_some_and(is_title)
}

/// True for "Page 3" and "Page 3 of 10".
fn is_page_number(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let is_page = words.next().is_some_and(|word| word.eq_ignore_ascii_case("page"));
    is_page && words.clone().count() <= 3 && words.all(|word| word == "of" || word.bytes().all(|b| b.is_ascii_digit()))
}

/// True if a line can be the headline of an article that has its date or its author right below.
pub(super) fn is_headline_above_date(line: &str) -> bool {
    line.split_whitespace().nth(MAX_HEADLINE_WORDS).is_none()
        && !ends_like_a_sentence(line)
        && finite_verb(line) != Verb::Plain
}

/// True if the first line of a file can be its title, however its words are written.
pub(super) fn is_title(line: &str) -> bool {
    line.starts_with(char::is_uppercase)
        && word_count(line) <= MAX_NUMBERED_WORDS
        && !ends_like_a_sentence(line)
        && !has_sentences(line)
        && finite_verb(line) == Verb::None
        && figure(line) != Figure::Fact
        && value(line).is_none()
        && !is_date_line(line)
        && question(line).is_none()
}

/// The claim of a line that is a heading by its words alone; `None` if it has no claim.
fn plain_claim(line: &str, words: usize, wrapped: bool) -> Option<Claim> {
    let short = asks(line) || (!wrapped && words <= MAX_PLAIN_WORDS);
    let titled = is_titled(line);
    let verb = finite_verb(line);
    // A question states no fact.
    let figure = if asks(line) { Figure::None } else { figure(line) };
    let value = value(line);
    let is_fact = value.is_some_and(|value| {
        !is_titled(value) || (!asks(line) && (!titled || figure != Figure::None || words < MIN_WORDS_AROUND_COLON))
    });
    if !(titled || short) || is_fact || figure == Figure::Fact || verb == Verb::Plain || (verb != Verb::None && !titled)
    {
        return None;
    }
    let is_sure = figure == Figure::None && verb == Verb::None && value.is_none();
    Some(if is_sure { Claim::Good } else { Claim::Among(2) })
}

/// The form of a line that begins with a number, a version, or a word and its number; `None` for other lines.
fn numbered_form(line: &str) -> Option<(Form, Claim)> {
    let (first, rest) = split_word(line);
    let tail = rest.trim_start_matches(['-', '–', '—', ' ']);
    if is_version(first) && (dates_release(tail) || (number_parts(first).is_none() && is_name(tail) && is_titled(tail)))
    {
        return Some((Form::Version, Claim::Good));
    }
    if let Some(form) = division(line) {
        return Some(form);
    }
    let depth = number_depth(first, rest)?;
    let title = rest
        .strip_suffix('.')
        .filter(|title| is_titled(title) && is_name(title));
    if title.is_some_and(|title| title.split_whitespace().count() <= MAX_PLAIN_WORDS + 2)
        && figure(rest) == Figure::None
    {
        return Some((Form::Numbered(depth), Claim::Among(3)));
    }
    let states_fact = figure(rest) == Figure::Fact || (value(rest).is_some() && !is_titled(rest));
    (is_name(rest) && !states_fact).then_some((Form::Numbered(depth), Claim::Good))
}

/// True if the text after a number is a name and not a sentence.
fn is_name(title: &str) -> bool {
    !ends_like_a_sentence(title) && (!has_sentences(title) || asks(title))
}

/// A word that names a part of a text, its number, and the text after that.
struct Numbered<'a> {
    name: &'a str,
    number: &'a str,
    /// True if a mark stands right after the number.
    stopped: bool,
    tail: &'a str,
}

impl<'a> Numbered<'a> {
    /// Splits the beginning of "Chapter 3: Trust", "§ 2 Fees", "FEDERALIST No. 10".
    fn of(line: &'a str) -> Self {
        const MARKS: [char; 7] = [':', '.', ',', ')', '–', '—', '-'];
        let (name, rest) = match line.strip_prefix('§') {
            Some(rest) => ("§", rest.trim_start()),
            None => split_word(line),
        };
        let (mut number, mut tail) = split_word(rest);
        if matches!(number, "No." | "no." | "Nr." | "#") {
            (number, tail) = split_word(tail);
        }
        let stopped = number.ends_with(MARKS) && !number.ends_with(',');
        let number = number.trim_end_matches(MARKS);
        Self {
            name,
            number,
            stopped,
            tail,
        }
    }

    fn key(&self) -> String {
        self.name.to_lowercase()
    }

    fn is_known(&self) -> bool {
        DIVISIONS.contains(&self.key().as_str())
    }

    fn counts(&self) -> bool {
        let number = self.number;
        let is_number = number_parts(number) == Some(1) || is_version(number) || is_decimal(number);
        let is_letter = number.len() == 1 && number.bytes().all(|b| b.is_ascii_uppercase());
        let is_word = self.name.chars().all(char::is_alphabetic) && self.name.starts_with(char::is_uppercase);
        (is_number || (self.is_known() && (is_roman(number) || is_letter || is_numeral(number))))
            && (is_word || self.name == "§")
    }
}

/// Reads "Chapter 3: Trust", "Section 4", "Patch 1.14.2 (3 May 2025)", "FEDERALIST No. 10".
fn division(line: &str) -> Option<(Form, Claim)> {
    let begin = Numbered::of(line);
    let Numbered {
        number, stopped, tail, ..
    } = begin;
    let title = tail.trim_start_matches(['-', '–', '—', ':', ' ']);
    if !begin.counts() || (!title.is_empty() && !is_name(title)) {
        return None;
    }
    let parted = stopped || tail.is_empty() || tail.starts_with(['-', '–', '—', ':', '(']);
    if begin.is_known() && (parted || is_titled(title)) {
        let form = if number.contains('.') {
            Form::Version
        } else {
            Form::Division(begin.key())
        };
        return Some((form, Claim::Good));
    }
    // "Room 4", "Lap 2 (wet)": an outline if there are several.
    let named = tail.is_empty() || (parted && figure(title) == Figure::None);
    (named && !is_decimal(number)).then_some((Form::Division(begin.key()), Claim::Among(2)))
}

/// The form of the headings that a text ranks with, whatever it says: that of "Rule 3" for "Rule 4: Nobody shouts."
pub(super) fn division_of(text: &str) -> Option<Form> {
    let begin = Numbered::of(text);
    (begin.counts() && begin.stopped).then(|| Form::Division(begin.key()))
}

/// The first word of a text, and the text after it.
fn split_word(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim_start())
}

/// True for "1.4" and "12.50".
fn is_decimal(word: &str) -> bool {
    number_parts(word) == Some(2)
}

fn is_numeral(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten"
    )
}

/// True for "1.2.0", "v2.1", "[1.2.0]" and "1.10".
fn is_version(word: &str) -> bool {
    let inner = word.trim_matches(['[', ']', ':', '(', ')']);
    let number = inner.strip_prefix(['v', 'V']).unwrap_or(inner);
    let number = number.split(['-', '+']).next().unwrap_or_default();
    let parts = number.split('.').count();
    let named = word.len() > number.len();
    number
        .split('.')
        .all(|part| !part.is_empty() && part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()))
        && (parts >= 3 || (parts == 2 && named))
        && !is_date_in_figures(number)
}

/// True if the text after a version is empty or a date.
fn dates_release(tail: &str) -> bool {
    let date = tail.trim_matches(['(', ')', '[', ']']);
    date.is_empty() || is_date_line(date) || is_date_in_figures(date)
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b"IVXLC".contains(&b))
}

/// The depth of a number: "2." is 1 deep, "2.1" is 2; "IV." and "B." are 1. "12 Angry Men" has no depth.
fn number_depth(first: &str, rest: &str) -> Option<usize> {
    if let Some(name) = after_dash(rest) {
        let is_number = number_parts(first) == Some(1);
        return (is_number && !name.starts_with(char::is_lowercase)).then_some(1);
    }
    let begins =
        |c: char| c.is_uppercase() || c.is_numeric() || c == '“' || !(c.is_lowercase() || c.is_ascii_punctuation());
    if !rest.starts_with(begins) {
        return None;
    }
    let number = first.trim_end_matches(['.', ')', ':']);
    let stopped = number.len() < first.len();
    if let Some(parts) = number_parts(number) {
        return (stopped || parts > 1).then_some(parts);
    }
    // "S: Rune Archer" is a key with its value.
    let is_keyed = number.len() == 1 && first.ends_with(':');
    let letter = number.len() == 1 && number.bytes().all(|b| b.is_ascii_uppercase());
    (stopped && !is_keyed && (is_roman(number) || letter)).then_some(1)
}
