//! Clicks on buttons and choices from menus: real ones by people who see them, and forged ones.

#![expect(
    clippy::unused_async,
    reason = "what people do is awaited, whether or not it has to wait"
)]

use serde_json::{Value, json};
use serenity::model::id::{MessageId, RoleId};

use super::super::FakeDiscord;
use super::super::message;
use super::super::seen::Sent;
use super::super::world::{Place, User};
use super::{COMPONENT, Interaction};

/// Discord's number for a button.
const BUTTON: u8 = 2;
/// Discord's number for a menu.
const MENU: u8 = 3;
/// Discord's number for a menu of people.
const PEOPLE: u8 = 5;
/// Discord's number for a menu of people and roles.
const PEOPLE_AND_ROLES: u8 = 7;
/// Discord's number for a menu of channels.
const CHANNELS: u8 = 8;

impl FakeDiscord {
    /// Presses the button with this label, on a message as it is now.
    ///
    /// # Panics
    /// If there is no such button, or it is disabled.
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

    /// Chooses the option with this label from the first menu, on a message as it is now.
    ///
    /// # Panics
    /// If there is no such option, or the menu is disabled.
    pub async fn chooses(&self, user: &User, message: &Sent, label: &str) -> Interaction {
        let now = self.clickable(user, message.id);
        let data = chosen(&now, label);
        self.interact(user, &self.place_of(now.id), COMPONENT, &data, Some(now.id))
    }

    /// Chooses several options by their labels from the menu with this placeholder, on a message as it is now.
    ///
    /// # Panics
    /// If there is no such menu or option, or more are chosen than it allows.
    pub async fn chooses_all(&self, user: &User, message: &Sent, placeholder: &str, labels: &[&str]) -> Interaction {
        let now = self.clickable(user, message.id);
        let data = chosen_of(&now, &menu_of(&now, placeholder), labels);
        self.interact(user, &self.place_of(now.id), COMPONENT, &data, Some(now.id))
    }

    /// Chooses a person from the menu of people, on a message as it is now.
    ///
    /// # Panics
    /// If there is no such menu.
    pub async fn picks(&self, user: &User, message: &Sent, person: &User) -> Interaction {
        let now = self.clickable(user, message.id);
        let menu = now
            .controls()
            .into_iter()
            .find(|control| control["type"] == PEOPLE)
            .unwrap_or_else(|| panic!("no menu of people on\n{}", now.text()));
        let id = person.id.to_string();
        let mut data = pressed(&now, &menu["custom_id"]);
        data["component_type"] = json!(PEOPLE);
        data["values"] = json!([id]);
        data["resolved"] = json!({ "users": { id: person.json() } });
        self.interact(user, &self.place_of(now.id), COMPONENT, &data, Some(now.id))
    }

    /// Chooses these channels and categories in the menu with this placeholder, and no others.
    ///
    /// # Panics
    /// If there is no such menu, or it doesn't offer one of them.
    pub async fn lists(&self, user: &User, message: &Sent, placeholder: &str, places: &[&Place]) -> Interaction {
        let now = self.clickable(user, message.id);
        let menu = list_of(&now, placeholder, CHANNELS);
        let mut data = pressed(&now, &menu["custom_id"]);
        data["component_type"] = json!(CHANNELS);
        data["values"] = places.iter().map(|place| json!(place.channel.to_string())).collect();
        data["resolved"] = self.shared.read(|state| {
            let mut channels = json!({});
            for place in places {
                let mut channel = state.channels[&place.channel].json(state);
                let is_offered = menu["channel_types"].as_array().unwrap().contains(&channel["type"]);
                assert!(is_offered, "the menu doesn't offer {channel}");
                channel["permissions"] = json!(user.permissions.bits().to_string());
                channels[place.channel.to_string()] = channel;
            }
            json!({ "channels": channels })
        });
        self.interact(user, &self.place_of(now.id), COMPONENT, &data, Some(now.id))
    }

