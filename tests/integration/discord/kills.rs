//! Kills the program (SIGKILL) while it reindexes, adds, removes and restores articles, and counts votes, and starts it
//! again each time. Everything that was confirmed to somebody is kept, and index and ledger can be opened.
//!
//! Two hundred kills: `cargo test --test integration -- --ignored --nocapture two_hundred_kills`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use verbatim::index::Store;

use super::stage::{BETRAYED, Stage, WHY};
use crate::fake_discord::{FakeDiscord, Interaction, Place, User};
use crate::random::Lcg;
use crate::run::Verbatim;

/// The time that a debug build takes to change articles and reindex, and for three votes.
const REINDEX: Duration = Duration::from_millis(250);
const VOTE: Duration = Duration::from_millis(15);

/// The last confirmed place of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    InCorpus,
    InTrash,
    /// The program was killed while the article was being moved.
    Either,
}

/// A guild, its admin, and the program that is killed again and again in the same folder.
struct Scene {
    discord: FakeDiscord,
    place: Place,
    ada: User,
    voters: Vec<User>,
    folder: Verbatim,
    starts: usize,
    random: Lcg,
    /// Each article that was confirmed as added, by its name.
    articles: BTreeMap<String, Told>,
    /// The questions whose answers were confirmed as voted down.
    voted_down: Vec<String>,
    votes: usize,
    confirmed: BTreeMap<&'static str, usize>,
    /// The factor of the time before a kill.
    slowness: u32,
    attempted: BTreeMap<&'static str, usize>,
}

fn text_of(name: &str) -> String {
    format!(
        "# {name}\n\n## Log\n\nThe keeper of {name} counts the lanterns on the pier before the ferry leaves for the night.\n"
    )
}

impl Scene {
    async fn new() -> Self {
        let discord = FakeDiscord::start().await;
        let guild = discord.guild("The Reading Room");
        let ada = discord.administrator("ada");
        discord.owned_by(&ada);
        Self {
            place: discord.channel(&guild, "general"),
            voters: (0..3).map(|at| discord.user(&format!("voter-{at}"))).collect(),
            ada,
            discord,
            folder: Verbatim::shipped(),
            starts: 0,
            random: Lcg(7),
            articles: BTreeMap::new(),
            voted_down: Vec::new(),
            votes: 0,
            confirmed: BTreeMap::new(),
            slowness: 1,
            attempted: BTreeMap::new(),
        }
    }

