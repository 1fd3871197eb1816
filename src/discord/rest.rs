//! Requests to Discord's API: timeouts, retries, rate limits, and what went wrong in words that may be logged.
//!
//! Built on serenity's routes and rate limiter, but not on its methods: these say nothing of how long a response
//! asks to wait, and take a response that has a field less than expected for a failure. Not here: what is sent.

use std::time::{Duration, SystemTime};

use reqwest::{Client, ClientBuilder, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use serenity::http::{Http, HttpBuilder, LightMethod, Request, Route};
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId, UserId};
use tokio::time::{Instant, sleep, timeout_at};

use super::outgoing::Outgoing;

/// To connect.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// For one request other than a first response, from sending it to its last byte.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);
/// For one try at a first response, which Discord takes for three seconds: there is time for a second try.
const CALLBACK_TIMEOUT: Duration = Duration::from_millis(1200);
/// For a first response with all its tries.
const CALLBACK_PATIENCE: Duration = Duration::from_millis(2900);
/// For a message with all its tries, the waits that rate limits ask for among them.
const MESSAGE_PATIENCE: Duration = Duration::from_mins(1);
/// For what only helps, such as showing that the bot types.
const COURTESY_PATIENCE: Duration = Duration::from_secs(3);
/// Before the second try of a request that failed on Discord's side; doubled for each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// A private message: only the one it is for sees it.
const EPHEMERAL: u64 = 1 << 6;

/// Why a request had no success.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum RestError {
    /// Discord refused it. `code` is of Discord's JSON error codes, 0 if it gave none.
    #[error("Discord refused it: status {status}, code {code}")]
    Refused { status: u16, code: u64 },
    /// Discord failed, or could not be reached, until it was too late.
    #[error("Discord could not be reached in time: {last}")]
    Unreachable {
        /// What the last try ended with.
        last: Failure,
    },
    /// The request cannot be made, or the response is not what it should be.
    #[error("the request or its response is not well-formed")]
    Malformed,
}

/// How one try ended. Words of our own: an error's text may hold the address, and that a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Failure {
    /// Nothing came back in time.
    #[error("no response in time")]
    Timeout,
    /// The connection could not be made, or broke.
    #[error("no connection")]
    Connection,
    /// A status of 5xx.
    #[error("status {0}")]
    Status(u16),
    /// A rate limit that asks for a longer wait than there is time.
    #[error("rate limit")]
    RateLimit,
}

impl RestError {
    /// Discord's code for what went wrong, if it refused.
    pub(super) fn code(self) -> Option<u64> {
        match self {
            Self::Refused { code, .. } => Some(code),
            Self::Unreachable { .. } | Self::Malformed => None,
        }
    }

    /// Whether the token is not valid (any more).
    pub(super) fn is_unauthorized(self) -> bool {
        matches!(self, Self::Refused { status: 401, .. })
    }

    /// Whether the bot may not do it in that channel: missing permissions, or missing access.
    pub(super) fn is_forbidden(self) -> bool {
        matches!(self.code(), Some(50_013 | 50_001)) || matches!(self, Self::Refused { status: 403, .. })
    }

    /// Whether the interaction is over or was responded to: there is nothing left to do about it.
    pub(super) fn is_settled(self) -> bool {
        matches!(self.code(), Some(10_062 | 40_060))
    }
}

/// How to speak to Discord.
pub(super) struct Connection<'a> {
    pub(super) token: &'a str,
    pub(super) proxy: Option<&'a str>,
    /// A builder for each of the two clients.
    pub(super) client: &'a dyn Fn() -> ClientBuilder,
}

/// The two ways to Discord's API.
///
/// First responses have a rate limiter of their own, since they are exempt from the global limit: a global wait
/// for messages must not hold them up.
pub(super) struct Rest {
    messages: Path,
    callbacks: Path,
}

struct Path {
    client: Client,
    http: Http,
}

