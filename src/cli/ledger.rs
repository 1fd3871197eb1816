//! `verbatim ledger`: shows admins what the ledger holds, and deletes from it.

use std::sync::Arc;
use std::time::Duration;

use anstyle::Style;
use clap::{Args, Subcommand};
use serde::Serialize;

use crate::config::Config;
use crate::ledger::{Ledger, LedgerError, Opened, Purge, ServerSettings};
use crate::library::{
    Chosen, Group, Library, Named, Noise, Servers, ServersFolder, Sharing, Unanswered, seconds_since, settings_lines,
};
use crate::message;

use super::library::{answerer, ledger_options, open, storage, tell_set_aside};
use super::paint::{self, Page};
use super::{ANSWERED, ERROR};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The server whose ledger it is, by its ID, if each has its own
    #[arg(long, global = true, value_name = "ID", value_parser = clap::value_parser!(u64).range(1..))]
    server: Option<u64>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the unanswered questions, most asked first
    Unanswered {
        /// Also list what looks like gibberish or spam
        #[arg(long)]
        all: bool,
        /// Print one JSON object per line
        #[arg(long)]
        json: bool,
    },
    /// Mark a question, and all with the same meaning, as done until somebody asks it again and gets no answer
    Done {
        /// The question's number, as `unanswered` lists it
        number: i64,
    },
    /// Never list a question again, nor any with the same meaning
    Hide {
        /// The question's number, as `unanswered` lists it
        number: i64,
    },
    /// List the questions that are never listed as unanswered
    Hidden,
    /// List a hidden question again, and all with the same meaning, when it is asked and gets no answer
    Unhide {
        /// The question's number, as `hidden` lists it
        number: i64,
    },
    /// List the answers that admins have chosen for certain questions
    Fixed,
    /// Take a chosen answer back, so that the search answers again
    Unfix {
        /// The number of the answer, as `fixed` lists it
        number: i64,
    },
    /// List what admins did, the latest first
    Audit {
        /// Number of actions to list
        #[arg(short = 'n', long = "actions", value_name = "K", default_value_t = 20)]
        actions: usize,
        /// Print one JSON object per line
        #[arg(long)]
        json: bool,
    },
    /// List the settings of servers, as /settings in Discord changes them
    Settings {
        /// Print one JSON object per line
        #[arg(long)]
        json: bool,
    },
    /// Print everything in the ledger, one JSON object per line
    Export,
    /// Delete questions and votes for good
    Purge(What),
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct What {
    /// Only those older than this many days
    #[arg(long, value_name = "DAYS")]
    older_than: Option<u32>,
    /// Everything in the ledger, including counts, the settings of servers, and the actions of admins
    #[arg(long)]
    everything: bool,
}

#[derive(Serialize)]
struct GroupJson<'a> {
    number: Option<i64>,
    question: &'a str,
    times: u64,
    first_at: u64,
    last_at: u64,
    unsure: u64,
    no_answer: u64,
    voted_down: u64,
    wordings: Vec<&'a str>,
}

#[derive(Serialize)]
struct ActionJson<'a> {
    at: u64,
    who: &'a str,
    what: &'a str,
    target: Option<&'a str>,
    outcome: &'a str,
}

#[derive(Serialize)]
struct SettingsJson<'a> {
    server: String,
    settings: &'a ServerSettings,
}

pub(super) fn run(config: &Config, arguments: &Arguments) -> anyhow::Result<u8> {
    let server = arguments.server;
    if let Some(server) = server
        && !ServersFolder::in_data(&config.data).of(server).is_dir()
    {
        paint::warn(&message::servers::no_library(server));
        return Ok(ERROR);
    }
    let mut page = Page::stdout();
    let status = match &arguments.command {
        Command::Unanswered { all, json } => {
            let noise = if *all { Noise::Listed } else { Noise::LeftOut };
            unanswered(&library(config, server)?, noise, *json, &mut page)?
        }
        Command::Done { number } => mark_done(&library(config, server)?, *number, &mut page)?,
        Command::Hide { number } => hide(&library(config, server)?, *number, &mut page)?,
        Command::Hidden => hidden(&library(config, server)?, &mut page)?,
        Command::Unhide { number } => unhide(&library(config, server)?, *number, &mut page)?,
        Command::Fixed => fixed(&library(config, server)?, &mut page)?,
        Command::Unfix { number } => unfix(&library(config, server)?, *number, &mut page)?,
        Command::Audit { actions, json } => match open_ledger(config, server)? {
            Some(ledger) => audit(&ledger, *actions, *json, &mut page)?,
            None => ANSWERED,
        },
        Command::Settings { json } => match open_ledger(config, server)? {
            Some(ledger) => settings(&ledger, *json, &mut page)?,
            None => ANSWERED,
        },
        Command::Export => match open_ledger(config, server)? {
            Some(ledger) => {
                ledger.export(&mut |line| -> anyhow::Result<()> {
                    page.raw(&serde_json::to_string(&line)?)?;
                    Ok(())
                })?;
                ANSWERED
            }
            None => ANSWERED,
        },
        Command::Purge(what) => match open_ledger(config, server)? {
            Some(ledger) => purge(ledger, what, &mut page)?,
            None => ANSWERED,
        },
    };
    page.flush()?;
    Ok(status)
}

