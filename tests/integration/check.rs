//! `verbatim check`, from a sound setup with one thing broken after the other.
//!
//! - `files`: settings, articles, index, folders.
//! - `ledger`: the ledger.
//! - `account`: the bot's account, in the fake Discord.
//!
//! `scene` prepares the setup. Each check runs twice, as text and as JSON, and asserts each time that both say the
//! same, that no file changes, and that the token is never printed.

mod account;
mod files;
mod ledger;
mod scene;
mod settings;
