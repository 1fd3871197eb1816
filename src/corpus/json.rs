//! JSON whose strings know their places in the file.

use serde::de::IgnoredAny;

use super::problem::Reason;
use super::traced::TracedText;

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 64;

/// A value of a file.
#[derive(Debug)]
pub(super) enum Value<'a> {
    /// A string without its quotation marks, as it is written, and its offset.
    Text(&'a str, usize),
    List(Vec<Self>),
    /// Keys, as they are written, with their values.
    Map(Vec<(&'a str, Self)>),
    /// A number, `true`, `false` or `null`.
    Other(&'a str),
}

impl<'a> Value<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, (Reason, Option<usize>)> {
        if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
            return Err((Reason::BrokenJson, Some(error.line().max(1))));
        }
        let mut parser = Parser { text, at: 0 };
        parser.value(0).ok_or((Reason::NestedTooDeep, None))
    }

    /// The value of a key; `None` also if this is no map.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let Self::Map(entries) = self else { return None };
        entries.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// The items of a list; empty if this is none.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The text of a key, with its places; `None` unless it is a string with a word in it.
    pub(super) fn text(&self, key: &str) -> Option<TracedText> {
        self.get(key)?.unescaped().filter(|text| !text.is_blank())
    }

    /// The text of a key, without its places.
    pub(super) fn string(&self, key: &str) -> Option<String> {
        self.text(key).map(|text| text.as_str().to_owned())
    }

    pub(super) fn is_true(&self, key: &str) -> bool {
        matches!(self.get(key), Some(Self::Other("true")))
    }

    /// The text of a string without escapes.
    pub(super) fn unescaped(&self) -> Option<TracedText> {
        let Self::Text(written, at) = *self else { return None };
        let mut text = TracedText::default();
        let mut rest = written;
        while let Some(next) = rest.find('\\') {
            let place = at + (written.len() - rest.len());
            text.push_run(&rest[..next], place);
            let (character, len) = escape(&rest[next..]);
            text.push_run(character.encode_utf8(&mut [0; 4]), place + next);
            rest = rest.get(next + len..).unwrap_or_default();
        }
        text.push_run(rest, at + (written.len() - rest.len()));
        Some(text)
    }
}

/// The character of the escape at the start of a text, and the length of the escape.
fn escape(text: &str) -> (char, usize) {
    let unit = |text: &str| u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok();
    let plain = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b' | b'f') => ' ',
        Some(b'u') => {
            let Some(first) = unit(text) else {
                return ('\u{fffd}', 2);
            };
            let pair = [first, text.get(6..).and_then(unit).unwrap_or_default()];
            return match char::decode_utf16(pair).next() {
                Some(Ok(character)) => (character, 6 * character.len_utf16()),
                _ => ('\u{fffd}', 6),
            };
        }
        Some(b'"') => '"',
        Some(b'/') => '/',
        _ => '\\',
    };
    (plain, 2)
}

/// Goes through JSON that is known to be valid.
struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    /// The value at the current place; `None` if it is nested too deeply.
    fn value(&mut self, depth: usize) -> Option<Value<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.peek()? {
            b'"' => {
                let (text, at) = self.string();
                Some(Value::Text(text, at))
            }
            b'[' => {
                let mut items = Vec::new();
                self.at += 1;
                while self.peek()? != b']' {
                    items.push(self.value(depth + 1)?);
                }
                self.at += 1;
                Some(Value::List(items))
            }
            b'{' => {
                let mut entries = Vec::new();
                self.at += 1;
                while self.peek()? != b'}' {
                    let (key, _) = self.string();
                    entries.push((key, self.value(depth + 1)?));
                }
                self.at += 1;
                Some(Value::Map(entries))
            }
            _ => {
                let rest = &self.text[self.at..];
                let ends = |c: char| c.is_ascii_whitespace() || matches!(c, ',' | ']' | '}');
                let len = rest.find(ends).unwrap_or(rest.len()).max(1);
                self.at += len;
                Some(Value::Other(rest.get(..len)?))
            }
        }
    }

    /// The next byte that is not between values.
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t' | b',' | b':')) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    /// The string at the current place, as it is written, and its offset.
    fn string(&mut self) -> (&'a str, usize) {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let mut end = start;
        while !matches!(bytes.get(end), None | Some(b'"')) {
            end += if bytes.get(end) == Some(&b'\\') { 2 } else { 1 };
        }
        self.at = end + 1;
        (self.text.get(start..end).unwrap_or_default(), start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::exports::read;

    #[test]
    fn strings_lose_their_escapes_and_keep_their_places() {
        let text = r#"{"a": [1, {"b": "x\n\"y\" \u00e9 \ud83d\ude00 \ud800 end"}], "c": true}"#;
        let root = Value::parse(text).unwrap();
        let b = root.get("a").unwrap().items()[1].text("b").unwrap();
        assert_eq!(b.as_str(), "x\n\"y\" é 😀 \u{fffd} end");
        let end = b.slice_trimmed(b.as_str().len() - 3..b.as_str().len());
        assert_eq!(&text[end.source_range()], "end");
        assert!(root.is_true("c") && !root.is_true("a"));
    }

    #[test]
    fn other_files_are_left_out() {
        assert_eq!(read("{\n\"a\": }").unwrap_err(), (Reason::BrokenJson, Some(2)));
        for text in ["{}", "[]", "12", "\"a\"", "{\"messages\": []}", "{\"parse\": {}}"] {
            assert_eq!(read(text).unwrap_err().0, Reason::UnknownJson, "{text}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(read(&deep).unwrap_err().0, Reason::NestedTooDeep);
    }
}
