//! `verbatim check`: looks at everything that the bot needs, and says line by line what is right, what is wrong, and
//! how to fix it. It changes nothing: it makes no folder, file or command.
//!
//! - `settings`, `files`, `index`, `ledger`, `account`: the checks, by subject, each with its sentences.
//! - `report`: the findings, for reading and as JSON.

mod account;
mod files;
mod index;
mod ledger;
mod report;
mod settings;

use clap::Args;

use crate::config::{Config, Folders, Resolved, SharedWith, Sources, TOKEN_VARIABLE};
use crate::library::{Library, LibraryError};

use super::library::open;
use super::{ANSWERED, FOUND_WRONG};
use report::Report;
pub(super) use settings::{exposed_token, misnamed_dot_env, unknown_setting};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(folders: &Folders, arguments: &Arguments) -> anyhow::Result<u8> {
    let (sources, broken) = Sources::read_what_can_be();
    let Resolved { config, wrong } = sources.resolve_all(folders.clone());
    let (library, crossed) = open_despite_thresholds(&config);
    let is_invalid_token = wrong.iter().any(|error| error.variable() == Some(TOKEN_VARIABLE));

    let mut report = Report::new(arguments.json);
    report.add(settings::check(&settings::Read {
        sources: &sources,
        broken: broken.as_ref(),
        wrong: &wrong,
        config: &config,
        crossed,
    }))?;
    let is_house_read = config.servers != Some(SharedWith::Nobody);
    if is_house_read {
        report.add(files::check_corpus(&config))?;
    }
    report.add(index::check_encoder(&config, library.as_ref()))?;
    if is_house_read {
        report.add(index::check_index(&config, library.as_ref().ok()))?;
    }
    if config.servers.is_some() {
        report.add(files::check_servers(&config))?;
    }
    report.add(ledger::check(&config))?;
    let (account, invite) = account::check(&config, is_invalid_token)?;
    report.add(account)?;
    let is_well = report.end(invite)?;
    Ok(if is_well { ANSWERED } else { FOUND_WRONG })
}

/// Opens the library, without the database if there is none at its address. If the thresholds contradict each other, it is
/// opened without them, and they are returned, too.
fn open_despite_thresholds(config: &Config) -> (Result<Library, LibraryError>, Option<(f32, f32)>) {
    match open(config) {
        Err(LibraryError::CrossedThresholds { answer_at, unsure_at }) => {
            let without = Config {
                answer_at: None,
                unsure_at: None,
                ..config.clone()
            };
            (open(&without), Some((answer_at, unsure_at)))
        }
        Err(LibraryError::Database(_)) => {
            let mut without = config.clone();
            without.ledger.database = None;
            open_despite_thresholds(&without)
        }
        opened => (opened, None),
    }
}

/// Writes an error with its causes on one line, without a full stop.
fn clause(error: impl std::error::Error + Send + Sync + 'static) -> String {
    format!("{:#}", anyhow::Error::new(error))
        .trim_end_matches('.')
        .to_owned()
}

fn capitalized(text: &str) -> String {
    let (first, rest) = text.split_at_checked(1).unwrap_or((text, ""));
    format!("{}{rest}", first.to_uppercase())
}
