//! The terms of the passages, as sentences are compared by them: made when a passage is first looked at, and kept.
//!
//! Not here: how much a term says (`reading.rs`), and finding passages by terms ([`crate::index`]).

use std::sync::OnceLock;

use crate::corpus::{Article, Passage};
use crate::index::{Generation, PassageId};

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
        let mut whole = in_text.clone();
        for heading in article.headings(passage) {
            whole.extend(hashes(heading));
        }
        whole.extend(hashes(&article.title));
        Self {
            sentences,
            text: sorted(in_text),
            whole: sorted(whole),
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

fn sorted(mut terms: Vec<TermHash>) -> Box<[TermHash]> {
    terms.sort_unstable();
    terms.dedup();
    terms.into_boxed_slice()
}
