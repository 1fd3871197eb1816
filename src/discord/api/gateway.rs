//! The connection that delivers events: its shards, and a watchdog that restarts a silent shard.
//!
//! serenity's shards reconnect and resume by themselves, but some of their waits have no limit (for one, the wait for
//! the other side's close frame). Hence the watchdog: it restarts a shard that shows no sign of life. If that doesn't
//! help for long, the process ends, so that its supervisor restarts it. Not here: handling events (`bot`).

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
use crate::discord::Settings;
use crate::metrics::{Metrics, Shard};

/// The events that the bot receives: messages in its guilds, and private ones. None of these intents is privileged, so
/// Discord hides the content of messages that don't mention the bot.
const INTENTS: GatewayIntents = GatewayIntents::GUILD_MESSAGES.union(GatewayIntents::DIRECT_MESSAGES);

/// The intent with which Discord tells where the bot comes and goes.
const GUILDS: GatewayIntents = GatewayIntents::GUILDS;

/// The privileged intent with which Discord hides nothing, for a bot that answers unasked.
const CONTENT: GatewayIntents = GatewayIntents::MESSAGE_CONTENT;

/// The time that shards have to close.
const CLOSE_PATIENCE: Duration = Duration::from_secs(3);

/// The interval at which the states of the shards are read. serenity announces them only to its own event handlers,
/// each of which gets a copy of every event.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The time limit for requesting the gateway's address with all tries; then the log says what the bot waits for.
const ADDRESS_PATIENCE: Duration = Duration::from_secs(10);

/// The pause before the gateway's address is requested again; doubled each time.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// The reason why the bot ended, or did not start.
#[derive(Debug, Error)]
pub enum ServeError {
    /// Discord refuses the token.
    #[error("Discord does not take the token")]
    BadToken,
    /// Discord refuses the intents.
    #[error("Discord does not grant the intents")]
    DisallowedIntents,
    /// The connection was lost, and did not come back.
    #[error("the connection to Discord was lost")]
    Lost,
    /// No HTTP client could be made.
    #[error("failed to prepare for HTTP")]
    Http(#[source] reqwest::Error),
}

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

/// The shards, and their signs of life.
pub(crate) struct Gateway {
    shards: Arc<ShardManager>,
    ended: UnboundedReceiver<Result<(), GatewayError>>,
    signs: Arc<SignsOfLife>,
    metrics: Arc<Metrics>,
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

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<u32, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Discord's description of its gateway.
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
    /// Starts as many shards as Discord asks for. They connect later. With `are_own`, each server has its own library, and
    /// the bot learns where it comes and goes.
    ///
    /// # Errors
    /// If Discord refuses the token. Any other failure is tried again.
    pub(crate) async fn open(
        rest: &Rest,
        (settings, are_own): (&Settings, bool),
        presence: &str,
        handler: Arc<dyn RawEventHandler>,
        signs: Arc<SignsOfLife>,
    ) -> Result<Self, ServeError> {
        let gateway = Self::ask_for(rest).await?;
        let metrics = &settings.metrics;
        metrics.gateway.opened(gateway.shards);
        let mut intents = INTENTS;
        intents.set(CONTENT, settings.message_content);
        intents.set(GUILDS, are_own);
        let (shards, ended) = ShardManager::new(ShardManagerOptions {
            data: Arc::default(),
            event_handlers: Vec::new(),
            raw_event_handlers: vec![handler],
            shard_index: 0,
            shard_init: gateway.shards,
            shard_total: gateway.shards,
            ws_url: Arc::new(tokio::sync::Mutex::new(gateway.url)),
            // Shards only take the token from it.
            http: Arc::new(HttpBuilder::new(&settings.token).build()),
            intents,
            presence: Some(PresenceData {
                activity: Some(ActivityData::custom(presence)),
                status: OnlineStatus::Online,
            }),
        });
        // This can't fail in this version of serenity. If it ever does, the watchdog notices.
        let _ = shards.initialize();
        Ok(Self {
            shards,
            ended,
            signs,
            metrics: Arc::clone(metrics),
        })
    }

    /// Requests the gateway until there is an answer, and a session left to start.
    async fn ask_for(rest: &Rest) -> Result<BotGateway, ServeError> {
        tracing::info!("connecting to Discord");
        let mut pause = FIRST_PAUSE;
        loop {
            let found = rest.look::<BotGateway>(Route::GatewayBot, Vec::new(), ADDRESS_PATIENCE);
            match found.await {
                Ok(gateway) => match &gateway.session_start_limit {
                    // Discord resets the token of a bot that starts too many.
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
                    tracing::warn!(%error, seconds = pause.as_secs(), "can't connect to Discord yet; trying again");
                    sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    /// Watches the shards; returns only if there is no use in going on.
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

    /// Reports the state of each shard to the metrics.
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

    /// Sets the line below the bot's name.
    pub(crate) async fn show(&self, presence: &str) {
        for runner in self.shards.runners.lock().await.values() {
            runner.runner_tx.set_activity(Some(ActivityData::custom(presence)));
        }
    }

    /// Logs off: no more events come, and Discord shows the bot as offline.
    pub(crate) async fn close(&self) {
        // From now on the bot answers nobody.
        self.metrics.gateway.seen(&[]);
        if timeout(CLOSE_PATIENCE, self.shards.shutdown_all()).await.is_err() {
            tracing::warn!("the gateway did not confirm that it closed");
        }
    }
}

/// The state of each shard: the stage of its connection, and the latency of its last heartbeat.
async fn states(shards: &ShardManager) -> Vec<(ShardId, ConnectionStage, Option<Duration>)> {
    let runners = shards.runners.lock().await;
    runners
        .iter()
        .map(|(&id, runner)| (id, runner.stage, runner.latency))
        .collect()
}

/// Restarts silent shards.
struct Watchdog {
    patience: Patience,
    /// Each shard's last heartbeat latency, and the time of its last change or of the shard's last restart.
    seen: HashMap<ShardId, (Option<Duration>, Instant)>,
    /// The time when all shards were last connected.
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

    /// Restarts silent shards. Returns an error if that has not helped for long.
    async fn look(&mut self, shards: &ShardManager, signs: &SignsOfLife, metrics: &Metrics) -> Option<ServeError> {
        let now = Instant::now();
        let states = states(shards).await;
        let mut all_well = !states.is_empty();
        for (id, stage, latency) in states {
            let (last_latency, since) = self.seen.entry(id).or_insert((latency, now));
            // Two heartbeats hardly ever take the same number of nanoseconds.
            if *last_latency != latency {
                (*last_latency, *since) = (latency, now);
            }
            let last_sign = signs.last(id).map_or(*since, |event| event.max(*since));
            all_well &= stage == ConnectionStage::Connected;
            if now.duration_since(last_sign) > self.patience.silence {
                tracing::warn!(shard = id.0, %stage, "no sign of life; restarting the shard");
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
