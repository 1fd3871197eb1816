//! The thread that owns the ledger. It writes the waiting entries, and recovers from any damage to the file.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use super::{Done, Job, Limits, Shared};
use crate::ledger::entry::Entry;
use crate::ledger::error::LedgerError;
use crate::ledger::opening::{Ledger, Opening};

/// The most entries in one transaction: some milliseconds of work.
const MAX_BATCH: usize = 500;

pub(super) struct Writer {
    shared: Arc<Shared>,
    jobs: Receiver<Job>,
    opening: Opening,
    limits: Limits,
    ledger: Option<Ledger>,
    /// The entries to write next; after a failure, those that could not be written.
    batch: Vec<Entry>,
    /// The callbacks to run once the batch is on the disk.
    to_tell: Vec<Done>,
    pause: Duration,
    next_maintenance: Instant,
    /// When to read the settings again; `None` if nobody else changes them.
    next_refresh: Option<Instant>,
}

impl Writer {
    pub(super) fn new(shared: Arc<Shared>, jobs: Receiver<Job>, opening: Opening, limits: Limits) -> Self {
        Self {
            shared,
            jobs,
            opening,
            limits,
            ledger: None,
            batch: Vec::new(),
            to_tell: Vec::new(),
            pause: limits.shortest_pause,
            next_maintenance: Instant::now() + limits.maintenance_every,
            next_refresh: None,
        }
    }

    /// Writes until the recorder is closed and nothing waits, or until its time for closing is over. Drops `trying` once
    /// it has tried to open the file.
    pub(super) fn run(mut self, trying: Sender<()>) {
        let mut trying = Some(trying);
        while !self.is_over() {
            let step = self.step();
            drop(trying.take());
            match step {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(())) => break,
                Err(error) => self.recover_from(error),
            }
        }
    }

    fn is_over(&self) -> bool {
        let state = self.shared.lock();
        let deadline = state.deadline;
        deadline.is_some_and(|deadline| state.waiting == 0 || Instant::now() >= deadline)
    }

    /// Does the next piece of work; `Break` when the recorder is closed and nothing waits.
    ///
    /// # Errors
    /// If the file can't be opened or written. The batch is kept.
    fn step(&mut self) -> Result<ControlFlow<()>, LedgerError> {
        let Some(ledger) = &mut self.ledger else {
            let opened = self.opening.open()?;
            self.shared.lock().set_aside.extend(opened.set_aside);
            let ledger = self.ledger.insert(opened.ledger);
            if self.opening.storage.is_shared() {
                refresh_settings(&self.shared, ledger)?;
                self.next_refresh = Some(Instant::now() + self.limits.refresh_every);
            } else {
                keep_settings(&self.shared, ledger)?;
            }
            self.finish_maintenance();
            return Ok(ControlFlow::Continue(()));
        };
        if self.next_refresh.is_some_and(|at| Instant::now() >= at) {
            refresh_settings(&self.shared, ledger)?;
            self.next_refresh = Some(Instant::now() + self.limits.refresh_every);
        }
        if Instant::now() >= self.next_maintenance {
            ledger.database.check()?;
            ledger.apply_retention()?;
            self.finish_maintenance();
        }
        if self.batch.is_empty() {
            let next = self
                .next_refresh
                .map_or(self.next_maintenance, |at| at.min(self.next_maintenance));
            let left = next.saturating_duration_since(Instant::now());
            match self.jobs.recv_timeout(left) {
                Ok(job) => self.take(job),
                Err(RecvTimeoutError::Timeout) => return Ok(ControlFlow::Continue(())),
                Err(RecvTimeoutError::Disconnected) => return Ok(ControlFlow::Break(())),
            }
        }
        self.write_batch()?;
        Ok(ControlFlow::Continue(()))
    }

    /// Schedules the next maintenance. If nothing waits to be written, this one proves that the file is healthy.
    fn finish_maintenance(&mut self) {
        self.next_maintenance = Instant::now() + self.limits.maintenance_every;
        if self.batch.is_empty() {
            self.note_success();
        }
    }

    /// Notes that the batch, if there is one, is on the disk.
    fn note_success(&mut self) {
        self.pause = self.limits.shortest_pause;
        let mut state = self.shared.lock();
        state.waiting -= self.batch.len();
        state.health.recover();
    }

    fn take(&mut self, job: Job) {
        self.batch.push(job.entry);
        self.to_tell.extend(job.done);
    }

    fn write_batch(&mut self) -> Result<(), LedgerError> {
        while self.batch.len() < MAX_BATCH
            && let Ok(job) = self.jobs.try_recv()
        {
            self.take(job);
        }
        if let Some(ledger) = &mut self.ledger {
            ledger.record(&self.batch)?;
        }
        // Mark the ledger healthy before telling anybody, so that they never see stale health.
        self.note_success();
        self.batch.clear();
        for done in self.to_tell.drain(..) {
            done();
        }
        Ok(())
    }

    /// Notes why the file can't be used, and pauses. The pauses grow until something succeeds or a caller waits for a
    /// vote.
    fn recover_from(&mut self, error: LedgerError) {
        // A lock does not make the file suspect. After any other error, open and check it again.
        if !matches!(error, LedgerError::Locked)
            && let Some(ledger) = self.ledger.take()
        {
            ledger.database.abandon();
        }
        self.shared.lock().health.fail(error);
        let started = Instant::now();
        thread::park_timeout(self.pause);
        self.pause = if started.elapsed() < self.pause {
            // A caller is waiting: try often for a while.
            self.limits.shortest_pause
        } else {
            (self.pause * 2).min(self.limits.longest_pause)
        };
    }
}

/// Reads the settings of servers from a database, unless some that were changed here still wait to be written.
fn refresh_settings(shared: &Shared, ledger: &mut Ledger) -> Result<(), LedgerError> {
    let read = ledger.settings()?.into_iter();
    let read = read.map(|(server, settings)| (server, settings.into())).collect();
    let mut state = shared.lock();
    // They can't have been written since they were read: that would have been this thread.
    if state.waiting == 0 || state.settings.is_none() {
        state.settings = Some(read);
    }
    Ok(())
}

/// Reads the settings of servers from a file that was opened; if they are known already, writes them to it.
fn keep_settings(shared: &Shared, ledger: &mut Ledger) -> Result<(), LedgerError> {
    let known = shared.lock().settings.clone();
    let Some(known) = known else {
        let read = ledger.settings()?.into_iter();
        shared.lock().settings = Some(read.map(|(server, settings)| (server, settings.into())).collect());
        return Ok(());
    };
    let known = known.into_iter();
    let entries: Vec<Entry> = known
        .map(|(server, settings)| Entry::Settings { server, settings })
        .collect();
    ledger.record(&entries)
}
