//! The gateway: sessions, what is dispatched to them, and what goes wrong with them on request.
//!
//! Not here: one connection's protocol (`connection`).

mod connection;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::message::{Message, Reader};
use super::state::{Backlog, Shared, State};
use super::world::Place;
use super::{FakeDiscord, PATIENCE};

pub(super) use self::connection::connect;

/// What Discord tells clients: 41.25 s.
const USUAL_HEARTBEAT: Duration = Duration::from_millis(41_250);

const GUILDS: u64 = 1 << 0;
const GUILD_MESSAGES: u64 = 1 << 9;
const DIRECT_MESSAGES: u64 = 1 << 12;

/// All of the gateway's state.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(super) struct Gateway {
    sessions: HashMap<String, Session>,
    connections: HashMap<u64, UnboundedSender<Frame>>,
    heartbeat: Duration,
    heartbeats: usize,
    identifies: usize,
    resumes: usize,
    closes: Vec<u16>,
    presence: Value,
    is_acking: bool,
    is_duplicating: bool,
    is_mute: bool,
    is_away: bool,
}

/// What a client resumes.
struct Session {
    intents: u64,
    sequence: u64,
    backlog: Backlog,
    connection: Option<u64>,
}

/// What is done to a connection.
enum Frame {
    Text(String),
    Close(u16),
    Drop,
    Freeze,
}

/// What sessions with the intent for it are told.
pub(super) struct Event {
    name: &'static str,
    /// 0 where everybody gets it.
    intent: u64,
    body: Value,
}

impl Default for Gateway {
    fn default() -> Self {
        Self {
            sessions: HashMap::new(),
            connections: HashMap::new(),
            heartbeat: USUAL_HEARTBEAT,
            heartbeats: 0,
            identifies: 0,
            resumes: 0,
            closes: Vec::new(),
            presence: Value::Null,
            is_acking: true,
            is_duplicating: false,
            is_mute: false,
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
        }
    }

    /// Of a channel, or in it.
    pub fn channel(place: &Place, name: &'static str, body: Value) -> Self {
        let intent = if name.starts_with("MESSAGE") {
            message_intent(place)
        } else {
            GUILDS
        };
        Self { name, intent, body }
    }

