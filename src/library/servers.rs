//! The libraries of servers, where each server has its own.
//!
//! ```text
//! servers/
//!   1234567890123456/    the library of the server with this ID, made when the server first needs it
//!     corpus/            its articles; empty at first
//!     index/  data/      its index and its ledger
//!     open.lock          locked as long as the library is open
//!   1234567890123456.json    what is noted about the server, if anything is (`standing`)
//! ```
//! Nothing in one of these folders is ever read for another server. Not here: which libraries are open, and who may do
//! what with them.

mod folder;
mod open;
mod standing;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::sync::Arc;

use super::staff::is_news_due;
use super::{Library, Quotas, Usage};
use crate::answer::Answerer;
use crate::corpus::ShelfError;
use crate::ledger::LedgerError;

pub use folder::ServersFolder;
pub use open::Hold;
pub use standing::Standing;

/// The servers whose people also read the house: the library of whoever runs the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sharing {
    /// All of them, and people outside of servers.
    All,
    /// None.
    Nobody,
    /// Those with these IDs.
    With(BTreeSet<u64>),
}

impl Sharing {
    /// True if the people of a server read the house; `None` stands for those outside of servers.
    #[must_use]
    pub fn includes(&self, server: Option<u64>) -> bool {
        match self {
            Self::All => true,
            Self::Nobody => false,
            Self::With(servers) => server.is_some_and(|server| servers.contains(&server)),
        }
    }
}

/// The libraries of servers.
#[derive(Debug, Clone)]
pub struct Servers {
    folder: ServersFolder,
    /// The house, whose encoder and settings they share.
    house: Arc<Library>,
    sharing: Sharing,
    quotas: Quotas,
}

impl Servers {
    /// The libraries in the data folder of `house`, which is shared with some servers.
    #[must_use]
    pub fn new(house: Arc<Library>, sharing: Sharing) -> Self {
        Self {
            folder: ServersFolder::in_data(&house.settings.data).with_database(house.settings.database.clone()),
            house,
            sharing,
            quotas: Quotas::default(),
        }
    }

    /// The same libraries with quotas for each.
    #[must_use]
    pub fn with_quotas(self, quotas: Quotas) -> Self {
        Self { quotas, ..self }
    }

    /// The quotas of each library.
    #[must_use]
    pub fn quotas(&self) -> &Quotas {
        &self.quotas
    }

    /// The usage of a server's library; `answerer` is the one that answers.
    ///
    /// # Errors
    /// If its folder or its standing can't be read.
    pub fn usage(&self, library: &Library, answerer: Option<&Answerer>) -> Result<Usage, ShelfError> {
        let standing = library.server().and_then(|server| self.folder.standing(server).ok());
        Ok(Usage {
            builds: standing.unwrap_or_default().builds_today(),
            ..library.usage(answerer)?
        })
    }

    /// The servers whose people also read the house.
    #[must_use]
    pub fn sharing(&self) -> &Sharing {
        &self.sharing
    }

    /// The folder that they are in.
    #[must_use]
    pub fn folder(&self) -> &ServersFolder {
        &self.folder
    }

    /// The library of a server. Makes its folder if that is missing.
    ///
    /// # Errors
    /// If the folder can't be made.
    pub fn library(&self, server: u64) -> io::Result<Library> {
        let folder = self.folder.of(server);
        let library = self.house.of_server(server, &folder);
        fs::create_dir_all(&library.settings.corpus)?;
        Ok(library)
    }

    /// Deletes what the ledger of a library that nobody has open is no longer to keep. Returns true if the library is to be
    /// opened, because its staff has something to learn now.
    ///
    /// # Errors
    /// If the ledger can't be opened, read or written.
    pub fn look_after(&self, server: u64) -> Result<bool, LedgerError> {
        let Ok(_held) = self.folder.hold(server) else {
            return Ok(false);
        };
        // Opening the ledger deletes what is too old.
        let ledger = self.house.of_server(server, &self.folder.of(server)).ledger()?;
        ledger.map_or(Ok(false), |ledger| is_news_due(&ledger, server))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_shared_with_all_with_some_or_with_nobody() {
        let some = Sharing::With(BTreeSet::from([7]));
        for (sharing, wanted) in [
            (Sharing::All, [true, true, true]),
            (Sharing::Nobody, [false, false, false]),
            (some, [true, false, false]),
        ] {
            let found = [Some(7), Some(8), None].map(|server| sharing.includes(server));
            assert_eq!(found, wanted, "{sharing:?}");
        }
    }
}
