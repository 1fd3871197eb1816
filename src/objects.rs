//! The object store that replicas share: bytes by key, written once and never changed.
//!
//! Objects belong to a library: the server's ID, or 0. Since nothing changes, a replica may keep what it has read, and
//! two that write the same object at once do no harm. Not here: what the bytes mean, and which objects are current.
//!
//! - `folder`: objects as files, for replicas that share a disk.
//! - `rows`: objects as rows of the shared database.

mod folder;
mod rows;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use thiserror::Error;

use crate::database::{DatabaseError, SharedDatabase};

/// An object store.
#[derive(Debug)]
pub enum Objects {
    /// Files below a folder.
    Folder(PathBuf),
    /// Rows of the shared database.
    Database(Arc<SharedDatabase>),
}

/// An object could not be read or written.
#[derive(Debug, Error)]
pub enum ObjectsError {
    /// The folder can't be used.
    #[error("cannot access {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The database can't be used.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl Objects {
    /// The folder, or the host and the name of the database.
    pub fn place(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::Database(database) => database.place(),
        }
    }

    /// Writes an object. Returns false if there is one with this key: it stays as it is.
    ///
    /// # Errors
    /// If the store can't be reached or written.
    pub fn put_new(&self, library: u64, key: &str, bytes: &[u8]) -> Result<bool, ObjectsError> {
        match self {
            Self::Folder(folder) => folder::put_new(&folder::of(folder, library), key, bytes),
            Self::Database(database) => Ok(rows::put_new(database, library, key, bytes)?),
        }
    }

    /// The bytes of an object; `None` if there is none.
    ///
    /// # Errors
    /// If the store can't be reached or read.
    pub fn get(&self, library: u64, key: &str) -> Result<Option<Vec<u8>>, ObjectsError> {
        match self {
            Self::Folder(folder) => folder::get(&folder::of(folder, library), key),
            Self::Database(database) => Ok(rows::get(database, library, key)?),
        }
    }

    /// The keys of all objects of a library, in order.
    ///
    /// # Errors
    /// If the store can't be reached or read.
    pub fn list(&self, library: u64) -> Result<Vec<String>, ObjectsError> {
        match self {
            Self::Folder(folder) => folder::list(&folder::of(folder, library)),
            Self::Database(database) => Ok(rows::list(database, library)?),
        }
    }

    /// Deletes an object, if there is one.
    ///
    /// # Errors
    /// If the store can't be reached or written.
    pub fn delete(&self, library: u64, key: &str) -> Result<(), ObjectsError> {
        match self {
            Self::Folder(folder) => folder::delete(&folder::of(folder, library), key),
            Self::Database(database) => Ok(rows::delete(database, library, key)?),
        }
    }
}

#[cfg(test)]
mod tests;
