//! A folder to check, and the result of the check.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::thread;
use std::time::SystemTime;

use rustix::fs::{Access, access};
use serde_json::Value;

use crate::fake_discord::FakeDiscord;
use crate::run::{Output, Verbatim};

/// The shipped article with its index, to be copied, since building it takes a while.
static BUILT: LazyLock<Verbatim> = LazyLock::new(|| {
    let built = Verbatim::shipped();
    built.reindex();
    built
});

/// The folder of an admin, and the environment.
pub struct Scene {
    pub folder: Verbatim,
    environment: Vec<(String, String)>,
    /// The program through which to run it, if any.
    by: &'static [&'static str],
    /// Texts that must never be printed.
    secrets: Vec<String>,
    /// False if there is a token for a Discord that can't be reached.
    is_reachable: bool,
}

/// The result of a check.
pub struct Checked {
    /// The exit status.
    pub status: i32,
    /// The output, with everything that varies from run to run in brackets.
    pub text: String,
    pub json: Value,
}

impl Scene {
    /// The shipped article and a fresh index, with a token for a Discord that can't be reached.
    pub fn new() -> Self {
        // No program listens at port 1.
        let scene = Self::without_token()
            .set("DISCORD_TOKEN", "MTAwMDA.some.token")
            .set("DISCORD_PROXY", "http://127.0.0.1:1");
        Self {
            is_reachable: false,
            ..scene
        }
    }

    /// The shipped article and a fresh index, without settings.
    pub fn without_token() -> Self {
        let folder = Verbatim::shipped();
        copy(&BUILT.path("index"), &folder.path("index"));
        Self {
            folder,
            environment: Vec::new(),
            by: &[],
            secrets: Vec::new(),
            is_reachable: true,
        }
    }

    /// A scene with a bot in this Discord.
    pub fn in_discord(discord: &FakeDiscord) -> Self {
        Self::without_token()
            .set("DISCORD_PROXY", &discord.url())
            .set("DISCORD_TOKEN", discord.token())
    }

    /// Adds a setting to the environment.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        if name == "DISCORD_TOKEN" {
            self.secrets.push(value.to_owned());
        }
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds a text that must never be printed.
    pub fn secret(mut self, secret: &str) -> Self {
        self.secrets.push(secret.to_owned());
        self
    }

    /// Writes a file, replacing any that exists.
    pub fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.folder.write(name, bytes);
        self
    }

    /// Makes a file or folder read-only.
    pub fn read_only(mut self, name: &str) -> Self {
        let path = self.folder.path(name);
        let mode = if path.is_dir() { 0o555 } else { 0o444 };
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        // Root can write it anyway, unless it gives up that privilege.
        if access(&path, Access::WRITE_OK).is_ok() {
            self.by = &["setpriv", "--bounding-set=-dac_override"];
        }
        self
    }

    /// Removes a file or folder.
    pub fn without(self, name: &str) -> Self {
        let path = self.folder.path(name);
        let removed = if path.is_dir() {
            fs::remove_dir_all(path)
        } else {
            fs::remove_file(path)
        };
        removed.unwrap();
        self
    }

    /// The name of the live generation.
    pub fn generation(&self) -> String {
        fs::read_to_string(self.folder.path("index/current"))
            .unwrap()
            .trim()
            .to_owned()
    }

    /// Runs the check on another thread, so that the test's own servers keep running.
    pub async fn check_beside(self) -> Checked {
        tokio::task::spawn_blocking(move || self.check()).await.unwrap()
    }

    /// Runs the check as text and as JSON.
    pub fn check(&self) -> Checked {
        let before = tree(&self.folder.path(""));
        let (text, json) = if self.is_reachable {
            (self.run(&["check"]), self.run(&["check", "--json"]))
        } else {
            // Both wait for some seconds.
            thread::scope(|scope| {
                let json = scope.spawn(|| self.run(&["check", "--json"]));
                (self.run(&["check"]), json.join().unwrap())
            })
        };
        assert_eq!(tree(&self.folder.path("")), before, "a check changed something");
        assert_eq!(text.code(), json.code());
        let checked = Checked {
            status: text.code(),
            text: redacted(&text.stdout),
            json: json.json_lines().pop().unwrap(),
        };
        checked.assert_same();
        checked
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let output = self.folder.run_as(self.by, arguments, &self.environment, b"");
        assert_eq!(output.stderr, "", "{}", output.stdout);
        for secret in &self.secrets {
            assert!(!output.stdout.contains(secret), "{}", output.stdout);
        }
        output
    }
}

