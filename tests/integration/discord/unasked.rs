//! Answers to messages that ask nobody in particular: to what, and what becomes of them.
//!
//! - `places`: where the bot answers unasked.
//! - `switch`: the setting and the intent that it needs.

mod places;
mod switch;

use std::time::Duration;

use serde_json::json;
use serenity::model::id::MessageId;
use serenity::model::permissions::Permissions;
use verbatim::metrics::Format;

use super::follow_ups::GUIDE;
use super::stage::{Stage, until};
use crate::fake_discord::{FakeDiscord, Fault, Place, Sent, User};

/// The flag of an application in few servers that has the intent for the content of messages.
const SEES_CONTENT: u64 = 1 << 19;

const UNASKED_IN: &str = "Where I answer questions that nobody asked me (choose none to stop)";
const RAIDS: &str = "when do raids start?";
const BOAT: &str = "how much does it cost to hire the boat?";

/// A stage with the guild's guide, on which Discord shows the bot all messages.
async fn stage() -> Stage {
    let discord = FakeDiscord::start().await;
    discord.application_flags(SEES_CONTENT);
    Stage::on_disk_in(discord, &[("guide.md", GUIDE)], |settings| {
        settings.message_content = true;
        settings.user_limit = (100, Duration::from_secs(1));
    })
    .await
}

/// Ada opens a page of the settings.
async fn page(stage: &Stage, name: &str) -> Sent {
    let used = stage.discord.slash(&stage.ada, &stage.general, "settings", json!([]));
    let shown = used.await.response().await;
    let page = stage.discord.chooses(&stage.ada, &shown, name).await;
    page.update().await
}

/// Ada chooses the places for unasked answers.
async fn choose(stage: &Stage, places: &[&Place]) -> Sent {
    let shown = page(stage, "Unasked answers").await;
    let chosen = stage.discord.lists(&stage.ada, &shown, UNASKED_IN, places).await;
    chosen.update().await
}

/// Ann says something, and the bot answers.
async fn answered(stage: &Stage, place: &Place, text: &str) -> (MessageId, Sent) {
    let said = stage.discord.says(&stage.ann, place, text).await;
    (said, stage.discord.answer_to(said).await)
}

/// Says something, and asserts that nothing at all reaches Discord.
async fn assert_ignored(stage: &Stage, who: &User, place: &Place, text: &str) {
    let before = stage.discord.requests().len();
    stage.discord.says(who, place, text).await;
    assert_no_request_since(stage, before, text).await;
}

async fn assert_no_request_since(stage: &Stage, before: usize, text: &str) {
    tokio::time::sleep(Duration::from_millis(400)).await;
    let mut requests = stage.discord.requests().split_off(before);
    // The bot may still be looking at its commands and its owner.
    requests.retain(|request| request.path.starts_with("/channels/") || request.path.starts_with("/users/"));
    assert!(requests.is_empty(), "{text}: {requests:?}");
}

/// The value of a series of the bot's metrics.
fn figure(stage: &Stage, series: &str) -> String {
    let text = stage.metrics.text(Format::OpenMetrics);
    let line = text.lines().find_map(|line| line.strip_prefix(&format!("{series} ")));
    line.unwrap_or_else(|| panic!("no {series}")).to_owned()
}

