//! Reads the tags of forums and of Steam's guides: `[h1]Rules[/h1]`, `[b]`, `[list]`, `[table]`, `[quote="Ann"]`.
//!
//! Each tag has an HTML element with the same effect, so the text is written with those, and read as a web page.

mod tags;

use std::collections::HashSet;

use tags::{Effect, Tag};

use crate::corpus::document::{Block, Document};
use crate::corpus::html;
use crate::corpus::traced::TracedText;

/// The pairs of tags that make a text one of a forum.
const MIN_PAIRS: usize = 3;
/// The most tags within one another; deeper ones are words.
const MAX_OPEN: usize = 64;

/// True if a text has the tags of a forum, each with its end.
pub(super) fn is_of_forum(text: &str) -> bool {
    let mut opened = HashSet::new();
    let tags = text.match_indices('[').filter_map(|(at, _)| Tag::at(text, at));
    let is_end_of_pair = |tag: &Tag<'_>| {
        if !tag.is_end {
            opened.insert(tag.name);
        }
        tag.is_end && opened.contains(tag.name)
    };
    tags.filter(is_end_of_pair).take(MIN_PAIRS).count() == MIN_PAIRS
}

/// Reads a text with such tags. `None` if they are nested too deeply.
pub(super) fn read(text: &str) -> Option<Document> {
    let page = Writer::new(text).write();
    let blocks = html::read_fragment(page.as_str()).ok()?;
    let moved = |block: Block| Block {
        text: block.text.moved_into(&page),
        ..block
    };
    Some(Document {
        blocks: blocks.into_iter().map(moved).collect(),
        ..Document::default()
    })
}

/// Writes a text as HTML in which each word knows its place.
struct Writer<'a> {
    text: &'a str,
    /// The place of the last end of each tag.
    last_ends: Vec<(&'static str, usize)>,
    page: TracedText,
    /// The open tags, with the end of the element of each.
    open: Vec<(&'static str, &'static str)>,
    /// The line breaks since the last word.
    breaks: usize,
    /// True after an element that begins a line of its own.
    is_apart: bool,
    /// True if the last line was bold as a whole, and so names what follows.
    was_bold: bool,
}

