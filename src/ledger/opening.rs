//! A ledger, open: its database, and the options for what is stored.

use std::path::PathBuf;
use std::time::Duration;

use rusqlite::ToSql;

use super::database::Database;
use super::error::LedgerError;
use super::file::{self, MAX_PAGES};
use super::shared::SharedLedger;
use super::storage::Storage;
use super::transaction::Row;

/// Options for what is stored, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// True if the text of questions is stored. Turning it off leaves the text that is already in the ledger.
    pub stores_questions: bool,
    /// The time for which questions and votes are kept; `None` keeps them forever.
    pub keep: Option<Duration>,
}

/// The ledger, open.
#[derive(Debug)]
pub struct Ledger {
    pub(super) database: Database,
    pub(super) options: Options,
    /// True if the bytes of deleted rows may still be in the file.
    pub(super) must_wipe: bool,
}

/// A ledger that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The ledger.
    pub ledger: Ledger,
    /// The new path of the old file, if that was damaged; the ledger is then new and empty.
    pub set_aside: Option<PathBuf>,
}

/// Everything that is needed to open a ledger, and to open it again.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    pub(super) storage: Storage,
    pub(super) options: Options,
    pub(super) max_pages: u32,
}

impl Opening {
    pub(super) fn open(&self) -> Result<Opened, LedgerError> {
        let (database, set_aside) = match &self.storage {
            Storage::Folder(folder) => {
                let (file, set_aside) = file::open(folder, self.max_pages)?;
                (Database::Sqlite(file), set_aside)
            }
            Storage::Shared { database, library } => {
                (Database::Postgres(SharedLedger::open(database, *library)?), None)
            }
        };
        let mut ledger = Ledger {
            database,
            options: self.options,
            must_wipe: false,
        };
        ledger.apply_retention()?;
        Ok(Opened { ledger, set_aside })
    }
}

impl Ledger {
    /// Opens the ledger, and makes it if it is missing. Entries older than `options` allow are deleted first. A damaged
    /// file is renamed, never deleted, and a new one takes its place.
    ///
    /// # Errors
    /// [`LedgerError::Newer`] if a later version of the program wrote it; [`LedgerError::Locked`] after about a second;
    /// any other if it cannot be made, read or written.
    pub fn open(storage: impl Into<Storage>, options: Options) -> Result<Opened, LedgerError> {
        let opening = Opening {
            storage: storage.into(),
            options,
            max_pages: MAX_PAGES,
        };
        opening.open()
    }

    /// Runs a statement that changes rows, by itself.
    pub(super) fn execute(&mut self, sql: &str, values: &[&dyn ToSql]) -> Result<(), LedgerError> {
        self.database.write(|transaction| transaction.execute(sql, values))?;
        Ok(())
    }

    /// The rows that a statement returns, each as `read` reads it.
    pub(super) fn rows<T>(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        read: impl FnMut(&Row) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, LedgerError> {
        self.database.read(|snapshot| snapshot.rows(sql, values, read))
    }
}
