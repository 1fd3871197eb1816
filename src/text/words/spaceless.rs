//! Scripts that are written without spaces between words: Thai, Lao, Burmese and Khmer, by dictionaries (ICU4X).
//!
//! Annex #29 leaves them to such dictionaries and makes a word of each letter, which any text has. Chinese and Japanese
//! are not done here: an ideograph says something by itself.

use std::sync::LazyLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use unicode_normalization::char::is_combining_mark;

/// A line of these scripts is broken between words and nowhere else. The segmenter for words finds the same borders,
/// but brings the dictionary of Chinese and Japanese along, which is larger than all the others.
static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
    LazyLock::new(|| LineSegmenter::new_dictionary(LineBreakOptions::default()));

/// A piece of a text that is in one of these scripts throughout, or nowhere.
pub(super) struct Stretch<'a> {
    /// The offset in the text where it begins, in bytes.
    pub(super) start: usize,
    pub(super) text: &'a str,
    pub(super) is_spaceless: bool,
}

/// True if `c` is a letter, or a mark on one, of a script without spaces between words.
#[must_use]
pub fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}')
        && (c.is_alphabetic() || is_combining_mark(c))
}

/// The text, cut where it changes to or from such a script.
pub(super) fn stretches(text: &str) -> impl Iterator<Item = Stretch<'_>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..)?;
        let is_first = is_spaceless(rest.chars().next()?);
        let len = rest.find(|c| is_spaceless(c) != is_first).unwrap_or(rest.len());
        let stretch = Stretch {
            start,
            text: &rest[..len],
            is_spaceless: is_first,
        };
        start += len;
        Some(stretch)
    })
}

/// The words of a stretch, each with its place. A letter that is left alone between two words is none.
pub(super) fn segments(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    SEGMENTER.segment_str(text).filter_map(move |end| {
        let word = (start, text.get(start..end)?);
        start = end;
        (word.1.chars().nth(1).is_some()).then_some(word)
    })
}
