//! Looks up passages, sections and articles by their keys.

use std::sync::Arc;

use super::Answerer;
use crate::answer::catalogue::Catalogue;
use crate::answer::key::{ArticleKey, PassageKey};
use crate::answer::quote::Quote;
use crate::corpus::Article;
use crate::index::StoreError;

impl Answerer {
    /// The passage that `key` names, with its sentence number `sentence` (from 0) as the key sentence; the first
    /// sentence if it has no such one. The score is 0. `None` if no article has the passage (any more).
    pub fn quote(&self, key: PassageKey, sentence: usize) -> Option<Quote> {
        let (article, passage) = self.locate(key)?;
        Quote::new(Arc::clone(&article), passage, vec![sentence], 0.0)
            .or_else(|| Quote::new(article, passage, vec![0], 0.0))
    }

    /// The section that the passage stands in: its article, and its index among the article's sections. `None` if no
    /// article has the passage (any more).
    pub fn section_of(&self, key: PassageKey) -> Option<(Arc<Article>, usize)> {
        let (article, passage) = self.locate(key)?;
        let section = article.passages.get(passage)?.section;
        Some((article, section))
    }

    /// The article that `key` names; `None` if it is gone.
    pub fn article_by_key(&self, key: ArticleKey) -> Option<Arc<Article>> {
        let index = self.catalogue().article(key)?;
        self.generation.articles().get(index).ok()
    }

    /// All articles, in the order of the corpus.
    ///
    /// # Errors
    /// If one cannot be read from the index.
    pub fn articles(&self) -> Result<Vec<Arc<Article>>, StoreError> {
        (0..self.generation.article_count())
            .map(|index| self.generation.articles().get(index))
            .collect()
    }

    /// Builds the catalogue in which keys are looked up. That reads every article, so call it before anybody waits.
    pub fn prepare(&self) {
        self.catalogue();
    }

    fn locate(&self, key: PassageKey) -> Option<(Arc<Article>, usize)> {
        let (index, passage) = self.catalogue().passage(key)?;
        Some((self.generation.articles().get(index).ok()?, passage))
    }

    pub(super) fn catalogue(&self) -> &Catalogue {
        self.catalogue.get_or_init(|| Catalogue::of(&self.generation))
    }
}
