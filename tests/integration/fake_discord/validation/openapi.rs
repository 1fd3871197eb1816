//! Discord's own description of its API, if `DISCORD_OPENAPI` names a copy of it.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::Validator;
use serde_json::{Value, json};

/// The length to which a broken rule is cut, in characters.
const TOLD_CHARS: usize = 400;

/// The description, with the schemas compiled so far. Compiling takes a while, so all tests share them.
struct Description {
    document: Value,
    compiled: Mutex<HashMap<String, Arc<Validator>>>,
}

#[expect(
    clippy::print_stderr,
    reason = "who runs the tests has to be told what they leave out"
)]
static DESCRIPTION: LazyLock<Option<Description>> = LazyLock::new(|| {
    let Some(path) = env::var_os("DISCORD_OPENAPI") else {
        eprintln!("DISCORD_OPENAPI is not set: requests are not held against Discord's description of its API");
        return None;
    };
    let text = fs::read_to_string(path).expect("DISCORD_OPENAPI names a file that can be read");
    Some(Description {
        document: serde_json::from_str(&text).expect("DISCORD_OPENAPI names a JSON file"),
        compiled: Mutex::new(HashMap::new()),
    })
});

/// Checks a request against the description.
pub(super) fn broken(method: &str, path: &str, body: &Value) -> Vec<String> {
    DESCRIPTION
        .as_ref()
        .map_or_else(Vec::new, |description| description.broken(method, path, body))
}

/// Checks the response to a request against the description.
pub(super) fn broken_answer(method: &str, path: &str, answer: &Value) -> Vec<String> {
    let Some(description) = DESCRIPTION.as_ref() else {
        return Vec::new();
    };
    let Some(operation) = description.operation(method, path) else {
        return vec!["no such operation".to_owned()];
    };
    let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
    description.errors(schema, answer)
}

impl Description {
    fn broken(&self, method: &str, path: &str, body: &Value) -> Vec<String> {
        let Some(operation) = self.operation(method, path) else {
            return vec!["no such operation".to_owned()];
        };
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        if schema.is_null() {
            return Vec::new();
        }
        if body.is_null() {
            let is_required = operation["requestBody"]["required"] == true;
            return if is_required {
                vec!["no body".to_owned()]
            } else {
                Vec::new()
            };
        }
        // Of a callback's alternatives, use the one of its type, so that errors are about that one.
        let schema = match body["type"].as_u64() {
            Some(kind @ 4..=8) if path.ends_with("/callback") => {
                let name = match kind {
                    4 | 5 => "CreateMessageInteractionCallbackRequest",
                    6 | 7 => "UpdateMessageInteractionCallbackRequest",
                    _ => "ApplicationCommandAutocompleteCallbackRequest",
                };
                json!({ "$ref": format!("#/components/schemas/{name}") })
            }
            _ => schema.clone(),
        };
        // The description only allows numbers for permissions, the documentation strings; accept both.
        self.errors(&schema, &with_numbers(body))
    }

    fn errors(&self, schema: &Value, value: &Value) -> Vec<String> {
        let validator = self.validator(schema);
        validator
            .iter_errors(value)
            .map(|error| {
                let text = format!("{}: {}", error.instance_path(), error.masked());
                text.chars().take(TOLD_CHARS).collect()
            })
            .collect()
    }

    /// The operation whose path has the most segments in common.
    fn operation(&self, method: &str, path: &str) -> Option<&Value> {
        let wanted: Vec<&str> = path.split('/').collect();
        let paths = self.document["paths"].as_object()?;
        let (_, found) = paths
            .iter()
            .filter(|(_, operations)| operations.get(method.to_lowercase()).is_some())
            .filter_map(|(template, operations)| {
                let parts: Vec<&str> = template.split('/').collect();
                let fits = parts.len() == wanted.len()
                    && parts
                        .iter()
                        .zip(&wanted)
                        .all(|(part, segment)| part.starts_with('{') || part == segment);
                fits.then(|| (parts.iter().filter(|part| !part.starts_with('{')).count(), operations))
            })
            .max_by_key(|(literal, _)| *literal)?;
        found.get(method.to_lowercase())
    }

    fn validator(&self, schema: &Value) -> Arc<Validator> {
        let key = schema.to_string();
        let mut compiled = self.compiled.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let fresh = || {
            let root = json!({ "components": self.document["components"], "allOf": [schema] });
            Arc::new(jsonschema::draft202012::new(&root).expect("Discord's schemas compile"))
        };
        Arc::clone(compiled.entry(key).or_insert_with(fresh))
    }
}

/// The commands, with their permissions as numbers.
fn with_numbers(body: &Value) -> Value {
    let mut body = body.clone();
    for command in body.as_array_mut().into_iter().flatten() {
        let bits = command["default_member_permissions"].as_str();
        if let Some(bits) = bits.and_then(|bits| bits.parse::<u64>().ok()) {
            command["default_member_permissions"] = json!(bits);
        }
    }
    body
}
