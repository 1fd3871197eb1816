//! A reindex that fails: the reason is shown, the old generation answers, and all is well once the cause is mended.

use super::reindexing::{ended, live};
use super::{BREAD, about, answer, corpus, offer_text, two_articles};
use crate::discord::stage::Stage;

/// Reindexes with something broken. Asserts that the reason is shown, that the old generation answers, and that all is
/// well once it is mended.
async fn breaks(stage: &Stage, told: &str, mend: impl FnOnce(&Stage)) {
    let before = live(stage);
    let failed = ended(&corpus(stage, &stage.ada, "reindex").await).await;
    assert!(failed.content.contains("could not be rebuilt"), "{}", failed.text());
    assert!(failed.content.contains(told), "no {told:?}: {}", failed.text());
    assert!(failed.content.contains("I still answer"), "{}", failed.text());
    assert_eq!(live(stage), before);
    let answered = answer(stage, "where does the dough rest?").await;
    assert!(
        answered.description().contains("rests overnight"),
        "{}",
        answered.text()
    );
    let status = corpus(stage, &stage.ada, "status").await.response().await;
    assert!(status.text().contains("Problem ("), "{}", status.text());
    assert!(status.text().contains(told), "no {told:?}: {}", status.text());
    mend(stage);
    let mended = ended(&corpus(stage, &stage.ada, "reindex").await).await;
    assert!(mended.content.contains("is live"), "{}", mended.text());
    let status = corpus(stage, &stage.ada, "status").await.response().await;
    assert!(!status.text().contains("Problem"), "{}", status.text());
    assert!(status.text().contains("The index is up to date."), "{}", status.text());
    stage.discord.check();
}

#[tokio::test]
async fn a_corpus_that_is_no_folder_any_more_leaves_the_old_generation_answering() {
    let stage = two_articles().await;
    std::fs::rename(stage.path("corpus"), stage.path("away")).unwrap();
    std::fs::write(stage.path("corpus"), "").unwrap();
    // Commands that read or change the folder explain the problem too.
    for subcommand in ["remove", "restore"] {
        let asked = about(&stage, &stage.ada, subcommand, "bread.md").await;
        asked.until_shows("could not be changed").await;
    }
    let shown = offer_text(&stage, &stage.ada, "new.md", "New words stand here.\n").await;
    assert!(shown.content.contains("could not be changed"), "{}", shown.text());
    breaks(&stage, "is not a folder", |stage| {
        std::fs::remove_file(stage.path("corpus")).unwrap();
        std::fs::rename(stage.path("away"), stage.path("corpus")).unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_corpus_that_is_gone_leaves_the_old_generation_answering() {
    let stage = two_articles().await;
    std::fs::rename(stage.path("corpus"), stage.path("away")).unwrap();
    breaks(&stage, "corpus", |stage| {
        std::fs::rename(stage.path("away"), stage.path("corpus")).unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_corpus_without_an_article_leaves_the_old_generation_answering() {
    let stage = two_articles().await;
    for name in ["bread.md", "tea.md"] {
        std::fs::remove_file(stage.path("corpus").join(name)).unwrap();
    }
    breaks(&stage, "No article in", |stage| {
        std::fs::write(stage.path("corpus/bread.md"), BREAD).unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_index_that_can_not_be_written_leaves_the_old_generation_answering() {
    let stage = two_articles().await;
    std::fs::rename(stage.path("index"), stage.path("away")).unwrap();
    std::fs::write(stage.path("index"), "").unwrap();
    breaks(&stage, "index", |stage| {
        std::fs::remove_file(stage.path("index")).unwrap();
        std::fs::rename(stage.path("away"), stage.path("index")).unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_article_that_was_added_stays_where_it_is_though_the_index_can_not_be_written() {
    let stage = two_articles().await;
    let draft = offer_text(&stage, &stage.ada, "new.md", "New words stand here.\n").await;
    std::fs::rename(stage.path("index"), stage.path("away")).unwrap();
    std::fs::write(stage.path("index"), "").unwrap();
    let added = stage.discord.clicks(&stage.ada, &draft, "Add").await;
    let added = ended(&added).await;
    assert!(added.content.contains("new.md was added"), "{}", added.text());
    assert!(added.content.contains("could not be rebuilt"), "{}", added.text());
    assert!(stage.path("corpus/new.md").exists());
    stage.discord.check();
}

#[tokio::test]
async fn a_bot_that_begins_with_the_old_generation_says_why() {
    let mut stage = two_articles().await;
    for name in ["bread.md", "tea.md"] {
        std::fs::remove_file(stage.path("corpus").join(name)).unwrap();
    }
    stage.begin_anew().await;
    let answered = answer(&stage, "where does the dough rest?").await;
    assert!(
        answered.description().contains("rests overnight"),
        "{}",
        answered.text()
    );
    let status = corpus(&stage, &stage.ada, "status").await.response().await;
    assert!(
        status.text().contains("Problem (") && status.text().contains("No article in"),
        "{}",
        status.text()
    );
    stage.discord.check();
}
