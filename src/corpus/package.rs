//! A ZIP archive, such as most documents are: finds its parts by name and unpacks them, within limits.
//!
//! Archives are untrusted: sizes are counted while unpacking, and names only serve to find a part. Not here: writing one
//! (`packing`).

pub(super) mod packing;
#[cfg(test)]
pub(super) mod testing;

use std::cell::Cell;
use std::collections::HashMap;
use std::io::Read;

use encoding_rs::Encoding;
use flate2::Crc;
use flate2::read::DeflateDecoder;

use crate::corpus::problem::Reason;

/// The most bytes that all parts that are read may have.
const MAX_UNPACKED: usize = 64 * 1024 * 1024;
/// The highest ratio of unpacked to packed bytes, beyond the first [`FREE_BYTES`] of a part.
const MAX_RATIO: usize = 100;
const FREE_BYTES: usize = 1024 * 1024;
/// The most parts.
const MAX_PARTS: usize = 10_000;

const DIRECTORY_END: &[u8] = b"PK\x05\x06";
const DIRECTORY_END_BYTES: usize = 22;
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";
const DIRECTORY_ENTRY_BYTES: usize = 46;
const PART: &[u8] = b"PK\x03\x04";
const PART_BYTES: usize = 30;
/// The longest comment at the end of an archive.
const MAX_COMMENT: usize = u16::MAX as usize;

/// The beginning of the files that office programs wrote before 2007. Documents with a password still begin so.
const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// An archive whose directory was read.
pub(super) struct Package<'a> {
    bytes: &'a [u8],
    /// In the order of the directory.
    parts: Vec<ZipEntry>,
    /// The places of parts by name in lower case. If parts share a name, the first one counts.
    places: HashMap<String, usize>,
    /// The number of bytes that may still be unpacked.
    room: Cell<usize>,
}

struct ZipEntry {
    /// With "/" between the names of folders and file.
    name: String,
    is_encrypted: bool,
    method: usize,
    crc: usize,
    packed: usize,
    at: usize,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Reason> {
        if bytes.starts_with(COMPOUND_FILE) {
            let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
            let is_encrypted = bytes.windows(name.len()).any(|window| window == name);
            return Err(if is_encrypted {
                Reason::Encrypted
            } else {
                Reason::OldOffice
            });
        }
        let parts = directory(bytes)?;
        let mut places = HashMap::new();
        for (place, part) in parts.iter().enumerate() {
            places.entry(part.name.to_ascii_lowercase()).or_insert(place);
        }
        Ok(Self {
            bytes,
            parts,
            places,
            room: Cell::new(MAX_UNPACKED),
        })
    }

    /// The name of each part, in the order of the directory, folders included: those end with "/".
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|part| part.name.as_str())
    }

    /// Unpacks a part by its name, in upper or lower case. `None` if there is none of this name.
    pub(super) fn part(&self, name: &str) -> Result<Option<Vec<u8>>, Reason> {
        let place = self.places.get(&name.to_ascii_lowercase());
        place.map(|&place| self.unpack(place)).transpose()
    }

    /// Unpacks the part at `place`, in the order of the directory.
    ///
    /// # Panics
    /// If there is no such part.
    pub(super) fn unpack(&self, place: usize) -> Result<Vec<u8>, Reason> {
        let part = &self.parts[place];
        if part.is_encrypted {
            return Err(Reason::Encrypted);
        }
        let packed = part.packed_bytes(self.bytes).ok_or(Reason::BrokenDocument)?;
        let limit = self.room.get().min(FREE_BYTES + packed.len().saturating_mul(MAX_RATIO));
        let mut content = Vec::new();
        let mut read = |from: &mut dyn Read| from.take(limit as u64 + 1).read_to_end(&mut content);
        let done = match part.method {
            0 => read(&mut &*packed),
            8 => read(&mut DeflateDecoder::new(packed)),
            _ => return Err(Reason::BrokenDocument),
        };
        done.map_err(|_| Reason::BrokenDocument)?;
        if content.len() > limit {
            return Err(Reason::UnpacksTooLarge);
        }
        let mut crc = Crc::new();
        crc.update(&content);
        // A fuzzer would have to find the sum of each change that it makes.
        if crc.sum() as usize != part.crc && !cfg!(fuzzing) {
            return Err(Reason::BrokenDocument);
        }
        self.room.set(self.room.get() - content.len());
        Ok(content)
    }

    /// Unpacks a part with text: UTF-8, or UTF-16 with a byte order mark, as the producers of such documents write it.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Reason> {
        let Some(content) = self.part(name)? else {
            return Ok(None);
        };
        let (encoding, mark_len) = Encoding::for_bom(&content).unwrap_or((encoding_rs::UTF_8, 0));
        let text = encoding.decode_without_bom_handling_and_without_replacement(&content[mark_len..]);
        text.map(|text| Some(text.into_owned())).ok_or(Reason::BrokenDocument)
    }

    /// Unpacks a part that the document can't do without.
    pub(super) fn needed(&self, name: &str) -> Result<String, Reason> {
        self.text(name)?.ok_or(Reason::BrokenDocument)
    }
}

