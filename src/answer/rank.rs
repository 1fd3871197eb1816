//! Ranking: which sentence of which passage answers best. The one scoring function.
//!
//! A sentence is scored by what speaks for it (`Evidence`), and a passage by its best sentence; the reader has a small
//! say in the first few (`second_look.rs`). The weights are fitted on sets that the encoder was not trained on;
//! `docs/quality.md` describes how. Not here: the verdict on the best one (`gate.rs`).

mod current;
mod evidence;
mod ranked;
mod scorer;
mod second_look;

use std::cmp::Ordering;
use std::sync::Arc;

use crate::corpus::Article;
use crate::encoder::Encoding;
use crate::index::{Generation, PassageId, QueryEmbedding, StoreError};
use crate::question::{Age, Expected, Reading};
use crate::text::numbered::Numbered;
use crate::text::values::contradict;

use super::candidates::candidates;
use super::lexical::{PassageTerms, TermCache};
use super::quote::Quote;
use scorer::{FirstScore, Scorer, Tokens};
use second_look::PASSAGES as READ_PASSAGES;

pub use evidence::Evidence;
pub use ranked::{BestEvidence, Ranked, RankedPassage};

/// Words say more the more passages lack them: in five passages about one thing, sharing a word is little; in
/// thousands it is much. Their weight grows with the logarithm of the number of passages, and is whole at e^6. It
/// brings passage@1 from 0.93 to 0.94 (us-iran) and from 0.83 to 0.84 (our own articles).
const FULL_SIZE_LN: f32 = 6.0;

/// Beyond, it grows no more: no larger corpus was measured.
const MAX_SIZE: f32 = 1.2;

/// [`Evidence::heading_asked`] of a question that is the heading word for word: its author put the answer below it, and
/// hardly any other passage comes before.
pub(super) const HEADING_ITSELF: f32 = 3.0;

/// Added to [`HEADING_ITSELF`] for the first passage below the heading: an author answers the question there, and a long
/// section goes on to other things.
const RIGHT_BELOW: f32 = 1.0;

/// [`Evidence::misses_name`] of a passage below a heading that names a sibling of the thing that the question names: it
/// answers about the wrong one, however alike they are.
const SIBLING: f32 = 4.0;

/// [`Evidence::misses_name`] of a passage that gives another value than the question, where some passage gives that one.
const ANOTHER_VALUE: f32 = 2.0;

/// The weight of a token that is not a word of content ("the", "?"): little, yet "who" and "when" are among them. With
/// 1 instead, sentence@1 of us-iran falls from 0.84 to 0.80.
const FUNCTION_TOKEN: f32 = 0.2;

/// The most passages that are scored in full; the others stay after them, in the order of a first scorer.
const SCORED_PASSAGES: usize = 32;

/// Further sentences are marked if they score within this of the best one, and only in the passage itself.
const ALSO_MARKED_WITHIN: f32 = 0.03;

/// [`Evidence::heading_asked`] from which a heading is worth suggesting: all of its words are asked for, say, and they
/// are a third of the question.
const SUGGESTED_FROM: f32 = 0.33;

/// The share of its terms at which a passage counts as a copy of a better one, and is not shown beside it.
const COPY_AT: f32 = 0.9;

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
    /// The question as the reader gets it.
    to_judge: String,
    expected: Option<Expected>,
    /// The things that the question names by a number.
    named: Vec<Numbered>,
    age: Age,
}

/// The question as ranking needs it.
#[derive(Clone, Copy)]
pub(super) struct RankInput<'a> {
    pub(super) reading: &'a Reading,
    pub(super) encoding: &'a Encoding,
    /// True if the encoder knows the language of an article.
    pub(super) is_known: &'a dyn Fn(&Article) -> bool,
    /// The index of the only article that is searched; `None` if all are.
    pub(super) article: Option<usize>,
}

pub(super) fn rank<'a>(
    generation: &'a Generation,
    terms: &'a TermCache,
    asked: RankInput<'_>,
    limit: usize,
) -> Result<Ranking<'a>, StoreError> {
    let size = size(generation.passage_count());
    let embedding = QueryEmbedding::new(&asked.encoding.embedding);
    let by = Scorer {
        asked,
        embedding: &embedding,
        size,
    };
    let candidates = candidates(generation, terms, asked.reading, &embedding, (asked.article, limit))?;
    let mut first_scores: Vec<FirstScore<'_>> = candidates
        .into_iter()
        .filter_map(|candidate| by.first_score(candidate))
        .collect();
    first_scores.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.candidate.id.cmp(&b.candidate.id)));
    first_scores.truncate(SCORED_PASSAGES.max(limit));

    let tokens = Tokens::new(asked, generation.vectors().dimension());
    let mut scored: Vec<Scored<'a>> = first_scores
        .into_iter()
        .map(|first| Scored {
            sentences: first.score_in_full(&tokens, size),
            is_known: first.is_known,
            article: first.candidate.article,
            passage: first.candidate.passage,
            id: first.candidate.id,
            terms: first.candidate.terms,
            readings: Vec::new(),
        })
        .collect();
    count_contradictions(&mut scored, &asked.reading.values, size);
    scored.sort_by(|a, b| b.score().total_cmp(&a.score()).then(a.id.cmp(&b.id)));
    let mut ranking = Ranking {
        passages: scored,
        size,
        question: asked.reading.text.clone(),
        to_judge: String::new(),
        expected: asked.reading.expected,
        named: asked.reading.numbered(),
        age: asked.reading.age.clone(),
    };
    let is_chosen = ranking.put_valid_first();
    ranking.to_judge = asked.reading.to_judge(is_chosen);
    ranking.passages = without_copies(ranking.passages, limit.max(READ_PASSAGES));
    Ok(ranking)
}

/// Where a passage gives a value that the question gives ("until six"), those passages and sentences miss it that give
/// another ("until five"): the encoder finds them alike.
fn count_contradictions(scored: &mut [Scored<'_>], asked: &[Numbered], size: f32) {
    let has_value = |passage: &Scored<'_>| asked.iter().any(|value| passage.terms.values.contains(value));
    if !scored.iter().any(has_value) {
        return;
    }
    for passage in scored {
        let contradicts = contradict(asked, &passage.terms.values);
        for sentence in &mut passage.sentences {
            let given = passage.terms.values_of.get(sentence.at);
            if contradicts || given.is_some_and(|given| contradict(asked, given)) {
                sentence.evidence.misses_name = sentence.evidence.misses_name.max(ANOTHER_VALUE);
                sentence.score = sentence.evidence.score(size);
            }
        }
        passage.sentences.sort_by(ScoredSentence::best_first);
    }
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

    /// The headings that the question has the words of, those that say most of it first.
    pub(super) fn headings_asked(&self) -> Vec<String> {
        let mut asked: Vec<(f32, &String)> = Vec::new();
        for candidate in &self.passages {
            let share = candidate
                .sentences
                .first()
                .map_or(0.0, |best| best.evidence.heading_asked);
            let passage = candidate.article.passages.get(candidate.passage);
            let innermost = passage.and_then(|passage| candidate.article.headings(passage).last());
            if let Some(heading) = innermost.filter(|_| share >= SUGGESTED_FROM)
                && asked.iter().all(|(_, other)| *other != heading)
            {
                asked.push((share, heading));
            }
        }
        asked.sort_by(|a, b| b.0.total_cmp(&a.0));
        asked.into_iter().map(|(_, heading)| heading.clone()).collect()
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
            is_about_another: contradict(&self.named, &first.terms.values)
                && !self.named.iter().any(|named| first.terms.named.contains(named)),
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
            is_about_another: false,
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
