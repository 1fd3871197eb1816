//! Turns a page's elements into blocks, front to back. It uses no recursion, so no depth can exhaust the stack. The
//! elements that are not part of the article are selected elsewhere.

mod effects;
mod enter;
mod leave;
mod list;
mod struck;
mod word;

use std::collections::HashMap;
use std::mem;

use self::list::List;
use super::buttons;
use super::element::{BLOCK, FORMATTING, Name, VOID};
use super::flow::{Flow, Item, Piece};
use super::inline::{self, Effect};
use super::page::{Kind, Page};
use super::styles::{STRUCK_TAGS, Styles};
use super::table::Table;
use super::tabs::Tabs;
use crate::corpus::document::{Block, BlockKind, FILLED_IN, LABEL_OF_NEXT};
use crate::corpus::traced::is_italic;

/// Elements that show something other than text.
const SHOWN: &[&str] = &["img", "iframe", "video", "audio", "svg", "object", "embed", "canvas"];

/// A block, and its share of links. Its text is empty at a place where a part was left out.
pub(super) struct RawBlock {
    pub kind: BlockKind,
    pub piece: Piece,
    pub is_list: bool,
    /// True for the empty block where a picture is.
    pub is_picture: bool,
}

/// The page and the settings for reading it.
pub(super) struct PageContext<'r, 'a> {
    pub page: &'r Page<'a>,
    pub styles: &'r Styles<'a>,
    /// Elements to skip, in order.
    pub left_out: &'r [usize],
    pub tabs: &'r Tabs,
    /// True if the tags of a template are dropped.
    pub is_template: bool,
    /// True if the page is a fragment, in which an unclosed element continues after its end.
    pub is_fragment: bool,
    /// True if Google Docs exported the page.
    pub is_of_google: bool,
}

pub(super) fn blocks(reading: &PageContext<'_, '_>) -> Vec<RawBlock> {
    let mut walker = Walker::new(reading);
    let nodes = &reading.page.nodes;
    let mut left_out = reading.left_out.iter().peekable();
    let mut at = 0;
    while at < nodes.len() {
        walker.here = nodes[at].range.start;
        walker.leave_up_to(at);
        while left_out.next_if(|&&out| out < at).is_some() {}
        if left_out.next_if_eq(&&at).is_some() {
            walker.border();
            walker.blocks.push(RawBlock::new(BlockKind::Text, Piece::default()));
            at = nodes[at].end;
        } else {
            at = walker.step(at);
        }
    }
    walker.leave_up_to(usize::MAX);
    walker.flush();
    walker.finish()
}

/// The kind of block that the next words belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// A paragraph.
    Blocks,
    /// A heading or a label.
    Line,
    List,
    /// A table, outside its cells.
    Table,
    Cell {
        is_header: bool,
    },
    /// Code, indented by this many levels.
    Code {
        indent: usize,
    },
}

/// The action at the end of an element.
enum Leave {
    Border,
    Heading(usize),
    Label,
    /// The author and the time of a group of messages.
    LabelOfGroup,
    /// The label of the element around it.
    Caption,
    /// An element with a caption.
    Captioned(Option<Piece>),
    /// A list, with the number of lists around it.
    List(usize),
    Item,
    Table(Option<Piece>),
    Head,
    Row,
    Cell {
        columns: usize,
        rows: usize,
    },
    Code,
    CodeInList,
    Fold,
    /// A heading in a quotation.
    QuotedHeading(usize),
    /// A quotation, with the levels of the headings that hold in it.
    Quote(Vec<usize>),
    /// A footnote, with the number of blocks before it.
    Note(usize),
}

/// An element around the current node.
struct Entered {
    end: usize,
    is_closed: bool,
    /// The mode to go back to.
    mode: Mode,
    leave: Leave,
    /// The number of blocks before it.
    first: usize,
    has_label: bool,
}

