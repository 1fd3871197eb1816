//! Channels and their messages, checked against the bot's permissions there.

use axum::http::Method;
use serde_json::{Value, json};
use serenity::model::id::{ChannelId, MessageId, UserId};
use serenity::model::permissions::Permissions;

use super::super::gateway::Event;
use super::super::message::{Message, Reader, now};
use super::super::state::State;
use super::super::world::{Channel, DM, FORUM, Place};
use super::{Done, Refusal};

pub(super) fn route(state: &mut State, method: &Method, parts: &[&str], body: &Value) -> Result<Done, Refusal> {
    match (method.as_str(), parts) {
        ("POST", ["users", "@me", "channels"]) => open_dm(state, body),
        (_, ["channels", channel, rest @ ..]) => {
            let channel = visible(state, channel)?;
            match (method.as_str(), rest) {
                ("GET", []) => Ok((200, state.channels[&channel].json(state))),
                ("POST", ["typing"]) => {
                    sendable(state, channel)?;
                    Ok((204, Value::Null))
                }
                ("GET", ["messages"]) => {
                    let there = state.messages.values().rev();
                    let there = there.filter(|one| one.channel == channel && !one.is_deleted && !one.is_ephemeral());
                    let all: Vec<_> = there.map(|one| one.json(state, state.reader())).collect();
                    Ok((200, json!(all)))
                }
                ("POST", ["messages"]) => create(state, channel, body),
                (_, ["messages", id]) => existing(state, method, channel, id, body),
                _ => unknown(state, method, parts),
            }
        }
        _ => unknown(state, method, parts),
    }
}

pub(super) fn unknown(state: &mut State, method: &Method, parts: &[&str]) -> Result<Done, Refusal> {
    state.violation(format!(
        "{method} /{}: nothing that this Discord knows",
        parts.join("/")
    ));
    Err(Refusal::new(404, 0))
}

fn open_dm(state: &mut State, body: &Value) -> Result<Done, Refusal> {
    let user = body["recipient_id"].as_str().and_then(|id| id.parse::<UserId>().ok());
    let user = user.filter(|id| state.users.get(id).is_some_and(|user| !user.is_bot));
    let user = user.ok_or_else(|| Refusal::new(400, 50007))?;
    let place = state.dm_with(user).unwrap_or_else(|| {
        state.add_channel(Channel {
            place: Place {
                guild: None,
                channel: ChannelId::new(1),
            },
            name: String::new(),
            kind: DM,
            parent: None,
            permissions: Permissions::all(),
            has_bot: true,
            is_deleted: false,
            recipient: Some(user),
            last_act: 0,
        })
    });
    Ok((200, state.channels[&place.channel].json(state)))
}

/// A channel that the bot can see.
fn visible(state: &State, id: &str) -> Result<ChannelId, Refusal> {
    let channel = id
        .parse()
        .ok()
        .and_then(|id: ChannelId| state.channels.get(&id))
        .filter(|channel| !channel.is_deleted)
        .ok_or_else(|| Refusal::new(404, 10003))?;
    if channel.has_bot && (channel.is_private() || channel.permissions.view_channel()) {
        Ok(channel.place.channel)
    } else {
        Err(Refusal::new(403, 50001))
    }
}

/// Checks that the bot may send here.
fn sendable(state: &State, id: ChannelId) -> Result<(), Refusal> {
    let channel = &state.channels[&id];
    if channel.kind == FORUM || !channel.is_private() && !channel.permissions.contains(channel.sending()) {
        return Err(Refusal::new(403, 50013));
    }
    Ok(())
}

fn may_embed(state: &State, id: ChannelId, body: &Value) -> Result<(), Refusal> {
    let channel = &state.channels[&id];
    let has_embeds = body["embeds"].as_array().is_some_and(|embeds| !embeds.is_empty());
    if has_embeds && !channel.is_private() && !channel.permissions.embed_links() {
        return Err(Refusal::new(403, 50013));
    }
    Ok(())
}

/// Checks that a message is not empty.
pub(super) fn filled(message: &Message) -> Result<(), Refusal> {
    let is_empty = |list: &Value| list.as_array().is_none_or(Vec::is_empty);
    if message.content.trim().is_empty() && is_empty(&message.embeds) && is_empty(&message.components) {
        return Err(Refusal::new(400, 50006));
    }
    Ok(())
}

fn create(state: &mut State, channel: ChannelId, body: &Value) -> Result<Done, Refusal> {
    sendable(state, channel)?;
    may_embed(state, channel, body)?;
    let nonce = body.get("nonce").filter(|nonce| !nonce.is_null());
    if body["enforce_nonce"] == true
        && let Some(known) = state
            .messages
            .values()
            .find(|message| message.channel == channel && message.nonce.as_ref() == nonce && nonce.is_some())
    {
        return Ok((200, known.json(state, Reader::Trusted)));
    }
    let mut message = Message::of_bot(state, channel);
    let reference = &body["message_reference"];
    if let Some(to) = reference["message_id"]
        .as_str()
        .and_then(|id| id.parse::<MessageId>().ok())
    {
        let is_there = state
            .messages
            .get(&to)
            .is_some_and(|to| to.channel == channel && !to.is_deleted && !to.is_ephemeral());
        if is_there {
            if !state.channels[&channel].is_private() && !state.channels[&channel].permissions.read_message_history() {
                // Replying requires permission to read the message.
                return Err(Refusal::new(403, 160_002));
            }
            message.reply_to = Some(to);
            message.kind = 19;
        } else if reference["fail_if_not_exists"] != false {
            let mut refusal = Refusal::new(400, 50035);
            refusal.errors = json!({ "message_reference": { "_errors": [
                { "code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message" }
            ] } });
            return Err(refusal);
        }
    }
    message.nonce = nonce.cloned();
    message.write(body, state);
    filled(&message)?;
    let answer = message.json(state, Reader::Trusted);
    state.tell(message);
    Ok((200, answer))
}

fn existing(state: &mut State, method: &Method, channel: ChannelId, id: &str, body: &Value) -> Result<Done, Refusal> {
    let message = id
        .parse()
        .ok()
        .and_then(|id: MessageId| state.messages.get(&id))
        .filter(|one| one.channel == channel && !one.is_deleted && !one.is_ephemeral())
        .cloned()
        .ok_or_else(|| Refusal::new(404, 10008))?;
    let is_own = message.author == state.bot;
    match *method {
        Method::GET => Ok((200, message.json(state, state.reader()))),
        Method::PATCH if !is_own => Err(Refusal::new(403, 50005)),
        Method::PATCH => {
            may_embed(state, channel, body)?;
            Ok((200, edit(state, message, body)?))
        }
        Method::DELETE => {
            if !is_own && !state.channels[&channel].permissions.manage_messages() {
                return Err(Refusal::new(403, 50013));
            }
            state.delete_message(message.id);
            Ok((204, Value::Null))
        }
        _ => Err(Refusal::new(405, 0)),
    }
}

/// Writes a body over a message, and returns the result.
pub(super) fn edit(state: &mut State, mut message: Message, body: &Value) -> Result<Value, Refusal> {
    message.edited_at = (!message.is_loading()).then(now);
    message.write(body, state);
    filled(&message)?;
    let answer = message.json(state, Reader::Trusted);
    if !message.is_ephemeral() {
        state.dispatch(&Event::message(state, "MESSAGE_UPDATE", &message));
    }
    state.keep(message);
    Ok(answer)
}
