//! `verbatim migrate`: moves the ledgers of all libraries from the data folder into a database, or back.

use anstyle::Style;
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
    let (mut moved, mut status) = (0, ANSWERED);
    for server in std::iter::once(None).chain(all) {
        let folder = match server {
            Some(server) => servers.of(server).join("data"),
            None => config.data.clone(),
        };
        // Nobody may remove the library meanwhile.
        let _held = server.map(|server| servers.hold(server)).transpose()?;
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
            Err(error) => {
                page.flush()?;
                paint::warn(&match (error, arguments.to) {
                    (LedgerError::NotEmpty, Target::Database) => message::migrate::database_in_use(server, &to.place()),
                    (LedgerError::NotEmpty, Target::Folder) => message::migrate::file_in_use(server, &to.place()),
                    (error, _) => message::migrate::failed(server, &format!("{:#}", anyhow::Error::new(error))),
                });
                status = ERROR;
            }
        }
    }
    if moved == 0 {
        if status == ANSWERED {
            page.line(message::migrate::NOTHING_TO_MOVE, "", Style::new())?;
        }
        page.flush()?;
        return Ok(status);
    }
    page.flush()?;
    let next = match arguments.to {
        Target::Database => message::migrate::KEEP_THE_SETTING,
        Target::Folder => message::migrate::DROP_THE_SETTING,
    };
    paint::warn(next);
    Ok(status)
}

fn refuse(sentence: &str) -> u8 {
    paint::warn(sentence);
    ERROR
}
