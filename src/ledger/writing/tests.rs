//! Deleted entries leave no bytes in the file.

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::ledger::tests::{ALL, action, asked, asked_at, bytes_of, holds, new, new_file, open_file, texts, vote};
use crate::ledger::{Entry, FILE, Options, Outcome, Vote, Wording};

const DAY: Duration = Duration::from_hours(24);

fn days_ago(days: u64) -> u64 {
    unix_now() - days * 86_400
}

fn voted_down_at(answer: u64, at: u64, text: &str) -> Entry {
    Entry::Vote(Vote {
        answer,
        user: 1,
        is_helpful: false,
        at,
        question: Some(Wording {
            text: text.to_owned(),
            searched: text.to_owned(),
        }),
        place: None,
        cited: None,
    })
}

#[test]
fn only_older_entries_are_deleted() {
    let (_folder, mut ledger) = new();
    ledger
        .record(&[
            asked_at("old", Outcome::Unsure, 1, days_ago(40)),
            asked_at("both, in the longer form", Outcome::Unsure, 2, days_ago(40)),
            asked_at("new", Outcome::Unsure, 3, days_ago(20)),
            voted_down_at(4, days_ago(40), "old and voted down"),
            voted_down_at(5, days_ago(20), "new and voted down"),
            Entry::Action(action("reindex", None)),
        ])
        .unwrap();
    let again = Wording {
        text: "both".to_owned(),
        searched: "both in the longer form".to_owned(),
    };
    ledger
        .record(&[Entry::Asked(crate::ledger::Asked {
            question: again,
            outcome: Outcome::Unsure,
            answer: 6,
            at: days_ago(10),
            place: None,
            cited: None,
        })])
        .unwrap();
    let purged = ledger.purge(Purge::OlderThan(30 * DAY)).unwrap();
    let expected = Purged {
        questions: 2,
        askings: 3,
        votes: 1,
        tallies: 0,
        actions: 0,
        is_wiped: true,
    };
    assert_eq!(purged, expected);
    assert_eq!(texts(&ledger), ["both", "new and voted down", "new"]);
    assert_eq!(ledger.open_questions(1).unwrap()[0].times, 1);
    assert_eq!(ledger.figures(None).unwrap().unsure, 4);
    assert_eq!(ledger.audit_entries(10).unwrap().len(), 1);
}

#[test]
fn an_asking_goes_with_the_last_vote_that_it_stands_on() {
    let (_folder, mut ledger) = new();
    ledger.record(&[voted_down_at(1, days_ago(10), "Why?")]).unwrap();
    // Set the vote's time to before the text was kept.
    ledger
        .execute("UPDATE vote SET voted_at = ?1", params![number(days_ago(40))])
        .unwrap();
    let purged = ledger.purge(Purge::OlderThan(30 * DAY)).unwrap();
    assert_eq!((purged.votes, purged.askings, purged.questions), (1, 1, 1));
    assert_eq!(texts(&ledger), [""; 0]);
}

#[test]
fn everything_is_everything() {
    let (_folder, mut ledger) = new();
    let salt = |ledger: &Ledger| -> Vec<u8> {
        ledger
            .rows("SELECT salt FROM secret", &[], |row| row.get(0))
            .unwrap()
            .remove(0)
    };
    let before = salt(&ledger);
    ledger
        .record(&[
            asked("Why?", Outcome::Unsure, 1),
            asked("Why?", Outcome::Answered, 2),
            vote(1, 2, true, "Why?"),
            Entry::Action(action("reindex", None)),
        ])
        .unwrap();
    let expected = Purged {
        questions: 1,
        askings: 1,
        votes: 1,
        tallies: 2,
        actions: 1,
        is_wiped: true,
    };
    assert_eq!(ledger.purge(Purge::Everything).unwrap(), expected);
    let mut left = 0;
    let mut count = |_| -> Result<(), LedgerError> {
        left += 1;
        Ok(())
    };
    ledger.export(&mut count).unwrap();
    assert_eq!(left, 0);
    assert_ne!(salt(&ledger), before);
    assert_eq!(before.len(), 32);
    ledger.record(&[asked("Why?", Outcome::Unsure, 3)]).unwrap();
    assert_eq!(texts(&ledger), ["Why?"]);
}

