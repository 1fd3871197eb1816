//! A guild, a few people, and the bot among them.

mod own;
mod running;
mod settings;

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use verbatim::answer::{Answerer, Thresholds};
use verbatim::discord::{House, Libraries, Settings};
use verbatim::encoder::Encoder;
use verbatim::index::Generation;
use verbatim::ledger::{self, Recorder};
use verbatim::library::{self, Library, Servers};
use verbatim::live::Live;
use verbatim::metrics::Metrics;

pub use settings::settings;

use crate::database;
use crate::fake_discord::{FakeDiscord, Guild, Interaction, Place, Sent, User};
use crate::run::shipped_article;

/// The question of the README, and the beginning of its answer.
pub const WHY: &str = "why doesn't Iran trust the US?";
pub const BETRAYED: &str = "For many years, Iran has felt betrayed";

static ENCODER: LazyLock<Arc<Encoder>> = LazyLock::new(|| Arc::new(Encoder::shipped().unwrap()));
/// The usual options, except that nothing is deleted during a test.
const LEDGER: ledger::Options = ledger::Options {
    stores_questions: true,
    keep: None,
};

/// A library without folders, whose encoder others share.
static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    Library::open(library::Settings {
        corpus: "corpus".into(),
        index: "index".into(),
        data: "data".into(),
        ledger: LEDGER,
        database: None,
        replicas: None,
        model: None,
        answer_at: None,
        unsure_at: None,
    })
    .unwrap()
});
static SHIPPED: LazyLock<Arc<Generation>> = LazyLock::new(|| {
    let article = String::from_utf8(shipped_article()).unwrap();
    generation(&[("us-iran-nuclear-talks.txt", &article)])
});

/// A Discord with one guild, the bot in it, and a few people.
pub struct Stage {
    pub discord: FakeDiscord,
    pub guild: Guild,
    pub general: Place,
    pub ann: User,
    pub ben: User,
    /// A user who may manage messages.
    pub mo: User,
    /// The owner of the application, who may do everything in the guild.
    pub ada: User,
    pub live: Arc<Live>,
    /// The options of the ledger from the next start on.
    pub ledger: ledger::Options,
    /// The folder of the library: `corpus`, `index` and `data`.
    home: TempDir,
    pub metrics: Arc<Metrics>,
    /// The libraries of servers, where each has its own.
    servers: Option<Arc<Servers>>,
    bot: Option<running::Bot>,
    tune: Box<dyn Fn(&mut Settings)>,
}

impl Stage {
    /// A stage with the article that the project ships.
    pub async fn shipped() -> Self {
        Self::tuned(|_| {}).await
    }

    /// The same with its ledger in a file, whatever the other tests use.
    pub async fn with_ledger_file() -> Self {
        let home = TempDir::new().unwrap();
        let library = library_in(home.path());
        let metrics = Arc::new(Metrics::new());
        let live = Live::new(
            Arc::new(library),
            Arc::new(answerer(Arc::clone(&SHIPPED))),
            Arc::clone(&metrics),
        );
        Self::at(FakeDiscord::start().await, home, (live, metrics, None), |_| {}).await
    }

    /// The same with other settings.
    pub async fn tuned(tune: impl Fn(&mut Settings) + 'static) -> Self {
        Self::set(Arc::clone(&SHIPPED), tune).await
    }

    /// A stage with the shipped article as a file, which admins can change.
    pub async fn on_disk(tune: impl Fn(&mut Settings) + 'static) -> Self {
        let article = String::from_utf8(shipped_article()).unwrap();
        Self::on_disk_with(&[("us-iran-nuclear-talks.txt", &article)], tune).await
    }

    /// The same with these articles: path and content of each file.
    pub async fn on_disk_with(articles: &[(&str, &str)], tune: impl Fn(&mut Settings) + 'static) -> Self {
        Self::on_disk_in(FakeDiscord::start().await, articles, tune).await
    }

    /// The same in a prepared Discord.
    pub async fn on_disk_in(
        discord: FakeDiscord,
        articles: &[(&str, &str)],
        tune: impl Fn(&mut Settings) + 'static,
    ) -> Self {
        let home = TempDir::new().unwrap();
        write_articles(&home.path().join("corpus"), articles);
        let library = library_in(home.path()).with_database(database::shared(home.path()));
        let metrics = Arc::new(Metrics::new());
        let live = database::blocking(|| Live::open(Arc::new(library), Arc::clone(&metrics)).unwrap());
        Self::at(discord, home, (live, metrics, None), tune).await
    }

    /// A stage with these articles: name and content of each file.
    pub async fn with(articles: &[(&str, &str)]) -> Self {
        Self::set(generation(articles), |_| {}).await
    }

    /// A stage with the shipped article and other thresholds.
    pub async fn tuned_gate(answer_at: f32, unsure_at: f32) -> Self {
        let stage = Self::shipped().await;
        let thresholds = Thresholds::new(answer_at, unsure_at).unwrap();
        let answerer = Answerer::new(Arc::clone(&SHIPPED), Arc::clone(&ENCODER), thresholds);
        let live = &stage.live;
        database::blocking(|| live.replace(Arc::new(answerer)));
        stage
    }

    /// A stage with two heartbeats a second.
    pub async fn quick_heartbeat() -> Self {
        let discord = FakeDiscord::start().await;
        discord.gateway().heartbeat_interval(Duration::from_millis(500));
        Self::among(discord, Arc::clone(&SHIPPED), |_| {}).await
    }

