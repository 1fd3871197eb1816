//! Errors of the ledger's file.

use std::io;
use std::path::PathBuf;

use postgres::error::SqlState;
use rusqlite::ErrorCode;
use thiserror::Error;

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
    /// The setting doesn't name a database: a clause about why, without the address.
    #[error("VERBATIM_DATABASE doesn't name a database: {0}")]
    Address(String),
    /// The database can't be reached.
    #[error("the database can't be reached: {0}")]
    Unreachable(String),
    /// PostgreSQL would not keep the libraries of this role apart.
    #[error(
        "the role {0} is a superuser or bypasses row security, so PostgreSQL would not keep libraries apart; let VERBATIM_DATABASE name a role of its own (docs/running.md)"
    )]
    Unguarded(String),
    /// The database can't hold every text.
    #[error("the database has the encoding {0}, which can't hold every text; create one with ENCODING 'UTF8'")]
    Encoding(String),
    /// A later version of the program made the tables. They were left alone.
    #[error("the database has version {found}, but this program only knows versions up to {known}")]
    NewerDatabase {
        /// Its version.
        found: i64,
        /// The latest version that this program knows.
        known: i64,
    },
    /// The ledger was removed from the database while it was open.
    #[error("it was removed from the database while it was open")]
    Removed,
    /// The ledger to move into is not empty.
    #[error("there is a ledger with other entries already")]
    NotEmpty,
    /// The copy is not equal to the original. It was thrown away.
    #[error("the copy was not equal to the original, and was thrown away")]
    NotMoved,
    /// Anything else that PostgreSQL reports.
    #[error("PostgreSQL failed: {0}")]
    Postgres(String),
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

impl From<postgres::Error> for LedgerError {
    fn from(error: postgres::Error) -> Self {
        let Some(reported) = error.as_db_error() else {
            return Self::Unreachable(causes(&error));
        };
        let code = reported.code();
        if [
            &SqlState::LOCK_NOT_AVAILABLE,
            &SqlState::T_R_SERIALIZATION_FAILURE,
            &SqlState::T_R_DEADLOCK_DETECTED,
        ]
        .contains(&code)
        {
            Self::Locked
        } else if *code == SqlState::DISK_FULL {
            Self::Full
        } else if code.code().starts_with("57P") || code.code().starts_with("08") {
            // The server is shutting down, or the connection broke.
            Self::Unreachable(reported.message().to_owned())
        } else {
            // Its details may quote a row, and so a question.
            Self::Postgres(reported.message().to_owned())
        }
    }
}

/// The error with its causes, on one line.
pub(super) fn causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |cause| cause.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
