//! Ledgers in a PostgreSQL database: `verbatim migrate`, and the commands that use them.

use std::fs;

use serde_json::Value;
use verbatim::ledger::{Entry, Storage, Vote};

use super::servers::with_library;
use super::{OPTIONS, asked, asked_in_vain};
use crate::database;
use crate::run::{Output, Verbatim};

/// A folder with a library of the house and one of server 7, and the setting that names its database; `None` if the
/// tests have no database.
fn folder() -> Option<(Verbatim, [(String, String); 1])> {
    let verbatim = with_library().article("tea.md", super::BREAD);
    let address = database::address(&verbatim.path(""))?;
    Some((verbatim, [("VERBATIM_DATABASE".to_owned(), address)]))
}

/// Questions, votes on them, and what admins did.
fn fill(storage: Storage) {
    let mut entries = asked(&["who won?", "who lost?", "who \0 won?"]);
    entries.push(Entry::Vote(Vote {
        answer: 0,
        user: 1,
        is_helpful: false,
        at: 1,
        question: None,
        place: None,
        cited: None,
    }));
    database::with_ledger(storage, OPTIONS, |ledger| {
        ledger.record(&entries).unwrap();
        ledger.record(&asked(&["who drew?"])).unwrap();
        let open = ledger.open_questions(9).unwrap();
        assert!(open.iter().all(|question| question.unsure == 0), "{open:?}");
        // The number of the last one is not to be used again.
        let last = open.iter().max_by_key(|question| question.id).unwrap().id;
        ledger
            .hide(&[verbatim::ledger::Wording {
                text: "who won?".to_owned(),
                searched: "who won?".to_owned(),
            }])
            .unwrap();
        assert!(last >= 3);
    });
}

fn export(verbatim: &Verbatim, settings: &[(String, String)]) -> Vec<Value> {
    let exported = verbatim.run_in(&["ledger", "export"], settings, b"");
    assert_eq!(exported.code(), 0, "{exported:?}");
    exported.json_lines()
}

fn migrate(verbatim: &Verbatim, to: &str, settings: &[(String, String)]) -> Output {
    verbatim.run_in(&["migrate", to], settings, b"")
}

#[test]
fn ledgers_move_into_the_database_and_back_and_lose_nothing() {
    let Some((verbatim, in_database)) = folder() else {
        return;
    };
    fill(Storage::from(verbatim.path("data")));
    let of_server = verbatim.path("data/servers/7/data");
    fill(Storage::from(&of_server));
    let before = export(&verbatim, &[]);
    assert!(before.len() > 5, "{before:?}");

    let moved = migrate(&verbatim, "database", &in_database);
    assert_eq!(moved.code(), 0, "{moved:?}");
    assert!(
        moved.stdout.contains("The ledger of server 7 was moved to "),
        "{moved:?}"
    );
    assert!(!moved.stdout.contains("password"), "{moved:?}");
    let named = |folder: &str| {
        let files = fs::read_dir(verbatim.path(folder)).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        names
            .filter(|name| name.starts_with("verbatim.sqlite"))
            .collect::<Vec<_>>()
    };
    for folder in ["data", "data/servers/7/data"] {
        let files = named(folder);
        assert!(
            files.len() == 1 && files[0].starts_with("verbatim.sqlite.moved-"),
            "{files:?}"
        );
    }
    let mut with_zeros_replaced = before.clone();
    for line in &mut with_zeros_replaced {
        *line = serde_json::from_str(&line.to_string().replace("\\u0000", "\u{fffd}")).unwrap();
    }
    assert_eq!(export(&verbatim, &in_database), with_zeros_replaced);

    let again = migrate(&verbatim, "database", &in_database);
    assert_eq!(
        (again.code(), again.stdout.as_str()),
        (0, "There is no ledger to move.\n"),
        "{again:?}"
    );
    let back = migrate(&verbatim, "folder", &in_database);
    assert_eq!(back.code(), 0, "{back:?}");
    assert_eq!(export(&verbatim, &[]), with_zeros_replaced);
    let gone = verbatim.run_in(&["ledger", "audit"], &in_database, b"");
    assert!(gone.stderr.contains("There is no ledger"), "{gone:?}");
}

