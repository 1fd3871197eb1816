//! `/corpus remove` and `/corpus restore`: to the trash and back.

use std::time::{Duration, Instant};

use super::{BREAD, TEA, about, answer, articles, offered};
use crate::discord::stage::{Stage, until};
use crate::fake_discord::Sent;

const CHESS: &str = "# Chess\n\n## Opening\n\nA gambit gives up a pawn for quick development.\n";

async fn stage() -> Stage {
    let articles = [("bread.md", BREAD), ("tea.md", TEA), ("games/chess.md", CHESS)];
    Stage::on_disk_with(&articles, |_| {}).await
}

/// Asks to remove an article, confirms, and waits for the result.
async fn remove(stage: &Stage, article: &str) -> Sent {
    let asked = about(stage, &stage.ada, "remove", article).await.response().await;
    let removed = stage.discord.clicks(&stage.ada, &asked, "Remove").await;
    removed.until_shows("is live").await
}

#[tokio::test]
async fn an_article_is_removed_and_brought_back_and_answers_change_accordingly() {
    let stage = stage().await;
    let question = "where does the dough rest?";
    let old = answer(&stage, question).await;
    assert!(old.description().contains("rests overnight"), "{}", old.text());

    let choices = offered(&stage, &stage.ada, "remove", "bre").await;
    let [(name, value)] = choices.as_slice() else {
        panic!("{choices:?}");
    };
    assert_eq!(name, "Bread (bread.md)");
    let asked = about(&stage, &stage.ada, "remove", value).await.response().await;
    assert!(
        asked.ephemeral && asked.content.starts_with("Remove bread.md?"),
        "{}",
        asked.text()
    );
    assert_eq!(
        (asked.title(), asked.labels()),
        ("Bread", vec!["Remove".to_owned(), "Cancel".to_owned()])
    );
    assert!(stage.path("corpus/bread.md").exists());
    let removed = stage.discord.clicks(&stage.ada, &asked, "Remove").await;
    let removed = removed.until_shows("is live").await;
    assert!(
        removed.content.starts_with("bread.md was moved to the trash."),
        "{}",
        removed.text()
    );
    assert!(
        removed.content.contains("1 removed") && removed.labels().is_empty(),
        "{}",
        removed.text()
    );
    assert_eq!(articles(&stage), ["games", "games/chess.md", "tea.md"]);
    let answered = answer(&stage, question).await;
    assert!(!answered.text().contains("rests overnight"), "{}", answered.text());
    // The old answer is still there; a click on it explains why it can show no more.
    let gone = stage.discord.clicks(&stage.ben, &old, "Helpful").await.response().await;
    assert!(gone.content.contains("Thanks"), "{}", gone.text());
    let gone = stage
        .discord
        .clicks_custom_id(&stage.ben, &old, &old.custom_id("Helpful").replacen("1h", "1t", 1))
        .await;
    let gone = gone.response().await;
    assert!(
        gone.ephemeral && gone.content.contains("no longer in them"),
        "{}",
        gone.text()
    );

    let choices = offered(&stage, &stage.ada, "restore", "").await;
    let [(name, value)] = choices.as_slice() else {
        panic!("{choices:?}");
    };
    assert!(name.starts_with("bread.md (removed "), "{name}");
    let restored = about(&stage, &stage.ada, "restore", value).await;
    let restored = restored.until_shows("is live").await;
    assert!(
        restored.content.starts_with("bread.md was restored."),
        "{}",
        restored.text()
    );
    assert_eq!(std::fs::read_to_string(stage.path("corpus/bread.md")).unwrap(), BREAD);
    let answered = answer(&stage, question).await;
    assert_eq!(answered.description(), old.description());
    assert_eq!(offered(&stage, &stage.ada, "restore", "").await, []);
    stage.discord.check();
}

