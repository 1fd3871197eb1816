//! The recorder makes nobody wait and loses no confirmed entry, whatever happens to the file.

mod files;
mod settings;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::RecvTimeoutError;

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::database::tests::database_of;
use crate::ledger::tests::{ALL, action, asked, asked_at, bytes_of, holds, open, open_file, storage, texts};
use crate::ledger::{FILE, Ledger, LedgerError, Outcome, Purge};

/// The time within which a vote is confirmed, even on a busy machine.
const IN_TIME: Duration = Duration::from_secs(3);

/// Long enough for anything that is going to happen.
const EVENTUALLY: Duration = Duration::from_secs(20);

const CHILD: &str = "ledger::recorder::tests::a_child_that_votes_until_it_is_killed";

/// A question for [`Recorder::asked`].
fn question(text: &str, answer: u64) -> Asked {
    match asked(text, Outcome::NoAnswer, answer) {
        Entry::Asked(asked) => asked,
        other => panic!("{other:?}"),
    }
}

/// Casts a helpful vote. The receiver gets a message once it is recorded, and is disconnected if it is lost.
fn cast(recorder: &Recorder, answer: u64) -> Receiver<()> {
    let (told, hears) = mpsc::channel();
    let vote = Vote {
        answer,
        user: 1,
        is_helpful: true,
        at: 1,
        question: None,
        place: None,
        cited: None,
    };
    recorder.vote(vote, move || {
        // The test may have stopped waiting.
        let _ = told.send(());
    });
    hears
}

/// Casts votes, one after the other, until one is recorded.
fn cast_until_recorded(recorder: &Recorder, answer: u64) {
    eventually("a vote is recorded", || {
        cast(recorder, answer).recv_timeout(IN_TIME).is_ok()
    });
}

/// Writes entries until the file has no room for another one.
fn fill(folder: &Path, limits: Limits, mut entry: impl FnMut() -> Entry) {
    let opening = Opening {
        storage: folder.into(),
        options: ALL,
        max_pages: limits.max_pages,
    };
    let mut ledger = opening.open().unwrap().ledger;
    while ledger.record(&[entry()]).is_ok() {}
}

fn eventually(what: &str, is_so: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < EVENTUALLY, "never: {what}");
        thread::sleep(Duration::from_millis(10));
    }
}

fn reason(recorder: &Recorder) -> String {
    match recorder.health() {
        Health::Failing { reason, .. } => reason,
        Health::Well => String::new(),
    }
}

/// Another connection can read a vote as soon as it is confirmed.
fn helpful_votes(folder: &Path) -> u64 {
    open_file(folder).figures(None).unwrap().helpful
}

#[test]
fn a_confirmed_vote_is_in_the_file() {
    let folder = TempDir::new().unwrap();
    let recorder = Recorder::start(storage(folder.path()), ALL);
    recorder.asked(question("Why?", 1));
    recorder.audit(action("reindex", None));
    assert_eq!(cast(&recorder, 2).recv_timeout(EVENTUALLY), Ok(()));
    let ledger = open(folder.path());
    assert_eq!(texts(&ledger), ["Why?"]);
    assert_eq!(ledger.figures(None).unwrap().helpful, 1);
    assert_eq!(ledger.audit_entries(10).unwrap()[0].action.what, "reindex");
    assert_eq!(recorder.health(), Health::Well);
    assert_eq!(recorder.set_aside(), Vec::<PathBuf>::new());
    assert_eq!(recorder.close(EVENTUALLY), 0);
}

#[test]
fn closing_writes_what_waits_and_nothing_is_taken_afterwards() {
    let folder = TempDir::new().unwrap();
    let recorder = Recorder::start(folder.path(), ALL);
    for answer in 0..2000 {
        recorder.asked(question("Why?", answer));
    }
    assert_eq!(recorder.close(EVENTUALLY), 0);
    // Closing the last connection copies the log into the file.
    assert!(!folder.path().join("verbatim.sqlite-wal").exists());
    recorder.asked(question("Why?", 5000));
    assert_eq!(cast(&recorder, 1).try_recv(), Err(mpsc::TryRecvError::Disconnected));
    assert_eq!(open_file(folder.path()).open_questions(1).unwrap()[0].times, 2000);
    assert_eq!(recorder.close(EVENTUALLY), 0);
}

#[test]
fn a_recorder_that_is_dropped_writes_what_waits() {
    let folder = TempDir::new().unwrap();
    let recorder = Recorder::start(storage(folder.path()), ALL);
    recorder.asked(question("Why?", 1));
    drop(recorder);
    eventually("it is written", || texts(&open(folder.path())) == ["Why?"]);
}

