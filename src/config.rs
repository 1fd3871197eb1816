//! The settings: the only reader of the environment and of `.env`.
//!
//! [`Sources`] combines them into one validated [`Config`]: the command line wins over the environment, the environment
//! over `.env`, and `.env` over the defaults.

mod database;
mod listen;
mod sources;
mod token;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use thiserror::Error;

pub use database::{DatabaseAddress, ObjectStore};
pub use sources::{Folders, Place, Resolved, Sources, Unknown};
pub use token::{Token, TokenFault};

/// The default folder of the articles.
pub const DEFAULT_CORPUS: &str = "corpus";
/// The default folder of the index.
pub const DEFAULT_INDEX: &str = "index";
/// The default folder of the ledger.
pub const DEFAULT_DATA: &str = "data";
/// Sets the folder of the articles.
pub const CORPUS_VARIABLE: &str = "VERBATIM_CORPUS";
/// Sets the folder of the index.
pub const INDEX_VARIABLE: &str = "VERBATIM_INDEX";
/// Sets the folder of the ledger.
pub const DATA_VARIABLE: &str = "VERBATIM_DATA";
/// Sets the folder of an encoder that replaces the built-in one.
pub const MODEL_VARIABLE: &str = "VERBATIM_MODEL";

/// Sets the confidence from which a question is answered, from 0 to 1.
pub const ANSWER_AT_VARIABLE: &str = "VERBATIM_ANSWER_AT";
/// Sets the confidence from which the best passage is shown with a warning, from 0 to 1.
pub const UNSURE_AT_VARIABLE: &str = "VERBATIM_UNSURE_AT";

/// Sets the bot's token, a secret.
pub const TOKEN_VARIABLE: &str = "DISCORD_TOKEN";
/// Sets the base URL of a proxy for Discord's API.
pub const PROXY_VARIABLE: &str = "DISCORD_PROXY";
/// Sets the guild in which commands are registered at once, for testing.
pub const GUILD_VARIABLE: &str = "VERBATIM_GUILD";
/// Limits the number of questions that a person may ask in some seconds, as "5/10".
pub const USER_LIMIT_VARIABLE: &str = "VERBATIM_USER_LIMIT";
/// Names the users and roles that may use `/corpus`, besides the application's owner and team: IDs, separated by
/// commas or blanks.
pub const ADMINS_VARIABLE: &str = "VERBATIM_ADMINS";
/// Lets Discord show the bot messages that aren't addressed to it, so that it can answer them: on or off.
pub const MESSAGE_CONTENT_VARIABLE: &str = "VERBATIM_MESSAGE_CONTENT";
/// Sets the address and the path at which Discord posts interactions, or off.
pub const INTERACTIONS_VARIABLE: &str = "VERBATIM_INTERACTIONS";
/// Sets the public key that Discord signs them with.
pub const PUBLIC_KEY_VARIABLE: &str = "VERBATIM_PUBLIC_KEY";
/// Lets the bot connect to Discord's gateway: on or off.
pub const GATEWAY_VARIABLE: &str = "VERBATIM_GATEWAY";
/// Lets all servers read the same articles, or gives each its own: one or own.
pub const SERVERS_VARIABLE: &str = "VERBATIM_SERVERS";
/// Names the servers that also read the bot's own articles if each has its own: all, none, or IDs.
pub const SHARE_WITH_VARIABLE: &str = "VERBATIM_SHARE_WITH";
/// Sets the number of days after which a server that has removed the bot is forgotten.
pub const FORGET_DAYS_VARIABLE: &str = "VERBATIM_FORGET_DAYS";
/// Sets the mebibytes that the open libraries of servers may take, or off.
pub const MEMORY_VARIABLE: &str = "VERBATIM_MEMORY";
/// Sets the most articles that a server's own library may have, or off.
pub const MAX_ARTICLES_VARIABLE: &str = "VERBATIM_MAX_ARTICLES";
/// Sets the most mebibytes of files that it may have, or off.
pub const MAX_MIB_VARIABLE: &str = "VERBATIM_MAX_MIB";
/// Sets the most passages that it may have, or off.
pub const MAX_PASSAGES_VARIABLE: &str = "VERBATIM_MAX_PASSAGES";
/// Sets the most pages from the web that it may have, or off.
pub const MAX_PAGES_VARIABLE: &str = "VERBATIM_MAX_PAGES";
/// Sets how often a day people may have it built, or off.
pub const MAX_BUILDS_VARIABLE: &str = "VERBATIM_MAX_BUILDS";
/// Lets the running bot reindex automatically when files of the corpus change: on or off.
pub const WATCH_VARIABLE: &str = "VERBATIM_WATCH";
/// Lets the running bot fetch pages from the web again at an interval, as "24h", or off.
pub const FETCH_EVERY_VARIABLE: &str = "VERBATIM_FETCH_EVERY";
/// Lets pages be fetched from private networks: on or off.
pub const FETCH_PRIVATE_VARIABLE: &str = "VERBATIM_FETCH_PRIVATE";
/// Tells sites from which pages are fetched whom to write to.
pub const FETCH_CONTACT_VARIABLE: &str = "VERBATIM_FETCH_CONTACT";
/// Lets the ledger store the questions that found no certain answer: on or off.
pub const QUESTION_LOG_VARIABLE: &str = "VERBATIM_QUESTION_LOG";
/// Sets the number of days for which questions and votes are kept.
pub const QUESTION_DAYS_VARIABLE: &str = "VERBATIM_QUESTION_DAYS";
/// Sets the PostgreSQL database that holds the ledgers, a secret, in place of files.
pub const DATABASE_VARIABLE: &str = "VERBATIM_DATABASE";
/// Sets the object store with which several replicas share their articles and indexes.
pub const STORE_VARIABLE: &str = "VERBATIM_STORE";
/// Sets the address at which health and metrics are served, or off.
pub const HTTP_VARIABLE: &str = "VERBATIM_HTTP";
/// Sets the log level: error, warn, info, debug or trace.
pub const LOG_VARIABLE: &str = "VERBATIM_LOG";
/// Sets the format of the log: human or json.
pub const LOG_FORMAT_VARIABLE: &str = "VERBATIM_LOG_FORMAT";
/// Lets the log contain the text of questions: on or off.
pub const LOG_QUESTIONS_VARIABLE: &str = "VERBATIM_LOG_QUESTIONS";

