//! Measures the built program with a library for each of ten thousand servers.
//!
//! `cargo bench --bench servers` takes some minutes, and about a megabyte of disk for each server;
//! `cargo bench --bench servers -- 1000` makes fewer. The program runs as a process of its own in the fake Discord of the
//! tests. It prints medians, and does without criterion, since a library is cold only once.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and has nobody to tell of errors"
)]

#[expect(dead_code, unused_imports, reason = "the tests use all of it")]
#[path = "../tests/integration"]
mod integration {
    pub mod fake_discord;
}
mod common;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::fs::{Advice, fadvise};
use verbatim::ledger;
use verbatim::library::{Library, Servers, Settings, Sharing};

use common::{Lcg, article, percentiles};
use integration::fake_discord::{FakeDiscord, Guild, Limits, Place, User};

const SERVERS: usize = 10_000;
const ARTICLES: usize = 10;
const PASSAGES: usize = 20;

/// The libraries that differ. The others are copies of them.
const VARIANTS: usize = 8;

/// The guilds of a shard, as Discord gives them.
const GUILDS_OF_SHARD: usize = 2_500;

/// The servers whose answers are timed.
const TIMED: usize = 200;

/// The servers that are asked so that memory fills.
const FILLING: usize = 1_500;

const QUESTIONS: [&str; 2] = [
    "what did the captain of village 3 give to the keeper?",
    "who got the lantern in village 5?",
];

/// The files of the program, with a library for each server.
struct Made {
    folder: tempfile::TempDir,
}

impl Made {
    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Makes libraries for these servers.
    fn with(servers: &[u64]) -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let made = Self { folder };
        let house = Library::open(Settings {
            corpus: made.folder.path().join("corpus"),
            index: made.folder.path().join("index"),
            data: made.data(),
            ledger: ledger::Options {
                stores_questions: true,
                keep: None,
            },
            database: None,
            replicas: None,
            model: None,
            answer_at: None,
            unsure_at: None,
        });
        let libraries = Servers::new(Arc::new(house.unwrap()), Sharing::Nobody);
        for (at, &server) in servers.iter().enumerate() {
            let to = libraries.folder().of(server);
            if at >= VARIANTS {
                copy(&libraries.folder().of(servers[at % VARIANTS]), &to);
                continue;
            }
            let library = libraries.library(server).unwrap();
            for number in 0..ARTICLES {
                let text = article(number, at, PASSAGES);
                fs::write(to.join("corpus").join(format!("village-{number}.md")), text).unwrap();
            }
            let built = library.rebuild(&mut |_| {}).unwrap();
            assert_eq!(built.generation.passage_count(), ARTICLES * PASSAGES);
            // Makes its ledger, too.
            drop(ledger::Ledger::open(
                to.join("data"),
                ledger::Options {
                    stores_questions: true,
                    keep: None,
                },
            ));
        }
        made
    }

    fn size_of(&self, server: u64) -> u64 {
        files(&self.data().join("servers").join(server.to_string()))
            .iter()
            .map(|file| fs::metadata(file).unwrap().len())
            .sum()
    }

    /// Has the system forget the files of a server, as if nobody had read them for long.
    fn cool(&self, server: u64) {
        for path in files(&self.data().join("servers").join(server.to_string())) {
            let file = File::open(path).unwrap();
            // Only what is on the disk can be forgotten.
            file.sync_all().unwrap();
            fadvise(&file, 0, None, Advice::DontNeed).unwrap();
        }
    }
}

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, target) = {
            let entry = entry.unwrap();
            (entry.path(), to.join(entry.file_name()))
        };
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(path, target).unwrap();
        }
    }
}

/// The program at work.
struct Serving {
    child: Child,
}

