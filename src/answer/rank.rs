//! Ranking: which sentence of which passage answers best. The one scoring function.
//!
//! A sentence is scored by what speaks for it (`Evidence`), and a passage by its best sentence; the reader has a small
//! say in the first few (`second_look.rs`). The weights are fitted on sets that the encoder was not trained on;
//! `docs/quality.md` describes how. Not here: the verdict on the best one (`gate.rs`).

mod current;
mod look;
mod second_look;

use std::cmp::Ordering;
use std::sync::Arc;

use crate::corpus::Article;
use crate::encoder::Encoding;
use crate::index::{Generation, PassageId, QueryEmbedding, StoreError};
use crate::question::{Age, Expected, Reading};

use super::candidates::candidates;
use super::lexical::{PassageTerms, TermCache};
use super::quote::Quote;
use look::{Glance, Look, Tokens};
use second_look::PASSAGES as READ_PASSAGES;

/// The weight of each piece of evidence, as `tools/fit_ranking.py` fits it; `docs/quality.md` has the figures.
///
/// A sentence that only points to an answer ranks after every other sentence.
const WEIGHTS: Evidence = Evidence {
    sentence_tokens: 1.0,
    sentence_meaning: 0.87,
    passage_tokens: 0.69,
    passage_words: 0.15,
    heading_asked: 0.44,
    worst_tokens: 0.14,
    passage_worst: 0.1,
    misses_name: -0.3,
    points: -10.0,
};

/// Words say more the more passages lack them: in five passages about one thing, sharing a word is little; in
/// thousands it is much. Their weight grows with the logarithm of the number of passages, and is whole at e^6. It
/// brings passage@1 from 0.93 to 0.94 (us-iran) and from 0.83 to 0.84 (our own articles).
const FULL_SIZE_LN: f32 = 6.0;

/// Beyond, it grows no more: no larger corpus was measured.
const MAX_SIZE: f32 = 1.2;

/// [`Evidence::heading_asked`] of a question that is the heading word for word: its author put the answer below it, and
/// hardly any other passage comes before.
pub(super) const HEADING_ITSELF: f32 = 3.0;

/// [`Evidence::misses_name`] of a passage below a heading that names a sibling of the thing that the question names: it
/// answers about the wrong one, however alike they are.
const SIBLING: f32 = 4.0;

/// The weight of a token that is not a word of content ("the", "?"): little, yet "who" and "when" are among them. With
/// 1 instead, sentence@1 of us-iran falls from 0.84 to 0.80.
const FUNCTION_TOKEN: f32 = 0.2;

/// The most passages that are scored in full; the others stay after them, in the order of a first look.
const SCORED_PASSAGES: usize = 32;

/// Further sentences are marked if they score within this of the best one, and only in the passage itself.
const ALSO_MARKED_WITHIN: f32 = 0.03;

/// The share of its terms at which a passage counts as a copy of a better one, and is not shown beside it.
const COPY_AT: f32 = 0.9;

/// The evidence for a sentence: likenesses to the question, each about 0 to 1, and what kind of sentence it is.
///
/// "Tokens" are matches of the question's tokens: the best match of each, averaged (Khattab & Zaharia 2020,
/// "`ColBERT`", section 3.2, "`MaxSim`"). "Meaning" is the cosine of embeddings. "Words" are shares of the question's
/// weight (inverse document frequency) that there are words for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence {
    /// Matches among the sentence's tokens.
    pub sentence_tokens: f32,
    /// The sentence's meaning, within its passage.
    pub sentence_meaning: f32,
    /// Matches among the tokens of the passage, its headings and title.
    pub passage_tokens: f32,
    /// Words of the passage, its headings and title.
    pub passage_words: f32,
    /// The degree to which the question is about the subject of the innermost heading, from 0 to 1; 3 if it is that
    /// heading, word for word.
    pub heading_asked: f32,
    /// The mean match of the two words of content that the sentence matches worst: an answer leaves out no word.
    pub worst_tokens: f32,
    /// The same for the passage, its headings and title.
    pub passage_worst: f32,
    /// 1 if the question names one of several things that are alike (a number, a version, "C++"), other passages have
    /// it and this one has not, else 0: the encoder takes one version for another. 4 if a heading above names another.
    pub misses_name: f32,
    /// 1 if the sentence only points to an answer (a question, a lead-in, an entry of a table of contents), else 0.
    pub points: f32,
}

