//! Front matter: the details that a file gives about itself before its text.
//!
//! Only the title, the author, the date, the address and the language are taken; other keys belong to other programs.
//! The text after it is read, even if the front matter is broken. Not here: that text.

mod json;
mod toml;
mod value;
mod yaml;

use pulldown_cmark::{Event, Parser, Tag};

use self::value::Value;
use super::article::Metadata;
use super::problem::Doubt;
use crate::text::dates::Date;

/// The details that a file gives about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// The title, if the file names one.
    pub title: Option<String>,
    /// Everything else that it gives.
    pub metadata: Metadata,
    /// The parts that could not be understood, each with its line in the file if it concerns one.
    pub doubts: Vec<(Doubt, Option<usize>)>,
}

/// A key with its value, as its syntax gives them.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    /// As it is written.
    key: String,
    /// The value; `None` if it could not be read.
    value: Option<Value>,
    /// The line of the key, from 0 for the first line of the front matter.
    line: usize,
}

/// Front matter as its syntax gives it.
struct Found {
    entries: Vec<Entry>,
    /// The offset where the text after the front matter begins.
    end: usize,
    /// The closing line, if it is missing.
    unclosed: Option<&'static str>,
}

/// Keys with the same meaning; the first that has a value counts.
const TITLE: &[&str] = &["title"];
const URL: &[&str] = &["url", "canonical_url", "canonicalurl", "canonical"];
const AUTHOR: &[&str] = &["author", "authors"];
const LANGUAGE: &[&str] = &["language", "lang"];
const DATE: &[&str] = &[
    "date",
    "published",
    "publishdate",
    "pubdate",
    "date_published",
    "created",
    "updated",
    "lastmod",
    "modified",
    "last_modified_at",
];

/// The longest address that is repeated in a doubt, in characters.
const MAX_SHOWN_CHARS: usize = 100;

/// Reads the front matter of `text`, and says at which byte the body begins (0 without front matter).
pub(super) fn split(text: &str) -> (FrontMatter, usize) {
    let start = head(text);
    let rest = text.get(start..).unwrap_or_default();
    let first = rest.lines().next().unwrap_or_default().trim_end();
    let found = match first {
        "---" => yaml::read(rest),
        "+++" => toml::read(rest),
        _ if first.starts_with('{') => json::read(rest),
        _ => match first.strip_prefix("---") {
            Some(language) => fenced(rest, language.trim_start()),
            None => unopened(rest),
        },
    };
    // After other text, only complete front matter counts.
    let Some(mut found) = found.filter(|found| start == 0 || found.unclosed.is_none()) else {
        return (FrontMatter::default(), 0);
    };
    // A second block of front matter belongs to a program, too.
    let behind = rest.get(found.end..).unwrap_or_default();
    if behind.lines().next().is_some_and(|line| line.trim_end() == "---")
        && let Some(second) = yaml::read(behind).filter(|second| second.unclosed.is_none())
    {
        found.end += second.end;
    }
    let lines_before = text.get(..start).unwrap_or_default().matches('\n').count();
    (understand(&found, lines_before + 1), start + found.end)
}

/// Reads front matter whose first line names its language: `---json`. Takes nothing from languages without a reader.
fn fenced(text: &str, language: &str) -> Option<Found> {
    let is_name = language.bytes().all(|b| b.is_ascii_alphanumeric());
    (is_name && !language.is_empty()).then_some(())?;
    if matches!(language, "yaml" | "yml") {
        return yaml::read(text);
    }
    let mut end = 0;
    let mut lines = text.split_inclusive('\n');
    let opening = lines.next()?.len();
    let mut closing = None;
    for line in lines {
        if line.trim_end() == "---" {
            closing = Some(opening + end);
            end += opening + line.len();
            break;
        }
        end += line.len();
    }
    let keys = text.get(opening..closing?)?;
    let found = (language == "json").then(|| json::read(keys)).flatten();
    let mut entries = found.map(|found| found.entries).unwrap_or_default();
    for entry in &mut entries {
        entry.line += 1;
    }
    let unclosed = None;
    Some(Found { entries, end, unclosed })
}

/// Reads YAML front matter without its opening line, as older programs write it: several keys, one of which is read.
fn unopened(text: &str) -> Option<Found> {
    let keys = text.lines().take_while(|line| is_key_line(line)).count();
    let is_known = text.lines().take(keys).filter_map(key_of).any(is_read);
    let closes = text.lines().nth(keys).is_some_and(|line| line.trim_end() == "---");
    (keys > 1 && is_known && closes).then_some(())?;
    let opening = "---\n";
    let mut found = yaml::read(&format!("{opening}{text}"))?;
    found.end -= opening.len();
    for entry in &mut found.entries {
        entry.line -= 1;
    }
    Some(found)
}

/// The offset of the first line that is neither blank nor within a comment.
fn head(text: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let line = rest.split_inclusive('\n').next().unwrap_or_default();
        let len = if rest.starts_with("<!--") {
            let Some(end) = rest.find("-->") else { return at };
            let behind = rest.get(end..).unwrap_or_default();
            end + behind.find('\n').map_or(behind.len(), |newline| newline + 1)
        } else if line.trim().is_empty() {
            line.len()
        } else {
            return at;
        };
        if len == 0 {
            return at;
        }
        at += len;
    }
}

