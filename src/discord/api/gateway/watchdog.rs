//! Finds the shards that show no sign of life.
//!
//! serenity's shards reconnect and resume by themselves, but some of their waits have no limit (for one, the wait for
//! the other side's close frame). Not here: restarting a shard.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serenity::all::ShardId;
use serenity::gateway::ConnectionStage;

use super::shards::ShardState;

/// The time limits of the watchdog.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// The interval between two looks.
    pub every: Duration,
    /// The time without a sign of life after which a shard is restarted. The acknowledgement of a heartbeat is a sign,
    /// and Discord asks for one every 41 seconds.
    pub silence: Duration,
    /// The time without a connection after which the process ends.
    pub absence: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            every: Duration::from_secs(5),
            silence: Duration::from_mins(2),
            absence: Duration::from_mins(15),
        }
    }
}

/// The time of each shard's last event.
#[derive(Debug, Default)]
pub(crate) struct SignsOfLife(Mutex<HashMap<u32, Instant>>);

impl SignsOfLife {
    /// Notes an event from a shard.
    pub(crate) fn note(&self, shard: ShardId) {
        self.lock().insert(shard.0, Instant::now());
    }

    fn last(&self, shard: ShardId) -> Option<Instant> {
        self.lock().get(&shard.0).copied()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u32, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Remembers what it saw of each shard.
pub(super) struct Watchdog {
    patience: Patience,
    /// Each shard's last heartbeat latency, and the time of its last change or of the shard's last restart.
    seen: HashMap<ShardId, (Option<Duration>, Instant)>,
    /// The time when all shards were last connected, or a further one first was.
    connected: Instant,
    /// The most shards that were connected at the same time.
    most: usize,
}

impl Watchdog {
    pub(super) fn new(patience: Patience) -> Self {
        Self {
            patience,
            seen: HashMap::new(),
            connected: Instant::now(),
            most: 0,
        }
    }

    /// Returns the silent ones of the shards that have begun to connect, of `all`.
    pub(super) fn silent(&mut self, states: &[ShardState], signs: &SignsOfLife, all: u32) -> Vec<ShardId> {
        let now = Instant::now();
        let mut silent = Vec::new();
        for state in states {
            let (last_latency, since) = self.seen.entry(state.id).or_insert((state.latency, now));
            // Two heartbeats hardly ever take the same number of nanoseconds.
            if *last_latency != state.latency {
                (*last_latency, *since) = (state.latency, now);
            }
            let last_sign = signs.last(state.id).map_or(*since, |event| event.max(*since));
            if now.duration_since(last_sign) > self.patience.silence {
                *since = now;
                silent.push(state.id);
            }
        }
        let connected = states.iter().filter(|state| state.stage == ConnectionStage::Connected);
        let connected = connected.count();
        if (silent.is_empty() && connected == all as usize) || connected > self.most {
            self.connected = now;
        }
        self.most = self.most.max(connected);
        silent
    }

    /// True if too much time has passed since all shards were connected.
    pub(super) fn is_lost(&self) -> bool {
        self.connected.elapsed() > self.patience.absence
    }
}
