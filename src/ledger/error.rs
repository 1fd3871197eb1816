//! What can go wrong with the file.

use std::io;
use std::path::PathBuf;

use rusqlite::ErrorCode;
use thiserror::Error;

/// Why the ledger could not be opened, read or written.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// A file or folder could not be made, renamed or looked at.
    #[error("cannot access {}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A later version of the program wrote the file. Nothing in it was touched.
    #[error("{} has version {found}, and this program knows versions up to {known} only", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The latest version that can be read.
        known: i64,
    },
    /// Another process kept it locked for longer than is waited for.
    #[error("it is locked by another process")]
    Locked,
    /// The disk is full, or the file has grown as large as it may.
    #[error("there is no room left")]
    Full,
    /// What is in the file makes no sense.
    #[error("it is damaged: {0}")]
    Damaged(String),
    /// The file is no longer where it was opened.
    #[error("{} was moved or deleted while it was open", .0.display())]
    Gone(PathBuf),
    /// The operating system gave no random numbers for the salt.
    #[error("there are no random numbers: {0}")]
    Random(String),
    /// Anything else that SQLite reports.
    #[error("SQLite failed: {0}")]
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Locked,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            _ => Self::Sqlite(error),
        }
    }
}
