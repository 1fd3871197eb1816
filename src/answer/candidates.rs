//! Candidates: the passages worth scoring, from both halves of the search.
//!
//! The union of what the words find and what the vectors find, so that neither half can lose what the other has. Not
//! here: which of them answers best (`rank.rs`).

use std::collections::BTreeSet;

use crate::index::{Generation, PassageId, QueryEmbedding, StoreError};

use super::reading::Reading;

/// How many of the sentences nearest to the question bring their passage along.
const NEAREST_SENTENCES: usize = 48;

/// How many passages with the headings nearest to the question come along.
const NEAREST_HEADINGS: usize = 16;

/// How many of the best passages by BM25 come along.
const LEXICAL_PASSAGES: usize = 24;

/// The candidates in reading order, at least `limit` of each half if there are so many.
pub(super) fn candidates(
    generation: &Generation,
    reading: &Reading,
    embedding: &QueryEmbedding,
    limit: usize,
) -> Result<BTreeSet<PassageId>, StoreError> {
    let mut found: BTreeSet<PassageId> = generation
        .search(&reading.search_text, LEXICAL_PASSAGES.max(limit))?
        .into_iter()
        .map(|hit| hit.passage)
        .collect();
    // A passage has some four sentences, of which several may be near.
    let nearest = generation
        .vectors()
        .nearest_sentences(embedding, NEAREST_SENTENCES.max(4 * limit));
    found.extend(
        nearest
            .into_iter()
            .filter_map(|(sentence, _)| Some(generation.vectors().locate_sentence(sentence)?.0)),
    );
    let nearest = generation.vectors().nearest_headings(embedding, NEAREST_HEADINGS);
    found.extend(nearest.into_iter().map(|(passage, _)| passage));
    Ok(found)
}
