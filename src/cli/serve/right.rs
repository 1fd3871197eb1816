//! The right to serve with a data folder, which one process has at a time: two would answer every question twice.
//!
//! It is a lock on a file, so it ends with the process, however that ends; the file itself stays.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::Path;
use std::process;

/// The name of the locked file in the data folder.
const LOCK: &str = "serve.lock";

/// Takes the right; it is given up on drop. `None` if the folder can't be locked: the bot answers all the same.
///
/// # Errors
/// The process that has it, in words, if another one has.
pub(in crate::cli) fn to_serve(data: &Path) -> Result<Option<File>, String> {
    match open(data).map(|file| (file.try_lock(), file)) {
        Ok((Ok(()), file)) => {
            // Only the name would be missing.
            let _ = name_holder(&file);
            Ok(Some(file))
        }
        Ok((Err(TryLockError::WouldBlock), _)) => Err(holder(&data.join(LOCK))),
        Ok((Err(TryLockError::Error(error)), _)) | Err(error) => {
            tracing::warn!(%error, "the data folder can't be locked; a second bot with it would not be noticed");
            Ok(None)
        }
    }
}

fn open(data: &Path) -> io::Result<File> {
    fs::create_dir_all(data)?;
    // Until this process has the lock, the file names another one.
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    options.open(data.join(LOCK))
}

fn name_holder(mut file: &File) -> io::Result<()> {
    file.set_len(0)?;
    write!(file, "process {}", process::id())
}

fn holder(path: &Path) -> String {
    let written = fs::read_to_string(path).unwrap_or_default();
    // The holder may have taken the lock without having written its name yet.
    if written.is_empty() {
        "another process".to_owned()
    } else {
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_process_with_the_same_folder_learns_which_one_is_first() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let right = to_serve(&data).unwrap();
        assert!(right.is_some());
        assert_eq!(to_serve(&data).unwrap_err(), format!("process {}", process::id()));
        assert!(to_serve(&folder.path().join("other")).unwrap().is_some());
        drop(right);
        assert!(to_serve(&data).unwrap().is_some(), "the file that stays is no obstacle");
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(to_serve(&folder.path().join("file")).unwrap().is_none());
    }
}
