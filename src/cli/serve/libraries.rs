//! The libraries that the bot serves: one for everybody, or one for each server.

use std::sync::Arc;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::task::JoinSet;

use crate::cli::fetch::fetch_settings;
use crate::cli::library::{ledger_options, open};
use crate::config::{Config, QuotaConfig, SharedWith};
use crate::discord::{House, Libraries};
use crate::ledger::{self, Recorder};
use crate::library::{Library, LibraryError, Quotas, Servers, Sharing};
use crate::live::Live;
use crate::message;
use crate::metrics::Metrics;
use crate::web;

/// The time that the ledger has to write its waiting entries when the bot ends.
const LEDGER_PATIENCE: Duration = Duration::from_secs(3);

/// The files that an open library takes: its lock, and those of its ledger. Twice as many are left for everything else.
const FILES_OF_LIBRARY: u64 = 4;

/// Opens what the settings describe. The libraries of servers are opened later, when they are needed.
pub(super) fn libraries(config: &Config, metrics: &Arc<Metrics>) -> anyhow::Result<Libraries> {
    let library = Arc::new(open(config)?);
    let Some(shared_with) = &config.servers else {
        return Ok(Libraries::One(house(config, library, metrics)?));
    };
    let servers = Servers::new(Arc::clone(&library), sharing(shared_with));
    let servers = Arc::new(servers.with_quotas(quotas(&config.quotas)));
    tracing::info!(
        servers = servers.folder().all().map_or(0, |all| all.len()),
        "each server has its own library"
    );
    let house = match shared_with {
        SharedWith::Nobody => {
            metrics.articles.open_on_demand();
            None
        }
        SharedWith::All | SharedWith::Some(_) => {
            Some(house(config, library, metrics).map_err(|error| match error {
                LibraryError::NoCorpus(_) | LibraryError::NoArticles(_) => {
                    anyhow::anyhow!("{} {}", error.sentence(), message::servers::NO_HOUSE)
                }
                error => error.into(),
            })?)
        }
    };
    Ok(Libraries::Own { servers, house })
}

pub(in crate::cli) fn quotas(config: &QuotaConfig) -> Quotas {
    let QuotaConfig {
        articles,
        mebibytes,
        passages,
        pages,
        builds,
    } = *config;
    Quotas {
        articles,
        mebibytes,
        passages,
        pages,
        builds,
    }
}

pub(in crate::cli) fn sharing(shared_with: &SharedWith) -> Sharing {
    match shared_with {
        SharedWith::All => Sharing::All,
        SharedWith::Nobody => Sharing::Nobody,
        SharedWith::Some(servers) => Sharing::With(servers.clone()),
    }
}

fn house(config: &Config, library: Arc<Library>, metrics: &Arc<Metrics>) -> Result<House, LibraryError> {
    let storage = library.storage();
    let live = Arc::new(Live::open(library, Arc::clone(metrics))?);
    let answerer = live.answerer();
    let generation = answerer.generation();
    tracing::info!(
        generation = generation.name(),
        articles = generation.article_count(),
        passages = generation.passage_count(),
        "starting"
    );
    if config.ledger.database.is_some() {
        tracing::info!(database = storage.place(), "the ledger is in a database");
        let file = config.data.join(ledger::FILE);
        if file.exists() {
            tracing::warn!(file = %file.display(), "this ledger isn't used; verbatim migrate database moves it");
        }
    }
    let recorder = Arc::new(Recorder::start(storage, ledger_options(config)));
    Ok(House { live, recorder })
}

/// The work that goes on beside the bot, to keep the house up to date.
pub(super) fn keep_up_to_date(libraries: &Libraries, config: &Config) -> JoinSet<()> {
    let mut beside = JoinSet::new();
    let Some(House { live, .. }) = libraries.house() else {
        return beside;
    };
    beside.spawn(Arc::clone(live).complete());
    beside.spawn(Arc::clone(live).follow());
    if live.library().has_replicas() {
        beside.spawn(Arc::clone(live).keep_synced());
    }
    if config.watches {
        beside.spawn(Arc::clone(live).watch());
    }
    if let Some(every) = config.fetch.every {
        beside.spawn(Arc::clone(live).fetch(every, fetch_settings(&config.fetch, false)));
    }
    beside
}

/// The most libraries of servers that the system has files for. Raises the limit of open files as far as this process may.
pub(super) fn max_open() -> usize {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: maximum,
        maximum,
    };
    let files = setrlimit(Resource::Nofile, raised).map_or(current, |()| maximum);
    // Without a limit, memory decides.
    files.map_or(usize::MAX, |files| {
        usize::try_from(files / (3 * FILES_OF_LIBRARY)).unwrap_or(usize::MAX)
    })
}

/// The manner in which people fetch pages from Discord. The managers of servers may not reach into private networks.
pub(super) fn fetching_in_discord(config: &Config) -> web::Settings {
    let settings = fetch_settings(&config.fetch, false);
    web::Settings {
        allows_private: settings.allows_private && config.servers.is_none(),
        ..settings
    }
}

/// Writes down what is still to be written. Returns the number of entries that were lost.
pub(super) fn close(recorder: Option<&Recorder>) -> usize {
    recorder.map_or(0, |recorder| recorder.close(LEDGER_PATIENCE))
}
