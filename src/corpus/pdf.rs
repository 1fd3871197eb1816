//! The reader for PDF.
//!
//! A PDF says where each glyph stands, not what is a word, a paragraph or a heading. The glyphs are taken in the order of
//! the file, which is the order of reading in nearly all of them. That order is checked: a page that fails is left out
//! and told, since a guess could quote words that nobody wrote.
//!
//! In steps, each in a module of its own:
//! - `guard`: what is refused before anything is unpacked; `limit`: how long a reading may take;
//! - `glyphs`: the glyphs of a page, with `fonts` for the bold ones and `names` for those that only their font names, and `turn`
//!   for sheets that are held sideways; `lines`: glyphs into lines, with `marks` for footnotes;
//! - `markers`: what begins an item, and `bullets` for those that are written apart from their items; `columns`: tables that are
//!   written column by column, into rows;
//! - `furniture`: running heads and page numbers; `footnotes`: the notes of a page; `order`: the check of the order, with
//!   `repair` and `reflow` for pages that fail it; `contents`: tables of contents;
//! - `rules`: the straight lines on a page; `grid`: the tables that they make, with `gutters` for
//!   columns without borders, and `wraps` for tables without any; `struck`: the words that they strike out;
//! - `paragraphs`: lines into paragraphs, headings, lists and tables, with `leading` for the distance of their lines, `rows`
//!   for tables without lines, and `entries` for programmes and price lists;
//! - `hyphens`: words that were broken at the end of a line; `compose`: all of it into a document;
//! - `info`: title, date and language; `fault`: why a page is left out.

mod bullets;
mod columns;
mod compose;
mod contents;
mod entries;
mod fault;
mod fonts;
mod footnotes;
mod furniture;
mod glyphs;
mod grid;
mod guard;
mod gutters;
mod hyphens;
mod info;
mod leading;
mod limit;
mod lines;
mod markers;
mod marks;
mod names;
mod order;
mod paragraphs;
mod piece;
mod reflow;
mod repair;
mod rows;
mod rules;
mod struck;
mod turn;
mod wraps;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};

use super::document::Document;
use super::problem::{Doubt, Reason};
use super::source::Source;
pub use fault::PageFault;
use glyphs::PdfReader;
use limit::{Limit, MAX_WAIT};
use lines::Line;
use paragraphs::body_size;
use reflow::Across;

/// The most pages of a file.
const MAX_PAGES: usize = 2_000;

/// The stack of the thread that reads: objects may nest 512 deep.
const STACK_BYTES: usize = 64 << 20;

/// The lines of a page, or why it is left out.
type PageLines = Result<Vec<Line>, PageFault>;

/// Reads a PDF file. Its source is the text of its pages, and each page counts as a line of it.
///
/// # Errors
/// If the file is protected or broken, too large or too slow to read, or none of its pages can be read.
pub fn read(bytes: &[u8]) -> Result<(Document, Source), Reason> {
    guard::check(bytes)?;
    let bytes = bytes.to_vec();
    let (sender, receiver) = channel();
    // Hostile files can exhaust the stack of a usual thread, or make the library panic.
    let reader = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || {
        let read = catch_unwind(AssertUnwindSafe(|| read_all(bytes, Limit::begin())));
        let _ = sender.send(read.unwrap_or_else(|cause| {
            let is_late = cause.is::<glyphs::Late>();
            Err(if is_late {
                Reason::TooSlow
            } else {
                Reason::BrokenDocument
            })
        }));
    });
    reader.map_err(|error| Reason::Unreadable(error.to_string()))?;
    // At the limit, the thread stops at its next drawing call; without one, it is abandoned.
    match receiver.recv_timeout(MAX_WAIT + Duration::from_secs(1)) {
        Ok(read) => read,
        Err(RecvTimeoutError::Timeout) => Err(Reason::TooSlow),
        Err(RecvTimeoutError::Disconnected) => Err(Reason::BrokenDocument),
    }
}

fn read_all(bytes: Vec<u8>, limit: Limit) -> Result<(Document, Source), Reason> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => Reason::Encrypted,
        LoadPdfError::Invalid => Reason::BrokenDocument,
    })?;
    if pdf.pages().is_empty() {
        return Err(Reason::BrokenDocument);
    }
    if pdf.pages().len() > MAX_PAGES {
        return Err(Reason::TooManyPages { limit: MAX_PAGES });
    }
    let mut reading = PdfReader::new(&pdf, limit);
    let mut pages: Vec<PageLines> = (0..pdf.pages().len())
        .map(|at| {
            let page = turn::upright(reading.page(at)?);
            Ok(columns::into_rows(bullets::attach(lines::of_page(&page))))
        })
        .collect();
    furniture::remove(&mut pages);
    let body = body_size(pages.iter().flatten().flatten());
    for page in &mut pages {
        let Ok(lines) = page else { continue };
        footnotes::mark(lines, body);
        order::settle(lines);
        match reflow::parted(lines) {
            Across::Parted(parted) => *lines = parted,
            Across::Doubtful => {
                *page = Err(PageFault::Disordered);
                continue;
            }
            Across::No => {}
        }
        if let Err(fault) = order::check(lines) {
            match repair::repaired(lines).filter(|lines| order::check(lines).is_ok()) {
                Some(repaired) => *lines = repaired,
                None => *page = Err(fault),
            }
        }
    }
    let faults = faults(&pages);
    let mut pages: Vec<Vec<Line>> = pages.into_iter().map(Result::unwrap_or_default).collect();
    if pages.iter().all(Vec::is_empty) {
        let most = faults.iter().max_by_key(|(_, pages)| pages.len());
        return Err(most.map_or(Reason::NothingToQuote, |(&fault, _)| Reason::NoPage(fault)));
    }
    contents::remove(&mut pages);
    let (mut document, source) = compose::document(&pages);
    info::add(&mut document, &pdf, source.text());
    let left_out = faults.into_iter().map(|(fault, pages)| Doubt::PagesLeftOut {
        pages: ranges(&pages),
        fault,
    });
    document.doubts.extend(left_out.map(|doubt| (doubt, None)));
    Ok((document, source))
}

/// The numbers (from 1) of the pages that are left out, by the reason.
fn faults(pages: &[PageLines]) -> BTreeMap<PageFault, Vec<usize>> {
    let mut faults: BTreeMap<PageFault, Vec<usize>> = BTreeMap::new();
    for (at, page) in pages.iter().enumerate() {
        if let Err(fault) = page {
            faults.entry(*fault).or_default().push(at + 1);
        }
    }
    faults
}

/// "3, 5-7" for ascending numbers.
fn ranges(numbers: &[usize]) -> String {
    let runs = numbers.chunk_by(|last, next| last + 1 == *next);
    let runs = runs.map(|run| match run {
        [first, .., last] => format!("{first}-{last}"),
        [only] => only.to_string(),
        [] => String::new(),
    });
    runs.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
