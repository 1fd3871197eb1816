//! The lock that lets one process change the articles at a time.
//!
//! Held through the file's descriptor, so it ends with the process however that ends. The file itself stays, and not in
//! the trash, which people may empty by hand. Reading needs no lock: whatever changes, changes at once.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use super::disk::{UNFINISHED, at, remove_if_possible};
use super::{Shelf, ShelfError};
use crate::corpus::walk::check_folder;

const LOCK: &str = ".lock";
const POLL: Duration = Duration::from_millis(20);

/// The right to change the articles; dropping it gives it up.
#[derive(Debug)]
pub(super) struct ShelfLock {
    _file: File,
}

impl Shelf {
    /// Takes the lock, and clears away the remains of changes that were cut short.
    pub(super) fn lock(&self) -> Result<ShelfLock, ShelfError> {
        check_folder(&self.folder)?;
        let path = self.folder.join(LOCK);
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(at(&path))?;
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(source)) => return Err(at(&path)(source)),
                Err(TryLockError::WouldBlock) => {}
            }
            let left = self.wait.saturating_sub(started.elapsed());
            if left.is_zero() {
                return Err(ShelfError::Busy { waited: self.wait });
            }
            thread::sleep(left.min(POLL));
        }
        self.clear_leftovers()?;
        self.clear_cut_short()?;
        Ok(ShelfLock { _file: file })
    }

    fn clear_leftovers(&self) -> Result<(), ShelfError> {
        for entry in fs::read_dir(&self.folder).map_err(at(&self.folder))?.flatten() {
            // These files are written under the lock alone, so the process that wrote this one is gone.
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                remove_if_possible(&entry.path());
            }
        }
        Ok(())
    }
}
