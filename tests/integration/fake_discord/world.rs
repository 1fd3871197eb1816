//! Channels and users, their JSON, and the bot's permissions.
//!
//! Not here: guilds, their roles and members (`guilds`).

use serde_json::{Value, json};
use serenity::model::id::{ChannelId, GuildId, UserId};
use serenity::model::permissions::Permissions;

use super::FakeDiscord;
use super::guilds::Guild;
use super::state::State;

/// The bot's permissions by default.
pub(super) const USUAL: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::READ_MESSAGE_HISTORY)
    .union(Permissions::USE_EXTERNAL_APPS);

/// The time at which everybody joined.
pub(super) const LONG_AGO: &str = "2021-05-01T12:00:00.000000+00:00";

pub(super) const TEXT: u8 = 0;
pub(super) const DM: u8 = 1;
pub(super) const GROUP_DM: u8 = 3;
pub(super) const CATEGORY: u8 = 4;
pub(super) const THREAD: u8 = 11;
pub(super) const FORUM: u8 = 15;

/// A user: a person or a bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub id: UserId,
    pub name: String,
    pub(super) is_bot: bool,
    /// The user's permissions in every guild.
    pub(super) permissions: Permissions,
    /// The language in which Discord speaks to the user.
    pub(super) locale: &'static str,
}

/// A place for messages: a channel, a thread or a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub guild: Option<GuildId>,
    pub channel: ChannelId,
}

/// The state of a place.
#[derive(Debug, Clone)]
pub(super) struct Channel {
    pub place: Place,
    pub name: String,
    pub kind: u8,
    pub parent: Option<ChannelId>,
    /// The bot's permissions.
    pub permissions: Permissions,
    pub has_bot: bool,
    pub is_deleted: bool,
    /// The other person in a conversation.
    pub recipient: Option<UserId>,
    /// The id of the last action by anybody other than the bot. Later messages of the bot have a greater one.
    pub last_act: u64,
}

impl User {
    pub(super) fn new(id: UserId, name: &str, is_bot: bool) -> Self {
        Self {
            id,
            name: name.to_owned(),
            is_bot,
            permissions: USUAL,
            locale: "en-US",
        }
    }

    pub(super) fn json(&self) -> Value {
        json!({
            "id": self.id.to_string(), "username": self.name, "discriminator": "0", "global_name": self.name,
            "avatar": null, "bot": self.is_bot, "system": false, "public_flags": 0, "flags": 0, "primary_guild": null,
        })
    }
}

impl Channel {
    /// The number of the place in interactions: 0 in a guild, 1 in a conversation with the bot, 2 in one without it.
    pub fn context(&self) -> u8 {
        match (self.place.guild, self.kind) {
            (Some(_), _) => 0,
            (None, DM) => 1,
            (None, _) => 2,
        }
    }

    pub fn is_private(&self) -> bool {
        self.place.guild.is_none()
    }

    /// The permission that is required to send here.
    pub fn sending(&self) -> Permissions {
        if self.kind == THREAD {
            Permissions::SEND_MESSAGES_IN_THREADS
        } else {
            Permissions::SEND_MESSAGES
        }
    }

    pub fn json(&self, state: &State) -> Value {
        let mut json = json!({
            "id": self.place.channel.to_string(), "type": self.kind, "last_message_id": null, "flags": 0,
        });
        if let Some(recipient) = self.recipient {
            json["recipients"] = json!([state.users[&recipient].json()]);
            return json;
        }
        json["name"] = json!(self.name);
        json["guild_id"] = json!(self.place.guild.map(|guild| guild.to_string()));
        json["parent_id"] = json!(self.parent.map(|parent| parent.to_string()));
        json["position"] = json!(0);
        json["permission_overwrites"] = json!([]);
        json["nsfw"] = json!(false);
        if self.kind == THREAD {
            json["owner_id"] = json!(state.bot.to_string());
            json["message_count"] = json!(0);
            json["member_count"] = json!(1);
            json["thread_metadata"] = json!({
                "archived": false, "auto_archive_duration": 1440, "archive_timestamp": LONG_AGO, "locked": false,
            });
        }
        json
    }
}

impl State {
    pub(super) fn add_channel(&mut self, mut channel: Channel) -> Place {
        channel.place.channel = ChannelId::new(self.new_id());
        let place = channel.place;
        self.channels.insert(place.channel, channel);
        place
    }
}

impl FakeDiscord {
    /// A text channel.
    pub fn channel(&self, guild: &Guild, name: &str) -> Place {
        self.add_channel(Some(guild), name, TEXT, None, None)
    }

    /// A category, which holds channels.
    pub fn category(&self, guild: &Guild, name: &str) -> Place {
        self.add_channel(Some(guild), name, CATEGORY, None, None)
    }

