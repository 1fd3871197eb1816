//! From messages to blocks: what one author says in a row, below a label with the author and the time.

use super::super::document::{Block, BlockKind};
use super::super::markdown;
use super::super::traced::TracedText;

/// A message after this many minutes begins a row of its own, as in Discord.
const MAX_PAUSE_MINUTES: u32 = 7;

/// A message that somebody wrote.
pub(in crate::corpus) struct Message {
    pub(in crate::corpus) author: String,
    /// The day, if the file gives it, and the time after a space, as the file has them.
    pub(in crate::corpus) time: TracedText,
    /// The author of the message that this one replies to.
    pub(in crate::corpus) reply_to: Option<String>,
    /// Its own text and those of its embeds, in Discord's Markdown.
    pub(in crate::corpus) texts: Vec<TracedText>,
    /// The names of its files.
    pub(in crate::corpus) attachments: Vec<TracedText>,
}

/// The blocks of a chat. A message without words is left out.
pub(in crate::corpus) fn blocks(messages: impl Iterator<Item = Message>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut last: Option<Message> = None;
    for message in messages {
        let own = blocks_of(&message);
        if own.is_empty() {
            continue;
        }
        if !last.as_ref().is_some_and(|last| continues(last, &message)) {
            if last.is_some() {
                blocks.push(Block::blank(BlockKind::END_OF_LABEL));
            }
            blocks.push(Block::new(BlockKind::Label, label(&message)));
        }
        blocks.extend(own);
        last = Some(message);
    }
    if last.is_some() {
        blocks.push(Block::blank(BlockKind::END_OF_LABEL));
    }
    blocks
}

/// True if a message belongs to the row of the last one.
fn continues(last: &Message, next: &Message) -> bool {
    let day = |message: &Message| {
        let time = message.time.as_str();
        let before_clock = time.split_once(':').map(|(before, _)| before);
        before_clock
            .map_or(time, |before| before.rsplit_once(' ').map_or("", |(day, _)| day))
            .to_owned()
    };
    let is_soon = match (minutes(last.time.as_str()), minutes(next.time.as_str())) {
        (Some(before), Some(after)) => after.saturating_sub(before) <= MAX_PAUSE_MINUTES,
        _ => true,
    };
    last.author == next.author && next.reply_to.is_none() && day(last) == day(next) && is_soon
}

/// The minutes since midnight of "2024-01-05 12:34" or "01/05/2024 12:34 PM".
fn minutes(time: &str) -> Option<u32> {
    let (before, after) = time.split_once(':')?;
    let hour: u32 = before.rsplit(' ').next()?.parse().ok()?;
    let minute: u32 = after.get(..2)?.parse().ok()?;
    let is_after_noon = after.ends_with("PM") || after.ends_with("pm");
    let hour = if after.ends_with(['M', 'm']) { hour % 12 } else { hour };
    Some((hour + if is_after_noon { 12 } else { 0 }) * 60 + minute)
}

/// "Mara, 2024-01-05 12:34, to Tom". Its place is that of the time, which stands before the text in every export.
fn label(message: &Message) -> TracedText {
    let mut label = TracedText::default();
    label.push_joint(&message.author);
    label.push_joint(", ");
    label.push_traced(&message.time);
    if let Some(other) = &message.reply_to {
        label.push_joint(", to ");
        label.push_joint(other);
    }
    label
}

fn blocks_of(message: &Message) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for text in &message.texts {
        let markdown = without_tags(text);
        for block in markdown::chat(markdown.as_str()) {
            let kind = match block.kind {
                // A heading within a message is not one of the chat's.
                BlockKind::Heading(_) | BlockKind::Label => BlockKind::Text,
                kind => kind,
            };
            let text = block.text.moved_into(&markdown);
            blocks.push(Block { kind, text, ..block });
        }
    }
    blocks.retain(|block| !block.text.is_blank());
    if let Some(last) = blocks.last_mut().filter(|last| last.kind == BlockKind::Text) {
        for name in &message.attachments {
            last.text.push_joint(" (attached: ");
            last.text.push_traced(name);
            last.text.push_joint(")");
        }
    }
    blocks
}

/// The text with a backslash before each "<" that Markdown would take for the start of a tag; Discord knows no tags.
fn without_tags(text: &TracedText) -> TracedText {
    let mut escaped = TracedText::default();
    let whole = text.as_str();
    let mut start = 0;
    let mut is_code = false;
    for (at, c) in whole.char_indices() {
        if c == '`' && !whole[..at].ends_with('`') {
            is_code = !is_code;
        } else if c == '<' && !is_code && !whole[at..].starts_with("<http") {
            escaped.push_traced(&part(text, start..at));
            escaped.push_joint("\\");
            start = at;
        }
    }
    escaped.push_traced(&part(text, start..whole.len()));
    escaped
}

/// The part of a text in a range, with its white space.
fn part(text: &TracedText, range: std::ops::Range<usize>) -> TracedText {
    let mut part = TracedText::default();
    for (at, c) in text.as_str()[range.clone()].char_indices() {
        let at = range.start + at;
        part.push_run(c.encode_utf8(&mut [0; 4]), text.source_of(at));
    }
    part
}
