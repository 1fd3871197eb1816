//! People whom the settings of a server make the bot's admins there.

use serde_json::json;
use serenity::model::id::RoleId;

use super::{ADMINS, assert_refusal, list_people, open, page, stage};
use crate::discord::stage::Stage;
use crate::fake_discord::{Place, Sent, User};

const NO_ADMIN: &str = "Only my admins";

/// Uses `/corpus status`, whether or not it is offered.
async fn status(stage: &Stage, who: &User, place: &Place) -> Sent {
    let used = stage.discord.slash_forged(who, place, "corpus status", json!([])).await;
    used.response().await
}

async fn assert_admin(stage: &Stage, who: &User, place: &Place) {
    let shown = status(stage, who, place).await;
    assert!(shown.text().contains("Generation"), "{}: {}", who.name, shown.text());
}

async fn assert_no_admin(stage: &Stage, who: &User, place: &Place) {
    assert_refusal(&status(stage, who, place).await, NO_ADMIN);
}

#[tokio::test]
async fn people_whom_an_admin_names_are_admins_in_that_server_alone_until_taken_out() {
    let mut stage = stage().await;
    let elsewhere = stage.discord.guild("Elsewhere");
    let there = stage.discord.channel(&elsewhere, "general");
    let here = stage.general;
    let librarians = stage.discord.role(&stage.guild, "librarians");
    stage.discord.give_role(&stage.mo, librarians);
    assert_no_admin(&stage, &stage.ben, &here).await;
    let shown = list_people(&stage, "Admins", ADMINS, &[&stage.ben], &[librarians]).await;
    let named = format!("my admins everywhere, and <@&{librarians}>, <@{}>", stage.ben.id);
    assert!(shown.description().contains(&named), "{}", shown.text());
    for _ in 0..2 {
        for who in [&stage.ben, &stage.mo] {
            assert_admin(&stage, who, &here).await;
            assert_no_admin(&stage, who, &there).await;
        }
        assert_no_admin(&stage, &stage.ann, &here).await;
        stage.restart().await;
    }
    // An admin names others, and changes the other settings.
    stage.discord.offer_to(&stage.ben, "settings");
    let shown = page(&stage, &stage.ben, "Admins").await;
    let people: (&[&User], _) = (&[&stage.ben, &stage.ann], &[librarians][..]);
    let named = stage.discord.lists_people(&stage.ben, &shown, ADMINS, people).await;
    named.update().await;
    assert_admin(&stage, &stage.ann, &here).await;
    let shown = open(&stage, &stage.ben).await;
    stage
        .discord
        .clicks(&stage.ben, &shown, "Ignore mentions")
        .await
        .update()
        .await;
    // Without the role, and off the list, they are admins no longer. Their open controls don't work any more.
    let shown = page(&stage, &stage.ben, "Admins").await;
    stage.discord.take_role(&stage.mo, librarians);
    list_people(&stage, "Admins", ADMINS, &[], &[librarians]).await;
    for who in [&stage.ben, &stage.mo, &stage.ann] {
        assert_no_admin(&stage, who, &here).await;
    }
    let people: (&[&User], _) = (&[&stage.ben], &[][..]);
    let late = stage.discord.lists_people(&stage.ben, &shown, ADMINS, people).await;
    assert_refusal(&late.response().await, "Only people who may manage this server");
    let (guild, ben) = (stage.guild.id, stage.ben.id);
    let audit = stage.audit().await;
    let first = &audit[0];
    assert_eq!(
        (&*first.what, first.target.as_deref()),
        ("settings", Some(&*format!("admins in {guild}")))
    );
    assert_eq!(first.outcome, format!("role {librarians}, user {ben}"));
    assert!(audit[1].who == ben.to_string() && audit.len() == 4, "{audit:?}");
    stage.discord.check();
}

#[tokio::test]
async fn whoever_manages_a_server_is_no_admin_until_an_admin_says_so_there() {
    let mut stage = stage().await;
    let boss = stage.discord.manager("boss");
    let elsewhere = stage.discord.guild("Elsewhere");
    let there = stage.discord.channel(&elsewhere, "general");
    let here = stage.general;
    assert_no_admin(&stage, &boss, &here).await;
    // The controls of admins aren't there for a manager, and don't work when forged.
    let shown = page(&stage, &boss, "Admins").await;
    assert!(
        shown.content.contains("Only my admins can choose") && shown.labels().is_empty(),
        "{}",
        shown.text()
    );
    for control in ["1epa", "1esa1", "1esa0"] {
        let forged = stage.discord.clicks_forged(&boss, &here, &shown, control).await;
        assert_refusal(&forged.response().await, "Only my admins can choose");
    }
    let shown = page(&stage, &stage.ada, "Admins").await;
    let managers = stage
        .discord
        .clicks(&stage.ada, &shown, "Make server managers admins")
        .await;
    let managers = managers.update().await;
    assert!(
        managers.description().contains("all who may manage this server"),
        "{}",
        managers.text()
    );
    stage.restart().await;
    assert_admin(&stage, &boss, &here).await;
    assert_no_admin(&stage, &boss, &there).await;
    assert_no_admin(&stage, &stage.mo, &here).await;
    let off = stage
        .discord
        .clicks(&stage.ada, &managers, "Don't make server managers admins")
        .await;
    off.update().await;
    assert_no_admin(&stage, &boss, &here).await;
    stage.discord.check();
}

#[tokio::test]
async fn the_role_that_everybody_has_makes_nobody_an_admin() {
    let stage = stage().await;
    let everyone = RoleId::new(stage.guild.id.get());
    let shown = list_people(&stage, "Admins", ADMINS, &[], &[everyone]).await;
    assert!(
        shown.description().ends_with("my admins everywhere"),
        "{}",
        shown.text()
    );
    assert_no_admin(&stage, &stage.ann, &stage.general).await;
    stage.discord.check();
}
