//! Files that are new, reopened, too new, damaged, shared, and lost.

use std::fs;
use std::sync::Barrier;

use tempfile::TempDir;

use super::*;
use crate::ledger::opening::Opening;
use crate::ledger::tests::{ALL, asked, bytes_of, holds, new_file as new, open_file as open, texts, vote};
use crate::ledger::{Ledger, Outcome};

/// The names of the damaged files in the folder.
fn set_aside_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".damaged-"))
        .collect();
    names.sort();
    names
}

/// Replaces the file while nobody has it open.
fn replace(folder: &Path, bytes: &[u8]) {
    fs::write(folder.join(FILE), bytes).unwrap();
}

#[test]
fn folder_and_file_are_made_and_found_again() {
    let parent = TempDir::new().unwrap();
    let folder = parent.path().join("data/of/the/bot");
    let opened = Ledger::open(&folder, ALL).unwrap();
    assert_eq!(opened.set_aside, None);
    let mut ledger = opened.ledger;
    ledger.record(&[asked("Why?", Outcome::NoAnswer, 1)]).unwrap();
    drop(ledger);
    assert!(!folder.join("verbatim.sqlite-wal").exists());
    assert_eq!(texts(&open(&folder)), ["Why?"]);
}

#[test]
fn it_is_set_to_lose_nothing() {
    let (_folder, ledger) = new();
    let pragma = |name: &str| {
        ledger
            .file()
            .connection
            .query_row(&format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"), [], |row| {
                row.get::<_, String>(0)
            })
            .unwrap()
    };
    let settings = [
        "journal_mode",
        "synchronous",
        "foreign_keys",
        "secure_delete",
        "user_version",
    ];
    let version = VERSION.to_string();
    assert_eq!(settings.map(pragma), ["wal", "2", "1", "1", &version]);
}

