//! Reads presentations (`.pptx`): the text of the slides, in the order in which they are shown.
//!
//! Left out: hidden slides, speaker notes, dates and numbers of slides, diagrams, pictures. Notes and hidden slides are
//! the content that the speaker did not want to show.

mod bullets;
mod shapes;
#[cfg(test)]
mod tests;

use self::shapes::Slide;
use super::relations::{Relations, main_part};
use super::writer::Writer;
use super::xml::{Element, Xml};
use crate::corpus::document::Document;
use crate::corpus::package::Package;
use crate::corpus::problem::{Doubt, Reason};
use crate::corpus::source::Source;

/// Reads a presentation.
///
/// # Errors
/// The reason why it can't be read.
pub(in crate::corpus) fn read(bytes: &[u8]) -> Result<(Document, Source), Reason> {
    let package = Package::open(bytes)?;
    let main = main_part(&package)?.ok_or(Reason::BrokenDocument)?;
    let relations = Relations::of(&package, &main)?;
    let text = package.needed(&main)?;
    let xml = Xml::parse(&text)?;
    let mut writer = Writer::new();
    let slides = xml
        .root()?
        .child("sldIdLst")
        .into_iter()
        .flat_map(|list| list.all("sldId"));
    for id in slides.filter_map(|slide| slide.attribute("r:id")) {
        let name = &relations.get(&id).ok_or(Reason::BrokenDocument)?.target;
        let text = package.needed(name)?;
        let xml = Xml::parse(&text)?;
        let slide = xml.root()?;
        // The number of a hidden slide counts, too.
        writer.slide();
        if matches!(slide.attribute("show").as_deref(), Some("0" | "false")) {
            writer.doubt(Doubt::LeftOut { what: "a hidden slide" });
            continue;
        }
        let of_slide = Relations::of(&package, name)?;
        if let Some(notes) = of_slide.part("notesSlide")
            && has_notes(Xml::parse(&package.needed(notes)?)?.root()?)
        {
            writer.doubt(Doubt::LeftOut {
                what: "text in speaker notes",
            });
        }
        Slide::new(&mut writer, &of_slide).read(slide);
    }
    Ok(writer.finish(None))
}

/// True if the page of notes has text in its body.
fn has_notes(page: Element<'_>) -> bool {
    let mut shapes = page.within().filter(|element| element.name() == "sp");
    shapes.any(|shape| {
        let is_body = shapes::placeholder(shape).is_some_and(|kind| kind == "body");
        is_body && shape.child("txBody").is_some_and(|body| !body.text().is_empty())
    })
}
