//! Reads Markdown: `CommonMark` with tables, footnotes, strikethrough and task lists, and front matter.
//!
//! Markup goes, words stay, and each of them knows where it stood. Not here: sections, passages, and
//! telling boilerplate from text.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::document::{Block, BlockKind, Document};
use super::front_matter;
use super::problem::Reason;
use super::traced::TracedText;

/// Reads a Markdown file.
///
/// # Errors
/// The reason why the front matter can't be read, with the line it is about.
pub fn read(text: &str) -> Result<Document, (Reason, Option<usize>)> {
    let (front, body) = front_matter::split(text);
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut reader = Reader::new(text);
    let markdown = text.get(body..).unwrap_or_default();
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        reader.take(event, range.start + body..range.end + body);
    }
    Ok(Document {
        title: front.title,
        metadata: front.metadata,
        blocks: reader.blocks,
        doubts: front.doubts,
    })
}

/// What has been read so far. The events are taken one by one, without recursion: no depth of
/// nesting can exhaust the stack.
struct Reader<'a> {
    source: &'a str,
    blocks: Vec<Block>,
    /// The paragraph, heading or cell being read.
    inline: TracedText,
    /// The outermost list being read.
    list: TracedText,
    list_depth: usize,
    /// The marker of an item of which nothing has been written yet, and where it stands.
    marker: Option<(&'a str, usize)>,
    table: TracedText,
    row_has_cells: bool,
    /// The pieces of a block of code or HTML.
    raw: Option<Vec<(String, usize)>>,
    image_depth: usize,
    /// Block quotes and footnotes: a heading within them is none of the article's.
    aside_depth: usize,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            blocks: Vec::new(),
            inline: TracedText::default(),
            list: TracedText::default(),
            list_depth: 0,
            marker: None,
            table: TracedText::default(),
            row_has_cells: false,
            raw: None,
            image_depth: 0,
            aside_depth: 0,
        }
    }

    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) if self.raw.is_some() => {
                if let Some(raw) = &mut self.raw {
                    raw.push((text.into_string(), range.start));
                }
            }
            // An image's alternative text is dropped with it.
            _ if self.image_depth > 0 => {}
            Event::Text(text) => self.push_words(&text, range.start),
            Event::Code(code) => {
                let at = self.code_offset(&code, &range);
                self.inline.push_run(&code, at);
            }
            Event::SoftBreak if !self.inline.as_str().ends_with([' ', '\n']) => self.inline.push_joint(" "),
            Event::HardBreak => self.inline.push_joint(&self.line_joint()),
            Event::InlineHtml(tag) if tag_name(&tag) == "br" => self.inline.push_joint(&self.line_joint()),
            Event::TaskListMarker(_) => {
                let marker = self.source.get(range.clone()).unwrap_or_default();
                self.inline.push_run(marker, range.start);
                self.inline.push_run(" ", range.end);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Image { .. } => self.image_depth += 1,
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell => {}
            // A block ends the words of a tight item before it, which are in no paragraph.
            block => {
                self.end_paragraph();
                match block {
                    Tag::CodeBlock(_) | Tag::HtmlBlock => self.raw = Some(Vec::new()),
                    Tag::List(_) => self.list_depth += 1,
                    Tag::Item => self.marker = self.marker_at(range),
                    Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => self.aside_depth += 1,
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => self.image_depth = self.image_depth.saturating_sub(1),
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Item => {
                self.end_paragraph();
                self.marker = None;
            }
            TagEnd::Heading(level) => {
                let kind = if self.aside_depth > 0 {
                    BlockKind::Text
                } else {
                    BlockKind::Heading(depth_of(level))
                };
                let text = std::mem::take(&mut self.inline);
                self.emit(kind, &text);
            }
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => {
                self.end_paragraph();
                self.aside_depth = self.aside_depth.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.end_paragraph();
                self.list_depth = self.list_depth.saturating_sub(1);
                if self.list_depth == 0 {
                    let list = std::mem::take(&mut self.list);
                    self.emit(BlockKind::Text, &list);
                }
            }
            TagEnd::TableCell => self.end_cell(),
            TagEnd::TableHead | TagEnd::TableRow => self.row_has_cells = false,
            TagEnd::Table => {
                let table = std::mem::take(&mut self.table);
                self.emit(BlockKind::Text, &table);
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {
                let text = html_text(&self.raw.take().unwrap_or_default());
                self.emit(BlockKind::Text, &text);
            }
            _ => {}
        }
    }

    fn push_words(&mut self, text: &str, at: usize) {
        // Where an image or a note's number was dropped between two spaces, one of them goes too.
        let skipped = if self.inline.as_str().ends_with([' ', '\n']) {
            text.len() - text.trim_start_matches(' ').len()
        } else {
            0
        };
        self.inline
            .push_run(text.get(skipped..).unwrap_or_default(), at + skipped);
    }

    /// Where the content of inline code stands: behind its backticks.
    fn code_offset(&self, code: &str, range: &Range<usize>) -> usize {
        let whole = self.source.get(range.clone()).unwrap_or_default();
        let inner = whole.trim_start_matches('`');
        let start = range.start + (whole.len() - inner.len());
        start + inner.find(code).unwrap_or(0)
    }

    fn marker_at(&self, range: Range<usize>) -> Option<(&'a str, usize)> {
        let whole = self.source.get(range.clone())?;
        let item = whole.trim_start();
        let digits = item.bytes().take_while(u8::is_ascii_digit).count();
        let marker = item.get(..=digits)?;
        Some((marker, range.start + (whole.len() - item.len())))
    }

    /// What stands between two lines of one block; within a list, those behind an item's first are
    /// indented below it.
    fn line_joint(&self) -> String {
        format!("\n{}", "  ".repeat(self.list_depth))
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.inline);
        self.emit(BlockKind::Text, &text);
    }

    fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.inline);
        let cell = cell.slice_trimmed(0..cell.as_str().len());
        let joint = if self.row_has_cells {
            " | ".to_owned()
        } else {
            self.line_joint()
        };
        if !self.table.as_str().is_empty() || self.row_has_cells {
            join(self.source, &mut self.table, &joint, cell.source_range().start);
        }
        self.table.push_traced(&cell);
        self.row_has_cells = true;
    }

    fn end_code(&mut self) {
        let mut pieces = self.raw.take().unwrap_or_default();
        while let Some((last, _)) = pieces.last_mut() {
            last.truncate(last.trim_end().len());
            if !last.is_empty() {
                break;
            }
            pieces.pop();
        }
        let joint = self.line_joint();
        let mut code = TracedText::default();
        for (piece, at) in &pieces {
            if self.list_depth == 0 {
                code.push_run(piece, *at);
                continue;
            }
            let mut at = *at;
            for line in piece.split_inclusive('\n') {
                let words = line.trim_end_matches('\n');
                code.push_run(words, at);
                if words.len() < line.len() {
                    code.push_joint(&joint);
                }
                at += line.len();
            }
        }
        self.emit(BlockKind::Code, &code);
    }

    /// Adds a block, or within a list a line to it.
    fn emit(&mut self, kind: BlockKind, text: &TracedText) {
        if text.is_blank() {
            return;
        }
        // The indentation of code is a part of it.
        let text = if kind == BlockKind::Code {
            text.clone()
        } else {
            text.slice_trimmed(0..text.as_str().len())
        };
        if self.list_depth == 0 {
            self.blocks.push(Block::new(kind, text));
            return;
        }
        let start = text.source_range().start;
        if let Some((marker, at)) = self.marker.take() {
            if !self.list.as_str().is_empty() {
                let joint = format!("\n{}", "  ".repeat(self.list_depth - 1));
                join(self.source, &mut self.list, &joint, at);
            }
            self.list.push_run(marker, at);
            join(self.source, &mut self.list, " ", start);
        } else if !self.list.as_str().is_empty() {
            let joint = self.line_joint();
            join(self.source, &mut self.list, &joint, start);
        }
        self.list.push_traced(&text);
    }
}

