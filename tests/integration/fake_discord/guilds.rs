//! Guilds, their members and roles, and their JSON.
//!
//! REST reports the bot's permissions in a guild; those in its channels depend on `allow` and `forbid`.

use serde_json::{Value, json};
use serenity::model::id::{ChannelId, GuildId, RoleId, UserId};
use serenity::model::permissions::Permissions;

use super::FakeDiscord;
use super::gateway::Event;
use super::message::now;
use super::state::State;
use super::world::{Channel, LONG_AGO, Place, THREAD, USUAL, User};

/// A guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guild {
    pub id: GuildId,
    /// True if the bot is in it. People may use the bot in other guilds by installing it for themselves.
    pub(super) has_bot: bool,
}

/// The state of a guild.
#[derive(Debug, Clone)]
pub(super) struct Joined {
    pub name: String,
    pub has_bot: bool,
    /// The role that came with the bot, and holds its permissions.
    pub bot_role: RoleId,
    pub permissions: Permissions,
    pub locale: &'static str,
    /// When the bot joined.
    pub since: String,
    /// The channel for Discord's own messages.
    pub system_channel: Option<ChannelId>,
}

/// A role of a guild.
#[derive(Debug, Clone)]
pub(super) struct Role {
    pub guild: GuildId,
    pub name: String,
}

impl FakeDiscord {
    /// A guild with the bot in it.
    pub fn guild(&self, name: &str) -> Guild {
        self.add_guild(name, true)
    }

    /// A guild without the bot. People who have installed it for themselves can still use its commands there.
    pub fn foreign_guild(&self, name: &str) -> Guild {
        self.add_guild(name, false)
    }

    fn add_guild(&self, name: &str, has_bot: bool) -> Guild {
        self.shared.change(|state| {
            let id = GuildId::new(state.new_id());
            let bot_role = state.add_role(id, "verbatim");
            if has_bot {
                state.given.insert((state.bot, bot_role));
            }
            let joined = Joined {
                name: name.to_owned(),
                has_bot,
                bot_role,
                permissions: USUAL,
                locale: "en-US",
                since: LONG_AGO.to_owned(),
                system_channel: None,
            };
            state.guilds.insert(id, joined);
            Guild { id, has_bot }
        })
    }

    /// Lets Discord post its own messages in this channel of a guild.
    pub fn system_channel(&self, guild: &Guild, place: &Place) {
        self.shared.change(|state| {
            let joined = state.guilds.get_mut(&guild.id).unwrap();
            joined.system_channel = Some(place.channel);
        });
    }

    /// Somebody invites the bot into a guild.
    pub fn invites_bot(&self, guild: &Guild) {
        self.shared.change(|state| {
            state.guilds.get_mut(&guild.id).unwrap().since = now();
            state.set_presence_of_bot(guild.id, true);
            let created = state.created_json(guild.id);
            state.dispatch(&Event::guild("GUILD_CREATE", created));
        });
    }

    /// Somebody removes the bot from a guild.
    pub fn removes_bot(&self, guild: &Guild) {
        self.shared.change(|state| {
            state.set_presence_of_bot(guild.id, false);
            let gone = json!({ "id": guild.id.to_string() });
            state.dispatch(&Event::guild("GUILD_DELETE", gone));
        });
    }

    /// A guild is out of order for a while, as Discord tells it.
    pub fn goes_down(&self, guild: &Guild) {
        self.shared.change(|state| {
            let gone = json!({ "id": guild.id.to_string(), "unavailable": true });
            state.dispatch(&Event::guild("GUILD_DELETE", gone));
        });
    }

    /// A guild is in order again.
    pub fn comes_back(&self, guild: &Guild) {
        self.shared.change(|state| {
            let created = state.created_json(guild.id);
            state.dispatch(&Event::guild("GUILD_CREATE", created));
        });
    }