#[test]
fn a_file_of_a_newer_version_is_refused_and_left_as_it_is() {
    let (folder, ledger) = new();
    ledger
        .file()
        .connection
        .pragma_update(None, "user_version", VERSION + 1)
        .unwrap();
    drop(ledger);
    let before = fs::read(folder.path().join(FILE)).unwrap();
    match Ledger::open(folder.path(), ALL) {
        Err(LedgerError::Newer { path, found, known }) => {
            assert_eq!((path, found, known), (folder.path().join(FILE), VERSION + 1, VERSION));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(fs::read(folder.path().join(FILE)).unwrap(), before);
    assert_eq!(set_aside_in(folder.path()), [""; 0]);
}

#[test]
fn a_newer_version_that_stands_in_the_log_alone_is_refused_too() {
    let (folder, ledger) = new();
    ledger
        .file()
        .connection
        .pragma_update(None, "user_version", VERSION + 1)
        .unwrap();
    let before = fs::read(folder.path().join(FILE)).unwrap();
    let log = fs::read(folder.path().join("verbatim.sqlite-wal")).unwrap();
    // Leave it as a crash does: nothing of the log is in the file yet.
    ledger.database.abandon();
    let refused = Ledger::open(folder.path(), ALL);
    assert!(matches!(refused, Err(LedgerError::Newer { .. })), "{refused:?}");
    assert_eq!(fs::read(folder.path().join(FILE)).unwrap(), before);
    assert_eq!(fs::read(folder.path().join("verbatim.sqlite-wal")).unwrap(), log);
}

#[test]
fn an_empty_file_is_a_new_one() {
    let folder = TempDir::new().unwrap();
    replace(folder.path(), b"");
    let opened = Ledger::open(folder.path(), ALL).unwrap();
    assert_eq!(opened.set_aside, None);
    assert_eq!(texts(&opened.ledger), [""; 0]);
}

#[test]
fn a_file_that_is_no_database_is_set_aside_with_its_log() {
    let folder = TempDir::new().unwrap();
    let garbage = b"this is no database, however long one looks at it. ".repeat(400);
    replace(folder.path(), &garbage);
    fs::write(folder.path().join("verbatim.sqlite-wal"), b"its log").unwrap();
    let opened = Ledger::open(folder.path(), ALL).unwrap();
    let aside = opened.set_aside.unwrap();
    assert_eq!(fs::read(&aside).unwrap(), garbage);
    let name = aside.file_name().unwrap().to_str().unwrap();
    let second: u64 = name.strip_prefix("verbatim.sqlite.damaged-").unwrap().parse().unwrap();
    assert!(second.abs_diff(unix_now()) < 60, "{name}");
    let log = folder.path().join(format!("{name}-wal"));
    assert_eq!(fs::read(log).unwrap(), b"its log");
    let mut ledger = opened.ledger;
    ledger.record(&[asked("Why?", Outcome::Unsure, 1)]).unwrap();
    assert_eq!(texts(&ledger), ["Why?"]);
}

#[test]
fn files_set_aside_in_the_same_second_are_all_kept() {
    let folder = TempDir::new().unwrap();
    for garbage in ["one ", "two ", "six "] {
        replace(folder.path(), garbage.repeat(1000).as_bytes());
        assert!(Ledger::open(folder.path(), ALL).unwrap().set_aside.is_some());
    }
    let kept: Vec<String> = set_aside_in(folder.path())
        .into_iter()
        .filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm"))
        .collect();
    assert_eq!(kept.len(), 3, "{kept:?}");
}

#[test]
fn a_page_that_was_overwritten_is_found_when_the_file_is_opened() {
    let (folder, mut ledger) = new();
    let entries: Vec<_> = (0..500)
        .map(|i| asked(&format!("question {i}"), Outcome::Unsure, i))
        .collect();
    ledger.record(&entries).unwrap();
    drop(ledger);
    let mut bytes = fs::read(folder.path().join(FILE)).unwrap();
    let pages = bytes.len() / 4096;
    assert!(pages > 10, "{pages}");
    for page in 5..pages {
        bytes[page * 4096..page * 4096 + 100].fill(0xA5);
    }
    replace(folder.path(), &bytes);
    let opened = Ledger::open(folder.path(), ALL).unwrap();
    assert_eq!(fs::read(opened.set_aside.unwrap()).unwrap(), bytes);
    assert_eq!(texts(&opened.ledger), [""; 0]);
}

#[test]
fn a_sound_database_that_is_no_ledger_is_set_aside() {
    let folder = TempDir::new().unwrap();
    let other = Connection::open(folder.path().join(FILE)).unwrap();
    other
        .execute_batch("CREATE TABLE recipe (name TEXT); PRAGMA user_version = 1;")
        .unwrap();
    drop(other);
    let opened = Ledger::open(folder.path(), ALL).unwrap();
    assert!(holds(&fs::read(opened.set_aside.unwrap()).unwrap(), b"recipe"));
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_that_names_it() {
    let parent = TempDir::new().unwrap();
    let blocked = parent.path().join("data");
    fs::write(&blocked, "in the way").unwrap();
    match Ledger::open(&blocked, ALL) {
        Err(LedgerError::Io { path, .. }) => assert_eq!(path, blocked),
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_that_have_it_open_see_what_the_other_writes() {
    let (folder, mut one) = new();
    let mut other = open(folder.path());
    one.record(&[asked("Why?", Outcome::Unsure, 1)]).unwrap();
    other
        .record(&[asked("why", Outcome::Unsure, 2), vote(1, 2, false, "why")])
        .unwrap();
    for ledger in [&one, &other] {
        let questions = ledger.open_questions(10).unwrap();
        assert_eq!((questions[0].times, questions[0].voted_down), (2, 1));
    }
    // Both hash with the same salt, so it is the same vote.
    one.record(&[vote(1, 2, true, "why")]).unwrap();
    let figures = other.figures(None).unwrap();
    assert_eq!((figures.helpful, figures.not_helpful), (1, 0));
}

#[test]
fn many_may_make_the_file_at_once_and_write_to_it() {
    for _ in 0..20 {
        let folder = TempDir::new().unwrap();
        let start = Barrier::new(4);
        thread::scope(|scope| {
            for writer in 0..4 {
                let (folder, start) = (folder.path(), &start);
                scope.spawn(move || {
                    start.wait();
                    let mut ledger = open(folder);
                    for i in 0..3 {
                        ledger
                            .record(&[asked("Why?", Outcome::Unsure, writer * 100 + i)])
                            .unwrap();
                    }
                });
            }
        });
        assert_eq!(open(folder.path()).open_questions(10).unwrap()[0].times, 12);
        assert_eq!(set_aside_in(folder.path()), [""; 0]);
    }
}

#[test]
fn a_lock_is_waited_for_a_second_and_nothing_is_half_written() {
    let (folder, mut ledger) = new();
    let other = Connection::open(folder.path().join(FILE)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let started = Instant::now();
    let refused = ledger.record(&[asked("Why?", Outcome::Unsure, 1)]);
    assert!(matches!(refused, Err(LedgerError::Locked)), "{refused:?}");
    assert!(
        started.elapsed() >= Duration::from_millis(900),
        "{:?}",
        started.elapsed()
    );
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(ledger.figures(None).unwrap().unsure, 0);
    ledger.record(&[asked("Why?", Outcome::Unsure, 1)]).unwrap();
    assert_eq!(ledger.figures(None).unwrap().unsure, 1);
}

#[test]
fn a_full_file_takes_all_of_a_group_or_nothing() {
    let folder = TempDir::new().unwrap();
    let opening = Opening {
        storage: folder.path().into(),
        options: ALL,
        max_pages: 20,
    };
    let mut ledger = opening.open().unwrap().ledger;
    ledger.record(&[asked("Why?", Outcome::Unsure, 1)]).unwrap();
    let flood: Vec<_> = (2..2000)
        .map(|i| asked(&format!("question {i}"), Outcome::NoAnswer, i))
        .collect();
    let refused = ledger.record(&flood);
    assert!(matches!(refused, Err(LedgerError::Full)), "{refused:?}");
    assert!(matches!(ledger.record(&flood), Err(LedgerError::Full)));
    assert_eq!(texts(&ledger), ["Why?"]);
    assert_eq!(ledger.figures(None).unwrap().no_answer, 0);
    ledger.record(&[asked("why", Outcome::Unsure, 2)]).unwrap();
    assert_eq!(ledger.open_questions(1).unwrap()[0].times, 2);
}

#[test]
fn a_file_that_is_deleted_or_replaced_while_it_is_open_takes_nothing_more() {
    let (folder, mut ledger) = new();
    let path = folder.path().join(FILE);
    fs::remove_file(&path).unwrap();
    let entry = [asked("Why?", Outcome::Unsure, 1)];
    let refused = ledger.record(&entry);
    assert!(
        matches!(&refused, Err(LedgerError::Gone(gone)) if *gone == path),
        "{refused:?}"
    );
    fs::write(&path, "another").unwrap();
    assert!(matches!(ledger.record(&entry), Err(LedgerError::Gone(_))));
}

#[test]
fn an_open_file_that_is_overwritten_is_found_damaged() {
    let (folder, mut ledger) = new();
    ledger.record(&[asked("Why?", Outcome::Unsure, 1)]).unwrap();
    ledger
        .file()
        .connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let length = fs::read(folder.path().join(FILE)).unwrap().len();
    replace(folder.path(), &vec![0xA5; length]);
    let refused = ledger.record(&[asked("Why?", Outcome::Unsure, 2)]);
    assert!(matches!(refused, Err(LedgerError::Damaged(_))), "{refused:?}");
}

#[test]
fn changes_in_the_log_survive_a_crash() {
    let (folder, mut ledger) = new();
    ledger.record(&[asked("Where is Natanz?", Outcome::Unsure, 1)]).unwrap();
    ledger.database.abandon();
    assert!(!holds(&fs::read(folder.path().join(FILE)).unwrap(), b"Natanz"));
    assert!(holds(&bytes_of(folder.path()), b"Natanz"));
    assert_eq!(texts(&open(folder.path())), ["Where is Natanz?"]);
}