/// What an interaction is first responded with.
#[derive(Debug, Clone)]
pub(super) enum Callback<'a> {
    /// A message; the flag says whether only the asker sees it.
    Message(&'a Outgoing, bool),
    /// The message comes later.
    Later { is_private: bool },
    /// The message that the button is on becomes this.
    Update(&'a Outgoing),
    /// Nothing now; the message that the button is on may change later.
    UpdateLater,
    /// What may be chosen while somebody types: name and value.
    Choices(&'a [(String, String)]),
}

impl Callback<'_> {
    fn body(&self) -> Value {
        match self {
            Self::Message(outgoing, is_private) => json!({"type": 4, "data": with_flags(outgoing, *is_private)}),
            Self::Later { is_private: true } => json!({"type": 5, "data": {"flags": EPHEMERAL}}),
            Self::Later { is_private: false } => json!({"type": 5}),
            Self::UpdateLater => json!({"type": 6}),
            Self::Update(outgoing) => json!({"type": 7, "data": outgoing}),
            Self::Choices(choices) => {
                let choices: Vec<Value> = choices
                    .iter()
                    .map(|(name, value)| json!({"name": name, "value": value}))
                    .collect();
                json!({"type": 8, "data": {"choices": choices}})
            }
        }
    }
}

fn with_flags(outgoing: &Outgoing, is_private: bool) -> Value {
    let mut body = json!(outgoing);
    if is_private {
        body["flags"] = json!(EPHEMERAL);
    }
    body
}

impl Rest {
    /// Prepares both ways; nothing is sent.
    pub(super) fn new(connection: &Connection<'_>) -> Result<Self, reqwest::Error> {
        let path = |timeout: Duration| -> Result<Path, reqwest::Error> {
            let client = (connection.client)()
                .connect_timeout(CONNECT_TIMEOUT)
                .timeout(timeout)
                .build()?;
            let builder = HttpBuilder::new(connection.token).client(client.clone());
            let http = match connection.proxy {
                Some(proxy) => builder.proxy(proxy).ratelimiter_disabled(true).build(),
                None => builder.build(),
            };
            Ok(Path { client, http })
        };
        Ok(Self {
            messages: path(REQUEST_TIMEOUT)?,
            callbacks: path(CALLBACK_TIMEOUT)?,
        })
    }

    /// The application that speaks here; set once it is known.
    pub(super) fn set_application(&self, application: ApplicationId) {
        self.messages.http.set_application_id(application);
        self.callbacks.http.set_application_id(application);
    }

    fn application(&self) -> Result<ApplicationId, RestError> {
        self.messages.http.application_id().ok_or(RestError::Malformed)
    }

    /// Forgets the limits that have passed: serenity keeps one for each interaction for ever.
    pub(super) async fn forget_old_limits(&self) {
        let now = SystemTime::now();
        for path in [&self.messages, &self.callbacks] {
            let Some(limiter) = &path.http.ratelimiter else {
                continue;
            };
            // One that is in use cannot be locked, and stays.
            limiter.routes().write().await.retain(|_, limit| {
                limit
                    .try_lock()
                    .map_or(true, |limit| limit.reset().is_some_and(|reset| reset > now))
            });
        }
    }

    /// Gets something and reads of it what `T` asks for.
    pub(super) async fn get<T: DeserializeOwned>(&self, route: Route<'_>) -> Result<T, RestError> {
        let request = Request::new(route, LightMethod::Get);
        read(self.messages.perform(request, MESSAGE_PATIENCE).await?).await
    }

    /// Replaces all commands, of a guild or everywhere.
    pub(super) async fn put_commands(
        &self,
        guild: Option<GuildId>,
        commands: &impl Serialize,
    ) -> Result<(), RestError> {
        let route = self.commands_route(guild)?;
        let request = Request::new(route, LightMethod::Put).body(body(commands)?);
        self.messages.perform(request, MESSAGE_PATIENCE).await.map(drop)
    }

    /// The commands that are registered, of a guild or everywhere.
    pub(super) async fn commands<T: DeserializeOwned>(&self, guild: Option<GuildId>) -> Result<T, RestError> {
        self.get(self.commands_route(guild)?).await
    }

    fn commands_route(&self, guild: Option<GuildId>) -> Result<Route<'static>, RestError> {
        let application_id = self.application()?;
        Ok(match guild {
            Some(guild_id) => Route::GuildCommands {
                application_id,
                guild_id,
            },
            None => Route::Commands { application_id },
        })
    }

    /// Responds to an interaction for the first time. An earlier try that did get through counts as success.
    pub(super) async fn call_back(
        &self,
        id: InteractionId,
        token: &str,
        callback: &Callback<'_>,
    ) -> Result<(), RestError> {
        let route = Route::InteractionResponse {
            interaction_id: id,
            token,
        };
        let request = Request::new(route, LightMethod::Post).body(body(&callback.body())?);
        let mut tries = 0;
        let outcome = self
            .callbacks
            .perform_counting(request, CALLBACK_PATIENCE, &mut tries)
            .await;
        match outcome {
            Err(RestError::Refused { code: 40_060, .. }) if tries > 1 => Ok(()),
            other => other.map(drop),
        }
    }

    /// Edits the first response to an interaction, or the message that its button is on.
    pub(super) async fn edit_original(&self, token: &str, outgoing: &Outgoing) -> Result<(), RestError> {
        let request = Request::new(self.original_route(token)?, LightMethod::Patch).body(body(outgoing)?);
        self.messages.perform(request, MESSAGE_PATIENCE).await.map(drop)
    }

    /// Deletes the first response to an interaction, or the message that its button is on.
    pub(super) async fn delete_original(&self, token: &str) -> Result<(), RestError> {
        let request = Request::new(self.original_route(token)?, LightMethod::Delete);
        self.messages.perform(request, MESSAGE_PATIENCE).await.map(drop)
    }

    /// Deletes a message of the bot's own.
    pub(super) async fn delete_message(&self, channel_id: ChannelId, message_id: MessageId) -> Result<(), RestError> {
        let route = Route::ChannelMessage { channel_id, message_id };
        let request = Request::new(route, LightMethod::Delete);
        self.messages.perform(request, MESSAGE_PATIENCE).await.map(drop)
    }

    fn original_route<'a>(&self, token: &'a str) -> Result<Route<'a>, RestError> {
        Ok(Route::WebhookOriginalInteractionResponse {
            application_id: self.application()?,
            token,
        })
    }

    /// Sends a message. `nonce` names it: sent twice, it appears once.
    pub(super) async fn send(
        &self,
        channel_id: ChannelId,
        outgoing: &Outgoing,
        reply_to: Option<MessageId>,
        nonce: &str,
    ) -> Result<(), RestError> {
        let mut message = json!(outgoing);
        message["nonce"] = json!(nonce);
        message["enforce_nonce"] = json!(true);
        if let Some(message_id) = reply_to {
            message["message_reference"] = json!({
                "message_id": message_id,
                "channel_id": channel_id,
                // The question may be gone by now; its answer need not be.
                "fail_if_not_exists": false,
            });
        }
        let request = Request::new(Route::ChannelMessages { channel_id }, LightMethod::Post).body(body(&message)?);
        self.messages.perform(request, MESSAGE_PATIENCE).await.map(drop)
    }

    /// Shows that the bot types, for some ten seconds or until it sends a message.
    pub(super) async fn type_in(&self, channel_id: ChannelId) -> Result<(), RestError> {
        let request = Request::new(Route::ChannelTyping { channel_id }, LightMethod::Post);
        self.messages.perform(request, COURTESY_PATIENCE).await.map(drop)
    }

    /// The channel for private messages to somebody.
    pub(super) async fn private_channel(&self, user: UserId) -> Result<ChannelId, RestError> {
        #[derive(serde::Deserialize)]
        struct Opened {
            id: ChannelId,
        }
        let request =
            Request::new(Route::UserMeDmChannels, LightMethod::Post).body(body(&json!({"recipient_id": user}))?);
        let opened: Opened = read(self.messages.perform(request, MESSAGE_PATIENCE).await?).await?;
        Ok(opened.id)
    }
}

