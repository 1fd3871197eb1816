//! The bot's admins: the application's owner and team, the users and roles that the program's settings name, and those
//! whom an admin has named in the settings of a server, in that server alone.
//!
//! As long as all guilds share the articles, a guild's own permissions don't count unless an admin said so: a guild's
//! administrator is not the bot's admin. The settings of the guild itself are theirs, except for who is an admin. Where
//! each server has its own articles, whoever manages the server is an admin in it. Not here: what admins can do
//! (`admin`).

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serenity::model::id::UserId;
use tokio::time::{Instant, sleep, timeout};

use super::caller::Caller;
use crate::discord::api::application::Application;
use crate::discord::api::rest::{Rest, RestError};
use crate::ledger::ServerSettings;
use crate::message;

/// The longest wait for Discord to name the owner, of the three seconds in which a response is due.
const ASK_PATIENCE: Duration = Duration::from_millis(1500);

/// The time between two requests for the owners: teams change.
const REFRESH_EVERY: Duration = Duration::from_mins(10);

/// The pause after a failed request.
const RETRY_AFTER: Duration = Duration::from_mins(1);

/// The answer to the question whether the caller is an admin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// The caller is an admin.
    Admin,
    /// The caller is not an admin.
    Stranger,
    /// Discord has not said yet who owns the bot.
    Unknown,
}

/// The rank of somebody who may change the settings of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    /// They manage the server.
    Manager,
    /// They are the bot's admin there, and may choose who else is one.
    Admin,
}

/// Knows the admins.
#[derive(Debug)]
pub(super) struct Authority {
    /// The users and roles from the settings. No user and role share an ID.
    listed: HashSet<u64>,
    /// True if each server has its own articles.
    are_own: bool,
    /// The owner and the team; `None` until Discord has named them.
    owners: Mutex<Option<HashSet<UserId>>>,
}

impl Authority {
    /// Starts with the admins from the settings; [`Authority::keep_fresh`] adds the owners.
    pub(super) fn new(listed: &[u64], are_own: bool) -> Self {
        Self {
            listed: listed.iter().copied().collect(),
            are_own,
            owners: Mutex::default(),
        }
    }

    /// True if each server has its own articles.
    pub(super) fn are_own(&self) -> bool {
        self.are_own
    }

    /// The rank of the caller in their server, which has these settings.
    ///
    /// # Errors
    /// The reason why they may not change the settings, as a sentence.
    pub(super) async fn rank(&self, caller: &Caller<'_>, settings: &ServerSettings) -> Result<Rank, String> {
        if self.is_outside(caller) {
            return Err(caller.locale.only_in_a_server());
        }
        match self.judge(caller, settings).await {
            Verdict::Admin => Ok(Rank::Admin),
            _ if caller.manages_server() => Ok(Rank::Manager),
            Verdict::Stranger => {
                tracing::warn!(user = %caller.user, "somebody who may not tried to use /settings");
                Err(message::settings::NOT_YOURS.to_owned())
            }
            Verdict::Unknown => Err(caller.locale.owner_unknown()),
        }
    }

    /// The reason why the caller may not manage the articles, as a sentence; `None` for an admin in a server, which has
    /// these settings.
    pub(super) async fn refusal(&self, caller: &Caller<'_>, settings: &ServerSettings) -> Option<String> {
        if self.is_outside(caller) {
            return Some(caller.locale.only_in_a_server());
        }
        match self.judge(caller, settings).await {
            Verdict::Admin => None,
            Verdict::Stranger => {
                tracing::warn!(user = %caller.user, "somebody who is not an admin tried to use /corpus");
                Some(if self.are_own {
                    caller.locale.not_a_manager()
                } else {
                    caller.locale.not_an_admin()
                })
            }
            Verdict::Unknown => Some(caller.locale.owner_unknown()),
        }
    }

    /// True if the caller is in no server, or in one that has a library only if the bot is in it, and it isn't.
    fn is_outside(&self, caller: &Caller<'_>) -> bool {
        caller.guild.is_none() || self.are_own && caller.home.is_none()
    }

    /// Decides whether the caller is an admin. Requests the owners first if they are not known yet.
    async fn judge(&self, caller: &Caller<'_>, settings: &ServerSettings) -> Verdict {
        let roles = || caller.roles.iter().map(|role| role.get());
        let is_listed = self.listed.contains(&caller.user.get()) || roles().any(|role| self.listed.contains(&role));
        let is_named = settings.admins.include(caller.user.get(), roles());
        if is_listed || is_named || settings.managers_are_admins && caller.manages_server() {
            return Verdict::Admin;
        }
        if self.is_owner(caller.user).is_none() {
            let asking = timeout(ASK_PATIENCE, self.refresh(caller.rest));
            if !matches!(asking.await, Ok(Ok(()))) {
                return Verdict::Unknown;
            }
        }
        match self.is_owner(caller.user) {
            Some(true) => Verdict::Admin,
            Some(false) => Verdict::Stranger,
            None => Verdict::Unknown,
        }
    }

    /// Requests the owners.
    async fn refresh(&self, rest: &Rest) -> Result<(), RestError> {
        let application = Application::get(rest).await?;
        *self.owners.lock().unwrap_or_else(PoisonError::into_inner) = Some(application.owners());
        Ok(())
    }

    /// Requests the owners again and again; never returns.
    pub(super) async fn keep_fresh(&self, rest: &Rest) {
        loop {
            let started = Instant::now();
            let pause = match self.refresh(rest).await {
                Ok(()) => REFRESH_EVERY,
                Err(error) => {
                    tracing::warn!(%error, "Discord did not say who owns the bot; asking again");
                    RETRY_AFTER
                }
            };
            sleep(pause.saturating_sub(started.elapsed())).await;
        }
    }

    fn is_owner(&self, user: UserId) -> Option<bool> {
        let owners = self.owners.lock().unwrap_or_else(PoisonError::into_inner);
        owners.as_ref().map(|owners| owners.contains(&user))
    }
}
