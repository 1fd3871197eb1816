//! The care of the libraries of servers: `verbatim servers`.

use std::fs;

use serde_json::json;

use super::{BREAD, asked_in_vain};
use crate::archive::unpacked;
use crate::run::{Output, Verbatim};

const FOLDER: &str = "data/servers/7";

/// A folder where server 7 has a library with an article.
pub fn with_library() -> Verbatim {
    let verbatim = Verbatim::new();
    verbatim.write(&format!("{FOLDER}/corpus/bread.md"), BREAD);
    verbatim
}

fn servers(verbatim: &Verbatim, words: &[&str]) -> Output {
    verbatim.run(&[&["servers"], words].concat(), b"")
}

#[test]
fn libraries_are_listed_with_their_articles_and_how_they_stand() {
    let verbatim = Verbatim::new();
    let none = servers(&verbatim, &["list"]);
    assert!(
        none.code() == 0 && none.stdout.contains("No server has a library"),
        "{none:?}"
    );
    let verbatim = with_library();
    verbatim.write("data/servers/12/corpus/.lock", "");
    let list = servers(&verbatim, &["list"]);
    assert_eq!(list.stdout, "7  1 article, 1 KiB\n12  0 articles, 0 KiB\n");
    let suspended = servers(&verbatim, &["suspend", "12"]);
    assert!(
        suspended.code() == 0 && suspended.stdout.contains("12 is suspended"),
        "{suspended:?}"
    );
    let list = servers(&verbatim, &["list"]);
    assert!(
        list.stdout.contains("0 articles, ") && list.stdout.contains(", suspended just now"),
        "{list:?}"
    );
    let listed = servers(&verbatim, &["list", "--json"]).json_lines();
    assert_eq!((&listed[0]["server"], &listed[0]["articles"]), (&json!("7"), &json!(1)));
    assert!(
        listed[0].get("suspended_at").is_none() && listed[1]["suspended_at"].is_u64(),
        "{listed:?}"
    );
    let own = [("VERBATIM_SERVERS", "own"), ("VERBATIM_SHARE_WITH", "none")];
    let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let check = verbatim.run_in(&["check"], &own, b"");
    assert!(
        check.stdout.contains("2 are in data/servers; 1 of them is suspended."),
        "{check:?}"
    );
    let resumed = servers(&verbatim, &["resume", "12"]);
    assert!(
        resumed.code() == 0 && resumed.stdout.contains("no longer suspended"),
        "{resumed:?}"
    );
    let again = servers(&verbatim, &["resume", "12"]);
    assert!(
        again.code() == 2 && again.stderr.contains("is not suspended"),
        "{again:?}"
    );
    let audit = verbatim.run(&["--data", "data/servers/12/data", "ledger", "audit", "--json"], b"");
    let done: Vec<_> = audit.json_lines().iter().map(|action| action["what"].clone()).collect();
    assert_eq!(done, ["resume", "suspend"]);
    // A server without a library can be suspended, too.
    assert_eq!(servers(&verbatim, &["suspend", "99"]).code(), 0);
    assert_eq!(servers(&verbatim, &["list", "--json"]).json_lines().len(), 2);
    assert!(!verbatim.path("data/servers/99").exists());
}

