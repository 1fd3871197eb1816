//! `/corpus add`: the preview, and the result of every click, by anybody, at any time, any number of times.
//!
//! Not here: files that can't be articles (`uploads`), and their names (`names`).

use std::time::{Duration, SystemTime};

use super::{BREAD, TEA, about, answer, articles, offer, offer_text, two_articles};
use crate::discord::stage::{Stage, until};

/// Another text with the same name.
pub(super) const NEW_BREAD: &str = "# Bread\n\n## Rising\n\nThe dough rises for two hours on a warm stove.\n";

pub(super) const NOT_WAITING: &str = "no longer waiting";

pub(super) async fn stage() -> Stage {
    Stage::on_disk_with(&[("tea.md", TEA)], |_| {}).await
}

pub(super) fn read(stage: &Stage, path: &str) -> String {
    std::fs::read_to_string(stage.path(path)).unwrap()
}

/// The number of drafts that wait to be confirmed.
pub(super) fn drafts(stage: &Stage) -> usize {
    std::fs::read_dir(stage.path("corpus/.drafts")).map_or(0, Iterator::count)
}

#[tokio::test]
async fn an_article_is_looked_at_and_added() {
    let stage = stage().await;
    let shown = offer_text(&stage, &stage.ada, "bread.md", BREAD).await;
    assert!(shown.ephemeral);
    assert_eq!(shown.content, "This is how bread.md will look. Add it?");
    assert_eq!((shown.title(), shown.footer()), ("Bread", "1 section, 1 passage"));
    assert_eq!(
        shown.description(),
        "- **Rising** · 1 passage: The dough rests overnight in a cold room, so that it tastes of something."
    );
    assert_eq!(shown.labels(), ["Add", "Cancel"]);
    assert_eq!(articles(&stage), ["tea.md"]);
    let added = stage.discord.clicks(&stage.ada, &shown, "Add").await;
    let added = added.until_shows("is live").await;
    assert!(added.content.starts_with("bread.md was added."), "{}", added.text());
    assert!(added.content.contains("1 added"), "{}", added.text());
    assert!(added.labels().is_empty() && added.embeds.as_array().unwrap().is_empty());
    assert_eq!(read(&stage, "corpus/bread.md"), BREAD);
    assert_eq!(drafts(&stage), 0);
    let answered = answer(&stage, "where does the dough rest?").await;
    assert!(
        answered.description().contains("rests overnight"),
        "{}",
        answered.text()
    );
    stage.discord.check();
}

#[tokio::test]
async fn who_cancels_adds_nothing_and_can_not_add_it_after_all() {
    let stage = stage().await;
    let shown = offer_text(&stage, &stage.ada, "bread.md", BREAD).await;
    let cancelled = stage.discord.clicks(&stage.ada, &shown, "Cancel").await.update().await;
    assert_eq!(cancelled.content, "Cancelled: nothing was added.");
    assert!(cancelled.labels().is_empty() && cancelled.embeds.as_array().unwrap().is_empty());
    let late = stage
        .discord
        .clicks_custom_id(&stage.ada, &shown, &shown.custom_id("Add"))
        .await;
    let late = late.until_shows(NOT_WAITING).await;
    assert!(late.labels().is_empty(), "{}", late.text());
    assert_eq!(articles(&stage), ["tea.md"]);
    stage.discord.check();
}

#[tokio::test]
async fn who_clicks_twice_adds_once() {
    let mut stage = stage().await;
    let shown = offer_text(&stage, &stage.ada, "bread.md", BREAD).await;
    let id = shown.custom_id("Add");
    stage
        .discord
        .clicks(&stage.ada, &shown, "Add")
        .await
        .until_shows("is live")
        .await;
    let again = stage.discord.clicks_custom_id(&stage.ada, &shown, &id).await;
    again.until_shows(NOT_WAITING).await;
    let cancelled = stage
        .discord
        .clicks_custom_id(&stage.ada, &shown, &shown.custom_id("Cancel"))
        .await;
    let cancelled = cancelled.update().await;
    assert!(
        !cancelled.content.contains("nothing was added"),
        "it was: {}",
        cancelled.text()
    );
    assert_eq!(read(&stage, "corpus/bread.md"), BREAD);
    assert!(!stage.path("corpus/.trash").exists(), "it took its own place");
    let audit = stage.audit().await;
    let added = audit.iter().filter(|action| action.outcome == "added").count();
    assert_eq!(added, 1, "{audit:?}");
    stage.discord.check();
}

