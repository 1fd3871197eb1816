//! The commands as Discord knows them, and registering them. `bot::command` reads one that somebody used.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};
use serenity::model::id::GuildId;
use tokio::time::sleep;

use super::rest::{MESSAGE_PATIENCE, Rest, RestError};
use crate::message::discord::{FIX_COMMAND, MENU_COMMAND};
use crate::message::locale::Locale;

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

/// The options for files.
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

/// The longest address of a page, in characters.
const MAX_ADDRESS: u16 = 1000;

const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_mins(10);

/// A name or a description in languages other than English, by Discord's codes. Discord gives `null` for none.
type Localizations = BTreeMap<String, String>;

/// A sentence in every language.
type Sentence = fn(Locale) -> String;

/// A command as it is registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Registered {
    name: String,
    #[serde(default, deserialize_with = "or_none", skip_serializing_if = "BTreeMap::is_empty")]
    name_localizations: Localizations,
    #[serde(rename = "type", default = "chat_input")]
    kind: u8,
    #[serde(default)]
    description: String,
    #[serde(default, deserialize_with = "or_none", skip_serializing_if = "BTreeMap::is_empty")]
    description_localizations: Localizations,
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
    #[serde(default, deserialize_with = "or_none", skip_serializing_if = "BTreeMap::is_empty")]
    description_localizations: Localizations,
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

fn or_none<'de, D: Deserializer<'de>>(given: D) -> Result<Localizations, D::Error> {
    Option::deserialize(given).map(Option::unwrap_or_default)
}

/// A sentence in all languages but English.
fn localized(sentence: Sentence) -> Localizations {
    let others = Locale::ALL.into_iter().filter(|locale| *locale != Locale::English);
    let by_code = others.flat_map(|locale| locale.codes().iter().map(move |code| (code, sentence(locale))));
    by_code.map(|(code, said)| ((*code).to_owned(), said)).collect()
}

/// All commands. Slash commands and their options have the same names in all languages, so that people who speak
/// different ones can tell each other what to type.
fn all() -> Vec<Registered> {
    vec![
        command(
            ASK,
            Locale::describe_ask,
            vec![
                required(Parameter {
                    autocomplete: true,
                    max_length: Some(MAX_QUESTION),
                    ..parameter(STRING, "question", Locale::describe_question)
                }),
                parameter(BOOLEAN, "private", Locale::describe_private),
                parameter(USER, "to", Locale::describe_to),
                article(Locale::describe_article),
            ],
        ),
        in_menu(MENU_COMMAND, Locale::find_the_answer),
        for_admins(in_menu(FIX_COMMAND, Locale::this_answers_it)),
        command(SOURCES, Locale::describe_sources, Vec::new()),
        command(HELP, Locale::describe_help, Vec::new()),
        for_admins(command(SETTINGS, Locale::describe_settings, Vec::new())),
        for_admins(command(CORPUS, Locale::describe_corpus, for_corpus())),
    ]
}

/// The subcommands of `/corpus`.
fn for_corpus() -> Vec<Parameter> {
    let mut sources = vec![
        parameter(ATTACHMENT, FILES[0], Locale::describe_file),
        Parameter {
            max_length: Some(MAX_ADDRESS),
            ..parameter(STRING, "url", Locale::describe_url)
        },
    ];
    let others = FILES.iter().skip(1);
    sources.extend(others.map(|name| parameter(ATTACHMENT, name, Locale::describe_another_file)));
    let removed = vec![required(article(Locale::describe_removed))];
    let restored = vec![required(article(Locale::describe_restored))];
    let answered = vec![
        required(Parameter {
            autocomplete: true,
            max_length: Some(MAX_QUESTION),
            ..parameter(STRING, "question", Locale::describe_answered)
        }),
        required(Parameter {
            autocomplete: true,
            ..parameter(STRING, "section", Locale::describe_section)
        }),
    ];
    vec![
        subcommand("status", Locale::describe_status, Vec::new()),
        subcommand("reindex", Locale::describe_reindex, Vec::new()),
        subcommand("add", Locale::describe_add, sources),
        subcommand("remove", Locale::describe_remove, removed),
        subcommand("restore", Locale::describe_restore, restored),
        subcommand("unanswered", Locale::describe_unanswered, Vec::new()),
        subcommand("answer", Locale::describe_answer, answered),
        subcommand("answers", Locale::describe_answers, Vec::new()),
        subcommand("export", Locale::describe_export, Vec::new()),
    ]
}

