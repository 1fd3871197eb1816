//! Changes that are cut short, and the repair that the next change makes. Tests from outside cover the admins' view.

use std::fs::{self, File};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use tempfile::TempDir;

use super::*;
use crate::corpus::Listing;
use crate::corpus::package::testing::pack;

const TEXT: &str = "The minister said that trust builds slowly, and that nothing was agreed.";
const NEWER: &str = "The minister said that trust builds fast, and that everything was agreed.";

/// A corpus folder with one article, `talks.txt`.
fn corpus() -> (TempDir, Shelf) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("talks.txt"), TEXT).unwrap();
    let shelf = Shelf::new(folder.path());
    (folder, shelf)
}

fn draft(shelf: &Shelf, name: &str, text: &str) -> Draft {
    shelf.check(name, text.as_bytes().to_vec()).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn listed(folder: &Path) -> Vec<String> {
    let hashes = Listing::read(folder).unwrap().hashes();
    hashes.into_iter().map(|(path, _)| path).collect()
}

#[test]
fn an_archive_is_checked_as_the_articles_in_it() {
    let (_folder, shelf) = corpus();
    let archive = pack(&[
        ("pool.md", "# Pool\n\nIt opens at nine.\n"),
        ("map.png", "x"),
        ("talks.txt", TEXT),
    ]);
    let draft = shelf.check("Club.ZIP", archive).unwrap();
    let paths: Vec<&str> = draft.articles().iter().map(|article| article.path.as_str()).collect();
    assert_eq!(paths, ["Club.zip/pool.md", "Club.zip/talks.txt"]);
    assert_eq!(draft.left_out().len(), 1);
    assert_eq!(draft.article(), None);
    shelf.add(&draft, Replacing::No).unwrap();
    assert_eq!(shelf.articles().unwrap(), ["Club.zip", "talks.txt"]);
    assert_eq!(shelf.find("club").unwrap(), "Club.zip");
    let inner = shelf.find("Club.zip/pool.md").unwrap_err();
    assert_eq!(inner.to_string(), "Club.zip/pool.md is in the archive Club.zip");
    shelf.remove("Club.zip").unwrap();
    assert_eq!(listed(&shelf.folder), ["talks.txt"]);
}

#[test]
fn an_archive_without_articles_is_rejected() {
    let (_folder, shelf) = corpus();
    let rejected = |archive: Vec<u8>| shelf.check("club.zip", archive).unwrap_err().to_string();
    insta::assert_snapshot!(rejected(pack(&[("map.png", "x")])), @"the file has no file in it that can be an article (club.zip/map.png: it is a picture, and words in pictures aren't read; write them into a .txt or .md file)");
    insta::assert_snapshot!(rejected(pack(&[])), @"the file has no file in it that can be an article");
    insta::assert_snapshot!(rejected(b"PK".to_vec()), @"the file is damaged, or isn't what its extension says; save it again in the program that it is from");
}

#[test]
fn a_change_waits_for_another_and_then_gives_up() {
    let (_folder, shelf) = corpus();
    let patient = draft(&shelf, "news.txt", NEWER);
    let hasty = Shelf {
        wait: Duration::from_millis(60),
        may_be_empty: false,
        ..shelf.clone()
    };
    let held = shelf.lock().unwrap();
    let started = Instant::now();
    assert!(matches!(hasty.remove("talks.txt"), Err(ShelfError::Busy { .. })));
    assert!(started.elapsed() >= hasty.wait);
    assert_eq!(hasty.articles().unwrap(), ["talks.txt"], "reading needs no lock");
    let waiting = thread::spawn(move || shelf.add(&patient, Replacing::No));
    thread::sleep(Duration::from_millis(100));
    assert!(!waiting.is_finished());
    drop(held);
    assert_eq!(waiting.join().unwrap().unwrap().path, "news.txt");
}

#[test]
fn a_crash_while_writing_leaves_no_article_and_is_cleared_away() {
    let (folder, shelf) = corpus();
    let unfinished = folder.path().join(format!("{}123", disk::UNFINISHED));
    fs::write(&unfinished, "The minis").unwrap();
    assert_eq!(listed(folder.path()), ["talks.txt"]);
    assert_eq!(shelf.articles().unwrap(), ["talks.txt"]);
    shelf.add(&draft(&shelf, "news.txt", NEWER), Replacing::No).unwrap();
    assert_eq!(names(folder.path()), [".lock", "news.txt", "talks.txt"]);
}

#[test]
fn a_crash_between_the_two_names_of_a_new_article_leaves_it_whole() {
    let (folder, shelf) = corpus();
    let unfinished = folder.path().join(format!("{}123", disk::UNFINISHED));
    fs::write(&unfinished, NEWER).unwrap();
    fs::hard_link(&unfinished, folder.path().join("news.txt")).unwrap();
    assert_eq!(listed(folder.path()), ["news.txt", "talks.txt"]);
    drop(shelf.lock().unwrap());
    assert_eq!(names(folder.path()), [".lock", "news.txt", "talks.txt"]);
    assert_eq!(fs::read_to_string(folder.path().join("news.txt")).unwrap(), NEWER);
}

#[test]
fn a_crash_between_keeping_and_replacing_leaves_the_old_article_in_both_places() {
    let (folder, shelf) = corpus();
    let kept = shelf.keep("talks.txt").unwrap();
    assert_eq!(listed(folder.path()), ["talks.txt"]);
    assert_eq!(shelf.trash().unwrap().len(), 1);
    assert!(matches!(shelf.restore(kept), Err(ShelfError::Exists { path }) if path == "talks.txt"));
    let added = shelf.add(&draft(&shelf, "talks.txt", NEWER), Replacing::Yes).unwrap();
    assert!(added.replaced.unwrap() > kept);
    for trashed in shelf.trash().unwrap() {
        let file = shelf
            .folder
            .join(".trash")
            .join(trashed.id.to_string())
            .join("talks.txt");
        assert_eq!(
            fs::read_to_string(file).unwrap(),
            TEXT,
            "writing the new one left the kept ones alone"
        );
    }
}

#[test]
fn a_crash_before_anything_was_moved_leaves_an_empty_slot_that_goes() {
    let (folder, shelf) = corpus();
    let (_, slot) = shelf.new_slot(&folder.path().join("deep/er/a.txt")).unwrap();
    fs::write(slot.join(format!("deep/{}5", disk::UNFINISHED)), "half a co").unwrap();
    assert_eq!(shelf.trash().unwrap(), []);
    drop(shelf.lock().unwrap());
    assert!(!slot.exists());
}

#[test]
fn a_crash_between_the_two_names_of_a_restored_article_loses_neither() {
    let (folder, shelf) = corpus();
    shelf.add(&draft(&shelf, "news.txt", NEWER), Replacing::No).unwrap();
    let trashed = shelf.remove("news.txt").unwrap();
    fs::hard_link(shelf.slot(trashed.id).join("news.txt"), folder.path().join("news.txt")).unwrap();
    assert!(matches!(shelf.restore(trashed.id), Err(ShelfError::Exists { .. })));
    assert_eq!(listed(folder.path()), ["news.txt", "talks.txt"]);
    assert_eq!(shelf.trash().unwrap(), [trashed]);
}

#[test]
fn ids_of_the_trash_rise_even_if_the_clock_was_set_back() {
    let (folder, shelf) = corpus();
    fs::create_dir_all(folder.path().join(".trash/9999999999990")).unwrap();
    fs::write(folder.path().join(".trash/9999999999990/old.txt"), TEXT).unwrap();
    assert_eq!(shelf.keep("talks.txt").unwrap().to_string(), "9999999999991");
    assert_eq!(shelf.keep("talks.txt").unwrap().to_string(), "9999999999992");
    let all: Vec<_> = shelf
        .trash()
        .unwrap()
        .into_iter()
        .map(|trashed| trashed.id.to_string())
        .collect();
    assert_eq!(all, ["9999999999992", "9999999999991", "9999999999990"]);
}

#[test]
fn a_copy_serves_where_a_link_cannot_be_made() {
    let (folder, _shelf) = corpus();
    let from = folder.path().join("talks.txt");
    let to = folder.path().join("copy.txt");
    disk::copy(&from, &to).unwrap();
    assert_eq!(fs::read_to_string(&to).unwrap(), TEXT);
    assert!(disk::duplicate(&from, &to).is_err(), "it is there");
    assert!(disk::move_to_free(&from, &to).is_err(), "it is there");
    assert!(disk::copy(&folder.path().join("none.txt"), &folder.path().join("x.txt")).is_err());
    assert_eq!(names(folder.path()), ["copy.txt", "talks.txt"]);
}

#[test]
fn drafts_are_discarded_when_they_are_old() {
    let (folder, shelf) = corpus();
    let day = Duration::from_hours(24);
    assert_eq!(shelf.discard_old(day).unwrap(), 0, "there never was one");
    let old = shelf.put_aside(&draft(&shelf, "old.txt", NEWER)).unwrap();
    let young = shelf.put_aside(&draft(&shelf, "young.txt", NEWER)).unwrap();
    let drafts = folder.path().join(".drafts");
    fs::create_dir(drafts.join(format!("{}0123", disk::UNFINISHED))).unwrap();
    fs::create_dir(drafts.join("somebody's")).unwrap();
    fs::write(drafts.join("0123456789abcdef"), "a file").unwrap();
    for entry in fs::read_dir(&drafts).unwrap() {
        let path = entry.unwrap().path();
        if !path.ends_with(young.to_string()) {
            File::open(path)
                .unwrap()
                .set_modified(SystemTime::now() - 2 * day)
                .unwrap();
        }
    }
    assert_eq!(shelf.discard_old(day).unwrap(), 1);
    assert!(matches!(shelf.draft(old), Err(ShelfError::NoDraft(id)) if id == old));
    assert_eq!(shelf.draft(young).unwrap().path(), "young.txt");
    let mut left = vec![
        "0123456789abcdef".to_owned(),
        young.to_string(),
        "somebody's".to_owned(),
    ];
    left.sort();
    assert_eq!(names(&drafts), left);
}

#[cfg(unix)]
#[test]
fn an_article_is_not_written_through_a_link_out_of_the_corpus() {
    let (folder, shelf) = corpus();
    let outside = tempfile::tempdir().unwrap();
    let secret = outside.path().join("secret.txt");
    fs::write(&secret, "Nobody may read this.").unwrap();
    std::os::unix::fs::symlink(&secret, folder.path().join("news.txt")).unwrap();
    assert_eq!(shelf.articles().unwrap(), ["talks.txt"]);
    let added = shelf.add(&draft(&shelf, "news.txt", NEWER), Replacing::Yes).unwrap();
    assert_eq!(listed(folder.path()), ["news.txt", "talks.txt"]);
    assert_eq!(fs::read_to_string(&secret).unwrap(), "Nobody may read this.");
    let kept = shelf.slot(added.replaced.unwrap()).join("news.txt");
    assert!(kept.is_symlink(), "the trash has the link, and no copy of the file");
}
