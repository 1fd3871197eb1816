//! Who may import whom, and what may be named where: reads the sources and fails where a rule breaks.
//!
//! It looks at code alone: comments, strings and test modules are blanked out first.

use std::fs;
use std::path::Path;

/// Words that may stand only in files whose path under `src/` begins with one of the prefixes.
const NAMED_ONLY_IN: &[(&[&str], &[&str])] = &[
    (&["tantivy"], &["index"]),
    (&["whatlang"], &["text/language.rs"]),
    (&["serenity", "poise"], &["discord"]),
    (
        &["rten", "ort", "candle_core", "candle_nn", "candle_transformers"],
        &["encoder"],
    ),
    (&["rusqlite", "rusqlite_migration"], &["ledger"]),
    (&["prometheus_client", "memory_stats"], &["metrics"]),
    (&["hyper", "hyper_util"], &["http"]),
    (
        &[
            "env::var",
            "env::vars",
            "env::var_os",
            "env::vars_os",
            "vars_os",
            "dotenvy",
        ],
        &["config"],
    ),
    (&["strsim"], &["config"]),
    (&["rustix"], &["cli/check"]),
    (&["println!", "print!", "eprintln!", "eprint!"], &["cli"]),
    (&["async", "tokio"], &["discord", "http", "live", "cli/serve.rs"]),
    // The rooms of `discord`: the bot uses the API and the view, which know neither each other nor the bot.
    (&["discord::bot"], &["discord/bot"]),
    (&["discord::api"], &["discord/api", "discord/bot"]),
    (&["discord::view"], &["discord/view", "discord/bot"]),
];

/// What each module may import of ours, besides itself.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("message", &[]),
    ("metrics", &[]),
    ("http", &["metrics", "message"]),
    ("config", &[]),
    ("encoder", &[]),
    ("ledger", &[]),
    ("corpus", &["text"]),
    ("index", &["corpus", "encoder", "text"]),
    ("answer", &["index", "encoder", "corpus", "text"]),
    (
        "library",
        &["answer", "index", "encoder", "corpus", "ledger", "message", "text"],
    ),
    ("live", &["library", "answer", "index", "corpus", "metrics"]),
    (
        "discord",
        &[
            "live", "library", "answer", "index", "corpus", "ledger", "message", "metrics", "text",
        ],
    ),
    (
        "cli",
        &[
            "config", "corpus", "encoder", "index", "answer", "text", "library", "live", "discord", "http", "ledger",
            "message", "metrics",
        ],
    ),
    ("main", &["cli"]),
];

#[test]
fn the_sources_keep_to_the_layers() {
    let mut sources = Vec::new();
    read_sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut sources);
    assert!(sources.len() > 10, "only {} sources were found", sources.len());
    let broken: Vec<String> = sources
        .iter()
        .flat_map(|(path, source)| violations(path, source))
        .collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn planted_violations_are_found() {
    let found = |path: &str, source: &str| violations(path, source);
    assert_eq!(
        found("answer/rank.rs", "// fine\nuse tantivy::Index;\n"),
        ["src/answer/rank.rs:2: `tantivy` may not be named here"]
    );
    assert_eq!(
        found("corpus.rs", "use crate::index::Store;\nuse crate::text::fold;\n"),
        ["src/corpus.rs:1: corpus may not import index"]
    );
    for (path, source) in [
        ("text/words.rs", "use crate::{corpus::Article, text};"),
        ("text/words.rs", "use super::super::corpus::Article;"),
        ("index.rs", "use super::{answer, corpus};"),
        ("main.rs", "use verbatim::index::Store;"),
        ("cli.rs", "let home = std::env::var(\"HOME\");"),
        ("index/store.rs", "eprintln!(\"opened\");"),
        ("answer.rs", "pub async fn answer() {}"),
        ("answer.rs", "#[cfg(test)]\nmod tests;\nprintln!();"),
        ("answer.rs", "let quote = '\"'; println!(); let other = '\"';"),
        ("discord/bot.rs", "use prometheus_client::registry::Registry;"),
        ("cli/serve.rs", "use hyper::Request;"),
        ("discord/view/answer.rs", "use crate::discord::api::rest::Rest;"),
        ("discord/api/rest.rs", "use crate::discord::bot::Bot;"),
        ("metrics.rs", "use crate::live::Live;"),
        ("shop.rs", ""),
    ] {
        assert_eq!(found(path, source).len(), 1, "{path}: {source}");
    }
}

#[test]
fn what_is_allowed_passes() {
    for (path, source) in [
        (
            "index/store.rs",
            "use tantivy::Index;\nuse crate::index::Hit;\nuse super::super::corpus::Article;",
        ),
        ("index/store.rs", "use super::cli;"),
        (
            "answer.rs",
            "/// Not tantivy.\n/* nor\ntokio */ let name = \"println! \\\" tokio\"; let raw = r#\"poise \" tokio\"#;",
        ),
        (
            "answer.rs",
            "fn for_tantivy() {}\n#[cfg(test)]\nmod tests {\n    use crate::cli;\n}",
        ),
        ("config.rs", "let all = std::env::vars_os();"),
        (
            "cli/paint.rs",
            "let version = env!(\"CARGO_PKG_VERSION\"); eprintln!();",
        ),
    ] {
        assert_eq!(violations(path, source), Vec::<String>::new(), "{path}: {source}");
    }
}

