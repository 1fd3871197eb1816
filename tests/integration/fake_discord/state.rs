//! The state of the fake Discord, and waiting for it to change.
//!
//! Not here: the parts of the state; every other file defines its own.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use serenity::model::id::{AttachmentId, ChannelId, GuildId, MessageId, RoleId, UserId};
use tokio::sync::watch;
use tokio::time;

use super::application::Application;
use super::attachments::File;
use super::faults::Planned;
use super::gateway::Gateway;
use super::guilds::{Joined, Role};
use super::interactions::Asked;
use super::message::Message;
use super::posts::Posted;
use super::seen::Sent;
use super::world::{Channel, User};

/// Discord's first millisecond, in Unix time.
const EPOCH_MS: u64 = 1_420_070_400_000;

/// The number of latest requests to report when a wait has timed out.
const TOLD_REQUESTS: usize = 12;

/// A request of the bot.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method, such as `POST`.
    pub method: String,
    /// The path, without `/api/v10` and without the query.
    pub path: String,
    /// True if it had an Authorization header.
    pub has_authorization: bool,
    /// The body; `Null` if there was none.
    pub body: Value,
    /// The files that were uploaded with it: the name and the bytes of each.
    pub files: Vec<(String, axum::body::Bytes)>,
    /// When it arrived.
    pub at: Instant,
    /// The status of the response, once there is one.
    pub status: Option<u16>,
}

/// The data shared by all handles.
pub(super) struct Shared {
    pub token: String,
    pub bot: UserId,
    /// The address of the gateway, with scheme and path.
    pub gateway_url: String,
    state: Mutex<State>,
    changes: watch::Sender<u64>,
}

/// The current state.
pub(super) struct State {
    pub bot: UserId,
    pub users: HashMap<UserId, User>,
    pub application: Application,
    pub guilds: BTreeMap<GuildId, Joined>,
    pub roles: BTreeMap<RoleId, Role>,
    /// The roles of users.
    pub given: HashSet<(UserId, RoleId)>,
    /// The guilds that each user is not in. Everybody is in all others.
    pub outsiders: HashSet<(UserId, GuildId)>,
    pub channels: HashMap<ChannelId, Channel>,
    pub messages: BTreeMap<MessageId, Message>,
    /// The looks of the bot's messages, one for each time that a message was written.
    pub looks: HashMap<MessageId, Vec<(Instant, Sent)>>,
    pub files: HashMap<AttachmentId, File>,
    pub interactions: HashMap<u64, Asked>,
    /// The interactions that were posted to the bot.
    pub posted: Vec<Posted>,
    /// The commands by guild; `None` for the global ones.
    pub commands: HashMap<Option<GuildId>, Vec<Value>>,
    /// The commands that are offered to users by exception.
    pub offers: HashSet<(UserId, String)>,
    pub requests: Vec<Request>,
    pub violations: Vec<String>,
    pub faults: Vec<Planned>,
    pub rate_limit_headers: bool,
    /// True if the bot may read what people reply to.
    pub shows_replied: bool,
    /// The most bytes of a file in a response.
    pub upload_limit: u32,
    pub gateway: Gateway,
    pub is_closed: bool,
    last_id: u64,
}

impl Shared {
    pub fn new(gateway: SocketAddr) -> Self {
        let mut state = State {
            bot: UserId::new(1),
            users: HashMap::new(),
            application: Application::default(),
            guilds: BTreeMap::new(),
            roles: BTreeMap::new(),
            given: HashSet::new(),
            outsiders: HashSet::new(),
            channels: HashMap::new(),
            messages: BTreeMap::new(),
            looks: HashMap::new(),
            files: HashMap::new(),
            interactions: HashMap::new(),
            posted: Vec::new(),
            commands: HashMap::new(),
            offers: HashSet::new(),
            requests: Vec::new(),
            violations: Vec::new(),
            faults: Vec::new(),
            rate_limit_headers: false,
            shows_replied: false,
            upload_limit: 10 << 20,
            gateway: Gateway::default(),
            is_closed: false,
            last_id: 0,
        };
        let bot = UserId::new(state.new_id());
        state.bot = bot;
        state.users.insert(bot, User::new(bot, "verbatim", true));
        let owner = UserId::new(state.new_id());
        state.users.insert(owner, User::new(owner, "owner", false));
        state.application.owner = owner;
        Self {
            // It looks like a real token, but no part of it has ever been one.
            token: format!(
                "MTAwMDAwMDAwMDAwMDAwMDAwMA.Gfaked.{:027}{}",
                0,
                bot.get() % 100_000_000_000
            ),
            bot,
            gateway_url: format!("ws://{gateway}/gateway/"),
            state: Mutex::new(state),
            changes: watch::Sender::new(0),
        }
    }

    /// Reads the state.
    pub fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Changes the state, and wakes everything that waits for a change.
    pub fn change<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let result = act(&mut self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        self.changes.send_modify(|count| *count += 1);
        result
    }

    /// Waits until `look` finds something; `None` if the time is up first.
    pub async fn wait<T>(&self, patience: Duration, look: impl Fn(&State) -> Option<T>) -> Option<T> {
        let mut changes = self.changes.subscribe();
        time::timeout(patience, async {
            loop {
                if let Some(found) = self.read(&look) {
                    return found;
                }
                // The sender is part of `self`, so it outlives this.
                let _ = changes.changed().await;
            }
        })
        .await
        .ok()
    }

    /// The latest events, for the message of a wait that timed out.
    pub fn story(&self) -> String {
        self.read(|state| {
            let first = state.requests.len().saturating_sub(TOLD_REQUESTS);
            let mut lines = vec!["what happened instead:".to_owned()];
            lines.extend(state.requests[first..].iter().map(|request| {
                let status = request
                    .status
                    .map_or("no answer yet".to_owned(), |status| status.to_string());
                format!("  {} {} -> {status}", request.method, request.path)
            }));
            if first == 0 && state.requests.is_empty() {
                lines.push("  no request at all".to_owned());
            }
            lines.extend(
                state
                    .violations
                    .iter()
                    .map(|violation| format!("  broken: {violation}")),
            );
            lines.push(format!("  {}", state.gateway.story()));
            lines.join("\n")
        })
    }

    /// Ends every connection, and returns the violations.
    pub fn close(&self) -> Vec<String> {
        self.change(|state| {
            state.is_closed = true;
            state.gateway.drop_connections();
            std::mem::take(&mut state.violations)
        })
    }
}

impl State {
    /// Makes an id as Discord does: the time in milliseconds, then a counter; always greater than the last.
    pub fn new_id(&mut self) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
        let now = u64::try_from(now).unwrap() - EPOCH_MS;
        self.last_id = (self.last_id + 1).max(now << 22);
        self.last_id
    }

    /// Records a violation.
    pub fn violation(&mut self, what: impl Into<String>) {
        self.violations.push(what.into());
    }

    /// The commands of a guild, or the global ones.
    pub fn commands_of(&self, guild: Option<GuildId>) -> Value {
        json!(self.commands.get(&guild).cloned().unwrap_or_default())
    }

    /// The command with this name that people in `guild` get.
    pub fn command(&self, guild: Option<GuildId>, name: &str, kind: u64) -> Option<&Value> {
        [guild, None]
            .into_iter()
            .filter_map(|place| self.commands.get(&place))
            .flatten()
            .find(|command| command["name"] == name && command["type"].as_u64().unwrap_or(1) == kind)
    }
}

/// Events by sequence number, as they were sent.
pub(super) type Backlog = VecDeque<(u64, String)>;
