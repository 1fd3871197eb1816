//! Tests of which entries are kept, and helpers for the tests of the other files.

use std::fs;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use super::database::Database;
use super::file::{SqliteFile, unix_now};
use super::*;
use crate::database::tests::database_of;

mod model;

pub(in crate::ledger) const ALL: Options = Options {
    stores_questions: true,
    keep: None,
};

/// The storage of tests: a schema of its own for this folder in the database that `TEST_DATABASE` names; without it, the
/// folder.
pub(in crate::ledger) fn storage(folder: &Path) -> Storage {
    match database_of(folder) {
        Some(database) => Storage::Shared { database, library: 7 },
        None => folder.into(),
    }
}

pub(in crate::ledger) fn open(folder: &Path) -> Ledger {
    Ledger::open(storage(folder), ALL).unwrap().ledger
}

pub(in crate::ledger) fn open_file(folder: &Path) -> Ledger {
    Ledger::open(folder, ALL).unwrap().ledger
}

/// A ledger in a file, in a folder of its own.
pub(in crate::ledger) fn new_file() -> (TempDir, Ledger) {
    let folder = TempDir::new().unwrap();
    let ledger = open_file(folder.path());
    (folder, ledger)
}

impl Ledger {
    /// The file that it is kept in.
    pub(in crate::ledger) fn file(&self) -> &SqliteFile {
        match &self.database {
            Database::Sqlite(file) => file,
            Database::Postgres(_) => panic!("it is in no file"),
        }
    }
}

/// A ledger in the storage of tests.
pub(in crate::ledger) fn new() -> (TempDir, Ledger) {
    let folder = TempDir::new().unwrap();
    let ledger = open(folder.path());
    (folder, ledger)
}

/// A question whose search words are its text in lower case, without the punctuation.
pub(in crate::ledger) fn wording(text: &str) -> Wording {
    Wording {
        text: text.to_owned(),
        searched: text.to_lowercase().replace(['?', '!', ','], ""),
    }
}

pub(in crate::ledger) fn asked(text: &str, outcome: Outcome, answer: u64) -> Entry {
    asked_at(text, outcome, answer, unix_now())
}

pub(in crate::ledger) fn asked_at(text: &str, outcome: Outcome, answer: u64, at: u64) -> Entry {
    Entry::Asked(Asked {
        question: wording(text),
        outcome,
        answer,
        at,
        place: None,
        cited: None,
    })
}

pub(in crate::ledger) fn vote(user: u64, answer: u64, is_helpful: bool, text: &str) -> Entry {
    Entry::Vote(Vote {
        answer,
        user,
        is_helpful,
        at: unix_now(),
        question: Some(wording(text)),
        place: None,
        cited: None,
    })
}

pub(in crate::ledger) fn action(what: &str, target: Option<&str>) -> Action {
    Action {
        at: 86_400,
        who: "shell".to_owned(),
        what: what.to_owned(),
        target: target.map(str::to_owned),
        outcome: "done".to_owned(),
    }
}

pub(in crate::ledger) fn texts(ledger: &Ledger) -> Vec<String> {
    let questions = ledger.open_questions(100).unwrap();
    questions.into_iter().map(|question| question.text).collect()
}

/// The bytes of all files in the folder.
pub(in crate::ledger) fn bytes_of(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        bytes.extend(fs::read(entry.unwrap().path()).unwrap());
    }
    bytes
}

pub(in crate::ledger) fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

pub(in crate::ledger) fn lines(ledger: &Ledger) -> Vec<serde_json::Value> {
    let mut lines = Vec::new();
    let mut each = |line: ExportLine| -> Result<(), LedgerError> {
        lines.push(serde_json::to_value(line).unwrap());
        Ok(())
    };
    ledger.export(&mut each).unwrap();
    lines
}

#[test]
fn an_answered_question_leaves_a_number_alone() {
    let (folder, mut ledger) = new_file();
    ledger
        .record(&[asked("What is Snapback?", Outcome::Answered, 1)])
        .unwrap();
    assert_eq!(texts(&ledger), [""; 0]);
    assert_eq!(ledger.figures(None).unwrap().answered, 1);
    assert!(!holds(&bytes_of(folder.path()), b"napback"));
}

