//! Requests to Discord by commands that don't run the bot.

use std::sync::Arc;

use anyhow::Context;
use reqwest::ClientBuilder;

use super::rest::{Connection, Rest, RestError};

/// The settings for such requests. There is no `Debug`, since the token is in it.
pub struct Access {
    /// The bot's token.
    pub token: String,
    /// The base URL of a proxy for Discord's API that does the rate limiting; `None` to speak to Discord itself.
    pub proxy: Option<String>,
    /// The guild to register commands in; `None` to register them globally.
    pub guild: Option<u64>,
    /// Makes the HTTP clients; time limits are added.
    pub client: Box<dyn Fn() -> ClientBuilder + Send + Sync>,
}

impl Access {
    /// Asks Discord something, and blocks until there is an answer.
    ///
    /// # Errors
    /// If no request could be made at all.
    pub(super) fn ask<T>(&self, ask: impl AsyncFnOnce(&Rest) -> T) -> anyhow::Result<T> {
        let rest = Rest::new(&Connection {
            token: &self.token,
            proxy: self.proxy.as_deref(),
            client: &*self.client,
            // Nobody reads these metrics.
            metrics: &Arc::default(),
        })
        .map_err(reqwest::Error::without_url)
        .context("failed to prepare for HTTP")?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let answer = runtime.block_on(ask(&rest));
        // Don't wait for a name that is still being looked up.
        runtime.shutdown_background();
        Ok(answer)
    }
}

/// The reason why Discord did not answer, as a fragment.
pub(super) fn said(error: RestError) -> String {
    match error {
        RestError::Unreachable { last } => last.to_string(),
        other => other.to_string(),
    }
}
