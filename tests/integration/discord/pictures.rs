//! The pictures in the documents show the bot's actual messages.
//!
//! `tools/render_answer.mjs` draws each from a file in `docs/pictures`, which holds the question or click (`asked`) and
//! the bot's message (`sent`). The tests compare each with the message sent now; with `RENEW_PICTURES=1` they write the
//! files instead. Everything that varies from run to run is removed or made constant.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use verbatim::ledger::{Asked, Entry, Outcome, Wording};

use super::stage::{BETRAYED, Stage, WHY};
use crate::documents::root;
use crate::fake_discord::Sent;
use crate::readme::own_article;

/// If this is set, the tests write the files instead of comparing them.
const RENEW: &str = "RENEW_PICTURES";

/// Discord's flag for a message that only one person sees.
const EPHEMERAL: u64 = 64;

/// The constants for the hash of a generation and for a duration, which vary between machines.
const GENERATION: &str = "1a2b3c4d5e6f";
const ELAPSED: &str = "in 0.4 s";

/// Questions that the shipped article doesn't answer.
const NOT_THERE: &str = "what does JCPOA stand for?";
const SOURDOUGH: &str = "why does the dough rest overnight?";

#[tokio::test]
async fn the_picture_of_an_answer_is_what_is_sent() {
    let stage = Stage::shipped().await;
    let said = stage
        .discord
        .says(&stage.ann, &stage.general, &stage.mention(WHY))
        .await;
    let answer = stage.discord.answer_to(said).await;
    assert!(answer.description().contains(BETRAYED), "{}", answer.text());
    let asked = json!({"by": "Ann", "message": format!("@Verbatim {WHY}")});
    held("answer", &asked, &answer);
    stage.discord.check();
}

#[tokio::test]
async fn the_picture_of_a_private_answer_is_what_is_sent() {
    let stage = Stage::shipped().await;
    let options = json!([
        {"name": "question", "type": 3, "value": WHY},
        {"name": "private", "type": 5, "value": true},
    ]);
    let asked = stage.discord.slash(&stage.ann, &stage.general, "ask", options).await;
    let answer = asked.response().await;
    assert!(answer.ephemeral && answer.labels().contains(&"Share".to_owned()));
    held("private", &json!({"by": "Ann", "command": "ask"}), &answer);
    stage.discord.check();
}

#[tokio::test]
async fn the_picture_of_nothing_found_is_what_is_sent() {
    let stage = Stage::shipped().await;
    let answer = asked(&stage, NOT_THERE).await;
    assert!(answer.content.contains("found nothing"), "{}", answer.text());
    held("no_answer", &json!({"by": "Ann", "command": "ask"}), &answer);
    stage.discord.check();
}

#[tokio::test]
async fn the_picture_of_an_answer_that_is_not_sure_is_what_is_sent() {
    let stage = Stage::shipped().await;
    let answer = asked(&stage, "who is the supreme leader of iran now?").await;
    assert!(answer.content.contains("not sure this answers"), "{}", answer.text());
    held("unsure", &json!({"by": "Ann", "command": "ask"}), &answer);
    stage.discord.check();
}

#[tokio::test]
async fn the_picture_of_a_reindex_is_what_is_sent() {
    let mut stage = Stage::on_disk(|_| {}).await;
    in_vain(&mut stage, &[(SOURDOUGH, 2), (NOT_THERE, 2)]).await;
    let (name, text) = own_article();
    stage.write(&name, &text);
    stage.write("timetable.doc", "PK");
    let reindex = stage
        .discord
        .slash(&stage.ada, &stage.general, "corpus reindex", json!([]))
        .await;
    let done = reindex.until_shows("is live").await;
    assert!(done.content.contains("1 of 2 unanswered questions"), "{}", done.text());
    held("reindex", &json!({"by": "Ada", "command": "corpus reindex"}), &done);
    stage.discord.check();
}

#[tokio::test]
async fn the_picture_of_an_article_to_be_added_is_what_is_sent() {
    let stage = Stage::on_disk(|_| {}).await;
    let (name, text) = own_article();
    let file = stage.discord.upload(&name, "text/markdown", text);
    let options = json!([file.option("file")]);
    let add = stage
        .discord
        .slash(&stage.ada, &stage.general, "corpus add", options)
        .await;
    let shown = add.response().await;
    assert_eq!(shown.labels(), ["Add", "Cancel"]);
    held("add", &json!({"by": "Ada", "command": "corpus add"}), &shown);
    stage.discord.check();
}

