//! From an article's sections to its passages: the one place that decides what a passage is.
//!
//! A label stands with what it names. What is too long is split, a list at its items and a table at its rows, each part
//! with the words that introduce it; what is too short joins its neighbour.

mod lists;
mod notes;
mod series;

use std::ops::Range;

use crate::text::excerpt::prefix_len;
use crate::text::fold::fold;
use crate::text::language::Language;
use crate::text::sentences::sentences;

use super::address::unwrapped;
use super::article::{Article, Passage, Section};
use super::document::{Document, Part};
use super::sections::{Piece, sections};
use super::source::Source;
use super::title::title_from_stem;
use super::traced::{MarkKind, TracedText};
use lists::split_parts;
use notes::{ReadySection, with_notes};
use series::with_series;

/// The longest passage, in characters (Unicode scalar values); code is exempt.
///
/// 1,200 characters are some 200 words, read in under a minute. Should Discord's markup need a backslash
/// before each of them, they still fit an embed's description (4,096); as they usually are, also a plain
/// message (2,000) with heading and source.
pub const MAX_PASSAGE_CHARS: usize = 1_200;

/// Below this many characters a paragraph joins its neighbour: six or seven words ("Iran said no.") seldom
/// say by themselves what they are about.
pub const MIN_PASSAGE_CHARS: usize = 40;

/// A label or a caption with fewer characters is short.
const SHORT_LABEL_CHARS: usize = 4 * MIN_PASSAGE_CHARS;

/// The longest name that is one sentence with the text it introduces, in characters.
const MAX_NAME_CHARS: usize = 60;

/// The text between a label and what it names.
const PARAGRAPH_JOINT: &str = "\n\n";

/// The longest introduction that is repeated before each part of what it introduces, in characters.
const MAX_LEAD_CHARS: usize = 400;

/// Words with which a sentence announces what stands below it, in the languages that are read most.
const FOLLOWING: &[&str] = &[
    "the following ",
    "as follows",
    "listed below",
    "shown below",
    " folgende",
    " suivant",
    " siguiente",
    " seguent",
    " seguinte",
    " volgende ",
];

/// A passage in the making.
struct Ready {
    text: TracedText,
    paragraph: usize,
    is_code: bool,
    /// True for parts of a list or a table, which stand alone however short they are.
    is_part: bool,
    /// True if it doesn't join what stands before it.
    is_apart: bool,
    /// The number of bytes at its start that introduce the rest: a label, a lead-in, the header of a table.
    lead: usize,
    /// Its place in the source, without repeated introductions.
    origin: Range<usize>,
}

/// Builds the article, or `None` if nothing in the document can be quoted.
pub(super) fn assemble(document: Document, source: &Source, path: &str, id: &str) -> Option<Article> {
    let (title, sections) = sections(&document);
    let mut article = Article {
        id: id.to_owned(),
        path: path.to_owned(),
        title: String::new(),
        language: Language::default(),
        metadata: document.metadata,
        text: String::new(),
        sections: Vec::new(),
        passages: Vec::new(),
        marks: Vec::new(),
    };
    let ready = sections.into_iter().map(|section| -> ReadySection {
        let whole = with_labels(with_series(section.pieces));
        (section.headings, whole.iter().flat_map(split).collect())
    });
    for (headings, passages) in with_notes(ready.collect(), document.notes) {
        let first = article.passages.len();
        for ready in join_short(passages) {
            push_passage(&mut article, &ready, source);
        }
        article.sections.push(Section {
            headings,
            passages: first..article.passages.len(),
        });
    }
    if article.passages.is_empty() {
        return None;
    }
    let stem = path.rsplit('/').next().unwrap_or(path);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    article.title = title.unwrap_or_else(|| title_from_stem(stem, &article.text));
    article.language = language(&article);
    Some(article)
}

/// Makes a short name that introduces a text ("Get-in") one sentence with the first of the text ("The day when the set
/// goes onto the stage."): neither says much without the other.
fn take_in_name(text: &str, lead: usize, sentences: &mut Vec<Range<usize>>) {
    let [name, first, ..] = sentences.as_slice() else {
        return;
    };
    let name_text = &text[name.clone()];
    let is_name = name.start == 0
        && name.end == text[..lead].trim_end().len()
        && chars(name_text) < MAX_NAME_CHARS
        && !name_text.contains('\n')
        && !name_text.ends_with(|end: char| end.is_ascii_punctuation() && !matches!(end, ')' | '"' | '\''));
    if is_name && text[name.end..first.start] == *PARAGRAPH_JOINT {
        let joined = name.start..first.end;
        sentences.splice(..2, [joined]);
    }
}

