//! The ledger for the running bot, which must never wait for a disk or a database.
//!
//! One thread owns the ledger. Callers put entries into a channel, which takes only so many, and continue; the thread
//! writes all waiting entries in one transaction. A caller that needs to know whether its entry was written passes a
//! closure, and decides itself how long to wait for the call.
//!
//! While the ledger cannot be written, for whatever reason, entries wait in memory, and the thread keeps trying.
//!
//! Promises:
//! - An entry whose `done` was called is on the disk.
//! - An entry whose `done` was not called in time may still be written later. A message "your vote was not recorded"
//!   can therefore turn out to be wrong. That does no harm: a repeated vote replaces the first one.
//! - When too many entries wait, new questions are dropped and counted in [`Health`]; votes and the actions of admins
//!   have reserved room.
//!
//! The settings of servers are in memory, too, since each question asks for them. They are read when the ledger is first
//! opened; until then, the defaults are in force and can't be changed. From then on, the memory is right: a file that is
//! opened again gets them. A database may be shared with other processes, which change settings as well, so it is right
//! there, and is read again every few seconds.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use thiserror::Error;

use super::entry::{Action, Asked, Entry, Vote};
use super::file::MAX_PAGES;
use super::opening::{Opening, Options};
use super::settings::ServerSettings;
use super::storage::Storage;
use writer::Writer;

pub use health::Health;

mod health;
mod writer;

/// Called on the writer's thread once an entry is on the disk; dropped without being called if the entry is lost.
type Done = Box<dyn FnOnce() + Send>;

/// The entries that may wait besides questions: votes and the actions of admins.
const RESERVED: usize = 1_000;

/// Records entries of the bot without making it wait.
#[derive(Debug)]
pub struct Recorder {
    shared: Arc<Shared>,
    max_waiting: usize,
    /// The writer's thread; `None` if it could not be started.
    writer: Option<Thread>,
    /// Disconnects once the writer has tried to open the file. Nothing is ever sent.
    tried: Mutex<Receiver<()>>,
    /// Disconnects once the writer has closed the file. Nothing is ever sent.
    closed: Mutex<Receiver<()>>,
}

/// The settings of servers have not been read yet, because the file can't be opened. They must not be overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the settings of servers have not been read yet")]
pub struct NotRead;

/// The limits of a recorder. Tests use other values than [`Limits::USUAL`].
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// The number of questions that may wait.
    max_waiting: usize,
    /// The pause after a failure. It doubles each time, up to the longest.
    shortest_pause: Duration,
    longest_pause: Duration,
    /// The time between two rounds of deleting old entries and checking the file.
    maintenance_every: Duration,
    /// The time between two readings of the settings from a database.
    refresh_every: Duration,
    /// The maximum size of the file.
    max_pages: u32,
}

impl Limits {
    const USUAL: Self = Self {
        max_waiting: 10_000,
        shortest_pause: Duration::from_millis(100),
        longest_pause: Duration::from_secs(30),
        maintenance_every: Duration::from_hours(24),
        refresh_every: Duration::from_secs(10),
        max_pages: MAX_PAGES,
    };
}

/// An entry on its way to the writer.
struct Job {
    entry: Entry,
    done: Option<Done>,
}

/// The state that callers and the writer share.
#[derive(Debug)]
struct Shared(Mutex<State>);

