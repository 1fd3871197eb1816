//! Interactions: commands, autocomplete, clicks and choices, as Discord sends them to the bot, over the gateway or by
//! posts.
//!
//! - `commands`: slash commands, menus of messages, and the input of options.
//! - `offered`: the commands that Discord's client offers to each person, and their options.
//! - `clicks`: buttons and menus.
//! - `handle`: a test's view of the bot's response.
//!
//! Not here: the bot's responses over REST (`rest`).

mod clicks;
mod commands;
mod handle;
mod offered;

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use serenity::model::id::{ChannelId, InteractionId, MessageId, UserId};

pub use self::handle::Interaction;

use super::FakeDiscord;
use super::gateway::Event;
use super::message::Reader;
use super::posts::{Posted, deliver};
use super::seen::Sent;
use super::state::State;
use super::world::{Place, User};

pub(super) const COMMAND: u8 = 2;
pub(super) const COMPONENT: u8 = 3;
pub(super) const AUTOCOMPLETE: u8 = 4;

/// An interaction, with the responses so far.
pub(super) struct Asked {
    pub token: String,
    pub kind: u8,
    pub user: UserId,
    pub channel: ChannelId,
    pub sent_at: Instant,
    pub is_expired: bool,
    /// The type of the callback, and the time between the event and the callback.
    pub callback: Option<(u8, Duration)>,
    /// The message that `@original` refers to.
    pub original: Option<MessageId>,
    /// The first visible response, as it was then.
    pub first: Option<Sent>,
    pub followups: Vec<MessageId>,
    pub choices: Vec<(String, String)>,
    /// The message of the component.
    pub source: Option<MessageId>,
    /// The kind of the message that responds to it.
    pub message_kind: u8,
    /// True if the bot is in its place.
    pub has_bot: bool,
    /// The metadata in messages that respond to it.
    pub metadata: Value,
    /// The same for a command, in the form for older clients; `Null` for anything else.
    pub old_metadata: Value,
}

impl FakeDiscord {
    fn interact(&self, user: &User, place: &Place, kind: u8, data: &Value, source: Option<MessageId>) -> Interaction {
        self.shared.change(|state| {
            let id = state.new_id();
            let token = format!("aW50ZXJhY3Rpb246{id}");
            let body = interaction_json(state, id, &token, user, place, kind, data, source);
            let (metadata, old_metadata) = metadata_json(&body, user);
            if kind != AUTOCOMPLETE {
                state.acted(place.channel);
            }
            let message_kind = match (kind, data["type"].as_u64()) {
                (COMMAND, Some(3)) => 23,
                (COMMAND, _) => 20,
                _ => 0,
            };
            let asked = Asked {
                token,
                kind,
                user: user.id,
                channel: place.channel,
                sent_at: Instant::now(),
                is_expired: false,
                callback: None,
                original: None,
                first: None,
                followups: Vec::new(),
                choices: Vec::new(),
                source,
                message_kind,
                has_bot: state.channels[&place.channel].has_bot,
                metadata,
                old_metadata,
            };
            state.interactions.insert(id, asked);
            match state.application.endpoint.clone() {
                Some(url) => {
                    let post = Posted::signed(body.to_string());
                    state.posted.push(post.clone());
                    deliver(&self.shared, url, post);
                }
                None => state.dispatch(&Event::interaction(body)),
            }
            Interaction {
                shared: Arc::clone(&self.shared),
                id: InteractionId::new(id),
            }
        })
    }
}

#[expect(clippy::too_many_arguments, reason = "an interaction has as many parts")]
fn interaction_json(
    state: &State,
    id: u64,
    token: &str,
    user: &User,
    place: &Place,
    kind: u8,
    data: &Value,
    source: Option<MessageId>,
) -> Value {
    let channel = &state.channels[&place.channel];
    let bot = state.bot.to_string();
    // 0: installed in this guild ("0" in a conversation with the bot); 1: by this person.
    let owners = match place.guild {
        _ if !channel.has_bot => json!({ "1": user.id.to_string() }),
        Some(guild) => json!({ "0": guild.to_string() }),
        None => json!({ "0": "0" }),
    };
    let mut body = json!({
        "id": id.to_string(), "application_id": bot, "type": kind, "data": data, "token": token, "version": 1,
        "channel_id": place.channel.to_string(), "channel": channel.json(state), "context": channel.context(),
        "app_permissions": channel.permissions.bits().to_string(), "locale": user.locale, "entitlements": [],
        "authorizing_integration_owners": owners, "attachment_size_limit": state.upload_limit,
    });
    body["channel"]["permissions"] = json!(user.permissions.bits().to_string());
    if let Some(guild) = place.guild {
        body["guild_id"] = json!(guild.to_string());
        let locale = state.guilds[&guild].locale;
        body["guild"] = json!({ "id": guild.to_string(), "locale": locale, "features": [] });
        body["guild_locale"] = json!(locale);
        body["member"] = state.member_in_interaction(guild, user);
    } else {
        body["user"] = user.json();
    }
    if let Some(source) = source {
        body["message"] = state.messages[&source].json(state, Reader::Trusted);
    }
    body
}

/// The metadata of an interaction in the messages that respond to it: in the current form and in the older one.
fn metadata_json(interaction: &Value, user: &User) -> (Value, Value) {
    let (kind, data) = (&interaction["type"], &interaction["data"]);
    let mut json = json!({
        "id": interaction["id"], "type": kind, "user": user.json(),
        "authorizing_integration_owners": interaction["authorizing_integration_owners"],
    });
    if *kind == COMPONENT {
        json["interacted_message_id"] = interaction["message"]["id"].clone();
        return (json, Value::Null);
    }
    if let Some(target) = data.get("target_id") {
        json["target_message_id"] = target.clone();
    }
    let old = json!({ "id": interaction["id"], "type": kind, "name": commands::full_name(data), "user": user.json() });
    (json, old)
}
