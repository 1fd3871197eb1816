//! What waits to be written, who waits to be told, and how it is going: all that callers and the two threads share.
//!
//! Not here: the file.

use std::collections::{BTreeMap, VecDeque};
use std::error::Error;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::health::Health;
use super::{Done, NotRecorded, Pace};
use crate::ledger::entry::Entry;

/// The most entries in one transaction: some milliseconds of work.
const MAX_GROUP: usize = 500;

/// The longest pause while somebody waits to be told.
const URGENT_PAUSE: Duration = Duration::from_millis(250);

pub(super) struct Queue {
    pace: Pace,
    state: Mutex<State>,
    /// There is something to write, or it is time to end.
    work: Condvar,
    /// There is a promise, or it is time to end.
    promised: Condvar,
    /// The writer has ended.
    ended: Condvar,
}

struct State {
    waiting: VecDeque<Waiting>,
    /// Handed to the writer, and not heard of again yet.
    in_flight: usize,
    /// By ticket. All have the same time to wait, so the first is due first.
    promises: BTreeMap<u64, Promise>,
    next_ticket: u64,
    health: Health,
    set_aside: Vec<PathBuf>,
    /// Until when to go on trying, once nothing more is taken.
    closing: Option<Instant>,
    has_ended: bool,
}

/// An entry, and the ticket of its promise if somebody waits to be told.
struct Waiting {
    entry: Entry,
    ticket: Option<u64>,
}

impl Waiting {
    /// Whether it waits on though whoever handed it in was told that it could not be written in time. Of a vote that
    /// would not do: they are told that it does not count. What an admin did is done.
    fn stays(&self) -> bool {
        matches!(self.entry, Entry::Action(_))
    }
}

/// Entries to be written together.
pub(super) struct Group {
    pub(super) entries: Vec<Entry>,
    /// One for each entry.
    tickets: Vec<Option<u64>>,
}

struct Promise {
    due: Instant,
    done: Done,
}

/// What the writer is to do.
pub(super) enum Work {
    /// Write these.
    Group(Group),
    /// Nothing has waited until the time that was given.
    Idle,
    /// Close the file.
    End,
}

