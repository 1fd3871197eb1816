//! What goes wrong on request: answers that REST gives instead of the right one.
//!
//! Not here: the gateway's faults, which are in `gateway`.

use std::sync::Arc;
use std::time::Duration;

use super::FakeDiscord;
use super::state::Shared;

/// What happens to a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// Nothing is done, and this status comes back, with a page of HTML as gateways send it.
    Status(u16),
    /// Nothing is done, and this error of Discord's comes back.
    Error { status: u16, code: u64 },
    /// Nothing is done, and nothing ever comes back.
    Hang,
    /// It is done after this long.
    Slow(Duration),
    /// It is done, but this status comes back.
    Lost(u16),
    /// Nothing is done; it may be tried again in `retry_after` seconds.
    RateLimited { retry_after: f64, global: bool },
}

/// A fault that has yet to strike.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    id: u64,
    method: String,
    path: String,
    fault: Fault,
    left: usize,
}

/// A fault that was asked for: once, unless more is said.
pub struct Coming {
    shared: Arc<Shared>,
    id: u64,
}

impl Coming {
    /// It strikes this often.
    pub fn times(self, times: usize) -> Self {
        self.shared.change(|state| {
            for planned in &mut state.faults {
                if planned.id == self.id {
                    planned.left = times;
                }
            }
        });
        self
    }

    /// It strikes until `over`.
    pub fn always(self) -> Self {
        self.times(usize::MAX)
    }

    /// It strikes no more.
    pub fn over(self) {
        self.shared
            .change(|state| state.faults.retain(|planned| planned.id != self.id));
    }
}

impl FakeDiscord {
    /// Has a fault strike the next request to this method and path; `*` or `{}` stands for one segment.
    pub fn next(&self, method: &str, path: &str, fault: Fault) -> Coming {
        let id = self.shared.change(|state| {
            let id = state.new_id();
            state.faults.push(Planned {
                id,
                method: method.to_owned(),
                path: path.to_owned(),
                fault,
                left: 1,
            });
            id
        });
        Coming {
            shared: Arc::clone(&self.shared),
            id,
        }
    }

    /// Whether answers to new messages tell of rate limits. From the start they don't.
    pub fn rate_limit_headers(&self, on: bool) {
        self.shared.change(|state| state.rate_limit_headers = on);
    }
}

/// The fault that strikes this request, if any does: the one that was planned first.
pub(super) fn strike(planned: &mut Vec<Planned>, method: &str, path: &str) -> Option<Fault> {
    let at = planned
        .iter()
        .position(|one| one.left > 0 && one.method == method && is_match(&one.path, path))?;
    planned[at].left -= 1;
    let fault = planned[at].fault.clone();
    planned.retain(|one| one.left > 0);
    Some(fault)
}

/// Whether a path is of this pattern.
pub(super) fn is_match(pattern: &str, path: &str) -> bool {
    pattern.split('/').count() == path.split('/').count()
        && pattern
            .split('/')
            .zip(path.split('/'))
            .all(|(wanted, there)| matches!(wanted, "*" | "{}") || wanted == there)
}

/// What Discord says to an error's code.
pub(super) fn message_of(code: u64) -> &'static str {
    match code {
        0 => "401: Unauthorized",
        10003 => "Unknown Channel",
        10004 => "Unknown Guild",
        10008 => "Unknown Message",
        10013 => "Unknown User",
        10015 => "Unknown Webhook",
        10062 => "Unknown interaction",
        40060 => "Interaction has already been acknowledged.",
        40094 => "This interaction has hit the maximum number of follow up messages.",
        50001 => "Missing Access",
        50005 => "Cannot edit a message authored by another user",
        50006 => "Cannot send an empty message",
        50007 => "Cannot send messages to this user",
        50013 => "Missing Permissions",
        50027 => "Invalid Webhook Token",
        50035 => "Invalid Form Body",
        50109 => "The request body contains invalid JSON.",
        _ => "General error",
    }
}
