//! Changes that admins make to the corpus: articles are added, replaced, removed, and brought back.
//!
//! Files from outside may be hostile, two processes may change the corpus at once, and any of them may be killed at any
//! moment. So a name from outside becomes a path only as a [`FileName`](file_name::FileName), or by matching one in
//! the folder; changes are made under a lock, each by one rename or link; and a file that is replaced or removed goes
//! to the trash first. A file gets in only after it was read as the corpus will read it. Not here: the permission to
//! do this, and the index, which finds the changes by itself.
//!
//! Entries of the corpus folder that reading it passes over:
//!
//! ```text
//! .lock                      locked during a change
//! .drafts/ID/NAME            a file that was put aside until somebody decides about it
//! .trash/TIME/PATH           a file that was removed or replaced
//! .unfinished-PROCESS        a file being written; the next change clears away what a crash has left
//! web/.lock                  locked while pages are fetched
//! web/SITE/.pages.json       the addresses of the pages that were fetched from a site
//! ```

mod aside;
mod copied;
mod disk;
mod draft;
mod fetched;
mod file_name;
mod lock;
mod rejected;
#[cfg(test)]
mod tests;
mod trash;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;

use super::archive::is_archive;
use super::folder::ids;
use super::format::Format;
use super::walk::{CorpusError, FolderEntry, SYNONYMS, walk};
use disk::at;
use file_name::is_same_name;

pub use aside::DraftId;
pub use copied::Change;
pub use draft::{Draft, Replaced};
pub use fetched::{FetchLock, page_path, site_folder};
pub use rejected::Rejected;
pub use trash::{TrashId, Trashed};

/// The longest wait for another change to finish. Each takes some milliseconds; a process that takes longer is stuck.
const LOCK_WAIT: Duration = Duration::from_secs(5);

/// The articles of a corpus folder, open to changes.
#[derive(Debug, Clone)]
pub struct Shelf {
    folder: PathBuf,
    wait: Duration,
    may_be_empty: bool,
}

/// The permission for an article to replace an existing one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replacing {
    /// It may not replace one.
    No,
    /// It may; the existing one is kept in the trash.
    Yes,
}

/// The outcome of adding a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Its path within the corpus.
    pub path: String,
    /// The article that it replaced, in the trash. `None` if it replaced none, or if the existing one had the same
    /// bytes and was left alone.
    pub replaced: Option<TrashId>,
}

/// The reason why nothing was changed.
#[derive(Debug, Error)]
pub enum ShelfError {
    /// The corpus cannot be read.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// A file or folder could not be read or written.
    #[error("cannot access {}", path.display())]
    Io {
        /// The path of the file or folder.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// Another process did not finish its change.
    #[error("another process has been changing the articles for {} s", waited.as_secs())]
    Busy {
        /// The time that this process waited.
        waited: Duration,
    },
    /// The corpus would not quote the file.
    #[error("the file {0}")]
    Rejected(#[from] Rejected),
    /// The name is taken.
    #[error("there is already {path}")]
    Exists {
        /// The path within the corpus of the file or folder that has the name.
        path: String,
    },
    /// No article matches the request.
    #[error("no article matches {what:?}")]
    NoArticle {
        /// The text of the request.
        what: String,
    },
    /// The article is in an archive, which is changed as a whole.
    #[error("{path} is in the archive {archive}")]
    InArchive {
        /// Its path, as it was given.
        path: String,
        /// The path of the archive within the corpus.
        archive: String,
    },
    /// More than one article matches the request.
    #[error("several articles match {what:?}")]
    Ambiguous {
        /// The text of the request.
        what: String,
        /// Their paths.
        paths: Vec<String>,
    },
    /// The last article can't be removed: nothing would be left to quote.
    #[error("{path} is the last article")]
    LastArticle {
        /// Its path.
        path: String,
    },
    /// A path from elsewhere doesn't lead to a file of the corpus.
    #[error("{path:?} is not a path within the corpus")]
    Unsafe {
        /// The path.
        path: String,
    },
    /// The draft was discarded, or never put aside.
    #[error("there is no draft {0}")]
    NoDraft(DraftId),
    /// The article was restored, deleted by hand, or never in the trash.
    #[error("nothing in the trash matches {what:?}")]
    NotInTrash {
        /// The text of the request.
        what: String,
    },
}

/// A text that is not the id of a draft or of something in the trash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("is not an id")]
pub struct InvalidId;

/// An entry of a folder that has a certain name.
struct Occupant {
    /// The name as the folder spells it.
    name: String,
    is_folder: bool,
}

impl Shelf {
    /// Opens the shelf for a corpus folder. Reads nothing yet.
    #[must_use]
    pub fn new(corpus_folder: &Path) -> Self {
        Self {
            folder: corpus_folder.to_owned(),
            wait: LOCK_WAIT,
            may_be_empty: false,
        }
    }

    /// The same shelf, from which the last article may be removed, too.
    #[must_use]
    pub fn that_may_be_empty(self) -> Self {
        Self {
            may_be_empty: true,
            ..self
        }
    }

    /// The paths within the corpus of all files that count as articles, and of archives with articles in them, in order.
    /// Some may not be readable.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn articles(&self) -> Result<Vec<String>, ShelfError> {
        Ok(self.entries()?.into_iter().map(|entry| entry.path).collect())
    }

    /// The files of the corpus: path within it, and place on the disk. They are all articles and archives, and the synonyms.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn files(&self) -> Result<Vec<(String, PathBuf)>, ShelfError> {
        let entries = self.entries()?.into_iter().map(|entry| (entry.path, entry.place));
        let synonyms = self.folder.join(SYNONYMS);
        let synonyms = synonyms.is_file().then(|| (SYNONYMS.to_owned(), synonyms));
        Ok(entries.chain(synonyms).collect())
    }

