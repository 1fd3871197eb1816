//! Reading a question: chat-speak written out, typos corrected, and each of its words with what may stand for it.
//!
//! A word that the corpus knows is never changed. What is shown of a question stays the asker's own text; a
//! [`Reading`] is only searched for. Not here: the rules of each step (`chat.rs`, `spelling.rs`, the corpus's
//! synonyms).

use std::ops::Range;

use crate::corpus::{Alternative, Article, Synonyms};
use crate::index::{Generation, PlacedTerm, Vocabulary};
use crate::text::fold::fold;
use crate::text::language::Language;
use crate::text::numbered::{Numbered, is_name_by_itself};
use crate::text::values::{names, values};
use crate::text::words::Word;

use super::age::Age;
use super::chat;
use super::expected::Expected;
use super::lists::has;
use super::named;
use super::spelling::Speller;
use super::term::{TermHash, term_hash, wording};
use super::worded::{Edit, Worded};

/// The credit of a synonym in the text, where the question's own word counts 1: an admin's rule is nearly as good as
/// the word, but of two sentences the one with the asker's own word comes first.
const SYNONYM_CREDIT: f32 = 0.9;

/// A question as it is searched for.
#[derive(Debug)]
pub struct Reading {
    /// The text that is encoded: chat-speak written out, typos corrected, ended with a question mark. Of a part, what
    /// it has of that text.
    pub text: String,
    /// The terms that passages are searched by, those of synonyms among them.
    pub terms: Vec<String>,
    /// Its words as they were typed, as [`wording`] has them.
    pub wording: Option<TermHash>,
    /// The kind of answer that it expects, if its words tell.
    pub expected: Option<Expected>,
    /// The version that it is about, of several.
    pub age: Age,
    /// The things that it names by a number or a letter, as some heading does.
    pub named: Vec<Numbered>,
    /// The values that it gives: "season 8", "until six".
    pub values: Vec<Numbered>,
    /// True if "yes" or "no" would answer it.
    is_yes_or_no: bool,
    /// True if it has no other words of content than these names.
    pub is_name: bool,
    /// The concepts, in each language of the corpus and for each article with rules of its own.
    scopes: Vec<Scope>,
    /// The bytes of `text` that have words of content.
    content: Vec<Range<usize>>,
}

/// The concepts as some articles express them.
#[derive(Debug, Clone)]
struct Scope {
    language: Language,
    /// The path of the only article; `None` for all others in the language.
    article: Option<String>,
    concepts: Vec<Concept>,
}

/// A word or phrase of the question, and what may stand for it.
#[derive(Debug, Clone)]
struct Concept {
    /// Inverse document frequency: how much it says.
    weight: f32,
    ways: Vec<Way>,
    /// True if it is a number of some length, or a name made of a letter or of signs ("R", "C++"), that the articles
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
    pub fn new(question: &Worded, generation: &Generation, speller: &Speller) -> Self {
        Self::with_words(question, generation, speller).0
    }

    /// The same, with [`Reading::text`] and its words.
    pub(super) fn with_words(question: &Worded, generation: &Generation, speller: &Speller) -> (Self, Worded) {
        Self::of(
            &corrected(question.clone(), generation.vocabulary(), speller),
            generation,
            Some(speller),
        )
    }

    /// Reads a part of [`Reading::text`]: it was corrected with the whole, and stays as it is, so that places in it
    /// stay true.
    pub(super) fn of_part(text: &str, generation: &Generation) -> Self {
        Self::of(&Worded::new(text), generation, None).0
    }

    /// Reads a text that needs no correction; with a speller, what is encoded has synonyms in place of unknown words.
    fn of(question: &Worded, generation: &Generation, speller: Option<&Speller>) -> (Self, Worded) {
        let (words, vocabulary) = (question.words(), generation.vocabulary());
        let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
        let (in_all, of_articles) = alternatives(vocabulary.synonyms(), &folded);
        let all = [
            in_all.as_slice(),
            &of_articles
                .iter()
                .flat_map(|(_, found)| found.clone())
                .collect::<Vec<_>>(),
        ]
        .concat();
        let asked = vocabulary.question_words(question.text(), words);
        let paraphrases = speller.map_or_else(Vec::new, |speller| paraphrases(words, &all, speller));
        let encoded = question.clone().edited(&paraphrases);
        // In the language that it has the most function words of, which is most likely its own.
        let content = vocabulary
            .question_words(encoded.text(), encoded.words())
            .into_iter()
            .min_by_key(|(_, words)| words.len())
            .map(|(_, words)| words.into_iter().map(|(range, _)| range).collect())
            .unwrap_or_default();
        let scopes = asked.iter().flat_map(|(language, terms)| {
            let scope = |article: Option<String>, alternatives: &[Alternative]| Scope {
                language: *language,
                article,
                concepts: concepts(generation, *language, terms, words, alternatives),
            };
            let of_articles = of_articles.iter().map(move |(path, found)| (Some(path.clone()), found));
            of_articles
                .chain([(None, &in_all)])
                .map(move |(article, found)| scope(article, found))
        });
        let named = named::named(question, vocabulary);
        let reading = Self {
            wording: wording(words),
            expected: Expected::of(encoded.words()),
            age: Age::of(words),
            values: values(question.text(), words),
            is_yes_or_no: words
                .first()
                .is_some_and(|word| has("auxiliaries", &word.folded) || has("linking verbs", &word.folded)),
            is_name: named::is_all_name(&named, &asked),
            named: named.into_iter().map(|(thing, _)| thing).collect(),
            text: encoded.text().to_owned(),
            terms: terms(question, &all, generation),
            scopes: scopes.collect(),
            content,
        };
        (reading, encoded)
    }

