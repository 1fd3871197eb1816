//! Reads chats that `DiscordChatExporter` saved, as JSON or as plain text.
//!
//! Messages of one author in a row stand below a label with the author and the time. Reactions, previews of links and
//! messages of Discord itself are left out.

mod chat;
mod plain;

use std::collections::HashMap;

use super::article::Metadata;
use super::document::Document;
use super::json::Value;
use super::traced::TracedText;
pub(super) use chat::{Message, blocks};
pub(super) use plain::{is_export, read as read_plain};

/// The types of messages that somebody wrote; the numbers are those of commands, which the exporter has no name for.
const WRITTEN: &[&str] = &["Default", "Reply", "ThreadStarterMessage", "20", "21", "23"];

/// Reads an export in JSON.
pub(super) fn read(root: &Value) -> Document {
    let messages = root.get("messages").map(Value::items).unwrap_or_default();
    let authors: HashMap<String, String> = messages
        .iter()
        .filter_map(|message| Some((message.string("id")?, author(message)?)))
        .collect();
    let read = messages.iter().filter_map(|message| self::message(message, &authors));
    let channel = |key| root.get("channel").and_then(|channel| channel.string(key));
    let guild = root.get("guild").and_then(|guild| guild.string("id"));
    // Direct messages have no guild.
    let guild = guild.map(|id| if id == "0" { "@me".to_owned() } else { id });
    let address = |(guild, channel)| format!("https://discord.com/channels/{guild}/{channel}");
    Document {
        title: channel("name"),
        metadata: Metadata {
            url: guild.zip(channel("id")).map(address),
            ..Metadata::default()
        },
        blocks: blocks(read),
        ..Document::default()
    }
}

fn author(message: &Value) -> Option<String> {
    let author = message.get("author")?;
    author.string("nickname").or_else(|| author.string("name"))
}

/// One message; `None` if nobody wrote it, or it has no words.
fn message(message: &Value, authors: &HashMap<String, String>) -> Option<Message> {
    let kind = message.string("type").unwrap_or_default();
    if !WRITTEN.contains(&kind.as_str()) {
        return None;
    }
    let timestamp = message.text("timestamp")?;
    // "2024-01-05T12:34:56.789+00:00": the day, and the time to the minute.
    let mut time = timestamp.slice_trimmed(0..timestamp.as_str().find('T')?);
    let clock = time.as_str().len() + 1;
    if timestamp.as_str().is_char_boundary(clock + 5) && clock + 5 <= timestamp.as_str().len() {
        time.push_joint(" ");
        time.push_traced(&timestamp.slice_trimmed(clock..clock + 5));
    }
    let is_bot = message.get("author").is_some_and(|author| author.is_true("isBot"));
    let mut texts: Vec<TracedText> = message.text("content").into_iter().collect();
    // Forwarded text and the embeds of bots are the message itself; the embeds of others preview a link.
    texts.extend(
        message
            .get("forwardedMessage")
            .and_then(|message| message.text("content")),
    );
    if is_bot {
        let embeds = message.get("embeds").map(Value::items).unwrap_or_default();
        texts.extend(embeds.iter().flat_map(embed));
    }
    let attachments = message.get("attachments").map(Value::items).unwrap_or_default();
    let replied = message
        .get("reference")
        .and_then(|reference| reference.string("messageId"));
    Some(Message {
        author: author(message)?,
        time,
        reply_to: replied.and_then(|id| authors.get(&id).cloned()),
        texts,
        attachments: attachments.iter().filter_map(|file| file.text("fileName")).collect(),
    })
}

/// The texts of an embed: its title, its description, and its fields.
fn embed(embed: &Value) -> Vec<TracedText> {
    let mut texts: Vec<TracedText> = embed.text("title").into_iter().collect();
    texts.extend(embed.text("description"));
    for field in embed.get("fields").map(Value::items).unwrap_or_default() {
        let mut text = field.text("name").unwrap_or_default();
        if let Some(value) = field.text("value") {
            text.push_joint(if text.is_blank() { "" } else { ": " });
            text.push_traced(&value);
        }
        texts.push(text);
    }
    texts
}

#[cfg(test)]
mod tests;
