//! The command line: one file per subcommand. The only place that prints.

mod ask;
mod corpus;
mod eval;
mod ledger;
mod library;
mod paint;
mod progress;
mod reindex;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::config::{Folders, Sources};
use crate::message;

/// Exit status: at least one question was answered, or the command did what it was asked to do.
pub const ANSWERED: u8 = 0;
/// Exit status: nothing was found.
pub const NOTHING_FOUND: u8 = 1;
/// Exit status: a figure of `verbatim eval` fell short of what `--min` asks for.
pub const FELL_SHORT: u8 = 1;
/// Exit status: it could not be done.
pub const ERROR: u8 = 2;

/// Answers questions about a folder of articles by quoting them, word for word.
#[derive(Debug, Parser)]
#[command(name = "verbatim", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    places: Places,
}

/// Where things lie.
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
    /// Ask a question; without one, at a prompt
    Ask(ask::Arguments),
    /// Build the index anew and say what changed
    Reindex(reindex::Arguments),
    /// Look after the articles: status, add, remove, restore
    Corpus(corpus::Arguments),
    /// Look into the ledger: questions asked in vain, what admins did, export, purge
    Ledger(ledger::Arguments),
    /// Measure how well questions of your own are answered
    Eval(eval::Arguments),
    /// Answer in Discord until it is stopped
    Serve(serve::Arguments),
}

/// Runs the command and says how it went.
#[must_use]
pub fn run(cli: Cli) -> ExitCode {
    let outcome = Sources::read().map_err(anyhow::Error::from).and_then(|sources| {
        let config = sources.resolve(Folders {
            corpus: cli.places.corpus,
            index: cli.places.index,
            data: cli.places.data,
        })?;
        match cli.command {
            Command::Ask(arguments) => ask::run(&config, &arguments),
            Command::Reindex(arguments) => reindex::run(&config, &arguments),
            Command::Corpus(arguments) => corpus::run(&config, &arguments),
            Command::Ledger(arguments) => ledger::run(&config, &arguments),
            Command::Eval(arguments) => eval::run(&config, &arguments),
            Command::Serve(arguments) => serve::run(&config, &arguments),
        }
    });
    match outcome {
        Ok(status) => ExitCode::from(status),
        Err(error) if paint::is_broken_pipe(&error) => ExitCode::from(ANSWERED),
        Err(error) => {
            paint::warn(&message::failed(&format!("{error:#}")));
            ExitCode::from(ERROR)
        }
    }
}
