//! Compares made-up vectors with plain arithmetic.

use super::*;
use crate::encoder::{PassageEncoding, Span};

const DIMENSION: usize = 44;

/// Numbers that look random and are the same in every run (Knuth's MMIX multiplier).
struct Lcg(u64);

impl Lcg {
    fn next(&mut self) -> f32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f32::from(u16::try_from(self.0 >> 48).unwrap()) / 32_768.0 - 1.0
    }

    fn unit(&mut self) -> Vec<f32> {
        let vector: Vec<f32> = (0..DIMENSION).map(|_| self.next()).collect();
        let length = dot(&vector, &vector).sqrt();
        vector.into_iter().map(|number| number / length).collect()
    }

    fn span(&mut self, tokens: usize) -> Span {
        Span {
            embedding: self.unit(),
            tokens: (0..tokens).flat_map(|_| self.unit()).collect(),
        }
    }
}

fn dot(left: &[f32], right: &[f32]) -> f32 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

/// Passages of zero to three sentences with zero to six tokens each.
fn made_up(passages: usize) -> (Vectors, Vec<Span>) {
    let mut random = Lcg(1);
    let mut builder = VectorsBuilder::new([7; 32], DIMENSION);
    let mut all = Vec::new();
    for (passage, hash) in (0..passages).zip(0_u128..) {
        let sentences = (0..passage % 4).map(|sentence| random.span((passage + sentence) % 7));
        let encoding = PassageEncoding {
            sentences: sentences.collect(),
            headings: random.span(passage % 3),
        };
        builder.push(hash.to_le_bytes(), &encoding);
        all.extend(encoding.sentences);
    }
    (builder.finish(), all)
}

#[test]
fn cosines_are_as_exact_as_bytes_allow() {
    let (vectors, encodings) = made_up(40);
    let query = Lcg(2).unit();
    for (id, encoding) in (0..).map(SentenceId).zip(&encodings) {
        let exact = dot(&query, &encoding.embedding);
        assert!((vectors.sentence_similarity(id, &QueryEmbedding::new(&query)) - exact).abs() < 0.005);
        assert!((vectors.sentence_similarity(id, &QueryEmbedding::new(&encoding.embedding)) - 1.0).abs() < 0.005);
    }
}

#[test]
fn the_nearest_come_first_and_equals_in_reading_order() {
    let mut builder = VectorsBuilder::new([7; 32], DIMENSION);
    let mut random = Lcg(3);
    let (one, other) = (random.span(1), random.span(1));
    let sentences = [&other, &one, &other, &one, &one].map(Span::clone);
    let passage = PassageEncoding {
        headings: other.clone(),
        sentences: sentences.to_vec(),
    };
    builder.push([0; 16], &passage);
    let vectors = builder.finish();
    let ids = |limit| -> Vec<u32> {
        let found = vectors.nearest_sentences(&QueryEmbedding::new(&one.embedding), limit);
        found.into_iter().map(|(id, _)| id.0).collect()
    };
    assert_eq!(ids(9), [1, 3, 4, 0, 2]);
    assert_eq!(ids(2), [1, 3]);
    assert_eq!(ids(4), [1, 3, 4, 0]);
    assert!(ids(0).is_empty());
}

#[test]
fn tokens_are_compared_by_sign() {
    let (vectors, encodings) = made_up(40);
    // Use more tokens than are summed at once.
    let tokens: Vec<f32> = Lcg(4).span(19).tokens;
    let query = QueryTokens::new(&tokens, DIMENSION);
    let mut out = vec![9.0];
    for (id, encoding) in (0..).map(SentenceId).zip(&encodings) {
        vectors.token_similarities(id, &query, &mut out);
        assert_eq!(out.len(), 19);
        for (token, found) in tokens.chunks(DIMENSION).zip(&out) {
            let of = |row: &[f32]| {
                let signs: Vec<f32> = row
                    .iter()
                    .map(|number| if *number >= 0.0 { 1.0 } else { -1.0 })
                    .collect();
                dot(token, &signs) / 44.0_f32.sqrt()
            };
            let exact = encoding
                .tokens
                .chunks(DIMENSION)
                .map(of)
                .reduce(f32::max)
                .unwrap_or(0.0);
            assert!((found - exact).abs() < 0.001, "{found} {exact}");
        }
    }
}