fn command(name: &str, description: Sentence, options: Vec<Parameter>) -> Registered {
    Registered {
        name: name.to_owned(),
        name_localizations: Localizations::new(),
        kind: chat_input(),
        description: description(Locale::English),
        description_localizations: localized(description),
        options,
        integration_types: Some(vec![0, 1]),
        contexts: Some(vec![0, 1, 2]),
        default_member_permissions: None,
    }
}

/// A command in the menu of a message. Discord has no room for a description there.
fn in_menu(name: &str, shown: Sentence) -> Registered {
    Registered {
        name_localizations: localized(shown),
        kind: 3,
        description: String::new(),
        description_localizations: Localizations::new(),
        ..command(name, shown, Vec::new())
    }
}

fn parameter(kind: u8, name: &str, description: Sentence) -> Parameter {
    Parameter {
        kind,
        name: name.to_owned(),
        description: description(Locale::English),
        description_localizations: localized(description),
        required: false,
        autocomplete: false,
        max_length: None,
        options: Vec::new(),
    }
}

fn subcommand(name: &str, description: Sentence, options: Vec<Parameter>) -> Parameter {
    Parameter {
        options,
        ..parameter(SUBCOMMAND, name, description)
    }
}

fn article(description: Sentence) -> Parameter {
    Parameter {
        autocomplete: true,
        ..parameter(STRING, ARTICLE, description)
    }
}

fn required(parameter: Parameter) -> Parameter {
    Parameter {
        required: true,
        ..parameter
    }
}

/// Makes a command one that Discord offers only to people who manage the guild. It isn't offered in private channels,
/// where nobody manages anything.
fn for_admins(command: Registered) -> Registered {
    Registered {
        integration_types: Some(vec![0]),
        contexts: Some(vec![0]),
        default_member_permissions: Some(MANAGE_GUILD.to_string()),
        ..command
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
    let found: Vec<Registered> = match rest.commands(guild, MESSAGE_PATIENCE).await {
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
    match rest.commands::<Vec<Registered>>(guild, patience).await {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_and_description_is_within_discords_limits_in_every_language() {
        let (mut names, mut descriptions) = (Vec::new(), Vec::new());
        let mut parameters = Vec::new();
        for command in all() {
            names.push(command.name);
            names.extend(command.name_localizations.into_values());
            descriptions.extend(command.description_localizations.into_values());
            parameters.extend(command.options);
        }
        while let Some(parameter) = parameters.pop() {
            assert_eq!(parameter.description_localizations.len(), 6, "{}", parameter.name);
            names.push(parameter.name);
            descriptions.push(parameter.description);
            descriptions.extend(parameter.description_localizations.into_values());
            parameters.extend(parameter.options);
        }
        for (texts, limit) in [(names, 32), (descriptions, 100)] {
            for text in texts {
                let length = text.encode_utf16().count();
                assert!((1..=limit).contains(&length), "{length} of {limit}: {text}");
            }
        }
    }

    #[test]
    fn the_menu_is_registered_by_the_names_that_english_speakers_see() {
        assert_eq!(Locale::English.find_the_answer(), MENU_COMMAND);
        assert_eq!(Locale::English.this_answers_it(), FIX_COMMAND);
    }

    #[test]
    fn commands_compare_as_equal_with_what_discord_returns() {
        for command in all() {
            let mut returned = serde_json::to_value(&command).unwrap();
            let fields = returned.as_object_mut().unwrap();
            for absent in ["name_localizations", "description_localizations"] {
                fields.entry(absent).or_insert(serde_json::Value::Null);
            }
            assert_eq!(serde_json::from_value::<Registered>(returned).unwrap(), command);
        }
    }
}
