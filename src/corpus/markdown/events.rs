//! Turns the events of the parser into blocks. They are taken one by one, without recursion, so no depth of nesting
//! can exhaust the stack.

mod asides;
mod emit;
mod fragments;
mod pictures;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::super::document::{Block, BlockKind, LABEL, LABEL_OF_NEXT, Note};
use super::super::notes::Notes;
use super::super::traced::MarkKind;
use super::clean::Clean;
use super::lists::{List, go_on};
use super::tables::{CELL_JOINT, Table};
use super::words::{Effect, Words};
use asides::{Aside, OpenNote};

/// The longest term in a list of definitions that is a label; a longer one is a paragraph.
const MAX_LABEL_CHARS: usize = 200;
/// The most labels inside one another that are counted.
const MAX_SCOPES: usize = 64;

/// The blocks so far, and the state of reading.
pub(super) struct Reader<'a> {
    source: &'a str,
    clean: &'a Clean,
    blocks: Vec<Block>,
    words: Words,
    list: List<'a>,
    table: Table,
    /// The block of code that is being read.
    code: Option<Code>,
    /// The separator for a line's end within the cell that is being read.
    cell_joint: Option<&'static str>,
    in_html: bool,
    /// The pieces of HTML since the last Markdown.
    html: Vec<(&'a str, usize)>,
    image_depth: usize,
    /// The place of the words of the picture that is being read, if they belong to the text around it.
    picture: Option<Range<usize>>,
    /// The open quotations and footnotes.
    asides: Vec<Aside>,
    notes: Notes,
    /// The footnotes that are being read.
    open_notes: Vec<OpenNote<'a>>,
    next: Next,
    /// The number of blocks up to the last such label.
    kind_at: usize,
    /// True if nothing has come since the last picture.
    is_behind_picture: bool,
    /// For each open label, the level of the outermost heading below it.
    scopes: Vec<usize>,
    /// True if the open list of definitions has a label.
    has_terms: bool,
}

/// The kind of the next block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// The one that it has.
    Block,
    /// A label.
    Label,
    /// A label that is just the kind of a callout ("Note").
    Kind,
}