impl Evidence {
    /// The names and values of all that tells sentences apart, words multiplied by `size`
    /// ([`BestEvidence::size`]).
    pub fn features(&self, size: f32) -> [(&'static str, f32); 9] {
        [
            ("sentence_tokens", self.sentence_tokens),
            ("sentence_meaning", self.sentence_meaning),
            ("passage_tokens", self.passage_tokens),
            ("passage_words", self.passage_words * size),
            ("heading_asked", self.heading_asked),
            ("worst_tokens", self.worst_tokens),
            ("passage_worst", self.passage_worst),
            ("misses_name", self.misses_name),
            ("points", self.points),
        ]
    }

    /// The score of a sentence; `size` as [`size`] gives it. Before its tokens are compared it is good enough to choose
    /// the passages whose tokens are compared.
    fn score(&self, size: f32) -> f32 {
        let weights = WEIGHTS.features(1.0);
        let features = self.features(size);
        weights
            .iter()
            .zip(features)
            .map(|((_, weight), (_, value))| weight * value)
            .sum()
    }

    /// Estimates the likenesses of meaning from words alone, for a language that the encoder does not know.
    ///
    /// Each line goes from what an English question has in common with any text to what it has with a sentence of all
    /// its words. The words that are matched worst are matched badly until none is missing, so theirs is a curve.
    fn by_words_alone(&self, sentence_words: f32) -> Self {
        Self {
            sentence_tokens: 0.12 + 0.53 * sentence_words,
            sentence_meaning: 0.02 + 0.68 * sentence_words,
            passage_tokens: 0.14 + 0.51 * self.passage_words,
            worst_tokens: 0.1 + 0.75 * self.passage_words.powi(3),
            passage_worst: 0.1 + 0.75 * self.passage_words.powi(3),
            ..*self
        }
    }
}

/// A sentence with its score, and the evidence for the score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoredSentence {
    /// Its index among the passage's sentences.
    pub at: usize,
    /// The evidence for it.
    pub evidence: Evidence,
    /// The score that it is ranked by.
    pub score: f32,
}

impl ScoredSentence {
    fn best_first(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score).then(self.at.cmp(&other.at))
    }
}

/// A passage with its sentences scored.
#[derive(Debug)]
pub(super) struct Scored<'a> {
    article: Arc<Article>,
    /// Among the article's passages.
    passage: usize,
    id: PassageId,
    terms: &'a PassageTerms,
    /// Best first.
    sentences: Vec<ScoredSentence>,
    /// True if encoder and reader know its language.
    is_known: bool,
    /// The reader's log-odds for the sentences that it read, by their index.
    readings: Vec<(usize, f32)>,
}

/// The passages, best first, without copies.
#[derive(Debug)]
pub(super) struct Ranking<'a> {
    passages: Vec<Scored<'a>>,
    /// The size of the corpus as a share of [`FULL_SIZE_LN`].
    size: f32,
    question: String,
    expected: Option<Expected>,
    age: Age,
}

/// The evidence that the gate judges by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BestEvidence {
    /// Of the best sentence.
    pub evidence: Evidence,
    /// Its score.
    pub score: f32,
    /// The difference between the scores of the best passage and the second; 0 if there is no second to compare with.
    pub lead: f32,
    /// The logarithm of the number of passages by its value at full size: 0 for one passage, 1 for about 400.
    pub size: f32,
    /// True if the question asks for a number and the best sentence has none.
    pub lacks_number: bool,
    /// The log-odds that the reader gave the best passage, if it read it.
    pub reading: Option<f32>,
}

/// A ranking with all its scores.
#[derive(Debug)]
pub struct Ranked {
    /// The question as it was searched for.
    pub question: String,
    /// See [`BestEvidence::lacks_number`].
    pub lacks_number: bool,
    /// See [`BestEvidence::size`].
    pub size: f32,
    /// The passages, best first.
    pub passages: Vec<RankedPassage>,
}

/// A passage of a ranking.
#[derive(Debug)]
pub struct RankedPassage {
    /// The passage.
    pub quote: Quote,
    /// Its sentences, best first.
    pub sentences: Vec<ScoredSentence>,
    /// The log-odds that the reader gave the sentences that it read, by their index.
    pub readings: Vec<(usize, f32)>,
}

/// The question as ranking needs it.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) reading: &'a Reading,
    pub(super) encoding: &'a Encoding,
    /// True if the encoder knows the language of an article.
    pub(super) is_known: &'a dyn Fn(&Article) -> bool,
}

