//! Reads tables of separated values (`.csv`, `.tsv`): questions and answers, or another table with named columns.
//!
//! A question becomes the heading of its answer. Fields are split here and not by a library, because each needs its
//! offset.

mod columns;
pub(super) mod record;

use super::document::{Block, BlockKind, Document, Part};
use super::html;
use super::problem::{Doubt, Reason};
use super::source::line_of;
use super::traced::{MarkKind, TracedText};
use columns::{Columns, has_names};
use record::{Record, Records};

/// The separators that are tried; ties go to the earlier one.
const SEPARATORS: [u8; 4] = *b",;\t|";
/// The number of records by which the separator is found.
const SAMPLE_RECORDS: usize = 20;
/// The levels of the headings that categories and questions make. The title of the file is above them.
const CATEGORY_LEVEL: usize = 2;
const QUESTION_LEVEL: usize = 3;
/// The most rows without an answer that are reported one by one.
const MAX_TOLD: usize = 20;

/// Reads a table.
///
/// # Errors
/// If it neither holds questions and answers nor names its columns, or has nothing below their names.
pub fn read(text: &str) -> Result<Document, (Reason, Option<usize>)> {
    let (start, separator) = layout(text);
    let mut all = Records::new(text, start, separator);
    let records: Vec<Record> = all.by_ref().filter(has_text).collect();
    let line_of = |at: usize| line_of(text, at);
    let mut document = Document::default();
    if let Some(at) = all.unclosed {
        document.doubts.push((Doubt::UnclosedQuotation, Some(line_of(at))));
    }
    let Some((first, rest)) = records.split_first() else {
        return Err((Reason::NothingToQuote, None));
    };
    let named = Columns::named(first);
    let has_rows = !rest.is_empty() || Columns::by_form(&records).is_some();
    if !has_rows && (named.is_some() || has_names(first)) {
        return Err((Reason::NoRows, None));
    }
    if let Some(columns) = named {
        document.doubts.extend(unread(first, &columns));
        let rest = rejoined(text, rest, first.fields.len(), &line_of, &mut document);
        faq(&rest, &columns, &line_of, &mut document);
    } else if let Some(columns) = Columns::by_form(&records) {
        let records = rejoined(text, &records, 2, &line_of, &mut document);
        faq(&records, &columns, &line_of, &mut document);
    } else if has_names(first) {
        document.blocks.push(table(&records));
    } else {
        return Err((Reason::UnnamedColumns, Some(line_of(first.start))));
    }
    Ok(document)
}

/// The offset of the first record, and the separator: the one that a line "sep=;" names, else the one that makes the
/// most records as long as the first.
fn layout(text: &str) -> (usize, u8) {
    let first = text.split(['\r', '\n']).next().unwrap_or_default();
    if let [b's', b'e', b'p', b'=', separator] = first.as_bytes() {
        return (first.len(), *separator);
    }
    let likely = |separator: u8| -> (usize, usize) {
        let sample = Records::new(text, 0, separator).filter(has_text).take(SAMPLE_RECORDS);
        let lens: Vec<usize> = sample.map(|record| record.fields.len()).collect();
        let len = lens.first().copied().unwrap_or_default();
        let same = lens.iter().filter(|&&other| other == len).count();
        if len > 1 { (same, len) } else { (0, 0) }
    };
    let best = SEPARATORS.into_iter().rev().max_by_key(|&separator| likely(separator));
    (0, best.unwrap_or(SEPARATORS[0]))
}

fn has_text(record: &Record) -> bool {
    record.fields.iter().any(|field| !field.is_blank())
}

/// The records with as many fields as there are columns: in a longer one, the last cell has a separator that should have been
/// in quotation marks. It gets all that follows, as it is written.
fn rejoined(
    source: &str,
    records: &[Record],
    columns: usize,
    line_of: &dyn Fn(usize) -> usize,
    document: &mut Document,
) -> Vec<Record> {
    let mut told = 0;
    let rejoin = |record: &Record| {
        let has_more = record.fields.iter().skip(columns).any(|field| !field.is_blank());
        let Some(last) = columns.checked_sub(1).filter(|_| has_more) else {
            return record.clone();
        };
        if told < MAX_TOLD {
            let doubt = (Doubt::CellsRejoined, Some(line_of(record.start)));
            document.doubts.push(doubt);
        }
        told += 1;
        let cells = &record.fields[last..];
        let written: Vec<_> = cells.iter().filter(|cell| !cell.is_blank()).collect();
        let (Some(first), Some(end)) = (written.first(), written.last()) else {
            return record.clone();
        };
        let place = first.source_range().start..end.source_range().end;
        let joined = TracedText::new(source.get(place.clone()).unwrap_or_default(), place.start);
        let mut fields = record.fields[..last].to_vec();
        fields.push(joined);
        Record {
            fields,
            start: record.start,
        }
    };
    records.iter().map(rejoin).collect()
}

