//! The corpus as another replica has it: its files by path, and changes that were made elsewhere.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::{Shelf, ShelfError, disk};
use crate::corpus::site::{self, PAGES, WEB};
use crate::corpus::walk::is_hidden;

/// A change to a file of the corpus that was made elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The file has these bytes now.
    Written(Vec<u8>),
    /// The file is gone.
    Removed,
}

impl Shelf {
    /// All that makes up the corpus, by path within it, with its place on the disk: its [`Shelf::files`], and the
    /// addresses of fetched pages.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn copied_files(&self) -> Result<Vec<(String, PathBuf)>, ShelfError> {
        let mut files = self.files()?;
        for place in site::files(&self.folder) {
            let path = place.strip_prefix(&self.folder).ok().and_then(Path::to_str);
            files.extend(path.map(|path| (path.to_owned(), place.clone())));
        }
        Ok(files)
    }

    /// Makes changes that were made elsewhere. An article that is replaced or removed goes to the trash here, too.
    ///
    /// # Errors
    /// [`ShelfError::Unsafe`] if a path leads anywhere but to a file of the corpus: nothing is changed then.
    /// [`ShelfError::Busy`], or if the folder cannot be written: some changes may have been made then.
    pub fn follow(&self, changes: &[(String, Change)]) -> Result<(), ShelfError> {
        if let Some((path, _)) = changes.iter().find(|(path, _)| !is_of_corpus(path)) {
            return Err(ShelfError::Unsafe { path: path.clone() });
        }
        disk::make_folder(&self.folder)?;
        let _lock = self.lock()?;
        for (path, change) in changes {
            let target = self.folder.join(path);
            match change {
                Change::Written(bytes) if path.ends_with(PAGES) => self.write_over(&target, bytes)?,
                Change::Written(bytes) => {
                    disk::make_folder(target.parent().unwrap_or(&self.folder))?;
                    if !disk::has_bytes(&target, bytes) {
                        self.place(path, bytes, target.symlink_metadata().is_ok())?;
                    }
                }
                Change::Removed if !target.exists() => {}
                Change::Removed => {
                    if !path.ends_with(PAGES) {
                        self.keep(path)?;
                    }
                    fs::remove_file(&target).map_err(disk::at(&target))?;
                    disk::sync_folder(target.parent().unwrap_or(&self.folder))?;
                }
            }
        }
        Ok(())
    }
}

/// True for a path within the corpus that reading it would not pass over, and for the addresses of a site.
fn is_of_corpus(path: &str) -> bool {
    let mut names = Path::new(path).components().map(|part| match part {
        Component::Normal(name) => name.to_str().filter(|name| !is_hidden(name) || *name == PAGES),
        _ => None,
    });
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let is_of_site = folders.strip_prefix(WEB).is_some_and(|site| site.len() > 1);
    !path.is_empty() && names.all(|name| name.is_some()) && (name != PAGES || is_of_site) && !folders.contains(PAGES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_made_and_what_they_replace_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let corpus = folder.path().join("corpus");
        let shelf = Shelf::new(&corpus);
        let written = |path: &str, text: &str| (path.to_owned(), Change::Written(text.into()));
        let removed = |path: &str| (path.to_owned(), Change::Removed);
        shelf
            .follow(&[
                written("a.md", "one"),
                written("b/c.md", "two"),
                written("web/d.example/.pages.json", "{}"),
                removed("e.md"),
            ])
            .unwrap();
        shelf
            .follow(&[
                written("a.md", "three"),
                removed("b/c.md"),
                written("synonyms.txt", "car = auto"),
                written("web/d.example/.pages.json", "{\"pages\":{}}"),
            ])
            .unwrap();
        let files: Vec<_> = shelf.copied_files().unwrap();
        let paths: Vec<_> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["a.md", "synonyms.txt", "web/d.example/.pages.json"]);
        assert_eq!(fs::read_to_string(&files[0].1).unwrap(), "three");
        let mut trash: Vec<_> = shelf.trash().unwrap().into_iter().map(|kept| kept.path).collect();
        trash.sort();
        assert_eq!(trash, ["a.md", "b/c.md"]);
        shelf.follow(&[written("a.md", "three")]).unwrap();
        assert_eq!(shelf.trash().unwrap().len(), 2, "nothing has changed");
    }

    #[test]
    fn no_path_leads_out_of_the_corpus() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(folder.path());
        for path in [
            "",
            "../a.md",
            "/a.md",
            "a/../../b.md",
            ".trash/a.md",
            ".lock",
            ".pages.json",
            "web/.pages.json",
            "web/a/.pages.json/b.md",
        ] {
            let change = (path.to_owned(), Change::Written(b"x".to_vec()));
            let refused = shelf.follow(&[("ok.md".to_owned(), Change::Removed), change]);
            assert!(matches!(refused, Err(ShelfError::Unsafe { .. })), "{path}");
        }
        assert_eq!(shelf.copied_files().unwrap(), []);
    }
}
