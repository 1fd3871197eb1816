//! The systemd unit, the container, the workflows, the release scripts and docs/running.md name only settings, files
//! and commands that exist.

use std::collections::{BTreeMap, BTreeSet};

use clap::CommandFactory;
use serde_json::Value;
use verbatim::cli::{Cli, NEEDS_ADMIN};
use verbatim::config::{DEFAULT_CORPUS, DEFAULT_DATA, DEFAULT_INDEX, VARIABLES};

use crate::documents::{fenced_lines, read, root, shell_words};

const UNIT: &str = "contrib/systemd/verbatim.service";
const CONTAINER: &str = "Containerfile";
const COMPOSE: &str = "compose.yaml";
const CI: &str = ".github/workflows/ci.yml";
const RELEASE: &str = ".github/workflows/release.yml";
const RUNNING: &str = "docs/running.md";
const TROUBLESHOOTING: &str = "docs/troubleshooting.md";
const ARCHIVE: &str = "tools/archive.sh";

/// The folder in which the bot runs, as a service and in a container.
const HOME: &str = "/var/lib/verbatim";

#[test]
fn the_settings_that_are_named_exist() {
    for file in [UNIT, CONTAINER, COMPOSE, CI, RELEASE, RUNNING, TROUBLESHOOTING, ARCHIVE] {
        let text = read(file);
        let words = text.split(|c: char| !c.is_ascii_uppercase() && c != '_');
        for word in words.filter(|word| word.starts_with("VERBATIM_") || word.starts_with("DISCORD_")) {
            assert!(VARIABLES.contains(&word), "{file} names {word}");
        }
    }
}

#[test]
fn the_commands_in_running_parse() {
    let running = read(RUNNING);
    let commands: Vec<Vec<String>> = fenced_lines(&running).filter_map(arguments).collect();
    assert!(commands.len() > 2, "{RUNNING} shows {commands:?} alone");
    for command in commands {
        assert_parses(RUNNING, &command);
    }
}

#[test]
fn the_commands_of_a_release_parse() {
    let script = read(ARCHIVE).replace("\"dist/$name/verbatim\"", "verbatim");
    let commands: Vec<Vec<String>> = script.lines().filter_map(arguments).collect();
    assert!(commands.len() > 2, "{ARCHIVE} runs {commands:?} alone");
    for command in commands {
        assert_parses(ARCHIVE, &command);
    }
}

#[test]
fn the_unit_runs_the_bot_where_its_folders_are() {
    let text = read(UNIT);
    let unit = settings_of(&text);
    let value = |name: &str| {
        unit.get(name)
            .unwrap_or_else(|| panic!("{UNIT} has no {name}"))
            .join(" ")
    };
    assert_parses(UNIT, &arguments(&value("ExecStart")).unwrap());
    assert_eq!(value("WorkingDirectory"), HOME);
    let folders: BTreeSet<String> = value("StateDirectory")
        .split(' ')
        .map(|name| format!("/var/lib/{name}"))
        .collect();
    let mut wanted = default_folders();
    wanted.insert(HOME.to_owned());
    assert_eq!(folders, wanted);
    assert_eq!(value("RestartPreventExitStatus"), NEEDS_ADMIN.to_string());
    // There must be fewer starts a day than the sessions that Discord allows.
    assert_eq!(value("StartLimitIntervalSec"), "1d");
    assert!(value("StartLimitBurst").parse::<u32>().unwrap() < 1_000);
}

#[test]
fn the_container_is_made_of_what_there_is() {
    let lines: Vec<Vec<String>> = read(CONTAINER).lines().map(words).collect();
    let ignored = read(".containerignore");
    let let_through: BTreeSet<&str> = ignored.lines().filter_map(|line| line.strip_prefix('!')).collect();
    let mut copied = BTreeSet::new();
    for line in &lines {
        let line: Vec<&str> = line.iter().map(String::as_str).collect();
        if let ["COPY", sources @ .., _] = line.as_slice()
            && !sources.iter().any(|word| word.starts_with("--from="))
        {
            copied.extend(sources.iter().copied());
        }
    }
    assert!(copied.len() > 3, "{copied:?}");
    for source in &copied {
        assert!(root().join(source).exists(), "{CONTAINER} copies {source}");
        let top = source.split('/').next().unwrap();
        assert!(let_through.contains(top), ".containerignore keeps {source} away");
    }
    for name in let_through {
        let is_copied = copied.iter().any(|source| source.split('/').next() == Some(name));
        assert!(is_copied, ".containerignore lets {name} through for nothing");
    }
    // Docker reads one of the files, Podman the other or both.
    assert_eq!(ignored, read(".dockerignore"));
}

