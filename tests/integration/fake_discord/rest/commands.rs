//! The commands that the bot registers, for all guilds or for one.

use axum::http::Method;
use serde_json::{Value, json};
use serenity::model::id::GuildId;

use super::super::message::with;
use super::super::state::State;
use super::channels::unknown;
use super::{Done, Refusal};

pub(super) fn route(state: &mut State, method: &Method, parts: &[&str], body: &Value) -> Result<Done, Refusal> {
    let guild: Option<GuildId> = match parts {
        ["applications", _, "commands"] => None,
        ["applications", _, "guilds", guild, "commands"] => Some(guild.parse().map_err(|_| Refusal::new(404, 10004))?),
        _ => return unknown(state, method, parts),
    };
    if parts[1] != state.bot.to_string() {
        return unknown(state, method, parts);
    }
    match *method {
        Method::GET => Ok((200, state.commands_of(guild))),
        Method::PUT => Ok((200, register(state, guild, body))),
        _ => unknown(state, method, parts),
    }
}

/// Registers commands. Those that exist under the same name keep their ids. The rest of each is stored as the bot sent
/// it.
fn register(state: &mut State, guild: Option<GuildId>, body: &Value) -> Value {
    let mut commands = Vec::new();
    for command in body.as_array().into_iter().flatten() {
        let kind = command["type"].as_u64().unwrap_or(1);
        let known = state.commands.get(&guild).into_iter().flatten();
        let known = known
            .filter(|one| one["name"] == command["name"] && one["type"] == kind)
            .map(|one| one["id"].clone())
            .next();
        let mut full = command.clone();
        full["id"] = known.unwrap_or_else(|| json!(state.new_id().to_string()));
        full["version"] = json!(state.new_id().to_string());
        full["application_id"] = json!(state.bot.to_string());
        full["type"] = json!(kind);
        if let Some(guild) = guild {
            full["guild_id"] = json!(guild.to_string());
        }
        for (key, usual) in [
            ("default_member_permissions", Value::Null),
            ("description", json!("")),
            ("nsfw", json!(false)),
        ] {
            full = with(&full, key, usual);
        }
        // Permissions may come as a number, and are always returned as a string.
        if let Some(bits) = full["default_member_permissions"].as_u64() {
            full["default_member_permissions"] = json!(bits.to_string());
        }
        commands.push(full);
    }
    state.commands.insert(guild, commands);
    state.commands_of(guild)
}
