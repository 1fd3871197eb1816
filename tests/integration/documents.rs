//! What the documents say about the program is true: settings, paths and commands.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use clap::CommandFactory;
use verbatim::cli::Cli;
use verbatim::config::VARIABLES;

/// The folders that a path in ARCHITECTURE.md is looked up in.
const FOLDERS: &[&str] = &["src/", "tests/", "corpus/", "index/", "benches/"];

#[test]
fn the_readme_lists_every_setting() {
    let readme = read("README.md");
    let named = readme
        .lines()
        .filter(|line| line.starts_with('|'))
        .flat_map(code_spans)
        .filter(|span| span.starts_with("VERBATIM_") || span.starts_with("DISCORD_"));
    assert_settings(named);
}

#[test]
fn the_example_of_env_lists_every_setting() {
    let example = read(".env.example");
    let named = example
        .lines()
        .filter_map(|line| line.trim_start_matches('#').split_once('='))
        .map(|(name, _)| name)
        .filter(|name| !name.contains(' '));
    assert_settings(named);
}

#[test]
fn the_paths_in_the_architecture_exist() {
    let architecture = read("ARCHITECTURE.md");
    let paths: Vec<&str> = architecture
        .lines()
        .flat_map(code_spans)
        .filter(|span| FOLDERS.iter().any(|folder| span.starts_with(folder)))
        .collect();
    assert!(!paths.is_empty(), "ARCHITECTURE.md names no path");
    for path in paths {
        assert!(
            root().join(path).exists(),
            "ARCHITECTURE.md names {path}, which does not exist"
        );
    }
}

#[test]
fn the_commands_in_the_readme_parse() {
    let readme = read("README.md");
    let commands: Vec<Vec<String>> = fenced_lines(&readme).filter_map(arguments).collect();
    assert!(!commands.is_empty(), "README.md shows no command");
    for command in commands {
        let shown = command.join(" ");
        if let Err(error) = Cli::command().try_get_matches_from(command) {
            panic!("README.md shows `{shown}`: {error}");
        }
    }
}

#[test]
fn commands_are_told_from_other_lines() {
    let words = |line: &str| arguments(line).map(|words| words.join("/"));
    assert_eq!(
        words("cargo run --release -- ask \"why doesn't he?\" -n 1").as_deref(),
        Some("verbatim/ask/why doesn't he?/-n/1")
    );
    assert_eq!(
        words("$ verbatim ask - < questions.txt # all").as_deref(),
        Some("verbatim/ask/-")
    );
    assert_eq!(
        words("printf 'a b' | verbatim ask -").as_deref(),
        Some("verbatim/ask/-")
    );
    assert_eq!(
        words("VERBATIM_CORPUS=notes verbatim reindex").as_deref(),
        Some("verbatim/reindex")
    );
    for other in ["cargo test", "cargo build --release", "why doesn't he trust them?", ""] {
        assert_eq!(words(other), None, "{other}");
    }
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn assert_settings<'a>(named: impl Iterator<Item = &'a str>) {
    assert_eq!(named.collect::<BTreeSet<_>>(), VARIABLES.iter().copied().collect());
}

/// What stands between backticks in a line.
pub fn code_spans(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The lines within fences, those of shown output (`text`, `json`) left out.
pub fn fenced_lines(document: &str) -> impl Iterator<Item = &str> {
    let mut fence: Option<&str> = None;
    document.lines().filter(move |line| {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            fence = fence.is_none().then(|| language.trim());
            return false;
        }
        fence.is_some_and(|language| !matches!(language, "text" | "json"))
    })
}

/// The arguments of the `verbatim` or `cargo run` command in a line of a shell, `verbatim` first.
fn arguments(line: &str) -> Option<Vec<String>> {
    let words = shell_words(line);
    let start = words.iter().position(|word| word == "verbatim");
    let start = start.or_else(|| {
        let at = words.windows(2).position(|pair| pair == ["cargo", "run"])?;
        Some(at + words.iter().skip(at).position(|word| word == "--")?)
    })?;
    let rest = words
        .into_iter()
        .skip(start + 1)
        .take_while(|word| !matches!(word.as_str(), "|" | "<" | ">" | "2>" | "&&" | ";"));
    Some(std::iter::once("verbatim".to_owned()).chain(rest).collect())
}

/// Splits a line as a shell does: at blanks outside of quotes, up to a comment.
pub fn shell_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for c in line.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '#' && word.is_none() => break,
            None if c == '"' || c == '\'' => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            None if c.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}
