//! A corpus and an index in folders of their own, and the program that works on them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use verbatim::corpus::Listing;
use verbatim::encoder::Encoder;
use verbatim::index::{Fingerprint, Store};

use crate::random::Lcg;

/// The number of passages of the article that changes. Each version has new text, which a build has to encode.
const LOG_ENTRIES: usize = 4;

/// The article that changes, and the question that it answers.
const LIGHTHOUSE: &str = "lighthouse.txt";
const QUESTION: &str = "How many lanterns does the lighthouse keeper count?";

/// A separate corpus and index for each test.
pub(super) struct Folders {
    root: TempDir,
}

impl Folders {
    pub(super) fn new(articles: usize) -> Self {
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

    pub(super) fn corpus(&self) -> PathBuf {
        self.root.path().join("corpus")
    }

    pub(super) fn index(&self) -> PathBuf {
        self.root.path().join("index")
    }

    /// Puts a version of the lighthouse article in place atomically.
    pub(super) fn publish(&self, version: usize) {
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

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
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

    pub(super) fn output(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    pub(super) fn start_reindex(&self) -> Child {
        self.command(&["reindex"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts")
    }

    pub(super) fn reindex(&self) {
        succeeded(&self.output(&["reindex"]));
    }

    /// Asks about the lighthouse. Returns the version in the first quote, and the text on standard error.
    pub(super) fn ask(&self) -> (usize, String) {
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

    pub(super) fn fingerprint(&self) -> Fingerprint {
        let encoder = Encoder::shipped().expect("the shipped encoder");
        Fingerprint::of_files(
            &Listing::read(&self.corpus())
                .expect("the corpus can be listed")
                .hashes(),
            &encoder.identity(),
        )
    }

    pub(super) fn entries(&self) -> Vec<String> {
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

    pub(super) fn generations(&self) -> Vec<String> {
        let mut names = self.entries();
        names.retain(|name| name.starts_with(|c: char| c.is_ascii_digit()));
        names
    }

    pub(super) fn live(&self) -> String {
        fs::read_to_string(self.index().join("current")).expect("the pointer")
    }

    /// Opens a copy of one generation without the others.
    pub(super) fn opens(&self, name: &str) {
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

pub(super) fn succeeded(output: &Output) {
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
pub(super) fn damage(path: &Path) {
    let mut bytes = fs::read(path).expect("a file to damage");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).expect("a damaged file");
}