fn language(article: &Article) -> Language {
    let given = article.metadata.language.as_deref().and_then(Language::from_code);
    given.or_else(|| Language::detect(&article.text)).unwrap_or_default()
}

fn push_passage(article: &mut Article, ready: &Ready, source: &Source) {
    if !article.text.is_empty() {
        article.text.push_str("\n\n");
    }
    let text = ready.text.as_str();
    let start = article.text.len();
    article.text.push_str(text);
    article.marks.extend(ready.text.marks().iter().map(|mark| {
        let mut mark = mark.moved_by(start);
        if let MarkKind::Link(address) = &mut mark.kind {
            *address = unwrapped(address).into_owned();
        }
        mark
    }));
    let mut sentences = sentences(text);
    if sentences.is_empty() {
        sentences.push(0..text.len());
    }
    take_in_name(text, ready.lead, &mut sentences);
    article.passages.push(Passage {
        section: article.sections.len(),
        paragraph: ready.paragraph,
        range: start..article.text.len(),
        lead: ready.lead,
        lines: source.lines_of(&ready.origin),
        bytes: source.bytes_of(&ready.origin, text),
        sentences,
    });
}

/// A piece with the labels before it, and what introduces it.
struct Whole {
    piece: Piece,
    /// The number of bytes of labels and lead-in at the start of the text.
    lead: usize,
    /// The lead-in, where it stands in a passage of its own: repeated before each part.
    repeated: Option<TracedText>,
}

/// Puts labels and lead-ins ("These are forbidden:") before what they name.
fn with_labels(pieces: Vec<Piece>) -> Vec<Whole> {
    let mut wholes: Vec<Whole> = Vec::new();
    let mut label: Option<Piece> = None;
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let ended = |label: &Piece| piece.is_apart && !introduces(&label.text);
        wholes.extend(label.take_if(|label| ended(label)).map(alone));
        let whole = match label.take() {
            None => alone(piece),
            Some(label) => after(label, piece, &mut wholes),
        };
        if whole.piece.is_label || introduces(&whole.piece.text) || announces(&whole.piece, pieces.peek()) {
            label = Some(whole.piece);
        } else {
            wholes.push(whole);
        }
    }
    // Nothing follows it after all.
    wholes.extend(label.map(alone));
    wholes
}

fn alone(piece: Piece) -> Whole {
    Whole {
        piece,
        lead: 0,
        repeated: None,
    }
}

/// `piece` after its `label`: in one, if a reader can take them in together.
fn after(label: Piece, piece: Piece, wholes: &mut Vec<Whole>) -> Whole {
    let label_chars = chars(label.text.as_str());
    let fits = label_chars + 2 + chars(piece.text.as_str()) <= MAX_PASSAGE_CHARS;
    let is_short = label_chars < SHORT_LABEL_CHARS;
    if fits || is_short {
        // A whole sentence that announces a list may be the answer itself.
        let is_lead = label.is_label || introduces(&label.text);
        let mut text = label.text;
        let lead = if is_lead { text.as_str().len() } else { 0 };
        append(&mut text, PARAGRAPH_JOINT, &piece.text);
        let shift = text.as_str().len() - piece.text.as_str().len();
        let parts = piece.parts.iter().map(|part| Part {
            start: part.start + shift,
            ..*part
        });
        return Whole {
            lead,
            repeated: None,
            piece: Piece {
                text,
                parts: parts.collect(),
                paragraph: label.paragraph,
                is_code: piece.is_code || label.is_code,
                is_label: piece.is_label,
                is_apart: label.is_apart,
            },
        };
    }
    let repeated = (!piece.parts.is_empty()).then(|| lead_in(&label.text));
    wholes.push(alone(label));
    Whole {
        lead: 0,
        repeated: repeated.filter(|lead| chars(lead.as_str()) <= MAX_LEAD_CHARS),
        piece,
    }
}

/// True if a text announces the next one.
fn introduces(text: &TracedText) -> bool {
    text.as_str().ends_with([':', '：'])
}

/// True if the last sentence of a text says that `next` follows, and that is a list or a table: "They are checked in the
/// following order."
fn announces(piece: &Piece, next: Option<&Piece>) -> bool {
    let is_text = !piece.is_code && piece.parts.is_empty();
    let is_list = next.is_some_and(|next| !next.parts.is_empty() && !next.is_code && !next.is_apart);
    let says_so = |text: &str| {
        let last = fold(&text[sentences(text).pop().unwrap_or_default()]);
        let last = last.trim_end_matches(|c: char| !c.is_alphanumeric());
        last.ends_with(" below") || FOLLOWING.iter().any(|words| last.contains(words))
    };
    is_text && is_list && says_so(piece.text.as_str())
}