impl ZipEntry {
    /// The packed content. The lengths in front of it may differ from those in the directory.
    fn packed_bytes<'a>(&self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let head = bytes.get(self.at..)?.get(..PART_BYTES)?;
        if !head.starts_with(PART) {
            return None;
        }
        let start = self.at + PART_BYTES + short(head, 26)? + short(head, 28)?;
        bytes.get(start..)?.get(..self.packed)
    }
}

/// Reads the directory at the end of an archive.
fn directory(bytes: &[u8]) -> Result<Vec<ZipEntry>, Reason> {
    let tail = bytes.len().saturating_sub(DIRECTORY_END_BYTES + MAX_COMMENT);
    let found = bytes[tail..]
        .windows(DIRECTORY_END.len())
        .rposition(|window| window == DIRECTORY_END);
    let end = tail + found.ok_or(Reason::BrokenDocument)?;
    entries(bytes, end).ok_or(Reason::BrokenDocument)?
}

/// Reads the entries of the directory that ends at `end`. `None` if they are broken.
fn entries(bytes: &[u8], end: usize) -> Option<Result<Vec<ZipEntry>, Reason>> {
    let tail = bytes.get(end..)?.get(..DIRECTORY_END_BYTES)?;
    let (count, len, offset) = (short(tail, 10)?, long(tail, 12)?, long(tail, 16)?);
    if count > MAX_PARTS {
        return Some(Err(Reason::UnpacksTooLarge));
    }
    let mut at = end.checked_sub(len)?;
    // Something may stand before the archive.
    let shift = at.checked_sub(offset)?;
    let mut parts = Vec::new();
    for _ in 0..count {
        let entry = bytes.get(at..end)?;
        if !entry.starts_with(DIRECTORY_ENTRY) {
            return None;
        }
        let (name_len, extra_len, comment_len) = (short(entry, 28)?, short(entry, 30)?, short(entry, 32)?);
        let name = entry.get(DIRECTORY_ENTRY_BYTES..)?.get(..name_len)?;
        let name = String::from_utf8_lossy(name).replace('\\', "/");
        parts.push(ZipEntry {
            name,
            is_encrypted: short(entry, 8)? & 1 == 1,
            method: short(entry, 10)?,
            crc: long(entry, 16)?,
            packed: long(entry, 20)?,
            at: long(entry, 42)?.checked_add(shift)?,
        });
        at += DIRECTORY_ENTRY_BYTES + name_len + extra_len + comment_len;
    }
    Some(Ok(parts))
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let number = bytes.get(at..at + 2)?;
    Some(usize::from(u16::from_le_bytes(number.try_into().ok()?)))
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let number = bytes.get(at..at + 4)?;
    usize::try_from(u32::from_le_bytes(number.try_into().ok()?)).ok()
}

/// Finds the part that a part refers to: `target` is relative to the folder of `from`, or begins with "/".
pub(super) fn resolve(from: &str, target: &str) -> String {
    let target = target.split(['#', '?']).next().unwrap_or_default();
    match from.rsplit_once('/') {
        Some((folder, _)) if !target.starts_with('/') => normal(&format!("{folder}/{target}")),
        _ => normal(target),
    }
}

