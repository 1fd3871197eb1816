//! The lexicon of a generation: the words of its articles, and their synonyms.
//!
//! The words of a question are compared with it before the search. Not here: typos, and the format of the rules for
//! synonyms ([`crate::corpus::Synonyms`]).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::corpus::{Article, Synonyms};
use crate::text::words::words;

/// The contents of `lexicon.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lexicon {
    /// The folded words of passages, headings and titles in alphabetical order, each with its number of occurrences.
    pub(super) words: Vec<(String, u32)>,
    /// The titles and headings as folded words, in alphabetical order.
    pub(super) headings: BTreeSet<String>,
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
            words: counts.into_iter().collect(),
            synonyms: synonyms.clone(),
        }
    }
}

/// The folded words of a heading, in the form of [`Lexicon::headings`].
pub(super) fn folded(heading: &str) -> String {
    words(heading).map(|word| word.folded).collect::<Vec<_>>().join(" ")
}
