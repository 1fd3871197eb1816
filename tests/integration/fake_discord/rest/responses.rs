//! The bot's responses to interactions: callbacks, and the webhook that an interaction opens for 15 minutes.

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};
use serenity::model::id::MessageId;

use super::super::interactions::{AUTOCOMPLETE, COMPONENT};
use super::super::message::{EPHEMERAL, LOADING, Message, Reader};
use super::super::seen::Sent;
use super::super::state::State;
use super::channels::{edit, filled, unknown};
use super::{Done, Refusal};

/// The longest time to the first response.
const CALLBACK_TIME: Duration = Duration::from_secs(3);

/// The most follow-ups in a place without the bot.
const FOREIGN_FOLLOWUPS: usize = 5;

pub(super) fn route(
    state: &mut State,
    method: &Method,
    parts: &[&str],
    query: &str,
    body: &Value,
) -> Result<Done, Refusal> {
    match (method.as_str(), parts) {
        ("POST", ["interactions", id, token, "callback"]) => callback(state, id, token, query, body),
        ("POST", ["webhooks", _, token]) => {
            let id = opened(state, parts[1], token)?;
            follow_up(state, id, body)
        }
        (_, ["webhooks", _, token, "messages", which]) => {
            let id = opened(state, parts[1], token)?;
            existing(state, method, id, which, body)
        }
        _ => unknown(state, method, parts),
    }
}

fn callback(state: &mut State, id: &str, token: &str, query: &str, body: &Value) -> Result<Done, Refusal> {
    let id = id.parse().unwrap_or_default();
    let kind = body["type"].as_u64().and_then(|kind| u8::try_from(kind).ok());
    let asked = state
        .interactions
        .get(&id)
        .filter(|asked| asked.token == token && !asked.is_expired)
        .ok_or_else(|| Refusal::new(404, 10062))?;
    if asked.callback.is_some() {
        return Err(Refusal::new(400, 40060));
    }
    let (time, user, channel) = (asked.sent_at.elapsed(), asked.user, asked.channel);
    let (asked_kind, source, message_kind) = (asked.kind, asked.source, asked.message_kind);
    if time > CALLBACK_TIME {
        state.violation(format!(
            "a callback after {time:?}; Discord waits for {CALLBACK_TIME:?}"
        ));
        return Err(Refusal::new(404, 10062));
    }
    let data = &body["data"];
    let fits = match kind {
        Some(4 | 5) => asked_kind != AUTOCOMPLETE,
        Some(6 | 7) => asked_kind == COMPONENT,
        Some(8) => asked_kind == AUTOCOMPLETE,
        _ => false,
    };
    let Some(kind) = kind.filter(|_| fits) else {
        state.violation(format!(
            "a callback of type {} does not fit the interaction",
            body["type"]
        ));
        return Err(Refusal::new(400, 50035));
    };
    let mut original = source;
    match kind {
        4 | 5 => {
            let mut message = Message::of_bot(state, channel);
            message.kind = message_kind;
            message.metadata = state.interactions[&id].metadata.clone();
            message.old_metadata = state.interactions[&id].old_metadata.clone();
            message.flags = data["flags"].as_u64().unwrap_or_default() & EPHEMERAL;
            message.only_for = message.is_ephemeral().then_some(user);
            if kind == 5 {
                message.flags |= LOADING;
            } else {
                message.write(data, state);
                filled(&message)?;
            }
            original = Some(message.id);
            state.tell(message);
        }
        7 => {
            let message = live(state, source)?;
            edit(state, message, data)?;
        }
        _ => {}
    }
    let choices = data["choices"].as_array().into_iter().flatten();
    let choices = choices.map(|choice| {
        let value = choice["value"]
            .as_str()
            .map_or_else(|| choice["value"].to_string(), str::to_owned);
        (choice["name"].as_str().unwrap_or_default().to_owned(), value)
    });
    let choices = choices.collect();
    if let Some(asked) = state.interactions.get_mut(&id) {
        asked.callback = Some((kind, time));
        asked.original = original;
        asked.choices = choices;
    }
    if matches!(kind, 4 | 7) {
        seen(state, id, original);
    }
    if query.contains("with_response=true") {
        let message = original.map(|id| state.messages[&id].json(state, Reader::Trusted));
        let interaction = json!({ "id": id.to_string(), "type": asked_kind, "response_message_id": original });
        let resource = json!({ "type": kind, "message": message });
        return Ok((200, json!({ "interaction": interaction, "resource": resource })));
    }
    Ok((204, Value::Null))
}

