//! Files that people attach to commands, and their addresses.
//!
//! Discord describes a file as its upload does, unless a test sets another size or another address. Not here: serving
//! files (`rest::files`).

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use serde_json::{Value, json};
use serenity::model::id::AttachmentId;

use super::FakeDiscord;
use super::state::Shared;

/// The state of a file.
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

/// The way in which a file is served.
#[derive(Debug, Clone, PartialEq)]
pub enum Serving {
    /// With its length, and at once: the default.
    Whole,
    /// Without its length.
    Chunked,
    /// Without its length, and over and over again.
    Endless,
    /// One byte at a time, with this pause before each.
    Dripping(Duration),
    /// Not at all: it redirects to this address.
    Elsewhere(String),
}

/// A test's handle of a file.
pub struct Attachment {
    shared: Arc<Shared>,
    pub id: AttachmentId,
}

impl FakeDiscord {
    /// Sets the most bytes of a file that it takes in a response.
    pub fn takes_uploads_of(&self, bytes: u32) {
        self.shared.change(|state| state.upload_limit = bytes);
    }

    /// Uploads a file, to be attached to a command. It may have any name. With an empty content type, Discord doesn't
    /// say what the file is.
    ///
    /// Its address is one of this Discord's own; with TLS, it is at "cdn.discordapp.com".
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
    /// Makes Discord say that the file is at this address.
    pub fn with_url(self, url: &str) -> Self {
        self.with(|file| url.clone_into(&mut file.url))
    }

    /// Makes Discord say that the file has this length.
    pub fn declaring_size(self, bytes: usize) -> Self {
        self.with(|file| file.declared_size = bytes)
    }

    /// Serves the file in this way.
    pub fn serving(self, serving: Serving) -> Self {
        self.with(|file| file.serving = serving)
    }

    fn with(self, change: impl FnOnce(&mut File)) -> Self {
        self.shared.change(|state| state.files.get_mut(&self.id).map(change));
        self
    }

    /// The address of the file, according to Discord.
    pub fn url(&self) -> String {
        self.shared.read(|state| state.files[&self.id].url.clone())
    }

    /// An option of a command with this file.
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

    /// True if a query has the signature of the file's address; without it, the file is not served.
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

/// The query of an address: when it expires, when it was made, and the signature, with an `&` at the end as in Discord.
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
