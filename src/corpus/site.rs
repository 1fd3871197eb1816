//! The pages that were fetched from a site, with their addresses: the file `.pages.json` in the site's folder.
//!
//! Reading the corpus takes only the addresses from it. Not here: fetching (`web`), and changes of the file (`shelf`).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::problem::Reason;
use super::walk::{leads_out, relative};

/// The folder of the corpus with a folder for each site.
pub(super) const WEB: &str = "web";

/// The file in a site's folder. Its name begins with a dot, so the walk passes it over.
pub(super) const PAGES: &str = ".pages.json";

/// The most bytes of such a file that are read; a site of 2,000 pages has a hundredth of them.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The pages that were fetched from a site, and what is needed to fetch them again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// The addresses that somebody asked for.
    pub starts: BTreeSet<String>,
    /// When the fetch began that has not ended yet, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun: Option<u64>,
    /// When the site was last fetched as a whole, or tried to be, in seconds since 1970.
    #[serde(default)]
    pub tried: u64,
    /// The pages by address.
    pub pages: BTreeMap<String, Fetched>,
}

/// A page that was fetched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetched {
    /// The path of its file within the site's folder.
    pub file: String,
    /// The server's name for this version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// When it last changed, as the server puts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// The hash of its words, in hex.
    pub hash: String,
    /// When this version was fetched, in seconds since 1970.
    pub fetched: u64,
    /// When the site last said that this is the current version, in seconds since 1970.
    pub checked: u64,
    /// The number of days on which it was missing; 0 once it is there again.
    #[serde(default)]
    pub missed: u8,
    /// The last of these days, counted from 1970.
    #[serde(default)]
    pub missed_on: u64,
}

/// The files with the pages of all sites in a corpus folder, in order.
pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(sites) = fs::read_dir(folder.join(WEB)) else {
        return Vec::new();
    };
    let files = sites.flatten().map(|site| site.path().join(PAGES));
    let mut files: Vec<PathBuf> = files.filter(|file| file.is_file()).collect();
    files.sort();
    files
}

/// Reads such a file.
pub(super) fn read(file: &Path) -> Result<Site, Reason> {
    let mut bytes = Vec::new();
    let opened = fs::File::open(file);
    let all = opened.and_then(|opened| opened.take(MAX_BYTES).read_to_end(&mut bytes));
    all.map_err(|error| Reason::Unreadable(error.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|_| Reason::BrokenSite)
}

/// The address of each fetched page by its path within the corpus, and the files that can't be read.
pub(super) fn addresses(folder: &Path) -> (HashMap<String, String>, Vec<(String, Reason)>) {
    let (mut addresses, mut damaged) = (HashMap::new(), Vec::new());
    let root = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    for file in files(folder) {
        let path = relative(&file, folder);
        if leads_out(&file, &root) {
            damaged.push((path, Reason::LinkOutside));
            continue;
        }
        match read(&file) {
            Ok(site) => {
                let site_folder = path.strip_suffix(PAGES).unwrap_or_default();
                let pages = site.pages.into_iter();
                let is_web = |(url, _): &(String, Fetched)| url.starts_with("https://") || url.starts_with("http://");
                addresses.extend(
                    pages
                        .filter(is_web)
                        .map(|(url, page)| (format!("{site_folder}{}", page.file), url)),
                );
            }
            Err(reason) => damaged.push((path, reason)),
        }
    }
    (addresses, damaged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Listing;

    #[test]
    fn a_page_has_the_address_that_it_was_fetched_from_unless_it_names_one() {
        let corpus = tempfile::tempdir().unwrap();
        let web = corpus.path().join("web/a.example");
        fs::create_dir_all(&web).unwrap();
        fs::write(web.join("a.txt"), "The lake opens at six.").unwrap();
        let own = "<link rel=canonical href=https://a.example/own><p>The lake opens at six.";
        fs::write(web.join("b.html"), own).unwrap();
        let list = || Listing::read(corpus.path()).unwrap();
        let before = list().hashes();
        let page = |file: &str, checked| Fetched {
            file: file.to_owned(),
            checked,
            ..Fetched::default()
        };
        let write = |checked| {
            let pages = [("https://a.example/a", "a.txt"), ("https://a.example/b", "b.html")];
            let site = Site {
                pages: pages.map(|(url, file)| (url.to_owned(), page(file, checked))).into(),
                ..Site::default()
            };
            fs::write(web.join(PAGES), serde_json::to_vec(&site).unwrap()).unwrap();
        };
        write(1);
        let after = list().hashes();
        assert_ne!(before, after, "the index has to be built again");
        write(2);
        assert_eq!(after, list().hashes(), "only the addresses count");
        let corpus_of = list().into_corpus(|_, _| ());
        let urls: Vec<_> = corpus_of
            .articles
            .into_iter()
            .map(|article| article.metadata.url)
            .collect();
        let wanted = ["https://a.example/a", "https://a.example/own"];
        assert_eq!(urls, wanted.map(|url| Some(url.to_owned())));

        fs::write(web.join(PAGES), "{").unwrap();
        let problems = list().into_corpus(|_, _| ()).problems;
        assert_eq!(problems[0].path, "web/a.example/.pages.json");
        assert_eq!(problems[0].reason, Reason::BrokenSite);
    }
}
