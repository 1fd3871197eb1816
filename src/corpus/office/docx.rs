//! Reads Word documents (`.docx`): the text as it reads once all tracked changes are accepted.
//!
//! Left out: deleted, hidden and struck-out text, field codes, comments, headers and footers, tables of contents.

mod body;
mod headings;
mod look;
mod numbering;
mod styles;
#[cfg(test)]
mod tests;

use self::body::Body;
use self::numbering::Numbering;
use self::styles::Styles;
use super::relations::{Relations, given_title, main_part};
use super::xml::{Element, Xml};
use crate::corpus::document::Document;
use crate::corpus::package::Package;
use crate::corpus::problem::Reason;
use crate::corpus::source::Source;

/// Reads a Word document.
///
/// # Errors
/// The reason why it can't be read.
pub(in crate::corpus) fn read(bytes: &[u8]) -> Result<(Document, Source), Reason> {
    let package = Package::open(bytes)?;
    let main = main_part(&package)?.ok_or(Reason::BrokenDocument)?;
    let relations = Relations::of(&package, &main)?;
    let text_of = |kind: &str| relations.part(kind).map_or(Ok(None), |name| package.text(name));
    let (styles, numbering) = (text_of("styles")?, text_of("numbering")?);
    let styles = styles.as_deref().map(Xml::parse).transpose()?;
    let mut styles = Styles::of(styles.as_ref())?;
    let numbering = numbering.as_deref().map(Xml::parse).transpose()?;
    let numbering = Numbering::of(numbering.as_ref())?;
    let text = package.needed(&main)?;
    let xml = Xml::parse(&text)?;
    let body = xml.root()?.child("body").ok_or(Reason::BrokenDocument)?;
    headings::find(&mut styles, body);
    let mut reader = Body::new(styles, numbering, relations);
    reader.fields_end = fields_end(body);
    reader.blocks(body);
    for kind in ["footnotes", "endnotes"] {
        if let Some(name) = reader.relations.part(kind).map(str::to_owned)
            && let Some(text) = package.text(&name)?
        {
            let notes = Xml::parse(&text)?;
            reader.relations = Relations::of(&package, &name)?;
            reader.notes(notes.root()?);
        }
        reader.relations = Relations::of(&package, &main)?;
    }
    Ok(reader.writer.finish(given_title(&package)?))
}

/// True if as many fields end as begin.
fn fields_end(body: Element<'_>) -> bool {
    let kinds = body.within().filter(|element| element.name() == "fldChar");
    let depth = kinds.fold(0_i64, |depth, element| {
        match element.attribute("fldCharType").as_deref() {
            Some("begin") => depth + 1,
            Some("end") => depth - 1,
            _ => depth,
        }
    });
    depth == 0
}
