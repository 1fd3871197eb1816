//! Responding to an interaction: at once where that is possible, later where it must be, and as plain text where Discord
//! does not allow more.

use std::time::Duration;

use serenity::model::application::{CommandInteraction, ComponentInteraction};
use serenity::model::id::{ChannelId, GuildId, InteractionId, RoleId, UserId};
use serenity::model::permissions::Permissions;
use serenity::model::prelude::Member;
use tokio::time::{Instant, timeout_at};

use crate::discord::api::rest::{Callback, Rest, RestError};
use crate::discord::outgoing::Outgoing;
use crate::discord::view;

/// What is needed to respond to somebody.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) id: InteractionId,
    pub(crate) token: String,
    pub(crate) user: UserId,
    pub(crate) channel: ChannelId,
    pub(crate) guild: Option<GuildId>,
    /// The roles that they have in the guild.
    pub(crate) roles: Vec<RoleId>,
    /// Whether they may manage messages where they are.
    pub(crate) may_manage: bool,
    /// Whether the bot may embed where they are.
    may_embed: bool,
    pub(crate) received: Instant,
}

/// How an answer is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// As a message that everybody sees.
    Public,
    /// As a message that the asker alone sees.
    Private,
}

impl Caller {
    pub(crate) fn of_command(interaction: &CommandInteraction, received: Instant) -> Self {
        Self {
            id: interaction.id,
            token: interaction.token.clone(),
            user: interaction.user.id,
            channel: interaction.channel_id,
            guild: interaction.guild_id,
            roles: roles(interaction.member.as_deref()),
            may_manage: may_manage(interaction.member.as_deref()),
            may_embed: may_embed(interaction.guild_id, interaction.app_permissions),
            received,
        }
    }

    pub(crate) fn of_component(interaction: &ComponentInteraction, received: Instant) -> Self {
        Self {
            id: interaction.id,
            token: interaction.token.clone(),
            user: interaction.user.id,
            channel: interaction.channel_id,
            guild: interaction.guild_id,
            roles: roles(interaction.member.as_ref()),
            may_manage: may_manage(interaction.member.as_ref()),
            may_embed: may_embed(interaction.guild_id, interaction.app_permissions),
            received,
        }
    }

    /// The message as it may be shown where the caller is.
    fn fitting(&self, outgoing: Outgoing) -> Outgoing {
        if self.may_embed {
            outgoing
        } else {
            view::plain(outgoing)
        }
    }

    /// Responds with a message; if it takes longer than `defer_after` to make, the asker is told first that it comes.
    pub(crate) async fn answer(
        &self,
        rest: &Rest,
        manner: Manner,
        defer_after: Duration,
        making: impl Future<Output = Outgoing>,
    ) -> Result<(), RestError> {
        let is_private = manner == Manner::Private;
        tokio::pin!(making);
        if let Ok(outgoing) = timeout_at(self.received + defer_after, &mut making).await {
            self.show(rest, manner, outgoing).await
        } else {
            self.call_back(rest, &Callback::Later { is_private }).await?;
            self.edit(rest, making.await).await
        }
    }

    /// Responds with a message that is there.
    pub(crate) async fn show(&self, rest: &Rest, manner: Manner, outgoing: Outgoing) -> Result<(), RestError> {
        let is_private = manner == Manner::Private;
        let outgoing = self.fitting(outgoing);
        match self.call_back(rest, &Callback::Message(&outgoing, is_private)).await {
            // Whatever it is that Discord does not like about it, plain text has the least of it.
            Err(error @ RestError::Refused { status: 400 | 403, .. }) if !error.is_settled() => {
                tracing::warn!(%error, "a response was refused; sending it as plain text");
                let plain = view::plain(outgoing);
                self.call_back(rest, &Callback::Message(&plain, is_private)).await
            }
            other => other,
        }
    }

    /// Replaces the message that the button is on.
    pub(crate) async fn update(&self, rest: &Rest, outgoing: Outgoing) -> Result<(), RestError> {
        let outgoing = self.fitting(outgoing);
        self.call_back(rest, &Callback::Update(&outgoing)).await
    }

    /// Edits the response that was given, or the message that the button is on.
    pub(crate) async fn edit(&self, rest: &Rest, outgoing: Outgoing) -> Result<(), RestError> {
        let outgoing = self.fitting(outgoing);
        rest.edit_original(&self.token, &outgoing).await
    }

    /// Responds with one sentence to the caller alone.
    pub(crate) async fn tell(&self, rest: &Rest, sentence: &str) -> Result<(), RestError> {
        self.show(rest, Manner::Private, view::notice(sentence)).await
    }

    /// Says sorry in whichever way is still open: the first response may be given already.
    pub(crate) async fn apologise(&self, rest: &Rest, sentence: &str) -> Result<(), RestError> {
        let outgoing = view::notice(sentence);
        match rest
            .call_back(self.id, &self.token, &Callback::Message(&outgoing, true))
            .await
        {
            Err(error) if error.code() == Some(40_060) => rest.edit_original(&self.token, &outgoing).await,
            other => other,
        }
    }

    pub(crate) async fn call_back(&self, rest: &Rest, callback: &Callback<'_>) -> Result<(), RestError> {
        rest.call_back(self.id, &self.token, callback).await
    }
}

fn roles(member: Option<&Member>) -> Vec<RoleId> {
    member.map(|member| member.roles.clone()).unwrap_or_default()
}

fn may_manage(member: Option<&Member>) -> bool {
    // Without a member it is a private channel, where everything is between the two.
    member.is_none_or(|member| {
        member.permissions.is_some_and(|permissions| {
            permissions.intersects(Permissions::MANAGE_MESSAGES | Permissions::ADMINISTRATOR)
        })
    })
}

fn may_embed(guild: Option<GuildId>, permissions: Option<Permissions>) -> bool {
    guild.is_none()
        || permissions
            .is_none_or(|permissions| permissions.intersects(Permissions::EMBED_LINKS | Permissions::ADMINISTRATOR))
}