    pub fn interaction(body: Value) -> Self {
        Self {
            name: "INTERACTION_CREATE",
            intent: 0,
            body,
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

impl Session {
    fn dispatch(&mut self, name: &str, body: &Value) -> String {
        self.sequence += 1;
        let text = json!({ "op": 0, "s": self.sequence, "t": name, "d": body }).to_string();
        self.backlog.push_back((self.sequence, text.clone()));
        text
    }
}

impl State {
    /// Tells every session that asked for this kind of event, now or when it resumes.
    pub(super) fn dispatch(&mut self, event: &Event) {
        let channel = event.body["channel_id"].as_str().and_then(|id| id.parse().ok());
        let is_hidden = event.intent != 0
            && channel
                .and_then(|id| self.channels.get(&id))
                .is_some_and(|channel| !channel.has_bot || !channel.permissions.view_channel());
        if is_hidden {
            return;
        }
        let Gateway {
            sessions,
            connections,
            is_duplicating,
            ..
        } = &mut self.gateway;
        for session in sessions.values_mut() {
            if event.intent != 0 && session.intents & event.intent == 0 {
                continue;
            }
            let text = session.dispatch(event.name, &event.body);
            if let Some(connection) = session.connection.and_then(|id| connections.get(&id)) {
                if *is_duplicating {
                    let _ = connection.send(Frame::Text(text.clone()));
                }
                let _ = connection.send(Frame::Text(text));
            }
        }
    }
}

/// A hand on the gateway's faults.
pub struct Hand<'a>(&'a Arc<Shared>);

impl Hand<'_> {
    /// Cuts every connection without a word.
    pub fn drop_connection(&self) {
        self.0.read(|state| state.gateway.drop_connections());
    }

    /// Keeps connections open, but neither reads from them nor writes to them any more: the other side is gone, and
    /// nothing tells the client.
    pub fn freeze(&self) {
        self.0.read(|state| state.gateway.to_all(|| Frame::Freeze));
    }

    /// Closes every connection with a code of Discord's.
    pub fn close(&self, code: u16) {
        self.0.read(|state| state.gateway.to_all(|| Frame::Close(code)));
    }

    /// Tells clients that their session is invalid; where it isn't resumable, it is forgotten.
    pub fn invalid_session(&self, resumable: bool) {
        self.0.change(|state| {
            let text = json!({ "op": 9, "d": resumable }).to_string();
            state.gateway.to_all(|| Frame::Text(text.clone()));
            if !resumable {
                state.gateway.sessions.clear();
            }
        });
    }

    /// Forgets every session without a word: the next to resume is told that its session is invalid.
    pub fn forget_sessions(&self) {
        self.0.change(|state| state.gateway.sessions.clear());
    }

    /// Asks clients to reconnect and resume.
    pub fn reconnect(&self) {
        self.raw(&json!({ "op": 7, "d": null }).to_string());
    }

    /// Sends this to every connection, whatever it is.
    pub fn raw(&self, text: &str) {
        self.0
            .read(|state| state.gateway.to_all(|| Frame::Text(text.to_owned())));
    }

    /// Dispatches an event of any name and body to every session.
    pub fn dispatch(&self, name: &'static str, body: Value) {
        let event = Event { name, intent: 0, body };
        self.0.change(|state| state.dispatch(&event));
    }

    /// Heartbeats go unanswered.
    pub fn stop_acks(&self) {
        self.0.change(|state| state.gateway.is_acking = false);
    }

    /// Heartbeats are answered again.
    pub fn start_acks(&self) {
        self.0.change(|state| state.gateway.is_acking = true);
    }

    /// Whether every event is sent twice.
    pub fn duplicates(&self, on: bool) {
        self.0.change(|state| state.gateway.is_duplicating = on);
    }

    /// Whether new connections are met with silence instead of HELLO.
    pub fn mute(&self, on: bool) {
        self.0.change(|state| state.gateway.is_mute = on);
    }

    /// Whether new connections are refused with 503.
    pub fn away(&self, on: bool) {
        self.0.change(|state| state.gateway.is_away = on);
    }

    /// How often clients that connect from now on have to send heartbeats.
    pub fn heartbeat_interval(&self, interval: Duration) {
        self.0.change(|state| state.gateway.heartbeat = interval);
    }

    /// How many heartbeats have come.
    pub fn heartbeats(&self) -> usize {
        self.0.read(|state| state.gateway.heartbeats)
    }

    /// The codes that the gateway itself closed connections with, such as 4004.
    pub fn closes(&self) -> Vec<u16> {
        self.0.read(|state| state.gateway.closes.clone())
    }
}

impl FakeDiscord {
    /// A hand on the gateway's faults.
    pub fn gateway(&self) -> Hand<'_> {
        Hand(&self.shared)
    }

    /// Waits until the bot is connected and has identified or resumed.
    ///
    /// # Panics
    /// Where it hasn't within 10 s.
    pub async fn ready(&self) {
        let ready = self
            .shared
            .wait(PATIENCE, |state| state.gateway.is_online().then_some(()));
        if ready.await.is_none() {
            panic!("the bot did not connect; {}", self.shared.story());
        }
    }

    /// Waits until this many sessions have been resumed.
    pub async fn resumed(&self, times: usize) {
        let resumed = self.shared.wait(PATIENCE, |state| {
            (state.gateway.resumes >= times && state.gateway.is_online()).then_some(())
        });
        if resumed.await.is_none() {
            panic!("the bot did not resume; {}", self.shared.story());
        }
    }

    /// Waits until this many IDENTIFYs have been taken.
    pub async fn identified(&self, times: usize) {
        let identified = self.shared.wait(PATIENCE, |state| {
            (state.gateway.identifies >= times && state.gateway.is_online()).then_some(())
        });
        if identified.await.is_none() {
            panic!("the bot did not identify; {}", self.shared.story());
        }
    }

    /// Waits until the bot is connected no more.
    pub async fn offline(&self) {
        let offline = self
            .shared
            .wait(PATIENCE, |state| (!state.gateway.is_online()).then_some(()));
        if offline.await.is_none() {
            panic!("the bot stayed; {}", self.shared.story());
        }
    }

    /// How many IDENTIFYs were taken.
    pub fn identifies(&self) -> usize {
        self.shared.read(|state| state.gateway.identifies)
    }

    /// How many sessions were resumed.
    pub fn resumes(&self) -> usize {
        self.shared.read(|state| state.gateway.resumes)
    }

    /// The presence that the bot last set; `Null` where it set none.
    pub fn presence(&self) -> Value {
        self.shared.read(|state| state.gateway.presence.clone())
    }

    /// Whether the bot is connected.
    pub fn is_online(&self) -> bool {
        self.shared.read(|state| state.gateway.is_online())
    }
}
