//! Verbatim answers questions about a folder of articles by quoting the passages that answer them, word for word.
//!
//! ```text
//! article files --corpus--> Article > Section > Passage (paragraph) > Sentence
//!                               |
//!                            index (generations on disk: Tantivy, the articles themselves, a manifest)
//!                               |
//! Question --question--> Understood --answer--> candidates --> rank --> gate --> Answer --+--cli--> text, JSON
//!                                                                                        +--discord--> embed, buttons
//! ```
//!
//! # Layout, in reading order
//! - [`text`]: folding, words, sentences, excerpts; knows nothing of the rest.
//! - [`corpus`]: what an article is, and the readers for each format.
//! - [`encoder`]: texts to vectors. Alone knows of neural networks.
//! - [`index`]: builds, keeps and opens generations; searches them. Alone names Tantivy.
//! - [`question`]: what was typed, what kind of message it is, and what to search for.
//! - [`answer`]: from an understood question to ranked quotes.
//! - [`ledger`]: what the bot remembers, in one file. Alone names SQLite.
//! - [`library`]: corpus, index and encoder as one; builds anew what has changed.
//! - [`live`]: the generation that answers while the bot runs, its replacement, and the queue of questions.
//! - [`discord`]: the bot. Alone names serenity.
//! - [`metrics`]: what is counted and measured of the running bot.
//! - [`http`]: health and figures, for supervisors and Prometheus.
//! - [`message`]: every sentence a person can read.
//! - [`config`]: the settings. Alone reads the environment.
//! - [`cli`]: the subcommands. Alone prints.

pub mod answer;
pub mod cli;
pub mod config;
pub mod corpus;
pub mod discord;
pub mod encoder;
pub mod http;
pub mod index;
pub mod ledger;
pub mod library;
pub mod live;
pub mod message;
pub mod metrics;
pub mod question;
pub mod text;