/// Reads every source below `folder`, but for the files of test modules; paths are relative to `src/`.
fn read_sources(folder: &Path, prefix: &str, sources: &mut Vec<(String, String)>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            read_sources(&entry.path(), &format!("{path}/"), sources);
        } else if entry.path().extension().is_some_and(|extension| extension == "rs") && name != "tests.rs" {
            let source = fs::read_to_string(entry.path()).unwrap_or_else(|error| panic!("src/{path}: {error}"));
            sources.push((path, source));
        }
    }
    sources.sort();
}

/// What breaks a rule in the source at `path`, as file, line and what.
fn violations(path: &str, source: &str) -> Vec<String> {
    let code = code_of(source);
    let mut found: Vec<(usize, String)> = Vec::new();
    for (words, homes) in NAMED_ONLY_IN {
        if homes.iter().any(|home| is_at(path, home)) {
            continue;
        }
        for word in *words {
            found.extend(places(&code, word).map(|at| (at, format!("`{word}` may not be named here"))));
        }
    }
    let module = path.split(['/', '.']).next().unwrap_or_default();
    if module != "lib" {
        match MAY_IMPORT.iter().find(|(name, _)| *name == module) {
            None => found.push((0, format!("the module {module} has no place among the layers"))),
            Some((_, allowed)) => found.extend(
                imports(path, &code)
                    .into_iter()
                    .filter(|(_, name)| name != module && !allowed.contains(&name.as_str()))
                    .map(|(at, name)| (at, format!("{module} may not import {name}"))),
            ),
        }
    }
    found.sort();
    found
        .into_iter()
        .map(|(at, what)| {
            let line = code.chars().take(at).filter(|&c| c == '\n').count() + 1;
            format!("src/{path}:{line}: {what}")
        })
        .collect()
}

/// Whether `path` is the file `home`, or belongs to the module `home`.
fn is_at(path: &str, home: &str) -> bool {
    path == home
        || path
            .strip_prefix(home)
            .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// Our modules that are named in a path from the crate's root, with where.
fn imports(path: &str, code: &str) -> Vec<(usize, String)> {
    let depth = path.split('/').count();
    let to_root = "super::".repeat(depth);
    let mut roots = vec!["crate::"];
    if path == "main.rs" {
        roots.push("verbatim::");
    } else {
        roots.push(&to_root);
    }
    roots
        .into_iter()
        .flat_map(|root| places(code, root).map(move |at| (at, &code[at + root.len()..])))
        .flat_map(|(at, rest)| first_names(rest).into_iter().map(move |name| (at, name)))
        .filter(|(_, name)| name != "super" && name.starts_with(char::is_lowercase))
        .collect()
}

/// The names that a path goes on with: one, or the first of each branch of `{a::b, c}`.
fn first_names(rest: &str) -> Vec<String> {
    let name = |text: &str| {
        text.trim_start()
            .chars()
            .take_while(|&c| is_name(c))
            .collect::<String>()
    };
    let Some(group) = rest.strip_prefix('{') else {
        return vec![name(rest)];
    };
    let mut names = vec![name(group)];
    let mut depth = 0_usize;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&group[at + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Where `word` stands by itself, not as a part of a longer name or path of `super::`.
fn places<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word).map(|(at, _)| at).filter(move |&at| {
        let (before, behind) = (&code[..at], &code[at + word.len()..]);
        let ends_open = !word.ends_with(is_name);
        let longer_name = before.ends_with(is_name) || (!ends_open && behind.starts_with(is_name));
        let longer_path = word.starts_with("super::") && before.ends_with("super::");
        !(longer_name || longer_path)
    })
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The source with comments, strings, characters and test modules blanked out; ASCII, line for line the same.
fn code_of(source: &str) -> String {
    let blank = blank_out(source);
    let mut code = String::new();
    let mut lines = blank.lines();
    while let Some(line) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            match lines.next() {
                // A test module in a file of its own, or an import for tests.
                Some(next) if next.trim_end().ends_with(';') => code.push_str("\n\n"),
                _ => break,
            }
        } else {
            code.push_str(line);
            code.push('\n');
        }
    }
    code
}

fn blank_out(source: &str) -> String {
    let mut code = String::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let hidden = if code.ends_with(is_name) && c != '"' {
            0
        } else {
            hidden_len(rest)
        };
        let (len, shown) = if hidden > 0 {
            (hidden, false)
        } else {
            (c.len_utf8(), c.is_ascii())
        };
        let (piece, behind) = rest.split_at(len);
        if shown {
            code.push_str(piece);
        } else {
            code.extend(piece.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        }
        rest = behind;
    }
    code
}

/// The length of the comment, string or character that `rest` begins with; 0 if it begins with none.
fn hidden_len(rest: &str) -> usize {
    let upto = |end: &str, from: usize| rest[from..].find(end).map_or(rest.len(), |at| from + at + end.len());
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return upto("*/", 2);
    }
    if let Some(raw) = rest.strip_prefix('r') {
        let hashes = raw.bytes().take_while(|&b| b == b'#').count();
        if raw[hashes..].starts_with('"') {
            return upto(&format!("\"{}", "#".repeat(hashes)), hashes + 2);
        }
    }
    if rest.starts_with('"') {
        return quoted_len(rest, '"');
    }
    if let Some(character) = rest.strip_prefix('\'') {
        // A lifetime has no closing quote behind its first character.
        let mut chars = character.chars();
        return match (chars.next(), chars.next()) {
            (Some('\\'), _) | (Some(_), Some('\'')) => quoted_len(rest, '\''),
            _ => 0,
        };
    }
    0
}

fn quoted_len(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}
