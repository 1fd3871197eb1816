//! Changes the corpus folder so that changes last, and never overwrites an existing file.
//!
//! Not here: the choice and the order of changes, and the permission for them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::ShelfError;

/// The beginning of the names of files that are being written.
pub(super) const UNFINISHED: &str = ".unfinished-";

/// Writes a new file; its name lasts once the folder is synced.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), ShelfError> {
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
    written.map_err(at(path))
}

/// Makes a folder and its parents, and syncs them.
pub(super) fn make_folder(path: &Path) -> Result<(), ShelfError> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        make_folder(parent)?;
        match fs::create_dir(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && path.is_dir() => {}
            made => made.map_err(at(path))?,
        }
        sync_folder(parent)?;
    }
    Ok(())
}

/// Syncs a folder, so that the names in it last. Only Unix lets a folder be opened for this.
pub(super) fn sync_folder(path: &Path) -> Result<(), ShelfError> {
    if cfg!(unix) {
        File::open(path)
            .and_then(|folder| folder.sync_all())
            .map_err(at(path))?;
    }
    Ok(())
}

/// Syncs the folders of two paths, the new one first: if only one of them succeeds, there are two names rather than
/// none.
pub(super) fn sync_folders_of(new: &Path, old: &Path) -> Result<(), ShelfError> {
    for path in [new, old] {
        path.parent().map_or(Ok(()), sync_folder)?;
    }
    Ok(())
}

/// Gives a file a second name, or copies it where the file system has no links. Never overwrites an existing file.
pub(super) fn duplicate(from: &Path, to: &Path) -> Result<(), ShelfError> {
    match fs::hard_link(from, to) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(at(to)(error)),
        Ok(()) => Ok(()),
        // The file system has no links, the paths are on two file systems, or the file belongs to somebody else.
        Err(_) => copy(from, to),
    }
}

/// Moves a file to a name that is free. A crash may leave it with both names.
pub(super) fn move_to_free(from: &Path, to: &Path) -> Result<(), ShelfError> {
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from).map_err(at(from)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(at(to)(error)),
        Err(_) if fs::symlink_metadata(to).is_ok() => Err(at(to)(ErrorKind::AlreadyExists.into())),
        Err(_) => move_over(from, to),
    }
}

/// Moves a file to a name that may be taken; the name never disappears in between.
pub(super) fn move_over(from: &Path, to: &Path) -> Result<(), ShelfError> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {
            copy(from, to)?;
            fs::remove_file(from).map_err(at(from))
        }
        renamed => renamed.map_err(at(to)),
    }
}

/// Copies a file under an unfinished name first, so that its own name never stands for half a file.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), ShelfError> {
    let unfinished = unfinished(to);
    let copied = fs::copy(from, &unfinished)
        .and_then(|_| File::open(&unfinished)?.sync_all())
        .and_then(|()| fs::rename(&unfinished, to));
    if copied.is_err() {
        remove_if_possible(&unfinished);
    }
    copied.map_err(at(from))
}

/// The unfinished name beside a path. Only the holder of the lock may use it.
pub(super) fn unfinished(path: &Path) -> PathBuf {
    path.with_file_name(format!("{UNFINISHED}{}", std::process::id()))
}

/// Deletes leftovers, which do no harm if they stay.
pub(super) fn remove_if_possible(path: &Path) {
    let _ = fs::remove_file(path);
}

/// True if a file has exactly these bytes; false if it can't be read.
pub(super) fn has_bytes(path: &Path, bytes: &[u8]) -> bool {
    let is_as_long = |metadata: fs::Metadata| metadata.is_file() && metadata.len() == bytes.len() as u64;
    fs::metadata(path).is_ok_and(is_as_long) && fs::read(path).is_ok_and(|read| read == bytes)
}

/// Adds to an error the path where it occurred.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> ShelfError + use<> {
    let path = path.to_owned();
    move |source| ShelfError::Io { path, source }
}
