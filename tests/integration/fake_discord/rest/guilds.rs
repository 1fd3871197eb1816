//! Guilds in REST, which the bot can only read.

use axum::http::Method;
use serde_json::{Value, json};
use serenity::model::id::{GuildId, UserId};

use super::super::state::State;
use super::channels::unknown;
use super::{Done, Refusal};

/// The number of guilds on one page.
const PAGE: usize = 200;

pub(super) fn route(state: &mut State, method: &Method, parts: &[&str], query: &str) -> Result<Done, Refusal> {
    match (method.as_str(), parts) {
        ("GET", ["users", "@me", "guilds"]) => Ok((200, list(state, query))),
        ("GET", ["guilds", guild, rest @ ..]) => {
            let id = visible(state, guild)?;
            match rest {
                [] => Ok((200, state.guild_json(id, &state.guilds[&id]))),
                ["roles"] => Ok((200, json!(state.roles_json(id)))),
                ["members", user] => member(state, id, user),
                _ => unknown(state, method, parts),
            }
        }
        _ => unknown(state, method, parts),
    }
}

/// The bot's guilds, ordered by id.
fn list(state: &State, query: &str) -> Value {
    let asked = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs
            .find(|(key, _)| *key == name)
            .and_then(|(_, value)| value.parse().ok())
    };
    let after: u64 = asked("after").unwrap_or_default();
    let limit = asked("limit").and_then(|limit| usize::try_from(limit).ok());
    let there = state.joined().filter(|(id, _)| id.get() > after);
    let there = there.map(|(id, joined)| State::listed_json(*id, joined));
    there.take(limit.unwrap_or(PAGE).min(PAGE)).collect()
}

/// A guild that the bot is in.
fn visible(state: &State, id: &str) -> Result<GuildId, Refusal> {
    let known = id.parse().ok().and_then(|id| state.guilds.get_key_value(&id));
    match known {
        Some((id, joined)) if joined.has_bot => Ok(*id),
        Some(_) => Err(Refusal::new(403, 50001)),
        None => Err(Refusal::new(404, 10004)),
    }
}

fn member(state: &State, guild: GuildId, user: &str) -> Result<Done, Refusal> {
    let user = user.parse().ok().and_then(|id: UserId| state.users.get(&id));
    let user = user.ok_or_else(|| Refusal::new(404, 10013))?;
    if state.outsiders.contains(&(user.id, guild)) {
        return Err(Refusal::new(404, 10007));
    }
    let mut member = state.member(guild, user.id);
    member["user"] = user.json();
    Ok((200, member))
}
