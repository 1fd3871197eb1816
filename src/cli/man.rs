//! `verbatim man`: writes the manual in roff, either all of it to standard output or one file per command into a
//! folder.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;

use crate::message;

use super::paint::{self, Page};
use super::{ANSWERED, Cli};

/// The text at the foot of each page, and the one at its head.
const SOURCE: &str = concat!("Verbatim ", env!("CARGO_PKG_VERSION"));
const MANUAL: &str = "Verbatim";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Write one page per command into this folder, which is created if it doesn't exist
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let pages = pages();
    if let Some(folder) = &arguments.to {
        fs::create_dir_all(folder).with_context(|| format!("failed to create the folder {}", folder.display()))?;
        for page in &pages {
            page.generate_to(folder)
                .with_context(|| format!("failed to write {}", folder.join(page.get_filename()).display()))?;
        }
        paint::warn(&message::man_pages_written(pages.len(), folder));
        return Ok(ANSWERED);
    }
    let mut manual = Vec::new();
    for page in &pages {
        page.render(&mut manual)?;
    }
    let mut out = Page::stdout();
    out.raw(String::from_utf8(manual)?.trim_end())?;
    out.flush()?;
    Ok(ANSWERED)
}

/// Returns the page of the program, then that of each command.
fn pages() -> Vec<Man> {
    // These pages already have all that `verbatim help` says.
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    let mut commands = Vec::new();
    collect(program, &mut commands);
    let page = |command| Man::new(command).source(SOURCE).manual(MANUAL);
    commands.into_iter().map(page).collect()
}

fn collect(command: Command, into: &mut Vec<Command>) {
    let below: Vec<Command> = command
        .get_subcommands()
        .filter(|below| !below.is_hide_set())
        .cloned()
        .collect();
    into.push(command);
    for command in below {
        collect(command, into);
    }
}
