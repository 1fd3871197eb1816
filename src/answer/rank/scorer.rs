//! Scores candidates: each passage by the cheap evidence first, and those that stay by their tokens, too.
//!
//! Not here: the weight of each likeness (`rank.rs`).

use crate::index::{QueryEmbedding, QueryTokens, SentenceId};

use super::{Evidence, FUNCTION_TOKEN, HEADING_ITSELF, RIGHT_BELOW, RankInput, SIBLING, ScoredSentence};
use crate::answer::candidates::Candidate;
use crate::question::Reading;

/// A passage seen without its tokens.
pub(super) struct FirstScore<'a> {
    pub(super) candidate: Candidate<'a>,
    /// Of each sentence.
    evidence: Vec<Evidence>,
    pub(super) score: f32,
    /// True if the tokens have anything to add.
    pub(super) is_known: bool,
}

/// The question that passages are compared with.
#[derive(Clone, Copy)]
pub(super) struct Scorer<'a> {
    pub(super) asked: RankInput<'a>,
    pub(super) embedding: &'a QueryEmbedding,
    pub(super) size: f32,
}

impl Scorer<'_> {
    /// Takes a first look at a passage; `None` if it offers no evidence.
    pub(super) fn first_score<'c>(&self, candidate: Candidate<'c>) -> Option<FirstScore<'c>> {
        let Self { asked, embedding, size } = *self;
        let (terms, vectors) = (candidate.terms, candidate.vectors);
        let is_known = (asked.is_known)(&candidate.article);
        let (reading, article) = (asked.reading, &*candidate.article);
        let passage_words = reading.coverage(article, &terms.whole);
        // The encoder finds all texts alike in a language that it does not know: without a word in common, no evidence
        // is left.
        if !is_known && passage_words <= 0.0 {
            return None;
        }
        let of_passage = Evidence {
            passage_words,
            misses_name: if reading.names_sibling(&terms.named) {
                SIBLING
            } else {
                f32::from(u8::from(reading.misses_name(article, &terms.whole, &terms.named)))
            },
            has_name: f32::from(u8::from(reading.has_name(article, &terms.whole))),
            heading_asked: heading_asked(reading, &candidate),
            ..Evidence::default()
        };
        let evidence: Vec<Evidence> = vectors
            .sentences_of(candidate.id)
            .zip(terms.sentences.iter().zip(&terms.points))
            .map(|(sentence, (terms, &points))| {
                let evidence = if is_known {
                    Evidence {
                        sentence_meaning: vectors.sentence_similarity(SentenceId(sentence), embedding),
                        ..of_passage
                    }
                } else {
                    of_passage.by_words_alone(reading.coverage(article, terms))
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
        Some(FirstScore {
            candidate,
            evidence,
            score,
            is_known,
        })
    }
}

/// See [`Evidence::heading_asked`]. "What does rule 5 say?" is the heading "Rule 5" as well.
fn heading_asked(reading: &Reading, candidate: &Candidate<'_>) -> f32 {
    let (article, terms) = (&*candidate.article, candidate.terms);
    let shared = reading.coverage(article, &terms.innermost) * reading.share_asked(article, &terms.innermost);
    let is_name = reading.is_name && reading.names_any(&terms.named);
    if is_name || (reading.wording.is_some() && reading.wording == terms.wording) {
        // A fold or a question within it parts what stands below a heading into several sections.
        let mut headings = article.passages.iter().map(|passage| article.headings(passage));
        let own = headings.clone().nth(candidate.passage);
        let is_first = headings.position(|other| Some(other) == own) == Some(candidate.passage);
        HEADING_ITSELF + if is_first { RIGHT_BELOW } else { 0.0 }
    } else {
        shared
    }
}

impl FirstScore<'_> {
    /// The sentences with their scores, best first.
    pub(super) fn score_in_full(&self, tokens: &Tokens, size: f32) -> Vec<ScoredSentence> {
        let (id, vectors) = (self.candidate.id, self.candidate.vectors);
        let mut evidence = self.evidence.clone();
        if self.is_known {
            let mut of_passage = vec![0.0_f32; tokens.weights.len()];
            let mut of_sentence = Vec::new();
            for (sentence, evidence) in vectors.sentences_of(id).zip(&mut evidence) {
                vectors.token_similarities(SentenceId(sentence), &tokens.query, &mut of_sentence);
                evidence.sentence_tokens = tokens.mean(&of_sentence);
                evidence.worst_tokens = tokens.worst(&of_sentence);
                for (best, &here) in of_passage.iter_mut().zip(&of_sentence) {
                    *best = best.max(here);
                }
            }
            let mut of_headings = Vec::new();
            vectors.heading_token_similarities(id, &tokens.query, &mut of_headings);
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
            .map(|(at, evidence)| ScoredSentence {
                at,
                evidence,
                score: evidence.score(size),
            })
            .collect();
        scored.sort_by(ScoredSentence::best_first);
        scored
    }
}

/// The question's tokens and the weight of each.
pub(super) struct Tokens {
    query: QueryTokens,
    weights: Vec<f32>,
}

impl Tokens {
    /// `dimension` is that of the vectors that they are compared with.
    pub(super) fn new(asked: RankInput<'_>, dimension: usize) -> Self {
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
            query: QueryTokens::new(&encoding.tokens, dimension),
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

    /// The mean of the two lowest matches among the tokens of content, or among all tokens if none is of content.
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
