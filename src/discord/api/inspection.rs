//! Inspects the bot's account without starting a session or changing anything.
//!
//! If Discord doesn't answer a request in time, that part of the account is unknown, which is not an error. Not here:
//! conclusions, and the words for them (`cli::check`).

use std::time::Duration;

use futures::future::OptionFuture;
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serenity::http::Route;
use serenity::model::id::{ApplicationId, GuildId, UserId};
use tokio::time::timeout;

use super::access::{Access, said};
use super::application;
use super::endpoint;
use super::invite::{Permission, invite_link, missing_in};
use super::registration::{self, Registration};
use super::rest::{Rest, RestError};
use crate::ledger::unix_now;

/// The time limit for the whole inspection.
const PATIENCE: Duration = Duration::from_secs(15);
/// The time limit for one request with all its tries.
const REQUEST_PATIENCE: Duration = Duration::from_secs(4);
/// The time limit for the list of servers, which may have several pages.
const GUILDS_PATIENCE: Duration = Duration::from_secs(8);
/// The servers on a page of their list.
const PAGE: usize = 200;

/// The intent with which Discord hides no messages from the bot, as the Developer Portal calls it.
pub const MESSAGE_CONTENT_INTENT: &str = "Message Content Intent";

/// Flags of an application for the privileged intents that are on: one for up to a hundred servers, one for more.
const PRIVILEGED: [(u64, &str); 3] = [
    (1 << 12 | 1 << 13, "Presence Intent"),
    (1 << 14 | 1 << 15, "Server Members Intent"),
    (1 << 18 | 1 << 19, MESSAGE_CONTENT_INTENT),
];

/// The result of an inspection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inspection {
    /// Discord refuses the token.
    BadToken,
    /// Discord did not answer: the reason, as a fragment.
    Unknown(String),
    /// The token is good.
    Known(Box<Account>),
}

/// The bot's account. An `Err` has the reason why Discord did not answer in time, as a fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The application's name.
    pub application: String,
    /// The link that invites the bot.
    pub invite: String,
    /// The name of the bot's user.
    pub bot: Result<String, String>,
    /// The privileged intents that are on, as the Developer Portal calls them. By default, none is needed.
    pub privileged: Vec<&'static str>,
    /// The place that Discord posts interactions to; `None` if they come from the gateway.
    pub endpoint: Option<Posting>,
    /// True if the invite link alone can't invite the bot.
    pub needs_code_grant: bool,
    /// The IDs of the application's owners.
    pub owners: Vec<u64>,
    /// True if a team owns it.
    pub is_team: bool,
    /// The state of the registered commands.
    pub commands: Result<Registration, String>,
    /// The servers that the bot is in.
    pub guilds: Result<Vec<Membership>, String>,
    /// The logins that are left today; `Ok(None)` if Discord gives no number.
    pub sessions: Result<Option<Sessions>, String>,
}

/// The place that Discord posts interactions to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Its URL.
    pub url: String,
    /// The status of its response to a post that Discord did not sign, which should be 401; an `Err` has the reason why it
    /// did not respond in time, as a fragment.
    pub unsigned: Result<u16, String>,
}

/// A server that the bot is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Its ID.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// The permissions that the bot lacks in the server as a whole. A channel may grant or deny some.
    pub missing: Vec<Permission>,
}

/// The logins that Discord allows in a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sessions {
    /// The logins that are left.
    pub remaining: u32,
    /// The logins of a whole day.
    pub total: u32,
    /// The logins that it takes to start the bot.
    pub needed: u32,
    /// The time until there are new logins.
    pub reset_after: Duration,
}

#[derive(Deserialize)]
struct Application {
    id: ApplicationId,
    name: String,
    #[serde(default)]
    flags: u64,
    #[serde(default)]
    interactions_endpoint_url: Option<String>,
    #[serde(default)]
    bot_require_code_grant: bool,
    #[serde(default)]
    team: Option<Value>,
}

#[derive(Deserialize)]
struct User {
    username: String,
}

#[derive(Deserialize)]
struct Guild {
    id: GuildId,
    name: String,
    /// A number in a string.
    permissions: String,
}

#[derive(Deserialize)]
struct Gateway {
    #[serde(default = "one")]
    shards: u32,
    session_start_limit: Option<Limit>,
}

#[derive(Deserialize)]
struct Limit {
    total: u32,
    remaining: u32,
    /// Milliseconds.
    reset_after: u64,
}

fn one() -> u32 {
    1
}

