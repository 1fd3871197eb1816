//! The shards, which start as many at a time as Discord allows.
//!
//! In five seconds Discord allows one shard of each bucket to identify, and a shard's bucket is its number modulo
//! `max_concurrency` (<https://discord.com/developers/docs/events/gateway#rate-limiting>). A manager of serenity's starts
//! one shard in five seconds, whatever Discord allows, and lets a shard that has to identify again wait for its turn. So
//! each bucket has a manager of its own.

use std::sync::Arc;
use std::time::Duration;

use futures::channel::mpsc::UnboundedReceiver;
use futures::future::join_all;
use futures::stream::{SelectAll, select_all};
use serenity::all::{ActivityData, GatewayIntents, OnlineStatus, RawEventHandler, ShardId};
use serenity::gateway::{ConnectionStage, GatewayError, PresenceData, ShardManager, ShardManagerOptions};
use serenity::http::Http;
use tokio::sync::Mutex;

use super::limits::Limits;

/// Tells when a shard, or all of a bucket, ended.
pub(super) type Ended = SelectAll<UnboundedReceiver<Result<(), GatewayError>>>;

/// The state of a shard.
pub(super) struct ShardState {
    pub(super) id: ShardId,
    pub(super) stage: ConnectionStage,
    /// Of its last heartbeat.
    pub(super) latency: Option<Duration>,
}

/// The settings that all shards share.
pub(super) struct Common<'a> {
    pub(super) token: &'a str,
    pub(super) intents: GatewayIntents,
    /// The line below the bot's name.
    pub(super) presence: &'a str,
    pub(super) handler: Arc<dyn RawEventHandler>,
}

/// All shards.
pub(super) struct Shards {
    /// A bucket each.
    managers: Vec<Arc<ShardManager>>,
}

impl Shards {
    /// Starts as many shards as Discord asks for. They connect later.
    pub(super) async fn start(limits: &Limits, common: &Common<'_>) -> (Self, Ended) {
        // A shard asks for this address before it connects.
        let address = Arc::new(Mutex::new(limits.url.clone()));
        let http = Arc::new(Http::new(common.token));
        let buckets = 0..limits.at_once();
        let (managers, ended): (Vec<_>, Vec<_>) = buckets
            .map(|_| {
                ShardManager::new(ShardManagerOptions {
                    data: Arc::default(),
                    event_handlers: Vec::new(),
                    raw_event_handlers: vec![Arc::clone(&common.handler)],
                    shard_index: 0,
                    shard_init: 0,
                    shard_total: limits.shards,
                    ws_url: Arc::clone(&address),
                    // Shards only take the token from it.
                    http: Arc::clone(&http),
                    intents: common.intents,
                    presence: Some(PresenceData {
                        activity: Some(ActivityData::custom(common.presence)),
                        status: OnlineStatus::Online,
                    }),
                })
            })
            .unzip();
        let shards = Self { managers };
        // A manager starts a range of shards, so each shard is a range of its own. Setting a range ends the shards that are
        // running; none is, as long as none can get the address.
        let nobody_connects = address.lock().await;
        for id in (0..limits.shards).map(ShardId) {
            let manager = shards.manager(id);
            manager.set_shards(id.0, 1, limits.shards).await;
            // This can't fail in this version of serenity. If it ever does, the watchdog notices.
            let _ = manager.initialize();
        }
        drop(nobody_connects);
        (shards, select_all(ended))
    }

    fn manager(&self, shard: ShardId) -> &ShardManager {
        &self.managers[shard.0 as usize % self.managers.len()]
    }

    /// The state of each shard that has begun to connect.
    pub(super) async fn states(&self) -> Vec<ShardState> {
        let mut states = Vec::new();
        for manager in &self.managers {
            let runners = manager.runners.lock().await;
            states.extend(runners.iter().map(|(&id, runner)| ShardState {
                id,
                stage: runner.stage,
                latency: runner.latency,
            }));
        }
        states
    }

    /// Restarts a shard in its bucket's turn.
    pub(super) async fn restart(&self, shard: ShardId) {
        self.manager(shard).restart(shard).await;
    }

    /// Sets the line below the bot's name.
    pub(super) async fn show(&self, presence: &str) {
        for manager in &self.managers {
            for runner in manager.runners.lock().await.values() {
                runner.runner_tx.set_activity(Some(ActivityData::custom(presence)));
            }
        }
    }

    /// Closes the connection of each shard.
    pub(super) async fn close(&self) {
        join_all(self.managers.iter().map(|manager| manager.shutdown_all())).await;
    }
}
