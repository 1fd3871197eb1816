//! The connection that delivers events: its shards, and a watchdog that restarts a silent shard.
//!
//! If a restart doesn't help for long, the process ends, so that its supervisor restarts it. Not here: handling events
//! (`bot`).

mod limits;
mod shards;
mod watchdog;

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;
use futures::future::join_all;
use serenity::all::{GatewayIntents, RawEventHandler, ShardId};
use serenity::gateway::{ConnectionStage, GatewayError};
use thiserror::Error;
use tokio::time::{Interval, MissedTickBehavior, interval, sleep, timeout};

use self::limits::Limits;
use self::shards::{Common, Ended, Shards};
use self::watchdog::Watchdog;
use super::rest::Rest;
use crate::discord::Settings;
use crate::metrics::{Metrics, Shard};

pub use self::watchdog::Patience;
pub(crate) use self::watchdog::SignsOfLife;

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

/// The interval at which Discord is asked for its limits.
const LIMITS_EVERY: Duration = Duration::from_hours(1);

/// The pause before the limits are requested again at the start; doubled each time.
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

/// The shards, and their signs of life.
pub(crate) struct Gateway {
    rest: Arc<Rest>,
    shards: Shards,
    /// The number of shards, started or not.
    shard_count: u32,
    ended: Ended,
    signs: Arc<SignsOfLife>,
    metrics: Arc<Metrics>,
}

impl Gateway {
    /// Starts as many shards as Discord asks for. They connect later. With `are_own`, each server has its own library, and
    /// the bot learns where it comes and goes.
    ///
    /// # Errors
    /// If Discord refuses the token. Any other failure is tried again.
    pub(crate) async fn open(
        rest: Arc<Rest>,
        (settings, are_own): (&Settings, bool),
        presence: &str,
        handler: Arc<dyn RawEventHandler>,
        signs: Arc<SignsOfLife>,
    ) -> Result<Self, ServeError> {
        let limits = Self::limits_to_start(&rest).await?;
        let metrics = &settings.metrics;
        metrics.gateway.opened(limits.shards);
        metrics.gateway.sessions_left(limits.sessions_left());
        if limits.shards > 1 {
            tracing::info!(
                shards = limits.shards,
                at_once = limits.at_once(),
                "Discord asks for several shards"
            );
        }
        let mut intents = INTENTS;
        intents.set(CONTENT, settings.message_content);
        intents.set(GUILDS, are_own);
        let common = Common {
            token: &settings.token,
            intents,
            presence,
            handler,
        };
        let (shards, ended) = Shards::start(&limits, &common).await;
        Ok(Self {
            rest,
            shards,
            shard_count: limits.shards,
            ended,
            signs,
            metrics: Arc::clone(metrics),
        })
    }

    /// Requests the limits until there is an answer, and a session left for each shard.
    async fn limits_to_start(rest: &Rest) -> Result<Limits, ServeError> {
        tracing::info!("connecting to Discord");
        let mut pause = FIRST_PAUSE;
        loop {
            match Limits::get(rest).await {
                Ok(limits) => {
                    // Discord resets the token of a bot that starts too many.
                    let Some(wait) = limits.wait_for(limits.shards) else {
                        return Ok(limits);
                    };
                    let wait = wait.max(FIRST_PAUSE);
                    tracing::error!(
                        seconds = wait.as_secs(),
                        "today's sessions are used up; waiting for new ones"
                    );
                    sleep(wait).await;
                }
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
        let mut clock = ticking(patience.every);
        let mut look = ticking(LOOK_EVERY);
        let mut ask = ticking(LIMITS_EVERY);
        // They are known from the start.
        ask.reset();
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
                    let silent = watchdog.silent(&self.shards.states().await, &self.signs, self.shard_count);
                    if watchdog.is_lost() {
                        return ServeError::Lost;
                    }
                    self.restart(&silent).await;
                }
                _ = look.tick() => self.report_states().await,
                _ = ask.tick() => drop(self.look_at_limits().await),
            }
        }
    }

    /// Restarts silent shards, as long as Discord allows them new sessions.
    async fn restart(&self, silent: &[ShardId]) {
        if silent.is_empty() {
            return;
        }
        let limits = self.look_at_limits().await;
        let left = limits.and_then(|limits| limits.sessions_left());
        let allowed = left.map_or(silent.len(), |left| silent.len().min(left as usize));
        for shard in &silent[..allowed] {
            tracing::warn!(shard = shard.0, "no sign of life; restarting the shard");
            self.metrics.gateway.restarted();
        }
        join_all(silent[..allowed].iter().map(|&shard| self.shards.restart(shard))).await;
    }

    /// Requests the limits, and tells of what an admin should know; `None` if Discord doesn't give them.
    async fn look_at_limits(&self) -> Option<Limits> {
        let limits = Limits::get(&self.rest).await.ok()?;
        self.metrics.gateway.sessions_left(limits.sessions_left());
        if let Some(wait) = limits.wait_for(limits.shards) {
            tracing::warn!(
                seconds = wait.as_secs(),
                "too few sessions are left today to restart the bot; don't restart it before there are new ones"
            );
        }
        if limits.shards > self.shard_count {
            tracing::warn!(
                shards = limits.shards,
                "Discord asks for more shards than are running; restart the bot at the next opportunity"
            );
        }
        Some(limits)
    }

    /// Reports the state of each shard to the metrics.
    async fn report_states(&self) {
        let shards: Vec<Shard> = self
            .shards
            .states()
            .await
            .into_iter()
            .map(|state| Shard {
                id: state.id.0,
                is_connected: state.stage == ConnectionStage::Connected,
                latency: state.latency,
            })
            .collect();
        self.metrics.gateway.seen(&shards);
    }

    /// Sets the line below the bot's name.
    pub(crate) async fn show(&self, presence: &str) {
        self.shards.show(presence).await;
    }

    /// Logs off: no more events come, and Discord shows the bot as offline.
    pub(crate) async fn close(&self) {
        // From now on the bot answers nobody.
        self.metrics.gateway.seen(&[]);
        if timeout(CLOSE_PATIENCE, self.shards.close()).await.is_err() {
            tracing::warn!("the gateway did not confirm that it closed");
        }
    }
}

fn ticking(every: Duration) -> Interval {
    let mut clock = interval(every);
    clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
    clock
}
