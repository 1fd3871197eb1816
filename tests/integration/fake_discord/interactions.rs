//! Interactions: commands, autocomplete, clicks and choices, as people make them.
//!
//! Not here: what the bot answers them with over REST (`rest`), and how a test looks at that (`handle`).

#![expect(
    clippy::unused_async,
    reason = "what people do is awaited, whether or not it has to wait"
)]

mod handle;

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use serenity::model::id::{ChannelId, InteractionId, MessageId, UserId};

pub use self::handle::Interaction;

use super::gateway::Event;
use super::message::Reader;
use super::seen::Sent;
use super::state::State;
use super::world::{DM, Place, User};
use super::{FakeDiscord, PATIENCE};

pub(super) const COMMAND: u8 = 2;
pub(super) const COMPONENT: u8 = 3;
pub(super) const AUTOCOMPLETE: u8 = 4;

/// An interaction, and what has become of it.
pub(super) struct Asked {
    pub token: String,
    pub kind: u8,
    pub user: UserId,
    pub channel: ChannelId,
    pub sent_at: Instant,
    pub is_expired: bool,
    /// The callback's type, and how long after the event it came.
    pub callback: Option<(u8, Duration)>,
    /// What `@original` names.
    pub original: Option<MessageId>,
    /// The first response that somebody could see, as it was then.
    pub first: Option<Sent>,
    pub followups: Vec<MessageId>,
    pub choices: Vec<(String, String)>,
    /// The message whose component it was.
    pub source: Option<MessageId>,
    /// The kind of the message that answers it.
    pub message_kind: u8,
    /// Whether the bot is in its place.
    pub has_bot: bool,
}

impl FakeDiscord {
    /// Somebody uses a slash command, with options as Discord sends them:
    /// `[{"name": "question", "type": 3, "value": "..."}]`. Waits until the bot has registered the command.
    ///
    /// # Panics
    /// Where the command isn't registered within 10 s, or has no option of such a name.
    pub async fn slash(&self, user: &User, place: &Place, command: &str, options: Value) -> Interaction {
        let known = self.registered(place, command, 1).await;
        let mut data = json!({ "id": known["id"], "name": command, "type": 1 });
        if options.as_array().is_some_and(|options| !options.is_empty()) {
            check_options(&known, &options);
            data["options"] = options;
        }
        self.shared.read(|state| resolve_users(state, &mut data, place));
        self.interact(user, place, COMMAND, &data, None)
    }

    /// Somebody uses a command of a message's context menu.
    ///
    /// # Panics
    /// Where the command isn't registered within 10 s.
    pub async fn menu(&self, user: &User, command: &str, message: MessageId) -> Interaction {
        let place = self.place_of(message);
        let known = self.registered(&place, command, 3).await;
        let target = self
            .shared
            .read(|state| state.messages[&message].json(state, Reader::Trusted));
        let data = json!({
            "id": known["id"], "name": command, "type": 3, "target_id": message.to_string(),
            "resolved": { "messages": { message.to_string(): target } },
        });
        self.interact(user, &place, COMMAND, &data, None)
    }

    /// Somebody types into an option of a slash command; the choices, each with name and value, that they are offered.
    /// For a subcommand, `command` is such as "library show".
    ///
    /// # Panics
    /// Where no choices come within 10 s.
    pub async fn types(
        &self,
        user: &User,
        place: &Place,
        command: &str,
        option: &str,
        typed: &str,
    ) -> Vec<(String, String)> {
        let mut names = command.split(' ');
        let name = names.next().unwrap_or_default();
        let known = self.registered(place, name, 1).await;
        let focused = json!([{ "name": option, "type": 3, "value": typed, "focused": true }]);
        let options = names.rev().fold(
            focused,
            |inner, name| json!([{ "name": name, "type": 1, "options": inner }]),
        );
        let data = json!({ "id": known["id"], "name": name, "type": 1, "options": options });
        self.interact(user, place, AUTOCOMPLETE, &data, None).choices().await
    }

    /// Somebody presses a button, which is named by its label, on a message as it is now.
    ///
    /// # Panics
    /// Where there is no such button, or it is disabled.
    pub async fn clicks(&self, user: &User, message: &Sent, label: &str) -> Interaction {
        let now = self.clickable(user, message.id);
        let button = now
            .controls()
            .into_iter()
            .find(|control| control["type"] == 2 && control["label"] == label)
            .unwrap_or_else(|| panic!("no button {label:?}; there are {:?}", now.labels()));
        assert!(button["disabled"] != true, "the button {label:?} is disabled");
        let data = json!({ "custom_id": button["custom_id"], "component_type": 2, "id": 1 });
        self.interact(user, &self.place_of(now.id), COMPONENT, &data, Some(now.id))
    }

    /// Somebody chooses an option, which is named by its label, of the first menu on a message as it is now.
    ///
    /// # Panics
    /// Where there is no such option, or the menu is disabled.
    pub async fn chooses(&self, user: &User, message: &Sent, label: &str) -> Interaction {
        let now = self.clickable(user, message.id);
        let menu = now
            .menu()
            .unwrap_or_else(|| panic!("no menu; there are {:?}", now.labels()));
        assert!(menu["disabled"] != true, "the menu is disabled");
        let options = menu["options"].as_array().cloned().unwrap_or_default();
        let option = options
            .iter()
            .find(|option| option["label"] == label)
            .unwrap_or_else(|| panic!("no option {label:?}; there are {:?}", now.options()));
        let data = json!({
            "custom_id": menu["custom_id"], "component_type": 3, "values": [option["value"]], "id": 1,
        });
        self.interact(user, &self.place_of(now.id), COMPONENT, &data, Some(now.id))
    }

