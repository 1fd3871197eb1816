//! The connection that delivers events: its shards, its sessions, and unknown events.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

use super::{Labels, family};

/// The number of a shard as a label.
type ShardLabel = [(&'static str, u32); 1];

/// The last known state of a shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Its number, from 0.
    pub id: u32,
    /// True if it is connected and has a session.
    pub is_connected: bool,
    /// The time that Discord took to acknowledge its last heartbeat; `None` before the first.
    pub latency: Option<Duration>,
}

/// The connection that delivers events.
#[derive(Debug)]
pub struct Gateway {
    shards: Gauge,
    connected: Family<ShardLabel, Gauge>,
    latencies: Family<ShardLabel, Gauge<f64, AtomicU64>>,
    sessions: Family<Labels<1>, Counter>,
    sessions_left: Gauge,
    restarts: Counter,
    unknown_events: Counter,
    is_off: AtomicBool,
}

impl Gateway {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let gateway = Self {
            shards: Gauge::default(),
            connected: Family::default(),
            latencies: Family::default(),
            sessions: family(["new", "resumed"].map(how), Counter::default),
            sessions_left: Gauge::default(),
            restarts: Counter::default(),
            unknown_events: Counter::default(),
            is_off: AtomicBool::new(false),
        };
        registry.register(
            "shards",
            "Shards that Discord asked for; 0 until then",
            gateway.shards.clone(),
        );
        registry.register(
            "shard_connected",
            "Whether the shard is connected: 1 or 0",
            gateway.connected.clone(),
        );
        registry.register_with_unit(
            "shard_heartbeat_latency",
            "Time that Discord took to acknowledge the shard's last heartbeat",
            Unit::Seconds,
            gateway.latencies.clone(),
        );
        registry.register(
            "sessions",
            "Sessions begun, new or resumed; each one after a shard's first is a reconnect",
            gateway.sessions.clone(),
        );
        registry.register(
            "sessions_left",
            "New sessions that Discord still allows today, when it was last asked",
            gateway.sessions_left.clone(),
        );
        registry.register(
            "shard_restarts",
            "Shards restarted because they showed no sign of life",
            gateway.restarts.clone(),
        );
        registry.register(
            "unknown_events",
            "Events that this version does not know",
            gateway.unknown_events.clone(),
        );
        gateway
    }

    /// Notes that Discord asked for this many shards. None of them is connected yet.
    pub fn opened(&self, shards: u32) {
        self.shards.set(shards.into());
        self.seen(&[]);
    }

    /// Notes the state of all shards. A shard that is missing here is not connected.
    pub fn seen(&self, shards: &[Shard]) {
        for id in self.ids() {
            let shard = shards.iter().find(|shard| shard.id == id);
            let is_connected = shard.is_some_and(|shard| shard.is_connected);
            self.connected.get_or_create(&label(id)).set(is_connected.into());
            if let Some(latency) = shard.and_then(|shard| shard.latency) {
                self.latencies.get_or_create(&label(id)).set(latency.as_secs_f64());
            }
        }
    }

    /// Notes that the bot uses no gateway.
    pub fn turned_off(&self) {
        self.is_off.store(true, Ordering::Relaxed);
    }

    /// True if there is a shard, and every shard is connected; or if the bot uses no gateway.
    pub(super) fn is_connected(&self) -> bool {
        if self.is_off.load(Ordering::Relaxed) {
            return true;
        }
        self.shards.get() > 0 && self.ids().all(|id| self.connected.get_or_create(&label(id)).get() == 1)
    }

    /// Counts a session of a shard, new or resumed.
    pub fn session(&self, is_resumed: bool) {
        let word = if is_resumed { "resumed" } else { "new" };
        self.sessions.get_or_create(&how(word)).inc();
    }

    /// Notes how many new sessions Discord still allows today, if it says so.
    pub fn sessions_left(&self, sessions: Option<u32>) {
        if let Some(sessions) = sessions {
            self.sessions_left.set(sessions.into());
        }
    }

    /// Counts a shard that was restarted because it gave no sign of life.
    pub fn restarted(&self) {
        self.restarts.inc();
    }

    /// Counts an event that this version does not know.
    pub fn unknown_event(&self) {
        self.unknown_events.inc();
    }

    fn ids(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.shards.get()).unwrap_or(0)
    }
}

fn label(shard: u32) -> ShardLabel {
    [("shard", shard)]
}

fn how(word: &'static str) -> Labels<1> {
    [("how", word)]
}
