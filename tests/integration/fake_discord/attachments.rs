//! Files that people attach to commands, and where the bot gets them from.
//!
//! A file is what its upload says of it, unless a test has Discord say something else: another size, another place.
//! Not here: how files are served (`rest::files`).

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use serde_json::{Value, json};
use serenity::model::id::AttachmentId;

use super::FakeDiscord;
use super::state::Shared;

/// What is known of a file.
#[derive(Debug, Clone)]
pub(super) struct File {
    id: AttachmentId,
    name: String,
    content_type: String,
    pub bytes: Bytes,
    declared_size: usize,
    url: String,
    pub serving: Serving,
}

/// How a file is served.
#[derive(Debug, Clone, PartialEq)]
pub enum Serving {
    /// With its length, and at once: what happens where nothing else was said.
    Whole,
    /// Without saying how long it is.
    Chunked,
    /// Without saying how long it is, and over and over again.
    Endless,
    /// A byte at a time, with this pause before each.
    Dripping(Duration),
    /// Not at all: it is said to be at this address.
    Elsewhere(String),
}

/// A file in the hands of a test.
pub struct Attachment {
    shared: Arc<Shared>,
    pub id: AttachmentId,
}

impl FakeDiscord {
    /// Somebody uploads a file, to attach it to a command. It may have any name. Where the content type is empty, Discord
    /// doesn't say what the file is.
    ///
    /// Its address is one of this Discord's own; of one with TLS, it is at "cdn.discordapp.com".
    pub fn upload(&self, name: &str, content_type: &str, bytes: impl Into<Vec<u8>>) -> Attachment {
        let bytes = Bytes::from(bytes.into());
        let host = if self.open.root_certificate.is_some() {
            "https://cdn.discordapp.com".to_owned()
        } else {
            self.url()
        };
        let id = self.shared.change(|state| {
            let folder = state.new_id();
            let id = AttachmentId::new(state.new_id());
            let file = File {
                id,
                name: name.to_owned(),
                content_type: content_type.to_owned(),
                declared_size: bytes.len(),
                url: format!(
                    "{host}/attachments/{folder}/{id}/{}?{}",
                    percent_encoded(name),
                    query(id)
                ),
                bytes,
                serving: Serving::Whole,
            };
            state.files.insert(id, file);
            id
        });
        Attachment {
            shared: Arc::clone(&self.shared),
            id,
        }
    }
}

impl Attachment {
    /// Discord says that it is at this address.
    pub fn with_url(self, url: &str) -> Self {
        self.with(|file| url.clone_into(&mut file.url))
    }

    /// Discord says that it is this long.
    pub fn declaring_size(self, bytes: usize) -> Self {
        self.with(|file| file.declared_size = bytes)
    }

    /// It is served like this.
    pub fn serving(self, serving: Serving) -> Self {
        self.with(|file| file.serving = serving)
    }

    fn with(self, change: impl FnOnce(&mut File)) -> Self {
        self.shared.change(|state| state.files.get_mut(&self.id).map(change));
        self
    }

    /// Where Discord says that it is.
    pub fn url(&self) -> String {
        self.shared.read(|state| state.files[&self.id].url.clone())
    }

    /// An option of a command that names it.
    pub fn option(&self, name: &str) -> Value {
        json!({ "name": name, "type": 11, "value": self.id.to_string() })
    }
}

impl File {
    pub fn json(&self) -> Value {
        let mut json = json!({
            "id": self.id.to_string(), "filename": self.name, "size": self.declared_size, "url": self.url,
            "proxy_url": self.url, "ephemeral": true,
        });
        if !self.content_type.is_empty() {
            json["content_type"] = json!(self.content_type);
        }
        json
    }

    /// Whether a query has what Discord signs the addresses of files with; without it there is no file.
    pub fn is_signed(&self, asked: &str) -> bool {
        asked.trim_end_matches('&') == query(self.id).trim_end_matches('&')
    }

    pub fn content_type(&self) -> &str {
        if self.content_type.is_empty() {
            "application/octet-stream"
        } else {
            &self.content_type
        }
    }
}

/// When an address expires, when it was made, and the signature; with an `&` at the end, as Discord has it.
fn query(id: AttachmentId) -> String {
    format!("ex=7fffffff&is=66000000&hm={:064x}&", id.get())
}

fn percent_encoded(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
