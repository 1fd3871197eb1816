//! Discord's limits, according to twilight.

use std::fmt::Display;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use twilight_model::application::command::{Command, CommandOptionChoice};
use twilight_model::channel::message::{Component, Embed};
use twilight_validate::{command, message};

use super::super::message::with;

/// The most choices of an autocomplete.
const MAX_CHOICES: usize = 25;

/// The most rows of a message.
const MAX_ROWS: usize = 5;

/// The limits that a message, or an edit, exceeds.
pub(super) fn of_message(body: &Value) -> Vec<String> {
    let body = widened(body);
    let mut broken = Vec::new();
    if let Some(content) = body["content"].as_str() {
        note(&mut broken, message::content(content));
    }
    let embeds = body["embeds"].as_array().into_iter().flatten();
    let embeds = embeds.map(|embed| with(embed, "type", json!("rich"))).collect();
    if let Some(embeds) = parsed::<Vec<Embed>>(&mut broken, "embeds", embeds) {
        note(&mut broken, message::embeds(&embeds));
    }
    let rows = body.get("components").filter(|rows| !rows.is_null());
    if let Some(rows) = rows {
        if rows.as_array().is_some_and(|rows| rows.len() > MAX_ROWS) {
            broken.push("more than five rows of components".to_owned());
        }
        if let Some(rows) = parsed::<Vec<Component>>(&mut broken, "components", rows.clone()) {
            note(&mut broken, message::components(&rows, false));
        }
    }
    broken
}

/// The limits that commands exceed.
pub(super) fn of_commands(body: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    for command in body.as_array().into_iter().flatten() {
        let mut full = widened(command);
        for (key, usual) in [
            ("version", json!("1")),
            ("description", json!("")),
            ("type", json!(1)),
            ("default_member_permissions", Value::Null),
        ] {
            full = with(&full, key, usual);
        }
        if let Some(full) = parsed::<Command>(&mut broken, "command", full) {
            note(&mut broken, command::command(&full));
            note(&mut broken, command::options(&full.options));
        }
    }
    broken
}

/// The limits that an autocomplete's choices exceed.
pub(super) fn of_choices(choices: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    let choices = widened(choices);
    if let Some(choices) = parsed::<Vec<CommandOptionChoice>>(&mut broken, "choices", choices) {
        if choices.len() > MAX_CHOICES {
            broken.push(format!("{} choices, more than {MAX_CHOICES}", choices.len()));
        }
        for choice in &choices {
            note(&mut broken, command::choice(choice));
        }
    }
    broken
}

fn note<E: Display>(broken: &mut Vec<String>, result: Result<(), E>) {
    if let Err(error) = result {
        broken.push(error.to_string());
    }
}

fn parsed<T: DeserializeOwned>(broken: &mut Vec<String>, what: &str, value: Value) -> Option<T> {
    serde_json::from_value(value)
        .inspect_err(|error| broken.push(format!("{what}: {error}")))
        .ok()
}

/// Doubles each character of two UTF-16 units: twilight counts characters, parts of Discord count units.
fn widened(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(
            text.chars()
                .flat_map(|c| if c.len_utf16() == 2 { vec!['x', 'x'] } else { vec![c] })
                .collect(),
        ),
        Value::Array(values) => values.iter().map(widened).collect(),
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                // The name of an emoji is a single emoji.
                .map(|(key, value)| (key.clone(), if key == "emoji" { value.clone() } else { widened(value) }))
                .collect(),
        ),
        _ => value.clone(),
    }
}
