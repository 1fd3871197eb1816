//! The articles that were removed or replaced, and the way to bring them back.
//!
//! Each change adds a folder to the trash, named by the time, in which the file has the path that it had in the corpus.
//! Nothing here empties the trash: people do.

use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use walkdir::{DirEntry, WalkDir};

use super::disk::{self, UNFINISHED, at, make_folder, move_over, move_to_free};
use super::file_name::is_same_name;
use super::{InvalidId, Shelf, ShelfError, occupant};
use crate::corpus::folder::read_bytes;
use crate::corpus::format::Format;
use crate::corpus::walk::{FolderEntry, companion, relative};

const TRASH: &str = ".trash";

/// The id of something in the trash: the time it got there, in milliseconds since 1970, written with 13 digits. No two
/// share one, and later ones are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrashId(u64);

/// Something in the trash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trashed {
    /// The id.
    pub id: TrashId,
    /// The path within the corpus that it had, with "/" between its parts.
    pub path: String,
    /// The time when it was removed or replaced.
    pub removed_at: SystemTime,
    /// The size in bytes.
    pub bytes: u64,
}

impl fmt::Display for TrashId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:013}", self.0)
    }
}

impl FromStr for TrashId {
    type Err = InvalidId;

    /// Accepts the written form of [`TrashId`] and nothing else, so that nothing else can reach a path.
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        if text.len() != 13 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(InvalidId);
        }
        text.parse().map(Self).map_err(|_| InvalidId)
    }
}

impl Shelf {
    /// Moves the article at `path`, as [`Shelf::find`] gives it, to the trash.
    ///
    /// # Errors
    /// [`ShelfError::NoArticle`], [`ShelfError::LastArticle`] if no other article can be quoted and one has to be left,
    /// [`ShelfError::Busy`], or if the folder cannot be written.
    pub fn remove(&self, path: &str) -> Result<Trashed, ShelfError> {
        let _lock = self.lock()?;
        let (removed, others): (Vec<_>, Vec<_>) = self.entries()?.into_iter().partition(|entry| entry.path == path);
        let Some(entry) = removed.first() else {
            return Err(ShelfError::NoArticle { what: path.to_owned() });
        };
        // Losing a file that can't be quoted does no harm.
        if !self.may_be_empty && is_quotable(entry) && !others.iter().any(is_quotable) {
            return Err(ShelfError::LastArticle { path: path.to_owned() });
        }
        let (id, slot) = self.new_slot(&entry.place)?;
        // Without its page, the files that a browser saved beside it would be taken for articles. So they go along, and
        // first.
        if let Some(beside) = companion(&entry.place) {
            let kept = self.in_slot(&slot, &beside);
            fs::rename(&beside, &kept).map_err(at(&kept))?;
        }
        let kept = self.in_slot(&slot, &entry.place);
        move_over(&entry.place, &kept)?;
        disk::sync_folders_of(&kept, &entry.place)?;
        Ok(trashed(id, &slot, &kept))
    }

    /// Lists the trash, newest first. A path may have several versions.
    ///
    /// # Errors
    /// If the trash cannot be read.
    pub fn trash(&self) -> Result<Vec<Trashed>, ShelfError> {
        let mut all = Vec::new();
        for id in self.slots()? {
            let slot = self.slot(id);
            // A folder without a file was left by a crash or by somebody's hand.
            all.extend(first_file(&slot).map(|kept| trashed(id, &slot, &kept)));
        }
        Ok(all)
    }

    /// Brings something back to its old place. Returns its path within the corpus.
    ///
    /// # Errors
    /// [`ShelfError::Exists`] if the place is taken again, [`ShelfError::NotInTrash`], [`ShelfError::Busy`], or if the
    /// folder cannot be written.
    pub fn restore(&self, id: TrashId) -> Result<String, ShelfError> {
        let _lock = self.lock()?;
        let slot = self.slot(id);
        let kept = first_file(&slot).ok_or_else(|| ShelfError::NotInTrash { what: id.to_string() })?;
        let target = self.out_of_slot(&slot, &kept);
        let path = relative(&target, &self.folder);
        let parent = target.parent().unwrap_or(&self.folder);
        make_folder(parent)?;
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        if let Some(there) = occupant(parent, &name)? {
            let path = relative(&parent.join(there.name), &self.folder);
            return Err(ShelfError::Exists { path });
        }
        let beside = companion(&kept);
        move_to_free(&kept, &target)?;
        if let Some(beside) = beside {
            // If such a folder exists again, this one stays in the trash.
            let target = self.out_of_slot(&slot, &beside);
            if fs::symlink_metadata(&target).is_err() {
                fs::rename(&beside, &target).map_err(at(&target))?;
            }
        }
        disk::sync_folders_of(&target, &kept)?;
        clear(&slot);
        Ok(path)
    }