#[test]
fn the_container_runs_the_bot_where_its_folders_are() {
    let container = read(CONTAINER);
    let value = |instruction: &str| {
        let line = container
            .lines()
            .rfind(|line| line.starts_with(&format!("{instruction} ")));
        line.unwrap_or_else(|| panic!("{CONTAINER} has no {instruction}"))[instruction.len()..].trim()
    };
    let list = |instruction: &str| serde_json::from_str::<Vec<String>>(value(instruction)).unwrap();
    let mut command = vec!["verbatim".to_owned()];
    assert!(list("ENTRYPOINT").concat().ends_with("/verbatim"));
    command.extend(list("CMD"));
    assert_parses(CONTAINER, &command);
    assert_eq!(value("WORKDIR"), HOME);
    assert_eq!(list("VOLUME").into_iter().collect::<BTreeSet<_>>(), default_folders());

    let compose = yaml(COMPOSE);
    let service = &compose["services"]["verbatim"];
    let mounted: BTreeSet<String> = service["volumes"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|volume| Some(volume.as_str()?.split_once(':')?.1.to_owned()))
        .collect();
    assert_eq!(mounted, default_folders());
    assert_eq!(service["read_only"], true);
    assert!(root().join(service["build"]["dockerfile"].as_str().unwrap()).exists());
}

#[test]
fn everything_is_built_with_the_toolchain_that_is_promised() {
    let manifest = read("Cargo.toml");
    let version = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = \"")?.strip_suffix('"'))
        .unwrap();
    for file in [CONTAINER, RELEASE] {
        let text = read(file);
        let images: Vec<&str> = text
            .split_whitespace()
            .filter_map(|word| Some(word.split_once("rust:")?.1))
            .collect();
        assert!(!images.is_empty(), "{file} names no image of Rust");
        for image in images {
            assert!(image.starts_with(&format!("{version}-")), "{file}: rust:{image}");
        }
    }
}

#[test]
fn the_workflows_run_what_there_is_and_pin_what_they_use() {
    for file in [CI, RELEASE] {
        let workflow = yaml(file);
        assert_eq!(workflow["permissions"]["contents"], "read", "{file}");
        for (name, job) in workflow["jobs"].as_object().unwrap() {
            for step in job["steps"].as_array().unwrap() {
                if let Some(action) = step["uses"].as_str() {
                    let version = action.split_once("@v").map_or("", |(_, version)| version);
                    assert_eq!(
                        version.split('.').count(),
                        3,
                        "{file}, {name}: {action} is not a full version"
                    );
                }
                let run = step["run"].as_str().unwrap_or_default();
                for script in shell_words(run)
                    .iter()
                    .filter(|word| word.starts_with("tools/") || word.starts_with(".ci/"))
                {
                    assert!(root().join(script).exists(), "{file} runs {script}");
                }
            }
        }
    }
}

#[test]
fn an_archive_is_made_of_what_there_is() {
    let mut copied = 0;
    for line in read(ARCHIVE).lines() {
        let words = shell_words(line);
        if words.first().is_none_or(|word| word != "cp") {
            continue;
        }
        let sources = words.iter().skip(1).rev().skip(1);
        for source in sources.filter(|word| !word.starts_with('-') && !word.contains('$')) {
            assert!(root().join(source).exists(), "{ARCHIVE} copies {source}");
            copied += 1;
        }
    }
    assert!(copied > 5, "{ARCHIVE} copies {copied} files");
}

#[test]
fn commands_are_told_from_names() {
    let words = |line: &str| arguments(line).map(|words| words.join("/"));
    assert_eq!(
        words("sudo -u verbatim verbatim reindex").as_deref(),
        Some("verbatim/reindex")
    );
    assert_eq!(
        words("sudo /usr/local/bin/verbatim man --to man1 # all").as_deref(),
        Some("verbatim/man/--to/man1")
    );
    assert_eq!(
        words("docker compose run --rm verbatim reindex").as_deref(),
        Some("verbatim/reindex")
    );
    for other in [
        "journalctl -u verbatim -f",
        "sudo systemctl enable --now verbatim",
        "ls verbatim.sqlite",
    ] {
        assert_eq!(words(other), None, "{other}");
    }
}

fn assert_parses(file: &str, command: &[String]) {
    if let Err(error) = Cli::command().try_get_matches_from(command) {
        panic!("{file} shows `{}`: {error}", command.join(" "));
    }
}

/// The arguments that a line of a shell passes to the program, beginning with `verbatim`. A unit or an image of that
/// name is not the program, since no command follows it; nor is a user, which comes after `-u`.
fn arguments(line: &str) -> Option<Vec<String>> {
    let words = shell_words(line);
    let is_program = |at: usize| {
        let is_named = words[at] == "verbatim" || words[at].ends_with("/verbatim");
        is_named && (at == 0 || words[at - 1] != "-u")
    };
    let is_command = |word: &String| word.starts_with(|c: char| c.is_ascii_lowercase());
    let start = (0..words.len()).find(|&at| is_program(at) && words.get(at + 1).is_some_and(is_command))?;
    let rest = words
        .into_iter()
        .skip(start + 1)
        .take_while(|word| !matches!(word.as_str(), "|" | "&&" | ";") && !word.starts_with(['<', '>']));
    Some(std::iter::once("verbatim".to_owned()).chain(rest).collect())
}

/// The settings of a unit. A setting that occurs several times has several values.
fn settings_of(unit: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut settings: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in unit.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, value)) = line.split_once('=') {
            settings.entry(name).or_default().push(value);
        }
    }
    settings
}

fn default_folders() -> BTreeSet<String> {
    [DEFAULT_CORPUS, DEFAULT_INDEX, DEFAULT_DATA]
        .map(|name| format!("{HOME}/{name}"))
        .into()
}

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

fn yaml(file: &str) -> Value {
    serde_saphyr::from_str(&read(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}
