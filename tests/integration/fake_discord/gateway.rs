//! The gateway: sessions, the events dispatched to them, and their faults on request.
//!
//! A guild's events go to its shard, and all others to the first. Not here: the protocol of one connection (`connection`), and the faults themselves (`hand`).

mod connection;
mod hand;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::message::{Message, Reader};
use super::state::{Backlog, State};
use super::world::Place;
use super::{FakeDiscord, PATIENCE};

pub(super) use self::connection::connect;
use self::hand::Hand;

/// The heartbeat that Discord usually asks for: 41.25 s.
const USUAL_HEARTBEAT: Duration = Duration::from_millis(41_250);

const GUILDS: u64 = 1 << 0;
const GUILD_MESSAGES: u64 = 1 << 9;
const DIRECT_MESSAGES: u64 = 1 << 12;
const MESSAGE_CONTENT: u64 = 1 << 15;

/// The state of the gateway.
pub(super) struct Gateway {
    sessions: HashMap<String, Session>,
    connections: HashMap<u64, UnboundedSender<Frame>>,
    heartbeat: Duration,
    identifies: usize,
    /// The time and the shard of each IDENTIFY that was accepted.
    identified: Vec<(Instant, u32)>,
    limits: Limits,
    /// Those of the last IDENTIFY, whether or not it was accepted.
    intents: u64,
    resumes: usize,
    closes: Vec<u16>,
    presence: Value,
    is_acking: bool,
    is_duplicating: bool,
    is_away: bool,
}

/// The answer to a client that asks how it may connect.
#[derive(Clone, Copy)]
pub struct Limits {
    /// The number of shards.
    pub shards: u32,
    /// The number of shards that may identify within five seconds.
    pub at_once: u32,
    /// The number of new sessions that are left today.
    pub remaining: u32,
}

/// A session that a client can resume.
struct Session {
    shard: Shard,
    intents: u64,
    sequence: u64,
    backlog: Backlog,
    connection: Option<u64>,
}

/// One of several shards.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Shard {
    id: u64,
    count: u64,
}

/// An action on a connection.
enum Frame {
    Text(String),
    Close(u16),
    Drop,
    Freeze,
}

/// An event for the sessions with its intent.
pub(super) struct Event {
    name: &'static str,
    /// The intent; 0 if every session gets the event.
    intent: u64,
    body: Value,
    /// The body that a session with the intent for the content of messages gets instead.
    with_content: Option<Value>,
}

impl Default for Gateway {
    fn default() -> Self {
        Self {
            sessions: HashMap::new(),
            connections: HashMap::new(),
            heartbeat: USUAL_HEARTBEAT,
            identifies: 0,
            identified: Vec::new(),
            limits: Limits {
                shards: 1,
                at_once: 1,
                remaining: 999,
            },
            intents: 0,
            resumes: 0,
            closes: Vec::new(),
            presence: Value::Null,
            is_acking: true,
            is_duplicating: false,
            is_away: false,
        }
    }
}

impl Event {
    pub fn message(state: &State, name: &'static str, message: &Message) -> Self {
        Self {
            name,
            intent: message_intent(&state.channels[&message.channel].place),
            body: message.event(state, Reader::Unprivileged),
            with_content: Some(message.event(state, Reader::Trusted)),
        }
    }

    /// An event of a channel, or in it.
    pub fn channel(place: &Place, name: &'static str, body: Value) -> Self {
        let intent = if name.starts_with("MESSAGE") {
            message_intent(place)
        } else {
            GUILDS
        };
        Self {
            name,
            intent,
            body,
            with_content: None,
        }
    }

    /// An event of a guild.
    pub fn guild(name: &'static str, body: Value) -> Self {
        Self {
            name,
            intent: GUILDS,
            body,
            with_content: None,
        }
    }

    pub fn interaction(body: Value) -> Self {
        Self {
            name: "INTERACTION_CREATE",
            intent: 0,
            body,
            with_content: None,
        }
    }
}

fn message_intent(place: &Place) -> u64 {
    if place.guild.is_some() {
        GUILD_MESSAGES
    } else {
        DIRECT_MESSAGES
    }
}

impl Gateway {
    fn is_online(&self) -> bool {
        self.sessions.values().any(|session| session.connection.is_some())
    }

    fn to_all(&self, frame: impl Fn() -> Frame) {
        for connection in self.connections.values() {
            let _ = connection.send(frame());
        }
    }

    pub fn limits(&self) -> Limits {
        self.limits
    }

    pub fn drop_connections(&self) {
        self.to_all(|| Frame::Drop);
    }

    pub fn story(&self) -> String {
        format!(
            "the bot is {}; {} identified, {} resumed, closed with {:?}",
            if self.is_online() { "online" } else { "offline" },
            self.identifies,
            self.resumes,
            self.closes
        )
    }
}