#[derive(Debug)]
struct State {
    /// The sending end of the channel; `None` once the recorder accepts nothing more.
    sender: Option<Sender<Job>>,
    /// The number of entries that were accepted and not yet written.
    waiting: usize,
    health: Health,
    set_aside: Vec<PathBuf>,
    /// The settings of each server that has any; `None` until they are read.
    settings: Option<HashMap<u64, Arc<ServerSettings>>>,
    /// The time at which the writer gives up; set once the recorder accepts nothing more.
    deadline: Option<Instant>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recorder {
    /// Starts recording. Never fails or waits: [`Recorder::health`] reports whether the file
    /// could be opened. A recorder that is dropped without being closed still has a few seconds to write the waiting
    /// entries.
    pub fn start(storage: impl Into<Storage>, options: Options) -> Self {
        Self::start_with(storage, options, Limits::USUAL)
    }

    fn start_with(storage: impl Into<Storage>, options: Options, limits: Limits) -> Self {
        let (sender, jobs) = mpsc::channel();
        let (open, closed) = mpsc::channel();
        let (trying, tried) = mpsc::channel();
        let shared = Arc::new(Shared(Mutex::new(State {
            sender: Some(sender),
            waiting: 0,
            health: Health::Well,
            set_aside: Vec::new(),
            settings: None,
            deadline: None,
        })));
        let opening = Opening {
            storage: storage.into(),
            options,
            max_pages: limits.max_pages,
        };
        let writer = Writer::new(Arc::clone(&shared), jobs, opening, limits);
        let started = thread::Builder::new().name("ledger".to_owned()).spawn(move || {
            writer.run(trying);
            drop(open);
        });
        let writer = match started {
            Ok(handle) => Some(handle.thread().clone()),
            Err(error) => {
                shared.lock().health.fail(error);
                None
            }
        };
        Self {
            shared,
            max_waiting: limits.max_waiting,
            writer,
            tried: Mutex::new(tried),
            closed: Mutex::new(closed),
        }
    }

    /// Records a question soon. The question is lost if too many entries wait already.
    pub fn asked(&self, asked: Asked) {
        self.add(Entry::Asked(asked), None);
    }

    /// Records a vote, and calls `done` on the recorder's thread once the vote is on the disk. If the vote is lost,
    /// `done` is dropped without being called.
    pub fn vote(&self, vote: Vote, done: impl FnOnce() + Send + 'static) {
        self.add(Entry::Vote(vote), Some(Box::new(done)));
    }

    /// Records the action of an admin.
    pub fn audit(&self, action: Action) {
        self.add(Entry::Action(action), None);
    }

    /// Waits until the settings of servers are read or can't be, for `within` at most. A bot that answers before that
    /// knows none of them.
    pub fn wait_for_settings(&self, within: Duration) {
        let tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        // Both errors mean the same here: there is nothing more to wait for.
        let _ = tried.recv_timeout(within);
    }

    /// The settings of a server; the defaults if it has none, or they aren't read yet.
    pub fn settings(&self, server: u64) -> Arc<ServerSettings> {
        let state = self.shared.lock();
        let known = state.settings.as_ref().and_then(|all| all.get(&server));
        known.cloned().unwrap_or_default()
    }

    /// The settings of each server that has any; none if they aren't read yet.
    pub fn all_settings(&self) -> Vec<(u64, Arc<ServerSettings>)> {
        let state = self.shared.lock();
        let all = state.settings.iter().flatten();
        all.map(|(&server, settings)| (server, Arc::clone(settings))).collect()
    }

    /// Changes the settings of a server. They are in force at once; `done` is called on the recorder's thread once they
    /// are on the disk.
    ///
    /// # Errors
    /// [`NotRead`] as long as they have not been read. Nothing is changed then.
    pub fn change_settings(
        &self,
        server: u64,
        change: impl FnOnce(&mut ServerSettings),
        done: impl FnOnce() + Send + 'static,
    ) -> Result<(), NotRead> {
        let mut state = self.shared.lock();
        let settings = state.settings.as_mut().ok_or(NotRead)?.entry(server).or_default();
        change(Arc::make_mut(settings));
        let entry = Entry::Settings {
            server,
            settings: Arc::clone(settings),
        };
        // Still locked: of two changes, the later one is written later.
        self.add_to(&mut state, entry, Some(Box::new(done)));
        drop(state);
        self.wake();
        Ok(())
    }

    /// The state of recording: whether entries can be written.
    pub fn health(&self) -> Health {
        self.shared.lock().health.clone()
    }

    /// The new paths of damaged files that were renamed since the start.
    pub fn set_aside(&self) -> Vec<PathBuf> {
        self.shared.lock().set_aside.clone()
    }

    /// Accepts nothing more, and waits until everything is written, for `within` (an hour at most). Returns the number
    /// of entries that were not written.
    pub fn close(&self, within: Duration) -> usize {
        let within = within.min(Duration::from_hours(1));
        self.stop(within);
        // Both errors mean the same here: the writer is done, or its time is over.
        let _ = self
            .closed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv_timeout(within);
        self.shared.lock().waiting
    }

    fn add(&self, entry: Entry, done: Option<Done>) {
        let is_question = matches!(entry, Entry::Asked(_));
        self.add_to(&mut self.shared.lock(), entry, done);
        if !is_question {
            self.wake();
        }
    }

    fn add_to(&self, state: &mut State, entry: Entry, done: Option<Done>) {
        let is_question = matches!(entry, Entry::Asked(_));
        let Some(sender) = &state.sender else { return };
        let most = self.max_waiting + if is_question { 0 } else { RESERVED };
        if state.waiting < most && sender.send(Job { entry, done }).is_ok() {
            state.waiting += 1;
        } else {
            state.health.lose_one();
        }
    }

    /// Ends a pause of the writer, because a caller waits for it.
    fn wake(&self) {
        if let Some(writer) = &self.writer {
            writer.unpark();
        }
    }

    fn stop(&self, within: Duration) {
        let mut state = self.shared.lock();
        state.sender = None;
        state.deadline.get_or_insert(Instant::now() + within);
        drop(state);
        self.wake();
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.stop(Duration::from_secs(3));
    }
}

#[cfg(test)]
mod tests;
