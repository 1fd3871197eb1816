//! From a document's blocks to sections: the pieces of text under each path of headings.
//!
//! Boilerplate goes, headings make paths, and labels find what they name: a bold question above its answer is a heading
//! in all but form, a date or a name above a paragraph belongs to it. Not here: how long a passage may be.

use crate::text::fold::collapse_white_space;

use super::boilerplate::is_boilerplate;
use super::document::{Block, BlockKind, Document, Part};
use super::questions::{answers, asks, question};
use super::traced::{MarkKind, TracedText};

/// The longest label, in characters.
const MAX_LABEL_CHARS: usize = 120;
/// The longest label that nothing but its form tells from a sentence, in characters.
const MAX_PLAIN_LABEL_CHARS: usize = 60;
/// The level of a label that has an end, further in than any heading. A fold within another is a level deeper.
const FOLD_LEVEL: usize = 7;
/// The level of all other labels that count as headings: they end nothing but each other.
const LABEL_LEVEL: usize = 1_000;

/// What stands under one path of headings.
#[derive(Debug, Default)]
pub(super) struct Draft {
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
    /// Whether it names the piece after it.
    pub(super) is_label: bool,
}

/// What a block does for the sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Heading(usize),
    /// A label that counts as a heading; `true` if it has an end.
    HeadingLabel(bool),
    /// A label that is quoted with what it names; `true` if it has an end.
    Label(bool),
    Text,
    Code,
    End(usize),
}

/// The article's title, if a heading or the format gives it, and the sections that have text.
pub(super) fn sections(document: &Document) -> (Option<String>, Vec<Draft>) {
    let title_heading = title_heading(document);
    let title = document.title.clone().or_else(|| title_heading.clone());
    let split: Vec<Block> = document.blocks.iter().flat_map(question_and_answer).collect();
    let kept: Vec<&Block> = (0..split.len())
        .filter(|&i| !is_dropped(&split, i))
        .filter_map(|i| split.get(i))
        .collect();
    let mut outline = Outline::default();
    let (roles, ends) = roles(&kept);
    for ((i, block), role) in kept.iter().enumerate().zip(roles) {
        if ends.contains(&i) {
            outline.end_label();
        }
        let is_title = matches!(role, Role::Heading(_))
            && outline.sections.is_empty()
            && title_heading.is_some()
            && title_heading == Some(collapse_white_space(block.text.as_str()));
        if !is_title {
            outline.take(block, role);
        }
    }
    outline.quote_bare_heading();
    outline.sections.retain(|section| !section.pieces.is_empty());
    (title, outline.sections)
}

/// The first heading, if nothing stands before it and no other heading is of its level or further out.
fn title_heading(document: &Document) -> Option<String> {
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

/// Whether a block is boilerplate. A heading is so only if no text stands below it: a manual may have a chapter "Search".
fn is_dropped(blocks: &[Block], i: usize) -> bool {
    let Some(block) = blocks.get(i) else { return true };
    let below = blocks.get(i + 1).is_some_and(|next| {
        matches!(next.kind, BlockKind::Text | BlockKind::Code | BlockKind::Label) && !is_boilerplate(next.text.as_str())
    });
    let is_heading = matches!(block.kind, BlockKind::Heading(_));
    is_boilerplate(block.text.as_str()) && !(is_heading && below)
}

/// Parts a question from its answer where one paragraph has both: "Q: Is there wifi? A: No."
fn question_and_answer(block: &Block) -> Vec<Block> {
    let text = block.text.as_str();
    if let Some(end) = bold_question(block) {
        // Its answer ends with the paragraph.
        let kinds = [
            (BlockKind::Label, 0..end),
            (BlockKind::Text, end..text.len()),
            (BlockKind::End(FOLD_LEVEL), 0..0),
        ];
        return kinds
            .map(|(kind, range)| Block::new(kind, block.text.slice_trimmed(range)))
            .into();
    }
    if block.kind != BlockKind::Text || !block.parts.is_empty() || question(text).is_none() {
        return vec![block.clone()];
    }
    let answer = text
        .match_indices(['?', '？', '؟'])
        .map(|(at, mark)| at + mark.len())
        .find(|&at| answers(text[at..].trim_start(), true));
    match answer {
        Some(at) => [0..at, at..text.len()]
            .map(|range| Block::new(BlockKind::Text, block.text.slice_trimmed(range)))
            .into(),
        None => vec![block.clone()],
    }
}

/// The end of the bold question that begins a paragraph; `None` if it has none, or no answer after it.
fn bold_question(block: &Block) -> Option<usize> {
    let text = block.text.as_str();
    let mut marks = block.text.marks().iter();
    let bold = marks.find(|mark| mark.kind == MarkKind::Strong && mark.range.start == 0)?;
    let (question, answer) = text.split_at(bold.range.end);
    let is_question = question.ends_with(['?', '？']) && question.chars().count() <= MAX_LABEL_CHARS;
    let is_text = block.kind == BlockKind::Text && block.parts.is_empty();
    (is_text && is_question && answer.starts_with(char::is_whitespace) && !answer.trim().is_empty())
        .then_some(bold.range.end)
}

/// What makes a text a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// The format says so.
    Told,
    /// The format says so, and where what it names ends.
    Fold,
    /// The whole of it is bold.
    Bold,
    /// It has the sign of a question.
    Question,
    /// A line that asks.
    Asks,
    /// A short line that is no sentence.
    Plain,
}

