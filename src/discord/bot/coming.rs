//! Servers that come and go, where each has its own library.
//!
//! A server that invites the bot is welcomed once. One that removes the bot keeps its library for a while, and then nothing
//! of it is left. An outage is no removal. Libraries that nobody has open are looked after one at a time, and opened if
//! something is to be done there. Not here: what is noted about a server (`library::ServersFolder`), and closing a
//! library (`desks`).

use std::io;
use std::sync::Arc;
use std::time::Duration;

use serenity::http::Route;
use serenity::model::channel::ChannelType;
use serenity::model::gateway::Ready;
use serenity::model::guild::{Guild, UnavailableGuild};
use serenity::model::id::{ChannelId, GuildId, UserId};
use serenity::model::permissions::Permissions;
use tokio::task::spawn_blocking;
use tokio::time::{MissedTickBehavior, interval};

use super::Bot;
use crate::discord::api::rest::{MESSAGE_PATIENCE, RestError};
use crate::discord::view;
use crate::ledger::unix_now;
use crate::library::{Servers, Standing};
use crate::message::locale::Locale;
use crate::web;

/// The most channels in which a welcome is tried.
const MAX_TRIES: usize = 3;

impl Bot {
    /// Compares the servers that the bot is in with those that it knows: some may have come or gone while it was away.
    pub(super) async fn on_ready(&self, ready: &Ready) {
        let there: Vec<u64> = ready.guilds.iter().map(|guild| guild.id.get()).collect();
        let (shard, shards) = ready.shard.map_or((0, 1), |shard| (shard.id.0, shard.total));
        let is_of_shard = move |server: &u64| (server >> 22) % u64::from(shards) == u64::from(shard);
        self.note(move |servers| {
            servers.folder().begun()?;
            for server in servers.folder().known()?.into_iter().filter(is_of_shard) {
                servers.folder().note_presence(server, there.contains(&server))?;
            }
            Ok(())
        })
        .await;
    }

    /// Notes that the bot is in a server, and welcomes it if that is new.
    pub(super) async fn on_guild(&self, guild: &Guild) {
        let (server, joined) = (guild.id.get(), guild.joined_at.unix_timestamp().unsigned_abs());
        let is_new = self.note(move |servers| {
            let standing = servers.folder().note_presence(server, true)?;
            if standing.is_shut() || standing.welcomed_at.is_some() || joined < servers.folder().begun()? {
                return Ok(false);
            }
            // Of two events, one is the first.
            let mut is_first = false;
            let welcome = |standing: &mut Standing| is_first = standing.welcomed_at.replace(unix_now()).is_none();
            servers.folder().change_standing(server, welcome)?;
            Ok(is_first)
        });
        if is_new.await == Some(true) && !self.welcome(guild).await {
            // It is tried again when Discord announces the server again.
            let forget = |standing: &mut Standing| standing.welcomed_at = None;
            self.note(move |servers| servers.folder().change_standing(server, forget))
                .await;
        }
    }

    /// Notes that the bot was removed from a server, unless the server is only out of order.
    pub(super) async fn on_guild_gone(&self, guild: UnavailableGuild) {
        if !guild.unavailable {
            let server = guild.id.get();
            self.note(move |servers| servers.folder().note_presence(server, false))
                .await;
        }
    }

    /// Welcomes a server where the bot may write. False if it may work later.
    async fn welcome(&self, guild: &Guild) -> bool {
        let Some(me) = self.client.identified().await else {
            return false;
        };
        let locale = Locale::from_discord(&guild.preferred_locale);
        let (welcome, nonce) = (view::notice(&locale.welcome()), format!("w{:x}", guild.id.get()));
        for place in places_to_write(guild, me).into_iter().take(MAX_TRIES) {
            match self.client.rest.send(place, &welcome, None, &nonce).await {
                Ok(_) => return true,
                Err(RestError::Refused { .. }) => {}
                Err(error) => {
                    tracing::warn!(guild = %guild.id, %error, "a server could not be welcomed");
                    return false;
                }
            }
        }
        tracing::info!(guild = %guild.id, "a new server is not welcomed, since the bot may write nowhere in it");
        true
    }

