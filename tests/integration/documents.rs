//! The documents describe the program truly: settings, paths, commands and flags, links, and an answer as JSON.

mod architecture;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use clap::CommandFactory;
use serde_json::Value;
use verbatim::answer::{DEFAULT_ANSWER_AT, DEFAULT_UNSURE_AT};
use verbatim::cli::Cli;
use verbatim::config::{
    DEFAULT_CORPUS, DEFAULT_DATA, DEFAULT_FORGET_DAYS, DEFAULT_INDEX, DEFAULT_QUESTION_DAYS, DEFAULT_USER_LIMIT,
    Folders, Sources, VARIABLES,
};

use crate::discord::stage::WHY;
use crate::run::Verbatim;

/// The documents outside of `docs`.
const DOCUMENTS: &[&str] = &[
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "PRIVACY.md",
];

/// Documents that show commands; `contrib` checks those of `docs/running.md`.
const WITH_COMMANDS: &[&str] = &["README.md", "docs/eval.md"];

/// A row of the README's table of settings.
struct Setting {
    variable: String,
    flag: String,
    default: String,
}

#[test]
fn the_readme_lists_every_setting() {
    let settings = settings();
    assert_settings(settings.iter().map(|setting| setting.variable.as_str()));
}

#[test]
fn the_defaults_in_the_readme_are_those_of_the_code() {
    let nothing_set = Sources::default().resolve(Folders::default()).unwrap();
    let (questions, time) = DEFAULT_USER_LIMIT;
    let on = |is_on: bool| if is_on { "on" } else { "off" }.to_owned();
    let most = |quota: Option<usize>| quota.map_or_else(|| "off".to_owned(), |most| most.to_string());
    let wanted = [
        ("VERBATIM_CORPUS", DEFAULT_CORPUS.to_owned()),
        ("VERBATIM_INDEX", DEFAULT_INDEX.to_owned()),
        ("VERBATIM_DATA", DEFAULT_DATA.to_owned()),
        ("VERBATIM_ANSWER_AT", DEFAULT_ANSWER_AT.to_string()),
        ("VERBATIM_UNSURE_AT", DEFAULT_UNSURE_AT.to_string()),
        ("VERBATIM_USER_LIMIT", format!("{questions}/{}", time.as_secs())),
        ("VERBATIM_MESSAGE_CONTENT", on(nothing_set.discord.message_content)),
        (
            "VERBATIM_SERVERS",
            if nothing_set.servers.is_none() { "one" } else { "own" }.to_owned(),
        ),
        ("VERBATIM_INTERACTIONS", on(nothing_set.discord.interactions.is_some())),
        ("VERBATIM_GATEWAY", on(nothing_set.discord.gateway)),
        ("VERBATIM_SHARE_WITH", "all".to_owned()),
        ("VERBATIM_FORGET_DAYS", DEFAULT_FORGET_DAYS.to_string()),
        ("VERBATIM_MEMORY", most(nothing_set.memory)),
        ("VERBATIM_MAX_ARTICLES", most(nothing_set.quotas.articles)),
        ("VERBATIM_MAX_MIB", most(nothing_set.quotas.mebibytes)),
        ("VERBATIM_MAX_PASSAGES", most(nothing_set.quotas.passages)),
        ("VERBATIM_MAX_PAGES", most(nothing_set.quotas.pages)),
        ("VERBATIM_MAX_BUILDS", most(nothing_set.quotas.builds)),
        ("VERBATIM_WATCH", on(nothing_set.watches)),
        ("VERBATIM_FETCH_EVERY", on(nothing_set.fetch.every.is_some())),
        ("VERBATIM_FETCH_PRIVATE", on(nothing_set.fetch.allows_private)),
        ("VERBATIM_QUESTION_LOG", on(nothing_set.ledger.stores_questions)),
        ("VERBATIM_QUESTION_DAYS", DEFAULT_QUESTION_DAYS.to_string()),
        ("VERBATIM_HTTP", on(nothing_set.http.is_some())),
        ("VERBATIM_LOG", nothing_set.log.level.to_owned()),
        (
            "VERBATIM_LOG_FORMAT",
            if nothing_set.log.json { "json" } else { "human" }.to_owned(),
        ),
        ("VERBATIM_LOG_QUESTIONS", on(nothing_set.log.questions)),
    ];
    let wanted: BTreeMap<&str, String> = wanted.into_iter().collect();
    for Setting { variable, default, .. } in settings() {
        match wanted.get(variable.as_str()) {
            Some(wanted) => assert_eq!(default, *wanted, "{variable}"),
            None if variable == "VERBATIM_MODEL" => assert_eq!(default, "the built-in one"),
            None => assert_eq!(default, "", "{variable} has no default that this test knows"),
        }
    }
}

