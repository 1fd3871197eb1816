//! `/corpus add`: the preview, and the result of every click, by anybody, at any time, any number of times.
//!
//! Not here: files that can't be articles (`uploads`), and their names (`names`).

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::{BREAD, TEA, about, answer, articles, corpus, offer, offer_text, two_articles};
use crate::discord::stage::{Stage, until};
use crate::fake_discord::Sent;

/// Another text with the same name.
const NEW_BREAD: &str = "# Bread\n\n## Rising\n\nThe dough rises for two hours on a warm stove.\n";

const NOT_WAITING: &str = "no longer waiting";

async fn stage() -> Stage {
    Stage::on_disk_with(&[("tea.md", TEA)], |_| {}).await
}

fn read(stage: &Stage, path: &str) -> String {
    std::fs::read_to_string(stage.path(path)).unwrap()
}

/// The number of drafts that wait to be confirmed.
fn drafts(stage: &Stage) -> usize {
    std::fs::read_dir(stage.path("corpus/.drafts")).map_or(0, Iterator::count)
}

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
    let more = format!("… and {} sections more", 200 - listed);
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
            text.contains("Words 0 and more") && text.contains("sections more"),
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
    assert!(status.content.contains("song.mp3"), "{}", status.text());
    stage.discord.check();
}
