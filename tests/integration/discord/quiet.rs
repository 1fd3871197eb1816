//! Replies that are not for everybody: they are private, soon gone, or missing.

use std::time::Duration;

use serde_json::json;

use super::stage::{BETRAYED, Stage, WHY, until};

const SOURDOUGH: &str = "how do I bake sourdough bread?";

#[tokio::test]
async fn nothing_found_and_small_talk_are_for_the_asker_alone() {
    let stage = Stage::shipped().await;
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(SOURDOUGH))
        .await;
    insta::assert_snapshot!(asked.response().await.text(), @r#"
    (only you can see this)
    I found nothing about this in the articles. Here is what they cover:
    {Choose a section to read: A Step Toward Resolution? | A Long History of Tensions | Negotiation Possibilities | Global Security and Regional Stability | A Call for Trust}
    "#);
    let options = json!([
        {"name": "question", "type": 3, "value": "you stupid bot"},
        {"name": "to", "type": 6, "value": stage.ben.id.to_string()},
    ]);
    let asked = stage.discord.slash(&stage.ann, &stage.general, "ask", options).await;
    let said = asked.response().await;
    insta::assert_snapshot!(said.text(), @r#"
    (only you can see this)
    I only know what the articles here say, and answer by quoting them.
    You can ask me about: A Step Toward Resolution, A Long History of Tensions, or Negotiation Possibilities.
    "#);
    assert!(said.pinged.is_empty());
    let insult = stage.discord.says(&stage.ben, &stage.general, "lol").await;
    let found = stage.discord.menu(&stage.ann, "Find the answer", insult).await;
    assert!(found.response().await.ephemeral);
    assert!(stage.public().is_empty());
    stage.discord.check();
}

#[tokio::test]
async fn what_took_long_and_found_nothing_is_for_the_asker_alone() {
    let stage = Stage::tuned(|settings| settings.pace.defer_after = Duration::ZERO).await;
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(SOURDOUGH))
        .await;
    let told = asked.followup().await;
    assert_eq!(asked.response_kind(), Some(5));
    assert!(
        told.ephemeral && told.content.contains("found nothing"),
        "{}",
        told.text()
    );
    assert!(stage.public().is_empty(), "the bot no longer thinks");
    stage.discord.check();
}

#[tokio::test]
async fn a_reply_that_answers_nothing_is_gone_after_a_while() {
    let stage = Stage::tuned(|settings| settings.pace.quiet_for = Duration::from_millis(500)).await;
    for (text, shown) in [(SOURDOUGH, "found nothing"), ("hello!", "Hello!"), ("", "/ask")] {
        let said = stage
            .discord
            .says(&stage.ann, &stage.general, &stage.mention(text))
            .await;
        let reply = stage.discord.answer_to(said).await;
        assert!(reply.content.contains(shown), "{}", reply.text());
        assert!(!reply.text().contains("sourdough"), "{}", reply.text());
        stage.discord.gone(reply.id).await;
    }
    // An answer stays, and so does whatever is said in private.
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    let answer = stage.discord.answer_to(said).await;
    let dm = stage.discord.dm(&stage.ann);
    let said = stage.discord.says(&stage.ann, &dm, SOURDOUGH).await;
    stage.discord.answer_to(said).await;
    tokio::time::sleep(Duration::from_millis(900)).await;
    assert_eq!(stage.public(), [answer]);
    assert_eq!(stage.discord.sent(&dm).len(), 1);
    stage.discord.check();
}

#[tokio::test]
async fn a_bot_that_ends_takes_back_what_answers_nothing() {
    let mut stage = Stage::shipped().await;
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(SOURDOUGH))
        .await;
    let reply = stage.discord.answer_to(said).await;
    let began = std::time::Instant::now();
    stage.restart().await;
    stage.discord.gone(reply.id).await;
    assert!(began.elapsed() < Duration::from_secs(8), "it waited");
    stage.all_is_well().await;
    stage.discord.check();
}

#[tokio::test]
async fn small_talk_can_be_dismissed_by_its_asker() {
    let mut stage = Stage::shipped().await;
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention("thanks!"))
        .await;
    let reply = stage.discord.answer_to(said).await;
    insta::assert_snapshot!(reply.text(), @r#"
    You're welcome!
    You can ask me about: A Step Toward Resolution, A Long History of Tensions, or Negotiation Possibilities.
    [🗑️ Dismiss]
    "#);
    stage.only_ann_dismisses(&reply).await;
    stage.restart().await;
    stage.all_is_well().await;
    stage.discord.check();
}

#[tokio::test]
async fn who_speaks_of_the_bot_hears_nothing() {
    let stage = Stage::shipped().await;
    let bot = stage.discord.bot();
    for text in [
        format!("ask <@{bot}> about that, it knows everything"),
        format!("<@{}> did you try <@{bot}> for it?", stage.ben.id),
        format!("@everyone <@{bot}> look at this"),
        format!("just ask <@{bot}>"),
    ] {
        stage.discord.says(&stage.ann, &stage.general, &text).await;
    }
    stage.discord.silence(&stage.general).await;
    for text in [format!("hey <@{bot}> {WHY}"), format!("I'm new here. <@{bot}> {WHY}")] {
        let said = stage.discord.says(&stage.ann, &stage.general, &text).await;
        assert!(stage.discord.answer_to(said).await.description().contains(BETRAYED));
    }
    until("nothing else was said", || stage.public().len() == 2).await;
    stage.discord.check();
}
