//! Reads settings from the places that they come from.
//!
//! - `dot_env`: the file `.env`.
//! - `fetching`: the settings of `verbatim fetch`.
//! - `ledger`: the settings of the ledger.
//! - `listening`: the addresses to listen at, and whether the bot connects to the gateway.
//! - `names`: the place of each setting, and names that are not settings.
//!
//! Not here: the meaning of the settings (`config`).

mod dot_env;
mod fetching;
mod ledger;
mod listening;
mod names;
mod quotas;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dot_env::DotEnv;

use super::{
    ADMINS_VARIABLE, ANSWER_AT_VARIABLE, CORPUS_VARIABLE, Config, ConfigError, DATA_VARIABLE, DEFAULT_CORPUS,
    DEFAULT_DATA, DEFAULT_FORGET_DAYS, DEFAULT_INDEX, DEFAULT_MEMORY, DEFAULT_USER_LIMIT, DiscordConfig,
    FETCH_PRIVATE_VARIABLE, FORGET_DAYS_VARIABLE, FetchConfig, GUILD_VARIABLE, INDEX_VARIABLE, LEVELS,
    LOG_FORMAT_VARIABLE, LOG_QUESTIONS_VARIABLE, LOG_VARIABLE, LogConfig, MEMORY_VARIABLE, MESSAGE_CONTENT_VARIABLE,
    MODEL_VARIABLE, PROXY_VARIABLE, SERVERS_VARIABLE, SHARE_WITH_VARIABLE, SharedWith, TOKEN_VARIABLE, Token,
    UNSURE_AT_VARIABLE, USER_LIMIT_VARIABLE, WATCH_VARIABLE,
};

pub use names::{Place, Unknown};

/// The longest time that anything can be kept, in days: ten years.
const MAX_DAYS: u32 = 3_650;

/// The places that settings come from.
#[derive(Debug, Default)]
pub struct Sources {
    environment: HashMap<String, OsString>,
    dot_env: HashMap<String, String>,
    has_dot_env: bool,
    /// The file that was probably meant to be `.env`, if that is missing.
    misnamed: Option<&'static str>,
    /// True if every user of the machine can read `.env`.
    is_open_to_all: bool,
}

/// The folders that the command line names; `None` for those that it does not.
#[derive(Debug, Clone, Default)]
pub struct Folders {
    /// The folder with the articles.
    pub corpus: Option<PathBuf>,
    /// The folder for the index.
    pub index: Option<PathBuf>,
    /// The folder for the ledger.
    pub data: Option<PathBuf>,
}

/// The settings, and all errors in them.
#[derive(Debug)]
pub struct Resolved {
    /// The settings; those with an error have their default.
    pub config: Config,
    /// The errors: at most one for each setting, in the order of the README's table.
    pub wrong: Vec<ConfigError>,
}

/// The errors so far.
#[derive(Default)]
struct Wrong(Vec<ConfigError>);

impl Wrong {
    /// Returns the value; on an error, notes it and returns the default.
    fn or<T>(&mut self, value: Result<T, ConfigError>, default: T) -> T {
        value.unwrap_or_else(|error| {
            self.0.push(error);
            default
        })
    }
}

impl Sources {
    /// Reads the environment, and `.env` if the working folder has one.
    ///
    /// # Errors
    /// If `.env` exists but cannot be read.
    pub fn read() -> Result<Self, ConfigError> {
        let (sources, broken) = Self::read_what_can_be();
        broken.map_or(Ok(sources), Err)
    }

