//! Clicks on buttons and choices from menus: by those who see them, and by those who only say so.

#![expect(
    clippy::unused_async,
    reason = "what people do is awaited, whether or not it has to wait"
)]

use serde_json::{Value, json};
use serenity::model::id::MessageId;

use super::super::FakeDiscord;
use super::super::message;
use super::super::seen::Sent;
use super::super::world::{Place, User};
use super::{COMPONENT, Interaction};

/// A button, as Discord numbers the kinds of components.
const BUTTON: u8 = 2;
/// A menu.
const MENU: u8 = 3;

impl FakeDiscord {
    /// Somebody presses a button, which is named by its label, on a message as it is now.
    ///
    /// # Panics
    /// Where there is no such button, or it is disabled.
    pub async fn clicks(&self, user: &User, message: &Sent, label: &str) -> Interaction {
        let now = self.clickable(user, message.id);
        let button = now
            .controls()
            .into_iter()
            .find(|control| control["type"] == BUTTON && control["label"] == label)
            .unwrap_or_else(|| panic!("no button {label:?}; there are {:?}", now.labels()));
        assert!(button["disabled"] != true, "the button {label:?} is disabled");
        let data = pressed(&now, &button["custom_id"]);
        self.interact(user, &self.place_of(now.id), COMPONENT, &data, Some(now.id))
    }

    /// Somebody chooses an option, which is named by its label, of the first menu on a message as it is now.
    ///
    /// # Panics
    /// Where there is no such option, or the menu is disabled.
    pub async fn chooses(&self, user: &User, message: &Sent, label: &str) -> Interaction {
        let now = self.clickable(user, message.id);
        let data = chosen(&now, label);
        self.interact(user, &self.place_of(now.id), COMPONENT, &data, Some(now.id))
    }

    /// A component interaction with a custom id of the test's own: of an older version of the bot, or a forged one.
    pub async fn clicks_custom_id(&self, user: &User, message: &Sent, custom_id: &str) -> Interaction {
        let now = self.clickable(user, message.id);
        let data = pressed(&now, &json!(custom_id));
        self.interact(user, &self.place_of(now.id), COMPONENT, &data, Some(now.id))
    }

    /// The same by somebody who may not see the message, and from a place of their own: no client does this, so
    /// whatever the bot allows it allows to everybody.
    pub async fn clicks_forged(&self, user: &User, place: &Place, message: &Sent, custom_id: &str) -> Interaction {
        let data = pressed(message, &json!(custom_id));
        self.interact(user, place, COMPONENT, &data, Some(message.id))
    }

    /// The same of a choice from the first menu, which is named by its label.
    ///
    /// # Panics
    /// Where the message has no such option.
    pub async fn chooses_forged(&self, user: &User, place: &Place, message: &Sent, label: &str) -> Interaction {
        let data = chosen(message, label);
        self.interact(user, place, COMPONENT, &data, Some(message.id))
    }

    /// Where a message is.
    pub(super) fn place_of(&self, message: MessageId) -> Place {
        self.shared
            .read(|state| state.channels[&state.messages[&message].channel].place)
    }

    /// A message as it is now, if this person can see it.
    fn clickable(&self, user: &User, message: MessageId) -> Sent {
        self.shared.read(|state| {
            let message = &state.messages[&message];
            assert!(message.is_visible(), "the message is gone");
            let sees = message.only_for.is_none_or(|only| only == user.id);
            assert!(sees, "{} can't see this message", user.name);
            Sent::of(message)
        })
    }
}

/// What an interaction says of the button that was pressed.
fn pressed(message: &Sent, custom_id: &Value) -> Value {
    let id = message::number_of(&message.components, custom_id);
    json!({ "custom_id": custom_id, "component_type": BUTTON, "id": id })
}

/// What an interaction says of the option that was chosen in the first menu.
fn chosen(message: &Sent, label: &str) -> Value {
    let menu = message
        .menu()
        .unwrap_or_else(|| panic!("no menu; there are {:?}", message.labels()));
    assert!(menu["disabled"] != true, "the menu is disabled");
    let options = menu["options"].as_array().cloned().unwrap_or_default();
    let option = options
        .iter()
        .find(|option| option["label"] == label)
        .unwrap_or_else(|| panic!("no option {label:?}; there are {:?}", message.options()));
    let mut data = pressed(message, &menu["custom_id"]);
    data["component_type"] = json!(MENU);
    data["values"] = json!([option["value"]]);
    data
}
