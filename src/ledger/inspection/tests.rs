//! The findings of an inspection, which changes nothing.

use std::time::SystemTime;

use tempfile::TempDir;

use super::*;
use crate::ledger::Ledger;
use crate::ledger::Outcome;
use crate::ledger::tests::{ALL, asked, new_file as new};

/// Inspects the folder, and asserts that every file is unchanged, including its times.
fn look_at(folder: &Path) -> Result<Option<Contents>, LedgerError> {
    let before = tree(folder);
    let inspection = inspect(&folder.into());
    assert_eq!(tree(folder), before);
    inspection
}

fn tree(folder: &Path) -> Vec<(PathBuf, SystemTime, Vec<u8>)> {
    let mut tree = vec![(folder.to_owned(), modified(folder), Vec::new())];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let time = modified(&path);
        // Reading a file that this process has open with SQLite would release its locks.
        tree.push((path, time, Vec::new()));
    }
    tree.sort();
    tree
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[test]
fn no_file_is_created() {
    let parent = TempDir::new().unwrap();
    assert!(matches!(look_at(parent.path()), Ok(None)));
    let nowhere = parent.path().join("nowhere");
    assert!(matches!(inspect(&nowhere.clone().into()), Ok(None)));
    assert!(!nowhere.exists());
}

#[test]
fn a_sound_one_is_counted() {
    let (folder, mut ledger) = new();
    ledger.record(&[asked("Why?", Outcome::NoAnswer, 1)]).unwrap();
    drop(ledger);
    let sound = look_at(folder.path()).unwrap().unwrap();
    assert_eq!((sound.questions, sound.votes), (1, 0));
    assert!(!sound.is_of_earlier_version);
}

#[test]
fn one_that_is_written_meanwhile_is_seen_as_it_is_and_goes_on() {
    let (folder, mut ledger) = new();
    ledger.record(&[asked("Why?", Outcome::NoAnswer, 1)]).unwrap();
    assert_eq!(look_at(folder.path()).unwrap().unwrap().questions, 1);
    ledger.record(&[asked("When?", Outcome::NoAnswer, 2)]).unwrap();
    assert_eq!(look_at(folder.path()).unwrap().unwrap().questions, 2);
}

#[test]
fn the_log_of_a_crash_is_read_and_left_alone() {
    let (folder, mut ledger) = new();
    ledger.record(&[asked("Why?", Outcome::NoAnswer, 1)]).unwrap();
    let crashed = TempDir::new().unwrap();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, crashed.path().join(path.file_name().unwrap())).unwrap();
    }
    drop(ledger);
    assert!(has_changes(&crashed.path().join(FILE)));
    assert_eq!(look_at(crashed.path()).unwrap().unwrap().questions, 1);
}

#[test]
fn one_that_is_newer_damaged_or_no_ledger_is_told_apart_and_left_alone() {
    let (folder, ledger) = new();
    ledger
        .file()
        .connection
        .pragma_update(None, "user_version", VERSION + 1)
        .unwrap();
    drop(ledger);
    let found = look_at(folder.path());
    assert!(matches!(found, Err(LedgerError::Newer { .. })), "{found:?}");

    fs::write(
        folder.path().join(FILE),
        "this is no SQLite file, but longer than its header is, so that it is looked at. ".repeat(20),
    )
    .unwrap();
    let found = look_at(folder.path());
    assert!(matches!(found, Err(LedgerError::Damaged(_))), "{found:?}");
    // The next use renames it.
    let aside = Ledger::open(folder.path(), ALL).unwrap().set_aside.unwrap();
    assert_eq!(set_aside_in(folder.path()), [aside]);
    assert!(matches!(look_at(folder.path()), Ok(Some(_))));

    fs::remove_file(folder.path().join(FILE)).unwrap();
    fs::create_dir(folder.path().join(FILE)).unwrap();
    let found = look_at(folder.path());
    assert!(matches!(found, Err(LedgerError::Io { .. })), "{found:?}");
}

#[test]
fn a_folder_of_any_name_is_looked_into() {
    let parent = TempDir::new().unwrap();
    let folder = parent.path().join("what? 100% #1 & more");
    drop(Ledger::open(&folder, ALL).unwrap());
    assert!(matches!(look_at(&folder), Ok(Some(_))));
}
