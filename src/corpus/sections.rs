//! From a document's blocks to sections: the pieces of text under each path of headings.
//!
//! Boilerplate goes, headings make paths, and labels find what they name: a bold question above its answer is a heading
//! in all but form, a date or a name above a paragraph belongs to it. Not here: how long a passage may be.

mod dropped;
mod labels;

use std::collections::HashSet;
use std::ops::Range;

use crate::text::fold::collapse_white_space;

use super::document::{Block, BlockKind, Document, LABEL, Part};
use super::questions::{answer, answers, question};
use super::traced::{MarkKind, TracedText};
use super::txt::{is_date_line, is_dated_title};
use dropped::without_dropped;
pub(super) use labels::with_end;
use labels::{MAX_LABEL_CHARS, Role, roles};

/// The level of labels without an end that count as headings: they end nothing but each other.
const LABEL_WITHOUT_END: usize = 1_000;

/// So many questions with an answer are no accident.
const MIN_PAIRS: usize = 2;

/// The pieces under one path of headings.
#[derive(Debug, Default)]
pub(super) struct RawSection {
    /// The headings, outermost first, without the article's title.
    pub(super) headings: Vec<String>,
    pub(super) pieces: Vec<Piece>,
}

/// A block that can be quoted.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) text: TracedText,
    /// The block's parts, with their starts in `text`.
    pub(super) parts: Vec<Part>,
    /// Its number within the section, from 1.
    pub(super) paragraph: usize,
    pub(super) is_code: bool,
    /// True if it names the piece after it.
    pub(super) is_label: bool,
    /// True if the text of a label ends before it: it doesn't join the piece before it.
    pub(super) is_apart: bool,
}

/// The article's title, if a heading or the format gives it, and the sections that have text.
pub(super) fn sections(document: &Document) -> (Option<String>, Vec<RawSection>) {
    let title_heading = title_heading(document);
    let title = document.title.clone().or_else(|| title_heading.clone());
    let parted = document.blocks.iter().flat_map(date_and_text);
    let split: Vec<Block> = parted.flat_map(|block| question_and_answer(&block)).collect();
    let split = with_terms_joined(split);
    let shown = without_dropped(split);
    let (mut kept, mut breaks): (Vec<&Block>, Vec<usize>) = (Vec::new(), Vec::new());
    for block in &shown {
        if block.kind == BlockKind::Rule {
            breaks.push(kept.len());
        } else {
            kept.push(block);
        }
    }
    let mut outline = Outline {
        title: title.clone(),
        ..Outline::default()
    };
    let (roles, ends) = roles(&kept);
    let ends_text = |at: &usize| {
        at.checked_sub(1)
            .is_some_and(|before| matches!(roles[before], Role::Text | Role::Code))
    };
    let breaks = breaks.into_iter().filter(ends_text);
    let ends: HashSet<usize> = ends.into_iter().chain(breaks).collect();
    let signed: HashSet<usize> = signed_answers(&kept).into_iter().collect();
    for ((i, block), role) in kept.iter().enumerate().zip(roles) {
        if ends.contains(&i) {
            outline.end_label();
        }
        let is_title = matches!(role, Role::Heading(_))
            && outline.sections.is_empty()
            && title_heading.is_some()
            && title_heading == Some(collapse_white_space(block.text.as_str()));
        if signed.contains(&i) {
            outline.take(&without_sign(block), role);
        } else if !is_title {
            outline.take(block, role);
        }
    }
    outline.quote_bare_heading();
    outline.sections.retain(|section| !section.pieces.is_empty());
    (title, outline.sections)
}

/// Joins labels that follow one another, if only the last has an end: terms with the same definition.
fn with_terms_joined(blocks: Vec<Block>) -> Vec<Block> {
    let has_end = with_end(&blocks.iter().collect::<Vec<_>>());
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut is_open = false;
    for (block, has_end) in blocks.into_iter().zip(has_end) {
        let is_label = block.kind == BlockKind::Label && !block.text.is_blank();
        match joined.last_mut().filter(|_| is_open && is_label) {
            Some(term) => {
                term.text.push_joint("\n");
                term.text.push_traced(&block.text);
            }
            None => joined.push(block),
        }
        is_open = is_label && !has_end;
    }
    joined
}

/// The first heading, if nothing stands before it and no other heading is of its level or further out.
pub(super) fn title_heading(document: &Document) -> Option<String> {
    let first = document.blocks.first()?;
    let BlockKind::Heading(level) = first.kind else {
        return None;
    };
    let alone = document.blocks[1..]
        .iter()
        .all(|block| !matches!(block.kind, BlockKind::Heading(other) if other <= level));
    let title = collapse_white_space(first.text.as_str());
    let same = document
        .title
        .as_ref()
        .is_none_or(|given| collapse_white_space(given) == title);
    (alone && same && !title.is_empty()).then_some(title)
}

