//! The settings of a bot on the stage.

use std::sync::Arc;
use std::time::Duration;

use verbatim::discord::{Events, Pace, Patience, Settings};
use verbatim::web;

use crate::fake_discord::FakeDiscord;

/// The usual settings for a bot in this Discord, except for the address.
pub fn settings(discord: &FakeDiscord) -> Settings {
    let is_proxy = discord.url().starts_with("http:");
    let (address, is_tls) = (discord.address(), !is_proxy);
    let certificate = is_tls.then(|| discord.root_certificate().to_owned());
    Settings {
        token: discord.token().to_owned(),
        proxy: is_proxy.then(|| discord.url()),
        guild: None,
        user_limit: (5, Duration::from_secs(10)),
        admins: Vec::new(),
        message_content: false,
        events: Events::Gateway,
        fetching: web::Settings {
            allows_private: true,
            contact: None,
            pace: Duration::ZERO,
            accepts_gone: false,
            max_pages: None,
            now: 0,
        },
        fetch_every: None,
        forget_after: Duration::from_hours(30 * 24),
        memory: None,
        max_open: usize::MAX,
        logs_questions: false,
        keeps_questions: true,
        client: Box::new(move || match &certificate {
            Some(pem) => {
                let root = reqwest::Certificate::from_pem(pem.as_bytes()).unwrap();
                reqwest::Client::builder()
                    .resolve("discord.com", address)
                    .add_root_certificate(root)
            }
            None => reqwest::Client::builder(),
        }),
        pace: Pace::default(),
        patience: Patience::default(),
        metrics: Arc::default(),
    }
}
