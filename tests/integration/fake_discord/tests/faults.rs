//! Faults on request, and a client with its own rate limiter.

use std::time::Duration;

use serde_json::json;
use serenity::http::HttpBuilder;
use tokio::time::timeout;

use super::super::{FakeDiscord, Fault, Sent};
use super::{http, send};

#[tokio::test]
async fn faults_strike_as_often_as_they_were_asked_to() {
    let discord = FakeDiscord::start().await;
    let dm = discord.dm(&discord.user("ann"));
    let http = http(&discord, discord.token());
    let body = json!({ "content": "hello", "allowed_mentions": { "parse": [] } });

    discord
        .next("POST", "/channels/*/messages", Fault::Status(502))
        .times(2);
    for _ in 0..2 {
        assert!(send(&http, &dm, &body).await.is_err());
    }
    let busy = Fault::RateLimited {
        retry_after: 0.1,
        global: false,
    };
    discord.next("POST", "/channels/*/messages", busy);
    assert!(send(&http, &dm, &body).await.is_err());
    assert_eq!(discord.sent(&dm), Vec::<Sent>::new());
    discord.next("POST", "/channels/*/messages", Fault::Lost(500));
    assert!(send(&http, &dm, &body).await.is_err());
    assert_eq!(discord.sent(&dm).len(), 1, "done, though nobody was told");
    let hanging = discord.next("POST", "/channels/*/messages", Fault::Hang);
    assert!(
        timeout(Duration::from_millis(100), send(&http, &dm, &body))
            .await
            .is_err()
    );
    hanging.over();
    send(&http, &dm, &body).await.unwrap();
    assert_eq!(discord.requests_to("POST", "/channels/{}/messages"), 6);
    discord.check();
}

#[tokio::test]
async fn the_rate_limiter_can_stay_on_over_tls() {
    let discord = FakeDiscord::start_tls().await;
    let dm = discord.dm(&discord.user("ann"));
    let root = reqwest::Certificate::from_pem(discord.root_certificate().as_bytes()).unwrap();
    let client = reqwest::Client::builder()
        .add_root_certificate(root)
        .resolve("discord.com", discord.address())
        .build()
        .unwrap();
    let http = HttpBuilder::new(discord.token()).client(client).build();

    let busy = Fault::RateLimited {
        retry_after: 0.1,
        global: false,
    };
    discord.next("POST", "/channels/*/messages", busy);
    let body = json!({ "content": "hello", "allowed_mentions": { "parse": [] } });
    send(&http, &dm, &body).await.unwrap();
    assert_eq!(discord.requests_to("POST", "/channels/{}/messages"), 2);
    discord.check();
}
