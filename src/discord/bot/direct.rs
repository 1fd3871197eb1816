//! Which desk serves somebody, in a server or outside of servers, and the choice between several.
//!
//! Not here: how the server is found whose library serves them (`homes`), and opening it (`desks`).

use std::sync::Arc;
use std::time::Duration;

use serenity::model::application::ComponentInteraction;
use serenity::model::channel::Message;
use serenity::model::id::{GuildId, UserId};

use super::Bot;
use super::caller::{Caller, Visibility};
use super::clicks::all_chosen;
use super::desk::Desk;
use super::desks::NoDesk;
use super::rules::asker_refusal;
use crate::discord::api::rest::RestError;
use crate::discord::view;
use crate::discord::view::custom_id::Action;
use crate::message::locale::Locale;

/// Somebody who needs a desk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Who {
    user: UserId,
    /// The guild where they are, if the bot is in it.
    guild: Option<GuildId>,
    locale: Locale,
}

impl Who {
    pub(super) fn caller(caller: &Caller<'_>) -> Self {
        Self {
            user: caller.user,
            guild: caller.home,
            locale: caller.locale,
        }
    }

    pub(super) fn author_of(message: &Message, locale: Locale) -> Self {
        Self {
            user: message.author.id,
            guild: message.guild_id,
            locale,
        }
    }
}

impl Bot {
    /// The desk that serves somebody who asks. Waits for it to open, for `patience`.
    ///
    /// # Errors
    /// The reason why there is none.
    pub(super) async fn desk_of(&self, who: Who, patience: Duration) -> Result<Arc<Desk>, NoDesk> {
        if self.desks.servers().is_some()
            && let Some(server) = who.guild
        {
            self.homes.note(who.user, server);
        }
        self.desk_near(who, patience, false).await
    }

    /// The same for somebody who doesn't ask: no library is made for them.
    ///
    /// # Errors
    /// As [`Bot::desk_of`].
    pub(super) async fn known_desk_of(&self, who: Who, patience: Duration) -> Result<Arc<Desk>, NoDesk> {
        self.desk_near(who, patience, true).await
    }

    /// The same for somebody who needn't be asking in a server now; if `only_known`, no library is made.
    ///
    /// # Errors
    /// As [`Bot::desk_of`].
    pub(super) async fn desk_near(&self, who: Who, patience: Duration, only_known: bool) -> Result<Arc<Desk>, NoDesk> {
        let Who { user, guild, locale } = who;
        let servers = self.desks.servers().filter(|_| guild.is_none());
        let Some(servers) = servers else {
            return if only_known {
                self.desks.known_to(guild, patience).await
            } else {
                self.desks.of(guild, patience).await
            };
        };
        let Some((server, roles)) = self.homes.of(&self.client.rest, servers, user).await? else {
            return self.desks.of(None, patience).await;
        };
        let desk = self.desks.of(Some(server), patience).await?;
        // Somebody who may not ask in the server may not ask its library elsewhere.
        let settings = desk.records.settings(Some(server));
        match asker_refusal(&settings, user, &roles, locale) {
            Some(sentence) => Err(NoDesk::MayNotAsk(sentence)),
            None => Ok(desk),
        }
    }

    /// The menu of servers: from now on, the library of the one that was chosen answers its chooser outside of servers.
    pub(super) async fn pick_server(
        &self,
        interaction: &ComponentInteraction,
        caller: &Caller<'_>,
    ) -> Result<(), RestError> {
        let picked = all_chosen(interaction).first().and_then(|id| id.parse().ok());
        let picked = picked.filter(|&id: &u64| id > 0).map(GuildId::new);
        let Some(server) = picked.filter(|_| self.desks.servers().is_some()) else {
            return caller.tell(&caller.locale.old_button()).await;
        };
        match self.homes.roles(&self.client.rest, caller.user, server).await {
            Ok(Some(_)) => {
                self.homes.note(caller.user, server);
                caller.update(view::notice(&caller.locale.server_chosen())).await
            }
            Ok(None) => caller.tell(&caller.locale.not_in_that_server()).await,
            Err(none) => caller.show(Visibility::Private, none.outgoing(caller.locale)).await,
        }
    }
}

/// True if somebody has chosen a server in a menu.
pub(super) fn is_choice_of_server(interaction: &ComponentInteraction) -> bool {
    Action::decode(&interaction.data.custom_id) == Some(Action::PickServer)
}
