//! Makes archives for tests, and shows what was read.

use std::io::Write;

use flate2::Compression;
use flate2::Crc;
use flate2::write::DeflateEncoder;

use crate::corpus::document::{BlockKind, Document};

/// Packs texts, each under its name.
pub(super) fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts: Vec<_> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    pack_bytes(&parts, 8)
}

/// Packs texts without compression, each under its name.
pub(super) fn pack_stored(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts: Vec<_> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    pack_bytes(&parts, 0)
}

/// Packs parts with a method of compression.
pub(super) fn pack_bytes(parts: &[(&str, &[u8])], method: u16) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let mut crc = Crc::new();
        crc.update(content);
        let packed = if method == 8 {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(content).unwrap();
            encoder.finish().unwrap()
        } else {
            content.to_vec()
        };
        let mut facts = [20, 0, method, 0, 0].map(u16::to_le_bytes).concat();
        for number in [crc.sum() as usize, packed.len(), content.len()] {
            facts.extend(u32::try_from(number).unwrap().to_le_bytes());
        }
        facts.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        facts.extend([0; 2]);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&facts);
        directory.extend([0; 10]);
        directory.extend(u32::try_from(archive.len()).unwrap().to_le_bytes());
        directory.extend(name.as_bytes());
        archive.extend(b"PK\x03\x04");
        archive.extend(&facts);
        archive.extend(name.as_bytes());
        archive.extend(packed);
    }
    let start = archive.len();
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    for _ in 0..2 {
        archive.extend(u16::try_from(parts.len()).unwrap().to_le_bytes());
    }
    for number in [directory.len(), start] {
        archive.extend(u32::try_from(number).unwrap().to_le_bytes());
    }
    archive.extend([0; 2]);
    archive
}

/// The blocks of a document, each with a sign for its kind.
pub(super) fn shown(document: &Document) -> Vec<String> {
    let blocks = document.blocks.iter().map(|block| {
        let text = block.text.as_str();
        match block.kind {
            BlockKind::Heading(level) => format!("{level}# {text}"),
            BlockKind::Label => format!("label: {text}"),
            BlockKind::End(level) => format!("end {level}"),
            BlockKind::Text | BlockKind::Code => text.to_owned(),
        }
    });
    blocks.collect()
}
