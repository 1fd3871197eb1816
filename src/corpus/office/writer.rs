//! Writes the blocks of a document that has no text of its own to point at: its words, one after the other, serve as
//! the source.

mod line;

use crate::corpus::document::{Block, BlockKind, Document, FILLED_IN, Part, mark_left_out};
use crate::corpus::html::superscript;
use crate::corpus::notes::Notes;
use crate::corpus::problem::Doubt;
use crate::corpus::sections::title_heading;
use crate::corpus::source::Source;
use crate::corpus::traced::{MarkKind, TracedText};
use crate::text::fold::SOFT_HYPHEN;
use line::Gap;

pub(super) use line::Line;

/// The level of the heading that is the document's title.
pub(super) const TITLE_LEVEL: usize = 0;
/// The deepest indentation of an item.
const MAX_INDENT: usize = 16;
/// The separator for a line's end within a cell.
const CELL_JOINT: &str = " / ";

/// A document in the making.
pub(super) struct Writer {
    document: Document,
    notes: Notes,
    words: String,
    /// The offsets in `words` where slides begin, or paragraphs if there are no slides.
    starts: Vec<usize>,
    has_slides: bool,
    list: Option<List>,
    /// True if the next line of code belongs to the last block.
    has_open_code: bool,
    /// The number of blank lines of code before the next line.
    blank_lines: usize,
}

/// The list that is being written: one block with its items as parts.
#[derive(Default)]
struct List {
    text: TracedText,
    parts: Vec<Part>,
    /// The levels of the open items, as the document numbers them.
    levels: Vec<usize>,
}