/// The default number of questions that a person may ask, and in what time.
pub const DEFAULT_USER_LIMIT: (u32, Duration) = (5, Duration::from_secs(10));

/// The default number of days for which questions and votes are kept.
pub const DEFAULT_QUESTION_DAYS: u32 = 90;

/// The default number of days after which a server that has removed the bot is forgotten.
pub const DEFAULT_FORGET_DAYS: u32 = 30;

/// The default number of mebibytes that the open libraries of servers may take.
pub const DEFAULT_MEMORY: usize = 512;

/// The shortest word of letters and digits that may be a secret: a client secret has 32 characters, a token more.
const MIN_SECRET_CHARS: usize = 30;

const LEVELS: [&str; 5] = ["error", "warn", "info", "debug", "trace"];

/// Every setting that the environment or `.env` can make.
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
    MESSAGE_CONTENT_VARIABLE,
    INTERACTIONS_VARIABLE,
    PUBLIC_KEY_VARIABLE,
    GATEWAY_VARIABLE,
    SERVERS_VARIABLE,
    SHARE_WITH_VARIABLE,
    FORGET_DAYS_VARIABLE,
    MEMORY_VARIABLE,
    MAX_ARTICLES_VARIABLE,
    MAX_MIB_VARIABLE,
    MAX_PASSAGES_VARIABLE,
    MAX_PAGES_VARIABLE,
    MAX_BUILDS_VARIABLE,
    WATCH_VARIABLE,
    FETCH_EVERY_VARIABLE,
    FETCH_PRIVATE_VARIABLE,
    FETCH_CONTACT_VARIABLE,
    QUESTION_LOG_VARIABLE,
    QUESTION_DAYS_VARIABLE,
    DATABASE_VARIABLE,
    STORE_VARIABLE,
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
    /// The folder with the encoder; `None` for the built-in one.
    pub model: Option<PathBuf>,
    /// The confidence from which a question is answered, from 0 to 1; `None` for the default.
    pub answer_at: Option<f32>,
    /// The confidence from which the best passage is shown with a warning, from 0 to 1; `None` for the default.
    pub unsure_at: Option<f32>,
    /// The file with the history of the prompt; `None` without a home folder.
    pub history: Option<PathBuf>,
    /// The settings of the bot in Discord.
    pub discord: DiscordConfig,
    /// The servers that also read the bot's own articles if each server has its own; `None` if all read the same ones.
    pub servers: Option<SharedWith>,
    /// The time after which a server that has removed the bot is forgotten, if each server has its own articles.
    pub forget_after: Duration,
    /// The mebibytes that the open libraries of servers may take, if each has its own; `None` without a limit.
    pub memory: Option<usize>,
    /// The quotas of each server, if each has its own articles.
    pub quotas: QuotaConfig,
    /// The settings of the ledger.
    pub ledger: LedgerConfig,
    /// True if the running bot reindexes automatically when files of the corpus change.
    pub watches: bool,
    /// The settings for pages from the web.
    pub fetch: FetchConfig,
    /// The address at which the running bot serves health and metrics; `None` for no address.
    pub http: Option<SocketAddr>,
    /// The settings of the log of the running bot.
    pub log: LogConfig,
    /// Names that look like a setting but are not one.
    pub unknown: Vec<Unknown>,
    /// The file that was probably meant to be `.env`, which is missing.
    pub misnamed: Option<&'static str>,
    /// True if `.env` has the token, and every user of the machine can read it.
    pub exposes_token: bool,
}

