//! Settings, articles, index, ledger: what is said of each, right and wrong.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use rusqlite::Connection;
use verbatim::http::Listener;
use verbatim::index::Store;
use verbatim::ledger::{Ledger, Options};

use super::scene::Scene;
use crate::shell::asked_in_vain;

const BREAD: &str =
    "# Bread\n\n## Rising\n\nThe dough rests overnight in a cold room, so that it tastes of something.\n";

#[test]
fn without_a_token_the_rest_is_looked_at_and_that_is_no_error() {
    let checked = Scene::new().check();
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.text);
}

#[test]
fn a_misspelt_setting_is_found_and_the_right_one_guessed() {
    let checked = Scene::new()
        .set("VERBATIM_CORPSU", "articles")
        .set("VERBATIM_LANGUAGE", "en")
        .set("DISCORD_WEBHOOK", "of another program")
        .file(".env", "VERBATIM_TOKEN=not-for-anybody\nVERBATM_LOG=warn\n")
        .secret("not-for-anybody")
        .check();
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn all_settings_that_are_wrong_are_told_at_once() {
    let checked = Scene::new()
        .set("VERBATIM_ANSWER_AT", "1.5")
        .set("VERBATIM_WATCH", "perhaps")
        .file(".env", "VERBATIM_GUILD=workshop\nDISCORD_TOKEN='two words'\n")
        .secret("two words")
        .check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn thresholds_that_contradict_each_other_are_wrong_and_hide_nothing() {
    let checked = Scene::new()
        .set("VERBATIM_ANSWER_AT", "0.2")
        .set("VERBATIM_UNSURE_AT", "0.4")
        .check();
    assert_eq!(checked.status, 1);
    assert_eq!(checked.statuses("index", "fresh"), ["ok"]);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn a_broken_env_is_told_by_its_line_and_without_what_is_in_it() {
    let checked = Scene::new()
        .file(
            ".env",
            "VERBATIM_LOG=warn\nDISCORD_TOKEN=a secret in words\nVERBATIM_CORPUS=nowhere\n",
        )
        .secret("secret")
        .check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn a_token_behind_the_wrong_name_is_not_shown() {
    let token = "MTAwMDAwMDAwMDAwMDAwMDAwMA.GaBcDe.abcdefghijklmnopqrstuvwxyz0123456789AB";
    let checked = Scene::new()
        .set("VERBATIM_ADMINS", &format!("7, {token}"))
        .set("VERBATIM_ANSWER_AT", token)
        .file(".env", format!("VERBATIM_GUILD={token}\n"))
        .secret(token)
        .check();
    assert_eq!(checked.statuses("settings", "values"), ["wrong"; 3]);
    assert_eq!(checked.text.matches("\"(what looks like a token)\"").count(), 3);
}

#[test]
fn a_folder_in_the_place_of_env_is_told_as_what_it_is() {
    let checked = Scene::new().file(".env/settings", "").check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok());
}

#[tokio::test]
async fn an_address_for_metrics_is_free_or_the_bots_or_wrong() {
    let at = |address: SocketAddr| Scene::new().set("VERBATIM_HTTP", &address.to_string());
    let door = Listener::bind(([127, 0, 0, 1], 0).into()).unwrap();
    let address = door.address();
    let bot = tokio::spawn(door.serve(Arc::default()));
    let beside = at(address).check_beside().await;
    assert_eq!(beside.statuses("settings", "http"), ["ok"]);
    assert!(beside.text.contains("A running bot serves"), "{}", beside.text);
    bot.abort();
    assert!(bot.await.is_err());
    let after = at(address).check_beside().await;
    assert!(after.text.contains("can be served at"), "{}", after.text);
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = at(other.local_addr().unwrap()).check_beside().await;
    assert_eq!(taken.status, 1);
    assert_eq!(taken.statuses("settings", "http"), ["wrong"]);
    // A net for examples in documents: nobody has it.
    let elsewhere = at(([192, 0, 2, 1], 9_600).into()).check_beside().await;
    assert_eq!(elsewhere.statuses("settings", "http"), ["wrong"]);
    assert!(
        elsewhere.text.contains("an address of this machine"),
        "{}",
        elsewhere.text
    );
}

#[test]
fn what_is_set_twice_is_told_without_either_value() {
    let scene = Scene::new()
        .set("VERBATIM_CORPUS", "corpus")
        .set("VERBATIM_LOG", "warn")
        .file(".env", "VERBATIM_CORPUS=elsewhere\nVERBATIM_LOG=warn\n")
        .secret("elsewhere");
    insta::assert_snapshot!(scene.check_with(&["--corpus", "corpus"]).not_ok());
}

#[test]
fn a_corpus_folder_that_is_not_there_is_wrong() {
    let checked = Scene::new().without("corpus").check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn a_file_in_the_place_of_the_corpus_is_told_as_what_it_is() {
    let checked = Scene::new()
        .set("VERBATIM_CORPUS", "articles.txt")
        .file("articles.txt", BREAD)
        .check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn an_empty_corpus_is_wrong() {
    let checked = Scene::new().without("corpus/us-iran-nuclear-talks.txt").check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn what_is_left_out_of_the_corpus_is_told_with_why() {
    let checked = Scene::new()
        .file("corpus/empty.txt", "")
        .file("corpus/words.docx", "words")
        .file("corpus/bread.md", format!("---\nlanguage: bakerish\n---\n{BREAD}"))
        .file("corpus/synonyms.txt", "atom, nuclear\nlone\n")
        .check();
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn an_index_of_other_articles_is_stale() {
    let checked = Scene::new().file("corpus/bread.md", BREAD).check();
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn that_there_is_no_index_yet_is_no_error() {
    let checked = Scene::new().without("index").check();
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn a_damaged_index_is_wrong() {
    let scene = Scene::new();
    let vectors = format!("index/{}/vectors", scene.generation());
    let checked = scene.file(&vectors, "rust").check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn a_damaged_reserve_is_found_while_the_live_one_answers() {
    let scene = Scene::new();
    scene.folder.reindex();
    let live = scene.generation();
    let names = fs::read_dir(scene.folder.path("index")).unwrap();
    let reserve = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .find(|name| name.starts_with("00") && *name != live)
        .unwrap();
    let checked = scene.file(&format!("index/{reserve}/vectors"), "rust").check();
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn who_is_building_is_told() {
    let scene = Scene::new();
    let store = Store::new(scene.folder.path("index"));
    let lock = store.lock(None).unwrap();
    insta::assert_snapshot!(scene.check().not_ok());
    drop(lock);
    assert_eq!(scene.check().statuses("index", "lock"), ["ok"]);
}

#[test]
fn an_encoder_that_is_none_is_wrong() {
    let checked = Scene::new()
        .set("VERBATIM_MODEL", "other")
        .file("other/model.onnx", "rust")
        .check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn folders_that_can_not_be_used_are_wrong() {
    let checked = Scene::new()
        .without("index")
        .file("index", "a file")
        .file("data", "a file")
        .check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn a_data_folder_that_may_only_be_read_is_wrong() {
    let scene = Scene::new();
    fs::create_dir(scene.folder.path("data")).unwrap();
    let checked = scene.read_only("data").check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn what_another_user_made_in_a_folder_of_the_bot_is_wrong() {
    let scene = Scene::new().file("corpus/bread.md", BREAD);
    asked_in_vain(&scene.folder, &["who won?"]);
    let checked = scene.read_only("data/verbatim.sqlite").read_only("index/lock").check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn a_ledger_is_sound_and_left_alone_after_a_crash_too() {
    let scene = Scene::new();
    asked_in_vain(&scene.folder, &["who won the football match yesterday?"]);
    assert_eq!(scene.check().statuses("ledger", "file"), ["ok"]);
    // Copied while a change waits beside it, as a crash would leave it.
    let open = Connection::open(scene.folder.path("data/verbatim.sqlite")).unwrap();
    open.execute("UPDATE question SET searched = 'football'", []).unwrap();
    let crashed = Scene::new();
    for name in ["verbatim.sqlite", "verbatim.sqlite-wal", "verbatim.sqlite-shm"] {
        let name = format!("data/{name}");
        let bytes = fs::read(scene.folder.path(&name)).unwrap();
        crashed.folder.write(&name, bytes);
    }
    let checked = crashed.check();
    assert_eq!(checked.statuses("ledger", "file"), ["ok"]);
    assert!(checked.text.contains("1 question asked in vain and 0 votes"));
}

#[test]
fn a_ledger_of_a_newer_version_is_wrong_and_left_alone() {
    let scene = Scene::new();
    asked_in_vain(&scene.folder, &["who won?"]);
    let open = Connection::open(scene.folder.path("data/verbatim.sqlite")).unwrap();
    open.pragma_update(None, "user_version", 99).unwrap();
    drop(open);
    let checked = scene.check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn a_damaged_ledger_is_wrong_and_left_where_it_is() {
    let checked = Scene::new()
        .file(
            "data/verbatim.sqlite",
            "no SQLite file at all, and longer than its header. ".repeat(40),
        )
        .check();
    assert_eq!(checked.status, 1);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn a_ledger_that_was_put_aside_is_told() {
    let options = Options {
        stores_questions: true,
        keep: None,
    };
    let scene = Scene::new().file("data/verbatim.sqlite.damaged-1700000000", "rust");
    drop(Ledger::open(&scene.folder.path("data"), options).unwrap());
    let checked = scene.check();
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok());
}

#[test]
fn what_is_no_argument_is_no_check() {
    let output = Scene::new().folder.run(&["check", "everything"], b"");
    assert_eq!((output.code(), output.stdout.as_str()), (2, ""));
}
