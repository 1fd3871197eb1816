//! The quotas of servers that have their own libraries.

use serde_json::json;
use verbatim::discord::Settings;
use verbatim::library::{Quotas, ServersFolder};

use super::super::stage::Stage;
use super::{ABOUT_TEA, BREAD, TEA, ask, uses};
use crate::fake_discord::{Sent, User};

async fn draft(stage: &Stage, who: &User, name: &str, text: &str) -> Sent {
    let file = stage.discord.upload(name, "text/markdown", text);
    let options = json!([file.option("file")]);
    let added = stage.discord.slash(who, &stage.general, "corpus add", options);
    added.await.response().await
}

async fn stage_with(quotas: Quotas) -> Stage {
    let stage = Stage::own_within(quotas, |_: &mut Settings| {}).await;
    stage.write_for(&stage.guild, &[("tea.md", TEA)]);
    stage.has_opened(&stage.general).await;
    stage
}

#[tokio::test]
async fn an_article_too_many_is_refused_until_another_is_removed() {
    let mut stage = stage_with(Quotas {
        articles: Some(1),
        passages: Some(40),
        ..Quotas::default()
    })
    .await;
    let boss = stage.discord.manager("boss");
    for after_restart in [false, true] {
        if after_restart {
            stage.restart().await;
            stage.has_opened(&stage.general).await;
        }
        let offered = draft(&stage, &boss, "bread.md", BREAD).await;
        let refused = stage.discord.clicks(&boss, &offered, "Add").await.response().await;
        assert!(
            refused.content.contains("This server may have 1 article"),
            "{}",
            refused.text()
        );
        assert!(!stage.of_server(&stage.guild).join("corpus/bread.md").exists());
        let status = uses(&stage, &boss, &stage.general, "corpus status").await;
        assert!(
            status.text().contains("Used: 1 of 1 article, 1 of 40 passages."),
            "{}",
            status.text()
        );
    }
    // The same article in other words is not one more.
    let offered = draft(&stage, &boss, "tea.md", &TEA.replace("bitter", "sour")).await;
    let replaced = stage.discord.clicks(&boss, &offered, "Replace").await;
    replaced.until_shows("is live").await;
    assert!(
        ask(&stage, &stage.general, ABOUT_TEA)
            .await
            .description()
            .contains("sour")
    );
    let offered = draft(&stage, &boss, "bread.md", BREAD).await;
    let article = json!([{"name": "article", "type": 3, "value": "tea.md"}]);
    let removal = stage.discord.slash(&boss, &stage.general, "corpus remove", article);
    let removal = removal.await.response().await;
    let removed = stage.discord.clicks(&boss, &removal, "Remove").await;
    removed.until_shows("is live").await;
    let added = stage.discord.clicks(&boss, &offered, "Add").await;
    added.until_shows("is live").await;
    let article = json!([{"name": "article", "type": 3, "value": "tea.md"}]);
    let restored = stage.discord.slash(&boss, &stage.general, "corpus restore", article);
    let refused = restored.await.response().await;
    assert!(
        refused.content.contains("This server may have 1 article"),
        "{}",
        refused.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn builds_of_a_day_are_counted_across_a_restart_and_for_each_server_alone() {
    let mut stage = stage_with(Quotas {
        builds: Some(2),
        ..Quotas::default()
    })
    .await;
    let boss = stage.discord.manager("boss");
    let reindexes = async |stage: &Stage| uses(stage, &boss, &stage.general, "corpus reindex").await;
    reindexes(&stage).await;
    stage.restart().await;
    stage.has_opened(&stage.general).await;
    reindexes(&stage).await;
    let refused = reindexes(&stage).await;
    assert!(refused.content.contains("There were 2 builds"), "{}", refused.text());
    let offered = draft(&stage, &boss, "bread.md", BREAD).await;
    let refused = stage.discord.clicks(&boss, &offered, "Add").await.response().await;
    assert!(refused.content.contains("There were 2 builds"), "{}", refused.text());
    let (guild, there) = super::elsewhere(&stage);
    stage.has_opened(&there).await;
    let other = uses(&stage, &boss, &there, "corpus reindex").await;
    assert!(!other.content.contains("There were"), "{}", other.text());
    let folder = ServersFolder::in_data(&stage.path("data"));
    assert_eq!(folder.standing(guild.id.get()).unwrap().builds_today(), 1);
    // Yesterday's don't count.
    let server = stage.guild.id.get();
    let yesterday = folder.change_standing(server, |it| {
        it.builds = it.builds.map(|(day, builds)| (day - 1, builds));
    });
    assert_eq!(yesterday.unwrap().builds_today(), 0);
    let again = reindexes(&stage).await;
    assert!(!again.content.contains("There were"), "{}", again.text());
    stage.discord.check();
}

#[tokio::test]
async fn pages_from_the_web_are_refused_once_there_are_enough() {
    let stage = stage_with(Quotas {
        articles: Some(1),
        ..Quotas::default()
    })
    .await;
    let boss = stage.discord.manager("boss");
    let address = json!([{"name": "url", "type": 3, "value": "http://127.0.0.1:9/guide/"}]);
    let refused = stage.discord.slash(&boss, &stage.general, "corpus add", address);
    let refused = refused.await.response().await;
    assert!(
        refused.content.contains("This server may have 1 article"),
        "{}",
        refused.text()
    );
    stage.discord.check();
}
