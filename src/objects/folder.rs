//! Objects as files: `LIBRARY/KEY`, with a folder for each part of the key.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::ObjectsError;

/// The beginning of the names of files that are being written.
const UNFINISHED: &str = ".unfinished-";

/// The folder of a library.
pub(super) fn of(folder: &Path, library: u64) -> PathBuf {
    folder.join(library.to_string())
}

pub(super) fn put_new(folder: &Path, key: &str, bytes: &[u8]) -> Result<bool, ObjectsError> {
    let path = folder.join(key);
    if path.exists() {
        return Ok(false);
    }
    let parent = path.parent().unwrap_or(folder);
    write_new(parent, &path, bytes).map_err(at(&path))
}

/// The name never stands for half an object, whatever happens to this process.
fn write_new(parent: &Path, path: &Path, bytes: &[u8]) -> io::Result<bool> {
    fs::create_dir_all(parent)?;
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(parent)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Ok(_) => fs::File::open(parent)?.sync_all().map(|()| true),
        Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(refused) => Err(refused.error),
    }
}

pub(super) fn get(folder: &Path, key: &str) -> Result<Option<Vec<u8>>, ObjectsError> {
    let path = folder.join(key);
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(&path)(error)),
    }
}

pub(super) fn list(folder: &Path) -> Result<Vec<String>, ObjectsError> {
    let mut keys = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            // There is no object yet, or somebody deletes one just now.
            Err(error)
                if error
                    .io_error()
                    .is_some_and(|error| error.kind() == io::ErrorKind::NotFound) =>
            {
                continue;
            }
            Err(error) => return Err(at(folder)(error.into())),
        };
        let is_object = entry.file_type().is_file() && !entry.file_name().to_string_lossy().starts_with(UNFINISHED);
        let key = entry.path().strip_prefix(folder).ok().and_then(Path::to_str);
        keys.extend(key.filter(|_| is_object).map(str::to_owned));
    }
    Ok(keys)
}

pub(super) fn delete(folder: &Path, key: &str) -> Result<(), ObjectsError> {
    let path = folder.join(key);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(&path)(error)),
        _ => Ok(()),
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> ObjectsError + use<> {
    let path = path.to_owned();
    move |source| ObjectsError::Io { path, source }
}
