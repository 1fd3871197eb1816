//! Reads Markdown: `CommonMark` with tables, footnotes, strikethrough, task lists and lists of definitions; front
//! matter; and the additions of generators and note-takers.
//!
//! Markup is dropped, words stay, and each word keeps its place in the source. Sections, passages and boilerplate are
//! handled elsewhere.

mod clean;
mod events;
mod generator;
mod html;
pub(super) mod lists;
pub(super) mod tables;
mod words;

use pulldown_cmark::{Event, Options, Parser};

use self::clean::Clean;
use self::events::Reader;
use super::document::{Block, Document};
use super::front_matter;
use super::problem::{Doubt, Reason};
use super::source::line_of;

/// The most lines of a file, multiplied by the depth at which its quotations and lists are nested. The parser goes
/// through all of these levels at each line.
const MAX_STEPS: usize = 100_000_000;

/// Reads a Markdown file.
///
/// # Errors
/// Returns an error if quotations or lists are nested so deeply that reading the file would hold up everything else.
pub fn read(text: &str) -> Result<Document, (Reason, Option<usize>)> {
    let (front, body) = front_matter::split(text);
    if let Some(line) = too_deep_at(text) {
        return Err((Reason::NestedTooDeep, Some(line)));
    }
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST;
    let edits = generator::edits(text, body);
    let mut doubts = front.doubts;
    let mut tell = |places: Vec<usize>, doubt: fn(usize) -> Doubt| {
        let first = places.first().map(|&at| line_of(text, at));
        doubts.extend(first.map(|line| (doubt(places.len()), Some(line))));
    };
    tell(edits.embedded_notes(text).collect(), |count| Doubt::EmbeddedNotes {
        count,
    });
    tell(edits.included_files(text).collect(), |count| Doubt::IncludedFiles {
        count,
    });
    tell(edits.filled_in().collect(), |count| Doubt::FilledIn { count });
    let clean = Clean::new(text, body, edits);
    let mut reader = Reader::new(text, &clean);
    for (event, range) in Parser::new_ext(clean.text(), options).into_offset_iter() {
        reader.take(event, range);
    }
    let (blocks, notes) = reader.finish();
    Ok(Document {
        title: front.title,
        metadata: front.metadata,
        blocks,
        notes,
        doubts,
    })
}

/// Reads a message in Discord's Markdown, in which the end of a line is one. A message that is nested too deeply gives no
/// blocks.
pub(super) fn chat(text: &str) -> Vec<Block> {
    if too_deep_at(text).is_some() {
        return Vec::new();
    }
    let clean = Clean::new(text, 0, generator::edits(text, 0));
    let mut reader = Reader::new(text, &clean);
    for (event, range) in Parser::new_ext(clean.text(), Options::ENABLE_STRIKETHROUGH).into_offset_iter() {
        let event = match event {
            Event::SoftBreak => Event::HardBreak,
            event => event,
        };
        reader.take(event, range);
    }
    reader.finish().0
}

/// The line that is nested deepest, from 1. `None` if that is not too deep for the number of lines.
fn too_deep_at(text: &str) -> Option<usize> {
    let (mut lines, mut deepest, mut deepest_line) = (0, 0, 1);
    for part in text.split('\n') {
        for line in part.split('\r') {
            let depth = depth_of(line);
            if depth > deepest {
                (deepest, deepest_line) = (depth, lines + 1);
            }
        }
        lines += 1;
    }
    (lines * deepest > MAX_STEPS).then_some(deepest_line)
}

/// The deepest that a line can be nested: before its first word, each quotation takes a sign, and each list item
/// takes a sign and a space, or two spaces.
fn depth_of(line: &str) -> usize {
    // The definition of a footnote may begin with any of these signs.
    let line = line
        .strip_prefix("[^")
        .and_then(|note| note.split_once("]:"))
        .map_or(line, |(_, note)| note);
    let bytes = line.as_bytes();
    let (mut at, mut depth) = (0, 0);
    while let Some(b) = bytes.get(at) {
        let is_apart = matches!(bytes.get(at + 1), None | Some(b' ' | b'\t'));
        depth += match b {
            b'>' => 2,
            b'\t' => 4,
            b' ' => 1,
            b'-' | b'+' | b'*' | b'.' | b')' | b':' if is_apart => 1,
            b'0'..=b'9' => 0,
            _ => break,
        };
        at += 1;
    }
    depth / 2
}

#[cfg(test)]
mod tests;
