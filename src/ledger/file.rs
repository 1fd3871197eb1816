//! The file: opening it, telling whether it is sound, and putting it out of the way if it is not.
//!
//! A file is never deleted, and never opened but through SQLite: whoever closes any descriptor of it would let go of the
//! locks that SQLite holds on it in this process.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::LedgerError;
use super::migrations::{VERSION, migrate, version};
use super::purge::Purge;

/// The name of the file in its folder. Beside it, while it is open, are `-wal` and `-shm`.
pub const FILE: &str = "verbatim.sqlite";

/// What the name of one that was found damaged goes on with; behind it stands the time.
pub(super) const DAMAGED: &str = ".damaged-";

/// How long another process's lock is waited for.
pub(super) const LOCK_PATIENCE: Duration = Duration::from_secs(1);
const LOCK_POLL: Duration = Duration::from_millis(20);

/// The file grows no larger than 1 GiB (pages of 4 KiB): some millions of questions. What would be more is a flood, and
/// must not fill the disk.
pub(super) const MAX_PAGES: u32 = 262_144;

/// What is kept, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Whether questions are kept in words. If not, no text of one is written; what is in the file already stays.
    pub stores_questions: bool,
    /// For how long questions and votes are kept; `None` keeps them forever.
    pub keep: Option<Duration>,
}

/// The ledger, open.
#[derive(Debug)]
pub struct Ledger {
    pub(super) connection: Connection,
    pub(super) options: Options,
    /// Whether something was deleted, and its bytes may still be there.
    pub(super) must_wipe: bool,
    path: PathBuf,
    identity: Identity,
}

/// A ledger that could be opened.
#[derive(Debug)]
pub struct Opened {
    /// The ledger.
    pub ledger: Ledger,
    /// Where the file is now that was found damaged, if one was; then the ledger is new and empty.
    pub set_aside: Option<PathBuf>,
}

/// How to open a file.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    pub(super) folder: PathBuf,
    pub(super) options: Options,
    pub(super) max_pages: u32,
}

/// How thoroughly a file is checked before it is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    /// In time that grows with the file's size.
    Quick,
    /// Indexes are held against their tables too: for a file that has failed already.
    Full,
}

impl Ledger {
    /// Opens the file in `folder`, and makes both if they are missing. What has been kept for long enough is deleted
    /// first.
    ///
    /// A file that is damaged is renamed, never deleted: `verbatim.sqlite.damaged-` and the time. A new one takes its
    /// place.
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
        opening.open(Check::Quick)
    }

    /// Makes sure that the next read comes from the file: that it still is where it was, and that nothing of it is
    /// taken from memory. Else, who overwrites or deletes it would go unnoticed for as long as it is open.
    ///
    /// # Errors
    /// [`LedgerError::Gone`] if the file is not there any more.
    pub(super) fn look_again(&self) -> Result<(), LedgerError> {
        if Identity::of(&self.path).ok() != Some(self.identity) {
            return Err(LedgerError::Gone(self.path.clone()));
        }
        Ok(self.connection.execute_batch("PRAGMA shrink_memory")?)
    }

    /// Checks the file as it is checked when it is opened.
    ///
    /// # Errors
    /// [`LedgerError::Damaged`] with what is wrong first.
    pub(super) fn check(&self, check: Check) -> Result<(), LedgerError> {
        check.run(&self.connection)
    }

    /// Deletes what has been kept for long enough.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(super) fn apply_retention(&mut self) -> Result<(), LedgerError> {
        if let Some(keep) = self.options.keep
            && (self.must_wipe || self.has_older_than(keep)?)
        {
            self.purge(Purge::OlderThan(keep))?;
        }
        Ok(())
    }

    /// Closes it without touching the file: what waits in `-wal` stays there. For a file that has failed.
    pub(super) fn abandon(self) {
        // If even this fails, closing does what it always does.
        let _ = self
            .connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    }
}

