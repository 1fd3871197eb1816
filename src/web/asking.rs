//! The requests for one site: its rules, redirects, and the patience with its faults.

use std::thread;
use std::time::Duration;

use reqwest::Url;

use super::address::{is_same_site, joined};
use super::client::{Known, NoResponse, Response};
use super::crawl::Crawl;
use super::page;
use super::report::{Stop, Why};
use super::robots::{self, Robots};
use super::sitemap::{self, Sitemap};

/// The most redirects that are followed for one page.
const MAX_REDIRECTS: usize = 5;

/// The most requests in a row that may fail.
const MAX_FAILURES: u32 = 5;

/// The longest wait that a site is granted before the next request, in seconds.
const MAX_WAIT_SECONDS: u64 = 120;

/// The wait if the site asks for one and doesn't say how long.
const USUAL_WAIT_SECONDS: u64 = 30;

/// The number of times that a page is asked for if the site asks to wait.
const MAX_TRIES: u32 = 3;

/// The end of a page's redirects.
pub(super) enum Landing {
    /// A file, at its address.
    File(Url, bool, Response),
    /// Another page that was or will be asked for.
    Seen(Url, bool),
    /// The version that is there is the current one.
    Unchanged(Url),
    /// The page is gone.
    Gone,
    /// It can't be fetched.
    Refused(Why),
}

impl Crawl<'_> {
    /// Reads what the site allows. Without such rules, everything is allowed.
    pub(super) fn read_robots(&mut self, start: &Url) -> Result<(), Stop> {
        let Some(mut url) = joined(start, "/robots.txt") else {
            return Ok(());
        };
        for _ in 0..=MAX_REDIRECTS {
            let response = match self.client.get(&url, Known::default(), |_| robots::MAX_BYTES) {
                Ok(response) => response,
                Err(NoResponse::Private) => return Err(Stop::Private),
                Err(NoResponse::Untrusted(why)) => return Err(Stop::Untrusted(why)),
                Err(other) => return Err(Stop::NoRules(why(other))),
            };
            match response.status {
                200 => {
                    self.robots = Robots::parse(&String::from_utf8_lossy(&response.body));
                    let delay = self.robots.delay.unwrap_or_default();
                    // A pace of zero is a test's.
                    if !self.client.pace.is_zero() {
                        self.client.pace = self.client.pace.max(delay);
                    }
                    return Ok(());
                }
                status @ (429 | 500..) => return Err(Stop::NoRules(Why::Status(status))),
                _ => {}
            }
            match response.location().and_then(|written| joined(&url, written)) {
                Some(next) if is_same_site(&url, &next) => url = next,
                _ => return Ok(()),
            }
        }
        Ok(())
    }

    /// True if the site lets this program ask for an address.
    fn is_allowed(&self, url: &Url) -> bool {
        let path = url
            .query()
            .map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        self.robots.allows(&path)
    }

    /// Asks for a page, and follows its redirects within the site.
    pub(super) fn land(&mut self, url: &Url) -> Result<Landing, Stop> {
        let mut at = url.clone();
        let mut passed = Vec::new();
        let mut is_permanent = true;
        while passed.len() <= MAX_REDIRECTS {
            if !self.is_allowed(&at) {
                return Ok(Landing::Refused(Why::Robots));
            }
            let response = match self.ask(&at)? {
                Ok(response) => response,
                Err(why) => return Ok(Landing::Refused(why)),
            };
            let Some(next) = response.location().and_then(|written| joined(&at, written)) else {
                return Ok(match response.status {
                    200 => Landing::File(at, is_permanent, response),
                    304 => Landing::Unchanged(at),
                    404 | 410 => Landing::Gone,
                    status => Landing::Refused(Why::Status(status)),
                });
            };
            is_permanent &= response.is_permanent();
            passed.push(at.clone());
            if passed.contains(&next) {
                break;
            }
            if !is_same_site(&at, &next) {
                return Ok(Landing::Refused(Why::OtherSite(next.into())));
            }
            if !self.covers(&next) && !self.is_start(url) {
                return Ok(Landing::Refused(Why::Outside(next.into())));
            }
            if self.seen.contains(next.as_str()) {
                return Ok(Landing::Seen(next, is_permanent));
            }
            at = next;
        }
        Ok(Landing::Refused(Why::RedirectLoop))
    }

    /// Asks for a page, conditionally if a version of it is there. An inner error is the page's, an outer one the
    /// site's.
    fn ask(&mut self, url: &Url) -> Result<Result<Response, Why>, Stop> {
        let known = self
            .site
            .pages
            .get(url.as_str())
            .filter(|page| self.is_there(page))
            .cloned();
        let known = known.as_ref().map_or_else(Known::default, |page| Known {
            etag: page.etag.as_deref(),
            last_modified: page.last_modified.as_deref(),
        });
        self.request(url, known, |content_type| {
            page::extension(content_type, url).map_or(0, page::max_bytes)
        })
    }

    /// Asks for a sitemap.
    pub(super) fn ask_sitemap(&mut self, url: &Url) -> Result<Result<Sitemap, Why>, Stop> {
        if !self.is_allowed(url) {
            return Ok(Err(Why::Robots));
        }
        let response = match self.request(url, Known::default(), |_| sitemap::MAX_BYTES)? {
            Ok(response) if response.status == 200 => response,
            Ok(response) if matches!(response.status, 404 | 410) => return Ok(Err(Why::NotFound)),
            Ok(response) => return Ok(Err(Why::Status(response.status))),
            Err(why) => return Ok(Err(why)),
        };
        let is_text = response.content_type() == "text/plain";
        Ok(Sitemap::parse(&response.body, is_text).ok_or(Why::EmptySitemap))
    }

    fn request(
        &mut self,
        url: &Url,
        known: Known<'_>,
        limit: impl Fn(&str) -> u64,
    ) -> Result<Result<Response, Why>, Stop> {
        for attempt in 1.. {
            let why = match self.client.get(url, known, &limit) {
                Ok(response) if response.is_challenge() => Why::Challenge,
                Ok(response)
                    if response.status == 429 || (response.status == 503 && response.retry_after().is_some()) =>
                {
                    let wait = response.retry_after().unwrap_or(USUAL_WAIT_SECONDS);
                    if wait > MAX_WAIT_SECONDS || attempt == MAX_TRIES {
                        return Err(Stop::AsksToWait(wait));
                    }
                    thread::sleep(Duration::from_secs(wait));
                    continue;
                }
                Ok(response) if response.status >= 500 => Why::Status(response.status),
                Ok(response) => {
                    self.failures = 0;
                    return Ok(Ok(response));
                }
                Err(NoResponse::Private) => return Err(Stop::Private),
                Err(NoResponse::Untrusted(why)) => return Err(Stop::Untrusted(why)),
                Err(other) => why(other),
            };
            self.failures += 1;
            return if self.failures < MAX_FAILURES {
                Ok(Err(why))
            } else {
                Err(Stop::Failing(why))
            };
        }
        Ok(Err(Why::Lost))
    }
}

fn why(no_response: NoResponse) -> Why {
    match no_response {
        NoResponse::Slow => Why::Slow,
        NoResponse::Lost | NoResponse::Private | NoResponse::Untrusted(_) => Why::Lost,
    }
}
