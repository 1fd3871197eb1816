//! The ledger: sound, too new, damaged, or renamed.

use std::fs;
use std::sync::Arc;

use rusqlite::Connection;
use verbatim::ledger::{Entry, Ledger, Options, ServerSettings};

use super::scene::Scene;
use crate::shell::asked_in_vain;

#[test]
fn a_sound_ledger_is_left_alone_even_after_a_crash() {
    let scene = Scene::new();
    asked_in_vain(&scene.folder, &["who won the football match yesterday?"]);
    assert_eq!(scene.check().statuses("ledger", "file"), ["ok"]);
    // Copy it while changes wait next to it, as after a crash.
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
    assert!(checked.text.contains("1 unanswered question and 0 votes"));
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
    insta::assert_snapshot!(checked.not_ok(), @r"
      wrong  The ledger is from a newer version of the program: data/verbatim.sqlite has version 99, but this program only knows versions up to 5. Install that version again, or restore the backup from before the upgrade. Until then, nothing is recorded.
    1 thing is wrong: 12 ok, 1 skipped.
    ");
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
    insta::assert_snapshot!(checked.not_ok(), @r"
      wrong  The ledger can't be used: it is damaged: file is not a database. Restore a backup before you start the bot (docs/running.md); otherwise the bot moves the file out of the way and creates a new one.
    1 thing is wrong: 12 ok, 1 skipped.
    ");
}

#[test]
fn a_ledger_that_was_moved_out_of_the_way_is_reported() {
    let options = Options {
        stores_questions: true,
        keep: None,
    };
    let scene = Scene::new().file("data/verbatim.sqlite.damaged-1700000000", "rust");
    drop(Ledger::open(scene.folder.path("data"), options).unwrap());
    let checked = scene.check();
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok(), @r"
      warn   Damaged ledgers were moved out of the way: data/verbatim.sqlite.damaged-1700000000. If you have a backup, restore it (docs/running.md), then delete these files. If it happens again, check the disk.
    Nothing is wrong: 13 ok, 1 warning, 1 skipped.
    ");
}

#[test]
fn places_for_unasked_answers_are_of_no_use_while_discord_hides_messages() {
    let options = Options {
        stores_questions: true,
        keep: None,
    };
    let scene = Scene::new();
    let mut ledger = Ledger::open(scene.folder.path("data"), options).unwrap().ledger;
    let entry = |server: u64, places: &[u64]| Entry::Settings {
        server,
        settings: Arc::new(ServerSettings {
            unasked_in: places.iter().copied().collect(),
            ..ServerSettings::default()
        }),
    };
    ledger.record(&[entry(1, &[]), entry(2, &[7, 8])]).unwrap();
    drop(ledger);
    let checked = scene.check();
    assert_eq!(checked.status, 0);
    insta::assert_snapshot!(checked.not_ok(), @r"
      warn   1 server wants unasked answers (/settings), but VERBATIM_MESSAGE_CONTENT is off, so there are none. In the Developer Portal (https://discord.com/developers/applications), open your application, then Bot, and switch on Message Content Intent; then set VERBATIM_MESSAGE_CONTENT=on and restart verbatim serve.
    Nothing is wrong: 13 ok, 1 warning, 1 skipped.
    ");
    let on = scene.set("VERBATIM_MESSAGE_CONTENT", "on").check();
    assert!(on.statuses("ledger", "unasked").is_empty());
}
