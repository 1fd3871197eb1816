//! Reads reStructuredText as Sphinx sites use it: sections, lists, tables, directives, roles and links.
//!
//! The shape is that of the Markdown reader's output: lists and tables are one block with parts, and admonitions,
//! terms and descriptions are labels with an end. An unknown directive is left out and reported.

mod blocks;
mod directives;
mod fields;
mod inline;
mod lines;
mod names;
mod notes;
mod tables;

use super::article::Metadata;
use super::document::Document;
use super::problem::Reason;
use super::source::line_of;
use blocks::Reader;
use lines::lines;
use names::Names;

/// Reads a file of reStructuredText.
///
/// # Errors
/// If it is nested too deeply.
pub fn read(text: &str) -> Result<Document, (Reason, Option<usize>)> {
    let lines = lines(text);
    let names = Names::of(&lines);
    let mut reader = Reader::new(text, &names);
    reader.body(&lines, 0);
    if reader.is_too_deep {
        return Err((Reason::NestedTooDeep, None));
    }
    let line_of = |at: usize| line_of(text, at);
    let notes = reader.take_notes().place(&mut reader.blocks);
    let told = reader.doubts.into_iter();
    Ok(Document {
        title: None,
        metadata: Metadata {
            author: reader.author,
            date: reader.date,
            ..Metadata::default()
        },
        blocks: reader.blocks,
        notes,
        doubts: told.map(|(doubt, at)| (doubt, Some(line_of(at)))).collect(),
    })
}

#[cfg(test)]
mod tests;