    /// The concepts as `article` expresses them; none if the generation has no article in its language.
    fn concepts_in(&self, article: &Article) -> &[Concept] {
        let mut scopes = self.scopes.iter().filter(|scope| scope.language == article.language);
        // The scope for all others is the last one of its language.
        let scope = scopes.find(|scope| scope.article.as_ref().is_none_or(|path| *path == article.path));
        scope.map_or(&[], |scope| &scope.concepts)
    }

    /// The share of the question's weight that some terms (sorted) of `article` express, from 0 to 1; 0 if it has none.
    pub fn coverage(&self, article: &Article, terms: &[TermHash]) -> f32 {
        let concepts = self.concepts_in(article);
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

    /// True if the question names one of several things that are alike (a version, a year, "417", "C++") that the
    /// articles have, and neither `terms` (sorted) nor `headings` have. Smaller numbers count things as often as they
    /// name one, so they matter only if some heading names them.
    pub fn misses_name(&self, article: &Article, terms: &[TermHash], headings: &[Numbered]) -> bool {
        let mut names = self.concepts_in(article).iter().filter(|concept| concept.names_one);
        let has = |asked: &Numbered| headings.contains(asked) || terms.binary_search(&term_hash(&asked.label)).is_ok();
        let misses_all = !self.named.is_empty() && !self.named.iter().any(has);
        misses_all || names.any(|concept| concept.credit(terms) <= 0.0)
    }

    /// True if the question names a thing that headings name too.
    pub fn names_any(&self, headings: &[Numbered]) -> bool {
        self.named.iter().any(|asked| headings.contains(asked))
    }

    /// True if the question names a thing, and the headings name others of its kind but not that one: "rule 5", and
    /// "Rule 6".
    pub fn names_sibling(&self, others: &[Numbered]) -> bool {
        self.named.iter().any(|asked| {
            let of_kind = |named: &&Numbered| named.kind == asked.kind;
            let is_other = !others.iter().filter(of_kind).any(|other| self.named.contains(other));
            is_other && others.iter().any(|other| of_kind(&other))
        })
    }

    /// The things that it names by a number, if only a text about one of them can answer: "who won season 8". "Can level 3
    /// join" is answered by what another level needs.
    pub fn numbered(&self) -> Vec<Numbered> {
        if self.is_yes_or_no {
            return Vec::new();
        }
        self.values.iter().filter(|value| names(value)).cloned().collect()
    }

    /// The share of some terms of `article` that the question has, from 0 to 1; 0 if there are none.
    #[expect(clippy::cast_precision_loss, reason = "counts of the terms of a heading")]
    pub fn share_asked(&self, article: &Article, terms: &[TermHash]) -> f32 {
        let concepts = self.concepts_in(article);
        let asked = |term: &&TermHash| concepts.iter().any(|concept| concept.has(**term));
        let found = terms.iter().filter(asked).count();
        if terms.is_empty() {
            0.0
        } else {
            found as f32 / terms.len() as f32
        }
    }

    /// True if a stretch of [`Reading::text`] belongs to a word of content.
    pub fn is_content(&self, range: &Range<usize>) -> bool {
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
fn corrected(question: Worded, vocabulary: &Vocabulary, speller: &Speller) -> Worded {
    let acronyms = plain_acronyms(&question);
    let question = question.edited(&acronyms);
    let expansions = chat::expand(&question, &|word| {
        // Letters are initials and in lists of any text: those count that a heading is made of.
        speller.is_in_corpus(word) || vocabulary.written(&Numbered::by_itself(word)).is_some()
    });
    let question = question.edited(&expansions);
    let corrections = speller.corrections(&question);
    let question = question.edited(&corrections);
    let names = named::as_written(&question, vocabulary);
    let question = question.edited(&names);
    let ending = question_mark(question.text());
    question.edited(ending.as_slice())
}

/// One question mark for the end of a text, whether it was typed with none or with "?!": to the encoder it is a word,
/// and people leave it out as they please. `None` if it has one already, or has nothing else.
fn question_mark(text: &str) -> Option<Edit<'static>> {
    let words = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '?' | '!' | '.' | ',' | ';'));
    (!words.is_empty() && &text[words.len()..] != "?").then(|| Edit {
        range: words.len()..text.len(),
        text: "?".into(),
    })
}