impl<'a> Writer<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            last_ends: tags::last_ends(text),
            page: TracedText::default(),
            open: Vec::new(),
            breaks: 1,
            is_apart: true,
            was_bold: false,
        }
    }

    fn write(mut self) -> TracedText {
        let mut at = 0;
        while at < self.text.len() {
            at = match self.tag_at(at) {
                Some(tag) => self.take(&tag, at),
                None => self.take_words(at),
            };
        }
        self.page
    }

    /// The tag at a place, if it is known, and its end or its beginning is there.
    fn tag_at(&self, at: usize) -> Option<Tag<'a>> {
        let tag = Tag::at(self.text, at)?;
        let is_paired = match tag.effect {
            Effect::Item | Effect::Line => true,
            _ if !tag.is_end && self.open.len() >= MAX_OPEN => false,
            _ if tag.is_end => self.open.iter().any(|&(name, _)| name == tag.name),
            _ => {
                let end = self.last_ends.iter().find(|&&(name, _)| name == tag.name);
                end.is_some_and(|&(_, end)| end > at)
            }
        };
        is_paired.then_some(tag)
    }

    /// Takes the words up to the next tag or line.
    fn take_words(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        if let Some(len) = ["\r\n", "\n", "\r"]
            .iter()
            .find(|end| rest.starts_with(**end))
            .map(|end| end.len())
        {
            self.breaks += 1;
            return at + len;
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let len = rest[first..]
            .find(['[', '\n', '\r'])
            .map_or(rest.len(), |next| next + first);
        let words = &rest[..len];
        if !words.trim().is_empty() {
            self.end_line(at);
            self.push_escaped(words, at);
            self.is_apart = false;
        } else if self.breaks == 0 {
            self.page.push_run(words, at);
        }
        at + len
    }

    /// Writes the end of the last line before the words at a place.
    fn end_line(&mut self, at: usize) {
        let breaks = std::mem::take(&mut self.breaks);
        if breaks == 0 {
            return;
        }
        let is_bold = tags::is_bold_line(self.text, at);
        if !self.is_apart {
            let is_paragraph = breaks > 1 || is_bold || self.was_bold;
            self.page.push_joint(if is_paragraph { "<p>" } else { "<br>" });
        }
        self.was_bold = is_bold;
    }

    fn push_escaped(&mut self, words: &str, at: usize) {
        let mut start = 0;
        for (next, sign) in words.match_indices(['<', '>', '&']) {
            self.page.push_run(&words[start..next], at + start);
            let escape = match sign {
                "<" => "&lt;",
                ">" => "&gt;",
                _ => "&amp;",
            };
            self.page.push_run(escape, at + next);
            start = next + 1;
        }
        self.page.push_run(&words[start..], at + start);
    }

    /// Takes a tag, and returns the place after it and after whatever it holds that isn't read as text with tags.
    fn take(&mut self, tag: &Tag<'a>, at: usize) -> usize {
        let behind = at + tag.len;
        if tag.is_end {
            self.close(tag);
            return behind;
        }
        match tag.effect {
            Effect::Item => self.begin_block("<li>"),
            Effect::Line => self.begin_block("<hr>"),
            Effect::Nothing => self.open.push((tag.name, "")),
            Effect::Inline(open, end) => {
                self.end_line(at);
                self.is_apart = false;
                self.page.push_joint(open);
                self.open.push((tag.name, end));
            }
            Effect::Block(open, end) => {
                self.begin_block(open);
                self.open.push((tag.name, end));
            }
            Effect::Link => self.begin_link(tag, at),
            Effect::Quote => self.begin_named(tag, at, ["<blockquote>", "<p>", ":</p>"], "</blockquote>"),
            Effect::Fold => self.begin_fold(tag, at),
            Effect::Dropped | Effect::Code | Effect::Literal => return self.take_whole(tag, at),
        }
        behind
    }

    fn begin_block(&mut self, open: &str) {
        self.page.push_joint(open);
        (self.breaks, self.is_apart, self.was_bold) = (0, true, false);
    }

    /// Ends the innermost open tag of a name, and those within it.
    fn close(&mut self, tag: &Tag<'a>) {
        let Some(index) = self.open.iter().rposition(|&(name, _)| name == tag.name) else {
            return;
        };
        for (_, end) in self.open.split_off(index).into_iter().rev() {
            self.page.push_joint(end);
        }
        if tag.effect.is_block() {
            (self.breaks, self.is_apart, self.was_bold) = (0, true, false);
        }
    }

    fn begin_link(&mut self, tag: &Tag<'a>, at: usize) {
        self.end_line(at);
        self.is_apart = false;
        let address = tag.value.replace(['"', '<', '>', '&'], "");
        if address.is_empty() {
            self.open.push((tag.name, ""));
        } else {
            self.page.push_joint(&format!("<a href=\"{address}\">"));
            self.open.push((tag.name, "</a>"));
        }
    }

    /// Begins an element with a name in it, if the tag has one.
    fn begin_named(&mut self, tag: &Tag<'a>, at: usize, [open, name, end_of_name]: [&str; 3], end: &'static str) {
        self.begin_block(open);
        if let Some(range) = tag.title() {
            self.page.push_joint(name);
            self.push_escaped(&self.text[at + range.start..at + range.end], at + range.start);
            self.page.push_joint(end_of_name);
        }
        self.open.push((tag.name, end));
    }

    /// Begins a text that opens at a click, or a spoiler within a line.
    fn begin_fold(&mut self, tag: &Tag<'a>, at: usize) {
        let inside = &self.text[at + tag.len..];
        let inside = inside.split("[/").next().unwrap_or_default();
        if tag.title().is_some() {
            self.begin_named(tag, at, ["<details>", "<summary>", "</summary>"], "</details>");
        } else if inside.contains(['\n', '\r']) || tag.name != "spoiler" {
            self.begin_block("<div>");
            self.open.push((tag.name, "</div>"));
        } else {
            self.end_line(at);
            self.is_apart = false;
            self.page.push_joint("<span class=\"spoiler\">");
            self.open.push((tag.name, "</span>"));
        }
    }

    /// Takes a tag with everything up to its end: code, text about tags, or the address of a picture.
    fn take_whole(&mut self, tag: &Tag<'a>, at: usize) -> usize {
        let start = at + tag.len;
        let (len, end) = tags::end_of(&self.text[start..], tag.name);
        let inside = &self.text[start..start + len];
        match tag.effect {
            Effect::Dropped => {}
            Effect::Code if inside.trim().contains(['\n', '\r']) => {
                self.begin_block("<pre>");
                self.push_escaped(inside, start);
                self.begin_block("</pre>");
            }
            effect => {
                self.end_line(at);
                self.is_apart = false;
                let is_code = matches!(effect, Effect::Code);
                self.page.push_joint(if is_code { "<code>" } else { "" });
                self.push_escaped(inside, start);
                self.page.push_joint(if is_code { "</code>" } else { "" });
            }
        }
        start + len + end
    }
}

#[cfg(test)]
mod tests;
