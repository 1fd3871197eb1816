//! A PostgreSQL database that many libraries and processes share.
//!
//! Each row belongs to a library: the server's ID, or 0. A transaction names its library, and PostgreSQL hides all other
//! rows from it ([row security]), so no statement has to.
//!
//! Libraries share the connections, since there may be thousands of them. A connection can't be used on a thread that
//! runs asynchronous tasks. Not here: what the rows say.
//!
//! - `address`: the setting that names the database.
//! - `live`: the pointers to what is live.
//! - `schema`: the tables.
//!
//! [row security]: https://www.postgresql.org/docs/current/ddl-rowsecurity.html

mod address;
mod error;
mod live;
mod schema;
#[cfg(test)]
pub(crate) mod tests;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use postgres::{Client, IsolationLevel, Transaction};

use address::Address;

pub use error::DatabaseError;
pub use schema::VERSION;

/// The longest wait for what another transaction has locked, and for a free connection.
const LOCK_PATIENCE: Duration = Duration::from_secs(1);

/// The most connections of a process. A transaction takes milliseconds, so that more would only load the database.
pub(crate) const MAX_CONNECTIONS: usize = 8;

/// The longest wait for a sign of life from a connection that was idle.
const IDLE_PATIENCE: Duration = Duration::from_secs(1);

/// A database that libraries share.
pub struct SharedDatabase {
    address: Address,
    connections: Mutex<Connections>,
    /// Signals that a connection is free.
    freed: Condvar,
    /// True once the tables are known to be those of this program.
    is_prepared: AtomicBool,
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

/// The access of a transaction to the rows of its library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It reads a snapshot.
    Read,
    /// It writes, and other writers wait for it.
    Write,
}

impl SharedDatabase {
    /// The database at an address such as `postgres://name:password@host/database`. Connects to it when it is needed.
    ///
    /// # Errors
    /// [`DatabaseError::Address`] if it isn't such an address.
    pub fn new(address: &str) -> Result<Self, DatabaseError> {
        Ok(Self {
            address: Address::new(address).map_err(DatabaseError::Address)?,
            connections: Mutex::default(),
            freed: Condvar::new(),
            is_prepared: AtomicBool::new(false),
        })
    }

    /// The host and the name of the database, without the password.
    pub fn place(&self) -> String {
        self.address.place()
    }

    /// The schema that holds the tables.
    #[cfg(test)]
    pub(crate) fn schema(&self) -> &str {
        self.address.schema()
    }

    /// A connection of its own.
    #[cfg(test)]
    pub(crate) fn connect(&self) -> Result<Client, DatabaseError> {
        self.address.connect()
    }

    /// The numbers of connections that are idle, and in use.
    #[cfg(test)]
    pub(crate) fn connections(&self) -> (usize, usize) {
        let connections = self.lock();
        (connections.idle.len(), connections.in_use)
    }

    /// Runs `work` in a transaction of a library, and keeps its changes if it commits them.
    ///
    /// # Errors
    /// If the database can't be reached.
    pub fn transaction<T>(
        &self,
        library: u64,
        access: Access,
        work: impl FnOnce(Transaction<'_>) -> T,
    ) -> Result<T, DatabaseError> {
        self.with_client(|client| Ok(work(self.begin(client, library, access)?)))
    }

    /// Makes the tables, or brings them up to this program's version.
    ///
    /// # Errors
    /// [`DatabaseError::Newer`] if a later version of the program made the tables; [`DatabaseError::Unguarded`] if
    /// PostgreSQL would not keep libraries apart; any other if the database can't be reached or written.
    pub fn migrate(&self, transaction: &mut Transaction<'_>) -> Result<(), DatabaseError> {
        schema::migrate(transaction, self.address.schema())
    }

    /// Ensures that the tables are those of this program: makes or migrates them, if need be.
    ///
    /// # Errors
    /// As [`SharedDatabase::migrate`].
    pub fn prepare(&self) -> Result<(), DatabaseError> {
        if !self.is_prepared.load(Ordering::Acquire) {
            self.transaction(0, Access::Write, |mut transaction| {
                self.migrate(&mut transaction)?;
                Ok::<_, DatabaseError>(transaction.commit()?)
            })??;
            self.is_prepared.store(true, Ordering::Release);
        }
        Ok(())
    }

    /// The version of the tables; 0 if there are none.
    ///
    /// # Errors
    /// As [`SharedDatabase::migrate`].
    pub fn version(transaction: &mut Transaction<'_>) -> Result<i64, DatabaseError> {
        schema::ensure_fit(transaction)?;
        schema::version(transaction)
    }

    fn lock(&self) -> MutexGuard<'_, Connections> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until fewer connections are in use than may be. The permit has one that is idle, if there is one.
    ///
    /// # Errors
    /// [`DatabaseError::Locked`] if that takes too long.
    fn permit(&self) -> Result<Permit<'_>, DatabaseError> {
        let is_busy = |connections: &mut Connections| connections.in_use >= MAX_CONNECTIONS;
        let (mut connections, waited) = self
            .freed
            .wait_timeout_while(self.lock(), LOCK_PATIENCE, is_busy)
            .unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            return Err(DatabaseError::Locked);
        }
        connections.in_use += 1;
        Ok(Permit {
            database: self,
            client: connections.idle.pop(),
        })
    }

    /// Runs `work` with a connection.
    fn with_client<T>(&self, work: impl FnOnce(&mut Client) -> Result<T, DatabaseError>) -> Result<T, DatabaseError> {
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
    ) -> Result<Transaction<'a>, DatabaseError> {
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
