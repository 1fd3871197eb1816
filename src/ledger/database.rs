//! The database of a ledger: a file of its own, or one that it shares with others.

use rusqlite::TransactionBehavior;

use super::error::LedgerError;
use super::file::SqliteFile;
use super::shared::SharedLedger;
use super::transaction::Transaction;

/// The database of a ledger.
#[derive(Debug)]
pub(super) enum Database {
    Sqlite(SqliteFile),
    Postgres(SharedLedger),
}

impl Database {
    /// Runs `work` while nobody else writes to this ledger. Keeps its changes if it succeeds; then they are on the disk.
    ///
    /// # Errors
    /// Those of `work`, and if the database can't be written. Nothing is changed then.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&mut Transaction<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        match self {
            Self::Sqlite(file) => {
                file.ensure_in_place()?;
                let transaction = file
                    .connection
                    .transaction_with_behavior(TransactionBehavior::Immediate)?;
                let mut transaction = Transaction::Sqlite(transaction);
                let done = work(&mut transaction)?;
                transaction.commit()?;
                Ok(done)
            }
            Self::Postgres(ledger) => ledger.write(work),
        }
    }

    /// Runs `work`, which changes nothing, on a snapshot.
    ///
    /// # Errors
    /// Those of `work`, and if the database can't be read.
    pub(super) fn read<T, E: From<LedgerError>>(
        &self,
        work: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        match self {
            Self::Sqlite(file) => {
                let transaction = file.connection.unchecked_transaction().map_err(LedgerError::from)?;
                work(&mut Transaction::Sqlite(transaction))
            }
            Self::Postgres(ledger) => ledger.read(work),
        }
    }

    /// Makes the bytes of deleted rows unreadable. Returns false if another process was reading the file. PostgreSQL
    /// frees them by itself.
    pub(super) fn wipe(&self) -> Result<bool, LedgerError> {
        match self {
            Self::Sqlite(file) => file.wipe(),
            Self::Postgres(_) => Ok(true),
        }
    }

    /// Looks for damage.
    ///
    /// # Errors
    /// The first fault that is found.
    pub(super) fn check(&self) -> Result<(), LedgerError> {
        match self {
            Self::Sqlite(file) => file.check(),
            Self::Postgres(ledger) => ledger.check(),
        }
    }

    /// Closes a database that has failed, without writing to it.
    pub(super) fn abandon(self) {
        match self {
            Self::Sqlite(file) => file.abandon(),
            Self::Postgres(_) => {}
        }
    }
}
