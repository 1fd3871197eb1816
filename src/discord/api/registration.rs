//! The commands as Discord knows them, and registering them. `bot::command` reads one that somebody used.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serenity::model::id::GuildId;
use tokio::time::sleep;

use super::rest::{Rest, RestError};
use crate::message::discord::MENU_COMMAND;

/// `/ask`.
pub(crate) const ASK: &str = "ask";
/// `/sources`.
pub(crate) const SOURCES: &str = "sources";
/// `/help`.
pub(crate) const HELP: &str = "help";
/// `/corpus`.
pub(crate) const CORPUS: &str = "corpus";

/// Who sees `/corpus` unless a guild says otherwise: whoever may manage the guild. Who may use it is for the bot to say.
const MANAGE_GUILD: u64 = 1 << 5;

/// Kinds of parameters.
const SUBCOMMAND: u8 = 1;
const STRING: u8 = 3;
const BOOLEAN: u8 = 5;
const USER: u8 = 6;
const ATTACHMENT: u8 = 11;

/// The longest question that can be typed: as long as a message.
const MAX_QUESTION: u16 = 2000;

const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(10);

/// A command as it is registered, and what is read of one that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Registered {
    name: String,
    #[serde(rename = "type", default = "chat_input")]
    kind: u8,
    #[serde(default)]
    description: String,
    #[serde(default)]
    options: Vec<Parameter>,
    /// 0 in guilds that have the bot, 1 for users who installed it. Of a guild's command there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    integration_types: Option<Vec<u8>>,
    /// 0 in guilds, 1 in the bot's private channel, 2 in others. Of a guild's command there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contexts: Option<Vec<u8>>,
    /// Who sees it in a guild that has not said otherwise: a set of permissions as a number; `None` for everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    default_member_permissions: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Parameter {
    #[serde(rename = "type")]
    kind: u8,
    name: String,
    description: String,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    autocomplete: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max_length: Option<u16>,
    /// Of a subcommand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    options: Vec<Parameter>,
}

fn chat_input() -> u8 {
    1
}

/// All commands.
fn all() -> Vec<Registered> {
    let command = |name: &str, kind: u8, description: &str, options: Vec<Parameter>| Registered {
        name: name.to_owned(),
        kind,
        description: description.to_owned(),
        options,
        integration_types: Some(vec![0, 1]),
        contexts: Some(vec![0, 1, 2]),
        default_member_permissions: None,
    };
    let parameter = |kind: u8, name: &str, description: &str| Parameter {
        kind,
        name: name.to_owned(),
        description: description.to_owned(),
        required: false,
        autocomplete: false,
        max_length: None,
        options: Vec::new(),
    };
    let subcommand = |name: &str, description: &str, options: Vec<Parameter>| Parameter {
        options,
        ..parameter(SUBCOMMAND, name, description)
    };
    let article = |description: &str| Parameter {
        required: true,
        autocomplete: true,
        ..parameter(STRING, "article", description)
    };
    vec![
        command(
            ASK,
            1,
            "Ask the articles; the answer is their own words",
            vec![
                Parameter {
                    required: true,
                    autocomplete: true,
                    max_length: Some(MAX_QUESTION),
                    ..parameter(STRING, "question", "What you want to know, in your own words")
                },
                parameter(BOOLEAN, "private", "Show the answer to you alone"),
                parameter(USER, "to", "Address the answer to somebody; they are pinged once"),
            ],
        ),
        command(MENU_COMMAND, 3, "", Vec::new()),
        command(
            SOURCES,
            1,
            "List the articles I answer from, and open a section",
            Vec::new(),
        ),
        command(HELP, 1, "How to ask, and what I do", Vec::new()),
        Registered {
            // Where the articles of all guilds are changed, private conversations are no place to be.
            integration_types: Some(vec![0]),
            contexts: Some(vec![0]),
            default_member_permissions: Some(MANAGE_GUILD.to_string()),
            ..command(
                CORPUS,
                1,
                "Look after the articles (for my admins)",
                vec![
                    subcommand("status", "How the articles, the index and I are", Vec::new()),
                    subcommand("reindex", "Take up what has changed in the corpus folder", Vec::new()),
                    subcommand(
                        "add",
                        "Add an article, or replace one; I show what it becomes first",
                        vec![Parameter {
                            required: true,
                            ..parameter(ATTACHMENT, "file", "A .txt, .md or .html file")
                        }],
                    ),
                    subcommand(
                        "remove",
                        "Remove an article; it can be brought back",
                        vec![article("Which one")],
                    ),
                    subcommand(
                        "restore",
                        "Bring back an article that was removed or replaced",
                        vec![article("Which one")],
                    ),
                    subcommand("unanswered", "Questions that the articles did not answer", Vec::new()),
                ],
            )
        },
    ]
}

/// Registers the commands if they are not registered as they should be; tries until it succeeds.
pub(crate) async fn register(rest: &Rest, guild: Option<GuildId>) {
    let mut pause = FIRST_PAUSE;
    loop {
        match register_once(rest, guild).await {
            Ok(changed) => {
                tracing::info!(changed, "the commands are registered");
                return;
            }
            Err(error @ RestError::Refused { .. }) => {
                tracing::error!(%error, "the commands could not be registered; check VERBATIM_GUILD and that the bot was invited with the scope applications.commands");
                return;
            }
            Err(error) => {
                tracing::warn!(%error, "the commands could not be registered; trying again");
                sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

/// Whether anything had to change.
async fn register_once(rest: &Rest, guild: Option<GuildId>) -> Result<bool, RestError> {
    // Where they cannot be read, they are written: no harm in that but a request.
    let found: Vec<Registered> = match rest.commands(guild).await {
        Err(RestError::Malformed | RestError::Refused { .. }) => Vec::new(),
        found => found?,
    };
    let wanted = in_order(all(), guild);
    if wanted == in_order(found, guild) {
        return Ok(false);
    }
    rest.put_commands(guild, &wanted).await?;
    Ok(true)
}

/// How commands are registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registration {
    /// As this version of the bot has them.
    Current,
    /// Not at all.
    Missing,
    /// As another version had them, or something else.
    Other,
}

/// How commands are registered, of a guild or everywhere, without registering any.
pub(crate) async fn look(rest: &Rest, guild: Option<GuildId>, patience: Duration) -> Result<Registration, RestError> {
    let route = rest.commands_route(guild)?;
    match rest.look::<Vec<Registered>>(route, Vec::new(), patience).await {
        Ok(found) if found.is_empty() => Ok(Registration::Missing),
        Ok(found) => {
            let is_current = in_order(found, guild) == in_order(all(), guild);
            Ok(if is_current {
                Registration::Current
            } else {
                Registration::Other
            })
        }
        Err(RestError::Malformed) => Ok(Registration::Other),
        Err(error) => Err(error),
    }
}

/// The same commands, so that equal ones are equal here too.
fn in_order(mut commands: Vec<Registered>, guild: Option<GuildId>) -> Vec<Registered> {
    for command in &mut commands {
        if guild.is_some() {
            (command.integration_types, command.contexts) = (None, None);
        }
        for list in [&mut command.integration_types, &mut command.contexts]
            .into_iter()
            .flatten()
        {
            list.sort_unstable();
        }
    }
    commands.sort_by(|a, b| a.name.cmp(&b.name));
    commands
}
