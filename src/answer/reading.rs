//! How a question is read: chat-speak written out, typos corrected, and each of its words with what may stand for it.
//!
//! A word that the corpus knows is never changed. What is shown of a question stays the asker's own text; a
//! [`Reading`] is only searched for. Not here: the rules of each step (`chat.rs`, `spelling.rs`, the corpus's synonyms).

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use crate::corpus::Alternative;
use crate::index::{Generation, PlacedTerm};
use crate::text::fold::fold;
use crate::text::language::Language;
use crate::text::numbered::{Numbered, numbered};
use crate::text::words::{Word, words};

use super::chat;
use super::lexical::{PassageTerms, wording};
use super::spelling::Speller;

/// What a synonym in the text counts, where the question's own word counts 1: an admin's rule is nearly as good as
/// the word, but of two sentences the one with the asker's own word comes first.
const SYNONYM_CREDIT: f32 = 0.9;

/// A term as sentences are compared by it: terms are compared for equality alone, and a number is compared faster.
pub(super) type TermHash = u64;

/// The hash of a term; the same in every process.
pub(super) fn term_hash(term: &str) -> TermHash {
    let mut hasher = DefaultHasher::new();
    term.hash(&mut hasher);
    hasher.finish()
}

/// A question as it is searched for.
#[derive(Debug)]
pub(super) struct Reading {
    /// The text that is encoded: chat-speak written out, typos corrected, ended with a question mark. Of a part, what
    /// it has of that text.
    pub(super) text: String,
    /// The text that passages are searched by: the same, with all synonyms behind it.
    pub(super) search_text: String,
    /// Its words as they were typed, as [`wording`] has them.
    pub(super) wording: Option<TermHash>,
    /// The concepts, in each language of the corpus.
    concepts: Vec<(Language, Vec<Concept>)>,
    /// The bytes of `text` that have words of content.
    content: Vec<Range<usize>>,
    /// What it names by a number as some heading does.
    numbered: Vec<Numbered>,
}

/// A word or phrase of the question, and what may stand for it.
#[derive(Debug, Clone)]
struct Concept {
    /// Inverse document frequency: how much it says.
    weight: f32,
    ways: Vec<Way>,
    /// Whether it is a number of some length, or a name made of a letter or of signs ("R", "C++"), that the articles
    /// have.
    names_one: bool,
}

/// Terms that express a concept if all of them are there.
#[derive(Debug, Clone)]
struct Way {
    terms: Vec<TermHash>,
    /// From 0 to 1.
    credit: f32,
}

impl Reading {
    /// Reads a question as it was typed.
    pub(super) fn new(question: &str, generation: &Generation, speller: &Speller) -> Self {
        Self::of(&corrected(question, generation, speller), generation, Some(speller))
    }

    /// Reads a part of [`Reading::text`]: it was corrected with the whole, and stays as it is, so that places in it
    /// stay true.
    pub(super) fn of_part(text: &str, generation: &Generation) -> Self {
        Self::of(text, generation, None)
    }

    /// Reads a text that needs no correction; with a speller, what is encoded has synonyms in place of unknown words.
    fn of(text: &str, generation: &Generation, speller: Option<&Speller>) -> Self {
        let spoken: Vec<Word> = words(text).collect();
        let folded: Vec<&str> = spoken.iter().map(|word| word.folded.as_str()).collect();
        let alternatives = generation.synonyms().alternatives(&folded);
        let text_words = generation.question_words(text);
        let encoded = speller.map_or_else(
            || text.to_owned(),
            |speller| paraphrased(text, &spoken, &alternatives, speller),
        );
        // In the language that it has the most function words of, which is most likely its own.
        let content = generation
            .question_words(&encoded)
            .into_iter()
            .min_by_key(|(_, words)| words.len())
            .map(|(_, words)| words.into_iter().map(|(range, _)| range).collect())
            .unwrap_or_default();
        let concepts = text_words
            .into_iter()
            .map(|(language, words)| {
                let concepts = concepts(generation, language, &words, &spoken, &alternatives);
                (language, concepts)
            })
            .collect();
        let mut search_text = text.to_owned();
        for replacement in alternatives.iter().flat_map(|alternative| &alternative.replacements) {
            search_text.push(' ');
            search_text.push_str(&replacement.join(" "));
        }
        Self {
            wording: wording(text),
            numbered: numbered(text)
                .into_iter()
                .filter(|asked| generation.names_by_number(asked))
                .collect(),
            text: encoded,
            search_text,
            concepts,
            content,
        }
    }

