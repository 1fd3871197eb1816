//! From an article's sections to its passages: the one place that decides what a passage is.
//!
//! A label stands with what it names. What is too long is split, a list at its items and a table at its rows, each part
//! with the words that introduce it; what is too short joins its neighbour.

use std::ops::Range;

use crate::text::excerpt::prefix_len;
use crate::text::language::Language;
use crate::text::sentences::sentences;

use super::article::{Article, Passage, Section};
use super::document::{Document, Part};
use super::sections::{Piece, sections};
use super::source::Source;
use super::title::title_from_stem;
use super::traced::TracedText;

/// The longest passage, in characters (Unicode scalar values); code is exempt.
///
/// 1,200 characters are some 200 words, read in under a minute. Should Discord's markup need a backslash
/// before each of them, they still fit an embed's description (4,096); as they usually are, also a plain
/// message (2,000) with heading and source.
pub const MAX_PASSAGE_CHARS: usize = 1_200;

/// Below this many characters a paragraph joins its neighbour: six or seven words ("Iran said no.") seldom
/// say by themselves what they are about.
pub const MIN_PASSAGE_CHARS: usize = 40;

/// The longest introduction that is repeated before each part of what it introduces, in characters.
const MAX_LEAD_CHARS: usize = 400;
/// An item of this many characters says what a paragraph says.
const PARAGRAPH_CHARS: usize = 100;
/// A list of this many characters is split where its items are paragraphs, or have lists of their own.
const LONG_LIST_CHARS: usize = 500;

/// A passage in the making.
struct Ready {
    text: TracedText,
    paragraph: usize,
    is_code: bool,
    /// Whether it is some of the parts of a list or a table: these stand alone, however short they are.
    is_part: bool,
    /// How many bytes at its start introduce the rest: a label, a lead-in, the header of a table.
    lead: usize,
    /// Where it stands in the source, repeated introductions aside.
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
    for section in sections {
        let first = article.passages.len();
        let whole = with_labels(section.pieces);
        for ready in join_short(whole.iter().flat_map(split).collect()) {
            push_passage(&mut article, &ready, source);
        }
        article.sections.push(Section {
            headings: section.headings,
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
    article
        .marks
        .extend(ready.text.marks().iter().map(|mark| mark.moved_by(start)));
    let mut sentences = sentences(text);
    if sentences.is_empty() {
        sentences.push(0..text.len());
    }
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
    /// How many bytes of the text are labels and lead-in.
    lead: usize,
    /// The lead-in, where it stands in a passage of its own: repeated before each part.
    repeated: Option<TracedText>,
}

/// Puts labels and lead-ins ("These are forbidden:") before what they name.
fn with_labels(pieces: Vec<Piece>) -> Vec<Whole> {
    let mut wholes: Vec<Whole> = Vec::new();
    let mut label: Option<Piece> = None;
    for piece in pieces {
        let whole = match label.take() {
            None => Whole {
                repeated: None,
                lead: 0,
                piece,
            },
            Some(label) => after(label, piece, &mut wholes),
        };
        if whole.piece.is_label || introduces(&whole.piece.text) {
            label = Some(whole.piece);
        } else {
            wholes.push(whole);
        }
    }
    // Nothing follows it after all.
    wholes.extend(label.map(|piece| Whole {
        repeated: None,
        lead: 0,
        piece,
    }));
    wholes
}

/// `piece` after its `label`: in one, if a reader can take them in together.
fn after(label: Piece, piece: Piece, wholes: &mut Vec<Whole>) -> Whole {
    let label_chars = chars(label.text.as_str());
    let fits = label_chars + 2 + chars(piece.text.as_str()) <= MAX_PASSAGE_CHARS;
    let is_short = label_chars < 4 * MIN_PASSAGE_CHARS;
    if fits || is_short {
        let mut text = label.text;
        let lead = text.as_str().len();
        append(&mut text, "\n\n", &piece.text);
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
            },
        };
    }
    let repeated = (!piece.parts.is_empty()).then(|| last_sentence(&label.text));
    wholes.push(Whole {
        lead: 0,
        repeated: None,
        piece: label,
    });
    Whole {
        lead: 0,
        repeated: repeated.filter(|lead| chars(lead.as_str()) <= MAX_LEAD_CHARS),
        piece,
    }
}

/// Whether a text announces what follows it.
fn introduces(text: &TracedText) -> bool {
    text.as_str().ends_with([':', '：'])
}

fn last_sentence(text: &TracedText) -> TracedText {
    match sentences(text.as_str()).pop() {
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
        lead: if i == 0 { whole.lead } else { 0 },
        text,
    });
    ready.filter(|ready| !ready.text.is_blank()).collect()
}

