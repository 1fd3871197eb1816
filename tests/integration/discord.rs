//! The bot in a Discord of our own: real client, real index, and what people see, as transcripts.
//!
//! - `asking`: every way to ask, and when nobody is addressed.
//! - `showing`: how an answer is set: sure, unsure, none; hostile and long texts.
//! - `marks`: links, spoilers, code, lists and tables of an article.
//! - `quiet`: where it has nothing to say to everybody.
//! - `pictures`: what the pictures in the documents show.
//! - `clicking`: every button and menu, by the right and the wrong person, before and after a restart and a reindex.
//! - `sharing`: what a person shows to everybody.
//! - `corpus`: what admins do about the articles, and others can't.
//! - `ledger`: what is remembered of votes and questions, and what the bot does without a ledger.
//! - `permissions`: what is missing where.
//! - `faults`: what Discord, or the way to it, may do to us; after each the bot answers the next question.
//! - `kills`: the program killed again and again, and what it had confirmed.
//! - `life`: starting, registering, many at once, stopping.
//! - `health`: health over HTTP.
//! - `metrics`: figures over HTTP.
//! - `load`: twenty thousand questions (ignored unless asked for).
//!
//! `stage` sets the scene, and `served` is the built program on it.

mod asking;
mod clicking;
mod corpus;
mod faults;
mod health;
mod kills;
mod ledger;
mod life;
mod load;
mod marks;
mod metrics;
mod permissions;
mod pictures;
mod quiet;
mod served;
mod sharing;
mod showing;
pub mod stage;
