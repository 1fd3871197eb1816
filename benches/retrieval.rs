//! Measures the comparison of a question with sentences, by their number.
//!
//! The vectors are random, which costs as much as real ones; nothing is encoded.

#![expect(missing_docs, reason = "criterion's macros make undocumented functions")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use verbatim::encoder::{PassageEncoding, Span};
use verbatim::index::{QueryEmbedding, QueryTokens, SentenceId, Vectors, VectorsBuilder};

const SIZES: [u32; 3] = [25, 10_000, 100_000];
const DIMENSION: usize = 384;
const TOKENS_A_SENTENCE: usize = 30;
const TOKENS_A_QUESTION: usize = 8;
/// The number of sentences that are compared in full for each question.
const CANDIDATES: u32 = 200;

/// Numbers that look random and are the same in every run (Knuth's MMIX multiplier).
struct Lcg(u64);

impl Lcg {
    fn next(&mut self) -> f32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f32::from(u16::try_from(self.0 >> 48).unwrap_or(0)) / 32_768.0 - 1.0
    }

    fn unit(&mut self) -> Vec<f32> {
        let vector: Vec<f32> = (0..DIMENSION).map(|_| self.next()).collect();
        let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
        vector.into_iter().map(|number| number / length).collect()
    }

    fn span(&mut self, tokens: usize) -> Span {
        Span {
            embedding: self.unit(),
            tokens: (0..tokens).flat_map(|_| self.unit()).collect(),
        }
    }
}

fn vectors(sentences: u32) -> Vectors {
    let mut random = Lcg(7);
    let mut builder = VectorsBuilder::new([0; 32], DIMENSION);
    let passage = PassageEncoding {
        headings: random.span(TOKENS_A_SENTENCE),
        sentences: (0..sentences).map(|_| random.span(TOKENS_A_SENTENCE)).collect(),
    };
    builder.push([0; 16], &passage);
    builder.finish()
}

fn benchmark(criterion: &mut Criterion) {
    let question = Lcg(8).span(TOKENS_A_QUESTION);
    let embedding = QueryEmbedding::new(&question.embedding);
    for sentences in SIZES {
        let vectors = vectors(sentences);
        let mut group = criterion.benchmark_group("retrieval");
        group
            .sample_size(20)
            .warm_up_time(Duration::from_millis(300))
            .measurement_time(Duration::from_secs(2));
        group.throughput(Throughput::Elements(u64::from(sentences)));
        group.bench_function(BenchmarkId::new("nearest", sentences), |bencher| {
            bencher.iter(|| vectors.nearest_sentences(black_box(&embedding), 200));
        });
        // The candidates are spread over all sentences, and all of them are compared.
        let candidates: Vec<SentenceId> = (0..CANDIDATES.min(sentences))
            .map(|at| SentenceId(at * (sentences / CANDIDATES.min(sentences))))
            .collect();
        let pairs = candidates.len() * TOKENS_A_SENTENCE * TOKENS_A_QUESTION;
        group.throughput(Throughput::Elements(pairs as u64));
        group.bench_function(BenchmarkId::new("tokens", sentences), |bencher| {
            let mut out = Vec::new();
            bencher.iter(|| {
                let query = QueryTokens::new(black_box(&question.tokens), DIMENSION);
                for id in &candidates {
                    vectors.token_similarities(*id, &query, &mut out);
                }
                out.iter().sum::<f32>()
            });
        });
        group.finish();
    }
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
