//! Finds the library that serves somebody outside of servers, where each server has its own.
//!
//! It is the library of a server that they share with the bot: the one they asked in last. If none is known, as after a
//! restart, the bot looks for them in the servers that have a library, and lets them choose if they are in several.
//! Discord says who is in a server, and is asked again after a short while. Everything is in memory alone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::join_all;
use quick_cache::sync::Cache;
use serenity::http::Route;
use serenity::model::id::{GuildId, RoleId, UserId};
use tokio::task::spawn_blocking;
use tokio::time::Instant;

use super::desks::NoDesk;
use crate::discord::api::rest::{Rest, RestError};
use crate::discord::outgoing::MAX_OPTIONS;
use crate::discord::view::ServerChoice;
use crate::library::Servers;

/// The most people whose servers are remembered, and the most answers of Discord.
const MAX_KEPT: usize = 10_000;

/// The most servers that are remembered for a person.
const MAX_LAST: usize = 5;

/// The most servers in which somebody is looked for. All of them fit into a menu.
const MAX_LOOKED_FOR: usize = MAX_OPTIONS;

/// The time for which Discord's answer holds that somebody is in a server.
const MEMBER_FOR: Duration = Duration::from_mins(2);

/// The time limit for a request, of the three seconds in which a response is due.
const PATIENCE: Duration = Duration::from_millis(900);

/// When Discord said that somebody is in a server, and with which roles.
type Membership = (Instant, Arc<[RoleId]>);

/// Knows whose library serves whom outside of servers.
pub(super) struct Homes {
    /// The servers that people asked in, the last one first.
    last: Cache<UserId, Vec<GuildId>>,
    members: Mutex<HashMap<(UserId, GuildId), Membership>>,
}

impl Homes {
    pub(super) fn new() -> Self {
        Self {
            last: Cache::new(MAX_KEPT),
            members: Mutex::default(),
        }
    }

    /// Notes that somebody asks in a server, or has chosen it.
    pub(super) fn note(&self, user: UserId, server: GuildId) {
        let mut last = self.last.get(&user).unwrap_or_default();
        if last.first() == Some(&server) {
            return;
        }
        last.retain(|known| *known != server);
        last.insert(0, server);
        last.truncate(MAX_LAST);
        self.last.insert(user, last);
    }

    /// The server whose library serves somebody outside of servers, and their roles in it; `None` if they are in none that
    /// has a library.
    ///
    /// # Errors
    /// [`NoDesk::Unclear`] if they have to choose, and [`NoDesk::Closed`] if Discord doesn't say where they are.
    pub(super) async fn of(
        &self,
        rest: &Rest,
        servers: &Arc<Servers>,
        user: UserId,
    ) -> Result<Option<(GuildId, Arc<[RoleId]>)>, NoDesk> {
        for server in self.last.get(&user).unwrap_or_default() {
            if let Some(home) = self.home(rest, servers, user, server).await? {
                return Ok(Some(home));
            }
        }
        let folder = servers.folder().clone();
        let all = spawn_blocking(move || folder.all()).await;
        let all = all.ok().and_then(Result::ok).unwrap_or_default();
        if all.len() > MAX_LOOKED_FOR {
            return Ok(None);
        }
        let looks = all.into_iter().map(GuildId::new);
        let looks: Vec<_> = looks
            .map(|server| self.home(rest, servers, user, server).boxed())
            .collect();
        let found = join_all(looks).await.into_iter().filter_map(Result::transpose);
        let mut found: Vec<(GuildId, Arc<[RoleId]>)> = found.collect::<Result<_, _>>()?;
        if found.len() > 1 {
            let servers: Vec<GuildId> = found.into_iter().map(|(server, _)| server).collect();
            return Err(NoDesk::Unclear(choices(rest, &servers).await));
        }
        Ok(found.pop())
    }

    /// A server with somebody's roles in it, if its library may serve them.
    async fn home(
        &self,
        rest: &Rest,
        servers: &Arc<Servers>,
        user: UserId,
        server: GuildId,
    ) -> Result<Option<(GuildId, Arc<[RoleId]>)>, NoDesk> {
        if !serves(servers, server).await {
            return Ok(None);
        }
        let roles = self.roles(rest, user, server).await?;
        Ok(roles.map(|roles| (server, roles)))
    }

    /// The roles of somebody in a server that the bot is in; `None` if they aren't in it.
    ///
    /// # Errors
    /// [`NoDesk::Closed`] if Discord doesn't say so in time.
    pub(super) async fn roles(
        &self,
        rest: &Rest,
        user: UserId,
        server: GuildId,
    ) -> Result<Option<Arc<[RoleId]>>, NoDesk> {
        #[derive(serde::Deserialize)]
        struct Member {
            roles: Vec<RoleId>,
        }
        let known = self.members().get(&(user, server)).cloned();
        if let Some((_, roles)) = known.filter(|(at, _)| at.elapsed() < MEMBER_FOR) {
            return Ok(Some(roles));
        }
        let route = Route::GuildMember {
            guild_id: server,
            user_id: user,
        };
        match rest.look::<Member>(route, Vec::new(), PATIENCE).await {
            Ok(member) => {
                let roles: Arc<[RoleId]> = member.roles.into();
                self.members()
                    .insert((user, server), (Instant::now(), Arc::clone(&roles)));
                Ok(Some(roles))
            }
            Err(RestError::Refused { status: 403 | 404, .. }) => Ok(None),
            Err(error) => {
                tracing::warn!(%server, %error, "Discord did not say whether somebody is in a server");
                Err(NoDesk::Closed)
            }
        }
    }

    /// Forgets what Discord said long ago.
    pub(super) fn forget_the_old(&self) {
        self.members().retain(|_, (at, _)| at.elapsed() < MEMBER_FOR);
    }

    fn members(&self) -> MutexGuard<'_, HashMap<(UserId, GuildId), Membership>> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// True if a server has a library that may be open.
async fn serves(servers: &Arc<Servers>, server: GuildId) -> bool {
    let folder = servers.folder().clone();
    let looked = spawn_blocking(move || {
        let standing = folder.standing(server.get())?;
        Ok::<_, std::io::Error>(!standing.is_shut() && standing.gone_at.is_none() && folder.of(server.get()).is_dir())
    });
    looked.await.is_ok_and(|looked| looked.unwrap_or(false))
}

/// Servers with their names.
async fn choices(rest: &Rest, servers: &[GuildId]) -> Vec<ServerChoice> {
    #[derive(serde::Deserialize)]
    struct Named {
        name: String,
    }
    let named = servers.iter().copied().map(|server| async move {
        let route = Route::Guild { guild_id: server };
        let found = rest.look::<Named>(route, Vec::new(), PATIENCE).await;
        let name = found.map_or_else(|_| server.to_string(), |found| found.name);
        ServerChoice { server, name }
    });
    join_all(named).await
}
