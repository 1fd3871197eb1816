//! Paragraphs into a document, with the text of the pages as its source.

mod grids;

use std::ops::Range;

use super::glyphs::UNKNOWN;
use super::hyphens::{Join, LineWords};
use super::lines::Line;
use super::paragraphs::{Kind, Paragraph, Placed, paragraphs};
use crate::corpus::document::{Block, BlockKind, Document, Part};
use crate::corpus::problem::Doubt;
use crate::corpus::source::Source;
use crate::corpus::traced::{MarkKind, TracedText};

/// The number of words joined without evidence that are named.
const NAMED: usize = 5;

/// The most bytes that cells may add by being repeated in the rows and columns that they span.
const MAX_REPEATED: usize = 1024 * 1024;

/// The document, and the source that its offsets refer to.
pub(super) fn document(pages: &[Vec<Line>]) -> (Document, Source) {
    let mut composer = Composer {
        lexicon: LineWords::of(pages.iter().flatten()),
        text: String::new(),
        offsets: Vec::new(),
        document: Document::default(),
        unreadable: 0,
        spare: MAX_REPEATED,
    };
    composer.add_pages(pages);
    for group in paragraphs(pages).chunk_by(|one, two| one.kind.is_one_block_with(two.kind)) {
        match group {
            [one, ..] if matches!(one.kind, Kind::Grid(_)) => composer.add_grid(group),
            [one] if !is_item(one) => composer.add_block(one),
            [one] => composer.add_block(&Paragraph {
                kind: Kind::Text,
                lines: one.lines.clone(),
            }),
            several if is_item(&several[0]) => composer.add_list(several),
            several => composer.add_table(several),
        }
    }
    composer.finish()
}

fn is_item(paragraph: &Paragraph) -> bool {
    matches!(paragraph.kind, Kind::Item(_))
}

struct Composer {
    lexicon: LineWords,
    text: String,
    /// Where each line of each page begins in the text, and where the page ends.
    offsets: Vec<Vec<usize>>,
    document: Document,
    /// The paragraphs with characters that can't be read.
    unreadable: usize,
    /// The bytes that cells of tables may still add by being repeated.
    spare: usize,
}

impl Composer {
    fn add_pages(&mut self, pages: &[Vec<Line>]) {
        for lines in pages {
            let mut offsets = vec![self.text.len()];
            for line in lines {
                self.text.push_str(&line.text);
                self.text.push('\n');
                offsets.push(self.text.len());
            }
            self.offsets.push(offsets);
        }
    }

    fn offset(&self, placed: &Placed) -> usize {
        self.offsets[placed.page][placed.at]
    }

    fn add_block(&mut self, paragraph: &Paragraph) {
        let kind = match paragraph.kind {
            Kind::Heading(level) => BlockKind::Heading(level),
            _ => BlockKind::Text,
        };
        let mut text = TracedText::default();
        self.push_lines(&mut text, &paragraph.lines, kind == BlockKind::Text, "\n");
        self.push_block(Block::new(kind, text));
    }

    /// One block of all items; those that begin further right belong to the one before.
    fn add_list(&mut self, items: &[Paragraph]) {
        let mut text = TracedText::default();
        let mut parts = Vec::new();
        let mut lefts: Vec<f64> = Vec::new();
        for item in items {
            let left = if let Kind::Item(left) = item.kind { left } else { 0.0 };
            let size = item.lines.first().map_or(10.0, |placed| placed.line.size);
            lefts.retain(|&outer| outer < left - 0.5 * size);
            let depth = lefts.len();
            lefts.push(left);
            if !text.is_blank() {
                text.push_joint("\n");
            }
            parts.push(Part {
                start: text.as_str().len(),
                depth,
            });
            text.push_joint(&"  ".repeat(depth));
            self.push_lines(&mut text, &item.lines, true, "\n");
        }
        self.push_block(Block {
            kind: BlockKind::Text,
            text,
            parts,
        });
    }

