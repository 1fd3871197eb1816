//! Everything that ARCHITECTURE.md names exists: paths, types and functions.

use std::collections::BTreeSet;
use std::fs;

use walkdir::WalkDir;

use super::{code_spans, has_extension, read, root};

/// The beginnings of paths in ARCHITECTURE.md that have to exist.
const FOLDERS: &[&str] = &["src/", "tests/", "corpus/", "index/", "benches/"];

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
fn the_names_in_the_architecture_exist() {
    let sources = sources();
    let architecture = read("ARCHITECTURE.md");
    let names: BTreeSet<&str> = architecture
        .lines()
        .flat_map(code_spans)
        .filter(|span| span.contains("::") && span.chars().all(|c| c.is_alphanumeric() || "_:".contains(c)))
        .collect();
    assert!(names.len() > 40, "{names:?}");
    for name in names {
        let (owner, own) = name.rsplit_once("::").unwrap();
        // Few files have the word at all.
        let mut with_word = sources.iter().filter(|(_, text)| text.contains(own));
        let is_there = with_word.any(|(path, text)| {
            let is_module = path.split(['/', '.']).any(|part| part == owner);
            let is_type = ["struct", "enum", "impl"]
                .iter()
                .any(|word| has_words(text, word, owner));
            let is_field = text.contains(&format!(" {own}: "));
            (is_module || is_type) && (has_words(text, "fn", own) || is_field)
        });
        assert!(is_there, "ARCHITECTURE.md names {name}, which does not exist");
    }
}

/// The source files, with their paths.
fn sources() -> Vec<(String, String)> {
    let files = WalkDir::new(root().join("src")).into_iter().map(Result::unwrap);
    files
        .filter(|entry| has_extension(entry.path(), "rs"))
        .map(|entry| {
            (
                entry.path().display().to_string(),
                fs::read_to_string(entry.path()).unwrap(),
            )
        })
        .collect()
}

/// True if a line has these two words one after the other, whatever generics are between them.
fn has_words(text: &str, first: &str, second: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.lines().any(|line| {
        let words: Vec<&str> = line.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
        let at = words.iter().position(|word| *word == first);
        at.is_some_and(|at| words[at + 1..].iter().take(3).any(|word| *word == second))
    })
}
