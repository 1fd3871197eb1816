//! The thread that has the file: writes what waits, and gets over whatever happens to the file.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Pace;
use super::queue::{Queue, Work};
use crate::ledger::error::LedgerError;
use crate::ledger::file::{Check, Ledger, Opening};

pub(super) struct Writer {
    queue: Arc<Queue>,
    opening: Opening,
    pace: Pace,
    ledger: Option<Ledger>,
    /// How to look at the file when it is opened next.
    check: Check,
    pause: Duration,
    next_retention: Instant,
}

impl Writer {
    pub(super) fn new(queue: Arc<Queue>, opening: Opening, pace: Pace) -> Self {
        Self {
            queue,
            opening,
            pace,
            ledger: None,
            check: Check::Quick,
            pause: pace.shortest_pause,
            next_retention: Instant::now() + pace.retention_every,
        }
    }

    pub(super) fn run(mut self) {
        let ending = End(Arc::clone(&self.queue));
        loop {
            match self.step() {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    self.fail(&error);
                    if !self.queue.pause(self.pause) {
                        break;
                    }
                    self.pause = (self.pause * 2).min(self.pace.longest_pause);
                }
            }
        }
        // All is in the file itself before anybody hears that this is the end.
        drop(self.ledger.take());
        drop(ending);
    }

    /// Does the next thing; whether to go on.
    ///
    /// # Errors
    /// What stands in the way. What was to be written waits again.
    fn step(&mut self) -> Result<bool, LedgerError> {
        if self.queue.is_over() {
            return Ok(false);
        }
        let Some(ledger) = &mut self.ledger else {
            let opened = self.opening.open(self.check)?;
            if let Some(path) = opened.set_aside {
                self.queue.note_set_aside(path);
            }
            self.next_retention = Instant::now() + self.pace.retention_every;
            self.ledger = Some(opened.ledger);
            return Ok(true);
        };
        // After a failure nothing is well until something was written, if there is nothing to write then for a try.
        let until = if self.queue.is_failing() {
            Instant::now()
        } else {
            self.next_retention
        };
        match self.queue.take(until) {
            Work::Group(group) => {
                if let Err(error) = ledger.record(&group.entries) {
                    self.queue.put_back(group);
                    return Err(error);
                }
                // Who is told that it went well, and asks how it goes, must not hear otherwise.
                self.queue.is_well();
                self.queue.written(group);
            }
            Work::Idle if self.queue.is_failing() => ledger.prove()?,
            Work::Idle => {
                ledger.look_again()?;
                ledger.check(Check::Quick)?;
                ledger.apply_retention()?;
                self.next_retention = Instant::now() + self.pace.retention_every;
            }
            Work::End => return Ok(false),
        }
        self.pause = self.pace.shortest_pause;
        self.check = Check::Quick;
        self.queue.is_well();
        Ok(true)
    }

    fn fail(&mut self, error: &LedgerError) {
        self.queue.fails(error);
        // A lock says nothing against the file. After all else it is looked at afresh.
        if !matches!(error, LedgerError::Locked)
            && let Some(ledger) = self.ledger.take()
        {
            ledger.abandon();
        }
        if matches!(error, LedgerError::Damaged(_)) {
            self.check = Check::Full;
        }
    }
}

/// Says that the writer has ended, however it does.
struct End(Arc<Queue>);

impl Drop for End {
    fn drop(&mut self) {
        self.0.end();
    }
}
