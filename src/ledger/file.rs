//! The file of SQLite: opening it, checking it, and moving it out of the way if it is damaged.
//!
//! A file is never deleted, and only ever opened through SQLite: closing any other descriptor of it would release the
//! locks that SQLite holds on it in this process.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::LedgerError;
use super::migrations::{VERSION, migrate, version};

/// The name of the file in its folder. Beside it, while it is open, are `-wal` and `-shm`.
pub const FILE: &str = "verbatim.sqlite";

/// The suffix after [`FILE`] in the name of a damaged file; the time follows.
pub(super) const DAMAGED: &str = ".damaged-";

/// The longest wait for another process's lock.
pub(super) const LOCK_PATIENCE: Duration = Duration::from_secs(1);
const LOCK_POLL: Duration = Duration::from_millis(20);

/// The maximum size of the file, 1 GiB in pages of 4 KiB: some millions of questions. A flood of more must not fill the
/// disk.
pub(super) const MAX_PAGES: u32 = 262_144;

/// The file, open.
#[derive(Debug)]
pub(super) struct SqliteFile {
    pub(super) connection: Connection,
    path: PathBuf,
    inode: (u64, u64),
}

/// Opens the file in `folder`, and makes both if they are missing. A damaged file is renamed, never deleted:
/// `verbatim.sqlite.damaged-` and the time. A new one takes its place. Returns the new path of the old one, too.
///
/// # Errors
/// [`LedgerError::Newer`] if a later version of the program wrote it; [`LedgerError::Locked`] after about a second;
/// any other if it cannot be made, read or written.
pub(super) fn open(folder: &Path, max_pages: u32) -> Result<(SqliteFile, Option<PathBuf>), LedgerError> {
    fs::create_dir_all(folder).map_err(|source| io_error(folder, source))?;
    let path = folder.join(FILE);
    match open_unlocked(&path, max_pages) {
        Err(LedgerError::Damaged(_)) => {
            let aside = set_aside(&path, DAMAGED)?;
            // Log it here, so that it is in the log no matter which command opens the file.
            tracing::error!(path = %aside.display(), "the ledger was damaged; it was moved out of the way, and a new one was created");
            Ok((open_unlocked(&path, max_pages)?, Some(aside)))
        }
        opened => Ok((opened?, None)),
    }
}

/// Opens the file, waiting for a lock. SQLite itself doesn't wait when two processes make the file at once.
fn open_unlocked(path: &Path, max_pages: u32) -> Result<SqliteFile, LedgerError> {
    let started = Instant::now();
    loop {
        match SqliteFile::open(path, max_pages) {
            Err(LedgerError::Locked) if started.elapsed() < LOCK_PATIENCE => thread::sleep(LOCK_POLL),
            opened => return opened,
        }
    }
}

impl SqliteFile {
    fn open(path: &Path, max_pages: u32) -> Result<Self, LedgerError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(LOCK_PATIENCE)?;
        // Closing the file must not write to it before it is known to be sound and a ledger.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        let found = check_version(&connection, path)?;
        check_integrity(&connection)?;
        if found > 0 {
            // Nothing is to be migrated that isn't a ledger.
            check_salt(&connection)?;
        }
        // On a file system that doesn't support it, SQLite keeps a rollback journal, which is slower and just as safe.
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        // Temporary files would hold the text of questions, outside the folder.
        connection.execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
             PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;",
        )?;
        connection.pragma_update_and_check(None, "max_page_count", max_pages, |_| Ok(()))?;
        migrate(&mut connection)?;
        check_salt(&connection)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            inode: inode(path).map_err(|source| io_error(path, source))?,
        })
    }

    /// Ensures that the next write goes to the file at this path, and the next read comes from the disk. Without this,
    /// deleting or overwriting an open file would go unnoticed.
    ///
    /// # Errors
    /// [`LedgerError::Gone`] if the file is no longer there.
    pub(super) fn ensure_in_place(&self) -> Result<(), LedgerError> {
        if inode(&self.path).ok() != Some(self.inode) {
            return Err(LedgerError::Gone(self.path.clone()));
        }
        Ok(self.connection.execute_batch("PRAGMA shrink_memory")?)
    }

    /// Runs the checks of opening a file again.
    ///
    /// # Errors
    /// [`LedgerError::Gone`] if the file is no longer there; [`LedgerError::Damaged`] with the first fault found.
    pub(super) fn check(&self) -> Result<(), LedgerError> {
        self.ensure_in_place()?;
        check_integrity(&self.connection)
    }

    /// Closes a file that has failed without writing to it: changes that wait in `-wal` stay there.
    pub(super) fn abandon(self) {
        // If even this fails, closing proceeds as usual.
        let _ = self
            .connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    }

    /// Rewrites the file and truncates the log of changes. Returns true if both were possible. `secure_delete` alone
    /// would leave copies that SQLite made while moving rows within a page.
    pub(super) fn wipe(&self) -> Result<bool, LedgerError> {
        self.connection.execute_batch("VACUUM")?;
        let is_busy: bool = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(!is_busy)
    }
}

