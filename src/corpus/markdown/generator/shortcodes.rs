//! Tags on lines of their own: they begin and end containers, hold code, or hold words in their arguments.

use std::collections::HashMap;
use std::ops::Range;

use super::blocks::FENCE;
use super::containers::{Body, Closes, Container, Opening};
use super::forms::fence;
use super::inline::{begins_html, remark_marks};
use super::tags::{Label, Syntax, Tag, tag_at};
use super::{Code, LEFT_OUT, Line, MAX_CONTAINERS, Pass};

/// The longest name of a tag that has content, in bytes.
const MAX_NAME_BYTES: usize = 64;
/// The bytes that may be searched for missing ends, for each byte of the source.
const MAX_MISSED: usize = 32;

impl<'a> Pass<'a> {
    /// Takes the tags at the start of a line, and those within it that end a container. Returns the start of the next
    /// line.
    pub(super) fn tags(&mut self, line: &Line) -> usize {
        let mut at = line.content;
        while at < line.end {
            let Some(tag) = self.tag_at(at).filter(|tag| self.is_block_tag(tag, line)) else {
                let Some(tag) = self.closing_tag_in(at..line.end) else {
                    break;
                };
                self.paragraph_line(at..tag.range.start);
                self.flush();
                at = tag.range.start;
                continue;
            };
            self.flush();
            let end = self.remark_end(&tag);
            if let Some(end) = end {
                self.edits.cut(at..end);
            } else {
                self.tag(line, &tag);
            }
            at = end.unwrap_or(tag.range.end);
            let line_end = self.end_of_line(line, at);
            at = self.indent(at, line_end).1;
            if line_end > line.end {
                // The tag ended on another line, which may continue.
                let next = line_end + self.ending_len(line_end);
                return self.tags(&Line {
                    start: line.start,
                    at,
                    content: at,
                    indent: line.indent,
                    end: line_end,
                    next,
                    quotes: line.quotes,
                    prefix: self.prefix(line),
                });
            }
        }
        if at == line.content && self.opens_markdown(line) {
            let prefix = self.prefix(line);
            self.edits
                .insert(line.end, format!("\n{}", prefix.trim_end_matches([' ', '\t'])));
            self.flush();
        } else {
            self.words_behind_tags(line, at);
        }
        line.next
    }

    /// Takes the text after the tags of a line, which may begin code.
    fn words_behind_tags(&mut self, line: &Line, at: usize) {
        let text = self.text(at..line.end);
        if at > line.content
            && let Some(fence) = fence(text)
        {
            self.fence(line, at, fence, line.indent);
        } else if at == line.content || !self.raw_html(line, text) {
            self.is_behind_paragraph = !begins_html(text);
            self.paragraph_line(at..line.end);
        }
    }

    /// True if a tag begins a remark.
    pub(super) fn is_remark(&mut self, tag: &Tag<'_>) -> bool {
        tag.name == "comment" && self.has_content(tag)
    }

    /// The end of the remark that a tag begins. `None` if it begins none.
    fn remark_end(&mut self, tag: &Tag<'_>) -> Option<usize> {
        let (mark, close) = remark_marks(tag.syntax);
        let rest = self.text(tag.range.end..self.source.len());
        let mark = self.is_remark(tag).then(|| rest.find(mark)).flatten()?;
        let end = mark + rest.get(mark..)?.find(close)? + close.len();
        Some(tag.range.end + end)
    }

    /// The end of the line that holds `at`: `line`, or a later one that its tags reach.
    fn end_of_line(&self, line: &Line, at: usize) -> usize {
        if at > line.end { self.line_end(at) } else { line.end }
    }

    /// True if there are words on that line from `at` on.
    fn has_rest(&self, line: &Line, at: usize) -> bool {
        !self.text(at..self.end_of_line(line, at)).trim_start().is_empty()
    }

