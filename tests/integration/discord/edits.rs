//! Questions that their authors correct after sending them.

use std::time::Duration;

use serde_json::json;

use super::follow_ups::GUIDE;
use super::stage::{Stage, until};
use crate::fake_discord::Sent;

const TYPO: &str = "zxcv qwrt pfgh?";
const RAIDS: &str = "when do raids start?";
const BOAT: &str = "how much is the boat?";

async fn stage() -> Stage {
    Stage::with(&[("guide.md", GUIDE)]).await
}

/// Ann's question, and the bot's reply.
async fn ask(stage: &Stage, question: &str) -> (serenity::model::id::MessageId, Sent) {
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(question))
        .await;
    (said, stage.discord.answer_to(said).await)
}

/// The bot has had the time to react, and the message is still `before`.
async fn is_unchanged(stage: &Stage, before: &Sent) {
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(stage.public(), std::slice::from_ref(before));
}

#[tokio::test]
async fn a_corrected_question_is_answered_in_place_of_the_old_answer() {
    let mut stage = stage().await;
    let (said, nothing) = ask(&stage, TYPO).await;
    assert!(nothing.content.contains("found nothing"), "{}", nothing.text());
    stage.discord.edits(said, &stage.mention(RAIDS)).await;
    let raids = stage.discord.edited(&nothing).await;
    assert!(raids.description().contains("Fridays"), "{}", raids.text());
    assert_eq!(raids.content, "");
    stage.discord.edits(said, &stage.mention(BOAT)).await;
    let boat = stage.discord.edited(&raids).await;
    assert!(boat.description().contains("nine euros"), "{}", boat.text());
    // The bot finds its answer again after a restart.
    stage.restart().await;
    stage.discord.edits(said, &stage.mention(RAIDS)).await;
    let again = stage.discord.edited(&boat).await;
    assert!(again.description().contains("Fridays"), "{}", again.text());
    assert_eq!(stage.public().len(), 1);
    stage.only_ann_dismisses(&again).await;
    stage.discord.check();
}

#[tokio::test]
async fn a_mention_that_is_added_later_is_answered() {
    let stage = stage().await;
    let said = stage.discord.says(&stage.ann, &stage.general, RAIDS).await;
    stage.discord.silence(&stage.general).await;
    stage.discord.edits(said, &stage.mention(RAIDS)).await;
    let answer = stage.discord.answer_to(said).await;
    assert!(answer.description().contains("Fridays"), "{}", answer.text());
    stage.discord.check();
}

#[tokio::test]
async fn an_answer_in_place_of_nothing_found_stays_and_the_reverse_goes() {
    let mut stage = stage().await;
    stage
        .restart_with(|settings| settings.pace.quiet_for = Duration::from_millis(700))
        .await;
    let (said, nothing) = ask(&stage, TYPO).await;
    stage.discord.edits(said, &stage.mention(RAIDS)).await;
    let raids = stage.discord.edited(&nothing).await;
    tokio::time::sleep(Duration::from_millis(900)).await;
    is_unchanged(&stage, &raids).await;
    stage.discord.edits(said, &stage.mention(TYPO)).await;
    stage.discord.gone(raids.id).await;
    // The bot took that back itself, so a better question gets a new reply.
    stage.discord.edits(said, &stage.mention(BOAT)).await;
    until("there is a new answer", || stage.public().len() == 1).await;
    assert!(stage.public()[0].description().contains("nine euros"));
    stage.discord.check();
}

#[tokio::test]
async fn an_edit_that_changes_nothing_or_comes_late_is_left_alone() {
    let mut stage = stage().await;
    let question = format!("{RAIDS} https://guild.example");
    let (said, raids) = ask(&stage, &question).await;
    stage
        .discord
        .unfurls(said, json!({"type": "link", "title": BOAT}))
        .await;
    stage
        .discord
        .edits(said, &format!("{} ", stage.mention(&question)))
        .await;
    is_unchanged(&stage, &raids).await;
    stage
        .restart_with(|settings| settings.pace.edits_for = Duration::from_millis(50))
        .await;
    stage.discord.edits(said, &stage.mention(BOAT)).await;
    is_unchanged(&stage, &raids).await;
    stage.discord.check();
}

#[tokio::test]
async fn a_deleted_answer_does_not_come_back() {
    let mut stage = stage().await;
    let (said, raids) = ask(&stage, RAIDS).await;
    stage.only_ann_dismisses(&raids).await;
    stage.discord.edits(said, &stage.mention(BOAT)).await;
    until("the bot tried", || {
        stage.discord.requests_to("PATCH", "/channels/*/messages/*") == 1
    })
    .await;
    stage.discord.silence(&stage.general).await;
    stage.restart().await;
    stage.discord.edits(said, &stage.mention(RAIDS)).await;
    stage.discord.silence(&stage.general).await;
    assert!(stage.public().is_empty());
    stage.discord.check();
}

#[tokio::test]
async fn edits_count_as_questions() {
    let mut stage = stage().await;
    stage
        .restart_with(|settings| settings.user_limit = (5, Duration::from_secs(1_000)))
        .await;
    let (said, mut before) = ask(&stage, RAIDS).await;
    for question in [BOAT, RAIDS, BOAT, RAIDS] {
        stage.discord.edits(said, &stage.mention(question)).await;
        before = stage.discord.edited(&before).await;
    }
    stage.discord.edits(said, &stage.mention(BOAT)).await;
    let limited = stage.discord.edited(&before).await;
    assert!(limited.content.contains("second"), "{}", limited.text());
    stage.discord.check();
}