impl Serving {
    fn start(discord: &FakeDiscord, folder: &Path, settings: &[(&str, &str)]) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_verbatim"))
            .arg("serve")
            .current_dir(folder)
            .env_clear()
            .env("DISCORD_TOKEN", discord.token())
            .env("DISCORD_PROXY", discord.url())
            .env("VERBATIM_USER_LIMIT", "1000/1")
            .env("VERBATIM_LOG", "warn")
            .envs(settings.iter().copied())
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        Self { child }
    }

    /// The mebibytes of a line of its status, such as `VmRSS` (Linux).
    fn mebibytes(&self, of: &str) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with(of)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() >> 10
    }

    /// The number of libraries that it has open (Linux).
    fn open(&self) -> usize {
        let open = fs::read_dir(format!("/proc/{}/fd", self.child.id())).unwrap();
        open.filter_map(|file| fs::read_link(file.unwrap().path()).ok())
            .filter(|path| path.ends_with("open.lock"))
            .count()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

async fn ask(discord: &FakeDiscord, user: &User, place: &Place, question: &str) -> Duration {
    let started = Instant::now();
    let said = discord
        .says(user, place, &format!("<@{}> {question}", discord.bot()))
        .await;
    let answer = discord.answer_to(said).await;
    let took = started.elapsed();
    assert!(answer.description().contains("village"), "{}", answer.text());
    took
}

/// Times questions to the only library of a bot that has one, as a measure for the others.
async fn one_library(made: &Made, server: u64) -> Duration {
    let discord = FakeDiscord::start().await;
    let place = discord.channel(&discord.guild("The only one"), "general");
    let ann = discord.user("ann");
    let library = made.data().join("servers").join(server.to_string());
    let serving = Serving::start(&discord, &library, &[]);
    discord.ready().await;
    let mut took = Vec::new();
    for number in 0..TIMED {
        took.push(ask(&discord, &ann, &place, &format!("{} {number}", QUESTIONS[0])).await);
    }
    println!("one library: {} MiB resident", serving.mebibytes("VmRSS"));
    percentiles("one library", took).0
}

async fn measure(count: usize) {
    let discord = FakeDiscord::start().await;
    let guilds: Vec<(Guild, Place)> = (0..count)
        .map(|number| {
            let guild = discord.guild(&format!("Server {number}"));
            let place = discord.channel(&guild, "general");
            (guild, place)
        })
        .collect();
    let servers: Vec<u64> = guilds.iter().map(|(guild, _)| guild.id.get()).collect();
    let shards = u32::try_from(count.div_ceil(GUILDS_OF_SHARD)).unwrap();
    // The pause between two shards is Discord's, and not what is measured.
    discord.limit(Limits {
        shards,
        at_once: shards,
        remaining: 1_000,
    });
    let made = Made::with(&servers);
    println!(
        "{count} servers of {} passages, {} KiB each, {shards} shards",
        ARTICLES * PASSAGES,
        made.size_of(servers[0]) >> 10
    );
    let alone = one_library(&made, servers[0]).await;

    let ann = discord.user("ann");
    let started = Instant::now();
    let own = [("VERBATIM_SERVERS", "own"), ("VERBATIM_SHARE_WITH", "none")];
    let serving = Serving::start(&discord, made.folder.path(), &own);
    discord.identified(shards as usize).await;
    println!("all shards connected {:.2?} after the start", started.elapsed());
    ask(&discord, &ann, &guilds[0].1, QUESTIONS[0]).await;
    println!("first answer {:.2?} after the start", started.elapsed());
    println!("{} MiB resident at the start", serving.mebibytes("VmRSS"));

    let mut random = Lcg(1);
    let (mut cold, mut warm) = (Vec::new(), Vec::new());
    for _ in 0..TIMED {
        let at = 1 + usize::try_from(random.below(count as u64 - 1)).unwrap();
        made.cool(servers[at]);
        cold.push(ask(&discord, &ann, &guilds[at].1, QUESTIONS[0]).await);
        warm.push(ask(&discord, &ann, &guilds[at].1, QUESTIONS[1]).await);
    }
    percentiles("a library that was closed", cold);
    let (warm, _) = percentiles("the same library again", warm);
    println!(
        "warm against one library: x{:.2}",
        warm.as_secs_f64() / alone.as_secs_f64()
    );
    println!(
        "{} MiB resident, {} libraries open",
        serving.mebibytes("VmRSS"),
        serving.open()
    );

    let (mut filling, mut most) = (Vec::new(), 0);
    for number in 0..FILLING {
        filling.push(ask(&discord, &ann, &guilds[number % count].1, QUESTIONS[0]).await);
        if number % 100 == 99 {
            most = most.max(serving.open());
        }
    }
    percentiles("while memory fills", filling);
    println!(
        "{} MiB resident, {} MiB at most, {most} libraries open at most",
        serving.mebibytes("VmRSS"),
        serving.mebibytes("VmHWM")
    );
}

fn main() {
    let named = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(measure(named.unwrap_or(SERVERS).max(VARIANTS)));
}
