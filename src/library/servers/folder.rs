//! The folder with the libraries of servers, in the data folder.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::database::SharedDatabase;
use crate::ledger::Storage;

/// The name of the folder.
const SERVERS: &str = "servers";

/// The folder with the libraries of servers. Nothing of it is read yet.
#[derive(Debug, Clone)]
pub struct ServersFolder {
    path: PathBuf,
    /// The database that holds their ledgers; `None` if each is a file in its library.
    database: Option<Arc<SharedDatabase>>,
}

impl ServersFolder {
    /// The one in this data folder.
    #[must_use]
    pub fn in_data(data: &Path) -> Self {
        Self {
            path: data.join(SERVERS),
            database: None,
        }
    }

    /// The server whose library has this data folder; `None` if it is nobody's.
    #[must_use]
    pub fn server_of(data: &Path) -> Option<u64> {
        let library = data.parent()?;
        let is_in_servers = library.parent()?.file_name()? == SERVERS;
        let server = library.file_name()?.to_str()?.parse().ok()?;
        (is_in_servers && data.file_name()? == "data").then_some(server)
    }

    /// The same folder, with the database that holds the ledgers of the libraries, if there is one.
    #[must_use]
    pub fn with_database(self, database: Option<Arc<SharedDatabase>>) -> Self {
        Self { database, ..self }
    }

    /// Deletes the ledger of a server's library from the database.
    pub(super) fn remove_shared_ledger(&self, server: u64) -> io::Result<()> {
        let Some(database) = &self.database else {
            return Ok(());
        };
        let storage = Storage::shared(database, Some(server));
        storage.remove_shared().map_err(io::Error::other)
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder of a server's library.
    #[must_use]
    pub fn of(&self, server: u64) -> PathBuf {
        self.path.join(server.to_string())
    }

    /// The servers that have a library, by ID; none if the folder doesn't exist.
    ///
    /// # Errors
    /// If the folder can't be read.
    pub fn all(&self) -> io::Result<BTreeSet<u64>> {
        self.named(|name| name)
    }

    /// The servers whose ID is in the name of an entry of the folder; `id` finds it there.
    pub(super) fn named(&self, id: impl Fn(&str) -> &str) -> io::Result<BTreeSet<u64>> {
        let entries = match fs::read_dir(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
            entries => entries?,
        };
        let mut found = BTreeSet::new();
        for entry in entries {
            let name = entry?.file_name();
            let id = name
                .to_str()
                .map(&id)
                .and_then(|name| Some((name, name.parse().ok().filter(|&id| id > 0)?)));
            // One spelling for each: no other folder is taken for a server's.
            found.extend(
                id.filter(|(name, id): &(&str, u64)| id.to_string() == *name)
                    .map(|(_, id)| id),
            );
        }
        Ok(found)
    }
}

/// Opens a file that is there to be locked; makes it if it is missing.
pub(super) fn lock_file(path: PathBuf) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_folders_named_by_an_id_are_those_of_servers() {
        let home = tempfile::tempdir().unwrap();
        let servers = ServersFolder::in_data(home.path());
        assert_eq!(servers.all().unwrap(), BTreeSet::new());
        for name in [
            "7",
            "18446744073709551615",
            "07",
            "+7",
            "seven",
            ".8",
            "18446744073709551616",
            "0",
        ] {
            fs::create_dir_all(servers.path().join(name)).unwrap();
        }
        assert_eq!(servers.all().unwrap(), BTreeSet::from([7, u64::MAX]));
    }
}
