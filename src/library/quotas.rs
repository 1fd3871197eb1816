//! The quotas of servers' libraries: the most that each may hold, and how often it may be built.

use std::fs;

use super::Library;
use crate::answer::Answerer;
use crate::corpus::ShelfError;
use crate::index::Generation;
use crate::message;

/// The most that the library of a server may hold and use; `None` for no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quotas {
    /// Articles.
    pub articles: Option<usize>,
    /// Mebibytes of files, without the trash.
    pub mebibytes: Option<usize>,
    /// Passages.
    pub passages: Option<usize>,
    /// Pages from the web.
    pub pages: Option<usize>,
    /// Builds of the index that people begin, a day (UTC).
    pub builds: Option<usize>,
}

/// The amounts that a library holds and uses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Articles.
    pub articles: usize,
    /// Bytes of files, without the trash.
    pub bytes: u64,
    /// Passages.
    pub passages: usize,
    /// Pages from the web.
    pub pages: usize,
    /// Builds of the index today.
    pub builds: usize,
}

impl Usage {
    /// Both together.
    #[must_use]
    pub fn and(self, more: Self) -> Self {
        Self {
            articles: self.articles + more.articles,
            bytes: self.bytes + more.bytes,
            passages: self.passages + more.passages,
            pages: self.pages + more.pages,
            builds: self.builds + more.builds,
        }
    }

    fn mebibytes(&self) -> usize {
        usize::try_from(self.bytes.div_ceil(1 << 20)).unwrap_or(usize::MAX)
    }
}

impl Quotas {
    /// Each quota with the part of it that is used, and the word for it.
    fn all(&self, usage: &Usage) -> [(Option<usize>, usize, message::servers::Quota); 5] {
        use message::servers::Quota::{Articles, Builds, Mebibytes, Pages, Passages};
        [
            (self.articles, usage.articles, Articles),
            (self.mebibytes, usage.mebibytes(), Mebibytes),
            (self.passages, usage.passages, Passages),
            (self.pages, usage.pages, Pages),
            (self.builds, usage.builds, Builds),
        ]
    }

    /// The quotas in words, one by one; empty without any.
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        let all = self.all(&Usage::default()).into_iter();
        all.filter_map(|(most, _, quota)| Some(quota.of(most?))).collect()
    }

    /// The sentence about the first quota that `more` would exceed beside what is there; `None` if there is none. What it
    /// doesn't add to doesn't matter.
    #[must_use]
    pub fn exceeded(&self, there: Usage, more: Usage) -> Option<String> {
        let (all, added) = (self.all(&there.and(more)), self.all(&more));
        let mut all = all.into_iter().zip(added);
        all.find_map(|((most, used, quota), (_, added, _))| {
            let most = most.filter(|&most| added > 0 && used > most)?;
            Some(message::servers::quota_reached(quota, most))
        })
    }

    /// The usage of each quota, for display; `None` without quotas.
    #[must_use]
    pub fn line(&self, usage: &Usage) -> Option<String> {
        let all = self.all(usage).into_iter();
        let used: Vec<String> = all
            .filter_map(|(most, used, quota)| Some(message::servers::used(used, most?, quota)))
            .collect();
        (!used.is_empty()).then(|| message::servers::all_used(&used))
    }
}

impl Library {
    /// The usage of the library; `answerer` is the one that answers. Builds are not counted.
    ///
    /// # Errors
    /// If the corpus folder can't be read.
    pub fn usage(&self, answerer: Option<&Answerer>) -> Result<Usage, ShelfError> {
        let corpus = self.shelf();
        let files = corpus.files()?;
        let bytes = files
            .iter()
            .filter_map(|(_, place)| Some(fs::metadata(place).ok()?.len()));
        let pages = corpus.sites().into_iter().filter_map(|site| corpus.site(&site).ok());
        let generation = answerer.map(Answerer::generation);
        Ok(Usage {
            articles: match generation {
                Some(generation) => generation.article_count(),
                None => corpus.articles()?.len(),
            },
            bytes: bytes.sum(),
            passages: generation.map_or(0, Generation::passage_count),
            pages: pages.map(|site| site.pages.len()).sum(),
            builds: 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quota_is_exceeded_by_what_adds_to_it_alone() {
        let quotas = Quotas {
            articles: Some(2),
            mebibytes: Some(1),
            ..Quotas::default()
        };
        let there = Usage {
            articles: 2,
            bytes: 3 << 20,
            passages: 900,
            ..Usage::default()
        };
        let article = Usage {
            articles: 1,
            ..Usage::default()
        };
        let bytes = Usage {
            bytes: 1,
            passages: 9,
            ..Usage::default()
        };
        assert!(quotas.exceeded(there, article).unwrap().contains("2 articles"));
        assert!(quotas.exceeded(there, bytes).unwrap().contains("1 MiB"));
        assert_eq!(quotas.exceeded(there, Usage::default()), None);
        assert_eq!(quotas.exceeded(article, article), None);
        assert_eq!(Quotas::default().exceeded(there, article), None);
        assert_eq!(Quotas::default().line(&there), None);
        assert_eq!(quotas.in_words(), ["2 articles", "1 MiB of files"]);
    }
}