    /// One block of all rows. The first one is a header if it alone is bold.
    fn add_table(&mut self, rows: &[Paragraph]) {
        let mut text = TracedText::default();
        let mut parts = Vec::new();
        let is_bold = |row: &Paragraph| row.lines.iter().all(|placed| placed.line.is_bold());
        let has_header = rows.first().is_some_and(is_bold) && !rows[1..].iter().any(is_bold);
        for (at, row) in rows.iter().enumerate() {
            if at > 0 {
                text.push_joint("\n");
            }
            parts.push(Part {
                start: text.as_str().len(),
                depth: usize::from(has_header && at > 0),
            });
            for placed in &row.lines {
                self.push_row(&mut text, placed);
            }
        }
        self.push_block(Block {
            kind: BlockKind::Text,
            text,
            parts,
        });
    }

    fn push_row(&self, text: &mut TracedText, placed: &Placed) {
        let line = placed.line;
        let offset = self.offset(placed);
        let mut start = 0;
        let ends = line.cells.iter().map(|&(at, _)| at).chain([line.text.len()]);
        for end in ends {
            if start > 0 {
                text.push_joint(" | ");
            }
            text.push_run(line.text[start..end].trim_end(), offset + start);
            start = end;
        }
    }

    /// Appends lines. `end_of_line` stands for the end of a line that its writer ended.
    fn push_lines(&mut self, text: &mut TracedText, lines: &[Placed], is_marked: bool, end_of_line: &str) {
        let mut bold: Option<usize> = None;
        for (at, placed) in lines.iter().enumerate() {
            let line = placed.line;
            let offset = self.offset(placed);
            let (end, joint) = match lines.get(at + 1) {
                None => (line.text.len(), ""),
                Some(next) => match self.lexicon.join(&line.text, &next.line.text) {
                    Join::Drop(bytes) => (line.text.len() - bytes, ""),
                    Join::Keep => (line.text.len(), ""),
                    Join::Space => {
                        let is_below = next.page == placed.page && next.line.down > line.down;
                        (
                            line.text.len(),
                            if placed.is_ended && is_below { end_of_line } else { " " },
                        )
                    }
                },
            };
            for (range, is_bold) in stretches(line, end) {
                let stretch = &line.text[range.clone()];
                match bold {
                    None if is_bold => bold = Some(text.as_str().len()),
                    Some(start) if !is_bold && !stretch.trim().is_empty() => {
                        mark(text, start, is_marked);
                        bold = None;
                    }
                    _ => {}
                }
                text.push_run(stretch, offset + range.start);
            }
            text.push_joint(joint);
        }
        if let Some(start) = bold {
            mark(text, start, is_marked);
        }
        *text = text.without(|c| c == '\u{ad}');
    }

    fn push_block(&mut self, block: Block) {
        if block.text.as_str().contains(UNKNOWN) {
            self.unreadable += 1;
        } else if !block.text.is_blank() {
            self.document.blocks.push(block);
        }
    }

    fn finish(mut self) -> (Document, Source) {
        let joined = self.lexicon.doubtful;
        if !joined.is_empty() {
            let words: Vec<&str> = joined.iter().take(NAMED).map(String::as_str).collect();
            let doubt = Doubt::HyphensDropped {
                count: joined.len(),
                words: words.join(", "),
            };
            self.document.doubts.push((doubt, None));
        }
        if self.unreadable > 0 {
            let count = self.unreadable;
            self.document.doubts.push((Doubt::UnknownCharacters { count }, None));
        }
        (
            self.document,
            Source::of_pages(self.text, self.offsets.iter().map(|lines| lines[0]).collect()),
        )
    }
}

fn mark(text: &mut TracedText, start: usize, is_marked: bool) {
    if is_marked {
        text.mark_from(start, MarkKind::Strong);
    }
}

/// The text of a line up to `end`, parted where bold type begins and ends.
fn stretches(line: &Line, end: usize) -> Vec<(Range<usize>, bool)> {
    let mut all = Vec::new();
    let mut at = 0;
    for bold in &line.bold {
        all.push((at..bold.start.min(end), false));
        all.push((bold.start.min(end)..bold.end.min(end), true));
        at = bold.end.min(end);
    }
    all.push((at..end, false));
    all.retain(|(range, _)| !range.is_empty());
    all
}
