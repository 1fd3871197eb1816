//! The ledger of one library in a database that libraries share.
//!
//! The statements are those for a file, since a transaction sees the rows of its library alone. One that writes locks
//! the row of its library in `secret`. Therefore the numbers of askings grow in the order in which they become visible,
//! as in a file.

use std::sync::Arc;

use super::error::LedgerError;
use super::transaction::Transaction;
use super::values::Prepared;
use super::voter::new_salt;
use crate::database::{Access, SharedDatabase, VERSION};

/// The ledger of one library in a shared database.
#[derive(Debug)]
pub(super) struct SharedLedger {
    database: Arc<SharedDatabase>,
    library: u64,
}

impl SharedLedger {
    /// Opens the ledger of a library; makes the tables, and the ledger, if they are missing.
    ///
    /// # Errors
    /// As [`SharedDatabase::migrate`].
    pub(super) fn open(database: &Arc<SharedDatabase>, library: u64) -> Result<Self, LedgerError> {
        database.transaction(library, Access::Write, |mut transaction| {
            database.migrate(&mut transaction)?;
            let salt = new_salt().map_err(LedgerError::Random)?;
            let salted = "INSERT INTO secret (salt) VALUES ($1) ON CONFLICT (library) DO NOTHING";
            transaction.execute(salted, &[&salt.as_slice()])?;
            Ok::<_, LedgerError>(transaction.commit()?)
        })??;
        Ok(Self {
            database: Arc::clone(database),
            library,
        })
    }

    /// The ledger of a library; `None` if it has none. Makes and migrates nothing. Also returns whether an earlier
    /// version of the program made the tables.
    ///
    /// # Errors
    /// As [`SharedLedger::open`].
    pub(super) fn find(database: &Arc<SharedDatabase>, library: u64) -> Result<Option<(Self, bool)>, LedgerError> {
        database.transaction(library, Access::Read, |mut transaction| {
            let version = SharedDatabase::version(&mut transaction)?;
            if version == 0 || transaction.query_opt("SELECT 1 FROM secret", &[])?.is_none() {
                return Ok(None);
            }
            let ledger = Self {
                database: Arc::clone(database),
                library,
            };
            Ok(Some((ledger, version < VERSION)))
        })?
    }

    /// Deletes everything in the ledger of a library, and the ledger with it.
    pub(super) fn remove(database: &SharedDatabase, library: u64) -> Result<(), LedgerError> {
        database.transaction(library, Access::Write, |mut transaction| {
            if SharedDatabase::version(&mut transaction)? == 0 {
                return Ok(());
            }
            let mut transaction = Transaction::Postgres(Prepared::new(transaction));
            transaction.remove_all()?;
            transaction.commit()
        })?
    }

    /// Runs `work` while nobody else writes to this ledger, and keeps its changes if it succeeds.
    ///
    /// # Errors
    /// Those of `work`; [`LedgerError::Removed`] if the ledger is gone; and if the database can't be written.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&mut Transaction<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        self.database
            .transaction(self.library, Access::Write, |mut transaction| {
                let locked = transaction.query_opt("SELECT 1 FROM secret FOR UPDATE", &[])?;
                locked.ok_or(LedgerError::Removed)?;
                let mut transaction = Transaction::Postgres(Prepared::new(transaction));
                let done = work(&mut transaction)?;
                transaction.commit()?;
                Ok(done)
            })?
    }

    /// Runs `work`, which changes nothing, on a snapshot.
    ///
    /// # Errors
    /// Those of `work`, and if the database can't be read.
    pub(super) fn read<T, E: From<LedgerError>>(
        &self,
        work: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let done = self.database.transaction(self.library, Access::Read, |transaction| {
            work(&mut Transaction::Postgres(Prepared::new(transaction)))
        });
        done.map_err(LedgerError::from)?
    }

    /// Ensures that the ledger can be reached.
    ///
    /// # Errors
    /// [`LedgerError::Removed`] if it is gone; and if the database can't be read.
    pub(super) fn check(&self) -> Result<(), LedgerError> {
        let found = Self::find(&self.database, self.library)?;
        found.map(|_| ()).ok_or(LedgerError::Removed)
    }
}

#[cfg(test)]
mod tests;
