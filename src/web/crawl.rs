//! The fetch of one site, from its `robots.txt` to the report.
//!
//! The pages that are known come first, so that a fault at the end costs only news. Each page is kept as soon as it has
//! come, and the list of pages is saved every few of them: an interrupted fetch continues there.

use std::collections::{HashMap, HashSet, VecDeque};

use reqwest::Url;

use super::address::{Scope, joined, number_of_part, site_of};
use super::client::Client;
use super::page;
use super::report::{PageOutcome, SiteReport, Stop, Why};
use super::robots::Robots;
use super::{Listener, Settings};
use crate::corpus::{Fetched, Hyperlinks, Shelf, ShelfError, Site};

/// The most pages that are asked for in one fetch of a site.
const MAX_PAGES: usize = 2_000;

/// The number of pages after which the list is saved.
const SAVE_EVERY: usize = 10;

/// The time after which an interrupted fetch begins again, in seconds.
const RESUME_WITHIN_SECONDS: u64 = 24 * 60 * 60;

/// The highest number of a part of a list that is asked for. Some sites have an answer for every number.
const MAX_PART: usize = 50;

/// The most sitemaps that are read of a site.
const MAX_SITEMAPS: usize = 50;

/// The fetch of one site.
pub(super) struct Crawl<'a> {
    pub(super) shelf: &'a Shelf,
    pub(super) settings: &'a Settings,
    pub(super) client: Client,
    pub(super) robots: Robots,
    /// The name of its folder.
    pub(super) name: String,
    pub(super) site: Site,
    scopes: Vec<Scope>,
    queue: VecDeque<Url>,
    /// The addresses that were ever in the queue.
    pub(super) seen: HashSet<String>,
    /// The pages that gave another one as their true address, which was then asked for first.
    pub(super) copies: HashMap<String, Url>,
    /// The address of each page by its file, in lower case.
    pub(super) files: HashMap<String, String>,
    /// The pages that were there before.
    pub(super) known: HashSet<String>,
    /// Known pages that are gone.
    pub(super) missing: Vec<String>,
    /// Known pages that lead elsewhere, and whether for good.
    pub(super) moved: Vec<(String, Url, bool)>,
    /// The number of requests in a row that failed.
    pub(super) failures: u32,
    is_resumed: bool,
    /// True if everything that was ever fetched is asked for.
    is_of_all: bool,
    /// The most pages.
    limit: usize,
    pub(super) report: SiteReport,
}

impl<'a> Crawl<'a> {
    pub(super) fn new(shelf: &'a Shelf, settings: &'a Settings, client: Client, name: String, site: Site) -> Self {
        let begun = site
            .begun
            .filter(|&begun| settings.now.saturating_sub(begun) < RESUME_WITHIN_SECONDS);
        let mut crawl = Self {
            shelf,
            settings,
            client,
            robots: Robots::default(),
            report: SiteReport {
                name: name.clone(),
                ..SiteReport::default()
            },
            name,
            scopes: Vec::new(),
            queue: VecDeque::new(),
            seen: HashSet::new(),
            copies: HashMap::new(),
            files: site
                .pages
                .iter()
                .map(|(url, page)| (page.file.to_lowercase(), url.clone()))
                .collect(),
            known: HashSet::new(),
            missing: Vec::new(),
            moved: Vec::new(),
            failures: 0,
            is_resumed: begun.is_some(),
            is_of_all: false,
            limit: MAX_PAGES,
            site,
        };
        crawl.known = crawl
            .site
            .pages
            .iter()
            .filter(|(_, page)| crawl.is_there(page))
            .map(|(url, _)| url.clone())
            .collect();
        crawl.site.begun = Some(begun.unwrap_or(settings.now));
        crawl
    }

    /// Takes in no more pages than this, besides the limit of one fetch.
    pub(super) fn within(mut self, limit: Option<usize>) -> Self {
        self.limit = limit.unwrap_or(MAX_PAGES).min(MAX_PAGES);
        self
    }

