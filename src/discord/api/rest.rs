//! Requests to Discord's API, with time limits, retries and rate limits.
//!
//! They use serenity's routes and rate limiter, but not its methods: these don't tell how long a response asks to wait,
//! and fail if a response lacks a field that nobody reads. Not here: the messages that are sent.

mod callback;
mod failure;
mod path;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use reqwest::{ClientBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use serenity::builder::CreateAttachment;
use serenity::http::{HttpBuilder, LightMethod, Multipart, MultipartUpload, Request, Route};
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId, UserId};

use path::Path;

use crate::discord::outgoing::{Outgoing, Upload};
use crate::metrics::Metrics;

pub(crate) use callback::Callback;
pub(crate) use failure::RestError;

/// The time limit for connecting.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// The time limit for one try at a request other than a first response, up to its last byte.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(5);
/// The time limit for one try at a first response. Discord waits three seconds for it, so there is time for a second
/// try.
const CALLBACK_TIMEOUT: Duration = Duration::from_millis(1200);
/// The time limit for a first response with all its tries.
const CALLBACK_PATIENCE: Duration = Duration::from_millis(2900);
/// The time limit for a message with all its tries, including the waits that rate limits ask for.
pub(crate) const MESSAGE_PATIENCE: Duration = Duration::from_mins(1);
/// The time limit for a courtesy, such as showing that the bot is typing.
const COURTESY_PATIENCE: Duration = Duration::from_secs(3);

/// The flag of a message that only one person sees.
const EPHEMERAL: u64 = 1 << 6;

/// The settings for speaking to Discord.
pub(crate) struct Connection<'a> {
    pub(crate) token: &'a str,
    pub(crate) proxy: Option<&'a str>,
    /// A builder for each client.
    pub(crate) client: &'a dyn Fn() -> ClientBuilder,
    pub(crate) metrics: &'a Arc<Metrics>,
}

/// Three clients for Discord's API.
///
/// Files take longer to send than messages. First responses have a rate limiter of their own: they are exempt from the global limit, and a global wait for
/// messages must not hold them up.
pub(crate) struct Rest {
    messages: Path,
    uploads: Path,
    callbacks: Path,
}

/// Puts a body into a request, with the file beside its message. `message` finds the message in the body.
fn with_body<'a>(
    request: Request<'a>,
    mut body: Value,
    upload: Option<&Upload>,
    message: fn(&mut Value) -> &mut Value,
) -> Result<Request<'a>, RestError> {
    let Some(upload) = upload else {
        return Ok(request.body(self::body(&body)?));
    };
    message(&mut body)["attachments"] = json!([{
        "id": "0", "filename": upload.name, "description": upload.description,
    }]);
    let file = CreateAttachment::bytes(upload.bytes.clone(), upload.name);
    Ok(request.multipart(Some(Multipart {
        upload: MultipartUpload::Attachments(vec![file]),
        fields: Vec::new(),
        payload_json: Some(body.to_string()),
    })))
}

/// Whether a reply is sent if its message was deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IfGone {
    /// It is sent as a message of its own.
    Send,
    /// It is not sent.
    Fail,
}

fn with_flags(outgoing: &Outgoing, is_private: bool) -> Value {
    let mut body = json!(outgoing);
    if is_private {
        body["flags"] = json!(EPHEMERAL);
    }
    body
}

impl Rest {
    /// Prepares the clients; nothing is sent.
    pub(crate) fn new(connection: &Connection<'_>) -> Result<Self, reqwest::Error> {
        let path = |timeout: Duration| -> Result<Path, reqwest::Error> {
            let client = (connection.client)()
                .connect_timeout(CONNECT_TIMEOUT)
                .timeout(timeout)
                .build()?;
            let builder = HttpBuilder::new(connection.token).client(client.clone());
            let mut http = match connection.proxy {
                Some(proxy) => builder.proxy(proxy).ratelimiter_disabled(true).build(),
                None => builder.build(),
            };
            let metrics = Arc::clone(connection.metrics);
            if let Some(limiter) = &mut http.ratelimiter {
                // The limiter waits by itself, and swallows the responses that ask for it.
                let metrics = Arc::clone(&metrics);
                limiter.set_ratelimit_callback(Box::new(move |_| metrics.requests.rate_limited()));
            }
            Ok(Path { client, http, metrics })
        };
        Ok(Self {
            messages: path(REQUEST_TIMEOUT)?,
            uploads: path(MESSAGE_PATIENCE)?,
            callbacks: path(CALLBACK_TIMEOUT)?,
        })
    }

