//! Reads e-books (`.epub`): the parts in reading order, each as a web page.
//!
//! Left out: navigation, and parts outside the reading order.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use super::xml::{Element, Xml};
use crate::corpus::address::unescaped;
use crate::corpus::article::Metadata;
use crate::corpus::document::{Block, BlockKind, Document};
use crate::corpus::html::{self, Chapter, Targets};
use crate::corpus::notes::Notes;
use crate::corpus::package::{Package, resolve};
use crate::corpus::problem::Reason;
use crate::corpus::source::Source;
use crate::corpus::traced::MarkKind;
use crate::text::fold::collapse_white_space;

/// Obfuscations of fonts; the text of such a book is not encrypted.
const FONT_SCRAMBLERS: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// Tells the HTML reader that the text is XHTML, where any element may close itself.
const XML_DECLARATION: &str = "<?xml?>";

/// The longest entry of an index, in bytes; the mean counts.
const MAX_ENTRY_BYTES: usize = 60;
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
    let mut notes = Notes::default();
    let (chapters, targets) = chapters(&package, &parts(book, &name))?;
    let labels = labels(&package, book, &name)?;
    for Part {
        name,
        content,
        is_aside,
    } in &chapters
    {
        let chapter = Chapter {
            name,
            targets: &targets,
        };
        let (mut blocks, own) = html::read_chapter(content, &chapter)?;
        if let Some((label, level)) = labels.get(name) {
            head_by(label, *level, &mut blocks);
        }
        let says_nothing = |block: &Block| block.text.is_blank() || (block.kind.is_heading() && !own.is_empty());
        if *is_aside || blocks.iter().all(says_nothing) {
            blocks.clear();
        }
        let is_empty = own.is_empty() && (blocks.is_empty() || is_contents(&blocks));
        if is_empty || (starts.is_empty() && own.is_empty() && is_title_page(&blocks, &document)) {
            continue;
        }
        notes.append(own, text.len());
        for block in &mut blocks {
            block.text = std::mem::take(&mut block.text).shifted(text.len());
        }
        // A part without a heading is not about the last heading of the part before it.
        if blocks.first().is_some_and(|first| !first.kind.is_heading()) {
            document.blocks.push(Block::blank(BlockKind::End(1)));
        }
        document.blocks.extend(blocks);
        starts.push(text.len());
        text.push_str(content);
    }
    document.notes = notes.place(&mut document.blocks);
    Ok((document, Source::of_pages(text, starts)))
}

/// A part of a book that is read.
struct Part {
    name: String,
    content: String,
    /// True if it is outside the reading order, and only its notes count.
    is_aside: bool,
}

/// The parts with these names, and the parts outside the reading order that have notes on them; and the targets of all
/// links in them.
fn chapters(package: &Package<'_>, names: &[String]) -> Result<(Vec<Part>, Targets), Reason> {
    let (mut chapters, mut targets) = (Vec::new(), Targets::default());
    for name in names {
        let content = package.part(name)?.ok_or(Reason::BrokenDocument)?;
        let Some(content) = decoded(&content)? else { continue };
        targets.add(name, &content);
        chapters.push(Part {
            name: name.clone(),
            content,
            is_aside: false,
        });
    }
    targets.confirm(chapters.iter().map(|part| (part.name.as_str(), part.content.as_str())));
    let mut asides: Vec<&str> = targets.parts_with_notes().into_iter().collect();
    asides.retain(|part| !names.iter().any(|name| name == part));
    asides.sort_unstable();
    for name in asides {
        let content = package.part(name)?.map(|content| decoded(&content)).transpose()?;
        chapters.extend(content.flatten().map(|content| Part {
            name: name.to_owned(),
            content,
            is_aside: true,
        }));
    }
    Ok((chapters, targets))
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

/// True for a part that consists of links into the book, or of short lines with numbers that are such links: an index.
fn is_contents(blocks: &[Block]) -> bool {
    let (mut words, mut linked, mut links, mut numbers, mut rows) = (0, 0, 0, 0, 0);
    for block in blocks.iter().filter(|block| block.kind == BlockKind::Text) {
        words += block.text.as_str().len();
        rows += block.text.as_str().lines().count();
        for mark in block.text.marks() {
            if let MarkKind::Link(address) = &mark.kind
                && !address.contains("://")
            {
                let text = &block.text.as_str()[mark.range.clone()];
                linked += mark.range.len();
                links += 1;
                numbers += usize::from(text.bytes().all(|b| b.is_ascii_digit()));
            }
        }
    }
    let is_index = numbers >= rows && words <= rows * MAX_ENTRY_BYTES;
    links >= MIN_CONTENTS && (linked * 3 >= words * 2 || is_index)
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

/// The names that the table of contents for older programs gives to whole parts, with their levels.
fn labels(package: &Package<'_>, book: Element<'_>, name: &str) -> Result<HashMap<String, (String, usize)>, Reason> {
    let mut labels = HashMap::new();
    let is_contents = |item: &Element<'_>| item.attribute("media-type").as_deref() == Some("application/x-dtbncx+xml");
    let mut items = book
        .child("manifest")
        .into_iter()
        .flat_map(|manifest| manifest.all("item"));
    let Some(item) = items.find(is_contents) else {
        return Ok(labels);
    };
    let contents = resolve(name, &unescaped(&item.attribute("href").unwrap_or_default()));
    let Some(text) = package.text(&contents)? else {
        return Ok(labels);
    };
    let xml = Xml::parse(&text)?;
    let map = xml.root()?.child("navMap");
    let mut points: Vec<(Element<'_>, usize)> = map.into_iter().map(|map| (map, 0)).collect();
    while let Some((around, level)) = points.pop() {
        for point in around.all("navPoint") {
            points.push((point, level + 1));
            let to = point.child("content").and_then(|content| content.attribute("src"));
            let label = point.child("navLabel").and_then(|label| label.child("text"));
            if let (Some(to), Some(label)) = (to.filter(|to| !to.contains('#')), label) {
                let part = resolve(&contents, &unescaped(&to));
                labels
                    .entry(part)
                    .or_insert_with(|| (collapse_white_space(&label.text()), (level + 1).min(6)));
            }
        }
    }
    Ok(labels)
}

/// Makes the first paragraph of a part without headings one if the table of contents names the part so.
fn head_by(label: &str, level: usize, blocks: &mut [Block]) {
    if blocks.iter().any(|block| block.kind.is_heading()) {
        return;
    }
    let first = blocks.iter_mut().find(|block| !block.text.is_blank());
    if let Some(first) =
        first.filter(|first| first.kind == BlockKind::Text && collapse_white_space(first.text.as_str()) == label)
    {
        first.kind = BlockKind::Heading(level);
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
