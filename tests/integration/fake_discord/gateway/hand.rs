//! A hand on the gateway's faults: connections cut, closed or frozen, sessions forgotten, frames of any kind.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::super::state::Shared;
use super::Frame;

/// A hand on the gateway's faults.
pub struct Hand<'a>(&'a Arc<Shared>);

impl<'a> Hand<'a> {
    pub(super) fn of(shared: &'a Arc<Shared>) -> Self {
        Self(shared)
    }

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

    /// Whether new connections are refused with 503.
    pub fn away(&self, on: bool) {
        self.0.change(|state| state.gateway.is_away = on);
    }

    /// How often clients that connect from now on have to send heartbeats.
    pub fn heartbeat_interval(&self, interval: Duration) {
        self.0.change(|state| state.gateway.heartbeat = interval);
    }

    /// The codes that the gateway itself closed connections with, such as 4004.
    pub fn closes(&self) -> Vec<u16> {
        self.0.read(|state| state.gateway.closes.clone())
    }
}