    /// Asks for what a person named.
    pub(super) fn of(mut self, start: &Url) -> Self {
        self.report.name = site_of(start);
        self.scopes = vec![Scope::of(start)];
        self.site.starts.insert(start.to_string());
        self
    }

    /// Asks for everything that was ever named.
    pub(super) fn of_all(mut self) -> Self {
        let starts = self.site.starts.iter().filter_map(|start| Url::parse(start).ok());
        self.scopes = starts.map(|start| Scope::of(&start)).collect();
        if let Some(scope) = self.scopes.first() {
            self.report.name = site_of(scope.start());
        }
        self.site.tried = self.settings.now;
        self.is_of_all = true;
        self
    }

    /// Fetches the pages, and returns the report.
    pub(super) fn run(mut self, on: &mut Listener<'_>) -> Result<SiteReport, ShelfError> {
        if self.site.tried == 0 {
            self.site.tried = self.settings.now;
        }
        let ended = match self.all_pages(on) {
            Ok(()) => self.settle()?,
            Err(stop) => Some(stop),
        };
        // A fetch that was stopped continues.
        if !matches!(ended, Some(Stop::Failing(_) | Stop::AsksToWait(_))) {
            self.site.begun = None;
        }
        self.report.stop = ended;
        self.save()?;
        Ok(self.report)
    }

    fn all_pages(&mut self, on: &mut Listener<'_>) -> Result<(), Stop> {
        let Some(start) = self.scopes.first().map(|scope| scope.start().clone()) else {
            return Ok(());
        };
        self.read_robots(&start)?;
        for at in 0..self.scopes.len() {
            let start = self.scopes[at].start().clone();
            if page::may_be_sitemap(&start) {
                self.scopes[at] = Scope::Listed(start.clone());
                self.read_named_sitemap(&start)?;
            } else {
                self.push(&start);
            }
        }
        let known: Vec<Url> = self.site.pages.keys().filter_map(|url| Url::parse(url).ok()).collect();
        for url in &known {
            if self.is_of_all || self.covers(url) {
                self.push(url);
            }
        }
        if self.scopes.iter().any(|scope| matches!(scope, Scope::Below(_))) {
            self.read_sitemaps(&start)?;
        }
        let mut done = 0;
        while let Some(url) = self.queue.pop_front() {
            if done == self.limit {
                self.report.beyond = self.queue.len() + 1;
                self.report.stopped_at = (self.limit < MAX_PAGES).then_some(self.limit);
                break;
            }
            self.visit(&url)?;
            done += 1;
            on(done, (done + self.queue.len()).min(self.limit));
            if done % SAVE_EVERY == 0
                && let Err(error) = self.save()
            {
                return Err(Stop::NotKept(error.to_string()));
            }
        }
        Ok(())
    }

    /// True if a page belongs to what is asked for.
    pub(super) fn covers(&self, url: &Url) -> bool {
        self.scopes.iter().any(|scope| scope.covers(url))
    }

    /// True if a person names just this page now, and wants it as it is.
    pub(super) fn is_named(&self, url: &Url) -> bool {
        !self.is_of_all && self.is_start(url)
    }

    /// True if a person once named just this page.
    pub(super) fn is_start(&self, url: &Url) -> bool {
        self.scopes
            .iter()
            .any(|scope| matches!(scope, Scope::Page(start) if start == url))
    }

    /// Puts an address into the queue, once.
    pub(super) fn push(&mut self, url: &Url) {
        if self.seen.insert(url.to_string()) {
            self.queue.push_back(url.clone());
        }
    }

    /// Puts a page back into the queue, after the one that it gives as its true address.
    pub(super) fn push_after(&mut self, url: &Url, canonical: &Url) {
        self.push(canonical);
        self.copies.insert(url.to_string(), canonical.clone());
        self.queue.push_back(url.clone());
    }

