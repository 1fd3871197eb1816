//! The report of a build, and the changes between two generations.

use std::collections::HashMap;
use std::time::Duration;

use serde::Serialize;

use crate::corpus::Article;
use crate::index::{Generation, StoreError};
use crate::message;

/// The numbers of articles or passages that changed from one generation to the next.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Only in the newer one.
    pub added: usize,
    /// In both, with a difference.
    pub changed: usize,
    /// Only in the older one.
    pub removed: usize,
    /// In both, without a difference.
    pub same: usize,
}

/// The changes in articles and in passages.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Articles, compared by path.
    pub articles: Counts,
    /// Passages, compared by text and headings.
    pub passages: Counts,
}

/// The report of a build.
#[derive(Debug)]
pub struct Rebuild {
    /// The new generation, which is live now.
    pub generation: Generation,
    /// The changes since the previous generation.
    pub changes: Changes,
    /// The time that the build took, including waiting for others.
    pub elapsed: Duration,
    /// The number of passages that had to be encoded.
    pub encoded: usize,
    /// The number of passages whose vectors were taken from the previous generation.
    pub reused: usize,
}

impl Changes {
    /// Two lines for display: one for articles, one for passages.
    #[must_use]
    pub fn lines(&self) -> [String; 2] {
        [("Articles", self.articles), ("Passages", self.passages)]
            .map(|(noun, counts)| message::changes(noun, counts.added, counts.changed, counts.removed, counts.same))
    }

    /// Compares two generations. Without an older one, everything counts as added.
    ///
    /// # Errors
    /// If an article that is in both cannot be read.
    pub(super) fn between(before: Option<&Generation>, after: &Generation) -> Result<Self, StoreError> {
        let mut changes = Self::default();
        let mut old: HashMap<&str, (usize, &str)> = HashMap::new();
        if let Some(before) = before {
            for (index, meta) in before.articles().metas().iter().enumerate() {
                old.insert(&meta.id, (index, &meta.content_hash));
            }
        }
        for (index, meta) in after.articles().metas().iter().enumerate() {
            let passages = meta.passages as usize;
            match (old.remove(meta.id.as_str()), before) {
                (Some((_, hash)), _) if hash == meta.content_hash => {
                    changes.articles.same += 1;
                    changes.passages.same += passages;
                }
                (Some((old_index, _)), Some(before)) => {
                    let (was, is) = (before.articles().get(old_index)?, after.articles().get(index)?);
                    let passages = compare(&was, &is);
                    let untouched = passages.added + passages.changed + passages.removed == 0;
                    if untouched && was.title == is.title && was.metadata == is.metadata {
                        changes.articles.same += 1;
                    } else {
                        changes.articles.changed += 1;
                    }
                    changes.passages.add(passages);
                }
                _ => {
                    changes.articles.added += 1;
                    changes.passages.added += passages;
                }
            }
        }
        if let Some(before) = before {
            for (index, _) in old.into_values() {
                changes.articles.removed += 1;
                changes.passages.removed += before
                    .articles()
                    .metas()
                    .get(index)
                    .map_or(0, |meta| meta.passages as usize);
            }
        }
        Ok(changes)
    }
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.added += other.added;
        self.changed += other.changed;
        self.removed += other.removed;
        self.same += other.same;
    }
}

/// Compares the passages of an article by text and headings. One removed and one added count as one changed.
fn compare(was: &Article, is: &Article) -> Counts {
    let mut left: HashMap<(&[String], &str), usize> = HashMap::new();
    for passage in &was.passages {
        *left
            .entry((was.headings(passage), was.passage_text(passage)))
            .or_default() += 1;
    }
    let mut counts = Counts::default();
    for passage in &is.passages {
        match left.get_mut(&(is.headings(passage), is.passage_text(passage))) {
            Some(times) if *times > 0 => {
                *times -= 1;
                counts.same += 1;
            }
            _ => counts.added += 1,
        }
    }
    counts.removed = left.into_values().sum();
    counts.changed = counts.added.min(counts.removed);
    counts.added -= counts.changed;
    counts.removed -= counts.changed;
    counts
}
