//! Reads the archives that the program makes.

use std::collections::BTreeMap;
use std::io::Read;

use flate2::read::DeflateDecoder;

/// The parts of an archive, with the text of each.
pub fn unpacked(archive: &[u8]) -> BTreeMap<String, String> {
    let number = |at: usize, bytes: usize| {
        let read = archive[at..at + bytes].iter().rev();
        read.fold(0_usize, |number, byte| number << 8 | usize::from(*byte))
    };
    let (mut parts, mut at) = (BTreeMap::new(), 0);
    while archive[at..].starts_with(b"PK\x03\x04") {
        let (packed, name_len) = (number(at + 18, 4), number(at + 26, 2));
        let (name, content) = (at + 30, at + 30 + name_len + number(at + 28, 2));
        let mut text = String::new();
        let mut decoder = DeflateDecoder::new(&archive[content..content + packed]);
        decoder.read_to_string(&mut text).unwrap();
        let name = String::from_utf8(archive[name..name + name_len].to_vec()).unwrap();
        assert_eq!(parts.insert(name, text), None);
        at = content + packed;
    }
    assert!(archive[at..].starts_with(b"PK\x01\x02"), "the directory follows");
    parts
}