    pub(super) fn tag_at(&mut self, at: usize) -> Option<Tag<'a>> {
        let first = self.source.as_bytes().get(at)?;
        if !matches!(first, b'<' | b'{') || !self.may_look() {
            return None;
        }
        match tag_at(self.source, at) {
            Ok(tag) => Some(tag),
            Err(missed) => {
                self.missed += missed;
                None
            }
        }
    }

    /// True while ends may still be searched for: too many failed searches forbid it.
    pub(super) fn may_look(&self) -> bool {
        self.missed <= MAX_MISSED * self.source.len().max(1000)
    }

    /// True if a tag at the start of a line is a block of its own: a component, a shortcode that is alone on its
    /// line, or one with content.
    fn is_block_tag(&mut self, tag: &Tag<'_>, line: &Line) -> bool {
        if tag.syntax == Syntax::Component {
            let rest = self.text(tag.range.end..line.end.max(tag.range.end));
            let is_in_sentence =
                tag.is_empty && rest.starts_with(' ') && rest.trim_start().starts_with(char::is_alphanumeric);
            return tag.is_component() && !(is_in_sentence && tag.words().is_empty());
        }
        let is_alone = !self.has_rest(line, tag.range.end);
        if tag.holds_raw() {
            return is_alone;
        }
        is_alone || self.is_open(tag) || self.has_content(tag)
    }

    fn is_open(&self, tag: &Tag<'_>) -> bool {
        let closes = Closes::Tag(tag.syntax, tag.name);
        tag.closes && self.containers.iter().any(|container| container.closes == closes)
    }

    fn has_content(&mut self, tag: &Tag<'_>) -> bool {
        !tag.closes && !tag.is_empty && self.is_closed(tag)
    }

    /// True if a tag that closes this one follows.
    pub(super) fn is_closed(&mut self, tag: &Tag<'_>) -> bool {
        let source = self.source;
        let all = self.last_closing.get_or_insert_with(|| closing_tags(source));
        all.get(&(tag.syntax, tag.name))
            .is_some_and(|&last| last > tag.range.start)
    }

    /// The first tag in a range that ends an open container.
    fn closing_tag_in(&mut self, range: Range<usize>) -> Option<Tag<'a>> {
        let is_tag = |container: &Container<'_>| matches!(container.closes, Closes::Tag(..));
        if !self.containers.iter().any(is_tag) {
            return None;
        }
        let mut at = range.start;
        while let Some(found) = self.text(at..range.end).find(['<', '{']) {
            let tag = self.tag_at(at + found).filter(|tag| self.is_open(tag));
            if tag.is_some() {
                return tag;
            }
            at += found + 1;
        }
        None
    }

    /// Takes a tag that is a block of its own.
    fn tag(&mut self, line: &Line, tag: &Tag<'a>) {
        let range = tag.range.clone();
        let has_rest = self.has_rest(line, range.end);
        if tag.closes {
            let closes = Closes::Tag(tag.syntax, tag.name);
            match self.containers.iter().rposition(|container| container.closes == closes) {
                Some(index) => self.close(index, line, range, has_rest),
                None => self.edits.cut(range),
            }
            return;
        }
        if !self.has_content(tag) || self.containers.len() >= MAX_CONTAINERS {
            self.words(line, tag, has_rest);
            return;
        }
        let behind = self.text(range.end..self.source.len()).trim_start();
        if !has_rest && holds_code(tag, behind) {
            self.edits.replace(range, FENCE);
            self.code = Some(Code::Tag(tag.syntax, tag.name.to_owned()));
            return;
        }
        let first = self.tag_at(self.source.len().saturating_sub(behind.len()));
        let first = first.filter(|first| first.syntax == tag.syntax && !first.closes);
        let label = self.item_label(tag).or_else(|| tag.label(first.as_ref()));
        let body = if tag.syntax == Syntax::Component {
            Body::Loose(None)
        } else {
            Body::Flush
        };
        let closes = Closes::Tag(tag.syntax, tag.name);
        self.open(line, range, Opening { label, closes, body }, has_rest);
        if let Some(group) = self.containers.last_mut() {
            group.items = tag.items();
        }
    }

    /// The label that the group around a tag gives to it.
    fn item_label(&mut self, tag: &Tag<'a>) -> Option<Label> {
        let group = self.containers.last_mut()?;
        let index = group.opened;
        group.opened += 1;
        tag.item(&group.items, index)
    }

    /// Ends the code that a tag holds, if the tag that ends it is on this line.
    pub(super) fn end_tagged_code(&mut self, line: &Line, syntax: Syntax, name: &str) {
        let mut at = line.content;
        while let Some(found) = self.text(at..line.end).find('{') {
            at += found;
            let tag = self.tag_at(at);
            if let Some(tag) = tag.filter(|tag| tag.closes && tag.syntax == syntax && tag.name == name) {
                let before = if at > line.content { "\n" } else { "" };
                let after = if self.has_rest(line, tag.range.end) { "\n" } else { "" };
                self.edits.replace(tag.range, format!("{before}{FENCE}{after}"));
                self.code = None;
                return;
            }
            at += 1;
        }
    }

    /// Puts the words of a tag without content in paragraphs of their own.
    fn words(&mut self, line: &Line, tag: &Tag<'a>, has_rest: bool) {
        let prefix = self.prefix(line);
        let mut done = tag.range.start;
        let mut words = tag.words();
        words.sort_by_key(|range| range.start);
        for range in words {
            let before = if done == tag.range.start {
                String::new()
            } else {
                format!("\n\n{prefix}")
            };
            self.edits.replace(done..range.start, before);
            done = range.end;
        }
        let after = if has_rest {
            format!("\n\n{prefix}")
        } else {
            String::new()
        };
        let after = match done == tag.range.start {
            true if tag.range.start == line.content && !has_rest => LEFT_OUT.to_owned(),
            true => String::new(),
            false => after,
        };
        self.edits.replace(done..tag.range.end, after);
    }

    /// True if a line is an opening tag whose content is Markdown: `<div markdown="1">`.
    fn opens_markdown(&self, line: &Line) -> bool {
        let text = self.text(line.content..line.end).trim_end();
        let is_tag = text.starts_with('<') && text.ends_with('>') && text.matches('>').count() == 1;
        let attribute = is_tag.then(|| text.split_once(" markdown")).flatten();
        attribute.is_some_and(|(_, rest)| rest.starts_with(['=', '>', ' ']))
    }
}

