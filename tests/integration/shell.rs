//! The care of articles and ledger from the shell: `verbatim corpus` and `verbatim ledger`.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
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

/// Records these questions as asked forty days ago without an answer.
pub fn asked_in_vain(verbatim: &Verbatim, questions: &[&str]) {
    let mut ledger = Ledger::open(&verbatim.path("data"), OPTIONS).unwrap().ledger;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let entries: Vec<Entry> = questions
        .iter()
        .enumerate()
        .map(|(at, text)| {
            Entry::Asked(Asked {
                question: Wording {
                    text: (*text).to_owned(),
                    searched: text.to_lowercase(),
                },
                outcome: Outcome::NoAnswer,
                answer: at as u64,
                at: now - 40 * 24 * 60 * 60,
                place: None,
                cited: None,
            })
        })
        .collect();
    ledger.record(&entries).unwrap();
}

#[test]
fn an_article_is_added_replaced_removed_and_brought_back() {
    let verbatim = Verbatim::shipped();
    verbatim.write("inbox/bread.md", BREAD);
    let checked = one_object(&verbatim.run(&["corpus", "add", "--check", "--json", "inbox/bread.md"], b""));
    assert_eq!(checked["title"], "Bread");
    assert_eq!(checked["headings"], json!([["Rising"]]));
    assert!(!verbatim.path("corpus/bread.md").exists());

    let added = one_object(&verbatim.run(&["corpus", "add", "--json", "inbox/bread.md"], b""));
    assert_eq!((&added["done"], &added["path"]), (&json!("added"), &json!("bread.md")));
    assert_eq!(added["reindex"]["articles"], 2);
    let answer = &verbatim.ask_json("where does the dough rest overnight?")[0];
    assert_eq!(answer["quotes"][0]["path"], "bread.md");

    for arguments in [
        vec!["corpus", "add", "--json", "inbox/bread.md"],
        vec!["corpus", "add", "--json", "--replace", "inbox/bread.md"],
    ] {
        let same = one_object(&verbatim.run(&arguments, b""));
        assert_eq!((&same["done"], &same["reindex"]), (&json!("same"), &Value::Null));
    }

    verbatim.write("inbox/bread.md", BREAD.replace("cold room", "warm oven"));
    let refused = verbatim.run(&["corpus", "add", "inbox/bread.md"], b"");
    assert_eq!(refused.code(), 2);
    assert!(refused.stderr.contains("--replace"), "{refused:?}");
    let replaced = one_object(&verbatim.run(&["corpus", "add", "--replace", "--json", "inbox/bread.md"], b""));
    assert_eq!(replaced["done"], "replaced");
    let cold = replaced["trash"].as_str().unwrap();

    let removed = one_object(&verbatim.run(&["corpus", "remove", "--json", "Bread"], b""));
    assert_eq!(
        (&removed["done"], &removed["reindex"]["articles"]),
        (&json!("removed"), &json!(1))
    );
    let status = one_object(&verbatim.run(&["corpus", "status", "--json"], b""));
    assert_eq!(status["trash"].as_array().unwrap().len(), 2);
    assert_eq!(status["live"]["is_stale"], false);

    // Restore the newest by its path, and an older one by its number.
    one_object(&verbatim.run(&["corpus", "restore", "--json", "bread.md"], b""));
    let text = || std::fs::read_to_string(verbatim.path("corpus/bread.md")).unwrap();
    assert!(text().contains("warm oven"));
    let taken = verbatim.run(&["corpus", "restore", cold], b"");
    assert_eq!(taken.code(), 2);
    assert!(taken.stderr.contains("already"), "{taken:?}");
    one_object(&verbatim.run(&["corpus", "remove", "--json", "bread.md"], b""));
    one_object(&verbatim.run(&["corpus", "restore", "--json", cold], b""));
    assert!(text().contains("cold room"));

    let audit = verbatim.run(&["ledger", "audit", "--json"], b"").json_lines();
    let done: Vec<&str> = audit
        .iter()
        .rev()
        .map(|entry| entry["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(
        done,
        ["added", "replaced", "removed", "restored", "removed", "restored"]
    );
    assert!(
        audit
            .iter()
            .all(|entry| entry["who"] == "shell" && entry["target"] == "bread.md")
    );
}

#[test]
fn what_can_not_be_done_is_said_and_changes_nothing() {
    let verbatim = Verbatim::shipped();
    verbatim.write("inbox/picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    verbatim.write("inbox/words.bin", "words");
    for (arguments, sentence) in [
        (["corpus", "add", "inbox/picture.txt"], "not text"),
        (["corpus", "add", "inbox/words.bin"], ".txt, .md, .html, .pdf or .docx"),
        (["corpus", "add", "inbox/nowhere.md"], "can't be read"),
        (["corpus", "remove", "nothing"], "no article \"nothing\""),
        (["corpus", "remove", "us-iran-nuclear-talks.txt"], "the only article"),
        (["corpus", "restore", "nothing"], "Nothing in the trash"),
        (["corpus", "restore", "0000000000000"], "Nothing in the trash"),
    ] {
        let output = verbatim.run(&arguments, b"");
        assert_eq!((output.code(), output.stdout.as_str()), (2, ""), "{output:?}");
        assert!(output.stderr.contains(sentence), "{arguments:?}: {output:?}");
    }
    let files: Vec<_> = std::fs::read_dir(verbatim.path("corpus"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.'))
        .collect();
    assert_eq!(files, ["us-iran-nuclear-talks.txt"]);
}

#[test]
fn articles_are_listed_and_shown_as_they_were_read() {
    let verbatim = Verbatim::shipped();
    verbatim.write("corpus/bread.md", BREAD);
    verbatim.write("corpus/broken.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    verbatim.reindex();
    insta::assert_snapshot!(verbatim.run(&["corpus", "list"], b"").stdout, @r#"
    bread.md                   "Bread", 1 passage
    us-iran-nuclear-talks.txt  "U.S. Iran nuclear talks", 5 passages
    "#);
    insta::assert_snapshot!(verbatim.run(&["corpus", "show", "bread"], b"").stdout, @r#"
    bread.md: "Bread", 1 section, 1 passage.

    Rising

      The dough rests overnight in a cold room, so that it tastes of something.
    "#);
    let shown = one_object(&verbatim.run(&["corpus", "show", "bread", "--json"], b""));
    assert_eq!(shown["articles"][0]["sections"][0]["headings"], json!(["Rising"]));
    let left_out = verbatim.run(&["corpus", "show", "broken.md"], b"");
    assert_eq!(left_out.code(), 2);
    insta::assert_snapshot!(left_out.stderr, @"Skipped broken.md: it is binary, not text.");
    assert_eq!(verbatim.run(&["corpus", "show", "nothing"], b"").code(), 2);
    verbatim.write("inbox/cake.md", BREAD.replace("dough", "batter"));
    let checked = verbatim.run(&["corpus", "add", "--check", "inbox/cake.md"], b"");
    insta::assert_snapshot!(checked.stdout, @r#"
    cake.md: "Bread", 1 section, 1 passage.

    Rising

      The batter rests overnight in a cold room, so that it tastes of something.
    "#);
    // Skipped files that have nothing to do with the change are only counted.
    let added = verbatim.run(&["corpus", "add", "inbox/cake.md"], b"").stdout;
    let skipped = added.lines().find(|line| line.contains("skipped"));
    insta::assert_snapshot!(skipped.unwrap_or_default(), @"1 file or line is skipped as before; verbatim corpus status lists them.");
}

#[test]
fn several_files_are_added_at_once_or_none_of_them() {
    let verbatim = Verbatim::shipped();
    verbatim.write("inbox/bread.md", BREAD);
    verbatim.write("inbox/cake.md", BREAD.replace("dough", "batter"));
    verbatim.write("inbox/picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let refused = verbatim.run(&["corpus", "add", "inbox/bread.md", "inbox/picture.txt"], b"");
    assert_eq!((refused.code(), refused.stdout.as_str()), (2, ""), "{refused:?}");
    assert!(!verbatim.path("corpus/bread.md").exists());
    let added = verbatim.run(&["corpus", "add", "--json", "inbox/bread.md", "inbox/cake.md"], b"");
    let added = added.json_lines();
    assert_eq!(
        (&added[0]["path"], &added[0]["reindex"]),
        (&json!("bread.md"), &Value::Null)
    );
    assert_eq!(
        (&added[1]["path"], &added[1]["reindex"]["articles"]),
        (&json!("cake.md"), &json!(3))
    );
    verbatim.write("inbox/bread.md", BREAD.replace("cold", "warm"));
    verbatim.write("inbox/rolls.md", BREAD.replace("dough", "rolls"));
    let refused = verbatim.run(&["corpus", "add", "inbox/rolls.md", "inbox/bread.md"], b"");
    assert!(
        refused.code() == 2 && refused.stderr.contains("--replace"),
        "{refused:?}"
    );
    assert!(!verbatim.path("corpus/rolls.md").exists());
}

#[cfg(unix)]
#[test]
fn a_file_that_never_ends_is_too_large() {
    let verbatim = Verbatim::shipped();
    std::fs::create_dir_all(verbatim.path("inbox")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", verbatim.path("inbox/endless.md")).unwrap();
    let output = verbatim.run(&["corpus", "add", "inbox/endless.md"], b"");
    assert_eq!((output.code(), output.stdout.as_str()), (2, ""), "{output:?}");
    assert!(output.stderr.contains("is too large"), "{output:?}");
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
    let mut ledger = Ledger::open(&verbatim.path("data"), OPTIONS).unwrap().ledger;
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
