//! Interactions over HTTP: Discord posts each of them to the bot, and signs it.
//!
//! The source is "Receiving and Responding to Interactions" in Discord's documentation for developers. The response to
//! an interaction goes to its callback URL, as it does for one from the gateway. Not here: connections (`http`).

use std::time::Duration;

use data_encoding::HEXLOWER_PERMISSIVE;
use ring::signature::{ED25519, UnparsedPublicKey};
use serde::Deserialize;
use serenity::model::application::Interaction;

use super::access::{Access, said};
use super::application::Application;
use super::rest::{Rest, RestError};
use crate::http::{Listener, Post, Reply};
use crate::ledger::unix_now;
use crate::metrics::{InteractionPosts, PostOutcome};

/// The header with the signature, in hexadecimal digits.
pub(super) const SIGNATURE: &str = "X-Signature-Ed25519";

/// The header with the time of the signature, in seconds since 1970.
pub(super) const TIMESTAMP: &str = "X-Signature-Timestamp";

/// The most that the time of a signature may differ from the clock. Discord names no limit. A post that somebody has
/// recorded can be repeated for as long, and the bot remembers interactions for longer.
const MAX_SKEW: Duration = Duration::from_mins(5);

/// The type of the interaction with which Discord asks whether the bot is there.
const PING: u8 = 1;

/// The answer to a ping, which looks like the ping.
pub(super) const PONG: &str = r#"{"type":1}"#;

/// The settings for interactions over HTTP.
#[derive(Debug)]
pub struct Endpoint {
    /// Where Discord's posts arrive.
    pub listener: Listener,
    /// The path that takes them, such as "/discord".
    pub path: String,
    /// The key that Discord signs them with; `None` to ask Discord for it.
    pub key: Option<[u8; 32]>,
}

/// Reads a public key of 64 hexadecimal digits, as the Developer Portal shows it. `None` if it isn't one.
pub(crate) fn public_key(text: &str) -> Option<[u8; 32]> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()?.try_into().ok()
}

/// The key that Discord signs posts with. Logs a warning if Discord doesn't post interactions anywhere.
pub(crate) async fn key(rest: &Rest) -> Result<[u8; 32], RestError> {
    let application = Application::get(rest).await?;
    if application.interactions_endpoint_url.is_none() {
        tracing::warn!(
            "Discord posts no interactions anywhere yet; have it do so with verbatim register --interactions and the URL at which Discord reaches the bot"
        );
    }
    public_key(&application.verify_key).ok_or(RestError::Malformed)
}

/// The result of changing the URL that Discord posts interactions to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Discord has tried the URL and taken it.
    Done,
    /// Discord refuses the token.
    BadToken,
    /// Discord has tried the URL, and the response was wrong; or the URL can't be one.
    Refused,
    /// Discord did not answer: the reason, as a fragment.
    Unknown(String),
}

/// Has Discord post interactions to a URL, or to none, so that they come from the gateway. This blocks; don't call it from
/// asynchronous code.
///
/// # Errors
/// If no request could be made at all.
pub fn set_url(access: &Access, url: Option<&str>) -> anyhow::Result<Change> {
    let changed = access.ask(async |rest| rest.set_interactions_url(url).await)?;
    Ok(match changed {
        Ok(()) => Change::Done,
        Err(error) if error.is_unauthorized() => Change::BadToken,
        Err(RestError::Refused { .. }) => Change::Refused,
        Err(error) => Change::Unknown(said(error)),
    })
}

/// A post from Discord, read.
#[derive(Debug)]
enum Received {
    Ping,
    Interaction(Box<Interaction>),
}

/// Responds to a post: with the answer to a ping, or by handing the interaction to `take`, which returns false if it has
/// come before.
pub(crate) fn receive(
    post: &Post,
    key: &[u8; 32],
    metrics: &InteractionPosts,
    take: impl FnOnce(Interaction) -> bool,
) -> Reply {
    let (outcome, reply) = match read(post, key, unix_now()) {
        Ok(Received::Ping) => (PostOutcome::Ping, Reply::Answer(PONG)),
        // Whoever repeats a post must not learn that.
        Ok(Received::Interaction(interaction)) => {
            let is_new = take(*interaction);
            let outcome = if is_new {
                PostOutcome::Taken
            } else {
                PostOutcome::Repeated
            };
            (outcome, Reply::Taken)
        }
        Err(outcome @ PostOutcome::Malformed) => (outcome, Reply::Malformed),
        Err(outcome) => (outcome, Reply::Unauthorized),
    };
    metrics.received(outcome);
    reply
}

