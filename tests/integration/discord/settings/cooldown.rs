//! The pause after a public answer in a channel.

use std::time::Duration;

use super::{
    COOLDOWN_IN, ask, assert_answer, assert_answered, assert_ignored, assert_refusal, open, page, section, stage,
};
use crate::discord::stage::{Stage, WHY};
use crate::fake_discord::{Place, Sent};

const EARLY: &str = "I answered here recently";

/// Ada sets the cooldown, in these places only; everywhere if there are none.
async fn slow(stage: &Stage, pause: &str, places: &[&Place]) -> Sent {
    let shown = page(stage, &stage.ada, "Pause after an answer").await;
    let shown = stage.discord.chooses(&stage.ada, &shown, pause).await.update().await;
    let listed = stage.discord.lists(&stage.ada, &shown, COOLDOWN_IN, places).await;
    listed.update().await
}

#[tokio::test]
async fn after_a_public_answer_the_next_one_in_its_channel_has_to_wait() {
    let mut stage = stage().await;
    slow(&stage, "5 minutes", &[]).await;
    stage.restart().await;
    let private = ask(&stage, &stage.ann, &stage.general, Some(true)).await;
    assert_answered(&stage, &stage.ann, &stage.general).await;
    let refusal = ask(&stage, &stage.ben, &stage.general, None).await;
    assert_refusal(&refusal, EARLY);
    assert!(
        refusal.content.contains(":R>, or use /ask with private: True"),
        "{}",
        refusal.text()
    );
    assert_answer(&ask(&stage, &stage.ben, &stage.general, Some(true)).await, true);
    let shared = stage.discord.clicks(&stage.ann, &private, "Share").await;
    assert_refusal(&shared.response().await, EARLY);
    let section = section(&stage, &stage.ben).await;
    let posted = stage.discord.clicks(&stage.ben, &section, "Post here").await;
    assert_refusal(&posted.response().await, EARLY);
    // After mentions, the channel is told once in a pause.
    let said = stage
        .discord
        .says(&stage.ben, &stage.general, &stage.mention(WHY))
        .await;
    let told = stage.discord.answer_to(said).await;
    assert!(told.content.contains(EARLY), "{}", told.text());
    // Editing it doesn't help, either.
    stage.discord.edits(said, &stage.mention("who is the president?")).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(stage.public().contains(&told));
    assert_ignored(&stage, &stage.ben, &stage.general).await;
    assert_ignored(&stage, &stage.ann, &stage.general).await;
    // Each channel has a pause of its own, and private messages have none.
    let other = stage.discord.channel(&stage.guild, "bots");
    assert_answer(&ask(&stage, &stage.ben, &other, None).await, false);
    assert_refusal(&ask(&stage, &stage.ann, &other, None).await, EARLY);
    let dm = stage.discord.dm(&stage.ann);
    for _ in 0..2 {
        assert_answered(&stage, &stage.ann, &dm).await;
    }
    // Without a pause, there is nothing to wait for.
    slow(&stage, "none", &[]).await;
    assert_answer(&ask(&stage, &stage.ben, &stage.general, None).await, false);
    stage.discord.check();
}

#[tokio::test]
async fn when_the_pause_is_over_the_next_one_is_answered() {
    let stage = stage().await;
    slow(&stage, "5 seconds", &[]).await;
    assert_answer(&ask(&stage, &stage.ann, &stage.general, None).await, false);
    assert_refusal(&ask(&stage, &stage.ben, &stage.general, None).await, EARLY);
    tokio::time::sleep(Duration::from_millis(5_100)).await;
    assert_answer(&ask(&stage, &stage.ben, &stage.general, None).await, false);
    stage.discord.check();
}

#[tokio::test]
async fn what_answers_nothing_begins_no_pause_and_a_corrected_question_has_none() {
    let stage = stage().await;
    slow(&stage, "60 minutes", &[]).await;
    let sourdough = "how do I bake sourdough bread?";
    let asked = Stage::question(sourdough);
    let asked = stage.discord.slash(&stage.ann, &stage.general, "ask", asked).await;
    assert!(asked.response().await.content.contains("found nothing"));
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(sourdough))
        .await;
    let nothing = stage.discord.answer_to(said).await;
    assert!(nothing.content.contains("found nothing"), "{}", nothing.text());
    let said = stage
        .discord
        .says(&stage.ben, &stage.general, &stage.mention("who is the president?"))
        .await;
    let first = stage.discord.answer_to(said).await;
    stage.discord.edits(said, &stage.mention(WHY)).await;
    assert_answer(&stage.discord.edited(&first).await, false);
    stage.discord.check();
}

#[tokio::test]
async fn a_pause_may_count_in_some_channels_and_their_threads_alone() {
    let stage = stage().await;
    let busy = stage.discord.category(&stage.guild, "Busy");
    let lobby = stage.discord.channel_in(&busy, "lobby");
    let thread = stage.discord.thread(&lobby, "Iran");
    let shown = slow(&stage, "10 minutes", &[&busy]).await;
    assert!(
        shown
            .description()
            .contains(&format!("in each channel of <#{}>", busy.channel))
    );
    for place in [&lobby, &thread] {
        assert_answered(&stage, &stage.ann, place).await;
        assert_refusal(&ask(&stage, &stage.ben, place, None).await, EARLY);
    }
    for _ in 0..2 {
        assert_answer(&ask(&stage, &stage.ben, &stage.general, None).await, false);
    }
    let forged = stage
        .discord
        .clicks_forged(&stage.ada, &stage.general, &open(&stage, &stage.ada).await, "1et")
        .await;
    assert!(forged.response().await.content.contains("another version of me"));
    stage.discord.check();
}