/// The servers that also read the bot's own articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SharedWith {
    /// All servers, and people outside of servers.
    All,
    /// None.
    Nobody,
    /// Those with these IDs.
    Some(BTreeSet<u64>),
}

/// The most that the library of a server may hold and use; `None` for no limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaConfig {
    /// Articles.
    pub articles: Option<usize>,
    /// Mebibytes of files.
    pub mebibytes: Option<usize>,
    /// Passages.
    pub passages: Option<usize>,
    /// Pages from the web.
    pub pages: Option<usize>,
    /// Builds a day.
    pub builds: Option<usize>,
}

/// The settings for pages from the web.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FetchConfig {
    /// The interval at which the running bot fetches them again; `None` if it doesn't.
    pub every: Option<Duration>,
    /// True if they may be fetched from private networks.
    pub allows_private: bool,
    /// The contact that sites see.
    pub contact: Option<String>,
}

/// The settings of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerConfig {
    /// True if it may store the questions that found no certain answer.
    pub stores_questions: bool,
    /// The time for which questions and votes are kept.
    pub keep: Duration,
    /// The database that holds the ledgers; `None` if each is a file.
    pub database: Option<DatabaseAddress>,
    /// The object store with the articles and indexes that replicas share; `None` for a program that runs alone.
    pub store: Option<ObjectStore>,
}

/// The settings of the bot in Discord.
#[derive(Debug, Clone, PartialEq)]
pub struct DiscordConfig {
    /// The bot's token; `None` if it is not set.
    pub token: Option<Token>,
    /// The base URL of a proxy for Discord's API; `None` to connect to Discord directly.
    pub proxy: Option<String>,
    /// The guild in which commands are registered; `None` for all.
    pub guild: Option<u64>,
    /// The number of questions that a person may ask, and in what time.
    pub user_limit: (u32, Duration),
    /// The IDs of users and roles that may use `/corpus`, besides the application's owner and team.
    pub admins: Vec<u64>,
    /// True if it asks Discord for messages that aren't addressed to it.
    pub message_content: bool,
    /// Where Discord posts interactions; `None` if they come from the gateway.
    pub interactions: Option<InteractionsConfig>,
    /// True if it connects to the gateway.
    pub gateway: bool,
}

/// Where Discord posts interactions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InteractionsConfig {
    /// The address to listen at.
    pub address: SocketAddr,
    /// The path of the posts, with its first slash.
    pub path: String,
    /// The public key that Discord signs them with; `None` to ask Discord.
    pub key: Option<[u8; 32]>,
}

/// The settings of the log of the running bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogConfig {
    /// One of "error", "warn", "info", "debug", "trace".
    pub level: &'static str,
    /// True if each line is a JSON object.
    pub json: bool,
    /// True if the log may contain the text of questions.
    pub questions: bool,
}

/// The reason why settings cannot be read.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A line of `.env` is not a setting.
    #[error("the file .env can't be read: {0}")]
    DotEnv(String),
    /// `.env` is not a file, or permission to read it is missing.
    #[error("the file .env can't be read: {0}")]
    ClosedDotEnv(std::io::Error),
    /// A setting that should be a number from 0 to 1 is not.
    #[error("{variable} is \"{}\": it has to be a number from 0 to 1, such as 0.4", shown(.value))]
    NotAShare {
        /// The setting.
        variable: &'static str,
        /// Its value.
        value: String,
    },
    /// The value of a setting is not one of those allowed.
    #[error("{variable} is \"{}\": it has to be {wanted}", shown(.value))]
    Wrong {
        /// The setting.
        variable: &'static str,
        /// Its value.
        value: String,
        /// The allowed values.
        wanted: &'static str,
    },
    /// The token can't be one. The message does not repeat it.
    #[error(
        "DISCORD_TOKEN {0}: in Discord's Developer Portal, open your application, then Bot, then Reset Token, and copy the token from there"
    )]
    NotAToken(TokenFault),
}

/// The value of a setting, safe to print: a secret that was given to the wrong setting is still a secret.
fn shown(value: &str) -> &str {
    let may_be_secret = |word: &str| {
        word.len() >= MIN_SECRET_CHARS
            && word.contains(|c: char| c.is_ascii_digit())
            && word.contains(|c: char| c.is_ascii_alphabetic())
    };
    if value
        .split(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c))
        .any(may_be_secret)
    {
        "(hidden, because it looks like a token)"
    } else {
        value
    }
}

impl ConfigError {
    /// The setting that is wrong; `None` if the whole file `.env` is.
    #[must_use]
    pub fn variable(&self) -> Option<&'static str> {
        match self {
            Self::DotEnv(_) | Self::ClosedDotEnv(_) => None,
            Self::NotAShare { variable, .. } | Self::Wrong { variable, .. } => Some(variable),
            Self::NotAToken(_) => Some(TOKEN_VARIABLE),
        }
    }
}
