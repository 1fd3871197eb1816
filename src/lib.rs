//! Verbatim answers questions about a folder of articles by quoting the passages that answer them, word for word.
//!
//! ```text
//! article files --corpus--> Article > Section > Passage (paragraph) > Sentence
//!                               |
//!                            index (generations on disk: Tantivy, the articles themselves, vectors, a manifest)
//!                               |
//! Question --question--> Understood --answer--> candidates --> rank --> gate --> Answer --+--cli--> text, JSON
//!                                                                                        +--discord--> embed, buttons
//! ```
//!
//! # Layout, in reading order
//! - [`text`]: folding, words, sentences, excerpts; knows nothing of the rest.
//! - [`corpus`]: articles, and the readers for their formats.
//! - [`encoder`]: turns texts into vectors. Only this module knows of neural networks.
//! - [`index`]: builds, stores, opens and searches generations. Only this module names Tantivy.
//! - [`question`]: understands a message: its text, its kind, and the words to search for.
//! - [`answer`]: from an understood question to ranked quotes.
//! - [`database`]: a PostgreSQL database that libraries and processes share.
//! - [`objects`]: the object store that replicas share.
//! - [`ledger`]: the bot's memory, in one file or in that database. Only this module names SQLite.
//! - [`library`]: corpus, index and encoder taken together; rebuilds the index when articles have changed.
//! - [`web`]: takes in pages of sites, by address.
//! - [`live`]: the generation that answers while the bot runs, its replacement, and the queue of questions.
//! - [`discord`]: the bot. Only this module names serenity.
//! - [`metrics`]: the metrics of the running bot.
//! - [`http`]: health and metrics, for supervisors and Prometheus, and posts from Discord.
//! - [`message`]: the sentences that people read.
//! - [`config`]: the settings. Only this module reads the environment.
//! - [`cli`]: the subcommands. Only this module prints.

pub mod answer;
pub mod cli;
pub mod config;
pub mod corpus;
pub mod database;
pub mod discord;
pub mod encoder;
pub mod http;
pub mod index;
pub mod ledger;
pub mod library;
pub mod live;
pub mod message;
pub mod metrics;
pub mod objects;
pub mod question;
pub mod text;
pub mod web;
