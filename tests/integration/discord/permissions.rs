//! Missing permissions, and the bot's way around them.

use super::stage::{BETRAYED, Stage, WHY, until};
use crate::fake_discord::Fault;

/// View channel, send messages, send in threads, embed links, read history: the permissions that the invite requests.
const VIEW: u64 = 1 << 10;
const SEND: u64 = 1 << 11;
const EMBED: u64 = 1 << 14;
const HISTORY: u64 = 1 << 16;
const IN_THREADS: u64 = 1 << 38;

#[tokio::test]
async fn without_embed_links_the_answer_is_plain_text() {
    let stage = Stage::shipped().await;
    stage.discord.allow(&stage.general, VIEW | SEND | HISTORY | IN_THREADS);
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(WHY))
        .await;
    for answer in [stage.discord.answer_to(said).await, asked.response().await] {
        assert!(answer.embeds.as_array().unwrap().is_empty());
        assert!(answer.content.contains(&format!("**{BETRAYED}")), "{}", answer.text());
        assert!(answer.content.contains("A Call for Trust"));
        assert!(answer.labels().contains(&"Next".to_owned()));
        // Its pages are turned as plain text, too.
        let next = stage.discord.clicks(&stage.ann, &answer, "Next").await.response().await;
        assert!(next.embeds.as_array().unwrap().is_empty());
        assert!(next.content.contains("2 of"), "{}", next.text());
        assert!(!next.content.contains(BETRAYED), "{}", next.text());
    }
    stage.discord.check();
}

#[tokio::test]
async fn who_cannot_be_answered_in_a_channel_is_told_in_private_what_is_missing() {
    let stage = Stage::shipped().await;
    let thread = stage.discord.thread(&stage.general, "Iran");
    stage.discord.allow(&stage.general, VIEW | EMBED | HISTORY);
    stage.discord.allow(&thread, VIEW | SEND | EMBED | HISTORY);
    let dm = stage.discord.dm(&stage.ann);
    for (count, place) in [&stage.general, &thread].into_iter().enumerate() {
        stage.discord.says(&stage.ann, place, &stage.mention(WHY)).await;
        let line = stage.discord.sent_at_least(&dm, count + 1).await.pop().unwrap();
        assert!(
            line.content.contains(&format!("<#{}>", place.channel)),
            "{}",
            line.text()
        );
        assert!(line.content.contains("Send Messages"), "{}", line.text());
        assert!(stage.discord.sent(place).is_empty());
    }
    stage.discord.check();
}

#[tokio::test]
async fn a_command_is_answered_even_where_the_bot_sees_nothing() {
    let stage = Stage::shipped().await;
    stage.discord.allow(&stage.general, 0);
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(WHY))
        .await;
    let answer = asked.response().await;
    assert!(answer.content.contains(BETRAYED), "{}", answer.text());
    stage.discord.check();
}

#[tokio::test]
async fn who_takes_no_private_messages_costs_nothing() {
    let stage = Stage::shipped().await;
    stage.discord.allow(&stage.general, VIEW);
    let closed = Fault::Error {
        status: 403,
        code: 50_007,
    };
    stage
        .discord
        .next(
            "POST",
            "/channels/*/messages",
            Fault::Error {
                status: 403,
                code: 50_013,
            },
        )
        .times(2);
    stage.discord.next("POST", "/channels/*/messages", closed).times(1);
    stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    let tries = || stage.discord.requests_to("POST", "/channels/*/messages");
    until("the bot has tried everything", || tries() == 3).await;
    stage.discord.silence(&stage.general).await;
    stage.discord.allow(&stage.general, VIEW | SEND | EMBED | HISTORY);
    stage.all_is_well().await;
    stage.discord.check();
}
