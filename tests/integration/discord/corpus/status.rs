//! `/corpus status`.

use std::time::Duration;

use serenity::model::permissions::Permissions;

use super::corpus;
use crate::discord::stage::Stage;
use crate::fake_discord::{Place, Sent};

const TEA: (&str, &str) = (
    "tea.md",
    "# Tea\n\n## Green tea\n\nGreen tea steeps for two minutes at 70 degrees.\n\n## Black tea\n\nBlack tea steeps for four minutes.\n",
);

/// A stage with a little article, on which people may ask as often as they like.
async fn stage() -> Stage {
    Stage::on_disk_with(&[TEA], |settings| settings.user_limit = (1_000, Duration::from_secs(1))).await
}

/// Asks, and returns the answer.
async fn ask(stage: &Stage, place: &Place, question: &str) -> Sent {
    let said = stage.discord.says(&stage.ann, place, &stage.mention(question)).await;
    stage.discord.answer_to(said).await
}

/// The status that ada sees, without what differs from run to run.
async fn status(stage: &Stage) -> (Sent, String) {
    let shown = corpus(stage, &stage.ada, "status").await.response().await;
    let lines = shown.text();
    let lines = lines.lines().map(|line| match line.split_once("Generation ") {
        Some((before, after)) => {
            let holds = &after[after.find(':').unwrap()..after.find(", built").unwrap()];
            format!("{before}Generation … answers{holds}, built …")
        }
        None if line.contains("Up for") => "| Up for …".to_owned(),
        None => line.replace(&stage.general.channel.to_string(), "GENERAL"),
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    (shown, text)
}

#[tokio::test]
async fn an_admin_sees_how_all_is() {
    let stage = stage().await;
    insta::assert_snapshot!(status(&stage).await.1, @r"
    (only you can see this)
    | Status
    | 🟢 All is well.
    | **Articles**
    | Generation … answers: 2 passages in 1 article, built …
    | The index is up to date.
    | **Bot**
    | Up for …
    | **Questions in Discord in the last 30 days**
    | 🟦 0 answered · 🟨 0 unsure · 🟥 0 not found
    ");
    stage.write("empty.md", "");
    assert!(status(&stage).await.1.contains("🟡 Something needs your attention."));
    stage.discord.check();
}

#[tokio::test]
async fn an_admin_sees_what_was_asked_and_how_it_went() {
    let mut stage = stage().await;
    let dm = stage.discord.dm(&stage.ann);
    let answer = ask(&stage, &stage.general, "how long does green tea steep?").await;
    ask(&stage, &dm, "how long does green tea steep?").await;
    ask(&stage, &stage.general, "how long does black tea steep?").await;
    ask(&stage, &stage.general, "where do I park my bicycle?").await;
    for (who, label) in [
        (&stage.ann, "Helpful"),
        (&stage.ben, "Not helpful"),
        (&stage.mo, "Helpful"),
    ] {
        stage.discord.clicks(who, &answer, label).await.response().await;
    }
    stage.restart().await;
    let (_, text) = status(&stage).await;
    insta::assert_snapshot!(text, @r"
    (only you can see this)
    | Status
    | 🟢 All is well.
    | **Articles**
    | Generation … answers: 2 passages in 1 article, built …
    | The index is up to date.
    | **Bot**
    | Up for …
    | **Questions in Discord in the last 30 days**
    | 🟦 3 answered · 🟨 0 unsure · 🟥 1 not found
    | 👍 2 helpful · 👎 1 not (66 % helpful)
    | **Shown most often**
    | 2× Tea › Green tea: “Green tea steeps for two minutes at 70 degrees.”
    | 1× Tea › Black tea: “Black tea steeps for four minutes.”
    | **Votes by passage**
    | 👍 2 👎 1 Tea › Green tea: “Green tea steeps for two minutes at 70 degrees.”
    | **Without a certain answer**
    | 1× nearest to Tea
    | 1 of 3 in <#GENERAL>
    | (picture: attachment://questions.png)
    ");
    let requests = stage.discord.requests();
    let (name, bytes) = requests.iter().rev().find_map(|request| request.files.first()).unwrap();
    assert_eq!(name, "questions.png");
    let picture = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    assert_eq!(picture.info().size(), (720, 200));
    stage.discord.check();
}

#[tokio::test]
async fn where_the_bot_may_not_embed_the_status_is_text() {
    let mut stage = stage().await;
    ask(&stage, &stage.general, "how long does green tea steep?").await;
    // The ledger has all of it then.
    stage.restart().await;
    stage.discord.forbid(&stage.general, Permissions::EMBED_LINKS);
    let shown = corpus(&stage, &stage.ada, "status").await.response().await;
    assert!(
        shown.content.contains("🟢 All is well.") && shown.content.contains("🟦 1 answered"),
        "{}",
        shown.text()
    );
    assert!(stage.discord.requests().iter().all(|request| request.files.is_empty()));
    stage.discord.check();
}
