//! Errors of the ledger's file.

use std::io;
use std::path::PathBuf;

use rusqlite::ErrorCode;
use thiserror::Error;

use crate::database::DatabaseError;

/// The ledger could not be opened, read or written.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// A file or folder could not be created, renamed or read.
    #[error("cannot access {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// A later version of the program wrote the file. It was left alone.
    #[error("{} has version {found}, but this program only knows versions up to {known}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The latest version that this program knows.
        known: i64,
    },
    /// Another process kept it locked for too long.
    #[error("it is locked by another process")]
    Locked,
    /// The disk is full, or the file has reached its maximum size.
    #[error("there is no space left")]
    Full,
    /// The file is corrupt, or is not a ledger.
    #[error("it is damaged: {0}")]
    Damaged(String),
    /// The file is no longer at the path where it was opened.
    #[error("{} was moved or deleted while it was open", .0.display())]
    Gone(PathBuf),
    /// The operating system provided no random numbers for the salt.
    #[error("the system provides no random numbers: {0}")]
    Random(String),
    /// The database can't be reached or used.
    #[error(transparent)]
    Database(DatabaseError),
    /// The ledger was removed from the database while it was open.
    #[error("it was removed from the database while it was open")]
    Removed,
    /// The ledger to move into is not empty.
    #[error("there is a ledger with other entries already")]
    NotEmpty,
    /// The copy is not equal to the original. It was thrown away.
    #[error("the copy was not equal to the original, and was thrown away")]
    NotMoved,
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

impl From<DatabaseError> for LedgerError {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Locked => Self::Locked,
            DatabaseError::Full => Self::Full,
            error => Self::Database(error),
        }
    }
}

impl From<postgres::Error> for LedgerError {
    fn from(error: postgres::Error) -> Self {
        DatabaseError::from(error).into()
    }
}