    /// A component interaction with a custom id of the test's own: of an older version of the bot, or a forged one.
    pub async fn clicks_custom_id(&self, user: &User, message: &Sent, custom_id: &str) -> Interaction {
        let now = self.clickable(user, message.id);
        let data = json!({ "custom_id": custom_id, "component_type": 2, "id": 1 });
        self.interact(user, &self.place_of(now.id), COMPONENT, &data, Some(now.id))
    }

    fn place_of(&self, message: MessageId) -> Place {
        self.shared
            .read(|state| state.channels[&state.messages[&message].channel].place)
    }

    /// A message as it is now, if this person can see it.
    fn clickable(&self, user: &User, message: MessageId) -> Sent {
        self.shared.read(|state| {
            let message = &state.messages[&message];
            assert!(message.is_visible(), "the message is gone");
            let sees = message.only_for.is_none_or(|only| only == user.id);
            assert!(sees, "{} can't see this message", user.name);
            Sent::of(message)
        })
    }

    /// What the bot has registered under this name, once it has.
    async fn registered(&self, place: &Place, name: &str, kind: u64) -> Value {
        let found = self
            .shared
            .wait(PATIENCE, |state| state.command(place.guild, name, kind).cloned());
        found.await.unwrap_or_else(|| {
            let all = self.shared.read(|state| {
                let names = state.commands.values().flatten().map(|command| command["name"].clone());
                names.collect::<Value>()
            });
            panic!("no command {name:?}; registered: {all}; {}", self.shared.story())
        })
    }

    fn interact(&self, user: &User, place: &Place, kind: u8, data: &Value, source: Option<MessageId>) -> Interaction {
        self.shared.change(|state| {
            let id = state.new_id();
            let token = format!("aW50ZXJhY3Rpb246{id}");
            let body = interaction_json(state, id, &token, user, place, kind, data, source);
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
            };
            state.interactions.insert(id, asked);
            state.dispatch(&Event::interaction(body));
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
    let context = match (place.guild, channel.kind) {
        (Some(_), _) => 0,
        (None, DM) => 1,
        (None, _) => 2,
    };
    // 0: installed in this guild ("0" in a conversation with the bot); 1: by this person.
    let owners = match place.guild {
        _ if !channel.has_bot => json!({ "1": user.id.to_string() }),
        Some(guild) => json!({ "0": guild.to_string() }),
        None => json!({ "0": "0" }),
    };
    let mut body = json!({
        "id": id.to_string(), "application_id": bot, "type": kind, "data": data, "token": token, "version": 1,
        "channel_id": place.channel.to_string(), "channel": channel.json(state), "context": context,
        "app_permissions": channel.permissions.bits().to_string(), "locale": "en-US", "entitlements": [],
        "authorizing_integration_owners": owners, "attachment_size_limit": 10_485_760,
    });
    body["channel"]["permissions"] = json!(user.permissions.bits().to_string());
    if let Some(guild) = place.guild {
        body["guild_id"] = json!(guild.to_string());
        body["guild"] = json!({ "id": guild.to_string(), "locale": "en-US", "features": [] });
        body["guild_locale"] = json!("en-US");
        body["member"] = state.member_in_interaction(guild, user);
    } else {
        body["user"] = user.json();
    }
    if let Some(source) = source {
        body["message"] = state.messages[&source].json(state, Reader::Trusted);
    }
    body
}

/// A client sends no option that the command doesn't have.
fn check_options(command: &Value, options: &Value) {
    let known = command["options"].as_array().cloned().unwrap_or_default();
    for option in options.as_array().into_iter().flatten() {
        let name = &option["name"];
        let found = known
            .iter()
            .find(|one| one["name"] == *name && one["type"] == option["type"]);
        let found = found.unwrap_or_else(|| panic!("{} has no option {name} of this type", command["name"]));
        if option["options"].is_array() {
            check_options(found, &option["options"]);
        }
    }
}

/// Adds who is named by options that name somebody.
fn resolve_users(state: &State, data: &mut Value, place: &Place) {
    let mut users = Map::new();
    let mut members = Map::new();
    let options = data["options"].as_array().cloned().unwrap_or_default();
    for option in &options {
        if option["type"] != 6 {
            continue;
        }
        let id = option["value"].as_str().expect("a user's id as a string").to_owned();
        let user = &state.users[&id.parse::<UserId>().expect("a user's id")];
        users.insert(id.clone(), user.json());
        let mut member = place.guild.map_or(Value::Null, |guild| state.member(guild, user.id));
        member["permissions"] = json!(user.permissions.bits().to_string());
        members.insert(id, member);
    }
    if !users.is_empty() {
        data["resolved"] = json!({ "users": users });
        if place.guild.is_some() {
            data["resolved"]["members"] = json!(members);
        }
    }
}
