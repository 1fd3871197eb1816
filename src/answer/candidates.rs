//! Candidates: the passages worth scoring, with everything that ranking needs to know about them.
//!
//! They are the passages that the words find together with those that the vectors find, so neither half can lose a
//! passage that the other has found. Not here: which of them answers best (`rank.rs`).

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::corpus::Article;
use crate::index::{Generation, PassageId, QueryEmbedding, StoreError, Vectors};
use crate::question::Reading;

use super::lexical::{PassageTerms, TermCache};

/// The number of nearest sentences whose passages become candidates.
const NEAREST_SENTENCES: usize = 48;

/// The number of passages that become candidates because their headings are nearest to the question.
const NEAREST_HEADINGS: usize = 16;

/// The number of passages that become candidates as the best by BM25.
const LEXICAL_PASSAGES: usize = 24;

/// A passage worth scoring.
pub(super) struct Candidate<'a> {
    pub(super) id: PassageId,
    pub(super) article: Arc<Article>,
    /// Its index among the article's passages.
    pub(super) passage: usize,
    pub(super) terms: &'a PassageTerms,
    /// The vectors of the generation, those of the passage's sentences and headings among them.
    pub(super) vectors: &'a Vectors,
}

/// Returns the candidates in reading order: at least `limit` from each half, if it finds so many.
pub(super) fn candidates<'a>(
    generation: &'a Generation,
    terms: &'a TermCache,
    reading: &Reading,
    embedding: &QueryEmbedding,
    limit: usize,
) -> Result<Vec<Candidate<'a>>, StoreError> {
    let mut candidates = Vec::new();
    for id in found(generation, reading, embedding, limit)? {
        let Some((index, passage)) = generation.articles().locate(id) else {
            continue;
        };
        let article = generation.articles().get(index)?;
        let terms = terms.of(generation, id, &article, passage);
        candidates.extend(terms.map(|terms| Candidate {
            id,
            article,
            passage,
            terms,
            vectors: generation.vectors(),
        }));
    }
    Ok(candidates)
}

fn found(
    generation: &Generation,
    reading: &Reading,
    embedding: &QueryEmbedding,
    limit: usize,
) -> Result<BTreeSet<PassageId>, StoreError> {
    let hits = generation
        .retrieval()
        .search(&reading.terms, LEXICAL_PASSAGES.max(limit))?;
    let mut found: BTreeSet<PassageId> = hits.into_iter().map(|hit| hit.passage).collect();
    let vectors = generation.vectors();
    // A passage has about four sentences, and several of them may be among the nearest.
    let nearest = vectors.nearest_sentences(embedding, NEAREST_SENTENCES.max(4 * limit));
    found.extend(
        nearest
            .into_iter()
            .filter_map(|(sentence, _)| Some(vectors.locate_sentence(sentence)?.0)),
    );
    let nearest = vectors.nearest_headings(embedding, NEAREST_HEADINGS);
    found.extend(nearest.into_iter().map(|(passage, _)| passage));
    Ok(found)
}
