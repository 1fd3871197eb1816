//! Who may look after the articles: the application's owner and team, and whom the settings name.
//!
//! What a guild makes of somebody is no matter here: the articles are those of all guilds, and a guild's own administrator
//! is not the bot's admin. Not here: what admins may do (`corpus`).

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serenity::http::Route;
use serenity::model::id::UserId;
use tokio::time::{Instant, sleep, timeout};

use crate::discord::api::application::Application;
use crate::discord::api::rest::{Rest, RestError};
use crate::discord::bot::respond::Caller;

/// How long somebody who may be the owner is kept waiting while Discord is asked: there are three seconds in all.
const ASK_PATIENCE: Duration = Duration::from_millis(1500);

/// How often Discord is asked anew: teams change.
const REFRESH_EVERY: Duration = Duration::from_mins(10);

/// How long to wait before it is asked again when it did not say.
const RETRY_AFTER: Duration = Duration::from_mins(1);

/// Whether somebody may look after the articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// They may.
    Admin,
    /// They may not.
    Stranger,
    /// Discord has not said yet who owns the bot.
    Unknown,
}

/// Those who may.
#[derive(Debug)]
pub(crate) struct Authority {
    /// Users and roles by the settings. An ID is never that of both.
    listed: HashSet<u64>,
    /// The owner and the team, once Discord has said who they are.
    owners: Mutex<Option<HashSet<UserId>>>,
}

impl Authority {
    /// With those that the settings name; the owner comes with [`Authority::refresh`].
    pub(crate) fn new(listed: &[u64]) -> Self {
        Self {
            listed: listed.iter().copied().collect(),
            owners: Mutex::default(),
        }
    }

    /// Whether somebody may look after the articles. If Discord has not said who the owner is, it is asked.
    pub(crate) async fn judge(&self, caller: &Caller, rest: &Rest) -> Verdict {
        let is_listed = |id: u64| self.listed.contains(&id);
        if is_listed(caller.user.get()) || caller.roles.iter().any(|role| is_listed(role.get())) {
            return Verdict::Admin;
        }
        if self.is_owner(caller.user).is_none() {
            let asking = timeout(ASK_PATIENCE, self.refresh(rest));
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

    /// Asks Discord who owns the bot.
    async fn refresh(&self, rest: &Rest) -> Result<(), RestError> {
        let application: Application = rest.get(Route::Oauth2ApplicationCurrent).await?;
        *self.owners.lock().unwrap_or_else(PoisonError::into_inner) = Some(application.owners());
        Ok(())
    }

    /// Asks Discord now and again who owns the bot; never comes back.
    pub(crate) async fn keep_fresh(&self, rest: &Rest) {
        loop {
            let started = Instant::now();
            let pause = match self.refresh(rest).await {
                Ok(()) => REFRESH_EVERY,
                Err(error) => {
                    tracing::warn!(%error, "Discord does not say who owns the bot; asking again");
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
