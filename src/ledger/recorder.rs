//! The ledger for the running bot, which must never wait for a disk.
//!
//! One thread owns the file. Callers put entries into a bounded channel and continue; the thread writes all waiting
//! entries in one transaction. A caller that needs to know whether its entry was written passes a closure, and decides
//! itself how long to wait for the call.
//!
//! While the file cannot be written, for whatever reason, entries wait in memory, and the thread keeps trying.
//!
//! Promises:
//! - An entry whose `done` was called is on the disk.
//! - An entry whose `done` was not called in time may still be written later. A message "your vote was not recorded"
//!   can therefore turn out to be wrong. That does no harm: a repeated vote replaces the first one.
//! - When too many entries wait, new questions are dropped and counted in [`Health`]; votes and the actions of admins
//!   have reserved room.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use super::entry::{Action, Asked, Entry, Vote};
use super::file::{MAX_PAGES, Opening, Options};
use writer::Writer;

pub use health::Health;

mod health;
mod writer;

/// Called on the writer's thread once an entry is on the disk; dropped without being called if the entry is lost.
type Done = Box<dyn FnOnce() + Send>;

/// The part of the channel that questions may not fill: it is reserved for votes and the actions of admins.
const RESERVED: usize = 1_000;

/// Records entries of the bot without making it wait.
#[derive(Debug)]
pub struct Recorder {
    shared: Arc<Shared>,
    max_waiting: usize,
    /// The writer's thread; `None` if it could not be started.
    writer: Option<Thread>,
    /// Disconnects once the writer has closed the file. Nothing is ever sent.
    closed: Mutex<Receiver<()>>,
}

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
    /// The maximum size of the file.
    max_pages: u32,
}

impl Limits {
    const USUAL: Self = Self {
        max_waiting: 10_000,
        shortest_pause: Duration::from_millis(100),
        longest_pause: Duration::from_secs(30),
        maintenance_every: Duration::from_hours(24),
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
    sender: Option<SyncSender<Job>>,
    /// The number of entries that were accepted and not yet written.
    waiting: usize,
    health: Health,
    set_aside: Vec<PathBuf>,
    /// The time at which the writer gives up; set once the recorder accepts nothing more.
    deadline: Option<Instant>,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recorder {
    /// Starts recording into the file in `folder`. Never fails or waits: [`Recorder::health`] reports whether the file
    /// could be opened. A recorder that is dropped without being closed still has a few seconds to write the waiting
    /// entries.
    pub fn start(folder: impl Into<PathBuf>, options: Options) -> Self {
        Self::start_with(folder.into(), options, Limits::USUAL)
    }

    fn start_with(folder: PathBuf, options: Options, limits: Limits) -> Self {
        let (sender, jobs) = mpsc::sync_channel(limits.max_waiting + RESERVED);
        let (open, closed) = mpsc::channel();
        let shared = Arc::new(Shared(Mutex::new(State {
            sender: Some(sender),
            waiting: 0,
            health: Health::Well,
            set_aside: Vec::new(),
            deadline: None,
        })));
        let opening = Opening {
            folder,
            options,
            max_pages: limits.max_pages,
        };
        let writer = Writer::new(Arc::clone(&shared), jobs, opening, limits);
        let started = thread::Builder::new().name("ledger".to_owned()).spawn(move || {
            writer.run();
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
        let mut state = self.shared.lock();
        let Some(sender) = &state.sender else { return };
        let sent = if is_question && state.waiting >= self.max_waiting {
            Err(())
        } else {
            sender.try_send(Job { entry, done }).map_err(|_| ())
        };
        match sent {
            Ok(()) => state.waiting += 1,
            Err(()) => state.health.lose_one(),
        }
        drop(state);
        if !is_question {
            self.wake();
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