impl Checked {
    /// The lines that are not ok, and the last one. Leaves out the line about the unreachable Discord of most scenes.
    pub fn not_ok(&self) -> String {
        let lines = self.text.lines();
        let kept: Vec<&str> = lines
            .filter(|line| !line.contains("Discord was not checked: no connection"))
            .filter(|line| {
                ["  warn ", "  wrong ", "  skip "]
                    .iter()
                    .any(|word| line.starts_with(word))
            })
            .chain(self.text.lines().last())
            .collect();
        kept.join("\n")
    }

    /// The statuses of the findings with this name.
    pub fn statuses(&self, subject: &str, name: &str) -> Vec<&str> {
        let checks = self.json["checks"].as_array().unwrap().iter();
        checks
            .filter(|check| check["subject"] == subject && check["name"] == name)
            .map(|check| check["status"].as_str().unwrap())
            .collect()
    }

    /// Asserts that text, JSON and exit status agree.
    fn assert_same(&self) {
        let of_json: Vec<String> = self.json["checks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|check| {
                let string = |key: &str| check[key].as_str().unwrap_or_default();
                let line = format!("  {:<5}  {} {}", string("status"), string("message"), string("fix"));
                redacted(line.trim_end())
            })
            .collect();
        let of_text: Vec<&str> = self.text.lines().filter(|line| line.starts_with("  ")).collect();
        assert_eq!(of_text, of_json);
        assert_eq!(self.json["ok"], self.status == 0, "{}", self.text);
        assert!(matches!(self.status, 0 | 1), "{}", self.text);
    }
}

/// Every file and folder with its time and contents.
fn tree(folder: &Path) -> Vec<(PathBuf, SystemTime, Vec<u8>)> {
    let mut all = vec![(folder.to_owned(), modified(folder), Vec::new())];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(tree(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            all.push((path.clone(), modified(&path), bytes));
        }
    }
    all.sort();
    all
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// Replaces everything that varies from run to run by a name in brackets.
fn redacted(text: &str) -> String {
    let mut text = text.to_owned();
    for (before, after, name) in [(", built ", ".", "ago"), ("(process ", ")", "holder")] {
        text = between(&text, before, after, name);
    }
    without_numbers(&text)
}

/// Replaces the text between two others on one line by a name.
fn between(text: &str, before: &str, after: &str, name: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let found = line.find(before).and_then(|at| {
            let from = at + before.len();
            Some((from, from + line[from..].find(after)?))
        });
        match found {
            Some((from, to)) => format!("{}[{name}]{}", &line[..from], &line[to..]),
            None => line.to_owned(),
        }
    });
    lines.collect()
}

/// Replaces IDs, and the hashes in the names of generations, by names.
fn without_numbers(text: &str) -> String {
    let mut redacted = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let hash = rest.get(7..19).filter(|_| digits == 6 && rest.as_bytes()[6] == b'-');
        if hash.is_some_and(|hash| hash.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            redacted.push_str(&rest[..7]);
            redacted.push_str("[hash]");
            rest = &rest[19..];
        } else if digits >= 15 {
            redacted.push_str("[id]");
            rest = &rest[digits..];
        } else {
            let len = digits.max(c.len_utf8());
            redacted.push_str(&rest[..len]);
            rest = &rest[len..];
        }
    }
    redacted
}