/// A path without "." and "..", which never leads out of the archive.
pub(super) fn normal(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => _ = steps.pop(),
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::testing::{pack, pack_bytes, pack_stored};
    use super::*;

    fn part(archive: &[u8], name: &str) -> Result<Option<Vec<u8>>, Reason> {
        Package::open(archive)?.part(name)
    }

    #[test]
    fn parts_are_found_by_name() {
        for archive in [pack(&[("a/B.xml", "bread")]), pack_stored(&[("a/B.xml", "bread")])] {
            assert_eq!(part(&archive, "a/b.xml"), Ok(Some(b"bread".to_vec())));
            assert_eq!(part(&archive, "b.xml"), Ok(None));
            let behind = [b"before".to_vec(), archive.clone()].concat();
            assert_eq!(part(&behind, "a/b.xml"), Ok(Some(b"bread".to_vec())));
        }
        let utf16: Vec<u8> = "\u{feff}<é/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let archive = pack_bytes(&[("a", &utf16)], 8);
        assert_eq!(Package::open(&archive).unwrap().text("a"), Ok(Some("<é/>".to_owned())));
    }

    #[test]
    fn targets_never_leave_the_archive() {
        assert_eq!(resolve("ppt/slides/slide1.xml", "../media/a.xml"), "ppt/media/a.xml");
        assert_eq!(resolve("word/document.xml", "/word/notes.xml"), "word/notes.xml");
        assert_eq!(resolve("word/document.xml", "../../../etc/passwd"), "etc/passwd");
        assert_eq!(resolve("a.xml", "./b.xml#top"), "b.xml");
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let zeros = "0".repeat(3 * FREE_BYTES);
        assert_eq!(part(&pack(&[("a", &zeros)]), "a"), Err(Reason::UnpacksTooLarge));
        // Each is allowed, but not all of them.
        let noise: String = "abcdefghijklmnopqrstuvw"
            .chars()
            .cycle()
            .step_by(7)
            .take(FREE_BYTES)
            .collect();
        let archive = pack(&[("a", &noise)]);
        let package = Package::open(&archive).unwrap();
        let read: Vec<_> = (0..65).map(|_| package.part("a").map(|_| ())).collect();
        assert_eq!(read[63], Ok(()));
        assert_eq!(read[64], Err(Reason::UnpacksTooLarge));
    }

    #[test]
    fn too_many_parts_are_refused() {
        let names: Vec<String> = (0..=MAX_PARTS).map(|i| i.to_string()).collect();
        let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
        assert_eq!(part(&pack_stored(&parts), "1"), Err(Reason::UnpacksTooLarge));
        assert_eq!(part(&pack_stored(&parts[1..]), "1"), Ok(Some(Vec::new())));
    }

    #[test]
    fn what_is_locked_or_old_is_told() {
        let mut archive = pack(&[("a", "bread")]);
        let directory = archive.windows(4).position(|window| window == DIRECTORY_ENTRY).unwrap();
        archive[directory + 8] |= 1;
        assert_eq!(part(&archive, "a"), Err(Reason::Encrypted));
        let old = [COMPOUND_FILE, &[0; 600]].concat();
        assert_eq!(part(&old, "a"), Err(Reason::OldOffice));
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(part(&[old, name].concat(), "a"), Err(Reason::Encrypted));
    }

    #[test]
    fn damage_is_found_wherever_it_is() {
        let archive = pack(&[("a", "bread and butter and bread and butter")]);
        for len in 0..archive.len() {
            assert_eq!(part(&archive[..len], "a"), Err(Reason::BrokenDocument), "{len} bytes");
        }
        for at in 0..archive.len() {
            let mut damaged = archive.clone();
            damaged[at] ^= 0x41;
            if let Ok(Some(content)) = part(&damaged, "a") {
                assert_eq!(content, b"bread and butter and bread and butter", "byte {at}");
            }
        }
    }
}