    /// The path of the article that matches `what`: by its path, its id, its file name, or its file name without the
    /// extension. The first of these that any article has counts; case matters only if several match.
    ///
    /// # Errors
    /// [`ShelfError::NoArticle`], [`ShelfError::InArchive`], [`ShelfError::Ambiguous`], or if the folder cannot be read.
    pub fn find(&self, what: &str) -> Result<String, ShelfError> {
        let what = what.trim();
        let paths = self.articles()?;
        let ids = ids(&paths.iter().map(String::as_str).collect::<Vec<_>>());
        let ways: Vec<_> = paths.iter().zip(&ids).map(|(path, id)| way(path, id, what)).collect();
        let Some(first) = ways.iter().flatten().min() else {
            return Err(no_match(what, &paths));
        };
        let goes_by = |(path, way): (&String, &Option<usize>)| (way.as_ref() == Some(first)).then(|| path.clone());
        let mut found: Vec<String> = paths.iter().zip(&ways).filter_map(goes_by).collect();
        if found.len() > 1 {
            return Err(ShelfError::Ambiguous {
                what: what.to_owned(),
                paths: found,
            });
        }
        Ok(found.remove(0))
    }

    /// Makes a draft an article. If the draft was put aside, it stays; discard it only after this has returned.
    ///
    /// # Errors
    /// [`ShelfError::Exists`] if the name has been taken and may not be replaced, or is a folder's;
    /// [`ShelfError::Busy`], or if the folder cannot be written.
    pub fn add(&self, draft: &Draft, replacing: Replacing) -> Result<Added, ShelfError> {
        let _lock = self.lock()?;
        let occupant = occupant(&self.folder, draft.name())?;
        let path = occupant.as_ref().map_or(draft.name(), |there| &there.name).to_owned();
        let target = self.folder.join(&path);
        if let Some(there) = &occupant {
            if there.is_folder || replacing == Replacing::No {
                return Err(ShelfError::Exists { path });
            }
            if disk::has_bytes(&target, draft.bytes()) {
                return Ok(Added { path, replaced: None });
            }
        }
        let replaced = self.place(&path, draft.bytes(), occupant.is_some())?;
        Ok(Added { path, replaced })
    }

    /// Writes a file at `path`, under the lock. If there is one already (`is_there`), it goes to the trash.
    fn place(&self, path: &str, bytes: &[u8], is_there: bool) -> Result<Option<TrashId>, ShelfError> {
        let target = self.folder.join(path);
        let unfinished = self.unfinished();
        let placed = disk::write(&unfinished, bytes).and_then(|()| {
            if !is_there {
                disk::move_to_free(&unfinished, &target)?;
                return Ok(None);
            }
            let kept = self.keep(path)?;
            disk::move_over(&unfinished, &target)?;
            Ok(Some(kept))
        });
        let placed = placed.and_then(|kept| {
            let parent = target.parent().unwrap_or(&self.folder);
            disk::sync_folder(parent).map(|()| kept)
        });
        if placed.is_err() {
            disk::remove_if_possible(&unfinished);
        }
        placed
    }

    /// Writes a file that is not an article. It replaces the one that is there.
    fn write_over(&self, target: &Path, bytes: &[u8]) -> Result<(), ShelfError> {
        let folder = target.parent().unwrap_or(&self.folder);
        disk::make_folder(folder)?;
        let unfinished = self.unfinished();
        let written = disk::write(&unfinished, bytes).and_then(|()| disk::move_over(&unfinished, target));
        if written.is_err() {
            disk::remove_if_possible(&unfinished);
        }
        written.and_then(|()| disk::sync_folder(folder))
    }

    /// The name of a file that is being written. It is in the corpus folder itself, where leftovers are cleared away.
    fn unfinished(&self) -> PathBuf {
        disk::unfinished(&self.folder.join("file"))
    }

    /// The files that count as articles, and archives with articles in them, by path.
    fn entries(&self) -> Result<Vec<FolderEntry>, ShelfError> {
        let (mut entries, _) = walk(&self.folder)?;
        entries.retain(|entry| entry.is_regular && (Format::of(&entry.place).is_some() || is_archive(&entry.place)));
        Ok(entries)
    }
}

/// No article matches `what`; it may be in an archive.
fn no_match(what: &str, paths: &[String]) -> ShelfError {
    let is_around = |path: &&String| {
        let inner = what.strip_prefix(path.as_str());
        is_archive(Path::new(path)) && inner.is_some_and(|inner| inner.starts_with('/'))
    };
    match paths.iter().find(is_around) {
        Some(archive) => ShelfError::InArchive {
            path: what.to_owned(),
            archive: archive.clone(),
        },
        None => ShelfError::NoArticle { what: what.to_owned() },
    }
}

/// The rank of the way in which an article matches `what`, the lower the better; `None` if it does not match.
fn way(path: &str, id: &str, what: &str) -> Option<usize> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let ways = [
        path == what,
        id == what,
        is_same_name(path, what),
        is_same_name(id, what),
        is_same_name(name, what),
        is_same_name(stem, what),
    ];
    ways.iter().position(|&goes_by| goes_by)
}

/// The entry of `folder` with this name: by preference exactly, else as a file system that ignores case would match it.
fn occupant(folder: &Path, name: &str) -> Result<Option<Occupant>, ShelfError> {
    let mut found: Option<Occupant> = None;
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        // The corpus has no names that are not text.
        let Ok(other) = entry.file_name().into_string() else {
            continue;
        };
        if other == name || (found.is_none() && is_same_name(&other, name)) {
            found = Some(Occupant {
                is_folder: entry.path().is_dir(),
                name: other,
            });
        }
    }
    Ok(found)
}
