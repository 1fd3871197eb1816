//! The terms of the passages, as sentences are compared by them: made when a passage is first looked at, and kept.
//!
//! Not here: how much a term says ([`crate::question`]), and finding passages by terms ([`crate::index`]).

use std::sync::OnceLock;

use crate::corpus::{Article, Passage};
use crate::index::{Generation, PassageId};
use crate::question::{TermHash, Worded, term_hash, wording};
use crate::text::dates::Date;
use crate::text::numbered::{Numbered, named_by_headings};
use crate::text::values::values;
use crate::text::words::words;

/// A line of fewer words, such as "Rule 5." or "Day 1", is a name.
const MIN_STATEMENT_WORDS: usize = 4;

/// The terms of a passage.
#[derive(Debug)]
pub(super) struct PassageTerms {
    /// Of each sentence, sorted.
    pub(super) sentences: Vec<Box<[TermHash]>>,
    /// Of all its sentences, sorted.
    pub(super) text: Box<[TermHash]>,
    /// Of its sentences, its headings and its article's title, sorted.
    pub(super) whole: Box<[TermHash]>,
    /// Of its innermost heading, or of the title where it has none, sorted.
    pub(super) innermost: Box<[TermHash]>,
    /// The things that title and headings name by a number or a letter, outermost first.
    pub(super) named: Vec<Numbered>,
    /// The values that each sentence gives.
    pub(super) values_of: Vec<Vec<Numbered>>,
    /// The values that text and headings give.
    pub(super) values: Vec<Numbered>,
    /// All words of that heading, function words included, as one number.
    pub(super) wording: Option<TermHash>,
    /// For each sentence, whether it points to an answer rather than being one.
    pub(super) points: Vec<bool>,
}

/// The terms of all passages that were looked at.
#[derive(Debug)]
pub(super) struct TermCache(Vec<OnceLock<PassageTerms>>);

impl TermCache {
    pub(super) fn new(generation: &Generation) -> Self {
        Self((0..generation.passage_count()).map(|_| OnceLock::new()).collect())
    }

    /// The terms of a passage, given by its index in `article`; `None` if there is no such passage.
    pub(super) fn of(
        &self,
        generation: &Generation,
        id: PassageId,
        article: &Article,
        passage: usize,
    ) -> Option<&PassageTerms> {
        let passage = article.passages.get(passage)?;
        let slot = self.0.get(id.0 as usize)?;
        Some(slot.get_or_init(|| PassageTerms::new(generation, article, passage)))
    }
}

impl PassageTerms {
    fn new(generation: &Generation, article: &Article, passage: &Passage) -> Self {
        let hashes = |text: &str| {
            let terms = generation.vocabulary().analyze(text, article.language);
            terms.iter().map(|term| term_hash(term)).collect::<Vec<_>>()
        };
        let text = article.passage_text(passage);
        let sentences: Vec<Box<[TermHash]>> = passage
            .sentences
            .iter()
            .map(|range| sorted(hashes(&text[range.clone()])))
            .collect();
        let in_text: Vec<TermHash> = sentences.iter().flat_map(|terms| terms.iter().copied()).collect();
        let headings = article.headings(passage);
        let innermost = headings.last().unwrap_or(&article.title);
        let mut above = hashes(&article.title);
        for heading in headings {
            above.extend(hashes(heading));
        }
        let points = passage
            .sentences
            .iter()
            .map(|range| {
                let sentence = &text[range.clone()];
                (range.end <= passage.lead && !states(sentence)) || points(sentence, generation)
            })
            .collect();
        let values_in = |text: &str| values(text, &words(text).collect::<Vec<_>>());
        let with_headings = article.with_title(headings).chain([text]);
        Self {
            values: with_headings.flat_map(values_in).collect(),
            values_of: passage
                .sentences
                .iter()
                .map(|range| values_in(&text[range.clone()]))
                .collect(),
            whole: sorted(in_text.iter().chain(&above).copied().collect()),
            sentences,
            text: sorted(in_text),
            innermost: sorted(hashes(innermost)),
            named: named_by_headings(article.with_title(headings))
                .into_iter()
                .map(|(thing, _)| thing)
                .collect(),
            wording: wording(Worded::new(innermost).words()),
            points,
        }
    }