/// A block of code in the making.
struct Code {
    pieces: Vec<(String, usize)>,
    /// True for a query, of which readers see only the results.
    is_query: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a str, clean: &'a Clean) -> Self {
        Self {
            source,
            clean,
            blocks: Vec::new(),
            words: Words::default(),
            list: List::default(),
            table: Table::default(),
            code: None,
            cell_joint: None,
            in_html: false,
            html: Vec::new(),
            image_depth: 0,
            picture: None,
            asides: Vec::new(),
            notes: Notes::default(),
            open_notes: Vec::new(),
            next: Next::Block,
            kind_at: 0,
            is_behind_picture: false,
            scopes: Vec::new(),
            has_terms: false,
        }
    }

    /// The blocks, and the footnotes that stand with their text.
    pub(super) fn finish(mut self) -> (Vec<Block>, Vec<Note>) {
        self.end_html();
        self.end_paragraph();
        let notes = self.notes.place(&mut self.blocks);
        (self.blocks, notes)
    }

    pub(super) fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Html(html) => return self.take_html(html.as_ref(), range.start),
            Event::Start(Tag::HtmlBlock) => {
                self.in_html = true;
                return self.end_paragraph();
            }
            Event::End(TagEnd::HtmlBlock) => {
                self.in_html = false;
                return;
            }
            // The text here is the indentation of a line of HTML.
            Event::Text(_) if self.in_html => return,
            _ if !self.html.is_empty() => self.end_html(),
            _ => {}
        }
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.code.is_some() => {
                if let Some(code) = &mut self.code {
                    code.pieces.push((text.into_string(), range.start));
                }
            }
            // An image's alternative text is dropped with it.
            _ if self.image_depth > 0 => {}
            Event::Text(text) => self.words.push(self.clean, &text, range.start),
            Event::Code(code) => {
                let at = self.code_offset(&code, &range);
                self.words.push_code(self.clean, &code, at);
            }
            Event::SoftBreak => self.words.space(),
            Event::HardBreak => self.words.line_break(&self.line_joint()),
            Event::InlineHtml(tag) => self.words.tag(&tag, &self.line_joint()),
            Event::FootnoteReference(name) => {
                self.words.drop_here();
                // A note on a note, or on struck-out words, stands at the end.
                if self.open_notes.is_empty() && !self.words.is_dropped() {
                    self.notes.refer(&name, self.clean.source_of(range.start));
                }
            }
            Event::TaskListMarker(_) => {
                let marker = self.clean.text().get(range.clone()).unwrap_or_default();
                self.words.push(self.clean, marker.trim_end(), range.start);
                self.words.push(self.clean, " ", range.end);
            }
            Event::Rule => self.rule(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Image { .. } => {
                self.image_depth += 1;
                if self.image_depth == 1 {
                    self.picture = pictures::words(self.clean.text(), &range, self.cell_joint.is_some());
                }
            }
            _ if self.image_depth > 0 => {}
            Tag::Emphasis => self.words.open("*", Effect::Mark(MarkKind::Emphasis)),
            Tag::Strong => self.words.open("**", Effect::Mark(MarkKind::Strong)),
            Tag::Strikethrough => self.words.open("~~", Effect::drop()),
            Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                ..
            } => self.words.open("[]", Effect::link(&format!("mailto:{dest_url}"))),
            Tag::Link { dest_url, .. } => self.words.open("[]", Effect::link(dest_url)),
            Tag::TableCell => self.cell_joint = Some(CELL_JOINT),
            Tag::TableHead | Tag::TableRow => {}
            // A block ends the words before it in a tight item, which has no paragraphs.
            block => {
                self.end_paragraph();
                match block {
                    Tag::CodeBlock(kind) => {
                        let is_query = matches!(kind, CodeBlockKind::Fenced(info) if is_query(info));
                        let pieces = Vec::new();
                        self.code = Some(Code { pieces, is_query });
                    }
                    Tag::List(_) => self.list.open_below(self.is_behind_picture),
                    Tag::Item => self.start_item(range),
                    Tag::BlockQuote(_) => self.asides.push(Aside::default()),
                    Tag::FootnoteDefinition(name) => self.start_note(name),
                    Tag::DefinitionList => self.has_terms = false,
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image => {
                self.image_depth = self.image_depth.saturating_sub(1);
                if let Some(words) = self.picture.take() {
                    let text = self.clean.text().get(words.clone()).unwrap_or_default();
                    return self.words.push(self.clean, text, words.start);
                }
                self.words.drop_here();
                self.leave_out();
                self.is_behind_picture = self.words.is_empty();
            }
            _ if self.image_depth > 0 => {}
            TagEnd::Emphasis => self.words.close("*"),
            TagEnd::Strong => self.words.close("**"),
            TagEnd::Strikethrough => self.words.close("~~"),
            TagEnd::Link => self.words.close("[]"),
            TagEnd::Item => {
                self.end_paragraph();
                self.list.close_item();
            }
            TagEnd::Heading(level) if self.asides.is_empty() => self.end_words(BlockKind::Heading(depth_of(level))),
            TagEnd::Heading(level) => self.end_quoted_heading(depth_of(level)),
            TagEnd::Paragraph | TagEnd::DefinitionListDefinition => self.end_paragraph(),
            TagEnd::DefinitionListTitle => self.end_term(),
            TagEnd::DefinitionList => {
                self.end_paragraph();
                if std::mem::take(&mut self.has_terms) {
                    self.end_label();
                }
            }
            TagEnd::BlockQuote(_) => self.end_aside(),
            TagEnd::FootnoteDefinition => self.end_note(),
            TagEnd::List(_) => {
                self.end_paragraph();
                let may_go_on = self.list.may_go_on();
                if let Some(list) = self.list.close() {
                    let above = self.blocks.last_mut().filter(|_| may_go_on);
                    if !above.is_some_and(|above| go_on(above, &list)) {
                        self.push(list);
                    }
                }
                self.leave_out_struck_items();
            }
            TagEnd::TableCell => {
                self.cell_joint = None;
                let text = self.words.take();
                if self.words.take_struck(&text).is_some() {
                    self.table.strike();
                }
                self.table.push_cell(self.source, &text);
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let joint = self.list.line_joint();
                self.table.end_row(self.source, &joint, tag == TagEnd::TableHead);
            }
            TagEnd::Table => self.end_table(),
            TagEnd::CodeBlock => self.end_code(),
            _ => {}
        }
    }

    /// The separator for a line's end within a block.
    fn line_joint(&self) -> Cow<'static, str> {
        let of_list = || Cow::Owned(self.list.line_joint());
        self.cell_joint.map_or_else(of_list, Cow::Borrowed)
    }

    /// The place of inline code's content, after its backticks.
    fn code_offset(&self, code: &str, range: &Range<usize>) -> usize {
        let whole = self.clean.text().get(range.clone()).unwrap_or_default();
        let inner = whole.trim_start_matches('`');
        let start = range.start + (whole.len() - inner.len());
        let before = if inner.starts_with(code) {
            0
        } else {
            inner.find(code).unwrap_or(0)
        };
        start + before
    }

    fn start_item(&mut self, range: Range<usize>) {
        let whole = self.clean.text().get(range.clone()).unwrap_or_default();
        let item = whole.trim_start();
        let digits = item.bytes().take_while(u8::is_ascii_digit).count();
        let marker = item.get(..=digits).unwrap_or_default();
        let at = self.clean.source_of(range.start + (whole.len() - item.len()));
        self.list.open_item(marker, at);
    }

    fn end_paragraph(&mut self) {
        self.end_words(BlockKind::Text);
    }

    fn end_words(&mut self, kind: BlockKind) {
        let text = self.words.take();
        let struck = self.words.take_struck(&text);
        match (kind, struck) {
            (_, None) => self.emit(kind, text),
            (BlockKind::Heading(level), _) => self.push_struck(level),
            (_, Some(_)) if self.next != Next::Block => self.push_struck(LABEL),
            _ if self.list.is_open() => self.list.strike_item(),
            (_, Some(true)) => self.push_struck(LABEL_OF_NEXT),
            (_, Some(false)) => {}
        }
    }

    fn end_term(&mut self) {
        let text = self.words.take();
        if self.words.take_struck(&text).is_some() && self.asides.is_empty() && !self.list.is_open() {
            self.has_terms = true;
            return self.push_struck(LABEL);
        }
        let is_name = self.asides.is_empty() && text.as_str().chars().count() <= MAX_LABEL_CHARS;
        if is_name && !self.list.is_open() && !text.is_blank() {
            self.has_terms = true;
            self.emit(BlockKind::Label, text);
        } else {
            self.emit(BlockKind::Text, text);
        }
    }

    fn end_table(&mut self) {
        let (table, struck) = std::mem::take(&mut self.table).into_block();
        if self.list.is_open() {
            self.emit(BlockKind::Text, table.text);
        } else if !table.text.is_blank() {
            self.push(table);
            self.leave_out_below_struck(LABEL_OF_NEXT, struck);
        }
    }
}

/// True if the text after a code fence names a program that shows only the results of the code.
fn is_query(info: &str) -> bool {
    let language = info.split([' ', '{']).next().unwrap_or_default();
    ["dataview", "dataviewjs", "tasks", "query", "base"].contains(&language)
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