#[tokio::test]
async fn the_picture_of_questions_asked_in_vain_is_what_is_sent() {
    let mut stage = Stage::on_disk(|_| {}).await;
    let questions = [
        (SOURDOUGH, 3),
        ("what does the JCPOA stand for", 2),
        (NOT_THERE, 2),
        ("who won the match yesterday?", 1),
    ];
    in_vain(&mut stage, &questions).await;
    let list = stage
        .discord
        .slash(&stage.ada, &stage.general, "corpus unanswered", json!([]))
        .await;
    let shown = list.response().await;
    assert!(shown.content.contains("3 questions, asked 8 times"), "{}", shown.text());
    held(
        "unanswered",
        &json!({"by": "Ada", "command": "corpus unanswered"}),
        &shown,
    );
    stage.discord.check();
}

/// Asks `/ask` as Ann.
async fn asked(stage: &Stage, question: &str) -> Sent {
    let asked = stage
        .discord
        .slash(&stage.ann, &stage.general, "ask", Stage::question(question))
        .await;
    asked.response().await
}

/// Records unanswered questions, each this many times. They are hours old, so that their age doesn't change while the
/// test runs. The bot is stopped in the meantime, since nobody else may open its ledger.
async fn in_vain(stage: &mut Stage, questions: &[(&str, u64)]) {
    stage.stop().await.unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let entries: Vec<Entry> = (1..)
        .zip(questions)
        .flat_map(|(hours, &(question, times))| (0..times).map(move |time| (hours, question, time)))
        .map(|(hours, question, time)| {
            Entry::Asked(Asked {
                question: Wording {
                    text: question.to_owned(),
                    searched: question.to_owned(),
                },
                outcome: Outcome::NoAnswer,
                answer: hours * 1_000 + time,
                at: now - (hours * 2 + 1) * 60 * 60,
                place: None,
                cited: None,
            })
        })
        .collect();
    stage.with_ledger(None, |ledger| ledger.record(&entries).unwrap());
    stage.start().await;
}

/// Compares the file of a picture with the message sent, or writes it.
#[track_caller]
fn held(name: &str, asked: &Value, sent: &Sent) {
    let path: PathBuf = root().join(format!("docs/pictures/{name}.json"));
    let drawn = json!({"asked": asked, "sent": shown(sent)});
    if std::env::var_os(RENEW).is_some() {
        std::fs::write(&path, serde_json::to_string_pretty(&drawn).unwrap() + "\n").unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let kept: Value = serde_json::from_str(&kept).unwrap();
    assert_eq!(
        kept, drawn,
        "docs/pictures/{name}.json is not what is sent; {RENEW}=1 renews it, and CONTRIBUTING.md says how to draw it"
    );
}

/// The visible parts of a message that are the same in each run.
fn shown(sent: &Sent) -> Value {
    let mut components = sent.components.clone();
    for row in components.as_array_mut().into_iter().flatten() {
        for component in row["components"].as_array_mut().into_iter().flatten() {
            let component = component.as_object_mut().unwrap();
            // They hold the asker, and the passage to look up.
            component.remove("custom_id");
            for option in component
                .get_mut("options")
                .and_then(Value::as_array_mut)
                .into_iter()
                .flatten()
            {
                option.as_object_mut().unwrap().remove("value");
            }
        }
    }
    json!({
        "content": settled(&sent.content),
        "embeds": sent.embeds,
        "components": components,
        "flags": if sent.ephemeral { EPHEMERAL } else { 0 },
    })
}

/// The text with constant generations and times.
fn settled(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let Some((head, rest)) = line.split_once("Generation ") else {
            return line.to_owned();
        };
        let (generation, rest) = rest.split_once(' ').unwrap();
        let (number, _) = generation.split_once('-').unwrap();
        let (rest, _) = rest.rsplit_once("in ").unwrap();
        format!("{head}Generation {number}-{GENERATION} {rest}{ELAPSED}.")
    });
    lines.collect::<Vec<_>>().join("\n")
}
