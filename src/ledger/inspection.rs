//! Looking at the file without changing a byte of it, nor making one: for whoever wants to know how it is.
//!
//! Who merely reads an SQLite file in WAL mode makes `-wal` and `-shm` beside it, or mends what a crash has left. Hence the
//! two ways of [`open_untouched`]. Not here: opening it to be used (`file`).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::error::LedgerError;
use super::file::{Check, DAMAGED, FILE, LOCK_PATIENCE, check_salt, check_version, io_error};
use super::migrations::VERSION;
use super::stored::Number;

/// How often to look anew because somebody began to write meanwhile.
const RETRIES: usize = 3;

/// How the ledger in a folder is.
#[derive(Debug)]
pub struct Inspection {
    /// The file: `None` if there is none yet; else what it holds, or why it can't be used.
    pub file: Result<Option<Sound>, LedgerError>,
    /// Those that were found damaged and put out of the way, the oldest first.
    pub set_aside: Vec<PathBuf>,
}

/// A file that is as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sound {
    /// Its size, with what waits in `-wal`.
    pub bytes: u64,
    /// How many questions asked in vain it holds.
    pub questions: u64,
    /// How many votes it holds.
    pub votes: u64,
    /// Whether its tables are those of an earlier version of the program, and made new when it is next used.
    pub is_of_earlier_version: bool,
}

/// Looks at the ledger in `folder`. Nothing is written, and nothing mended: a damaged file stays where it is.
pub fn inspect(folder: &Path) -> Inspection {
    Inspection {
        file: look(&folder.join(FILE)),
        set_aside: set_aside_in(folder),
    }
}

fn look(path: &Path) -> Result<Option<Sound>, LedgerError> {
    if !exists(path)? {
        return Ok(None);
    }
    let mut retries = RETRIES;
    loop {
        let has_changes = has_changes(path);
        let looked = look_once(path, has_changes);
        // Where somebody began to write meanwhile, what was read may be half of one state and half of another.
        if retries == 0 || has_changes == self::has_changes(path) {
            return looked.map(Some);
        }
        retries -= 1;
    }
}

fn look_once(path: &Path, has_changes: bool) -> Result<Sound, LedgerError> {
    let connection = open_untouched(path, has_changes)?;
    let version = check_version(&connection, path)?;
    Check::Quick.run(&connection)?;
    let is_of_earlier_version = version < VERSION;
    let count = |table: &str| -> Result<u64, LedgerError> {
        // A file that is new has no tables yet.
        if version == 0 {
            return Ok(0);
        }
        let Number(count) = connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        Ok(count)
    };
    if !is_of_earlier_version {
        check_salt(&connection)?;
    }
    Ok(Sound {
        bytes: size(path) + size(&beside(path, "-wal")),
        questions: count("question")?,
        votes: count("vote")?,
        is_of_earlier_version,
    })
}

/// Opens the file so that nothing in its folder is made, mended or removed by it.
///
/// Without changes that wait beside it, it is taken for one that nobody writes: no lock, no file beside it. With them, what is
/// beside it is read and not written; what a crash has left is put together in memory.
fn open_untouched(path: &Path, has_changes: bool) -> Result<Connection, LedgerError> {
    let how = if has_changes { "readonly_shm=1" } else { "immutable=1" };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(format!("file:{}?mode=ro&{how}", escaped(path)), flags)?;
    connection.busy_timeout(LOCK_PATIENCE)?;
    connection
        .execute_batch("PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")?;
    Ok(connection)
}

/// Whether there are changes beside the file that are not in it yet.
fn has_changes(path: &Path) -> bool {
    ["-wal", "-journal"].iter().any(|end| size(&beside(path, end)) > 0)
}

/// The path as it stands in a URI.
fn escaped(path: &Path) -> String {
    let path = path.to_string_lossy();
    path.replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

fn exists(path: &Path) -> Result<bool, LedgerError> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(true),
        Ok(_) => Err(io_error(path, io::Error::other("it is not a file"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(source) => Err(io_error(path, source)),
    }
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// The files in `folder` that were found damaged and put out of the way, the oldest first.
pub fn set_aside_in(folder: &Path) -> Vec<PathBuf> {
    let begin = format!("{FILE}{DAMAGED}");
    let is_one = |name: &str| {
        let time = name.strip_prefix(&begin);
        time.is_some_and(|time| !time.is_empty() && time.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_str().is_some_and(is_one))
        .map(|entry| entry.path())
        .collect();
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests;
