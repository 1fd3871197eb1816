//! Turns the events of the parser into blocks. They are taken one by one, without recursion, so no depth of nesting
//! can exhaust the stack.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::super::document::{Block, BlockKind};
use super::super::traced::{MarkKind, TracedText, is_italic};
use super::aside::{Aside, Note};
use super::clean::Clean;
use super::generator::{BODY, END, KIND, LABEL, LEFT_OUT, QUOTE_BODY};
use super::lists::{List, go_on};
use super::tables::{CELL_JOINT, Table};
use super::words::{Effect, Words};

/// The longest term in a list of definitions that is a label; a longer one is a paragraph.
const MAX_LABEL_CHARS: usize = 200;
/// The most labels inside one another that are counted.
const MAX_SCOPES: usize = 64;
/// The level of an end that closes only labels: no heading has it.
const NO_HEADING: usize = 7;

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
    /// The open quotations and footnotes.
    asides: Vec<Aside>,
    /// The footnotes so far, and those that are open.
    notes: Vec<Block>,
    open_notes: Vec<Note<'a>>,
    /// True if the next block is a label.
    is_label: bool,
    /// True if that label is just the kind of a callout ("Note").
    is_kind: bool,
    /// The number of blocks up to the last such label.
    kind_at: usize,
    /// True if nothing has come since the last picture.
    is_behind_picture: bool,
    /// True if the open list began there.
    may_go_on: bool,
    /// For each open label, the level of the outermost heading below it.
    scopes: Vec<usize>,
    /// True if the open list of definitions has a label.
    has_terms: bool,
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
            asides: Vec::new(),
            notes: Vec::new(),
            open_notes: Vec::new(),
            is_label: false,
            is_kind: false,
            kind_at: 0,
            is_behind_picture: false,
            may_go_on: false,
            scopes: Vec::new(),
            has_terms: false,
        }
    }

    pub(super) fn finish(mut self) -> Vec<Block> {
        self.end_html();
        self.end_paragraph();
        // A footnote stands under no heading of the text.
        if !self.notes.is_empty()
            && self
                .blocks
                .iter()
                .any(|block| matches!(block.kind, BlockKind::Heading(_)))
        {
            self.blocks.push(Block::new(BlockKind::End(1), TracedText::default()));
        }
        self.blocks.append(&mut self.notes);
        self.blocks
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
            Event::FootnoteReference(_) => self.words.drop_here(),
            Event::TaskListMarker(_) => {
                let marker = self.clean.text().get(range.clone()).unwrap_or_default();
                self.words.push(self.clean, marker.trim_end(), range.start);
                self.words.push(self.clean, " ", range.end);
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Image { .. } => self.image_depth += 1,
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
                    Tag::List(_) => {
                        if !self.list.is_open() {
                            self.may_go_on = self.is_behind_picture;
                        }
                        self.list.open();
                    }
                    Tag::Item => self.start_item(range),
                    Tag::BlockQuote(_) => self.asides.push(Aside::default()),
                    Tag::FootnoteDefinition(_) => self.start_note(),
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
                if let Some(list) = self.list.close() {
                    let above = self.blocks.last_mut().filter(|_| self.may_go_on);
                    if !above.is_some_and(|above| go_on(above, &list)) {
                        self.push(list);
                    }
                }
            }
            TagEnd::TableCell => {
                self.cell_joint = None;
                self.table.push_cell(self.source, &self.words.take());
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
        self.emit(kind, text);
    }

    fn end_term(&mut self) {
        let text = self.words.take();
        let is_name = self.asides.is_empty() && text.as_str().chars().count() <= MAX_LABEL_CHARS;
        if is_name && !self.list.is_open() && !text.is_blank() {
            self.has_terms = true;
            self.emit(BlockKind::Label, text);
        } else {
            self.emit(BlockKind::Text, text);
        }
    }

    fn end_table(&mut self) {
        let table = std::mem::take(&mut self.table).into_block();
        if self.list.is_open() {
            self.emit(BlockKind::Text, table.text);
        } else if !table.text.is_blank() {
            self.push(table);
        }
    }

    fn end_code(&mut self) {
        let code = self.code.take();
        if code.as_ref().is_some_and(|code| code.is_query) {
            self.leave_out();
        }
        let code = code.filter(|code| !code.is_query);
        let mut pieces = code.map(|code| code.pieces).unwrap_or_default();
        while let Some((last, _)) = pieces.last_mut() {
            last.truncate(last.trim_end().len());
            if !last.is_empty() {
                break;
            }
            pieces.pop();
        }
        let joint = self.list.line_joint();
        let mut code = TracedText::default();
        for (piece, at) in &pieces {
            if !self.list.is_open() {
                self.clean.append(&mut code, piece, *at);
                continue;
            }
            let mut at = *at;
            for line in piece.split_inclusive('\n') {
                let words = line.trim_end_matches('\n');
                self.clean.append(&mut code, words, at);
                if words.len() < line.len() {
                    code.push_joint(&joint);
                }
                at += line.len();
            }
        }
        if self.list.is_open() {
            code.mark_from(0, MarkKind::Code);
        }
        self.emit(BlockKind::Code, code);
    }

    fn take_html(&mut self, html: &str, at: usize) {
        let mark = html.trim();
        if ![LABEL, KIND, BODY, QUOTE_BODY, END, LEFT_OUT].contains(&mark) {
            for range in self.clean.without_markup(at..at + html.len()) {
                let piece = self.clean.text().get(range.clone()).unwrap_or_default();
                self.html.push((piece, range.start));
            }
            return;
        }
        self.end_html();
        match mark {
            LABEL | KIND => (self.is_label, self.is_kind) = (true, mark == KIND),
            END => self.end_label(),
            LEFT_OUT => self.leave_out(),
            _ => {
                self.is_label = false;
                if mark == QUOTE_BODY
                    && let Some(aside) = self.asides.last_mut()
                {
                    aside.has_label = true;
                }
            }
        }
    }

    fn end_html(&mut self) {
        let pieces = std::mem::take(&mut self.html);
        let first = pieces.iter().find(|(piece, _)| !piece.trim().is_empty());
        let is_caption =
            self.is_behind_picture && first.is_some_and(|(piece, _)| piece.trim_start().starts_with("<figcaption"));
        for block in super::html::blocks(&pieces, self.clean) {
            match block.kind {
                BlockKind::End(_) => self.end_label(),
                BlockKind::Heading(level) if !self.asides.is_empty() => self.push_quoted_heading(level, block.text),
                // Something was left out here.
                _ if block.text.is_blank() => {
                    self.leave_out();
                    self.is_behind_picture = true;
                }
                BlockKind::Label if is_caption && !self.list.is_open() => {
                    self.emit(BlockKind::Label, block.text);
                    self.end_label();
                }
                _ if self.list.is_open() && block.kind != BlockKind::Code => self.emit_lines(&block.text),
                _ if block.parts.is_empty() || self.list.is_open() => self.emit(block.kind, block.text),
                _ => self.push(block),
            }
        }
    }

    /// Notes that something without text was left out. A heading above it has content, and isn't text itself.
    fn leave_out(&mut self) {
        let is_below = self
            .blocks
            .last()
            .is_some_and(|last| matches!(last.kind, BlockKind::Heading(_)));
        if is_below && self.words.is_empty() && !self.list.is_open() {
            self.blocks.push(Block::new(BlockKind::Text, TracedText::default()));
        }
    }

    fn start_note(&mut self) {
        self.open_notes.push(Note {
            list: std::mem::take(&mut self.list),
            blocks: std::mem::take(&mut self.blocks),
        });
        self.asides.push(Aside::default());
    }

    /// Takes a footnote out of the text, since what stands around it belongs together.
    fn end_note(&mut self) {
        self.end_aside();
        if let Some(around) = self.open_notes.pop() {
            self.list = around.list;
            self.notes.extend(std::mem::replace(&mut self.blocks, around.blocks));
        }
    }

    fn end_aside(&mut self) {
        self.end_paragraph();
        let aside = self.asides.pop().unwrap_or_default();
        for _ in 0..aside.headings.len() + usize::from(aside.has_label) {
            self.end_label();
        }
    }

    fn end_quoted_heading(&mut self, level: usize) {
        let text = self.words.take();
        self.push_quoted_heading(level, text);
    }

    /// Adds a heading that holds up to the end of its quotation, or to the next heading there.
    fn push_quoted_heading(&mut self, level: usize, text: TracedText) {
        let Some(aside) = self
            .asides
            .last_mut()
            .filter(|_| !self.list.is_open() && !text.is_blank())
        else {
            return self.emit(BlockKind::Text, text);
        };
        for _ in 0..aside.begin_heading(level) {
            self.end_label();
        }
        self.emit(BlockKind::Label, text);
    }

    /// Empties the last label if it is just the kind of a callout, which says nothing by itself.
    fn empty_kind(&mut self) {
        if self.kind_at == self.blocks.len()
            && let Some(last) = self.blocks.last_mut()
        {
            last.text = TracedText::default();
        }
    }

    /// Ends the last label, and the headings below it.
    fn end_label(&mut self) {
        self.empty_kind();
        let level = self.scopes.pop().unwrap_or(NO_HEADING);
        if !self.list.is_open() {
            self.blocks
                .push(Block::new(BlockKind::End(level), TracedText::default()));
        }
    }

    /// Adds the lines of a block to the list.
    fn emit_lines(&mut self, text: &TracedText) {
        let mut start = 0;
        for line in text.as_str().split('\n') {
            self.emit(BlockKind::Text, text.slice_trimmed(start..start + line.len()));
            start += line.len() + 1;
        }
    }

    /// Adds a block; within a list, adds a line to the list.
    fn emit(&mut self, kind: BlockKind, mut text: TracedText) {
        let trimmed = text.as_str().trim();
        if trimmed.is_empty() {
            return;
        }
        // The indentation of code belongs to it.
        if kind != BlockKind::Code && trimmed.len() < text.as_str().len() {
            text = text.slice_trimmed(0..text.as_str().len());
        }
        let is_caption = std::mem::take(&mut self.is_behind_picture) && kind == BlockKind::Text && is_italic(&text);
        if self.list.is_open() {
            self.list.push(self.source, &text);
        } else if is_caption && !self.is_label {
            self.push(Block::new(BlockKind::Label, text));
            self.end_label();
        } else {
            self.push(Block::new(kind, text));
        }
    }

    fn push(&mut self, mut block: Block) {
        self.is_behind_picture = false;
        if self.is_label {
            block.kind = BlockKind::Label;
            if self.is_kind {
                self.kind_at = self.blocks.len() + 1;
            }
        }
        if matches!(block.kind, BlockKind::Heading(_)) {
            self.empty_kind();
        }
        match block.kind {
            BlockKind::Label if self.scopes.len() < MAX_SCOPES => self.scopes.push(NO_HEADING),
            BlockKind::Heading(level) => self
                .scopes
                .iter_mut()
                .for_each(|outermost| *outermost = level.min(*outermost)),
            _ => {}
        }
        self.blocks.push(block);
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
