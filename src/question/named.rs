//! The things that a question names by a number, a letter or signs, as some heading does: "rule 5", "part II", "C++".
//!
//! Not here: what counts as such a name ([`crate::text::numbered`]).

use std::ops::Range;

use super::lists::has;
use super::worded::{Edit, Worded};
use crate::index::{PlacedTerm, Vocabulary};
use crate::text::language::Language;
use crate::text::numbered::{Numbered, named_by_question};

/// Those that headings name too, each with its bytes in the question.
pub(super) fn named(question: &Worded, vocabulary: &Vocabulary) -> Vec<(Numbered, Range<usize>)> {
    let mut named = named_by_question(question.text(), question.words());
    named.retain(|(thing, _)| vocabulary.written(thing).is_some());
    named
}

/// "Part II" for "part 2" and "the second part", where a heading has it so.
pub(super) fn as_written(question: &Worded, vocabulary: &Vocabulary) -> Vec<Edit<'static>> {
    let mut edits: Vec<Edit<'static>> = Vec::new();
    for (thing, range) in named(question, vocabulary) {
        let is_free = edits.last().is_none_or(|last| last.range.end <= range.start);
        if let Some(written) = vocabulary.written(&thing).filter(|_| is_free) {
            edits.push(Edit {
                range,
                text: written.to_owned().into(),
            });
        }
    }
    edits.retain(|edit| question.text()[edit.range.clone()] != *edit.text);
    edits
}

/// True if a question has no other words of content than names: "what does rule 5 say?", "what happens in part 1?"
pub(super) fn is_all_name(
    question: &Worded,
    named: &[(Numbered, Range<usize>)],
    words: &[(Language, Vec<PlacedTerm>)],
) -> bool {
    let asks_for_all = |word: &Range<usize>| {
        let mut all = question.words().iter();
        all.any(|asked| asked.range.start == word.start && has("happening", &asked.folded))
    };
    let is_named = |word: &Range<usize>| {
        let mut ranges = named.iter().map(|(_, range)| range);
        ranges.any(|range| range.start <= word.start && word.end <= range.end)
    };
    let content = words.iter().map(|(_, words)| words).min_by_key(|words| words.len());
    !named.is_empty() && content.is_some_and(|words| words.iter().all(|(word, _)| is_named(word) || asks_for_all(word)))
}