#[tokio::test]
async fn two_clicks_at_the_same_moment_add_once_as_well() {
    let mut stage = stage().await;
    let shown = offer_text(&stage, &stage.ada, "bread.md", BREAD).await;
    let id = shown.custom_id("Add");
    let first = stage.discord.clicks_custom_id(&stage.ada, &shown, &id).await;
    let second = stage.discord.clicks_custom_id(&stage.ada, &shown, &id).await;
    first.acknowledged().await;
    second.acknowledged().await;
    // The message that changes last has the final state; neither asks anything any more.
    let last = first.until_shows("is live").await;
    assert!(last.labels().is_empty(), "{}", last.text());
    assert!(!stage.path("corpus/.trash").exists(), "it took its own place");
    let audit = stage.audit().await;
    let added = audit.iter().filter(|action| action.outcome == "added").count();
    assert_eq!(added, 1, "{audit:?}");
    stage.discord.check();
}

#[tokio::test]
async fn what_was_looked_at_before_a_restart_can_be_added_after_it() {
    let mut stage = stage().await;
    let shown = offer_text(&stage, &stage.ada, "bread.md", BREAD).await;
    let other = offer_text(&stage, &stage.ada, "other.md", "Other words stand here.\n").await;
    stage.restart().await;
    let added = stage.discord.clicks(&stage.ada, &shown, "Add").await;
    added.until_shows("is live").await;
    let cancelled = stage.discord.clicks(&stage.ada, &other, "Cancel").await.update().await;
    assert!(cancelled.content.contains("nothing was added"));
    assert_eq!(articles(&stage), ["bread.md", "tea.md"]);
    assert_eq!(drafts(&stage), 0);
    stage.discord.check();
}

#[tokio::test]
async fn what_nobody_confirms_within_a_day_is_thrown_away() {
    let mut stage = stage().await;
    let old = offer_text(&stage, &stage.ada, "old.md", "Old words stand here.\n").await;
    let folder = std::fs::read_dir(stage.path("corpus/.drafts")).unwrap().next().unwrap();
    let folder = folder.unwrap().path();
    let new = offer_text(&stage, &stage.ada, "new.md", "New words stand here.\n").await;
    let yesterday = SystemTime::now() - Duration::from_hours(25);
    std::fs::File::open(&folder).unwrap().set_modified(yesterday).unwrap();
    // Old drafts are looked for every minute, and first at the start.
    stage.restart().await;
    until("it is gone", || !folder.exists()).await;
    assert_eq!(drafts(&stage), 1);
    stage
        .discord
        .clicks(&stage.ada, &old, "Add")
        .await
        .until_shows(NOT_WAITING)
        .await;
    let added = stage.discord.clicks(&stage.ada, &new, "Add").await;
    added.until_shows("is live").await;
    assert_eq!(articles(&stage), ["new.md", "tea.md"]);
    stage.discord.check();
}

