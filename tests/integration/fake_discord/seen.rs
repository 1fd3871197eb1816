//! The bot's messages as people see them, and waiting for them.

use std::time::Duration;

use serde_json::Value;
use serenity::model::id::{ChannelId, MessageId, UserId};

use super::message::Message;
use super::state::State;
use super::world::{DM, Place};
use super::{FakeDiscord, PATIENCE};

/// The time without a message that counts as silence.
const SILENCE: Duration = Duration::from_millis(300);

/// A message of the bot, as it was when a test looked at it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    pub id: MessageId,
    pub channel: ChannelId,
    pub content: String,
    pub embeds: Value,
    pub components: Value,
    /// True if only one person sees it.
    pub ephemeral: bool,
    pub reply_to: Option<MessageId>,
    /// The people whom it pinged.
    pub pinged: Vec<UserId>,
    /// The body of its latest version.
    pub raw: Value,
}

impl Sent {
    pub(super) fn of(message: &Message) -> Self {
        Self {
            id: message.id,
            channel: message.channel,
            content: message.content.clone(),
            embeds: message.embeds.clone(),
            components: message.components.clone(),
            ephemeral: message.is_ephemeral(),
            reply_to: message.reply_to,
            pinged: message.pings.users.clone(),
            raw: message.raw.clone(),
        }
    }

    fn of_first_embed(&self, path: &str) -> &str {
        self.embeds
            .pointer(&format!("/0/{path}"))
            .and_then(Value::as_str)
            .unwrap_or_default()
    }

    /// The first embed's description; empty without an embed, as for the next three.
    pub fn description(&self) -> &str {
        self.of_first_embed("description")
    }

    /// The first embed's title.
    pub fn title(&self) -> &str {
        self.of_first_embed("title")
    }

    /// The first embed's footer.
    pub fn footer(&self) -> &str {
        self.of_first_embed("footer/text")
    }

    /// The first embed's author line.
    pub fn author(&self) -> &str {
        self.of_first_embed("author/name")
    }

    /// Every button and menu, in order.
    pub(super) fn controls(&self) -> Vec<Value> {
        let rows = self.components.as_array().into_iter().flatten();
        rows.filter_map(|row| row["components"].as_array())
            .flatten()
            .cloned()
            .collect()
    }

    /// The custom ids of every button and menu, in order.
    pub fn controls_ids(&self) -> Vec<String> {
        self.controls()
            .iter()
            .map(|control| string(&control["custom_id"]))
            .collect()
    }

    /// The first menu.
    pub fn menu(&self) -> Option<Value> {
        self.controls().into_iter().find(|control| control["type"] == 3)
    }

    /// The labels of the buttons that can be pressed.
    pub fn labels(&self) -> Vec<String> {
        self.controls()
            .iter()
            .filter(|control| control["type"] == 2 && control["disabled"] != true)
            .map(|control| string(&control["label"]))
            .collect()
    }

    /// The custom id of the button with this label, or of the menu with this option or placeholder.
    ///
    /// # Panics
    /// If the message has none.
    pub fn custom_id(&self, label: &str) -> String {
        let is_it = |control: &Value| {
            let mut options = control["options"].as_array().into_iter().flatten();
            control["label"] == label
                || control["placeholder"] == label
                || options.any(|option| option["label"] == label)
        };
        let control = self.controls().into_iter().find(is_it);
        let control = control.unwrap_or_else(|| panic!("no {label:?} on\n{}", self.text()));
        string(&control["custom_id"])
    }

    /// The labels of the first menu's options.
    pub fn options(&self) -> Vec<String> {
        let menu = self.menu().unwrap_or_default();
        let options = menu["options"].as_array().into_iter().flatten();
        options.map(|option| string(&option["label"])).collect()
    }

    /// Everything on it, one item a line, for reading and comparing: the content; each embed after bars; buttons in
    /// brackets, disabled ones in parentheses; menus in braces.
    pub fn text(&self) -> String {
        let mut lines = Vec::new();
        if self.ephemeral {
            lines.push("(only you can see this)".to_owned());
        }
        lines.extend(self.content.lines().map(str::to_owned));
        for embed in self.embeds.as_array().into_iter().flatten() {
            let title = match (string(&embed["title"]), string(&embed["url"])) {
                (title, url) if url.is_empty() => title,
                (title, url) => format!("{title} <{url}>"),
            };
            let fields = embed["fields"].as_array().into_iter().flatten();
            let mut parts = vec![string(&embed["author"]["name"]), title, string(&embed["description"])];
            parts.extend(fields.map(|field| format!("{}: {}", string(&field["name"]), string(&field["value"]))));
            if let Some(url) = embed["image"]["url"].as_str() {
                parts.push(format!("(picture: {url})"));
            }
            parts.push(string(&embed["footer"]["text"]));
            lines.extend(
                parts
                    .iter()
                    .filter(|part| !part.is_empty())
                    .flat_map(|part| part.lines())
                    .map(|line| format!("| {line}").trim_end().to_owned()),
            );
        }
        for row in self.components.as_array().into_iter().flatten() {
            let controls = row["components"].as_array().into_iter().flatten();
            lines.push(controls.map(control_text).collect::<Vec<_>>().join(" "));
        }
        lines.join("\n")
    }
}

