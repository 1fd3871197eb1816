//! The setting that unasked answers need, and the intent in the Developer Portal.

use serde_json::json;
use verbatim::discord::ServeError;

use super::{RAIDS, assert_ignored, assert_no_request_since, choose, stage};
use crate::discord::served::Served;
use crate::fake_discord::FakeDiscord;

/// Messages in guilds, private messages, and their content.
const GUILD_MESSAGES: u64 = 1 << 9;
const DIRECT_MESSAGES: u64 = 1 << 12;
const MESSAGE_CONTENT: u64 = 1 << 15;

#[tokio::test]
async fn without_the_setting_the_bot_asks_for_no_more_than_before_and_says_what_is_needed() {
    let mut stage = stage().await;
    assert_eq!(
        stage.discord.intents(),
        GUILD_MESSAGES | DIRECT_MESSAGES | MESSAGE_CONTENT
    );
    let shown = choose(&stage, &[&stage.general]).await;
    assert_eq!(shown.content, "");
    let help = stage
        .discord
        .slash(&stage.ann, &stage.general, "help", json!([]))
        .await
        .response()
        .await;
    assert!(
        help.content.contains("Discord shows me all messages here"),
        "{}",
        help.text()
    );
    stage.restart_with(|_| {}).await;
    assert_eq!(stage.discord.intents(), GUILD_MESSAGES | DIRECT_MESSAGES);
    let forum = stage.discord.forum(&stage.guild, "help");
    let shown = choose(&stage, &[&stage.general, &forum]).await;
    insta::assert_snapshot!(shown.content, @"I can't answer unasked yet, because Discord hides messages from me that aren't addressed to me. Whoever runs me can change that, in this order: in Discord's Developer Portal, open my application, then Bot, and switch on Message Content Intent; set VERBATIM_MESSAGE_CONTENT=on; restart me. You can choose the places before or after that.");
    assert_ignored(&stage, &stage.ann, &stage.general, RAIDS).await;
    // The title of a post isn't hidden, but that is no reason to read it.
    let before = stage.discord.requests().len();
    stage.discord.posts(&stage.ann, &forum, RAIDS, "hi").await;
    assert_no_request_since(&stage, before, "a post").await;
    let help = stage
        .discord
        .slash(&stage.ann, &stage.general, "help", json!([]))
        .await
        .response()
        .await;
    assert!(
        help.content.contains("I only read what is addressed to me"),
        "{}",
        help.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn an_intent_that_discord_refuses_ends_it_with_the_name_of_the_switch() {
    let discord = FakeDiscord::start().await;
    let served = Served::start(&discord, discord.token(), &[("VERBATIM_MESSAGE_CONTENT", "on")]);
    let (status, log) = served.ended().await;
    assert_eq!(status, Some(78), "{log}");
    for said in ["switch on Message Content Intent", "VERBATIM_MESSAGE_CONTENT=on"] {
        assert!(log.contains(said), "{log}");
    }
    let mut stage = stage().await;
    stage.discord.gateway().close(4014);
    assert!(matches!(stage.ended().await, Err(ServeError::DisallowedIntents)));
}
