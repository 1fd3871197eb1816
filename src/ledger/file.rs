//! The file: opening it, checking it, and moving it out of the way if it is damaged.
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

/// Options for what is stored, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// True if the text of questions is stored. Turning it off leaves the text that is already in the file.
    pub stores_questions: bool,
    /// The time for which questions and votes are kept; `None` keeps them forever.
    pub keep: Option<Duration>,
}

/// The ledger, open.
#[derive(Debug)]
pub struct Ledger {
    pub(super) connection: Connection,
    pub(super) options: Options,
    /// True if the bytes of deleted rows may still be in the file.
    pub(super) must_wipe: bool,
    path: PathBuf,
    inode: (u64, u64),
}

/// A ledger that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The ledger.
    pub ledger: Ledger,
    /// The new path of the old file, if that was damaged; the ledger is then new and empty.
    pub set_aside: Option<PathBuf>,
}

/// Everything that is needed to open a file, and to open it again.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    pub(super) folder: PathBuf,
    pub(super) options: Options,
    pub(super) max_pages: u32,
}

impl Ledger {
    /// Opens the file in `folder`, and makes both if they are missing. Entries older than `options` allow are deleted
    /// first.
    ///
    /// A damaged file is renamed, never deleted: `verbatim.sqlite.damaged-` and the time. A new one takes its place.
    ///
    /// # Errors
    /// [`LedgerError::Newer`] if a later version of the program wrote it; [`LedgerError::Locked`] after about a second;
    /// any other if it cannot be made, read or written.
    pub fn open(folder: &Path, options: Options) -> Result<Opened, LedgerError> {
        let opening = Opening {
            folder: folder.to_owned(),
            options,
            max_pages: MAX_PAGES,
        };
        opening.open()
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
}

impl Opening {
    pub(super) fn open(&self) -> Result<Opened, LedgerError> {
        fs::create_dir_all(&self.folder).map_err(|source| io_error(&self.folder, source))?;
        let path = self.folder.join(FILE);
        let (mut ledger, set_aside) = match self.open_unlocked(&path) {
            Err(LedgerError::Damaged(_)) => {
                let aside = set_aside(&path)?;
                // Log it here, so that it is in the log no matter which command opens the file.
                tracing::error!(path = %aside.display(), "the ledger was damaged; it was moved out of the way, and a new one was created");
                (self.open_unlocked(&path)?, Some(aside))
            }
            opened => (opened?, None),
        };
        ledger.apply_retention()?;
        Ok(Opened { ledger, set_aside })
    }

    /// Opens the file, waiting for a lock. SQLite itself doesn't wait when two processes make the file at once.
    fn open_unlocked(&self, path: &Path) -> Result<Ledger, LedgerError> {
        let started = Instant::now();
        loop {
            match self.open_file(path) {
                Err(LedgerError::Locked) if started.elapsed() < LOCK_PATIENCE => thread::sleep(LOCK_POLL),
                opened => return opened,
            }
        }
    }

    fn open_file(&self, path: &Path) -> Result<Ledger, LedgerError> {
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
        connection.pragma_update_and_check(None, "max_page_count", self.max_pages, |_| Ok(()))?;
        migrate(&mut connection)?;
        check_salt(&connection)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        Ok(Ledger {
            connection,
            options: self.options,
            must_wipe: false,
            path: path.to_owned(),
            inode: inode(path).map_err(|source| io_error(path, source))?,
        })
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

/// Renames the file and those that belong to it, so that SQLite still recognizes them as one database.
fn set_aside(path: &Path) -> Result<PathBuf, LedgerError> {
    let now = unix_now();
    let aside = (now..now + MAX_ASIDE)
        .map(|second| with_suffix(path, &format!("{DAMAGED}{second}")))
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