/// Which labels have an end of their own: reading backwards, each end is that of the next label.
fn with_end(blocks: &[&Block]) -> Vec<bool> {
    let mut ends = 0_usize;
    let backwards = blocks.iter().rev().map(|block| match block.kind {
        BlockKind::End(_) => {
            ends += 1;
            false
        }
        BlockKind::Label if ends > 0 => {
            ends -= 1;
            true
        }
        _ => false,
    });
    let mut found: Vec<bool> = backwards.collect();
    found.reverse();
    found
}

fn look(block: &Block, has_end: bool) -> Option<Look> {
    match block.kind {
        BlockKind::Label => return Some(if has_end { Look::Fold } else { Look::Told }),
        BlockKind::Text if block.parts.is_empty() => {}
        _ => return None,
    }
    let text = block.text.as_str();
    let chars = text.chars().count();
    if chars > MAX_LABEL_CHARS || text.contains('\n') || !text.contains(char::is_alphanumeric) {
        return None;
    }
    let ends_sentence = text
        .trim_end_matches(['"', '”', '’', '\'', ')', '*'])
        .ends_with(['.', '!', '…', '。', '।', ',', ';']);
    if ends_sentence || answers(text, true) {
        return None;
    }
    let is_bold = |mark: &super::traced::Mark| mark.kind == MarkKind::Strong && mark.range == (0..text.len());
    if asks(text) && question(text).is_some() {
        Some(Look::Question)
    } else if block.text.marks().iter().any(is_bold) {
        Some(Look::Bold)
    } else if asks(block.text.as_str()) {
        Some(Look::Asks)
    } else {
        let is_label = chars < MAX_PLAIN_LABEL_CHARS && !text.starts_with(['—', '–', '-', '*', '•']);
        is_label.then_some(Look::Plain)
    }
}

/// Whether a line says something itself: "Next round: Saturday", but not "Figure 1: the slipway". It names a paragraph
/// at most.
fn has_value(text: &str) -> bool {
    let sides = text
        .split_once(": ")
        .filter(|(name, _)| !name.contains(|c: char| c.is_numeric()));
    sides.is_some_and(|(_, value)| !value.trim().is_empty())
}

/// The role of each block, and before which blocks the last label ends. A label names what follows it, so that one with
/// nothing to follow is text.
fn roles(blocks: &[&Block]) -> (Vec<Role>, Vec<usize>) {
    let with_end = with_end(blocks);
    let looks: Vec<Option<Look>> = blocks
        .iter()
        .zip(with_end)
        .map(|(block, has_end)| look(block, has_end))
        .collect();
    let role = |i: usize| -> Role {
        let block = blocks[i];
        match block.kind {
            BlockKind::Heading(level) => return Role::Heading(level),
            BlockKind::End(level) => return Role::End(level),
            BlockKind::Code => return Role::Code,
            BlockKind::Label | BlockKind::Text => {}
        }
        let is_followed = blocks
            .get(i + 1)
            .is_some_and(|next| !matches!(next.kind, BlockKind::Heading(_) | BlockKind::End(_)));
        let names_paragraph = || blocks[i + 1].parts.is_empty() && looks[i + 1].is_none();
        let Some(look) = looks[i] else { return Role::Text };
        if look == Look::Fold {
            let asks_or_spans = asks(block.text.as_str()) || scope(blocks, &looks, i) > 1;
            // What a lead-in introduces is not apart from it.
            let is_led_in = i > 0
                && blocks[i - 1].kind == BlockKind::Text
                && blocks[i - 1].text.as_str().ends_with([':', '：'])
                && siblings(blocks, &looks, i).next().is_none();
            return if is_followed && asks_or_spans && !is_led_in {
                Role::HeadingLabel(true)
            } else {
                Role::Label(true)
            };
        }
        let states = look == Look::Plain && has_value(block.text.as_str());
        if !is_followed || (states && !names_paragraph()) {
            return Role::Text;
        }
        let is_heading = match look {
            Look::Fold | Look::Question => true,
            Look::Told => asks(block.text.as_str()),
            Look::Bold => asks(block.text.as_str()) || is_of_outline(blocks, &looks, i),
            Look::Asks => siblings(blocks, &looks, i).next().is_some(),
            Look::Plain => false,
        };
        if is_heading {
            Role::HeadingLabel(false)
        } else {
            Role::Label(false)
        }
    };
    let roles: Vec<Role> = (0..blocks.len()).map(role).collect();
    let is_question =
        |i: &usize| matches!(looks[*i], Some(Look::Question | Look::Asks)) && roles[*i] == Role::HeadingLabel(false);
    let ends = (0..blocks.len())
        .filter(is_question)
        .filter_map(|i| end_of_last(blocks, &looks, i))
        .collect();
    (roles, ends)
}

