//! People's messages, and the parts that the bot may read.

use serde_json::json;

use super::super::FakeDiscord;
use super::{connect, heard, send};

#[tokio::test]
async fn a_message_is_hidden_unless_the_bot_is_mentioned_or_alone_with_somebody() {
    let discord = FakeDiscord::start().await;
    let general = discord.channel(&discord.guild("here"), "general");
    let ann = discord.user("ann");
    let (http, mut messages) = connect(&discord).await;

    discord.says(&ann, &general, "to nobody").await;
    assert_eq!(heard(&mut messages).await.content, "");
    discord.silence(&general).await;

    let said = discord
        .says(&ann, &general, &format!("<@{}> hello", discord.bot()))
        .await;
    let message = heard(&mut messages).await;
    assert!(message.content.ends_with("hello") && message.guild_id == general.guild);
    assert_eq!(message.mentions[0].id, discord.bot());

    let reply = json!({
        "content": "heard", "allowed_mentions": { "parse": [] }, "nonce": "1", "enforce_nonce": true,
        "message_reference": { "message_id": said.to_string() },
    });
    let first = send(&http, &general, &reply).await.unwrap();
    let again = send(&http, &general, &reply).await.unwrap();
    let answer = discord.answer_to(said).await;
    assert_eq!(
        (answer.text().as_str(), answer.id, answer.pinged.as_slice()),
        ("heard", first.id, [].as_slice())
    );
    assert_eq!(again.id, first.id, "a nonce is taken once");
    assert_eq!(discord.sent(&general).len(), 1);

    discord.replies(&ann, answer.id, "why", false).await;
    let unpinged = heard(&mut messages).await;
    assert_eq!(
        (
            unpinged.content.as_str(),
            unpinged.referenced_message.unwrap().content.as_str()
        ),
        ("", "heard")
    );
    discord.replies(&ann, answer.id, "why?", true).await;
    assert_eq!(heard(&mut messages).await.content, "why?");
    discord.says(&ann, &discord.dm(&ann), "alone").await;
    assert_eq!(heard(&mut messages).await.content, "alone");
    discord.check();
}