/// The row of a table: its cells, and whether it names the columns.
#[derive(Default)]
pub(super) struct Row {
    pub cells: Vec<TracedText>,
    pub is_head: bool,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self {
            document: Document::default(),
            notes: Notes::default(),
            words: String::new(),
            starts: Vec::new(),
            has_slides: false,
            list: None,
            has_open_code: false,
            blank_lines: 0,
        }
    }

    /// Begins a slide.
    pub(super) fn slide(&mut self) {
        self.end_list();
        self.has_slides = true;
        self.starts.push(self.words.len());
    }

    /// Appends text from the document to a line, with white space folded unless it is code.
    pub(super) fn push(&mut self, line: &mut Line, text: &str) {
        if line.is_code {
            return self.push_made_up(line, text);
        }
        let mut rest = text;
        while !rest.is_empty() {
            let space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
            let after = rest.trim_start_matches(space);
            if after.len() < rest.len() {
                line.space();
            }
            let len = after.find(space).unwrap_or(after.len());
            let (word, next) = after.split_at(len);
            // A soft hyphen is no letter of its word, and a private code point has a meaning in its own font alone.
            for (at, piece) in word
                .split([SOFT_HYPHEN])
                .flat_map(|word| word.split(is_private).enumerate())
            {
                if at > 0 {
                    self.leave_out(line, "a sign of a symbol font");
                }
                if !piece.is_empty() {
                    self.push_made_up(line, piece);
                }
            }
            rest = next;
        }
    }

    /// Appends text that stands for something in the document.
    pub(super) fn push_made_up(&mut self, line: &mut Line, text: &str) {
        self.push_gap(line);
        self.push_run(line, text);
    }

    /// Appends text from the document to a line, a number that `is_raised` as a superscript.
    pub(super) fn push_raised(&mut self, line: &mut Line, text: &str, is_raised: bool) {
        let follows_word = || {
            line.last_char()
                .is_some_and(|c| c.is_alphanumeric() || matches!(c, ')' | ']'))
        };
        match superscript(text).filter(|_| is_raised && follows_word()) {
            Some(raised) => self.push_made_up(line, &raised),
            None => self.push(line, text),
        }
    }

    fn push_run(&mut self, line: &mut Line, run: &str) {
        line.text.push_run(run, self.words.len());
        self.words.push_str(run);
    }

    /// Marks the place of something that can't be quoted, and raises a doubt about it.
    pub(super) fn leave_out(&mut self, line: &mut Line, what: &'static str) {
        self.push_made_up(line, FILLED_IN);
        self.doubt(Doubt::LeftOut { what });
    }

    fn end_line(&mut self, text: &TracedText) {
        if !self.has_slides {
            self.starts.push(text.source_range().start);
        }
        self.words.push('\n');
    }

    fn push_gap(&mut self, line: &mut Line) {
        let joint = match std::mem::take(&mut line.gap) {
            _ if line.is_empty() => return,
            Gap::None => return,
            Gap::Space => " ",
            Gap::Break => "\n",
        };
        self.push_run(line, joint);
    }

    /// Raises a doubt about the document, once.
    pub(super) fn doubt(&mut self, doubt: Doubt) {
        if self.document.doubts.iter().all(|(raised, _)| *raised != doubt) {
            self.document.doubts.push((doubt, None));
        }
    }

    /// Ends a line as a block. Lines of code that follow one another are one block, with the blank lines between them.
    pub(super) fn block(&mut self, kind: BlockKind, line: Line) {
        let is_code = line.is_code;
        let text = line.end();
        if text.is_blank() {
            self.blank_lines += usize::from(is_code);
            return;
        }
        self.end_list();
        self.end_line(&text);
        let blank_lines = std::mem::take(&mut self.blank_lines);
        let goes_on = is_code && self.has_open_code;
        match self.document.blocks.last_mut() {
            Some(last) if goes_on && last.kind == BlockKind::Code => {
                last.text.push_joint(&"\n".repeat(blank_lines + 1));
                last.text.push_traced(&text);
            }
            _ => {
                let kind = if is_code { BlockKind::Code } else { kind };
                self.document.blocks.push(Block::new(kind, text));
            }
        }
        self.has_open_code = is_code;
    }

    /// Ends a line as a label of the code above it.
    pub(super) fn caption_of_code(&mut self, line: Line) {
        let last = self.document.blocks.len().checked_sub(1);
        let code = last.filter(|&last| self.document.blocks[last].kind == BlockKind::Code && !self.has_list());
        let Some(code) = code else {
            return self.block(BlockKind::Text, line);
        };
        let text = line.end();
        if !text.is_blank() {
            self.end_line(&text);
            self.document.blocks.insert(code, Block::new(BlockKind::Label, text));
            self.has_open_code = false;
        }
    }

    /// Ends a line as the caption of a picture: it names nothing that has text.
    pub(super) fn caption(&mut self, line: Line) {
        let before = self.document.blocks.len();
        self.block(BlockKind::Label, line);
        if self.document.blocks[before.min(self.document.blocks.len())..]
            .iter()
            .any(|block| block.kind == BlockKind::Label)
        {
            let end = Block::blank(BlockKind::END_OF_LABEL);
            self.document.blocks.push(end);
        }
    }

    /// Notes that a picture was left out.
    pub(super) fn picture(&mut self) {
        if self.list.is_none() {
            mark_left_out(&mut self.document.blocks);
        }
    }

    /// Ends the text under all headings.
    pub(super) fn end_headings(&mut self) {
        self.end_list();
        let end = Block::blank(BlockKind::End(TITLE_LEVEL + 1));
        self.document.blocks.push(end);
    }

    /// Adds a reference to a note here.
    pub(super) fn refer(&mut self, note: &str) {
        self.notes.refer(note, self.words.len());
    }

    /// Begins a note, and returns the number of its first block.
    pub(super) fn begin_note(&mut self) -> usize {
        self.end_list();
        self.document.blocks.len()
    }

    /// Ends the note that began with the block `first`.
    pub(super) fn end_note(&mut self, name: &str, first: usize) {
        self.end_list();
        let own = self.document.blocks.split_off(first.min(self.document.blocks.len()));
        self.notes.define(name, own);
    }

    /// Ends a line as an item of a list. The level is relative to those of the other items.
    pub(super) fn item(&mut self, level: usize, marker: &str, line: Line) {
        let item = line.end();
        if item.is_blank() {
            return;
        }
        let list = self.list.get_or_insert_default();
        list.levels.retain(|&open| open < level);
        let depth = list.levels.len().min(MAX_INDENT);
        list.levels.push(level);
        let indent = "  ".repeat(depth);
        if !list.text.as_str().is_empty() {
            list.text.push_joint(&format!("\n{indent}"));
        }
        list.parts.push(Part {
            start: list.text.as_str().len(),
            depth,
        });
        let marker = marker.trim();
        if !marker.is_empty() {
            list.text.push_run(&format!("{marker} "), item.source_range().start);
        }
        list.text.push_traced(&with_breaks_as(&item, &format!("\n{indent}  ")));
        self.end_line(&item);
    }

    /// Appends a line to the last item.
    pub(super) fn item_line(&mut self, line: Line) {
        let text = line.end();
        let Some(list) = self.list.as_mut().filter(|_| !text.is_blank()) else {
            return;
        };
        let indent = "  ".repeat(list.levels.len().min(MAX_INDENT + 1));
        list.text.push_joint(&format!("\n{indent}"));
        list.text.push_traced(&with_breaks_as(&text, &format!("\n{indent}")));
        self.end_line(&text);
    }

    /// True if a list is open.
    pub(super) fn has_list(&self) -> bool {
        self.list.is_some()
    }

    /// Ends a list.
    pub(super) fn end_list(&mut self) {
        if let Some(list) = self.list.take() {
            let mut block = Block::new(BlockKind::Text, list.text);
            block.parts = list.parts;
            self.document.blocks.push(block);
        }
    }

    /// Appends a line to a cell.
    pub(super) fn end_cell_line(&mut self, cell: &mut TracedText, line: Line) {
        let text = line.end();
        if text.is_blank() {
            return;
        }
        if !cell.as_str().is_empty() {
            cell.push_joint(CELL_JOINT);
        }
        cell.push_traced(&with_breaks_as(&text, CELL_JOINT));
        self.end_line(&text);
    }

    /// Writes a table with its rows as parts. Rows without words are left out.
    pub(super) fn table(&mut self, rows: Vec<Row>) {
        self.end_list();
        let mut block = Block::blank(BlockKind::Text);
        let mut has_head = false;
        for row in rows {
            if row.cells.iter().all(TracedText::is_blank) {
                continue;
            }
            let is_head = row.is_head && block.parts.iter().all(|part| part.depth == 0);
            if !block.parts.is_empty() {
                block.text.push_joint("\n");
            }
            block.parts.push(Part {
                start: block.text.as_str().len(),
                depth: usize::from(has_head && !is_head),
            });
            has_head |= is_head;
            for (column, cell) in row.cells.iter().enumerate() {
                if column > 0 {
                    block.text.push_joint(" | ");
                }
                block.text.push_traced(cell);
            }
        }
        if !block.parts.is_empty() {
            self.document.blocks.push(block);
        }
    }

    /// Returns the document with its words as the source. `given_title` is what the file calls itself; a title that
    /// stands in the text comes first.
    pub(super) fn finish(mut self, given_title: Option<String>) -> (Document, Source) {
        self.end_list();
        let mut document = self.document;
        document.notes = self.notes.place(&mut document.blocks);
        let is_title = |block: &Block| block.kind == BlockKind::Heading(TITLE_LEVEL);
        let mut titles = document.blocks.iter().enumerate().filter(|(_, block)| is_title(block));
        if let (Some((at, title)), None) = (titles.next(), titles.next()) {
            document.title = Some(title.text.as_str().replace('\n', " "));
            document.blocks.remove(at);
        } else if title_heading(&document).is_none() {
            document.title = given_title.filter(|title| !title.trim().is_empty());
        }
        let source = Source::of_pages(self.words, self.starts);
        (document, source)
    }
}

/// True if a row has words, and all of them are bold.
pub(super) fn is_bold(row: &Row) -> bool {
    let is_bold = |cell: &&TracedText| {
        let whole = 0..cell.as_str().len();
        cell.marks()
            .iter()
            .any(|mark| mark.kind == MarkKind::Strong && mark.range == whole)
    };
    let mut filled = row.cells.iter().filter(|cell| !cell.is_blank()).peekable();
    filled.peek().is_some() && filled.all(|cell| is_bold(&cell))
}

/// The text with another separator between its lines.
fn with_breaks_as(text: &TracedText, joint: &str) -> TracedText {
    let whole = text.as_str();
    let mut joined = TracedText::default();
    let mut start = 0;
    for line in whole.split('\n') {
        if start > 0 {
            joined.push_joint(joint);
        }
        joined.push_traced(&text.slice_trimmed(start..start + line.len()));
        start += line.len() + 1;
    }
    joined
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}
