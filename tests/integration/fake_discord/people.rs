//! The actions of people: say, reply, edit, delete.
//!
//! Not here: their use of the bot's commands and buttons (`interactions`).

#![expect(
    clippy::unused_async,
    reason = "what people do is awaited, whether or not it has to wait"
)]

use std::time::Instant;

use serde_json::{Value, json};
use serenity::model::id::{ChannelId, MessageId};

use super::FakeDiscord;
use super::gateway::Event;
use super::message::{Message, Pings, now};
use super::seen::Sent;
use super::state::State;
use super::world::{Place, User};

impl FakeDiscord {
    /// Says something. The bot gets only what Discord would show it.
    pub async fn says(&self, user: &User, place: &Place, text: &str) -> MessageId {
        self.say(user, place.channel, text, None)
    }

    /// Replies to a message, with or without a ping to its author.
    pub async fn replies(&self, user: &User, to: MessageId, text: &str, ping: bool) -> MessageId {
        let channel = self.shared.read(|state| {
            let to = state.messages.get(&to).expect("a message to reply to");
            assert!(!to.is_ephemeral(), "nobody can reply to an ephemeral message");
            to.channel
        });
        self.say(user, channel, text, Some((to, ping)))
    }

    /// Opens a post in a forum. Its text has the same id as the post.
    pub async fn posts(&self, user: &User, forum: &Place, title: &str, text: &str) -> (Place, MessageId) {
        let post = self.thread(forum, title);
        self.shared.change(|state| {
            let thread = state.channels[&post.channel].json(state);
            state.dispatch(&Event::channel(&post, "THREAD_CREATE", thread));
            let mut message = state.said(user, post.channel, text, None);
            message.id = MessageId::new(post.channel.get());
            let id = message.id;
            state.tell(message);
            (post, id)
        })
    }

    /// Edits a message.
    pub async fn edits(&self, message: MessageId, text: &str) {
        self.shared.change(|state| {
            let pings = Pings::of_text(text, state);
            let message = state.messages.get_mut(&message).expect("a message to edit");
            text.clone_into(&mut message.content);
            message.pings = pings;
            message.edited_at = Some(now());
            let message = message.clone();
            state.dispatch(&Event::message(state, "MESSAGE_UPDATE", &message));
        });
    }

    /// Shares something other than text, such as a poll: fields of the message's JSON.
    pub async fn shares(&self, user: &User, place: &Place, others: Value) -> MessageId {
        self.shared.change(|state| {
            let mut message = state.said(user, place.channel, "", None);
            message.others = others;
            let id = message.id;
            state.tell(message);
            id
        })
    }

    /// Adds the preview of a link to a message, as Discord does a moment after it was sent.
    pub async fn unfurls(&self, message: MessageId, embed: Value) {
        self.shared.change(|state| {
            let message = state.messages.get_mut(&message).expect("a message with a link");
            message.embeds = json!([embed]);
            let message = message.clone();
            state.dispatch(&Event::message(state, "MESSAGE_UPDATE", &message));
        });
    }

    /// Shows the bot the text of messages that are replied to, even if they are hidden from it by themselves.
    pub fn shows_replied(&self) {
        self.shared.change(|state| state.shows_replied = true);
    }

    /// Deletes a message, as its author or a moderator can.
    pub async fn deletes(&self, message: MessageId) {
        self.shared.change(|state| state.delete_message(message));
    }

    fn say(&self, user: &User, channel: ChannelId, text: &str, reply: Option<(MessageId, bool)>) -> MessageId {
        self.shared.change(|state| {
            let message = state.said(user, channel, text, reply);
            let id = message.id;
            state.tell(message);
            id
        })
    }
}

impl State {
    /// Makes a person's message.
    fn said(&mut self, user: &User, channel: ChannelId, text: &str, reply: Option<(MessageId, bool)>) -> Message {
        let mut message = Message::of_bot(self, channel);
        message.author = user.id;
        text.clone_into(&mut message.content);
        message.pings = Pings::of_text(text, self);
        message.raw = json!({ "content": text });
        if let Some((to, ping)) = reply {
            message.kind = 19;
            message.reply_to = Some(to);
            if ping {
                let author = self.messages[&to].author;
                message.pings.add(author);
            }
        }
        message
    }

    /// Stores a message, and tells the bot.
    pub(super) fn tell(&mut self, message: Message) {
        if message.author != self.bot {
            self.acted(message.channel);
        }
        if !message.is_ephemeral() {
            self.dispatch(&Event::message(self, "MESSAGE_CREATE", &message));
        }
        self.keep(message);
    }

    /// Stores a message, and its look now.
    pub(super) fn keep(&mut self, message: Message) {
        if message.author == self.bot && message.is_visible() {
            let look = (Instant::now(), Sent::of(&message));
            self.looks.entry(message.id).or_default().push(look);
        }
        self.messages.insert(message.id, message);
    }

    /// Notes that somebody other than the bot has done something here.
    pub(super) fn acted(&mut self, channel: ChannelId) {
        let now = self.new_id();
        if let Some(channel) = self.channels.get_mut(&channel) {
            channel.last_act = now;
        }
    }

    pub(super) fn delete_message(&mut self, id: MessageId) {
        let Some(message) = self.messages.get_mut(&id) else {
            return;
        };
        message.is_deleted = true;
        let message = message.clone();
        if message.is_ephemeral() {
            return;
        }
        let place = self.channels[&message.channel].place;
        let gone: Value = json!({
            "id": id.to_string(), "channel_id": message.channel.to_string(),
            "guild_id": place.guild.map(|guild| guild.to_string()),
        });
        self.dispatch(&Event::channel(&place, "MESSAGE_DELETE", gone));
    }
}