fn read(post: &Post, key: &[u8; 32], now: u64) -> Result<Received, PostOutcome> {
    let timestamp = post.header(TIMESTAMP).unwrap_or_default();
    let signature = post.header(SIGNATURE).unwrap_or_default();
    if !is_signed(key, (timestamp, &post.body), signature) {
        return Err(PostOutcome::Unsigned);
    }
    if !timestamp.parse().is_ok_and(|at| now.abs_diff(at) <= MAX_SKEW.as_secs()) {
        tracing::warn!(
            timestamp,
            "refused a post whose time is minutes away from this machine's clock; if that is wrong, set it"
        );
        return Err(PostOutcome::Stale);
    }
    parse(&post.body).map_err(|error| {
        // The error may quote the interaction, and that may hold a question.
        tracing::warn!(
            line = error.line(),
            column = error.column(),
            "an interaction could not be read"
        );
        PostOutcome::Malformed
    })
}

/// True if the signature in hexadecimal digits is that of the key's owner for the timestamp and the body.
fn is_signed(key: &[u8; 32], (timestamp, body): (&str, &[u8]), signature: &str) -> bool {
    let Ok(signature) = HEXLOWER_PERMISSIVE.decode(signature.as_bytes()) else {
        return false;
    };
    let signed = [timestamp.as_bytes(), body].concat();
    UnparsedPublicKey::new(&ED25519, key)
        .verify(&signed, &signature)
        .is_ok()
}

fn parse(body: &[u8]) -> Result<Received, serde_json::Error> {
    #[derive(Deserialize)]
    struct Kind {
        #[serde(rename = "type")]
        kind: u8,
    }
    let Kind { kind } = serde_json::from_slice(body)?;
    if kind == PING {
        return Ok(Received::Ping);
    }
    serde_json::from_slice(body).map(|interaction| Received::Interaction(Box::new(interaction)))
}

#[cfg(test)]
mod tests {
    use ring::signature::{Ed25519KeyPair, KeyPair};

    use super::*;

    /// A key pair for tests, made of any 32 bytes.
    fn pair(seed: u8) -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
    }

    fn key(pair: &Ed25519KeyPair) -> [u8; 32] {
        pair.public_key().as_ref().try_into().unwrap()
    }

    #[test]
    fn a_signature_holds_for_its_own_key_time_and_body_alone() {
        let (pair, other) = (pair(7), pair(8));
        let (timestamp, body) = ("1764258000", br#"{"type":1}"#.as_slice());
        let signature = pair.sign(&[timestamp.as_bytes(), body].concat());
        let hex = HEXLOWER_PERMISSIVE.encode(signature.as_ref());
        assert!(is_signed(&key(&pair), (timestamp, body), &hex));
        assert!(is_signed(&key(&pair), (timestamp, body), &hex.to_uppercase()));
        assert!(!is_signed(&key(&other), (timestamp, body), &hex));
        for wrong in [
            "",
            "0",
            &hex[1..],
            &hex[..126],
            &format!("{hex}00"),
            &"g".repeat(128),
            &"0".repeat(128),
        ] {
            assert!(!is_signed(&key(&pair), (timestamp, body), wrong), "{wrong}");
        }
    }

    #[test]
    fn one_flipped_bit_anywhere_breaks_a_signature() {
        let pair = pair(7);
        let timestamp = "1764258000";
        let body = br#"{"type":2,"id":"9","data":{"name":"ask","options":[{"name":"question","value":"who?"}]}}"#;
        let signed = [timestamp.as_bytes(), body].concat();
        let signature = pair.sign(&signed);
        // The bits of the key, of the time, of the body, and of the signature.
        let whole = [&key(&pair)[..], &signed, signature.as_ref()].concat();
        let is_whole = |bytes: &[u8]| {
            let (key, rest) = bytes.split_first_chunk::<32>().unwrap();
            let (signed, signature) = rest.split_at(signed.len());
            let (time, body) = signed.split_at(timestamp.len());
            let hex = HEXLOWER_PERMISSIVE.encode(signature);
            // A header that isn't text is refused before.
            std::str::from_utf8(time).is_ok_and(|time| is_signed(key, (time, body), &hex))
        };
        assert!(is_whole(&whole));
        for bit in 0..whole.len() * 8 {
            let mut broken = whole.clone();
            broken[bit / 8] ^= 1 << (bit % 8);
            assert!(!is_whole(&broken), "bit {bit}");
        }
    }

    #[test]
    fn a_key_has_64_hexadecimal_digits() {
        let text = "00ff".repeat(16);
        assert_eq!(public_key(&text), Some([0, 255].repeat(16).try_into().unwrap()));
        assert_eq!(public_key(&text.to_uppercase()), public_key(&text));
        for wrong in [
            "",
            "00",
            &text[1..],
            &format!("{text}00"),
            &"g".repeat(64),
            &format!(" {}", &text[1..]),
        ] {
            assert_eq!(public_key(wrong), None, "{wrong}");
        }
    }
}
