//! The care of articles and ledger from the shell: `verbatim corpus`, `verbatim ledger` and `verbatim servers`.

mod articles;
mod database;
mod servers;

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;
use verbatim::ledger::{Asked, Entry, Ledger, Options, Outcome, People, ServerSettings, Wording};

use crate::run::{Output, Verbatim};

const BREAD: &str =
    "# Bread\n\n## Rising\n\nThe dough rests overnight in a cold room, so that it tastes of something.\n";
const OPTIONS: Options = Options {
    stores_questions: true,
    keep: None,
};

fn one_object(output: &Output) -> Value {
    assert_eq!(output.code(), 0, "{output:?}");
    output.json_lines().pop().unwrap()
}

/// These questions, asked forty days ago without an answer.
fn asked(questions: &[&str]) -> Vec<Entry> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    questions
        .iter()
        .map(|text| {
            Entry::Asked(Asked {
                question: Wording {
                    text: (*text).to_owned(),
                    searched: text.to_lowercase(),
                },
                outcome: Outcome::NoAnswer,
                answer: text.bytes().fold(0, |number: u64, byte| {
                    number.wrapping_mul(31).wrapping_add(u64::from(byte))
                }),
                at: now - 40 * 24 * 60 * 60,
                place: None,
                cited: None,
            })
        })
        .collect()
}

/// Records these questions as asked forty days ago without an answer.
pub fn asked_in_vain(verbatim: &Verbatim, questions: &[&str]) {
    let mut ledger = Ledger::open(verbatim.path("data"), OPTIONS).unwrap().ledger;
    ledger.record(&asked(questions)).unwrap();
}

#[test]
fn questions_asked_in_vain_are_grouped_answered_and_marked_as_done() {
    let verbatim = Verbatim::shipped();
    let none = verbatim.run(&["ledger", "unanswered"], b"");
    assert_eq!(none.code(), 0);
    assert!(none.stdout.contains("No question is open"), "{none:?}");
    asked_in_vain(
        &verbatim,
        &[
            "where does the dough rest overnight?",
            "where does dough rest over night",
            "who won the football match yesterday?",
        ],
    );
    let groups = verbatim.run(&["ledger", "unanswered", "--json"], b"").json_lines();
    let facts: Vec<(u64, usize)> = groups
        .iter()
        .map(|group| {
            (
                group["times"].as_u64().unwrap(),
                group["wordings"].as_array().unwrap().len(),
            )
        })
        .collect();
    assert_eq!(facts, [(2, 2), (1, 1)], "{groups:?}");

    verbatim.write("corpus/bread.md", BREAD);
    let reindexed = verbatim.run(&["reindex"], b"");
    assert!(
        reindexed
            .stdout
            .contains("2 of 3 unanswered questions now have an answer."),
        "{reindexed:?}"
    );
    let left = verbatim.run(&["ledger", "unanswered", "--json"], b"").json_lines();
    assert_eq!(left.len(), 1);
    let number = left[0]["number"].to_string();
    let done = verbatim.run(&["ledger", "done", &number], b"");
    assert!(done.stdout.contains("football match"), "{done:?}");
    assert_eq!(verbatim.run(&["ledger", "done", &number], b"").code(), 2);
    assert!(verbatim.run(&["ledger", "unanswered", "--json"], b"").stdout.is_empty());
}

#[test]
fn a_hidden_question_is_listed_again_once_it_is_taken_back_and_gibberish_on_request() {
    let verbatim = Verbatim::shipped();
    asked_in_vain(
        &verbatim,
        &[
            "where does the dough rest overnight?",
            "where does dough rest over night",
            "sdkjfhskdjfh",
        ],
    );
    let listed = verbatim.run(&["ledger", "unanswered"], b"");
    assert!(
        listed.stdout.contains("1 more looks like gibberish or spam"),
        "{listed:?}"
    );
    assert!(!listed.stdout.contains("sdkjfh"), "{listed:?}");
    let all = verbatim.run(&["ledger", "unanswered", "--all"], b"");
    assert!(all.stdout.contains("sdkjfhskdjfh"), "{all:?}");
    let groups = verbatim.run(&["ledger", "unanswered", "--json"], b"").json_lines();
    let number = groups[0]["number"].to_string();
    let hidden = verbatim.run(&["ledger", "hide", &number], b"");
    assert!(hidden.stdout.contains("Never listed again"), "{hidden:?}");
    assert_eq!(verbatim.run(&["ledger", "hide", &number], b"").code(), 2);
    assert!(verbatim.run(&["ledger", "unanswered", "--json"], b"").stdout.is_empty());
    let list = verbatim.run(&["ledger", "hidden"], b"");
    assert!(list.stdout.contains("in 2 wordings"), "{list:?}");
    let number = list.stdout.split_whitespace().next().unwrap().to_owned();
    let back = verbatim.run(&["ledger", "unhide", &number], b"");
    assert!(back.stdout.contains("Listed again"), "{back:?}");
    let none = verbatim.run(&["ledger", "unhide", &number], b"");
    assert!(
        none.code() == 2 && none.stderr.contains("No hidden question"),
        "{none:?}"
    );
    assert!(
        verbatim
            .run(&["ledger", "hidden"], b"")
            .stdout
            .contains("No question is hidden.")
    );
    assert_eq!(
        verbatim
            .run(&["ledger", "unanswered", "--json"], b"")
            .json_lines()
            .len(),
        1
    );
}