    /// A text channel in a category.
    pub fn channel_in(&self, category: &Place, name: &str) -> Place {
        let guild = self.guild_of(category);
        self.add_channel(Some(&guild), name, TEXT, Some(category.channel), None)
    }

    /// A forum, where people can only write in posts.
    pub fn forum(&self, guild: &Guild, name: &str) -> Place {
        self.add_channel(Some(guild), name, FORUM, None, None)
    }

    /// A thread in a channel, or a post in a forum. The bot has the same permissions in it as around it.
    pub fn thread(&self, around: &Place, name: &str) -> Place {
        let guild = self.guild_of(around);
        let permissions = self.shared.read(|state| state.channels[&around.channel].permissions);
        let thread = self.add_channel(Some(&guild), name, THREAD, Some(around.channel), None);
        self.allow(&thread, permissions.bits());
        thread
    }

    fn guild_of(&self, place: &Place) -> Guild {
        Guild {
            id: place.guild.expect("it is in a guild"),
            has_bot: self.shared.read(|state| state.channels[&place.channel].has_bot),
        }
    }

    /// The conversation between a person and the bot: always the same one.
    pub fn dm(&self, user: &User) -> Place {
        let known = self.shared.read(|state| state.dm_with(user.id));
        known.unwrap_or_else(|| self.add_channel(None, "", DM, None, Some(user.id)))
    }

    /// A conversation without the bot. People who have installed it for themselves can still use its commands there.
    pub fn group_dm(&self, user: &User) -> Place {
        self.add_channel(None, "", GROUP_DM, None, Some(user.id))
    }

    fn add_channel(
        &self,
        guild: Option<&Guild>,
        name: &str,
        kind: u8,
        parent: Option<ChannelId>,
        recipient: Option<UserId>,
    ) -> Place {
        let channel = Channel {
            place: Place {
                guild: guild.map(|guild| guild.id),
                channel: ChannelId::new(1),
            },
            name: name.to_owned(),
            kind,
            parent,
            permissions: USUAL,
            has_bot: guild.map_or(kind == DM, |guild| guild.has_bot),
            is_deleted: false,
            recipient,
            last_act: 0,
        };
        self.shared.change(|state| state.add_channel(channel))
    }

    /// A person.
    pub fn user(&self, name: &str) -> User {
        self.add_user(name, false, Permissions::empty())
    }

    /// Another bot.
    pub fn bot_user(&self, name: &str) -> User {
        self.add_user(name, true, Permissions::empty())
    }

    /// A person who may manage messages.
    pub fn moderator(&self, name: &str) -> User {
        self.add_user(name, false, Permissions::MANAGE_MESSAGES)
    }

    /// A person who may manage every guild.
    pub fn manager(&self, name: &str) -> User {
        self.add_user(name, false, Permissions::MANAGE_GUILD)
    }

    /// A person who lacks these permissions, such as `Permissions::SEND_MESSAGES`.
    pub fn user_without(&self, name: &str, permissions: Permissions) -> User {
        let mut user = self.user(name);
        user.permissions -= permissions;
        self.shared.change(|state| state.users.insert(user.id, user.clone()));
        user
    }

    /// A person to whom Discord speaks a language other than English, such as "de".
    pub fn speaker(&self, name: &str, locale: &'static str) -> User {
        let mut user = self.user(name);
        user.locale = locale;
        self.shared.change(|state| state.users.insert(user.id, user.clone()));
        user
    }

    /// A person who may do everything in every guild.
    pub fn administrator(&self, name: &str) -> User {
        self.add_user(name, false, Permissions::all())
    }

    fn add_user(&self, name: &str, is_bot: bool, more: Permissions) -> User {
        self.shared.change(|state| {
            let mut user = User::new(UserId::new(state.new_id()), name, is_bot);
            user.permissions |= more;
            state.users.insert(user.id, user.clone());
            user
        })
    }

    /// Sets the bot's permissions in a place, as Discord's bit set.
    pub fn allow(&self, place: &Place, permissions: u64) {
        self.shared.change(|state| {
            if let Some(channel) = state.channels.get_mut(&place.channel) {
                channel.permissions = Permissions::from_bits_truncate(permissions);
            }
        });
    }

    /// Removes permissions of the bot in a place, such as `Permissions::EMBED_LINKS`.
    pub fn forbid(&self, place: &Place, permissions: Permissions) {
        self.shared.change(|state| {
            if let Some(channel) = state.channels.get_mut(&place.channel) {
                channel.permissions -= permissions;
            }
        });
    }

    /// Deletes a channel, as an admin may at any time.
    pub fn delete_channel(&self, place: &Place) {
        self.shared.change(|state| {
            if let Some(channel) = state.channels.get_mut(&place.channel) {
                channel.is_deleted = true;
            }
        });
    }
}