#[tokio::test]
async fn what_an_article_was_before_it_was_replaced_is_kept() {
    let stage = Stage::on_disk_with(&[("bread.md", BREAD), ("tea.md", TEA)], |_| {}).await;
    let shown = offer_text(&stage, &stage.ada, "bread.md", NEW_BREAD).await;
    assert_eq!(shown.labels(), ["Replace", "Cancel"]);
    for part in ["bread.md already exists", "goes to the trash", "/corpus restore"] {
        assert!(shown.content.contains(part), "{}", shown.text());
    }
    assert_eq!(read(&stage, "corpus/bread.md"), BREAD);
    let replaced = stage.discord.clicks(&stage.ada, &shown, "Replace").await;
    let replaced = replaced.until_shows("is live").await;
    assert!(replaced.content.contains("is in the trash"), "{}", replaced.text());
    assert!(replaced.content.contains("1 changed"), "{}", replaced.text());
    assert_eq!(read(&stage, "corpus/bread.md"), NEW_BREAD);
    let answered = answer(&stage, "how long does the dough rise?").await;
    assert!(answered.description().contains("two hours"), "{}", answered.text());
    // And back: first, the present article has to make room.
    let there = about(&stage, &stage.ada, "restore", "bread.md").await;
    there.until_shows("already exists").await;
    assert_eq!(read(&stage, "corpus/bread.md"), NEW_BREAD);
    stage.discord.check();
}

#[tokio::test]
async fn a_name_that_differs_in_case_alone_is_the_same_article() {
    let stage = Stage::on_disk_with(&[("bread.md", BREAD), ("tea.md", TEA)], |_| {}).await;
    let shown = offer_text(&stage, &stage.ada, "Bread.MD", NEW_BREAD).await;
    assert_eq!(shown.labels(), ["Replace", "Cancel"]);
    assert!(shown.content.contains("bread.md already exists"), "{}", shown.text());
    stage
        .discord
        .clicks(&stage.ada, &shown, "Replace")
        .await
        .until_shows("is live")
        .await;
    assert_eq!(articles(&stage), ["bread.md", "tea.md"]);
    assert_eq!(read(&stage, "corpus/bread.md"), NEW_BREAD);
    stage.discord.check();
}

#[tokio::test]
async fn a_file_that_is_there_already_leaves_nothing_to_do() {
    let stage = stage().await;
    let shown = offer_text(&stage, &stage.ada, "tea.md", TEA).await;
    assert!(shown.content.contains("nothing to do"), "{}", shown.text());
    assert!(shown.labels().is_empty() && drafts(&stage) == 0, "{}", shown.text());
    // Under another name it may be added, with a warning.
    let twin = offer_text(&stage, &stage.ada, "tee.md", TEA).await;
    assert!(twin.content.contains("same content as tea.md"), "{}", twin.text());
    assert_eq!(twin.labels(), ["Add", "Cancel"]);
    stage.discord.check();
}

#[tokio::test]
async fn of_two_who_add_the_same_name_the_second_is_asked_anew_and_neither_text_is_lost() {
    let mut stage = stage().await;
    let named = stage.ben.id.get();
    stage.restart_with(move |settings| settings.admins = vec![named]).await;
    stage.discord.offer_to(&stage.ben, "corpus");
    let hers = offer_text(&stage, &stage.ada, "bread.md", BREAD).await;
    let his = offer_text(&stage, &stage.ben, "bread.md", NEW_BREAD).await;
    assert_eq!(
        (hers.labels(), his.labels()),
        (vec!["Add".to_owned(), "Cancel".to_owned()], his.labels())
    );
    let hers = stage.discord.clicks(&stage.ada, &hers, "Add").await;
    let his = stage.discord.clicks(&stage.ben, &his, "Add").await;
    hers.acknowledged().await;
    his.acknowledged().await;
    until("one is added, and the other asked", || {
        let shown = |one: &crate::fake_discord::Interaction, text: &str| {
            one.original().is_some_and(|shown| shown.text().contains(text))
        };
        [(&hers, &his), (&his, &hers)]
            .iter()
            .any(|(won, lost)| shown(won, "is live") && shown(lost, " Replace]"))
    })
    .await;
    let is_hers = hers.original().unwrap().content.contains("is live");
    let (first, second) = if is_hers {
        (BREAD, NEW_BREAD)
    } else {
        (NEW_BREAD, BREAD)
    };
    assert_eq!(read(&stage, "corpus/bread.md"), first);
    let (who, asked) = if is_hers {
        (&stage.ben, &his)
    } else {
        (&stage.ada, &hers)
    };
    let asked = asked.original().unwrap();
    assert!(asked.content.contains("bread.md already exists"), "{}", asked.text());
    assert_eq!(asked.title(), "Bread");
    let replaced = stage.discord.clicks(who, &asked, "Replace").await;
    replaced.until_shows("is live").await;
    assert_eq!(read(&stage, "corpus/bread.md"), second);
    let trash = super::tree(&stage.path("corpus/.trash"));
    let kept = trash.values().flatten().collect::<Vec<_>>();
    assert_eq!(kept, [first.as_bytes()], "{trash:?}");
    stage.discord.check();
}

