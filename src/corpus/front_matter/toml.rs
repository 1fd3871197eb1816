//! Front matter in TOML, between `+++` lines: only as much of the syntax as the few keys need.

use super::value::Value;
use super::{Entry, Found, is_read};

/// The most lines that a value may have: one that is never closed must not swallow the text.
const MAX_LINES: usize = 200;

/// Reads the front matter; `None` if the text has none.
pub(super) fn read(text: &str) -> Option<Found> {
    let mut entries = Vec::new();
    let mut in_table = false;
    let mut lines = text.split_inclusive('\n').enumerate().peekable();
    let mut at = lines.next()?.1.len();
    let mut end_of_keys = None;
    while let Some((number, line)) = lines.next() {
        at += line.len();
        let trimmed = line.trim();
        if trimmed == "+++" {
            let unclosed = None;
            return Some(Found {
                entries,
                end: at,
                unclosed,
            });
        }
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let Some((key, value)) = line.split_once('=').filter(|(key, _)| is_key(key)) else {
            if !trimmed.starts_with('[') {
                break;
            }
            in_table = true;
            continue;
        };
        let mut value = value.trim().to_owned();
        // A list or a text of several lines.
        let last = number + MAX_LINES;
        while let Some((_, next)) = lines.next_if(|&(number, _)| number < last && is_open(&value)) {
            at += next.len();
            value.push('\n');
            value.push_str(next.trim());
        }
        end_of_keys = Some(at);
        // A key below the head of a table is that table's.
        let key = key.trim().trim_matches(['"', '\'']);
        if !in_table && is_read(key) {
            entries.push(Entry {
                key: key.to_owned(),
                value: parse(&value),
                line: number,
            });
        }
    }
    let unclosed = Some("+++");
    let end = end_of_keys?;
    Some(Found { entries, end, unclosed })
}

fn is_key(key: &str) -> bool {
    let key = key.trim();
    !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\''))
}

fn is_open(value: &str) -> bool {
    let closes = |mark: &str| value.len() >= 2 * mark.len() && value.ends_with(mark);
    if value.starts_with("\"\"\"") {
        return !closes("\"\"\"");
    }
    if value.starts_with("'''") {
        return !closes("'''");
    }
    value.starts_with('[') && !value.ends_with(']')
}

fn parse(value: &str) -> Option<Value> {
    for (mark, is_escaped) in [("\"\"\"", true), ("'''", false), ("\"", true), ("'", false)] {
        let Some(rest) = value.strip_prefix(mark) else { continue };
        let (inner, behind) = closed(rest, mark, is_escaped)?;
        let is_rest = behind.trim_start();
        return (is_rest.is_empty() || is_rest.starts_with('#')).then_some(Value::Text(inner));
    }
    if let Some(mut rest) = value.strip_prefix('[') {
        let mut all = Vec::new();
        while let Some(open) = rest.find(['"', '\'']) {
            let (mark, is_escaped) = if rest.get(open..)?.starts_with('"') {
                ("\"", true)
            } else {
                ("'", false)
            };
            let (inner, behind) = closed(rest.get(open + 1..)?, mark, is_escaped)?;
            all.push(Value::Text(inner));
            rest = behind;
        }
        return Some(Value::List(all));
    }
    if value.starts_with('{') {
        return None;
    }
    // A number, a date, a truth value.
    let bare = value.split('#').next().unwrap_or_default();
    Some(Value::Text(bare.trim().to_owned()))
}

/// The text up to its closing `mark`, with escapes replaced, and the text after that.
fn closed<'a>(text: &'a str, mark: &str, is_escaped: bool) -> Option<(String, &'a str)> {
    let mut from = 0;
    loop {
        let end = from + text.get(from..)?.find(mark)?;
        let inner = text.get(..end)?;
        let backslashes = inner.len() - inner.trim_end_matches('\\').len();
        if is_escaped && backslashes % 2 == 1 {
            from = end + 1;
            continue;
        }
        let behind = text.get(end + mark.len()..)?;
        if !is_escaped {
            return Some((inner.trim().to_owned(), behind));
        }
        // JSON has the same escapes as TOML, except for line ends.
        let json = format!("\"{}\"", inner.replace(['\n', '\t'], " "));
        let text = serde_json::from_str(&json).unwrap_or_else(|_| inner.to_owned());
        return Some((text, behind));
    }
}
