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

/// Returns the candidates in reading order: at least `limit` from each half, if there are as many. With `article`, the
/// index of an article, all of them are from that one.
pub(super) fn candidates<'a>(
    generation: &'a Generation,
    terms: &'a TermCache,
    reading: &Reading,
    embedding: &QueryEmbedding,
    (article, limit): (Option<usize>, usize),
) -> Result<Vec<Candidate<'a>>, StoreError> {
    let mut candidates = Vec::new();
    for id in found(generation, reading, embedding, (article, limit))? {
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
    (article, limit): (Option<usize>, usize),
) -> Result<BTreeSet<PassageId>, StoreError> {
    // The best of one article may come after any number of others.
    let search_for = |wanted: usize| if article.is_some() { usize::MAX } else { wanted };
    let is_searched = |passage: &PassageId| {
        let of = || generation.articles().locate(*passage).map(|(of, _)| of);
        article.is_none() || of() == article
    };
    let wanted = LEXICAL_PASSAGES.max(limit);
    let hits = generation.retrieval().search(&reading.terms, search_for(wanted))?;
    let hits = hits.into_iter().map(|hit| hit.passage);
    let mut found: BTreeSet<PassageId> = hits.filter(is_searched).take(wanted).collect();
    let vectors = generation.vectors();
    // A passage has about four sentences, and several of them may be among the nearest.
    let wanted = NEAREST_SENTENCES.max(4 * limit);
    let nearest = vectors.nearest_sentences(embedding, search_for(wanted)).into_iter();
    let nearest = nearest.filter_map(|(sentence, _)| Some(vectors.locate_sentence(sentence)?.0));
    found.extend(nearest.filter(is_searched).take(wanted));
    let nearest = vectors.nearest_headings(embedding, search_for(NEAREST_HEADINGS));
    let nearest = nearest.into_iter().map(|(passage, _)| passage);
    found.extend(nearest.filter(is_searched).take(NEAREST_HEADINGS));
    Ok(found)
}