/// Where the answer to the last question ends, if each of the others has one block: at the second, since nobody says
/// that what follows belongs to it.
fn end_of_last(blocks: &[&Block], looks: &[Option<Look>], label: usize) -> Option<usize> {
    let mut others = siblings(blocks, looks, label).peekable();
    let is_last = !siblings(blocks, looks, label).any(|i| i > label);
    (is_last && others.peek().is_some() && others.all(|i| scope(blocks, looks, i) <= 1)).then_some(label + 2)
}

/// How many blocks a label is about: up to the next one like it, or to the end of its section or fold.
fn scope(blocks: &[&Block], looks: &[Option<Look>], label: usize) -> usize {
    let mut open = 0_usize;
    let mut count = 0;
    for (block, look) in blocks.iter().zip(looks).skip(label + 1) {
        match (block.kind, look) {
            (BlockKind::Heading(_), _) => break,
            (BlockKind::End(_), _) if open == 0 => break,
            (BlockKind::End(_), _) => open -= 1,
            (BlockKind::Label, Some(Look::Fold)) => open += 1,
            (_, look) if *look == looks[label] => break,
            _ => count += 1,
        }
    }
    count
}

/// Whether a label is about several blocks, and others like it stand in its section. Where the last one ends nobody knows:
/// it is one of an outline only if another one is.
fn is_of_outline(blocks: &[&Block], looks: &[Option<Look>], label: usize) -> bool {
    let spans = |i: usize| scope(blocks, looks, i) > 1;
    let mut all = siblings(blocks, looks, label);
    // The next ones come first: in a long section that is soon found.
    spans(label) && all.any(|i| i > label || spans(i))
}

/// The other labels of the same look in the same section.
fn siblings(blocks: &[&Block], looks: &[Option<Look>], label: usize) -> impl Iterator<Item = usize> {
    let in_section = |i: &usize| !matches!(blocks[*i].kind, BlockKind::Heading(_));
    let before = (0..label).rev().take_while(in_section);
    let after = (label + 1..blocks.len()).take_while(in_section);
    after.chain(before).filter(move |&i| looks[i] == looks[label])
}

/// The sections in the making.
#[derive(Default)]
struct Outline {
    sections: Vec<Draft>,
    path: Vec<(usize, String)>,
    /// For each open fold, how long the path was before it.
    folds: Vec<usize>,
    /// The last heading, as long as it has nothing below it.
    bare: Option<(usize, TracedText)>,
}

impl Outline {
    fn take(&mut self, block: &Block, role: Role) {
        match role {
            Role::Heading(level) => self.heading(level, block),
            Role::End(level) => {
                if self.bare.as_ref().is_some_and(|(bare, _)| *bare >= level) {
                    self.quote_bare_heading();
                }
                if let Some(len) = self.folds.pop() {
                    self.path.truncate(len);
                }
                if level < FOLD_LEVEL {
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
            Role::Text | Role::Code => self.piece(block, role),
        }
    }

    fn heading_label(&mut self, opens: bool, block: &Block) {
        let level = if opens {
            FOLD_LEVEL + self.folds.len()
        } else {
            LABEL_LEVEL
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
        self.path.retain(|(level, _)| *level < LABEL_LEVEL);
    }

    /// A heading that nothing stands below says all that it has to say itself.
    fn quote_bare_heading(&mut self) {
        if let Some((level, text)) = self.bare.take() {
            self.path.retain(|(above, _)| *above < level);
            self.piece(&Block::new(BlockKind::Text, text), Role::Text);
        }
    }

    fn piece(&mut self, block: &Block, role: Role) {
        if block.text.is_blank() {
            return;
        }
        self.bare = None;
        let same_path = self
            .sections
            .last()
            .is_some_and(|last| last.headings.iter().eq(self.path.iter().map(|(_, heading)| heading)));
        if !same_path {
            self.sections.push(Draft {
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
        });
    }
}

#[cfg(test)]
mod tests;
