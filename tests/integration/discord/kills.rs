//! Kills the program (SIGKILL) while it reindexes, adds, removes and restores articles, and counts votes, and starts it
//! again each time. Everything that was confirmed to somebody is kept, and index and ledger can be opened; the same where
//! two servers have a library each, and both change at once.
//!
//! Two hundred kills: `cargo test --test integration -- --ignored --nocapture two_hundred_kills`.

mod kept;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use self::kept::{Kept, Told, files, text_of};
use super::stage::{BETRAYED, Stage, WHY};
use crate::fake_discord::{FakeDiscord, Interaction, Sent, User};
use crate::random::Lcg;
use crate::run::{Verbatim, shipped_article};

/// The time that a debug build takes to change articles and reindex, and for three votes.
const REINDEX: Duration = Duration::from_millis(250);
const VOTE: Duration = Duration::from_millis(15);

/// The words by which the questions in one library are told from those in the other.
const ASKED: [&str; 2] = ["asked now", "asked here"];

/// A change of a library.
enum Change {
    Add(String),
    Vote(String),
    Remove(String),
    Restore(String),
    Reindex,
}

/// Guilds, their admin, and the program that is killed again and again in the same folder.
struct Scene {
    discord: FakeDiscord,
    ada: User,
    voters: Vec<User>,
    folder: Verbatim,
    /// One for everybody, or one for each of two guilds.
    libraries: Vec<Kept>,
    starts: usize,
    random: Lcg,
    confirmed: BTreeMap<&'static str, usize>,
    /// The factor of the time before a kill.
    slowness: u32,
    attempted: BTreeMap<&'static str, usize>,
}

impl Scene {
    /// With `guilds` of them, each has its own library; with one, there is one for everybody.
    async fn new(guilds: usize) -> Self {
        let (discord, folder) = (FakeDiscord::start().await, Verbatim::shipped());
        let ada = discord.administrator("ada");
        discord.owned_by(&ada);
        let libraries = (0..guilds).map(|number| {
            let guild = discord.guild(&format!("Reading Room {number}"));
            let home = if guilds == 1 {
                String::new()
            } else {
                format!("data/servers/{}/", guild.id)
            };
            folder.write(&format!("{home}corpus/us-iran-nuclear-talks.txt"), shipped_article());
            Kept {
                place: discord.channel(&guild, "general"),
                home: folder.path(&home),
                articles: BTreeMap::new(),
                voted_down: Vec::new(),
                votes: 0,
            }
        });
        Self {
            libraries: libraries.collect(),
            voters: (0..3).map(|at| discord.user(&format!("voter-{at}"))).collect(),
            ada,
            discord,
            folder,
            starts: 0,
            random: Lcg(7),
            confirmed: BTreeMap::new(),
            // Libraries are built one after the other.
            slowness: if guilds == 1 { 1 } else { 4 },
            attempted: BTreeMap::new(),
        }
    }

    async fn start(&mut self) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_verbatim"));
        command.env_clear();
        if self.libraries.len() > 1 {
            command.envs([
                ("VERBATIM_SERVERS", "own"),
                ("VERBATIM_SHARE_WITH", "none"),
                // Each round may build.
                ("VERBATIM_MAX_BUILDS", "off"),
            ]);
        }
        let child = command
            .arg("serve")
            .current_dir(self.folder.path(""))
            .env("DISCORD_TOKEN", self.discord.token())
            .env("DISCORD_PROXY", self.discord.url())
            .env("VERBATIM_USER_LIMIT", "1000/1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.starts += 1;
        self.discord.identified(self.starts).await;
        // A message waits for its library to open, which a command can't.
        for library in &self.libraries {
            let hello = format!("<@{}> hello", self.discord.bot());
            let said = self.discord.says(&self.ada, &library.place, &hello).await;
            self.discord.answer_to(said).await;
        }
        child
    }