    /// Sets the bot's permissions in a guild, as Discord's bit set.
    pub fn allow_in_guild(&self, guild: &Guild, permissions: u64) {
        self.shared.change(|state| {
            if let Some(joined) = state.guilds.get_mut(&guild.id) {
                joined.permissions = Permissions::from_bits_truncate(permissions);
            }
        });
    }

    /// Sets the language of a guild, which is English at first.
    pub fn guild_speaks(&self, guild: &Guild, locale: &'static str) {
        self.shared.change(|state| {
            if let Some(joined) = state.guilds.get_mut(&guild.id) {
                joined.locale = locale;
            }
        });
    }

    /// Somebody leaves a guild, or was never in it. Everybody is in all others.
    pub fn leaves(&self, user: &User, guild: &Guild) {
        self.shared.change(|state| state.outsiders.insert((user.id, guild.id)));
    }

    /// Creates a role that nobody has yet.
    pub fn role(&self, guild: &Guild, name: &str) -> RoleId {
        self.shared.change(|state| state.add_role(guild.id, name))
    }

    /// Gives somebody a role.
    pub fn give_role(&self, user: &User, role: RoleId) {
        self.shared.change(|state| {
            assert!(state.roles.contains_key(&role), "no such role");
            state.given.insert((user.id, role));
        });
    }

    /// Takes a role from somebody.
    pub fn take_role(&self, user: &User, role: RoleId) {
        self.shared.change(|state| state.given.remove(&(user.id, role)));
    }
}

impl State {
    fn add_role(&mut self, guild: GuildId, name: &str) -> RoleId {
        let id = RoleId::new(self.new_id());
        let name = name.to_owned();
        self.roles.insert(id, Role { guild, name });
        id
    }

    /// A person's membership in a guild, without the person.
    pub(super) fn member(&self, guild: GuildId, user: UserId) -> Value {
        let roles = self.roles.iter().filter(|(_, role)| role.guild == guild);
        let roles: Vec<_> = roles
            .filter(|(id, _)| self.given.contains(&(user, **id)))
            .map(|(id, _)| id.to_string())
            .collect();
        json!({
            "nick": null, "avatar": null, "banner": null, "roles": roles, "joined_at": LONG_AGO, "premium_since": null,
            "deaf": false, "mute": false, "flags": 0, "pending": false, "communication_disabled_until": null,
        })
    }

    /// A person's membership in the form of an interaction.
    pub(super) fn member_in_interaction(&self, guild: GuildId, user: &User) -> Value {
        let mut member = self.member(guild, user.id);
        member["user"] = user.json();
        member["permissions"] = json!(user.permissions.bits().to_string());
        member
    }

    fn set_presence_of_bot(&mut self, guild: GuildId, is_there: bool) {
        let joined = self.guilds.get_mut(&guild).unwrap();
        joined.has_bot = is_there;
        let role = (self.bot, joined.bot_role);
        if is_there {
            self.given.insert(role);
        } else {
            self.given.remove(&role);
        }
        let channels = self.channels.values_mut();
        for channel in channels.filter(|channel| channel.place.guild == Some(guild)) {
            channel.has_bot = is_there;
        }
    }

    /// A guild as the bot gets it when it joins, with its channels and the bot's membership.
    pub(super) fn created_json(&self, id: GuildId) -> Value {
        let joined = &self.guilds[&id];
        let mut guild = self.guild_json(id, joined);
        let is_shown =
            |channel: &&Channel| channel.place.guild == Some(id) && !channel.is_deleted && channel.kind != THREAD;
        let channels = self.channels.values().filter(is_shown).map(|channel| {
            let mut json = channel.json(self);
            json["permission_overwrites"] = json!([{
                "id": self.bot.to_string(), "type": 1, "allow": channel.permissions.bits().to_string(),
                "deny": (!channel.permissions).bits().to_string(),
            }]);
            json
        });
        guild["channels"] = channels.collect();
        let mut bot = self.member(id, self.bot);
        bot["user"] = self.users[&self.bot].json();
        guild["members"] = json!([bot]);
        guild["joined_at"] = json!(joined.since);
        for (name, value) in [
            ("large", json!(false)),
            ("unavailable", json!(false)),
            ("member_count", json!(2)),
        ] {
            guild[name] = value;
        }
        for list in [
            "voice_states",
            "threads",
            "presences",
            "stage_instances",
            "guild_scheduled_events",
        ] {
            guild[list] = json!([]);
        }
        guild
    }

