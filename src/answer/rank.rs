//! Ranking: which sentence of which passage answers best. The one scoring function.
//!
//! A sentence is scored by six likenesses to the question, four of meaning and two of words (`Evidence`), and a
//! passage by its best sentence. The weights were fitted on two kinds of question sets and rounded with the figures of
//! all in view; `docs/quality.md` tells how. Not here: whether the best is good enough (`gate.rs`).

mod look;

use std::sync::Arc;

use crate::corpus::Article;
use crate::encoder::Encoding;
use crate::index::{Generation, PassageId, QueryEmbedding, StoreError};

use super::candidates::candidates;
use super::expected::lacks_number;
use super::lexical::{PassageTerms, TermCache};
use super::quote::Quote;
use super::reading::Reading;
use look::{Look, Tokens};

/// The mean of the best matches of the question's tokens among a sentence's (Khattab & Zaharia 2020, "`ColBERT`", section
/// 3.2, "`MaxSim`") is the strongest single likeness: alone it puts the right passage first in 0.89 of us-iran, 0.86 of
/// squad-library, 0.82 of our own articles. It sets the scale.
const SENTENCE_TOKENS: f32 = 1.0;

/// The cosine of the embeddings knows what a sentence says as a whole: alone 0.86, 0.74 and 0.77 of the same.
const SENTENCE_MEANING: f32 = 0.8;

/// Likewise for the passage with its headings, which say what "they" and "it" in a sentence are about:
/// alone 0.69, 0.65 and 0.64.
const PASSAGE_MEANING: f32 = 0.5;

/// What one sentence asks may be said by two that follow each other. On squad-library it brings passage@1 from 0.869
/// to 0.878.
const PASSAGE_TOKENS: f32 = 0.8;

/// The question's own words in a sentence, and in its passage with headings and title: what the encoder knows least
/// is names and numbers. The sentence's alone puts 0.60, 0.79 and 0.54 right. Each is worth this much at full size.
const SENTENCE_WORDS: f32 = 0.45;
/// See [`SENTENCE_WORDS`].
const PASSAGE_WORDS: f32 = 0.45;

/// Words say more the more passages lack them: in five passages about one thing, sharing a word is little; in
/// thousands it is much. Their weight grows with the logarithm of the number of passages, and is whole at e^6. It brings
/// passage@1 from 0.93 to 0.94 (us-iran) and from 0.83 to 0.84 (our own articles).
const FULL_SIZE_LN: f32 = 6.0;

/// Beyond, it grows no more: no larger corpus was measured.
const MAX_SIZE: f32 = 1.2;

/// What a token counts that is no word of content ("the", "?"): little, yet "who" and "when" are among them. With 1
/// instead, sentence@1 of us-iran falls from 0.84 to 0.80.
const FUNCTION_TOKEN: f32 = 0.2;

/// At most so many passages are scored in full; the others stay behind them, in the order of a first look.
const SCORED_PASSAGES: usize = 32;

/// Further sentences are marked if they score within this of the best one, and only in the passage itself.
const ALSO_MARKED_WITHIN: f32 = 0.03;

/// A passage that shares so much of its terms with a better one is a copy of it, and not shown beside it.
const COPY_AT: f32 = 0.9;

/// What speaks for a sentence: six likenesses to the question, each about 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence {
    /// Mean over the question's tokens of the best match among the sentence's tokens.
    pub sentence_tokens: f32,
    /// Cosine of the question's embedding and the sentence's.
    pub sentence_meaning: f32,
    /// Mean over the question's tokens of the best match among all of the passage's tokens.
    pub passage_tokens: f32,
    /// Cosine of the question's embedding and that of the passage with its headings.
    pub passage_meaning: f32,
    /// Share of the question's weight (inverse document frequency) that the sentence has words for.
    pub sentence_words: f32,
    /// The same for the passage with its headings and title.
    pub passage_words: f32,
    /// The mean match of the two words of content that are matched worst: an answer passes over none.
    pub worst_tokens: f32,
}

impl Evidence {
    /// The score of a sentence; `size` as [`size`] gives it.
    fn score(&self, size: f32) -> f32 {
        SENTENCE_TOKENS * self.sentence_tokens
            + SENTENCE_MEANING * self.sentence_meaning
            + PASSAGE_MEANING * self.passage_meaning
            + PASSAGE_TOKENS * self.passage_tokens
            + size * (SENTENCE_WORDS * self.sentence_words + PASSAGE_WORDS * self.passage_words)
    }