fn control_text(control: &Value) -> String {
    if control["type"] == 2 {
        let icon = string(&control["emoji"]["name"]);
        let label = format!("{icon} {}", string(&control["label"]));
        let label = label.trim_start();
        return if control["disabled"] == true {
            format!("({label})")
        } else {
            format!("[{label}]")
        };
    }
    let options = control["options"].as_array().into_iter().flatten();
    let options: Vec<_> = options.map(|option| string(&option["label"])).collect();
    let chosen = control["default_values"].as_array().into_iter().flatten();
    let chosen = chosen.map(|chosen| format!("{} {}", string(&chosen["type"]), string(&chosen["id"])));
    let options: Vec<_> = options.into_iter().chain(chosen).collect();
    format!("{{{}: {}}}", string(&control["placeholder"]), options.join(" | "))
}

fn string(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl State {
    pub(super) fn dm_with(&self, user: UserId) -> Option<Place> {
        self.channels
            .values()
            .find(|channel| channel.kind == DM && channel.recipient == Some(user))
            .map(|channel| channel.place)
    }

    fn of_bot_in(&self, place: &Place) -> impl Iterator<Item = &Message> {
        self.messages
            .values()
            .filter(move |message| message.channel == place.channel && message.author == self.bot)
    }
}

impl FakeDiscord {
    /// The bot's reply to a message, as it is when it first becomes visible.
    ///
    /// # Panics
    /// If none comes within 30 s.
    pub async fn answer_to(&self, message: MessageId) -> Sent {
        let found = self.shared.wait(PATIENCE, |state| {
            let mut all = state.messages.values();
            all.find(|one| one.author == state.bot && one.reply_to == Some(message) && one.is_visible())
                .map(Sent::of)
        });
        match found.await {
            Some(sent) => sent,
            None => panic!("no answer to the message; {}", self.shared.story()),
        }
    }

    /// Asserts that the bot says nothing in a place, for about 300 ms and since somebody last did something there.
    ///
    /// # Panics
    /// If it says something.
    pub async fn silence(&self, place: &Place) {
        let said = self.shared.wait(SILENCE, |state| {
            let since = state.channels[&place.channel].last_act;
            let mut said = state.of_bot_in(place).filter(|message| message.id.get() > since);
            said.next().map(|message| Sent::of(message).text())
        });
        if let Some(said) = said.await {
            panic!("the bot was to say nothing, but said:\n{said}");
        }
    }

    /// All visible messages of the bot in a place, in order, as they are now, including ephemeral ones.
    pub fn sent(&self, place: &Place) -> Vec<Sent> {
        self.shared.read(|state| {
            let visible = state.of_bot_in(place).filter(|message| message.is_visible());
            visible.map(Sent::of).collect()
        })
    }

    /// Waits until the bot has this many visible messages in a place, and returns them.
    ///
    /// # Panics
    /// If it hasn't within 30 s.
    pub async fn sent_at_least(&self, place: &Place, count: usize) -> Vec<Sent> {
        let enough = self.shared.wait(PATIENCE, |state| {
            let visible = state.of_bot_in(place).filter(|message| message.is_visible()).count();
            (visible >= count).then_some(())
        });
        let enough = enough.await;
        assert!(enough.is_some(), "fewer than {count} messages; {}", self.shared.story());
        self.sent(place)
    }

    /// Waits until a message is gone.
    ///
    /// # Panics
    /// If it still exists after 30 s.
    pub async fn gone(&self, id: MessageId) {
        let gone = self.shared.wait(PATIENCE, |state| {
            state
                .messages
                .get(&id)
                .is_none_or(|message| message.is_deleted)
                .then_some(())
        });
        let gone = gone.await;
        assert!(gone.is_some(), "the message is still there; {}", self.shared.story());
    }

    /// Waits until a message is edited, and returns its new version.
    ///
    /// # Panics
    /// If it is unchanged after 30 s.
    pub async fn edited(&self, before: &Sent) -> Sent {
        let edited = self.shared.wait(PATIENCE, |state| {
            let now = Sent::of(state.messages.get(&before.id)?);
            (now != *before).then_some(now)
        });
        match edited.await {
            Some(edited) => edited,
            None => panic!("the message was not edited; {}", self.shared.story()),
        }
    }
}