/// Parts a date, perhaps with a title, from the text on the lines below it.
fn date_and_text(block: &Block) -> Vec<Block> {
    let whole = block.text.as_str();
    let is_date = |line: &str| is_date_line(line) || is_dated_title(line);
    let is_plain = block.kind == BlockKind::Text && block.parts.is_empty();
    match whole.find('\n').filter(|&end| is_plain && is_date(&whole[..end])) {
        Some(end) => [text_of(block, 0..end), text_of(block, end..whole.len())]
            .into_iter()
            .flatten()
            .collect(),
        None => vec![block.clone()],
    }
}

/// Parts questions from their answers where one paragraph has both: "Q: Is there wifi? A: No." An answer ends with its
/// paragraph.
fn question_and_answer(block: &Block) -> Vec<Block> {
    if block.kind != BlockKind::Text || !block.parts.is_empty() {
        return vec![block.clone()];
    }
    let text = block.text.as_str();
    let mut pairs = Vec::new();
    let mut start = 0;
    for range in pairs_of_lines(text) {
        let part = block.text.slice_trimmed(range.clone());
        let Some(end) = bold_question(&part).or_else(|| signed_question(part.as_str())) else {
            continue;
        };
        pairs.extend(text_of(block, start..range.start));
        let kinds = [
            (BlockKind::Label, 0..end),
            (BlockKind::Text, end..part.as_str().len()),
            (BlockKind::END_OF_LABEL, 0..0),
        ];
        pairs.extend(kinds.map(|(kind, range)| Block::new(kind, part.slice_trimmed(range))));
        start = range.end;
    }
    if start == 0 {
        return vec![block.clone()];
    }
    pairs.extend(text_of(block, start..text.len()));
    pairs
}

/// The text in a range of a block, unless it is blank.
fn text_of(block: &Block, range: Range<usize>) -> Option<Block> {
    let text = block.text.slice_trimmed(range);
    (!text.is_blank()).then(|| Block::new(BlockKind::Text, text))
}

/// The stretches of a text that begin with a line that is a question.
fn pairs_of_lines(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
    starts.extend(breaks.filter(|&at| question(text[at..].lines().next().unwrap_or_default()).is_some()));
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(start, end)| start..end)
        .collect()
}

/// The end of the question that a sign begins, if an answer with a sign follows: after a question mark, or on the next
/// line.
fn signed_question(text: &str) -> Option<usize> {
    let ends = ['?', '？', '؟', '\n'];
    question(text.split_inclusive(ends).next()?)?;
    let mut marks = text.match_indices(ends).map(|(at, mark)| at + mark.len());
    marks.find(|&at| answers(text[at..].trim_start(), true))
}

/// The answers whose sign ("A: No.") is dropped, as those of questions are: all, if each signed question has a signed
/// answer and each of those a question.
fn signed_answers(blocks: &[&Block]) -> Vec<usize> {
    let is_question = |block: &Block| block.parts.is_empty() && question(block.text.as_str()).is_some();
    let questions = blocks.iter().filter(|block| is_question(block)).count();
    let signed = blocks.iter().filter(|block| answers(block.text.as_str(), true)).count();
    let is_pair = |i: &usize| is_question(blocks[i - 1]) && answers(blocks[*i].text.as_str(), true);
    let pairs: Vec<usize> = (1..blocks.len()).filter(is_pair).collect();
    let is_sure = pairs.len() >= MIN_PAIRS && pairs.len() == questions && pairs.len() >= signed;
    if is_sure { pairs } else { Vec::new() }
}

/// The block without the sign of an answer before it.
fn without_sign(block: &Block) -> Block {
    let whole = block.text.as_str();
    let Some(said) = answer(whole, true).filter(|said| !said.is_empty()) else {
        return block.clone();
    };
    let sign = whole.len() - said.len();
    let parts = block.parts.iter().map(|part| Part {
        start: part.start.saturating_sub(sign),
        ..*part
    });
    Block {
        kind: block.kind,
        text: block.text.slice(sign..whole.len()),
        parts: parts.collect(),
    }
}

/// The end of the bold question that begins a paragraph; `None` if it has none, or no answer after it.
fn bold_question(text: &TracedText) -> Option<usize> {
    let mut marks = text.marks().iter();
    let bold = marks.find(|mark| mark.kind == MarkKind::Strong && mark.range.start == 0)?;
    let (question, answer) = text.as_str().split_at(bold.range.end);
    let is_question = question.ends_with(['?', '？']) && question.chars().count() <= MAX_LABEL_CHARS;
    (is_question && answer.starts_with(char::is_whitespace) && !answer.trim().is_empty()).then_some(bold.range.end)
}