    /// A score without the tokens, which cost the most: good enough to choose what is scored in full.
    fn first_look(&self, size: f32) -> f32 {
        SENTENCE_MEANING * self.sentence_meaning
            + PASSAGE_MEANING * self.passage_meaning
            + size * (SENTENCE_WORDS * self.sentence_words + PASSAGE_WORDS * self.passage_words)
    }

    /// What the words alone let expect of the likenesses of meaning: for a language that the encoder does not know.
    ///
    /// Each line goes from what an English question has in common with any text to what it has with a sentence of all
    /// its words. The words that are matched worst are matched badly until none is missing, so theirs is a curve.
    fn by_words_alone(sentence_words: f32, passage_words: f32) -> Self {
        Self {
            sentence_tokens: 0.12 + 0.53 * sentence_words,
            sentence_meaning: 0.02 + 0.68 * sentence_words,
            passage_tokens: 0.14 + 0.51 * passage_words,
            passage_meaning: 0.02 + 0.63 * passage_words,
            sentence_words,
            passage_words,
            worst_tokens: 0.1 + 0.75 * passage_words.powi(3),
        }
    }
}

/// A passage with its sentences scored.
#[derive(Debug)]
pub(super) struct Candidate {
    article: Arc<Article>,
    /// Among the article's passages.
    passage: usize,
    id: PassageId,
    /// Of each sentence, with its index within the passage, best first.
    sentences: Vec<(usize, Evidence, f32)>,
}

/// The candidates, best first, without copies.
///
/// Between this and the gate is the place for a second look at the best few sentences, by a reader that knows
/// whether a text answers a question and not only whether they are alike: it would reorder `candidates` and add to
/// the [`Evidence`] of the first.
#[derive(Debug)]
pub(super) struct Ranking {
    candidates: Vec<Candidate>,
    /// How far the size of the corpus goes towards [`FULL_SIZE_LN`].
    size: f32,
    question: String,
}

/// What the gate goes by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BestEvidence {
    /// Of the best sentence.
    pub evidence: Evidence,
    /// Its score.
    pub score: f32,
    /// How far the best passage's score is above the second's; 0 if there is no second to be compared with.
    pub lead: f32,
    /// The logarithm of the number of passages by its value at full size: 0 for one passage, 1 for about 400.
    pub size: f32,
    /// Whether the question asks for a number and the best sentence has none.
    pub lacks_number: bool,
}

/// What ranking needs of a question.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) reading: &'a Reading,
    pub(super) encoding: &'a Encoding,
    /// Whether the encoder knows the language of an article.
    pub(super) is_known: &'a dyn Fn(&Article) -> bool,
}

pub(super) fn rank(
    generation: &Generation,
    terms: &TermCache,
    asked: Asked<'_>,
    limit: usize,
) -> Result<Ranking, StoreError> {
    let size = size(generation.passage_count());
    let embedding = QueryEmbedding::new(&asked.encoding.embedding);
    let look = Look {
        generation,
        terms,
        asked,
        embedding: &embedding,
        size,
    };
    let mut glanced = Vec::new();
    for id in candidates(generation, asked.reading, &embedding, limit)? {
        let Some((index, passage)) = generation.locate(id) else {
            continue;
        };
        let article = generation.article(index)?;
        let glance = look.glance(&article, passage, id);
        glanced.extend(glance.map(|glance| (glance, article, passage, id)));
    }
    glanced.sort_by(|a, b| b.0.score.total_cmp(&a.0.score).then(a.3.cmp(&b.3)));
    glanced.truncate(SCORED_PASSAGES.max(limit));

    let tokens = Tokens::new(asked, generation);
    let mut scored: Vec<(Candidate, &PassageTerms)> = glanced
        .into_iter()
        .map(|(glance, article, passage, id)| {
            let sentences = glance.score_in_full(generation, &tokens, id, size);
            let candidate = Candidate {
                article,
                passage,
                id,
                sentences,
            };
            (candidate, glance.terms)
        })
        .collect();
    scored.sort_by(|(a, _), (b, _)| b.score().total_cmp(&a.score()).then(a.id.cmp(&b.id)));
    Ok(Ranking {
        candidates: without_copies(scored, limit.max(2)),
        size,
        question: asked.reading.text.clone(),
    })
}

