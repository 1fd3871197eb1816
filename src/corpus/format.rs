//! Turns the bytes of one file into its article: picks the reader by the file's name and runs it.
//!
//! The one way to an [`Article`], for files in the corpus and for files that may be added to it. Not here: opening
//! files, and the choice of those that count.

#[cfg(test)]
mod tests;

use std::path::Path;

use encoding_rs::Encoding;

use super::article::{Article, Unit};
use super::disguise::Disguise;
use super::document::{Block, Document};
use super::passages::assemble;
use super::problem::Doubt;
use super::problem::Reason;
use super::source::Source;
use super::struck::take_struck;
use super::{csv, exports, html, markdown, office, pdf, rst, subtitles, txt};
use crate::text::language::Language;

/// The extensions of the files that are read, in lower case; in each format, the recommended one comes first.
pub const EXTENSIONS: &[&str] = &[
    "txt", "text", "md", "markdown", "mdx", "html", "htm", "xhtml", "pdf", "docx", "odt", "epub", "pptx", "csv", "tsv",
    "rst", "srt", "vtt", "json",
];

const WIKI_SOURCE: &str = "is the source of a wiki's page, whose markup isn't read; save the page itself as .html";

/// An article and the doubts about its file, each with its line if it concerns one.
pub(super) type Read = (Article, Vec<(Doubt, Option<usize>)>);

/// The reason why a file is left out and, if it concerns one line, that line's number from 1.
type Fault = (Reason, Option<usize>);

/// Reads the bytes of a file as an article, by the extension of its path.
///
/// # Errors
/// The reason why it would be left out of a corpus.
pub fn read_article(path: &str, bytes: &[u8]) -> Result<Article, Reason> {
    let format = Format::of(Path::new(path)).ok_or_else(|| unread(Path::new(path)))?;
    match format.read(bytes, path, path) {
        Ok((article, _)) => Ok(article),
        Err((reason, _)) => Err(reason),
    }
}

/// A format that has a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Markdown,
    Html,
    Csv,
    Subtitles,
    Json,
    Rst,
    Pdf,
    Docx,
    Odt,
    Epub,
    Pptx,
}

impl Format {
    /// The format that the extension of a path names, in upper or lower case; `None` if no reader takes it.
    pub(super) fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Self::Text),
            "md" | "markdown" | "mdx" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "csv" | "tsv" => Some(Self::Csv),
            "srt" | "vtt" => Some(Self::Subtitles),
            "json" => Some(Self::Json),
            "rst" => Some(Self::Rst),
            "pdf" => Some(Self::Pdf),
            "docx" => Some(Self::Docx),
            "odt" => Some(Self::Odt),
            "epub" => Some(Self::Epub),
            "pptx" => Some(Self::Pptx),
            _ => None,
        }
    }

    /// The unit in which its files count places.
    pub(super) fn unit(self) -> Unit {
        match self {
            Self::Text | Self::Markdown | Self::Html | Self::Csv | Self::Subtitles | Self::Json | Self::Rst => {
                Unit::Line
            }
            Self::Pdf => Unit::Page,
            Self::Docx | Self::Odt => Unit::Paragraph,
            Self::Epub => Unit::Part,
            Self::Pptx => Unit::Slide,
        }
    }

    /// Reads a file's bytes as the article `id` at `path`.
    pub(super) fn read(self, bytes: &[u8], path: &str, id: &str) -> Result<Read, Fault> {
        if bytes.is_empty() {
            return Err((Reason::Empty, None));
        }
        let (mut document, source) = self.document(bytes).map_err(|fault| match self.true_kind(bytes) {
            Some(sentence) if fault.0 == Reason::BrokenDocument => (Reason::UnreadFormat(sentence), None),
            _ => fault,
        })?;
        let mut doubts = std::mem::take(&mut document.doubts);
        let in_lines = |line| (self.unit() == Unit::Line).then_some(line);
        let line_of = |block: &Block| in_lines(source.lines_of(&block.text.source_range()).0);
        let struck = take_struck(&mut document.blocks);
        doubts.extend(struck.map(|block| {
            let what = "text beside or below its struck-out name";
            (Doubt::LeftOut { what }, line_of(&block))
        }));
        let bare: Vec<&Block> = document.above_pictures().collect();
        doubts.extend(bare.first().map(|heading| {
            let count = bare.len();
            (Doubt::OnlyPictures { count }, line_of(heading))
        }));
        let article = assemble(document, &source, path, id).ok_or((Reason::NothingToQuote, None))?;
        doubts.extend(source.doubt().map(|(doubt, line)| (doubt, in_lines(line))));
        doubts.extend(unknown_language(&article).map(|doubt| (doubt, None)));
        Ok((article, doubts))
    }

    /// The sentence for a document of another kind than its name promises.
    fn true_kind(self, bytes: &[u8]) -> Option<&'static str> {
        let is_packed = bytes.starts_with(b"PK");
        Some(match (Disguise::of(bytes)?, self) {
            (Disguise::Pdf, Self::Docx | Self::Odt | Self::Epub | Self::Pptx) => {
                "is a PDF document under another name; name it .pdf"
            }
            (Disguise::WordProcessor, Self::Pdf | Self::Epub | Self::Pptx) if is_packed => {
                "is a word processor's document under another name; name it .docx, or .odt if OpenOffice wrote it"
            }
            (Disguise::Office, Self::Pdf | Self::Epub | Self::Docx | Self::Odt) if is_packed => {
                "is a presentation or a spreadsheet under another name; name a presentation .pptx, and save sheets as .csv"
            }
            (Disguise::Ebook, Self::Pdf | Self::Docx | Self::Odt | Self::Pptx) => {
                "is an e-book under another name; name it .epub"
            }
            (Disguise::Image, _) => {
                "is a picture under another name, and words in pictures aren't read; write them into a .txt or .md file"
            }
            _ => return None,
        })
    }

    /// The document, and the source that its offsets refer to.
    fn document(self, bytes: &[u8]) -> Result<(Document, Source), Fault> {
        let apart = |reason| (reason, None);
        match self {
            Self::Text => with_source(bytes, None, |text| {
                if txt::is_wiki_source(text) {
                    return Err((Reason::UnreadFormat(WIKI_SOURCE), None));
                }
                Ok(txt::read(text))
            }),
            Self::Markdown => with_source(bytes, None, markdown::read),
            Self::Html => with_source(bytes, html::declared_encoding(bytes), html::read),
            Self::Csv => with_source(bytes, None, csv::read),
            Self::Subtitles => with_source(bytes, None, subtitles::read),
            Self::Json => with_source(bytes, None, exports::read),
            Self::Rst => with_source(bytes, None, rst::read),
            Self::Pdf => pdf::read(bytes).map_err(apart),
            Self::Docx => office::docx(bytes).map_err(apart),
            Self::Odt => office::odt(bytes).map_err(apart),
            Self::Epub => office::epub(bytes).map_err(apart),
            Self::Pptx => office::pptx(bytes).map_err(apart),
        }
    }
}