impl Shard {
    /// The one of an IDENTIFY: `[id, count]`.
    fn parse(json: &Value) -> Option<Self> {
        let (id, count) = (json[0].as_u64()?, json[1].as_u64()?);
        (id < count).then_some(Self { id, count })
    }

    fn has(self, guild: Option<u64>) -> bool {
        guild.map_or(0, |guild| (guild >> 22) % self.count) == self.id
    }
}

impl Session {
    fn dispatch(&mut self, name: &str, body: &Value) -> String {
        self.sequence += 1;
        let text = json!({ "op": 0, "s": self.sequence, "t": name, "d": body }).to_string();
        self.backlog.push_back((self.sequence, text.clone()));
        text
    }
}

impl State {
    /// Sends an event to every session with its intent, now or when it resumes.
    pub(super) fn dispatch(&mut self, event: &Event) {
        let channel = event.body["channel_id"].as_str().and_then(|id| id.parse().ok());
        let is_hidden = event.intent != 0
            && channel
                .and_then(|id| self.channels.get(&id))
                .is_some_and(|channel| !channel.has_bot || !channel.permissions.view_channel());
        if is_hidden {
            return;
        }
        let is_guild = event.name.starts_with("GUILD_");
        let guild = event.body[if is_guild { "id" } else { "guild_id" }]
            .as_str()
            .and_then(|id| id.parse().ok());
        let Gateway {
            sessions,
            connections,
            is_duplicating,
            ..
        } = &mut self.gateway;
        for session in sessions.values_mut() {
            if (event.intent != 0 && session.intents & event.intent == 0) || !session.shard.has(guild) {
                continue;
            }
            let has_content = session.intents & MESSAGE_CONTENT != 0;
            let body = event.with_content.as_ref().filter(|_| has_content);
            let text = session.dispatch(event.name, body.unwrap_or(&event.body));
            if let Some(connection) = session.connection.and_then(|id| connections.get(&id)) {
                if *is_duplicating {
                    let _ = connection.send(Frame::Text(text.clone()));
                }
                let _ = connection.send(Frame::Text(text));
            }
        }
    }
}

impl FakeDiscord {
    /// The faults of the gateway.
    pub fn gateway(&self) -> Hand<'_> {
        Hand::of(&self.shared)
    }

    /// Waits until the bot is connected and has identified or resumed.
    ///
    /// # Panics
    /// If it hasn't within 30 s.
    pub async fn ready(&self) {
        let ready = self
            .shared
            .wait(PATIENCE, |state| state.gateway.is_online().then_some(()));
        let ready = ready.await;
        assert!(ready.is_some(), "the bot did not connect; {}", self.shared.story());
    }

    /// Waits until this many sessions have been resumed.
    pub async fn resumed(&self, times: usize) {
        let resumed = self.shared.wait(PATIENCE, |state| {
            (state.gateway.resumes >= times && state.gateway.is_online()).then_some(())
        });
        let resumed = resumed.await;
        assert!(resumed.is_some(), "the bot did not resume; {}", self.shared.story());
    }

    /// Waits until this many IDENTIFYs have been accepted.
    pub async fn identified(&self, times: usize) {
        let identified = self.shared.wait(PATIENCE, |state| {
            (state.gateway.identifies >= times && state.gateway.is_online()).then_some(())
        });
        let identified = identified.await;
        assert!(
            identified.is_some(),
            "the bot did not identify; {}",
            self.shared.story()
        );
    }

    /// Waits until the bot is disconnected.
    pub async fn offline(&self) {
        let offline = self
            .shared
            .wait(PATIENCE, |state| (!state.gateway.is_online()).then_some(()));
        let offline = offline.await;
        assert!(offline.is_some(), "the bot stayed; {}", self.shared.story());
    }

    /// The number of IDENTIFYs that were accepted.
    pub fn identifies(&self) -> usize {
        self.shared.read(|state| state.gateway.identifies)
    }

    /// The time and the shard of each IDENTIFY that was accepted.
    pub fn identified_shards(&self) -> Vec<(Instant, u32)> {
        self.shared.read(|state| state.gateway.identified.clone())
    }

    /// Sets the answer to clients that ask how they may connect.
    pub fn limit(&self, limits: Limits) {
        self.shared.change(|state| state.gateway.limits = limits);
    }

    /// The number of sessions that were resumed.
    pub fn resumes(&self) -> usize {
        self.shared.read(|state| state.gateway.resumes)
    }

    /// The intents of the last IDENTIFY, whether or not it was accepted.
    pub fn intents(&self) -> u64 {
        self.shared.read(|state| state.gateway.intents)
    }

    /// The presence that the bot last set; `Null` if it set none.
    pub fn presence(&self) -> Value {
        self.shared.read(|state| state.gateway.presence.clone())
    }

    /// True if the bot is connected.
    pub fn is_online(&self) -> bool {
        self.shared.read(|state| state.gateway.is_online())
    }
}
