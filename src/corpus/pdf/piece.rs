//! The pieces of a line: glyphs, with accents that are printed over a letter composed with it, and their words.

use unicode_normalization::UnicodeNormalization;

use super::glyphs::{UNKNOWN, WORD_GAP};

/// The gap below which two glyphs stand side by side.
pub(super) const NO_ROOM: f64 = 0.05;

/// The bullets of Word's Symbol font.
const BULLETS: &[char] = &['\u{f0b7}', '\u{f0a7}'];

/// A glyph of a line, or several at one place.
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) start: f64,
    pub(super) end: f64,
    pub(super) down: f64,
    pub(super) size: f64,
    pub(super) is_bold: bool,
    /// True if it is struck out.
    pub(super) is_struck: bool,
}

/// Puts accents that are printed over a letter (´e) into one character with it.
pub(super) fn compose_accents(pieces: &mut Vec<Piece>) {
    let mut at = 0;
    while at + 1 < pieces.len() {
        let (one, two) = (&pieces[at], &pieces[at + 1]);
        let is_over = two.start < one.end - 0.5 * (one.end - one.start) && one.start < two.end;
        let (accent, letter) = if combining(&one.text).is_some() {
            (combining(&one.text), two)
        } else {
            (combining(&two.text), one)
        };
        match accent.filter(|_| is_over && letter.text.chars().all(char::is_alphabetic)) {
            Some(accent) => {
                let text = format!("{}{accent}", dotted(&letter.text)).nfc().collect();
                // An accent may be wider than its letter, but takes no room.
                let (start, end) = (letter.start, letter.end);
                pieces[at] = Piece {
                    text,
                    start,
                    end,
                    ..pieces.remove(at + 1)
                };
            }
            None => at += 1,
        }
    }
}

/// The letter that is meant where one without its dot has an accent.
fn dotted(letter: &str) -> &str {
    match letter {
        "ı" => "i",
        "ȷ" => "j",
        letter => letter,
    }
}

/// The combining form of an accent that stands by itself.
pub(super) fn combining(text: &str) -> Option<char> {
    Some(match text {
        "`" | "\u{2cb}" => '\u{300}',
        "´" | "\u{2ca}" => '\u{301}',
        "^" | "ˆ" => '\u{302}',
        "~" | "˜" => '\u{303}',
        "¯" => '\u{304}',
        "˘" => '\u{306}',
        "˙" => '\u{307}',
        "¨" => '\u{308}',
        "˚" => '\u{30a}',
        "˝" => '\u{30b}',
        "ˇ" => '\u{30c}',
        "¸" => '\u{327}',
        "˛" => '\u{328}',
        _ => return None,
    })
}

/// True for a private character that a letter touches on its left: it is one of the word, not a picture beside it.
pub(super) fn is_lost_letter(pieces: &[Piece], at: usize, size: f64) -> bool {
    let piece = &pieces[at];
    let is_private = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}') && !BULLETS.contains(&c);
    let before = at.checked_sub(1).map(|before| &pieces[before]);
    piece.text.chars().all(is_private)
        && before.is_some_and(|before| {
            (piece.start - before.end).abs() <= NO_ROOM * size && before.text.ends_with(char::is_alphabetic)
        })
}

/// True for an unknown glyph that a line begins with, apart from the word after it: it marks an item.
pub(super) fn is_bullet(pieces: &[Piece], at: usize, size: f64) -> bool {
    let [piece, rest @ ..] = &pieces[at..] else {
        return false;
    };
    let next = rest.iter().find(|next| !next.text.trim().is_empty());
    piece.text.starts_with(UNKNOWN)
        && pieces[..at].iter().all(|before| before.text.trim().is_empty())
        && next
            .is_some_and(|next| next.start - piece.end > WORD_GAP * size && next.text.starts_with(char::is_alphabetic))
}

/// Appends characters, with ligatures opened and never two spaces in a row.
pub(super) fn push_words(text: &mut String, characters: &str) {
    for c in characters.nfc() {
        match c {
            ' ' if text.is_empty() || text.ends_with(' ') => {}
            '\u{fb00}' => text.push_str("ff"),
            '\u{fb01}' => text.push_str("fi"),
            '\u{fb02}' => text.push_str("fl"),
            '\u{fb03}' => text.push_str("ffi"),
            '\u{fb04}' => text.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => text.push_str("st"),
            c if BULLETS.contains(&c) => text.push('•'),
            // Signs that can't be seen and only say where a line may break; and private characters, which are pictures.
            '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}' => {}
            c => text.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, start: f64, end: f64) -> Piece {
        Piece {
            text: text.to_owned(),
            start,
            end,
            down: 0.0,
            size: 10.0,
            is_bold: false,
            is_struck: false,
        }
    }

    fn composed(mut pieces: Vec<Piece>) -> String {
        compose_accents(&mut pieces);
        pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    #[test]
    fn a_letter_without_its_dot_has_it_below_no_other_accent() {
        assert_eq!(
            composed(vec![
                piece("¨", 8.8, 13.8),
                piece("ı", 9.9, 12.7),
                piece("v", 12.7, 17.0)
            ]),
            "ïv"
        );
        assert_eq!(composed(vec![piece("ı", 9.9, 12.7), piece("ş", 12.7, 17.0)]), "ış");
    }

    #[test]
    fn an_accent_takes_no_room() {
        let mut pieces = vec![piece("˚", 4.3, 11.8), piece("a", 5.6, 10.6)];
        compose_accents(&mut pieces);
        let [one] = &pieces[..] else { panic!("one letter") };
        assert_eq!((one.text.as_str(), one.start, one.end), ("å", 5.6, 10.6));
    }
}
