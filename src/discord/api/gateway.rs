//! The connection that events come over: its shards, and the watchdog that restarts one that fell silent.
//!
//! serenity's shards reconnect and resume by themselves, but a few of their waits have no end (for the other side's
//! close frame, for one). Hence the watchdog: a shard that shows no sign of life is started anew, and when that does not
//! help for long, the process ends and leaves it to its supervisor. Not here: what events mean (`bot`).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::StreamExt;
use futures::channel::mpsc::UnboundedReceiver;
use serenity::all::{ActivityData, GatewayIntents, OnlineStatus, RawEventHandler, ShardId};
use serenity::gateway::{ConnectionStage, GatewayError, PresenceData, ShardManager, ShardManagerOptions};
use serenity::http::{HttpBuilder, Route};
use thiserror::Error;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use super::rest::Rest;
use crate::metrics::{Metrics, Shard};

/// What the bot hears: messages where it is, and private ones. None of these is privileged; the content of a message that
/// does not mention the bot is hidden from it.
const INTENTS: GatewayIntents = GatewayIntents::GUILD_MESSAGES.union(GatewayIntents::DIRECT_MESSAGES);

/// How long shards have to close before they are left to themselves.
const CLOSE_PATIENCE: Duration = Duration::from_secs(3);

/// How often it is looked how the shards are. serenity tells nobody but its own framework of handlers, each of which gets
/// a copy of every event.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long to wait before Discord is asked again which gateway to use; doubled each time.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// Why the bot ended, or did not start.
#[derive(Debug, Error)]
pub enum ServeError {
    /// Discord does not take the token.
    #[error("Discord does not take the token")]
    BadToken,
    /// Discord does not grant the intents.
    #[error("Discord does not grant the intents")]
    DisallowedIntents,
    /// The connection was lost, and did not come back.
    #[error("the connection to Discord was lost")]
    Lost,
    /// No HTTP client could be made.
    #[error("failed to prepare for HTTP")]
    Http(#[source] reqwest::Error),
}

/// When the watchdog thinks what.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// How often it looks.
    pub every: Duration,
    /// How long a shard may be without a sign of life before it is started anew. Discord asks for a heartbeat each
    /// 41 seconds, and its acknowledgement is one.
    pub silence: Duration,
    /// How long there may be no connection before the process ends.
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

/// The shards, and what tells that they live.
pub(crate) struct Gateway {
    shards: Arc<ShardManager>,
    ended: UnboundedReceiver<Result<(), GatewayError>>,
    signs: Arc<SignsOfLife>,
    metrics: Arc<Metrics>,
}

/// When each shard was last heard of.
#[derive(Debug, Default)]
pub(crate) struct SignsOfLife(Mutex<HashMap<u32, Instant>>);

impl SignsOfLife {
    /// An event came over this shard.
    pub(crate) fn note(&self, shard: ShardId) {
        self.lock().insert(shard.0, Instant::now());
    }

