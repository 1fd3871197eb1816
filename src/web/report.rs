//! The report of a fetch: the outcome for each page of each site.

use thiserror::Error;

use crate::corpus::{Reason, ShelfError};
use crate::message;

/// The most lines for pages with one and the same fault.
const MAX_ALIKE: usize = 10;

/// The report of a fetch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The sites, in order.
    pub sites: Vec<SiteReport>,
}

/// The report on one site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteReport {
    /// Its host, or the name of its folder.
    pub name: String,
    /// Its pages, except those that are unchanged.
    pub entries: Vec<PageEntry>,
    /// The number of pages that are as they were.
    pub unchanged: usize,
    /// The number of pages that an interrupted fetch had already got.
    pub resumed: usize,
    /// The number of links that weren't followed because of a question mark in them.
    pub queries: usize,
    /// The number of addresses beyond the limit.
    pub beyond: usize,
    /// The quota of pages at which the fetch stopped; `None` if it was another limit, or none.
    pub stopped_at: Option<usize>,
    /// The reason why it ended early.
    pub stop: Option<Stop>,
}

/// A page and its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageEntry {
    /// Its address.
    pub url: String,
    /// Its path within the corpus; `None` if it is not in the corpus.
    pub path: Option<String>,
    /// The outcome.
    pub outcome: PageOutcome,
}

/// The outcome for a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageOutcome {
    /// It is new.
    Added,
    /// It has other words now.
    Changed,
    /// It is at this address now, and its old file in the trash.
    Moved(String),
    /// It is gone, for the given number of days so far.
    Missing(u8),
    /// It is gone, and its file in the trash.
    Removed,
    /// It is gone, but somebody has brought it back from the trash.
    Restored,
    /// It could not be fetched again and is as it was.
    Kept(Why),
    /// It is not in the corpus.
    LeftOut(Why),
}

/// The reason why a page was not fetched. Fragments that fit "it …".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Why {
    /// 404 or 410.
    #[error("isn't there")]
    NotFound,
    /// Another status than 200.
    #[error("was refused with status {0}")]
    Status(u16),
    /// No connection.
    #[error("can't be reached")]
    Lost,
    /// No answer in time.
    #[error("takes longer than 30 seconds")]
    Slow,
    /// More bytes than a page may have.
    #[error("is larger than {} MiB", .0 >> 20)]
    TooLarge(u64),
    /// A type without a reader.
    #[error("is of a type that isn't read ({0})")]
    Type(String),
    /// Packed bytes.
    #[error("was sent packed, which wasn't asked for")]
    Packed,
    /// A riddle for browsers.
    #[error("is guarded against programs; save it in a browser and add the file")]
    Challenge,
    /// A form for a password.
    #[error("asks for a password; save it in a browser and add the file")]
    Login,
    /// No words without a program in it.
    #[error("needs a browser to show its text; save it in one and add the file")]
    NeedsBrowser,
    /// Far fewer words than before.
    #[error("has lost most of its text; if that is right, fetch its address by itself")]
    Shrunk,
    /// The corpus would leave it out.
    #[error("{0}")]
    Unread(Reason),
    /// The rules of the site.
    #[error("may not be fetched by programs, says the site's robots.txt")]
    Robots,
    /// A redirect to another host.
    #[error("leads to another site; if you want that one, name it: {0}")]
    OtherSite(String),
    /// A redirect to another part of the site.
    #[error("leads out of what you named; if you want that, name it: {0}")]
    Outside(String),
    /// A redirect that may not last.
    #[error("leads to {0} for now")]
    LeadsTo(String),
    /// Redirects in a circle, or too many.
    #[error("leads nowhere: its redirects don't end")]
    RedirectLoop,
    /// The same words are there already.
    #[error("is the same as {0}")]
    SameAs(String),
    /// An admin removed it.
    #[error("was removed here; to have it again, fetch its address by itself")]
    RemovedHere,
    /// No pages of the site in it.
    #[error("is a sitemap without pages of this site")]
    EmptySitemap,
    /// The corpus folder can't be changed.
    #[error("can't be kept: {0}")]
    Shelf(String),
}

/// The reason why the fetch of a site ended early, as a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Stop {
    /// The site is on a private network.
    #[error("{}", message::fetch::PRIVATE)]
    Private,
    /// The certificate of the site can't be trusted.
    #[error("{}", message::fetch::untrusted(.0))]
    Untrusted(&'static str),
    /// The rules of the site can't be read.
    #[error("{}", message::fetch::no_rules(.0))]
    NoRules(Why),
    /// Several requests in a row failed.
    #[error("{}", message::fetch::failing(.0))]
    Failing(Why),
    /// The site wants to be left alone for longer than a fetch waits.
    #[error("{}", message::fetch::asks_to_wait(*.0))]
    AsksToWait(u64),
    /// Too many pages are gone at once.
    #[error("{}", message::fetch::many_gone(*.gone, *.known))]
    ManyGone {
        /// The number of pages that are gone.
        gone: usize,
        /// The number of pages that were there.
        known: usize,
    },
    /// Its pages can't be read or written.
    #[error("{}", message::fetch::not_kept(.0))]
    NotKept(String),
}

