//! Sessions of the gateway, and their tokens.

use std::time::Duration;

use serenity::client::ClientBuilder;
use serenity::gateway::GatewayError;
use serenity::model::gateway::GatewayIntents;
use tokio::time::timeout;

use super::super::FakeDiscord;
use super::{connect, heard, http};

#[tokio::test]
async fn a_wrong_token_is_refused_at_both_doors() {
    let discord = FakeDiscord::start().await;
    let http = http(&discord, "Bot wrong");
    let refused = http.get_current_user().await.unwrap_err();
    let serenity::Error::Http(refused) = refused else {
        panic!("{refused}")
    };
    assert_eq!(refused.status_code().unwrap().as_u16(), 401);

    let intents = GatewayIntents::GUILD_MESSAGES;
    let mut client = ClientBuilder::new_with_http(http, intents).await.unwrap();
    let refused = timeout(Duration::from_secs(10), client.start()).await.expect("an end");
    assert!(
        matches!(
            refused,
            Err(serenity::Error::Gateway(GatewayError::InvalidAuthentication))
        ),
        "{refused:?}"
    );
    assert_eq!(discord.gateway().closes(), [4004]);
}

#[tokio::test]
async fn a_lost_connection_is_resumed_with_what_was_missed() {
    let discord = FakeDiscord::start().await;
    let dm = discord.dm(&discord.user("ann"));
    let ann = discord.user("ann");
    let (_http, mut messages) = connect(&discord).await;

    discord.gateway().drop_connection();
    discord.offline().await;
    discord.says(&ann, &dm, "while you were away").await;
    discord.resumed(1).await;
    assert_eq!(heard(&mut messages).await.content, "while you were away");
    assert_eq!((discord.identifies(), discord.resumes()), (1, 1));

    discord.gateway().raw("{ not json");
    discord
        .gateway()
        .raw(r#"{"op":0,"s":99,"t":"MESSAGE_CREATE","d":{"id":7}}"#);
    discord.gateway().duplicates(true);
    discord.says(&ann, &dm, "twice").await;
    for _ in 0..2 {
        assert_eq!(heard(&mut messages).await.content, "twice");
    }
    discord.check();
}

#[tokio::test]
async fn a_session_that_is_closed_is_resumed_and_an_invalid_one_left() {
    let discord = FakeDiscord::start().await;
    let (_http, _messages) = connect(&discord).await;
    discord.gateway().close(4000);
    discord.resumed(1).await;
    discord.gateway().reconnect();
    discord.resumed(2).await;
    assert_eq!(discord.identifies(), 1);
    assert_eq!(discord.presence()["status"], "online");
    discord.gateway().invalid_session(false);
    discord.offline().await;
    assert_eq!(discord.identifies(), 1);
    discord.check();
}
