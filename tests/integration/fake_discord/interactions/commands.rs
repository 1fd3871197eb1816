//! Commands as people use them, and as people without permission might forge them.
//!
//! Not here: the people whom Discord's client offers them to (`offered`).

#![expect(
    clippy::unused_async,
    reason = "what people do is awaited, whether or not it has to wait"
)]

use serde_json::{Value, json};
use serenity::model::id::MessageId;

use super::super::message::Reader;
use super::super::world::{Place, User};
use super::super::{FakeDiscord, PATIENCE};
use super::{AUTOCOMPLETE, COMMAND, Interaction, offered};

impl FakeDiscord {
    /// Uses a slash command, with options as Discord sends them: `[{"name": "question", "type": 3, "value": "..."}]`.
    /// With a subcommand, `command` is for instance "library show". Waits until the bot has registered the command.
    ///
    /// # Panics
    /// If the command isn't registered within 30 s, or Discord's client wouldn't send this: the command isn't offered
    /// to this person here, it has no such option, or a required one is missing.
    pub async fn slash(&self, user: &User, place: &Place, command: &str, options: Value) -> Interaction {
        let known = self.registered(place, offered::name(command), 1).await;
        self.shared
            .read(|state| offered::check(state, user, place, command, &known));
        offered::check_options(offered::subcommand(&known, command), command, &options);
        self.send_slash(user, place, command, options)
    }

    /// Does the same without a client in between, as somebody might who wants what they aren't offered. Nothing is
    /// checked, and the bot need not even have such a command.
    pub async fn slash_forged(&self, user: &User, place: &Place, command: &str, options: Value) -> Interaction {
        self.send_slash(user, place, command, options)
    }

    fn send_slash(&self, user: &User, place: &Place, command: &str, options: Value) -> Interaction {
        let mut data = self.data(place, command, options);
        self.shared.read(|state| offered::resolve(state, &mut data, place));
        self.interact(user, place, COMMAND, &data, None)
    }

    /// Uses a command of a message's context menu.
    ///
    /// # Panics
    /// If the command isn't registered within 30 s, or isn't offered to this person here.
    pub async fn menu(&self, user: &User, command: &str, message: MessageId) -> Interaction {
        let place = self.place_of(message);
        let known = self.registered(&place, command, 3).await;
        let target = self.shared.read(|state| {
            offered::check(state, user, &place, command, &known);
            state.messages[&message].json(state, Reader::Trusted)
        });
        let data = json!({
            "id": known["id"], "name": command, "type": 3, "target_id": message.to_string(),
            "resolved": { "messages": { message.to_string(): target } },
        });
        self.interact(user, &place, COMMAND, &data, None)
    }

    /// Types into an option of a slash command, and returns the choices offered, each with name and value. With a
    /// subcommand, `command` is for instance "library show".
    ///
    /// # Panics
    /// If no choices come within 30 s, or Discord's client wouldn't ask for any: the command isn't offered to this
    /// person here, or it has no such option, or the option has no choices that depend on the input.
    pub async fn types(
        &self,
        user: &User,
        place: &Place,
        command: &str,
        option: &str,
        typed: &str,
    ) -> Vec<(String, String)> {
        let known = self.registered(place, offered::name(command), 1).await;
        self.shared
            .read(|state| offered::check(state, user, place, command, &known));
        offered::check_typing(offered::subcommand(&known, command), command, option);
        self.types_forged(user, place, command, option, typed).await
    }

    /// Does the same for `/ask` after these other options are filled in.
    pub async fn asks_typing(
        &self,
        user: &User,
        place: &Place,
        others: Value,
        (option, typed): (&str, &str),
    ) -> Vec<(String, String)> {
        let known = self.registered(place, "ask", 1).await;
        offered::check_typing(&known, "ask", option);
        let mut options = others;
        let focused = json!({ "name": option, "type": 3, "value": typed, "focused": true });
        options.as_array_mut().unwrap().push(focused);
        let data = self.data(place, "ask", options);
        self.interact(user, place, AUTOCOMPLETE, &data, None).choices().await
    }

    /// Does the same without a client in between, as somebody to whom the command may not be offered.
    ///
    /// # Panics
    /// If the bot doesn't respond within 30 s.
    pub async fn types_forged(
        &self,
        user: &User,
        place: &Place,
        command: &str,
        option: &str,
        typed: &str,
    ) -> Vec<(String, String)> {
        let focused = json!([{ "name": option, "type": 3, "value": typed, "focused": true }]);
        let data = self.data(place, command, focused);
        self.interact(user, place, AUTOCOMPLETE, &data, None).choices().await
    }

    /// The data of an interaction for a slash command, with the id of the registered command or an unused one.
    fn data(&self, place: &Place, command: &str, options: Value) -> Value {
        let name = offered::name(command);
        let id = self.shared.change(|state| {
            let known = state.command(place.guild, name, 1).map(|known| known["id"].clone());
            known.unwrap_or_else(|| json!(state.new_id().to_string()))
        });
        let names: Vec<&str> = command.split(' ').skip(1).collect();
        let mut options = options;
        for (depth, name) in names.iter().enumerate().rev() {
            // All names but the last are groups of subcommands.
            let kind = if depth + 1 == names.len() { 1 } else { 2 };
            options = json!([{ "name": name, "type": kind, "options": options }]);
        }
        let mut data = json!({ "id": id, "name": name, "type": 1 });
        if options.as_array().is_some_and(|options| !options.is_empty()) {
            data["options"] = options;
        }
        data
    }

    /// Waits until the bot has registered a command with this name, and returns it.
    async fn registered(&self, place: &Place, name: &str, kind: u64) -> Value {
        let found = self
            .shared
            .wait(PATIENCE, |state| state.command(place.guild, name, kind).cloned());
        found.await.unwrap_or_else(|| {
            let all = self.shared.read(|state| {
                let names = state.commands.values().flatten().map(|command| command["name"].clone());
                names.collect::<Value>()
            });
            panic!("no command {name:?}; registered: {all}; {}", self.shared.story())
        })
    }
}

/// The names of a command and its subcommand, as a message shows them.
pub(super) fn full_name(data: &Value) -> String {
    let mut name = data["name"].as_str().unwrap_or_default().to_owned();
    let mut inner = &data["options"][0];
    while matches!(inner["type"].as_u64(), Some(1 | 2)) {
        name = format!("{name} {}", inner["name"].as_str().unwrap_or_default());
        inner = &inner["options"][0];
    }
    name
}
