//! The settings: the only reader of the environment and of `.env`.
//!
//! What was typed, set and written ([`Sources`]) becomes one validated [`Config`]: the command line wins over
//! the environment, the environment over `.env`, and that over the defaults.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;

/// Where articles lie unless a setting says otherwise.
pub const DEFAULT_CORPUS: &str = "corpus";
/// Where the index lies unless a setting says otherwise.
pub const DEFAULT_INDEX: &str = "index";
/// Names the corpus folder.
pub const CORPUS_VARIABLE: &str = "VERBATIM_CORPUS";
/// Names the index folder.
pub const INDEX_VARIABLE: &str = "VERBATIM_INDEX";
/// Names the folder of another encoder than the shipped one.
pub const MODEL_VARIABLE: &str = "VERBATIM_MODEL";

/// From which confidence on a question is answered, from 0 to 1.
pub const ANSWER_AT_VARIABLE: &str = "VERBATIM_ANSWER_AT";
/// From which confidence on the best passage is shown with a warning, from 0 to 1.
pub const UNSURE_AT_VARIABLE: &str = "VERBATIM_UNSURE_AT";

/// The bot's token; a secret.
pub const TOKEN_VARIABLE: &str = "DISCORD_TOKEN";
/// The base URL of a proxy for Discord's API.
pub const PROXY_VARIABLE: &str = "DISCORD_PROXY";
/// The guild that commands are registered in at once, for trying out.
pub const GUILD_VARIABLE: &str = "VERBATIM_GUILD";
/// How many questions a person may ask in how many seconds, as "5/10".
pub const USER_LIMIT_VARIABLE: &str = "VERBATIM_USER_LIMIT";
/// How much is logged: error, warn, info, debug or trace.
pub const LOG_VARIABLE: &str = "VERBATIM_LOG";
/// How the log is written: human or json.
pub const LOG_FORMAT_VARIABLE: &str = "VERBATIM_LOG_FORMAT";
/// Whether the log may hold what people ask: on or off.
pub const LOG_QUESTIONS_VARIABLE: &str = "VERBATIM_LOG_QUESTIONS";

/// How many questions a person may ask in how long unless a setting says otherwise.
pub const DEFAULT_USER_LIMIT: (u32, Duration) = (5, Duration::from_secs(10));

const LEVELS: [&str; 5] = ["error", "warn", "info", "debug", "trace"];

/// Every setting that can be made in the environment or in `.env`.
pub const VARIABLES: &[&str] = &[
    CORPUS_VARIABLE,
    INDEX_VARIABLE,
    MODEL_VARIABLE,
    ANSWER_AT_VARIABLE,
    UNSURE_AT_VARIABLE,
    TOKEN_VARIABLE,
    PROXY_VARIABLE,
    GUILD_VARIABLE,
    USER_LIMIT_VARIABLE,
    LOG_VARIABLE,
    LOG_FORMAT_VARIABLE,
    LOG_QUESTIONS_VARIABLE,
];

/// The settings, validated.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The folder with the articles.
    pub corpus: PathBuf,
    /// The folder with the index.
    pub index: PathBuf,
    /// The folder with the encoder; `None` for the one that is part of the program.
    pub model: Option<PathBuf>,
    /// From which confidence on a question is answered, from 0 to 1; `None` for the default.
    pub answer_at: Option<f32>,
    /// From which confidence on the best passage is shown with a warning, from 0 to 1; `None` for the default.
    pub unsure_at: Option<f32>,
    /// Where the prompt keeps its history; `None` without a home folder.
    pub history: Option<PathBuf>,
    /// What the bot in Discord needs.
    pub discord: DiscordConfig,
    /// How the running bot logs.
    pub log: LogConfig,
}

/// What the bot in Discord needs.
#[derive(Debug, Clone, PartialEq)]
pub struct DiscordConfig {
    /// The bot's token; `None` if there is none.
    pub token: Option<Token>,
    /// The base URL of a proxy for Discord's API; `None` to speak to Discord itself.
    pub proxy: Option<String>,
    /// The guild that commands are registered in; `None` for everywhere.
    pub guild: Option<u64>,
    /// How many questions a person may ask in a stretch of time.
    pub user_limit: (u32, Duration),
}