/// Reads a file that is text as a whole.
fn with_source(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
    read: fn(&str) -> Result<Document, Fault>,
) -> Result<(Document, Source), Fault> {
    let source = Source::decode(bytes, declared)?;
    Ok((read(source.text())?, source))
}

impl Article {
    /// The unit that [`Passage::lines`](super::article::Passage::lines) counts.
    #[must_use]
    pub fn unit(&self) -> Unit {
        Format::of(Path::new(&self.path)).map_or(Unit::Line, Format::unit)
    }
}

/// The reason why no reader takes a file.
pub(super) fn unread(path: &Path) -> Reason {
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    let advice = match extension.to_ascii_lowercase().as_str() {
        "doc" | "rtf" | "wps" | "dot" | "pages" => {
            "is a document of a kind that isn't read; open it and save it as .docx"
        }
        "key" | "odp" | "ppt" => "is a presentation of a kind that isn't read; open it and save it as .pptx",
        "xls" | "xlsx" | "ods" | "numbers" => "is a spreadsheet; save each sheet with articles in it as .csv",
        "mobi" | "azw" | "azw3" | "fb2" => "is an e-book of a kind that isn't read; convert it to .epub",
        "adoc" | "asciidoc" | "org" | "tex" | "textile" | "wiki" => {
            "has markup that isn't read; convert it to .md or .html"
        }
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "heic" | "bmp" | "tif" | "tiff" | "svg" => {
            "is a picture, and words in pictures aren't read; write them into a .txt or .md file"
        }
        "mp3" | "m4a" | "wav" | "ogg" | "opus" | "flac" | "mp4" | "mov" | "mkv" | "webm" | "avi" => {
            "is a recording; add its subtitles as .srt or .vtt"
        }
        "zip" => "is an archive within an archive; unpack it and add the files in it",
        "rar" | "7z" | "tar" | "gz" => "is an archive of a kind that isn't read; unpack it and add the files in it",
        _ => return Reason::UnknownFormat,
    };
    Reason::UnreadFormat(advice)
}

fn unknown_language(article: &Article) -> Option<Doubt> {
    let given = article.metadata.language.as_deref()?;
    Language::from_code(given).is_none().then(|| Doubt::UnknownLanguage {
        given: given.to_owned(),
        taken: article.language,
    })
}
