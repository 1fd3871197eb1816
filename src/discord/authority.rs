//! Who may look after the articles: the application's owner and team, and whom the settings name.
//!
//! What a guild makes of somebody is no matter here: the articles are those of all guilds, and a guild's own administrator
//! is not the bot's admin. Not here: what admins may do (`corpus`).

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serenity::http::Route;
use serenity::model::id::UserId;
use tokio::time::{Instant, sleep, timeout};

use super::respond::Caller;
use super::rest::{Rest, RestError};

/// How long somebody who may be the owner is kept waiting while Discord is asked: there are three seconds in all.
const ASK_PATIENCE: Duration = Duration::from_millis(1500);

/// How often Discord is asked anew: teams change.
const REFRESH_EVERY: Duration = Duration::from_mins(10);

/// How long to wait before it is asked again when it did not say.
const RETRY_AFTER: Duration = Duration::from_mins(1);

/// The state of somebody who has taken up an invitation to a team.
const ACCEPTED: u8 = 2;

/// The role in a team that only lets look.
const READ_ONLY: &str = "read_only";

/// Whether somebody may look after the articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// They may.
    Admin,
    /// They may not.
    Stranger,
    /// Discord has not said yet who owns the bot.
    Unknown,
}

/// Those who may.
#[derive(Debug)]
pub(super) struct Authority {
    /// Users and roles by the settings. An ID is never that of both.
    listed: HashSet<u64>,
    /// The owner and the team, once Discord has said who they are.
    owners: Mutex<Option<HashSet<UserId>>>,
}

/// What is read of an application.
#[derive(Debug, Deserialize)]
pub(super) struct Application {
    owner: Option<Person>,
    team: Option<Team>,
}

#[derive(Debug, Deserialize)]
struct Team {
    owner_user_id: UserId,
    #[serde(default)]
    members: Vec<TeamMember>,
}

#[derive(Debug, Deserialize)]
struct TeamMember {
    membership_state: u8,
    #[serde(default)]
    role: String,
    user: Person,
}

#[derive(Debug, Deserialize)]
struct Person {
    id: UserId,
}

impl Application {
    /// Whom it belongs to. Of a team's application, the owner is a user that stands for the team, and nobody.
    pub(super) fn owners(self) -> HashSet<UserId> {
        let Some(team) = self.team else {
            return self.owner.into_iter().map(|owner| owner.id).collect();
        };
        team.members
            .into_iter()
            .filter(|member| member.membership_state == ACCEPTED && member.role != READ_ONLY)
            .map(|member| member.user.id)
            .chain([team.owner_user_id])
            .collect()
    }
}

impl Authority {
    /// With those that the settings name; the owner comes with [`Authority::refresh`].
    pub(super) fn new(listed: &[u64]) -> Self {
        Self {
            listed: listed.iter().copied().collect(),
            owners: Mutex::default(),
        }
    }

    /// Whether somebody may look after the articles. If Discord has not said who the owner is, it is asked.
    pub(super) async fn judge(&self, caller: &Caller, rest: &Rest) -> Verdict {
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
    pub(super) async fn keep_fresh(&self, rest: &Rest) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn owners(json: &str) -> Vec<u64> {
        let application: Application = serde_json::from_str(json).unwrap();
        let mut ids: Vec<u64> = application.owners().into_iter().map(UserId::get).collect();
        ids.sort_unstable();
        ids
    }

    #[test]
    fn an_application_belongs_to_its_owner_or_to_its_team() {
        assert_eq!(owners(r#"{"owner": {"id": "7"}, "team": null}"#), [7]);
        let team = r#"{"owner": {"id": "99"}, "team": {"owner_user_id": "1", "members": [
            {"membership_state": 2, "role": "admin", "user": {"id": "2"}},
            {"membership_state": 2, "role": "developer", "user": {"id": "3"}},
            {"membership_state": 2, "role": "read_only", "user": {"id": "4"}},
            {"membership_state": 1, "role": "admin", "user": {"id": "5"}}
        ]}}"#;
        assert_eq!(owners(team), [1, 2, 3]);
    }
}