    /// How much of the question's weight some terms (sorted) express in `language`, from 0 to 1; 0 if it has none.
    pub(super) fn coverage(&self, language: Language, terms: &[TermHash]) -> f32 {
        let Some((_, concepts)) = self.concepts.iter().find(|(of, _)| *of == language) else {
            return 0.0;
        };
        let total: f32 = concepts.iter().map(|concept| concept.weight).sum();
        if total <= 0.0 {
            return 0.0;
        }
        let covered: f32 = concepts
            .iter()
            .map(|concept| concept.weight * concept.credit(terms))
            .sum();
        covered / total
    }

    /// Whether the question names one of several things that are alike (a version, a year, "417", "C++") that the articles
    /// have, and a passage is about another. Smaller numbers count things as often as they name one, so they are compared
    /// with those of headings alone ("rule 5").
    pub(super) fn misses_name(&self, language: Language, passage: &PassageTerms) -> bool {
        let concepts = self.concepts.iter().find(|(of, _)| *of == language);
        let mut names = concepts
            .iter()
            .flat_map(|(_, concepts)| concepts)
            .filter(|concept| concept.names_one);
        let is_other = |asked: &Numbered| {
            let is_of_kind = |other: &Numbered| other.kind == asked.kind;
            passage.numbered.iter().any(is_of_kind) && !passage.numbered.contains(asked)
        };
        names.any(|concept| concept.credit(&passage.whole) <= 0.0) || self.numbered.iter().any(is_other)
    }

    /// Which share of some terms in `language` the question has, from 0 to 1; 0 if there are none.
    #[expect(clippy::cast_precision_loss, reason = "counts of the terms of a heading")]
    pub(super) fn share_asked(&self, language: Language, terms: &[TermHash]) -> f32 {
        let Some((_, concepts)) = self.concepts.iter().find(|(of, _)| *of == language) else {
            return 0.0;
        };
        let asked = |term: &&TermHash| concepts.iter().any(|concept| concept.has(**term));
        let found = terms.iter().filter(asked).count();
        if terms.is_empty() {
            0.0
        } else {
            found as f32 / terms.len() as f32
        }
    }

    /// Whether a stretch of [`Reading::text`] belongs to a word of content.
    pub(super) fn is_content(&self, range: &Range<usize>) -> bool {
        self.content
            .iter()
            .any(|word| word.start < range.end && range.start < word.end)
    }
}

impl Concept {
    fn has(&self, term: TermHash) -> bool {
        self.ways.iter().any(|way| way.terms.contains(&term))
    }

    fn credit(&self, terms: &[TermHash]) -> f32 {
        self.ways
            .iter()
            .filter(|way| way.terms.iter().all(|term| terms.binary_search(term).is_ok()))
            .map(|way| way.credit)
            .fold(0.0, f32::max)
    }
}

/// The question as it was meant.
fn corrected(question: &str, generation: &Generation, speller: &Speller) -> String {
    let question = with_plain_acronyms(question);
    // Letters stand in any text, as initials and in lists; what is about "R" has it in a heading.
    let is_letter_of_corpus = |word: &str| word.chars().nth(1).is_none() && generation.is_in_heading(word);
    let expansions = chat::expand(&question, &|word| {
        speller.is_in_corpus(word) || is_letter_of_corpus(word)
    });
    let mut text = chat::written_out(&question, &expansions);
    let corrections: Vec<(Range<usize>, String)> = speller
        .corrections(&text)
        .into_iter()
        .map(|correction| (correction.range, correction.word.to_owned()))
        .collect();
    for (range, word) in corrections.into_iter().rev() {
        text.replace_range(range, &word);
    }
    as_question(&text)
}

