//! Interactions that Discord posts to the bot, in place of the gateway.
//!
//! Not here: what an interaction is (`interactions`).

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use data_encoding::HEXLOWER;
use reqwest::header::CONTENT_TYPE;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

use super::FakeDiscord;
use super::state::Shared;

/// The key pair of every application; the seed is no secret.
static KEYS: LazyLock<Ed25519KeyPair> = LazyLock::new(|| Ed25519KeyPair::from_seed_unchecked(&[42; 32]).unwrap());

/// The time in which the response to a post has to come.
const PATIENCE: Duration = Duration::from_secs(3);

/// The bot's public key, as the Developer Portal shows it.
pub(super) fn public_key() -> String {
    HEXLOWER.encode(KEYS.public_key().as_ref())
}

/// A post to the bot, which a test may spoil.
#[derive(Debug, Clone)]
pub struct Posted {
    pub timestamp: String,
    pub signature: String,
    pub body: Vec<u8>,
}

impl Posted {
    /// A post of this body that Discord has signed now.
    pub fn signed(body: impl Into<Vec<u8>>) -> Self {
        let now = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap();
        Self::signed_at(now.as_secs(), body)
    }

    /// The same at another time, in seconds since 1970.
    pub fn signed_at(time: u64, body: impl Into<Vec<u8>>) -> Self {
        let (timestamp, body) = (time.to_string(), body.into());
        let signature = KEYS.sign(&[timestamp.as_bytes(), &body].concat());
        let signature = HEXLOWER.encode(signature.as_ref());
        Self {
            timestamp,
            signature,
            body,
        }
    }

    /// Posts it. Returns the status and the body of the response, and whether that is JSON; `None` if none comes.
    pub async fn send(&self, url: &str) -> Option<(u16, String, bool)> {
        let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().unwrap();
        let response = client
            .post(url)
            .header("X-Signature-Timestamp", &self.timestamp)
            .header("X-Signature-Ed25519", &self.signature)
            .header(CONTENT_TYPE, "application/json")
            .body(self.body.clone())
            .send()
            .await
            .ok()?;
        let is_json = response
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind == "application/json");
        Some((response.status().as_u16(), response.text().await.ok()?, is_json))
    }
}

impl FakeDiscord {
    /// Posts interactions to a URL from now on, without trying it; with `None`, they come over the gateway.
    pub fn posts_to(&self, url: Option<&str>) {
        self.shared
            .change(|state| state.application.endpoint = url.map(ToOwned::to_owned));
    }

    /// The URL that interactions are posted to.
    pub fn endpoint(&self) -> Option<String> {
        self.shared.read(|state| state.application.endpoint.clone())
    }

    /// Every interaction that was posted, as it was posted.
    pub fn posted(&self) -> Vec<Posted> {
        self.shared.read(|state| state.posted.clone())
    }
}

/// Posts an interaction, and wants it to be taken in time.
pub(super) fn deliver(shared: &Arc<Shared>, url: String, post: Posted) {
    let shared = Arc::clone(shared);
    tokio::spawn(async move {
        let response = post.send(&url).await;
        if response.as_ref().map(|(status, body, _)| (*status, body.as_str())) != Some((202, "")) {
            shared.change(|state| state.violation(format!("a post to {url} got {response:?}")));
        }
    });
}

/// True if Discord takes a URL: it answers a ping, and refuses one that isn't signed.
pub(super) async fn is_valid(url: &str) -> bool {
    let ping = json!({
        "id": "1", "application_id": "1", "token": "ping", "type": 1, "version": 1, "entitlements": [],
        "user": { "id": "1", "username": "discord", "avatar": null, "discriminator": "0000" },
    });
    let ping = Posted::signed(ping.to_string());
    let forged = Posted {
        signature: HEXLOWER.encode(&[7; 64]),
        ..ping.clone()
    };
    let answer = ping.send(url).await;
    let is_pong = answer.is_some_and(|(status, body, is_json)| {
        status == 200 && is_json && serde_json::from_str::<Value>(&body).is_ok_and(|body| body["type"] == 1)
    });
    is_pong && forged.send(url).await.is_some_and(|(status, ..)| status == 401)
}
