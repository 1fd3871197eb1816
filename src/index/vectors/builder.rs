//! Collects vectors passage by passage, each with its headings and sentences.

use super::rows::Rows;
use super::{PassageId, Spans, TextHash, Vectors};
use crate::encoder::{PassageEncoding, Span};

/// Makes [`Vectors`] from passages in reading order.
#[derive(Debug)]
pub struct VectorsBuilder {
    vectors: Vectors,
}

impl VectorsBuilder {
    /// Starts without any vectors.
    pub fn new(encoder: [u8; 32], dimension: usize) -> Self {
        let spans = Spans::new(dimension);
        Self {
            vectors: Vectors {
                encoder,
                dimension,
                first_sentences: Vec::new(),
                hashes: Vec::new(),
                headings: spans.clone(),
                sentences: spans,
            },
        }
    }

    /// Adds a passage. A later build finds its vectors by `hash`.
    pub fn push(&mut self, hash: TextHash, passage: &PassageEncoding) {
        self.begin(hash);
        self.vectors.headings.push(&passage.headings);
        for sentence in &passage.sentences {
            self.vectors.sentences.push(sentence);
        }
    }

    /// Copies a passage from other vectors. One that they don't have is added without sentences.
    pub(super) fn push_from(&mut self, hash: TextHash, other: &Vectors, passage: PassageId) {
        self.begin(hash);
        let at = passage.0 as usize;
        self.vectors.headings.push_from(&other.headings, at);
        for sentence in other.sentences_of(passage) {
            self.vectors.sentences.push_from(&other.sentences, sentence as usize);
        }
    }

    /// Returns the vectors, ready to be searched.
    pub fn finish(self) -> Vectors {
        self.vectors
    }

    fn begin(&mut self, hash: TextHash) {
        self.vectors.first_sentences.push(self.vectors.end());
        self.vectors.hashes.push(hash);
    }
}

impl Spans {
    fn new(dimension: usize) -> Self {
        Self {
            rows: Rows::new(dimension),
            signs: super::Signs::new(dimension),
        }
    }

    fn push(&mut self, span: &Span) {
        self.rows.push(&span.embedding);
        self.signs.push(&span.tokens);
    }

    fn push_from(&mut self, other: &Self, at: usize) {
        self.rows.push_from(&other.rows, at);
        self.signs.push_from(&other.signs, at);
    }
}
