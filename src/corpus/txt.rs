//! The reader for plain text: wrapped lines become paragraphs, other lines stay lines, and headings are found by
//! their form.
//!
//! Plain text marks nothing, so every rule here is a judgement about form alone (length, case, punctuation, layout,
//! what stands around a line, what the file does elsewhere), never about particular words of an article.
//!
//! In steps, each in a module of its own:
//! - `line`: the lines, in groups with blank lines between them; `wrap`: how wide they were wrapped;
//! - `segment`: groups into pieces, with `apart`, `code`, `list`, `rows` and `table` for the kinds of them, and
//!   `compose` to put their lines together;
//! - `heading`: the forms that a heading can have, told from one line by its words (`wording`, `dates`);
//! - `outline`: which pieces are headings, told from the whole file.

mod apart;
mod code;
mod compose;
mod dates;
mod heading;
mod line;
mod list;
mod outline;
mod piece;
mod rows;
mod segment;
mod signs;
mod table;
mod wording;
mod wrap;

use super::article::Metadata;
use super::document::{Block, BlockKind, Document};
use super::traced::TracedText;
use dates::{byline, is_date_line, is_full_date};
use heading::is_headline_above_date;
use piece::{Kind, Piece};

/// Ends the last label, and no heading: none has this level.
const END_OF_LABEL: BlockKind = BlockKind::End(7);

/// Reads a plain text file, or one that has Markdown in it.
#[must_use]
pub fn read(text: &str) -> Document {
    if signs::is_markdown(text)
        && let Ok(document) = super::markdown::read(text)
    {
        return document;
    }
    let mut pieces = segment::pieces(text);
    let metadata = take_metadata(&mut pieces);
    let levels = outline::levels(&pieces, metadata != Metadata::default());
    let mut document = Document {
        metadata,
        ..Document::default()
    };
    for (piece, level) in pieces.into_iter().zip(levels) {
        let kind = match (level, piece.kind) {
            (Some(level), _) => BlockKind::Heading(level),
            (None, Kind::Term) => BlockKind::Label,
            (None, Kind::Code) => BlockKind::Code,
            (None, _) => BlockKind::Text,
        };
        if piece.ends_term && matches!(kind, BlockKind::Text | BlockKind::Code) {
            document.blocks.push(Block::new(END_OF_LABEL, TracedText::default()));
        }
        document.blocks.push(Block {
            kind,
            text: piece.text,
            parts: piece.parts,
        });
    }
    document
}

/// Takes out who wrote the file and when, if that stands right below its first line. In a chronicle, which has more
/// dates than that, a date is the heading of its entry.
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

#[cfg(test)]
mod tests;
