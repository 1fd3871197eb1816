//! The end of a fetch: pages that have moved or are gone.
//!
//! Nothing is removed because of one bad day of a site: a page has to be missing on several days, and if many are
//! missing at once, none of them counts.

use std::collections::HashMap;

use super::crawl::Crawl;
use super::report::{PageOutcome, Stop, Why};
use crate::corpus::ShelfError;

/// The number of days on which a page has to be missing before it goes to the trash.
pub(super) const MISSES: u8 = 3;

/// The share of a site's pages, in percent, that may be gone at once.
const MAX_GONE_PERCENT: usize = 30;

/// A single page may be gone, even if the site has no other.
const MAX_GONE_ALONE: usize = 1;

const DAY_SECONDS: u64 = 24 * 60 * 60;

impl Crawl<'_> {
    /// Counts the pages that are gone, and puts the old files of those that moved into the trash.
    pub(super) fn settle(&mut self) -> Result<Option<Stop>, ShelfError> {
        self.settle_moves()?;
        let (gone, known) = (self.missing.len(), self.known.len());
        let is_many = gone > MAX_GONE_ALONE && gone * 100 > known * MAX_GONE_PERCENT;
        if is_many && !self.settings.accepts_gone {
            return Ok(Some(Stop::ManyGone { gone, known }));
        }
        for url in std::mem::take(&mut self.missing) {
            self.count_miss(&url)?;
        }
        Ok(None)
    }

    fn settle_moves(&mut self) -> Result<(), ShelfError> {
        let mut leading: HashMap<String, usize> = HashMap::new();
        for (_, to, _) in &self.moved {
            *leading.entry(to.to_string()).or_default() += 1;
        }
        for (from, to, is_permanent) in std::mem::take(&mut self.moved) {
            let to = to.to_string();
            if !is_permanent {
                self.report.note(&from, None, PageOutcome::Kept(Why::LeadsTo(to)));
                continue;
            }
            // Sites that no longer have a page often lead to their front page.
            let is_new = !self.known.contains(&to) && leading.get(&to) == Some(&1);
            let is_there = self.site.pages.get(&to).is_some_and(|page| self.is_there(page));
            if is_new && is_there {
                self.trash(&from, PageOutcome::Moved(to))?;
            } else if is_there {
                self.missing.push(from);
            } else {
                self.report.note(&from, None, PageOutcome::Kept(Why::LeadsTo(to)));
            }
        }
        Ok(())
    }

    fn count_miss(&mut self, url: &str) -> Result<(), ShelfError> {
        let today = self.settings.now / DAY_SECONDS;
        let accepts_gone = self.settings.accepts_gone;
        let path = self.site.pages.get(url).and_then(|page| self.path_of(page));
        let Some(page) = self.site.pages.get_mut(url) else {
            return Ok(());
        };
        if page.missed >= MISSES {
            self.report.note(url, path, PageOutcome::Restored);
            return Ok(());
        }
        if page.missed == 0 || page.missed_on != today {
            page.missed += 1;
            page.missed_on = today;
        }
        if accepts_gone {
            page.missed = MISSES;
        }
        let missed = page.missed;
        if missed < MISSES {
            self.report.note(url, None, PageOutcome::Missing(missed));
            return Ok(());
        }
        self.trash(url, PageOutcome::Removed)
    }

    /// Puts the file of a page into the trash.
    fn trash(&mut self, url: &str, outcome: PageOutcome) -> Result<(), ShelfError> {
        let Some(path) = self.site.pages.get(url).and_then(|page| self.path_of(page)) else {
            return Ok(());
        };
        match self.shelf.remove(&path) {
            Ok(_) => {
                if let PageOutcome::Moved(to) = &outcome {
                    self.site.pages.remove(url);
                    if self.site.starts.remove(url) {
                        self.site.starts.insert(to.clone());
                    }
                }
                self.report.note(url, Some(path), outcome);
            }
            Err(error @ (ShelfError::LastArticle { .. } | ShelfError::NoArticle { .. })) => {
                self.report
                    .note(url, Some(path), PageOutcome::Kept(Why::Shelf(error.to_string())));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }
}
