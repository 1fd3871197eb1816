//! A PostgreSQL database that holds the ledgers of many libraries, for one or more processes.
//!
//! Each row belongs to a library: the server's ID, or 0. A transaction names its library, and PostgreSQL hides all other
//! rows from it ([row security]), so the statements are those for a file that has only one. A transaction that writes
//! locks its library's row in `secret`. Therefore the numbers of askings grow in the order in which they become visible,
//! as in a file.
//!
//! Libraries share the connections, since there may be thousands of them. A connection can't be used on a thread that
//! runs asynchronous tasks.
//!
//! - `address`: the setting that names the database.
//! - `schema`: the tables.
//!
//! [row security]: https://www.postgresql.org/docs/current/ddl-rowsecurity.html

use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use postgres::{Client, IsolationLevel};

use super::error::LedgerError;
use super::file::LOCK_PATIENCE;
use super::transaction::Transaction;
use super::values::Prepared;
use super::voter::new_salt;
use address::Address;

mod address;
mod schema;

/// The most connections of a process. A transaction takes milliseconds, so that more would only load the database.
const MAX_CONNECTIONS: usize = 8;

/// The longest wait for a sign of life from a connection that was idle.
const IDLE_PATIENCE: Duration = Duration::from_secs(1);

/// A database for the ledgers of many libraries.
pub struct SharedDatabase {
    address: Address,
    connections: Mutex<Connections>,
    /// Signals that a connection is free.
    freed: Condvar,
}

#[derive(Default)]
struct Connections {
    idle: Vec<Client>,
    in_use: usize,
}

/// The right to use a connection. When it is dropped, the connection that it has goes back.
struct Permit<'a> {
    database: &'a SharedDatabase,
    client: Option<Client>,
}

/// The ledger of one library in a shared database.
#[derive(Debug)]
pub(super) struct SharedLedger {
    database: Arc<SharedDatabase>,
    library: u64,
}

/// The access of a transaction to the rows of its library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    /// It reads a snapshot.
    Read,
    /// It writes, and other writers wait for it.
    Write,
}

impl SharedDatabase {
    /// The database at an address such as `postgres://name:password@host/database`. Connects to it when it is needed.
    ///
    /// # Errors
    /// [`LedgerError::Address`] if it isn't such an address.
    pub fn new(address: &str) -> Result<Self, LedgerError> {
        Ok(Self {
            address: Address::new(address).map_err(LedgerError::Address)?,
            connections: Mutex::default(),
            freed: Condvar::new(),
        })
    }

    /// The host and the name of the database, without the password.
    pub fn place(&self) -> String {
        self.address.place()
    }

    fn lock(&self) -> MutexGuard<'_, Connections> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until fewer connections are in use than may be. The permit has one that is idle, if there is one.
    ///
    /// # Errors
    /// [`LedgerError::Locked`] if that takes too long.
    fn permit(&self) -> Result<Permit<'_>, LedgerError> {
        let is_busy = |connections: &mut Connections| connections.in_use >= MAX_CONNECTIONS;
        let (mut connections, waited) = self
            .freed
            .wait_timeout_while(self.lock(), LOCK_PATIENCE, is_busy)
            .unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            return Err(LedgerError::Locked);
        }
        connections.in_use += 1;
        Ok(Permit {
            database: self,
            client: connections.idle.pop(),
        })
    }

    /// Runs `work` with a connection.
    fn with_client<T, E: From<LedgerError>>(&self, work: impl FnOnce(&mut Client) -> Result<T, E>) -> Result<T, E> {
        let mut permit = self.permit()?;
        // The server may have been restarted since.
        let alive = permit
            .client
            .take()
            .and_then(|mut client| client.is_valid(IDLE_PATIENCE).is_ok().then_some(client));
        let mut client = if let Some(client) = alive {
            client
        } else {
            // The other idle ones, if there are any, are no better.
            let others = std::mem::take(&mut self.lock().idle);
            drop(others);
            self.address.connect()?
        };
        let done = work(&mut client);
        permit.client = Some(client).filter(|client| !client.is_closed());
        done
    }

    fn begin<'a>(
        &self,
        client: &'a mut Client,
        library: u64,
        access: Access,
    ) -> Result<postgres::Transaction<'a>, LedgerError> {
        let mut transaction = match access {
            Access::Read => client
                .build_transaction()
                .read_only(true)
                .isolation_level(IsolationLevel::RepeatableRead)
                .start()?,
            Access::Write => client.transaction()?,
        };
        let settings = "SELECT set_config('search_path', $1, true), set_config('verbatim.library', $2, true),
            set_config('lock_timeout', $3, true)";
        let library = library.cast_signed().to_string();
        let patience = LOCK_PATIENCE.as_millis().to_string();
        transaction.execute(settings, &[&self.address.schema(), &library, &patience])?;
        Ok(transaction)
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut connections = self.database.lock();
        connections.in_use -= 1;
        connections.idle.extend(self.client.take());
        drop(connections);
        self.database.freed.notify_one();
    }
}

