//! The title, the date and the language that a file gives itself.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{self, Dict};

use crate::corpus::document::Document;
use crate::text::fold::collapse_white_space;
use crate::text::language::Language;

/// The longest title, in characters.
const MAX_TITLE_CHARS: usize = 200;

/// Adds them to the document, as far as they make sense.
pub(super) fn add(document: &mut Document, pdf: &Pdf, text: &str) {
    let metadata = pdf.metadata();
    document.title = metadata
        .title
        .as_deref()
        .map(decode)
        .and_then(|title| sensible_title(&title));
    let date = metadata.creation_date.filter(|date| (1985..2100).contains(&date.year));
    document.metadata.date = date.map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
    document.metadata.language = language(pdf, text);
}

/// The title, unless a program made it of a file's name.
fn sensible_title(title: &str) -> Option<String> {
    let title = collapse_white_space(title);
    let (stem, extension) = title.rsplit_once('.').unwrap_or((&title, ""));
    let is_file = (2..=5).contains(&extension.len())
        && extension.chars().all(|c| c.is_ascii_alphanumeric())
        && !stem.ends_with(' ');
    let is_path = title.contains(['\\', '/']) && !title.contains(' ') || title.contains(":\\") || title.contains('_');
    let is_default = title.starts_with("Microsoft ")
        || title.to_lowercase().starts_with("untitled")
        || (title.starts_with('(') && title.ends_with(')'));
    let is_sensible = title.chars().filter(|c| c.is_alphabetic()).count() > 1
        && title.chars().count() <= MAX_TITLE_CHARS
        && !title.chars().any(char::is_control);
    (is_sensible && !is_file && !is_path && !is_default).then_some(title)
}

/// The language that the file names. Many programs name that of their own menus, so the text must not contradict it.
fn language(pdf: &Pdf, text: &str) -> Option<String> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let given = decode(catalog.get::<object::String<'_>>(b"Lang")?.as_bytes());
    let known = Language::from_code(&given)?;
    let detected = Language::detect(text);
    detected.is_none_or(|detected| detected == known).then_some(given)
}

/// A text string: UTF-16 or UTF-8 with a byte order mark, else PDF's own encoding, read as Latin-1.
pub(super) fn decode(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        None => bytes.iter().copied().map(char::from).collect(),
    }
}
