//! `verbatim check`: looks at everything that the bot needs, and says line by line what is right, what is wrong and what to
//! do. It changes nothing: no folder, no file, no command is made by it.
//!
//! - `finding`: one line of it, as it is kept.
//! - `report`: the whole, for reading and as JSON.
//! - `settings`, `corpus`, `encoder`, `index`, `ledger`, `disk`, `account`: what is looked at, one subject each.
//! - `http`: whether the address of `VERBATIM_HTTP` is to be had, told among the settings.
//! - `folder`: whether a folder can be written, and how much room there is.
//!
//! Not here: the words (`message::check`).

mod account;
mod corpus;
mod disk;
mod encoder;
mod finding;
mod folder;
mod http;
mod index;
mod ledger;
mod report;
mod settings;

use clap::Args;

use crate::config::{Config, Folders, Resolved, Sources, TOKEN_VARIABLE};
use crate::library::{Library, LibraryError};

use super::library::open;
use super::{ANSWERED, FOUND_WRONG};
use report::Report;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(folders: &Folders, arguments: &Arguments) -> anyhow::Result<u8> {
    let (sources, broken) = Sources::read_what_can_be();
    let Resolved { config, wrong } = sources.resolve_all(folders.clone());
    let (library, crossed) = open_whatever_the_thresholds(&config);
    let is_no_token = wrong.iter().any(|error| error.variable() == Some(TOKEN_VARIABLE));

    let mut report = Report::new(arguments.json);
    report.add(settings::check(&settings::Read {
        sources: &sources,
        broken: broken.as_ref(),
        wrong: &wrong,
        config: &config,
        folders,
        crossed,
    }))?;
    report.add(corpus::check(&config))?;
    report.add(encoder::check(&config, library.as_ref()))?;
    report.add(index::check(&config, library.as_ref().ok()))?;
    report.add(ledger::check(&config))?;
    report.add(disk::check(&config))?;
    let (account, invite) = account::check(&config, is_no_token)?;
    report.add(account)?;
    let is_well = report.end(invite)?;
    Ok(if is_well { ANSWERED } else { FOUND_WRONG })
}

/// The library; where the thresholds contradict each other, without them, and with what they are.
fn open_whatever_the_thresholds(config: &Config) -> (Result<Library, LibraryError>, Option<(f32, f32)>) {
    match open(config) {
        Err(LibraryError::CrossedThresholds { answer_at, unsure_at }) => {
            let without = Config {
                answer_at: None,
                unsure_at: None,
                ..config.clone()
            };
            (open(&without), Some((answer_at, unsure_at)))
        }
        opened => (opened, None),
    }
}

/// An error with its causes, on one line, without a full stop.
fn clause(error: impl std::error::Error + Send + Sync + 'static) -> String {
    format!("{:#}", anyhow::Error::new(error))
        .trim_end_matches('.')
        .to_owned()
}
