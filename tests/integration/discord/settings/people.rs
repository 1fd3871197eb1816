//! People who may not ask.

use serde_json::json;
use serenity::model::id::RoleId;

use super::{ASKERS, BLOCKED, ask, assert_answer, assert_answered, assert_ignored, assert_refusal, list_people, stage};
use crate::discord::stage::WHY;

const MAY_NOT: &str = "You may not ask me in this server";
const ONLY_SOME: &str = "Only some members of this server may ask me";

#[tokio::test]
async fn whoever_is_blocked_by_name_or_role_may_not_ask_until_they_are_taken_out() {
    let mut stage = stage().await;
    let muted = stage.discord.role(&stage.guild, "muted");
    stage.discord.give_role(&stage.mo, muted);
    let private = ask(&stage, &stage.ann, &stage.general, Some(true)).await;
    let question = stage.discord.says(&stage.ben, &stage.general, WHY).await;
    list_people(&stage, "Who may ask", BLOCKED, &[&stage.ann], &[muted]).await;
    for _ in 0..2 {
        for who in [&stage.ann, &stage.mo] {
            assert_refusal(&ask(&stage, who, &stage.general, None).await, MAY_NOT);
            assert_ignored(&stage, who, &stage.general).await;
            let found = stage.discord.menu(who, "Find the answer", question).await;
            assert_refusal(&found.response().await, MAY_NOT);
            let sources = stage.discord.slash(who, &stage.general, "sources", json!([])).await;
            assert_refusal(&sources.response().await, MAY_NOT);
        }
        let shared = stage.discord.clicks(&stage.ann, &private, "Share").await;
        assert_refusal(&shared.response().await, MAY_NOT);
        assert_answered(&stage, &stage.ben, &stage.general).await;
        stage.restart().await;
    }
    let told = stage.discord.sent_at_least(&stage.discord.dm(&stage.mo), 1).await;
    assert!(told[0].content.contains(MAY_NOT), "{}", told[0].text());
    stage.discord.take_role(&stage.mo, muted);
    assert_answered(&stage, &stage.mo, &stage.general).await;
    list_people(&stage, "Who may ask", BLOCKED, &[], &[]).await;
    assert_answered(&stage, &stage.ann, &stage.general).await;
    stage.discord.check();
}

#[tokio::test]
async fn if_only_some_may_ask_others_are_told_so() {
    let mut stage = stage().await;
    let raiders = stage.discord.role(&stage.guild, "raiders");
    stage.discord.give_role(&stage.ben, raiders);
    list_people(&stage, "Who may ask", ASKERS, &[&stage.mo], &[raiders]).await;
    stage.restart().await;
    for who in [&stage.ben, &stage.mo] {
        assert_answer(&ask(&stage, who, &stage.general, None).await, false);
        assert_answered(&stage, who, &stage.general).await;
    }
    assert_refusal(&ask(&stage, &stage.ann, &stage.general, None).await, ONLY_SOME);
    assert_ignored(&stage, &stage.ann, &stage.general).await;
    // A blocked person may not ask, even with the role.
    list_people(&stage, "Who may ask", BLOCKED, &[&stage.ben], &[]).await;
    assert_refusal(&ask(&stage, &stage.ben, &stage.general, None).await, MAY_NOT);
    stage.discord.check();
}

#[tokio::test]
async fn the_role_that_everybody_has_is_no_choice() {
    let stage = stage().await;
    let everyone = RoleId::new(stage.guild.id.get());
    for menu in [ASKERS, BLOCKED] {
        let shown = list_people(&stage, "Who may ask", menu, &[], &[everyone]).await;
        assert!(
            shown.description().contains("**Who may ask**: everybody\n"),
            "{}",
            shown.text()
        );
    }
    assert_answered(&stage, &stage.ann, &stage.general).await;
    stage.discord.check();
}
