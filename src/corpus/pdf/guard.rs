//! Refuses files before anything in them is unpacked: those that are no PDF, are protected, or unpack to far more than a
//! document needs. The library that reads them has no such limits.

use std::io::{self, Read};

use flate2::read::{DeflateDecoder, ZlibDecoder};

use crate::corpus::problem::Reason;

/// The most bytes that a file's text, fonts and tables may unpack to. Pictures stay packed.
const MAX_UNPACKED: u64 = 512 << 20;
/// Old packings multiply the bytes by up to so much; their size can't be told without unpacking.
const OLD_RATIO: u64 = 1_400;
/// The most bytes of a dictionary before its stream.
const MAX_DICTIONARY: usize = 4_096;

/// Checks the bytes of a file.
///
/// # Errors
/// The reason why it is not read.
pub(super) fn check(bytes: &[u8]) -> Result<(), Reason> {
    let start = &bytes[..bytes.len().min(1_024)];
    if find(start, b"%PDF-", 0).is_none() {
        return Err(Reason::BrokenDocument);
    }
    if is_encrypted(bytes) {
        return Err(Reason::Encrypted);
    }
    let mut unpacked = 0;
    let mut at = 0;
    while let Some(stream) = find(bytes, b"stream", at) {
        at = stream + 6;
        if bytes[..stream].ends_with(b"end") {
            continue;
        }
        let dictionary = &bytes[stream.saturating_sub(MAX_DICTIONARY)..stream];
        let begin = last(dictionary, b" obj").unwrap_or(0);
        let end = find(bytes, b"endstream", at).unwrap_or(bytes.len());
        let data = bytes[at..end].trim_ascii_start();
        unpacked += unpacked_len(&dictionary[begin..], data, MAX_UNPACKED - unpacked);
        if unpacked >= MAX_UNPACKED {
            return Err(Reason::UnpacksTooLarge);
        }
        at = end;
    }
    Ok(())
}

/// True if an encryption dictionary is named: "/Encrypt 12 0 R" or "/Encrypt <<".
fn is_encrypted(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = find(bytes, b"/Encrypt", at) {
        at = found + 8;
        let rest = bytes[at..].trim_ascii_start();
        if rest.starts_with(b"<<") {
            return true;
        }
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits > 0 && matches!(rest[digits..], [b' ', b'0'..=b'9', b' ', b'R', ..]) {
            return true;
        }
    }
    false
}

/// The length of a stream when it is unpacked, counted up to `limit`.
fn unpacked_len(dictionary: &[u8], data: &[u8], limit: u64) -> u64 {
    let has = |name: &[u8]| find(dictionary, name, 0).is_some();
    let is_picture = has(b"/Image") && !has(b"/ObjStm");
    if is_picture {
        return 0;
    }
    if has(b"LZW") || has(b"RunLength") {
        return (data.len() as u64 * OLD_RATIO).min(limit);
    }
    let packings = count(dictionary, b"/FlateDecode") + count(dictionary, b"/Fl ");
    let opened = if has(b"ASCII85") || has(b"/A85") {
        ascii_85(data)
    } else if has(b"ASCIIHex") || has(b"/AHx") {
        ascii_hex(data)
    } else {
        Vec::new()
    };
    let data = if opened.is_empty() { data } else { &opened };
    // The library unpacks whatever it can, whether or not the stream is whole.
    match packings {
        0 => 0,
        1 => len(ZlibDecoder::new(data), limit).max(len(DeflateDecoder::new(data), limit)),
        _ => len(ZlibDecoder::new(ZlibDecoder::new(data)), limit),
    }
}

fn len(unpacked: impl Read, limit: u64) -> u64 {
    let mut counter = Counter(0);
    // Text before a fault counts as well.
    let _ = io::copy(&mut unpacked.take(limit), &mut counter);
    counter.0
}

struct Counter(u64);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Decodes five characters into four bytes, up to "~>".
fn ascii_85(data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(data.len());
    let mut digits = Vec::with_capacity(5);
    for &c in data {
        match c {
            b'z' if digits.is_empty() => bytes.extend([0; 4]),
            b'!'..=b'u' => digits.push(u32::from(c - b'!')),
            b'~' => break,
            _ => {}
        }
        if digits.len() == 5 {
            let value = digits
                .drain(..)
                .fold(0_u32, |value, digit| value.wrapping_mul(85).wrapping_add(digit));
            bytes.extend(value.to_be_bytes());
        }
    }
    bytes
}

fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let digits = data
        .iter()
        .take_while(|&&c| c != b'>')
        .filter_map(|&c| char::from(c).to_digit(16));
    let digits: Vec<u32> = digits.collect();
    digits
        .chunks_exact(2)
        .filter_map(|pair| u8::try_from(pair[0] * 16 + pair[1]).ok())
        .collect()
}

/// The place of the first `word` from `from` on.
fn find(bytes: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let first = *word.first()?;
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == first)?;
        if bytes[at..].starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
}

fn last(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).rposition(|window| window == word)
}

fn count(bytes: &[u8], word: &[u8]) -> usize {
    bytes.windows(word.len()).filter(|window| *window == word).count()
}
