//! The integration tests, in one binary. Table of contents:
//!
//! - `ask`: questions put to the built program, and what it prints.
//! - `answers`: small talk, overviews, several things asked at once, synonyms, typos, thresholds, encoders.
//! - `eval`: questions with known answers, and what is said of how they were answered.
//! - `shell`: articles and ledger looked after without Discord.
//! - `check`: what is said of settings, folders and Discord, right and wrong, and that nothing is changed by it.
//! - `reindex`: what a build reports, and what becomes of damaged or deleted generations.
//! - `bad_input`: whatever is typed, there is an answer or a sentence.
//! - `corpus_files`: encodings, formats, what is left out, where a passage begins and ends.
//! - `shelf`: the corpus as admins change it, by several at once, killed at any moment.
//! - `discord`: the bot, in a Discord of our own; what people see, as transcripts.
//! - `languages`: articles of several languages in one corpus.
//! - `words`: names, versions and scripts in which words are told from others like them.
//! - `properties`: every quote is its file's own bytes or its article's own text.
//! - `crash`: builds killed at any moment, while others ask.
//! - `quality`: how good the answers are, on sets of questions, held to floors.
//! - `completions`, `man`: what shells and `man` read.
//! - `contrib`: what runs the program names settings, files and commands that there are.
//! - `documents`: what the documents say about the program is true.
//! - `readme`: the README followed to the letter, from a fresh copy to an answer.
//! - `metrics`: what is said about the figures is true.
//! - `layering`: who may import whom, and what may be named where.
//!
//! `exposition` reads figures; `fake_discord` is that Discord; `run` starts the program in a folder of its own, and `random` rolls the dice.

#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod answers;
mod ask;
mod bad_input;
mod cases;
mod check;
mod completions;
mod contrib;
mod corpus_files;
mod crash;
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
mod run;
mod shelf;
mod shell;
mod words;
