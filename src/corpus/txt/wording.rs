//! Judges if a line reads as a headline, a sentence or a fact, by form and by a closed list of English auxiliaries,
//! never by the subject of an article.

use super::dates::{has_date, is_among, is_time, is_year};
use super::line::{is_wide, number_parts};
use super::wrap::ends_sentence;
use crate::corpus::questions::asks;
use crate::text::sentences::sentences;

/// Finite verbs that make a sentence of a line. ("May" is a month as well; see [`finite_verb`].)
const FINITE_VERBS: &[&str] = &[
    "is are was were be has have had does did can cannot may must shall will should would could might it's",
    "that's there's here's he's she's let's i'm",
    "ist sind wird werden wurde wurden hat haben kann können darf dürfen muss müssen soll sollen gibt gilt",
    "gelten bleibt bleiben",
    "est sont était ont doit doivent peut peuvent sera seront c'est n'est faut",
    "es está están puede pueden debe deben tiene tienen será serán",
    "è sono può possono deve devono sarà hanno",
    "é são estão pode podem devem",
    "zijn wordt worden mag mogen moet moeten heeft kunnen",
    "jest są można należy",
    "нельзя можно нужно должен должна должны будет будут был была были запрещено запрещена запрещены",
    "разрешено разрешена разрешены",
];
const CONTRACTED_VERBS: &[&str] = &["n't", "'re", "'ve", "'ll"];
/// Words that begin a question or the name of an answer ("How it works"), in which a verb proves nothing.
const QUESTION_WORDS: &[&str] = &["what", "how", "why", "who", "whom", "whose", "where", "which"];
/// Words that begin an object: the word before them, if it joins nothing, is a verb ("Visitors sign the book").
const DETERMINERS: &[&str] = &["the a an my your his her its our their this these those each every"];
const PRONOUNS: &[&str] = &["i", "you", "he", "she", "it", "we", "they"];
/// Words that join the text after them to the text before.
const JOINING_WORDS: &[&str] = &[
    "of in on at to for with from by about into onto over under after before between within without through",
    "throughout around near behind beyond against across along among as like unlike than since until till per",
    "via past inside outside above below beneath beside besides toward towards upon despite except off up",
    "down out and or but nor if when while because that not all both half just only even is what how why who",
    "whose where which",
];
/// Units, which turn the number before them into a fact.
const UNITS: &[&str] = &[
    "am", "pm", "h", "hrs", "min", "mins", "minutes", "hours", "km", "m", "cm", "mm", "kg", "g", "mg", "l", "ml", "cl",
    "euro", "euros", "eur", "usd", "gbp", "dollars", "pounds", "pence", "cents", "percent", "mb", "gb", "kb", "°c",
    "°f",
];

/// The degree to which a line states a figure that somebody may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Figure {
    /// No figure, or only a year, an ordinal, a name such as "G20".
    None,
    /// A small number without a unit, a day: "5 Ways to Save Money", "Room 12", "Meeting of 3 May".
    Doubtful,
    /// A time, a price, a telephone number.
    Fact,
}

/// True if the long words of a line are capitalised, as in a headline.
pub(super) fn is_titled(line: &str) -> bool {
    let long: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '/'))
        .map(bare)
        .filter(|word| word.chars().count() >= 4)
        .collect();
    let capitalised = long.iter().filter(|word| !word.starts_with(char::is_lowercase)).count();
    line.starts_with(|c: char| !c.is_lowercase()) && capitalised * 10 >= long.len() * 7
}

/// True if a line is a headline by its capitals alone: at least two long words, and none in lower case.
pub(super) fn is_headline(line: &str) -> bool {
    let long = line
        .split_whitespace()
        .map(bare)
        .filter(|word| word.chars().count() >= 4);
    let (capitalised, other): (Vec<&str>, Vec<&str>) = long.partition(|word| word.starts_with(char::is_uppercase));
    capitalised.len() >= 2 && other.is_empty()
}

/// True if a line is in capitals: some letters, and none in lower case.
pub(super) fn is_shouted(line: &str) -> bool {
    line.chars().filter(|c| c.is_uppercase()).nth(2).is_some() && !line.chars().any(char::is_lowercase)
}

/// The verb of a line: a finite verb makes it a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// No verb, or one that proves nothing: in a question, in "How it works", in "Things to do".
    None,
    /// A verb with a capital, as in a headline.
    Capitalised,
    /// A verb in lower case.
    Plain,
}

/// Finds the finite verb of a line.
pub(super) fn finite_verb(line: &str) -> Verb {
    if asks(line) || QUESTION_WORDS.contains(&first_word(line).as_str()) {
        return Verb::None;
    }
    if has_object(line) {
        return Verb::Plain;
    }
    let mut found = Verb::None;
    let mut before = String::new();
    for word in line.split_whitespace().map(bare) {
        let lower = word.to_lowercase().replace('’', "'");
        let is_month = lower == "may" && (word != "may" || before.is_empty());
        let listed = is_among(FINITE_VERBS, &lower) && !is_month && before != "to";
        if listed || CONTRACTED_VERBS.iter().any(|ending| lower.ends_with(ending)) {
            if word.starts_with(char::is_lowercase) {
                return Verb::Plain;
            }
            found = Verb::Capitalised;
        }
        before = lower;
    }
    found
}

