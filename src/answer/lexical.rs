//! The terms of the passages, as sentences are compared by them: made when a passage is first looked at, and kept.
//!
//! Not here: how much a term says (`reading.rs`), and finding passages by terms ([`crate::index`]).

use std::sync::OnceLock;

use crate::corpus::{Article, Passage};
use crate::index::{Generation, PassageId};
use crate::text::numbered::{Numbered, numbered};
use crate::text::words::words;

use super::reading::{TermHash, term_hash};

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
    /// What title and headings name by a number.
    pub(super) numbered: Vec<Numbered>,
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

    /// The terms of a passage of `article`; `None` if the generation has no such passage.
    pub(super) fn of(
        &self,
        generation: &Generation,
        id: PassageId,
        article: &Article,
        passage: &Passage,
    ) -> Option<&PassageTerms> {
        let slot = self.0.get(id.0 as usize)?;
        Some(slot.get_or_init(|| PassageTerms::new(generation, article, passage)))
    }

    /// The terms of a passage that was looked at before.
    pub(super) fn looked_at(&self, id: PassageId) -> Option<&PassageTerms> {
        self.0.get(id.0 as usize)?.get()
    }
}

impl PassageTerms {
    fn new(generation: &Generation, article: &Article, passage: &Passage) -> Self {
        let hashes = |text: &str| {
            let terms = generation.analyze(text, article.language);
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
        let above = || headings.iter().chain([&article.title]);
        let points = passage
            .sentences
            .iter()
            .map(|range| points(&text[range.clone()], generation))
            .collect();
        Self {
            whole: sorted(
                above()
                    .flat_map(|text| hashes(text))
                    .chain(in_text.iter().copied())
                    .collect(),
            ),
            sentences,
            text: sorted(in_text),
            innermost: sorted(hashes(innermost)),
            numbered: above().flat_map(|text| numbered(text)).collect(),
            wording: wording(innermost),
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

/// Whether a sentence only points to an answer: a question, a lead-in ("These are forbidden:"), or an entry of a table
/// of contents, which repeats a heading.
fn points(sentence: &str, generation: &Generation) -> bool {
    let end = sentence.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '”' | '’' | '*' | '_' | ')'));
    end.ends_with(['?', ':', '？', '：']) || generation.is_heading(sentence)
}

/// The words of a text, function words included, as one number: equal for texts that differ in case, white space and
/// punctuation alone. `None` if there are no words.
pub(super) fn wording(text: &str) -> Option<TermHash> {
    let folded: Vec<String> = words(text).map(|word| word.folded).collect();
    (!folded.is_empty()).then(|| term_hash(&folded.join(" ")))
}

fn sorted(mut terms: Vec<TermHash>) -> Box<[TermHash]> {
    terms.sort_unstable();
    terms.dedup();
    terms.into_boxed_slice()
}
