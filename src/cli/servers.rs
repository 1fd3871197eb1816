//! `verbatim servers`: looks after the libraries of servers, also while the bot runs.
//!
//! Not here: what each of these does to the files (`library::ServersFolder`), and what a library holds (`corpus`).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anstyle::Style;
use anyhow::Context;
use clap::{Args, Subcommand};
use serde::Serialize;
use walkdir::WalkDir;

use crate::config::Config;
use crate::corpus::Shelf;
use crate::ledger::{Action, Entry, Ledger, LedgerError, unix_now};
use crate::library::{Library, Servers, ServersFolder, Sharing, Standing, seconds_since};
use crate::message;

use super::ANSWERED;
use super::corpus::{SHELL, refuse, status};
use super::library::{ledger_options, open, shared_database, storage};
use super::paint::{self, Page};
use super::serve::libraries::quotas;

/// The longest wait for the bot to close a library. It looks for one to close twice a second.
const REMOVE_PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the servers that have a library
    List {
        /// Print one JSON object per line
        #[arg(long)]
        json: bool,
    },
    /// Show the status of a server's articles, index and ledger
    Status {
        #[command(flatten)]
        of: Server,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Answer nothing in a server any more but that it is suspended
    Suspend(Server),
    /// Answer in a suspended server again
    Resume(Server),
    /// Delete a server's library for good: articles, index, questions and settings
    Remove {
        #[command(flatten)]
        of: Server,
        /// Really delete it
        #[arg(long)]
        yes: bool,
    },
    /// Write a server's articles and questions into a ZIP archive
    Export {
        #[command(flatten)]
        of: Server,
        /// The file to write
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
struct Server {
    /// The server's ID
    #[arg(value_name = "ID", value_parser = clap::value_parser!(u64).range(1..))]
    server: u64,
}

#[derive(Serialize)]
struct Listed {
    server: String,
    /// Null if the articles can't be listed.
    articles: Option<usize>,
    /// Of all its files.
    bytes: u64,
    #[serde(flatten)]
    standing: Standing,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<u8> {
    let folder = ServersFolder::in_data(&config.data).with_database(shared_database(config)?);
    match &arguments.command {
        Command::List { json } => list(&folder, *json),
        Command::Suspend(Server { server }) => suspend(config, &folder, *server),
        Command::Resume(Server { server }) => resume(config, &folder, *server),
        Command::Status {
            of: Server { server }, ..
        }
        | Command::Remove {
            of: Server { server }, ..
        }
        | Command::Export {
            of: Server { server }, ..
        } if !folder.of(*server).is_dir() => Ok(refuse(&message::servers::no_library(*server))),
        Command::Status { of, json } => {
            let _held = folder.hold(of.server)?;
            status(&library(config, of.server)?, *json)?;
            if *json { Ok(ANSWERED) } else { use_of(config, of.server) }
        }
        Command::Remove { of, yes: false } => {
            let articles = articles(&folder, of.server).unwrap_or(0);
            Ok(refuse(&message::servers::say_yes(of.server, articles)))
        }
        Command::Remove { of, yes: true } => remove(&folder, of.server),
        Command::Export { of, file } => export(config, &folder, of.server, file),
    }
}

fn list(folder: &ServersFolder, json: bool) -> anyhow::Result<u8> {
    let mut page = Page::stdout();
    let all = folder.all()?;
    if all.is_empty() && !json {
        page.line(message::servers::NONE, "", Style::new())?;
    }
    for server in all {
        let (articles, bytes) = (articles(folder, server), bytes_in(&folder.of(server)));
        let standing = folder.standing(server)?;
        if json {
            let listed = Listed {
                server: server.to_string(),
                articles: articles.ok(),
                bytes,
                standing,
            };
            page.raw(&serde_json::to_string(&listed)?)?;
            continue;
        }
        let facts = match articles {
            Ok(articles) => message::servers::listed(articles, bytes, in_words(standing).as_deref()),
            Err(error) => message::servers::unreadable(&error.to_string()),
        };
        page.row(&format!("{server}  "), &facts)?;
    }
    page.flush()?;
    Ok(ANSWERED)
}

/// How a server stands, if anything about it is out of the ordinary.
fn in_words(standing: Standing) -> Option<String> {
    if standing.removed_at.is_some() {
        return Some(message::servers::BEING_REMOVED.to_owned());
    }
    let since = |at: u64| Duration::from_secs(seconds_since(at));
    let suspended = standing
        .suspended_at
        .map(|at| message::servers::suspended_since(since(at)));
    let gone = standing.gone_at.map(|at| message::servers::gone_since(since(at)));
    let all: Vec<String> = suspended.into_iter().chain(gone).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

fn articles(folder: &ServersFolder, server: u64) -> anyhow::Result<usize> {
    Ok(Shelf::new(&folder.of(server).join("corpus")).articles()?.len())
}

fn bytes_in(folder: &Path) -> u64 {
    let files = WalkDir::new(folder).into_iter().flatten();
    let files = files.filter(|entry| entry.file_type().is_file());
    files.filter_map(|file| Some(file.metadata().ok()?.len())).sum()
}

fn suspend(config: &Config, folder: &ServersFolder, server: u64) -> anyhow::Result<u8> {
    folder.change_standing(server, |standing| {
        standing.suspended_at.get_or_insert(unix_now());
    })?;
    note(config, folder, server, "suspend", "suspended");
    say(&message::servers::suspended(server))
}

fn resume(config: &Config, folder: &ServersFolder, server: u64) -> anyhow::Result<u8> {
    let mut was_suspended = false;
    folder.change_standing(server, |standing| {
        was_suspended = standing.suspended_at.take().is_some();
    })?;
    if !was_suspended {
        return Ok(refuse(&message::servers::not_suspended(server)));
    }
    note(config, folder, server, "resume", "resumed");
    say(&message::servers::resumed(server))
}

fn remove(folder: &ServersFolder, server: u64) -> anyhow::Result<u8> {
    if folder.remove(server, REMOVE_PATIENCE)? {
        return say(&message::servers::removed(server));
    }
    Ok(refuse(&message::servers::still_open(server)))
}

fn export(config: &Config, folder: &ServersFolder, server: u64, file: &Path) -> anyhow::Result<u8> {
    let shown = file.display().to_string();
    let _held = folder.hold(server)?;
    // It has people's questions: nobody else on this machine may read it.
    let beside = file.parent().filter(|parent| !parent.as_os_str().is_empty());
    let unfinished = tempfile::NamedTempFile::new_in(beside.unwrap_or(Path::new(".")))
        .with_context(|| format!("failed to write {shown}"))?;
    let exported = library(config, server)?.export(io::BufWriter::new(unfinished.as_file()))?;
    if let Err(error) = unfinished.persist_noclobber(file) {
        if fs::symlink_metadata(file).is_ok() {
            return Ok(refuse(&message::servers::file_exists(&shown)));
        }
        return Err(anyhow::Error::new(error.error).context(format!("failed to write {shown}")));
    }
    note(config, folder, server, "export", "exported");
    say(&message::servers::exported(
        server,
        &shown,
        exported.files,
        exported.questions,
    ))
}

/// Shows what a server uses of its quotas.
fn use_of(config: &Config, server: u64) -> anyhow::Result<u8> {
    let servers = servers(config)?;
    let library = servers.library(server)?;
    let answerer = library.live().ok().map(|opened| library.answerer(opened.generation));
    let usage = servers.usage(&library, answerer.as_ref())?;
    servers.quotas().line(&usage).map_or(Ok(ANSWERED), |line| say(&line))
}

/// The library of a server, which has one.
fn library(config: &Config, server: u64) -> anyhow::Result<Library> {
    Ok(servers(config)?.library(server)?)
}

fn servers(config: &Config) -> anyhow::Result<Servers> {
    let servers = Servers::new(Arc::new(open(config)?), Sharing::Nobody);
    Ok(servers.with_quotas(quotas(&config.quotas)))
}

/// Records in the ledger of a server what was done, if the server has a library.
fn note(config: &Config, folder: &ServersFolder, server: u64, what: &str, outcome: &str) {
    let action = Entry::Action(Action {
        at: unix_now(),
        who: SHELL.to_owned(),
        what: what.to_owned(),
        target: None,
        outcome: outcome.to_owned(),
    });
    let Ok(_held) = folder.hold(server) else { return };
    let opened = storage(config, Some(server))
        .map_err(LedgerError::from)
        .and_then(|storage| Ledger::open(storage, ledger_options(config)));
    let noted = opened.and_then(|mut opened| {
        if let Some(path) = opened.set_aside {
            paint::warn(&message::ledger::set_aside(&path.display().to_string()));
        }
        opened.ledger.record(&[action])
    });
    if let Err(error) = noted {
        paint::warn(&message::ledger::not_audited(&error));
    }
}

fn say(sentence: &str) -> anyhow::Result<u8> {
    let mut page = Page::stdout();
    page.line(sentence, "", Style::new())?;
    page.flush()?;
    Ok(ANSWERED)
}
