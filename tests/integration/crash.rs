//! Kills builds while readers ask: every answer comes from a whole index.
//!
//! Everything goes through the program, in separate processes; only the generations left at the end are opened
//! directly.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;
use verbatim::corpus::Listing;
use verbatim::encoder::Encoder;
use verbatim::index::{Fingerprint, Store, StoreError};

use crate::random::Lcg;

const ROUNDS: usize = 100;
const ARTICLES: usize = 30;

/// The number of passages of the article that changes. Each version has new text, which a build has to encode.
const LOG_ENTRIES: usize = 4;

/// The pause between two questions, which leaves the lock and the cores to builds.
const READER_PAUSE: Duration = Duration::from_millis(200);

/// The article that changes, and the question that it answers.
const LIGHTHOUSE: &str = "lighthouse.txt";
const QUESTION: &str = "How many lanterns does the lighthouse keeper count?";

/// A separate corpus and index for each test.
struct Folders {
    root: TempDir,
}

impl Folders {
    fn new(articles: usize) -> Self {
        let root = tempfile::tempdir().expect("a temp folder");
        let folders = Self { root };
        fs::create_dir(folders.corpus()).expect("a corpus folder");
        for number in 0..articles {
            fs::write(
                folders.corpus().join(format!("village-{number:03}.txt")),
                village(number),
            )
            .expect("an article");
        }
        folders.publish(0);
        folders
    }

    fn corpus(&self) -> PathBuf {
        self.root.path().join("corpus")
    }

    fn index(&self) -> PathBuf {
        self.root.path().join("index")
    }

    /// Puts a version of the lighthouse article in place atomically.
    fn publish(&self, version: usize) {
        let draft = self.root.path().join("draft.txt");
        let mut text = format!("The lighthouse\n\n{}\n", lighthouse(version));
        for entry in 0..LOG_ENTRIES {
            let _ = write!(
                text,
                "\nEntry {entry} of log {version} tells of the fog and of ships that passed.\n"
            );
        }
        fs::write(&draft, text).expect("a draft");
        fs::rename(&draft, self.corpus().join(LIGHTHOUSE)).expect("the article replaced");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_verbatim"));
        command
            .current_dir(self.root.path())
            .arg("--corpus")
            .arg(self.corpus())
            .arg("--index")
            .arg(self.index())
            .args(arguments)
            .stdin(Stdio::null());
        command
    }

    fn output(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    fn start_reindex(&self) -> Child {
        self.command(&["reindex"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts")
    }

    fn reindex(&self) {
        succeeded(&self.output(&["reindex"]));
    }

    /// Asks about the lighthouse. Returns the version in the first quote, and the text on standard error.
    fn ask(&self) -> (usize, String) {
        let output = self.output(&["ask", "--json", QUESTION]);
        succeeded(&output);
        let answer: Value = serde_json::from_slice(&output.stdout).expect("one JSON object");
        let quote = &answer["quotes"][0];
        assert_eq!(quote["path"], LIGHTHOUSE, "{answer}");
        let text = quote["text"].as_str().expect("a quote has a text");
        let version = text.split(' ').find_map(|word| word.parse().ok());
        let version: usize = version.expect("the quote names its version");
        assert_eq!(text, lighthouse(version));
        (
            version,
            String::from_utf8(output.stderr).expect("text on standard error"),
        )
    }

    fn fingerprint(&self) -> Fingerprint {
        let encoder = Encoder::shipped().expect("the shipped encoder");
        Fingerprint::of_files(
            &Listing::read(&self.corpus())
                .expect("the corpus can be listed")
                .hashes(),
            &encoder.identity(),
        )
    }

    fn entries(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.index())
            .expect("the index folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .into_string()
                    .expect("a name in UTF-8")
            })
            .collect();
        names.sort();
        names
    }

    fn generations(&self) -> Vec<String> {
        let mut names = self.entries();
        names.retain(|name| name.starts_with(|c: char| c.is_ascii_digit()));
        names
    }

    fn live(&self) -> String {
        fs::read_to_string(self.index().join("current")).expect("the pointer")
    }

    /// Opens a copy of one generation without the others.
    fn opens(&self, name: &str) {
        let apart = tempfile::tempdir().expect("a temp folder");
        copy(&self.index().join(name), &apart.path().join(name));
        fs::write(apart.path().join("current"), name).expect("a pointer");
        let opened = Store::new(apart.path()).open().expect("a whole generation");
        assert_eq!(opened.setbacks, []);
        assert_eq!(opened.generation.name(), name);
    }
}

fn lighthouse(version: usize) -> String {
    format!("The lighthouse keeper counts {version} lanterns before the evening ferry leaves the pier for the night.")
}

/// A short article about nothing in particular, different for each number.
fn village(number: usize) -> String {
    let mut random = Lcg(number as u64);
    let mut text = format!("Village number {number}\n");
    for _ in 0..6 {
        text.push('\n');
        for _ in 0..3 {
            let word = |random: &mut Lcg| format!("w{}", random.below(5_000));
            let (who, what, whom) = (word(&mut random), word(&mut random), word(&mut random));
            let _ = write!(
                text,
                "The {who} of the village sells {what} to every {whom} that comes by the road. "
            );
        }
        text.push('\n');
    }
    text
}

fn succeeded(output: &Output) {
    assert!(
        output.status.success(),
        "{}: {}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder to copy") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a file type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// Flips a byte in the middle of a file.
fn damage(path: &Path) {
    let mut bytes = fs::read(path).expect("a file to damage");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).expect("a damaged file");
}

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
