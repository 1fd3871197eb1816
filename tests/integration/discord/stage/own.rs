//! A stage where each server has its own library.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use verbatim::database::SharedDatabase;
use verbatim::discord::Settings;
use verbatim::ledger;
use verbatim::library::{self, Library, Quotas, Servers, Sharing};
use verbatim::live::Live;
use verbatim::metrics::Metrics;

use super::{Stage, answerer, generation, library_in, write_articles};
use crate::database;
use crate::fake_discord::{FakeDiscord, Guild, Place};

impl Stage {
    /// A stage where each server has its own library, and `house` has the articles that are shared.
    pub async fn own(
        discord: FakeDiscord,
        house: &[(&str, &str)],
        sharing: Sharing,
        tune: impl Fn(&mut Settings) + 'static,
    ) -> Self {
        Self::own_with(discord, house, sharing, tune, None).await
    }

    /// The same with their ledgers in the database of the tests; `None` without one.
    pub async fn own_in_database(house: &[(&str, &str)], sharing: Sharing) -> Option<Self> {
        let schema = TempDir::new().unwrap();
        let database = database::shared(schema.path())?;
        let discord = FakeDiscord::start().await;
        Some(Self::own_with(discord, house, sharing, |_| {}, Some(database)).await)
    }

    /// The libraries of servers.
    pub fn own_servers(&self) -> Arc<Servers> {
        Arc::clone(self.servers.as_ref().unwrap())
    }

    async fn own_with(
        discord: FakeDiscord,
        house: &[(&str, &str)],
        sharing: Sharing,
        tune: impl Fn(&mut Settings) + 'static,
        database: Option<Arc<SharedDatabase>>,
    ) -> Self {
        let home = TempDir::new().unwrap();
        write_articles(&home.path().join("corpus"), house);
        let metrics = Arc::new(Metrics::new());
        let library = library_in(home.path()).with_database(database);
        let live = database::blocking(|| Live::open(Arc::new(library), Arc::clone(&metrics)).unwrap());
        let servers = Servers::new(Arc::clone(live.library()), sharing);
        let tune = move |settings: &mut Settings| {
            // A debug build indexes slowly, and its disk may be busy.
            settings.pace.open_within = Duration::from_secs(2);
            settings.pace.open_message_within = Duration::from_secs(25);
            settings.pace.open_again_after = Duration::ZERO;
            tune(settings);
        };
        Self::at(discord, home, (live, metrics, Some(Arc::new(servers))), tune).await
    }

    /// The same without a house that is shared, where each server has quotas.
    pub async fn own_within(quotas: Quotas, tune: impl Fn(&mut Settings) + 'static) -> Self {
        let mut stage = Self::own(
            FakeDiscord::start().await,
            &[("bread.md", "# Bread\n\nIt rises.\n")],
            Sharing::Nobody,
            tune,
        )
        .await;
        stage.stop().await.unwrap();
        let servers = Servers::new(Arc::clone(stage.live.library()), Sharing::Nobody);
        stage.servers = Some(Arc::new(servers.with_quotas(quotas)));
        stage.start().await;
        stage
    }

    /// The same without a house, where ledgers keep questions for `keep`.
    pub async fn own_that_keeps(keep: Duration, tune: impl Fn(&mut Settings) + 'static) -> Self {
        let home = TempDir::new().unwrap();
        let [corpus, index, data] = ["corpus", "index", "data"].map(|name| home.path().join(name));
        std::fs::create_dir(&corpus).unwrap();
        let house = Library::open(library::Settings {
            corpus,
            index,
            data,
            ledger: ledger::Options {
                stores_questions: true,
                keep: Some(keep),
            },
            database: None,
            replicas: None,
            model: None,
            answer_at: None,
            unsure_at: None,
        });
        let servers = Servers::new(Arc::new(house.unwrap()), Sharing::Nobody);
        let metrics = Arc::new(Metrics::new());
        let live = Live::new(
            Arc::new(library_in(home.path())),
            Arc::new(answerer(generation(&[(
                "bread.md",
                "# Bread\n\nThe dough rests overnight.\n",
            )]))),
            Arc::clone(&metrics),
        );
        let discord = FakeDiscord::start().await;
        Self::at(discord, home, (live, metrics, Some(Arc::new(servers))), tune).await
    }

    /// The folder of a server's library.
    pub fn of_server(&self, guild: &Guild) -> PathBuf {
        self.path("data").join("servers").join(guild.id.to_string())
    }

    /// Has the library of a server opened, by a message, since a command can't wait for it.
    pub async fn has_opened(&self, place: &Place) {
        let greeted = self.discord.says(&self.ben, place, &self.mention("hello")).await;
        self.discord.answer_to(greeted).await;
    }

    /// Writes articles into the library of a server that has not needed it yet.
    pub fn write_for(&self, guild: &Guild, articles: &[(&str, &str)]) {
        write_articles(&self.of_server(guild).join("corpus"), articles);
    }
}
