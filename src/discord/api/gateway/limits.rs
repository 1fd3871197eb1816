//! How many shards Discord asks for, and how many sessions it still allows.

use std::time::Duration;

use serenity::http::Route;

use crate::discord::api::rest::{Rest, RestError};

/// The time limit for requesting the limits with all tries.
const PATIENCE: Duration = Duration::from_secs(10);

/// Discord's description of its gateway.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Limits {
    /// The gateway's address.
    pub(super) url: String,
    /// The number of shards that Discord asks for.
    #[serde(default = "one")]
    pub(super) shards: u32,
    #[serde(rename = "session_start_limit")]
    sessions: Option<SessionLimit>,
}

#[derive(Debug, serde::Deserialize)]
struct SessionLimit {
    remaining: u32,
    /// Milliseconds.
    reset_after: u64,
    #[serde(default = "one")]
    max_concurrency: u32,
}

fn one() -> u32 {
    1
}

impl Limits {
    /// Requests them from Discord.
    ///
    /// # Errors
    /// If Discord doesn't give them.
    pub(super) async fn get(rest: &Rest) -> Result<Self, RestError> {
        rest.look(Route::GatewayBot, Vec::new(), PATIENCE).await
    }

    /// The number of shards that may start at the same time.
    pub(super) fn at_once(&self) -> u32 {
        let allowed = self.sessions.as_ref().map_or(1, |sessions| sessions.max_concurrency);
        allowed.clamp(1, self.shards.max(1))
    }

    /// The number of sessions that may still start today; `None` if Discord doesn't say.
    pub(super) fn sessions_left(&self) -> Option<u32> {
        self.sessions.as_ref().map(|sessions| sessions.remaining)
    }

    /// The time until sessions may start that may not now; `None` if as many as `needed` may.
    pub(super) fn wait_for(&self, needed: u32) -> Option<Duration> {
        let limit = self.sessions.as_ref().filter(|limit| limit.remaining < needed)?;
        Some(Duration::from_millis(limit.reset_after))
    }
}