#[test]
fn entries_that_wait_for_a_lock_are_written_later() {
    let folder = TempDir::new().unwrap();
    let recorder = Recorder::start(folder.path(), ALL);
    assert_eq!(cast(&recorder, 1).recv_timeout(EVENTUALLY), Ok(()));
    let other = Connection::open(folder.path().join(FILE)).unwrap();
    other.busy_timeout(EVENTUALLY).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    recorder.asked(question("Why?", 2));
    recorder.audit(action("remove", Some("bread.md")));
    let vote = cast(&recorder, 3);
    assert_eq!(vote.recv_timeout(IN_TIME), Err(RecvTimeoutError::Timeout));
    assert!(reason(&recorder).contains("locked"), "{}", reason(&recorder));
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);

    // A vote is written even if its caller gave up long ago.
    assert_eq!(vote.recv_timeout(EVENTUALLY), Ok(()));
    assert_eq!(recorder.health(), Health::Well);
    let ledger = open_file(folder.path());
    assert_eq!(texts(&ledger), ["Why?"]);
    assert_eq!(ledger.audit_entries(10).unwrap().len(), 1);
    assert_eq!(ledger.figures(None).unwrap().helpful, 2);
    assert_eq!(recorder.set_aside(), Vec::<PathBuf>::new());
}

#[test]
fn a_short_lock_goes_unnoticed() {
    let folder = TempDir::new().unwrap();
    let recorder = Recorder::start(folder.path(), ALL);
    assert_eq!(cast(&recorder, 1).recv_timeout(EVENTUALLY), Ok(()));
    let other = Connection::open(folder.path().join(FILE)).unwrap();
    other.busy_timeout(EVENTUALLY).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let vote = cast(&recorder, 2);
    thread::sleep(Duration::from_millis(300));
    assert_eq!(vote.try_recv(), Err(mpsc::TryRecvError::Empty));
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(vote.recv_timeout(IN_TIME), Ok(()));
    assert_eq!(recorder.health(), Health::Well);
}

#[test]
fn a_full_file_recovers_when_room_is_made() {
    let folder = TempDir::new().unwrap();
    let limits = Limits {
        max_pages: 20,
        ..Limits::USUAL
    };
    let recorder = Recorder::start_with(folder.path().to_owned(), ALL, limits);
    for answer in 0..3000 {
        recorder.asked(question(&format!("What about question {answer}?"), answer));
    }
    eventually("it is full", || reason(&recorder).contains("no space"));

    // More entries wait than fit, so the file would be full again.
    assert!(recorder.close(Duration::from_millis(500)) > 0);
    drop(recorder);
    open_file(folder.path()).purge(Purge::Everything).unwrap();
    let recorder = Recorder::start_with(folder.path().to_owned(), ALL, limits);
    cast_until_recorded(&recorder, 100);
    assert_eq!(recorder.health(), Health::Well);
}

#[test]
fn it_is_not_well_before_something_could_be_written() {
    let folder = TempDir::new().unwrap();
    let limits = Limits {
        max_pages: 30,
        longest_pause: Duration::from_millis(100),
        ..Limits::USUAL
    };
    let big = action("add", Some(&"a long name ".repeat(1000)));
    fill(folder.path(), limits, || Entry::Action(big.clone()));

    let recorder = Recorder::start_with(folder.path().to_owned(), ALL, limits);
    recorder.audit(big);
    eventually("it is full", || reason(&recorder).contains("no space"));
    // The recorder keeps trying, about ten times here.
    for _ in 0..20 {
        assert!(reason(&recorder).contains("no space"), "{:?}", recorder.health());
        thread::sleep(Duration::from_millis(50));
    }
    open_file(folder.path()).purge(Purge::Everything).unwrap();
    eventually("it is well again", || recorder.health() == Health::Well);
    assert_eq!(open_file(folder.path()).audit_entries(10).unwrap().len(), 1);
}

#[test]
fn a_purge_by_another_makes_room_for_what_waits() {
    let folder = TempDir::new().unwrap();
    let limits = Limits {
        max_pages: 40,
        longest_pause: Duration::from_millis(200),
        ..Limits::USUAL
    };
    let long = "Is it so? ".repeat(1000);
    let mut answers = 0..;
    let mut asked = || question(&long, answers.next().unwrap());
    fill(folder.path(), limits, || Entry::Asked(asked()));

    let recorder = Recorder::start_with(folder.path().to_owned(), ALL, limits);
    recorder.asked(asked());
    eventually("it is full", || reason(&recorder).contains("no space"));
    let purged = open_file(folder.path()).purge(Purge::Everything).unwrap();
    assert!(purged.askings > 0);
    eventually("it is well again", || recorder.health() == Health::Well);
    assert_eq!(texts(&open_file(folder.path())), [long.as_str()]);
}