#[tokio::test]
async fn when_discord_loses_the_click_nothing_is_added_behind_the_admins_back() {
    let stage = stage().await;
    let shown = offer_text(&stage, &stage.ada, "bread.md", BREAD).await;
    let gone = crate::fake_discord::Fault::Error {
        status: 404,
        code: 10_062,
    };
    stage.discord.next("POST", "/interactions/*/*/callback", gone).times(1);
    stage.discord.clicks(&stage.ada, &shown, "Add").await;
    until("it was tried", || {
        stage.discord.requests().iter().any(|one| one.status == Some(404))
    })
    .await;
    // The preview stays, and its button works.
    let added = stage.discord.clicks(&stage.ada, &shown, "Add").await;
    added.until_shows("is live").await;
    assert_eq!(articles(&stage), ["bread.md", "tea.md"]);
    stage.discord.check();
}

#[tokio::test]
async fn a_draft_is_shown_within_discords_limits_however_it_is_set() {
    let stage = stage().await;
    let section = |at| {
        format!(
            "## Heading {at} `code` {}\n\nWords {at} stand here.\n\n",
            "*long* ".repeat(20)
        )
    };
    let sections: String = (0..200).map(section).collect();
    let long = format!("# **Bold** @everyone [bank](https://evil.example) <@1>\n\n{sections}");
    let shown = offer_text(&stage, &stage.ada, "long.md", &long).await;
    assert_eq!(shown.footer(), "200 sections, 200 passages");
    let listed = shown.description().matches("\n- ").count() + 1;
    let more = format!("… and {} more sections", 200 - listed);
    assert!(
        (15..=25).contains(&listed) && shown.description().contains(&more),
        "{}",
        shown.text()
    );
    // The title is shown as it is in the file, and has no effect.
    assert!(!shown.title().contains("[bank](https"), "{}", shown.title());
    assert!(shown.pinged.is_empty());
    let untitled = "---\ntitle: \"\\u200b\"\n---\n\nWords stand here.\n";
    let shown = offer_text(&stage, &stage.ada, "untitled.md", untitled).await;
    assert_eq!(shown.labels(), ["Add", "Cancel"], "{}", shown.text());
    assert!(!shown.title().is_empty());
    // An unknown language is no reason to refuse the file, but there is a warning.
    let klingon = "---\nlanguage: Klingonese *x*\n---\n\nGreen words stand here.\n";
    let shown = offer(&stage, &stage.ada, &stage.discord.upload("k.md", "", klingon)).await;
    assert!(shown.content.contains("Klingonese \\*x\\*"), "{}", shown.text());
    assert_eq!(shown.labels(), ["Add", "Cancel"]);
    stage.discord.check();
}

#[tokio::test]
async fn a_draft_with_a_language_as_long_as_an_article_can_be_added() {
    let stage = two_articles().await;
    let text = format!("---\nlanguage: {}\n---\n{BREAD}", "never ending ".repeat(400));
    let shown = offer_text(&stage, &stage.ada, "long.md", &text).await;
    assert!(
        shown.content.starts_with("This is how long.md will look."),
        "{}",
        shown.text()
    );
    assert!(shown.content.encode_utf16().count() <= 2_000, "{}", shown.text());
    assert_eq!(shown.labels(), ["Add", "Cancel"]);
    stage.discord.check();
}
