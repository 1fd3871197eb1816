//! Messages about fetching pages from the web.

use std::fmt::Display;
use std::time::Duration;

use super::{count, span};

/// `verbatim fetch` without an address, before any site was fetched.
pub const NO_SITES: &str =
    "No site has been fetched yet. Name an address, for example: verbatim fetch https://docs.example.org/guide/";

/// Two processes fetch at once.
pub const BUSY: &str =
    "Pages are being fetched into the corpus folder already. Wait until that is done, and try again.";

/// A fault of the program ended the fetch.
pub const PANICKED: &str = "Something went wrong on my side while pages were fetched. My log has the details; fetching again goes on from there.";

/// The site has no address on the public internet.
pub const PRIVATE: &str = "Stopped: the address is on a private network or on this machine. If you trust it, for \
    example because it is your own wiki, set VERBATIM_FETCH_PRIVATE=on.";

/// Nothing has changed, so nothing is reindexed.
pub const NOTHING_NEW: &str = "No article has changed, so the index stays as it is.";

/// The next step after a first fetch.
pub const NEXT: &str =
    "To fetch them again later, run verbatim fetch, or set VERBATIM_FETCH_EVERY=24h for the running bot.";

/// The text is no address of the web.
#[must_use]
pub fn no_address(typed: &str) -> String {
    format!(
        "\"{typed}\" is not an address that can be fetched. Give one such as https://docs.example.org/guide/, without a name or password in it."
    )
}

/// Pages are being fetched; `known` is 0 as long as nothing is known.
#[must_use]
pub fn fetching(address: &str, done: usize, known: usize) -> String {
    let so_far = if known == 0 {
        String::new()
    } else {
        format!(": {done} of {}", count(known, "page", "pages"))
    };
    format!("Fetching {address}, a page a second{so_far} …")
}

/// Pages beyond those that are named.
#[must_use]
pub fn more_pages(more: usize) -> String {
    format!("… and {}; my log has them all.", count(more, "more page", "more pages"))
}

/// A page is new.
#[must_use]
pub fn added(url: &str, path: &str) -> String {
    format!("added: {url} ({path})")
}

/// A page has other words.
#[must_use]
pub fn changed(url: &str, path: &str) -> String {
    format!("changed: {url} ({path}); its last version is in the trash")
}

/// A page has another address.
#[must_use]
pub fn moved(url: &str, to: &str) -> String {
    format!("moved: {url} is now {to}; its old file is in the trash")
}

/// A page is gone.
#[must_use]
pub fn missing(url: &str, days: u8) -> String {
    format!("missing: {url} is gone; kept for now (day {days} of 3)")
}

/// A page is gone for good.
#[must_use]
pub fn removed(url: &str, path: &str) -> String {
    format!("removed: {url} is gone; its file is in the trash, and corpus restore {path} brings it back")
}

/// A page is gone, but was brought back from the trash.
#[must_use]
pub fn restored(url: &str, path: &str) -> String {
    format!("missing: {url} is gone; kept, because it was brought back from the trash ({path})")
}

/// A page stays as it was.
#[must_use]
pub fn kept(url: &str, why: &dyn Display) -> String {
    format!("kept as it was: {url}: it {why}")
}

/// A page is not in the corpus.
#[must_use]
pub fn left_out(url: &str, why: &dyn Display) -> String {
    format!("left out: {url}: it {why}")
}

/// Further pages with the same fault.
#[must_use]
pub fn more_alike(number: usize, why: &dyn Display) -> String {
    format!(
        "and {} more of which the same is true: it {why}",
        count(number, "page", "pages")
    )
}

/// The summary of a site, without the counts that are zero.
#[must_use]
pub fn summary(site: &str, counts: &[(&str, usize)]) -> String {
    let told: Vec<String> = counts
        .iter()
        .filter(|(_, number)| *number > 0)
        .map(|(what, number)| format!("{number} {what}"))
        .collect();
    if told.is_empty() {
        format!("{site}: nothing was fetched.")
    } else {
        format!("{site}: {}.", told.join(", "))
    }
}

/// Links with a question mark.
#[must_use]
pub fn queries(number: usize) -> String {
    format!(
        "{} with a question mark in the address {} not followed; name the pages that you want one by one, or their sitemap.",
        count(number, "link", "links"),
        if number == 1 { "was" } else { "were" }
    )
}

/// More pages than one fetch takes.
#[must_use]
pub fn beyond(number: usize, quota: Option<usize>) -> String {
    if let Some(quota) = quota {
        return format!(
            "Stopped at {}, with {number} left, because this server may have no more from the web. Remove some with /corpus remove, or ask whoever runs me for more.",
            count(quota, "page", "pages")
        );
    }
    format!(
        "Stopped at 2,000 pages, with {} left; name a part of the site, for example https://docs.example.org/guide/.",
        count(number, "address", "addresses")
    )
}

/// The rules of a site can't be read.
#[must_use]
pub fn no_rules(why: &dyn Display) -> String {
    format!(
        "Stopped: the site's robots.txt {why}, so nobody knows what it allows. Check the address, or try again later."
    )
}

/// The certificate of a site can't be trusted; `why` fits "the certificate …".
#[must_use]
pub fn untrusted(why: &str) -> String {
    format!(
        "Stopped: the site's certificate {why}, so another site may be in its place. Open the address in a browser; if that \
        warns you, too, tell the people who run the site."
    )
}

/// Several requests failed in a row.
#[must_use]
pub fn failing(why: &dyn Display) -> String {
    format!("Stopped: several pages in a row failed; the last one {why}. The next fetch goes on from here.")
}

/// The site asks to be left alone.
#[must_use]
pub fn asks_to_wait(seconds: u64) -> String {
    format!(
        "Stopped: the site asks to be left alone for {}. Fetch it again after that, and it goes on from here.",
        span(Duration::from_secs(seconds))
    )
}

/// Too many pages are gone at once.
#[must_use]
pub fn many_gone(gone: usize, known: usize) -> String {
    format!(
        "Stopped: {gone} of {known} pages are gone at once, so the site may be broken or rebuilt. Nothing was removed. If \
        they are really gone, run verbatim fetch --gone; if the site has a new address, fetch that one."
    )
}

/// The pages of a site can't be read or written.
#[must_use]
pub fn not_kept(reason: &str) -> String {
    format!("Stopped: its pages can't be kept: {reason}.")
}
