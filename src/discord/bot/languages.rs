//! The languages of people and guilds, as Discord told them with the last interaction: a message tells none.
//!
//! They stay in memory.

use quick_cache::sync::Cache;
use serenity::model::channel::Message;
use serenity::model::id::{GuildId, UserId};

use super::caller::Caller;
use crate::message::locale::Locale;

/// The most people, and the most guilds, whose languages are known.
const MAX_KNOWN: usize = 10_000;

/// The languages of people and guilds.
pub(super) struct Languages {
    people: Cache<UserId, Locale>,
    guilds: Cache<GuildId, Locale>,
}

impl Languages {
    /// Knows no language yet.
    pub(super) fn new() -> Self {
        Self {
            people: Cache::new(MAX_KNOWN),
            guilds: Cache::new(MAX_KNOWN),
        }
    }

    /// Notes the languages that came with an interaction.
    pub(super) fn note(&self, caller: &Caller<'_>) {
        self.people.insert(caller.user, caller.locale);
        if let (Some(guild), Some(locale)) = (caller.guild, caller.guild_locale) {
            self.guilds.insert(guild, locale);
        }
    }

    /// The language to answer a message in: its author's, or else the guild's, or else English.
    pub(super) fn of(&self, message: &Message) -> Locale {
        let of_guild = || message.guild_id.and_then(|guild| self.guilds.get(&guild));
        let known = self.people.get(&message.author.id).or_else(of_guild);
        known.unwrap_or_default()
    }
}