    /// Looks after the libraries that nobody has open: deletes old questions, forgets servers that are gone for long, and
    /// opens those whose staff has something to learn, or whose pages are due. Never returns.
    pub(crate) async fn sweep(&self) {
        self.client.identified().await;
        let mut clock = interval(self.client.pace.sweep_every);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            clock.tick().await;
            let all = self.note(|servers| servers.folder().known()).await;
            for server in all.into_iter().flatten() {
                self.look_after(GuildId::new(server)).await;
            }
        }
    }

    async fn look_after(&self, guild: GuildId) {
        let server = guild.get();
        let standing = self.note(move |servers| servers.folder().standing(server)).await;
        let Some(standing) = standing else { return };
        let forget_after = self.client.forget_after.as_secs();
        let is_over = |gone_at: u64| unix_now().saturating_sub(gone_at) >= forget_after;
        if standing.gone_at.is_some_and(is_over) {
            return self.forget(guild).await;
        }
        if standing.removed_at.is_some() {
            // The command that began to remove it has given up.
            let remove = move |servers: &Servers| servers.folder().remove(server, Duration::ZERO);
            self.note(remove).await;
        } else if !self.desks.has(guild) {
            let fetch_every = self.client.fetch_every;
            let has_work = self.note(move |servers| has_work(servers, server, fetch_every));
            if has_work.await == Some(true) && standing.gone_at.is_none() && !standing.is_shut() {
                self.desks.open_for_work(guild).await;
            }
        }
    }

    /// Forgets a server, unless Discord says that the bot is in it after all.
    async fn forget(&self, guild: GuildId) {
        let server = guild.get();
        let route = Route::Guild { guild_id: guild };
        let found = self
            .client
            .rest
            .look::<serde_json::Value>(route, Vec::new(), MESSAGE_PATIENCE);
        match found.await {
            Ok(_) => drop(
                self.note(move |servers| servers.folder().note_presence(server, true))
                    .await,
            ),
            Err(RestError::Refused { status: 403 | 404, .. }) => {
                let forget = move |servers: &Servers| servers.folder().forget(server);
                if self.note(forget).await == Some(true) {
                    tracing::info!(%guild, "a server that had removed the bot is forgotten");
                }
            }
            Err(error) => tracing::warn!(%guild, %error, "it is unknown whether a server is really gone"),
        }
    }

    /// Does some work on the libraries of servers, on a thread of its own. Logs a failure, and returns `None`; the same
    /// if all servers read the same articles.
    async fn note<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Servers) -> io::Result<T> + Send + 'static,
    ) -> Option<T> {
        let servers = Arc::clone(self.desks.servers()?);
        let done = spawn_blocking(move || work(&servers)).await.ok()?;
        done.inspect_err(|error| tracing::warn!(%error, "failed to look after the libraries of servers"))
            .ok()
    }
}

/// True if the library of a server is to be opened although nobody asks: its staff has something to learn, or pages are
/// due to be fetched again. Deletes what its ledger is no longer to keep.
fn has_work(servers: &Servers, server: u64, fetch_every: Option<Duration>) -> io::Result<bool> {
    if !servers.folder().of(server).is_dir() {
        return Ok(false);
    }
    let has_news = servers.look_after(server).map_err(io::Error::other)?;
    let Some(every) = fetch_every.filter(|_| !has_news) else {
        return Ok(has_news);
    };
    Ok(web::is_any_due(&servers.library(server)?.shelf(), every))
}

/// The channels of a server where the bot may write: the one for system messages, and then from the top.
fn places_to_write(guild: &Guild, me: UserId) -> Vec<ChannelId> {
    let Some(bot) = guild.members.get(&me) else {
        return Vec::new();
    };
    let needed = Permissions::VIEW_CHANNEL | Permissions::SEND_MESSAGES;
    let may_write = |channel: &&serenity::model::channel::GuildChannel| {
        channel.kind == ChannelType::Text && guild.user_permissions_in(channel, bot).contains(needed)
    };
    let mut channels: Vec<_> = guild.channels.values().filter(may_write).collect();
    channels.sort_by_key(|channel| {
        (
            guild.system_channel_id != Some(channel.id),
            channel.position,
            channel.id,
        )
    });
    channels.into_iter().map(|channel| channel.id).collect()
}
