//! The checks of Discord's client before it sends a command: whether it offers the command to this person in this
//! place, and accepts these options.
//!
//! A bot may not rely on any of them: guilds can change the first, and forged interactions skip both.

use serde_json::{Map, Value, json};
use serenity::model::id::{AttachmentId, RoleId, UserId};

use super::super::FakeDiscord;
use super::super::state::State;
use super::super::world::{Place, User};

/// The places where commands can be used, in the order of Discord's numbers.
const CONTEXTS: [&str; 3] = ["guilds", "conversations with the bot", "other conversations"];

const SUBCOMMAND: u8 = 1;
const GROUP: u8 = 2;
const USER: u8 = 6;
const ROLE: u8 = 8;
const ATTACHMENT: u8 = 11;

impl FakeDiscord {
    /// Offers a command to somebody in every guild, whatever permissions it requires: an exception as a guild's admins
    /// can make it in the integrations.
    pub fn offer_to(&self, user: &User, command: &str) {
        self.shared
            .change(|state| state.offers.insert((user.id, command.to_owned())));
    }
}

/// The name of a command, without that of a subcommand.
pub(super) fn name(command: &str) -> &str {
    command.split(' ').next().unwrap_or_default()
}

/// Asserts that a client would offer a command here to this person.
pub(super) fn check(state: &State, user: &User, place: &Place, command: &str, known: &Value) {
    if let Some(reason) = obstacle(state, user, place, known) {
        panic!(
            "Discord's client doesn't offer {command:?} to {} here: {reason}",
            user.name
        );
    }
}

/// The reason why a command isn't offered to somebody in a place.
fn obstacle(state: &State, user: &User, place: &Place, known: &Value) -> Option<String> {
    let channel = &state.channels[&place.channel];
    let context = channel.context();
    let is_for = |list: &str, wanted: u8| {
        let there = known[list].as_array();
        there.is_none_or(|there| there.iter().any(|one| *one == wanted))
    };
    // A command of a guild exists only in that guild.
    if known["guild_id"].is_null() {
        if !is_for("contexts", context) {
            return Some(format!("it is not for {}", CONTEXTS[usize::from(context)]));
        }
        let is_installed = match (channel.has_bot, context) {
            (false, _) => is_for("integration_types", 1),
            (true, 0) => is_for("integration_types", 0),
            (true, _) => true,
        };
        if !is_installed {
            return Some(if channel.has_bot {
                "it is only for those who installed the bot for themselves".to_owned()
            } else {
                "it is only for guilds that the bot is in".to_owned()
            });
        }
    }
    let needed = known["default_member_permissions"].as_str()?.parse::<u64>().ok()?;
    let has_needed = needed != 0 && user.permissions.bits() & needed == needed;
    let name = known["name"].as_str().unwrap_or_default().to_owned();
    let is_free = context != 0
        || !channel.has_bot
        || has_needed
        || user.permissions.administrator()
        || state.offers.contains(&(user.id, name));
    (!is_free).then(|| match needed {
        0 => "it is only for administrators".to_owned(),
        _ => format!("it takes the permissions {needed}"),
    })
}

/// The part of a registered command that is used: the command itself, or one of its subcommands.
pub(super) fn subcommand<'a>(known: &'a Value, command: &str) -> &'a Value {
    let is_nested = |option: &Value| option["type"] == SUBCOMMAND || option["type"] == GROUP;
    let options = |of: &'a Value| of["options"].as_array().into_iter().flatten();
    let used = command.split(' ').skip(1).fold(known, |outer, name| {
        options(outer)
            .find(|option| option["name"] == name && is_nested(option))
            .unwrap_or_else(|| panic!("{command:?}: {} has no subcommand {name:?}", outer["name"]))
    });
    let is_whole = !options(used).any(is_nested);
    assert!(is_whole, "{command:?} can't be used without one of its subcommands");
    used
}

/// Asserts that the options are those of the command, and that no required one is missing.
pub(super) fn check_options(known: &Value, command: &str, options: &Value) {
    let known = known["options"].as_array().cloned().unwrap_or_default();
    let sent = options.as_array().cloned().unwrap_or_default();
    for option in &sent {
        let name = &option["name"];
        let is_known = known
            .iter()
            .any(|one| one["name"] == *name && one["type"] == option["type"]);
        assert!(is_known, "{command:?} has no option {name} of this type");
    }
    for one in known.iter().filter(|one| one["required"] == true) {
        let is_sent = sent.iter().any(|option| option["name"] == one["name"]);
        assert!(is_sent, "{command:?} needs the option {}", one["name"]);
    }
}

/// Asserts that the option has choices to ask for.
pub(super) fn check_typing(known: &Value, command: &str, option: &str) {
    let mut options = known["options"].as_array().into_iter().flatten();
    let known = options.find(|one| one["name"] == option);
    let known = known.unwrap_or_else(|| panic!("{command:?} has no option {option:?}"));
    assert!(
        known["autocomplete"] == true,
        "the option {option:?} of {command:?} has no choices to offer"
    );
}

/// Adds the people and things that options refer to, including those of subcommands.
pub(super) fn resolve(state: &State, data: &mut Value, place: &Place) {
    let mut resolved = Map::new();
    let mut add = |kind: &str, id: &str, what: Value| {
        let there = resolved.entry(kind).or_insert_with(|| json!({}));
        there[id] = what;
    };
    for option in leaves(&data["options"]) {
        let kind = option["type"].as_u64().and_then(|kind| u8::try_from(kind).ok());
        let Some(kind @ (USER | ROLE | ATTACHMENT)) = kind else {
            continue;
        };
        let id = option["value"].as_str().expect("an id as a string");
        let named = format!("{} names an id", option["name"]);
        match kind {
            USER => {
                let user = &state.users[&id.parse::<UserId>().expect(&named)];
                add("users", id, user.json());
                if let Some(guild) = place.guild {
                    let mut member = state.member(guild, user.id);
                    member["permissions"] = json!(user.permissions.bits().to_string());
                    add("members", id, member);
                }
            }
            ROLE => add("roles", id, state.role_json(id.parse::<RoleId>().expect(&named))),
            _ => {
                let file = &state.files[&id.parse::<AttachmentId>().expect(&named)];
                add("attachments", id, file.json());
            }
        }
    }
    if !resolved.is_empty() {
        data["resolved"] = Value::Object(resolved);
    }
}

/// The options that have values.
fn leaves(options: &Value) -> Vec<Value> {
    let options = options.as_array().into_iter().flatten();
    options
        .flat_map(|option| {
            if option["options"].is_array() {
                leaves(&option["options"])
            } else {
                vec![option.clone()]
            }
        })
        .collect()
}