struct Walker<'r, 'a> {
    reading: &'r PageContext<'r, 'a>,
    blocks: Vec<RawBlock>,
    /// The blocks of footnotes.
    notes: Vec<RawBlock>,
    flow: Flow<'a>,
    mode: Mode,
    open: Vec<Entered>,
    /// Effects, each with the node that it lasts up to. Unlike elements, they may overlap.
    effects: Vec<(usize, Effect)>,
    next_effect_end: usize,
    lists: Vec<List<'a>>,
    /// The numbers reached by the counters of the style sheet.
    counters: HashMap<&'a str, usize>,
    /// The name of the last list among several that form one, and the number of blocks with it.
    last_list: Option<(&'a str, usize)>,
    /// The number that would continue the last list.
    next_number: usize,
    /// The marker of an item that is read as paragraphs.
    marker: Option<Item>,
    table: Table,
    quotes: usize,
    /// True if nothing has come since the last picture.
    is_behind_picture: bool,
    /// True if the last struck-out words have the form of a label. `None` if no words were struck out.
    struck: Option<bool>,
    /// Line breaks in code that no text follows yet.
    breaks: Vec<usize>,
    /// The bytes of cells that may still be repeated.
    spare: usize,
    /// The current place in the source.
    here: usize,
}

impl<'r, 'a> Walker<'r, 'a> {
    fn new(reading: &'r PageContext<'r, 'a>) -> Self {
        Self {
            reading,
            blocks: Vec::new(),
            notes: Vec::new(),
            flow: Flow::new(reading.page.source, reading.is_template),
            mode: Mode::Blocks,
            open: Vec::new(),
            effects: Vec::new(),
            next_effect_end: usize::MAX,
            lists: Vec::new(),
            counters: HashMap::new(),
            last_list: None,
            next_number: 0,
            marker: None,
            table: Table::default(),
            quotes: 0,
            is_behind_picture: false,
            struck: None,
            breaks: Vec::new(),
            spare: reading.page.source.len(),
            here: 0,
        }
    }

    /// Takes in the node at `at`, and returns the number of the next one to take.
    fn step(&mut self, at: usize) -> usize {
        let node = &self.reading.page.nodes[at];
        match node.kind {
            Kind::Element(name) => return self.enter(at, name),
            Kind::Stray(_) => {
                self.border();
                self.push(BlockKind::END_OF_LABEL, Piece::default());
            }
            Kind::Text | Kind::RawText => {
                let (range, has_references) = (node.range.clone(), node.kind == Kind::Text);
                if let Mode::Code { indent } = self.mode {
                    let breaks = &mut self.breaks;
                    self.flow.push_verbatim(range, has_references, breaks, indent);
                } else {
                    let is_blank = self.reading.page.source[range.clone()].trim().is_empty();
                    if let Some(item) = self.marker.take_if(|_| !is_blank) {
                        self.flow.push_made_up(&item.marker, &item.range);
                    }
                    self.flow.push_source(range, has_references);
                }
            }
        }
        at + 1
    }

    fn enter(&mut self, at: usize, name: Name) -> usize {
        let page = self.reading.page;
        let facts = page.facts(at);
        let look = self.reading.styles.look(facts.style, facts.class);
        // A heading without words yet: the element may be all of it.
        let is_heading = self.mode == Mode::Line && self.flow.is_empty();
        if self.write_picture(at) {
            return page.nodes[at].end;
        }
        if name.is_any(SHOWN) {
            self.leave_out();
        }
        let is_struck = look.is_struck && !inline::is_done_task(&facts);
        if is_struck || inline::is_passed_over(page, at, name, &facts, is_heading) {
            if name.is(BLOCK) {
                self.border();
            }
            if is_struck || name.is_any(STRUCK_TAGS) {
                self.strike(at, name, &facts);
            }
            self.flow.drop_here();
            return page.nodes[at].end;
        }
        if self.leave_out_struck_list(at, name) || self.write_signs(at, name) {
            return page.nodes[at].end;
        }
        let tick = inline::ticked(page, at, name, &facts);
        let is_tick = tick.is_some() && name.as_str() != "li";
        if self.mode == Mode::Blocks && enter::is_bold_title(page, at, name) {
            self.enter_block(at, name, &facts);
        } else if name.is(BLOCK) && !is_tick && !buttons::is_in_words(page, at) {
            if name.is(VOID | FORMATTING) {
                self.border();
                if name.as_str() == "hr" && self.mode == Mode::Blocks && self.quotes == 0 {
                    self.rule();
                }
            } else {
                let is_in_blocks = self.mode == Mode::Blocks;
                self.enter_block(at, name, &facts);
                if let Some(filler) = word::filler_of_item(page, at, &facts).filter(|_| is_in_blocks) {
                    return page.nodes[filler].end;
                }
            }
        } else if name.as_str() == "br" {
            self.break_line();
        } else if facts.is_class("chatlog__timestamp") {
            self.flow.space(None);
        }
        if let Some(sign) = tick {
            self.flow.push_made_up(sign, &page.nodes[at].range);
            self.flow.space(None);
        }
        self.begin_effects(inline::effects(name, &facts, look), at);
        at + 1
    }

