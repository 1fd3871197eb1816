//! Sections that a person opens for themselves and posts in the channel.

use serde_json::json;
use serenity::model::permissions::Permissions;

use super::clicking::{BIRDS, BREAD};
use super::stage::Stage;
use crate::fake_discord::{Fault, Place, Sent, User};

/// Opens the section "Swifts" from `/sources`.
async fn open(stage: &Stage, user: &User, place: &Place) -> Sent {
    let sources = stage.discord.slash(user, place, "sources", json!([])).await;
    let sources = sources.response().await;
    let article = stage.discord.chooses(user, &sources, "Birds of the town").await;
    let article = article.response().await;
    stage.discord.chooses(user, &article, "Swifts").await.response().await
}

async fn birds() -> Stage {
    Stage::with(&[("birds.md", BIRDS), ("bread.md", BREAD)]).await
}

/// The people whom a message pings.
fn pinged(sent: &Sent) -> &serde_json::Value {
    &sent.raw["allowed_mentions"]["users"]
}

#[tokio::test]
async fn a_section_is_posted_once_also_after_a_restart_and_pings_nobody() {
    let mut stage = birds().await;
    let section = open(&stage, &stage.ann, &stage.general).await;
    assert!(
        section.ephemeral && section.labels().contains(&"Post here".to_owned()),
        "{}",
        section.text()
    );
    stage.restart().await;
    let post = stage.discord.clicks(&stage.ann, &section, "Post here").await;
    let own = post.update().await;
    assert!(
        own.ephemeral && !own.labels().contains(&"Post here".to_owned()),
        "{}",
        own.text()
    );
    let posted = post.followup().await;
    assert_eq!(posted.content, format!("Posted by <@{}>:", stage.ann.id));
    assert_eq!((posted.ephemeral, posted.description()), (false, section.description()));
    assert_eq!(pinged(&posted), &json!([]));
    assert_eq!(stage.public().len(), 1);
    stage.only_ann_dismisses(&posted).await;
    stage.discord.check();
}

#[tokio::test]
async fn a_section_for_somebody_pings_that_person_alone() {
    let stage = birds().await;
    let section = open(&stage, &stage.ann, &stage.general).await;
    let post = stage.discord.picks(&stage.ann, &section, &stage.ben).await;
    let posted = post.followup().await;
    let (ann, ben) = (stage.ann.id, stage.ben.id);
    assert_eq!(posted.content, format!("Posted by <@{ann}> for <@{ben}>:"));
    assert_eq!(pinged(&posted), &json!([ben.to_string()]));
    stage.discord.check();
}

#[tokio::test]
async fn only_those_who_may_write_there_post_a_section() {
    let stage = birds().await;
    let thread = stage.discord.thread(&stage.general, "Birds");
    let silent = |name, lacks| stage.discord.user_without(name, lacks);
    let everywhere = silent(
        "cas",
        Permissions::SEND_MESSAGES | Permissions::SEND_MESSAGES_IN_THREADS,
    );
    let in_threads = silent("dee", Permissions::SEND_MESSAGES_IN_THREADS);
    let in_channels = silent("eve", Permissions::SEND_MESSAGES);
    let offered = open(&stage, &stage.ann, &stage.general).await;
    let post = offered.custom_id("Post here");
    for (user, place, may) in [
        (&everywhere, &stage.general, false),
        (&everywhere, &thread, false),
        (&in_threads, &stage.general, true),
        (&in_threads, &thread, false),
        (&in_channels, &stage.general, false),
        (&in_channels, &thread, true),
    ] {
        let section = open(&stage, user, place).await;
        if may {
            let post = stage.discord.clicks(user, &section, "Post here").await;
            assert!(!post.followup().await.ephemeral);
            continue;
        }
        assert!(!section.text().contains("Post here"), "{}", section.text());
        let forged = stage.discord.clicks_forged(user, place, &offered, &post).await;
        let refusal = forged.response().await;
        assert!(
            refusal.ephemeral && refusal.content.contains("can't send messages"),
            "{}",
            refusal.text()
        );
    }
    stage.discord.check();
}

#[tokio::test]
async fn a_section_offers_to_be_posted_to_those_who_may_write_there() {
    let stage = birds().await;
    let silent = stage.discord.user_without("cas", Permissions::SEND_MESSAGES);
    let offered = open(&stage, &stage.ann, &stage.general).await.text();
    insta::assert_snapshot!(offered, @r"
    (only you can see this)
    | Birds of the town
    | Swifts
    | Swifts eat, drink and sleep on the wing, and may not land for ten months.
    |
    | In June they race around the roofs in screaming parties.
    |
    | They nest in the holes of old walls and under tiles, and come back to the same one each year.
    [📣 Post here]
    {Post here for somebody, who is pinged: }
    ");
    let buttons = "\n[📣 Post here]\n{Post here for somebody, who is pinged: }";
    let unoffered = offered.strip_suffix(buttons).unwrap();
    assert_eq!(open(&stage, &silent, &stage.general).await.text(), unoffered);
    // Where the bot is not a member, Discord hides its messages to some from the others.
    let elsewhere = stage.discord.foreign_guild("Elsewhere");
    let place = stage.discord.channel(&elsewhere, "general");
    let guest = stage.discord.user_without("dee", Permissions::USE_EXTERNAL_APPS);
    for (user, may) in [(&stage.ann, true), (&guest, false)] {
        let section = open(&stage, user, &place).await;
        assert_eq!(section.text().contains("Post here"), may, "{}", section.text());
    }
    stage.discord.check();
}

#[tokio::test]
async fn a_section_that_could_not_be_posted_can_be_posted_again() {
    let stage = birds().await;
    for (code, told) in [(50_083, "locked or archived"), (50_013, "couldn't post this here")] {
        let section = open(&stage, &stage.ann, &stage.general).await;
        let refused = Fault::Error { status: 403, code };
        stage.discord.next("POST", "/webhooks/*/*", refused).times(1);
        let post = stage.discord.clicks(&stage.ann, &section, "Post here").await;
        let line = post.followup().await;
        assert!(line.ephemeral && line.content.contains(told), "{}", line.text());
        assert_eq!(post.original().unwrap().text(), section.text());
    }
    assert!(stage.public().is_empty());
    stage.discord.check();
}

#[tokio::test]
async fn a_section_that_is_gone_is_not_posted() {
    let stage = birds().await;
    let section = open(&stage, &stage.ann, &stage.general).await;
    stage.reindex(&[("bread.md", BREAD)]);
    let post = stage.discord.clicks(&stage.ann, &section, "Post here").await;
    assert!(post.response().await.content.contains("no longer in them"));
    assert!(stage.public().is_empty());
    stage.discord.check();
}