    /// A stage without a proxy: serenity's own rate limiter is on, and "discord.com" is ours.
    pub async fn unproxied() -> Self {
        let discord = FakeDiscord::start_tls().await;
        Self::among(discord, Arc::clone(&SHIPPED), |_| {}).await
    }

    async fn set(generation: Arc<Generation>, tune: impl Fn(&mut Settings) + 'static) -> Self {
        Self::among(FakeDiscord::start().await, generation, tune).await
    }

    async fn among(discord: FakeDiscord, generation: Arc<Generation>, tune: impl Fn(&mut Settings) + 'static) -> Self {
        let home = TempDir::new().unwrap();
        let metrics = Arc::new(Metrics::new());
        let library = library_in(home.path()).with_database(database::shared(home.path()));
        let answerer = Arc::new(answerer(generation));
        let live = database::blocking(|| Live::new(Arc::new(library), answerer, Arc::clone(&metrics)));
        Self::at(discord, home, (live, metrics, None), tune).await
    }

    async fn at(
        discord: FakeDiscord,
        home: TempDir,
        (live, metrics, servers): (Live, Arc<Metrics>, Option<Arc<Servers>>),
        tune: impl Fn(&mut Settings) + 'static,
    ) -> Self {
        let guild = discord.guild("The Reading Room");
        let general = discord.channel(&guild, "general");
        let ada = discord.administrator("ada");
        discord.owned_by(&ada);
        let mut stage = Self {
            ann: discord.user("ann"),
            ben: discord.user("ben"),
            mo: discord.moderator("mo"),
            ada,
            discord,
            guild,
            general,
            live: Arc::new(live),
            ledger: LEDGER,
            home,
            metrics,
            servers,
            bot: None,
            tune: Box::new(tune),
        };
        stage.start().await;
        stage
    }

    /// The path of something in the folder of the library, such as `corpus/bread.md`.
    pub fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Makes other articles live while the bot runs.
    pub fn reindex(&self, articles: &[(&str, &str)]) {
        let answerer = Arc::new(answerer(generation(articles)));
        let live = &self.live;
        database::blocking(|| live.replace(answerer));
    }

    /// Writes an article into the library's corpus, for a reindex to find.
    pub fn write(&self, name: &str, content: &str) {
        let corpus = self.home.path().join("corpus");
        std::fs::create_dir_all(&corpus).unwrap();
        std::fs::write(corpus.join(name), content).unwrap();
    }

    /// Asks the README's question and checks its answer: the bot is well.
    pub async fn all_is_well(&self) {
        let asked = self.discord.says(&self.ben, &self.general, &self.mention(WHY)).await;
        let answer = self.discord.answer_to(asked).await;
        assert!(answer.description().contains(BETRAYED), "{}", answer.text());
    }

    /// Clicks *Dismiss* on a message of ann's: ben can't delete it, and she can.
    pub async fn only_ann_dismisses(&self, message: &Sent) {
        let click = |user| self.discord.clicks(user, message, "Dismiss");
        assert!(click(&self.ben).await.response().await.ephemeral);
        click(&self.ann).await.acknowledged().await;
        self.discord.gone(message.id).await;
    }

    /// The bot's messages in the general channel that everybody can see.
    pub fn public(&self) -> Vec<Sent> {
        let mut sent = self.discord.sent(&self.general);
        sent.retain(|message| !message.ephemeral);
        sent
    }

    /// A text that begins with a mention of the bot.
    pub fn mention(&self, text: &str) -> String {
        format!("<@{}> {text}", self.discord.bot())
    }

    /// Ann's `/ask` with this question, in the general channel.
    pub async fn ask(&self, question: &str) -> Interaction {
        let options = Self::question(question);
        self.discord.slash(&self.ann, &self.general, "ask", options).await
    }

    /// The options of `/ask` with this question.
    pub fn question(text: &str) -> serde_json::Value {
        serde_json::json!([{"name": "question", "type": 3, "value": text}])
    }
}

/// The number of commands that the bot registers.
pub const COMMANDS: usize = 7;

/// Waits until a condition holds, ten seconds at most.
pub async fn until(what: &str, is_so: impl Fn() -> bool) {
    until_within(Duration::from_secs(30), what, is_so).await;
}

/// Waits until a condition holds.
pub async fn until_within(patience: Duration, what: &str, is_so: impl Fn() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < patience, "not within {patience:?}: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// One library with the shipped article, without a folder, for a bot that nobody asks anything.
pub fn shipped_library() -> Libraries {
    let library = LIBRARY.elsewhere("corpus".into(), "index".into(), "data".into());
    let live = Live::new(
        Arc::new(library),
        Arc::new(answerer(Arc::clone(&SHIPPED))),
        Arc::default(),
    );
    let folder = TempDir::new().unwrap();
    Libraries::One(House {
        live: Arc::new(live),
        recorder: Arc::new(Recorder::start(folder.path().join("data"), LEDGER)),
    })
}

fn library_in(folder: &Path) -> Library {
    LIBRARY.elsewhere(folder.join("corpus"), folder.join("index"), folder.join("data"))
}

fn answerer(generation: Arc<Generation>) -> Answerer {
    Answerer::new(generation, Arc::clone(&ENCODER), Thresholds::default())
}

/// Builds a generation of these articles.
pub fn generation(articles: &[(&str, &str)]) -> Arc<Generation> {
    let folder = TempDir::new().unwrap();
    write_articles(&folder.path().join("corpus"), articles);
    Arc::new(library_in(folder.path()).rebuild(&mut |_| {}).unwrap().generation)
}

fn write_articles(corpus: &Path, articles: &[(&str, &str)]) {
    for (name, content) in articles {
        let path = corpus.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
}