pub(super) fn rank<'a>(
    generation: &'a Generation,
    terms: &'a TermCache,
    asked: Asked<'_>,
    limit: usize,
) -> Result<Ranking<'a>, StoreError> {
    let size = size(generation.passage_count());
    let embedding = QueryEmbedding::new(&asked.encoding.embedding);
    let look = Look {
        asked,
        embedding: &embedding,
        size,
    };
    let candidates = candidates(generation, terms, asked.reading, &embedding, limit)?;
    let mut glances: Vec<Glance<'_>> = candidates
        .into_iter()
        .filter_map(|candidate| look.glance(candidate))
        .collect();
    glances.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.candidate.id.cmp(&b.candidate.id)));
    glances.truncate(SCORED_PASSAGES.max(limit));

    let tokens = Tokens::new(asked, generation.vectors().dimension());
    let mut scored: Vec<Scored<'a>> = glances
        .into_iter()
        .map(|glance| Scored {
            sentences: glance.score_in_full(&tokens, size),
            is_known: glance.is_known,
            article: glance.candidate.article,
            passage: glance.candidate.passage,
            id: glance.candidate.id,
            terms: glance.candidate.terms,
            readings: Vec::new(),
        })
        .collect();
    scored.sort_by(|a, b| b.score().total_cmp(&a.score()).then(a.id.cmp(&b.id)));
    let mut ranking = Ranking {
        passages: scored,
        size,
        question: asked.reading.text.clone(),
        expected: asked.reading.expected,
        age: asked.reading.age.clone(),
    };
    ranking.put_valid_first();
    ranking.passages = without_copies(ranking.passages, limit.max(READ_PASSAGES));
    Ok(ranking)
}

/// The first `limit` passages, without those that copy a better one.
fn without_copies(scored: Vec<Scored<'_>>, limit: usize) -> Vec<Scored<'_>> {
    let mut kept: Vec<Scored<'_>> = Vec::with_capacity(limit);
    for passage in scored {
        if kept.len() == limit {
            break;
        }
        if kept.iter().all(|other| passage.terms.likeness(other.terms) < COPY_AT) {
            kept.push(passage);
        }
    }
    kept
}

/// The weight of words in a corpus with this many passages, from 0.
#[expect(clippy::cast_precision_loss, reason = "a logarithm")]
fn size(passages: usize) -> f32 {
    ((1.0 + passages as f32).ln() / FULL_SIZE_LN).min(MAX_SIZE)
}

impl Scored<'_> {
    /// That of its best sentence.
    fn score(&self) -> f32 {
        self.sentences.first().map_or(f32::NEG_INFINITY, |best| best.score)
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
            .take_while(|sentence| best - sentence.score <= ALSO_MARKED_WITHIN)
            .map(|sentence| sentence.at)
            .collect();
        Quote::new(Arc::clone(&self.article), self.passage, marked, best)
    }
}

impl Ranking<'_> {
    /// The first `limit` as quotes; after the first, the best of each of the question's `parts`.
    pub(super) fn quotes(&self, parts: &[Self], limit: usize) -> Vec<Quote> {
        let mut order: Vec<&Scored<'_>> = self.passages.iter().collect();
        let mut place = 1;
        for best in parts.iter().filter_map(|part| part.passages.first()) {
            match order.iter().position(|passage| passage.id == best.id) {
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
        order.into_iter().take(limit).filter_map(Scored::quote).collect()
    }

    /// All that is known of the passages.
    pub(super) fn into_ranked(self) -> Ranked {
        let passages = self.passages.iter().filter_map(|passage| {
            Some(RankedPassage {
                quote: passage.quote()?,
                sentences: passage.sentences.clone(),
                readings: passage.readings.clone(),
            })
        });
        Ranked {
            lacks_number: self.best().is_some_and(|best| best.lacks_number),
            size: self.size,
            passages: passages.collect(),
            question: self.question,
        }
    }

    /// The evidence for the first passage; `None` if nothing was ranked.
    pub(super) fn best(&self) -> Option<BestEvidence> {
        let first = self.passages.first()?;
        let &ScoredSentence { at, evidence, score } = first.sentences.first()?;
        let second = self.passages.get(1).map_or(score, Scored::score);
        let lacks_number = |sentence| self.expected.is_some_and(|expected| expected.is_missing(sentence));
        Some(BestEvidence {
            evidence,
            score,
            lead: (score - second).max(0.0),
            size: self.size,
            lacks_number: first.sentence(at).is_some_and(lacks_number),
            reading: first.reading(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::Status;
    use crate::answer::gate::{Thresholds, confidence};

    /// The gate's status for a question with this word coverage in the best passage, which leads the next one by
    /// `lead`.
    fn status(coverage: f32, passages: usize, lead: f32) -> Status {
        let words = Evidence {
            passage_words: coverage,
            ..Evidence::default()
        };
        let evidence = words.by_words_alone(coverage);
        let size = size(passages);
        let confidence = confidence(&BestEvidence {
            evidence,
            score: evidence.score(size),
            lead,
            size,
            lacks_number: false,
            reading: None,
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
