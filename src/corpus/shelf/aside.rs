//! Drafts that are put aside on disk until somebody decides about them, so that a restart in between loses none.
//!
//! Each draft has a folder of its own, named by its id. It is checked again when it is taken out: much may have
//! changed.

use std::fmt;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use super::disk::{UNFINISHED, at, make_folder, sync_folder, write};
use super::{Draft, InvalidId, Rejected, Shelf, ShelfError};
use crate::corpus::folder::read_bytes;
use crate::corpus::walk::check_folder;

const DRAFTS: &str = ".drafts";

/// The id of a draft, written as 16 hexadecimal digits in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DraftId(u64);

impl fmt::Display for DraftId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for DraftId {
    type Err = InvalidId;

    /// Accepts the written form of [`DraftId`] and nothing else, so that nothing else can reach a path.
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        if text.len() != 16 || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(InvalidId);
        }
        u64::from_str_radix(text, 16).map(Self).map_err(|_| InvalidId)
    }
}

impl Shelf {
    /// Puts a draft aside.
    ///
    /// # Errors
    /// If the folder cannot be written.
    pub fn put_aside(&self, draft: &Draft) -> Result<DraftId, ShelfError> {
        check_folder(&self.folder)?;
        let drafts = self.folder.join(DRAFTS);
        make_folder(&drafts)?;
        // The system seeds each hasher differently: no two drafts, and no two processes, share an id.
        let id = DraftId(RandomState::new().hash_one((SystemTime::now(), draft.name())));
        let unfinished = drafts.join(format!("{UNFINISHED}{id}"));
        make_folder(&unfinished)?;
        let folder = drafts.join(id.to_string());
        let written = write(&unfinished.join(draft.name()), draft.bytes())
            .and_then(|()| sync_folder(&unfinished))
            .and_then(|()| fs::rename(&unfinished, &folder).map_err(at(&folder)));
        if written.is_err() {
            // If this fails, the rest is deleted along with the old drafts.
            let _ = fs::remove_dir_all(&unfinished);
        }
        written?;
        sync_folder(&drafts)?;
        Ok(id)
    }

    /// Reads and checks again a draft that was put aside. The name under which it was first handed in is no longer
    /// known.
    ///
    /// # Errors
    /// [`ShelfError::NoDraft`], whatever [`Shelf::check`] finds, or if it cannot be read.
    pub fn draft(&self, id: DraftId) -> Result<Draft, ShelfError> {
        let folder = self.draft_folder(id);
        let files = match fs::read_dir(&folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(ShelfError::NoDraft(id)),
            files => files.map_err(at(&folder))?,
        };
        for file in files {
            let file = file.map_err(at(&folder))?;
            let is_file = file.file_type().is_ok_and(|file_type| file_type.is_file());
            let Ok(name) = file.file_name().into_string() else {
                continue;
            };
            if is_file && !name.starts_with('.') {
                let bytes = read_bytes(&file.path()).map_err(|reason| Rejected::LeftOut { reason, line: None })?;
                return self.check(&name, bytes);
            }
        }
        // A crash interrupted the discarding of this draft.
        Err(ShelfError::NoDraft(id))
    }

    /// Discards a draft. Returns true if it existed.
    ///
    /// # Errors
    /// If it cannot be deleted.
    pub fn discard(&self, id: DraftId) -> Result<bool, ShelfError> {
        delete(&self.draft_folder(id))
    }

    /// Discards the drafts that were put aside longer ago than `age`. Returns their number.
    ///
    /// # Errors
    /// If they cannot be found or deleted.
    pub fn discard_old(&self, age: Duration) -> Result<usize, ShelfError> {
        let drafts = self.folder.join(DRAFTS);
        let entries = match fs::read_dir(&drafts) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
            entries => entries.map_err(at(&drafts))?,
        };
        let mut discarded = 0;
        for entry in entries {
            let entry = entry.map_err(at(&drafts))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_draft = name.parse::<DraftId>().is_ok();
            let is_folder = entry.file_type().is_ok_and(|file_type| file_type.is_dir());
            // Other files are not this program's to delete.
            if !is_folder || !(is_draft || name.starts_with(UNFINISHED)) {
                continue;
            }
            // If somebody is discarding it just now, or the clock was set back, it is not old.
            let put_aside = entry.metadata().and_then(|metadata| metadata.modified());
            let is_old = put_aside.is_ok_and(|time| time.elapsed().is_ok_and(|elapsed| elapsed >= age));
            if is_old && delete(&entry.path())? && is_draft {
                discarded += 1;
            }
        }
        Ok(discarded)
    }

    fn draft_folder(&self, id: DraftId) -> PathBuf {
        self.folder.join(DRAFTS).join(id.to_string())
    }
}

/// Deletes a folder. Returns true if it existed.
fn delete(folder: &Path) -> Result<bool, ShelfError> {
    match fs::remove_dir_all(folder) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(at(folder)(error)),
    }
}
