//! Durable writes: the bytes of a file, and separately the names in a folder.
//!
//! Not here: which files are written, and in which order.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use super::error::{StoreError, io_error};

/// Writes a whole file. Its name is durable once the folder is synced.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    File::create(path)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .map_err(|source| io_error(path, source))
}

/// Renames a file or folder. The new name is durable once the folder is synced.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(|source| io_error(to, source))
}

/// Makes the names in a folder durable. Only Unix allows to open a folder for this.
pub(super) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    if cfg!(unix) {
        File::open(path)
            .and_then(|folder| folder.sync_all())
            .map_err(|source| io_error(path, source))?;
    }
    Ok(())
}