/// The first `limit`; of passages that say the same, the best alone.
fn without_copies(scored: Vec<(Candidate, &PassageTerms)>, limit: usize) -> Vec<Candidate> {
    let mut kept: Vec<(Candidate, &PassageTerms)> = Vec::with_capacity(limit);
    for (candidate, terms) in scored {
        if kept.len() == limit {
            break;
        }
        if kept.iter().all(|(_, other)| terms.likeness(other) < COPY_AT) {
            kept.push((candidate, terms));
        }
    }
    kept.into_iter().map(|(candidate, _)| candidate).collect()
}

/// How much words count in a corpus of so many passages, from 0.
#[expect(clippy::cast_precision_loss, reason = "a logarithm")]
fn size(passages: usize) -> f32 {
    ((1.0 + passages as f32).ln() / FULL_SIZE_LN).min(MAX_SIZE)
}

impl Candidate {
    /// That of its best sentence.
    fn score(&self) -> f32 {
        self.sentences.first().map_or(f32::NEG_INFINITY, |&(_, _, score)| score)
    }

    fn sentence(&self, at: usize) -> Option<&str> {
        let passage = self.article.passages.get(self.passage)?;
        let range = passage.sentences.get(at)?;
        self.article.passage_text(passage).get(range.clone())
    }

    fn quote(&self) -> Option<Quote> {
        let best = self.score();
        let marked = self
            .sentences
            .iter()
            .take_while(|(_, _, score)| best - score <= ALSO_MARKED_WITHIN)
            .map(|&(at, _, _)| at)
            .collect();
        Quote::new(Arc::clone(&self.article), self.passage, marked, best)
    }
}

impl Ranking {
    /// The first `limit` as quotes; behind the first, the best of each of the question's `parts`.
    pub(super) fn quotes(&self, parts: &[Self], limit: usize) -> Vec<Quote> {
        let mut order: Vec<&Candidate> = self.candidates.iter().collect();
        let mut place = 1;
        for best in parts.iter().filter_map(|part| part.candidates.first()) {
            match order.iter().position(|candidate| candidate.id == best.id) {
                Some(0) => {}
                // Of the same passage, the sentence that answers this part is marked.
                Some(at) if at < place => order[at] = best,
                found => {
                    if let Some(at) = found {
                        order.remove(at);
                    }
                    order.insert(place.min(order.len()), best);
                    place += 1;
                }
            }
        }
        order.into_iter().take(limit).filter_map(Candidate::quote).collect()
    }

    /// What speaks for the first candidate; `None` if there is none.
    pub(super) fn best(&self) -> Option<BestEvidence> {
        let first = self.candidates.first()?;
        let &(at, evidence, score) = first.sentences.first()?;
        let second = self.candidates.get(1).map_or(score, Candidate::score);
        Some(BestEvidence {
            evidence,
            score,
            lead: score - second,
            size: self.size,
            lacks_number: first
                .sentence(at)
                .is_some_and(|sentence| lacks_number(&self.question, sentence)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Status;
    use crate::answer::gate::{Thresholds, confidence};

    /// What the gate makes of a question of which the best passage, so far ahead of the next, has words for a share.
    fn status(coverage: f32, passages: usize, lead: f32) -> Status {
        let evidence = Evidence::by_words_alone(coverage, coverage);
        let size = size(passages);
        let confidence = confidence(&BestEvidence {
            evidence,
            score: evidence.score(size),
            lead,
            size,
            lacks_number: false,
        });
        Thresholds::default().status(confidence)
    }

    #[test]
    fn where_words_decide_all_of_them_answer_and_few_do_not() {
        for passages in [5, 100] {
            assert_ne!(status(1.0, passages, 0.0), Status::NoAnswer, "{passages}");
            assert_eq!(status(1.0, passages, 0.5), Status::Answered, "{passages}");
            assert_ne!(status(0.5, passages, 0.3), Status::NoAnswer, "{passages}");
            assert_eq!(status(0.3, passages, 0.0), Status::NoAnswer, "{passages}");
            assert_eq!(status(0.05, passages, 0.05), Status::NoAnswer, "{passages}");
        }
    }
}
