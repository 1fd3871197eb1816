//! The record of what admins did.

use verbatim::ledger::Action;

use super::{BREAD, TEA, about, corpus, offer_text, unanswered};
use crate::discord::stage::Stage;
use crate::fake_discord::Fault;

/// The actions, their targets and their outcomes.
fn told(actions: &[Action]) -> Vec<(&str, Option<&str>, &str)> {
    let told = actions.iter().map(|action| {
        let (what, target) = (action.what.as_str(), action.target.as_deref());
        (what, target, action.outcome.as_str())
    });
    told.collect()
}

#[tokio::test]
async fn each_thing_that_an_admin_does_is_written_down() {
    let mut stage = Stage::on_disk_with(&[("bread.md", BREAD)], |_| {}).await;
    let named = stage.ben.id.get();
    stage.restart_with(move |settings| settings.admins = vec![named]).await;
    stage.discord.offer_to(&stage.ben, "corpus");

    let draft = offer_text(&stage, &stage.ada, "tea.md", TEA).await;
    let added = stage.discord.clicks(&stage.ada, &draft, "Add").await;
    added.until_shows("is live").await;
    let draft = offer_text(&stage, &stage.ben, "tea.md", "Tea is a plant.\n").await;
    let replaced = stage.discord.clicks(&stage.ben, &draft, "Replace").await;
    replaced.until_shows("is live").await;
    offer_text(&stage, &stage.ada, "picture.md", "\u{0}\u{1}\u{2}").await;
    let asked = about(&stage, &stage.ada, "remove", "tea").await.response().await;
    let removed = stage.discord.clicks(&stage.ada, &asked, "Remove").await;
    removed.until_shows("is live").await;
    let restored = about(&stage, &stage.ben, "restore", "tea.md").await;
    restored.until_shows("is live").await;
    let reindexed = corpus(&stage, &stage.ada, "reindex").await;
    reindexed.until_shows("is live").await;
    let asked = super::answer(&stage, "how tall is the Eiffel tower?").await;
    assert!(asked.content.contains("found nothing"), "{}", asked.text());
    unanswered(&stage, "1 question, asked 1 time").await;
    let open = corpus(&stage, &stage.ben, "unanswered").await.response().await;
    let done = stage.discord.chooses(&stage.ben, &open, &open.options()[0]).await;
    done.until_shows("Done").await;
    // Looking is not an action, and neither is a cancelled one.
    corpus(&stage, &stage.ada, "status").await.response().await;
    let draft = offer_text(&stage, &stage.ada, "more.md", "More words.\n").await;
    stage.discord.clicks(&stage.ada, &draft, "Cancel").await.update().await;

    let generation = stage.live.answerer().generation().name().to_owned();
    let (ada, ben) = (stage.ada.id.to_string(), stage.ben.id.to_string());
    let audit = stage.audit().await;
    assert_eq!(
        told(&audit),
        [
            ("add", Some("tea.md"), "added"),
            ("add", Some("tea.md"), "replaced"),
            ("add", Some("picture.md"), "rejected"),
            ("remove", Some("tea.md"), "removed"),
            ("restore", Some("tea.md"), "restored"),
            ("reindex", None, generation.as_str()),
            ("mark done", None, "1 questions"),
        ]
    );
    let who: Vec<&str> = audit.iter().map(|action| action.who.as_str()).collect();
    assert_eq!(who, [&ada, &ben, &ada, &ada, &ben, &ada, &ben]);
    stage.discord.check();
}

#[tokio::test]
async fn what_was_tried_in_vain_is_written_down_with_what_came_of_it() {
    let mut stage = Stage::on_disk_with(&[("bread.md", BREAD)], |_| {}).await;
    let asked = about(&stage, &stage.ada, "remove", "bread.md").await.response().await;
    let refused = stage.discord.clicks(&stage.ada, &asked, "Remove").await;
    refused.until_shows("only article").await;
    let refused = about(&stage, &stage.ada, "restore", "nothing.md").await;
    refused.until_shows("Nothing in the trash").await;
    std::fs::remove_file(stage.path("corpus/bread.md")).unwrap();
    let refused = corpus(&stage, &stage.ada, "reindex").await;
    refused.until_shows("could not be rebuilt").await;

    let audit = stage.audit().await;
    let whats: Vec<&str> = audit.iter().map(|action| action.what.as_str()).collect();
    assert_eq!(whats, ["remove", "restore", "reindex"]);
    for (action, outcome) in audit.iter().zip(["last article", "trash", "no article"]) {
        let is_told = action.outcome.to_lowercase().contains(outcome);
        assert!(is_told, "{action:?} lacks {outcome:?}");
    }
    stage.discord.check();
}

#[tokio::test]
async fn a_reindex_that_discord_lost_sight_of_is_written_down_all_the_same() {
    let mut stage = Stage::on_disk_with(&[("bread.md", BREAD)], |_| {}).await;
    let gone = Fault::Error {
        status: 404,
        code: 10_062,
    };
    stage.discord.next("POST", "/interactions/*/*/callback", gone).times(1);
    let before = stage.live.answerer().generation().name().to_owned();
    corpus(&stage, &stage.ada, "reindex").await;
    let live = std::sync::Arc::clone(&stage.live);
    crate::discord::stage::until("it is built", || live.answerer().generation().name() != before).await;
    let generation = live.answerer().generation().name().to_owned();
    assert_eq!(told(&stage.audit().await), [("reindex", None, generation.as_str())]);
    stage.discord.check();
}
