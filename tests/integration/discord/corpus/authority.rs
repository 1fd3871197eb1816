//! The people who may use `/corpus`, and the refusal of all others.

use std::time::Duration;

use serde_json::json;

use super::{BREAD, NO_ADMIN, TEA, about, article_option, corpus, offer, offer_text, offered, tree, unanswered};
use crate::discord::stage::Stage;
use crate::fake_discord::{FakeDiscord, Fault, Place, Sent, User};

const OWNER: &str = "/oauth2/applications/@me";

async fn stage() -> Stage {
    Stage::on_disk_with(&[("bread.md", BREAD), ("tea.md", TEA)], |settings| {
        settings.user_limit = (1_000, Duration::from_secs(1));
    })
    .await
}

/// Sends every subcommand as somebody who is offered none could. Returns the responses.
async fn try_all(stage: &Stage, who: &User, place: &Place) -> Vec<Sent> {
    let file = stage
        .discord
        .upload("new.md", "text/markdown", "New words stand here.\n");
    let mut shown = Vec::new();
    for (subcommand, options) in [
        ("status", json!([])),
        ("reindex", json!([])),
        ("add", json!([file.option("file")])),
        ("remove", article_option("tea.md")),
        ("restore", article_option("tea.md")),
        ("unanswered", json!([])),
        ("export", json!([])),
    ] {
        let command = format!("corpus {subcommand}");
        let tried = stage.discord.slash_forged(who, place, &command, options).await;
        shown.push(tried.response().await);
    }
    shown
}

/// Everything that others must not change: the articles, the index, and the live generation.
fn state(stage: &Stage) -> impl PartialEq + std::fmt::Debug + use<> {
    let generation = stage.live.answerer().generation().name().to_owned();
    (
        tree(&stage.path("corpus")).into_keys().collect::<Vec<_>>(),
        tree(&stage.path("index")).into_keys().collect::<Vec<_>>(),
        generation,
    )
}

fn fetched(stage: &Stage) -> usize {
    stage.discord.requests_to("GET", "/attachments/*/*/*")
}

#[tokio::test]
async fn the_owner_the_team_and_those_whom_the_settings_name_may_do_everything() {
    let mut stage = stage().await;
    let developer = stage.discord.user("dev");
    let named = stage.discord.user("named");
    let with_role = stage.discord.user("with-role");
    let role = stage.discord.role(&stage.guild, "librarians");
    stage.discord.give_role(&with_role, role);
    let owner = stage.ada.clone();
    stage.discord.team(&[(&developer, "developer", true)], &owner);
    let ids = vec![named.id.get(), role.get()];
    stage
        .restart_with(move |settings| settings.admins.clone_from(&ids))
        .await;
    for who in [&owner, &developer, &named, &with_role] {
        stage.discord.offer_to(who, "corpus");
        let status = corpus(&stage, who, "status").await.response().await;
        assert!(
            status.text().contains("in 2 articles"),
            "{}: {}",
            who.name,
            status.text()
        );
        corpus(&stage, who, "reindex").await.until_shows("is live").await;
        let draft = offer_text(&stage, who, "new.md", "New words stand here.\n").await;
        let cancelled = stage.discord.clicks(who, &draft, "Cancel").await.update().await;
        assert!(cancelled.content.contains("nothing was added"), "{}", cancelled.text());
        let asked = about(&stage, who, "remove", "tea.md").await.response().await;
        stage
            .discord
            .clicks(who, &asked, "Remove")
            .await
            .until_shows("is live")
            .await;
        assert_eq!(offered(&stage, who, "restore", "tea").await.len(), 1, "{}", who.name);
        let restored = about(&stage, who, "restore", "tea.md").await;
        restored.until_shows("is live").await;
        assert_eq!(offered(&stage, who, "remove", "tea").await.len(), 1, "{}", who.name);
        let open = corpus(&stage, who, "unanswered").await.response().await;
        assert!(open.content.contains("No question is open"), "{}", open.text());
    }
    // Without the role, the permission is gone.
    stage.discord.take_role(&with_role, role);
    let refused = corpus(&stage, &with_role, "status").await.response().await;
    assert!(refused.content.contains(NO_ADMIN), "{}", refused.text());
    stage.discord.check();
}

