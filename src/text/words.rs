//! Words: where they stand in a text, and the form in which they are compared.
//!
//! Borders follow Unicode Standard Annex #29; on top of it, the many spellings of an acronym meet
//! ("U.S.", "US" and "u.s.a." are one word), and a possessive is its owner. Where a script has no spaces, words are
//! those of a dictionary (`spaceless.rs`). Stop words and stemming are a matter of one language and of the index: they
//! are not done here.

mod spaceless;

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

pub use spaceless::is_spaceless;

use super::fold::fold;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where the word stands, in bytes of the text it was found in.
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
        // Annex #29 parts "U.S.’s" behind its last stop.
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
        let with_spaces = (!stretch.is_spaceless).then(|| text.unicode_word_indices());
        let without = stretch.is_spaceless.then(|| spaceless::segments(text));
        let words = with_spaces.into_iter().flatten().chain(without.into_iter().flatten());
        words.map(move |(at, word)| (start + at, word))
    })
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
