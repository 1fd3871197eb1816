//! The commands that the bot registers, for all guilds or for one.

use axum::http::Method;
use serde_json::{Value, json};
use serenity::model::id::GuildId;

use super::super::message::with;
use super::super::state::State;
use super::channels::unknown;
use super::{Done, Refusal};

/// The names and descriptions in all languages, of commands and of their options.
const LOCALIZATIONS: [&str; 2] = ["name_localizations", "description_localizations"];

pub(super) fn route(
    state: &mut State,
    method: &Method,
    parts: &[&str],
    query: &str,
    body: &Value,
) -> Result<Done, Refusal> {
    let guild: Option<GuildId> = match parts {
        ["applications", _, "commands"] => None,
        ["applications", _, "guilds", guild, "commands"] => Some(guild.parse().map_err(|_| Refusal::new(404, 10004))?),
        _ => return unknown(state, method, parts),
    };
    if parts[1] != state.bot.to_string() {
        return unknown(state, method, parts);
    }
    match *method {
        Method::GET => {
            let mut commands = state.commands_of(guild);
            let is_whole = query.split('&').any(|one| one == "with_localizations=true");
            show_localizations(&mut commands, is_whole);
            Ok((200, commands))
        }
        Method::PUT => Ok((200, register(state, guild, body))),
        _ => unknown(state, method, parts),
    }
}

/// Leaves the languages out of commands and options, unless the bot asks for them: then it gets `null` where there are
/// none.
fn show_localizations(commands: &mut Value, is_whole: bool) {
    for command in commands.as_array_mut().into_iter().flatten() {
        let command = command.as_object_mut().expect("a command or an option");
        for name in LOCALIZATIONS {
            if is_whole {
                command.entry(name).or_insert(Value::Null);
            } else {
                command.remove(name);
            }
        }
        if let Some(options) = command.get_mut("options") {
            show_localizations(options, is_whole);
        }
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
