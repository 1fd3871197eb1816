//! Refused requests, and requests that are recorded as violations.

use serde_json::json;
use serenity::model::permissions::Permissions;

use super::super::FakeDiscord;
use super::{code, http, page, send};

#[tokio::test]
async fn what_breaks_a_rule_is_a_violation() {
    let discord = FakeDiscord::start().await;
    let general = discord.channel(&discord.guild("here"), "general");
    let http = http(&discord, discord.token());

    send(&http, &general, &json!({ "content": "@everyone" })).await.unwrap();
    let violations = discord.violations();
    assert!(
        violations.len() == 1 && violations[0].contains("allowed_mentions"),
        "{violations:?}"
    );

    let mut long = page(&"x".repeat(4097));
    let refused = send(&http, &general, &long).await.unwrap_err();
    assert_eq!(code(refused), 50035);
    let violations = discord.violations();
    let has = |part: &str| violations.iter().any(|violation| violation.contains(part));
    assert!(has("limit: "), "{violations:?}");
    assert_eq!(
        has("openapi: "),
        std::env::var_os("DISCORD_OPENAPI").is_some(),
        "{violations:?}"
    );

    // 2049 emoji of two UTF-16 units each.
    long["embeds"][0]["description"] = json!("🌍".repeat(2049));
    assert_eq!(code(send(&http, &general, &long).await.unwrap_err()), 50035);
    long["embeds"][0]["description"] = json!("short");
    long["components"][1]["components"][0]["custom_id"] = json!("again");
    assert_eq!(code(send(&http, &general, &long).await.unwrap_err()), 50035);
    assert!(discord.violations().iter().any(|violation| violation.contains("twice")));
    assert!(discord.sent(&general).len() == 1, "what is refused is not sent");
    discord.check();
}

#[tokio::test]
async fn what_the_bot_may_not_do_is_refused_in_discords_own_words() {
    let discord = FakeDiscord::start().await;
    let general = discord.channel(&discord.guild("here"), "general");
    let thread = discord.thread(&general, "aside");
    let http = http(&discord, discord.token());
    let page = page("seen");

    discord.forbid(&thread, Permissions::SEND_MESSAGES_IN_THREADS);
    assert_eq!(code(send(&http, &thread, &page).await.unwrap_err()), 50013);
    discord.forbid(&general, Permissions::EMBED_LINKS);
    assert_eq!(code(send(&http, &general, &page).await.unwrap_err()), 50013);
    discord.allow(&general, 0);
    assert_eq!(code(send(&http, &general, &page).await.unwrap_err()), 50001);
    discord.delete_channel(&general);
    assert_eq!(code(send(&http, &general, &page).await.unwrap_err()), 10003);
    let unknown = http.delete_message(thread.channel, 7.into(), None).await;
    assert_eq!(code(unknown.unwrap_err()), 10008);
    discord.check();
}