impl Queue {
    pub(super) fn new(pace: Pace) -> Self {
        Self {
            pace,
            state: Mutex::new(State {
                waiting: VecDeque::new(),
                in_flight: 0,
                promises: BTreeMap::new(),
                next_ticket: 0,
                health: Health::Well,
                set_aside: Vec::new(),
                closing: None,
                has_ended: false,
            }),
            work: Condvar::new(),
            promised: Condvar::new(),
            ended: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes an entry; `done` is told what becomes of it.
    pub(super) fn add(&self, entry: Entry, done: Option<Done>) {
        let mut state = self.lock();
        let refused = if state.closing.is_some() || state.has_ended {
            Some(NotRecorded::Closed)
        } else if state.waiting.len() >= self.pace.max_waiting && !state.lose_oldest() {
            Some(NotRecorded::Crowded)
        } else {
            None
        };
        if let Some(reason) = refused {
            if let Some(done) = done {
                drop(state);
                tell(done, Err(reason));
            } else if reason == NotRecorded::Crowded {
                state.health.loses_one();
            }
            return;
        }
        let ticket = done.map(|done| {
            let ticket = state.next_ticket;
            state.next_ticket += 1;
            let due = Instant::now() + self.pace.patience;
            state.promises.insert(ticket, Promise { due, done });
            self.promised.notify_one();
            ticket
        });
        state.waiting.push_back(Waiting { entry, ticket });
        self.work.notify_one();
    }

    /// Waits for entries, until `until`.
    pub(super) fn take(&self, until: Instant) -> Work {
        let mut state = self.lock();
        loop {
            if !state.waiting.is_empty() {
                let count = state.waiting.len().min(MAX_GROUP);
                state.in_flight = count;
                let group = state
                    .waiting
                    .drain(..count)
                    .map(|waiting| (waiting.entry, waiting.ticket));
                let (entries, tickets) = group.unzip();
                return Work::Group(Group { entries, tickets });
            }
            if state.closing.is_some() {
                return Work::End;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Work::Idle;
            }
            state = wait(&self.work, state, left);
        }
    }

    /// A group was written: who waits for it is told.
    pub(super) fn written(&self, group: Group) {
        let mut state = self.lock();
        state.in_flight = 0;
        let kept: Vec<Promise> = group
            .tickets
            .into_iter()
            .filter_map(|ticket| state.promises.remove(&ticket?))
            .collect();
        drop(state);
        for promise in kept {
            tell(promise.done, Ok(()));
        }
    }

    /// A group was not written: it waits again, before all else, but for what somebody was told is not recorded.
    pub(super) fn put_back(&self, group: Group) {
        let mut state = self.lock();
        state.in_flight = 0;
        for (entry, ticket) in group.entries.into_iter().zip(group.tickets).rev() {
            let waiting = Waiting { entry, ticket };
            if ticket.is_none_or(|ticket| state.promises.contains_key(&ticket)) {
                state.waiting.push_front(waiting);
            } else if waiting.stays() {
                state.waiting.push_front(Waiting {
                    ticket: None,
                    ..waiting
                });
            }
        }
        while state.waiting.len() > self.pace.max_waiting && state.lose_oldest() {}
    }

    /// Waits before the next try: `pause`, or less while somebody waits to be told. Whether there is to be one.
    pub(super) fn pause(&self, pause: Duration) -> bool {
        let started = Instant::now();
        let mut state = self.lock();
        loop {
            let is_urgent = state.closing.is_some() || !state.promises.is_empty();
            let pause = if is_urgent { pause.min(URGENT_PAUSE) } else { pause };
            if let Some(deadline) = state.closing
                && (state.waiting.is_empty() || Instant::now() >= deadline)
            {
                return false;
            }
            let left = pause.saturating_sub(started.elapsed());
            if left.is_zero() {
                return true;
            }
            state = wait(&self.work, state, left);
        }
    }

    /// Something was written.
    pub(super) fn is_well(&self) {
        self.lock().health.recovers();
    }

    /// Something could not be written.
    pub(super) fn fails(&self, error: &dyn Error) {
        self.lock().health.fails(error);
    }

    pub(super) fn is_failing(&self) -> bool {
        self.lock().health != Health::Well
    }

    pub(super) fn health(&self) -> Health {
        self.lock().health.clone()
    }

    pub(super) fn set_aside(&self) -> Vec<PathBuf> {
        self.lock().set_aside.clone()
    }

    pub(super) fn note_set_aside(&self, path: PathBuf) {
        self.lock().set_aside.push(path);
    }

    /// Whether to give up: nothing more is taken, and the time for what waits is over.
    pub(super) fn is_over(&self) -> bool {
        self.lock().closing.is_some_and(|deadline| Instant::now() >= deadline)
    }

    pub(super) fn begin_to_close(&self, deadline: Instant) {
        self.lock().closing.get_or_insert(deadline);
        self.work.notify_one();
    }

    /// Waits until the writer has ended; how many entries were not written.
    pub(super) fn close(&self, deadline: Instant) -> usize {
        self.begin_to_close(deadline);
        let mut state = self.lock();
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if state.has_ended || left.is_zero() {
                break;
            }
            state = wait(&self.ended, state, left);
        }
        let unwritten = state.waiting.len() + state.in_flight;
        let promises = std::mem::take(&mut state.promises);
        drop(state);
        for promise in promises.into_values() {
            tell(promise.done, Err(NotRecorded::Closed));
        }
        unwritten
    }

    /// The writer ends, or could not start.
    pub(super) fn end(&self) {
        let mut state = self.lock();
        state.has_ended = true;
        let promises = std::mem::take(&mut state.promises);
        drop(state);
        self.ended.notify_all();
        self.promised.notify_all();
        for promise in promises.into_values() {
            tell(promise.done, Err(NotRecorded::Closed));
        }
    }

    /// Tells those whose time is over that their entry is not recorded, until the writer ends.
    pub(super) fn keep_promises(&self) {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            match state
                .promises
                .first_key_value()
                .map(|(ticket, promise)| (*ticket, promise.due))
            {
                Some((ticket, due)) if due <= now => {
                    let promise = state.promises.remove(&ticket);
                    state.waiting.retain_mut(|waiting| {
                        let is_told = waiting.ticket == Some(ticket);
                        if is_told && waiting.stays() {
                            waiting.ticket = None;
                        }
                        !is_told || waiting.stays()
                    });
                    drop(state);
                    if let Some(promise) = promise {
                        tell(promise.done, Err(NotRecorded::TooLate));
                    }
                    state = self.lock();
                }
                Some((_, due)) => state = wait(&self.promised, state, due - now),
                None if state.has_ended => return,
                None => state = self.promised.wait(state).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

impl State {
    /// Drops the oldest entry for which nobody waits; whether there was one.
    fn lose_oldest(&mut self) -> bool {
        let is_free = |waiting: &Waiting| waiting.ticket.is_none();
        let is_question = |waiting: &Waiting| is_free(waiting) && !waiting.stays();
        let oldest = self.waiting.iter().position(is_question);
        let Some(oldest) = oldest.or_else(|| self.waiting.iter().position(is_free)) else {
            return false;
        };
        self.waiting.remove(oldest);
        self.health.loses_one();
        true
    }
}

impl fmt::Debug for Queue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Queue").finish_non_exhaustive()
    }
}

fn wait<'a>(condition: &Condvar, state: MutexGuard<'a, State>, time: Duration) -> MutexGuard<'a, State> {
    let (state, _) = condition
        .wait_timeout(state, time)
        .unwrap_or_else(PoisonError::into_inner);
    state
}

/// A caller that panics must not take the thread with it that all others need.
fn tell(done: Done, result: Result<(), NotRecorded>) {
    if catch_unwind(AssertUnwindSafe(|| done(result))).is_err() {
        tracing::error!("a caller of the ledger panicked when it was told of its entry");
    }
}
