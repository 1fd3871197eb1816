//! The tags of generators: `{{< hint danger >}}`, `{% tab title="x" %}`, `<TabItem label="x">`.

mod labels;

use std::ops::Range;

use super::forms::{has_word, in_text};

pub(super) use self::labels::{Item, Label};

/// The longest tag, in bytes, so that one that never ends costs no more.
const MAX_TAG_BYTES: usize = 8 * 1024;
/// Arguments that name a tag's content.
const TITLES: &[&str] = &["title", "label", "header", "heading", "summary"];
/// Arguments that hold the words of a tag without content.
const WORDS: &[&str] = &[
    "text",
    "content",
    "caption",
    "subtitle",
    "description",
    "message",
    "body",
];

/// The syntax of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Syntax {
    /// `{{< name >}}` and `{{% name %}}`.
    Hugo,
    /// `{% name %}`: Liquid, Jinja, Nunjucks.
    Liquid,
    /// `<Name>`: MDX and Vue.
    Component,
}

#[derive(Debug)]
pub(super) struct Tag<'a> {
    pub(super) syntax: Syntax,
    pub(super) name: &'a str,
    /// True if it ends an earlier tag.
    pub(super) closes: bool,
    /// True if its form says that it has no content.
    pub(super) is_empty: bool,
    pub(super) range: Range<usize>,
    arguments: Vec<Argument>,
    source: &'a str,
}

#[derive(Debug)]
struct Argument {
    key: Option<Range<usize>>,
    value: Range<usize>,
    /// True if it is written in quotation marks.
    is_quoted: bool,
}

impl Argument {
    fn new(value: Range<usize>) -> Self {
        Self {
            key: None,
            value,
            is_quoted: false,
        }
    }
}

/// Reads the tag that begins at `at`. The error is the number of bytes that were searched for its end.
pub(super) fn tag_at(source: &str, at: usize) -> Result<Tag<'_>, usize> {
    let Some(mut tag) = opened_at(source, at) else {
        return Err(0);
    };
    match tag.read_arguments(tag.range.end, at + MAX_TAG_BYTES) {
        Ok(end) => {
            tag.range.end = end;
            Ok(tag)
        }
        Err(end) => Err(end.saturating_sub(at)),
    }
}

/// The beginning of a tag, with its name. `None` if no tag begins at `at`.
fn opened_at(source: &str, at: usize) -> Option<Tag<'_>> {
    let rest = source.get(at..)?;
    let (syntax, inner) = if let Some(inner) = rest.strip_prefix("{{<").or_else(|| rest.strip_prefix("{{%")) {
        (Syntax::Hugo, inner.trim_start())
    } else if let Some(inner) = rest.strip_prefix("{%") {
        (Syntax::Liquid, inner.trim_start_matches(['-', '+']).trim_start())
    } else {
        (Syntax::Component, rest.strip_prefix('<')?)
    };
    let (mut closes, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner.trim_start()),
        None => (false, inner),
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let len = inner.find(|c| !is_name(c)).unwrap_or(inner.len());
    // A slash at the end belongs to the tag.
    let mut name = inner.get(..len)?.trim_end_matches('/');
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(())?;
    let end = in_text(source, name).end;
    if let Some(ended) = name.strip_prefix("end").filter(|ended| !ended.is_empty())
        && syntax == Syntax::Liquid
    {
        closes = true;
        name = ended.trim_start_matches('_');
    }
    Some(Tag {
        syntax,
        name,
        closes,
        is_empty: false,
        range: at..end,
        arguments: Vec::new(),
        source,
    })
}

impl<'a> Tag<'a> {
    /// Reads up to the tag's end. The error is the place at which it is clear that the tag doesn't end before
    /// `limit`.
    fn read_arguments(&mut self, mut pos: usize, limit: usize) -> Result<usize, usize> {
        let bytes = self.source.as_bytes();
        loop {
            pos = skip_space(bytes, pos);
            if let Some(end) = self.end_at(pos) {
                return Ok(end);
            }
            let start = pos;
            let rest = bytes.get(pos..limit.min(bytes.len())).unwrap_or_default();
            let begins_another = match self.syntax {
                Syntax::Component => rest.starts_with(b"<"),
                Syntax::Liquid => rest.starts_with(b"{%"),
                Syntax::Hugo => rest.starts_with(b"{{"),
            };
            if begins_another {
                return Err(pos);
            }
            let (mut argument, end) = match rest.first() {
                None => return Err(pos),
                Some(b'"' | b'\'' | b'`' | b'{') => self.value_at(pos, limit)?,
                Some(_) => {
                    let end = self.word_end(pos).max(start + 1);
                    (Argument::new(start..end), end)
                }
            };
            pos = end;
            if !argument.is_quoted && bytes.get(end) == Some(&b'=') && bytes.get(start) != Some(&b'=') {
                let value = self.value_at(skip_space(bytes, end + 1), limit)?;
                argument = Argument {
                    key: Some(start..end),
                    ..value.0
                };
                pos = value.1;
            }
            self.arguments.push(argument);
        }
    }

    /// The end of the tag, if its end mark is at `pos`.
    fn end_at(&mut self, pos: usize) -> Option<usize> {
        let rest = self.source.as_bytes().get(pos..)?;
        let ends: &[(&[u8], bool)] = match self.syntax {
            Syntax::Hugo => &[(b">}}", false), (b"%}}", false), (b"/>}}", true), (b"/%}}", true)],
            Syntax::Liquid => &[(b"%}", false), (b"-%}", false), (b"+%}", false)],
            Syntax::Component => &[(b">", false), (b"/>", true)],
        };
        let (end, is_empty) = ends.iter().find(|(end, _)| rest.starts_with(end))?;
        self.is_empty = *is_empty;
        Some(pos + end.len())
    }