/// Appends `joint` to `text`; as a part of the source if it is just what stands there up to `next`.
fn join(source: &str, text: &mut TracedText, joint: &str, next: usize) {
    let end = text.source_range().end;
    if source.get(end..next) == Some(joint) {
        text.push_run(joint, end);
    } else {
        text.push_joint(joint);
    }
}

fn depth_of(level: HeadingLevel) -> usize {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// The name of an HTML tag ("br" of `<br />` and of `</br>`), in lower case.
fn tag_name(tag: &str) -> String {
    tag.trim_start_matches(['<', '/'])
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Tags that stand within a word or a sentence; all others part words.
const INLINE_TAGS: &[&str] = &[
    "a", "abbr", "b", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s", "small", "span",
    "strong", "sub", "sup", "u",
];

/// The words between the tags of a block of HTML, white space collapsed; no script, no style.
fn html_text(pieces: &[(String, usize)]) -> TracedText {
    let mut text = TracedText::default();
    let mut tag: Option<String> = None;
    let mut skipped_until: Option<String> = None;
    let mut parted = false;
    for (piece, start) in pieces {
        for (at, c) in piece.char_indices() {
            if let Some(open) = &mut tag {
                open.push(c);
                let is_comment = open.starts_with("<!--");
                if c != '>' || (is_comment && !open.ends_with("-->")) {
                    continue;
                }
                let name = tag_name(open);
                let closes = open.starts_with("</");
                if skipped_until.as_ref().is_some_and(|until| closes && *until == name) {
                    skipped_until = None;
                } else if skipped_until.is_none() && !closes && (name == "script" || name == "style") {
                    skipped_until = Some(name.clone());
                }
                parted |= !is_comment && !INLINE_TAGS.contains(&name.as_str());
                tag = None;
                continue;
            }
            let next = piece.get(at + 1..).and_then(|rest| rest.chars().next());
            let opens = c == '<' && next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
            // In a script a "<" is an operator, unless the script ends there.
            if opens && (skipped_until.is_none() || next == Some('/')) {
                tag = Some(c.to_string());
            } else if skipped_until.is_some() {
            } else if c.is_whitespace() {
                parted = true;
            } else {
                if parted && !text.as_str().is_empty() {
                    text.push_joint(" ");
                }
                parted = false;
                text.push_run(c.encode_utf8(&mut [0; 4]), start + at);
            }
        }
    }
    text
}

#[cfg(test)]
mod tests;
