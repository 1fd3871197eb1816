//! The settings: the only reader of the environment and of `.env`.
//!
//! What was typed, set and written ([`Sources`]) becomes one validated [`Config`]: the command line wins over
//! the environment, the environment over `.env`, and that over the defaults.

mod listen;
mod sources;

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

pub use sources::{Folders, Place, Resolved, Sources, Unknown};

/// Where articles lie unless a setting says otherwise.
pub const DEFAULT_CORPUS: &str = "corpus";
/// Where the index lies unless a setting says otherwise.
pub const DEFAULT_INDEX: &str = "index";
/// Where the ledger lies unless a setting says otherwise.
pub const DEFAULT_DATA: &str = "data";
/// Names the corpus folder.
pub const CORPUS_VARIABLE: &str = "VERBATIM_CORPUS";
/// Names the index folder.
pub const INDEX_VARIABLE: &str = "VERBATIM_INDEX";
/// Names the folder of the ledger.
pub const DATA_VARIABLE: &str = "VERBATIM_DATA";
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
/// The users and roles that may use `/corpus`, besides the application's owner and team: IDs, parted by commas or blanks.
pub const ADMINS_VARIABLE: &str = "VERBATIM_ADMINS";
/// Whether the running bot reindexes by itself when files of the corpus change: on or off.
pub const WATCH_VARIABLE: &str = "VERBATIM_WATCH";
/// Whether the ledger may hold what people ask in vain: on or off.
pub const QUESTION_LOG_VARIABLE: &str = "VERBATIM_QUESTION_LOG";
/// How many days questions and votes are kept.
pub const QUESTION_DAYS_VARIABLE: &str = "VERBATIM_QUESTION_DAYS";
/// The address that health and metrics are served at, or off.
pub const HTTP_VARIABLE: &str = "VERBATIM_HTTP";
/// How much is logged: error, warn, info, debug or trace.
pub const LOG_VARIABLE: &str = "VERBATIM_LOG";
/// How the log is written: human or json.
pub const LOG_FORMAT_VARIABLE: &str = "VERBATIM_LOG_FORMAT";
/// Whether the log may hold what people ask: on or off.
pub const LOG_QUESTIONS_VARIABLE: &str = "VERBATIM_LOG_QUESTIONS";

/// How many questions a person may ask in how long unless a setting says otherwise.
pub const DEFAULT_USER_LIMIT: (u32, Duration) = (5, Duration::from_secs(10));

/// How many days questions and votes are kept unless a setting says otherwise.
pub const DEFAULT_QUESTION_DAYS: u32 = 90;

/// Discord's tokens are three parts with dots between them, and longer than this.
const MIN_TOKEN_CHARS: usize = 50;

const LEVELS: [&str; 5] = ["error", "warn", "info", "debug", "trace"];

/// Every setting that can be made in the environment or in `.env`.
pub const VARIABLES: &[&str] = &[
    CORPUS_VARIABLE,
    INDEX_VARIABLE,
    DATA_VARIABLE,
    MODEL_VARIABLE,
    ANSWER_AT_VARIABLE,
    UNSURE_AT_VARIABLE,
    TOKEN_VARIABLE,
    PROXY_VARIABLE,
    GUILD_VARIABLE,
    USER_LIMIT_VARIABLE,
    ADMINS_VARIABLE,
    WATCH_VARIABLE,
    QUESTION_LOG_VARIABLE,
    QUESTION_DAYS_VARIABLE,
    HTTP_VARIABLE,
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
    /// The folder with the ledger.
    pub data: PathBuf,
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
    /// What the ledger keeps.
    pub ledger: LedgerConfig,
    /// Whether the running bot reindexes by itself when files of the corpus change.
    pub watches: bool,
    /// Where the running bot serves health and metrics; `None` for nowhere.
    pub http: Option<SocketAddr>,
    /// How the running bot logs.
    pub log: LogConfig,
    /// What looks like a setting and is none.
    pub unknown: Vec<Unknown>,
}

/// What the ledger keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerConfig {
    /// Whether it may hold what people ask in vain.
    pub stores_questions: bool,
    /// How long questions and votes are kept.
    pub keep: Duration,
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
    /// The IDs of users and roles that may use `/corpus`, besides the application's owner and team.
    pub admins: Vec<u64>,
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
    /// `.env` is no file, or may not be read.
    #[error("the file .env can't be read: {0}")]
    ClosedDotEnv(std::io::Error),
    /// A setting is not the number it should be.
    #[error("{variable} is \"{}\": it has to be a number from 0 to 1, such as 0.4", shown(.value))]
    NotAShare {
        /// The setting.
        variable: &'static str,
        /// What it says.
        value: String,
    },
    /// A setting is none of what it can be.
    #[error("{variable} is \"{}\": it has to be {wanted}", shown(.value))]
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
        "DISCORD_TOKEN contains white space or characters that a token can't contain: copy it again from the page Bot of your application in Discord's Developer Portal"
    )]
    NotAToken,
}

/// The value of a setting as it may be printed: a token that was put behind the wrong name is still a secret.
fn shown(value: &str) -> &str {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let looks_like_token = value
        .split(|c| !is_of_token(c) && c != '.')
        .any(|word| word.len() >= MIN_TOKEN_CHARS && word.split('.').count() == 3);
    if looks_like_token {
        "(hidden, because it looks like a token)"
    } else {
        value
    }
}

impl ConfigError {
    /// The setting that is wrong; `None` if it is the file `.env` as a whole.
    #[must_use]
    pub fn variable(&self) -> Option<&'static str> {
        match self {
            Self::DotEnv(_) | Self::ClosedDotEnv(_) => None,
            Self::NotAShare { variable, .. } | Self::Wrong { variable, .. } => Some(variable),
            Self::NotAToken => Some(TOKEN_VARIABLE),
        }
    }
}
