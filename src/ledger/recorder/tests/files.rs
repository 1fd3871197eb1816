//! A file that is damaged, deleted, late or too new.

use super::*;

#[test]
fn a_file_that_is_overwritten_meanwhile_is_set_aside_and_a_new_one_begun() {
    let folder = TempDir::new().unwrap();
    let recorder = Recorder::start(folder.path(), ALL);
    assert_eq!(cast(&recorder, 1).recv_timeout(EVENTUALLY), Ok(()));
    let other = Connection::open(folder.path().join(FILE)).unwrap();
    other
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    drop(other);
    let garbage = b"no database at all. ".repeat(1000);
    fs::write(folder.path().join(FILE), &garbage).unwrap();

    recorder.asked(question("Why?", 2));
    cast_until_recorded(&recorder, 100);
    let [aside] = recorder.set_aside().try_into().unwrap();
    assert_eq!(fs::read(aside).unwrap(), garbage);
    assert_eq!(recorder.health(), Health::Well);
    assert_eq!(texts(&open_file(folder.path())), ["Why?"]);
    assert_eq!(helpful_votes(folder.path()), 1);
}

#[test]
fn a_file_that_is_damaged_at_the_start_is_set_aside() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(FILE), "garbage ".repeat(1000)).unwrap();
    let recorder = Recorder::start(folder.path(), ALL);
    assert_eq!(cast(&recorder, 1).recv_timeout(EVENTUALLY), Ok(()));
    assert_eq!(recorder.set_aside().len(), 1);
    assert_eq!(recorder.health(), Health::Well);
}

#[test]
fn a_file_that_is_deleted_meanwhile_is_created_again() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let recorder = Recorder::start(&data, ALL);
    assert_eq!(cast(&recorder, 1).recv_timeout(EVENTUALLY), Ok(()));
    fs::remove_dir_all(&data).unwrap();
    cast_until_recorded(&recorder, 100);
    assert_eq!(helpful_votes(&data), 1);
}

#[test]
fn a_folder_that_appears_later_gets_what_waited() {
    let parent = TempDir::new().unwrap();
    let folder = parent.path().join("data");
    fs::write(&folder, "in the way").unwrap();
    let recorder = Recorder::start(&folder, ALL);
    recorder.asked(question("Why?", 1));
    eventually("it fails", || recorder.health() != Health::Well);
    assert!(reason(&recorder).starts_with("cannot access "), "{}", reason(&recorder));

    fs::remove_file(&folder).unwrap();
    cast_until_recorded(&recorder, 100);
    assert_eq!(recorder.health(), Health::Well);
    assert_eq!(texts(&open_file(&folder)), ["Why?"]);
}

#[test]
fn a_file_of_a_newer_version_is_waited_out() {
    let folder = TempDir::new().unwrap();
    let ledger = open_file(folder.path());
    ledger
        .file()
        .connection
        .pragma_update(None, "user_version", 99)
        .unwrap();
    drop(ledger);
    let recorder = Recorder::start(folder.path(), ALL);
    eventually("it fails", || recorder.health() != Health::Well);
    assert!(reason(&recorder).contains("version 99"), "{}", reason(&recorder));
    assert_eq!(recorder.set_aside(), Vec::<PathBuf>::new());
    let still = Ledger::open(folder.path(), ALL);
    assert!(matches!(still, Err(LedgerError::Newer { found: 99, .. })), "{still:?}");
}