impl Report {
    /// True if the articles are others than before.
    #[must_use]
    pub fn has_changes(&self) -> bool {
        let mut entries = self.sites.iter().flat_map(|site| &site.entries);
        entries.any(|entry| {
            use PageOutcome::{Added, Changed, Moved, Removed};
            matches!(entry.outcome, Added | Changed | Moved(_) | Removed)
        })
    }

    /// True if the fetch of a site ended early, or there is nothing of it.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        let is_in = |entry: &PageEntry| !matches!(entry.outcome, PageOutcome::LeftOut(_));
        self.sites
            .iter()
            .any(|site| site.stop.is_some() || (site.unchanged + site.resumed == 0 && !site.entries.iter().any(is_in)))
    }

    /// The report for people: a line for each page with news, and a summary of each site.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.sites.iter().flat_map(SiteReport::lines).collect()
    }
}

impl SiteReport {
    /// The report of a site whose pages can't be read or written.
    pub(super) fn failed(name: String, error: &ShelfError) -> Self {
        let cause = std::error::Error::source(error).map_or_else(String::new, |cause| format!(": {cause}"));
        Self {
            name,
            stop: Some(Stop::NotKept(format!("{error}{cause}"))),
            ..Self::default()
        }
    }

    pub(super) fn note(&mut self, url: &str, path: Option<String>, outcome: PageOutcome) {
        self.entries.push(PageEntry {
            url: url.to_owned(),
            path,
            outcome,
        });
    }

    /// The lines for people: those about pages, and those about the site.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = self.page_lines();
        lines.append(&mut self.summary());
        lines
    }

    /// A line for each page with news. Of many with the same fault, the rest are counted.
    #[must_use]
    pub fn page_lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let mut alike: Vec<(&PageOutcome, usize)> = Vec::new();
        for entry in &self.entries {
            if let PageOutcome::LeftOut(_) | PageOutcome::Kept(_) = entry.outcome {
                match alike.iter_mut().find(|(outcome, _)| *outcome == &entry.outcome) {
                    Some((_, count)) => *count += 1,
                    None => alike.push((&entry.outcome, 1)),
                }
                let is_one_of_few =
                    |(outcome, count): &(&PageOutcome, usize)| *outcome != &entry.outcome || *count <= MAX_ALIKE;
                if !alike.iter().all(is_one_of_few) {
                    continue;
                }
            }
            lines.push(entry.line());
        }
        for (outcome, count) in alike {
            if let (PageOutcome::LeftOut(why) | PageOutcome::Kept(why), true) = (outcome, count > MAX_ALIKE) {
                lines.push(message::fetch::more_alike(count - MAX_ALIKE, why));
            }
        }
        lines
    }

    /// The numbers of pages, and what an admin should know about the site.
    #[must_use]
    pub fn summary(&self) -> Vec<String> {
        let count = |wanted: fn(&PageOutcome) -> bool| self.entries.iter().filter(|it| wanted(&it.outcome)).count();
        let mut lines = vec![message::fetch::summary(
            &self.name,
            &[
                ("added", count(|it| matches!(it, PageOutcome::Added))),
                ("changed", count(|it| matches!(it, PageOutcome::Changed))),
                ("unchanged", self.unchanged),
                ("fetched before the interruption", self.resumed),
                ("moved", count(|it| matches!(it, PageOutcome::Moved(_)))),
                (
                    "missing",
                    count(|it| matches!(it, PageOutcome::Missing(_) | PageOutcome::Restored)),
                ),
                ("removed", count(|it| matches!(it, PageOutcome::Removed))),
                ("kept", count(|it| matches!(it, PageOutcome::Kept(_)))),
                ("left out", count(|it| matches!(it, PageOutcome::LeftOut(_)))),
            ],
        )];
        lines.extend((self.queries > 0).then(|| message::fetch::queries(self.queries)));
        lines.extend((self.beyond > 0).then(|| message::fetch::beyond(self.beyond, self.stopped_at)));
        lines.extend(self.stop.as_ref().map(ToString::to_string));
        lines
    }
}

impl PageEntry {
    fn line(&self) -> String {
        let url = &self.url;
        let path = self.path.as_deref().unwrap_or_default();
        match &self.outcome {
            PageOutcome::Added => message::fetch::added(url, path),
            PageOutcome::Changed => message::fetch::changed(url, path),
            PageOutcome::Moved(to) => message::fetch::moved(url, to),
            PageOutcome::Missing(days) => message::fetch::missing(url, *days),
            PageOutcome::Removed => message::fetch::removed(url, path),
            PageOutcome::Restored => message::fetch::restored(url, path),
            PageOutcome::Kept(why) => message::fetch::kept(url, why),
            PageOutcome::LeftOut(why) => message::fetch::left_out(url, why),
        }
    }
}