/// The words of a text that are repeated before each part of what it introduces: its last sentence, or the last line
/// if that is a caption ("Table 1. Prices").
fn lead_in(text: &TracedText) -> TracedText {
    let whole = text.as_str();
    let line = whole.trim_end().rfind('\n').map_or(0, |at| at + 1);
    if !introduces(text) && chars(&whole[line..]) < SHORT_LABEL_CHARS {
        return text.slice_trimmed(line..whole.len());
    }
    match sentences(whole).pop() {
        Some(range) => text.slice_trimmed(range),
        None => text.clone(),
    }
}

/// Splits what is too long for one passage, or holds several.
fn split(whole: &Whole) -> Vec<Ready> {
    let piece = &whole.piece;
    if !piece.parts.is_empty() && !piece.is_code {
        return split_parts(whole);
    }
    let texts = if piece.is_code {
        vec![piece.text.clone()]
    } else {
        split_long(&piece.text, MAX_PASSAGE_CHARS)
    };
    let ready = texts.into_iter().enumerate().map(|(i, text)| Ready {
        origin: text.source_range(),
        paragraph: piece.paragraph,
        is_code: piece.is_code,
        is_part: false,
        is_apart: i == 0 && piece.is_apart,
        lead: if i == 0 { whole.lead } else { 0 },
        text,
    });
    ready.filter(|ready| !ready.text.is_blank()).collect()
}

/// Splits at sentence borders into parts of about the same length, none above `limit` characters. A sentence above it is
/// split between words, a word above it between graphemes.
fn split_long(text: &TracedText, limit: usize) -> Vec<TracedText> {
    let whole = text.as_str();
    let total = chars(whole);
    if total <= limit {
        return vec![text.slice_trimmed(0..whole.len())];
    }
    let target = total.div_ceil(total.div_ceil(limit));
    let mut parts = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for sentence in sentences(whole) {
        let with_it = chars(&whole[start..sentence.end]);
        let without_it = chars(&whole[start..end]);
        // The cut goes where the part comes nearest to the target.
        if end > start && (with_it > limit || with_it.abs_diff(target) > target.abs_diff(without_it)) {
            parts.push(start..end);
            start = sentence.start;
        }
        end = sentence.end;
        while chars(&whole[start..end]) > limit {
            let len = prefix_len(&whole[start..end], limit);
            parts.push(start..start + len);
            start += len;
        }
    }
    parts.push(start..end);
    parts.into_iter().map(|range| text.slice_trimmed(range)).collect()
}

/// Joins fragments to what stands before them, at the front to what follows.
fn join_short(all: Vec<Ready>) -> Vec<Ready> {
    let mut joined: Vec<Ready> = Vec::new();
    for ready in all {
        let fits = |last: &Ready| chars(last.text.as_str()) + 2 + chars(ready.text.as_str()) <= MAX_PASSAGE_CHARS;
        match joined.last_mut() {
            // A passage with an introduction begins something of its own.
            Some(last)
                if !ready.is_apart && (is_short(&ready) || (is_short(last) && ready.lead == 0)) && fits(last) =>
            {
                // Parts of one paragraph were parted by a space, paragraphs by a blank line.
                let joint = if last.paragraph == ready.paragraph { " " } else { "\n\n" };
                append(&mut last.text, joint, &ready.text);
                last.origin.end = ready.origin.end;
                last.is_code |= ready.is_code;
            }
            _ => joined.push(ready),
        }
    }
    joined
}

fn append(text: &mut TracedText, joint: &str, next: &TracedText) {
    let gap = text.source_range().end..next.source_range().start;
    // Between two paragraphs of plain text there may be one line break and no blank line.
    let joint = if gap.len() == 1 && joint == "\n\n" { "\n" } else { joint };
    if gap.len() == joint.len() {
        // As long as the joint: most likely it is the joint. The final comparison with the file decides.
        text.push_run(joint, gap.start);
    } else {
        text.push_joint(joint);
    }
    text.push_traced(next);
}

/// True if a passage says too little to stand alone. A character that is a syllable or a word counts as two.
fn is_short(ready: &Ready) -> bool {
    let text = ready.text.as_str();
    let dense = text
        .chars()
        .filter(|c| matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'))
        .count();
    ready.lead == 0 && !ready.is_part && chars(text) + dense < MIN_PASSAGE_CHARS
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests;