#[test]
fn beyond_the_bound_new_questions_are_lost_and_counted_but_no_vote() {
    let parent = TempDir::new().unwrap();
    let folder = parent.path().join("data");
    fs::write(&folder, "in the way").unwrap();
    let limits = Limits {
        max_waiting: 10,
        ..Limits::USUAL
    };
    let recorder = Recorder::start_with(folder.clone(), ALL, limits);
    eventually("it fails", || recorder.health() != Health::Well);
    for answer in 0..25 {
        recorder.asked(question("Why?", answer));
    }
    let vote = cast(&recorder, 1);
    recorder.audit(action("remove", Some("bread.md")));
    match recorder.health() {
        Health::Failing { lost, since, .. } => {
            assert_eq!(lost, 15);
            assert!(since > 1_700_000_000, "{since}");
        }
        Health::Well => panic!("it is well"),
    }
    fs::remove_file(&folder).unwrap();
    assert_eq!(recorder.close(EVENTUALLY), 0);
    assert_eq!(vote.try_recv(), Ok(()));
    let ledger = open_file(&folder);
    assert_eq!(ledger.open_questions(1).unwrap()[0].times, 10);
    assert_eq!(ledger.audit_entries(10).unwrap().len(), 1);
}

#[test]
fn closing_waits_no_longer_than_it_may() {
    let parent = TempDir::new().unwrap();
    let folder = parent.path().join("data");
    fs::write(&folder, "in the way").unwrap();
    let recorder = Recorder::start(&folder, ALL);
    recorder.asked(question("Why?", 1));
    let _vote = cast(&recorder, 1);
    let started = Instant::now();
    assert_eq!(recorder.close(Duration::from_millis(300)), 2);
    assert!(
        started.elapsed() < Duration::from_millis(1300),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn without_leave_a_recorder_writes_no_text() {
    let folder = TempDir::new().unwrap();
    let options = Options {
        stores_questions: false,
        ..ALL
    };
    let recorder = Recorder::start(folder.path(), options);
    recorder.asked(question("Where is Natanz?", 1));
    assert_eq!(recorder.close(EVENTUALLY), 0);
    assert!(!holds(&bytes_of(folder.path()), b"Natanz"));
    assert_eq!(open_file(folder.path()).figures(None).unwrap().no_answer, 1);
}

#[test]
fn old_entries_are_deleted_while_it_runs() {
    let folder = TempDir::new().unwrap();
    let options = Options {
        keep: Some(Duration::from_hours(1)),
        ..ALL
    };
    let limits = Limits {
        maintenance_every: Duration::from_millis(300),
        ..Limits::USUAL
    };
    let recorder = Recorder::start_with(folder.path().to_owned(), options, limits);
    let Entry::Asked(old) = asked_at("Where is Natanz?", Outcome::Unsure, 1, 1000) else {
        panic!("no question");
    };
    recorder.asked(old);
    recorder.asked(question("Why?", 2));
    eventually("only the new one is left", || {
        let ledger = open_file(folder.path());
        texts(&ledger) == ["Why?"] && ledger.figures(None).unwrap().unsure == 1
    });
    assert_eq!(recorder.close(EVENTUALLY), 0);
    assert!(!holds(&bytes_of(folder.path()), b"Natanz"));
}

/// The test below runs this in another process: it votes as fast as it can, and prints which votes are confirmed.
#[test]
#[ignore = "it runs until it is killed"]
fn a_child_that_votes_until_it_is_killed() {
    let folder = PathBuf::from(std::env::args().next_back().unwrap());
    let recorder = Recorder::start(&folder, ALL);
    for answer in 0.. {
        recorder.asked(question("Why?", answer));
        assert_eq!(cast(&recorder, answer).recv_timeout(EVENTUALLY), Ok(()));
        writeln!(std::io::stdout(), "\nconfirmed {answer}").unwrap();
    }
}

#[test]
fn a_process_that_is_killed_loses_nothing_that_was_confirmed() {
    let folder = TempDir::new().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", CHILD, "--ignored", "--nocapture"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut confirmed = 0;
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        if line.unwrap().starts_with("confirmed ") {
            confirmed += 1;
        }
        if confirmed == 100 {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    assert!(confirmed >= 100, "the child ended after {confirmed}");
    let opened = Ledger::open(folder.path(), ALL).unwrap();
    assert_eq!(opened.set_aside, None);
    assert!(opened.ledger.figures(None).unwrap().helpful >= confirmed);
    assert!(opened.ledger.open_questions(1).unwrap()[0].times >= confirmed);
}