/// How the running bot logs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogConfig {
    /// One of "error", "warn", "info", "debug", "trace".
    pub level: &'static str,
    /// Whether each line is a JSON object.
    pub json: bool,
    /// Whether what people ask may be in it.
    pub questions: bool,
}

/// A bot's token: whoever has it is the bot. It is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The token itself, to be sent to Discord and nowhere else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(hidden)")
    }
}

/// The settings cannot be read.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A line of `.env` is no setting.
    #[error("the file .env can't be read: {0}")]
    DotEnv(String),
    /// A setting is not the number it should be.
    #[error("{variable} is \"{value}\": it has to be a number from 0 to 1, such as 0.4")]
    NotAShare {
        /// The setting.
        variable: &'static str,
        /// What it says.
        value: String,
    },
    /// A setting is none of what it can be.
    #[error("{variable} is \"{value}\": it has to be {wanted}")]
    Wrong {
        /// The setting.
        variable: &'static str,
        /// What it says.
        value: String,
        /// What it can be.
        wanted: &'static str,
    },
    /// The token can be none. It is not repeated.
    #[error(
        "DISCORD_TOKEN holds white space or characters that no token has: copy it again from the page Bot of your application in Discord's Developer Portal"
    )]
    NotAToken,
}

/// The places that settings come from.
#[derive(Debug, Default)]
pub struct Sources {
    environment: HashMap<String, OsString>,
    dot_env: HashMap<String, String>,
}

impl Sources {
    /// Reads the environment, and `.env` in the working folder if there is one.
    ///
    /// # Errors
    /// If `.env` is there and cannot be read.
    pub fn read() -> Result<Self, ConfigError> {
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
            .collect();
        Ok(Self {
            environment,
            dot_env: read_dot_env(Path::new(".env"))?,
        })
    }

    /// The settings; `corpus` and `index` are what the command line says.
    ///
    /// # Errors
    /// If a setting is not what it should be.
    pub fn resolve(&self, corpus: Option<PathBuf>, index: Option<PathBuf>) -> Result<Config, ConfigError> {
        let path = |given: Option<PathBuf>, variable: &str, default: &str| {
            given
                .or_else(|| self.value(variable).map(PathBuf::from))
                .unwrap_or_else(|| PathBuf::from(default))
        };
        let state = self
            .environment_path("XDG_STATE_HOME")
            .or_else(|| Some(self.environment_path("HOME")?.join(".local").join("state")));
        Ok(Config {
            corpus: path(corpus, CORPUS_VARIABLE, DEFAULT_CORPUS),
            index: path(index, INDEX_VARIABLE, DEFAULT_INDEX),
            model: self.value(MODEL_VARIABLE).map(PathBuf::from),
            answer_at: self.share(ANSWER_AT_VARIABLE)?,
            unsure_at: self.share(UNSURE_AT_VARIABLE)?,
            history: state.map(|state| state.join("verbatim").join("history")),
            discord: DiscordConfig {
                token: self.token()?,
                proxy: self.proxy()?,
                guild: self.guild()?,
                user_limit: self.user_limit()?,
            },
            log: LogConfig {
                level: self.one_of(LOG_VARIABLE, &LEVELS, "error, warn, info, debug or trace", "info")?,
                json: self.one_of(LOG_FORMAT_VARIABLE, &["human", "json"], "human or json", "human")? == "json",
                questions: self.one_of(LOG_QUESTIONS_VARIABLE, &["on", "off"], "on or off", "off")? == "on",
            },
        })
    }

    fn token(&self) -> Result<Option<Token>, ConfigError> {
        let Some(token) = self.text(TOKEN_VARIABLE) else {
            return Ok(None);
        };
        // What it would do in a header is a riddle to whoever sees the error.
        if token.chars().all(|c| c.is_ascii_graphic()) {
            Ok(Some(Token(token)))
        } else {
            Err(ConfigError::NotAToken)
        }
    }