    /// Kills the program at a random moment of an operation that takes about `span`.
    async fn kill(&mut self, mut child: Child, span: Duration) {
        let span = span * self.slowness;
        let micros = self.random.below(u64::try_from(span.as_micros()).unwrap());
        tokio::time::sleep(Duration::from_micros(micros)).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// The number of changes that the bot confirmed before a kill.
    fn confirmed(&self) -> usize {
        self.confirmed.values().sum()
    }

    /// True if the bot confirmed it before the kill.
    fn was_told(&mut self, what: &'static str, interaction: &Interaction, sign: &str) -> bool {
        let is_told = interaction
            .states()
            .iter()
            .any(|(_, shown)| shown.content.contains(sign));
        *self.attempted.entry(what).or_default() += 1;
        *self.confirmed.entry(what).or_default() += usize::from(is_told);
        is_told
    }

    async fn corpus(&self, at: usize, command: &str, options: Value) -> Interaction {
        let place = &self.libraries[at].place;
        self.discord.slash(&self.ada, place, command, options).await
    }

    fn article_that_is(&mut self, at: usize, told: Told) -> Option<String> {
        let articles = self.libraries[at].articles.iter();
        let names: Vec<&String> = articles.filter(|(_, at)| **at == told).map(|(name, _)| name).collect();
        let at = usize::try_from(self.random.below(names.len().max(1) as u64)).unwrap();
        names.get(at).map(|name| (*name).clone())
    }

    /// The change of a library in this round. Names and questions are those of the library alone: no two add an article in
    /// the same round.
    fn change(&mut self, at: usize, round: usize) -> Change {
        let change = match (round + at) % 5 {
            0 => Some(Change::Add(format!("note-{round}.md"))),
            1 => Some(Change::Vote(format!(
                "why doesn't Iran trust the US, {} for the {round}th time?",
                ASKED[at]
            ))),
            2 => self.article_that_is(at, Told::InCorpus).map(Change::Remove),
            3 => self.article_that_is(at, Told::InTrash).map(Change::Restore),
            _ => None,
        };
        change.unwrap_or(Change::Reindex)
    }

    /// Has the bot show what a change begins with, if it is not begun by a command alone.
    async fn prepare(&self, at: usize, change: &Change) -> Option<Sent> {
        let asked = match change {
            Change::Add(name) => {
                let file = self.discord.upload(name, "text/markdown", text_of(name));
                self.corpus(at, "corpus add", json!([file.option("file")])).await
            }
            Change::Remove(name) => self.corpus(at, "corpus remove", article(name)).await,
            Change::Vote(question) => self.corpus(at, "ask", Stage::question(question)).await,
            Change::Restore(_) | Change::Reindex => return None,
        };
        let shown = asked.response().await;
        let is_public = !matches!(change, Change::Vote(_)) || !shown.ephemeral;
        assert!(is_public, "nobody else can vote on {}", shown.text());
        Some(shown)
    }

    async fn begin(&self, at: usize, change: &Change, shown: Option<Sent>) -> Vec<Interaction> {
        match (change, shown) {
            (Change::Add(_), Some(shown)) => vec![self.discord.clicks(&self.ada, &shown, "Add").await],
            (Change::Remove(_), Some(shown)) => vec![self.discord.clicks(&self.ada, &shown, "Remove").await],
            (Change::Vote(_), Some(answer)) => {
                let mut clicks = Vec::new();
                for (at, voter) in self.voters.iter().enumerate() {
                    let label = if at == 0 { "Not helpful" } else { "Helpful" };
                    clicks.push(self.discord.clicks(voter, &answer, label).await);
                }
                clicks
            }
            (Change::Restore(name), _) => vec![self.corpus(at, "corpus restore", article(name)).await],
            _ => vec![self.corpus(at, "corpus reindex", json!([])).await],
        }
    }

    /// Notes what was confirmed of a change before the kill.
    fn note(&mut self, at: usize, change: Change, begun: &[Interaction]) {
        match change {
            Change::Add(name) => {
                if self.was_told("add", &begun[0], ".md was added") {
                    self.libraries[at].articles.insert(name, Told::InCorpus);
                }
            }
            Change::Remove(name) => {
                let is_told = self.was_told("remove", &begun[0], "was moved to the trash");
                let told = if is_told { Told::InTrash } else { Told::Either };
                self.libraries[at].articles.insert(name, told);
            }
            Change::Restore(name) => {
                let is_told = self.was_told("restore", &begun[0], "was restored");
                let told = if is_told { Told::InCorpus } else { Told::Either };
                self.libraries[at].articles.insert(name, told);
            }
            Change::Vote(question) => {
                for (voter, click) in begun.iter().enumerate() {
                    if self.was_told("vote", click, "Thanks") {
                        self.libraries[at].votes += 1;
                        if voter == 0 {
                            self.libraries[at].voted_down.push(question.clone());
                        }
                    }
                }
            }
            Change::Reindex => {
                if self.was_told("reindex", &begun[0], "is live") {
                    let states = begun[0].states();
                    let content = &states.last().unwrap().1.content;
                    let name = content.split(' ').nth(1).unwrap();
                    assert!(self.libraries[at].index().join(name).exists(), "{content}");
                }
            }
        }
    }

    async fn round(&mut self, round: usize) {
        let child = self.start().await;
        let mut prepared = Vec::new();
        for at in 0..self.libraries.len() {
            let change = self.change(at, round);
            let shown = self.prepare(at, &change).await;
            prepared.push((change, shown));
        }
        let is_vote = prepared.iter().all(|(change, _)| matches!(change, Change::Vote(_)));
        let mut begun = Vec::new();
        for (at, (change, shown)) in prepared.into_iter().enumerate() {
            let interactions = self.begin(at, &change, shown).await;
            begun.push((change, interactions));
        }
        self.kill(child, if is_vote { VOTE } else { REINDEX }).await;
        for (at, (change, interactions)) in begun.into_iter().enumerate() {
            self.note(at, change, &interactions);
            self.libraries[at].look();
        }
    }

    /// Checks everything that was confirmed once more, through the program itself.
    async fn look_at_all(&mut self) {
        let mut child = self.start().await;
        for at in 0..self.libraries.len() {
            let asked = self.corpus(at, "ask", Stage::question(WHY)).await;
            assert!(asked.response().await.description().contains(BETRAYED));
            let reindexed = self.corpus(at, "corpus reindex", json!([])).await;
            reindexed.until_shows("is live").await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        for at in 0..self.libraries.len() {
            self.look_at(at);
        }
    }

    fn look_at(&self, at: usize) {
        let library = &self.libraries[at];
        let output = |command: &[&str]| {
            let folders = ["corpus", "index", "data"].map(|name| library.home.join(name).display().to_string());
            let named = ["--corpus", &folders[0], "--index", &folders[1], "--data", &folders[2]];
            self.folder.run(&[&named[..], command].concat(), b"").json_lines()
        };
        let status = output(&["corpus", "status", "--json"]).pop().unwrap();
        let in_corpus = library
            .articles
            .values()
            .filter(|told| **told == Told::InCorpus)
            .count();
        assert!(
            status["live"]["articles"].as_u64().unwrap() > in_corpus as u64,
            "{status}"
        );
        assert_eq!(status["live"]["is_stale"], false);
        let exported = output(&["ledger", "export"]);
        let votes = exported.iter().filter(|line| line["kind"] == "vote").count();
        assert!(votes >= library.votes, "{votes} votes, {} confirmed", library.votes);
        let texts: Vec<&str> = exported
            .iter()
            .filter_map(|line| line["askings"].as_array())
            .flatten()
            .filter_map(|asking| asking["text"].as_str())
            .collect();
        for question in &library.voted_down {
            assert!(texts.contains(&question.as_str()), "lost: {question}");
        }
        let all = files(&library.corpus());
        for (other, kept) in self.libraries.iter().enumerate().filter(|(other, _)| *other != at) {
            let is_theirs = |text: &&str| text.contains(&format!("{} for", ASKED[other]));
            assert!(!texts.iter().any(is_theirs), "a question of another server: {texts:?}");
            let is_theirs = |path: &PathBuf| kept.articles.keys().any(|name| path.ends_with(name));
            assert!(!all.iter().any(is_theirs), "an article of another server: {all:?}");
        }
        let damaged: Vec<PathBuf> = files(&library.home.join("data"))
            .into_iter()
            .filter(|path| path.to_string_lossy().contains("damaged"))
            .collect();
        assert!(damaged.is_empty(), "{damaged:?}");
    }
}

/// The option that names an article.
fn article(name: &str) -> Value {
    json!([{ "name": "article", "type": 3, "value": name }])
}

/// Kills the program `count` times while the libraries of `guilds` change. Returns the numbers of changes begun and
/// confirmed, by kind.
async fn kills(count: usize, guilds: usize) -> String {
    let mut scene = Scene::new(guilds).await;
    for round in 0..count {
        scene.round(round).await;
        // On a busy machine everything takes longer: if nothing gets done, the kills come later.
        if round % 5 == 4 && scene.confirmed() == 0 {
            scene.slowness *= 2;
        }
    }
    scene.look_at_all().await;
    let confirmed = scene.confirmed();
    let begun: usize = scene.attempted.values().sum();
    assert!(confirmed > 0 && confirmed < begun, "kills came too late or too early");
    // A killed request may break Discord's rules: ignore these violations.
    let _ = scene.discord.violations();
    format!(
        "{count} kills; begun: {:?}; confirmed: {:?}",
        scene.attempted, scene.confirmed
    )
}

#[tokio::test]
async fn what_was_confirmed_outlives_kills() {
    kills(25, 1).await;
}

#[tokio::test]
async fn what_was_confirmed_in_two_servers_outlives_kills_while_both_change() {
    kills(25, 2).await;
}

#[tokio::test]
#[ignore = "some minutes"]
async fn two_hundred_kills() {
    println!("{}", kills(200, 1).await);
}

#[tokio::test]
#[ignore = "some minutes"]
async fn two_hundred_kills_while_two_servers_change() {
    println!("{}", kills(200, 2).await);
}
