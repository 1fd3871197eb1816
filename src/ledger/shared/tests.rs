//! Tests of a shared database: libraries that are kept apart, several processes, and a network. Most other tests of
//! the ledger run in it as well, if `TEST_DATABASE` names it.

mod network;

use std::thread;

use tempfile::TempDir;

use super::*;
use crate::database::tests::database_of;
use crate::database::{DatabaseError, MAX_CONNECTIONS};
use crate::ledger::tests::{ALL, action, asked, lines, texts, vote};
use crate::ledger::{Entry, Ledger, Outcome, Purge, ServerSettings, Storage};

/// A database that has nothing yet; `None` if the tests have no PostgreSQL.
fn database() -> Option<(TempDir, Arc<SharedDatabase>)> {
    let folder = TempDir::new().unwrap();
    let database = database_of(folder.path())?;
    Some((folder, database))
}

fn storage(database: &Arc<SharedDatabase>, library: u64) -> Storage {
    Storage::Shared {
        database: Arc::clone(database),
        library,
    }
}

fn open(database: &Arc<SharedDatabase>, library: u64) -> Ledger {
    Ledger::open(storage(database, library), ALL).unwrap().ledger
}

/// Runs a statement on a connection of its own.
fn run(database: &SharedDatabase, sql: &str) {
    let mut client = database.connect().unwrap();
    let schema = database.schema();
    client
        .batch_execute(&format!("SET search_path = {schema}; {sql}"))
        .unwrap();
}

/// Entries of every kind.
fn entries(word: &str) -> Vec<Entry> {
    let answer = word.len() as u64;
    vec![
        asked(word, Outcome::NoAnswer, answer),
        asked(word, Outcome::Answered, 100 + answer),
        vote(1, answer, false, word),
        Entry::Action(action(word, None)),
        Entry::Settings {
            server: 5,
            settings: Arc::new(ServerSettings::default()),
        },
    ]
}

#[test]
fn libraries_see_and_change_nothing_of_one_another() {
    let Some((_folder, database)) = database() else { return };
    let (mut one, mut other) = (open(&database, 1), open(&database, u64::MAX));
    one.record(&entries("tea")).unwrap();
    assert_eq!(lines(&other), [""; 0]);
    other.record(&entries("tea")).unwrap();
    other.record(&entries("bread")).unwrap();
    let before = lines(&other);
    one.hide(&[crate::ledger::tests::wording("tea")]).unwrap();
    one.set_staff_told(5, None).unwrap();
    let question = one.questions_to_check(9).unwrap();
    assert_eq!(question, []);
    one.purge(Purge::Everything).unwrap();
    assert_eq!(lines(&one), [""; 0]);
    assert_eq!(lines(&other), before);

    storage(&database, 1).remove_shared().unwrap();
    assert!(!storage(&database, 1).has_ledger().unwrap());
    assert!(storage(&database, u64::MAX).has_ledger().unwrap());
    let refused = one.record(&entries("tea"));
    assert!(matches!(refused, Err(LedgerError::Removed)), "{refused:?}");
    assert_eq!(lines(&other), before);
}

#[test]
fn a_database_without_tables_has_no_ledger() {
    let Some((_folder, database)) = database() else { return };
    assert!(!storage(&database, 1).has_ledger().unwrap());
    storage(&database, 1).remove_shared().unwrap();
    open(&database, 2);
    assert!(!storage(&database, 1).has_ledger().unwrap());
    assert!(storage(&database, 2).has_ledger().unwrap());
}

/// Tries until nobody keeps it locked.
fn patiently<T>(mut work: impl FnMut() -> Result<T, LedgerError>) -> T {
    for _ in 0..30 {
        match work() {
            Err(LedgerError::Locked) => {}
            done => return done.unwrap(),
        }
    }
    panic!("it stays locked");
}

#[test]
fn many_processes_make_the_tables_and_write_at_once() {
    let Some((folder, _)) = database() else { return };
    let write = |process: u64| {
        let database = database_of(folder.path()).unwrap();
        // On a busy machine, somebody else's turn may take longer than a writer waits; the bot then tries again, too.
        let mut ledger = patiently(|| Ledger::open(storage(&database, process % 2), ALL)).ledger;
        for answer in 0..20 {
            let answer = process * 100 + answer;
            patiently(|| ledger.record(&[asked("Why?", Outcome::NoAnswer, answer)]));
        }
    };
    thread::scope(|scope| {
        for process in 0..6 {
            scope.spawn(move || write(process));
        }
    });
    let database = database_of(folder.path()).unwrap();
    for library in [0, 1] {
        assert_eq!(open(&database, library).open_questions(9).unwrap()[0].times, 60);
    }
}

#[test]
fn a_library_that_somebody_keeps_locked_is_told_and_the_others_go_on() {
    let Some((_folder, database)) = database() else { return };
    let (mut one, mut other) = (open(&database, 1), open(&database, 2));
    let locking = database.transaction(1, Access::Write, |mut transaction| {
        transaction.execute("SELECT 1 FROM secret FOR UPDATE", &[]).unwrap();
        let refused = one.record(&entries("tea"));
        assert!(matches!(refused, Err(LedgerError::Locked)), "{refused:?}");
        other.record(&entries("tea")).unwrap();
    });
    locking.unwrap();
    one.record(&entries("tea")).unwrap();
}

