//! Finds passages and articles by their keys.
//!
//! Not here: making a key (`key`).

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::corpus::Article;
use crate::index::Generation;

use super::key::{ArticleKey, PassageKey};

/// Maps the keys of a generation to its passages and articles.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    /// The index of the article, and that of the passage within it.
    passages: HashMap<PassageKey, (usize, usize)>,
    articles: HashMap<ArticleKey, usize>,
}

impl Catalogue {
    /// Builds the catalogue of a generation, for which it reads every article. An article that cannot be read is left
    /// out.
    pub(super) fn of(generation: &Generation) -> Self {
        let mut catalogue = Self::default();
        for index in 0..generation.article_count() {
            if let Ok(article) = generation.articles().get(index) {
                catalogue.add(index, &article);
            }
        }
        catalogue
    }

    /// Returns the index of an article.
    pub(super) fn article(&self, key: ArticleKey) -> Option<usize> {
        self.articles.get(&key).copied()
    }

    /// Returns the index of the passage's article, and that of the passage within it.
    pub(super) fn passage(&self, key: PassageKey) -> Option<(usize, usize)> {
        self.passages.get(&key).copied()
    }

    /// Adds the article with the index `index`. A key that is there already keeps its first meaning.
    fn add(&mut self, index: usize, article: &Article) {
        self.articles.entry(ArticleKey::of(article)).or_insert(index);
        for (passage, found) in article.passages.iter().enumerate() {
            let key = PassageKey::new(&article.path, article.passage_text(found));
            if let Entry::Vacant(entry) = self.passages.entry(key) {
                entry.insert((index, passage));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::answer::{Answerer, Quote, Thresholds};
    use crate::corpus::{Corpus, Metadata, Passage, Section};
    use crate::encoder::Encoder;
    use crate::index::{Fingerprint, Store};
    use crate::text::language::Language;
    use crate::text::sentences::sentences;

    /// An article in which each passage is a section of its own.
    fn article(path: &str, passages: &[String]) -> Article {
        let mut article = Article {
            id: path.to_owned(),
            path: path.to_owned(),
            title: path.to_owned(),
            language: Language::English,
            metadata: Metadata::default(),
            text: String::new(),
            sections: Vec::new(),
            passages: Vec::new(),
            marks: Vec::new(),
        };
        for (index, passage) in passages.iter().enumerate() {
            let start = article.text.len();
            article.text.push_str(passage);
            article.passages.push(Passage {
                section: index,
                paragraph: 1,
                range: start..article.text.len(),
                lines: (1, 1),
                lead: 0,
                bytes: None,
                sentences: sentences(passage),
            });
            article.sections.push(Section {
                headings: vec![format!("Section {index}")],
                passages: index..index + 1,
            });
        }
        article
    }

    fn answerer(articles: &[Article]) -> Answerer {
        let folder = tempfile::tempdir().unwrap();
        let encoder = Encoder::shipped().unwrap();
        let fingerprint = Fingerprint::of_files(&[("a".to_owned(), [1; 32])], &encoder.identity());
        let built = Store::new(folder.path())
            .build(
                &Corpus {
                    articles: articles.to_vec(),
                    ..Corpus::default()
                },
                &encoder,
                &fingerprint,
                None,
                &mut |_| (),
            )
            .unwrap();
        let generation = Arc::new(built.generation);
        Answerer::new(generation, Arc::new(encoder), Thresholds::default())
    }

    #[test]
    fn a_quote_is_found_again_by_its_key_until_its_words_change() {
        let passages = ["They met. They spoke.".to_owned(), "They parted.".to_owned()];
        let articles = [article("other.md", &passages), article("talks.md", &passages)];
        let answerer = answerer(&articles);
        let quote = Quote::new(Arc::new(articles[1].clone()), 0, vec![1, 0], 0.5).unwrap();
        let found = answerer.quote(quote.passage_key(), quote.key_sentence_index()).unwrap();
        assert_eq!(
            (found.article().path.as_str(), found.key_sentence()),
            ("talks.md", "They spoke.")
        );
        let (section_article, section) = answerer.section_of(PassageKey::of(&articles[1], 1).unwrap()).unwrap();
        assert_eq!((section_article.path.as_str(), section), ("talks.md", 1));
        assert_eq!(answerer.article_by_key(quote.article_key()).unwrap().path, "talks.md");
        assert_eq!(
            answerer.quote(quote.passage_key(), 9).unwrap().key_sentence(),
            "They met."
        );
        assert!(
            answerer
                .quote(PassageKey::new("talks.md", "They met. They wrote."), 0)
                .is_none()
        );
        assert_eq!(answerer.articles().unwrap().len(), 2);
    }

    #[test]
    fn a_hundred_thousand_passages_have_keys_of_their_own() {
        let mut catalogue = Catalogue::default();
        for index in 0..100 {
            let passages: Vec<String> = (0..1_000).map(|passage| format!("Passage {passage}.")).collect();
            catalogue.add(index, &article(&format!("{index}.md"), &passages));
        }
        assert_eq!(catalogue.passages.len(), 100_000);
        assert_eq!(
            catalogue.passages.get(&PassageKey::new("42.md", "Passage 7.")),
            Some(&(42, 7))
        );
    }
}
