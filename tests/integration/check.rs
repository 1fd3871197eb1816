//! `verbatim check`, beginning with a sound setup and breaking one thing after the other.
//!
//! - `files`: settings, articles, index, folders.
//! - `ledger`: the ledger.
//! - `account`: the bot's account, in the fake Discord.
//!
//! `scene` sets the scene. Each check runs twice, as text and as JSON, and asserts what must hold each time: both say the
//! same, no file changes, and the token is never printed.

mod account;
mod files;
mod ledger;
mod scene;