/// The sections in the making.
#[derive(Default)]
struct Outline {
    sections: Vec<RawSection>,
    path: Vec<(usize, String)>,
    /// For each open fold, how long the path was before it.
    folds: Vec<usize>,
    /// The title, which each quote shows.
    title: Option<String>,
    /// The last heading, as long as it has nothing below it.
    bare: Option<(usize, TracedText)>,
    /// True if a label's text has ended since the last piece.
    is_apart: bool,
}

impl Outline {
    fn take(&mut self, block: &Block, role: Role) {
        match role {
            Role::Heading(level) => self.heading(level, block),
            Role::End(level) => {
                self.is_apart = true;
                if self.bare.as_ref().is_some_and(|(bare, _)| *bare >= level) {
                    self.quote_bare_heading();
                }
                if let Some(len) = self.folds.pop() {
                    self.path.truncate(len);
                }
                if level < LABEL {
                    self.path.retain(|(above, _)| *above < level);
                }
            }
            Role::HeadingLabel(opens) => self.heading_label(opens, block),
            Role::Label(opens) => {
                if opens {
                    self.folds.push(self.path.len());
                }
                self.piece(block, role);
            }
            Role::Alone => {
                self.folds.push(self.path.len());
                self.piece(block, role);
            }
            Role::Text | Role::Code => self.piece(block, role),
        }
    }

    fn heading_label(&mut self, opens: bool, block: &Block) {
        // A label within what another names is a level deeper.
        let level = if opens {
            LABEL + self.folds.len()
        } else {
            LABEL_WITHOUT_END
        };
        if opens {
            self.folds
                .push(self.path.iter().filter(|(above, _)| *above < level).count());
        }
        let mut text = block.text.clone();
        let mut heading = collapse_white_space(question(text.as_str()).unwrap_or(text.as_str()));
        if let Some((bare, first)) = self.bare.take_if(|(bare, _)| *bare >= level) {
            let chars = first.as_str().chars().count() + heading.chars().count();
            if let Some((_, above)) = self.path.last().filter(|_| bare == level && chars < MAX_LABEL_CHARS) {
                // Two questions in a row have one answer.
                heading = format!("{above} {heading}");
                let mut both = first;
                both.push_joint("\n");
                both.push_traced(&text);
                text = both;
            } else {
                self.bare = Some((bare, first));
                self.quote_bare_heading();
            }
        }
        self.path.retain(|(above, _)| *above < level);
        self.path.push((level, heading));
        self.bare = Some((level, text));
    }

    fn heading(&mut self, level: usize, block: &Block) {
        let heading = collapse_white_space(block.text.as_str());
        if heading.is_empty() {
            return;
        }
        if self.bare.as_ref().is_some_and(|(bare, _)| *bare >= level) {
            self.quote_bare_heading();
        }
        self.folds.clear();
        self.path.retain(|(above, _)| *above < level);
        self.path.push((level, heading));
        self.bare = Some((level, block.text.clone()));
    }

    fn end_label(&mut self) {
        self.path.retain(|(level, _)| *level < LABEL_WITHOUT_END);
    }

    /// A heading without text below it is text itself, unless it repeats the title.
    fn quote_bare_heading(&mut self) {
        if let Some((level, text)) = self.bare.take()
            && self.title.as_deref() != Some(&collapse_white_space(text.as_str()))
        {
            self.path.retain(|(above, _)| *above < level);
            self.piece(&Block::new(BlockKind::Text, text), Role::Text);
        }
    }

    fn piece(&mut self, block: &Block, role: Role) {
        // Where something was left out, the heading above it isn't the answer itself.
        self.bare = None;
        if block.text.is_blank() {
            return;
        }
        let same_path = self
            .sections
            .last()
            .is_some_and(|last| last.headings.iter().eq(self.path.iter().map(|(_, heading)| heading)));
        if !same_path {
            self.sections.push(RawSection {
                headings: self.path.iter().map(|(_, heading)| heading.clone()).collect(),
                pieces: Vec::new(),
            });
        }
        let Some(section) = self.sections.last_mut() else {
            return;
        };
        let mut text = block.text.clone();
        if role == Role::Code {
            text.mark_from(0, MarkKind::Code);
        }
        section.pieces.push(Piece {
            text,
            parts: block.parts.clone(),
            paragraph: section.pieces.len() + 1,
            is_code: role == Role::Code,
            is_label: matches!(role, Role::Label(_)),
            is_apart: std::mem::take(&mut self.is_apart),
        });
    }
}

#[cfg(test)]
mod tests;
