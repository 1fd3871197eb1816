//! `verbatim migrate`: moves the ledgers of all libraries from the data folder into a database, or back.

use anstyle::Style;
use anyhow::Context;
use clap::{Args, ValueEnum};

use crate::config::Config;
use crate::ledger::{LedgerError, Storage, move_ledger};
use crate::library::ServersFolder;
use crate::message;

use super::library::shared_database;
use super::paint::{self, Page};
use super::serve::right;
use super::{ANSWERED, ERROR};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Where they move
    #[arg(value_enum)]
    to: Target,
}

/// Where the ledgers move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Target {
    /// Into the database that `VERBATIM_DATABASE` names
    Database,
    /// Into files in the data folder
    Folder,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<u8> {
    let Some(database) = shared_database(config)? else {
        return Ok(refuse(message::migrate::NO_DATABASE));
    };
    let _right = match right::to_serve(&config.data) {
        Ok(right) => right,
        Err(holder) => return Ok(refuse(&message::migrate::serving(&holder))),
    };
    let servers = ServersFolder::in_data(&config.data);
    let all = servers.all()?.into_iter().map(Some);
    let mut page = Page::stdout();
    let mut moved = 0;
    for server in std::iter::once(None).chain(all) {
        let folder = match server {
            Some(server) => servers.of(server).join("data"),
            None => config.data.clone(),
        };
        let (folder, shared) = (Storage::from(folder), Storage::shared(&database, server));
        let (from, to) = match arguments.to {
            Target::Database => (folder, shared),
            Target::Folder => (shared, folder),
        };
        match move_ledger(&from, &to) {
            Ok(None) => {}
            Ok(Some(rows)) => {
                page.line(&message::migrate::moved(server, rows, &to.place()), "", Style::new())?;
                moved += 1;
            }
            Err(LedgerError::NotEmpty) => {
                page.flush()?;
                return Ok(refuse(&message::migrate::not_empty(server, &to.place())));
            }
            Err(error) => return Err(error).with_context(|| message::migrate::failed(server)),
        }
    }
    if moved == 0 {
        page.line(message::migrate::NOTHING_TO_MOVE, "", Style::new())?;
    }
    page.flush()?;
    let next = match arguments.to {
        Target::Database => message::migrate::KEEP_THE_SETTING,
        Target::Folder => message::migrate::DROP_THE_SETTING,
    };
    paint::warn(next);
    Ok(ANSWERED)
}

fn refuse(sentence: &str) -> u8 {
    paint::warn(sentence);
    ERROR
}
