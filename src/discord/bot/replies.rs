//! The replies to recent messages, so that a corrected question is answered in place of the old answer.
//!
//! They stay in memory, and of a message only a hash of its text is kept.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::time::Duration;

use quick_cache::sync::Cache;
use serenity::model::Timestamp;
use serenity::model::channel::Message;
use serenity::model::event::MessageUpdateEvent;
use serenity::model::id::MessageId;
use tokio::sync::Mutex;

use super::pace::Pace;

/// The most messages whose replies are known: those of the last minute in busy guilds.
const MAX_KNOWN: usize = 2_000;

/// The replies to recent messages.
pub(super) struct Replies {
    known: Cache<MessageId, Arc<Mutex<Reply>>>,
    hasher: RandomState,
    /// The time from which on all replies are known.
    since: Timestamp,
}

/// The reply to a message.
#[derive(Debug, Default)]
pub(super) struct Reply {
    /// The hash of the message's text when it was last replied to; `None` before the first reply.
    text: Option<u64>,
    /// The bot's message; `None` if it sent none, or took it back.
    pub(super) id: Option<MessageId>,
    /// True if it answers nothing, and is deleted after a while.
    pub(super) is_passing: bool,
    /// True if it is an answer that nobody asked the bot for.
    pub(super) is_unasked: bool,
    /// The number of times that it was written.
    pub(super) version: u32,
}

impl Replies {
    /// Knows no reply yet.
    pub(super) fn new() -> Self {
        Self {
            known: Cache::new(MAX_KNOWN),
            hasher: RandomState::new(),
            since: Timestamp::now(),
        }
    }

    /// The reply to a message, to be locked while it is written.
    pub(super) fn to(&self, message: MessageId) -> Arc<Mutex<Reply>> {
        let made = self.known.get_or_insert_with(&message, || Ok::<_, ()>(Arc::default()));
        made.unwrap_or_default()
    }

    /// The reply that is known to a message, to be locked while it is written; `None` if there is none.
    pub(super) fn known(&self, message: MessageId) -> Option<Arc<Mutex<Reply>>> {
        self.known.get(&message)
    }

    /// The same, but a new entry for a message that is older than all that is known: it may have a reply from before a
    /// restart.
    pub(super) fn known_to(&self, message: &Message) -> Option<Arc<Mutex<Reply>>> {
        let is_old = message.timestamp < self.since;
        self.known(message.id).or_else(|| is_old.then(|| self.to(message.id)))
    }

    /// True if a message is older than what is known of its reply: it may have one from before a restart.
    pub(super) fn may_have_forgotten(&self, message: &Message, reply: &Reply) -> bool {
        reply.text.is_none() && message.timestamp < self.since
    }

    /// Notes the text of a message in its reply. Returns whether it is new.
    pub(super) fn note(&self, message: &Message, reply: &mut Reply) -> bool {
        let text = Some(self.hasher.hash_one(message.content.trim()));
        std::mem::replace(&mut reply.text, text) != text
    }
}

/// The message of an edit that its author made soon after sending it; `None` for any other update, such as a preview of
/// a link.
pub(super) fn edited(event: &MessageUpdateEvent, pace: Pace) -> Option<Message> {
    let (Some(_), Some(_), Some(sent), Some(edited)) =
        (&event.author, &event.content, event.timestamp, event.edited_timestamp)
    else {
        return None;
    };
    // The clocks of Discord may differ a little.
    let after = Duration::try_from(*edited - *sent).unwrap_or_default();
    if after > pace.edits_for {
        return None;
    }
    let mut message = Message::default();
    event.apply_to_message(&mut message);
    Some(message)
}
