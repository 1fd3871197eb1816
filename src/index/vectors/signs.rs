//! The tokens of the sentences, one bit per number, and their likeness to those of a question.

use std::array;
use std::ops::Range;

/// The number of question tokens that are summed at once: as many 16-bit numbers as every x86-64 adds in one step.
const LANES: usize = 8;

/// The contribution of four bits of a sentence's token to the products with [`LANES`] tokens of the question, for each
/// of their 16 values.
type Table = [[i16; LANES]; 16];

/// The signs of the tokens of sentences: one bit per number, set if it is not negative, lowest bit first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Signs {
    dimension: usize,
    bits: Vec<u8>,
    /// The end of each sentence in `bits`.
    ends: Vec<usize>,
}

/// A question's tokens, prepared for comparison with those of many sentences.
#[derive(Debug, Clone)]
pub struct QueryTokens {
    dimension: usize,
    /// For each [`LANES`] tokens, one table for every four numbers of the dimension.
    groups: Vec<Vec<Table>>,
    /// The value of a unit in the tables, for each token.
    scales: Vec<f32>,
}

impl QueryTokens {
    /// Prepares tokens in the form of [`Encoding::tokens`](crate::encoder::Encoding::tokens): unit vectors, row-major.
    pub fn new(tokens: &[f32], dimension: usize) -> Self {
        let tokens: Vec<&[f32]> = tokens.chunks_exact(dimension.max(1)).collect();
        let rounded: Vec<(Vec<i16>, f32)> = tokens.into_iter().map(rounded).collect();
        Self {
            dimension,
            groups: rounded.chunks(LANES).map(|group| tables(group, dimension)).collect(),
            scales: rounded.into_iter().map(|(_, scale)| scale).collect(),
        }
    }

    /// The number of tokens.
    pub fn len(&self) -> usize {
        self.scales.len()
    }

    /// True if there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.scales.is_empty()
    }
}

impl Signs {
    pub(super) fn new(dimension: usize) -> Self {
        Self {
            dimension,
            bits: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Assembles signs; `None` unless the number of bytes fits the numbers of tokens.
    pub(super) fn from_parts(dimension: usize, bits: Vec<u8>, counts: &[u32]) -> Option<Self> {
        let width = width(dimension);
        let mut end = 0_usize;
        let mut ends = Vec::with_capacity(counts.len());
        for count in counts {
            end = end.checked_add((*count as usize).checked_mul(width)?)?;
            ends.push(end);
        }
        (end == bits.len()).then_some(Self { dimension, bits, ends })
    }

    pub(super) fn bits(&self) -> &[u8] {
        &self.bits
    }

    /// The number of tokens of each sentence.
    pub(super) fn counts(&self) -> impl Iterator<Item = usize> {
        (0..self.ends.len()).map(|at| self.place(at).len() / width(self.dimension).max(1))
    }

    /// Adds a sentence, given its tokens, row-major.
    pub(super) fn push(&mut self, tokens: &[f32]) {
        for token in tokens.chunks_exact(self.dimension.max(1)) {
            self.bits.extend(token.chunks(8).map(|numbers| {
                let bits = numbers.iter().enumerate();
                bits.fold(0, |byte, (at, number)| byte | u8::from(*number >= 0.0) << at)
            }));
        }
        self.ends.push(self.bits.len());
    }

    /// Copies a sentence from other signs. One that they don't have is added without tokens.
    pub(super) fn push_from(&mut self, other: &Self, at: usize) {
        if other.dimension == self.dimension {
            self.bits.extend_from_slice(other.get(at));
        }
        self.ends.push(self.bits.len());
    }

    /// Fills `out` with the largest product of each question token with a token of the sentence.
    pub(super) fn similarities(&self, at: usize, query: &QueryTokens, out: &mut Vec<f32>) {
        out.clear();
        let bits = self.get(at);
        if bits.is_empty() || query.dimension != self.dimension {
            out.resize(query.len(), 0.0);
            return;
        }
        for (tables, scales) in query.groups.iter().zip(query.scales.chunks(LANES)) {
            let mut best = [i16::MIN; LANES];
            for token in bits.chunks_exact(width(self.dimension).max(1)) {
                let sums = sums(tables, token);
                best = array::from_fn(|lane| best[lane].max(sums[lane]));
            }
            out.extend(best.iter().zip(scales).map(|(best, scale)| f32::from(*best) * scale));
        }
    }

    fn get(&self, at: usize) -> &[u8] {
        self.bits.get(self.place(at)).unwrap_or_default()
    }

    fn place(&self, at: usize) -> Range<usize> {
        let start = at
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        self.ends.get(at).map_or(0..0, |end| start..*end)
    }
}

/// The number of bytes per token.
fn width(dimension: usize) -> usize {
    dimension.div_ceil(8)
}

/// The products of a token with those of the question.
fn sums(tables: &[Table], token: &[u8]) -> [i16; LANES] {
    let mut sums = [0_i16; LANES];
    for (pair, byte) in tables.chunks_exact(2).zip(token) {
        let low = &pair[0][usize::from(byte & 15)];
        let high = &pair[1][usize::from(byte >> 4)];
        for lane in 0..LANES {
            sums[lane] = sums[lane].wrapping_add(low[lane].wrapping_add(high[lane]));
        }
    }
    sums
}

/// Scales a token's numbers to units so small that no sum of them overflows 16 bits, whatever the signs. Returns them
/// with the value of a unit in a similarity. Rounding costs about a ten-thousandth of it.
#[expect(clippy::cast_possible_truncation, reason = "the cast rounds into the range chosen")]
#[expect(clippy::cast_precision_loss, reason = "a dimension is some hundreds")]
fn rounded(token: &[f32]) -> (Vec<i16>, f32) {
    let dimension = token.len() as f32;
    let total: f32 = token.iter().map(|number| number.abs()).sum();
    // Rounding may add half a unit to each number.
    let units = (32_000.0 - dimension).max(1.0);
    if !total.is_finite() || total < f32::MIN_POSITIVE {
        return (vec![0; token.len()], 0.0);
    }
    let numbers = token
        .iter()
        .map(|number| (number / total * units).round() as i16)
        .collect();
    (numbers, total / units / dimension.sqrt())
}

fn tables(group: &[(Vec<i16>, f32)], dimension: usize) -> Vec<Table> {
    let mut tables: Vec<Table> = vec![[[0; LANES]; 16]; 2 * width(dimension)];
    for (lane, (token, _)) in group.iter().enumerate() {
        for (table, numbers) in tables.iter_mut().zip(token.chunks(4)) {
            for (bits, sums) in table.iter_mut().enumerate() {
                let signed = numbers.iter().enumerate().map(|(at, number)| {
                    if bits >> at & 1 == 1 {
                        *number
                    } else {
                        number.wrapping_neg()
                    }
                });
                sums[lane] = signed.fold(0, i16::wrapping_add);
            }
        }
    }
    tables
}
