//! The words of a generation's articles: their terms, their frequencies, and their synonyms.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::analyzer::{Analyzer, PlacedTerm};
use super::lexicon::{Lexicon, folded, key};
use super::manifest::ArticleMeta;
use crate::corpus::Synonyms;
use crate::text::language::Language;
use crate::text::numbered::Numbered;
use crate::text::words::{Word, words};

/// The most terms per language: enough for any question, and a bound on the work for a text pasted by mistake.
const MAX_TERMS: usize = 256;

/// The words of a generation.
pub struct Vocabulary {
    lexicon: Lexicon,
    languages: Vec<Language>,
    analyzers: HashMap<Language, Analyzer>,
}

impl Vocabulary {
    pub(super) fn new(lexicon: Lexicon, articles: &[ArticleMeta]) -> Self {
        let languages = languages(articles);
        let analyzers = languages
            .iter()
            .map(|&language| (language, Analyzer::for_language(language)));
        Self {
            lexicon,
            analyzers: analyzers.collect(),
            languages,
        }
    }

    /// The languages of its passages, the most frequent first.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The terms of a text in `language`, in the form in which passages are found by them.
    pub fn analyze(&self, text: &str, language: Language) -> Vec<String> {
        let words: Vec<Word> = words(text).collect();
        let terms = self.placed_terms(text, &words, language);
        terms.into_iter().map(|(_, term)| term).collect()
    }

    fn placed_terms(&self, text: &str, words: &[Word], language: Language) -> Vec<PlacedTerm> {
        match self.analyzers.get(&language) {
            Some(analyzer) => analyzer.placed_terms(text, words),
            None => Analyzer::for_language(language).placed_terms(text, words),
        }
    }

    /// The words of a question in each of [`Vocabulary::languages`], in that order, each as its term with its bytes. A
    /// question does not say which language it is in, and its names may occur in articles of any.
    ///
    /// Its function words are a hint, though: those of the language with the most of them are left out everywhere, so
    /// that "the" is not a rare and weighty word to German articles.
    /// Capitals stress a word of a question as often as they make a name of it, so a function word counts as a name only
    /// where some article has it as one.
    pub fn question_words(&self, question: &str, words: &[Word]) -> Vec<(Language, Vec<PlacedTerm>)> {
        let mut analyses: Vec<_> = self
            .languages
            .iter()
            .filter_map(|&language| {
                let analyzer = self.analyzers.get(&language)?;
                Some((language, analyzer.asked_terms(question, words, &self.lexicon.names)))
            })
            .collect();
        let fewest = analyses.iter().map(|(_, words)| words.len()).min().unwrap_or(0);
        let own: Vec<_> = analyses.iter().filter(|(_, words)| words.len() == fewest).collect();
        if let [(_, kept)] = own[..] {
            let kept: HashSet<usize> = kept.iter().map(|(range, _)| range.start).collect();
            for (_, words) in &mut analyses {
                words.retain(|(range, _)| kept.contains(&range.start));
            }
        }
        analyses
    }

    /// The terms of [`Vocabulary::question_words`], without duplicates.
    pub fn question_terms(&self, question: &str, words: &[Word]) -> Vec<String> {
        let mut seen = HashSet::new();
        let mut all = Vec::new();
        for (_, terms) in self.question_words(question, words) {
            let mut of_these: HashSet<String> = HashSet::new();
            let terms = terms
                .into_iter()
                .map(|(_, term)| term)
                .filter(|term| of_these.insert(term.clone()));
            all.extend(terms.take(MAX_TERMS).filter(|term| seen.insert(term.clone())));
        }
        all
    }

    /// The folded words of its passages, headings and titles in alphabetical order, each with its number of
    /// occurrences.
    pub fn words(&self) -> &[(String, u32)] {
        &self.lexicon.words
    }

    /// True if the articles have a folded word.
    pub fn has_word(&self, word: &str) -> bool {
        let words = &self.lexicon.words;
        words.binary_search_by(|(other, _)| other.as_str().cmp(word)).is_ok()
    }

    /// The way titles and headings write the name of a thing; `None` if none names it.
    pub fn written(&self, thing: &Numbered) -> Option<&str> {
        self.lexicon.numbered.get(&key(thing)).map(String::as_str)
    }

    /// True if the words of a text are those of a title or a heading.
    pub fn is_heading(&self, text: &str) -> bool {
        self.lexicon.headings.contains(&folded(text))
    }

    /// The rules for synonyms.
    pub fn synonyms(&self) -> &Synonyms {
        &self.lexicon.synonyms
    }
}

fn languages(articles: &[ArticleMeta]) -> Vec<Language> {
    let mut passages: BTreeMap<Language, u64> = BTreeMap::new();
    for article in articles.iter().filter(|article| article.passages > 0) {
        *passages.entry(article.language).or_default() += u64::from(article.passages);
    }
    let mut languages: Vec<_> = passages.into_iter().collect();
    languages.sort_by_key(|&(_, passages)| Reverse(passages));
    languages.into_iter().map(|(language, _)| language).collect()
}
