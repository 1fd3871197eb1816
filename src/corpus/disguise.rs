//! Detects the true kind of a file that is not the text that its name promises, by the bytes at its beginning.
//!
//! The corpus itself only calls such a file binary; here somebody waits for an answer and can be told a remedy.

use std::fmt;

use encoding_rs::{Encoding, UTF_8};

/// The number of bytes read from the beginning of a file.
const HEAD_BYTES: usize = 4096;

/// The number of bytes read from the end of an archive, where the names of its files stand.
const DIRECTORY_BYTES: usize = 64 * 1024;

/// Something that is not text. Displayed with its article: "a PDF document".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disguise {
    /// A document in the Portable Document Format, or in PostScript.
    Pdf,
    /// A document of a word processor (`.docx`, `.odt`, `.doc`, `.rtf`).
    WordProcessor,
    /// Another document of an office program: a table, slides.
    Office,
    /// An EPUB.
    Ebook,
    /// A ZIP, or another file that contains files.
    Archive,
    /// A compressed file, gzip for instance.
    Compressed,
    /// A picture.
    Image,
    /// Sound or film.
    Recording,
    /// A program.
    Program,
    /// A database.
    Database,
}

impl fmt::Display for Disguise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pdf => "a PDF document",
            Self::WordProcessor => "a word processor's document",
            Self::Office => "an office document",
            Self::Ebook => "an e-book",
            Self::Archive => "an archive",
            Self::Compressed => "a compressed file",
            Self::Image => "an image",
            Self::Recording => "an audio or video file",
            Self::Program => "a program",
            Self::Database => "a database",
        })
    }
}

impl Disguise {
    /// What to do with a file of this kind under the name of another, if anything helps.
    pub(super) fn remedy(self) -> Option<&'static str> {
        Some(match self {
            Self::Pdf => " under another name; name it .pdf",
            Self::WordProcessor => " under another name; name a .docx or .odt so, and save any other as .docx",
            Self::Office => " under another name; name a presentation .pptx, and save sheets as .csv",
            Self::Ebook => " under another name; name it .epub",
            Self::Archive => {
                " under another name; name it .zip if it is one, and add the files of any other by themselves"
            }
            Self::Image => ", and words in pictures aren't read; write them into a .txt or .md file",
            Self::Compressed | Self::Recording | Self::Program | Self::Database => return None,
        })
    }

    /// The kind of the bytes; `None` if it is text or unknown.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(b"PK\x07\x08") {
            return Some(Self::of_zip(bytes));
        }
        let begins = |(_, magic): &&(Self, &[u8])| bytes.starts_with(magic);
        if let Some((kind, _)) = BEGINNINGS.iter().find(begins) {
            return Some(*kind);
        }
        // Text can begin with these bytes too; only the bytes after them decide.
        let at = |start: usize, magic: &[u8]| bytes.get(start..).is_some_and(|rest| rest.starts_with(magic));
        let is_binary = bytes[..bytes.len().min(HEAD_BYTES)].contains(&0);
        if at(4, b"ftyp") && is_binary {
            let is_image = [&b"avif"[..], b"heic", b"heix", b"mif1"]
                .iter()
                .any(|brand| at(8, brand));
            return Some(if is_image { Self::Image } else { Self::Recording });
        }
        if at(0, b"RIFF") && is_binary {
            return Some(if at(8, b"WEBP") { Self::Image } else { Self::Recording });
        }
        if at(257, b"ustar") && is_binary {
            return Some(Self::Archive);
        }
        let begins = |(_, magic): &&(Self, &[u8])| is_binary && bytes.starts_with(magic);
        BEGINNINGS_OF_BINARIES.iter().find(begins).map(|(kind, _)| *kind)
    }

    fn of_zip(bytes: &[u8]) -> Self {
        let head = &bytes[..bytes.len().min(HEAD_BYTES)];
        let end = &bytes[bytes.len().saturating_sub(DIRECTORY_BYTES)..];
        let has = |name: &[u8]| {
            [head, end]
                .iter()
                .any(|part| part.windows(name.len()).any(|window| window == name))
        };
        if has(b"word/document.xml") || has(b"application/vnd.oasis.opendocument.text") {
            Self::WordProcessor
        } else if has(b"application/epub+zip") {
            Self::Ebook
        } else if has(b"xl/workbook.xml") || has(b"ppt/presentation.xml") || has(b"application/vnd.oasis.opendocument")
        {
            Self::Office
        } else {
            Self::Archive
        }
    }
}

/// True if a file is a web page, whatever its name says: its first tag is `<html>` or its doctype.
pub(super) fn is_web_page(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    let encoding = Encoding::for_bom(head).map_or(UTF_8, |(encoding, _)| encoding);
    // UTF-16 without its mark has a NUL beside each letter.
    let text = encoding.decode(head).0.replace('\0', "").to_ascii_lowercase();
    let mut rest = text.trim_start();
    while let Some((open, close)) = [("<?xml", "?>"), ("<!--", "-->")]
        .iter()
        .find(|(open, _)| rest.starts_with(open))
    {
        let Some(end) = rest[open.len()..].find(close) else {
            return false;
        };
        rest = rest[open.len() + end + close.len()..].trim_start();
    }
    let after_tag = rest.strip_prefix("<!doctype").map(str::trim_start);
    after_tag.is_some_and(|name| name.starts_with("html"))
        || rest
            .strip_prefix("<html")
            .is_some_and(|after| after.starts_with(|c: char| c == '>' || c.is_whitespace()))
}

