//! Words: where they stand in a text, and the form in which they are compared.
//!
//! Borders follow Unicode Standard Annex #29; on top of it, the many spellings of an acronym meet
//! ("U.S.", "US" and "u.s.a." are one word), a possessive is its owner, and signs belong to the letters that would be
//! another name without them ("C++", "R&D"). Where a script has no spaces, words are
//! those of a dictionary (`spaceless.rs`). Stop words and stemming are a matter of one language and of the index: they
//! are not done here.

mod spaceless;

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

pub use spaceless::is_spaceless;

use super::fold::fold;

/// "R&D" and "AT&T" are names; "salt&pepper" is two words.
const MAX_LETTERS_BESIDE_AND: usize = 3;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The range of the word, in bytes of the text it was found in.
    pub range: Range<usize>,
    /// The folded form, never empty.
    pub folded: String,
}

/// Finds the words of `text` in reading order.
///
/// ```
/// use verbatim::text::words::words;
/// let folded: Vec<String> = words("The U.S.A. didn’t renew Iran’s 2,015 deals")
///     .map(|word| word.folded)
///     .collect();
/// assert_eq!(folded, ["the", "us", "didnt", "renew", "iran", "2015", "deals"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = Word> + '_ {
    borders(text).filter_map(|(start, word)| {
        let folded = fold_word(word);
        // Annex #29 splits "U.S.’s" after its last stop.
        let is_possessive_ending = folded == "s" && text[..start].ends_with(['\'', '’']);
        (!folded.is_empty() && !is_possessive_ending).then(|| Word {
            range: start..start + word.len(),
            folded,
        })
    })
}

/// The words as they are written, each with its place.
fn borders(text: &str) -> impl Iterator<Item = (usize, &str)> {
    spaceless::stretches(text).flat_map(|stretch| {
        let (start, text) = (stretch.start, stretch.text);
        let with_spaces = (!stretch.is_spaceless).then(|| with_signs(text));
        let without = stretch.is_spaceless.then(|| spaceless::segments(text));
        let words = with_spaces.into_iter().flatten().chain(without.into_iter().flatten());
        words.map(move |(at, word)| (start + at, word))
    })
}

/// The words of Annex #29, with the signs that make a name of one letter ("C++", "F#") or of a few ("AT&T").
fn with_signs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut words = text.unicode_word_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = words.next()?;
        let mut end = start + first.len();
        if letters(first) <= MAX_LETTERS_BESIDE_AND {
            let is_joined = |end: usize, (next, word): &(usize, &str)| {
                *next == end + 1 && text[end..].starts_with('&') && letters(word) <= MAX_LETTERS_BESIDE_AND
            };
            while let Some((next, word)) = words.next_if(|next| is_joined(end, next)) {
                end = next + word.len();
            }
        }
        if first.len() == end - start && first.chars().nth(1).is_none() && first.chars().all(char::is_alphabetic) {
            end += signs_len(&text[end..]);
        }
        Some((start, &text[start..end]))
    })
}

fn letters(word: &str) -> usize {
    word.strip_suffix("'s")
        .or(word.strip_suffix("’s"))
        .unwrap_or(word)
        .chars()
        .count()
}

/// The length of the signs that belong to the letter in front of `rest`; in "A+B" none does.
fn signs_len(rest: &str) -> usize {
    let len = ["++", "+", "#"]
        .iter()
        .find(|signs| rest.starts_with(**signs))
        .map_or(0, |signs| signs.len());
    let ends = |c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#');
    match rest[len..].chars().next() {
        Some(next) if len < 2 && !ends(next) => 0,
        _ => len,
    }
}

fn fold_word(word: &str) -> String {
    let mut folded = fold(word);
    if let Some(owner) = folded.strip_suffix("'s") {
        folded.truncate(owner.len());
    }
    folded.retain(|c| c != '\'');
    if is_dotted_acronym(&folded) || is_grouped_number(&folded) {
        folded.retain(|c| c != '.' && c != ',');
    }
    if folded == "usa" {
        folded.truncate("us".len());
    }
    folded
}

/// "u.s", "u.s.a": single letters between full stops. Annex #29 leaves the last stop out of the word.
fn is_dotted_acronym(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|part| {
            let mut letters = part.chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
        })
}

/// "1,000,000": a number whose thousands are set apart by commas.
fn is_grouped_number(word: &str) -> bool {
    word.contains(',')
        && word
            .split(',')
            .enumerate()
            .all(|(i, group)| group.bytes().all(|b| b.is_ascii_digit()) && (i == 0 || group.len() == 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).map(|word| word.folded).collect()
    }

    #[test]
    fn spellings_of_an_acronym_meet() {
        for spelling in ["U.S.", "US", "us", "u.s.a.", "USA", "U.S.A", "U.S.’s"] {
            assert_eq!(folded(spelling), ["us"], "{spelling}");
        }
        assert_eq!(folded("the U.N. and the UN"), ["the", "un", "and", "the", "un"]);
    }

    #[test]
    fn hyphens_part_words() {
        assert_eq!(folded("U.S.-Iran trust-building"), ["us", "iran", "trust", "building"]);
    }

    #[test]
    fn decimals_and_domains_stay_whole() {
        assert_eq!(folded("3.67 example.com"), ["3.67", "example.com"]);
    }

    #[test]
    fn signs_belong_to_the_name_that_they_make() {
        assert_eq!(
            folded("C++, C# or C? (C++17, F#.)"),
            ["c++", "c#", "or", "c", "c++", "17", "f#"]
        );
        assert_eq!(
            folded("D&D at AT&T’s, an A+ in R&D"),
            ["d&d", "at", "at&t", "an", "a+", "in", "r&d"]
        );
        assert_eq!(
            folded("Node.js, Notepad++ #1 18+ A+B x#y"),
            ["node.js", "notepad", "1", "18", "a", "b", "x", "y"]
        );
        assert_eq!(folded("salt&pepper & D & D"), ["salt", "pepper", "d", "d"]);
    }

    #[test]
    fn scripts_without_spaces_have_words() {
        assert_eq!(folded("ราคาน้ำมันวันนี้").len(), 4);
        assert_eq!(
            folded("เปิด Wi-Fi ทุกวัน 2,015 บาท"),
            [&fold("เปิด"), "wi", "fi", &fold("ทุก"), &fold("วัน"), "2015", &fold("บาท")]
        );
        for text in ["ကောင်းကင်ဘာကြောင့်ပြာသလဲ", "បណ្ណាល័យស្ថិតនៅខាងកើតទីក្រុង", "ສະລອຍນ້ຳເປີດເວລາໃດ"]
        {
            let found: Vec<_> = words(text).map(|word| &text[word.range]).collect();
            assert!((4..8).contains(&found.len()), "{found:?}");
            assert_eq!(found.concat(), text);
        }
    }

    #[test]
    fn ranges_point_at_the_word() {
        let text = "“Iran’s” co\u{ad}operation";
        let found: Vec<&str> = words(text).map(|word| &text[word.range]).collect();
        assert_eq!(found, ["Iran’s", "co\u{ad}operation"]);
    }
}