/// "US" for "U.S.", "u.s.a." and "USA": to an encoder these are as many words, and a name has to count the same however
/// it is abbreviated.
fn plain_acronyms(question: &Worded) -> Vec<Edit<'static>> {
    let text = question.text();
    let mut edits = Vec::new();
    for word in question.words() {
        let written = &text[word.range.clone()];
        let is_acronym = written.chars().all(|c| c == '.' || c.is_alphabetic()) && fold(written) != word.folded;
        if !is_acronym {
            continue;
        }
        // Its last stop does not belong to the word.
        let has_last_stop = written.contains('.') && text[word.range.end..].starts_with('.');
        edits.push(Edit {
            range: word.range.start..word.range.end + usize::from(has_last_stop),
            text: word.folded.to_uppercase().into(),
        });
    }
    edits
}

/// Each synonym's replacement for words that neither the corpus nor the vocabulary knows: an encoder makes nothing of
/// "jcpoa", but something of "2015 nuclear deal".
fn paraphrases(words: &[Word], alternatives: &[Alternative], speller: &Speller) -> Vec<Edit<'static>> {
    let mut edits: Vec<Edit> = Vec::new();
    for alternative in alternatives {
        let stretch = words.get(alternative.range.clone()).unwrap_or_default();
        let ([first, ..], [.., last], Some(replacement)) = (stretch, stretch, alternative.replacements.first()) else {
            continue;
        };
        let range = first.range.start..last.range.end;
        // An article may have a rule of its own for the same words.
        let is_replaced = edits
            .iter()
            .any(|edit| edit.range.start < range.end && range.start < edit.range.end);
        if !is_replaced && stretch.iter().all(|word| !speller.is_known(&word.folded)) {
            edits.push(Edit {
                range,
                text: replacement.join(" ").into(),
            });
        }
    }
    edits.sort_by_key(|edit| edit.range.start);
    edits
}

/// The alternatives to folded words in all articles, and in each article with rules of its own.
fn alternatives(synonyms: &Synonyms, folded: &[&str]) -> (Vec<Alternative>, Vec<(String, Vec<Alternative>)>) {
    let of_articles = synonyms.alternatives_of_articles(folded).into_iter();
    let of_articles = of_articles.map(|(path, found)| (path.to_owned(), found));
    (synonyms.alternatives(folded), of_articles.collect())
}

/// The terms of a question and of all synonyms in it, each once.
fn terms(question: &Worded, alternatives: &[Alternative], generation: &Generation) -> Vec<String> {
    let synonyms = alternatives.iter().flat_map(|alternative| &alternative.replacements);
    let synonyms: String = synonyms.flatten().flat_map(|word| [" ", word.as_str()]).collect();
    let end = question.text().len();
    let appended = (!synonyms.is_empty()).then(|| Edit {
        range: end..end,
        text: synonyms.into(),
    });
    let all = question.clone().edited(appended.as_slice());
    generation.vocabulary().question_terms(all.text(), all.words())
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
}

fn names_one(term: &str, vocabulary: &Vocabulary) -> bool {
    if term.chars().nth(1).is_none() {
        return vocabulary.written(&Numbered::by_itself(term)).is_some();
    }
    let is_long_number = term.chars().count() >= 3 && term.contains(|c: char| c.is_ascii_digit());
    (is_long_number || is_name_by_itself(term)) && vocabulary.has_word(term)
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
            let question = Worded::new(text);
            let edits = plain_acronyms(&question);
            assert_eq!(question.edited(&edits).text(), plain);
        }
    }

    #[test]
    fn every_question_ends_alike() {
        for typed in ["who left", "who left?", "who left ?!", "who left..."] {
            let ending = question_mark(typed);
            assert_eq!(Worded::new(typed).edited(ending.as_slice()).text(), "who left?");
        }
        assert_eq!(question_mark("?!"), None);
    }
}
