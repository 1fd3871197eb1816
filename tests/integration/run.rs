//! The program in a separate folder.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A temporary folder with `corpus/` and, after the first question, `index/`.
pub struct Verbatim {
    folder: TempDir,
}

/// The result of a run.
#[derive(Debug)]
pub struct Output {
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
}

impl Verbatim {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("corpus")).unwrap();
        Self { folder }
    }

    /// A folder with the article that the project ships.
    pub fn shipped() -> Self {
        Self::new().article("us-iran-nuclear-talks.txt", shipped_article())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn article(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.write(&format!("corpus/{name}"), bytes);
        self
    }

    pub fn run(&self, args: &[&str], stdin: &[u8]) -> Output {
        self.run_in(args, &[], stdin)
    }

    /// Does the same with this environment, to which only a home folder is added.
    pub fn run_in(&self, args: &[&str], environment: &[(String, String)], stdin: &[u8]) -> Output {
        self.run_as(&[], args, environment, stdin)
    }

    /// Does the same through another program, whose command line goes first.
    pub fn run_as(&self, by: &[&str], args: &[&str], environment: &[(String, String)], stdin: &[u8]) -> Output {
        let words = [by, &[env!("CARGO_BIN_EXE_verbatim")], args].concat();
        let mut child = Command::new(words[0])
            .args(&words[1..])
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let bytes = stdin.to_vec();
        // Write in a thread: neither side may wait for the other, and the program need not read all of its input.
        let writer = std::thread::spawn(move || input.write_all(&bytes).is_ok());
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Output::from(output)
    }

    pub fn ask(&self, question: &str) -> Output {
        self.run(&["ask", question], b"")
    }

    /// Asks a question, and returns the JSON objects of the answer, one per line.
    pub fn ask_json(&self, question: &str) -> Vec<Value> {
        self.run(&["ask", "--json", question], b"").json_lines()
    }

    pub fn reindex(&self) -> Value {
        let output = self.run(&["reindex", "--json"], b"");
        assert_eq!(output.code(), 0, "{output:?}");
        output.json_lines().pop().unwrap()
    }
}

impl Output {
    pub fn code(&self) -> i32 {
        self.status
            .code()
            .unwrap_or_else(|| panic!("ended by a signal: {self:?}"))
    }

    pub fn json_lines(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
            .collect()
    }
}

impl From<std::process::Output> for Output {
    fn from(output: std::process::Output) -> Self {
        Self {
            status: output.status,
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

pub fn shipped_article() -> Vec<u8> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::read(root.join("corpus/us-iran-nuclear-talks.txt")).unwrap()
}