#[test]
fn numbers_are_used_once_even_after_a_move() {
    let Some((verbatim, in_database)) = folder() else {
        return;
    };
    let last_asking = |storage: Storage| {
        database::with_ledger(storage, OPTIONS, |ledger| {
            ledger.record(&asked(&["who won?"])).unwrap();
            let last = ledger.latest_asking().unwrap();
            ledger.purge(verbatim::ledger::Purge::Everything).unwrap();
            last
        })
    };
    let file = || Storage::from(verbatim.path("data"));
    let shared = || Storage::shared(&database::shared(&verbatim.path("")).unwrap(), None);
    let mut last = 0;
    for to in ["database", "folder", "database"] {
        let storage = if to == "database" { file() } else { shared() };
        let next = last_asking(storage);
        assert!(next > last, "{next} after {last}");
        last = next;
        let moved = migrate(&verbatim, to, &in_database);
        assert_eq!(moved.code(), 0, "{moved:?}");
    }
    assert!(last_asking(shared()) > last);
}

#[test]
fn what_is_in_the_way_is_kept_and_told() {
    let Some((verbatim, in_database)) = folder() else {
        return;
    };
    fill(Storage::from(verbatim.path("data")));
    fill(Storage::shared(&database::shared(&verbatim.path("")).unwrap(), None));
    let before = (export(&verbatim, &[]), export(&verbatim, &in_database));
    let refused = migrate(&verbatim, "database", &in_database);
    assert_eq!(refused.code(), 2);
    assert!(
        refused.stderr.contains("already has one with other entries"),
        "{refused:?}"
    );
    assert_eq!((export(&verbatim, &[]), export(&verbatim, &in_database)), before);

    // What doesn't get in the way is moved all the same.
    let of_server = || Storage::from(verbatim.path("data/servers/7/data"));
    fill(of_server());
    database::with_ledger(of_server(), OPTIONS, |ledger| {
        ledger.record(&asked(&["who sings?"])).unwrap();
    });
    let refused = migrate(&verbatim, "database", &in_database);
    assert_eq!(refused.code(), 2);
    assert!(
        refused.stdout.contains("The ledger of server 7 was moved"),
        "{refused:?}"
    );
    assert_eq!((export(&verbatim, &[]), export(&verbatim, &in_database)), before);
    // The folder of its library leads to it, too.
    let folder = ["--data", "data/servers/7/data", "ledger", "export"];
    let of_server = verbatim.run_in(&folder, &in_database, b"").json_lines();
    let by_id = verbatim
        .run_in(&["ledger", "export", "--server", "7"], &in_database, b"")
        .json_lines();
    assert_eq!(of_server, by_id);
    assert!(
        of_server.iter().any(|line| line["searched"] == "who sings?"),
        "{of_server:?}"
    );

    let nowhere = migrate(&verbatim, "database", &[]);
    assert_eq!(nowhere.code(), 2);
    assert!(nowhere.stderr.contains("VERBATIM_DATABASE is not set"), "{nowhere:?}");
}

#[test]
fn a_server_that_is_removed_leaves_nothing_in_the_database() {
    let Some((verbatim, in_database)) = folder() else {
        return;
    };
    let of = |server| Storage::shared(&database::shared(&verbatim.path("")).unwrap(), server);
    fill(of(Some(7)));
    fill(of(None));
    let suspended = verbatim.run_in(&["servers", "suspend", "7"], &in_database, b"");
    assert_eq!(suspended.code(), 0, "{suspended:?}");
    let noted = database::with_ledger(of(Some(7)), OPTIONS, |ledger| ledger.audit_entries(9).unwrap());
    assert_eq!(noted[0].action.what, "suspend");
    let of_server =
        |words: &[&str]| verbatim.run_in(&[&["ledger", "--server", "7"], words].concat(), &in_database, b"");
    let shown = of_server(&["audit"]);
    assert!(shown.stdout.contains("suspend"), "{shown:?}");
    let open = of_server(&["unanswered"]);
    assert!(open.stdout.contains("who drew?"), "{open:?}");
    let removed = verbatim.run_in(&["servers", "remove", "7", "--yes"], &in_database, b"");
    assert_eq!(removed.code(), 0, "{removed:?}");
    assert!(!of(Some(7)).has_ledger().unwrap());
    assert!(of(None).has_ledger().unwrap());
}

