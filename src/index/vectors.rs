//! The vectors of the sentences and headings of a generation: made in a build, compared with questions.
//!
//! For ten thousand sentences, the embeddings take about 4 MB (384 numbers of one byte, and a scale, each) and the
//! signs of their tokens 13 MB (27 tokens of 48 bytes each). For ten thousand passages, the embeddings of the headings
//! take 4 MB and the signs of their tokens 5 MB (10 tokens each). All of it is in memory.
//!
//! Nothing here fails: an id of another generation, or a vector of another dimension, is similar to nothing.
//!
//! Not here: making vectors of texts ([`crate::encoder`]), and judging how much likeness is enough.

mod builder;
mod file;
mod made;
mod nearest;
mod rows;
mod signs;

use std::ops::Range;

pub use builder::VectorsBuilder;
pub(super) use made::{Made, make, without};
pub use signs::QueryTokens;

use nearest::Nearest;
pub use rows::QueryEmbedding;

use rows::Rows;
use signs::Signs;

use super::ids::{PassageId, SentenceId};

/// The key of an encoded text: the first half of its BLAKE3 hash.
pub type TextHash = [u8; 16];

/// The vectors of a generation.
#[derive(Debug, Clone, PartialEq)]
pub struct Vectors {
    /// The [`Encoder::identity`](crate::encoder::Encoder::identity) of the encoder that made them.
    encoder: [u8; 32],
    dimension: usize,
    /// The first sentence of each passage; that of the next passage if it has none.
    first_sentences: Vec<u32>,
    /// The hash of the text that each passage's vectors were made from.
    hashes: Vec<TextHash>,
    /// The vectors of each passage's headings.
    headings: Spans,
    sentences: Spans,
}

/// The embeddings and tokens of spans of text.
#[derive(Debug, Clone, PartialEq)]
struct Spans {
    rows: Rows,
    signs: Signs,
}

impl Vectors {
    /// The number of passages.
    pub fn passage_count(&self) -> usize {
        self.first_sentences.len()
    }

    /// The number of sentences.
    pub fn sentence_count(&self) -> usize {
        self.sentences.rows.len()
    }

    /// The length of a vector.
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// The ids of a passage's sentences, in reading order; empty if the passage is not of this generation.
    pub fn sentences_of(&self, passage: PassageId) -> Range<u32> {
        let at = passage.0 as usize;
        let Some(&start) = self.first_sentences.get(at) else {
            return 0..0;
        };
        start..self.first_sentences.get(at + 1).copied().unwrap_or_else(|| self.end())
    }

    /// Finds a sentence: its passage, and its index among the passage's sentences. `None` if it is not of this
    /// generation.
    pub fn locate_sentence(&self, sentence: SentenceId) -> Option<(PassageId, usize)> {
        if sentence.0 >= self.end() {
            return None;
        }
        // Take the last passage that starts at or before it: passages without sentences start with the next one.
        let at = self
            .first_sentences
            .partition_point(|start| *start <= sentence.0)
            .checked_sub(1)?;
        let within = sentence.0.checked_sub(*self.first_sentences.get(at)?)?;
        Some((PassageId(u32::try_from(at).ok()?), within as usize))
    }

    /// The sentences whose embeddings are most like `embedding`, by cosine, best first, ties in reading order.
    pub fn nearest_sentences(&self, embedding: &QueryEmbedding, limit: usize) -> Vec<(SentenceId, f32)> {
        let limit = limit.min(self.sentence_count());
        if embedding.dimension() != self.dimension || limit == 0 {
            return Vec::new();
        }
        let mut nearest = Nearest::new(limit);
        let scores = self.sentences.rows.all(embedding);
        (0..self.end())
            .zip(scores)
            .for_each(|(id, score)| nearest.offer(id, score));
        nearest
            .into_sorted()
            .map(|(id, score)| (SentenceId(id), score))
            .collect()
    }

    /// The passages whose titles and headings are most like `embedding`, by cosine, best first, ties in reading order.
    pub fn nearest_headings(&self, embedding: &QueryEmbedding, limit: usize) -> Vec<(PassageId, f32)> {
        let limit = limit.min(self.passage_count());
        if embedding.dimension() != self.dimension || limit == 0 {
            return Vec::new();
        }
        let mut nearest = Nearest::new(limit);
        let scores = self.headings.rows.all(embedding);
        (0..).zip(scores).for_each(|(id, score)| nearest.offer(id, score));
        nearest
            .into_sorted()
            .map(|(id, score)| (PassageId(id), score))
            .collect()
    }

    /// The cosine between a sentence's embedding and `embedding`; 0 if there is no such sentence.
    pub fn sentence_similarity(&self, sentence: SentenceId, embedding: &QueryEmbedding) -> f32 {
        self.similarity(&self.sentences.rows, sentence.0, embedding)
    }

    /// Replaces `out` with one number for each token of the question: its likeness to the most similar token of the
    /// sentence, from -1 to 1. All are 0 if the sentence has no tokens or is not of this generation.
    ///
    /// The likeness is the dot product of the question's token with the signs of the sentence's, divided by the root of
    /// the dimension. Signs order tokens as well as whole vectors do, in a 32nd of the memory.
    pub fn token_similarities(&self, sentence: SentenceId, query: &QueryTokens, out: &mut Vec<f32>) {
        self.sentences.signs.similarities(sentence.0 as usize, query, out);
    }

    /// The same for the headings of a passage.
    pub fn heading_token_similarities(&self, passage: PassageId, query: &QueryTokens, out: &mut Vec<f32>) {
        self.headings.signs.similarities(passage.0 as usize, query, out);
    }

    fn similarity(&self, rows: &Rows, id: u32, embedding: &QueryEmbedding) -> f32 {
        if embedding.dimension() == self.dimension {
            rows.similarity(id as usize, embedding)
        } else {
            0.0
        }
    }

    fn end(&self) -> u32 {
        // Builders and files number sentences by `u32`.
        u32::try_from(self.sentence_count()).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests;