    /// The guilds that the bot is in.
    pub(super) fn joined(&self) -> impl Iterator<Item = (&GuildId, &Joined)> {
        self.guilds.iter().filter(|(_, joined)| joined.has_bot)
    }

    /// A guild in the form of the list of guilds.
    pub(super) fn listed_json(id: GuildId, joined: &Joined) -> Value {
        json!({
            "id": id.to_string(), "name": joined.name, "icon": null, "banner": null, "owner": false,
            "permissions": joined.permissions.bits().to_string(), "features": [],
        })
    }

    /// A guild that the bot is in, in full.
    pub(super) fn guild_json(&self, id: GuildId, joined: &Joined) -> Value {
        json!({
            "id": id.to_string(), "name": joined.name, "icon": null, "description": null, "home_header": null,
            "splash": null, "discovery_splash": null, "features": [], "banner": null,
            "owner_id": self.application.owner.to_string(), "application_id": null, "region": "us-east",
            "afk_channel_id": null, "afk_timeout": 300, "system_channel_id": joined.system_channel, "system_channel_flags": 0,
            "widget_enabled": false, "widget_channel_id": null, "verification_level": 0, "roles": self.roles_json(id),
            "default_message_notifications": 0, "mfa_level": 0, "explicit_content_filter": 0, "max_presences": null,
            "max_members": 500_000, "max_stage_video_channel_users": 50, "max_video_channel_users": 25,
            "vanity_url_code": null, "premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": joined.locale,
            "rules_channel_id": null, "safety_alerts_channel_id": null, "public_updates_channel_id": null,
            "premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0, "emojis": [], "stickers": [],
            "incidents_data": null,
        })
    }

    /// All roles of a guild. The first is everybody's, and has the guild's id.
    pub(super) fn roles_json(&self, guild: GuildId) -> Vec<Value> {
        let everyone = role_json(RoleId::new(guild.get()), "@everyone", Permissions::empty());
        let others = self.roles.iter().filter(|(_, role)| role.guild == guild);
        let others = others.map(|(id, _)| self.role_json(*id));
        std::iter::once(everyone).chain(others).collect()
    }

    /// A role, or that of everybody.
    pub(super) fn any_role_json(&self, id: RoleId) -> Value {
        if self.guilds.contains_key(&GuildId::new(id.get())) {
            return role_json(id, "@everyone", Permissions::empty());
        }
        self.role_json(id)
    }

    /// A role.
    pub(super) fn role_json(&self, id: RoleId) -> Value {
        let role = &self.roles[&id];
        let joined = &self.guilds.get(&role.guild);
        let of_bot = joined.filter(|joined| joined.has_bot && joined.bot_role == id);
        let permissions = of_bot.map_or(Permissions::empty(), |joined| joined.permissions);
        let mut json = role_json(id, &role.name, permissions);
        if of_bot.is_some() {
            json["managed"] = json!(true);
            json["tags"] = json!({ "bot_id": self.bot.to_string() });
        }
        json
    }
}

fn role_json(id: RoleId, name: &str, permissions: Permissions) -> Value {
    json!({
        "id": id.to_string(), "name": name, "permissions": permissions.bits().to_string(), "position": 0, "color": 0,
        "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null }, "hoist": false,
        "managed": false, "mentionable": false, "icon": null, "unicode_emoji": null, "flags": 0,
    })
}