#[test]
fn an_answer_that_is_voted_down_opens_its_question_until_the_vote_is_changed() {
    let (_folder, mut ledger) = new();
    ledger
        .record(&[asked("Why?", Outcome::Answered, 7), vote(1, 7, false, "Why?")])
        .unwrap();
    let questions = ledger.open_questions(10).unwrap();
    assert_eq!((questions[0].times, questions[0].voted_down), (1, 1));
    assert_eq!((questions[0].unsure, questions[0].no_answer), (0, 0));

    ledger.record(&[vote(1, 7, true, "Why?")]).unwrap();
    assert_eq!(texts(&ledger), [""; 0]);
    let kinds: Vec<_> = lines(&ledger).iter().map(|line| line["kind"].clone()).collect();
    assert_eq!(kinds, ["vote", "tally"]);
}

#[test]
fn it_stays_open_while_anybody_votes_it_down() {
    let (_folder, mut ledger) = new();
    ledger
        .record(&[vote(1, 7, false, "Why?"), vote(2, 7, false, "Why?")])
        .unwrap();
    assert_eq!(ledger.open_questions(10).unwrap()[0].times, 1);
    ledger.record(&[vote(1, 7, true, "Why?")]).unwrap();
    assert_eq!(texts(&ledger), ["Why?"]);
    ledger.record(&[vote(2, 7, true, "Why?")]).unwrap();
    assert_eq!(texts(&ledger), [""; 0]);
}

#[test]
fn a_question_outlives_one_of_its_askings() {
    let (_folder, mut ledger) = new();
    ledger
        .record(&[
            vote(1, 7, false, "Why?"),
            vote(1, 8, false, "why"),
            vote(1, 7, true, "Why?"),
        ])
        .unwrap();
    let questions = ledger.open_questions(10).unwrap();
    assert_eq!((questions[0].text.as_str(), questions[0].times), ("why", 1));
}

#[test]
fn a_vote_on_an_unsure_answer_adds_and_removes_no_asking() {
    let (_folder, mut ledger) = new();
    ledger
        .record(&[asked("Why?", Outcome::Unsure, 7), vote(1, 7, false, "Why?")])
        .unwrap();
    let questions = ledger.open_questions(10).unwrap();
    assert_eq!(
        (questions[0].times, questions[0].unsure, questions[0].voted_down),
        (1, 1, 1)
    );
    ledger.record(&[vote(1, 7, true, "Why?")]).unwrap();
    let questions = ledger.open_questions(10).unwrap();
    assert_eq!(
        (questions[0].times, questions[0].unsure, questions[0].voted_down),
        (1, 1, 0)
    );
}

#[test]
fn one_person_has_one_vote_on_an_answer() {
    let (_folder, mut ledger) = new();
    ledger
        .record(&[
            vote(1, 7, true, ""),
            vote(1, 7, true, ""),
            vote(2, 7, true, ""),
            vote(1, 8, true, ""),
        ])
        .unwrap();
    assert_eq!(ledger.figures(None).unwrap().helpful, 3);
    ledger.record(&[vote(1, 7, false, "why")]).unwrap();
    let figures = ledger.figures(None).unwrap();
    assert_eq!((figures.helpful, figures.not_helpful), (2, 1));
}

#[test]
fn a_vote_whose_question_is_unknown_is_a_vote_alone() {
    let (_folder, mut ledger) = new();
    let unknown = Vote {
        answer: u64::MAX,
        user: u64::MAX,
        is_helpful: false,
        at: 1,
        question: None,
        place: None,
        cited: None,
    };
    ledger.record(&[Entry::Vote(unknown)]).unwrap();
    assert_eq!(ledger.figures(None).unwrap().not_helpful, 1);
    assert_eq!(texts(&ledger), [""; 0]);
    assert_eq!(lines(&ledger)[0]["answer"], "ffffffffffffffff");
}

