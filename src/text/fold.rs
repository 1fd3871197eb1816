//! Unicode folding: the form in which two spellings of the same word compare equal.
//!
//! Folded text is for comparing and indexing only. What is shown to a person is never folded.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// U+00AD, a hint where a word may be broken; it does not belong to the word.
pub const SOFT_HYPHEN: char = '\u{ad}';

/// Folds `text` for comparison: compatibility forms (NFKC), case, diacritics, typographic
/// apostrophes and invisible characters no longer make a difference.
///
/// ```
/// assert_eq!(verbatim::text::fold::fold("Naïve  “ﬁ” Don’t"), "naive  “fi” don't");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd()
        .filter(|&c| !is_accent(c) && !is_invisible(c))
        .map(straighten_apostrophe)
        .flat_map(char::to_lowercase)
        .nfc()
        .collect()
}

/// True if `c` is a mark that people leave out as they please. Those of India and South-East Asia are vowels and tones,
/// and those of Japanese make another letter.
fn is_accent(c: char) -> bool {
    let is_letter = matches!(c, '\u{900}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3099}' | '\u{309a}');
    is_combining_mark(c) && !is_letter
}

/// Folds `text` as [`fold`] does, but keeps its diacritics: for stemmers, which tell endings by them.
///
/// ```
/// assert_eq!(verbatim::text::fold::fold_but_diacritics("Négociée “ﬁ” L’Été"), "négociée “fi” l'été");
/// ```
#[must_use]
pub fn fold_but_diacritics(text: &str) -> String {
    text.nfkc()
        .filter(|&c| !is_invisible(c))
        .map(straighten_apostrophe)
        .flat_map(char::to_lowercase)
        .nfc()
        .collect()
}

/// True if `c` takes no room and carries no meaning of its own: soft hyphen, zero-width characters, byte order mark,
/// and the controls that change the direction of writing.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        SOFT_HYPHEN
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

/// True if reading an article removes `c` from its text, since it takes no room in any script. (Joiners and direction
/// marks stay: in Persian, Arabic or emoji they carry meaning.)
#[must_use]
pub fn is_invisible_in_prose(c: char) -> bool {
    matches!(c, SOFT_HYPHEN | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Replaces every run of white space, no-break spaces included, by one space, and trims the ends.
///
/// ```
/// assert_eq!(verbatim::text::fold::collapse_white_space(" a\u{a0}\n b "), "a b");
/// ```
#[must_use]
pub fn collapse_white_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn straighten_apostrophe(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{ff07}' => '\'',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_diacritics_and_width_do_not_matter() {
        assert_eq!(fold("ÉCOLE"), fold("école"));
        assert_eq!(fold("Ｔｒｕｓｔ"), "trust");
        assert_eq!(fold("Müller"), "muller");
    }

    #[test]
    fn marks_that_are_letters_stay() {
        for word in ["น้ำ", "हिन्दी", "ကျောင်း", "កុំ"] {
            assert_eq!(fold(word).chars().count(), word.nfkd().count(), "{word}");
        }
        assert_ne!(fold("はな"), fold("ばな"));
        assert_ne!(fold("パン"), fold("ハン"));
    }

    #[test]
    fn invisible_characters_vanish() {
        assert_eq!(fold("co\u{ad}oper\u{200b}ation"), "cooperation");
    }

    #[test]
    fn curly_and_straight_apostrophes_meet() {
        assert_eq!(fold("Iran’s"), fold("Iran's"));
    }
}