#[test]
fn no_byte_of_a_purged_text_is_left_in_any_file() {
    let (folder, mut ledger) = new_file();
    for round in 0..20 {
        let entries: Vec<Entry> = (0..50)
            .map(|i| {
                let text = format!(
                    "Is it true about Natanz, asked {round} and {i}? {}",
                    "Really? ".repeat(i)
                );
                let id = (round * 50 + i) as u64;
                asked_at(&text, Outcome::Unsure, id, days_ago(40 + id % 3))
            })
            .collect();
        ledger.record(&entries).unwrap();
    }
    ledger
        .record(&[asked("What of Isfahan?", Outcome::Unsure, 9999)])
        .unwrap();
    let before = bytes_of(folder.path());
    assert!(holds(&before, b"Natanz") && holds(&before, b"natanz") && holds(&before, b"Isfahan"));

    let purged = ledger.purge(Purge::OlderThan(30 * DAY)).unwrap();
    assert_eq!((purged.askings, purged.is_wiped), (1000, true));
    let after = bytes_of(folder.path());
    assert!(holds(&after, b"Isfahan"));
    assert!(!holds(&after, b"atanz"));
    assert!(!holds(&after, b"Really? Really?"));
    assert!(after.len() < before.len() / 4, "{} of {}", after.len(), before.len());

    ledger.purge(Purge::Everything).unwrap();
    assert!(!holds(&bytes_of(folder.path()), b"Isfahan"));
}

#[test]
fn a_vote_that_is_changed_takes_its_text_from_the_file_when_that_is_closed() {
    let (folder, mut ledger) = new_file();
    ledger.record(&[vote(1, 1, false, "Where is Natanz?")]).unwrap();
    ledger.record(&[vote(1, 1, true, "Where is Natanz?")]).unwrap();
    drop(ledger);
    let bytes = bytes_of(folder.path());
    assert!(!holds(&bytes, b"Natanz"));
    assert!(holds(&bytes, b"CREATE TABLE question"));
}

#[test]
fn a_reader_keeps_the_bytes_alive_and_that_is_said() {
    let (folder, mut ledger) = new_file();
    ledger.record(&[asked("Where is Natanz?", Outcome::Unsure, 1)]).unwrap();
    let reader = Connection::open(folder.path().join(FILE)).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    let seen: u32 = reader
        .query_row("SELECT count(*) FROM question", [], |row| row.get(0))
        .unwrap();
    assert_eq!(seen, 1);
    let purged = ledger.purge(Purge::Everything).unwrap();
    assert_eq!((purged.questions, purged.is_wiped), (1, false));
    assert!(holds(&bytes_of(folder.path()), b"Natanz"));
    drop(reader);
    let purged = ledger.purge(Purge::Everything).unwrap();
    assert_eq!((purged.questions, purged.is_wiped), (0, true));
    assert!(!holds(&bytes_of(folder.path()), b"Natanz"));
}

#[test]
fn opening_deletes_old_entries() {
    let folder = TempDir::new().unwrap();
    let mut ledger = open_file(folder.path());
    ledger
        .record(&[
            asked_at("What of Natanz?", Outcome::Unsure, 1, days_ago(31)),
            asked_at("What of Isfahan?", Outcome::Unsure, 2, days_ago(29)),
        ])
        .unwrap();
    drop(ledger);
    let options = Options {
        keep: Some(30 * DAY),
        ..ALL
    };
    let ledger = Ledger::open(folder.path(), options).unwrap().ledger;
    assert_eq!(texts(&ledger), ["What of Isfahan?"]);
    assert!(!holds(&bytes_of(folder.path()), b"Natanz"));
    assert_eq!(ledger.figures(None).unwrap().unsure, 2);
}

#[test]
fn a_failed_wipe_is_made_up_for_by_the_next() {
    let (folder, mut ledger) = new_file();
    ledger.options.keep = Some(30 * DAY);
    ledger
        .record(&[asked_at("Where is Natanz?", Outcome::Unsure, 1, days_ago(31))])
        .unwrap();
    let reader = Connection::open(folder.path().join(FILE)).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM question;").unwrap();
    ledger.apply_retention().unwrap();
    assert_eq!(texts(&ledger), [""; 0]);
    assert!(holds(&bytes_of(folder.path()), b"Natanz"));
    drop(reader);
    ledger.apply_retention().unwrap();
    assert!(!holds(&bytes_of(folder.path()), b"Natanz"));
}
