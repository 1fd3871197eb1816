//! Takes in articles from the web: pages of sites, by address.
//!
//! The files are kept as they came, in `web/SITE` of the corpus, beside the addresses that they came from
//! ([`Site`]); reading them is the corpus's. A site is asked slowly and within its `robots.txt`, and
//! never a private network. Nothing is lost by a fault: a page that can't be fetched again stays as it was, and one that
//! is gone for good goes to the trash.
//!
//! - `address`: addresses, and which of them belong to what was asked for.
//! - `client`, `public`: requests, and the addresses that may not be asked.
//! - `robots`, `sitemap`: the files with which a site guides programs.
//! - `page`: whether a file is an article.
//! - `crawl`: the fetch of one site; `asking`: its requests; `shelving`: its pages; `settling`: its end.
//! - `report`: what happened.
//!
//! It is synchronous, but for the inside of a request.

mod address;
mod asking;
mod client;
mod crawl;
mod page;
mod public;
mod report;
mod robots;
mod settling;
mod shelving;
mod sitemap;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use thiserror::Error;

use crate::corpus::{Shelf, ShelfError, Site, site_folder};
use crate::message;
use client::Client;
use crawl::Crawl;

pub use report::{PageEntry, PageOutcome, Report, SiteReport, Stop, Why};

/// The usual pause between two requests to a site.
pub const PACE: Duration = Duration::from_secs(1);

/// The pause before a fetch that did not end is taken up again.
const RESUME_AFTER_SECONDS: u64 = 60 * 60;

/// The manner of a fetch.
#[derive(Debug, Clone)]
pub struct Settings {
    /// True if addresses on private networks may be asked for.
    pub allows_private: bool,
    /// The contact that sites see, such as an address for mail.
    pub contact: Option<String>,
    /// The pause between two requests.
    pub pace: Duration,
    /// True if pages that are gone go to the trash at once, however many they are.
    pub accepts_gone: bool,
    /// The most pages of all sites together; `None` for no limit but that of one fetch.
    pub max_pages: Option<usize>,
    /// The time of the fetch, in seconds since 1970.
    pub now: u64,
}

/// The reason why nothing was fetched. The messages are whole sentences.
#[derive(Debug, Error)]
pub enum FetchError {
    /// Not an address of the web.
    #[error("{}", message::fetch::no_address(.0))]
    NoAddress(String),
    /// There is no site to fetch again.
    #[error("{}", message::fetch::NO_SITES)]
    NoSites,
    /// Another process is fetching.
    #[error("{}", message::fetch::BUSY)]
    Busy,
    /// The fetch ended by a fault of the program.
    #[error("{}", message::fetch::PANICKED)]
    Panicked,
    /// The pages can't be read or written.
    #[error("the fetched pages can't be kept")]
    Shelf(#[from] ShelfError),
    /// Requests can't be made at all.
    #[error("nothing can be fetched: {0}")]
    Client(String),
}

/// The time, in seconds since 1970.
#[must_use]
pub fn now() -> u64 {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
    since_1970.unwrap_or_default().as_secs()
}

/// Receives the number of pages done and the number known so far.
pub type Listener<'a> = dyn FnMut(usize, usize) + 'a;

/// Fetches what an address names: a page, the pages of a sitemap, or, if it ends in a slash, those below it.
///
/// # Errors
/// If it names nothing, another process is fetching, or the pages can't be kept. What goes wrong at the site is in the
/// report.
pub fn fetch(shelf: &Shelf, typed: &str, settings: &Settings, on: &mut Listener<'_>) -> Result<Report, FetchError> {
    let start = address::typed(typed).ok_or_else(|| FetchError::NoAddress(typed.to_owned()))?;
    let _lock = shelf.lock_fetching()?.ok_or(FetchError::Busy)?;
    let name = site_folder(&address::site_of(&start));
    let site = shelf.site(&name)?;
    let client = Client::new(settings)?;
    let limit = limit(shelf, settings, &name);
    let crawl = Crawl::new(shelf, settings, client, name, site).within(limit);
    Ok(Report {
        sites: vec![crawl.of(&start).run(on)?],
    })
}

/// True if some site is due to be fetched again.
#[must_use]
pub fn is_any_due(shelf: &Shelf, every: Duration) -> bool {
    let sites = shelf.sites().into_iter();
    let mut sites = sites.filter_map(|name| shelf.site(&name).ok());
    sites.any(|site| is_due(&site, Some(every), now()))
}

/// Fetches all sites again; with `every`, those that are due.
///
/// # Errors
/// If another process is fetching, or there is no site. What goes wrong at a site costs no other site anything, and is
/// in the report.
pub fn refresh(
    shelf: &Shelf,
    every: Option<Duration>,
    settings: &Settings,
    on: &mut Listener<'_>,
) -> Result<Report, FetchError> {
    let names = shelf.sites();
    if names.is_empty() {
        return Err(FetchError::NoSites);
    }
    let _lock = shelf.lock_fetching()?.ok_or(FetchError::Busy)?;
    let mut report = Report::default();
    for name in names {
        let refreshed = match shelf.site(&name) {
            Ok(site) if !is_due(&site, every, settings.now) => continue,
            Ok(site) => {
                let client = Client::new(settings)?;
                let limit = limit(shelf, settings, &name);
                let crawl = Crawl::new(shelf, settings, client, name.clone(), site);
                crawl.within(limit).of_all().run(on)
            }
            Err(error) => Err(error),
        };
        report
            .sites
            .push(refreshed.unwrap_or_else(|error| SiteReport::failed(name, &error)));
    }
    Ok(report)
}

/// The most pages of a site, beside those of the others.
fn limit(shelf: &Shelf, settings: &Settings, name: &str) -> Option<usize> {
    let others = shelf.sites().into_iter().filter(|other| other != name);
    let others = others.filter_map(|other| Some(shelf.site(&other).ok()?.pages.len()));
    Some(settings.max_pages?.saturating_sub(others.sum()))
}

fn is_due(site: &Site, every: Option<Duration>, now: u64) -> bool {
    let Some(every) = every else { return true };
    let after = |seconds: u64| site.tried.saturating_add(seconds) <= now;
    after(every.as_secs()) || (site.begun.is_some() && after(RESUME_AFTER_SECONDS))
}
