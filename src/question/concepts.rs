//! The concepts of a question: its words and phrases of content, each with its weight and with what may stand for it.

use std::ops::Range;

use super::term::{TermHash, term_hash};
use crate::corpus::Alternative;
use crate::index::{Generation, PlacedTerm, Vocabulary};
use crate::text::language::Language;
use crate::text::numbered::{Numbered, is_name_by_itself};
use crate::text::words::Word;

/// The credit of a synonym in the text, where the question's own word counts 1: an admin's rule is nearly as good as
/// the word, but of two sentences the one with the asker's own word comes first.
const SYNONYM_CREDIT: f32 = 0.9;

/// A word or phrase of the question, and what may stand for it.
#[derive(Debug, Clone)]
pub(super) struct Concept {
    /// Inverse document frequency: how much it says.
    pub(super) weight: f32,
    ways: Vec<Way>,
    /// True if it is a number of some length, or a name made of a letter or of signs ("R", "C++"), that the articles
    /// have.
    pub(super) names_one: bool,
}

/// Terms that express a concept if all of them are there.
#[derive(Debug, Clone)]
struct Way {
    terms: Vec<TermHash>,
    /// From 0 to 1.
    credit: f32,
}

/// The concepts of a question in one language: `words` are its words of content there, `spoken` all of its words.
pub(super) fn concepts(
    generation: &Generation,
    language: Language,
    words: &[PlacedTerm],
    spoken: &[Word],
    alternatives: &[Alternative],
) -> Vec<Concept> {
    let mut found: Vec<(Vec<String>, Concept)> = Vec::new();
    let mut add = |own: Vec<String>, concept: Concept| {
        // A word that is asked twice is one concept.
        if !found.iter().any(|(terms, _)| *terms == own) {
            found.push((own, concept));
        }
    };
    let mut claimed: Vec<Range<usize>> = Vec::new();
    for alternative in alternatives {
        let stretch = spoken.get(alternative.range.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (stretch.first(), stretch.last()) else {
            continue;
        };
        let range = first.range.start..last.range.end;
        let own: Vec<String> = words
            .iter()
            .filter(|(word, _)| range.start <= word.start && word.end <= range.end)
            .map(|(_, term)| term.clone())
            .collect();
        // Function words that an entry is made of ("back out") say nothing by themselves in this language.
        if own.is_empty() {
            continue;
        }
        let mut ways = Vec::new();
        if !alternative.replaces {
            ways.push((own.clone(), 1.0));
        }
        let credit = if alternative.replaces { 1.0 } else { SYNONYM_CREDIT };
        for replacement in &alternative.replacements {
            let terms = generation.vocabulary().analyze(&replacement.join(" "), language);
            if !terms.is_empty() && terms != own {
                ways.push((terms, credit));
            }
        }
        claimed.push(range);
        add(own.clone(), Concept::new(generation, &own, ways));
    }
    for (range, term) in words {
        let is_claimed = claimed
            .iter()
            .any(|claimed| claimed.start <= range.start && range.end <= claimed.end);
        if !is_claimed {
            let own = vec![term.clone()];
            add(own.clone(), Concept::new(generation, &own, vec![(own.clone(), 1.0)]));
        }
    }
    found.into_iter().map(|(_, concept)| concept).collect()
}

impl Concept {
    fn new(generation: &Generation, own: &[String], ways: Vec<(Vec<String>, f32)>) -> Self {
        let is_known = |terms: &[String]| terms.iter().all(|term| generation.retrieval().has_term(term));
        // A word that no article has weighs as much as the words that stand for it there, or else as the rarest.
        let weighed = if is_known(own) {
            own
        } else {
            ways.iter()
                .map(|(terms, _)| terms.as_slice())
                .find(|terms| is_known(terms))
                .unwrap_or(own)
        };
        let weight = weighed
            .iter()
            .map(|term| generation.retrieval().idf(term))
            .fold(0.0, f32::max);
        Self {
            weight,
            names_one: own.iter().any(|term| names_one(term, generation.vocabulary())),
            ways: ways
                .into_iter()
                .map(|(terms, credit)| Way {
                    terms: terms.iter().map(|term| term_hash(term)).collect(),
                    credit,
                })
                .collect(),
        }
    }

    /// True if the term belongs to one of the ways.
    pub(super) fn has(&self, term: TermHash) -> bool {
        self.ways.iter().any(|way| way.terms.contains(&term))
    }

    /// The best credit of the ways whose terms are all among `terms` (sorted); 0 if there is none.
    pub(super) fn credit(&self, terms: &[TermHash]) -> f32 {
        self.ways
            .iter()
            .filter(|way| way.terms.iter().all(|term| terms.binary_search(term).is_ok()))
            .map(|way| way.credit)
            .fold(0.0, f32::max)
    }
}

fn names_one(term: &str, vocabulary: &Vocabulary) -> bool {
    if term.chars().nth(1).is_none() {
        return vocabulary.written(&Numbered::by_itself(term)).is_some();
    }
    let is_long_number = term.chars().count() >= 3 && term.contains(|c: char| c.is_ascii_digit());
    (is_long_number || is_name_by_itself(term)) && vocabulary.has_word(term)
}