    fn proxy(&self) -> Result<Option<String>, ConfigError> {
        let Some(value) = self.text(PROXY_VARIABLE) else {
            return Ok(None);
        };
        let host = value.strip_prefix("http://").or_else(|| value.strip_prefix("https://"));
        let is_url = host.is_some_and(|host| {
            !host.is_empty()
                && !host.starts_with('/')
                && !host.contains(|c: char| c.is_whitespace() || "?#".contains(c))
        });
        if is_url {
            Ok(Some(value.trim_end_matches('/').to_owned()))
        } else {
            Err(ConfigError::Wrong {
                variable: PROXY_VARIABLE,
                value,
                wanted: "the base URL of an API proxy, such as http://localhost:3000",
            })
        }
    }

    fn guild(&self) -> Result<Option<u64>, ConfigError> {
        let Some(value) = self.text(GUILD_VARIABLE) else {
            return Ok(None);
        };
        match value.parse::<u64>() {
            Ok(guild) if guild > 0 => Ok(Some(guild)),
            _ => Err(ConfigError::Wrong {
                variable: GUILD_VARIABLE,
                value,
                wanted: "a server's ID, a number (in Discord: Settings, Advanced, Developer Mode; then right-click the server, Copy Server ID)",
            }),
        }
    }

    fn user_limit(&self) -> Result<(u32, Duration), ConfigError> {
        let Some(value) = self.text(USER_LIMIT_VARIABLE) else {
            return Ok(DEFAULT_USER_LIMIT);
        };
        let parts = value.split_once('/').map(|(questions, seconds)| {
            let seconds = seconds.trim().trim_end_matches('s');
            (questions.trim().parse::<u32>(), seconds.trim().parse::<u32>())
        });
        match parts {
            Some((Ok(questions @ 1..=10_000), Ok(seconds @ 1..=86_400))) => {
                Ok((questions, Duration::from_secs(u64::from(seconds))))
            }
            _ => Err(ConfigError::Wrong {
                variable: USER_LIMIT_VARIABLE,
                value,
                wanted: "a number of questions, a slash and a number of seconds, such as 5/10",
            }),
        }
    }

    /// A setting that is one of a few words.
    fn one_of(
        &self,
        variable: &'static str,
        words: &[&'static str],
        wanted: &'static str,
        default: &'static str,
    ) -> Result<&'static str, ConfigError> {
        let Some(value) = self.text(variable) else {
            return Ok(default);
        };
        let found = words.iter().find(|word| value.eq_ignore_ascii_case(word));
        found.copied().ok_or(ConfigError::Wrong {
            variable,
            value,
            wanted,
        })
    }

    /// A setting as text, trimmed; one that is blank counts as not set.
    fn text(&self, variable: &str) -> Option<String> {
        let value = self.value(variable)?.to_string_lossy().trim().to_owned();
        (!value.is_empty()).then_some(value)
    }

    /// A setting that is a number from 0 to 1.
    fn share(&self, variable: &'static str) -> Result<Option<f32>, ConfigError> {
        let Some(value) = self.value(variable) else {
            return Ok(None);
        };
        let value = value.to_string_lossy().trim().to_owned();
        match value.parse::<f32>() {
            Ok(share) if (0.0..=1.0).contains(&share) => Ok(Some(share)),
            _ => Err(ConfigError::NotAShare { variable, value }),
        }
    }

    /// A setting; one that is empty counts as not set.
    fn value(&self, variable: &str) -> Option<OsString> {
        self.environment
            .get(variable)
            .filter(|value| !value.is_empty())
            .cloned()
            .or_else(|| {
                self.dot_env
                    .get(variable)
                    .filter(|value| !value.is_empty())
                    .map(OsString::from)
            })
    }

    fn environment_path(&self, variable: &str) -> Option<PathBuf> {
        self.environment
            .get(variable)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    }
}

fn read_dot_env(path: &Path) -> Result<HashMap<String, String>, ConfigError> {
    let lines = match dotenvy::from_path_iter(path) {
        Ok(lines) => lines,
        Err(error) if error.not_found() => return Ok(HashMap::new()),
        Err(error) => return Err(ConfigError::DotEnv(describe(&error))),
    };
    lines
        .collect::<Result<_, _>>()
        .map_err(|error| ConfigError::DotEnv(describe(&error)))
}

