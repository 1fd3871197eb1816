//! All that the fake Discord remembers, and waiting for it to change.
//!
//! Not here: what the things mean; every other file adds its own to it.

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
use super::seen::Sent;
use super::world::{Channel, User};

/// Discord's first millisecond, in Unix time.
const EPOCH_MS: u64 = 1_420_070_400_000;

/// How many of the last requests are told where something was waited for in vain.
const TOLD_REQUESTS: usize = 12;

/// A request that the bot made.
#[derive(Debug, Clone)]
pub struct Request {
    /// Such as `POST`.
    pub method: String,
    /// Without `/api/v10` and without the query.
    pub path: String,
    /// Whether it had an Authorization header.
    pub has_authorization: bool,
    /// `Null` where there was none.
    pub body: Value,
    /// When it came.
    pub at: Instant,
    /// What it was answered with, once it was.
    pub status: Option<u16>,
}

/// What is behind all handles.
pub(super) struct Shared {
    pub token: String,
    pub bot: UserId,
    /// Where the gateway is, with scheme and path.
    pub gateway_url: String,
    state: Mutex<State>,
    changes: watch::Sender<u64>,
}

/// The world as it is now.
pub(super) struct State {
    pub bot: UserId,
    pub users: HashMap<UserId, User>,
    pub application: Application,
    pub guilds: BTreeMap<GuildId, Joined>,
    pub roles: BTreeMap<RoleId, Role>,
    /// Who has which role.
    pub given: HashSet<(UserId, RoleId)>,
    pub channels: HashMap<ChannelId, Channel>,
    pub messages: BTreeMap<MessageId, Message>,
    /// How the bot's messages looked, each time that one was written.
    pub looks: HashMap<MessageId, Vec<(Instant, Sent)>>,
    pub files: HashMap<AttachmentId, File>,
    pub interactions: HashMap<u64, Asked>,
    /// By guild; `None` are the global ones.
    pub commands: HashMap<Option<GuildId>, Vec<Value>>,
    /// Who is offered which command by way of exception.
    pub offers: HashSet<(UserId, String)>,
    pub requests: Vec<Request>,
    pub violations: Vec<String>,
    pub faults: Vec<Planned>,
    pub rate_limit_headers: bool,
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
            channels: HashMap::new(),
            messages: BTreeMap::new(),
            looks: HashMap::new(),
            files: HashMap::new(),
            interactions: HashMap::new(),
            commands: HashMap::new(),
            offers: HashSet::new(),
            requests: Vec::new(),
            violations: Vec::new(),
            faults: Vec::new(),
            rate_limit_headers: false,
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
            // The form of a real one; no part of it has ever been one.
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

    /// Looks at the world.
    pub fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Changes the world, and wakes who waits for a change.
    pub fn change<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let result = act(&mut self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        self.changes.send_modify(|count| *count += 1);
        result
    }

    /// What `look` finds, as soon as it finds something; `None` where the time is up first.
    pub async fn wait<T>(&self, patience: Duration, look: impl Fn(&State) -> Option<T>) -> Option<T> {
        let mut changes = self.changes.subscribe();
        time::timeout(patience, async {
            loop {
                if let Some(found) = self.read(&look) {
                    return found;
                }
                // The sender is `self`, and so outlives this.
                let _ = changes.changed().await;
            }
        })
        .await
        .ok()
    }

    /// What has happened, for somebody who waited in vain.
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

    /// Ends every connection; what rules were broken.
    pub fn close(&self) -> Vec<String> {
        self.change(|state| {
            state.is_closed = true;
            state.gateway.drop_connections();
            std::mem::take(&mut state.violations)
        })
    }
}

impl State {
    /// An id as Discord makes them: the time in milliseconds, then a counter; always greater than the last.
    pub fn new_id(&mut self) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
        let now = u64::try_from(now).unwrap() - EPOCH_MS;
        self.last_id = (self.last_id + 1).max(now << 22);
        self.last_id
    }

    /// Keeps a broken rule.
    pub fn violation(&mut self, what: impl Into<String>) {
        self.violations.push(what.into());
    }

    /// The commands of a guild, or the global ones.
    pub fn commands_of(&self, guild: Option<GuildId>) -> Value {
        json!(self.commands.get(&guild).cloned().unwrap_or_default())
    }

    /// The command that somebody in `guild` gets under this name.
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
