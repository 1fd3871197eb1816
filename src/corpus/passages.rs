//! From a document's blocks to an article's sections and passages.
//!
//! The one place that decides what a passage is: boilerplate out, headings to paths, what is too long split at
//! sentence borders, what is too short joined with its neighbour.

use crate::text::excerpt::prefix_len;
use crate::text::fold::collapse_white_space;
use crate::text::language::Language;
use crate::text::sentences::sentences;

use super::article::{Article, Passage, Section};
use super::boilerplate::is_boilerplate;
use super::document::{BlockKind, Document};
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

/// A passage in the making.
struct Piece {
    text: TracedText,
    paragraph: usize,
    is_code: bool,
}

struct DraftSection {
    headings: Vec<String>,
    pieces: Vec<Piece>,
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
        for piece in join_short(section.pieces) {
            push_passage(&mut article, &piece, source);
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

fn push_passage(article: &mut Article, piece: &Piece, source: &Source) {
    if !article.text.is_empty() {
        article.text.push_str("\n\n");
    }
    let text = piece.text.as_str();
    let start = article.text.len();
    article.text.push_str(text);
    article
        .marks
        .extend(piece.text.marks().iter().map(|mark| mark.moved_by(start)));
    let origin = piece.text.source_range();
    let mut sentences = sentences(text);
    if sentences.is_empty() {
        sentences.push(0..text.len());
    }
    article.passages.push(Passage {
        section: article.sections.len(),
        paragraph: piece.paragraph,
        range: start..article.text.len(),
        lines: source.lines_of(&origin),
        bytes: source.bytes_of(&origin, text),
        sentences,
    });
}

/// The article's title, if a heading or the format gives it, and the sections that have text.
fn sections(document: &Document) -> (Option<String>, Vec<DraftSection>) {
    let blocks: Vec<_> = document
        .blocks
        .iter()
        .filter(|block| !is_boilerplate(block.text.as_str()))
        .collect();
    let title_heading = title_heading(document);
    let title = document.title.clone().or_else(|| title_heading.clone());
    let mut path: Vec<(usize, String)> = Vec::new();
    let mut sections: Vec<DraftSection> = Vec::new();
    let mut begins = true;
    for block in blocks {
        match block.kind {
            BlockKind::Heading(level) => {
                let heading = collapse_white_space(block.text.as_str());
                if heading.is_empty() || (Some(&heading) == title_heading.as_ref() && sections.is_empty()) {
                    continue;
                }
                path.retain(|(above, _)| *above < level);
                path.push((level, heading));
                begins = true;
            }
            BlockKind::End(_) => {}
            BlockKind::Label | BlockKind::Text | BlockKind::Code => {
                if begins {
                    sections.push(DraftSection {
                        headings: path.iter().map(|(_, heading)| heading.clone()).collect(),
                        pieces: Vec::new(),
                    });
                    begins = false;
                }
                let Some(section) = sections.last_mut() else { continue };
                let paragraph = section.pieces.last().map_or(0, |piece| piece.paragraph) + 1;
                let is_code = block.kind == BlockKind::Code;
                let parts = if is_code {
                    vec![block.text.clone()]
                } else {
                    split_long(&block.text)
                };
                section
                    .pieces
                    .extend(parts.into_iter().filter(|part| !part.is_blank()).map(|text| Piece {
                        text,
                        paragraph,
                        is_code,
                    }));
            }
        }
    }
    sections.retain(|section| !section.pieces.is_empty());
    (title, sections)
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

/// Splits at sentence borders into parts of about the same length, none above the limit. A sentence above
/// it is split between words, a word above it between graphemes.
fn split_long(text: &TracedText) -> Vec<TracedText> {
    let whole = text.as_str();
    let total = whole.chars().count();
    if total <= MAX_PASSAGE_CHARS {
        return vec![text.slice_trimmed(0..whole.len())];
    }
    let target = total.div_ceil(total.div_ceil(MAX_PASSAGE_CHARS));
    let mut parts = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for sentence in sentences(whole) {
        let with_it = whole[start..sentence.end].chars().count();
        let without_it = whole[start..end].chars().count();
        // The cut goes where the part comes nearest to the target.
        if end > start && (with_it > MAX_PASSAGE_CHARS || with_it.abs_diff(target) > target.abs_diff(without_it)) {
            parts.push(start..end);
            start = sentence.start;
        }
        end = sentence.end;
        while whole[start..end].chars().count() > MAX_PASSAGE_CHARS {
            let len = prefix_len(&whole[start..end], MAX_PASSAGE_CHARS);
            parts.push(start..start + len);
            start += len;
        }
    }
    parts.push(start..end);
    parts.into_iter().map(|range| text.slice_trimmed(range)).collect()
}

/// Joins fragments to what stands before them, or, behind a colon or at the front, to what follows.
fn join_short(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        let fits = |last: &Piece| {
            last.text.as_str().chars().count() + 2 + piece.text.as_str().chars().count() <= MAX_PASSAGE_CHARS
        };
        match joined.last_mut() {
            Some(last) if (is_short(&piece) || introduces(last)) && fits(last) => {
                // Parts of one paragraph were parted by a space, paragraphs by a blank line.
                let joint = if last.paragraph == piece.paragraph { " " } else { "\n\n" };
                append(&mut last.text, joint, &piece.text);
                last.is_code |= piece.is_code;
            }
            _ => joined.push(piece),
        }
    }
    joined
}

fn append(text: &mut TracedText, joint: &str, next: &TracedText) {
    let gap = text.source_range().end..next.source_range().start;
    if gap.len() == joint.len() {
        // As long as the joint: most likely it is the joint. The final comparison with the file decides.
        text.push_run(joint, gap.start);
    } else {
        text.push_joint(joint);
    }
    text.push_traced(next);
}

fn is_short(piece: &Piece) -> bool {
    piece.text.as_str().chars().count() < MIN_PASSAGE_CHARS
}

fn introduces(piece: &Piece) -> bool {
    is_short(piece)
        || (piece.text.as_str().ends_with(':') && piece.text.as_str().chars().count() < 4 * MIN_PASSAGE_CHARS)
}
