//! What the bot remembers of questions and votes.
//!
//! - `votes`: who votes how on what.
//! - `texts`: which questions are kept in words, and that nobody is named with them.
//! - `trouble`: answering goes on whatever happens to the file.
//!
//! The file is looked at only when the bot has stopped: who closes it while SQLite has it open takes its locks away.

mod texts;
mod trouble;
mod votes;

use verbatim::ledger::{Ledger, OpenQuestion};

use super::stage::{BETRAYED, Stage};
use crate::fake_discord::{Sent, User};

/// Nothing in the shipped article is about this.
const VAIN: &str = "how do I bake sourdough bread?";

/// `/ask` by Ann, answered from the article.
async fn answered(stage: &Stage, question: &str) -> Sent {
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(question))
        .await;
    let shown = asked.response().await;
    assert!(shown.description().contains(BETRAYED), "{question}: {}", shown.text());
    shown
}

/// Presses a button of an answer; the sentence that comes of it.
async fn vote(stage: &Stage, who: &User, answer: &Sent, label: &str) -> String {
    let voted = stage.discord.clicks(who, answer, label).await.response().await;
    assert!(voted.ephemeral && voted.id != answer.id, "{}", voted.text());
    voted.content
}

/// The ledger of a bot that has stopped.
fn ledger(stage: &Stage) -> Ledger {
    let opened = Ledger::open(&stage.path("data"), stage.ledger).unwrap();
    assert_eq!(opened.set_aside, None);
    opened.ledger
}

/// Stops the bot; how many helpful votes there are, and how many that are not.
async fn votes(stage: &mut Stage) -> (u64, u64) {
    stage.stop().await.unwrap();
    let figures = ledger(stage).figures(None).unwrap();
    (figures.helpful, figures.not_helpful)
}

/// Stops the bot; the open questions.
async fn open(stage: &mut Stage) -> Vec<OpenQuestion> {
    stage.stop().await.unwrap();
    ledger(stage).open_questions(100).unwrap()
}

/// Whether a text is anywhere in the files that a bot has left that has stopped.
fn is_kept(stage: &Stage, text: &str) -> bool {
    let text = text.to_lowercase();
    let files = std::fs::read_dir(stage.path("data")).unwrap();
    let all: Vec<Vec<u8>> = files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    assert!(
        all.iter().any(|bytes| bytes.len() > 4_096),
        "there is no ledger to look at"
    );
    all.iter().any(|bytes| {
        let lower = bytes.to_ascii_lowercase();
        lower.windows(text.len()).any(|window| window == text.as_bytes())
    })
}