/// Inspects the account, within 15 seconds. This blocks; don't call it from asynchronous code.
///
/// # Errors
/// If no request could be made at all.
pub fn inspect(access: &Access) -> anyhow::Result<Inspection> {
    let guild = access.guild.map(GuildId::new);
    let inspection = access.ask(async |rest| timeout(PATIENCE, Box::pin(look(access, rest, guild))).await)?;
    Ok(inspection.unwrap_or_else(|_| Inspection::Unknown("no response in time".to_owned())))
}

async fn look(access: &Access, rest: &Rest, guild: Option<GuildId>) -> Inspection {
    let found = ask::<Value>(rest, Route::Oauth2ApplicationCurrent).await;
    let found = match found {
        Err(error) if error.is_unauthorized() => return Inspection::BadToken,
        Err(error) => return Inspection::Unknown(said(error)),
        Ok(found) => found,
    };
    let application = serde_json::from_value::<Application>(found.clone());
    let ownership = serde_json::from_value::<application::Application>(found);
    let (Ok(application), Ok(ownership)) = (application, ownership) else {
        return Inspection::Unknown(said(RestError::Malformed));
    };
    rest.set_application(application.id);
    let url = application.interactions_endpoint_url.as_deref();
    let (endpoint, bot, commands, guilds, sessions) = tokio::join!(
        OptionFuture::from(url.map(|url| try_out(access, url))),
        ask::<User>(rest, Route::UserMe),
        registration::look(rest, guild, REQUEST_PATIENCE),
        guilds(rest),
        ask::<Gateway>(rest, Route::GatewayBot),
    );
    let mut owners: Vec<u64> = ownership.owners().into_iter().map(UserId::get).collect();
    owners.sort_unstable();
    Inspection::Known(Box::new(Account {
        invite: invite_link(application.id.get()),
        bot: bot.map(|user| user.username).map_err(said),
        privileged: PRIVILEGED
            .into_iter()
            .filter(|(flags, _)| application.flags & flags != 0)
            .map(|(_, name)| name)
            .collect(),
        endpoint,
        needs_code_grant: application.bot_require_code_grant,
        owners,
        is_team: application.team.is_some(),
        commands: commands.map_err(said),
        guilds,
        sessions: sessions.map(Gateway::sessions).map_err(said),
        application: application.name,
    }))
}

/// Posts a ping to a URL that Discord did not sign.
async fn try_out(access: &Access, url: &str) -> Posting {
    let sent = async {
        let client = (access.client)().timeout(REQUEST_PATIENCE).build()?;
        let post = client
            .post(url)
            .header(endpoint::TIMESTAMP, unix_now().to_string())
            .header(endpoint::SIGNATURE, "0".repeat(128))
            .header(CONTENT_TYPE, "application/json")
            .body(endpoint::PONG);
        post.send().await
    };
    Posting {
        url: url.to_owned(),
        unsigned: match sent.await {
            Ok(response) => Ok(response.status().as_u16()),
            Err(error) if error.is_timeout() => Err("no response in time".to_owned()),
            Err(_) => Err("no connection".to_owned()),
        },
    }
}

async fn ask<T: DeserializeOwned>(rest: &Rest, route: Route<'_>) -> Result<T, RestError> {
    rest.look(route, Vec::new(), REQUEST_PATIENCE).await
}

/// All servers that the bot is in, page by page.
async fn guilds(rest: &Rest) -> Result<Vec<Membership>, String> {
    let mut all = Vec::new();
    let pages = async {
        let mut after = 0;
        loop {
            let params = vec![("limit", PAGE.to_string()), ("after", after.to_string())];
            let page: Vec<Guild> = rest.look(Route::UserMeGuilds, params, REQUEST_PATIENCE).await?;
            let is_last = page.len() < PAGE;
            after = page.last().map_or(after, |guild| guild.id.get());
            all.extend(page.into_iter().map(Guild::membership));
            if is_last {
                return Ok::<(), RestError>(());
            }
        }
    };
    match timeout(GUILDS_PATIENCE, pages).await {
        Ok(Ok(())) => Ok(all),
        Ok(Err(error)) => Err(said(error)),
        Err(_) => Err("no response in time".to_owned()),
    }
}

impl Guild {
    fn membership(self) -> Membership {
        Membership {
            id: self.id.get(),
            missing: missing_in(self.permissions.parse().unwrap_or(0)),
            name: self.name,
        }
    }
}

impl Gateway {
    fn sessions(self) -> Option<Sessions> {
        let limit = self.session_start_limit?;
        Some(Sessions {
            remaining: limit.remaining,
            total: limit.total,
            needed: self.shards,
            reset_after: Duration::from_millis(limit.reset_after),
        })
    }
}
