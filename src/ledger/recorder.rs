//! The ledger for who must not wait: the running bot.
//!
//! A thread of its own has the file. What is to be recorded goes into a bounded queue (`src/ledger/recorder/queue.rs`), and
//! all that waits there goes into the file in one transaction (`src/ledger/recorder/writer.rs`). Another thread keeps the
//! promise that who wants to know is told in time, however long the disk takes.
//!
//! While the file cannot be written, for whatever reason, entries wait in memory; the writer tries again and again, and
//! opens the file anew. Beyond the bound the oldest questions are lost, and counted.

use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use thiserror::Error;

use super::entry::{Action, Asked, Entry, Vote};
use super::file::{MAX_PAGES, Opening, Options};
use queue::Queue;
use writer::Writer;

pub use health::Health;

mod health;
mod queue;
mod writer;

/// Told once what became of an entry: that it is on the disk, or that it was not written. It is called on a thread of the
/// recorder, or at once on the caller's; it must not take long.
pub type Done = Box<dyn FnOnce(Result<(), NotRecorded>) + Send>;

/// Why an entry was not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotRecorded {
    /// It could not be written in time (1.5 s). If the disk was only slow, it may be written yet; what an admin did is, as
    /// soon as anything can be.
    #[error("it could not be written in time")]
    TooLate,
    /// Too much is waiting already.
    #[error("too much is waiting to be written")]
    Crowded,
    /// The recorder was closed.
    #[error("the recorder is closed")]
    Closed,
}

/// Records what the bot hands it, and keeps nobody waiting.
#[derive(Debug)]
pub struct Recorder {
    queue: Arc<Queue>,
}

/// How much waits how long; other values are for tests.
#[derive(Debug, Clone, Copy)]
struct Pace {
    /// Entries that may wait.
    max_waiting: usize,
    /// How long somebody waits to be told.
    patience: Duration,
    /// The pause after a failure. It doubles each time, up to the longest.
    shortest_pause: Duration,
    longest_pause: Duration,
    /// How often the retention is applied.
    retention_every: Duration,
    /// How large the file may grow.
    max_pages: u32,
}

impl Pace {
    const USUAL: Self = Self {
        max_waiting: 10_000,
        patience: Duration::from_millis(1500),
        shortest_pause: Duration::from_millis(100),
        longest_pause: Duration::from_secs(30),
        retention_every: Duration::from_hours(24),
        max_pages: MAX_PAGES,
    };
}

impl Recorder {
    /// Starts recording into the file in `folder`. This neither fails nor waits: [`Recorder::health`] tells whether the
    /// file could be opened. Dropped without being closed, it still writes what waits, if it can within a few seconds and
    /// the process lives that long.
    pub fn start(folder: impl Into<PathBuf>, options: Options) -> Self {
        Self::start_at(folder.into(), options, Pace::USUAL)
    }

    fn start_at(folder: PathBuf, options: Options, pace: Pace) -> Self {
        let queue = Arc::new(Queue::new(pace));
        let opening = Opening {
            folder,
            options,
            max_pages: pace.max_pages,
        };
        let writer = Writer::new(Arc::clone(&queue), opening, pace);
        let promises = Arc::clone(&queue);
        let started = thread::Builder::new()
            .name("ledger promises".to_owned())
            .spawn(move || promises.keep_promises())
            .and_then(|_| {
                thread::Builder::new()
                    .name("ledger writer".to_owned())
                    .spawn(move || writer.run())
            });
        if let Err(error) = started {
            queue.fails(&error);
            queue.end();
        }
        Self { queue }
    }

    /// Records a question, some time soon. If it cannot be written it waits; if too much waits, the oldest is lost.
    pub fn asked(&self, asked: Asked) {
        self.queue.add(Entry::Asked(asked), None);
    }

    /// Records a vote. `done` is told once it is on the disk, or within about 1.5 s that it is not.
    pub fn vote(&self, vote: Vote, done: Done) {
        self.queue.add(Entry::Vote(vote), Some(done));
    }

    /// Records what an admin did. `done` is told once it is on the disk, or within about 1.5 s that it is not yet: then it
    /// waits on, and the oldest questions are lost before it is.
    pub fn audit(&self, action: Action, done: Done) {
        self.queue.add(Entry::Action(action), Some(done));
    }

    /// How it is going.
    pub fn health(&self) -> Health {
        self.queue.health()
    }

    /// Where the files are now that were found damaged since the start.
    pub fn set_aside(&self) -> Vec<PathBuf> {
        self.queue.set_aside()
    }

    /// Takes nothing more, and waits until all is written, no longer than `within` (an hour at most). How many entries were not written;
    /// who waits for one of them is told.
    pub fn close(&self, within: Duration) -> usize {
        self.queue.close(Instant::now() + within.min(Duration::from_hours(1)))
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.queue.begin_to_close(Instant::now() + 2 * Pace::USUAL.patience);
    }
}

#[cfg(test)]
mod tests;
