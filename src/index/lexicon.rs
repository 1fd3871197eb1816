//! The lexicon of a generation: the words of its articles, and their synonyms.
//!
//! The words of a question are compared with it before the search. Not here: typos, and the format of the rules for
//! synonyms ([`crate::corpus::Synonyms`]).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::analyzer::{Analyzer, ends_with_the};
use crate::corpus::{Article, Synonyms};
use crate::text::language::Language;
use crate::text::numbered::{Numbered, named_by_headings};
use crate::text::words::words;

/// The contents of `lexicon.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lexicon {
    /// The folded words of passages, headings and titles in alphabetical order, each with its number of occurrences.
    pub(super) words: Vec<(String, u32)>,
    /// The titles and headings as folded words, in alphabetical order.
    pub(super) headings: BTreeSet<String>,
    /// The function words that are names: "it" where there is an "IT".
    pub(super) names: BTreeSet<String>,
    /// The things that titles and headings name by a number or a letter, as [`key`] has them, and how the first of them
    /// is written.
    pub(super) numbered: BTreeMap<String, String>,
    pub(super) synonyms: Synonyms,
}

impl Lexicon {
    pub(super) fn of(articles: &[Article], synonyms: &Synonyms) -> Self {
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        let mut count = |text: &str| {
            for word in words(text) {
                let count = counts.entry(word.folded).or_default();
                *count = count.saturating_add(1);
            }
        };
        for article in articles {
            count(&article.title);
            for heading in article.sections.iter().flat_map(|section| &section.headings) {
                count(heading);
            }
            for passage in &article.passages {
                count(article.passage_text(passage));
            }
        }
        let headings = articles.iter().flat_map(|article| {
            let of_sections = article.sections.iter().flat_map(|section| &section.headings);
            of_sections.chain([&article.title]).map(|heading| folded(heading))
        });
        Self {
            headings: headings.collect(),
            names: names(articles),
            numbered: numbered(articles),
            words: counts.into_iter().collect(),
            synonyms: synonyms.for_articles(articles.iter().map(|article| article.path.as_str())),
        }
    }
}

/// The letters by which a page is sorted from A to Z are not names; a page has more of them than this.
const MAX_LETTERS: usize = 6;

fn numbered(articles: &[Article]) -> BTreeMap<String, String> {
    let mut found: BTreeMap<Numbered, String> = BTreeMap::new();
    for article in articles {
        for section in &article.sections {
            for (thing, written) in named_by_headings(article.with_title(&section.headings)) {
                found.entry(thing).or_insert(written);
            }
        }
    }
    let is_letter = |named: &Numbered| named.kind.is_empty() && named.label.chars().nth(1).is_none();
    if found.keys().filter(|named| is_letter(named)).count() > MAX_LETTERS {
        found.retain(|named, _| !is_letter(named));
    }
    found
        .into_iter()
        .map(|(thing, written)| (key(&thing), written))
        .collect()
}

/// A thing as [`Lexicon::numbered`] has it.
pub(super) fn key(thing: &Numbered) -> String {
    format!("{} {}", thing.kind, thing.label)
}

fn names(articles: &[Article]) -> BTreeSet<String> {
    let mut analyzers: BTreeMap<Language, Analyzer> = BTreeMap::new();
    let mut found = BTreeSet::new();
    for article in articles {
        let analyzer = analyzers
            .entry(article.language)
            .or_insert_with(|| Analyzer::for_language(article.language));
        let headings = article.sections.iter().flat_map(|section| &section.headings);
        for heading in headings.chain([&article.title]) {
            found.extend(analyzer.names(heading, |_| true));
        }
        for passage in &article.passages {
            // Capitals stress a word of running text as often as they make a name of it.
            let shows = |before: &str| before.ends_with('(') || ends_with_the(before);
            found.extend(analyzer.names(article.passage_text(passage), shows));
        }
    }
    found
}

/// The folded words of a heading, in the form of [`Lexicon::headings`].
pub(super) fn folded(heading: &str) -> String {
    words(heading).map(|word| word.folded).collect::<Vec<_>>().join(" ")
}