    fn last(&self, shard: ShardId) -> Option<Instant> {
        self.lock().get(&shard.0).copied()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<u32, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What Discord says about its gateway.
#[derive(Debug, serde::Deserialize)]
struct BotGateway {
    url: String,
    #[serde(default = "one")]
    shards: u32,
    session_start_limit: Option<SessionStartLimit>,
}

#[derive(Debug, serde::Deserialize)]
struct SessionStartLimit {
    remaining: u32,
    /// Milliseconds.
    reset_after: u64,
}

fn one() -> u32 {
    1
}

impl Gateway {
    /// Starts as many shards as Discord asks for; they connect by and by.
    ///
    /// # Errors
    /// If the token is refused. Whatever else fails is tried again.
    pub(crate) async fn open(
        rest: &Rest,
        token: &str,
        presence: &str,
        handler: Arc<dyn RawEventHandler>,
        signs: Arc<SignsOfLife>,
        metrics: &Arc<Metrics>,
    ) -> Result<Self, ServeError> {
        let gateway = Self::ask_for(rest).await?;
        metrics.gateway.opened(gateway.shards);
        let (shards, ended) = ShardManager::new(ShardManagerOptions {
            data: Arc::default(),
            event_handlers: Vec::new(),
            raw_event_handlers: vec![handler],
            shard_index: 0,
            shard_init: gateway.shards,
            shard_total: gateway.shards,
            ws_url: Arc::new(tokio::sync::Mutex::new(gateway.url)),
            // Shards take the token from it, and nothing else.
            http: Arc::new(HttpBuilder::new(token).build()),
            intents: INTENTS,
            presence: Some(PresenceData {
                activity: Some(ActivityData::custom(presence)),
                status: OnlineStatus::Online,
            }),
        });
        // It cannot fail in this version of serenity, and fails on nobody's behalf if it should: the watchdog sees it.
        let _ = shards.initialize();
        Ok(Self {
            shards,
            ended,
            signs,
            metrics: Arc::clone(metrics),
        })
    }

    /// Asks which gateway to use, until there is an answer and a session left to start.
    async fn ask_for(rest: &Rest) -> Result<BotGateway, ServeError> {
        let mut pause = FIRST_PAUSE;
        loop {
            match rest.get::<BotGateway>(Route::GatewayBot).await {
                Ok(gateway) => match &gateway.session_start_limit {
                    // Starting more of them than allowed resets the token.
                    Some(limit) if limit.remaining < gateway.shards => {
                        let wait = Duration::from_millis(limit.reset_after).max(FIRST_PAUSE);
                        tracing::error!(
                            seconds = wait.as_secs(),
                            "today's sessions are used up; waiting for new ones"
                        );
                        sleep(wait).await;
                    }
                    _ => return Ok(gateway),
                },
                Err(error) if error.is_unauthorized() => return Err(ServeError::BadToken),
                Err(error) => {
                    tracing::warn!(%error, "Discord does not say which gateway to use; asking again");
                    sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    /// Watches over the shards; comes back only when it is no use going on.
    pub(crate) async fn watch(&mut self, patience: Patience) -> ServeError {
        let mut clock = interval(patience.every);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut look = interval(LOOK_EVERY);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut watchdog = Watchdog::new(patience);
        loop {
            tokio::select! {
                end = self.ended.next() => match end {
                    Some(Err(GatewayError::InvalidAuthentication | GatewayError::NoAuthentication)) => return ServeError::BadToken,
                    Some(Err(GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents)) => {
                        return ServeError::DisallowedIntents;
                    }
                    Some(_) | None => return ServeError::Lost,
                },
                _ = clock.tick() => {
                    if let Some(error) = watchdog.look(&self.shards, &self.signs, &self.metrics).await {
                        return error;
                    }
                }
                _ = look.tick() => self.count().await,
            }
        }
    }

    /// Notes how each shard is.
    async fn count(&self) {
        let shards: Vec<Shard> = states(&self.shards)
            .await
            .into_iter()
            .map(|(id, stage, latency)| Shard {
                id: id.0,
                is_connected: stage == ConnectionStage::Connected,
                latency,
            })
            .collect();
        self.metrics.gateway.seen(&shards);
    }

    /// Shows on the bot what it knows.
    pub(crate) async fn show(&self, presence: &str) {
        for runner in self.shards.runners.lock().await.values() {
            runner.runner_tx.set_activity(Some(ActivityData::custom(presence)));
        }
    }

    /// Logs off: no more events, and the bot is shown as offline.
    pub(crate) async fn close(&self) {
        // From now on nobody is answered.
        self.metrics.gateway.seen(&[]);
        if timeout(CLOSE_PATIENCE, self.shards.shutdown_all()).await.is_err() {
            tracing::warn!("the gateway did not confirm that it closed");
        }
    }
}

/// How each shard is: where its connection stands, and how long its last heartbeat took.
async fn states(shards: &ShardManager) -> Vec<(ShardId, ConnectionStage, Option<Duration>)> {
    let runners = shards.runners.lock().await;
    runners
        .iter()
        .map(|(&id, runner)| (id, runner.stage, runner.latency))
        .collect()
}

/// What the watchdog knows of the shards.
struct Watchdog {
    patience: Patience,
    /// Each shard's last heartbeat latency, and since when it is that or the shard was started anew.
    seen: HashMap<ShardId, (Option<Duration>, Instant)>,
    /// When all shards were last connected.
    connected: Instant,
}

impl Watchdog {
    fn new(patience: Patience) -> Self {
        Self {
            patience,
            seen: HashMap::new(),
            connected: Instant::now(),
        }
    }

    /// Starts silent shards anew; says if there is no use in it any more.
    async fn look(&mut self, shards: &ShardManager, signs: &SignsOfLife, metrics: &Metrics) -> Option<ServeError> {
        let now = Instant::now();
        let states = states(shards).await;
        let mut all_well = !states.is_empty();
        for (id, stage, latency) in states {
            let (last_latency, since) = self.seen.entry(id).or_insert((latency, now));
            // Two heartbeats hardly take the same number of nanoseconds.
            if *last_latency != latency {
                (*last_latency, *since) = (latency, now);
            }
            let last_sign = signs.last(id).map_or(*since, |event| event.max(*since));
            all_well &= stage == ConnectionStage::Connected;
            if now.duration_since(last_sign) > self.patience.silence {
                tracing::warn!(shard = id.0, %stage, "no sign of life; the shard is started anew");
                *since = now;
                all_well = false;
                metrics.gateway.restarted();
                shards.restart(id).await;
            }
        }
        if all_well {
            self.connected = now;
        }
        (now.duration_since(self.connected) > self.patience.absence).then_some(ServeError::Lost)
    }
}
