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

use verbatim::ledger::{ExportLine, Figures, LedgerError, OpenQuestion, Storage};

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

/// The figures of a stopped bot.
fn figures(stage: &Stage) -> Figures {
    stage.with_ledger(None, |ledger| ledger.figures(None).unwrap())
}

/// Stops the bot, and returns the numbers of helpful and unhelpful votes.
async fn votes(stage: &mut Stage) -> (u64, u64) {
    stage.stop().await.unwrap();
    let figures = figures(stage);
    (figures.helpful, figures.not_helpful)
}

/// Stops the bot, and returns the open questions.
async fn open(stage: &mut Stage) -> Vec<OpenQuestion> {
    stage.stop().await.unwrap();
    stage.with_ledger(None, |ledger| ledger.open_questions(100).unwrap())
}

/// True if a text is anywhere in the ledger of a stopped bot, even in what is left of a deleted row of a file.
fn is_kept(stage: &Stage, text: &str) -> bool {
    let text = text.to_lowercase();
    let holds = |bytes: &[u8]| {
        let lower = bytes.to_ascii_lowercase();
        lower.windows(text.len()).any(|window| window == text.as_bytes())
    };
    if matches!(stage.storage(None), Storage::Shared { .. }) {
        return stage.with_ledger(None, |ledger| {
            let mut is_kept = false;
            let mut look = |line: ExportLine| -> Result<(), LedgerError> {
                let mut line = serde_json::to_value(line).unwrap();
                // As in a file, servers and channels are numbers in the ledger, and not text.
                for asking in line["askings"].as_array_mut().into_iter().flatten() {
                    for place in ["server", "channel", "message"] {
                        asking[place].take();
                    }
                }
                let is_tally = line["kind"] == "tally";
                is_kept |= !is_tally && holds(line.to_string().as_bytes());
                Ok(())
            };
            ledger.export(&mut look).unwrap();
            is_kept
        });
    }
    let files = std::fs::read_dir(stage.path("data")).unwrap();
    let all: Vec<Vec<u8>> = files.map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    assert!(
        all.iter().any(|bytes| bytes.len() > 4_096),
        "there is no ledger to look at"
    );
    all.iter().any(|bytes| holds(bytes))
}
