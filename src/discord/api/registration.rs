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
/// `/settings`.
pub(crate) const SETTINGS: &str = "settings";

/// The option that names an article.
pub(crate) const ARTICLE: &str = "article";

/// The options for files; the first is required.
pub(crate) const FILES: [&str; 5] = ["file", "file2", "file3", "file4", "file5"];

/// The permission to manage a guild. Only members with it see `/corpus` and `/settings`, unless the guild says
/// otherwise; the bot itself checks for admins.
const MANAGE_GUILD: u64 = 1 << 5;

/// Kinds of parameters.
const SUBCOMMAND: u8 = 1;
const STRING: u8 = 3;
const BOOLEAN: u8 = 5;
const USER: u8 = 6;
const ATTACHMENT: u8 = 11;

/// The longest question, in characters: as long as a message.
const MAX_QUESTION: u16 = 2000;

const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(10);

/// A command as it is registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Registered {
    name: String,
    #[serde(rename = "type", default = "chat_input")]
    kind: u8,
    #[serde(default)]
    description: String,
    #[serde(default)]
    options: Vec<Parameter>,
    /// 0 in guilds that have the bot, 1 for users who installed it. `None` for a guild's command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    integration_types: Option<Vec<u8>>,
    /// 0 in guilds, 1 in the bot's private channel, 2 in others. `None` for a guild's command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contexts: Option<Vec<u8>>,
    /// The permissions that a member needs to see it, as a number; `None` if everybody sees it. A guild may change
    /// this.
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
    /// The options of a subcommand.
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
        autocomplete: true,
        ..parameter(STRING, ARTICLE, description)
    };
    let required = |parameter: Parameter| Parameter {
        required: true,
        ..parameter
    };
    let mut files = vec![required(parameter(
        ATTACHMENT,
        FILES[0],
        "A .txt, .md, .html, .pdf or .docx file, or another that I read",
    ))];
    files.extend(
        FILES
            .iter()
            .skip(1)
            .map(|name| parameter(ATTACHMENT, name, "Another file")),
    );
    vec![
        command(
            ASK,
            1,
            "Get an answer quoted from the articles",
            vec![
                required(Parameter {
                    autocomplete: true,
                    max_length: Some(MAX_QUESTION),
                    ..parameter(STRING, "question", "What you want to know, in your own words")
                }),
                parameter(BOOLEAN, "private", "Show the answer only to you"),
                parameter(USER, "to", "Address the answer to somebody; they are pinged once"),
                article("Ask this article alone"),
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
        settings(),
        Registered {
            // Not in private channels: a change concerns the articles of all guilds.
            integration_types: Some(vec![0]),
            contexts: Some(vec![0]),
            default_member_permissions: Some(MANAGE_GUILD.to_string()),
            ..command(
                CORPUS,
                1,
                "Manage the articles (admins only)",
                vec![
                    subcommand("status", "Show the status of the articles and the index", Vec::new()),
                    subcommand("reindex", "Pick up changes in the corpus folder", Vec::new()),
                    subcommand(
                        "add",
                        "Add articles, or replace some; I show how they will look first",
                        files,
                    ),
                    subcommand(
                        "remove",
                        "Remove an article; you can restore it",
                        vec![required(article("The article to remove"))],
                    ),
                    subcommand(
                        "restore",
                        "Restore an article that was removed or replaced",
                        vec![required(article("The article to restore"))],
                    ),
                    subcommand("unanswered", "Questions that the articles did not answer", Vec::new()),
                ],
            )
        },
    ]
}

/// `/settings`, which is about one guild.
fn settings() -> Registered {
    Registered {
        name: SETTINGS.to_owned(),
        kind: chat_input(),
        description: "Where I answer in this server, how often, and whom".to_owned(),
        options: Vec::new(),
        integration_types: Some(vec![0]),
        contexts: Some(vec![0]),
        default_member_permissions: Some(MANAGE_GUILD.to_string()),
    }
}

/// Registers the commands, unless they are registered already. Tries until it succeeds or Discord refuses.
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

/// Registers the commands if they differ. Returns whether they did.
async fn register_once(rest: &Rest, guild: Option<GuildId>) -> Result<bool, RestError> {
    // If they can't be read, they are written: that costs a request and does no harm.
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

/// The state of the registered commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Registration {
    /// They are the commands of this version.
    Current,
    /// No commands are registered.
    Missing,
    /// They are the commands of another version, or of something else.
    Other,
}

/// Looks at the registered commands of a guild, or the global ones, and changes nothing.
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

/// Sorts commands, so that equal commands compare as equal.
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
