//! The place of a ledger.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::LedgerError;
use super::file::FILE;
use super::shared::SharedLedger;
use crate::database::SharedDatabase;

/// The place of a ledger.
#[derive(Debug, Clone)]
pub enum Storage {
    /// A file of its own, in this folder.
    Folder(PathBuf),
    /// Rows of a database that the ledgers of many libraries share.
    Shared {
        /// The database.
        database: Arc<SharedDatabase>,
        /// The library: the server's ID, or 0 for that of whoever runs the program.
        library: u64,
    },
}

impl Storage {
    /// The ledger of a server's library in a shared database, or that of whoever runs the program.
    pub fn shared(database: &Arc<SharedDatabase>, server: Option<u64>) -> Self {
        Self::Shared {
            database: Arc::clone(database),
            library: server.unwrap_or(0),
        }
    }

    /// True if there is a ledger.
    ///
    /// # Errors
    /// If that can't be told.
    pub fn has_ledger(&self) -> Result<bool, LedgerError> {
        match self {
            Self::Folder(folder) => Ok(folder.join(FILE).exists()),
            Self::Shared { database, library } => Ok(SharedLedger::find(database, *library)?.is_some()),
        }
    }

    /// True if other processes may use the ledger at the same time.
    pub(super) fn is_shared(&self) -> bool {
        matches!(self, Self::Shared { .. })
    }

    /// The folder, or the host and the name of the database.
    pub fn place(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::Shared { database, .. } => database.place(),
        }
    }

    /// Deletes the ledger from a shared database. A folder is deleted by whoever owns it.
    ///
    /// # Errors
    /// If the database can't be written.
    pub fn remove_shared(&self) -> Result<(), LedgerError> {
        match self {
            Self::Folder(_) => Ok(()),
            Self::Shared { database, library } => SharedLedger::remove(database, *library),
        }
    }
}

impl From<PathBuf> for Storage {
    fn from(folder: PathBuf) -> Self {
        Self::Folder(folder)
    }
}

impl From<&PathBuf> for Storage {
    fn from(folder: &PathBuf) -> Self {
        Self::Folder(folder.clone())
    }
}

impl From<&Path> for Storage {
    fn from(folder: &Path) -> Self {
        Self::Folder(folder.to_owned())
    }
}
