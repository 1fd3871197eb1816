//! Writing so that it lasts: the bytes of a file, and apart from them the names in a folder.
//!
//! Not here: what is written, and in which order.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use super::error::{StoreError, io_error};

/// Writes a whole file; its name lasts once the folder is synced.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    File::create(path)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .map_err(|source| io_error(path, source))
}

/// Lasts once the folder is synced.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(|source| io_error(to, source))
}

/// Makes names in a folder last. Only Unix lets a folder be opened for it.
pub(super) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        File::open(path)
            .and_then(|folder| folder.sync_all())
            .map_err(|source| io_error(path, source))?;
    }
    Ok(())
}
