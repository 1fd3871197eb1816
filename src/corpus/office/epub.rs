//! Reads e-books (`.epub`): the parts in reading order, each as a web page.
//!
//! Left out: navigation, and parts outside the reading order.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use super::xml::{Element, Xml};
use crate::corpus::address::unescaped;
use crate::corpus::article::Metadata;
use crate::corpus::document::{Block, BlockKind, Document, Note};
use crate::corpus::html;
use crate::corpus::package::{Package, resolve};
use crate::corpus::problem::Reason;
use crate::corpus::source::Source;
use crate::corpus::traced::MarkKind;
use crate::text::fold::collapse_white_space;

/// Obfuscations of fonts; the text of such a book is not encrypted.
const FONT_SCRAMBLERS: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// Tells the HTML reader that the text is XHTML, where any element may close itself.
const XML_DECLARATION: &str = "<?xml?>";

/// The fewest links of a table of contents.
const MIN_CONTENTS: usize = 4;

/// Reads an e-book.
///
/// # Errors
/// The reason why it can't be read.
pub(in crate::corpus) fn read(bytes: &[u8]) -> Result<(Document, Source), Reason> {
    let package = Package::open(bytes)?;
    if let Some(text) = package.text("META-INF/encryption.xml")?
        && is_protected(Xml::parse(&text)?.root()?)
    {
        return Err(Reason::CopyProtected);
    }
    let container = package.needed("META-INF/container.xml")?;
    let name = book_part(Xml::parse(&container)?.root()?).ok_or(Reason::BrokenDocument)?;
    let book = package.needed(&name)?;
    let book = Xml::parse(&book)?;
    let book = book.root()?;
    let (title, metadata) = book.child("metadata").map(described).unwrap_or_default();
    let mut document = Document {
        title,
        metadata,
        ..Document::default()
    };
    let (mut text, mut starts) = (String::new(), Vec::new());
    for part in parts(book, &name) {
        let content = package.part(&part)?.ok_or(Reason::BrokenDocument)?;
        let Some(chapter) = decoded(&content)? else { continue };
        let (mut blocks, notes) = html::read_chapter(&chapter)?;
        let is_empty = blocks.iter().all(|block| block.text.is_blank());
        if is_empty || is_contents(&blocks) || (starts.is_empty() && is_title_page(&blocks, &document)) {
            continue;
        }
        for block in &mut blocks {
            block.text = std::mem::take(&mut block.text).shifted(text.len());
        }
        // A part without a heading is not about the last heading of the part before it.
        if !blocks[0].kind.is_heading() {
            document.blocks.push(Block::blank(BlockKind::End(1)));
        }
        document.blocks.extend(blocks);
        document.notes.extend(notes.into_iter().map(|note| Note {
            at: note.at + text.len(),
            text: note.text.shifted(text.len()),
        }));
        starts.push(text.len());
        text.push_str(&chapter);
    }
    Ok((document, Source::of_pages(text, starts)))
}

/// True if a part says only what the book's description says: its title and its author.
fn is_title_page(blocks: &[Block], described: &Document) -> bool {
    let told = [&described.title, &described.metadata.author];
    blocks.iter().filter(|block| !block.text.is_blank()).all(|block| {
        let text = collapse_white_space(block.text.as_str());
        told.into_iter()
            .flatten()
            .any(|told| text == collapse_white_space(told))
    })
}

/// True for a part that consists of links into the book.
fn is_contents(blocks: &[Block]) -> bool {
    let (mut words, mut linked, mut links) = (0, 0, 0);
    for block in blocks.iter().filter(|block| block.kind == BlockKind::Text) {
        words += block.text.as_str().len();
        for mark in block.text.marks() {
            if let MarkKind::Link(address) = &mark.kind
                && !address.contains("://")
            {
                linked += mark.range.len();
                links += 1;
            }
        }
    }
    links >= MIN_CONTENTS && linked * 3 >= words * 2
}

/// The text of a part, as XHTML. `None` if it is empty.
fn decoded(content: &[u8]) -> Result<Option<String>, Reason> {
    match Source::decode(content, html::declared_encoding(content)) {
        Ok(source) if source.text().trim_start().starts_with("<?xml") => Ok(Some(source.text().to_owned())),
        Ok(source) => Ok(Some(format!("{XML_DECLARATION}{}", source.text()))),
        Err((Reason::Empty, _)) => Ok(None),
        Err((reason, _)) => Err(reason),
    }
}

fn is_protected(encryption: Element<'_>) -> bool {
    let mut methods = encryption
        .all("EncryptedData")
        .filter_map(|data| data.child("EncryptionMethod"));
    methods.any(|method| {
        let algorithm = method.attribute("Algorithm").unwrap_or_default();
        !FONT_SCRAMBLERS.contains(&&*algorithm)
    })
}

/// The name of the part that describes the book.
fn book_part(container: Element<'_>) -> Option<String> {
    let root = container.child("rootfiles")?.child("rootfile")?;
    Some(resolve("", &root.attribute("full-path")?))
}

/// The title and the details of a book.
fn described(metadata: Element<'_>) -> (Option<String>, Metadata) {
    let first = |name| {
        // Old books keep them one level further in.
        let mut all = metadata.within().filter(|element| element.name() == name);
        all.find_map(|element| Some(element.text()).filter(|text| !text.is_empty()))
    };
    let details = Metadata {
        url: None,
        author: first("creator"),
        date: first("date").map(|date| day(&date).to_owned()),
        language: first("language").filter(|language| language != "und"),
    };
    (first("title"), details)
}

/// A date without its time of day.
fn day(date: &str) -> &str {
    match date.split_once('T') {
        Some((day, _)) if day.starts_with(|c: char| c.is_ascii_digit()) => day,
        _ => date,
    }
}

/// The names of the parts to read, in order.
fn parts(book: Element<'_>, name: &str) -> Vec<String> {
    let value = |element: Element<'_>, name| element.attribute(name).unwrap_or_default().into_owned();
    let items: HashMap<String, Element<'_>> = book
        .child("manifest")
        .into_iter()
        .flat_map(|manifest| manifest.all("item"))
        .map(|item| (value(item, "id"), item))
        .collect();
    let contents: HashSet<String> = book
        .child("guide")
        .into_iter()
        .flat_map(|guide| guide.all("reference"))
        .filter(|reference| reference.attribute("type").as_deref() == Some("toc"))
        .map(|reference| resolve(name, &unescaped(&value(reference, "href"))))
        .collect();
    let mut parts = Vec::new();
    for reference in book.child("spine").into_iter().flat_map(|spine| spine.all("itemref")) {
        let Some(item) = items.get(&value(reference, "idref")) else {
            continue;
        };
        let is_page = value(*item, "media-type").contains("html");
        let is_nav = value(*item, "properties")
            .split_ascii_whitespace()
            .any(|property| property == "nav");
        let part = resolve(name, &unescaped(&value(*item, "href")));
        let is_aside = reference.attribute("linear").as_deref() == Some("no");
        if is_page && !is_nav && !is_aside && !contents.contains(&part) && !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}