    /// Ends a block where one begins or ends; within a block, separates the words before from the ones after.
    fn border(&mut self) {
        match self.mode {
            Mode::Blocks | Mode::Table => self.flush(),
            Mode::Line | Mode::Cell { is_header: true } => self.flow.space(None),
            Mode::Cell { is_header: false } => self.flow.slash(),
            Mode::List => _ = self.flow.line(self.lists.len()),
            Mode::Code { .. } if self.breaks.is_empty() => self.breaks.push(self.here),
            Mode::Code { .. } => {}
        }
    }

    /// Marks a line across the page, if it separates a text from what follows.
    fn rule(&mut self) {
        let is_text = |last: &RawBlock| matches!(last.kind, BlockKind::Text | BlockKind::Code);
        if self
            .blocks
            .last()
            .is_some_and(|last| is_text(last) && !last.piece.text.is_blank())
        {
            self.blocks.push(RawBlock::new(BlockKind::Rule, Piece::default()));
        }
    }

    fn break_line(&mut self) {
        match self.mode {
            Mode::Blocks | Mode::Table => {
                // Two breaks in a row separate paragraphs.
                if !self.flow.line(0) {
                    self.flush();
                }
            }
            Mode::Code { .. } => self.breaks.push(self.here),
            _ => self.border(),
        }
    }

    fn flush(&mut self) {
        let piece = self.flow.take();
        if self.struck.take() == Some(true) && piece.text.is_blank() {
            self.push_struck(LABEL_OF_NEXT);
        }
        self.push(BlockKind::Text, piece);
    }

    /// Notes that a picture or the like was left out. A heading above it has content, and isn't quoted as text itself.
    fn leave_out(&mut self) {
        self.flow.drop_here();
        if self.mode == Mode::Blocks && self.flow.is_empty() {
            if self.blocks.last().is_some_and(|last| last.kind.is_heading()) {
                let picture = RawBlock::new(BlockKind::Text, Piece::default());
                self.blocks.push(RawBlock {
                    is_picture: true,
                    ..picture
                });
            }
            self.is_behind_picture = true;
        }
    }

    fn push(&mut self, kind: BlockKind, mut piece: Piece) {
        if kind != BlockKind::Code && piece.parts.is_empty() {
            piece.text = piece.text.slice_trimmed(0..piece.text.as_str().len());
        }
        // A template's placeholder alone is the place of other text.
        if piece.text.as_str() == FILLED_IN {
            return;
        }
        if !piece.text.is_blank() || matches!(kind, BlockKind::End(_)) {
            let is_caption =
                mem::take(&mut self.is_behind_picture) && kind == BlockKind::Text && is_italic(&piece.text);
            self.blocks.push(RawBlock::new(kind, piece));
            if is_caption && let Some(last) = self.blocks.last_mut() {
                last.kind = BlockKind::Label;
                self.push(BlockKind::END_OF_LABEL, Piece::default());
            }
        }
    }

    /// Returns the blocks, with footnotes after all others and under no heading of the text.
    fn finish(mut self) -> Vec<RawBlock> {
        if !self.notes.is_empty() && self.blocks.iter().any(|block| block.kind.is_heading()) {
            self.push(BlockKind::End(1), Piece::default());
        }
        // The text before a fragment is unknown here.
        if self.reading.is_fragment && self.blocks.is_empty() && self.is_behind_picture {
            self.blocks.push(RawBlock::new(BlockKind::Text, Piece::default()));
        }
        self.blocks.append(&mut self.notes);
        self.blocks
    }
}

impl RawBlock {
    fn new(kind: BlockKind, piece: Piece) -> Self {
        Self {
            kind,
            piece,
            is_list: false,
            is_picture: false,
        }
    }

    /// The block without its share of links.
    pub(super) fn into_block(self) -> Block {
        Block {
            kind: self.kind,
            text: self.piece.text,
            parts: self.piece.parts,
        }
    }
}
