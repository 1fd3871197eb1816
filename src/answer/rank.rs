//! Ranking: which passages come first, and which of their sentences.
//!
//! Passages are ranked by BM25 over passage, headings and title; within a passage, sentences by BM25 of their own.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::corpus::{Article, Passage};
use crate::index::{Generation, StoreError};
use crate::text::language::Language;

use super::question::Question;
use super::quote::Quote;

/// BM25's saturation of term frequency (Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework",
/// section 3.5); the usual value, and Tantivy's.
const K1: f32 = 1.2;

/// BM25's share of length normalisation, likewise.
const B: f32 = 0.75;

/// A word inside a hyphenated compound ("trust" in "trust-building") is another word that contains it.
const COMPOUND_WEIGHT: f32 = 0.5;

/// Further sentences are marked if they score at least this share of the best one's.
const ALSO_MARKED_AT: f32 = 0.95;

/// Candidates in order, and how much of the question the first has words for.
pub(super) struct Ranking {
    pub(super) quotes: Vec<Quote>,
    /// From 0 to 1.
    pub(super) coverage: f32,
}

/// The question's terms in one language with their weights (inverse document frequency).
/// Ordered: sums of floats depend on their order, and the same question must score the same every time.
struct Terms(BTreeMap<String, f32>);

pub(super) fn rank(generation: &Generation, question: &Question, limit: usize) -> Result<Ranking, StoreError> {
    let terms: HashMap<Language, Terms> = generation
        .question_terms(question.searched())
        .into_iter()
        .map(|(language, terms)| (language, Terms::weighed(generation, terms)))
        .collect();
    let mut quotes = Vec::new();
    let mut coverage = 0.0;
    for hit in generation.search(question.searched(), limit)? {
        let Some((article, passage)) = generation.locate(hit.passage) else {
            continue;
        };
        let article = generation.article(article)?;
        let Some(found) = article.passages.get(passage) else {
            continue;
        };
        let Some(terms) = terms.get(&article.language) else {
            continue;
        };
        if quotes.is_empty() {
            coverage = terms.coverage(generation, &article, found);
        }
        let sentences = best_sentences(generation, terms, &article, found);
        quotes.extend(Quote::new(article, passage, sentences, hit.score));
    }
    Ok(Ranking { quotes, coverage })
}

impl Terms {
    fn weighed(generation: &Generation, terms: Vec<String>) -> Self {
        let weighed = terms.into_iter().map(|term| {
            let idf = generation.idf(&term);
            (term, idf)
        });
        Self(weighed.collect())
    }

    /// The share of the terms' weight that a passage, its headings and its article's title have words for.
    fn coverage(&self, generation: &Generation, article: &Article, passage: &Passage) -> f32 {
        let total: f32 = self.0.values().sum();
        if total <= 0.0 {
            return 0.0;
        }
        let analyze = |text: &str| generation.analyze(text, article.language);
        let mut present: HashSet<String> = analyze(article.passage_text(passage)).into_iter().collect();
        present.extend(article.headings(passage).iter().flat_map(|heading| analyze(heading)));
        present.extend(analyze(&article.title));
        let matched: f32 = self
            .0
            .iter()
            .filter(|(term, _)| present.contains(*term))
            .map(|(_, idf)| idf)
            .sum();
        matched / total
    }
}

/// The passage's best sentence, and those close behind it.
fn best_sentences(generation: &Generation, terms: &Terms, article: &Article, passage: &Passage) -> Vec<usize> {
    let text = article.passage_text(passage);
    let words: Vec<_> = passage
        .sentences
        .iter()
        .map(|range| {
            let sentence = &text[range.clone()];
            (sentence, generation.analyze_words(sentence, article.language))
        })
        .collect();
    let total: usize = words.iter().map(|(_, words)| words.len()).sum();
    #[expect(clippy::cast_precision_loss, reason = "counts of words in a passage")]
    let average = (total as f32 / words.len().max(1) as f32).max(1.0);
    let mut scored: Vec<(usize, f32)> = words
        .iter()
        .enumerate()
        .map(|(index, (sentence, words))| {
            let mut frequencies: HashMap<&str, f32> = HashMap::new();
            for (range, term) in words {
                if terms.0.contains_key(term) {
                    let weight = if is_in_compound(sentence, range.start, range.end) {
                        COMPOUND_WEIGHT
                    } else {
                        1.0
                    };
                    *frequencies.entry(term).or_default() += weight;
                }
            }
            #[expect(clippy::cast_precision_loss, reason = "a count of words in a sentence")]
            let length = words.len() as f32 / average;
            let mut matched: Vec<_> = frequencies.into_iter().collect();
            // Sums of floats depend on their order; the same question must score the same every time.
            matched.sort_unstable_by(|a, b| a.0.cmp(b.0));
            let score = matched
                .into_iter()
                .map(|(term, frequency)| {
                    terms.0[term] * frequency * (K1 + 1.0) / (frequency + K1 * (1.0 - B + B * length))
                })
                .sum();
            (index, score)
        })
        .collect();
    scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let best = scored.first().map_or(0.0, |&(_, score)| score);
    scored
        .into_iter()
        .enumerate()
        .take_while(|&(place, (_, score))| place == 0 || (best > 0.0 && score >= ALSO_MARKED_AT * best))
        .map(|(_, (index, _))| index)
        .collect()
}

/// Whether a lower-case neighbour is tied to the word by a hyphen. ("U.S.-Iran" is two words.)
fn is_in_compound(sentence: &str, start: usize, end: usize) -> bool {
    let tied_behind = sentence[end..]
        .strip_prefix('-')
        .is_some_and(|rest| rest.starts_with(char::is_lowercase));
    let tied_before = sentence[..start]
        .strip_suffix('-')
        .is_some_and(|rest| rest.ends_with(char::is_lowercase));
    tied_behind || tied_before
}
