//! Finds text that was encoded as UTF-8 twice: each byte of "ü" was taken for a character of Windows-1252, so that it
//! reads "Ã¼".

use encoding_rs::WINDOWS_1252;

/// A character that is spelt by the bytes of its UTF-8.
#[derive(Debug)]
pub(super) struct Twice<'a> {
    /// The offset in the text, in bytes.
    pub(super) at: usize,
    pub(super) spelt: &'a str,
    pub(super) meant: char,
}

/// The first such character of a text; `None` if it has no such character.
pub(super) fn first_twice(text: &str) -> Option<Twice<'_>> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let leads = matches!(byte_of(c), Some(0xc2..=0xc5 | 0xe2));
        if let Some((spelt, meant)) = leads.then(|| spelt(&text[at..])).flatten() {
            // "FUNÇÃ”", a word in capitals before a quotation mark, is correct as it stands.
            let ends_capitals = !before.is_lowercase() && spelt.ends_with(is_closer);
            if !ends_capitals {
                return Some(Twice { at, spelt, meant });
            }
        }
        before = c;
    }
    None
}

/// The character that the beginning of a text spells, and the spelling; `None` unless it is a letter or a sign of
/// Western texts.
fn spelt(text: &str) -> Option<(&str, char)> {
    let mut bytes = [0; 3];
    let len = if byte_of(text.chars().next()?)? == 0xe2 { 3 } else { 2 };
    let mut end = 0;
    for (slot, c) in bytes[..len].iter_mut().zip(text.chars()) {
        *slot = byte_of(c)?;
        end += c.len_utf8();
    }
    let meant = std::str::from_utf8(&bytes[..len]).ok()?.chars().next()?;
    let is_usual = matches!(meant, '\u{a0}'..='\u{17f}' | '\u{2010}'..='\u{2026}' | '€' | '™');
    is_usual.then(|| (&text[..end], meant))
}

/// True if a character may stand right after a word.
fn is_closer(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '»' | '›' | '…' | '–' | '—' | '\u{a0}')
}

/// The byte for a character beyond ASCII in Windows-1252, or in ISO 8859-1 where Windows-1252 has no such byte.
fn byte_of(c: char) -> Option<u8> {
    if matches!(c, '\u{80}'..='\u{ff}') {
        return u8::try_from(u32::from(c)).ok();
    }
    let mut buffer = [0; 4];
    let (bytes, _, has_none) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    match *bytes {
        [byte] if !has_none && !byte.is_ascii() => Some(byte),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_spelt_by_their_bytes_are_found() {
        for (text, spelt, meant) in [
            ("Die TÃ¼r", "Ã¼", 'ü'),
            ("donâ€™t", "â€™", '’'),
            ("don\u{e2}\u{80}\u{99}t", "\u{e2}\u{80}\u{99}", '’'),
            ("Müller, maÅ‚y", "Å‚", 'ł'),
            ("costs 5Â€, 5Â°C", "Â°", '°'),
        ] {
            let found = first_twice(text).map(|twice| (Some(twice.at), twice.spelt, twice.meant));
            assert_eq!(found, Some((text.find(spelt), spelt, meant)), "{text}");
        }
    }

    #[test]
    fn letters_that_also_lead_such_a_spelling_are_left_alone() {
        for text in [
            "Die Tür",
            "São Paulo, SÃO",
            "« MAÇÃ » “FUNÇÃ”",
            "Ångström, Äpfel",
            "«Â» hâte",
            "Привет",
        ] {
            assert!(first_twice(text).is_none(), "{text}");
        }
    }
}