    /// The share of terms that two passages have in common (the Jaccard index), from 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "counts of the terms of a passage")]
    pub(super) fn likeness(&self, other: &Self) -> f32 {
        let common = self
            .text
            .iter()
            .filter(|term| other.text.binary_search(term).is_ok())
            .count();
        let all = self.text.len() + other.text.len() - common;
        if all == 0 { 1.0 } else { common as f32 / all as f32 }
    }
}

/// True if a sentence of a lead-in says something itself: a whole sentence, "Gate code: 4711", or "Departure 9:30"; but
/// not "Figure 1: the pier", a date, or the header row of a table.
fn states(sentence: &str) -> bool {
    let sentence = sentence.trim();
    if let Some((name, value)) = sentence.split_once(": ") {
        return !name.contains(|c: char| c.is_numeric()) && !value.trim().is_empty();
    }
    if sentence.contains(" | ") || Date::parse(sentence).is_some() {
        return false;
    }
    let is_long = sentence.split_whitespace().count() >= MIN_STATEMENT_WORDS;
    let has_stop = sentence.ends_with(['.', '!', '。']);
    let has_figure = sentence.contains(|c: char| c.is_numeric());
    let has_time = sentence
        .split(':')
        .skip(1)
        .any(|after| after.starts_with(|c: char| c.is_ascii_digit()));
    has_time || (is_long && (has_stop || has_figure))
}

/// True if a sentence by itself only points to an answer: a question, a lead-in ("These are forbidden:"), an entry of a
/// table of contents, which repeats a heading, or a footnote that is an address.
fn points(sentence: &str, generation: &Generation) -> bool {
    let end = sentence.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '”' | '’' | '*' | '_' | ')'));
    end.ends_with(['?', ':', '？', '：']) || generation.vocabulary().is_heading(sentence) || is_reference(sentence)
}

/// True for a number followed by a web address alone, as in a list of references.
fn is_reference(sentence: &str) -> bool {
    let address = sentence.trim_start_matches(|c: char| c.is_ascii_digit() || "[]().^ ".contains(c));
    let is_numbered = sentence.starts_with(|c: char| c.is_ascii_digit() || c == '[');
    let is_address = address.starts_with("https://") || address.starts_with("http://");
    is_numbered && is_address && !address.trim_end().contains(char::is_whitespace)
}

fn sorted(mut terms: Vec<TermHash>) -> Box<[TermHash]> {
    terms.sort_unstable();
    terms.dedup();
    terms.into_boxed_slice()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_footnote_that_is_an_address_answers_nothing() {
        for reference in [
            "26 https://example.org/pay",
            "[3] http://example.org/",
            "3https://example.org/a",
        ] {
            assert!(is_reference(reference), "{reference}");
        }
        for text in [
            "https://example.org/",
            "2 euros, see https://example.org/",
            "3 https://example.org/ is ours",
        ] {
            assert!(!is_reference(text), "{text}");
        }
    }

    #[test]
    fn a_line_with_a_fact_states_something() {
        for line in [
            "Gate code: 4711",
            "Next round: Saturday",
            "Departure 9:30",
            "Adults 12 euros, children 6 euros a night",
            "Wi-Fi password is blue-otter-19",
            "The pier opens at noon.",
        ] {
            assert!(states(line), "{line}");
        }
        for line in [
            "Bob Smith",
            "Never allowed:",
            "Figure 1: the pier in spring",
            "Monday, 12 May 2025",
            "Rule 5.",
            "Day 1",
            "Tier | Price in 2025 | Price in 2026",
        ] {
            assert!(!states(line), "{line}");
        }
    }
}