/// The interaction that this webhook belongs to.
fn opened(state: &State, application: &str, token: &str) -> Result<u64, Refusal> {
    let found = state.interactions.iter().find(|(_, asked)| asked.token == token);
    let (id, asked) = found.ok_or_else(|| Refusal::new(404, 10015))?;
    if application != state.bot.to_string() || asked.callback.is_none() {
        return Err(Refusal::new(404, 10015));
    }
    if asked.is_expired {
        return Err(Refusal::new(401, 50027));
    }
    Ok(*id)
}

fn live(state: &State, id: Option<MessageId>) -> Result<Message, Refusal> {
    id.and_then(|id| state.messages.get(&id))
        .filter(|message| !message.is_deleted)
        .cloned()
        .ok_or_else(|| Refusal::new(404, 10008))
}

/// Stores the first visible response.
fn seen(state: &mut State, id: u64, message: Option<MessageId>) {
    let Some(message) = message.and_then(|id| state.messages.get(&id)) else {
        return;
    };
    let sent = Sent::of(message);
    if let Some(asked) = state.interactions.get_mut(&id) {
        asked.first.get_or_insert(sent);
    }
}

fn follow_up(state: &mut State, id: u64, body: &Value) -> Result<Done, Refusal> {
    let asked = &state.interactions[&id];
    let (channel, user, original) = (asked.channel, asked.user, asked.original);
    if !asked.has_bot && asked.followups.len() >= FOREIGN_FOLLOWUPS {
        return Err(Refusal::new(400, 40094));
    }
    // The first follow-up to a deferred response becomes that response.
    if let Ok(thinking) = live(state, original)
        && thinking.is_loading()
    {
        let answer = edit(state, thinking, body)?;
        seen(state, id, original);
        return Ok((200, answer));
    }
    let mut message = Message::of_bot(state, channel);
    message.flags = body["flags"].as_u64().unwrap_or_default() & EPHEMERAL;
    message.only_for = message.is_ephemeral().then_some(user);
    message.kind = 19;
    message.reply_to = original;
    message.metadata = state.interactions[&id].metadata.clone();
    message.metadata["original_response_message_id"] = json!(original.map(|original| original.to_string()));
    message.write(body, state);
    filled(&message)?;
    let (answer, new) = (message.json(state, Reader::Trusted), message.id);
    state.tell(message);
    if let Some(asked) = state.interactions.get_mut(&id) {
        asked.followups.push(new);
    }
    seen(state, id, Some(new));
    Ok((200, answer))
}

fn existing(state: &mut State, method: &Method, id: u64, which: &str, body: &Value) -> Result<Done, Refusal> {
    let asked = &state.interactions[&id];
    let message = if which == "@original" {
        asked.original
    } else {
        let which = which.parse().ok();
        which.filter(|which| asked.original == Some(*which) || asked.followups.contains(which))
    };
    let message = live(state, message)?;
    let message_id = message.id;
    match *method {
        Method::GET => Ok((200, message.json(state, Reader::Trusted))),
        Method::PATCH => {
            let answer = edit(state, message, body)?;
            seen(state, id, Some(message_id));
            Ok((200, answer))
        }
        Method::DELETE => {
            state.delete_message(message_id);
            Ok((204, Value::Null))
        }
        _ => Err(Refusal::new(405, 0)),
    }
}
