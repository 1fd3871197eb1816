//! Reads the documents of office programs, and e-books: ZIP archives with XML in them.
//!
//! No line or byte of the file corresponds to a passage, so the text taken out of it becomes the source. Sections and passages are handled elsewhere.

mod docx;
mod epub;
mod look;
mod numeral;
mod odt;
mod pptx;
mod relations;
#[cfg(test)]
mod testing;
mod writer;
mod xml;

/// Names, in a report, an object whose words are not read.
const DIAGRAM: &str = "a diagram, a chart or another object";

pub(super) use docx::read as docx;
pub(super) use epub::read as epub;
pub(super) use numeral::numeral;
pub(super) use odt::read as odt;
pub(super) use pptx::read as pptx;
