//! `/corpus`, as admins use it, and as others find that they can't.

use serde_json::json;

use super::stage::Stage;
use crate::fake_discord::{Interaction, User};

const BREAD: &str =
    "# Bread\n\n## Rising\n\nThe dough rests overnight in a cold room, so that it tastes of something.\n";

async fn corpus(stage: &Stage, who: &User, command: &str) -> Interaction {
    let command = format!("corpus {command}");
    stage.discord.slash(who, &stage.general, &command, json!([])).await
}

#[tokio::test]
async fn an_admin_sees_how_all_is() {
    let stage = Stage::on_disk(|_| {}).await;
    let status = corpus(&stage, &stage.ada, "status").await.response().await;
    assert!(status.ephemeral);
    for part in [
        "5 passages in 1 article",
        "has all that is in the corpus",
        "0 answered",
        "MiB",
    ] {
        assert!(status.content.contains(part), "{}", status.text());
    }
    stage.discord.check();
}

#[tokio::test]
async fn an_article_is_looked_at_and_added() {
    let stage = Stage::on_disk(|_| {}).await;
    let file = stage.discord.upload("bread.md", "text/markdown", BREAD);
    let options = json!([file.option("file")]);
    let shown = stage
        .discord
        .slash(&stage.ada, &stage.general, "corpus add", options)
        .await;
    let shown = shown.response().await;
    assert!(shown.content.contains("bread.md"), "{}", shown.text());
    assert!(!stage.path("corpus/bread.md").exists());
    let added = stage.discord.clicks(&stage.ada, &shown, "Add").await;
    let added = added.until_shows("is live").await;
    assert!(added.content.contains("1 added"), "{}", added.text());
    assert_eq!(std::fs::read_to_string(stage.path("corpus/bread.md")).unwrap(), BREAD);
    let asked = stage
        .discord
        .says(&stage.ben, &stage.general, &stage.mention("where does the dough rest?"))
        .await;
    assert!(
        stage
            .discord
            .answer_to(asked)
            .await
            .description()
            .contains("rests overnight")
    );
    stage.discord.check();
}
