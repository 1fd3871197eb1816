//! Where the bot answers: channels, categories, mentions, and private answers.

use serde_json::json;
use serenity::model::permissions::Permissions;

use super::{
    ALLOWED, DENIED, PRIVATE, ask, assert_answer, assert_answered, assert_ignored, assert_refusal, list, press,
    section, stage,
};
use crate::discord::stage::WHY;

const NOT_HERE: &str = "I may not answer in";

#[tokio::test]
async fn where_it_may_not_answer_each_way_to_ask_is_refused_to_the_asker_alone() {
    let mut stage = stage().await;
    let answer = assert_answered(&stage, &stage.ann, &stage.general).await;
    let private = ask(&stage, &stage.ann, &stage.general, Some(true)).await;
    let section = section(&stage, &stage.ann).await;
    let question = stage.discord.says(&stage.ben, &stage.general, WHY).await;
    let thread = stage.discord.thread(&stage.general, "Iran");
    list(&stage, DENIED, &[&stage.general]).await;
    for _ in 0..2 {
        for place in [&stage.general, &thread] {
            assert_refusal(&ask(&stage, &stage.ann, place, None).await, NOT_HERE);
            assert_refusal(&ask(&stage, &stage.ann, place, Some(true)).await, NOT_HERE);
            assert_ignored(&stage, &stage.ann, place).await;
        }
        let found = stage.discord.menu(&stage.ann, "Find the answer", question).await;
        assert_refusal(&found.response().await, NOT_HERE);
        let sources = stage
            .discord
            .slash(&stage.ann, &stage.general, "sources", json!([]))
            .await;
        assert_refusal(&sources.response().await, NOT_HERE);
        stage
            .discord
            .replies(&stage.ann, answer.id, "who is the president?", true)
            .await;
        stage.discord.silence(&stage.general).await;
        for (message, label) in [(&private, "Share"), (&section, "Post here")] {
            let posted = stage.discord.clicks(&stage.ann, message, label).await;
            assert_refusal(&posted.response().await, NOT_HERE);
        }
        let to_ben = stage.discord.picks(&stage.ann, &section, &stage.ben).await;
        assert_refusal(&to_ben.response().await, NOT_HERE);
        // Answers that are shown can be read on, and /help explains.
        let next = stage.discord.clicks(&stage.ben, &answer, "Next").await.response().await;
        assert!(next.footer().contains("2 of"), "{}", next.text());
        let help = stage.discord.slash(&stage.ann, &stage.general, "help", json!([])).await;
        assert!(help.response().await.content.contains("How to ask"));
        stage.restart().await;
    }
    assert_eq!(stage.public().len(), 1, "there is only the first answer");
    // In private there are no such rules, and other channels aren't concerned.
    let dm = stage.discord.dm(&stage.ann);
    assert_answered(&stage, &stage.ann, &dm).await;
    let other = stage.discord.channel(&stage.guild, "bots");
    assert_answered(&stage, &stage.ann, &other).await;
    list(&stage, DENIED, &[]).await;
    assert_answer(&ask(&stage, &stage.ann, &stage.general, None).await, false);
    let shared = stage.discord.clicks(&stage.ann, &private, "Share").await;
    assert!(!shared.followup().await.ephemeral);
    stage.discord.check();
}

#[tokio::test]
async fn whoever_mentions_it_where_it_may_not_answer_is_told_why_in_private_but_not_each_time() {
    let stage = stage().await;
    list(&stage, DENIED, &[&stage.general]).await;
    let dm = stage.discord.dm(&stage.ann);
    assert_ignored(&stage, &stage.ann, &stage.general).await;
    let told = stage.discord.sent_at_least(&dm, 1).await.remove(0);
    let channel = stage.general.channel;
    assert!(
        told.content.contains(&format!("{NOT_HERE} <#{channel}>")),
        "{}",
        told.text()
    );
    assert_ignored(&stage, &stage.ann, &stage.general).await;
    assert_eq!(stage.discord.sent(&dm).len(), 1);
    assert_ignored(&stage, &stage.ben, &stage.general).await;
    stage.discord.sent_at_least(&stage.discord.dm(&stage.ben), 1).await;
    stage.discord.check();
}

#[tokio::test]
async fn an_answer_stays_when_its_question_is_edited_where_the_bot_may_no_longer_answer() {
    let stage = stage().await;
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    let answer = stage.discord.answer_to(said).await;
    let unanswered = stage.discord.says(&stage.ann, &stage.general, "hm").await;
    list(&stage, DENIED, &[&stage.general]).await;
    for message in [said, unanswered] {
        stage
            .discord
            .edits(message, &stage.mention("when did the talks begin?"))
            .await;
        stage.discord.silence(&stage.general).await;
    }
    assert_eq!(stage.public(), [answer]);
    stage.discord.check();
}