/// Says what is wrong without the line itself: it may hold a secret.
fn describe(error: &dotenvy::Error) -> String {
    match error {
        dotenvy::Error::LineParse(_, _) => {
            "a line in it is not of the form NAME=value (values with spaces need quotes)".to_owned()
        }
        dotenvy::Error::Io(error) => error.to_string(),
        _ => "a value in it is not text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(environment: &[(&str, &str)], dot_env: &[(&str, &str)]) -> Sources {
        Sources {
            environment: environment
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.into()))
                .collect(),
            dot_env: dot_env
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        }
    }

    #[test]
    fn the_nearer_source_wins() {
        let both = sources(
            &[(CORPUS_VARIABLE, "env")],
            &[(CORPUS_VARIABLE, "file"), (INDEX_VARIABLE, "file")],
        );
        let config = both.resolve(None, None).unwrap();
        assert_eq!((config.corpus, config.index), ("env".into(), "file".into()));
        assert_eq!(
            both.resolve(Some("flag".into()), None).unwrap().corpus,
            PathBuf::from("flag")
        );
    }

    #[test]
    fn a_threshold_is_a_number_from_0_to_1() {
        let resolve = |value: &str| sources(&[(ANSWER_AT_VARIABLE, value)], &[]).resolve(None, None);
        assert_eq!(resolve(" 0.25 ").unwrap().answer_at, Some(0.25));
        for wrong in ["1.5", "-0.1", "NaN", "40%", "0,4"] {
            let error = resolve(wrong).unwrap_err().to_string();
            assert!(error.contains(ANSWER_AT_VARIABLE) && error.contains(wrong), "{error}");
        }
    }

    #[test]
    fn the_token_is_never_printed() {
        let config = sources(&[], &[(TOKEN_VARIABLE, " abc.def-ghi ")])
            .resolve(None, None)
            .unwrap();
        assert_eq!(config.discord.token.as_ref().unwrap().expose(), "abc.def-ghi");
        assert!(!format!("{config:?}").contains("def"));
        let error = sources(&[(TOKEN_VARIABLE, "abc def")], &[])
            .resolve(None, None)
            .unwrap_err();
        assert!(!error.to_string().contains("abc"), "{error}");
    }

    #[test]
    fn settings_of_the_bot_are_validated() {
        let resolve = |variable: &'static str, value: &str| sources(&[(variable, value)], &[]).resolve(None, None);
        for (variable, right, wrong) in [
            (PROXY_VARIABLE, "http://localhost:3000/", "localhost:3000"),
            (GUILD_VARIABLE, "1234567890", "my server"),
            (USER_LIMIT_VARIABLE, "20 / 60s", "20"),
            (USER_LIMIT_VARIABLE, "1/1", "0/10"),
            (LOG_VARIABLE, "DEBUG", "loud"),
            (LOG_FORMAT_VARIABLE, "json", "xml"),
            (LOG_QUESTIONS_VARIABLE, "on", "maybe"),
        ] {
            assert!(resolve(variable, right).is_ok(), "{variable}={right}");
            let error = resolve(variable, wrong).unwrap_err().to_string();
            assert!(error.contains(variable) && error.contains(wrong), "{error}");
        }
        let limit = resolve(USER_LIMIT_VARIABLE, "20/60").unwrap().discord.user_limit;
        assert_eq!(limit, (20, Duration::from_mins(1)));
        let proxy = resolve(PROXY_VARIABLE, "http://localhost:3000/").unwrap().discord.proxy;
        assert_eq!(proxy.as_deref(), Some("http://localhost:3000"));
    }

    #[test]
    fn an_empty_setting_is_none() {
        let config = sources(&[(CORPUS_VARIABLE, "")], &[]).resolve(None, None).unwrap();
        assert_eq!(config.corpus, PathBuf::from(DEFAULT_CORPUS));
        assert_eq!(config.model, None);
    }

    #[test]
    fn a_broken_line_is_reported_without_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".env");
        std::fs::write(&file, "DISCORD_TOKEN=abc secret words\n").unwrap();
        let error = read_dot_env(&file).unwrap_err().to_string();
        assert!(error.contains("NAME=value") && !error.contains("secret"), "{error}");
    }
}