#[tokio::test]
async fn in_a_chosen_channel_a_question_is_answered_until_it_is_said_to_be_none() {
    let mut stage = stage().await;
    choose(&stage, &[&stage.general]).await;
    let (said, answer) = answered(&stage, &stage.general, RAIDS).await;
    insta::assert_snapshot!(answer.text(), @r"
    | Raids
    | **Raids start at seven in the evening on Fridays.** Bring two potions and a spare sword.
    | Guild guide · 1 of 4
    [▶️ Next] [👍 Helpful] [👎 Not helpful] [🙊 Not a question]
    ");
    assert!(answer.pinged.is_empty() && answer.reply_to == Some(said));
    assert_eq!(stage.discord.requests_to("POST", "/channels/*/typing"), 0);
    // Others read on in a copy, which has no such button; the author turns the message itself.
    let copy = stage.discord.clicks(&stage.ben, &answer, "Next").await.response().await;
    assert!(
        copy.ephemeral && !copy.labels().contains(&"Not a question".to_owned()),
        "{}",
        copy.text()
    );
    stage.restart().await;
    let answer = stage.discord.clicks(&stage.ann, &answer, "Next").await.update().await;
    assert!(
        answer.labels().contains(&"Not a question".to_owned()),
        "{}",
        answer.text()
    );
    let helpful = stage
        .discord
        .clicks(&stage.ben, &answer, "Helpful")
        .await
        .response()
        .await;
    assert!(helpful.ephemeral);
    // Neither a bystander nor a forged click takes it away, but the author does.
    let wrong = stage
        .discord
        .clicks(&stage.ben, &answer, "Not a question")
        .await
        .response()
        .await;
    assert!(
        wrong.ephemeral && wrong.content.contains("can dismiss this answer"),
        "{}",
        wrong.text()
    );
    assert_eq!(figure(&stage, "verbatim_not_questions_total"), "0");
    stage
        .discord
        .clicks(&stage.ann, &answer, "Not a question")
        .await
        .acknowledged()
        .await;
    stage.discord.gone(answer.id).await;
    // Somebody who may manage messages takes any away.
    let (_, other) = answered(&stage, &stage.general, BOAT).await;
    stage
        .discord
        .clicks(&stage.mo, &other, "Not a question")
        .await
        .acknowledged()
        .await;
    stage.discord.gone(other.id).await;
    assert_eq!(figure(&stage, "verbatim_not_questions_total"), "2");
    let answered = r#"verbatim_questions_total{way="unasked",kind="passages",status="answered"}"#;
    assert_eq!(figure(&stage, answered), "2");
    stage.discord.check();
}

#[tokio::test]
async fn whatever_is_no_question_or_has_no_sure_answer_gets_no_sign_of_life() {
    let stage = stage().await;
    choose(&stage, &[&stage.general]).await;
    let bot = stage.discord.bot_user("other bot");
    let helpers = stage.discord.role(&stage.guild, "helpers");
    for (who, text) in [
        (&stage.ann, "raids start on fridays, that's when I come".to_owned()),
        (&stage.ann, "what a raid!".to_owned()),
        (&stage.ann, "hello all, how are you?".to_owned()),
        (&stage.ann, "and when?".to_owned()),
        (&stage.ann, "tl;dr?".to_owned()),
        (&stage.ann, "👍".to_owned()),
        // Near the topic, and off it.
        (&stage.ann, "anyone up for a dungeon run tonight?".to_owned()),
        (&stage.ann, "how do I bake sourdough bread?".to_owned()),
        // Somebody else is asked, or the bot in passing.
        (&stage.ann, format!("<@{}> {RAIDS}", stage.ben.id)),
        (&stage.ann, format!("<@&{helpers}> {RAIDS}")),
        (&stage.ann, format!("@here {RAIDS}")),
        (
            &stage.ann,
            format!("ask <@{}> about that, {RAIDS}", stage.discord.bot()),
        ),
        (&bot, RAIDS.to_owned()),
    ] {
        assert_ignored(&stage, who, &stage.general, &text).await;
    }
    let said = stage.discord.says(&stage.ben, &stage.general, "see you there").await;
    let before = stage.discord.requests().len();
    stage.discord.replies(&stage.ann, said, RAIDS, false).await;
    assert_no_request_since(&stage, before, "a reply").await;
    assert!(stage.public().is_empty());
    let silent = r#"verbatim_questions_total{way="unasked",kind="none",status="silent"}"#;
    assert_eq!(figure(&stage, silent), "2");
    // They are not among the unanswered questions, and the bot is well.
    let used = stage
        .discord
        .slash(&stage.ada, &stage.general, "corpus unanswered", json!([]));
    let listed = used.await.response().await;
    assert!(!listed.text().contains("sourdough"), "{}", listed.text());
    answered(&stage, &stage.general, RAIDS).await;
    stage.discord.check();
}

#[tokio::test]
async fn several_questions_get_the_answers_that_are_sure() {
    let stage = stage().await;
    choose(&stage, &[&stage.general]).await;
    let both = format!("two things. {RAIDS} {BOAT}");
    let (_, two) = answered(&stage, &stage.general, &both).await;
    assert_eq!(two.embeds.as_array().unwrap().len(), 2, "{}", two.text());
    assert_eq!(two.labels().last().unwrap(), "Not a question");
    let one = format!("{RAIDS} And how do I bake sourdough bread?");
    let (_, one) = answered(&stage, &stage.general, &one).await;
    assert!(
        one.description().contains("Fridays") && one.content.is_empty(),
        "{}",
        one.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn an_answer_follows_its_message_when_that_is_edited_or_deleted() {
    let mut stage = stage().await;
    choose(&stage, &[&stage.general]).await;
    let (said, raids) = answered(&stage, &stage.general, RAIDS).await;
    stage.discord.edits(said, BOAT).await;
    let boat = stage.discord.edited(&raids).await;
    assert!(boat.description().contains("nine euros"), "{}", boat.text());
    // The bot finds its answer again after a restart.
    stage.restart().await;
    stage.discord.edits(said, RAIDS).await;
    let raids = stage.discord.edited(&boat).await;
    assert!(
        raids.labels().contains(&"Not a question".to_owned()),
        "{}",
        raids.text()
    );
    stage.discord.edits(said, "never mind").await;
    stage.discord.gone(raids.id).await;
    // A message without an answer gets none later, unless somebody asks the bot.
    stage.discord.edits(said, BOAT).await;
    let silent = stage.discord.says(&stage.ann, &stage.general, "never mind").await;
    let before = stage.discord.requests().len();
    stage.discord.edits(silent, RAIDS).await;
    assert_no_request_since(&stage, before, "an edit").await;
    let (said, raids) = answered(&stage, &stage.general, RAIDS).await;
    stage.discord.edits(said, &stage.mention(BOAT)).await;
    let boat = stage.discord.edited(&raids).await;
    assert!(boat.labels().contains(&"Dismiss".to_owned()), "{}", boat.text());
    let (said, raids) = answered(&stage, &stage.general, RAIDS).await;
    stage.discord.deletes(said).await;
    stage.discord.gone(raids.id).await;
    assert_eq!(stage.public(), [boat]);
    stage.discord.check();
}

#[tokio::test]
async fn a_message_that_is_deleted_while_the_bot_searches_gets_no_answer() {
    let stage = stage().await;
    let staff = stage.discord.category(&stage.guild, "Staff");
    let talk = stage.discord.channel_in(&staff, "staff-talk");
    choose(&stage, &[&staff]).await;
    stage
        .discord
        .next("GET", "/channels/*", Fault::Slow(Duration::from_millis(300)));
    let said = stage.discord.says(&stage.ann, &talk, RAIDS).await;
    stage.discord.deletes(said).await;
    until("it tried", || {
        stage.discord.requests_to("POST", "/channels/*/messages") == 1
    })
    .await;
    stage.discord.silence(&talk).await;
    answered(&stage, &talk, RAIDS).await;
    stage.discord.check();
}

#[tokio::test]
async fn where_the_bot_may_not_embed_or_write_nobody_is_told() {
    let stage = stage().await;
    choose(&stage, &[&stage.general]).await;
    stage.discord.forbid(&stage.general, Permissions::EMBED_LINKS);
    let (_, plain) = answered(&stage, &stage.general, RAIDS).await;
    assert!(plain.content.contains("Fridays"), "{}", plain.text());
    stage.discord.forbid(&stage.general, Permissions::SEND_MESSAGES);
    stage.discord.says(&stage.ann, &stage.general, BOAT).await;
    stage.discord.silence(&stage.general).await;
    assert_eq!(stage.discord.sent(&stage.discord.dm(&stage.ann)), []);
    stage.discord.check();
}
