//! The command line: one file per subcommand. The only place that prints.

mod ask;
mod check;
mod completions;
mod corpus;
mod eval;
mod fetch;
mod health;
mod ledger;
mod library;
mod man;
mod migrate;
mod paint;
mod progress;
mod register;
mod reindex;
mod serve;
mod servers;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::{Config, ConfigError, Folders, Sources};
use crate::message;

/// Exit status: at least one question was answered, or the command succeeded.
pub const ANSWERED: u8 = 0;
/// Exit status: nothing was found.
pub const NOTHING_FOUND: u8 = 1;
/// Exit status: a figure of `verbatim eval` fell short of what `--min` asks for.
pub const FELL_SHORT: u8 = 1;
/// Exit status: `verbatim check` found something that needs to be fixed, or `verbatim health` found no running bot.
pub const FOUND_WRONG: u8 = 1;
/// Exit status: the command failed.
pub const ERROR: u8 = 2;
/// Exit status: the bot can't run until somebody changes a setting or does something in Discord's Developer Portal, so
/// there is no use in starting it again. It is `EX_CONFIG` of sysexits.h, and `contrib/systemd/verbatim.service` relies
/// on it.
pub const NEEDS_ADMIN: u8 = 78;

/// The name of the program.
const NAME: &str = "verbatim";

/// Answers questions about a folder of articles by quoting them, word for word.
#[derive(Debug, Parser)]
#[command(name = NAME, version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    places: Places,
}

/// The folders that the program uses.
#[derive(Debug, Args)]
struct Places {
    /// The folder with the articles [default: corpus, or `VERBATIM_CORPUS`]
    #[arg(long, global = true, value_name = "FOLDER")]
    corpus: Option<PathBuf>,
    /// The folder for the index [default: index, or `VERBATIM_INDEX`]
    #[arg(long, global = true, value_name = "FOLDER")]
    index: Option<PathBuf>,
    /// The folder for the ledger of questions and votes [default: data, or `VERBATIM_DATA`]
    #[arg(long, global = true, value_name = "FOLDER")]
    data: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Ask a question, or open a prompt
    Ask(ask::Arguments),
    /// Rebuild the index, and show what changed
    Reindex(reindex::Arguments),
    /// Manage the articles: status, list, show, add, remove, restore
    Corpus(corpus::Arguments),
    /// Fetch pages from the web as articles, or fetch them again
    Fetch(fetch::Arguments),
    /// Show unanswered questions and what admins did; export or purge the ledger
    Ledger(ledger::Arguments),
    /// Move the ledgers from the data folder into a PostgreSQL database, or back
    Migrate(migrate::Arguments),
    /// Measure how well your own questions are answered
    Eval(eval::Arguments),
    /// Check settings, articles, index, ledger and Discord, and say how to fix what is wrong
    Check(check::Arguments),
    /// Look after the libraries of servers: list, status, suspend, resume, remove, export
    Servers(servers::Arguments),
    /// Tell Discord where to send commands and clicks: to a URL, or over the gateway
    Register(register::Arguments),
    /// Run the bot in Discord until it is stopped
    Serve(serve::Arguments),
    /// Check that the bot is running, by asking it at `VERBATIM_HTTP`
    Health(health::Arguments),
    /// Print a completion script for a shell
    Completions(completions::Arguments),
    /// Print the manual, or write it as man pages
    Man(man::Arguments),
}

/// Runs the command and returns its exit status.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let serves = matches!(cli.command, Command::Serve(_));
    match dispatch(cli) {
        Ok(status) => ExitCode::from(status),
        Err(error) if paint::is_broken_pipe(&error) => ExitCode::from(ANSWERED),
        Err(error) => {
            paint::warn(&message::failed(&format!("{error:#}")));
            let is_setting = error.is::<ConfigError>();
            ExitCode::from(if serves && is_setting { NEEDS_ADMIN } else { ERROR })
        }
    }
}

fn dispatch(cli: Cli) -> anyhow::Result<u8> {
    let Cli { command, places } = cli;
    match command {
        Command::Ask(arguments) => ask::run(&places.config()?, &arguments),
        Command::Reindex(arguments) => reindex::run(&places.config()?, &arguments),
        Command::Corpus(arguments) => corpus::run(&places.config()?, &arguments),
        Command::Fetch(arguments) => fetch::run(&places.config()?, &arguments),
        Command::Ledger(arguments) => ledger::run(&places.config()?, &arguments),
        Command::Migrate(arguments) => migrate::run(&places.config()?, &arguments),
        Command::Servers(arguments) => servers::run(&places.config()?, &arguments),
        Command::Eval(arguments) => eval::run(&places.config()?, &arguments),
        // It reports every wrong setting, not only the first.
        Command::Check(arguments) => check::run(&places.folders(), &arguments),
        Command::Serve(arguments) => Ok(serve::run(&places.config()?, &arguments)),
        Command::Register(arguments) => register::run(&places.config()?, &arguments),
        Command::Health(arguments) => health::run(&places.config()?, &arguments),
        // These need no settings, and must not fail because a shell starts in a folder with a broken `.env`.
        Command::Completions(arguments) => completions::run(&arguments),
        Command::Man(arguments) => man::run(&arguments),
    }
}

impl Places {
    /// Reads the settings; these folders take precedence.
    fn config(self) -> Result<Config, ConfigError> {
        Sources::read()?.resolve(self.folders())
    }

    fn folders(self) -> Folders {
        Folders {
            corpus: self.corpus,
            index: self.index,
            data: self.data,
        }
    }
}
