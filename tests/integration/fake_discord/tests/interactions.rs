//! Commands, clicks and choices, and the responses that the bot may give.

use std::time::Duration;

use serde_json::json;

use super::super::{FakeDiscord, Fault};
use super::{code, connect, heard, page, registered, send};

#[tokio::test]
async fn somebody_asks_and_clicks_and_chooses() {
    let discord = FakeDiscord::start().await;
    let general = discord.channel(&discord.guild("here"), "general");
    let (ann, other) = (discord.user("ann"), discord.bot_user("other"));
    let (http, _messages) = connect(&discord).await;
    registered(&http).await;

    let question = json!([{ "name": "question", "type": 3, "value": "Anybody?" }]);
    let asked = discord.slash(&ann, &general, "ask", question.clone()).await;
    let answer = asked.response().await;
    assert_eq!(
        answer.text(),
        "| An echo\n| Anybody?\n| 1 of 1\n[Again] (Never)\n{More: One}"
    );
    assert_eq!(asked.response_kind(), Some(4));
    assert!(asked.response_time().unwrap() < Duration::from_secs(3));

    let updated = discord.clicks(&ann, &answer, "Again").await.update().await;
    assert_eq!((updated.id, updated.description()), (answer.id, "again"));
    let updated = discord.chooses(&ann, &updated, "One").await.update().await;
    assert_eq!(updated.description(), "menu");

    let said = discord.says(&other, &general, "hidden in passing").await;
    let quietly = discord.menu(&ann, "Quietly", said).await;
    let answer = quietly.response().await;
    assert_eq!((answer.description(), answer.ephemeral), ("hidden in passing", true));
    assert_eq!(quietly.response_kind(), Some(5));
    let choices = discord.types(&ann, &general, "ask", "question", "o").await;
    assert_eq!(choices, [("One".to_owned(), "1".to_owned())]);

    let elsewhere = discord.channel(&discord.foreign_guild("elsewhere"), "general");
    let abroad = discord.slash(&ann, &elsewhere, "ask", question).await;
    assert_eq!(abroad.response().await.description(), "Anybody?");
    let body = json!({ "content": "too far", "allowed_mentions": { "parse": [] } });
    assert_eq!(code(send(&http, &elsewhere, &body).await.unwrap_err()), 50001);
    discord.check();
}

#[tokio::test]
async fn a_callback_counts_once_and_not_after_the_token_ran_out() {
    let discord = FakeDiscord::start().await;
    let general = discord.channel(&discord.guild("here"), "general");
    let ann = discord.user("ann");
    let (http, _messages) = connect(&discord).await;
    registered(&http).await;
    let question = json!([{ "name": "question", "type": 3, "value": "Anybody?" }]);
    let asked = discord.slash(&ann, &general, "ask", question).await;
    asked.response().await;

    let token = format!("aW50ZXJhY3Rpb246{}", asked.id);
    let again = json!({ "type": 4, "data": page("again") });
    let refused = http
        .create_interaction_response(asked.id, &token, &again, Vec::new())
        .await;
    assert_eq!(code(refused.unwrap_err()), 40060);
    asked.expire();
    let refused = http
        .create_interaction_response(asked.id, &token, &again, Vec::new())
        .await;
    assert_eq!(code(refused.unwrap_err()), 10062);
    discord.check();
}

#[tokio::test]
async fn a_follow_up_fills_what_was_deferred_and_the_next_is_its_own() {
    let discord = FakeDiscord::start().await;
    let forum = discord.forum(&discord.guild("here"), "help");
    let (ann, moderator) = (discord.user("ann"), discord.moderator("mo"));
    let (http, mut messages) = connect(&discord).await;
    registered(&http).await;
    assert_eq!(discord.commands().as_array().map(Vec::len), Some(3));

    let (post, text) = discord.posts(&ann, &forum, "Help", "How?").await;
    assert_eq!(heard(&mut messages).await.channel_id, post.channel);
    let twice = discord.menu(&moderator, "Twice", text).await;
    assert_eq!(twice.response().await.description(), "first");
    let second = twice.followup().await;
    discord.gone(twice.response().await.id).await;
    assert_eq!(twice.original(), None);
    assert_eq!(discord.sent(&post), std::slice::from_ref(&second));
    assert_eq!(
        (second.title(), second.footer(), second.author()),
        ("An echo", "1 of 1", "")
    );

    let edit = json!({ "content": "more", "allowed_mentions": { "parse": [] } });
    http.edit_message(post.channel, second.id, &edit, Vec::new())
        .await
        .unwrap();
    assert_eq!(discord.edited(&second).await.content, "more");
    discord.edits(text, "How else?").await;
    discord.deletes(text).await;
    let gone = http.get_message(post.channel, text).await;
    assert_eq!(code(gone.unwrap_err()), 10008);
    let busy = Fault::Error {
        status: 403,
        code: 50007,
    };
    let refusing = discord.next("POST", "/users/@me/channels", busy).always();
    let open = json!({ "recipient_id": ann.id.to_string() });
    assert_eq!(code(http.create_private_channel(&open).await.unwrap_err()), 50007);
    refusing.over();
    let dm = http.create_private_channel(&open).await.unwrap();
    assert_eq!(dm.id, discord.dm(&ann).channel);
    discord.check();
}