#[tokio::test]
async fn a_channels_own_setting_beats_its_categorys_and_a_thread_counts_as_its_channel() {
    let mut stage = stage().await;
    let staff = stage.discord.category(&stage.guild, "Staff");
    let [bots, talk] = ["staff-bots", "staff-talk"].map(|name| stage.discord.channel_in(&staff, name));
    let [in_bots, in_talk] = [&bots, &talk].map(|place| stage.discord.thread(place, "Iran"));
    list(&stage, DENIED, &[&staff]).await;
    list(&stage, ALLOWED, &[&bots]).await;
    let (ann, ben) = (stage.ann.clone(), stage.ben.clone());
    for _ in 0..2 {
        for place in [&bots, &in_bots, &stage.general] {
            assert_answer(&ask(&stage, &ann, place, None).await, false);
            assert_answered(&stage, &ben, place).await;
        }
        for place in [&talk, &in_talk] {
            assert_refusal(&ask(&stage, &ann, place, None).await, NOT_HERE);
            assert_ignored(&stage, &ben, place).await;
        }
        stage.restart().await;
    }
    // The other way round: nowhere but in the category, and not in one of its channels.
    list(&stage, DENIED, &[&bots]).await;
    list(&stage, ALLOWED, &[&staff]).await;
    let shown = press(&stage, "Answer only where allowed").await;
    assert!(
        shown.description().contains("**Where I answer**: only in"),
        "{}",
        shown.text()
    );
    for place in [&talk, &in_talk] {
        assert_answer(&ask(&stage, &ann, place, None).await, false);
        assert_answered(&stage, &ben, place).await;
    }
    for place in [&bots, &in_bots, &stage.general] {
        assert_refusal(&ask(&stage, &ann, place, None).await, NOT_HERE);
        assert_ignored(&stage, &ben, place).await;
    }
    press(&stage, "Answer everywhere else, too").await;
    assert_answered(&stage, &ben, &stage.general).await;
    stage.discord.check();
}

#[tokio::test]
async fn where_discord_hides_the_category_only_the_known_places_count() {
    let stage = stage().await;
    let staff = stage.discord.category(&stage.guild, "Staff");
    let talk = stage.discord.channel_in(&staff, "staff-talk");
    list(&stage, DENIED, &[&staff]).await;
    // A command comes with the category of its channel, and costs no request.
    let looks = || stage.discord.requests_to("GET", "/channels/*");
    assert_refusal(&ask(&stage, &stage.ann, &talk, None).await, NOT_HERE);
    assert_eq!(looks(), 0);
    stage.discord.allow(&talk, 0);
    let thread = stage.discord.thread(&talk, "Iran");
    assert_refusal(&ask(&stage, &stage.ann, &thread, None).await, NOT_HERE);
    let hidden = stage.discord.channel_in(&staff, "hidden");
    stage.discord.allow(&hidden, Permissions::EMBED_LINKS.bits());
    let thread = stage.discord.thread(&hidden, "Iran");
    assert_answer(&ask(&stage, &stage.ann, &thread, None).await, false);
    stage.discord.check();
}

#[tokio::test]
async fn without_mentions_commands_are_answered_and_messages_are_not() {
    let mut stage = stage().await;
    let answer = assert_answered(&stage, &stage.ann, &stage.general).await;
    press(&stage, "Ignore mentions").await;
    stage.restart().await;
    assert_ignored(&stage, &stage.ben, &stage.general).await;
    stage
        .discord
        .replies(&stage.ben, answer.id, "who is the president?", true)
        .await;
    stage.discord.silence(&stage.general).await;
    let dm = stage.discord.dm(&stage.ben);
    let told = stage.discord.sent_at_least(&dm, 1).await;
    assert!(told[0].content.contains("Use /ask there"), "{}", told[0].text());
    assert_answer(&ask(&stage, &stage.ben, &stage.general, None).await, false);
    assert_answered(&stage, &stage.ben, &dm).await;
    press(&stage, "Answer mentions").await;
    assert_answered(&stage, &stage.ben, &stage.general).await;
    stage.discord.check();
}

#[tokio::test]
async fn where_answers_are_private_only_those_who_want_it_otherwise_show_them() {
    let mut stage = stage().await;
    let quiet = stage.discord.category(&stage.guild, "Quiet");
    let corner = stage.discord.channel_in(&quiet, "corner");
    let thread = stage.discord.thread(&corner, "Iran");
    list(&stage, PRIVATE, &[&quiet]).await;
    stage.restart().await;
    for place in [&corner, &thread] {
        let private = ask(&stage, &stage.ann, place, None).await;
        assert_answer(&private, true);
        let question = stage.discord.says(&stage.ben, place, WHY).await;
        let found = stage.discord.menu(&stage.ann, "Find the answer", question).await;
        assert_answer(&found.response().await, true);
        assert_answer(&ask(&stage, &stage.ann, place, Some(false)).await, false);
        let shared = stage.discord.clicks(&stage.ann, &private, "Share").await;
        assert!(!shared.followup().await.ephemeral);
        let said = stage.discord.says(&stage.ann, place, &stage.mention(WHY)).await;
        let told = stage.discord.answer_to(said).await;
        assert!(
            told.content.contains("only the person who asks sees my answers"),
            "{}",
            told.text()
        );
    }
    assert_answer(&ask(&stage, &stage.ann, &stage.general, None).await, false);
    stage.discord.check();
}