#[tokio::test]
async fn an_article_goes_by_choice_name_and_path_and_what_is_unclear_is_asked_back() {
    let mut stage = stage().await;
    std::fs::write(stage.path("corpus/games/tea.md"), "Tea is a game of patience.\n").unwrap();
    super::corpus(&stage, &stage.ada, "reindex")
        .await
        .until_shows("is live")
        .await;
    for (typed, path) in [
        ("Chess (games/chess.md)", "games/chess.md"),
        ("games/chess.md", "games/chess.md"),
        ("chess.md", "games/chess.md"),
        ("CHESS", "games/chess.md"),
        ("tea.md", "tea.md"),
        ("games/tea.md", "games/tea.md"),
        (" bread.md ", "bread.md"),
    ] {
        let asked = about(&stage, &stage.ada, "remove", typed).await.response().await;
        assert!(
            asked.content.starts_with(&format!("Remove {path}?")),
            "{typed}: {}",
            asked.text()
        );
        assert_eq!(asked.labels(), ["Remove", "Cancel"]);
    }
    std::fs::rename(stage.path("corpus/tea.md"), stage.path("corpus/games/old.md")).unwrap();
    std::fs::create_dir(stage.path("corpus/drinks")).unwrap();
    std::fs::write(stage.path("corpus/drinks/tea.md"), TEA).unwrap();
    let asked = about(&stage, &stage.ada, "remove", "tea.md").await.response().await;
    for part in ["Several articles", "drinks/tea.md", "games/tea.md"] {
        assert!(asked.content.contains(part), "{}", asked.text());
    }
    for typed in [
        "nothing.md",
        "",
        "../bread.md",
        "/",
        ".trash",
        "**@everyone** `x`",
        "games",
    ] {
        let asked = about(&stage, &stage.ada, "remove", typed).await.response().await;
        assert!(
            asked.content.contains("There is no article"),
            "{typed:?}: {}",
            asked.text()
        );
        assert!(asked.labels().is_empty() && asked.pinged.is_empty());
        let asked = about(&stage, &stage.ada, "restore", typed).await;
        asked.until_shows("Nothing in the trash").await;
    }
    let audit = stage.audit().await;
    assert!(audit.iter().all(|action| action.what != "remove"), "{audit:?}");
    stage.discord.check();
}

#[tokio::test]
async fn who_cancels_removes_nothing() {
    let stage = stage().await;
    let asked = about(&stage, &stage.ada, "remove", "tea.md").await.response().await;
    let kept = stage.discord.clicks(&stage.ada, &asked, "Cancel").await.update().await;
    assert_eq!(kept.content, "Cancelled: nothing was removed.");
    assert!(kept.labels().is_empty() && kept.embeds.as_array().unwrap().is_empty());
    assert!(stage.path("corpus/tea.md").exists());
    assert_eq!(offered(&stage, &stage.ada, "restore", "").await, []);
    stage.discord.check();
}

#[tokio::test]
async fn who_confirms_twice_or_after_somebody_else_hears_that_it_is_gone() {
    let mut stage = stage().await;
    let asked = about(&stage, &stage.ada, "remove", "tea.md").await.response().await;
    let other = about(&stage, &stage.ada, "remove", "tea.md").await.response().await;
    stage.restart().await;
    let removed = stage.discord.clicks(&stage.ada, &asked, "Remove").await;
    removed.until_shows("is live").await;
    let again = stage
        .discord
        .clicks_custom_id(&stage.ada, &asked, &asked.custom_id("Remove"))
        .await;
    again.until_shows("somebody has already removed it").await;
    let late = stage.discord.clicks(&stage.ada, &other, "Remove").await;
    let late = late.until_shows("somebody has already removed it").await;
    assert!(late.labels().is_empty(), "{}", late.text());
    let audit = stage.audit().await;
    assert_eq!(audit.len(), 1, "{audit:?}");
    stage.discord.check();
}

#[tokio::test]
async fn the_last_article_that_can_be_quoted_stays() {
    let stage = Stage::on_disk_with(&[("bread.md", BREAD), ("empty.md", "# Only a title\n")], |_| {}).await;
    let asked = about(&stage, &stage.ada, "remove", "bread.md").await.response().await;
    let refused = stage.discord.clicks(&stage.ada, &asked, "Remove").await;
    let refused = refused.until_shows("is the only article").await;
    assert!(refused.labels().is_empty(), "{}", refused.text());
    assert!(stage.path("corpus/bread.md").exists());
    // The other exists as a file, though not in the index, so it can be removed.
    assert_eq!(offered(&stage, &stage.ada, "remove", "empty").await.len(), 1);
    let asked = about(&stage, &stage.ada, "remove", "empty.md").await.response().await;
    assert!(asked.embeds.as_array().unwrap().is_empty(), "{}", asked.text());
    let removed = stage.discord.clicks(&stage.ada, &asked, "Remove").await;
    let removed = removed.until_shows("is live").await;
    assert!(!removed.content.contains("Skipped"), "{}", removed.text());
    assert_eq!(articles(&stage), ["bread.md"]);
    stage.discord.check();
}

