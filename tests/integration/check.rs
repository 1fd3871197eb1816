//! `verbatim check`: what it says of everything that the bot needs.
//!
//! - `files`: settings, articles, index, ledger.
//! - `account`: the bot's account, in a Discord of our own.
//!
//! `scene` sets the scene. Each check is made twice, as text and as JSON, and asserts what has to be so each time: both say
//! the same, no file is changed, and the token is told to nobody.

mod account;
mod files;
mod scene;