    /// Sets the application that makes the requests.
    pub(crate) fn set_application(&self, application: ApplicationId) {
        for path in [&self.messages, &self.uploads, &self.callbacks] {
            path.http.set_application_id(application);
        }
    }

    /// The application that makes the requests; an error if it is not known yet.
    pub(crate) fn application(&self) -> Result<ApplicationId, RestError> {
        self.messages.http.application_id().ok_or(RestError::Malformed)
    }

    /// Forgets expired rate limits. By itself, serenity would keep one for each interaction forever.
    pub(crate) async fn forget_old_limits(&self) {
        let now = SystemTime::now();
        for path in [&self.messages, &self.uploads, &self.callbacks] {
            let Some(limiter) = &path.http.ratelimiter else {
                continue;
            };
            // A limit in use cannot be locked, and stays.
            limiter.routes().write().await.retain(|_, limit| {
                limit
                    .try_lock()
                    .map_or(true, |limit| limit.reset().is_some_and(|reset| reset > now))
            });
        }
    }

    /// Gets a resource.
    pub(crate) async fn get<T: DeserializeOwned>(&self, route: Route<'_>) -> Result<T, RestError> {
        let request = Request::new(route, LightMethod::Get);
        read(self.messages.perform(request, MESSAGE_PATIENCE).await?).await
    }

