//! Reads `OpenDocument` texts (`.odt`): the text as it reads with all tracked changes accepted.
//!
//! Left out: deleted, hidden and struck-out text, comments, headers and footers, tables of contents.

mod body;
mod inline;
mod lists;
mod styles;
#[cfg(test)]
mod tests;

use self::body::Body;
use self::styles::Styles;
use super::xml::{Element, Xml};
use crate::corpus::document::Document;
use crate::corpus::package::{Package, normal};
use crate::corpus::problem::Reason;
use crate::corpus::source::Source;

/// The type of a part that is a formula.
const FORMULA: &str = "application/vnd.oasis.opendocument.formula";

/// Reads an `OpenDocument` text.
///
/// # Errors
/// The reason why it can't be read.
pub(in crate::corpus) fn read(bytes: &[u8]) -> Result<(Document, Source), Reason> {
    let package = Package::open(bytes)?;
    let mut formulas = Vec::new();
    if let Some(text) = package.text("META-INF/manifest.xml")? {
        let manifest = Xml::parse(&text)?;
        for element in manifest.root()?.within() {
            match element.name() {
                "encryption-data" => return Err(Reason::Encrypted),
                "file-entry" if element.attribute("media-type").as_deref() == Some(FORMULA) => {
                    formulas.push(normal(&element.attribute("full-path").unwrap_or_default()));
                }
                _ => {}
            }
        }
    }
    let (text, shared) = (package.needed("content.xml")?, package.text("styles.xml")?);
    let (xml, shared) = (Xml::parse(&text)?, shared.as_deref().map(Xml::parse).transpose()?);
    let root = xml.root()?;
    let shared = shared.as_ref().map(Xml::root).transpose()?;
    let body = root.child("body").and_then(|body| body.child("text"));
    let mut reader = Body::new(Styles::of(shared.into_iter().chain([root])), formulas);
    reader.blocks(body.ok_or(Reason::BrokenDocument)?);
    reader.notes();
    let title = package.text("meta.xml")?.map(|text| given_title(&text)).transpose()?;
    Ok(reader.writer.finish(title.flatten()))
}

/// The title in the properties of a document. `None` if it has none.
fn given_title(meta: &str) -> Result<Option<String>, Reason> {
    let xml = Xml::parse(meta)?;
    let title = xml.root()?.child("meta").and_then(|meta| meta.child("title"));
    Ok(title.map(Element::text))
}