/// The doubt about columns of a table of questions that are not read. `None` if there is none.
fn unread(header: &Record, columns: &Columns) -> Option<(Doubt, Option<usize>)> {
    let names = header.fields.iter().enumerate();
    let names: Vec<&str> = names
        .filter(|(i, name)| !columns.has(*i) && !name.is_blank())
        .map(|(_, name)| name.as_str())
        .take(MAX_TOLD)
        .collect();
    let names = names.join(", ");
    (!names.is_empty()).then_some((Doubt::ColumnsLeftOut { names }, None))
}

/// Adds questions as headings and answers below them, under their categories.
fn faq(records: &[Record], columns: &Columns, line_of: &dyn Fn(usize) -> usize, document: &mut Document) {
    let mut category = String::new();
    let mut told = 0;
    for record in records {
        let field = |column: usize| record.fields.get(column).filter(|field| !field.is_blank());
        let own = columns.category.and_then(field);
        let name = own.map(TracedText::as_str).unwrap_or_default();
        if columns.category.is_some() && name != category {
            name.clone_into(&mut category);
            document.blocks.push(match own {
                Some(name) => Block::new(BlockKind::Heading(CATEGORY_LEVEL), name.clone()),
                None => Block::blank(BlockKind::End(CATEGORY_LEVEL)),
            });
        }
        let mut blocks = field(columns.answer).map(answer).unwrap_or_default();
        if let (Some(link), Some(last)) = (columns.link.and_then(field), blocks.last_mut()) {
            add_link(&mut last.text, link);
        }
        match field(columns.question) {
            Some(_) if blocks.is_empty() => {
                if told < MAX_TOLD {
                    document
                        .doubts
                        .push((Doubt::RowWithoutAnswer, Some(line_of(record.start))));
                }
                told += 1;
            }
            Some(question) => document
                .blocks
                .push(Block::new(BlockKind::Heading(QUESTION_LEVEL), question.clone())),
            None => document.blocks.push(Block::blank(BlockKind::End(QUESTION_LEVEL))),
        }
        document.blocks.append(&mut blocks);
    }
}

/// The blocks of an answer: paragraphs, or the elements of HTML.
fn answer(cell: &TracedText) -> Vec<Block> {
    let text = cell.as_str();
    if is_html(text) {
        let blocks = html::blocks_of(text).into_iter();
        let blocks = blocks.filter(|block| !block.text.is_blank()).map(|block| Block {
            // A heading within an answer is below its question.
            kind: match block.kind {
                BlockKind::Heading(_) => BlockKind::Text,
                kind => kind,
            },
            text: block.text.moved_into(cell),
            parts: block.parts,
        });
        return blocks.collect();
    }
    let mut blocks = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n').chain([""]) {
        if line.trim().is_empty() {
            blocks.push(Block::new(BlockKind::Text, cell.slice_trimmed(start..at)));
            start = at + line.len();
        }
        at += line.len();
    }
    blocks.retain(|block| !block.text.is_blank());
    blocks
}

/// True if a cell is marked up as HTML: it has a tag that no chat or command would.
fn is_html(text: &str) -> bool {
    [
        "</p>",
        "<br",
        "</a>",
        "</li>",
        "</div>",
        "</strong>",
        "</b>",
        "</em>",
        "</span>",
    ]
    .iter()
    .any(|tag| text.contains(tag))
}

/// Appends the row's link to its answer, unless the answer has it.
fn add_link(answer: &mut TracedText, link: &TracedText) {
    if answer.as_str().contains(link.as_str()) {
        return;
    }
    answer.push_joint("\n");
    let start = answer.as_str().len();
    answer.push_traced(link);
    if link.as_str().starts_with("http") {
        answer.mark_from(start, MarkKind::Link(link.as_str().to_owned()));
    }
}

/// The table as one block; its first row is the header of the others.
fn table(records: &[Record]) -> Block {
    let mut block = Block::blank(BlockKind::Text);
    for (i, record) in records.iter().enumerate() {
        if i > 0 {
            block.text.push_joint("\n");
        }
        block.parts.push(Part {
            start: block.text.as_str().len(),
            depth: usize::from(i > 0),
        });
        let filled = record.fields.iter().rposition(|field| !field.is_blank());
        for (column, field) in record.fields.iter().take(filled.map_or(0, |last| last + 1)).enumerate() {
            if column > 0 {
                block.text.push_joint(" | ");
            }
            push_line(&mut block.text, field);
        }
    }
    block
}

/// Appends a cell with its lines in one.
fn push_line(row: &mut TracedText, cell: &TracedText) {
    let text = cell.as_str();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = cell.slice_trimmed(at..at + line.len());
        if at > 0 && !words.is_blank() {
            row.push_joint(" / ");
        }
        row.push_traced(&words);
        at += line.len();
    }
}

#[cfg(test)]
mod tests;
