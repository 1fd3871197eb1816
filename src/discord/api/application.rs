//! The bot's application: the people it belongs to, and its endpoint for interactions.

use std::collections::HashSet;

use serde::Deserialize;
use serenity::http::Route;
use serenity::model::id::{ApplicationId, UserId};

use super::rest::{Rest, RestError};

/// The membership state of somebody who has accepted an invitation to a team.
const ACCEPTED: u8 = 2;

/// The role in a team that may change nothing.
const READ_ONLY: &str = "read_only";

/// An application.
#[derive(Debug, Deserialize)]
pub(crate) struct Application {
    pub(crate) id: ApplicationId,
    /// The URL that Discord posts interactions to; `None` if they come from the gateway.
    #[serde(default)]
    pub(crate) interactions_endpoint_url: Option<String>,
    /// The key that Discord signs posts with, in hexadecimal digits.
    #[serde(default)]
    pub(crate) verify_key: String,
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
    /// The bot's own application.
    pub(crate) async fn get(rest: &Rest) -> Result<Self, RestError> {
        rest.get(Route::Oauth2ApplicationCurrent).await
    }

    /// The users who own it. A team's application has an `owner` too, but that user stands for the team and is not a
    /// person.
    pub(crate) fn owners(self) -> HashSet<UserId> {
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

/// The bot's own user.
pub(crate) async fn me(rest: &Rest) -> Result<UserId, RestError> {
    let me: Person = rest.get(Route::UserMe).await?;
    Ok(me.id)
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
        assert_eq!(owners(r#"{"id": "3", "owner": {"id": "7"}, "team": null}"#), [7]);
        let team = r#"{"id": "3", "owner": {"id": "99"}, "team": {"owner_user_id": "1", "members": [
            {"membership_state": 2, "role": "admin", "user": {"id": "2"}},
            {"membership_state": 2, "role": "developer", "user": {"id": "3"}},
            {"membership_state": 2, "role": "read_only", "user": {"id": "4"}},
            {"membership_state": 1, "role": "admin", "user": {"id": "5"}}
        ]}}"#;
        assert_eq!(owners(team), [1, 2, 3]);
    }
}
