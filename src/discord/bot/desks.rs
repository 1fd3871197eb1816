//! The desks: which one serves whom.

use std::slice::from_ref;
use std::sync::Arc;

use serenity::model::id::GuildId;

use super::desk::Desk;
use crate::message;

/// The desks of the bot: one, which serves everybody.
pub(crate) struct Desks {
    house: Arc<Desk>,
}

impl Desks {
    /// One desk for all.
    pub(crate) fn one(house: Arc<Desk>) -> Self {
        Self { house }
    }

    /// The desk that serves a guild, or people outside of guilds.
    pub(super) fn of(&self, _guild: Option<GuildId>) -> &Arc<Desk> {
        &self.house
    }

    /// All desks that are at work.
    pub(super) fn open(&self) -> &[Arc<Desk>] {
        from_ref(&self.house)
    }

    /// The line below the bot's name, which says what is live.
    pub(crate) fn presence(&self) -> String {
        let answerer = self.house.answerer();
        let generation = answerer.generation();
        message::discord::presence(generation.article_count(), generation.passage_count())
    }
}
