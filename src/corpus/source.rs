//! Decodes a file's bytes to characters, and finds the bytes and lines of a place in them.

mod legacy;
mod twice;

use std::ops::Range;

use encoding_rs::{Encoding, ISO_2022_JP, ISO_8859_15, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::problem::{Doubt, Reason};
use twice::first_twice;

/// A file's content as characters.
#[derive(Debug)]
pub struct Source {
    text: String,
    /// The offset in `text` where each line begins.
    line_starts: Vec<usize>,
    origin: Origin,
}

/// The relation between `text` and the bytes of the file.
#[derive(Debug)]
enum Origin {
    /// UTF-8 after a byte order mark of this many bytes.
    Utf8 { mark_len: usize },
    /// One byte per character in the file; the offsets in `text` of the characters that take more than one byte there.
    SingleByte { wide: Vec<usize> },
    /// No byte of the file is a byte of `text`.
    Recoded,
}

/// A file is not text if it has more control characters than this, and more than one in so many characters. (A text may
/// have a form feed every few lines.)
const FEW_CONTROLS: usize = 8;
const ONE_CONTROL_IN: usize = 50;

/// The character with which DOS ends a text.
const END_OF_TEXT: u8 = 0x1a;

/// The sequence with which ISO-2022-JP switches to Japanese; all its bytes are ASCII.
const ISO_2022: &str = "\u{1b}$";

impl Source {
    /// Decodes a file: by its byte order mark, as UTF-8, as UTF-16 that lost its mark, in the encoding `declared` by
    /// the file itself, else in the encoding detected from its bytes.
    ///
    /// # Errors
    /// The reason, with the line it is about where there is one.
    pub fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Self, (Reason, Option<usize>)> {
        let marks = bytes.iter().rev().take_while(|&&byte| byte == END_OF_TEXT).count();
        let bytes = &bytes[..bytes.len() - marks];
        if let Some((encoding, mark_len)) = Encoding::for_bom(bytes) {
            let body = &bytes[mark_len..];
            return if encoding == encoding_rs::UTF_8 {
                match std::str::from_utf8(body) {
                    Ok(text) => Self::checked(text.to_owned(), Origin::Utf8 { mark_len }),
                    Err(error) => Err(broken_utf8(body, error.valid_up_to())),
                }
            } else {
                Self::from_utf16(body, encoding)
            };
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if text.contains(ISO_2022) => Self::from_legacy(bytes, Some(ISO_2022_JP)),
            Ok(text) if !looks_like_utf16(bytes) => Self::checked(text.to_owned(), Origin::Utf8 { mark_len: 0 }),
            _ if looks_like_utf16(bytes) => {
                let little = bytes.iter().skip(1).step_by(2).filter(|&&b| b == 0).count();
                let big = bytes.iter().step_by(2).filter(|&&b| b == 0).count();
                Self::from_utf16(bytes, if little >= big { UTF_16LE } else { UTF_16BE })
            }
            Err(error) => {
                if bytes.contains(&0) {
                    return Err((Reason::Binary, None));
                }
                let declared = declared.filter(|&e| e != encoding_rs::UTF_8);
                if declared.is_none() && is_mostly_utf8(bytes) {
                    return Err(broken_utf8(bytes, error.valid_up_to()));
                }
                Self::from_legacy(bytes, declared)
            }
            Ok(_) => Err((Reason::Binary, None)),
        }
    }

    /// A text of pages, or the like, that begin at `starts`, ascending from 0. Each counts as a line.
    pub(super) fn of_pages(text: String, starts: Vec<usize>) -> Self {
        Self {
            text,
            line_starts: starts,
            origin: Origin::Recoded,
        }
    }

    /// The decoded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The doubt about the text, with its line from 1: some characters were encoded as UTF-8 twice. `None` if there is
    /// no doubt.
    #[must_use]
    pub fn doubt(&self) -> Option<(Doubt, usize)> {
        let twice = first_twice(&self.text)?;
        let doubt = Doubt::EncodedTwice {
            spelt: twice.spelt.to_owned(),
            meant: twice.meant,
        };
        Some((doubt, self.lines_of(&(twice.at..twice.at)).0))
    }

    /// The first and last line, from 1, of a range of the text.
    #[must_use]
    pub fn lines_of(&self, range: &Range<usize>) -> (usize, usize) {
        let line_of = |at: usize| self.line_starts.partition_point(|&start| start <= at).max(1);
        (
            line_of(range.start),
            line_of(range.end.saturating_sub(1).max(range.start)),
        )
    }

    /// The range of the file's bytes that `range` of the text was decoded from; `None` unless those bytes are
    /// `expected`, byte for byte.
    #[must_use]
    pub fn bytes_of(&self, range: &Range<usize>, expected: &str) -> Option<Range<usize>> {
        if self.text.get(range.clone())? != expected {
            return None;
        }
        match &self.origin {
            Origin::Utf8 { mark_len } => Some(range.start + mark_len..range.end + mark_len),
            Origin::SingleByte { wide } => {
                if !expected.is_ascii() {
                    return None;
                }
                let surplus: usize = wide
                    .iter()
                    .take_while(|&&at| at < range.start)
                    .map(|&at| self.text[at..].chars().next().map_or(0, |c| c.len_utf8() - 1))
                    .sum();
                Some(range.start - surplus..range.end - surplus)
            }
            Origin::Recoded => None,
        }
    }

    fn checked(text: String, origin: Origin) -> Result<Self, (Reason, Option<usize>)> {
        if text.contains('\0') {
            return Err((Reason::Binary, None));
        }
        let controls = text.chars().filter(|&c| c.is_control() && !c.is_whitespace()).count();
        if controls > FEW_CONTROLS && controls * ONE_CONTROL_IN > text.len() {
            return Err((Reason::Binary, None));
        }
        if text
            .trim_matches(|c: char| c.is_whitespace() || crate::text::fold::is_invisible(c))
            .is_empty()
        {
            return Err((Reason::Empty, None));
        }
        let line_starts = line_starts(&text);
        Ok(Self {
            text,
            line_starts,
            origin,
        })
    }

    fn from_utf16(body: &[u8], encoding: &'static Encoding) -> Result<Self, (Reason, Option<usize>)> {
        match encoding.decode_without_bom_handling_and_without_replacement(body) {
            Some(text) => Self::checked(text.into_owned(), Origin::Recoded),
            None => Err((Reason::BrokenUtf16, None)),
        }
    }

    fn from_legacy(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Self, (Reason, Option<usize>)> {
        let found = legacy::decode(bytes, declared);
        if found
            .as_ref()
            .is_none_or(|(encoding, _)| [WINDOWS_1252, ISO_8859_15].contains(encoding))
        {
            let western = WINDOWS_1252.decode_without_bom_handling(bytes).0;
            if let Some(twice) = first_twice(&western) {
                return Err((Reason::MixedEncodings, Some(line_starts(&western[..twice.at]).len())));
            }
        }
        let (encoding, text) = found.ok_or((Reason::UnknownEncoding, None))?;
        let origin = if encoding.is_single_byte() {
            let wide = text
                .char_indices()
                .filter(|(_, c)| !c.is_ascii())
                .map(|(at, _)| at)
                .collect();
            Origin::SingleByte { wide }
        } else {
            Origin::Recoded
        };
        Self::checked(text, origin)
    }
}

/// The offsets where lines begin: after "
/// ", "\r
/// ", and a "\r" that stands alone.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for (at, &byte) in bytes.iter().enumerate() {
        if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
            starts.push(at + 1);
        }
    }
    starts
}

