//! The holdings of a response: what it may be made from.
//!
//! They are the articles of one library or, where the house is shared with a server, of both. Nothing else can be looked
//! up, whatever a button or an option names: so one server never sees what is another's.

use std::collections::HashSet;
use std::sync::Arc;

use crate::answer::{Answerer, ArticleKey, PassageKey, Quote};
use crate::corpus::Article;
use crate::discord::view::Origin;
use crate::live::Live;

/// The articles of one library, as they are live.
#[derive(Clone)]
pub(super) struct Holding {
    pub(super) live: Arc<Live>,
    pub(super) answerer: Arc<Answerer>,
    /// Its owner; `None` where there is nothing to tell apart.
    pub(super) origin: Option<Origin>,
}

/// The articles that a response may be made from. Take them once for each response: the next call may give a newer generation.
pub(super) struct Holdings(Vec<Holding>);

impl Holding {
    /// The holdings that are live now.
    pub(super) fn of(live: &Arc<Live>, origin: Option<Origin>) -> Self {
        Self {
            answerer: live.answerer(),
            live: Arc::clone(live),
            origin,
        }
    }

    fn is_empty(&self) -> bool {
        self.answerer.generation().passage_count() == 0
    }
}

impl Holdings {
    /// A library's own articles and, if it is shared, the house's.
    pub(super) fn of(own: &Arc<Live>, house: Option<&Arc<Live>>) -> Self {
        let Some(house) = house else {
            return Self(vec![Holding::of(own, None)]);
        };
        Self(vec![
            Holding::of(own, Some(Origin::Server)),
            Holding::of(house, Some(Origin::House)),
        ])
    }

    /// The holdings to search, the first before the others; with `article`, the one that has it. Never none.
    pub(super) fn to_search(&self, article: Option<ArticleKey>) -> Vec<Holding> {
        let has = |holding: &&Holding| match article {
            Some(key) => holding.answerer.article_by_key(key).is_some(),
            None => !holding.is_empty(),
        };
        let found: Vec<Holding> = self.0.iter().filter(has).cloned().collect();
        if found.is_empty() {
            return self.0.iter().take(1).cloned().collect();
        }
        found
    }

    /// True if there is no article.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(Holding::is_empty)
    }

    /// The passage with this key, quoted with this key sentence, and whose it is; `None` if it is gone.
    pub(super) fn quote(&self, key: PassageKey, sentence: usize) -> Option<(Quote, Option<Origin>)> {
        let mut quotes = self.0.iter();
        quotes.find_map(|holding| Some((holding.answerer.quote(key, sentence)?, holding.origin)))
    }

    /// The section of a passage, with its article, and whose it is; `None` if it is gone.
    pub(super) fn section_of(&self, key: PassageKey) -> Option<(Arc<Article>, usize, Option<Origin>)> {
        let mut sections = self.0.iter();
        sections.find_map(|holding| {
            let (article, section) = holding.answerer.section_of(key)?;
            Some((article, section, holding.origin))
        })
    }

    /// The article with this key; `None` if it is gone.
    pub(super) fn article_by_key(&self, key: ArticleKey) -> Option<Arc<Article>> {
        let mut articles = self.0.iter();
        articles.find_map(|holding| holding.answerer.article_by_key(key))
    }

    /// All articles. One of the house that has the same path as one of the library isn't among them: a key names only
    /// one of the two.
    pub(super) fn articles(&self) -> Vec<Arc<Article>> {
        let all = self.0.iter().filter_map(|holding| holding.answerer.articles().ok());
        let mut known = HashSet::new();
        all.flatten()
            .filter(|article| known.insert(ArticleKey::of(article)))
            .collect()
    }

    /// The numbers of articles and of passages.
    pub(super) fn size(&self) -> (usize, usize) {
        let generations = self.0.iter().map(|holding| holding.answerer.generation());
        generations.fold((0, 0), |(articles, passages), generation| {
            (
                articles + generation.article_count(),
                passages + generation.passage_count(),
            )
        })
    }
}
