//! The faults of the gateway: connections cut, closed or frozen, sessions forgotten, arbitrary frames.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::super::state::Shared;
use super::Frame;

/// Causes faults of the gateway.
pub struct Hand<'a>(&'a Arc<Shared>);

impl<'a> Hand<'a> {
    pub(super) fn of(shared: &'a Arc<Shared>) -> Self {
        Self(shared)
    }

    /// Cuts every connection without a word.
    pub fn drop_connection(&self) {
        self.0.read(|state| state.gateway.drop_connections());
    }

    /// Keeps connections open, but no longer reads from them or writes to them, as if the other side were gone without
    /// notice.
    pub fn freeze(&self) {
        self.0.read(|state| state.gateway.to_all(|| Frame::Freeze));
    }

    /// Closes every connection with one of Discord's codes.
    pub fn close(&self, code: u16) {
        self.0.read(|state| state.gateway.to_all(|| Frame::Close(code)));
    }

    /// Tells clients that their session is invalid. Forgets it unless it is resumable.
    pub fn invalid_session(&self, resumable: bool) {
        self.0.change(|state| {
            let text = json!({ "op": 9, "d": resumable }).to_string();
            state.gateway.to_all(|| Frame::Text(text.clone()));
            if !resumable {
                state.gateway.sessions.clear();
            }
        });
    }

    /// Forgets every session silently: the next client to resume is told that its session is invalid.
    pub fn forget_sessions(&self) {
        self.0.change(|state| state.gateway.sessions.clear());
    }

    /// Asks clients to reconnect and resume.
    pub fn reconnect(&self) {
        self.raw(&json!({ "op": 7, "d": null }).to_string());
    }

    /// Sends this text to every connection.
    pub fn raw(&self, text: &str) {
        self.0
            .read(|state| state.gateway.to_all(|| Frame::Text(text.to_owned())));
    }

    /// Stops acknowledging heartbeats.
    pub fn stop_acks(&self) {
        self.0.change(|state| state.gateway.is_acking = false);
    }

    /// Acknowledges heartbeats again.
    pub fn start_acks(&self) {
        self.0.change(|state| state.gateway.is_acking = true);
    }

    /// Sends every event twice, or stops doing so.
    pub fn duplicates(&self, on: bool) {
        self.0.change(|state| state.gateway.is_duplicating = on);
    }

    /// Refuses new connections with 503, or stops doing so.
    pub fn away(&self, on: bool) {
        self.0.change(|state| state.gateway.is_away = on);
    }

    /// Sets the interval of heartbeats for clients that connect from now on.
    pub fn heartbeat_interval(&self, interval: Duration) {
        self.0.change(|state| state.gateway.heartbeat = interval);
    }

    /// The codes with which the gateway itself closed connections, such as 4004.
    pub fn closes(&self) -> Vec<u16> {
        self.0.read(|state| state.gateway.closes.clone())
    }
}
