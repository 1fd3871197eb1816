//! Reading a question: chat-speak written out, typos corrected, and each of its words with what may stand for it.
//!
//! A word that the corpus knows is never changed. What is shown of a question stays the asker's own text; a
//! [`Reading`] is only searched for. Not here: the rules of each step (`corrected.rs`, `chat.rs`, `spelling.rs`, the
//! corpus's synonyms).

use std::ops::Range;

use crate::corpus::{Alternative, Article, Synonyms};
use crate::index::Generation;
use crate::text::language::Language;
use crate::text::numbered::Numbered;
use crate::text::values::{names, values};
use crate::text::words::Word;

use super::age::{Age, without_age};
use super::concepts::{Concept, concepts};
use super::corrected::corrected;
use super::expected::Expected;
use super::lists::has;
use super::named;
use super::spelling::Speller;
use super::term::{TermHash, term_hash, wording};
use super::worded::{Edit, Worded};

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
            is_name: named::is_all_name(question, &named, &asked),
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

    /// True if the question names one of several things that are alike, as for [`Reading::misses_name`], and `terms` have
    /// each that it names.
    pub fn has_name(&self, article: &Article, terms: &[TermHash]) -> bool {
        let mut names = self.concepts_in(article).iter().filter(|concept| concept.names_one);
        let has = |concept: &Concept| concept.credit(terms) > 0.0;
        names.next().is_some_and(has) && names.all(has)
    }

    /// The text to judge passages by. Words such as "now" are left out: no passage says of itself that it is the newest.
    /// If the version `is_chosen`, by the dates of the articles say, so are the words that ask for one.
    pub fn to_judge(&self, is_chosen: bool) -> String {
        without_age(&self.text, is_chosen)
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
