//! The characters of glyphs by the names that their font has for them, where the file says nothing else.

use std::collections::HashMap;

use encoding_rs::MACINTOSH;
use hayro_font::{FontCache, FontGlyph};
use hayro_interpret::InterpreterSettings;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Array, Dict, FromBytes, Name, Object};

/// The names that a font program shares with all others: for ASCII, and then for the upper half of Macintosh's characters.
const FIRST_ASCII: u16 = 3;
const FIRST_MACINTOSH: u16 = 98;
const LAST_MACINTOSH: u16 = 225;
const FIRST_OWN: u16 = 258;

/// The meaning of a glyph's name in a font program.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Named {
    /// These characters.
    Characters(String),
    /// Something that is no character: a part of a large bracket.
    Nothing,
}

/// The names in a TrueType program, by the number of the glyph. Empty if it has none.
pub(super) fn of_program(data: &[u8], settings: &InterpreterSettings) -> HashMap<u32, Named> {
    let (numbers, own) = post(data).unwrap_or_default();
    let characters = characters(&own, settings);
    let named = |number: u16| -> Option<Named> {
        let shared = match number {
            FIRST_ASCII..FIRST_MACINTOSH => u8::try_from(number - FIRST_ASCII).ok()? + b' ',
            FIRST_MACINTOSH..=LAST_MACINTOSH => u8::try_from(number - FIRST_MACINTOSH).ok()? + 0x80,
            FIRST_OWN.. => {
                let at = usize::from(number - FIRST_OWN);
                let is_word = own.get(at)?.chars().all(char::is_alphabetic);
                let named = characters.get(at)?.clone().map(Named::Characters);
                // Many programs make up numbers for their glyphs.
                return named.or(is_word.then_some(Named::Nothing));
            }
            _ => return None,
        };
        Some(Named::Characters(MACINTOSH.decode(&[shared]).0.into_owned()))
    };
    let glyphs = (0..).zip(numbers);
    glyphs
        .filter_map(|(glyph, number)| Some((glyph, named(number)?)))
        .collect()
}

/// For each glyph the number of its name, and the names that the program adds.
fn post(data: &[u8]) -> Option<(Vec<u16>, Vec<String>)> {
    let number = |at: usize| Some(u16::from_be_bytes(data.get(at..at + 2)?.try_into().ok()?));
    let long = |at: usize| usize::try_from(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?)).ok();
    let tables = usize::from(number(4)?);
    let entry = (0..tables).map(|table| 12 + table * 16);
    let entry = entry.into_iter().find(|&at| data.get(at..at + 4) == Some(b"post"))?;
    let table = data.get(long(entry + 8)?..)?;
    let table = table.get(..long(entry + 12)?).unwrap_or(table);
    if table.get(..4)? != [0, 2, 0, 0] {
        return None;
    }
    let count = usize::from(u16::from_be_bytes(table.get(32..34)?.try_into().ok()?));
    let (numbers, mut rest) = table.get(34..)?.split_at_checked(count * 2)?;
    let numbers = numbers
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    let mut names = Vec::new();
    while let [len, after @ ..] = rest {
        let Some((name, after)) = after.split_at_checked(usize::from(*len)) else {
            break;
        };
        names.push(String::from_utf8_lossy(name).into_owned());
        rest = after;
    }
    Some((numbers.collect(), names))
}

/// The characters that names stand for, by the list that comes with the library: the names are given to a standard font.
fn characters(names: &[String], settings: &InterpreterSettings) -> Vec<Option<String>> {
    let mut found = Vec::with_capacity(names.len());
    for names in names.chunks(256) {
        let is_plain = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
        let names = names.iter().map(|name| if is_plain(name) { name } else { ".notdef" });
        let names = names.collect::<Vec<_>>().join(" /");
        let dict = format!(
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /Differences [0 /{names}] >> >>"
        );
        let cache = FontCache::new();
        let font = Dict::from_bytes(dict.as_bytes())
            .and_then(|dict| cache.font(&dict, &settings.font_resolver, &settings.cmap_resolver));
        let count = names.split('/').count();
        found.extend((0..count).zip(0..).map(|(_, code)| {
            let font = font.as_ref()?;
            match font.glyph(font.map_code(code), code) {
                FontGlyph::Outline(glyph) => glyph.as_unicode().map(|text| match text {
                    BfString::Char(c) => c.to_string(),
                    BfString::String(text) => text,
                }),
                FontGlyph::Type3(_) => None,
            }
        }));
    }
    found
}

/// The characters of a font's codes that are named by their numbers in Unicode, as Ghostscript does ("2014" for a dash).
/// The number ends with the code, so it can't be another one.
pub(super) fn of_codes(font: &Dict<'_>) -> HashMap<u32, char> {
    let encoding = font.get::<Dict<'_>>(b"Encoding");
    let Some(differences) = encoding.and_then(|encoding| encoding.get::<Array<'_>>(b"Differences")) else {
        return HashMap::new();
    };
    let mut codes = HashMap::new();
    let mut code = 0_u32;
    for object in differences.iter::<Object<'_>>() {
        match object {
            Object::Number(number) => code = u32::try_from(number.as_i64()).unwrap_or(0),
            Object::Name(name) => {
                codes.extend(numbered(&name, code).map(|c| (code, c)));
                code += 1;
            }
            _ => {}
        }
    }
    codes
}

fn numbered(name: &Name<'_>, code: u32) -> Option<char> {
    let name = std::str::from_utf8(name).ok().filter(|name| name.len() == 4)?;
    let number = u32::from_str_radix(name, 16).ok()?;
    (number & 0xff == code && number > 0xff).then(|| char::from_u32(number))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_names_its_glyphs() {
        let mut table = vec![0, 2, 0, 0];
        table.extend([0; 28]);
        let numbers: [u16; 7] = [0, 36, 192, 135, 258, 259, 260];
        table.extend([0, 7]);
        table.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
        for name in ["ffi", "dangerous", "g17"] {
            table.push(u8::try_from(name.len()).unwrap());
            table.extend(name.bytes());
        }
        let mut program = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        program.extend(b"post");
        program.extend([0; 4]);
        program.extend(28_u32.to_be_bytes());
        program.extend(u32::try_from(table.len()).unwrap().to_be_bytes());
        program.extend(&table);
        let names = of_program(&program, &InterpreterSettings::default());
        let characters = |text: &str| Some(Named::Characters(text.to_owned()));
        let expected = [
            None,
            characters("A"),
            characters("ﬁ"),
            characters("•"),
            characters("ﬃ"),
            Some(Named::Nothing),
            None,
        ];
        for (glyph, expected) in (0..).zip(expected) {
            assert_eq!(names.get(&glyph).cloned(), expected, "{glyph}");
        }
        // Cut off anywhere, it has fewer names.
        for len in 0..program.len() {
            assert!(of_program(&program[..len], &InterpreterSettings::default()).len() <= names.len());
        }
    }
}