#[tokio::test]
async fn nobody_else_may_do_anything() {
    let mut stage = stage().await;
    let [reader, invited, other_owner] = ["reader", "invited", "other"].map(|name| stage.discord.user(name));
    let boss = stage.discord.administrator("boss");
    // The application belongs to the team now, and to nobody else.
    stage.discord.owned_by(&other_owner);
    let owner = stage.ada.clone();
    stage
        .discord
        .team(&[(&reader, "read_only", true), (&invited, "admin", false)], &owner);
    stage.restart().await;
    let before = state(&stage);
    for who in [&reader, &invited, &other_owner, &boss, &stage.mo, &stage.ann] {
        for shown in try_all(&stage, who, &stage.general).await {
            assert!(shown.ephemeral, "{}: {}", who.name, shown.text());
            assert!(shown.content.contains(NO_ADMIN), "{}: {}", who.name, shown.text());
            assert!(shown.labels().is_empty());
        }
        for command in ["corpus remove", "corpus restore"] {
            let choices = stage
                .discord
                .types_forged(who, &stage.general, command, "article", "")
                .await;
            assert_eq!(choices, [], "{} types {command}", who.name);
        }
    }
    assert_eq!(state(&stage), before);
    assert_eq!(fetched(&stage), 0, "a stranger's file was fetched");
    assert_eq!(stage.audit().await, []);
    stage.discord.check();
}

#[tokio::test]
async fn in_private_messages_not_even_the_owner_may() {
    let mut stage = stage().await;
    let before = state(&stage);
    for place in [stage.discord.dm(&stage.ada), stage.discord.group_dm(&stage.ada)] {
        for shown in try_all(&stage, &stage.ada, &place).await {
            assert!(shown.content.contains("only works in a server"), "{}", shown.text());
        }
        let choices = stage
            .discord
            .types_forged(&stage.ada, &place, "corpus remove", "article", "")
            .await;
        assert_eq!(choices, []);
    }
    assert_eq!(state(&stage), before);
    assert_eq!(fetched(&stage), 0);
    assert_eq!(stage.audit().await, []);
    stage.discord.check();
}

#[tokio::test]
async fn a_click_that_a_stranger_forges_on_what_an_admin_sees_changes_nothing() {
    let mut stage = stage().await;
    // Record enough questions for more than one page.
    for question in UNANSWERABLE {
        let shown = super::answer(&stage, question).await;
        assert!(shown.content.contains("found nothing"), "{question}: {}", shown.text());
    }
    let draft = offer_text(&stage, &stage.ada, "new.md", "New words stand here.\n").await;
    let replacing = offer_text(&stage, &stage.ada, "tea.md", "Other words stand here.\n").await;
    let removal = about(&stage, &stage.ada, "remove", "tea.md").await.response().await;
    let open = unanswered(&stage, "9 questions, asked 9 times").await;
    let before = state(&stage);
    let lair = stage.discord.guild("Elsewhere");
    let lair = stage.discord.channel(&lair, "lair");
    let boss = stage.discord.administrator("boss");
    for (message, label) in [
        (&draft, "Add"),
        (&draft, "Cancel"),
        (&replacing, "Replace"),
        (&replacing, "Cancel"),
        (&removal, "Remove"),
        (&removal, "Cancel"),
        (&open, "Next"),
        (&open, "Mark as done (one or more)"),
        (&open, "Never list again (one or more)"),
    ] {
        let id = message.custom_id(label);
        for (who, place) in [(&stage.ann, &stage.general), (&boss, &lair)] {
            let clicked = stage.discord.clicks_forged(who, place, message, &id).await;
            let refused = clicked.response().await;
            assert_ne!(refused.id, message.id, "{label}: {}", refused.text());
            assert!(
                refused.ephemeral && refused.content.contains(NO_ADMIN),
                "{}",
                refused.text()
            );
        }
    }
    let option = &open.options()[0];
    let chosen = stage
        .discord
        .chooses_forged(&stage.ann, &stage.general, &open, option)
        .await;
    assert!(chosen.response().await.content.contains(NO_ADMIN));
    // These are forged custom ids of admins' buttons.
    for custom_id in [
        "1ak",
        "1au0",
        "1am0",
        "1an0",
        "1aa0000000000000000",
        "1ad0000000000000000",
    ] {
        let clicked = stage
            .discord
            .clicks_forged(&stage.ann, &stage.general, &open, custom_id)
            .await;
        let refused = clicked.response().await;
        assert!(refused.content.contains(NO_ADMIN), "{custom_id}: {}", refused.text());
    }
    assert_eq!(state(&stage), before);
    // The admin's messages are unchanged, and still work.
    let seen: Vec<Sent> = stage.discord.sent(&stage.general);
    for message in [&draft, &replacing, &removal, &open] {
        assert!(seen.contains(message), "{}", message.text());
    }
    let again = corpus(&stage, &stage.ada, "unanswered").await.response().await;
    assert_eq!(again.options(), open.options());
    assert_eq!(stage.audit().await, []);
    stage.discord.check();
}

