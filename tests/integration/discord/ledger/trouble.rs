//! The ledger can't be used: answers still come at once, and those who need to know are told.

use std::time::{Duration, Instant};

use rusqlite::Connection;
use serde_json::json;

use super::{VAIN, answered, vote, votes};
use crate::discord::stage::{Stage, WHY, until};
use crate::fake_discord::Sent;

/// The longest wait for an answer, and for the response to a vote.
const AT_ONCE: Duration = Duration::from_secs(1);
const IN_TIME: Duration = Duration::from_secs(3);

async fn status(stage: &Stage) -> Sent {
    let asked = stage
        .discord
        .slash(&stage.ada, &stage.general, "corpus status", json!([]))
        .await;
    asked.response().await
}

/// Asserts that answers come at once, that voters are told to vote again, and that an admin sees the reason.
async fn goes_on_without(stage: &Stage, why: &str) {
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(WHY))
        .await;
    let answer = asked.response().await;
    assert!(answer.description().contains(crate::discord::stage::BETRAYED));
    let time = asked.response_time().unwrap();
    assert!(time < AT_ONCE, "an answer took {time:?}");
    super::super::corpus::assert_in_vain(stage, VAIN).await;
    let started = Instant::now();
    for label in ["Helpful", "Not helpful"] {
        let voted = stage.discord.clicks(&stage.ben, &answer, label).await;
        let told = voted.response().await;
        assert!(told.content.contains("confirm that your vote"), "{}", told.text());
        assert!(voted.response_time().unwrap() < IN_TIME);
    }
    assert!(started.elapsed() < 2 * IN_TIME);
    let shown = status(stage).await;
    assert!(
        shown.text().contains("The ledger hasn't been writable for"),
        "{}",
        shown.text()
    );
    assert!(shown.text().contains(why), "no {why:?}: {}", shown.text());
    let listed = stage
        .discord
        .slash(&stage.ada, &stage.general, "corpus unanswered", json!([]))
        .await;
    assert!(!listed.response().await.content.is_empty());
}

/// Waits until votes count again, by voting repeatedly.
async fn counts_again(stage: &Stage) {
    let answer = answered(stage, WHY).await;
    let started = Instant::now();
    loop {
        let told = vote(stage, &stage.ann, &answer, "Helpful").await;
        if told.starts_with("Thanks, ") {
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{told}");
    }
    let shown = status(stage).await;
    assert!(!shown.text().contains("The ledger"), "{}", shown.text());
}

#[tokio::test]
async fn where_a_folder_has_the_ledgers_name_answers_go_on_and_votes_count_once_it_is_gone() {
    let mut stage = Stage::with_ledger_file().await;
    stage.stop().await.unwrap();
    let file = stage.path("data/verbatim.sqlite");
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    stage.start_again().await;
    goes_on_without(&stage, "unable to open").await;
    std::fs::remove_dir(&file).unwrap();
    counts_again(&stage).await;
    // The questions have waited for it, and so has Ben's last vote, although he was told that it may not count.
    assert_eq!(votes(&mut stage).await, (1, 1));
    let figures = super::figures(&stage);
    assert_eq!((figures.answered, figures.no_answer), (2, 1));
    stage.discord.check();
}

#[tokio::test]
async fn a_ledger_that_makes_no_sense_is_set_aside_and_a_new_one_begun() {
    let mut stage = Stage::with_ledger_file().await;
    let answer = answered(&stage, WHY).await;
    vote(&stage, &stage.ann, &answer, "Helpful").await;
    stage.stop().await.unwrap();
    let garbage = b"This is no database at all, only some words. ".repeat(500);
    std::fs::write(stage.path("data/verbatim.sqlite"), &garbage).unwrap();
    stage.start_again().await;
    assert!(
        vote(&stage, &stage.ben, &answer, "Not helpful")
            .await
            .starts_with("Thanks, ")
    );
    let shown = status(&stage).await;
    assert!(!shown.text().contains("The ledger"), "{}", shown.text());
    assert!(shown.text().contains("👍 0 helpful · 👎 1 not"), "{}", shown.text());
    assert!(
        shown.text().contains("a damaged ledger that was moved out of the way"),
        "{}",
        shown.text()
    );
    stage.stop().await.unwrap();
    let files = std::fs::read_dir(stage.path("data")).unwrap();
    let aside: Vec<Vec<u8>> = files
        .map(|file| file.unwrap())
        .filter(|file| file.file_name().to_str().unwrap().contains(".damaged-"))
        .map(|file| std::fs::read(file.path()).unwrap())
        .collect();
    assert!(aside.contains(&garbage), "what was there is gone");
    stage.discord.check();
}

#[tokio::test]
async fn while_another_process_has_the_ledger_locked_answers_go_on_and_votes_are_not_thanked_for() {
    let mut stage = Stage::with_ledger_file().await;
    until("there is a ledger", || stage.path("data/verbatim.sqlite").exists()).await;
    counts_again(&stage).await;
    let other = Connection::open(stage.path("data/verbatim.sqlite")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    goes_on_without(&stage, "locked").await;
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);
    counts_again(&stage).await;
    // Ben was told that his vote may not count. The last one is recorded after all, once the lock is gone.
    assert_eq!(votes(&mut stage).await, (2, 1));
    stage.discord.check();
}

#[tokio::test]
async fn a_ledger_that_is_deleted_under_the_bot_is_begun_anew() {
    let mut stage = Stage::with_ledger_file().await;
    counts_again(&stage).await;
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(stage.path(&format!("data/verbatim.sqlite{end}")));
    }
    counts_again(&stage).await;
    assert_eq!(votes(&mut stage).await, (1, 0));
    stage.discord.check();
}