/// Splits a list or a table between its parts. Each passage repeats what introduces it: the lead-in of the list, the
/// item above a sub-list, the header of the table.
fn split_parts(whole: &Whole) -> Vec<Ready> {
    let Piece { text, parts, .. } = &whole.piece;
    let Some(first) = parts.first() else { return Vec::new() };
    let intro = match &whole.repeated {
        Some(lead) => lead.clone(),
        None => last_sentence(&text.slice_trimmed(0..first.start)),
    };
    let mut passages = Vec::new();
    let groups = groups(text.as_str(), parts, chars(intro.as_str()));
    for (i, &from) in groups.iter().enumerate() {
        let next = groups.get(i + 1).copied().unwrap_or(parts.len());
        let range = unit(text.as_str(), parts, from).start..unit(text.as_str(), parts, next - 1).end;
        let (prefix, range) = if from == 0 {
            (whole.repeated.clone().unwrap_or_default(), 0..range.end)
        } else {
            (introduction(text, parts, &intro, from), range)
        };
        let room = MAX_PASSAGE_CHARS.saturating_sub(chars(prefix.as_str()) + 1);
        let is_family = next - from > 1 && parts[from + 1..next].iter().all(|part| part.depth > parts[from].depth);
        let own_lead = match (from, is_family) {
            (_, true) => unit(text.as_str(), parts, from).end - range.start,
            (0, false) => whole.lead,
            (_, false) => 0,
        };
        let indent = indent(text.as_str(), range.start);
        for (i, slice) in split_long(&text.slice_trimmed(range), room.max(MAX_PASSAGE_CHARS / 2))
            .into_iter()
            .enumerate()
        {
            if slice.is_blank() {
                continue;
            }
            let origin = slice.source_range();
            let mut text = prefix.clone();
            if !text.is_blank() {
                text.push_joint("\n");
                text.push_joint(indent);
            }
            let lead = text.as_str().len() + if i == 0 { own_lead } else { 0 };
            text.push_traced(&slice);
            let lead = text.as_str().get(..lead).map_or(0, |lead| lead.trim_end().len());
            passages.push(Ready {
                lead,
                paragraph: whole.piece.paragraph,
                is_code: false,
                is_part: groups.len() > 1 || parts.len() == 1,
                origin,
                text,
            });
        }
    }
    passages
}

/// Where a part stands in `text`, up to the next one.
fn unit(text: &str, parts: &[Part], i: usize) -> Range<usize> {
    let end = parts.get(i + 1).map_or(text.len(), |next| next.start);
    parts[i].start..end
}

/// The white space before `at` on its line.
fn indent(text: &str, at: usize) -> &str {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = &text[line..at];
    if before.trim().is_empty() { before } else { "" }
}

/// The first part of each passage that a list or a table makes. `intro` is the length of its lead-in, in characters.
fn groups(text: &str, parts: &[Part], intro: usize) -> Vec<usize> {
    let top = parts.iter().map(|part| part.depth).min().unwrap_or(0);
    let is_parent = |i: usize| parts.get(i + 1).is_some_and(|next| next.depth > parts[i].depth);
    let len = |i: usize| chars(&text[unit(text, parts, i)]);
    let tops: Vec<usize> = (0..parts.len()).filter(|&i| parts[i].depth == top).collect();
    let total = chars(text);
    let is_long = total > LONG_LIST_CHARS && tops.len() > 1;
    let families = tops.iter().filter(|&&i| is_parent(i)).count();
    let paragraphs = tops.iter().filter(|&&i| len(i) >= PARAGRAPH_CHARS).count();
    let splits_at_top = is_long && (families > 1 || paragraphs * 2 > tops.len());
    let headers = (0..parts.len()).filter(|&i| is_parent(i)).map(len).max().unwrap_or(0);
    let room = MAX_PASSAGE_CHARS
        .saturating_sub(intro + headers)
        .max(MAX_PASSAGE_CHARS / 2);
    if total <= MAX_PASSAGE_CHARS && !splits_at_top {
        return vec![0];
    }
    let target = total.div_ceil(total.div_ceil(room));
    let mut firsts = vec![0];
    let mut filled = len(0);
    for (i, part) in parts.iter().enumerate().skip(1) {
        let starts_item = splits_at_top && part.depth == top;
        if starts_item || filled + len(i) > room || filled >= target {
            // A parent goes with its children.
            let with_parent = i > 1 && is_parent(i - 1) && firsts.last() != Some(&(i - 1));
            firsts.push(if with_parent { i - 1 } else { i });
            filled = if with_parent { len(i - 1) } else { 0 };
        }
        filled += len(i);
    }
    firsts
}

/// What introduces a part: the lead-in of its list, and the parts that it stands below.
fn introduction(text: &TracedText, parts: &[Part], intro: &TracedText, of: usize) -> TracedText {
    let mut above: Vec<usize> = Vec::new();
    let mut depth = parts[of].depth;
    for i in (0..of).rev() {
        if parts[i].depth < depth {
            depth = parts[i].depth;
            above.push(i);
        }
    }
    let mut introduction = intro.clone();
    for i in above.into_iter().rev() {
        if !introduction.is_blank() {
            introduction.push_joint("\n");
        }
        let part = text.slice_trimmed(unit(text.as_str(), parts, i));
        introduction.push_traced(&part);
    }
    if chars(introduction.as_str()) > MAX_LEAD_CHARS {
        return TracedText::default();
    }
    introduction
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
            Some(last) if (is_short(&ready) || (is_short(last) && ready.lead == 0)) && fits(last) => {
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

/// Whether a passage says too little to stand alone. A character that is a syllable or a word counts as two.
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
