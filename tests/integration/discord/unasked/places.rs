//! Where the bot answers unasked: channels, forums and categories, and the other settings of the server.

use std::time::Duration;

use super::{BOAT, RAIDS, answered, assert_ignored, choose, figure, page, stage};
use crate::fake_discord::{Fault, Place};

#[tokio::test]
async fn in_a_forum_the_first_message_of_a_post_is_answered_with_its_title_and_no_other() {
    let mut stage = stage().await;
    let forum = stage.discord.forum(&stage.guild, "help");
    choose(&stage, &[&forum]).await;
    // Alone, neither of these texts says what is asked.
    for (title, text) in [("Raid times", "when do they start?"), (RAIDS, "I'm new here. Thanks!")] {
        let (post, first) = stage.discord.posts(&stage.ann, &forum, title, text).await;
        let answer = stage.discord.answer_to(first).await;
        assert!(answer.description().contains("Fridays"), "{}", answer.text());
        for _ in 0..2 {
            stage.discord.says(&stage.ann, &post, BOAT).await;
            stage.discord.says(&stage.ben, &post, RAIDS).await;
            stage.discord.silence(&post).await;
            stage.restart().await;
        }
        assert_eq!(stage.discord.sent(&post).len(), 1);
        // A mention is answered there, like anywhere.
        let asked = stage.discord.says(&stage.ben, &post, &stage.mention(BOAT)).await;
        stage.discord.answer_to(asked).await;
    }
    let (post, _) = stage
        .discord
        .posts(&stage.ann, &forum, "Bread", "who bakes tonight?")
        .await;
    stage.discord.silence(&post).await;
    // A thread in a channel counts as its channel.
    let thread = stage.discord.thread(&stage.general, "Raids");
    choose(&stage, &[&stage.general]).await;
    answered(&stage, &thread, RAIDS).await;
    answered(&stage, &thread, BOAT).await;
    let (post, _) = stage.discord.posts(&stage.ann, &forum, RAIDS, "hi").await;
    stage.discord.silence(&post).await;
    stage.discord.check();
}

#[tokio::test]
async fn elsewhere_the_bot_is_silent_and_in_a_chosen_category_it_answers() {
    let mut stage = stage().await;
    let staff = stage.discord.category(&stage.guild, "Staff");
    let talk = stage.discord.channel_in(&staff, "staff-talk");
    for place in [&stage.general, &talk] {
        assert_ignored(&stage, &stage.ann, place, RAIDS).await;
    }
    choose(&stage, &[&staff]).await;
    stage.restart().await;
    answered(&stage, &talk, RAIDS).await;
    stage.discord.says(&stage.ann, &stage.general, RAIDS).await;
    stage.discord.silence(&stage.general).await;
    // Where Discord doesn't tell the category, it is none that was chosen.
    let hidden = stage.discord.channel_in(&staff, "hidden");
    stage.discord.next("GET", "/channels/*", Fault::Status(403)).always();
    stage.discord.says(&stage.ann, &hidden, RAIDS).await;
    stage.discord.silence(&hidden).await;
    assert!(
        choose(&stage, &[])
            .await
            .description()
            .contains("**Unasked answers**: nowhere")
    );
    assert_ignored(&stage, &stage.ann, &talk, RAIDS).await;
    stage.discord.check();
}

#[tokio::test]
async fn the_other_settings_of_the_server_hold_without_a_word() {
    let stage = stage().await;
    let bots = stage.discord.channel(&stage.guild, "bots");
    choose(&stage, &[&stage.general, &bots]).await;
    let lists = |on: &'static str, menu: &'static str, place: Option<Place>| {
        let stage = &stage;
        async move {
            let shown = page(stage, on).await;
            let places: Vec<&Place> = place.iter().collect();
            let listed = stage.discord.lists(&stage.ada, &shown, menu, &places).await;
            listed.update().await
        }
    };
    for menu in [
        "Not allowed: where I don't answer",
        "Private: where only the asker sees an answer",
    ] {
        lists("Channels and mentions", menu, Some(stage.general)).await;
        stage.discord.says(&stage.ann, &stage.general, RAIDS).await;
        stage.discord.silence(&stage.general).await;
        answered(&stage, &bots, RAIDS).await;
        lists("Channels and mentions", menu, None).await;
    }
    let people = page(&stage, "Who may ask").await;
    let blocked = (&[&stage.ann][..], &[][..]);
    let listed = stage
        .discord
        .lists_people(&stage.ada, &people, "These may not ask", blocked);
    listed.await.update().await;
    stage.discord.says(&stage.ann, &stage.general, RAIDS).await;
    stage.discord.silence(&stage.general).await;
    // A pause is kept in silence, and silence begins none.
    let slow = page(&stage, "Pause after an answer").await;
    stage
        .discord
        .chooses(&stage.ada, &slow, "5 minutes")
        .await
        .update()
        .await;
    stage
        .discord
        .says(&stage.ben, &stage.general, "how do I bake sourdough bread?")
        .await;
    stage.discord.silence(&stage.general).await;
    let said = stage.discord.says(&stage.ben, &stage.general, RAIDS).await;
    stage.discord.answer_to(said).await;
    stage.discord.says(&stage.ben, &stage.general, BOAT).await;
    stage.discord.silence(&stage.general).await;
    assert_eq!(stage.discord.sent(&stage.discord.dm(&stage.ann)), []);
    stage.discord.check();
}

#[tokio::test]
async fn a_persons_limit_counts_answers_and_not_silence() {
    let mut stage = stage().await;
    choose(&stage, &[&stage.general]).await;
    stage
        .restart_with(|settings| {
            settings.message_content = true;
            settings.user_limit = (1, Duration::from_secs(1_000));
        })
        .await;
    for _ in 0..3 {
        assert_ignored(&stage, &stage.ann, &stage.general, "how do I bake sourdough bread?").await;
    }
    answered(&stage, &stage.general, RAIDS).await;
    assert_ignored(&stage, &stage.ann, &stage.general, BOAT).await;
    let limited = r#"verbatim_questions_total{way="unasked",kind="none",status="limited"}"#;
    assert_eq!(figure(&stage, limited), "1");
    stage.discord.check();
}
