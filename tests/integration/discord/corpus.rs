//! `/corpus`, as admins use it and as others are refused it.
//!
//! - `authority`: the people who may use it, and the refusal of others.
//! - `audit`: the record of what admins did.
//! - `status`: the status of everything.
//! - `adding`: files that are added, replaced, cancelled; `uploads`: files that are not articles, and faults of
//!   fetching; `names`: hostile names.
//! - `fixed`: answers that admins have chosen.
//! - `from_web`: pages that are fetched.
//! - `removing`: to the trash and back.
//! - `reindexing`: alone, together, and among questions; `failing`: without success.
//! - `unanswered`: the questions that wait for an article; `hidden`: those that are not listed.

mod adding;
mod adding_several;
mod audit;
mod authority;
mod failing;
mod fixed;
mod from_web;
mod hidden;
mod names;
mod reindexing;
mod removing;
mod status;
mod unanswered;
mod uploads;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::stage::Stage;
use crate::fake_discord::{Attachment, Interaction, Sent, User};

/// Two articles of one sentence each, which a debug build indexes at once.
pub const BREAD: &str =
    "# Bread\n\n## Rising\n\nThe dough rests overnight in a cold room, so that it tastes of something.\n";
pub const TEA: &str = "# Tea\n\n## Steeping\n\nGreen tea turns bitter when the water is boiling hot.\n";

/// The beginning of a refusal.
const NO_ADMIN: &str = "Only my admins";

/// A stage with both of them as files.
async fn two_articles() -> Stage {
    Stage::on_disk_with(&[("bread.md", BREAD), ("tea.md", TEA)], |_| {}).await
}

/// Uses `/corpus` with a subcommand without options, in the general channel.
async fn corpus(stage: &Stage, who: &User, subcommand: &str) -> Interaction {
    let command = format!("corpus {subcommand}");
    stage.discord.slash(who, &stage.general, &command, json!([])).await
}

/// Uses `/corpus remove` or `/corpus restore` with this choice or text.
async fn about(stage: &Stage, who: &User, subcommand: &str, article: &str) -> Interaction {
    let command = format!("corpus {subcommand}");
    stage
        .discord
        .slash(who, &stage.general, &command, article_option(article))
        .await
}

fn article_option(article: &str) -> Value {
    json!([{"name": "article", "type": 3, "value": article}])
}

/// Uses `/corpus add`, and returns the first message about it.
async fn offer(stage: &Stage, who: &User, file: &Attachment) -> Sent {
    let options = json!([file.option("file")]);
    let added = stage.discord.slash(who, &stage.general, "corpus add", options).await;
    added.response().await
}

/// Does the same with an ordinary Markdown file.
async fn offer_text(stage: &Stage, who: &User, name: &str, text: &str) -> Sent {
    offer(stage, who, &stage.discord.upload(name, "text/markdown", text)).await
}

/// The choices for an article's name as it is typed.
async fn offered(stage: &Stage, who: &User, subcommand: &str, typed: &str) -> Vec<(String, String)> {
    let command = format!("corpus {subcommand}");
    let general = &stage.general;
    stage.discord.types(who, general, &command, "article", typed).await
}

/// The answer to a question that Ben asks.
async fn answer(stage: &Stage, question: &str) -> Sent {
    let asked = stage
        .discord
        .says(&stage.ben, &stage.general, &stage.mention(question))
        .await;
    stage.discord.answer_to(asked).await
}

/// Asserts that nothing is found for a question that Ben asks.
pub async fn assert_in_vain(stage: &Stage, question: &str) {
    let shown = answer(stage, question).await;
    assert!(shown.content.contains("found nothing"), "{question}: {}", shown.text());
}

/// Uses `/corpus unanswered` until the list has this header: questions are recorded with a delay.
async fn unanswered(stage: &Stage, header: &str) -> Sent {
    let started = Instant::now();
    loop {
        let shown = corpus(stage, &stage.ada, "unanswered").await.response().await;
        if shown.content.contains(header) {
            return shown;
        }
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "no {header:?}: {}",
            shown.text()
        );
    }
}

/// All files below a folder with their bytes, and all folders, by their paths within it.
fn tree(folder: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    let entries = walkdir::WalkDir::new(folder)
        .min_depth(1)
        .into_iter()
        .map(Result::unwrap);
    entries
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            let bytes = entry
                .file_type()
                .is_file()
                .then(|| std::fs::read(entry.path()).unwrap());
            (path.to_str().unwrap().to_owned(), bytes)
        })
        .collect()
}

/// The articles of the corpus folder, without hidden files.
fn articles(stage: &Stage) -> Vec<String> {
    let all = tree(&stage.path("corpus")).into_keys();
    all.filter(|path| !path.starts_with('.')).collect()
}