impl Path {
    async fn perform(&self, request: Request<'_>, patience: Duration) -> Result<Response, RestError> {
        self.perform_counting(request, patience, &mut 0).await
    }

    /// Tries until it succeeds, is refused, or `patience` has passed; counts the tries.
    async fn perform_counting(
        &self,
        request: Request<'_>,
        patience: Duration,
        tries: &mut u32,
    ) -> Result<Response, RestError> {
        let deadline = Instant::now() + patience;
        let mut pause = FIRST_PAUSE;
        loop {
            *tries += 1;
            let (failure, wait) = match timeout_at(deadline, self.perform_once(request.clone())).await {
                Err(_) => (Failure::Timeout, pause),
                Ok(Err(serenity::Error::Http(serenity::http::HttpError::Request(error)))) => {
                    let failure = if error.is_timeout() {
                        Failure::Timeout
                    } else {
                        Failure::Connection
                    };
                    (failure, pause)
                }
                Ok(Err(_)) => return Err(RestError::Malformed),
                Ok(Ok(response)) if response.status().is_success() => return Ok(response),
                Ok(Ok(response)) if response.status() == StatusCode::TOO_MANY_REQUESTS => {
                    (Failure::RateLimit, retry_after(response).await.unwrap_or(LONGEST_PAUSE))
                }
                Ok(Ok(response)) if response.status().is_server_error() => {
                    (Failure::Status(response.status().as_u16()), pause)
                }
                Ok(Ok(response)) => return Err(refused(response).await),
            };
            if Instant::now() + wait >= deadline {
                return Err(RestError::Unreachable { last: failure });
            }
            tracing::debug!(%failure, tries, "a request to Discord is tried again");
            sleep(wait).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn perform_once(&self, request: Request<'_>) -> serenity::Result<Response> {
        if let Some(limiter) = &self.http.ratelimiter {
            limiter.perform(request).await
        } else {
            let request = request.build(&self.client, self.http.token(), self.http.proxy.as_deref())?;
            Ok(request.send().await?)
        }
    }
}

fn body(of: &impl Serialize) -> Result<Option<Vec<u8>>, RestError> {
    serde_json::to_vec(of).map(Some).map_err(|_| RestError::Malformed)
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, RestError> {
    response.json().await.map_err(|_| RestError::Malformed)
}

/// How long a response asks to wait, in its header or its body.
async fn retry_after(response: Response) -> Option<Duration> {
    #[derive(serde::Deserialize)]
    struct Limited {
        retry_after: f64,
    }
    let header = response.headers().get("retry-after");
    let seconds = match header.and_then(|value| value.to_str().ok()?.parse::<f64>().ok()) {
        Some(seconds) => seconds,
        None => response.json::<Limited>().await.ok()?.retry_after,
    };
    Duration::try_from_secs_f64(seconds).ok()
}

async fn refused(response: Response) -> RestError {
    #[derive(serde::Deserialize)]
    struct Refusal {
        code: u64,
    }
    let status = response.status().as_u16();
    let code = response.json::<Refusal>().await.map_or(0, |refusal| refusal.code);
    RestError::Refused { status, code }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn limits_of_interactions_that_are_over_are_forgotten_and_those_in_use_kept() {
        let rest = Rest::new(&Connection {
            token: "token",
            proxy: None,
            client: &Client::builder,
        })
        .unwrap();
        let routes = rest.callbacks.http.ratelimiter.as_ref().unwrap().routes();
        let bucket = |id| {
            let route = Route::InteractionResponse {
                interaction_id: InteractionId::new(id),
                token: "t",
            };
            route.ratelimiting_bucket()
        };
        for id in 1..=1000 {
            routes.write().await.entry(bucket(id)).or_default();
        }
        let in_use = std::sync::Arc::clone(&routes.read().await[&bucket(7)]);
        let guard = in_use.lock().await;
        rest.forget_old_limits().await;
        assert_eq!(routes.read().await.len(), 1);
        drop(guard);
        rest.forget_old_limits().await;
        assert!(routes.read().await.is_empty());
    }
}
