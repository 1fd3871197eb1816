//! The operator's commands for libraries of servers while the bot runs, and exports.

use std::time::Duration;

use serde_json::json;
use verbatim::library::{ServersFolder, Sharing};

use super::super::stage::Stage;
use super::{ABOUT_TEA, BREAD, TEA, ask, elsewhere, stage, uses};
use crate::archive::unpacked;
use crate::fake_discord::{FakeDiscord, Place, Sent, User};

const SUSPENDED: &str = "whoever runs me has suspended it";

fn folder(stage: &Stage) -> ServersFolder {
    ServersFolder::in_data(&stage.path("data"))
}

/// Uses `/corpus export`, and returns what is said and the parts of the file.
async fn export(stage: &Stage, who: &User, place: &Place) -> (Sent, Vec<(String, String)>) {
    let used = stage.discord.slash_forged(who, place, "corpus export", json!([])).await;
    let shown = used.response().await;
    let requests = stage.discord.requests();
    let last = requests.iter().rev().find_map(|request| request.files.first());
    let parts = last.map(|(_, bytes)| unpacked(bytes).into_iter().collect());
    (shown, parts.unwrap_or_default())
}

#[tokio::test]
async fn a_suspended_server_gets_one_sentence_and_no_articles_until_it_is_resumed() {
    let mut stage = stage(Sharing::All).await;
    stage.write_for(&stage.guild, &[("tea.md", TEA)]);
    let (_, there) = elsewhere(&stage);
    for place in [&stage.general, &there] {
        stage.has_opened(place).await;
    }
    let boss = stage.discord.manager("boss");
    let answer = ask(&stage, &stage.general, ABOUT_TEA).await;
    let server = stage.guild.id.get();
    folder(&stage)
        .change_standing(server, |it| it.suspended_at = Some(5))
        .unwrap();
    for after_restart in [false, true] {
        if after_restart {
            stage.restart().await;
        }
        for command in ["sources", "help", "settings", "corpus status", "corpus export"] {
            let shown = uses(&stage, &boss, &stage.general, command).await;
            assert!(
                shown.ephemeral && shown.content.contains(SUSPENDED),
                "{command}: {}",
                shown.text()
            );
        }
        let shown = ask(&stage, &stage.general, ABOUT_TEA).await;
        assert!(
            shown.content.contains(SUSPENDED) && shown.embeds == json!([]),
            "{}",
            shown.text()
        );
        let pressed = stage
            .discord
            .clicks(&stage.ann, &answer, "Helpful")
            .await
            .response()
            .await;
        assert!(pressed.content.contains(SUSPENDED), "{}", pressed.text());
        let typed = stage
            .discord
            .types(&stage.ann, &stage.general, "ask", "question", "green");
        assert_eq!(typed.await, []);
        let mentioned = stage
            .discord
            .says(&stage.ann, &stage.general, &stage.mention(ABOUT_TEA))
            .await;
        let shown = stage.discord.answer_to(mentioned).await;
        assert!(
            shown.content.contains(SUSPENDED) && shown.embeds == json!([]),
            "{}",
            shown.text()
        );
        let elsewhere = ask(&stage, &there, super::ABOUT_BREAD).await;
        assert!(
            elsewhere.description().contains("rests overnight"),
            "{}",
            elsewhere.text()
        );
    }
    folder(&stage)
        .change_standing(server, |it| it.suspended_at = None)
        .unwrap();
    stage.has_opened(&stage.general).await;
    let answer = ask(&stage, &stage.general, ABOUT_TEA).await;
    assert!(answer.description().contains("Green tea"), "{}", answer.text());
    stage.discord.check();
}

#[tokio::test]
async fn a_library_is_removed_while_the_bot_has_it_open_and_the_server_begins_with_nothing() {
    let mut stage = stage(Sharing::Nobody).await;
    stage.write_for(&stage.guild, &[("tea.md", TEA)]);
    let (guild, there) = elsewhere(&stage);
    stage.write_for(&guild, &[("bread.md", BREAD)]);
    for place in [&stage.general, &there] {
        stage.has_opened(place).await;
    }
    ask(&stage, &stage.general, "who bakes the bread of the moon?").await;
    let (servers, server) = (folder(&stage), stage.guild.id.get());
    let removing = tokio::task::spawn_blocking(move || servers.remove(server, Duration::from_secs(20)));
    assert!(removing.await.unwrap().unwrap(), "the bot did not close it");
    assert!(!stage.of_server(&stage.guild).exists());
    let shown = ask(&stage, &there, super::ABOUT_BREAD).await;
    assert!(shown.description().contains("rests overnight"), "{}", shown.text());
    stage.has_opened(&stage.general).await;
    for after_restart in [false, true] {
        if after_restart {
            stage.restart().await;
            stage.has_opened(&stage.general).await;
        }
        let nothing = ask(&stage, &stage.general, ABOUT_TEA).await;
        assert!(
            nothing.content.contains("There are no articles yet"),
            "{}",
            nothing.text()
        );
    }
    let boss = stage.discord.manager("boss");
    let (_, parts) = export(&stage, &boss, &stage.general).await;
    assert_eq!(parts.len(), 1, "{parts:?}");
    assert!(!parts[0].1.contains("moon"), "its ledger was kept: {parts:?}");
    stage.discord.check();
}

#[tokio::test]
async fn those_who_manage_a_server_get_its_articles_and_questions_and_nobody_else_does() {
    let mut stage = stage(Sharing::All).await;
    stage.write_for(&stage.guild, &[("tea.md", TEA)]);
    stage.has_opened(&stage.general).await;
    let boss = stage.discord.manager("boss");
    ask(&stage, &stage.general, "who sells the kettle of Saturn?").await;
    for after_restart in [false, true] {
        if after_restart {
            stage.restart().await;
            stage.has_opened(&stage.general).await;
        }
        let (refused, parts) = export(&stage, &stage.ann, &stage.general).await;
        assert!(
            refused.content.contains("Only those who may manage this server"),
            "{}",
            refused.text()
        );
        assert!(after_restart || parts.is_empty(), "{parts:?}");
        let (shown, parts) = export(&stage, &boss, &stage.general).await;
        assert!(
            shown.ephemeral && shown.content.contains("Here are the articles"),
            "{}",
            shown.text()
        );
        let names: Vec<&str> = parts.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["articles/tea.md", "questions.jsonl"]);
        assert_eq!(parts[0].1, TEA);
        assert!(parts[1].1.contains("kettle of Saturn"), "{parts:?}");
    }
    stage.discord.check();
}

#[tokio::test]
async fn an_export_that_discord_would_not_take_says_how_to_get_it() {
    let discord = FakeDiscord::start().await;
    discord.takes_uploads_of(17 * 1024);
    let stage = Stage::own(discord, &[("bread.md", BREAD)], Sharing::Nobody, |_| {}).await;
    let noise: Vec<String> = (0..4_000_u64)
        .map(|at| format!("{:x}", at.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
        .collect();
    let noise = noise.join(" ");
    stage.write_for(&stage.guild, &[("noise.csv", &noise), ("tea.md", TEA)]);
    stage.has_opened(&stage.general).await;
    let boss = stage.discord.manager("boss");
    let (shown, parts) = export(&stage, &boss, &stage.general).await;
    let command = format!("verbatim servers export {} FILE.zip", stage.guild.id);
    assert!(shown.content.contains(&command) && parts.is_empty(), "{}", shown.text());
    stage.discord.check();
}
