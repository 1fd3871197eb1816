//! `verbatim completions`: writes a shell's completion script to standard output.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::paint::Page;
use super::{ANSWERED, Cli, NAME};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The shell to write them for
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<u8> {
    let mut script = Vec::new();
    // Into memory first: clap_complete panics if it can't write, and the reader of a pipe may be gone.
    clap_complete::generate(arguments.shell, &mut Cli::command(), NAME, &mut script);
    let mut page = Page::stdout();
    page.raw(String::from_utf8(script)?.trim_end())?;
    page.flush()?;
    Ok(ANSWERED)
}
