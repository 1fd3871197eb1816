//! `/corpus add` with several files: one preview, and one click for all of them.

use serde_json::{Value, json};

use super::adding::{NEW_BREAD, NOT_WAITING, drafts, read, stage};
use super::{BREAD, about, answer, articles, corpus, offer, offer_text};
use crate::discord::stage::Stage;
use crate::fake_discord::Sent;

/// Uses `/corpus add` with several Markdown files, and returns the first message about them.
async fn offer_all(stage: &Stage, files: &[(&str, &str)]) -> Sent {
    let options = ["file", "file2", "file3", "file4", "file5"].iter().zip(files);
    let options: Vec<Value> = options
        .map(|(option, (name, text))| stage.discord.upload(name, "text/markdown", *text).option(option))
        .collect();
    let added = stage
        .discord
        .slash(&stage.ada, &stage.general, "corpus add", json!(options))
        .await;
    added.response().await
}

#[tokio::test]
async fn several_files_are_looked_at_together_and_added_with_one_click_after_a_restart() {
    let mut stage = stage().await;
    let soup =
        "# Soup\n\nA line above.\n\n## Stock\n\nBones simmer for six hours.\n\nSkim the foam.\n\n## Salt\n\nLast.\n";
    let shown = offer_all(
        &stage,
        &[
            ("bread.md", BREAD),
            ("tea.md", "# Tea\n\nWhite tea likes 75 degrees.\n"),
            ("soup*.md", soup),
            ("page.md", "\u{0}\u{1}"),
            ("BREAD.md", NEW_BREAD),
        ],
    )
    .await;
    insta::assert_snapshot!(shown.text(), @r"
    (only you can see this)
    This is how these 3 files will look. Add them?
    tea.md already exists: the new version replaces it, and the old one goes to the trash.
    The file was named soup\*.md; I gave it a safe name.
    page.md isn't among them: it is binary, not text.
    BREAD.md isn't among them: another of these files would have the same name. Rename it, and add it alone.
    | Bread
    | - **Rising** · 1 passage: The dough rests overnight in a cold room, so that it tastes of something.
    | 1 section, 1 passage
    | Tea
    | - (no heading) · 1 passage: White tea likes 75 degrees.
    | 1 section, 1 passage
    | Soup
    | - (no heading) · 1 passage: A line above.
    | - **Stock** · 1 passage: Bones simmer for six hours. Skim the foam.
    | - **Salt** · 1 passage: Last.
    | 3 sections, 3 passages
    [✅ Add and replace] [✖️ Cancel]
    ");
    assert_eq!((drafts(&stage), articles(&stage)), (3, vec!["tea.md".to_owned()]));
    stage.restart().await;
    // A stranger who forges the click is refused.
    let id = shown.custom_id("Add and replace");
    let forged = stage
        .discord
        .clicks_forged(&stage.ann, &stage.general, &shown, &id)
        .await;
    assert!(forged.response().await.content.contains("Only my admins"));
    let added = stage.discord.clicks(&stage.ada, &shown, "Add and replace").await;
    let added = added.until_shows("is live").await;
    let lines: Vec<&str> = added.content.lines().take(3).collect();
    assert_eq!(
        lines,
        [
            "bread.md was added.",
            "tea.md was replaced; the old version is in the trash.",
            r"soup\_.md was added.",
        ]
    );
    assert_eq!(articles(&stage), ["bread.md", "soup_.md", "tea.md"]);
    assert_eq!(drafts(&stage), 0);
    let again = stage.discord.clicks_custom_id(&stage.ada, &shown, &id).await;
    let again = again.until_shows(NOT_WAITING).await;
    assert_eq!(again.content.lines().count(), 1, "{}", again.text());
    let audit = stage.audit().await;
    let outcomes: Vec<&str> = audit.iter().map(|action| action.outcome.as_str()).collect();
    assert_eq!(outcomes[..4], ["rejected", "added", "replaced", "added"], "{audit:?}");
    stage.discord.check();
}

#[tokio::test]
async fn several_files_are_cancelled_together_and_fit_a_message_however_long_they_are() {
    let stage = stage().await;
    let section = |at| {
        format!(
            "## Heading {at} {}\n\nWords {at} {}.\n\n",
            "*long* ".repeat(20),
            "and more ".repeat(30)
        )
    };
    let long: String = (0..60).map(section).collect();
    let names = ["a.md", "b.md", "c.md", "d.md", "e.md"];
    let texts = names.map(|name| format!("# {name}\n\n{long}"));
    let files: Vec<(&str, &str)> = names.into_iter().zip(texts.iter().map(String::as_str)).collect();
    let shown = offer_all(&stage, &files).await;
    assert_eq!(shown.labels(), ["Add all", "Cancel"]);
    assert_eq!(shown.embeds.as_array().unwrap().len(), 5);
    for embed in shown.embeds.as_array().unwrap() {
        let text = embed["description"].as_str().unwrap();
        assert!(
            text.contains("Words 0 and more") && text.contains("more sections"),
            "{text}"
        );
    }
    let cancelled = stage.discord.clicks(&stage.ada, &shown, "Cancel").await.update().await;
    assert_eq!(cancelled.content, "Cancelled: nothing was added.");
    assert_eq!((drafts(&stage), articles(&stage)), (0, vec!["tea.md".to_owned()]));
    stage.discord.check();
}

#[tokio::test]
async fn of_several_files_none_is_added_over_a_name_that_was_taken_since() {
    let stage = stage().await;
    let both = offer_all(&stage, &[("bread.md", BREAD), ("soup.md", "# Soup\n\nBones simmer.\n")]).await;
    assert_eq!(both.labels(), ["Add all", "Cancel"]);
    stage.write("bread.md", NEW_BREAD);
    let click = stage.discord.clicks(&stage.ada, &both, "Add all").await;
    let asked = click.until_shows("bread.md already exists").await;
    assert_eq!(asked.labels(), ["Add and replace", "Cancel"], "{}", asked.text());
    assert_eq!(read(&stage, "corpus/bread.md"), NEW_BREAD);
    stage
        .discord
        .clicks(&stage.ada, &asked, "Add and replace")
        .await
        .until_shows("is live")
        .await;
    assert_eq!(read(&stage, "corpus/bread.md"), BREAD);
    assert_eq!(articles(&stage), ["bread.md", "soup.md", "tea.md"]);
    stage.discord.check();
}

#[tokio::test]
async fn a_reply_names_the_files_that_were_skipped_first_then_and_counts_the_others() {
    let stage = stage().await;
    stage.write("song.mp3", "not text");
    let first = corpus(&stage, &stage.ada, "reindex").await.until_shows("is live").await;
    assert!(first.content.contains("song.mp3"), "{}", first.text());
    let draft = offer_text(&stage, &stage.ada, "bread.md", BREAD).await;
    let added = stage
        .discord
        .clicks(&stage.ada, &draft, "Add")
        .await
        .until_shows("is live")
        .await;
    let told = "1 file or line is skipped as before; /corpus status lists them.";
    assert!(
        added.content.contains(told) && !added.content.contains("song"),
        "{}",
        added.text()
    );
    let status = corpus(&stage, &stage.ada, "status").await.response().await;
    assert!(status.text().contains("song.mp3"), "{}", status.text());
    stage.discord.check();
}

#[tokio::test]
async fn an_archive_is_looked_at_and_added_as_the_files_in_it() {
    let stage = stage().await;
    let archive = include_bytes!("../../../fixtures/club.zip");
    let file = stage.discord.upload("club.zip", "application/zip", archive.as_slice());
    let shown = offer(&stage, &stage.ada, &file).await;
    insta::assert_snapshot!(shown.text(), @r"
    (only you can see this)
    This is how club.zip will look. Add it?
    Skipped club.zip/club/map.png: it is a picture, and words in pictures aren't read; write them into a .txt or .md file.
    | club.zip
    | - **Pool** · 2 sections, 2 passages
    | - **Sauna** · 1 section, 1 passage
    | 3 passages in 2 articles
    [✅ Add] [✖️ Cancel]
    ");
    let added = stage.discord.clicks(&stage.ada, &shown, "Add").await;
    added.until_shows("is live").await;
    assert_eq!(articles(&stage), ["club.zip", "tea.md"]);
    let answered = answer(&stage, "when does the pool open?").await;
    assert!(answered.text().contains("opens at nine"), "{}", answered.text());

    let inner = about(&stage, &stage.ada, "remove", "club.zip/club/pool.md").await;
    insta::assert_snapshot!(inner.response().await.text(), @r"
    (only you can see this)
    club.zip/club/pool.md is in the archive club.zip. Remove the archive, or add a version of it without the file.
    ");
    let asked = about(&stage, &stage.ada, "remove", "club").await;
    let asked = asked.response().await;
    let removed = stage.discord.clicks(&stage.ada, &asked, "Remove").await;
    removed.until_shows("is live").await;
    assert_eq!(articles(&stage), ["tea.md"]);
}
