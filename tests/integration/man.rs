//! `verbatim man`: the manual pages.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use clap::CommandFactory;
use verbatim::cli::Cli;

use crate::run::Verbatim;

/// The names of all commands, with those of subcommands as in "ledger-export".
fn subcommands() -> Vec<String> {
    fn collect(of: &clap::Command, before: &str, into: &mut Vec<String>) {
        for command in of.get_subcommands() {
            let name = format!("{before}{}", command.get_name());
            collect(command, &format!("{name}-"), into);
            into.push(name);
        }
    }
    let mut names = Vec::new();
    collect(&Cli::command(), "", &mut names);
    assert!(names.len() > 3, "{names:?}");
    names
}

#[test]
fn the_manual_is_roff_and_has_a_page_for_each_command() {
    let output = Verbatim::new().run(&["man"], b"");
    assert_eq!(output.code(), 0, "{output:?}");
    assert_eq!(output.stderr, "");
    let heads: Vec<&str> = output.stdout.lines().filter(|line| line.starts_with(".TH ")).collect();
    assert!(
        heads.first().is_some_and(|head| head.starts_with(".TH verbatim 1 ")),
        "{heads:?}"
    );
    for name in subcommands() {
        assert!(
            heads
                .iter()
                .any(|head| head.starts_with(&format!(".TH verbatim-{name} 1 "))),
            "{name}: {heads:?}"
        );
        // The page of the program, or of the parent command, lists it.
        let listed = format!("verbatim\\-{}(1)", name.replace('-', "\\-"));
        assert!(output.stdout.contains(&listed), "{listed}");
    }
}

#[test]
fn each_page_can_be_a_file() {
    let program = Verbatim::new();
    let output = program.run(&["man", "--to", "share/man/man1"], b"");
    assert_eq!(output.code(), 0, "{output:?}");
    assert_eq!(output.stdout, "");
    let files: BTreeSet<String> = fs::read_dir(program.path("share/man/man1"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let mut wanted: BTreeSet<String> = subcommands().iter().map(|name| format!("verbatim-{name}.1")).collect();
    wanted.insert("verbatim.1".to_owned());
    assert_eq!(files, wanted);
    let page = fs::read_to_string(program.path("share/man/man1/verbatim-eval.1")).unwrap();
    assert!(page.contains("\\-\\-misses"), "{page}");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let program = Verbatim::new();
    program.write("taken", "");
    let output = program.run(&["man", "--to", "taken/man1"], b"");
    assert_eq!(output.code(), 2, "{output:?}");
    assert!(output.stderr.contains("taken/man1"), "{output:?}");
}

#[test]
fn groff_renders_the_manual_without_a_complaint() {
    let manual = Verbatim::new().run(&["man"], b"").stdout;
    let groff = Command::new("groff")
        .args(["-man", "-Tutf8", "-ww"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut groff) = groff else {
        return println!("groff is not installed, so that it was not asked");
    };
    groff.stdin.take().unwrap().write_all(manual.as_bytes()).unwrap();
    let rendered = groff.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&rendered.stdout);
    assert!(rendered.status.success(), "{rendered:?}");
    assert_eq!(String::from_utf8_lossy(&rendered.stderr), "");
    assert!(text.contains("reindex") && !text.contains(".TH"), "{text}");
}