#[test]
fn a_library_is_exported_once_and_shows_its_status() {
    let verbatim = with_library();
    verbatim.write(&format!("{FOLDER}/corpus/synonyms.txt"), "loaf = bread\n");
    verbatim.write(&format!("{FOLDER}/corpus/.trash/1/old.md"), "# Old\n\nGone.\n");
    let asked = Verbatim::new();
    asked_in_vain(&asked, &["who milled the flour?"]);
    fs::create_dir_all(verbatim.path(FOLDER).join("data")).unwrap();
    fs::copy(
        asked.path("data/verbatim.sqlite"),
        verbatim.path(FOLDER).join("data/verbatim.sqlite"),
    )
    .unwrap();
    let exported = servers(&verbatim, &["export", "7", "seven.zip"]);
    assert_eq!(
        exported.stdout, "2 files and 1 question of server 7 are in seven.zip.\n",
        "{exported:?}"
    );
    let parts = unpacked(&fs::read(verbatim.path("seven.zip")).unwrap());
    let names: Vec<&str> = parts.keys().map(String::as_str).collect();
    assert_eq!(names, ["articles/bread.md", "articles/synonyms.txt", "questions.jsonl"]);
    assert_eq!(parts["articles/bread.md"], BREAD);
    assert!(parts["questions.jsonl"].contains("who milled the flour?"), "{parts:?}");
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&fs::metadata(verbatim.path("seven.zip")).unwrap().permissions());
    assert_eq!(mode & 0o077, 0, "nobody else may read it");
    // The archive is one of articles again.
    let again = Verbatim::new().article("seven.zip", fs::read(verbatim.path("seven.zip")).unwrap());
    let answer = &again.ask_json("where does the dough rest overnight?")[0];
    assert_eq!(answer["quotes"][0]["path"], "seven.zip/articles/bread.md");

    let before = fs::read(verbatim.path("seven.zip")).unwrap();
    let refused = servers(&verbatim, &["export", "7", "seven.zip"]);
    assert!(
        refused.code() == 2 && refused.stderr.contains("already seven.zip"),
        "{refused:?}"
    );
    assert_eq!(fs::read(verbatim.path("seven.zip")).unwrap(), before);
    let nowhere = servers(&verbatim, &["export", "7", "nowhere/seven.zip"]);
    assert!(
        nowhere.code() == 2 && nowhere.stderr.contains("nowhere/seven.zip"),
        "{nowhere:?}"
    );
    let status = servers(&verbatim, &["status", "7"]);
    assert!(
        status.code() == 0 && status.stdout.contains("Used: 1 of 500 articles, 1 of 64 MiB"),
        "{status:?}"
    );
}

#[test]
fn a_library_is_removed_only_on_request() {
    let verbatim = with_library();
    for words in [
        &["status", "8"][..],
        &["remove", "8", "--yes"],
        &["export", "8", "a.zip"],
    ] {
        let none = servers(&verbatim, words);
        assert!(
            none.code() == 2 && none.stderr.contains("Server 8 has no library"),
            "{none:?}"
        );
    }
    let asked = servers(&verbatim, &["remove", "7"]);
    assert!(asked.code() == 2 && asked.stderr.contains("1 article"), "{asked:?}");
    assert!(asked.stderr.contains("add --yes") && verbatim.path(FOLDER).exists());
    assert_eq!(servers(&verbatim, &["suspend", "7"]).code(), 0);
    let removed = servers(&verbatim, &["remove", "7", "--yes"]);
    assert!(
        removed.code() == 0 && removed.stdout.contains("gone for good"),
        "{removed:?}"
    );
    assert!(!verbatim.path(FOLDER).exists());
    assert!(verbatim.path("data/servers/7.json").exists(), "it is still suspended");
    assert_eq!(servers(&verbatim, &["resume", "7"]).code(), 0);
    assert!(!verbatim.path("data/servers/7.json").exists());
    for id in ["0", "seven", "-1"] {
        assert_eq!(servers(&verbatim, &["suspend", id]).code(), 2);
    }
}

#[test]
fn the_ledger_of_a_server_is_shown_and_changed_by_its_id() {
    let verbatim = with_library().article("tea.md", BREAD);
    let data = verbatim.path(&format!("{FOLDER}/data"));
    let mut ledger = verbatim::ledger::Ledger::open(&data, super::OPTIONS).unwrap().ledger;
    ledger.record(&super::asked(&["who won?"])).unwrap();
    drop(ledger);
    asked_in_vain(&verbatim, &["who lost?"]);
    let of_server = |words: &[&str]| verbatim.run(&[&["ledger", "--server", "7"], words].concat(), b"");
    let open = of_server(&["unanswered"]);
    assert!(
        open.stdout.contains("who won?") && !open.stdout.contains("who lost?"),
        "{open:?}"
    );
    let done = of_server(&["done", "1"]);
    assert_eq!(done.code(), 0, "{done:?}");
    assert!(of_server(&["unanswered"]).stdout.contains("No question is open"));
    let own = verbatim.run(&["ledger", "unanswered"], b"");
    assert!(own.stdout.contains("who lost?"), "{own:?}");
    let nobody = verbatim.run(&["ledger", "audit", "--server", "8"], b"");
    assert!(
        nobody.code() == 2 && nobody.stderr.contains("Server 8 has no library"),
        "{nobody:?}"
    );
}
