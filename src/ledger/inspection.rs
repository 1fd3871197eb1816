//! Looks at the ledger for `verbatim check`, without changing or creating anything.
//!
//! Even a reader of an SQLite file in WAL mode creates `-wal` and `-shm` next to it, or repairs what a crash left. If
//! `verbatim check` ran as another user, the bot could not use those files. Hence the two modes of [`open_untouched`].
//! Not here: opening the file to use it (`file`).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, OpenFlags};

use super::error::LedgerError;
use super::file::{DAMAGED, FILE, LOCK_PATIENCE, check_integrity, check_salt, check_version, io_error, with_suffix};
use super::migrations::VERSION;
use super::settings::ServerSettings;
use super::shared::SharedLedger;
use super::storage::Storage;
use super::stored::Number;
use crate::database::SharedDatabase;

/// The contents of a sound file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contents {
    /// The number of unanswered questions.
    pub questions: u64,
    /// The number of votes.
    pub votes: u64,
    /// The number of servers that chose places for unasked answers.
    pub unasked_servers: u64,
    /// True if an earlier version of the program made the tables. The next use migrates them.
    pub is_of_earlier_version: bool,
}

/// The servers that chose places for unasked answers.
const UNASKED: &str = "server WHERE json_valid(settings) AND json_array_length(settings, '$.unasked_in') > 0";

/// Looks at a ledger; `None` if it does not exist yet. Writes and repairs nothing: a damaged file keeps its name.
///
/// # Errors
/// The reason why it can't be used.
pub fn inspect(storage: &Storage) -> Result<Option<Contents>, LedgerError> {
    match storage {
        Storage::Folder(folder) => inspect_file(folder),
        Storage::Shared { database, library } => inspect_shared(database, *library),
    }
}

fn inspect_shared(database: &Arc<SharedDatabase>, library: u64) -> Result<Option<Contents>, LedgerError> {
    let Some((ledger, is_of_earlier_version)) = SharedLedger::find(database, library)? else {
        return Ok(None);
    };
    ledger.read(|snapshot| {
        let settings: Vec<String> = snapshot.rows("SELECT settings FROM server", &[], |row| row.get(0))?;
        let wants_unasked = |settings: &&String| {
            let settings: Result<ServerSettings, _> = serde_json::from_str(settings);
            settings.is_ok_and(|settings| !settings.unasked_in.is_empty())
        };
        let mut count = |of: &str| -> Result<u64, LedgerError> {
            let Number(count) = snapshot.only(&format!("SELECT count(*) FROM {of}"), &[])?;
            Ok(count)
        };
        Ok(Some(Contents {
            questions: count("question")?,
            votes: count("vote")?,
            unasked_servers: settings.iter().filter(wants_unasked).count() as u64,
            is_of_earlier_version,
        }))
    })
}

fn inspect_file(folder: &Path) -> Result<Option<Contents>, LedgerError> {
    let path = folder.join(FILE);
    if !exists(&path)? {
        return Ok(None);
    }
    // The first look may see half of one state and half of another, if a process writes in the meantime.
    look(&path).or_else(|_| look(&path)).map(Some)
}

fn look(path: &Path) -> Result<Contents, LedgerError> {
    let connection = open_untouched(path)?;
    let version = check_version(&connection, path)?;
    check_integrity(&connection)?;
    if version > 0 {
        check_salt(&connection)?;
    }
    let is_of_earlier_version = version < VERSION;
    let count = |of: &str| -> Result<u64, LedgerError> {
        let Number(count) = connection.query_row(&format!("SELECT count(*) FROM {of}"), [], |row| row.get(0))?;
        Ok(count)
    };
    // A new file has no tables yet, and an earlier version of the tables had no settings.
    let count_from = |first: i64, of: &str| if version < first { Ok(0) } else { count(of) };
    Ok(Contents {
        questions: count_from(1, "question")?,
        votes: count_from(1, "vote")?,
        unasked_servers: count_from(3, UNASKED)?,
        is_of_earlier_version,
    })
}

/// Opens the file so that nothing in its folder is created, repaired or removed.
///
/// Without pending changes next to it, the file is opened as immutable: no lock, no other file. With pending changes,
/// their files are read but not written, and a crashed transaction is recovered in memory.
fn open_untouched(path: &Path) -> Result<Connection, LedgerError> {
    let mode = if has_changes(path) {
        "readonly_shm=1"
    } else {
        "immutable=1"
    };
    let escaped = path
        .to_string_lossy()
        .replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(format!("file:{escaped}?mode=ro&{mode}"), flags)?;
    connection.busy_timeout(LOCK_PATIENCE)?;
    connection
        .execute_batch("PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    Ok(connection)
}

/// True if changes next to the file are not yet in it.
fn has_changes(path: &Path) -> bool {
    ["-wal", "-journal"]
        .iter()
        .any(|end| fs::metadata(with_suffix(path, end)).is_ok_and(|metadata| metadata.len() > 0))
}

fn exists(path: &Path) -> Result<bool, LedgerError> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(true),
        Ok(_) => Err(io_error(path, io::Error::other("it is not a file"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(source) => Err(io_error(path, source)),
    }
}

/// The damaged files in `folder` that were renamed, oldest first.
pub fn set_aside_in(folder: &Path) -> Vec<PathBuf> {
    let prefix = format!("{FILE}{DAMAGED}");
    let is_set_aside = |name: &str| {
        let time = name.strip_prefix(&prefix);
        time.is_some_and(|time| !time.is_empty() && time.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_str().is_some_and(is_set_aside))
        .map(|entry| entry.path())
        .collect();
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests;
