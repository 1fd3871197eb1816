//! A message, and its JSON.

use serde_json::{Map, Value, json};
use serenity::model::id::{ChannelId, MessageId, UserId};

use super::state::State;

/// A message's flag: only one person sees it.
pub(super) const EPHEMERAL: u64 = 1 << 6;
/// A message's flag: the bot is thinking.
pub(super) const LOADING: u64 = 1 << 7;

/// A message in a place.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub id: MessageId,
    pub channel: ChannelId,
    pub author: UserId,
    pub content: String,
    pub embeds: Value,
    pub components: Value,
    pub flags: u64,
    pub pings: Pings,
    pub reply_to: Option<MessageId>,
    pub nonce: Option<Value>,
    /// When it was last edited, as Discord writes it.
    pub edited_at: Option<String>,
    pub is_deleted: bool,
    /// 0 for a plain message, 19 for a reply, 20 for a slash command's, 23 for a context menu's.
    pub kind: u8,
    /// The interaction that it responds to, in the current and the older form; `Null` for other messages.
    pub metadata: Value,
    pub old_metadata: Value,
    /// Other fields of a person's message, such as a poll, in its JSON.
    pub others: Value,
    /// The only person who sees it; `None` if everybody does.
    pub only_for: Option<UserId>,
    /// The body of its latest version.
    pub raw: Value,
}

/// The people whom a message pings.
#[derive(Debug, Clone, Default)]
pub(super) struct Pings {
    pub users: Vec<UserId>,
    pub roles: Vec<String>,
    pub everyone: bool,
}

/// The reader of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// The bot, which Discord shows the whole text.
    Trusted,
    /// The bot without the intent for it, which Discord shows only text addressed to it.
    Unprivileged,
}

impl Pings {
    /// The pings of a person's text, which nothing restricts.
    pub fn of_text(text: &str, state: &State) -> Self {
        let users = addressed(text, "<@")
            .into_iter()
            .map(|id| id.trim_start_matches('!').to_owned())
            .filter_map(|id| id.parse::<UserId>().ok())
            .filter(|id| state.users.contains_key(id));
        let mut pings = Self {
            users: Vec::new(),
            roles: addressed(text, "<@&"),
            everyone: text.contains("@everyone") || text.contains("@here"),
        };
        users.for_each(|user| pings.add(user));
        pings
    }

    /// The pings of the bot's body: those of its text that it allows.
    pub fn of_body(body: &Value, state: &State, replied: Option<UserId>) -> Self {
        let said = Self::of_text(body["content"].as_str().unwrap_or_default(), state);
        let allowed = &body["allowed_mentions"];
        let any = |name: &str| {
            allowed.is_null()
                || allowed["parse"]
                    .as_array()
                    .is_some_and(|parse| parse.iter().any(|kind| kind == name))
        };
        let named = |list: &str, id: &str| {
            allowed[list]
                .as_array()
                .is_some_and(|ids| ids.iter().any(|one| one == id))
        };
        let mut pings = Self {
            users: said
                .users
                .into_iter()
                .filter(|id| any("users") || named("users", &id.to_string()))
                .collect(),
            roles: said
                .roles
                .into_iter()
                .filter(|id| any("roles") || named("roles", id))
                .collect(),
            everyone: said.everyone && any("everyone"),
        };
        if let Some(replied) = replied
            && (allowed.is_null() || allowed["replied_user"] == true)
        {
            pings.add(replied);
        }
        pings
    }

    pub fn add(&mut self, user: UserId) {
        if !self.users.contains(&user) {
            self.users.push(user);
        }
    }
}

/// The ids between this opening and the next `>`.
fn addressed(text: &str, opening: &str) -> Vec<String> {
    text.split(opening)
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .map(|(id, _)| id.to_owned())
        .filter(|id| !id.is_empty() && id.chars().all(|c| c.is_ascii_digit() || c == '!'))
        .collect()
}

impl Message {
    /// An empty message of the bot in a place.
    pub fn of_bot(state: &mut State, channel: ChannelId) -> Self {
        Self {
            id: MessageId::new(state.new_id()),
            channel,
            author: state.bot,
            content: String::new(),
            embeds: json!([]),
            components: json!([]),
            flags: 0,
            pings: Pings::default(),
            reply_to: None,
            nonce: None,
            edited_at: None,
            is_deleted: false,
            kind: 0,
            metadata: Value::Null,
            old_metadata: Value::Null,
            others: Value::Null,
            only_for: None,
            raw: Value::Null,
        }
    }

    pub fn is_ephemeral(&self) -> bool {
        self.flags & EPHEMERAL != 0
    }

    pub fn is_loading(&self) -> bool {
        self.flags & LOADING != 0
    }

    /// True if somebody can read it: it exists, and the bot has finished thinking.
    pub fn is_visible(&self) -> bool {
        !self.is_deleted && !self.is_loading()
    }