/// The place of the last closing tag of each name.
fn closing_tags(source: &str) -> HashMap<(Syntax, &str), usize> {
    let mut all = HashMap::new();
    for (at, open) in source.match_indices(['{', '<']) {
        let rest = source.get(at..).unwrap_or_default();
        let (syntax, behind) = if let Some(behind) = rest.strip_prefix("</") {
            (Syntax::Component, behind)
        } else if let Some(behind) = rest.strip_prefix("{{<").or_else(|| rest.strip_prefix("{{%")) {
            let Some(behind) = behind.trim_start_matches(' ').strip_prefix('/') else {
                continue;
            };
            (Syntax::Hugo, behind.trim_start_matches(' '))
        } else if let Some(behind) = rest.strip_prefix("{%").filter(|_| open == "{") {
            let behind = behind.trim_start_matches(['-', ' ']);
            let Some(behind) = behind.strip_prefix("end").or_else(|| behind.strip_prefix('/')) else {
                continue;
            };
            (Syntax::Liquid, behind.trim_start_matches(['_', ' ']))
        } else {
            continue;
        };
        let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/');
        let len = behind.bytes().take(MAX_NAME_BYTES).take_while(is_name).count();
        if let Some(name) = behind.get(..len).filter(|name| !name.is_empty()) {
            all.insert((syntax, name), at);
        }
    }
    all
}

/// True if a tag holds code without a fence of its own.
fn holds_code(tag: &Tag<'_>, behind: &str) -> bool {
    let is_code = ["highlight", "code", "mermaid", "katex", "math", "chart", "gist"];
    let name = tag.name.to_ascii_lowercase();
    let is_fenced = behind.starts_with(['`', '~', '<', '{']);
    tag.syntax != Syntax::Component && !is_fenced && is_code.iter().any(|code| name.starts_with(code))
}