fn broken_utf8(bytes: &[u8], at: usize) -> (Reason, Option<usize>) {
    let line = bytes[..at].split(|&b| b == b'\n').count();
    (Reason::BrokenUtf8, Some(line))
}

/// True if every other byte is NUL, nearly all on one side, as in Latin text in UTF-16.
fn looks_like_utf16(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 4 {
        return false;
    }
    let high = sample.iter().step_by(2).filter(|&&b| b == 0).count();
    let low = sample.iter().skip(1).step_by(2).filter(|&&b| b == 0).count();
    let units = sample.len() / 2;
    high.max(low) * 10 >= units * 7 && high.min(low) * 10 <= units
}

/// True if there are more whole multi-byte characters than broken bytes: then the text is damaged UTF-8, and reading it
/// as Windows-1252 would turn every "é" into "Ã©".
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let mut whole = 0;
    let mut broken = 0;
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > broken
}

/// The number of the line at an offset, from 1.
pub(super) fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8]) -> Result<Source, (Reason, Option<usize>)> {
        Source::decode(bytes, None)
    }

    fn utf16(text: &str, mark: bool, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.then_some(0xfeff)
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(to_bytes)
            .collect()
    }

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let text = "Café “naïve”\r\nTrust";
        let windows = WINDOWS_1252.encode(text).0.into_owned();
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        for bytes in [
            text.as_bytes(),
            &marked,
            &windows,
            &utf16(text, true, u16::to_le_bytes),
            &utf16(text, true, u16::to_be_bytes),
            &utf16(text, false, u16::to_le_bytes),
            &utf16(text, false, u16::to_be_bytes),
        ] {
            assert_eq!(decode(bytes).unwrap().text(), text);
        }
        assert_eq!(decode(b"\x1b$B%Q%s\x1b(B").unwrap().text(), "パン");
    }

    #[test]
    fn a_range_of_the_text_is_found_in_the_file() {
        let text = "Café\nTrust builds";
        let at = text.find("Trust").unwrap();
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            WINDOWS_1252.encode(text).0.into_owned(),
        ] {
            let source = decode(&bytes).unwrap();
            let found = source.bytes_of(&(at..text.len()), "Trust builds").unwrap();
            assert_eq!(&bytes[found], b"Trust builds");
        }
        let windows = WINDOWS_1252.encode(text).0;
        assert_eq!(
            decode(&windows).unwrap().bytes_of(&(0..5), "Café"),
            None,
            "its bytes are other ones"
        );
    }

    #[test]
    fn what_is_no_text_is_told_apart() {
        assert_eq!(
            decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\xff").unwrap_err().0,
            Reason::Binary
        );
        assert_eq!(decode(b"abc\0def").unwrap_err().0, Reason::Binary);
        assert_eq!(decode(b" \r\n\t").unwrap_err().0, Reason::Empty);
        assert_eq!(decode(b"\xef\xbb\xbf").unwrap_err().0, Reason::Empty);
        let damaged = [" é è à \n".as_bytes(), b"x \xff y"].concat();
        assert_eq!(decode(&damaged).unwrap_err(), (Reason::BrokenUtf8, Some(2)));
        let dos = b"Der B\x84cker \x94ffnet um sieben, und die Br\x94tchen sind hei\xe1.";
        assert_eq!(decode(dos).unwrap_err().0, Reason::UnknownEncoding);
        let two_saved_as_one = [b"Die Br\xfccke \xfcber den Flu\xdf ist\nzu, die ", "Tür\n".as_bytes()].concat();
        assert_eq!(
            decode(&two_saved_as_one).unwrap_err(),
            (Reason::MixedEncodings, Some(2))
        );
    }

    #[test]
    fn a_few_control_characters_do_no_harm() {
        assert_eq!(
            decode(b"It opens at six.\r\n\x1a\x1a").unwrap().text(),
            "It opens at six.\r\n"
        );
        assert!(decode(b"\x1b[1mIt\x1b[0m opens at six.").is_ok());
        assert_eq!(decode(b"\x1a").unwrap_err().0, Reason::Empty);
        assert_eq!(
            decode(&[&[1; 9], &[b'a'; 99][..]].concat()).unwrap_err().0,
            Reason::Binary
        );
    }

    #[test]
    fn text_that_was_encoded_twice_is_doubtful() {
        let source = decode("Die Brücke\nist zu, die TÃ¼r auch.".as_bytes()).unwrap();
        let (spelt, meant) = ("Ã¼".to_owned(), 'ü');
        assert_eq!(source.doubt(), Some((Doubt::EncodedTwice { spelt, meant }, 2)));
        assert_eq!(decode("Die Tür".as_bytes()).unwrap().doubt(), None);
    }

    #[test]
    fn lines_are_counted_at_every_kind_of_line_end() {
        let source = decode(b"a\r\nb\nc\rd").unwrap();
        let line = |at| source.lines_of(&(at..at + 1)).0;
        assert_eq!([line(0), line(3), line(5), line(7)], [1, 2, 3, 4]);
    }
}