#[test]
fn without_leave_no_text_reaches_the_file() {
    let folder = TempDir::new().unwrap();
    let options = Options {
        stores_questions: false,
        ..ALL
    };
    let mut ledger = Ledger::open(folder.path(), options).unwrap().ledger;
    ledger
        .record(&[
            asked("Where is Natanz?", Outcome::NoAnswer, 1),
            asked("Where is Natanz?", Outcome::Unsure, 2),
            asked("Where is Natanz?", Outcome::Answered, 3),
            vote(1, 3, false, "Where is Natanz?"),
        ])
        .unwrap();
    let figures = Figures {
        answered: 1,
        unsure: 1,
        no_answer: 1,
        helpful: 0,
        not_helpful: 1,
    };
    assert_eq!(ledger.figures(None).unwrap(), figures);
    assert_eq!(texts(&ledger), [""; 0]);
    let bytes = bytes_of(folder.path());
    assert!(holds(&bytes, b"SQLite format 3"));
    assert!(!holds(&bytes, b"atanz"));
    assert!(!holds(&bytes, b"natanz"));
}

#[test]
fn the_number_of_a_voter_is_nowhere_in_the_file() {
    let (folder, mut ledger) = new_file();
    let user = 0x0102_0304_0506_0708;
    ledger
        .record(&[vote(user, 7, false, "Why?"), vote(user, 8, true, "Why?")])
        .unwrap();
    let votes: Vec<_> = lines(&ledger)
        .into_iter()
        .filter(|line| line["kind"] == "vote")
        .collect();
    assert_eq!(votes.len(), 2);
    assert_ne!(votes[0]["voter"], votes[1]["voter"]);
    let bytes = bytes_of(folder.path());
    assert!(holds(&bytes, b"Why?"));
    for form in [user.to_string().as_bytes(), &user.to_be_bytes(), &user.to_le_bytes()] {
        assert!(!holds(&bytes, form), "{form:?}");
    }
}

#[test]
fn figures_are_of_the_last_days_in_utc() {
    let (_folder, mut ledger) = new();
    let now = unix_now();
    let days_ago = |days: u64| now - days * 86_400;
    let helpful = |answer, at| {
        Entry::Vote(Vote {
            answer,
            user: 1,
            is_helpful: true,
            at,
            question: None,
            place: None,
            cited: None,
        })
    };
    ledger
        .record(&[
            asked_at("a", Outcome::Answered, 1, now),
            asked_at("a", Outcome::Answered, 2, days_ago(6)),
            asked_at("a", Outcome::Unsure, 3, days_ago(7)),
            asked_at("a", Outcome::NoAnswer, 4, 0),
            helpful(1, now),
            helpful(2, days_ago(6)),
            helpful(3, days_ago(7)),
        ])
        .unwrap();
    let of = |days| {
        let figures = ledger.figures(days).unwrap();
        [figures.answered, figures.unsure, figures.no_answer, figures.helpful]
    };
    assert_eq!(of(None), [2, 1, 1, 3]);
    assert_eq!(of(Some(8)), [2, 1, 0, 3]);
    assert_eq!(of(Some(7)), [2, 0, 0, 2]);
    assert_eq!(of(Some(1)), [1, 0, 0, 1]);
    assert_eq!(of(Some(0)), [0, 0, 0, 0]);
}

#[test]
fn actions_are_listed_latest_first() {
    let (_folder, mut ledger) = new();
    let actions = [action("reindex", None), action("add", Some("iran.md"))];
    ledger.record(&actions.clone().map(Entry::Action)).unwrap();
    let entries = ledger.audit_entries(10).unwrap();
    assert_eq!(entries.len(), 2);
    assert_eq!((entries[0].id, &entries[0].action), (2, &actions[1]));
    assert_eq!((entries[1].id, &entries[1].action), (1, &actions[0]));
    assert_eq!(ledger.audit_entries(1).unwrap().len(), 1);
}

#[test]
fn the_words_of_a_question_get_into_no_log() {
    let entries = [
        asked("Where is Natanz?", Outcome::Unsure, 1),
        vote(1, 1, false, "Where is Natanz?"),
    ];
    let debug = format!("{entries:?}").to_lowercase();
    assert!(debug.contains("unsure"));
    assert!(!debug.contains("natanz"));
}

#[test]
fn without_a_limit_nothing_is_old() {
    let (_folder, mut ledger) = new();
    ledger.record(&[asked_at("a", Outcome::Unsure, 1, 0)]).unwrap();
    ledger.apply_retention().unwrap();
    assert_eq!(texts(&ledger), ["a"]);
    ledger.options.keep = Some(Duration::from_hours(24));
    ledger.apply_retention().unwrap();
    assert_eq!(texts(&ledger), [""; 0]);
}