impl Drop for SharedDatabase {
    fn drop(&mut self) {
        let idle = std::mem::take(&mut self.lock().idle);
        // A connection can't be closed on a thread that runs asynchronous tasks. If no other can be started, closing it
        // proceeds on this one.
        let _ = thread::Builder::new().spawn(move || drop(idle));
    }
}

impl fmt::Debug for SharedDatabase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("SharedDatabase").field(&self.place()).finish()
    }
}

impl SharedLedger {
    /// Opens the ledger of a library; makes the tables, and the ledger, if they are missing.
    ///
    /// # Errors
    /// [`LedgerError::NewerDatabase`] if a later version of the program made the tables; [`LedgerError::Unguarded`] if
    /// PostgreSQL would not keep libraries apart; any other if the database can't be reached or written.
    pub(super) fn open(database: &Arc<SharedDatabase>, library: u64) -> Result<Self, LedgerError> {
        database.with_client(|client| {
            let mut transaction = database.begin(client, library, Access::Write)?;
            schema::migrate(&mut transaction, database.address.schema())?;
            let salt = new_salt().map_err(LedgerError::Random)?;
            let salted = "INSERT INTO secret (salt) VALUES ($1) ON CONFLICT (library) DO NOTHING";
            transaction.execute(salted, &[&salt.as_slice()])?;
            Ok::<_, LedgerError>(transaction.commit()?)
        })?;
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
        database.with_client(|client| {
            let mut transaction = database.begin(client, library, Access::Read)?;
            schema::ensure_fit(&mut transaction)?;
            let version = schema::version(&mut transaction)?;
            if version == 0 || transaction.query_opt("SELECT 1 FROM secret", &[])?.is_none() {
                return Ok(None);
            }
            let ledger = Self {
                database: Arc::clone(database),
                library,
            };
            Ok(Some((ledger, version < schema::VERSION)))
        })
    }

    /// Deletes everything in the ledger of a library, and the ledger with it.
    pub(super) fn remove(database: &SharedDatabase, library: u64) -> Result<(), LedgerError> {
        database.with_client(|client| {
            let mut transaction = database.begin(client, library, Access::Write)?;
            if schema::version(&mut transaction)? == 0 {
                return Ok(());
            }
            let mut transaction = Transaction::Postgres(Prepared::new(transaction));
            transaction.remove_all()?;
            transaction.commit()
        })
    }

    /// Runs `work` while nobody else writes to this ledger, and keeps its changes if it succeeds.
    ///
    /// # Errors
    /// Those of `work`; [`LedgerError::Removed`] if the ledger is gone; and if the database can't be written.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&mut Transaction<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        self.database.with_client(|client| {
            let mut transaction = self.database.begin(client, self.library, Access::Write)?;
            let locked = transaction.query_opt("SELECT 1 FROM secret FOR UPDATE", &[])?;
            locked.ok_or(LedgerError::Removed)?;
            let mut transaction = Transaction::Postgres(Prepared::new(transaction));
            let done = work(&mut transaction)?;
            transaction.commit()?;
            Ok(done)
        })
    }

    /// Runs `work`, which changes nothing, on a snapshot.
    ///
    /// # Errors
    /// Those of `work`, and if the database can't be read.
    pub(super) fn read<T, E: From<LedgerError>>(
        &self,
        work: impl FnOnce(&mut Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.database.with_client(|client| {
            let transaction = self.database.begin(client, self.library, Access::Read)?;
            work(&mut Transaction::Postgres(Prepared::new(transaction)))
        })
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