    /// Does the same, but if `.env` has an error, returns the lines that can be read together with the error.
    #[must_use]
    pub fn read_what_can_be() -> (Self, Option<ConfigError>) {
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value)))
            .collect();
        let DotEnv {
            is_there,
            misnamed,
            is_open_to_all,
            settings,
            broken,
        } = DotEnv::read(Path::new(".env"));
        let sources = Self {
            environment,
            dot_env: settings,
            has_dot_env: is_there,
            misnamed,
            is_open_to_all,
        };
        (sources, broken)
    }

    /// Resolves the settings; `folders` are those of the command line.
    ///
    /// # Errors
    /// If a setting has a value that is not allowed.
    pub fn resolve(&self, folders: Folders) -> Result<Config, ConfigError> {
        let Resolved { config, wrong } = self.resolve_all(folders);
        match wrong.into_iter().next() {
            Some(error) => Err(error),
            None => Ok(config),
        }
    }

    /// Resolves the settings and collects all errors.
    #[must_use]
    pub fn resolve_all(&self, folders: Folders) -> Resolved {
        let path = |given: Option<PathBuf>, variable: &str, default: &str| {
            given
                .or_else(|| self.value(variable).map(PathBuf::from))
                .unwrap_or_else(|| PathBuf::from(default))
        };
        let state = self
            .environment_path("XDG_STATE_HOME")
            .or_else(|| Some(self.environment_path("HOME")?.join(".local").join("state")));
        let mut wrong = Wrong::default();
        let config = Config {
            corpus: path(folders.corpus, CORPUS_VARIABLE, DEFAULT_CORPUS),
            index: path(folders.index, INDEX_VARIABLE, DEFAULT_INDEX),
            data: path(folders.data, DATA_VARIABLE, DEFAULT_DATA),
            model: self.value(MODEL_VARIABLE).map(PathBuf::from),
            answer_at: wrong.or(self.share(ANSWER_AT_VARIABLE), None),
            unsure_at: wrong.or(self.share(UNSURE_AT_VARIABLE), None),
            history: state.map(|state| state.join("verbatim").join("history")),
            discord: self.discord(&mut wrong),
            watches: wrong.or(self.is_on(WATCH_VARIABLE, false), false),
            fetch: FetchConfig {
                every: wrong.or(self.fetch_every(), None),
                allows_private: wrong.or(self.is_on(FETCH_PRIVATE_VARIABLE, false), false),
                contact: wrong.or(self.fetch_contact(), None),
            },
            servers: {
                let servers = self.one_of(SERVERS_VARIABLE, &["one", "own"], "one or own", "one");
                let servers = wrong.or(servers, "one");
                let shared_with = wrong.or(self.shared_with(), SharedWith::All);
                (servers == "own").then_some(shared_with)
            },
            forget_after: wrong
                .or(self.days(FORGET_DAYS_VARIABLE), None)
                .unwrap_or(days(DEFAULT_FORGET_DAYS)),
            memory: wrong.or(self.quota(MEMORY_VARIABLE, Some(DEFAULT_MEMORY)), Some(DEFAULT_MEMORY)),
            quotas: self.quotas(&mut wrong),
            ledger: self.ledger(&mut wrong),
            http: wrong.or(self.http(), None),
            log: LogConfig {
                level: wrong.or(
                    self.one_of(LOG_VARIABLE, &LEVELS, "error, warn, info, debug or trace", "info"),
                    "info",
                ),
                json: wrong.or(
                    self.one_of(LOG_FORMAT_VARIABLE, &["human", "json"], "human or json", "human"),
                    "human",
                ) == "json",
                questions: wrong.or(self.is_on(LOG_QUESTIONS_VARIABLE, false), false),
            },
            unknown: self.unknown(),
            misnamed: self.misnamed,
            exposes_token: self.is_open_to_all && self.in_dot_env(TOKEN_VARIABLE).is_some(),
        };
        Resolved { config, wrong: wrong.0 }
    }

    fn discord(&self, wrong: &mut Wrong) -> DiscordConfig {
        let settings = DiscordConfig {
            token: wrong.or(self.token(), None),
            proxy: wrong.or(self.proxy(), None),
            guild: wrong.or(self.guild(), None),
            user_limit: wrong.or(self.user_limit(), DEFAULT_USER_LIMIT),
            admins: wrong.or(self.admins(), Vec::new()),
            message_content: wrong.or(self.is_on(MESSAGE_CONTENT_VARIABLE, false), false),
            interactions: None,
            gateway: true,
        };
        let (interactions, gateway) = self.ways_in(wrong);
        DiscordConfig {
            interactions,
            gateway,
            ..settings
        }
    }

    fn token(&self) -> Result<Option<Token>, ConfigError> {
        let value = self.text(TOKEN_VARIABLE);
        value.map(Token::new).transpose().map_err(ConfigError::NotAToken)
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
                // Anything before an @ is a name and a password: never show it.
                value: value.rsplit('@').next().unwrap_or_default().to_owned(),
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

    fn shared_with(&self) -> Result<SharedWith, ConfigError> {
        let value = self.text(SHARE_WITH_VARIABLE).unwrap_or_else(|| "all".to_owned());
        match value.to_ascii_lowercase().as_str() {
            "all" => return Ok(SharedWith::All),
            "none" => return Ok(SharedWith::Nobody),
            _ => {}
        }
        let ids: Option<BTreeSet<u64>> = ids(&value);
        ids.map(SharedWith::Some).ok_or(ConfigError::Wrong {
            variable: SHARE_WITH_VARIABLE,
            value,
            wanted: "all, none, or the IDs of servers, separated by commas (in Discord: Settings, Advanced, Developer Mode; then right-click a server, Copy Server ID)",
        })
    }

    fn admins(&self) -> Result<Vec<u64>, ConfigError> {
        let value = self.text(ADMINS_VARIABLE).unwrap_or_default();
        ids(&value).ok_or_else(|| ConfigError::Wrong {
            variable: ADMINS_VARIABLE,
            value: value.clone(),
            wanted: "IDs of users and roles, separated by commas (in Discord: Settings, Advanced, Developer Mode; then right-click a user or role, Copy ID)",
        })
    }

    /// A number of days; `None` if it isn't set.
    fn days(&self, variable: &'static str) -> Result<Option<Duration>, ConfigError> {
        let Some(value) = self.text(variable) else {
            return Ok(None);
        };
        match value.parse::<u32>() {
            Ok(count @ 1..=MAX_DAYS) => Ok(Some(days(count))),
            _ => Err(ConfigError::Wrong {
                variable,
                value,
                wanted: "a number of days from 1 to 3650, such as 90",
            }),
        }
    }

    fn is_on(&self, variable: &'static str, default: bool) -> Result<bool, ConfigError> {
        let default = if default { "on" } else { "off" };
        Ok(self.one_of(variable, &["on", "off"], "on or off", default)? == "on")
    }

    /// A setting whose value has to be one of a few words.
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

    /// A setting as text, trimmed; `None` if it is not set or blank.
    fn text(&self, variable: &str) -> Option<String> {
        let value = self.value(variable)?.to_string_lossy().trim().to_owned();
        (!value.is_empty()).then_some(value)
    }

    /// A setting that has to be a number from 0 to 1.
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

    /// A setting; `None` if it is not set or empty.
    fn value(&self, variable: &str) -> Option<OsString> {
        self.in_environment(variable)
            .cloned()
            .or_else(|| self.in_dot_env(variable).map(OsString::from))
    }

    fn in_environment(&self, variable: &str) -> Option<&OsString> {
        self.environment.get(variable).filter(|value| !value.is_empty())
    }

    fn in_dot_env(&self, variable: &str) -> Option<&String> {
        self.dot_env.get(variable).filter(|value| !value.is_empty())
    }

    fn environment_path(&self, variable: &str) -> Option<PathBuf> {
        self.in_environment(variable).map(PathBuf::from)
    }
}

/// Parses IDs, separated by commas or blanks; `None` if one isn't an ID.
fn ids<T: FromIterator<u64>>(text: &str) -> Option<T> {
    text.split(|c: char| c == ',' || c == ';' || c.is_whitespace())
        .filter(|id| !id.is_empty())
        // An ID may be copied alone or as a mention (<@1>, <@!1>, <@&1>).
        .map(|id| id.trim_start_matches(['<', '@', '!', '&']).trim_end_matches('>'))
        .map(|id| id.parse().ok().filter(|&id: &u64| id > 0))
        .collect()
}

fn days(count: u32) -> Duration {
    Duration::from_hours(u64::from(count) * 24)
}