#[test]
fn the_ledger_is_exported_whole_and_purged_for_good() {
    let verbatim = Verbatim::shipped();
    let none = verbatim.run(&["ledger", "export"], b"");
    assert_eq!((none.code(), none.stdout.as_str()), (0, ""));
    assert!(none.stderr.contains("no ledger"), "{none:?}");
    asked_in_vain(&verbatim, &["who won the football match yesterday?"]);
    let exported = verbatim.run(&["ledger", "export"], b"").json_lines();
    let question = exported.iter().find(|line| line["kind"] == "question").unwrap();
    assert_eq!(question["askings"][0]["text"], "who won the football match yesterday?");

    let purged = verbatim.run(&["ledger", "purge", "--older-than", "30"], b"");
    assert!(purged.stdout.contains("Deleted 1 question"), "{purged:?}");
    let bytes = std::fs::read(verbatim.path("data/verbatim.sqlite")).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("football"));
    assert_eq!(
        verbatim.run(&["ledger", "purge"], b"").code(),
        2,
        "it has to be said what"
    );
}

#[test]
fn a_damaged_ledger_is_put_aside_and_every_command_that_does_so_says_it() {
    let verbatim = Verbatim::shipped();
    verbatim.reindex();
    verbatim.write("inbox/bread.md", BREAD);
    for arguments in [
        &["corpus", "status"][..],
        &["corpus", "add", "inbox/bread.md"],
        &["reindex"],
        &["ledger", "unanswered"],
        &["ledger", "done", "1"],
    ] {
        verbatim.write("data/verbatim.sqlite", "no database at all".repeat(500));
        let output = verbatim.run(arguments, b"");
        assert!(
            output.stderr.contains("The ledger was damaged. It is now"),
            "{arguments:?}: {output:?}"
        );
        assert!(!verbatim.run(arguments, b"").stderr.contains("The ledger was damaged."));
    }
    // The damaged files stay visible; the figures are those of the new one.
    let status = one_object(&verbatim.run(&["corpus", "status", "--json"], b""));
    assert_eq!(status["set_aside"].as_array().unwrap().len(), 5, "{status}");
    let shown = verbatim.run(&["corpus", "status"], b"");
    assert!(
        shown.stdout.contains("a damaged ledger that was moved out of the way"),
        "{shown:?}"
    );
}

#[test]
fn status_says_what_is_wrong_with_the_generation_that_should_answer() {
    let verbatim = Verbatim::shipped();
    verbatim.reindex();
    let live = verbatim.reindex()["generation"].as_str().unwrap().to_owned();
    verbatim.write(&format!("index/{live}/vectors"), "none");
    let status = verbatim.run(&["corpus", "status"], b"");
    assert!(
        status.stderr.contains(&live) && status.stdout.contains("Generation 000001-"),
        "{status:?}"
    );
}

#[test]
fn the_settings_of_servers_are_listed() {
    let verbatim = Verbatim::shipped();
    let none = verbatim.run(&["ledger", "settings"], b"");
    assert!(none.stderr.contains("no ledger"), "{none:?}");
    let mut ledger = Ledger::open(verbatim.path("data"), OPTIONS).unwrap().ledger;
    let none = verbatim.run(&["ledger", "settings"], b"");
    assert!(none.stdout.contains("No server has settings"), "{none:?}");
    let settings = ServerSettings {
        denied: [7, 8].into(),
        blocked: People {
            users: [5].into(),
            roles: [6].into(),
        },
        ..ServerSettings::default()
    };
    let entry = |server, settings: ServerSettings| Entry::Settings {
        server,
        settings: settings.into(),
    };
    let entries = [entry(20, settings), entry(10, ServerSettings::default())];
    ledger.record(&entries).unwrap();
    drop(ledger);
    let listed = verbatim.run(&["ledger", "settings"], b"").stdout;
    let (first, second) = listed.split_once("Server 20:").unwrap();
    assert!(
        first.starts_with("Server 10:") && first.contains("Where I answer: everywhere\n"),
        "{listed}"
    );
    for line in [
        "Where I answer: everywhere but in channel 7, channel 8",
        "Who may ask: everybody, but not role 6, user 5",
    ] {
        assert!(second.contains(line), "{listed}");
    }
    let lines = verbatim.run(&["ledger", "settings", "--json"], b"").json_lines();
    assert_eq!(lines[1]["server"], "20");
    assert_eq!(lines[1]["settings"]["denied"], serde_json::json!(["7", "8"]));
}