    /// Overwrites the fields in a body, and keeps the others.
    pub fn write(&mut self, body: &Value, state: &State) {
        if let Some(content) = body.get("content") {
            content.as_str().unwrap_or_default().clone_into(&mut self.content);
        }
        if let Some(embeds) = body.get("embeds") {
            self.embeds = embeds.as_array().map_or(json!([]), |embeds| {
                embeds.iter().map(|embed| with(embed, "type", json!("rich"))).collect()
            });
        }
        if let Some(components) = body.get("components") {
            self.components = components.as_array().map_or(json!([]), |rows| json!(rows));
        }
        if self.is_loading() {
            // The visibility of the message was decided when the thinking began.
            self.flags &= !LOADING;
        } else if let Some(flags) = body["flags"].as_u64() {
            self.flags = (flags & !EPHEMERAL) | (self.flags & EPHEMERAL);
        }
        let replied = self.reply_to.and_then(|id| state.messages.get(&id)).map(|to| to.author);
        self.pings = Pings::of_body(body, state, replied);
        self.raw = body.clone();
    }

    /// True if the bot may read its text.
    fn is_shown(&self, state: &State, reader: Reader) -> bool {
        reader == Reader::Trusted
            || self.author == state.bot
            || self.pings.users.contains(&state.bot)
            || state.channels[&self.channel].is_private()
    }

    /// The JSON of the message, including the message that it replies to.
    pub fn json(&self, state: &State, reader: Reader) -> Value {
        let mut json = self.own_json(state, reader);
        if let Some(to) = self.reply_to {
            let reader = if state.shows_replied { Reader::Trusted } else { reader };
            // Discord writes null if that message is gone.
            json["referenced_message"] = state
                .messages
                .get(&to)
                .filter(|to| !to.is_deleted)
                .map_or(Value::Null, |to| to.own_json(state, reader));
        }
        json
    }

    fn own_json(&self, state: &State, reader: Reader) -> Value {
        let is_shown = self.is_shown(state, reader);
        let shown = |value: &Value, hidden: Value| if is_shown { value.clone() } else { hidden };
        let mentions: Vec<_> = self.pings.users.iter().map(|id| state.users[id].json()).collect();
        let timestamp = timestamp(self.id);
        let mut json = json!({
            "id": self.id.to_string(), "channel_id": self.channel.to_string(), "type": self.kind,
            "author": state.users[&self.author].json(),
            "content": shown(&json!(self.content), json!("")),
            "embeds": shown(&self.embeds, json!([])), "components": shown(&numbered(&self.components), json!([])),
            "attachments": [], "timestamp": timestamp,
            "edited_timestamp": self.edited_at,
            "tts": false, "pinned": false, "flags": self.flags,
            "mention_everyone": self.pings.everyone, "mention_roles": self.pings.roles, "mentions": mentions,
        });
        for (key, value) in self.others.as_object().into_iter().flatten().filter(|_| is_shown) {
            json[key] = value.clone();
        }
        if let Some(to) = self.reply_to {
            let guild = state.channels[&self.channel].place.guild;
            json["message_reference"] = json!({
                "type": 0, "message_id": to.to_string(), "channel_id": self.channel.to_string(),
            });
            if let Some(guild) = guild {
                json["message_reference"]["guild_id"] = json!(guild.to_string());
            }
        }
        if let Some(nonce) = &self.nonce {
            json["nonce"] = nonce.clone();
        }
        if self.author == state.bot {
            json["application_id"] = json!(state.bot.to_string());
        }
        if !self.metadata.is_null() {
            json["webhook_id"] = json!(state.bot.to_string());
            json["interaction_metadata"] = self.metadata.clone();
        }
        if !self.old_metadata.is_null() {
            json["interaction"] = self.old_metadata.clone();
        }
        json
    }

    /// The JSON of the gateway's event, which adds the guild and the author's membership.
    pub fn event(&self, state: &State, reader: Reader) -> Value {
        let mut json = self.json(state, reader);
        if let Some(guild) = state.channels[&self.channel].place.guild {
            json["guild_id"] = json!(guild.to_string());
            json["member"] = state.member(guild, self.author);
        }
        json
    }
}

/// The time now, as Discord writes it.
pub(super) fn now() -> String {
    serenity::model::Timestamp::now().to_string()
}

/// The time at which this id was made.
pub(super) fn timestamp(id: MessageId) -> String {
    id.created_at().to_string()
}

/// Rows of components as Discord returns them: with numbers for those without one, and with default values.
fn numbered(rows: &Value) -> Value {
    let mut number = 0;
    let mut next = || {
        number += 1;
        json!(number)
    };
    let mut rows = rows.clone();
    for row in rows.as_array_mut().into_iter().flatten() {
        *row = with(row, "id", next());
        for control in row["components"].as_array_mut().into_iter().flatten() {
            *control = with(control, "id", next());
            if control["type"] == 3 || control["type"] == 5 {
                *control = with(&with(control, "min_values", json!(1)), "max_values", json!(1));
            }
        }
    }
    rows
}

/// The number of the button or menu with this custom id; 1 if no row has it.
pub(super) fn number_of(rows: &Value, custom_id: &Value) -> Value {
    let rows = numbered(rows);
    let mut controls = rows.as_array().into_iter().flatten();
    let found = controls.find_map(|row| {
        let mut controls = row["components"].as_array()?.iter();
        controls.find(|control| control["custom_id"] == *custom_id)
    });
    found.map_or(json!(1), |control| control["id"].clone())
}

/// The object with one more field, unless it already has it.
pub(super) fn with(object: &Value, key: &str, value: Value) -> Value {
    let mut object = object.as_object().cloned().unwrap_or_else(Map::new);
    object.entry(key).or_insert(value);
    Value::Object(object)
}
