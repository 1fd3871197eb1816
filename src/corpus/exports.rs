//! Chooses the reader for a `.json` file.

use super::document::Document;
use super::json::Value;
use super::problem::Reason;
use super::{discord, mediawiki};

/// Reads a chat of `DiscordChatExporter`, or a page from the API of `MediaWiki`.
///
/// # Errors
/// If it is another file, or isn't JSON.
pub fn read(text: &str) -> Result<Document, (Reason, Option<usize>)> {
    let root = Value::parse(text)?;
    if let Some(page) = root.get("parse").filter(|page| page.get("text").is_some()) {
        return mediawiki::read(page);
    }
    match (root.get("channel"), root.get("messages")) {
        (Some(_), Some(_)) => Ok(discord::read(&root)),
        _ => Err((Reason::UnknownJson, None)),
    }
}