#[test]
fn tables_of_a_newer_version_are_refused_and_left_as_they_are() {
    let Some((_folder, database)) = database() else { return };
    open(&database, 1).record(&entries("tea")).unwrap();
    run(&database, "UPDATE ledger_version SET version = 99");
    let refused = Ledger::open(storage(&database, 1), ALL);
    assert!(
        matches!(
            refused,
            Err(LedgerError::Database(DatabaseError::Newer { found: 99, .. }))
        ),
        "{refused:?}"
    );
    run(&database, &format!("UPDATE ledger_version SET version = {VERSION}"));
    assert_eq!(texts(&open(&database, 1)), ["tea"]);
}

#[test]
fn a_role_that_row_security_does_not_bind_is_refused() {
    let Some((_folder, database)) = database() else { return };
    let address = std::env::var("TEST_DATABASE").unwrap();
    let superuser = address.replacen("verbatim@", "postgres@", 1);
    let of_superuser = SharedDatabase::new(&format!("{superuser}?schema={}", database.schema())).unwrap();
    let refused = Ledger::open(storage(&Arc::new(of_superuser), 1), ALL);
    assert!(
        matches!(&refused, Err(LedgerError::Database(DatabaseError::Unguarded(role))) if role == "postgres"),
        "{refused:?}"
    );
}

#[test]
fn a_database_that_cannot_hold_every_text_is_refused() {
    let Some((_folder, database)) = database() else { return };
    let address = std::env::var("TEST_DATABASE").unwrap();
    let name = database.schema();
    let superuser = address.replacen("verbatim@", "postgres@", 1);
    let mut client = postgres::Client::connect(&superuser, postgres::NoTls).unwrap();
    let make = format!("CREATE DATABASE {name} OWNER verbatim ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    client.batch_execute(&make).unwrap();
    let (server, _) = address.rsplit_once('/').unwrap();
    let latin = SharedDatabase::new(&format!("{server}/{name}")).unwrap();
    let refused = Ledger::open(storage(&Arc::new(latin), 1), ALL);
    assert!(
        matches!(&refused, Err(LedgerError::Database(DatabaseError::Encoding(name))) if name == "LATIN1"),
        "{refused:?}"
    );
}

#[test]
fn every_text_is_kept() {
    let Some((_folder, database)) = database() else { return };
    let mut ledger = open(&database, 1);
    // No two of its words are the same, so that it can't be compressed.
    let words: Vec<String> = (0..4000).map(|number| (number * 7919 % 65_521).to_string()).collect();
    let long = words.join(" ");
    for (answer, text) in [
        (1, long.as_str()),
        (2, "nothing\0 here"),
        (3, "日本語 🦀 ' \" \\ $1 ?1"),
    ] {
        ledger.record(&[asked(text, Outcome::NoAnswer, answer)]).unwrap();
        ledger.record(&[asked(text, Outcome::NoAnswer, answer + 10)]).unwrap();
    }
    let questions = ledger.open_questions(9).unwrap();
    let kept: Vec<_> = questions
        .iter()
        .map(|question| (question.times, question.text.as_str()))
        .collect();
    assert_eq!(
        kept,
        [
            (2, "日本語 🦀 ' \" \\ $1 ?1"),
            (2, "nothing\u{fffd} here"),
            (2, long.as_str())
        ]
    );
}

#[test]
fn connections_that_were_cut_are_replaced() {
    let Some((_folder, database)) = database() else { return };
    let (address, schema) = (std::env::var("TEST_DATABASE").unwrap(), database.schema());
    let named = SharedDatabase::new(&format!("{address}?schema={schema}&application_name={schema}")).unwrap();
    let mut ledger = open(&Arc::new(named), 1);
    ledger.record(&entries("tea")).unwrap();
    let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{schema}'");
    run(&database, &cut);
    ledger.record(&entries("bread")).unwrap();
    assert_eq!(texts(&ledger), ["bread", "tea"]);
}

#[test]
fn no_more_connections_are_open_than_may_be() {
    let Some((_folder, database)) = database() else { return };
    open(&database, 1);
    thread::scope(|scope| {
        for _ in 0..3 * MAX_CONNECTIONS {
            scope.spawn(|| {
                for _ in 0..5 {
                    assert!(storage(&database, 1).has_ledger().unwrap());
                    let (idle, in_use) = database.connections();
                    assert!(idle + in_use <= MAX_CONNECTIONS);
                }
            });
        }
    });
    assert_eq!(database.connections().1, 0);
}

#[test]
fn what_is_no_address_is_told_without_its_password() {
    let wrong = [
        "mysql://a:hunter2@b/c",
        "postgres://a:hunter2@",
        "postgres://a:hunter2@b/c?sslmode=prefer",
        "postgres://a:hunter2@b/c?schema=x;y",
        "postgres://a:hunter2@b/c?schema=pg_x",
        "postgres://a:hun@ter2@b/c",
        "postgres://a:hunter2@b/c?sslmode=disable&sslrootcert=/no/such/file",
        "postgres://a:hunter2@b/c?hunter2=1",
        "postgres://a:hunter2@b:port/c",
        "postgres://a:hunter2@b/c?sslrootcert=/no/such/file",
    ];
    for address in wrong {
        let error = SharedDatabase::new(address).unwrap_err().to_string();
        assert!(
            error.starts_with("VERBATIM_DATABASE doesn't name a database: "),
            "{error}"
        );
        assert!(!error.contains("a:hun") && !error.contains("ter2@"), "{error}");
    }
    let database = SharedDatabase::new("postgresql://a:hunter2@one,two:5433/c").unwrap();
    assert_eq!(database.place(), "one:5432,two:5433/c");
    assert!(!format!("{database:?}").contains("hunter2"));
}
