//! Embeddings with one byte per number, and their cosines with a question's embedding.
//!
//! Rounding costs a few thousandths of a cosine.

use pulp::{Arch, NullaryFnOnce};

/// The largest magnitude of a number in a row.
const MOST: f32 = 127.0;

/// Unit vectors of one dimension, each as bytes with a scale: a number is its byte times the scale.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rows {
    dimension: usize,
    values: Vec<i8>,
    scales: Vec<f32>,
}

/// A question's embedding, prepared for comparison with rows.
#[derive(Debug, Clone)]
pub struct QueryEmbedding {
    values: Vec<i16>,
    scale: f32,
}

impl Rows {
    pub(super) fn new(dimension: usize) -> Self {
        Self {
            dimension,
            values: Vec::new(),
            scales: Vec::new(),
        }
    }

    /// Assembles rows; `None` unless the number of values fits and all scales are finite.
    pub(super) fn from_parts(dimension: usize, values: Vec<i8>, scales: Vec<f32>) -> Option<Self> {
        let whole = scales.len().checked_mul(dimension) == Some(values.len());
        let sound = whole && scales.iter().all(|scale| scale.is_finite());
        sound.then_some(Self {
            dimension,
            values,
            scales,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.scales.len()
    }

    pub(super) fn values(&self) -> &[i8] {
        &self.values
    }

    pub(super) fn scales(&self) -> &[f32] {
        &self.scales
    }

    /// Adds a vector. A longer one is cut to the dimension, a shorter one is filled with zeros.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the cast rounds into the range of a byte"
    )]
    pub(super) fn push(&mut self, vector: &[f32]) {
        let scale = scale_to(vector, MOST);
        let end = self.values.len() + self.dimension;
        let rounded = vector
            .iter()
            .take(self.dimension)
            .map(|value| (value * inverse(scale)).round() as i8);
        self.values.extend(rounded);
        self.values.resize(end, 0);
        self.scales.push(scale);
    }

    /// Copies a row from other rows. One that they don't have is added as zeros.
    pub(super) fn push_from(&mut self, other: &Self, at: usize) {
        match (other.get(at), other.dimension == self.dimension) {
            (Some((values, scale)), true) => {
                self.values.extend_from_slice(values);
                self.scales.push(scale);
            }
            _ => self.push(&[]),
        }
    }

    fn get(&self, at: usize) -> Option<(&[i8], f32)> {
        let start = at.checked_mul(self.dimension)?;
        let values = self.values.get(start..start.checked_add(self.dimension)?)?;
        Some((values, *self.scales.get(at)?))
    }

    /// Makes a question of a row, to compare it with others.
    #[cfg(test)]
    pub(super) fn query(&self, at: usize) -> Option<QueryEmbedding> {
        let (values, scale) = self.get(at)?;
        Some(QueryEmbedding {
            values: values.iter().map(|value| i16::from(*value)).collect(),
            scale,
        })
    }

    /// The cosine of one row with a question; 0 if there is no such row.
    pub(super) fn similarity(&self, at: usize, query: &QueryEmbedding) -> f32 {
        self.get(at).map_or(0.0, |(values, scale)| query.times(values, scale))
    }

    /// The cosines of all rows with a question, in their order.
    pub(super) fn all(&self, query: &QueryEmbedding) -> Vec<f32> {
        let (values, scales) = (&self.values, &self.scales);
        Arch::new().dispatch(Products { query, values, scales })
    }
}

impl QueryEmbedding {
    #[expect(clippy::cast_possible_truncation, reason = "the cast rounds into the range chosen")]
    /// Prepares an embedding, which has unit length.
    pub fn new(vector: &[f32]) -> Self {
        let scale = scale_to(vector, most_in_query(vector.len()));
        Self {
            values: vector
                .iter()
                .map(|value| (value * inverse(scale)).round() as i16)
                .collect(),
            scale,
        }
    }

    pub(super) fn dimension(&self) -> usize {
        self.values.len()
    }

    /// The cosine with one row.
    fn times(&self, values: &[i8], scale: f32) -> f32 {
        let scales = &[scale];
        let product = Arch::new().dispatch(Products {
            query: self,
            values,
            scales,
        });
        product.first().copied().unwrap_or(0.0)
    }
}

/// The cosines of rows with a question. Compiled for several kinds of processors, of which the best is chosen at run
/// time: a product of 384 numbers takes 18 to 22 ns with AVX2, and 55 ns with the instructions that every x86-64 has.
struct Products<'a> {
    query: &'a QueryEmbedding,
    values: &'a [i8],
    scales: &'a [f32],
}

impl NullaryFnOnce for Products<'_> {
    type Output = Vec<f32>;

    #[expect(
        clippy::cast_precision_loss,
        reason = "seven digits of a cosine are more than the rows have"
    )]
    #[expect(
        clippy::inline_always,
        reason = "what is not inlined is not compiled for the processor at hand"
    )]
    #[inline(always)]
    fn call(self) -> Vec<f32> {
        let query = self.query.values.as_slice();
        let mut cosines = Vec::with_capacity(self.scales.len());
        // Use loops, not closures: a closure is a separate function, compiled only for the common instructions.
        for (row, scale) in self.values.chunks_exact(query.len().max(1)).zip(self.scales) {
            cosines.push(dot(query, row) as f32 * (self.query.scale * scale));
        }
        cosines
    }
}

#[expect(clippy::inline_always, reason = "as above")]
#[inline(always)]
fn dot(query: &[i16], row: &[i8]) -> i32 {
    let mut sum = 0_i32;
    for (query, row) in query.iter().zip(row) {
        sum = sum.wrapping_add(i32::from(*query) * i32::from(*row));
    }
    sum
}

/// The largest magnitude with which no sum of so many products overflows 32 bits.
#[expect(
    clippy::cast_precision_loss,
    reason = "a bound, and rounded down by more than is lost"
)]
fn most_in_query(dimension: usize) -> f32 {
    let room = 0.99 * i32::MAX as f32 / ((MOST + 1.0) * dimension.max(1) as f32);
    room.min(32_000.0).floor().max(1.0)
}

/// The value of a unit if the largest magnitude in the vector is to be `most` units; 0 for a vector that is zero or
/// contains anything that is not finite.
fn scale_to(vector: &[f32], most: f32) -> f32 {
    let largest = vector.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
    let sound = vector.iter().all(|value| value.is_finite());
    if sound { largest / most } else { 0.0 }
}

fn inverse(scale: f32) -> f32 {
    if scale > f32::MIN_POSITIVE { scale.recip() } else { 0.0 }
}
