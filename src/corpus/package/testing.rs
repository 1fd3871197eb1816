//! Makes archives for tests.

use super::packing::{DEFLATED, Packer, STORED};

/// Packs texts, each under its name.
pub(in crate::corpus) fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts: Vec<_> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    pack_bytes(&parts, DEFLATED)
}

/// Packs texts without compression, each under its name.
pub(in crate::corpus) fn pack_stored(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts: Vec<_> = parts.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    pack_bytes(&parts, STORED)
}

/// Packs parts with a method of compression.
pub(in crate::corpus) fn pack_bytes(parts: &[(&str, &[u8])], method: u16) -> Vec<u8> {
    let mut packer = Packer::new(Vec::new());
    for (name, content) in parts {
        packer.add_by(method, name, content).unwrap();
    }
    packer.finish().unwrap()
}