/// Returns the version of the file.
///
/// # Errors
/// [`LedgerError::Newer`] if a later version of the program wrote it.
pub(super) fn check_version(connection: &Connection, path: &Path) -> Result<i64, LedgerError> {
    let found = version(connection)?;
    if found > VERSION {
        return Err(LedgerError::Newer {
            path: path.to_owned(),
            found,
            known: VERSION,
        });
    }
    Ok(found)
}

/// Checks that the file, whose version is not 0, is a ledger.
///
/// # Errors
/// [`LedgerError::Damaged`] if it is a sound database of something else.
pub(super) fn check_salt(connection: &Connection) -> Result<(), LedgerError> {
    connection
        .query_row("SELECT salt FROM secret", [], |_| Ok(()))
        .map_err(|error| match LedgerError::from(error) {
            LedgerError::Sqlite(error) => LedgerError::Damaged(error.to_string()),
            error => error,
        })
}

/// Checks that tables and indexes are sound and agree.
///
/// # Errors
/// [`LedgerError::Damaged`] with the first fault found.
pub(super) fn check_integrity(connection: &Connection) -> Result<(), LedgerError> {
    let verdict: String = connection.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(LedgerError::Damaged(verdict))
    }
}

/// Identifies the file at a path by its device and inode.
fn inode(path: &Path) -> io::Result<(u64, u64)> {
    let metadata = fs::metadata(path)?;
    Ok((metadata.dev(), metadata.ino()))
}

/// Renames the file and those that belong to it, so that SQLite still recognizes them as one database. `suffix` and the
/// time follow the name.
pub(super) fn set_aside(path: &Path, suffix: &str) -> Result<PathBuf, LedgerError> {
    let now = unix_now();
    let aside = (now..now + MAX_ASIDE)
        .map(|second| with_suffix(path, &format!("{suffix}{second}")))
        .find(|aside| fs::symlink_metadata(aside).is_err())
        .ok_or_else(|| io_error(path, io::ErrorKind::AlreadyExists.into()))?;
    // Rename the main file last: until then, the remaining files still belong to it.
    for end in ["-wal", "-shm", ""] {
        let (from, to) = (with_suffix(path, end), with_suffix(&aside, end));
        match fs::rename(&from, &to) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            renamed => renamed.map_err(|source| io_error(&from, source))?,
        }
    }
    Ok(aside)
}

/// Writes the log of changes of a file that was renamed while it was open into the file, and removes it. If that can't be
/// done, both stay, and belong together.
pub(super) fn settle(path: &Path) {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if let Ok(connection) = Connection::open_with_flags(path, flags) {
        let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }
}

/// The number of names to try for a damaged file.
const MAX_ASIDE: u64 = 1000;

/// Appends a suffix to the file name.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The current time in seconds since 1970, as the ledger stores times.
pub fn unix_now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs()
}

pub(super) fn io_error(path: &Path, source: io::Error) -> LedgerError {
    LedgerError::Io {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests;
