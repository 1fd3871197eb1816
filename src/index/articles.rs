//! The articles of a generation, parsed on first use.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::error::StoreError;
use super::ids::PassageId;
use super::manifest::ArticleMeta;
use crate::corpus::Article;

/// All articles of a generation.
pub struct Articles {
    metas: Vec<ArticleMeta>,
    /// The contents of `articles.jsonl`.
    lines: Vec<u8>,
    parsed: Vec<OnceLock<Arc<Article>>>,
}

impl Articles {
    pub(super) fn new(metas: Vec<ArticleMeta>, lines: Vec<u8>) -> Self {
        Self {
            parsed: metas.iter().map(|_| OnceLock::new()).collect(),
            metas,
            lines,
        }
    }

    /// The number of passages in all articles. Fails unless they are numbered without a gap.
    pub(super) fn numbered_passages(&self) -> Result<usize, StoreError> {
        let mut next = 0_u32;
        for article in &self.metas {
            let follows = article.first_passage == next;
            next = next.checked_add(article.passages).filter(|_| follows).ok_or_else(|| {
                StoreError::Verification("the passages are not numbered one after the other".to_owned())
            })?;
        }
        Ok(next as usize)
    }

    /// The entries of the manifest, in the order of the corpus.
    pub fn metas(&self) -> &[ArticleMeta] {
        &self.metas
    }

    /// The article at this index of [`Articles::metas`]; parsed once.
    ///
    /// # Errors
    /// If there is no such article, or its line is not an article (a fault of the builder, not of the disk).
    pub fn get(&self, index: usize) -> Result<Arc<Article>, StoreError> {
        let (Some(meta), Some(slot)) = (self.metas.get(index), self.parsed.get(index)) else {
            return Err(StoreError::Verification(format!("there is no article {index}")));
        };
        if let Some(article) = slot.get() {
            return Ok(Arc::clone(article));
        }
        let faulty = |reason: &dyn fmt::Display| StoreError::Verification(format!("article {}: {reason}", meta.id));
        let line = self
            .lines
            .get(meta.line_range.clone())
            .ok_or_else(|| faulty(&"its line lies outside the file"))?;
        let article: Article = serde_json::from_slice(line).map_err(|error| faulty(&error))?;
        if article.passages.len() != meta.passages as usize {
            return Err(faulty(&"the manifest counts other passages"));
        }
        Ok(Arc::clone(slot.get_or_init(|| Arc::new(article))))
    }

    /// Finds a passage: the index of its article, and its index among the article's passages. `None` if it is not of
    /// this generation.
    pub fn locate(&self, passage: PassageId) -> Option<(usize, usize)> {
        let articles = &self.metas;
        // Take the last article that starts at or before it: articles without passages start with the next one.
        let index = articles
            .partition_point(|article| article.first_passage <= passage.0)
            .checked_sub(1)?;
        let article = articles.get(index)?;
        let within = passage.0.checked_sub(article.first_passage)?;
        (within < article.passages).then_some((index, within as usize))
    }
}
