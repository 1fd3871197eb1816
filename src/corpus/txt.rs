//! The reader for plain text: wrapped lines become paragraphs, other lines stay lines, and headings are found by
//! their form.
//!
//! Plain text marks nothing, so every rule here is a judgement about form alone (length, case, punctuation, layout,
//! the lines around it, the rest of the file), never about particular words of an article.
//!
//! In steps, each in a module of its own:
//! - `log`: chats and threads; `forum`: texts with the tags of a forum, which are read as a web page;
//! - `line`: the lines, in groups with blank lines between them; `wrap`: how wide they were wrapped;
//! - `segment`: groups into pieces, with `apart`, `code`, `list`, `rows` and `table` for their kinds, and
//!   `compose` to put their lines together;
//! - `heading`: the forms that a heading can have, found in one line by its words (`wording`, `dates`);
//! - `outline`: the pieces that are headings, from the whole file.

mod apart;
mod code;
mod comments;
mod compose;
mod dates;
mod forum;
mod heading;
mod line;
mod list;
mod log;
mod outline;
mod piece;
mod rows;
mod segment;
mod signs;
mod starred;
mod stars;
mod table;
mod wiki;
mod wording;
mod wrap;

use super::article::Metadata;
use super::document::{Block, BlockKind, Document, Part, mark_rule};
pub(super) use dates::{begins_with_day, is_chat_header, is_date_line, is_timed};
use dates::{byline, is_full_date};
pub(super) use heading::is_dated_title;
use heading::{division_of, is_headline_above_date};
pub(super) use line::{Marker, follows, is_keyed, is_wide, marker};
use piece::{Kind, Piece};
pub(super) use wiki::is_wiki_source;
use wrap::ends_sentence;

/// Reads a plain text file, or one that has Markdown in it.
#[must_use]
pub fn read(text: &str) -> Document {
    if super::discord::is_export(text) {
        return super::discord::read_plain(text);
    }
    if let Some(log) = log::read(text) {
        let before = &text[..log.start];
        let mut document = match log::title(before) {
            Some(title) => Document {
                blocks: vec![title],
                ..Document::default()
            },
            None => read(before),
        };
        document.blocks.extend(log.blocks);
        return document;
    }
    let is_of_forum = forum::is_of_forum(text);
    let document = if !signs::is_markdown(text) {
        is_of_forum.then(|| forum::read(text)).flatten()
    } else if is_of_forum {
        Some(Document {
            blocks: super::markdown::chat(text),
            ..Document::default()
        })
    } else {
        super::markdown::read(text).ok()
    };
    if let Some(document) = document {
        return document;
    }
    let (end, marks) = comments::find(text);
    let text = &text[..end];
    let mut pieces = segment::pieces(text);
    let metadata = take_metadata(&mut pieces);
    let has_stars = stars::are_in_use(text);
    let outline = outline::outline(&pieces, metadata != Metadata::default());
    let mut document = Document {
        title: meeting(&pieces),
        metadata,
        ..Document::default()
    };
    for ((piece, level), end) in pieces.into_iter().zip(outline.levels).zip(outline.ends) {
        let kind = match (level, piece.kind) {
            (Some(level), _) => BlockKind::Heading(level),
            (None, Kind::Term) => BlockKind::Label,
            (None, Kind::Code) => BlockKind::Code,
            (None, _) => BlockKind::Text,
        };
        if piece.below_rule {
            mark_rule(&mut document.blocks);
        }
        let ends_label = piece.ends_term && matches!(kind, BlockKind::Text | BlockKind::Code);
        if let Some(end) = end
            .map(BlockKind::End)
            .or(ends_label.then_some(BlockKind::END_OF_LABEL))
        {
            document.blocks.push(Block::blank(end));
        }
        let mut parts = piece.parts;
        let words = match kind {
            _ if !has_stars || kind == BlockKind::Code => piece.text,
            _ => stars::without_stars(piece.text, &mut parts),
        };
        if words.is_blank() && !parts.is_empty() {
            parts.clear();
        }
        let text = words.as_str();
        // "Rule 3: Nobody shouts." is an item of a list, even if other text separates the items.
        if kind == BlockKind::Text && parts.is_empty() && ends_sentence(text) && division_of(text).is_some() {
            parts.push(Part { start: 0, depth: 0 });
        }
        document.blocks.push(Block {
            kind,
            text: words,
            parts,
        });
    }
    starred::take_notes(&mut document);
    if !marks.is_empty() {
        for block in &mut document.blocks {
            comments::take_marks(block, &marks);
        }
    }
    document
}

/// Takes out the author and the date of the file, if they stand right below its first line. In a chronicle, which has
/// more dates than that, a date is the heading of its entry.
fn take_metadata(pieces: &mut Vec<Piece>) -> Metadata {
    let mut metadata = Metadata::default();
    let dates = pieces
        .iter()
        .filter(|piece| is_date_line(piece.text.as_str()))
        .take(2)
        .count();
    while matches!(&pieces[..], [title, _, _, ..] if title.is_line() && is_headline_above_date(title.text.as_str())) {
        let line = pieces[1].text.as_str();
        if let Some(author) = byline(line).filter(|_| metadata.author.is_none()) {
            metadata.author = Some(author.to_owned());
        } else if dates == 1 && is_full_date(line) {
            metadata.date = Some(line.trim_end_matches('.').to_owned());
        } else {
            break;
        }
        pieces.remove(1);
    }
    metadata
}

/// Words that name the report of a meeting, or the plan for it.
const MEETINGS: &[&str] = &[
    "minutes agenda meeting assembly",
    "protokoll sitzung versammlung tagesordnung",
    "procès-verbal compte-rendu réunion assemblée",
    "acta reunión asamblea",
    "verbale riunione assemblea",
    "ata reunião assembleia",
    "notulen vergadering",
];
/// The most words of a line that names a meeting.
const MAX_MEETING_WORDS: usize = 15;

/// The title of minutes whose first line is just the name of the club: the second line, if that names a meeting.
fn meeting(pieces: &[Piece]) -> Option<String> {
    let [first, rest @ ..] = pieces else { return None };
    let below = rest.first().filter(|_| first.attached).map(|next| next.text.as_str());
    let mut lines = first
        .text
        .as_str()
        .lines()
        .chain(below.into_iter().flat_map(str::lines));
    let (club, line) = (lines.next()?, lines.next()?.trim());
    let words = |line: &str| line.split_whitespace().take(MAX_MEETING_WORDS + 1).count();
    let meets = |line: &str| {
        let lower = line.to_lowercase();
        let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '-');
        words.any(|word| dates::is_among(MEETINGS, word))
    };
    let is_title = |line: &str| words(line) <= MAX_MEETING_WORDS && !ends_sentence(line) && marker(line).is_none();
    let names_it = meets(line) && is_title(line) && !line.contains(": ") && !meets(club) && is_title(club);
    names_it.then(|| line.to_owned())
}

#[cfg(test)]
mod tests;