#[tokio::test]
async fn while_discord_does_not_say_who_the_owner_is_the_listed_ones_may_and_the_owner_is_told() {
    let discord = FakeDiscord::start().await;
    let fault = discord.next("GET", OWNER, Fault::Status(500)).always();
    let mut stage = Stage::on_disk_in(discord, &[("bread.md", BREAD)], |_| {}).await;
    let named = stage.ben.id.get();
    stage.restart_with(move |settings| settings.admins = vec![named]).await;
    stage.discord.offer_to(&stage.ben, "corpus");
    let status = corpus(&stage, &stage.ben, "status").await.response().await;
    assert!(status.text().contains("1 article"), "{}", status.text());
    let before = state(&stage);
    for who in [&stage.ada, &stage.ann] {
        let file = stage
            .discord
            .upload("new.md", "text/markdown", "New words stand here.\n");
        let options = json!([file.option("file")]);
        let told = stage
            .discord
            .slash_forged(who, &stage.general, "corpus add", options)
            .await;
        let told = told.response().await;
        assert!(
            told.ephemeral && told.content.contains("hasn't told me"),
            "{}",
            told.text()
        );
        let choices = stage
            .discord
            .types_forged(who, &stage.general, "corpus remove", "article", "")
            .await;
        assert_eq!(choices, []);
    }
    assert_eq!(state(&stage), before);
    fault.over();
    // A command refreshes the list of admins at once, before the next regular time.
    let status = corpus(&stage, &stage.ada, "status").await.response().await;
    assert!(status.text().contains("1 article"), "{}", status.text());
    let refused = stage
        .discord
        .slash_forged(&stage.ann, &stage.general, "corpus status", json!([]))
        .await;
    assert!(refused.response().await.content.contains(NO_ADMIN));
    stage.discord.check();
}

#[tokio::test]
async fn who_is_asked_for_and_never_answers_keeps_nobody_waiting_too_long() {
    let discord = FakeDiscord::start().await;
    discord.next("GET", OWNER, Fault::Hang).always();
    let stage = Stage::on_disk_in(discord, &[("bread.md", BREAD)], |_| {}).await;
    // The fake Discord checks that the first response comes within three seconds.
    let file = stage
        .discord
        .upload("new.md", "text/markdown", "New words stand here.\n");
    let told = offer(&stage, &stage.ada, &file).await;
    assert!(told.content.contains("hasn't told me"), "{}", told.text());
    assert_eq!(stage.discord.requests_to("GET", "/attachments/*/*/*"), 0);
    stage.discord.check();
}

/// More than a page of questions, neither about bread or tea nor alike.
pub(super) const UNANSWERABLE: [&str; 9] = [
    "who won the football world championship?",
    "how tall is the Eiffel tower?",
    "what is the capital of Mongolia?",
    "when did the second world war end?",
    "which planet has the most moons?",
    "how many strings does a guitar have?",
    "who painted the Mona Lisa?",
    "what does a violin cost?",
    "why do volcanoes erupt?",
];
