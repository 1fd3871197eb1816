//! The rules for the bot's requests: Discord's limits, our own rules, and Discord's description of its API.
//!
//! Not here: rules that depend on the state, such as permissions and the time of a callback (`rest`).

mod limits;
mod openapi;

use std::collections::HashSet;

use axum::body::Bytes;
use serde_json::Value;
use serenity::model::id::MessageId;

use super::state::State;

/// The rules that a request breaks.
pub(super) struct Broken {
    /// Limits for which Discord itself refuses a request.
    pub limits: Vec<String>,
    openapi: Vec<String>,
}

/// Checks a request against the rules that do not depend on the state.
pub(super) fn broken(method: &str, path: &str, body: &Value) -> Broken {
    let mut broken = Broken {
        limits: Vec::new(),
        openapi: openapi::broken(method, path, body),
    };
    if let Some(message) = message_in(method, path, body) {
        broken.limits = limits::of_message(message);
        broken.limits.extend(duplicate_custom_ids(message));
    } else if method == "PUT" && path.ends_with("/commands") {
        broken.limits = limits::of_commands(body);
    } else if path.ends_with("/callback") && body["type"] == 8 {
        broken.limits = limits::of_choices(&body["data"]["choices"]);
    }
    broken
}

/// Checks one of our own responses to such a request against Discord's description.
pub(super) fn broken_answer(method: &str, path: &str, answer: &Value) -> Vec<String> {
    openapi::broken_answer(method, path, answer)
}

impl Broken {
    pub fn is_refused(&self) -> bool {
        !self.limits.is_empty()
    }

    /// Records all of them as violations, together with those that depend on the state.
    pub fn record(&self, state: &mut State, method: &str, path: &str, body: &Value) {
        let mut all: Vec<_> = self.limits.iter().map(|one| format!("limit: {one}")).collect();
        all.extend(self.openapi.iter().map(|one| format!("openapi: {one}")));
        if let Some(message) = message_in(method, path, body) {
            all.extend(pings(state, message));
        }
        for one in all {
            state.violation(format!("{method} {path}: {one}"));
        }
    }
}

/// The part of a request that is a message or an edit of one.
fn message_in<'a>(method: &str, path: &str, body: &'a Value) -> Option<&'a Value> {
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match (method, parts.as_slice()) {
        ("POST", ["channels", _, "messages"] | ["webhooks", _, _])
        | ("PATCH", ["channels", _, "messages", _] | ["webhooks", _, _, "messages", _]) => Some(body),
        ("POST", ["interactions", _, _, "callback"]) if body["type"] == 4 || body["type"] == 7 => Some(&body["data"]),
        _ => None,
    }
}

/// The pictures that the embeds of a message show and that were not uploaded with it.
pub(super) fn not_uploaded(method: &str, path: &str, body: &Value, files: &[(String, Bytes)]) -> Vec<String> {
    let message = message_in(method, path, body);
    let embeds = message.and_then(|message| message["embeds"].as_array());
    let shown = embeds
        .into_iter()
        .flatten()
        .filter_map(|embed| embed["image"]["url"].as_str());
    let names = shown.map(|url| url.strip_prefix("attachment://").unwrap_or(url).to_owned());
    names
        .filter(|name| files.iter().all(|(file, _)| file != name))
        .collect()
}

/// Checks that at most one person is pinged.
fn pings(state: &State, message: &Value) -> Vec<String> {
    let allowed = &message["allowed_mentions"];
    if allowed["parse"].as_array().is_none_or(|parse| !parse.is_empty()) {
        return vec![format!("allowed_mentions must have \"parse\": [], but is {allowed}")];
    }
    let mut broken = Vec::new();
    if allowed["roles"].as_array().is_some_and(|roles| !roles.is_empty()) {
        broken.push(format!("roles may be pinged: {allowed}"));
    }
    let users = allowed["users"].as_array().into_iter().flatten();
    let mut users: HashSet<&str> = users.filter_map(Value::as_str).collect();
    let replied = message["message_reference"]["message_id"]
        .as_str()
        .and_then(|id| id.parse::<MessageId>().ok())
        .and_then(|id| state.messages.get(&id))
        .map(|replied| replied.author.to_string());
    if allowed["replied_user"] == true {
        users.extend(replied.as_deref());
    }
    if users.len() > 1 {
        broken.push(format!("more than one person may be pinged: {allowed}"));
    }
    broken
}

fn duplicate_custom_ids(message: &Value) -> Vec<String> {
    let mut known = HashSet::new();
    let rows = message["components"].as_array().into_iter().flatten();
    rows.filter_map(|row| row["components"].as_array())
        .flatten()
        .filter_map(|control| control["custom_id"].as_str())
        .filter(|id| !known.insert(*id))
        .map(|id| format!("the custom_id {id:?} is there twice"))
        .collect()
}
