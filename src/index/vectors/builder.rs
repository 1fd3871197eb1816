//! Vectors put together, passage by passage, each with its sentences.

use super::clusters::Clusters;
use super::rows::Rows;
use super::signs::Signs;
use super::{EXACT_SENTENCES, Embeddings, TextHash, Vectors};
use crate::encoder::Encoding;

/// Makes [`Vectors`] of passages and sentences in reading order.
#[derive(Debug)]
pub struct VectorsBuilder {
    pub(super) vectors: Vectors,
}

impl VectorsBuilder {
    /// Begins without any.
    #[must_use]
    pub fn new(encoder: [u8; 32], dimension: usize) -> Self {
        let embeddings = Embeddings::new(dimension);
        Self {
            vectors: Vectors {
                encoder,
                dimension,
                first_sentences: Vec::new(),
                passages: embeddings.clone(),
                sentences: embeddings,
                signs: Signs::new(dimension),
                clusters: None,
            },
        }
    }

    /// Adds a passage; the sentences added next are its own.
    pub fn push_passage(&mut self, text: &str, embedding: &[f32]) {
        self.begin_passage(hash(text));
        self.vectors.passages.rows.push(embedding);
    }

    /// Adds a sentence to the last passage.
    pub fn push_sentence(&mut self, text: &str, encoding: &Encoding) {
        self.vectors.sentences.hashes.push(hash(text));
        self.vectors.sentences.rows.push(&encoding.embedding);
        self.vectors.signs.push(&encoding.tokens);
    }

    /// All that was added, ready to be searched. Sorts the sentences into clusters if there are more than
    /// [`EXACT_SENTENCES`].
    #[must_use]
    pub fn finish(self) -> Vectors {
        self.finish_with(EXACT_SENTENCES)
    }

    pub(super) fn finish_with(self, exact: usize) -> Vectors {
        let mut vectors = self.vectors;
        if vectors.sentence_count() > exact {
            vectors.clusters = Clusters::of(&vectors.sentences.rows, vectors.dimension);
        }
        vectors
    }

    pub(super) fn begin_passage(&mut self, hash: TextHash) {
        self.vectors.first_sentences.push(self.vectors.end());
        self.vectors.passages.hashes.push(hash);
    }
}

impl Embeddings {
    fn new(dimension: usize) -> Self {
        Self {
            hashes: Vec::new(),
            rows: Rows::new(dimension),
        }
    }
}

pub(super) fn hash(text: &str) -> TextHash {
    let mut half = TextHash::default();
    for (half, byte) in half.iter_mut().zip(blake3::hash(text.as_bytes()).as_bytes()) {
        *half = *byte;
    }
    half
}
