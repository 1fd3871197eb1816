//! Exports of `DiscordChatExporter` in plain text.

use super::super::document::Document;
use super::super::traced::TracedText;
use super::chat::{Message, blocks};

/// The texts by which the exporter tells of events.
const EVENTS: &[&str] = &[
    "Joined the server.",
    "Pinned a message.",
    "Started a thread.",
    "Changed the channel icon.",
];
/// The lines that begin the parts of a message after its text.
const PARTS: &[&str] = &[
    "{Attachments}",
    "{Embed}",
    "{Stickers}",
    "{Reactions}",
    "{Inline Emojis}",
];

/// True if a text is such an export: a line of equals signs, and the server and the channel below it.
pub(in crate::corpus) fn is_export(text: &str) -> bool {
    let mut lines = text.lines();
    let is_rule = lines.next().is_some_and(is_rule);
    is_rule
        && lines.next().is_some_and(|line| line.starts_with("Guild: "))
        && lines.next().is_some_and(|line| line.starts_with("Channel: "))
}

fn is_rule(line: &str) -> bool {
    line.len() > 20 && line.bytes().all(|b| b == b'=')
}

/// Reads such an export.
pub(in crate::corpus) fn read(text: &str) -> Document {
    let mut messages: Vec<Message> = Vec::new();
    let mut title = None;
    let mut rules = 0;
    let mut part = "";
    let mut is_after_blank = true;
    let mut at = 0;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end_matches(['\n', '\r']);
        if is_rule(line) && (is_after_blank || rules < 2) {
            rules += 1;
        } else if rules == 1 {
            let channel = line.strip_prefix("Channel: ");
            title = title.or(channel.map(|name| name.rsplit(" / ").next().unwrap_or(name).to_owned()));
        } else if let Some((time, author)) = head(line).filter(|_| rules == 2 && is_after_blank) {
            part = "";
            messages.push(Message {
                author: author.to_owned(),
                time: TracedText::new(time, at + 1),
                reply_to: None,
                texts: vec![TracedText::default()],
                attachments: Vec::new(),
            });
        } else if PARTS.contains(&line) {
            part = line;
        } else if let Some(message) = messages.last_mut().filter(|_| rules == 2) {
            add(message, part, line, at);
        }
        is_after_blank = line.trim().is_empty();
        at += whole.len();
    }
    messages.retain(|message| !EVENTS.contains(&message.texts[0].as_str().trim()));
    Document {
        title,
        blocks: blocks(messages.into_iter()),
        ..Document::default()
    }
}

/// The time and the author of "[01/05/2024 12:34 PM] mara (pinned)".
fn head(line: &str) -> Option<(&str, &str)> {
    let (time, author) = line.strip_prefix('[')?.split_once("] ")?;
    let is_time = time.contains(':') && time.starts_with(|c: char| c.is_ascii_digit()) && time.contains(' ');
    let author = author.trim_end_matches(" (pinned)").trim();
    (is_time && !author.is_empty()).then_some((time, author))
}

/// Adds a line to a message.
fn add(message: &mut Message, part: &str, line: &str, at: usize) {
    match part {
        "" => {
            let text = &mut message.texts[0];
            if !text.as_str().is_empty() {
                text.push_joint("\n");
            }
            text.push_run(line, at);
        }
        "{Attachments}" if !line.trim().is_empty() => {
            let path = line.split(['?', '#']).next().unwrap_or_default();
            let name = path.rfind(['/', '\\']).map_or(0, |slash| slash + 1);
            message.attachments.push(TracedText::new(&path[name..], at + name));
        }
        _ => {}
    }
}
