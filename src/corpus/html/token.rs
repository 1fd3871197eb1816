//! Splits a page's source into tags and text as the HTML standard does, with their places. The ends of elements are
//! found elsewhere.

use std::borrow::Cow;
use std::ops::Range;

use super::reference::reference;

/// A piece of a page. Comments and declarations are skipped.
#[derive(Debug)]
pub(super) enum Token<'a> {
    Start(Tag<'a>),
    End(Tag<'a>),
    /// Text, with its character references unresolved.
    Text(Range<usize>),
}

impl Token<'_> {
    pub(super) fn start(&self) -> usize {
        match self {
            Token::Start(tag) | Token::End(tag) => tag.range.start,
            Token::Text(range) => range.start,
        }
    }
}

/// A tag as written.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    pub name: &'a str,
    /// The range from its "<" to its ">", both included.
    pub range: Range<usize>,
    /// True if the tag ends in "/>".
    pub closes_itself: bool,
}

/// The tokens of a source, in order. Each byte is looked at a fixed number of times.
pub(super) struct Tokens<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    /// Begins at byte `from` of the source.
    pub(super) fn new(source: &'a str, from: usize) -> Self {
        Self { source, at: from }
    }

    /// Takes the text up to the end tag `name`, or up to the source's end. No other tag counts in it.
    pub(super) fn take_raw(&mut self, name: &str) -> Range<usize> {
        let start = self.at;
        let rest = self.rest();
        let len = if name.eq_ignore_ascii_case("script") {
            script_len(rest)
        } else {
            let mut ends = rest.match_indices("</").map(|(at, _)| at);
            ends.find(|&at| is_tag(&rest[at + 2..], name)).unwrap_or(rest.len())
        };
        self.at += len;
        start..self.at
    }

    /// Takes the rest of the source as text.
    pub(super) fn take_rest(&mut self) -> Range<usize> {
        let start = std::mem::replace(&mut self.at, self.source.len());
        start..self.at
    }

    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    /// Reads the markup that begins here. `None` if it is not a tag, or a tag that never ends.
    fn markup(&mut self) -> Option<Token<'a>> {
        let start = self.at;
        let rest = self.rest();
        let closes = rest.starts_with("</");
        let name_at = if closes { 2 } else { 1 };
        let name = rest[name_at..].split(ends_name).next().unwrap_or_default();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            self.at += not_a_tag_len(rest);
            return None;
        }
        let mut attributes = Attributes {
            source: self.source,
            at: start + name_at + name.len(),
            closes_itself: false,
        };
        while attributes.next().is_some() {}
        self.at = attributes.at;
        // A tag that the end of the page cuts short is dropped.
        if !self.source[start..self.at].ends_with('>') {
            return None;
        }
        let tag = Tag {
            name,
            range: start..self.at,
            closes_itself: attributes.closes_itself,
        };
        Some(if closes { Token::End(tag) } else { Token::Start(tag) })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        while self.at < self.source.len() {
            let start = self.at;
            self.at += text_len(self.rest());
            if self.at > start {
                return Some(Token::Text(start..self.at));
            }
            if let Some(token) = self.markup() {
                return Some(token);
            }
        }
        None
    }
}

/// The attributes of a tag, as written.
pub(super) struct Attributes<'a> {
    source: &'a str,
    /// The end of the part that was read; in the end, the position after the ">".
    at: usize,
    closes_itself: bool,
}

impl<'a> Attributes<'a> {
    /// The attributes of the tag at `range`.
    pub(super) fn of(source: &'a str, range: &Range<usize>) -> Self {
        let name_len = source[range.clone()].find(ends_name).unwrap_or(range.len());
        Self {
            source,
            at: range.start + name_len,
            closes_itself: false,
        }
    }

    fn skip(&mut self, skipped: impl Fn(char) -> bool) -> &'a str {
        let rest = &self.source[self.at..];
        let len = rest.find(|c| !skipped(c)).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    fn value(&mut self) -> &'a str {
        self.skip(is_space);
        let rest = &self.source[self.at..];
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let Some(quote) = quote else {
            return self.skip(|c| !is_space(c) && c != '>');
        };
        let value = rest[1..].split(quote).next().unwrap_or_default();
        self.at = (self.at + value.len() + 2).min(self.source.len());
        value
    }
}

impl<'a> Iterator for Attributes<'a> {
    /// The name and the value, with its character references unresolved.
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let passed = self.skip(|c| is_space(c) || c == '/');
        let rest = &self.source[self.at..];
        if rest.is_empty() || rest.starts_with('>') {
            self.closes_itself = passed.ends_with('/');
            self.at += usize::from(!rest.is_empty());
            return None;
        }
        // An equals sign at the front belongs to the name.
        let first_len = rest.chars().next().map_or(0, char::len_utf8);
        let name_len = rest[first_len..].find(|c| ends_name(c) || c == '=');
        let name = name_len.map_or(rest, |len| &rest[..first_len + len]);
        self.at += name.len();
        let before_equals = self.at;
        self.skip(is_space);
        if self.source[self.at..].starts_with('=') {
            self.at += 1;
            return Some((name, self.value()));
        }
        self.at = before_equals;
        Some((name, ""))
    }
}

/// An attribute's value with its character references resolved.
pub(super) fn resolved(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let (resolved, len) = reference(rest, true).unwrap_or_else(|| ("&".to_owned(), 1));
        text.push_str(&resolved);
        rest = &rest[len..];
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// True for white space as the HTML standard defines it, which excludes the no-break space.
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

fn ends_name(c: char) -> bool {
    is_space(c) || matches!(c, '/' | '>')
}

/// The number of bytes before the next markup.
fn text_len(rest: &str) -> usize {
    let begins_markup = |&at: &usize| match rest.as_bytes().get(at + 1) {
        Some(b'!' | b'?') => true,
        Some(b'/') => at + 2 < rest.len(),
        byte => byte.is_some_and(u8::is_ascii_alphabetic),
    };
    let mut signs = rest.match_indices('<').map(|(at, _)| at);
    signs.find(begins_markup).unwrap_or(rest.len())
}

/// The length of a comment, a declaration or a processing instruction.
fn not_a_tag_len(rest: &str) -> usize {
    if !rest.starts_with("<!--") {
        return rest.find('>').map_or(rest.len(), |at| at + 1);
    }
    let mut from = 2;
    while let Some(at) = rest[from..].find("--") {
        let after = &rest[from + at + 2..];
        for end in [">", "!>"] {
            if after.starts_with(end) {
                return from + at + 2 + end.len();
            }
        }
        from += at + 1;
    }
    rest.len()
}

/// The length of a script. An inner script that begins and ends within a comment doesn't end it.
fn script_len(rest: &str) -> usize {
    let (mut in_comment, mut in_inner) = (false, false);
    for (at, _) in rest.match_indices(['<', '-']) {
        let here = &rest[at..];
        if here.starts_with("-->") {
            (in_comment, in_inner) = (false, false);
        } else if here.starts_with("<!--") {
            in_comment = true;
        } else if here.starts_with("</") && is_tag(&here[2..], "script") {
            if !in_inner {
                return at;
            }
            in_inner = false;
        } else if in_comment && here.starts_with('<') && is_tag(&here[1..], "script") {
            in_inner = true;
        }
    }
    rest.len()
}

/// True if `text` begins with the tag name `name`.
fn is_tag(text: &str, name: &str) -> bool {
    text.get(..name.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(name))
        && text[name.len()..].starts_with(ends_name)
}
