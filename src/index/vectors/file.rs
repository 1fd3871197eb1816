//! The file of the vectors: a header of fixed size, then the arrays one after the other, all little-endian.
//!
//! ```text
//! magic 8, encoder 32; dimension, passages, sentences: u32 each
//! bytes of the signs of the headings' tokens and of the sentences': u64 each
//! passages:  first sentence u32 each; hash 16 each
//! headings:  of each passage: scale f32 each; numbers i8, dimension each; number of tokens u32 each; signs
//! sentences: scale and numbers as above; number of tokens u32 each; signs
//! ```
//!
//! The manifest's hash proves that the bytes are those that were written. Their meaning is checked nevertheless, so
//! that a fault in a builder cannot become one in a reader.

use super::rows::Rows;
use super::signs::Signs;
use super::{Spans, TextHash, Vectors};

/// The magic number; its last two digits are the version of the layout.
const MAGIC: &[u8; 8] = b"vbtvec03";

/// The largest dimension: more than any sentence encoder has, and small enough that no sum overflows.
const MAX_DIMENSION: u32 = 16_384;

impl Vectors {
    /// Serializes the vectors; `None` if there are more than can be counted.
    pub(in crate::index) fn to_bytes(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&self.encoder);
        for count in [self.dimension, self.passage_count(), self.sentence_count()] {
            bytes.extend_from_slice(&u32::try_from(count).ok()?.to_le_bytes());
        }
        for spans in [&self.headings, &self.sentences] {
            bytes.extend_from_slice(&(spans.signs.bits().len() as u64).to_le_bytes());
        }

        put_numbers(&mut bytes, &self.first_sentences);
        bytes.extend_from_slice(self.hashes.as_flattened());
        put_spans(&mut bytes, &self.headings)?;
        put_spans(&mut bytes, &self.sentences)?;
        Some(bytes)
    }

    /// Parses vectors; `None` if these are not the bytes of vectors.
    pub(in crate::index) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        if reader.take(MAGIC.len())? != MAGIC {
            return None;
        }
        let encoder = reader.take(32)?.try_into().ok()?;
        let mut count = || reader.number();
        let (dimension, passages, sentences) = (count()?, count()?, count()?);
        let (heading_bytes, sentence_bytes) = (reader.length()?, reader.length()?);
        if dimension > MAX_DIMENSION {
            return None;
        }
        let (dimension, passages, sentences) = (dimension as usize, passages as usize, sentences as usize);

        let first_sentences = reader.numbers(passages)?;
        let hashes: &[TextHash] = reader.take(passages.checked_mul(16)?)?.as_chunks().0;
        let hashes = hashes.to_vec();
        let headings = reader.spans(passages, dimension, heading_bytes)?;
        let of_sentences = reader.spans(sentences, dimension, sentence_bytes)?;
        let starts = first_sentences.first().is_none_or(|first| *first == 0) && first_sentences.is_sorted();
        let ends = first_sentences
            .last()
            .map_or(sentences == 0, |last| *last as usize <= sentences);
        (starts && ends && reader.0.is_empty()).then_some(Self {
            encoder,
            dimension,
            first_sentences,
            hashes,
            headings,
            sentences: of_sentences,
        })
    }
}

/// Appends spans; `None` if there are more than can be counted.
fn put_spans(bytes: &mut Vec<u8>, spans: &Spans) -> Option<()> {
    put_rows(bytes, &spans.rows);
    for count in spans.signs.counts() {
        bytes.extend_from_slice(&u32::try_from(count).ok()?.to_le_bytes());
    }
    bytes.extend_from_slice(spans.signs.bits());
    Some(())
}

fn put_rows(bytes: &mut Vec<u8>, rows: &Rows) {
    bytes.extend(rows.scales().iter().flat_map(|scale| scale.to_le_bytes()));
    bytes.extend(rows.values().iter().map(|value| value.cast_unsigned()));
}

fn put_numbers(bytes: &mut Vec<u8>, numbers: &[u32]) {
    bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

/// The remaining bytes.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn numbers(&mut self, count: usize) -> Option<Vec<u32>> {
        let (numbers, _) = self.take(count.checked_mul(4)?)?.as_chunks();
        Some(numbers.iter().map(|number| u32::from_le_bytes(*number)).collect())
    }

    fn rows(&mut self, count: usize, dimension: usize) -> Option<Rows> {
        let (scales, _) = self.take(count.checked_mul(4)?)?.as_chunks();
        let scales = scales.iter().map(|scale| f32::from_le_bytes(*scale)).collect();
        let values = self.take(count.checked_mul(dimension)?)?;
        Rows::from_parts(
            dimension,
            values.iter().map(|value| value.cast_signed()).collect(),
            scales,
        )
    }

    fn spans(&mut self, count: usize, dimension: usize, sign_bytes: usize) -> Option<Spans> {
        let rows = self.rows(count, dimension)?;
        let counts = self.numbers(count)?;
        let signs = Signs::from_parts(dimension, self.take(sign_bytes)?.to_vec(), &counts)?;
        Some(Spans { rows, signs })
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(u64::from_le_bytes(self.take(8)?.try_into().ok()?)).ok()
    }
}
