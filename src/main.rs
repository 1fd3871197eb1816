//! The program: parses, runs, maps the result to an exit status. Nothing else.

use std::process::ExitCode;

use clap::Parser;
use verbatim::cli::{Cli, run};

fn main() -> ExitCode {
    run(Cli::parse())
}
