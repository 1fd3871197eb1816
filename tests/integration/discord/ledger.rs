//! The bot's record of questions and votes.
//!
//! - `votes`: votes by several people on several answers.
//! - `texts`: the questions whose text is kept, without the names of people.
//! - `trouble`: answering goes on, whatever happens to the file.
//!
//! The tests open the file only when the bot has stopped: closing it while SQLite has it open would release its locks.

mod texts;
mod trouble;
mod votes;

use verbatim::ledger::{Ledger, OpenQuestion};

use super::stage::{BETRAYED, Stage};
use crate::fake_discord::{Sent, User};

/// A question about something that is not in the shipped article.
const VAIN: &str = "how do I bake sourdough bread?";

/// Asks `/ask` as Ann, and returns the answer.
async fn answered(stage: &Stage, question: &str) -> Sent {
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(question))
        .await;
    let shown = asked.response().await;
    assert!(shown.description().contains(BETRAYED), "{question}: {}", shown.text());
    shown
}

/// Presses a button of an answer, and returns the response.
async fn vote(stage: &Stage, who: &User, answer: &Sent, label: &str) -> String {
    let voted = stage.discord.clicks(who, answer, label).await.response().await;
    assert!(voted.ephemeral && voted.id != answer.id, "{}", voted.text());
    voted.content
}

/// Opens the ledger of a stopped bot.
fn ledger(stage: &Stage) -> Ledger {
    let opened = Ledger::open(&stage.path("data"), stage.ledger).unwrap();
    assert_eq!(opened.set_aside, None);
    opened.ledger
}

/// Stops the bot, and returns the numbers of helpful and unhelpful votes.
async fn votes(stage: &mut Stage) -> (u64, u64) {
    stage.stop().await.unwrap();
    let figures = ledger(stage).figures(None).unwrap();
    (figures.helpful, figures.not_helpful)
}

/// Stops the bot, and returns the open questions.
async fn open(stage: &mut Stage) -> Vec<OpenQuestion> {
    stage.stop().await.unwrap();
    ledger(stage).open_questions(100).unwrap()
}

/// True if a text is anywhere in the files of a stopped bot.
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
