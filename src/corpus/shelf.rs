//! The corpus as admins change it: articles are added, replaced, removed, and brought back.
//!
//! What comes in may be hostile, two processes may be at it at once, and any of them may be killed at any moment. So a
//! name from outside becomes a path only as a [`FileName`](file_name::FileName), or by being found among those that are
//! there; changes are made under a lock, each by one rename or link; and what is replaced or removed is first of all in
//! the trash. A file is read as the corpus will read it before it gets in. Not here: who may do this, and the index, which finds
//! out by itself.
//!
//! In the corpus folder, passed over when it is read:
//!
//! ```text
//! .lock                      locked by whoever changes something
//! .drafts/ID/NAME            what was put aside until somebody says what becomes of it
//! .trash/TIME/PATH           what was removed or replaced
//! .unfinished-PROCESS        a file being written; the next change clears away what a crash has left
//! ```

mod aside;
mod disguise;
mod disk;
mod draft;
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

use super::folder::ids;
use super::format::Format;
use super::walk::{CorpusError, Entry, walk};
use disk::at;
use file_name::is_same_name;

pub use aside::DraftId;
pub use disguise::Disguise;
pub use draft::{Draft, Replaced};
pub use rejected::Rejected;
pub use trash::{TrashId, Trashed};

/// How long a change waits for another one to be done. Each takes some milliseconds; whoever takes longer is stuck.
const LOCK_WAIT: Duration = Duration::from_secs(5);

/// The articles of a corpus folder, to be changed.
#[derive(Debug, Clone)]
pub struct Shelf {
    folder: PathBuf,
    wait: Duration,
}

/// Whether an article may take the place of one that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replacing {
    /// It may not.
    No,
    /// It may; the one that is there is kept in the trash.
    Yes,
}

/// What became of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Its path within the corpus.
    pub path: String,
    /// Where the one is whose place it took. `None` too where that one was the same to the byte, and was left alone.
    pub replaced: Option<TrashId>,
}

/// Why nothing was changed.
#[derive(Debug, Error)]
pub enum ShelfError {
    /// The corpus cannot be looked at.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// A file or folder could not be read or written.
    #[error("cannot access {}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another process did not finish its change.
    #[error("another process has been changing the articles for {} s", waited.as_secs())]
    Busy {
        /// How long this one waited for it.
        waited: Duration,
    },
    /// The file is none that would be quoted.
    #[error("the file {0}")]
    Rejected(#[from] Rejected),
    /// The name is not free.
    #[error("there is already {path}")]
    Exists {
        /// What has it: a path within the corpus.
        path: String,
    },
    /// No article goes by this.
    #[error("no article matches {what:?}")]
    NoArticle {
        /// What was asked for.
        what: String,
    },
    /// More than one article goes by this.
    #[error("several articles match {what:?}")]
    Ambiguous {
        /// What was asked for.
        what: String,
        /// Their paths.
        paths: Vec<String>,
    },
    /// Nothing would be left to be quoted.
    #[error("{path} is the last article")]
    LastArticle {
        /// Its path.
        path: String,
    },
    /// It was discarded, or never put aside.
    #[error("there is no draft {0}")]
    NoDraft(DraftId),
    /// It was restored, deleted by hand, or never there.
    #[error("nothing in the trash matches {what:?}")]
    NotInTrash {
        /// What was asked for.
        what: String,
    },
}

/// A text that is no id of a draft, or of something in the trash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("is not an id")]
pub struct InvalidId;

/// What has a name in a folder.
struct Occupant {
    /// The name as it is written there.
    name: String,
    is_folder: bool,
}

impl Shelf {
    /// The shelf that is the corpus folder. Nothing is looked at yet.
    #[must_use]
    pub fn new(corpus_folder: &Path) -> Self {
        Self {
            folder: corpus_folder.to_owned(),
            wait: LOCK_WAIT,
        }
    }

    /// The paths within the corpus of all files that count as articles, in order. Whether they can be read as such is
    /// another matter.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn articles(&self) -> Result<Vec<String>, ShelfError> {
        Ok(self.entries()?.into_iter().map(|entry| entry.path).collect())
    }

    /// The path of the article that goes by `what`: its path, its id, the name of its file, or that without its extension; the
    /// first of these that any article has, and case makes a difference only if it must.
    ///
    /// # Errors
    /// [`ShelfError::NoArticle`], [`ShelfError::Ambiguous`], or if the folder cannot be read.
    pub fn find(&self, what: &str) -> Result<String, ShelfError> {
        let what = what.trim();
        let paths = self.articles()?;
        let ids = ids(&paths.iter().map(String::as_str).collect::<Vec<_>>());
        let ways: Vec<_> = paths.iter().zip(&ids).map(|(path, id)| way(path, id, what)).collect();
        let Some(first) = ways.iter().flatten().min() else {
            return Err(ShelfError::NoArticle { what: what.to_owned() });
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

    /// Makes a draft an article. The draft stays, if it was put aside: only when this has come back may it be discarded.
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
        let unfinished = disk::unfinished(&target);
        let added = disk::write(&unfinished, draft.bytes()).and_then(|()| {
            if occupant.is_none() {
                disk::move_to_free(&unfinished, &target)?;
                return Ok(None);
            }
            let kept = self.keep(&path)?;
            disk::move_over(&unfinished, &target)?;
            Ok(Some(kept))
        });
        let added = added.and_then(|replaced| disk::sync_folder(&self.folder).map(|()| replaced));
        if added.is_err() {
            disk::remove_if_possible(&unfinished);
        }
        Ok(Added { path, replaced: added? })
    }

    /// The files that count as articles, by path.
    fn entries(&self) -> Result<Vec<Entry>, ShelfError> {
        let (mut entries, _) = walk(&self.folder)?;
        entries.retain(|entry| entry.is_regular && Format::of(&entry.place).is_some());
        Ok(entries)
    }
}

/// In which of the ways an article goes by `what`, if it does: the smaller, the better.
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

/// What has `name` in `folder`, if anything has: by preference exactly, else as a file system that knows no case would see it.
fn occupant(folder: &Path, name: &str) -> Result<Option<Occupant>, ShelfError> {
    let mut found: Option<Occupant> = None;
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        // A name that is not text is none of ours.
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