    /// Follows the links of a page, if what lies below an address is asked for.
    pub(super) fn follow_links(&mut self, url: &Url, links: &Hyperlinks) {
        let is_below = |scope: &&Scope, url: &Url| matches!(scope, Scope::Below(_)) && scope.covers(url);
        if !self.scopes.iter().any(|scope| is_below(&scope, url)) {
            return;
        }
        for link in page::links(url, links) {
            let is_asked_for = self.scopes.iter().any(|scope| is_below(&scope, &link));
            if !is_asked_for || page::is_no_page(&link) || self.seen.contains(link.as_str()) {
                continue;
            }
            let part = number_of_part(&link);
            if link.query().is_none() || matches!(part, Some(2..=MAX_PART)) {
                self.push(&link);
                continue;
            }
            self.seen.insert(link.to_string());
            if matches!(part, Some(0 | 1)) {
                // The first part is what the address shows without a number.
                let mut whole = link;
                whole.set_query(None);
                self.push(&whole);
            } else {
                // Such links may go on without end: calendars, sorted tables, versions.
                self.report.queries += 1;
            }
        }
    }

    /// True if an interrupted fetch has already got a page.
    pub(super) fn is_done(&self, page: &Fetched) -> bool {
        self.is_resumed && self.site.begun.is_some_and(|begun| page.checked >= begun)
    }

    /// Notes that a page can't be fetched: it stays as it was, or out.
    pub(super) fn refuse(&mut self, url: &Url, why: Why) {
        let is_known = self.known.contains(url.as_str());
        let outcome = if is_known {
            PageOutcome::Kept(why)
        } else {
            PageOutcome::LeftOut(why)
        };
        self.report.note(url.as_str(), None, outcome);
    }

    pub(super) fn save(&self) -> Result<(), ShelfError> {
        // A site of which nothing ever came leaves no trace.
        if self.site.pages.is_empty() {
            return Ok(());
        }
        self.shelf.save_site(&self.name, &self.site)
    }

    fn read_named_sitemap(&mut self, start: &Url) -> Result<(), Stop> {
        let before = self.queue.len();
        match self.read_sitemap(start, &mut 0, true)? {
            Some(why) => self.refuse(start, why),
            None if self.queue.len() == before => self.refuse(start, Why::EmptySitemap),
            None => {}
        }
        Ok(())
    }

    /// Reads the sitemaps that the site names, or the one at the usual place.
    fn read_sitemaps(&mut self, start: &Url) -> Result<(), Stop> {
        let mut count = 0;
        let named: Vec<Url> = self
            .robots
            .sitemaps
            .iter()
            .filter_map(|written| joined(start, written))
            .collect();
        for sitemap in &named {
            if let Some(why) = self.read_sitemap(sitemap, &mut count, true)? {
                self.refuse(sitemap, why);
            }
        }
        if named.is_empty()
            && let Some(usual) = joined(start, "/sitemap.xml")
        {
            // Most sites without a sitemap send something else there.
            self.read_sitemap(&usual, &mut count, true)?;
        }
        Ok(())
    }

    /// Puts the pages of a sitemap into the queue. Returns the reason if it can't be read. `may_list` says whether it may
    /// name further sitemaps.
    fn read_sitemap(&mut self, url: &Url, count: &mut usize, may_list: bool) -> Result<Option<Why>, Stop> {
        use super::sitemap::Sitemap;
        *count += 1;
        if *count > MAX_SITEMAPS || !self.seen.insert(url.to_string()) {
            return Ok(None);
        }
        let sitemap = match self.ask_sitemap(url)? {
            Ok(sitemap) => sitemap,
            Err(why) => return Ok(Some(why)),
        };
        match sitemap {
            Sitemap::Pages(pages) => {
                for page in pages.iter().filter_map(|written| joined(url, written)) {
                    if self.covers(&page) && !page::is_no_page(&page) {
                        self.push(&page);
                    }
                }
            }
            Sitemap::Sitemaps(sitemaps) if may_list => {
                for next in sitemaps.iter().filter_map(|written| joined(url, written)) {
                    if let Some(why) = self.read_sitemap(&next, count, false)? {
                        self.refuse(&next, why);
                    }
                }
            }
            Sitemap::Sitemaps(_) => {}
        }
        Ok(None)
    }
}
