//! The pieces of a line: glyphs, with accents that are printed over a letter composed with it.

use unicode_normalization::UnicodeNormalization;

/// The gap from which a new word begins, in sizes of the font.
pub(super) const WORD_GAP: f64 = 0.17;

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
            (combining(&one.text), &two.text)
        } else {
            (combining(&two.text), &one.text)
        };
        match accent.filter(|_| is_over && letter.chars().all(char::is_alphabetic)) {
            Some(accent) => {
                pieces[at].text = format!("{letter}{accent}").nfc().collect();
                pieces[at].start = one_of(pieces, at, f64::min, |piece| piece.start);
                pieces[at].end = one_of(pieces, at, f64::max, |piece| piece.end);
                pieces.remove(at + 1);
            }
            None => at += 1,
        }
    }
}

fn one_of(pieces: &[Piece], at: usize, choose: fn(f64, f64) -> f64, of: fn(&Piece) -> f64) -> f64 {
    choose(of(&pieces[at]), of(&pieces[at + 1]))
}

/// The combining form of an accent that stands by itself.
fn combining(text: &str) -> Option<char> {
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
