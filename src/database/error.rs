//! Errors of a shared database.

use postgres::error::SqlState;
use thiserror::Error;

/// The database could not be reached, read or written.
#[derive(Debug, Error)]
pub enum DatabaseError {
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
    Newer {
        /// Its version.
        found: i64,
        /// The latest version that this program knows.
        known: i64,
    },
    /// Another transaction kept something locked for too long, or all connections were in use.
    #[error("it is locked by another process")]
    Locked,
    /// The database's disk is full.
    #[error("there is no space left")]
    Full,
    /// Anything else that PostgreSQL reports.
    #[error("PostgreSQL failed: {0}")]
    Postgres(String),
}

impl From<postgres::Error> for DatabaseError {
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