/// Opens the library of a server, or that of whoever runs the program.
fn library(config: &Config, server: Option<u64>) -> anyhow::Result<Library> {
    let library = open(config)?;
    Ok(match server {
        Some(server) => Servers::new(Arc::new(library), Sharing::Nobody).library(server)?,
        None => library,
    })
}

/// Opens the ledger. If there is none yet, warns and returns `None`.
fn open_ledger(config: &Config, server: Option<u64>) -> anyhow::Result<Option<Ledger>> {
    let storage = storage(config, server)?;
    if !storage.has_ledger().map_err(explain)? {
        paint::warn(&message::ledger::no_ledger(&storage.place()));
        return Ok(None);
    }
    let Opened { ledger, set_aside } = Ledger::open(storage, ledger_options(config)).map_err(explain)?;
    if let Some(path) = set_aside {
        paint::warn(&message::ledger::set_aside(&path.display().to_string()));
    }
    Ok(Some(ledger))
}

fn explain(error: LedgerError) -> anyhow::Error {
    anyhow::Error::new(error).context("failed to open the ledger")
}

fn unanswered(library: &Library, noise: Noise, json: bool, page: &mut Page) -> anyhow::Result<u8> {
    let Unanswered { groups, noise } = library.unanswered(&answerer(library)?, noise)?;
    tell_set_aside(library);
    if json {
        for group in &groups {
            page.raw(&serde_json::to_string(&GroupJson::new(group))?)?;
        }
        return Ok(ANSWERED);
    }
    let plain = Style::new();
    if groups.is_empty() {
        page.line(message::ledger::NOTHING_UNANSWERED, "", plain)?;
    } else {
        let times = groups.iter().map(|group| group.times).sum();
        page.line(&message::ledger::unanswered(groups.len(), times), "", plain)?;
    }
    for group in &groups {
        let number = group.questions.first().map_or(0, |question| question.id);
        let last = Duration::from_secs(seconds_since(group.last_at));
        let facts = message::ledger::group(group.times, group.questions.len(), last, group.voted_down());
        page.row(&format!("{number:>6}  "), &format!("{} · {facts}", group.text()))?;
    }
    if noise > 0 {
        page.line(&message::ledger::noise(noise), "", plain)?;
    }
    Ok(ANSWERED)
}

/// All of the group that has this question.
fn all_of(question: i64) -> [Chosen; 1] {
    [Chosen { question, seen: None }]
}

fn hide(library: &Library, number: i64, page: &mut Page) -> anyhow::Result<u8> {
    let groups = library.hide(&answerer(library)?, &all_of(number))?;
    tell_set_aside(library);
    let Some(group) = groups.first() else {
        paint::warn(&message::ledger::no_open_question(number));
        return Ok(ERROR);
    };
    page.line(&message::ledger::hidden(group.text()), "", Style::new())?;
    Ok(ANSWERED)
}

fn hidden(library: &Library, page: &mut Page) -> anyhow::Result<u8> {
    let groups = library.hidden(&answerer(library)?)?;
    tell_set_aside(library);
    if groups.is_empty() {
        page.line(message::ledger::NOTHING_HIDDEN, "", Style::new())?;
    }
    for group in &groups {
        let number = group.questions.first().map_or(0, |question| question.id);
        let since = Duration::from_secs(seconds_since(group.last_at));
        let facts = message::ledger::hidden_group(group.questions.len(), since);
        page.row(&format!("{number:>6}  "), &format!("{} · {facts}", group.text()))?;
    }
    Ok(ANSWERED)
}

fn unhide(library: &Library, number: i64, page: &mut Page) -> anyhow::Result<u8> {
    let group = library.unhide(&answerer(library)?, number)?;
    tell_set_aside(library);
    let Some(group) = group else {
        paint::warn(&message::ledger::not_hidden(number));
        return Ok(ERROR);
    };
    page.line(&message::ledger::unhidden(group.text()), "", Style::new())?;
    Ok(ANSWERED)
}

