//! The settings of servers are in memory and in the file, whatever happens to the file.

use super::*;

/// Waits for the settings, and denies a place. Returns whether that was confirmed.
fn deny(recorder: &Recorder, server: u64, place: u64) -> bool {
    recorder.wait_for_settings(EVENTUALLY);
    let (told, hears) = mpsc::channel();
    let change = |settings: &mut ServerSettings| {
        settings.denied.insert(place);
    };
    let done = move || {
        let _ = told.send(());
    };
    recorder.change_settings(server, change, done).unwrap();
    hears.recv_timeout(EVENTUALLY).is_ok()
}

fn denied(recorder: &Recorder, server: u64) -> Vec<u64> {
    recorder.settings(server).denied.iter().copied().collect()
}

#[test]
fn settings_are_in_force_at_once_and_after_a_restart_for_their_server_alone() {
    let folder = TempDir::new().unwrap();
    let recorder = Recorder::start(storage(folder.path()), ALL);
    assert!(deny(&recorder, 1, 7) && deny(&recorder, 1, 8));
    assert_eq!(denied(&recorder, 1), [7, 8]);
    assert_eq!(denied(&recorder, 2), [0_u64; 0]);
    assert_eq!(recorder.close(EVENTUALLY), 0);
    let recorder = Recorder::start(storage(folder.path()), ALL);
    recorder.wait_for_settings(EVENTUALLY);
    assert_eq!(denied(&recorder, 1), [7, 8]);
    assert_eq!(denied(&recorder, 2), [0_u64; 0]);
}

#[test]
fn without_a_file_the_defaults_hold_and_cannot_be_changed_until_there_is_one() {
    let parent = TempDir::new().unwrap();
    let folder = parent.path().join("data");
    let recorder = Recorder::start(&folder, ALL);
    assert!(deny(&recorder, 1, 7));
    assert_eq!(recorder.close(EVENTUALLY), 0);
    let elsewhere = parent.path().join("elsewhere");
    fs::rename(&folder, &elsewhere).unwrap();
    fs::write(&folder, "in the way").unwrap();

    let recorder = Recorder::start(&folder, ALL);
    recorder.wait_for_settings(EVENTUALLY);
    assert_eq!(denied(&recorder, 1), [0_u64; 0]);
    assert_eq!(recorder.change_settings(1, |_| {}, || {}), Err(NotRead));
    fs::remove_file(&folder).unwrap();
    fs::rename(&elsewhere, &folder).unwrap();
    recorder.wake();
    eventually("they are read", || denied(&recorder, 1) == [7]);
    assert!(deny(&recorder, 1, 8));
    assert_eq!(denied(&recorder, 1), [7, 8]);
}

#[test]
fn a_file_that_is_created_again_gets_the_settings() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let recorder = Recorder::start(&data, ALL);
    assert!(deny(&recorder, 1, 7));
    fs::remove_dir_all(&data).unwrap();
    cast_until_recorded(&recorder, 100);
    assert_eq!(open_file(&data).settings().unwrap()[&1].denied.len(), 1);
}

#[test]
fn what_another_process_changes_in_a_database_is_in_force_soon() {
    let folder = TempDir::new().unwrap();
    let limits = Limits {
        refresh_every: Duration::from_millis(50),
        ..Limits::USUAL
    };
    let start = |library: u64| {
        let database = database_of(folder.path())?;
        let recorder = Recorder::start_with(Storage::Shared { database, library }, ALL, limits);
        recorder.wait_for_settings(EVENTUALLY);
        Some(recorder)
    };
    let (Some(one), Some(other), Some(apart)) = (start(7), start(7), start(8)) else {
        return;
    };
    assert!(deny(&one, 1, 7));
    eventually("the other has it", || denied(&other, 1) == [7]);
    assert!(deny(&other, 1, 8) && deny(&other, 2, 9));
    eventually("the first has both", || {
        denied(&one, 1) == [7, 8] && denied(&one, 2) == [9]
    });
    assert_eq!(denied(&apart, 1), [0_u64; 0]);
}
