//! Pages from the web: their files in the corpus, and the file with their addresses.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use super::disk::{self, at, make_folder};
use super::file_name::{self, safe_folder};
use super::{Added, Rejected, Shelf, ShelfError};
use crate::corpus::format::Format;
use crate::corpus::site::{self, PAGES, Site, WEB};
use crate::corpus::walk::check_folder;

const LOCK: &str = ".lock";

/// The right to fetch pages; dropping it gives it up.
#[derive(Debug)]
pub struct FetchLock {
    _file: File,
}

/// The name of the folder for the site `host`.
#[must_use]
pub fn site_folder(host: &str) -> String {
    safe_folder(&host.replace([':', '[', ']'], "_"))
}

/// The path within its site's folder for a page, of the names of the folders above it and its own.
#[must_use]
pub fn page_path(folders: &[String], stem: &str, extension: &str) -> String {
    file_name::page_path(folders, stem, extension)
}

impl Shelf {
    /// Takes the right to fetch pages, which one process has at a time; `None` if another one has it.
    ///
    /// # Errors
    /// If the corpus folder cannot be read or written.
    pub fn lock_fetching(&self) -> Result<Option<FetchLock>, ShelfError> {
        check_folder(&self.folder)?;
        let web = self.folder.join(WEB);
        make_folder(&web)?;
        let path = web.join(LOCK);
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(at(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(FetchLock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(at(&path)(source)),
        }
    }

    /// The names of the folders of all sites that were fetched, in order.
    #[must_use]
    pub fn sites(&self) -> Vec<String> {
        let name = |file: &Path| Some(file.parent()?.file_name()?.to_str()?.to_owned());
        let files = site::files(&self.folder);
        files.iter().filter_map(|file| name(file)).collect()
    }

    /// The pages of a site; no pages if none were fetched.
    ///
    /// # Errors
    /// If the file with them is damaged or cannot be read.
    pub fn site(&self, name: &str) -> Result<Site, ShelfError> {
        let file = self.folder.join(WEB).join(safe_folder(name)).join(PAGES);
        if !file.exists() {
            return Ok(Site::default());
        }
        site::read(&file).map_err(|reason| Rejected::LeftOut { reason, line: None }.into())
    }

    /// Saves the pages of a site.
    ///
    /// # Errors
    /// [`ShelfError::Busy`], or if the folder cannot be written.
    pub fn save_site(&self, name: &str, site: &Site) -> Result<(), ShelfError> {
        let _lock = self.lock()?;
        let file = self.folder.join(WEB).join(safe_folder(name)).join(PAGES);
        let bytes = serde_json::to_vec_pretty(site).map_err(|error| at(&file)(error.into()))?;
        self.write_over(&file, &bytes)
    }

    /// The path within the corpus of a site's file; `None` unless `file` is a path that [`page_path`] may have made.
    #[must_use]
    pub fn path_of(site: &str, file: &str) -> Option<String> {
        let (folders, name) = file.rsplit_once('/').unwrap_or(("", file));
        let folders: Vec<String> = folders
            .split('/')
            .filter(|it| !it.is_empty())
            .map(str::to_owned)
            .collect();
        let (stem, extension) = name.rsplit_once('.')?;
        let is_safe = Format::of(Path::new(name)).is_some() && page_path(&folders, stem, extension) == file;
        is_safe.then(|| format!("{WEB}/{}/{file}", safe_folder(site)))
    }

    /// True if a page is in the corpus.
    #[must_use]
    pub fn has_page(&self, path: &str) -> bool {
        self.folder.join(path).is_file()
    }

    /// The bytes of a page; `None` if it is not there.
    #[must_use]
    pub fn page(&self, path: &str) -> Option<Vec<u8>> {
        crate::corpus::folder::read_bytes(&self.folder.join(path)).ok()
    }

    /// Writes a page at a path of [`Shelf::path_of`]. A version that is there goes to the trash.
    ///
    /// # Errors
    /// [`ShelfError::Busy`], [`ShelfError::Exists`] if a folder has the name, or if the folder cannot be written.
    pub fn put_page(&self, path: &str, bytes: &[u8]) -> Result<Added, ShelfError> {
        let _lock = self.lock()?;
        let target = self.folder.join(path);
        make_folder(target.parent().unwrap_or(&self.folder))?;
        let path = path.to_owned();
        if target.is_dir() {
            return Err(ShelfError::Exists { path });
        }
        if disk::has_bytes(&target, bytes) {
            return Ok(Added { path, replaced: None });
        }
        let replaced = self.place(&path, bytes, target.symlink_metadata().is_ok())?;
        Ok(Added { path, replaced })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Listing;

    #[test]
    fn a_page_is_written_where_the_corpus_counts_it_and_its_last_version_is_kept() {
        let corpus = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(corpus.path());
        for folders in [
            vec![],
            vec!["guide_files".to_owned(), "..".to_owned(), "a/b".to_owned()],
        ] {
            let file = page_path(&folders, ".con\u{202e}fig?", "html");
            let path = Shelf::path_of("a.example", &file).unwrap();
            for text in ["<p>The lake opens at six.", "<p>The lake opens at seven."] {
                shelf.put_page(&path, text.as_bytes()).unwrap();
                assert_eq!(shelf.page(&path).unwrap(), text.as_bytes());
            }
            assert!(
                Listing::read(corpus.path())
                    .unwrap()
                    .hashes()
                    .iter()
                    .any(|it| it.0 == path),
                "{path}"
            );
        }
        assert_eq!(shelf.trash().unwrap().len(), 2);
        for file in [
            "../a.html",
            "/a.html",
            "a//b.html",
            ".a.html",
            "a.exe",
            "a",
            "x_files/a.html",
        ] {
            assert_eq!(Shelf::path_of("a.example", file), None, "{file}");
        }
    }

    #[test]
    fn one_process_fetches_at_a_time() {
        let corpus = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(corpus.path());
        let lock = shelf.lock_fetching().unwrap();
        assert!(lock.is_some() && shelf.lock_fetching().unwrap().is_none());
        drop(lock);
        assert!(shelf.lock_fetching().unwrap().is_some());
        assert!(Listing::read(corpus.path()).unwrap().hashes().is_empty());
    }
}