#[test]
fn the_flags_in_the_documents_exist() {
    let documents: String = documents().iter().map(|name| read(name)).collect();
    let flags = flags(&Cli::command());
    let named: Vec<&str> = documents
        .lines()
        .flat_map(code_spans)
        .filter_map(|span| span.strip_prefix("--"))
        .filter(|flag| flag.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect();
    assert!(named.len() > 5, "{named:?}");
    for flag in named {
        assert!(flags.contains(flag), "a document names --{flag}");
    }
    // Flags that hold for all commands are settings too.
    let globals: BTreeSet<String> = Cli::command()
        .get_arguments()
        .filter(|argument| argument.is_global_set())
        .filter_map(|argument| Some(format!("--{}", argument.get_long()?)))
        .collect();
    let listed = settings().into_iter().map(|setting| setting.flag);
    let listed: BTreeSet<String> = listed.filter(|flag| !flag.is_empty()).collect();
    assert_eq!(listed, globals);
}

#[test]
fn every_link_leads_somewhere() {
    let mut links = 0;
    for name in documents() {
        let folder = Path::new(&name).parent().unwrap().to_owned();
        for target in targets(&read(&name)) {
            if target.contains("://") {
                continue;
            }
            links += 1;
            let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let path = if path.is_empty() {
                Path::new(&name).to_owned()
            } else {
                folder.join(path)
            };
            assert!(root().join(&path).exists(), "{name} links to {target}");
            if !anchor.is_empty() {
                let anchors = anchors(&read(path.to_str().unwrap()));
                assert!(
                    anchors.contains(anchor),
                    "{name} links to {target}; there is {anchors:?}"
                );
            }
        }
    }
    assert!(links > 20, "{links} links");
}

#[test]
fn every_picture_is_drawn_from_a_payload_and_shown() {
    let shown: BTreeSet<String> = documents()
        .iter()
        .flat_map(|name| targets(&read(name)))
        .filter(|target| has_extension(Path::new(target), "png"))
        .map(|target| target.rsplit('/').next().unwrap().to_owned())
        .collect();
    let mut drawn = BTreeSet::new();
    for entry in fs::read_dir(root().join("docs/pictures")).unwrap() {
        let path = entry.unwrap().path();
        if has_extension(&path, "png") {
            assert!(path.with_extension("json").exists(), "{}", path.display());
            drawn.insert(path.file_name().unwrap().to_str().unwrap().to_owned());
        } else {
            assert!(path.with_extension("png").exists(), "{}", path.display());
        }
    }
    assert_eq!(shown, drawn);
}

#[test]
fn an_answer_as_json_has_the_keys_that_the_document_shows() {
    let document = read("docs/json.md");
    let (_, shown) = document.split_once("```json\n").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    let shown: Value = serde_json::from_str(shown).unwrap();
    let answer = &Verbatim::shipped().ask_json(WHY)[0];
    let keys = |value: &Value| -> BTreeSet<String> { value.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(keys(answer), keys(&shown));
    let (quote, shown_quote) = (&answer["quotes"][0], &shown["quotes"][0]);
    assert_eq!(keys(quote), keys(shown_quote));
    assert_eq!(keys(&quote["article"]), keys(&shown_quote["article"]));
    assert!(keys(&answer["evidence"]).is_superset(&keys(&shown["evidence"])));
}

#[test]
fn links_and_headings_are_told_from_other_text() {
    let document = "# A *b*: `c`, d?\n[x](y.md#z) and ![p](q.png), `[no](link)`\n```sh\n# no heading\n[no](link)\n```\n## A b c d\n";
    assert_eq!(targets(document), ["y.md#z", "q.png"]);
    let wanted = ["a-b-c-d", "a-b-c-d-1"].map(str::to_owned);
    assert_eq!(anchors(document), BTreeSet::from(wanted));
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
fn the_commands_in_the_documents_parse() {
    for name in WITH_COMMANDS {
        let document = read(name);
        let commands: Vec<Vec<String>> = fenced_lines(&document).filter_map(arguments).collect();
        assert!(commands.len() > 3, "{name} shows {commands:?} alone");
        for command in commands {
            let shown = command.join(" ");
            if let Err(error) = Cli::command().try_get_matches_from(command) {
                panic!("{name} shows `{shown}`: {error}");
            }
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

/// The README's table of settings.
fn settings() -> Vec<Setting> {
    let readme = read("README.md");
    let section = readme.lines().skip_while(|line| *line != "## Settings").skip(1);
    let rows = section
        .take_while(|line| !line.starts_with("## "))
        .filter(|line| line.starts_with("| `"));
    let bare = |cell: &str| cell.trim().trim_matches('`').to_owned();
    let settings = rows.map(|row| {
        let cells: Vec<&str> = row.split('|').collect();
        Setting {
            variable: bare(cells[1]),
            flag: bare(cells[2]),
            default: bare(cells[3]),
        }
    });
    settings.collect()
}

/// The long flags of a command and of its subcommands.
fn flags(command: &clap::Command) -> BTreeSet<String> {
    let own = command.get_arguments().filter_map(clap::Arg::get_long);
    let below = command.get_subcommands().flat_map(flags);
    own.map(str::to_owned).chain(below).collect()
}

/// The paths of the documents.
fn documents() -> Vec<String> {
    let in_docs = fs::read_dir(root().join("docs")).unwrap();
    let in_docs = in_docs
        .map(|entry| format!("docs/{}", entry.unwrap().file_name().to_str().unwrap()))
        .filter(|name| has_extension(Path::new(name), "md"));
    DOCUMENTS.iter().map(|name| (*name).to_owned()).chain(in_docs).collect()
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|own| own == extension)
}

/// The lines of a document outside of fences.
fn prose(document: &str) -> impl Iterator<Item = &str> {
    let mut is_fenced = false;
    document.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_fenced ^= is_fence;
        !is_fenced && !is_fence
    })
}

/// The targets of the links and pictures of a document.
fn targets(document: &str) -> Vec<String> {
    let without_code = |line: &str| line.split('`').step_by(2).collect::<Vec<_>>().join("`");
    let text = prose(document).map(without_code).collect::<Vec<_>>().join("\n");
    let behind = text.split("](").skip(1);
    behind
        .filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()))
        .collect()
}

/// The anchors of a document's headings, as GitHub makes them.
fn anchors(document: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for line in prose(document).filter(|line| line.starts_with('#')) {
        let heading = line.trim_start_matches('#').trim().to_lowercase();
        let kept = heading.replace(' ', "-");
        let kept: String = kept
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            .collect();
        let mut anchor = kept.clone();
        for number in 1.. {
            if anchors.insert(anchor) {
                break;
            }
            anchor = format!("{kept}-{number}");
        }
    }
    anchors
}

/// The texts between backticks in a line.
pub fn code_spans(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// The lines within fences, except for those of shown output (`text`, `json`).
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

/// The arguments of the `verbatim` or `cargo run` command in a line of a shell, beginning with `verbatim`.
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