/// True if a line has a verb that no list knows: between a name and an object ("Visitors sign the book"), or after a
/// pronoun that begins the line.
fn has_object(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().map(bare).collect();
    let may_be_verb = |word: &str| word.starts_with(char::is_lowercase) && !is_among(JOINING_WORDS, word);
    let has_subject = |words: &[&str]| PRONOUNS.contains(&words[0].to_lowercase().as_str()) && may_be_verb(words[1]);
    let is_done = |words: &[&str]| {
        is_among(DETERMINERS, words[2]) && words[0] != "to" && may_be_verb(words[1]) && !words[1].ends_with("ing")
    };
    words.windows(2).take(1).any(has_subject) || words.windows(3).any(is_done)
}

/// True if a line ends with a stop that is not part of an acronym, or with a sign that more text follows.
pub(super) fn ends_like_a_sentence(line: &str) -> bool {
    let inner = line.trim_end_matches(['"', '”', '’', '\'', ')', ']']);
    if inner.ends_with([',', ';', ':', '。', '।', '۔', '។', '။', '።', '։', '…', '!', '！']) {
        return true;
    }
    let Some(stem) = inner.strip_suffix('.') else {
        return false;
    };
    let last = stem.split_whitespace().last().unwrap_or_default();
    let acronym = last.contains('.') && last.split('.').all(|part| part.chars().count() == 1);
    !(acronym && is_titled(line))
}

/// True if a line holds more than one sentence.
pub(super) fn has_sentences(line: &str) -> bool {
    sentences(line).len() > 1
}

/// True if a line is quoted speech, or quotes at its start.
pub(super) fn is_quotation(line: &str) -> bool {
    line.starts_with(['"', '“', '„', '«', '‘', '「', '『'])
}

/// The value after a colon or "=" within the line: "blue-otter-19" of "Wi-Fi: blue-otter-19"; `None` for other lines.
pub(super) fn value(line: &str) -> Option<&str> {
    let (_, value) = [": ", "：", " = "].iter().find_map(|sign| line.split_once(sign))?;
    Some(value.trim()).filter(|value| !value.is_empty())
}

/// Finds the figure that a line states.
pub(super) fn figure(line: &str) -> Figure {
    let dated = has_date(line);
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut found = Figure::None;
    for (i, word) in words.iter().enumerate() {
        let number = bare(word);
        if !number.contains(|c: char| c.is_numeric()) {
            continue;
        }
        let all_digits = number.chars().all(char::is_numeric);
        let unit = words
            .get(i + 1)
            .is_some_and(|next| UNITS.contains(&bare(next).to_lowercase().as_str()));
        let is_version = |word: &str| {
            let number = word.trim_start_matches(['v', 'V']);
            let parts = number_parts(number).unwrap_or(0);
            parts == 3 || (parts > 0 && number.len() < word.len())
        };
        let before = i.checked_sub(1).map_or("", |i| bare(words[i]));
        // "第3章" is a chapter.
        let named = number.starts_with(|c: char| c.is_uppercase() || c == '第')
            || is_ordinal(number)
            || is_version(number)
            || before.eq_ignore_ascii_case("version");
        if is_year(number) || named {
            continue;
        }
        if dated && all_digits && number.len() <= 2 {
            found = Figure::Doubtful;
            continue;
        }
        if !all_digits || unit || is_time(number) || number.len() > 3 || word.contains(['€', '$', '£', '%']) {
            return Figure::Fact;
        }
        // Two numbers are a telephone number, a score, a measure.
        if found == Figure::Doubtful && !dated {
            return Figure::Fact;
        }
        found = Figure::Doubtful;
    }
    found
}

/// True for "1st", "30th" and "19th-century".
fn is_ordinal(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < word.len()
        && ["st", "nd", "rd", "th"]
            .iter()
            .any(|ending| rest == *ending || rest.starts_with(&format!("{ending}-")))
}

/// True if a line is too slight for a heading above it that is not a question: a few words, and no full stop.
pub(super) fn is_scrap(line: &str) -> bool {
    !line.contains('\n') && !ends_sentence(line) && word_count(line) <= 5
}

/// The number of words of a line; in scripts without spaces, two characters count as one, or four of Thai and the like.
pub(super) fn word_count(line: &str) -> usize {
    let wide = line.chars().filter(|&c| is_wide(c) && c.is_alphanumeric()).count();
    let unspaced = line.chars().filter(|c| ('\u{e00}'..='\u{eff}').contains(c)).count();
    line.split_whitespace().count().max(wide / 2 + unspaced / 4)
}

fn first_word(line: &str) -> String {
    let word = line.split_whitespace().next().unwrap_or_default().to_lowercase();
    let stem = word.split(['\'', '’']).next().unwrap_or_default();
    bare(stem).to_owned()
}

/// A word without the punctuation around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}
