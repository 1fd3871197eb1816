//! Kills builds while readers ask: every answer comes from a whole index.
//!
//! Everything goes through the program, in separate processes; only the generations left at the end are opened
//! directly.

mod folders;

use std::fs;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

use verbatim::index::{Store, StoreError};

use crate::random::Lcg;

use folders::{Folders, damage, succeeded};

const ROUNDS: usize = 100;
const ARTICLES: usize = 30;

/// The pause between two questions, which leaves the lock and the cores to builds.
const READER_PAUSE: Duration = Duration::from_millis(200);

/// Sets the flag when its thread ends, even by a panic, so that a failure on one side ends the other.
struct Done<'a>(&'a AtomicBool);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(true, SeqCst);
    }
}

#[test]
fn readers_are_answered_while_a_hundred_builds_are_killed() {
    let folders = Folders::new(ARTICLES);
    let started = Instant::now();
    folders.reindex();
    // The first build encodes all articles; those to be killed encode only the one that changed.
    folders.publish(1);
    let second = Instant::now();
    folders.reindex();
    // Builds should be killed at every stage. The time of a build varies with the load of the machine, so the span of
    // the random delays adapts: shorter after a build that finished, longer after one that did not.
    let mut span = u64::try_from(second.elapsed().as_micros()).expect("a short time") * 3 / 2;

    let published = AtomicUsize::new(1);
    let (done, failed) = (AtomicBool::new(false), AtomicBool::new(false));
    let (asked, killed, halfway) = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let _ended = Done(&failed);
            let mut asked = 0;
            while !done.load(SeqCst) {
                let before = published.load(SeqCst);
                let (version, _) = folders.ask();
                // The next version may be in place before it is counted.
                let after = published.load(SeqCst) + 1;
                assert!(
                    (before..=after).contains(&version),
                    "version {version}, asked between {before} and {after}"
                );
                asked += 1;
                thread::sleep(READER_PAUSE);
            }
            asked
        });
        let end = Done(&done);
        let mut random = Lcg(1);
        let (mut killed, mut halfway) = (0, 0);
        for _ in 0..ROUNDS {
            if failed.load(SeqCst) {
                break;
            }
            let version = published.load(SeqCst) + 1;
            folders.publish(version);
            published.store(version, SeqCst);
            let mut child = folders.start_reindex();
            thread::sleep(Duration::from_micros(random.below(span)));
            child.kill().expect("a process to kill");
            let status = child.wait().expect("its status");
            killed += usize::from(!status.success());
            span = if status.success() { span * 4 / 5 } else { span * 21 / 20 };
            // Another build may have removed the folder already, so this counts too few.
            halfway += usize::from(folders.index().join(format!("building-{}", child.id())).exists());
        }
        drop(end);
        (reader.join().expect("the reader"), killed, halfway)
    });
    eprintln!(
        "{asked} questions, {killed} builds killed, {halfway} of them while writing, {:?}",
        started.elapsed()
    );
    assert!(asked >= 10, "only {asked} questions");
    assert!(killed >= ROUNDS / 2, "only {killed} builds were killed");
    assert!(halfway >= 1, "none was killed while it wrote");

    folders.reindex();
    let generations = folders.generations();
    assert!((1..=2).contains(&generations.len()), "{generations:?}");
    let rest: Vec<String> = folders
        .entries()
        .into_iter()
        .filter(|name| !generations.contains(name) && name != ".gitignore")
        .collect();
    assert_eq!(rest, ["current", "lock"]);
    for name in &generations {
        folders.opens(name);
    }
    assert_eq!(folders.ask(), (published.load(SeqCst), String::new()));
}

#[test]
fn two_reindexes_at_once_both_succeed_one_after_the_other() {
    let folders = Folders::new(20);
    let both = [folders.start_reindex(), folders.start_reindex()];
    let mut lives: Vec<String> = both
        .map(|child| {
            let output = child.wait_with_output().expect("its output");
            succeeded(&output);
            let text = String::from_utf8(output.stdout).expect("text");
            let last = text.lines().last().expect("a last line");
            let name = last
                .strip_prefix("Generation ")
                .and_then(|rest| rest.strip_suffix(" is live."));
            name.unwrap_or_else(|| panic!("no generation in {last:?}")).to_owned()
        })
        .into();
    lives.sort();
    assert_eq!(
        lives.iter().map(|name| &name[..7]).collect::<Vec<_>>(),
        ["000001-", "000002-"]
    );
    assert_eq!(folders.generations(), lives);
    assert_eq!(folders.live(), lives[1]);
}

#[test]
fn a_reindex_that_had_to_wait_reads_the_corpus_after_waiting() {
    let folders = Folders::new(20);
    folders.reindex();
    let store = Store::new(folders.index());
    let lock = store.lock(None).expect("nobody else builds");
    let child = folders.start_reindex();
    // Long enough to reach the lock; if it is not, there is no race and the test passes.
    thread::sleep(Duration::from_millis(500));
    folders.publish(1);
    drop(lock);
    succeeded(&child.wait_with_output().expect("its output"));
    let opened = store.open().expect("a generation");
    assert_eq!(*opened.generation.fingerprint(), folders.fingerprint());
}

#[test]
fn a_deleted_current_pointer_is_no_reason_to_build() {
    let folders = Folders::new(5);
    folders.reindex();
    let generations = folders.generations();
    fs::remove_file(folders.index().join("current")).expect("a pointer to delete");
    let (version, stderr) = folders.ask();
    assert_eq!(version, 0);
    assert!(stderr.contains("current"), "{stderr}");
    assert_eq!(folders.generations(), generations);
    assert!(!folders.index().join("current").exists(), "readers write nothing");

    folders.reindex();
    assert_eq!(folders.live(), folders.generations()[1]);
    assert_eq!(folders.ask(), (0, String::new()));
}

#[test]
fn a_damaged_live_generation_is_passed_over_for_the_one_before() {
    let folders = Folders::new(5);
    folders.reindex();
    folders.reindex();
    let live = folders.live();
    damage(&folders.index().join(&live).join("articles.jsonl"));
    let (version, stderr) = folders.ask();
    assert_eq!(version, 0);
    assert!(stderr.contains(&live), "{stderr}");
}

#[test]
fn where_every_generation_is_damaged_asking_builds_anew_and_says_so() {
    let folders = Folders::new(5);
    folders.reindex();
    folders.publish(1);
    folders.reindex();
    let damaged = folders.generations();
    assert_eq!(damaged.len(), 2);
    for name in &damaged {
        damage(&folders.index().join(name).join("articles.jsonl"));
    }
    let store = Store::new(folders.index());
    assert!(matches!(store.open(), Err(StoreError::NoGeneration { setbacks }) if setbacks.len() == 2));

    let (version, stderr) = folders.ask();
    assert_eq!(version, 1);
    assert!(stderr.contains("Every generation of the index is damaged"), "{stderr}");
    let generations = folders.generations();
    assert_eq!(generations, [folders.live()], "the damaged ones are gone");
    assert!(!damaged.contains(&generations[0]));
    assert_eq!(folders.ask(), (1, String::new()));
}