    fn word_end(&mut self, from: usize) -> usize {
        let bytes = self.source.as_bytes();
        let mut pos = from;
        while let Some(b) = bytes.get(pos) {
            let is_apostrophe = *b == b'\'' && self.syntax == Syntax::Liquid && pos > from;
            let ends = matches!(b, b'=' | b'"' | b'\'' | b'{') && !is_apostrophe;
            if b.is_ascii_whitespace() || ends || self.end_at(pos).is_some() {
                break;
            }
            pos += 1;
        }
        pos
    }

    /// The value at `pos`, and its end. The error is the place up to which its end was searched for.
    fn value_at(&mut self, pos: usize, limit: usize) -> Result<(Argument, usize), usize> {
        let bytes = self.source.as_bytes();
        match bytes.get(pos) {
            Some(mark @ (b'"' | b'\'' | b'`')) => {
                let end = closing_quote(bytes, pos, *mark, limit).ok_or(limit)?;
                let mut argument = Argument::new(pos + 1..end);
                argument.is_quoted = true;
                Ok((argument, end + 1))
            }
            Some(b'{') => {
                let end = closing_brace(bytes, pos, limit).ok_or(limit)?;
                let mut argument = Argument::new(pos..end + 1);
                // The braces may hold just a text.
                let inner = skip_space(bytes, pos + 1);
                let mark = bytes.get(inner).filter(|mark| matches!(mark, b'"' | b'\'' | b'`'));
                let quote = mark.and_then(|mark| closing_quote(bytes, inner, *mark, limit));
                if let Some(quote) = quote.filter(|&quote| skip_space(bytes, quote + 1) == end) {
                    argument.value = inner + 1..quote;
                    argument.is_quoted = true;
                }
                Ok((argument, end + 1))
            }
            _ => {
                let end = self.word_end(pos);
                if end > pos {
                    Ok((Argument::new(pos..end), end))
                } else {
                    Err(pos)
                }
            }
        }
    }

    fn argument(&self, keys: &[&str]) -> Option<&Argument> {
        keys.iter().find_map(|name| {
            let is_named = |argument: &&Argument| {
                let key = argument.key.as_ref().map_or("", |key| self.text(key));
                let names_it = key.eq_ignore_ascii_case(name);
                names_it && has_word(self.text(&argument.value))
            };
            self.arguments.iter().find(is_named)
        })
    }

    fn text(&self, range: &Range<usize>) -> &'a str {
        self.source.get(range.clone()).unwrap_or_default()
    }

    /// The words of a tag without content.
    pub(super) fn words(&self) -> Vec<Range<usize>> {
        let title = self.argument(TITLES).filter(|title| title.is_quoted);
        let description = self.argument(WORDS).filter(|words| words.is_quoted);
        // A card shows its title. An image or a video doesn't.
        let is_card = description.is_some() || self.argument(&["href", "link", "to", "url"]).is_some();
        let all = title.filter(|_| is_card).into_iter().chain(description);
        all.map(|argument| argument.value.clone()).collect()
    }

    /// The attributes that HTML doesn't know: those whose values are code, and directives (`#slot`, `@click`).
    pub(super) fn code(&self) -> Vec<Range<usize>> {
        let is_code = |argument: &&Argument| {
            let value = self.text(&argument.value);
            let (name, is_plain) = match &argument.key {
                Some(key) => (key, true),
                None => (&argument.value, !argument.is_quoted),
            };
            let before = self.text(&(self.range.start..name.start));
            let is_directive =
                is_plain && self.text(name).starts_with(['#', '@']) && before.ends_with(char::is_whitespace);
            is_directive || (value.starts_with('{') && !argument.is_quoted)
        };
        let whole = |argument: &Argument| {
            let start = argument.key.as_ref().unwrap_or(&argument.value).start;
            start..argument.value.end + usize::from(argument.is_quoted)
        };
        self.arguments.iter().filter(is_code).map(whole).collect()
    }

    /// True if the tag's content is raw text, in which tags are words.
    pub(super) fn holds_raw(&self) -> bool {
        self.syntax == Syntax::Liquid && !self.closes && matches!(self.name, "raw" | "verbatim")
    }

    /// True if the tag is a component's, not HTML's.
    pub(super) fn is_component(&self) -> bool {
        let has_lower = self.name.contains(|c: char| c.is_ascii_lowercase());
        let is_upper = self.name.starts_with(|c: char| c.is_ascii_uppercase());
        self.syntax == Syntax::Component && ((is_upper && has_lower) || self.name.contains(['-', '.']))
    }
}

fn skip_space(bytes: &[u8], mut pos: usize) -> usize {
    while bytes.get(pos).is_some_and(u8::is_ascii_whitespace) {
        pos += 1;
    }
    pos
}

fn closing_quote(bytes: &[u8], open: usize, mark: u8, limit: usize) -> Option<usize> {
    let mut pos = open + 1;
    while pos < limit {
        match *bytes.get(pos)? {
            b'\\' => pos += 1,
            b if b == mark => return Some(pos),
            _ => {}
        }
        pos += 1;
    }
    None
}

fn closing_brace(bytes: &[u8], open: usize, limit: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut pos = open;
    while pos < limit {
        match *bytes.get(pos)? {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(pos),
            b'}' => depth -= 1,
            mark @ (b'"' | b'\'' | b'`') => pos = closing_quote(bytes, pos, mark, limit)?,
            _ => {}
        }
        pos += 1;
    }
    None
}

#[cfg(test)]
mod tests;