    async fn start(&mut self) -> Child {
        let child = Command::new(env!("CARGO_BIN_EXE_verbatim"))
            .arg("serve")
            .current_dir(self.folder.path(""))
            .env_clear()
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

    async fn corpus(&self, command: &str, options: Value) -> Interaction {
        self.discord.slash(&self.ada, &self.place, command, options).await
    }

    fn article_that_is(&mut self, told: Told) -> Option<String> {
        let names: Vec<&String> = self
            .articles
            .iter()
            .filter(|(_, at)| **at == told)
            .map(|(name, _)| name)
            .collect();
        let at = usize::try_from(self.random.below(names.len().max(1) as u64)).unwrap();
        names.get(at).map(|name| (*name).clone())
    }

    async fn round(&mut self, round: usize) {
        let child = self.start().await;
        match round % 5 {
            0 => self.add(round, child).await,
            1 => self.vote(round, child).await,
            2 => self.remove(child).await,
            3 => self.restore(child).await,
            _ => self.reindex(child).await,
        }
        self.look();
    }

    async fn add(&mut self, round: usize, child: Child) {
        let name = format!("note-{round}.md");
        let file = self.discord.upload(&name, "text/markdown", text_of(&name));
        let shown = self
            .corpus("corpus add", json!([file.option("file")]))
            .await
            .response()
            .await;
        let added = self.discord.clicks(&self.ada, &shown, "Add").await;
        self.kill(child, REINDEX).await;
        if self.was_told("add", &added, ".md was added") {
            self.articles.insert(name, Told::InCorpus);
        }
    }

    async fn remove(&mut self, child: Child) {
        let Some(name) = self.article_that_is(Told::InCorpus) else {
            return self.reindex(child).await;
        };
        let options = json!([{ "name": "article", "type": 3, "value": name }]);
        let shown = self.corpus("corpus remove", options).await.response().await;
        let removed = self.discord.clicks(&self.ada, &shown, "Remove").await;
        self.kill(child, REINDEX).await;
        let is_told = self.was_told("remove", &removed, "was moved to the trash");
        self.articles
            .insert(name, if is_told { Told::InTrash } else { Told::Either });
    }

    async fn restore(&mut self, child: Child) {
        let Some(name) = self.article_that_is(Told::InTrash) else {
            return self.reindex(child).await;
        };
        let options = json!([{ "name": "article", "type": 3, "value": name }]);
        let restored = self.corpus("corpus restore", options).await;
        self.kill(child, REINDEX).await;
        let is_told = self.was_told("restore", &restored, "was restored");
        self.articles
            .insert(name, if is_told { Told::InCorpus } else { Told::Either });
    }

    async fn reindex(&mut self, child: Child) {
        let reindexed = self.corpus("corpus reindex", json!([])).await;
        self.kill(child, REINDEX).await;
        if self.was_told("reindex", &reindexed, "is live") {
            let states = reindexed.states();
            let content = &states.last().unwrap().1.content;
            let name = content.split(' ').nth(1).unwrap();
            assert!(self.index().join(name).exists(), "{content}");
        }
    }

    async fn vote(&mut self, round: usize, child: Child) {
        let question = format!("why doesn't Iran trust the US, asked for the {round}th time?");
        let asked = self
            .discord
            .slash(&self.ada, &self.place, "ask", Stage::question(&question))
            .await;
        let answer = asked.response().await;
        let mut clicks = Vec::new();
        for (at, voter) in self.voters.iter().enumerate() {
            let label = if at == 0 { "Not helpful" } else { "Helpful" };
            clicks.push(self.discord.clicks(voter, &answer, label).await);
        }
        self.kill(child, VOTE).await;
        for (at, click) in clicks.iter().enumerate() {
            if self.was_told("vote", click, "Thanks") {
                self.votes += 1;
                if at == 0 {
                    self.voted_down.push(question.clone());
                }
            }
        }
    }

    fn index(&self) -> PathBuf {
        self.folder.path("index")
    }

    /// Checks the state after the kill, and notes the outcome of operations that could have gone either way.
    fn look(&mut self) {
        let opened = Store::new(self.index()).open().unwrap();
        assert_eq!(opened.setbacks, [], "the index is whole");
        let in_trash = files(&self.folder.path("corpus/.trash"));
        for (name, told) in &mut self.articles {
            let in_corpus = fs::read_to_string(self.folder.path("corpus").join(name)).ok();
            let text = text_of(name);
            let is_there = in_corpus.as_ref() == Some(&text);
            let is_kept = in_trash
                .iter()
                .any(|path| path.ends_with(name) && fs::read_to_string(path).unwrap() == text);
            match told {
                Told::InCorpus => assert!(is_there, "{name} was confirmed to be in the corpus"),
                Told::InTrash => assert!(
                    is_kept && in_corpus.is_none(),
                    "{name} was confirmed to be in the trash"
                ),
                Told::Either => assert!(is_there || is_kept, "{name} is gone"),
            }
            *told = if is_there { Told::InCorpus } else { Told::InTrash };
        }
    }

    /// Checks everything that was confirmed once more, through the program itself.
    async fn look_at_all(&mut self) {
        let mut child = self.start().await;
        let asked = self
            .discord
            .slash(&self.ada, &self.place, "ask", Stage::question(WHY))
            .await;
        assert!(asked.response().await.description().contains(BETRAYED));
        let reindexed = self.corpus("corpus reindex", json!([])).await;
        reindexed.until_shows("is live").await;
        child.kill().unwrap();
        child.wait().unwrap();

        let status = self
            .folder
            .run(&["corpus", "status", "--json"], b"")
            .json_lines()
            .pop()
            .unwrap();
        let in_corpus = self.articles.values().filter(|told| **told == Told::InCorpus).count();
        assert!(
            status["live"]["articles"].as_u64().unwrap() > in_corpus as u64,
            "{status}"
        );
        assert_eq!(status["live"]["is_stale"], false);
        let exported = self.folder.run(&["ledger", "export"], b"").json_lines();
        let votes = exported.iter().filter(|line| line["kind"] == "vote").count();
        assert!(votes >= self.votes, "{votes} votes, {} confirmed", self.votes);
        let texts: Vec<&str> = exported
            .iter()
            .filter_map(|line| line["askings"].as_array())
            .flatten()
            .filter_map(|asking| asking["text"].as_str())
            .collect();
        for question in &self.voted_down {
            assert!(texts.contains(&question.as_str()), "lost: {question}");
        }
        let damaged: Vec<PathBuf> = files(&self.folder.path("data"))
            .into_iter()
            .filter(|path| path.to_string_lossy().contains("damaged"))
            .collect();
        assert!(damaged.is_empty(), "{damaged:?}");
    }
}

/// All files below a folder; empty if there is no such folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Kills the program `count` times. Returns the numbers of operations begun and confirmed, by kind.
async fn kills(count: usize) -> String {
    let mut scene = Scene::new().await;
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
    kills(25).await;
}

#[tokio::test]
#[ignore = "some minutes"]
async fn two_hundred_kills() {
    println!("{}", kills(200).await);
}
