//! The places that several processes share: a database, and an object store.

use std::fmt;
use std::path::PathBuf;

/// The beginnings of an address.
const SCHEMES: [&str; 2] = ["postgres://", "postgresql://"];

/// The address of a PostgreSQL database. It may hold a password, and is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseAddress(String);

impl DatabaseAddress {
    /// Takes a value that begins as an address does; `None` for any other.
    pub(super) fn new(value: String) -> Option<Self> {
        let is_address = SCHEMES.iter().any(|scheme| value.starts_with(scheme));
        is_address.then_some(Self(value))
    }

    /// The address itself, to connect with.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The object store that replicas share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObjectStore {
    /// The shared database.
    Database,
    /// A folder, on a disk that all of them have.
    Folder(PathBuf),
}

impl fmt::Debug for DatabaseAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DatabaseAddress(hidden)")
    }
}
