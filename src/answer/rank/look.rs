//! Looking at candidates: a glance at each passage for what is cheap to see, and the tokens of those that stay.
//!
//! Not here: what each likeness is worth (`rank.rs`).

use crate::corpus::{Article, Passage};
use crate::index::{Generation, PassageId, QueryEmbedding, QueryTokens, SentenceId};

use super::{Asked, Evidence, FUNCTION_TOKEN, HEADING_ITSELF};
use crate::answer::lexical::{PassageTerms, TermCache};

/// A passage seen without its tokens.
pub(super) struct Glance<'a> {
    pub(super) terms: &'a PassageTerms,
    /// Of each sentence.
    evidence: Vec<Evidence>,
    pub(super) score: f32,
    /// Whether the tokens have anything to add.
    pub(super) is_known: bool,
}

/// What a question is compared with.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) generation: &'a Generation,
    pub(super) terms: &'a TermCache,
    pub(super) asked: Asked<'a>,
    pub(super) embedding: &'a QueryEmbedding,
    pub(super) size: f32,
}

impl<'a> Look<'a> {
    /// A first look at a passage; `None` if there is nothing to see.
    pub(super) fn glance(&self, article: &Article, passage: usize, id: PassageId) -> Option<Glance<'a>> {
        let Self {
            generation,
            asked,
            embedding,
            size,
            ..
        } = *self;
        let passage: &Passage = article.passages.get(passage)?;
        let terms = self.terms.of(generation, id, article, passage)?;
        let is_known = (asked.is_known)(article);
        let (reading, language) = (asked.reading, article.language);
        let passage_words = reading.coverage(language, &terms.whole);
        // To an encoder that does not know the language all its texts are alike: without a word nothing is left.
        if !is_known && passage_words <= 0.0 {
            return None;
        }
        let of_passage = Evidence {
            passage_words,
            misses_name: f32::from(u8::from(reading.misses_name(language, terms))),
            heading_asked: if reading.wording.is_some() && reading.wording == terms.wording {
                HEADING_ITSELF
            } else {
                reading.coverage(language, &terms.innermost) * reading.share_asked(language, &terms.innermost)
            },
            ..Evidence::default()
        };
        let evidence: Vec<Evidence> = generation
            .sentences_of(id)
            .zip(terms.sentences.iter().zip(&terms.points))
            .map(|(sentence, (terms, &points))| {
                let evidence = if is_known {
                    Evidence {
                        sentence_meaning: generation.sentence_similarity(SentenceId(sentence), embedding),
                        ..of_passage
                    }
                } else {
                    of_passage.by_words_alone(reading.coverage(language, terms))
                };
                Evidence {
                    points: f32::from(u8::from(points)),
                    ..evidence
                }
            })
            .collect();
        let score = evidence
            .iter()
            .map(|evidence| evidence.score(size))
            .max_by(f32::total_cmp)?;
        Some(Glance {
            terms,
            evidence,
            score,
            is_known,
        })
    }
}

impl Glance<'_> {
    /// Each sentence with its evidence and score, best first.
    pub(super) fn score_in_full(
        &self,
        generation: &Generation,
        tokens: &Tokens,
        id: PassageId,
        size: f32,
    ) -> Vec<(usize, Evidence, f32)> {
        let mut evidence = self.evidence.clone();
        if self.is_known {
            let mut of_passage = vec![0.0_f32; tokens.weights.len()];
            let mut of_sentence = Vec::new();
            for (sentence, evidence) in generation.sentences_of(id).zip(&mut evidence) {
                generation.token_similarities(SentenceId(sentence), &tokens.query, &mut of_sentence);
                evidence.sentence_tokens = tokens.mean(&of_sentence);
                evidence.worst_tokens = tokens.worst(&of_sentence);
                for (best, &here) in of_passage.iter_mut().zip(&of_sentence) {
                    *best = best.max(here);
                }
            }
            let mut of_headings = Vec::new();
            generation.heading_token_similarities(id, &tokens.query, &mut of_headings);
            for (best, &here) in of_passage.iter_mut().zip(&of_headings) {
                *best = best.max(here);
            }
            let (passage_tokens, passage_worst) = (tokens.mean(&of_passage), tokens.worst(&of_passage));
            for evidence in &mut evidence {
                evidence.passage_tokens = passage_tokens;
                evidence.passage_worst = passage_worst;
            }
        }
        let mut scored: Vec<_> = evidence
            .into_iter()
            .enumerate()
            .map(|(at, evidence)| (at, evidence, evidence.score(size)))
            .collect();
        scored.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
        scored
    }
}

/// The question's tokens and what each counts.
pub(super) struct Tokens {
    query: QueryTokens,
    weights: Vec<f32>,
}

impl Tokens {
    pub(super) fn new(asked: Asked<'_>, generation: &Generation) -> Self {
        let encoding = asked.encoding;
        let weights = encoding
            .pieces
            .iter()
            .map(|piece| {
                if asked.reading.is_content(piece) {
                    1.0
                } else {
                    FUNCTION_TOKEN
                }
            })
            .collect();
        Self {
            query: QueryTokens::new(&encoding.tokens, generation.dimension()),
            weights,
        }
    }

    /// The weighted mean of a number for each token.
    fn mean(&self, matches: &[f32]) -> f32 {
        let total: f32 = self.weights.iter().sum();
        if total <= 0.0 {
            return 0.0;
        }
        let sum: f32 = self
            .weights
            .iter()
            .zip(matches)
            .map(|(weight, found)| weight * found)
            .sum();
        sum / total
    }

    /// The mean of the two lowest among the tokens of content; of all, if there are none.
    fn worst(&self, matches: &[f32]) -> f32 {
        let has_content = self.weights.iter().any(|&weight| weight >= 1.0);
        let mut lowest = [f32::INFINITY; 2];
        for (&weight, &found) in self.weights.iter().zip(matches) {
            if has_content && weight < 1.0 {
                continue;
            }
            if found < lowest[0] {
                lowest = [found, lowest[0]];
            } else if found < lowest[1] {
                lowest[1] = found;
            }
        }
        match lowest {
            [first, second] if second.is_finite() => f32::midpoint(first, second),
            [first, _] if first.is_finite() => first,
            _ => 0.0,
        }
    }
}