#[test]
fn the_nearest_headings_are_found() {
    let (vectors, _) = made_up(9);
    for passage in 0..9 {
        let itself = vectors.headings.rows.query(passage as usize).unwrap();
        let found = vectors.nearest_headings(&itself, 3);
        assert_eq!((found.len(), found[0].0), (3, PassageId(passage)));
        assert!((found[0].1 - 1.0).abs() < 0.01);
    }
    let mut out = Vec::new();
    let query = QueryTokens::new(&Lcg(4).span(2).tokens, DIMENSION);
    vectors.heading_token_similarities(PassageId(0), &query, &mut out);
    assert_eq!(out, [0.0; 2], "passage 0 has headings without tokens");
    vectors.heading_token_similarities(PassageId(1), &query, &mut out);
    assert!(out.iter().all(|likeness| likeness.abs() > 0.0));
}

#[test]
fn sentences_are_located_in_their_passages() {
    let (vectors, encodings) = made_up(9);
    let mut next = 0;
    for passage in 0..9 {
        let sentences = vectors.sentences_of(PassageId(passage));
        assert_eq!(sentences, next..next + passage % 4);
        for (within, id) in sentences.clone().enumerate() {
            assert_eq!(
                vectors.locate_sentence(SentenceId(id)),
                Some((PassageId(passage), within))
            );
        }
        next = sentences.end;
    }
    assert_eq!(
        (vectors.sentence_count(), next as usize),
        (encodings.len(), encodings.len())
    );
}

#[test]
fn what_is_not_there_is_like_nothing() {
    let (vectors, _) = made_up(5);
    let empty = VectorsBuilder::new([0; 32], 0).finish();
    let mut out = Vec::new();
    for vectors in [&vectors, &empty] {
        for id in [99, u32::MAX] {
            assert_eq!(vectors.sentences_of(PassageId(id)), 0..0);
            assert_eq!(vectors.locate_sentence(SentenceId(id)), None);
            assert!(
                vectors
                    .sentence_similarity(SentenceId(id), &QueryEmbedding::new(&[1.0; DIMENSION]))
                    .abs()
                    < f32::EPSILON
            );
            vectors.token_similarities(SentenceId(id), &QueryTokens::new(&[1.0; 88], DIMENSION), &mut out);
            assert_eq!(out, [0.0, 0.0]);
        }
        assert!(vectors.nearest_sentences(&QueryEmbedding::new(&[1.0; 3]), 5).is_empty());
    }
    vectors.token_similarities(SentenceId(0), &QueryTokens::new(&[1.0; 9], 3), &mut out);
    assert_eq!(out, [0.0; 3]);
    assert!(QueryTokens::new(&[1.0; 9], 0).len() <= 9);
    for odd in [f32::NAN, f32::INFINITY, f32::MAX, 1e-40] {
        let found = vectors.nearest_sentences(&QueryEmbedding::new(&[odd; DIMENSION]), 3);
        assert_eq!(found.len(), 3, "{odd}");
        vectors.token_similarities(SentenceId(0), &QueryTokens::new(&[odd; DIMENSION], DIMENSION), &mut out);
    }
}

#[test]
fn a_file_holds_all_and_one_that_is_cut_or_changed_does_no_harm() {
    let (vectors, _) = made_up(6);
    let bytes = vectors.to_bytes().unwrap();
    assert_eq!(Vectors::from_bytes(&bytes).unwrap(), vectors);
    let query = QueryTokens::new(&Lcg(4).span(9).tokens, DIMENSION);
    let mut out = Vec::new();
    for len in 0..bytes.len() {
        assert!(Vectors::from_bytes(&bytes[..len]).is_none(), "{len}");
    }
    for at in 0..bytes.len() {
        for bit in [1, 128] {
            let mut changed = bytes.clone();
            changed[at] ^= bit;
            let Some(vectors) = Vectors::from_bytes(&changed) else {
                continue;
            };
            assert!(
                vectors
                    .nearest_sentences(&QueryEmbedding::new(&Lcg(5).unit()), 50)
                    .len()
                    <= 50
            );
            for id in 0..9 {
                vectors.token_similarities(SentenceId(id), &query, &mut out);
                assert!(
                    vectors
                        .locate_sentence(SentenceId(id))
                        .is_none_or(|(passage, _)| passage.0 < 6)
                );
            }
        }
    }
    let longer = [bytes.as_slice(), &[0]].concat();
    assert!(Vectors::from_bytes(&longer).is_none());
    let empty = VectorsBuilder::new([0; 32], 384).finish();
    assert_eq!(Vectors::from_bytes(&empty.to_bytes().unwrap()).unwrap(), empty);
}