#[test]
fn the_commands_use_the_database_and_tell_where_it_is_wrong() {
    let Some((verbatim, in_database)) = folder() else {
        return;
    };
    let check = |settings: &[(String, String)]| verbatim.run_in(&["check"], settings, b"").stdout;
    let none = check(&in_database);
    assert!(
        none.contains("The ledger is kept in the PostgreSQL database 127.0.0.1:"),
        "{none}"
    );
    assert!(none.contains("There is no ledger yet"), "{none}");
    fill(Storage::shared(&database::shared(&verbatim.path("")).unwrap(), None));
    let sound = check(&in_database);
    assert!(sound.contains("4 unanswered questions and 1 vote"), "{sound}");
    let listed = verbatim.run_in(&["ledger", "unanswered"], &in_database, b"");
    assert!(listed.stdout.contains("who drew?"), "{listed:?}");
    asked_in_vain(&verbatim, &["which file?"]);
    assert!(
        !verbatim
            .run_in(&["ledger", "unanswered"], &in_database, b"")
            .stdout
            .contains("which file?")
    );

    let with = |value: &str| [("VERBATIM_DATABASE".to_owned(), value.to_owned())];
    let address = &in_database[0].1;
    for (value, told) in [
        (
            "mysql://a:hunter2@b/c".to_owned(),
            "it has to be the address of a PostgreSQL database",
        ),
        ("postgres://a:hunter2@/c".to_owned(), "it names no host"),
        ("postgres://a:hunter2@127.0.0.1:1/c".to_owned(), "can't be reached"),
        (address.replacen("verbatim@", "postgres@", 1), "CREATE ROLE verbatim"),
    ] {
        let told_by_check = check(&with(&value));
        assert!(told_by_check.contains(told), "{told_by_check}");
        let ledger = verbatim.run_in(&["ledger", "unanswered"], &with(&value), b"");
        assert_eq!(ledger.code(), 2, "{ledger:?}");
        for text in [told_by_check, ledger.stderr] {
            assert!(!text.contains("hunter2"), "{text}");
        }
    }
}

#[test]
fn a_move_that_was_interrupted_goes_on() {
    let Some((verbatim, in_database)) = folder() else {
        return;
    };
    fill(Storage::from(verbatim.path("data")));
    let before = export(&verbatim, &[]);
    assert_eq!(migrate(&verbatim, "database", &in_database).code(), 0);
    // As it is after a kill between the copy and the new name.
    let files = fs::read_dir(verbatim.path("data")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let moved = names.into_iter().find(|name| name.contains(".moved-")).unwrap();
    fs::rename(
        verbatim.path(&format!("data/{moved}")),
        verbatim.path("data/verbatim.sqlite"),
    )
    .unwrap();
    let checked = verbatim.run_in(&["check"], &in_database, b"").stdout;
    assert!(
        checked.contains("VERBATIM_DATABASE is set, so it isn't used"),
        "{checked}"
    );
    let again = migrate(&verbatim, "database", &in_database);
    assert_eq!(again.code(), 0, "{again:?}");
    assert!(!verbatim.path("data/verbatim.sqlite").exists());
    assert_eq!(export(&verbatim, &in_database).len(), before.len());
}

#[test]
fn a_damaged_ledger_is_not_moved_and_keeps_its_name() {
    let Some((verbatim, in_database)) = folder() else {
        return;
    };
    let garbage = "no SQLite file at all, and longer than its header. ".repeat(40);
    verbatim.write("data/verbatim.sqlite", &garbage);
    let refused = migrate(&verbatim, "database", &in_database);
    assert_eq!(refused.code(), 2);
    assert!(
        refused
            .stderr
            .contains("was not moved, and is as it was: it is damaged"),
        "{refused:?}"
    );
    assert_eq!(
        fs::read(verbatim.path("data/verbatim.sqlite")).unwrap(),
        garbage.as_bytes()
    );
}