fn mark_done(library: &Library, number: i64, page: &mut Page) -> anyhow::Result<u8> {
    let groups = library.mark_done(&answerer(library)?, &all_of(number))?;
    tell_set_aside(library);
    let Some(group) = groups.first() else {
        paint::warn(&message::ledger::no_open_question(number));
        return Ok(ERROR);
    };
    page.line(&message::ledger::marked_done(group.text()), "", Style::new())?;
    Ok(ANSWERED)
}

fn fixed(library: &Library, page: &mut Page) -> anyhow::Result<u8> {
    let all = library.fixed(&answerer(library)?)?;
    if all.is_empty() {
        page.line(message::ledger::NOTHING_FIXED, "", Style::new())?;
    }
    for one in all {
        let to = message::ledger::fixed_to(&one.section.join(" › "), one.is_section, one.is_gone);
        page.line(&format!("{}. {} → {to}", one.id, one.question), "", Style::new())?;
    }
    Ok(ANSWERED)
}

fn unfix(library: &Library, number: i64, page: &mut Page) -> anyhow::Result<u8> {
    let unfixed = library.unfix(&answerer(library)?, &[number])?;
    if unfixed.is_empty() {
        paint::warn(&message::ledger::not_fixed(number));
        return Ok(ERROR);
    }
    page.line(&message::ledger::unfixed(unfixed.len()), "", Style::new())?;
    Ok(ANSWERED)
}

fn audit(ledger: &Ledger, actions: usize, json: bool, page: &mut Page) -> anyhow::Result<u8> {
    let entries = ledger.audit_entries(actions)?;
    if entries.is_empty() && !json {
        page.line(message::ledger::NOTHING_AUDITED, "", Style::new())?;
    }
    for entry in &entries {
        let action = &entry.action;
        if json {
            page.raw(&serde_json::to_string(&ActionJson {
                at: action.at,
                who: &action.who,
                what: &action.what,
                target: action.target.as_deref(),
                outcome: &action.outcome,
            })?)?;
        } else {
            let ago = message::ago(Duration::from_secs(seconds_since(action.at)));
            let target = action.target.as_deref().unwrap_or_default();
            let line = message::ledger::audited(&ago, &action.who, &action.what, target, &action.outcome);
            page.line(&line, "", Style::new())?;
        }
    }
    Ok(ANSWERED)
}

fn settings(ledger: &Ledger, json: bool, page: &mut Page) -> anyhow::Result<u8> {
    let mut all: Vec<_> = ledger.settings()?.into_iter().collect();
    all.sort_unstable_by_key(|(server, _)| *server);
    if all.is_empty() && !json {
        page.line(message::settings::NO_SETTINGS, "", Style::new())?;
    }
    for (server, settings) in &all {
        let server = server.to_string();
        if json {
            page.raw(&serde_json::to_string(&SettingsJson { server, settings })?)?;
            continue;
        }
        page.line(&message::settings::server(&server), "", Style::new())?;
        for (name, value) in settings_lines(settings, shown) {
            page.row("  ", &format!("{name}: {value}"))?;
        }
    }
    Ok(ANSWERED)
}

/// Something that a setting names, in the shell, where nobody knows its name.
fn shown(named: Named) -> String {
    match named {
        Named::Place(id) => message::settings::place(id),
        Named::User(id) => message::settings::user(id),
        Named::Role(id) => message::settings::role(id),
    }
}

fn purge(mut ledger: Ledger, what: &What, page: &mut Page) -> anyhow::Result<u8> {
    let purge = match what.older_than {
        Some(days) => Purge::OlderThan(Duration::from_hours(u64::from(days) * 24)),
        None => Purge::Everything,
    };
    let purged = ledger.purge(purge)?;
    let sentence = message::ledger::purged(purged.questions, purged.votes, purged.is_wiped);
    page.line(&sentence, "", Style::new())?;
    Ok(ANSWERED)
}

impl<'a> GroupJson<'a> {
    fn new(group: &'a Group) -> Self {
        Self {
            number: group.questions.first().map(|question| question.id),
            question: group.text(),
            times: group.times,
            first_at: group.first_at,
            last_at: group.last_at,
            unsure: group.unsure(),
            no_answer: group.no_answer(),
            voted_down: group.voted_down(),
            wordings: group.questions.iter().map(|question| question.text.as_str()).collect(),
        }
    }
}