/// The text with one question mark at its end, whether it was typed with none, with one or with "?!": to the encoder it
/// is a word, and people leave it out as they please.
fn as_question(text: &str) -> String {
    let words = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '?' | '!' | '.' | ',' | ';'));
    if words.is_empty() {
        text.to_owned()
    } else {
        format!("{words}?")
    }
}

/// The text with "US" for "U.S.", "u.s.a." and "USA": to an encoder these are as many words, and a name has to count the
/// same however it is abbreviated.
fn with_plain_acronyms(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut done = 0;
    for word in words(text) {
        let written = &text[word.range.clone()];
        let is_acronym = written.chars().all(|c| c == '.' || c.is_alphabetic()) && fold(written) != word.folded;
        if !is_acronym {
            continue;
        }
        plain.push_str(&text[done..word.range.start]);
        plain.push_str(&word.folded.to_uppercase());
        done = word.range.end;
        // Its last stop is no part of the word.
        if written.contains('.') && text[done..].starts_with('.') {
            done += 1;
        }
    }
    plain.push_str(&text[done..]);
    plain
}

/// The text with each synonym's replacement in place of words that neither the corpus nor the vocabulary knows: an
/// encoder makes nothing of "jcpoa", but something of "2015 nuclear deal".
fn paraphrased(text: &str, spoken: &[Word], alternatives: &[Alternative], speller: &Speller) -> String {
    let mut paraphrase = text.to_owned();
    for alternative in alternatives.iter().rev() {
        let Some(stretch) = spoken.get(alternative.range.clone()) else {
            continue;
        };
        let (Some(first), Some(last), Some(replacement)) =
            (stretch.first(), stretch.last(), alternative.replacements.first())
        else {
            continue;
        };
        if stretch.iter().all(|word| !speller.is_known(&word.folded)) {
            paraphrase.replace_range(first.range.start..last.range.end, &replacement.join(" "));
        }
    }
    paraphrase
}

fn concepts(
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
            let terms = generation.analyze(&replacement.join(" "), language);
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
        let is_known = |terms: &[String]| terms.iter().all(|term| generation.has_term(term));
        // A word that no article has weighs as much as what stands for it there, or else as the rarest.
        let weighed = if is_known(own) {
            own
        } else {
            ways.iter()
                .map(|(terms, _)| terms.as_slice())
                .find(|terms| is_known(terms))
                .unwrap_or(own)
        };
        let weight = weighed.iter().map(|term| generation.idf(term)).fold(0.0, f32::max);
        Self {
            weight,
            names_one: own.iter().any(|term| names_one(term, generation)) && is_known(own),
            ways: ways
                .into_iter()
                .map(|(terms, credit)| Way {
                    terms: terms.iter().map(|term| term_hash(term)).collect(),
                    credit,
                })
                .collect(),
        }
    }
}

fn names_one(term: &str, generation: &Generation) -> bool {
    let is_letter = |c: char| c.is_alphabetic() && generation.is_heading(term);
    match term.chars().count() {
        1 => term.chars().all(is_letter),
        length => term.contains(['+', '#', '&']) || (length >= 3 && term.contains(|c: char| c.is_ascii_digit())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_written_in_one_way() {
        for (text, plain) in [
            ("trust the U.S.?", "trust the US?"),
            ("trust the u.s.a.?", "trust the US?"),
            ("the USA and the U.K. left", "the US and the UK left"),
            (
                "Iran's 2,015 deals, e-mail and 3.5 kg.",
                "Iran's 2,015 deals, e-mail and 3.5 kg.",
            ),
            ("É. Zola left us.", "É. Zola left us."),
        ] {
            assert_eq!(with_plain_acronyms(text), plain);
        }
    }

    #[test]
    fn every_question_ends_alike() {
        for typed in ["who left", "who left?", "who left ?!", "who left..."] {
            assert_eq!(as_question(typed), "who left?");
        }
        assert_eq!(as_question("?!"), "?!");
    }
}