impl Opening {
    pub(super) fn open(&self, check: Check) -> Result<Opened, LedgerError> {
        fs::create_dir_all(&self.folder).map_err(|source| io_error(&self.folder, source))?;
        let path = self.folder.join(FILE);
        let (mut ledger, set_aside) = match self.open_unlocked(&path, check) {
            Err(LedgerError::Damaged(_)) => {
                let aside = set_aside(&path)?;
                // Here and not where it is opened: whoever finds it, the log has it.
                tracing::error!(path = %aside.display(), "the ledger was damaged; it was renamed, and a new one begun");
                (self.open_unlocked(&path, Check::Quick)?, Some(aside))
            }
            opened => (opened?, None),
        };
        ledger.apply_retention()?;
        Ok(Opened { ledger, set_aside })
    }

    /// Where two make the file at once, SQLite tells one of them that it is locked, without waiting.
    fn open_unlocked(&self, path: &Path, check: Check) -> Result<Ledger, LedgerError> {
        let started = Instant::now();
        loop {
            match self.open_file(path, check) {
                Err(LedgerError::Locked) if started.elapsed() < LOCK_PATIENCE => thread::sleep(LOCK_POLL),
                opened => return opened,
            }
        }
    }

    fn open_file(&self, path: &Path, check: Check) -> Result<Ledger, LedgerError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(LOCK_PATIENCE)?;
        // Until it is known to be sound and ours, closing it must not write to it.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        check_version(&connection, path)?;
        check.run(&connection)?;
        // On a file system that cannot do it, SQLite stays with a journal, which is slower and no less safe.
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        // Temporary files would hold texts, and outside of the folder.
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
            identity: Identity::of(path).map_err(|source| io_error(path, source))?,
        })
    }
}

/// That the file is not of a later version of the program; which one it is of.
///
/// # Errors
/// [`LedgerError::Newer`] if it is.
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

/// That the file, whose tables are those of today, is a ledger.
///
/// # Errors
/// [`LedgerError::Damaged`] if it is sound and no ledger.
pub(super) fn check_salt(connection: &Connection) -> Result<(), LedgerError> {
    connection
        .query_row("SELECT salt FROM secret", [], |_| Ok(()))
        .map_err(|error| match LedgerError::from(error) {
            LedgerError::Sqlite(error) => LedgerError::Damaged(error.to_string()),
            error => error,
        })
}

impl Check {
    pub(super) fn run(self, connection: &Connection) -> Result<(), LedgerError> {
        let pragma = match self {
            Self::Quick => "quick_check",
            Self::Full => "integrity_check",
        };
        let verdict: String = connection.pragma_query_value(None, pragma, |row| row.get(0))?;
        if verdict == "ok" {
            Ok(())
        } else {
            Err(LedgerError::Damaged(verdict))
        }
    }
}

/// Which file a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Identity(u64, u64);

impl Identity {
    fn of(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            Self(metadata.dev(), metadata.ino())
        };
        // Elsewhere an open file cannot be replaced.
        #[cfg(not(unix))]
        let identity = Self(u64::from(metadata.is_file()), 0);
        Ok(identity)
    }
}

/// Renames the file and what belongs to it, so that SQLite would still take them for parts of one another.
fn set_aside(path: &Path) -> Result<PathBuf, LedgerError> {
    let with = |path: &Path, end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let now = unix_now();
    let aside = (now..now + MAX_ASIDE)
        .map(|second| with(path, &format!("{DAMAGED}{second}")))
        .find(|aside| fs::symlink_metadata(aside).is_err())
        .ok_or_else(|| io_error(path, io::ErrorKind::AlreadyExists.into()))?;
    // The file goes last: as long as it is there, what is left of the others is still its own.
    for end in ["-wal", "-shm", ""] {
        let (from, to) = (with(path, end), with(&aside, end));
        match fs::rename(&from, &to) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            renamed => renamed.map_err(|source| io_error(&from, source))?,
        }
    }
    Ok(aside)
}

/// How many names are tried for a file that is set aside.
const MAX_ASIDE: u64 = 1000;

/// Seconds since 1970.
pub(super) fn unix_now() -> u64 {
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
