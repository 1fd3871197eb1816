//! What makes a line a heading.

use super::lines::{RawBlock, is_list_item};

/// The forms that a heading can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A line of "=" below.
    UnderlinedTwice,
    /// A line of "-" or the like below.
    Underlined,
    /// All in capitals.
    Capitals,
    /// "2.1 Results", "Chapter 3", with the depth of the number from 1.
    Numbered(usize),
    /// A short line by itself.
    Plain,
}

impl Form {
    /// The form without its depth, to compare by.
    pub(super) fn kind(self) -> Self {
        match self {
            Self::Numbered(_) => Self::Numbered(0),
            other => other,
        }
    }
}

const MAX_HEADING_CHARS: usize = 120;
const MAX_HEADING_WORDS: usize = 18;
/// Up to this many words a line without a full stop is a heading, however its words are written.
const MAX_PLAIN_WORDS: usize = 8;

/// The form of `block` if it is a heading; `next` is the block below it.
pub(super) fn heading_form(block: &RawBlock, next: &RawBlock) -> Option<Form> {
    if let Some(mark) = block.underline {
        return Some(if mark == '=' {
            Form::UnderlinedTwice
        } else {
            Form::Underlined
        });
    }
    let line = block.text.as_str().trim();
    let words = line.split_whitespace().count();
    if line.contains('\n')
        || block.line_count > 2
        || line.chars().count() > MAX_HEADING_CHARS
        || words > MAX_HEADING_WORDS
        || !line.chars().any(char::is_alphabetic)
        || ends_like_a_sentence(line)
        || (line.starts_with(['"', '“']) && line.ends_with(['"', '”']))
    {
        return None;
    }
    if let Some(depth) = number_depth(line) {
        return (words <= 12 && block.line_count == 1).then_some(Form::Numbered(depth));
    }
    if is_list_item(line) || line.chars().next().is_some_and(char::is_lowercase) {
        return None;
    }
    let cased = line.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    if cased && !line.chars().any(char::is_lowercase) {
        return Some(Form::Capitals);
    }
    let by_form = is_titled(line) || (block.line_count == 1 && (words <= MAX_PLAIN_WORDS || line.ends_with('?')));
    let introduces_list = is_list_item(next.text.as_str()) && line.ends_with(':');
    (by_form && !introduces_list).then_some(Form::Plain)
}

/// Ends with a stop that is not part of an acronym, or with a sign that something follows.
fn ends_like_a_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['"', '”', '’', '\'', ')', ']']);
    if bare.ends_with([',', ';', ':', '。', '।', '…', '!']) {
        return true;
    }
    let Some(stem) = bare.strip_suffix('.') else {
        return false;
    };
    let last = stem.split_whitespace().last().unwrap_or_default();
    let acronym = last.contains('.') && last.split('.').all(|part| part.chars().count() == 1);
    !(acronym && is_titled(line))
}

/// Whether the long words of a line are capitalised, as in a headline.
pub(super) fn is_titled(line: &str) -> bool {
    let long: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '/'))
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.chars().count() >= 4)
        .collect();
    let capitalised = long.iter().filter(|word| !word.starts_with(char::is_lowercase)).count();
    line.starts_with(|c: char| !c.is_lowercase()) && capitalised * 10 >= long.len() * 7
}

/// "2." is 1 deep, "2.1" is 2; "IV. Scope", "Chapter 3: Trust" are 1.
fn number_depth(line: &str) -> Option<usize> {
    let (first, rest) = line.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    if matches!(
        first.to_lowercase().as_str(),
        "chapter" | "section" | "part" | "article" | "appendix"
    ) {
        let number = rest
            .split(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '–' | '—'))
            .next()?;
        let counts = number.bytes().all(|b| b.is_ascii_digit())
            || number.bytes().all(|b| b"IVXLC".contains(&b))
            || number.len() == 1;
        return (counts && !number.is_empty()).then_some(1);
    }
    if !rest
        .starts_with(|c: char| c.is_uppercase() || c.is_numeric() || !(c.is_lowercase() || c.is_ascii_punctuation()))
        && !rest.starts_with('“')
    {
        return None;
    }
    let bare = first.trim_end_matches(['.', ')', ':']);
    let stopped = bare.len() < first.len();
    if bare.is_empty() {
        return None;
    }
    if bare
        .split('.')
        .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
    {
        let depth = bare.split('.').count();
        // "12 Angry Men" is no chapter.
        return (stopped || depth > 1).then_some(depth);
    }
    let roman = bare.bytes().all(|b| b"IVXLC".contains(&b));
    (stopped && (roman || (bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_uppercase())))).then_some(1)
}

/// "By Jane Doe": the name.
pub(super) fn is_byline(line: &str) -> Option<&str> {
    let name = line
        .trim()
        .strip_prefix("By ")
        .or_else(|| line.trim().strip_prefix("by "))?
        .trim();
    let words = name.split_whitespace().count();
    let named = name
        .split_whitespace()
        .all(|word| word.starts_with(char::is_uppercase) || matches!(word, "and" | "de" | "van" | "von" | "der" | "&"));
    ((1..=6).contains(&words) && named && !name.ends_with(['.', '?', '!', ':'])).then_some(name)
}

/// "March 3, 2024", "Published: 2024-03-03".
pub(super) fn is_date_line(line: &str) -> bool {
    const MONTHS: &[&str] = &[
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let lower = line.trim().to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let year = words
        .iter()
        .any(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()));
    year && words.len() <= 6
        && words
            .iter()
            .any(|word| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()))
        && words.iter().all(|word| {
            word.bytes().all(|b| b.is_ascii_digit())
                || MONTHS.iter().any(|month| word.starts_with(month))
                || matches!(
                    *word,
                    "published"
                        | "updated"
                        | "posted"
                        | "on"
                        | "monday"
                        | "tuesday"
                        | "wednesday"
                        | "thursday"
                        | "friday"
                        | "saturday"
                        | "sunday"
                )
        })
}
