//! Faults on request: responses that REST gives instead of the right one.
//!
//! Not here: the gateway's faults, which are in `gateway`.

use std::sync::Arc;
use std::time::Duration;

use super::FakeDiscord;
use super::state::Shared;

/// A fault of a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// Nothing is done. The response has this status, and a page of HTML as proxies send it.
    Status(u16),
    /// Nothing is done. The response is this error of Discord's.
    Error { status: u16, code: u64 },
    /// Nothing is done, and no response ever comes.
    Hang,
    /// The request is carried out after this time.
    Slow(Duration),
    /// The request is carried out, but the response has this status.
    Lost(u16),
    /// Nothing is done. The request may be tried again after `retry_after` seconds.
    RateLimited { retry_after: f64, global: bool },
}

/// A fault that has not happened yet.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    id: u64,
    method: String,
    path: String,
    fault: Fault,
    left: usize,
}

/// A planned fault, which happens once by default.
pub struct Coming {
    shared: Arc<Shared>,
    id: u64,
}

impl Coming {
    /// Makes it happen this many times.
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

    /// Makes it happen until `over`.
    pub fn always(self) -> Self {
        self.times(usize::MAX)
    }

    /// Cancels it.
    pub fn over(self) {
        self.shared
            .change(|state| state.faults.retain(|planned| planned.id != self.id));
    }
}

impl FakeDiscord {
    /// Plans a fault for the next request with this method and path; `*` or `{}` stands for one segment.
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

    /// Turns the headers about rate limits on or off in responses to new messages. They are off at first.
    pub fn rate_limit_headers(&self, on: bool) {
        self.shared.change(|state| state.rate_limit_headers = on);
    }
}

/// The fault that hits this request, if any: the one that was planned first.
pub(super) fn strike(planned: &mut Vec<Planned>, method: &str, path: &str) -> Option<Fault> {
    let at = planned
        .iter()
        .position(|one| one.left > 0 && one.method == method && is_match(&one.path, path))?;
    planned[at].left -= 1;
    let fault = planned[at].fault.clone();
    planned.retain(|one| one.left > 0);
    Some(fault)
}

/// True if a path matches this pattern.
pub(super) fn is_match(pattern: &str, path: &str) -> bool {
    pattern.split('/').count() == path.split('/').count()
        && pattern
            .split('/')
            .zip(path.split('/'))
            .all(|(wanted, there)| matches!(wanted, "*" | "{}") || wanted == there)
}

/// Discord's message for the code of an error.
pub(super) fn message_of(code: u64) -> &'static str {
    match code {
        0 => "401: Unauthorized",
        10003 => "Unknown Channel",
        10004 => "Unknown Guild",
        10008 => "Unknown Message",
        10007 => "Unknown Member",
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
