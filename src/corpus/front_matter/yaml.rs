//! Front matter in YAML, between `---` lines.
//!
//! Each key is read by itself: a fault in another program's key costs nothing.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::value::Value;
use super::{Entry, Found, is_key_line, is_read, key_of};

/// The longest value that is read, in bytes.
const MAX_VALUE_BYTES: usize = 16 * 1024;

/// Reads the front matter; `None` if the text begins with a thematic break.
pub(super) fn read(text: &str) -> Option<Found> {
    let (keys, end, is_closed) = extent(text)?;
    let keys = text.get(keys)?;
    let mut entries: Vec<(usize, &str, String)> = Vec::new();
    // The opening line counts.
    for (number, line) in keys.split_inclusive('\n').enumerate() {
        match (key_of(line.trim_end_matches(['\r', '\n'])), entries.last_mut()) {
            (Some(key), _) => entries.push((number + 1, key, line.to_owned())),
            (None, Some((_, _, chunk))) if chunk.len() <= MAX_VALUE_BYTES => chunk.push_str(line),
            _ => {}
        }
    }
    let mut all: Vec<Entry> = Vec::new();
    for (line, key, chunk) in entries {
        // Of two equal keys, the first counts.
        if is_read(key) && !all.iter().any(|entry| entry.key.eq_ignore_ascii_case(key)) {
            all.push(Entry {
                key: key.to_owned(),
                value: value(&chunk),
                line,
            });
        }
    }
    Some(Found {
        entries: all,
        end,
        unclosed: (!is_closed).then_some("---"),
    })
}

/// The range of the keys, the offset where the text after them begins, and whether a line separates the two. `None` if
/// the lines below the first can't be keys.
fn extent(text: &str) -> Option<(std::ops::Range<usize>, usize, bool)> {
    let mut lines = text.split_inclusive('\n');
    let start = lines.next()?.len();
    let mut at = start;
    let mut first_blank = None;
    let mut is_behind_blank = false;
    for (number, line) in lines.enumerate() {
        let content = line.trim_end();
        if matches!(content, "---" | "...") {
            return Some((start..at, at + line.len(), true));
        }
        let is_comment = content.starts_with('#');
        if number == 0 && !is_comment && !is_key_line(content) {
            return None;
        }
        if content.is_empty() {
            first_blank.get_or_insert(at);
        } else if is_behind_blank && !is_comment && !is_key_line(content) && !continues(content) {
            break;
        }
        is_behind_blank = content.is_empty();
        at += line.len();
    }
    // The closing line is missing or has text before it. Keys count all the same if they look as programs write them.
    let first = text.get(start..)?.lines().next()?;
    let is_key = key_of(first).is_some_and(|key| key.chars().all(|c| !c.is_uppercase()));
    let keys = text.get(start..first_blank.unwrap_or(at))?;
    let end = start
        + keys
            .split_inclusive('\n')
            .take_while(|line| {
                let line = line.trim_end();
                line.starts_with('#') || is_key_line(line) || continues(line)
            })
            .map(str::len)
            .sum::<usize>();
    is_key.then_some((start..end, end, false))
}

/// True if a line continues the value of the key above it: it is indented, is an item of a list or closes one.
fn continues(line: &str) -> bool {
    line.starts_with([' ', '\t', ']', '}']) || line == "-" || line.starts_with("- ")
}

/// The value of a key, including its continuation lines.
fn value(chunk: &str) -> Option<Value> {
    if chunk.len() > MAX_VALUE_BYTES {
        return None;
    }
    if let Some(text) = parsed::<Option<String>>(chunk) {
        return Some(Value::Text(text.unwrap_or_default()));
    }
    if let Some(value) = parsed::<serde_json::Value>(chunk) {
        return Some(Value::from(value));
    }
    // Words that are not valid YAML: "Hiking: the northern path", "@home".
    let (_, written) = chunk.split_once(':')?;
    let written = written.trim();
    let is_words = !written.contains('\n') && !written.starts_with(['{', '|', '>']);
    is_words.then(|| Value::Text(written.to_owned()))
}

/// The value of the one key of `chunk`; `None` if it is not a `T`.
fn parsed<T: DeserializeOwned>(chunk: &str) -> Option<T> {
    let options = serde_saphyr::options! { with_snippet: false };
    let read: BTreeMap<String, T> = serde_saphyr::from_str_with_options(chunk, options).ok()?;
    read.into_values().next()
}
