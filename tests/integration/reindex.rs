//! The index: lost, damaged, and rebuilt on request.

use std::fs;

use serde_json::json;
use verbatim::index::Generation;
use verbatim::ledger::Options;
use verbatim::library::{Event, Library, Settings};
use verbatim::question::Question;

use crate::ask::{TREATY, WHALES, WHY, texts};
use crate::run::Verbatim;

#[test]
fn a_deleted_index_is_built_anew() {
    let program = Verbatim::shipped();
    let before = texts(&program.ask_json(WHY)[0]).join("\n");
    fs::remove_dir_all(program.path("index")).unwrap();
    let output = program.run(&["ask", "--json", WHY], b"");
    assert!(output.stderr.contains("There is no index yet"), "{output:?}");
    assert_eq!(texts(&output.json_lines()[0]).join("\n"), before);
    assert!(program.path("index/current").is_file());
}

/// Flips a bit in every file of the live generation.
fn damage_live_generation(program: &Verbatim) -> String {
    let name = fs::read_to_string(program.path("index/current")).unwrap();
    let name = name.trim().to_owned();
    let mut damaged = 0;
    for entry in fs::read_dir(program.path("index").join(&name)).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let mut bytes = fs::read(&path).unwrap();
            if let Some(middle) = bytes.len().checked_div(2).and_then(|at| bytes.get_mut(at)) {
                *middle ^= 1;
                damaged += 1;
            }
            fs::write(&path, bytes).unwrap();
        }
    }
    assert!(damaged > 0, "nothing to damage in {name}");
    name
}

#[test]
fn a_damaged_index_is_told_and_built_anew() {
    let program = Verbatim::shipped();
    assert_eq!(program.ask(WHY).code(), 0);
    let name = damage_live_generation(&program);
    let output = program.ask(WHY);
    assert!(
        output
            .stderr
            .contains(&format!("Generation {name} of the index is damaged")),
        "{output:?}"
    );
    assert_eq!(output.code(), 0, "{output:?}");
    assert!(output.stdout.contains("For many years, Iran has felt betrayed"));
    assert!(
        output.stderr.contains("Every generation of the index is damaged"),
        "{output:?}"
    );
    assert_eq!(program.ask(WHY).stderr, "", "the new one is whole");
}

#[test]
fn a_damaged_generation_is_told_though_an_older_one_is_whole() {
    let program = Verbatim::new().article("a.txt", TREATY);
    program.reindex();
    program.write("corpus/a.txt", WHALES);
    program.reindex();
    let name = damage_live_generation(&program);
    let output = program.ask("do whales sing?");
    assert_eq!(output.code(), 0, "{output:?}");
    assert!(output.stdout.contains("Whales sing"), "{output:?}");
    assert!(
        output
            .stderr
            .contains(&format!("Generation {name} of the index is damaged")),
        "{output:?}"
    );
}

#[test]
fn a_reindex_reports_what_changed() {
    let program = Verbatim::new()
        .article("same.txt", TREATY)
        .article("changed.txt", WHALES)
        .article("removed.txt", TREATY);
    let first = program.reindex();
    assert_eq!(
        first["changes"]["articles"],
        json!({"added": 3, "changed": 0, "removed": 0, "same": 0})
    );
    program.write("corpus/changed.txt", WHALES.replace("north", "south"));
    fs::remove_file(program.path("corpus/removed.txt")).unwrap();
    program.write("corpus/added.txt", WHALES);
    program.write("corpus/added-too.txt", WHALES);
    let second = program.reindex();
    let counts = json!({"added": 2, "changed": 1, "removed": 1, "same": 1});
    assert_eq!(second["changes"], json!({"articles": counts, "passages": counts}));
    assert_ne!(first["generation"], second["generation"]);
    let shown = program.run(&["reindex"], b"").stdout;
    assert!(
        shown.contains("Articles: 0 added, 0 changed, 0 removed, 4 unchanged"),
        "{shown}"
    );
}

#[test]
fn a_reindex_reports_the_files_that_were_left_out() {
    let program = Verbatim::shipped()
        .article("empty.txt", "")
        .article("notes.pdf", "%PDF-1.7")
        .article("sub/broken.md", b"Text \xff, caf\xc3\xa9, caf\xc3\xa9.\n");
    let report = program.reindex();
    assert_eq!(report["articles"], 1);
    assert_eq!(
        report["left_out"],
        json!([
            {"path": "empty.txt", "line": null, "reason": "is empty"},
            {"path": "notes.pdf", "line": null, "reason": "is damaged, or isn't what its extension says; save it again in the program that it is from"},
            {"path": "sub/broken.md", "line": 1, "reason": "has bytes that are broken UTF-8; save it as UTF-8 again"},
        ])
    );
    let shown = program.run(&["reindex"], b"").stdout.replace('\n', " ");
    assert!(shown.contains("Skipped sub/broken.md, line 1: it has bytes"), "{shown}");
}

#[test]
fn a_reindex_without_an_article_keeps_the_old_generation() {
    let program = Verbatim::shipped();
    let generation = program.reindex()["generation"].clone();
    fs::remove_file(program.path("corpus/us-iran-nuclear-talks.txt")).unwrap();
    let failed = program.run(&["reindex"], b"");
    assert_eq!(failed.code(), 2);
    assert!(failed.stderr.contains("No article in corpus can be read"), "{failed:?}");
    let output = program.run(&["ask", "--json", WHY], b"");
    assert_eq!(output.code(), 0, "{output:?}");
    assert!(output.stderr.contains("Answering from generation"), "{output:?}");
    assert_eq!(output.json_lines()[0]["generation"], generation);
}

#[test]
fn a_large_library_answers_by_words_until_it_has_vectors() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("corpus")).unwrap();
    let paragraphs: Vec<String> = (0..520)
        .map(|day| format!("On day {day} the lighthouse keeper of cove number {day} counted the passing ships.\n\n"))
        .collect();
    fs::write(path("corpus/log.md"), format!("# The log\n\n{}", paragraphs.concat())).unwrap();
    let library = || {
        Library::open(Settings {
            corpus: path("corpus"),
            index: path("index"),
            data: path("data"),
            ledger: Options {
                stores_questions: false,
                keep: None,
            },
            database: None,
            replicas: None,
            model: None,
            answer_at: None,
            unsure_at: None,
        })
        .unwrap()
    };
    let question = Question::new("who counted ships on day 417?").unwrap();
    let first_quote = |library: &Library, generation: Generation| {
        let answer = library.answerer(generation).answer(&question, 1).unwrap();
        answer.quotes[0].text().to_owned()
    };

    let soon = library().soon(500, &mut |_| ()).unwrap();
    assert!(!soon.has_vectors());
    let answerer = library().answerer(soon);
    assert!(!library().status(Some(&answerer)).live.unwrap().has_vectors);
    let answer = answerer.answer(&question, 1).unwrap();
    assert!(answer.quotes[0].text().contains("day 417"));
    let again = library()
        .soon(500, &mut |event| assert!(!matches!(event, Event::Built(_))))
        .unwrap();
    assert!(!again.has_vectors(), "a restart answers as soon");

    let whole = library().rebuild(&mut |_| ()).unwrap().generation;
    assert!(whole.has_vectors());
    let kept = library().soon(500, &mut |_| ()).unwrap();
    assert_eq!(kept.name(), whole.name());
    assert!(first_quote(&library(), kept).contains("day 417"));
}
