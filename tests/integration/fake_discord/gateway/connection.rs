//! One client's connection to the gateway: HELLO, IDENTIFY or RESUME, heartbeats, and events in between.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::State as Extract;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time;

use super::super::state::{Shared, State};
use super::{Frame, GUILDS, Session, Shard};

/// Intents that Discord grants only on request: members, presences, message content.
const PRIVILEGED: u64 = 1 << 1 | 1 << 8 | 1 << 15;

/// The time that the client has to close its side after ours was closed.
const FAREWELL: Duration = Duration::from_secs(2);

const HEARTBEAT: u64 = 1;
const IDENTIFY: u64 = 2;
const PRESENCE: u64 = 3;
const RESUME: u64 = 6;

pub(in super::super) async fn connect(Extract(shared): Extract<Arc<Shared>>, upgrade: WebSocketUpgrade) -> Response {
    if shared.read(|state| state.gateway.is_away || state.is_closed) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    upgrade.on_upgrade(move |socket| serve(shared, socket))
}

async fn serve(shared: Arc<Shared>, mut socket: WebSocket) {
    let (sender, mut frames) = mpsc::unbounded_channel();
    let (id, interval) = shared.change(|state| {
        let id = state.new_id();
        state.gateway.connections.insert(id, sender);
        (id, state.gateway.heartbeat)
    });
    let interval = u64::try_from(interval.as_millis()).unwrap_or(u64::MAX);
    let hello = json!({ "op": 10, "s": null, "t": null, "d": { "heartbeat_interval": interval } });
    let _ = socket.send(Message::Text(hello.to_string().into())).await;
    loop {
        let frame = tokio::select! {
            frame = frames.recv() => frame.unwrap_or(Frame::Drop),
            heard = socket.recv() => match heard {
                Some(Ok(Message::Text(text))) => {
                    shared.change(|state| hear(state, &shared, id, &text));
                    continue;
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => continue,
            },
        };
        match frame {
            Frame::Text(text) => {
                let _ = socket.send(Message::Text(text.into())).await;
            }
            Frame::Close(code) => {
                gone(&shared, id);
                let reason = "".into();
                let _ = socket.send(Message::Close(Some(CloseFrame { code, reason }))).await;
                let _ = time::timeout(FAREWELL, async { while let Some(Ok(_)) = socket.recv().await {} }).await;
                return;
            }
            Frame::Drop => break,
            Frame::Freeze => {
                gone(&shared, id);
                std::future::pending::<()>().await;
            }
        }
    }
    gone(&shared, id);
}

/// Ends the connection; its session waits to be resumed.
fn gone(shared: &Shared, id: u64) {
    shared.change(|state| {
        state.gateway.connections.remove(&id);
        for session in state.gateway.sessions.values_mut() {
            if session.connection == Some(id) {
                session.connection = None;
            }
        }
    });
}

/// Handles a message of the client.
fn hear(state: &mut State, shared: &Shared, id: u64, text: &str) {
    let Ok(said) = serde_json::from_str::<Value>(text) else {
        return close(state, id, 4002);
    };
    let is_known = state
        .gateway
        .sessions
        .values()
        .any(|session| session.connection == Some(id));
    let body = &said["d"];
    match said["op"].as_u64() {
        Some(HEARTBEAT) => {
            if state.gateway.is_acking {
                send(state, id, json!({ "op": 11, "d": null }).to_string());
            }
        }
        Some(IDENTIFY) if is_known => close(state, id, 4005),
        Some(IDENTIFY | RESUME) if body["token"].as_str().map(bare) != Some(&shared.token) => close(state, id, 4004),
        Some(IDENTIFY) => identify(state, shared, id, body),
        Some(RESUME) => resume(state, id, body),
        Some(PRESENCE) if is_known => state.gateway.presence = body.clone(),
        Some(PRESENCE) => close(state, id, 4003),
        _ => close(state, id, 4001),
    }
}

/// The token without the word before it.
fn bare(token: &str) -> &str {
    token.strip_prefix("Bot ").unwrap_or(token)
}

fn identify(state: &mut State, shared: &Shared, id: u64, body: &Value) {
    let Some(intents) = body["intents"].as_u64() else {
        return close(state, id, 4013);
    };
    state.gateway.intents = intents;
    if intents & PRIVILEGED & !state.granted() != 0 {
        return close(state, id, 4014);
    }
    let Some(own) = Shard::parse(&body["shard"]) else {
        return close(state, id, 4010);
    };
    if own.count != u64::from(state.gateway.limits.shards) {
        return close(state, id, 4011);
    }
    state.gateway.identifies += 1;
    let number = u32::try_from(own.id).unwrap();
    state.gateway.identified.push((Instant::now(), number));
    if body["presence"].is_object() {
        state.gateway.presence = body["presence"].clone();
    }
    // A shard that identifies again has given up its earlier sessions.
    state
        .gateway
        .sessions
        .retain(|_, session| session.connection.is_some() || session.shard != own);
    let name = format!("{:032x}", state.new_id());
    let guilds: Vec<_> = state
        .joined()
        .filter(|(id, _)| own.has(Some(id.get())))
        .map(|(id, _)| json!({ "id": id.to_string(), "unavailable": true }))
        .collect();
    let ready = json!({
        "v": 10, "user": state.users[&state.bot].json(), "guilds": guilds, "session_id": name, "session_type": "normal",
        "resume_gateway_url": shared.gateway_url, "shard": body["shard"],
        "application": state.application_in_ready(),
        "private_channels": [], "relationships": [], "user_settings": {}, "presences": [], "geo_ordered_rtc_regions": [],
    });
    let mut session = Session {
        shard: own,
        intents,
        sequence: 0,
        backlog: std::collections::VecDeque::new(),
        connection: Some(id),
    };
    let mut texts = vec![session.dispatch("READY", &ready)];
    if intents & GUILDS != 0 {
        let ids = state.joined().map(|(id, _)| *id);
        let there: Vec<_> = ids.filter(|id| own.has(Some(id.get()))).collect();
        texts.extend(
            there
                .iter()
                .map(|guild| session.dispatch("GUILD_CREATE", &state.created_json(*guild))),
        );
    }
    state.gateway.sessions.insert(name, session);
    for text in texts {
        send(state, id, text);
    }
}

fn resume(state: &mut State, id: u64, body: &Value) {
    let name = body["session_id"].as_str().unwrap_or_default();
    let seen = body["seq"].as_u64().unwrap_or_default();
    let Some(session) = state.gateway.sessions.get_mut(name) else {
        return send(state, id, json!({ "op": 9, "d": false }).to_string());
    };
    if seen > session.sequence {
        return close(state, id, 4007);
    }
    session.connection = Some(id);
    let mut missed: Vec<String> = session
        .backlog
        .iter()
        .filter(|(sequence, _)| *sequence > seen)
        .map(|(_, text)| text.clone())
        .collect();
    missed.push(session.dispatch("RESUMED", &json!({ "_trace": [] })));
    state.gateway.resumes += 1;
    for text in missed {
        send(state, id, text);
    }
}

fn send(state: &State, id: u64, text: String) {
    if let Some(connection) = state.gateway.connections.get(&id) {
        let _ = connection.send(Frame::Text(text));
    }
}

fn close(state: &mut State, id: u64, code: u16) {
    state.gateway.closes.push(code);
    if let Some(connection) = state.gateway.connections.get(&id) {
        let _ = connection.send(Frame::Close(code));
    }
}