#[tokio::test]
async fn an_article_in_a_folder_comes_back_into_it() {
    let stage = stage().await;
    let removed = remove(&stage, "games/chess.md").await;
    assert!(
        removed.content.contains("games/chess.md was moved to the trash"),
        "{}",
        removed.text()
    );
    std::fs::remove_dir(stage.path("corpus/games")).unwrap();
    let restored = about(&stage, &stage.ada, "restore", "games/chess.md").await;
    restored.until_shows("is live").await;
    let answered = answer(&stage, "what does a gambit give up?").await;
    assert!(
        answered.description().contains("gives up a pawn"),
        "{}",
        answered.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn what_is_there_again_is_not_overwritten_from_the_trash() {
    let mut stage = stage().await;
    remove(&stage, "tea.md").await;
    let new = "# Tea\n\nBlack tea is less bitter than coffee.\n";
    std::fs::write(stage.path("corpus/tea.md"), new).unwrap();
    let refused = about(&stage, &stage.ada, "restore", "tea.md").await;
    let refused = refused.until_shows("tea.md already exists").await;
    assert!(refused.content.contains("nothing was changed"), "{}", refused.text());
    assert_eq!(std::fs::read_to_string(stage.path("corpus/tea.md")).unwrap(), new);
    assert_eq!(offered(&stage, &stage.ada, "restore", "tea").await.len(), 1);
    let audit = stage.audit().await;
    assert_eq!(audit.last().unwrap().what, "restore");
    assert!(audit.last().unwrap().outcome.contains("already"), "{audit:?}");
    stage.discord.check();
}

/// The first choice from the trash under its name, once nobody would be offered it under that name any more.
async fn outdated_choice(stage: &Stage) -> String {
    let (name, _) = offered(stage, &stage.ada, "restore", "tea").await.remove(0);
    let started = Instant::now();
    while offered(stage, &stage.ada, "restore", "tea")
        .await
        .iter()
        .any(|(now, _)| *now == name)
    {
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "it is called {name} for ever"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    name
}

#[tokio::test]
async fn a_choice_from_the_trash_may_come_as_its_name_although_time_has_passed() {
    let stage = stage().await;
    remove(&stage, "tea.md").await;
    let choice = outdated_choice(&stage).await;
    let restored = about(&stage, &stage.ada, "restore", &choice).await;
    restored.until_shows("tea.md was restored").await;
    assert_eq!(std::fs::read_to_string(stage.path("corpus/tea.md")).unwrap(), TEA);
    stage.discord.check();
}

#[tokio::test]
async fn of_two_versions_that_a_choice_may_mean_neither_is_brought_back() {
    let stage = stage().await;
    remove(&stage, "tea.md").await;
    std::fs::write(stage.path("corpus/tea.md"), "# Tea\n\nWhite tea is hardly bitter.\n").unwrap();
    let choice = outdated_choice(&stage).await;
    remove(&stage, "tea.md").await;
    // By now, the newer one could have been removed just as long ago.
    until("it is as old", || {
        let trash = verbatim::corpus::Shelf::new(&stage.path("corpus")).trash().unwrap();
        trash[0].removed_at.elapsed().unwrap() > Duration::from_secs(2)
    })
    .await;
    let refused = about(&stage, &stage.ada, "restore", &choice).await;
    refused.until_shows("choose one of the suggestions").await;
    assert!(!stage.path("corpus/tea.md").exists());
    // The values of the choices lead to each of them.
    let choices = offered(&stage, &stage.ada, "restore", "tea").await;
    assert_eq!(choices.len(), 2, "{choices:?}");
    let restored = about(&stage, &stage.ada, "restore", &choices[1].1).await;
    restored.until_shows("is live").await;
    assert_eq!(std::fs::read_to_string(stage.path("corpus/tea.md")).unwrap(), TEA);
    stage.discord.check();
}

#[tokio::test]
async fn more_articles_than_can_be_offered_are_found_by_typing() {
    let texts: Vec<(String, String)> = (0..30)
        .map(|at| {
            (
                format!("a{at:02}.md"),
                format!("# Article {at}\n\nNumber {at} stands here.\n"),
            )
        })
        .collect();
    let articles: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let stage = Stage::on_disk_with(&articles, |_| {}).await;
    assert_eq!(offered(&stage, &stage.ada, "remove", "").await.len(), 25);
    let last = offered(&stage, &stage.ada, "remove", "ARTICLE 29").await;
    assert_eq!(last.len(), 1, "{last:?}");
    let asked = about(&stage, &stage.ada, "remove", &last[0].1).await.response().await;
    assert!(asked.content.starts_with("Remove a29.md?"), "{}", asked.text());
    stage.discord.check();
}

#[tokio::test]
async fn whatever_was_typed_the_sentence_about_it_fits_a_message() {
    // So many files with one name that their paths together don't fit.
    let paths: Vec<String> = (0..60)
        .map(|at| format!("{at:02}{}/bread.md", "x".repeat(60)))
        .collect();
    let articles: Vec<(&str, &str)> = paths.iter().map(|path| (path.as_str(), BREAD)).collect();
    let stage = Stage::on_disk_with(&articles, |_| {}).await;
    for (subcommand, typed, told) in [
        ("remove", "bread.md", "Several articles match"),
        ("remove", &"y".repeat(5_000), "There is no article"),
        ("restore", &"*".repeat(5_000), "Nothing in the trash matches"),
    ] {
        let shown = about(&stage, &stage.ada, subcommand, typed)
            .await
            .until_shows(told)
            .await;
        assert!(shown.content.encode_utf16().count() <= 2_000, "{}", shown.text());
    }
    stage.discord.check();
}