const BEGINNINGS: &[(Disguise, &[u8])] = &[
    (Disguise::Pdf, b"%PDF-"),
    (Disguise::Pdf, b"\xef\xbb\xbf%PDF-"),
    (Disguise::Pdf, b"%!PS-Adobe"),
    (Disguise::WordProcessor, b"{\\rtf"),
    // Word, Excel and PowerPoint before 2007. Only bytes deep inside the file say which of them it is.
    (Disguise::Office, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    (Disguise::Image, b"\x89PNG\r\n\x1a\n"),
    (Disguise::Image, b"\xff\xd8\xff"),
    (Disguise::Image, b"II*\0"),
    (Disguise::Image, b"MM\0*"),
    (Disguise::Image, b"\0\0\x01\0"),
    (Disguise::Compressed, b"\x1f\x8b"),
    (Disguise::Compressed, b"\xfd7zXZ\0"),
    (Disguise::Compressed, b"\x28\xb5\x2f\xfd"),
    (Disguise::Archive, b"7z\xbc\xaf\x27\x1c"),
    (Disguise::Archive, b"Rar!\x1a\x07"),
    (Disguise::Recording, b"OggS\0"),
    (Disguise::Recording, b"fLaC\0"),
    (Disguise::Recording, b"\x1a\x45\xdf\xa3"),
    (Disguise::Program, b"\x7fELF"),
    (Disguise::Program, b"\0asm"),
    (Disguise::Database, b"SQLite format 3\0"),
];

const BEGINNINGS_OF_BINARIES: &[(Disguise, &[u8])] = &[
    (Disguise::Image, b"GIF87a"),
    (Disguise::Image, b"GIF89a"),
    (Disguise::Image, b"BM"),
    (Disguise::Image, b"8BPS"),
    (Disguise::Compressed, b"BZh"),
    (Disguise::Recording, b"ID3"),
    (Disguise::Program, b"MZ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_known_by_its_beginning() {
        for (kind, bytes) in [
            (Disguise::Pdf, &b"%PDF-1.7\n"[..]),
            (Disguise::Image, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            (Disguise::Image, b"\xff\xd8\xff\xe0\0\x10JFIF"),
            (Disguise::Image, b"GIF89a\x01\0\x01\0"),
            (Disguise::Image, b"RIFF\x24\0\0\0WEBPVP8 "),
            (Disguise::Image, b"\0\0\0\x1cftypavif"),
            (Disguise::Recording, b"\0\0\0\x20ftypisom"),
            (Disguise::Archive, b"PK\x03\x04\x14\0\0\0a.txt"),
            (
                Disguise::WordProcessor,
                b"PK\x03\x04\x14\0\0\0[Content_Types].xml...word/document.xml",
            ),
            (Disguise::Ebook, b"PK\x03\x04\x0a\0\0\0mimetypeapplication/epub+zip"),
            (Disguise::Compressed, b"\x1f\x8b\x08\0"),
            (Disguise::WordProcessor, b"{\\rtf1\\ansi"),
            (Disguise::Program, b"MZ\x90\0\x03"),
        ] {
            assert_eq!(Disguise::of(bytes), Some(kind), "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn text_is_no_disguise() {
        for text in [
            "BMW builds cars.",
            "MZ is how it begins.",
            "ID3 tags are",
            "GIF89a is a format.",
            "RIFF",
            "PK",
            "",
            "I am 4ftyp",
        ] {
            assert_eq!(Disguise::of(text.as_bytes()), None, "{text}");
        }
        for (mark, to_bytes) in [
            (0xfeff_u16, u16::to_le_bytes as fn(u16) -> [u8; 2]),
            (0xfeff, u16::to_be_bytes),
        ] {
            let bytes: Vec<u8> = std::iter::once(mark)
                .chain("BM MZ text".encode_utf16())
                .flat_map(to_bytes)
                .collect();
            assert_eq!(Disguise::of(&bytes), None);
        }
    }

    #[test]
    fn a_web_page_is_known_by_its_first_tag() {
        let utf16: Vec<u8> = "<html lang='en'>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let with_mark = [&b"\xff\xfe"[..], &utf16].concat();
        for page in [
            &b"<!DOCTYPE html><p>"[..],
            b"\xef\xbb\xbf\r\n <HTML>",
            b"<?xml version='1.0'?>\n<!-- saved -->\n<!doctype  HTML PUBLIC>",
            &utf16,
            &with_mark,
        ] {
            assert!(is_web_page(page), "{}", String::from_utf8_lossy(page));
        }
        for text in [
            "The tag <html> begins a page.",
            "<htmlish>",
            "<!-- only a remark",
            "<p>Markdown may have tags.</p>",
            "",
        ] {
            assert!(!is_web_page(text.as_bytes()), "{text}");
        }
    }
}
