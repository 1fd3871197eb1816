//! The commands: what they are, registering them, and taking them apart. What they do is in `bot`.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serenity::model::application::{CommandInteraction, ResolvedTarget, ResolvedValue};
use serenity::model::channel::Message;
use serenity::model::id::{GuildId, UserId};
use tokio::time::sleep;

use super::rest::{Rest, RestError};
use crate::message::discord::MENU_COMMAND;

/// `/ask`.
const ASK: &str = "ask";
/// `/sources`.
const SOURCES: &str = "sources";
/// `/help`.
const HELP: &str = "help";

/// The longest question that can be typed: as long as a message.
const MAX_QUESTION: u16 = 2000;

const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(10);

/// A command that somebody used.
#[derive(Debug)]
pub(super) enum Command<'a> {
    /// `/ask`.
    Ask {
        /// The question, as typed.
        question: &'a str,
        /// Whether only the asker is to see the answer.
        is_private: bool,
        /// Whom it is for.
        to: Option<UserId>,
    },
    /// Find the answer to this message.
    Find(&'a Message),
    /// List the articles.
    Sources,
    /// Say how to ask.
    Help,
    /// It is of another version of the bot.
    Unknown,
}

/// Takes a command apart.
pub(super) fn command(interaction: &CommandInteraction) -> Command<'_> {
    let data = &interaction.data;
    match (data.name.as_str(), data.target()) {
        (MENU_COMMAND, Some(ResolvedTarget::Message(message))) => Command::Find(message),
        (SOURCES, _) => Command::Sources,
        (HELP, _) => Command::Help,
        (ASK, _) => {
            let (mut question, mut is_private, mut to) = ("", false, None);
            for option in data.options() {
                match (option.name, option.value) {
                    ("question", ResolvedValue::String(text)) => question = text,
                    ("private", ResolvedValue::Boolean(on)) => is_private = on,
                    ("to", ResolvedValue::User(user, _)) => to = Some(user.id),
                    _ => {}
                }
            }
            Command::Ask {
                question,
                is_private,
                to,
            }
        }
        _ => Command::Unknown,
    }
}

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
    };
    let parameter = |kind: u8, name: &str, description: &str| Parameter {
        kind,
        name: name.to_owned(),
        description: description.to_owned(),
        required: false,
        autocomplete: false,
        max_length: None,
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
                    ..parameter(3, "question", "What you want to know, in your own words")
                },
                parameter(5, "private", "Show the answer to you alone"),
                parameter(6, "to", "Address the answer to somebody; they are pinged once"),
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
    ]
}

/// Registers the commands if they are not registered as they should be; tries until it succeeds.
pub(super) async fn register(rest: &Rest, guild: Option<GuildId>) {
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
    let mut wanted = all();
    // Where they cannot be read, they are written: no harm in that but a request.
    let mut found: Vec<Registered> = match rest.commands(guild).await {
        Err(RestError::Malformed | RestError::Refused { .. }) => Vec::new(),
        found => found?,
    };
    if guild.is_some() {
        for command in wanted.iter_mut().chain(&mut found) {
            (command.integration_types, command.contexts) = (None, None);
        }
    }
    for command in wanted.iter_mut().chain(&mut found) {
        for list in [&mut command.integration_types, &mut command.contexts]
            .into_iter()
            .flatten()
        {
            list.sort_unstable();
        }
    }
    wanted.sort_by(|a, b| a.name.cmp(&b.name));
    found.sort_by(|a, b| a.name.cmp(&b.name));
    if wanted == found {
        return Ok(false);
    }
    rest.put_commands(guild, &wanted).await?;
    Ok(true)
}