    /// Brings back the newest item of the trash that had this path. Returns its path within the corpus.
    ///
    /// # Errors
    /// As [`Shelf::restore`].
    pub fn restore_newest(&self, path: &str) -> Result<String, ShelfError> {
        let path = path.trim();
        let all = self.trash()?;
        let exact = all.iter().find(|trashed| trashed.path == path);
        let newest = exact.or_else(|| all.iter().find(|trashed| is_same_name(&trashed.path, path)));
        match newest {
            Some(trashed) => self.restore(trashed.id),
            None => Err(ShelfError::NotInTrash { what: path.to_owned() }),
        }
    }

    /// Puts the file at `path` into the trash too, and leaves it in its place.
    pub(super) fn keep(&self, path: &str) -> Result<TrashId, ShelfError> {
        let place = self.folder.join(path);
        let (id, slot) = self.new_slot(&place)?;
        let kept = self.in_slot(&slot, &place);
        disk::duplicate(&place, &kept)?;
        kept.parent().map_or(Ok(()), disk::sync_folder)?;
        Ok(id)
    }

    /// Makes a folder in the trash for the file at `place`.
    pub(super) fn new_slot(&self, place: &Path) -> Result<(TrashId, PathBuf), ShelfError> {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = u64::try_from(since_1970.as_millis()).unwrap_or(u64::MAX);
        // Two may come in one millisecond, and clocks are set back.
        let newest = self.slots()?.first().map_or(0, |newest| newest.0 + 1);
        let id = TrashId(now.max(newest));
        let slot = self.slot(id);
        let kept = self.in_slot(&slot, place);
        make_folder(kept.parent().unwrap_or(&slot))?;
        Ok((id, slot))
    }

    /// The ids in the trash, newest first, including those of empty folders.
    fn slots(&self) -> Result<Vec<TrashId>, ShelfError> {
        let trash = self.folder.join(TRASH);
        let entries = match fs::read_dir(&trash) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(at(&trash))?,
        };
        let mut ids = Vec::new();
        for entry in entries {
            let name = entry.map_err(at(&trash))?.file_name();
            ids.extend(name.to_str().and_then(|name| name.parse::<TrashId>().ok()));
        }
        ids.sort_unstable_by(|a, b| b.cmp(a));
        Ok(ids)
    }

    pub(super) fn slot(&self, id: TrashId) -> PathBuf {
        self.folder.join(TRASH).join(id.to_string())
    }

    /// The path in a folder of the trash for the file at `place` in the corpus.
    fn in_slot(&self, slot: &Path, place: &Path) -> PathBuf {
        slot.join(place.strip_prefix(&self.folder).unwrap_or(place))
    }

    fn out_of_slot(&self, slot: &Path, kept: &Path) -> PathBuf {
        self.folder.join(kept.strip_prefix(slot).unwrap_or(kept))
    }

    /// Deletes the remains of interrupted changes from the trash: empty folders and parts of copies.
    pub(super) fn clear_cut_short(&self) -> Result<(), ShelfError> {
        for id in self.slots()? {
            clear(&self.slot(id));
        }
        Ok(())
    }
}

fn trashed(id: TrashId, slot: &Path, kept: &Path) -> Trashed {
    Trashed {
        id,
        path: relative(kept, slot),
        removed_at: UNIX_EPOCH + Duration::from_millis(id.0),
        bytes: fs::metadata(kept).map_or(0, |metadata| metadata.len()),
    }
}

/// The main file of a folder of the trash. The files saved beside a page come after the page.
fn first_file(slot: &Path) -> Option<PathBuf> {
    WalkDir::new(slot)
        .min_depth(1)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        // Links are not followed: the trash is another place, so a relative link may lead somewhere else or nowhere.
        .find(|entry| !entry.file_type().is_dir() && !is_unfinished(entry))
        .map(DirEntry::into_path)
}

/// Deletes the unfinished files in a folder of the trash, and then the folder itself if only folders are left in it.
fn clear(slot: &Path) {
    for entry in WalkDir::new(slot)
        .contents_first(true)
        .into_iter()
        .filter_map(Result::ok)
    {
        if entry.file_type().is_dir() {
            // This fails, as it should, if the folder still has something in it.
            let _ = fs::remove_dir(entry.path());
        } else if is_unfinished(&entry) {
            disk::remove_if_possible(entry.path());
        }
    }
}

fn is_unfinished(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with(UNFINISHED)
}

/// True if a file is read as an article.
fn is_quotable(entry: &FolderEntry) -> bool {
    Format::of(&entry.place).is_some_and(|format| {
        read_bytes(&entry.place).is_ok_and(|bytes| format.read(&bytes, &entry.path, &entry.path).is_ok())
    })
}