    /// Gets a resource within `patience`, with query parameters.
    pub(crate) async fn look<T: DeserializeOwned>(
        &self,
        route: Route<'_>,
        params: Vec<(&'static str, String)>,
        patience: Duration,
    ) -> Result<T, RestError> {
        let request = Request::new(route, LightMethod::Get).params(Some(params));
        read(self.messages.perform(request, patience).await?).await
    }

    /// Replaces all commands of a guild, or all global ones.
    pub(crate) async fn put_commands(
        &self,
        guild: Option<GuildId>,
        commands: &impl Serialize,
    ) -> Result<(), RestError> {
        let route = self.commands_route(guild)?;
        let request = Request::new(route, LightMethod::Put).body(body(commands)?);
        self.messages.perform(request, MESSAGE_PATIENCE).await.map(drop)
    }

    /// The registered commands of a guild, or the global ones, within `patience`: with their names and descriptions in
    /// all languages, which Discord leaves out otherwise.
    pub(crate) async fn commands<T: DeserializeOwned>(
        &self,
        guild: Option<GuildId>,
        patience: Duration,
    ) -> Result<T, RestError> {
        let params = vec![("with_localizations", "true".to_owned())];
        self.look(self.commands_route(guild)?, params, patience).await
    }

    /// The route of a guild's commands, or of the global ones.
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

    /// Sets the URL that Discord posts interactions to; `None` for none, so that they come from the gateway. Discord posts
    /// to the URL before it takes it, and refuses it if the response is wrong.
    pub(crate) async fn set_interactions_url(&self, url: Option<&str>) -> Result<(), RestError> {
        let body = json!({ "interactions_endpoint_url": url });
        self.uploads.patch_application(&body).await
    }

    /// Sends the first response to an interaction. This also succeeds if an earlier try got through unnoticed.
    pub(crate) async fn call_back(
        &self,
        id: InteractionId,
        token: &str,
        callback: &Callback<'_>,
    ) -> Result<(), RestError> {
        let route = Route::InteractionResponse {
            interaction_id: id,
            token,
        };
        let request = Request::new(route, LightMethod::Post);
        let request = with_body(request, callback.body(), callback.upload(), |body| &mut body["data"])?;
        let mut tries = 0;
        let outcome = self
            .callbacks
            .perform_counting(request, CALLBACK_PATIENCE, &mut tries)
            .await;
        match outcome {
            Err(error) if error.is_already_acknowledged() && tries > 1 => Ok(()),
            other => other.map(drop),
        }
    }

    /// Edits the first response to an interaction, or the message that its button is on.
    pub(crate) async fn edit_original(&self, token: &str, outgoing: &Outgoing) -> Result<(), RestError> {
        let request = Request::new(self.original_route(token)?, LightMethod::Patch);
        let path = if outgoing.upload.is_some() {
            &self.uploads
        } else {
            &self.messages
        };
        let request = with_body(request, json!(outgoing), outgoing.upload.as_ref(), |body| body)?;
        path.perform(request, MESSAGE_PATIENCE).await.map(drop)
    }

    /// Deletes the first response to an interaction, or the message that its button is on.
    pub(crate) async fn delete_original(&self, token: &str) -> Result<(), RestError> {
        let request = Request::new(self.original_route(token)?, LightMethod::Delete);
        self.messages.perform(request, MESSAGE_PATIENCE).await.map(drop)
    }

    /// Sends another message after the first response to an interaction; if `is_private`, for the caller alone.
    pub(crate) async fn follow_up(&self, token: &str, outgoing: &Outgoing, is_private: bool) -> Result<(), RestError> {
        let route = Route::WebhookFollowupMessages {
            application_id: self.application()?,
            token,
        };
        let request = Request::new(route, LightMethod::Post).body(body(&with_flags(outgoing, is_private))?);
        self.messages.perform(request, MESSAGE_PATIENCE).await.map(drop)
    }

    /// Edits one of the bot's own messages.
    pub(crate) async fn edit_message(
        &self,
        channel_id: ChannelId,
        message_id: MessageId,
        outgoing: &Outgoing,
    ) -> Result<(), RestError> {
        let route = Route::ChannelMessage { channel_id, message_id };
        let request = Request::new(route, LightMethod::Patch).body(body(outgoing)?);
        self.messages.perform(request, MESSAGE_PATIENCE).await.map(drop)
    }

    /// Deletes one of the bot's own messages.
    pub(crate) async fn delete_message(&self, channel_id: ChannelId, message_id: MessageId) -> Result<(), RestError> {
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

    /// Sends a message. Messages with the same `nonce` appear only once. Returns which message it is, if Discord says so.
    pub(crate) async fn send(
        &self,
        channel_id: ChannelId,
        outgoing: &Outgoing,
        reply_to: Option<(MessageId, IfGone)>,
        nonce: &str,
    ) -> Result<Option<MessageId>, RestError> {
        #[derive(serde::Deserialize)]
        struct Sent {
            id: MessageId,
        }
        let mut message = json!(outgoing);
        message["nonce"] = json!(nonce);
        message["enforce_nonce"] = json!(true);
        if let Some((message_id, if_gone)) = reply_to {
            message["message_reference"] = json!({
                "message_id": message_id,
                "channel_id": channel_id,
                "fail_if_not_exists": if_gone == IfGone::Fail,
            });
        }
        let request = Request::new(Route::ChannelMessages { channel_id }, LightMethod::Post).body(body(&message)?);
        let response = self.messages.perform(request, MESSAGE_PATIENCE).await?;
        // It is sent, whatever Discord says about it.
        Ok(read(response).await.ok().map(|sent: Sent| sent.id))
    }

    /// Shows that the bot is typing, for about ten seconds or until it sends a message.
    pub(crate) async fn type_in(&self, channel_id: ChannelId) -> Result<(), RestError> {
        let request = Request::new(Route::ChannelTyping { channel_id }, LightMethod::Post);
        self.messages.perform(request, COURTESY_PATIENCE).await.map(drop)
    }

    /// The channel for private messages to somebody.
    pub(crate) async fn private_channel(&self, user: UserId) -> Result<ChannelId, RestError> {
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

fn body(of: &impl Serialize) -> Result<Option<Vec<u8>>, RestError> {
    serde_json::to_vec(of).map(Some).map_err(|_| RestError::Malformed)
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, RestError> {
    response.json().await.map_err(|_| RestError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn limits_of_interactions_that_are_over_are_forgotten_and_those_in_use_kept() {
        let rest = Rest::new(&Connection {
            token: "token",
            proxy: None,
            client: &reqwest::Client::builder,
            metrics: &Arc::default(),
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
        let in_use = Arc::clone(&routes.read().await[&bucket(7)]);
        let guard = in_use.lock().await;
        rest.forget_old_limits().await;
        assert_eq!(routes.read().await.len(), 1);
        drop(guard);
        rest.forget_old_limits().await;
        assert!(routes.read().await.is_empty());
    }
}
