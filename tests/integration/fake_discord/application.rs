//! The bot's application: its owner, and the intents that Discord has granted it.

use serde_json::{Value, json};
use serenity::model::id::UserId;

use super::FakeDiscord;
use super::message::Reader;
use super::posts::public_key;
use super::state::State;
use super::world::User;

/// The flag of a user that stands for a team, not a person.
const TEAM_PSEUDO_USER: u64 = 1 << 10;

/// The state of the application.
#[derive(Debug, Clone, Default)]
pub(super) struct Application {
    pub owner: UserId,
    team: Option<Team>,
    flags: u64,
    /// The URL that interactions are posted to.
    pub endpoint: Option<String>,
}

/// A team that an application belongs to.
#[derive(Debug, Clone)]
struct Team {
    id: u64,
    owner: UserId,
    members: Vec<Teammate>,
}

#[derive(Debug, Clone)]
struct Teammate {
    user: UserId,
    role: String,
    has_accepted: bool,
}

impl FakeDiscord {
    /// Gives the application an owner. At first it belongs to somebody who does nothing.
    pub fn owned_by(&self, user: &User) {
        self.shared.change(|state| {
            state.application.owner = user.id;
            state.application.team = None;
        });
    }

    /// Gives the application to a team of its owner and of people with a role (`admin`, `developer` or `read_only`),
    /// who have accepted the invitation or not.
    pub fn team(&self, members: &[(&User, &str, bool)], owner: &User) {
        self.shared.change(|state| {
            let mut all = vec![Teammate {
                user: owner.id,
                role: "admin".to_owned(),
                has_accepted: true,
            }];
            all.extend(
                members
                    .iter()
                    .filter(|(user, ..)| user.id != owner.id)
                    .map(|(user, role, has_accepted)| {
                        let is_role = matches!(*role, "admin" | "developer" | "read_only");
                        assert!(is_role, "{role:?} is no role in a team");
                        Teammate {
                            user: user.id,
                            role: (*role).to_owned(),
                            has_accepted: *has_accepted,
                        }
                    }),
            );
            let id = state.new_id();
            state.application.team = Some(Team {
                id,
                owner: owner.id,
                members: all,
            });
        });
    }

    /// Sets the application's flags, such as the privileged intents that it has been granted. At first there are none.
    pub fn application_flags(&self, flags: u64) {
        self.shared.change(|state| state.application.flags = flags);
    }
}

/// The flags for the content of messages: for few servers, and for many.
const SEES_CONTENT: u64 = 1 << 18 | 1 << 19;
/// The intent that either of them grants.
const MESSAGE_CONTENT: u64 = 1 << 15;

impl State {
    /// The privileged intents that the application has been granted, as far as this Discord knows them.
    pub(super) fn granted(&self) -> u64 {
        if self.application.flags & SEES_CONTENT == 0 {
            0
        } else {
            MESSAGE_CONTENT
        }
    }

    /// The bot as a reader of messages over REST.
    pub(super) fn reader(&self) -> Reader {
        if self.granted() == 0 {
            Reader::Unprivileged
        } else {
            Reader::Trusted
        }
    }

    /// The application as READY shows it.
    pub(super) fn application_in_ready(&self) -> Value {
        json!({ "id": self.bot.to_string(), "flags": self.application.flags })
    }

    /// The application as Discord shows it to the bot.
    pub(super) fn application_json(&self) -> Value {
        let bot = &self.users[&self.bot];
        let flags = self.application.flags;
        let (owner, team) = match &self.application.team {
            None => (self.users[&self.application.owner].json(), Value::Null),
            Some(team) => (team.user_json(), team.json(self)),
        };
        json!({
            "id": bot.id.to_string(), "name": bot.name, "icon": null, "description": "", "summary": "", "type": null,
            "bot": bot.json(), "bot_public": true, "bot_require_code_grant": false, "verify_key": public_key(),
            "owner": owner, "team": team, "flags": flags, "flags_new": flags.to_string(), "hook": true,
            "rpc_origins": [], "redirect_uris": [], "interactions_endpoint_url": self.application.endpoint,
            "role_connections_verification_url": null, "approximate_guild_count": self.joined().count(),
            "approximate_user_install_count": 0, "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0, "eligible_oauth2_scopes": [],
            "integration_types_config": { "0": {}, "1": {} },
        })
    }
}

impl Team {
    /// The user that stands for the team as the owner of the application.
    fn user_json(&self) -> Value {
        let mut json = User::new(UserId::new(self.id), &format!("team{}", self.id), false).json();
        json["discriminator"] = json!("0000");
        json["global_name"] = Value::Null;
        json["flags"] = json!(TEAM_PSEUDO_USER);
        json["public_flags"] = json!(TEAM_PSEUDO_USER);
        json
    }

    fn json(&self, state: &State) -> Value {
        let members = self.members.iter().map(|member| {
            json!({
                "user": state.users[&member.user].json(), "team_id": self.id.to_string(), "role": member.role,
                "membership_state": if member.has_accepted { 2 } else { 1 }, "permissions": ["*"],
            })
        });
        json!({
            "id": self.id.to_string(), "icon": null, "name": "The team", "owner_user_id": self.owner.to_string(),
            "members": members.collect::<Vec<_>>(),
        })
    }
}
