//! Front matter as a JSON object at the head of a file.

use serde_json::{Deserializer, Map, Value as Json};

use super::value::Value;
use super::{Entry, Found, is_read};

/// Reads the object; `None` if the text begins with something else.
pub(super) fn read(text: &str) -> Option<Found> {
    let mut objects = Deserializer::from_str(text).into_iter::<Map<String, Json>>();
    let object = objects.next()?.ok()?;
    let end = objects.byte_offset();
    let rest = text.get(end..)?;
    let line_end = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
    if object.is_empty() || !rest.get(..line_end)?.trim().is_empty() {
        return None;
    }
    let entry = |(key, value): (String, Json)| Entry {
        line: line_of(text, &key),
        key,
        value: Some(Value::from(value)),
    };
    Some(Found {
        entries: object.into_iter().filter(|(key, _)| is_read(key)).map(entry).collect(),
        end: end + line_end,
        unclosed: None,
    })
}

fn line_of(text: &str, key: &str) -> usize {
    let at = text.find(&format!("\"{key}\"")).unwrap_or(0);
    text.get(..at).unwrap_or_default().matches('\n').count()
}