fn understand(found: &Found, first_line: usize) -> FrontMatter {
    let mut doubts = Vec::new();
    if let Some(fence) = found.unclosed {
        doubts.push((Doubt::UnclosedFrontMatter { fence }, Some(first_line)));
    }
    let mut pick = |names: &[&str], take: &dyn Fn(&Value) -> Taken| {
        let named = |name| found.entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(name));
        for entry in names.iter().copied().filter_map(named) {
            match entry.value.as_ref().map_or(Taken::Unclear, take) {
                Taken::Text(text) => return Some(text),
                Taken::Nothing => {}
                Taken::Doubtful(doubt) => doubts.push((doubt, Some(first_line + entry.line))),
                // Many programs keep dates of their own.
                Taken::Unclear if DATE.iter().skip(1).any(|key| entry.key.eq_ignore_ascii_case(key)) => {}
                Taken::Unclear => {
                    let key = entry.key.clone();
                    doubts.push((Doubt::UnclearKey { key }, Some(first_line + entry.line)));
                }
            }
        }
        None
    };
    let title = pick(TITLE, &|value| {
        Taken::words(value.joined(&[])).map(|title| bare(&title))
    });
    let metadata = Metadata {
        url: pick(URL, &|value| address(value.first(&[]))),
        author: pick(AUTHOR, &|value| Taken::words(value.joined(&["name"]))),
        date: pick(DATE, &|value| date(value.first(DATE))),
        language: pick(LANGUAGE, &|value| Taken::words(value.first(&["code"]))),
    };
    FrontMatter {
        title,
        metadata,
        doubts,
    }
}

/// The outcome of reading a value.
enum Taken {
    Text(String),
    /// The value says nothing, or nothing meant for readers.
    Nothing,
    Unclear,
    Doubtful(Doubt),
}

impl Taken {
    /// Takes words, unless they are a placeholder that another program was to fill in.
    fn words(text: Option<String>) -> Self {
        match text {
            None => Self::Unclear,
            Some(text) if text.trim().is_empty() => Self::Nothing,
            Some(text) if ["{{", "{%", "<%"].iter().any(|open| text.contains(open)) => Self::Unclear,
            Some(text) => Self::Text(without_wiki_link(text.trim()).to_owned()),
        }
    }

    fn map(self, change: impl Fn(String) -> String) -> Self {
        match self {
            Self::Text(text) => Self::Text(change(text)),
            other => other,
        }
    }
}

/// `[[page|label]]` as readers see it, if the text is nothing else.
fn without_wiki_link(text: &str) -> &str {
    let inner = text.strip_prefix("[[").and_then(|text| text.strip_suffix("]]"));
    inner.map_or(text, |inner| inner.rsplit('|').next().unwrap_or(inner))
}

/// Takes a web address. A path belongs to the site that the file was written for, and is ignored.
fn address(given: Option<String>) -> Taken {
    let is_web_address = |value: &str| {
        ["http://", "https://"].iter().any(|scheme| {
            let start = value.get(..scheme.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(scheme)) && value.len() > scheme.len()
        })
    };
    match Taken::words(given) {
        Taken::Text(url) if is_web_address(&url) => Taken::Text(url),
        Taken::Text(url) => {
            let host = url.split('/').next().unwrap_or_default();
            let names_a_host = host.trim_start_matches('.').contains('.') || url.contains("://");
            if !names_a_host {
                return Taken::Nothing;
            }
            let given = url.chars().take(MAX_SHOWN_CHARS).collect();
            Taken::Doubtful(Doubt::AddressWithoutScheme { given })
        }
        other => other,
    }
}

/// Takes a date. `published: false` and the day 2024-13-45 are unclear.
fn date(given: Option<String>) -> Taken {
    let is_date = |text: &str| {
        let day = text.split(['T', ' ']).next().unwrap_or(text);
        let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
        let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let begins_with_year = parts.len() == 3 && parts[0].len() == 4 && parts.iter().all(is_number);
        // The figures of some languages are letters: 二〇二四年.
        let has_figure = text.contains(char::is_numeric) || !text.is_ascii();
        has_figure && (!begins_with_year || Date::parse(text).is_some())
    };
    match Taken::words(given) {
        Taken::Text(text) if !is_date(&text) => Taken::Unclear,
        taken => taken,
    }
}

/// A title without its Markdown.
fn bare(title: &str) -> String {
    let mut words = String::new();
    for (event, range) in Parser::new(title).into_offset_iter() {
        match event {
            // The title begins with a number or a sign, which Markdown takes for a list or a heading.
            Event::Start(tag) if words.is_empty() && is_block(&tag) => return title.to_owned(),
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            Event::InlineHtml(_) => words.push_str(title.get(range).unwrap_or_default()),
            _ => {}
        }
    }
    if words.trim().is_empty() {
        title.to_owned()
    } else {
        words
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Paragraph | Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. }
    )
}

/// True if the front matter's reader uses this key.
fn is_read(key: &str) -> bool {
    let all = [TITLE, URL, AUTHOR, DATE, LANGUAGE];
    all.iter()
        .any(|names| names.iter().any(|name| key.eq_ignore_ascii_case(name)))
}

/// True if a line has the form `key: value`.
fn is_key_line(line: &str) -> bool {
    key_of(line).is_some()
}

/// The key of a line of the form `key: value`, without quotation marks; `None` for other lines.
fn key_of(line: &str) -> Option<&str> {
    let (key, value) = line.split_once(':')?;
    let quoted = |mark| key.strip_prefix(mark).and_then(|key| key.strip_suffix(mark));
    let key = quoted('"').or_else(|| quoted('\'')).unwrap_or(key);
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    let is_apart = value.trim_end().is_empty() || value.starts_with([' ', '\t']);
    (is_key && is_apart).then_some(key)
}

#[cfg(test)]
mod tests;
