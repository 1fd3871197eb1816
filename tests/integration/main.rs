//! The integration tests, in one binary. Table of contents:
//!
//! - `ask`: questions to the built program, and its output.
//! - `answers`: small talk, overviews, questions with several parts, typos, thresholds, encoders; `synonyms`.
//! - `eval`: questions with known answers, and the report on them.
//! - `shell`: the care of articles and ledger without Discord.
//! - `check`: findings about settings, folders and Discord, right and wrong, without changing anything.
//! - `reindex`: the report of a build, and damaged or deleted generations.
//! - `replicas`: several replicas that share articles and an index.
//! - `bad_input`: any input gets an answer or an explanation.
//! - `corpus_files`: encodings, formats, files that are left out, the borders of passages.
//! - `shelf`: changes of the corpus by admins, by several at once, killed at any moment.
//! - `web`: pages fetched from a site that misbehaves.
//! - `discord`: the bot in a fake Discord, as transcripts of what people see.
//! - `cases`: small corpora, each with questions and what must be answered.
//! - `languages`: articles in several languages in one corpus.
//! - `words`: names and versions that differ from their neighbours.
//! - `properties`: every quote is its file's own bytes or its article's own text.
//! - `crash`: builds killed at any moment, while others ask.
//! - `quality`: the quality of answers to sets of questions, with a floor for each figure.
//! - `completions`, `man`: the input of shells and of `man`.
//! - `contrib`: the files that run the program name only settings, files and commands that exist.
//! - `documents`: the documents describe the program truly.
//! - `readme`: the README followed to the letter, from a fresh copy to an answer.
//! - `metrics`: the documents describe the metrics truly.
//! - `layering`: the imports between modules, and names that may occur only in some.
//!
//! `exposition` parses metrics, `archive` reads archives; `fake_discord` is that Discord; `run` starts the program in a separate folder,
//! `database` names the one for tests, and `random` makes numbers.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod answers;
mod archive;
mod ask;
mod bad_input;
mod cases;
mod check;
mod completions;
mod contrib;
mod corpus_files;
mod crash;
mod database;
mod discord;
mod documents;
mod eval;
mod exposition;
mod fake_discord;
mod languages;
mod layering;
mod man;
mod metrics;
mod properties;
mod quality;
mod random;
mod readme;
mod reindex;
mod replicas;
mod run;
mod shelf;
mod shell;
mod synonyms;
mod web;
mod words;
