//! The lexicon of a generation: which words its articles have, and which stand for one another.
//!
//! It is what the words of a question are compared with before anything is searched for. Not here: typos, and how
//! rules for synonyms are written ([`crate::corpus::Synonyms`]).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::corpus::{Article, Synonyms};
use crate::text::words::words;

/// The contents of `lexicon.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lexicon {
    /// The folded words of passages, headings and titles in the order of the alphabet, with how often each occurs.
    pub(super) words: Vec<(String, u32)>,
    /// The titles and headings, each as its folded words, in the order of the alphabet.
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

/// The folded words of a heading, as [`Lexicon::headings`] has them.
pub(super) fn folded(heading: &str) -> String {
    words(heading).map(|word| word.folded).collect::<Vec<_>>().join(" ")
}
