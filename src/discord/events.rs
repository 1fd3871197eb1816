//! The ways in which Discord's events reach the bot: over the gateway, and by posts.
//!
//! Not here: the gateway and the posts themselves (`api`), and handling events (`bot`).

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use super::Settings;
use super::api::application::{self, Application};
use super::api::endpoint::{self, Endpoint};
use super::api::gateway::{Gateway, Patience, ServeError, SignsOfLife};
use super::api::rest::{Rest, RestError};
use super::bot::Bot;

/// The pause before Discord is asked again who the bot is.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(2);

/// The ways in which Discord's events reach the bot.
#[derive(Debug)]
pub enum Events {
    /// All come over the gateway.
    Gateway,
    /// Interactions are posted, and everything else comes over the gateway.
    Both(Endpoint),
    /// Interactions are posted, and nothing else comes.
    Posts(Endpoint),
}

impl Events {
    /// True if the bot connects to the gateway.
    pub fn need_gateway(&self) -> bool {
        matches!(self, Self::Gateway | Self::Both(_))
    }

    /// The place where interactions are posted; `None` if they come over the gateway.
    pub(super) fn into_endpoint(self) -> Option<Endpoint> {
        match self {
            Self::Gateway => None,
            Self::Both(endpoint) | Self::Posts(endpoint) => Some(endpoint),
        }
    }
}

/// Connects to the gateway. Without it, `None`, once Discord has said who the bot is.
pub(super) async fn connect(
    bot: &Arc<Bot>,
    rest: Arc<Rest>,
    has_gateway: bool,
    (settings, are_own): (&Settings, bool),
    signs: Arc<SignsOfLife>,
) -> Result<Option<Gateway>, ServeError> {
    if has_gateway {
        let presence = bot.desks.presence();
        let gateway = Gateway::open(rest, (settings, are_own), &presence, Arc::clone(bot) as _, signs);
        return gateway.await.map(Some);
    }
    settings.metrics.gateway.turned_off();
    let whoami = || async { Ok((Application::get(&rest).await?, application::me(&rest).await?)) };
    let (application, me) = again(whoami).await.ok_or(ServeError::BadToken)?;
    bot.client.identify(application.id, me);
    tracing::info!("Discord has said who the bot is; it uses no gateway");
    Ok(None)
}

/// Asks Discord until it answers; `None` if it refuses the token.
async fn again<T, Asking: Future<Output = Result<T, RestError>>>(ask: impl Fn() -> Asking) -> Option<T> {
    loop {
        match ask().await {
            Ok(answer) => return Some(answer),
            Err(error) if error.is_unauthorized() => return None,
            Err(error) => tracing::warn!(%error, "Discord did not say who the bot is; asking again"),
        }
        sleep(ASK_AGAIN_AFTER).await;
    }
}

/// Passes the interactions that Discord posts on to the bot.
pub(super) async fn take_posts(bot: Arc<Bot>, rest: Arc<Rest>, Endpoint { listener, path, key }: Endpoint) {
    let metrics = bot.metrics();
    metrics.posts.wait_for_key(key.is_none());
    let key = match key {
        Some(key) => key,
        None => match again(|| endpoint::key(&rest)).await {
            Some(key) => key,
            // The connection to the gateway fails for the same reason, and ends the bot.
            None => return,
        },
    };
    metrics.posts.wait_for_key(false);
    tracing::info!(address = %listener.address(), path, "taking interactions that Discord posts");
    let take = move |post: &_| endpoint::receive(post, &key, &metrics.posts, |interaction| bot.take(interaction));
    listener.take_posts(path, take).await;
}

/// Watches the connection; returns only if there is no use in going on.
pub(super) async fn watch(gateway: &mut Option<Gateway>, patience: Patience) -> ServeError {
    match gateway {
        Some(gateway) => gateway.watch(patience).await,
        None => pending().await,
    }
}

/// Shows what is live below the bot's name.
pub(super) async fn show(gateway: Option<&Gateway>, presence: &str) {
    if let Some(gateway) = gateway {
        gateway.show(presence).await;
    }
}
