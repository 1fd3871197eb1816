//! The pages of one site on their way to the shelf.

use reqwest::Url;

use super::address::{joined, names};
use super::asking::Landing;
use super::client::Response;
use super::crawl::Crawl;
use super::page::{self, Page};
use super::report::{PageOutcome, Stop, Why};
use super::settling::MISSES;
use crate::corpus::{Fetched, Hyperlinks, Shelf, page_path, read_article};

/// The number of characters of a hash that tell two files apart.
const SHORT_HASH: usize = 8;

impl Crawl<'_> {
    /// Asks for a page, and keeps it.
    pub(super) fn visit(&mut self, url: &Url) -> Result<(), Stop> {
        if let Some(page) = self.site.pages.get(url.as_str()).filter(|_| !self.is_named(url)) {
            if self.is_there(page) && self.is_done(page) {
                self.report.resumed += 1;
                self.follow_stored_links(url);
                return Ok(());
            }
            // A page that went missing may come back; one that an admin removed may not.
            if !self.is_there(page) && page.missed < MISSES {
                self.report
                    .note(url.as_str(), None, PageOutcome::LeftOut(Why::RemovedHere));
                return Ok(());
            }
        }
        if let Some(canonical) = self
            .copies
            .get(url.as_str())
            .filter(|canonical| self.is_kept(canonical))
        {
            self.refuse(url, Why::SameAs(canonical.to_string()));
            return Ok(());
        }
        match self.land(url)? {
            Landing::Unchanged(at) => {
                self.confirm(&at, None);
                self.follow_stored_links(&at);
            }
            Landing::File(at, is_permanent, response) => {
                if at != *url {
                    self.seen.insert(at.to_string());
                    self.note_move(url, &at, is_permanent);
                }
                self.take(&at, &response);
            }
            Landing::Seen(at, is_permanent) => self.note_move(url, &at, is_permanent),
            Landing::Gone if self.known.contains(url.as_str()) => self.missing.push(url.to_string()),
            Landing::Gone => self.refuse(url, Why::NotFound),
            Landing::Refused(why) => self.refuse(url, why),
        }
        Ok(())
    }

    /// The path of a page within the corpus; `None` if its file's name is not one of ours.
    pub(super) fn path_of(&self, page: &Fetched) -> Option<String> {
        Shelf::path_of(&self.name, &page.file)
    }

    /// True if the file of a page is in the corpus.
    pub(super) fn is_there(&self, page: &Fetched) -> bool {
        self.path_of(page).is_some_and(|path| self.shelf.has_page(&path))
    }

    fn note_move(&mut self, from: &Url, to: &Url, is_permanent: bool) {
        if self.known.contains(from.as_str()) {
            self.moved.push((from.to_string(), to.clone(), is_permanent));
        }
    }

    fn follow_stored_links(&mut self, url: &Url) {
        let path = self.site.pages.get(url.as_str()).and_then(|page| self.path_of(page));
        if let Some(bytes) = path.and_then(|path| self.shelf.page(&path)) {
            // A file without links has none to follow.
            self.follow_links(url, &Hyperlinks::of(&bytes));
        }
    }

    /// Judges a file, and keeps it if it is an article.
    fn take(&mut self, url: &Url, response: &Response) {
        let content_type = response.content_type();
        let Some(extension) = page::extension(&content_type, url) else {
            let shown = if content_type.is_empty() {
                "none given"
            } else {
                &content_type
            };
            return self.refuse(url, Why::Type(shown.to_owned()));
        };
        if response.is_packed() {
            return self.refuse(url, Why::Packed);
        }
        if response.is_cut {
            return self.refuse(url, Why::TooLarge(page::max_bytes(extension)));
        }
        let links = (extension == "html").then(|| Hyperlinks::of(&response.body));
        if let Some(links) = &links {
            self.follow_links(url, links);
            let canonical = page::canonical(url, links).filter(|it| self.covers(it) && *it != *url);
            let is_new = !self.known.contains(url.as_str()) && !self.is_named(url);
            if let Some(canonical) = canonical.filter(|_| is_new) {
                if self.is_kept(&canonical) {
                    return self.refuse(url, Why::SameAs(canonical.into()));
                }
                if !self.copies.contains_key(url.as_str()) {
                    return self.push_after(url, &canonical);
                }
            }
        }
        let file = self.file_for(url, extension);
        match page::read(&file, &response.body, links.as_ref()) {
            Ok(page) => self.keep(url, file, &page, response),
            Err(why) => {
                let target = links.and_then(|links| joined(url, links.refresh.as_deref()?));
                match target.filter(|target| target != url && self.covers(target)) {
                    // A page that only sends browsers on.
                    Some(target) => {
                        self.push(&target);
                        self.refuse(url, Why::LeadsTo(target.into()));
                    }
                    None => self.refuse(url, why),
                }
            }
        }
    }

    /// True if the page at an address is in the corpus.
    fn is_kept(&self, url: &Url) -> bool {
        self.site
            .pages
            .get(url.as_str())
            .is_some_and(|page| self.is_there(page))
    }

    /// The file for a page: the one that it has, or one that no other page has.
    fn file_for(&self, url: &Url, extension: &str) -> String {
        if let Some(known) = self.site.pages.get(url.as_str()) {
            let is_ours = self.path_of(known).is_some();
            if is_ours && known.file.rsplit_once('.').is_some_and(|(_, it)| it == extension) {
                return known.file.clone();
            }
        }
        let (folders, stem) = names(url);
        let file = page_path(&folders, &stem, extension);
        match self.files.get(&file.to_lowercase()) {
            Some(other) if other != url.as_str() => {
                let hash = blake3::hash(url.as_str().as_bytes()).to_hex();
                let short = hash.get(..SHORT_HASH).unwrap_or_default();
                let stem: String = stem.chars().take(SHORT_HASH * 4).collect();
                page_path(&folders, &format!("{stem}-{short}"), extension)
            }
            _ => file,
        }
    }

    fn keep(&mut self, url: &Url, file: String, page: &Page, response: &Response) {
        let known = self
            .site
            .pages
            .get(url.as_str())
            .filter(|known| self.is_there(known))
            .cloned();
        if let Some(known) = &known {
            if known.hash == page.hash && known.file == file {
                return self.confirm(url, Some(response));
            }
            let old = self
                .path_of(known)
                .and_then(|path| read_article(&path, &self.shelf.page(&path)?).ok());
            let has_shrunk = old.is_some_and(|old| page::has_shrunk(&old, &page.article));
            if has_shrunk && !self.is_named(url) {
                return self.refuse(url, Why::Shrunk);
            }
        } else if let Some(twin) = self.twin_of(url, page) {
            if !self.missing.contains(&twin) {
                return self.refuse(url, Why::SameAs(twin));
            }
            // The site has the same text elsewhere and no longer here, so it has moved without a redirect.
            self.missing.retain(|missing| *missing != twin);
            self.moved.push((twin, url.clone(), true));
        }
        let Some(path) = Shelf::path_of(&self.name, &file) else {
            return self.refuse(url, Why::Type(file));
        };
        if let Err(error) = self.shelf.put_page(&path, &response.body) {
            return self.refuse(url, Why::Shelf(error.to_string()));
        }
        let old = known
            .as_ref()
            .filter(|known| known.file != file)
            .and_then(|known| self.path_of(known));
        if let Some(old) = old {
            // If it can't be removed, it stays as an article without an address.
            let _ = self.shelf.remove(&old);
        }
        let outcome = if known.is_some() {
            PageOutcome::Changed
        } else {
            PageOutcome::Added
        };
        self.report.note(url.as_str(), Some(path), outcome);
        self.files.insert(file.to_lowercase(), url.to_string());
        let fetched = Fetched {
            file,
            etag: response.etag(),
            last_modified: response.last_modified(),
            hash: page.hash.clone(),
            fetched: self.settings.now,
            checked: self.settings.now,
            missed: 0,
            missed_on: 0,
        };
        self.site.pages.insert(url.to_string(), fetched);
    }

    /// Another page with the same words, unless it leads to this one.
    fn twin_of(&self, url: &Url, page: &Page) -> Option<String> {
        let leads_here = |other: &str| self.moved.iter().any(|(from, to, _)| from == other && to == url);
        let mut pages = self.site.pages.iter();
        let twin = pages.find(|(other, known)| {
            known.hash == page.hash && *other != url.as_str() && self.is_there(known) && !leads_here(other)
        });
        twin.map(|(other, _)| other.clone())
    }

    /// Notes that the version of a page that is there is the current one.
    fn confirm(&mut self, url: &Url, response: Option<&Response>) {
        self.report.unchanged += 1;
        let now = self.settings.now;
        if let Some(page) = self.site.pages.get_mut(url.as_str()) {
            page.checked = now;
            page.missed = 0;
            if let Some(response) = response {
                page.etag = response.etag();
                page.last_modified = response.last_modified();
            }
        }
    }
}