    /// Chooses these people and roles in the menu with this placeholder, and no others.
    ///
    /// # Panics
    /// If there is no such menu.
    pub async fn lists_people(
        &self,
        user: &User,
        message: &Sent,
        placeholder: &str,
        (people, roles): (&[&User], &[RoleId]),
    ) -> Interaction {
        let now = self.clickable(user, message.id);
        let menu = list_of(&now, placeholder, PEOPLE_AND_ROLES);
        let mut data = pressed(&now, &menu["custom_id"]);
        data["component_type"] = json!(PEOPLE_AND_ROLES);
        let ids = people.iter().map(|person| person.id.to_string());
        data["values"] = ids.chain(roles.iter().map(ToString::to_string)).collect();
        data["resolved"] = self.shared.read(|state| {
            let (mut users, mut resolved) = (json!({}), json!({}));
            for person in people {
                users[person.id.to_string()] = person.json();
            }
            for role in roles {
                resolved[role.to_string()] = state.any_role_json(*role);
            }
            json!({ "users": users, "roles": resolved })
        });
        self.interact(user, &self.place_of(now.id), COMPONENT, &data, Some(now.id))
    }

    /// Sends a component interaction with any custom id: of an older version of the bot, or forged.
    pub async fn clicks_custom_id(&self, user: &User, message: &Sent, custom_id: &str) -> Interaction {
        let now = self.clickable(user, message.id);
        let data = pressed(&now, &json!(custom_id));
        self.interact(user, &self.place_of(now.id), COMPONENT, &data, Some(now.id))
    }

    /// Does the same as somebody who may not see the message, and from another place. No client does this, so the bot
    /// allows everybody what it allows here.
    pub async fn clicks_forged(&self, user: &User, place: &Place, message: &Sent, custom_id: &str) -> Interaction {
        let data = pressed(message, &json!(custom_id));
        self.interact(user, place, COMPONENT, &data, Some(message.id))
    }

    /// Does the same with a choice from the first menu, named by its label.
    ///
    /// # Panics
    /// If the message has no such option.
    pub async fn chooses_forged(&self, user: &User, place: &Place, message: &Sent, label: &str) -> Interaction {
        let data = chosen(message, label);
        self.interact(user, place, COMPONENT, &data, Some(message.id))
    }

    /// The place of a message.
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

/// The data of an interaction for a pressed button.
fn pressed(message: &Sent, custom_id: &Value) -> Value {
    let id = message::number_of(&message.components, custom_id);
    json!({ "custom_id": custom_id, "component_type": BUTTON, "id": id })
}

/// The data of an interaction for an option chosen in the first menu.
fn chosen(message: &Sent, label: &str) -> Value {
    let menu = message
        .menu()
        .unwrap_or_else(|| panic!("no menu; there are {:?}", message.labels()));
    assert!(menu["disabled"] != true, "the menu is disabled");
    chosen_of(message, &menu, &[label])
}

/// The same for options of one of its menus.
fn chosen_of(message: &Sent, menu: &Value, labels: &[&str]) -> Value {
    let most = menu["max_values"].as_u64().unwrap_or(1);
    assert!(labels.len() as u64 <= most, "only {most} can be chosen, not {labels:?}");
    let options = menu["options"].as_array().cloned().unwrap_or_default();
    let value = |label: &&str| {
        let option = options.iter().find(|option| option["label"] == **label);
        let option = option.unwrap_or_else(|| panic!("no option {label:?}; there are {:?}", message.options()));
        option["value"].clone()
    };
    let mut data = pressed(message, &menu["custom_id"]);
    data["component_type"] = json!(MENU);
    data["values"] = labels.iter().map(value).collect();
    data
}

fn menu_of(message: &Sent, placeholder: &str) -> Value {
    let mut controls = message.controls().into_iter();
    controls
        .find(|control| control["type"] == MENU && control["placeholder"] == placeholder)
        .unwrap_or_else(|| panic!("no menu {placeholder:?} on\n{}", message.text()))
}

/// The menu of channels or people with this placeholder. Discord shows what is chosen instead, where something is.
fn list_of(message: &Sent, placeholder: &str, kind: u8) -> Value {
    let mut controls = message.controls().into_iter();
    controls
        .find(|control| control["type"] == kind && control["placeholder"] == placeholder)
        .unwrap_or_else(|| panic!("no menu {placeholder:?} of this kind on\n{}", message.text()))
}
