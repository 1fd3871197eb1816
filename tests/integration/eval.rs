//! `verbatim eval`: questions with known answers, and the report on them.

use std::fs;

use serde_json::{Value, json};

use crate::ask::{TREATY, WHALES};
use crate::run::{Output, Verbatim};

const GOOD: &str = concat!(
    "{\"question\": \"Who signed the treaty of Oslo?\", \"relevant\": [\"The treaty of  Oslo was signed by forty nations in the spring of that year.\"]}\n",
    "\n",
    "{\"question\": \"How long do whales sing?\", \"relevant\": [\"Whales sing for many hours\"], \"style\": \"direct\", \"id\": \"w\"}\n",
    "{\"question\": \"best pizza toppings?\", \"style\": \"off_topic\"}\n",
);

/// Enough to keep other subjects out of the first ten passages.
const WHAT_WHALES_DO: &[&str] = &[
    "sleep upright near the surface",
    "migrate along the coast in autumn",
    "feed on krill and small fish",
    "nurse their calves for a year",
    "were hunted for their oil",
    "breathe through a blowhole",
    "leap out of the sea at play",
    "live in families led by mothers",
    "can dive below a thousand metres",
    "have been protected by law since 1986",
    "strand on beaches now and then",
];

fn program(questions: &str) -> Verbatim {
    let program = Verbatim::new()
        .article("oslo.txt", TREATY)
        .article("whales.txt", WHALES);
    program.write("questions.jsonl", questions);
    program
}

fn eval(program: &Verbatim, more: &[&str]) -> Output {
    program.run(&[&["eval", "questions.jsonl"], more].concat(), b"")
}

fn eval_json(program: &Verbatim, more: &[&str]) -> Value {
    let output = eval(program, &[&["--json"], more].concat());
    let mut objects = output.json_lines();
    assert_eq!(objects.len(), 1, "{output:?}");
    objects.remove(0)
}

#[test]
fn a_file_is_measured_on_the_configured_articles() {
    let program = program(&format!("\u{feff}{GOOD}"));
    let output = eval(&program, &[]);
    assert_eq!(output.code(), 0, "{output:?}");
    for wanted in [
        "3 questions",
        "2 of 2",
        "1 of 1",
        "near_topic_not_asserted     -",
        "0.9-1.0",
        "ECE",
    ] {
        assert!(output.stdout.contains(wanted), "{wanted}: {}", output.stdout);
    }
    assert!(!output.stdout.contains("NaN"), "{}", output.stdout);
}

#[test]
fn the_json_has_every_figure() {
    let report = eval_json(&program(GOOD), &[]);
    assert_eq!(report["n"], 3);
    let figures = &report["figures"];
    assert_eq!(figures.as_object().unwrap().len(), 9);
    assert_eq!(figures["passage@1"], 1.0);
    assert_eq!(figures["off_topic_refused"], 1.0);
    assert_eq!(figures["auroc_off_topic"], 1.0);
    assert_eq!(figures["auroc_near_topic"], Value::Null);
    // "Whales sing for many hours" is less than two thirds of its sentence: only the passage is right.
    assert_eq!(report["counts"]["sentence@1"], json!({"count": 1, "of": 2}));
    assert_eq!(report["by_style"]["direct"]["figures"]["sentence@1"], 0.0);
    assert_eq!(report["by_style"]["off_topic"]["figures"]["passage@1"], Value::Null);
    let bins = report["reliability"]["bins"].as_array().unwrap();
    assert_eq!(bins.len(), 10);
    assert_eq!(bins.iter().map(|bin| bin["n"].as_u64().unwrap()).sum::<u64>(), 3);
    assert!(report["latency_ms"]["p99"].as_f64().unwrap() > 0.0);
    assert!(report.get("misses").is_none());
}

#[test]
fn a_folder_brings_its_own_articles_and_is_left_as_it_was() {
    let program = Verbatim::new();
    program.write("set/corpus/oslo.txt", TREATY);
    program.write("set/corpus/whales.txt", WHALES);
    program.write("set/questions.jsonl", GOOD);
    let output = program.run(&["eval", "set"], b"");
    assert_eq!(output.code(), 0, "{output:?}");
    let left: Vec<_> = fs::read_dir(program.path("set")).unwrap().flatten().collect();
    assert_eq!(left.len(), 2, "{left:?}");
    assert_eq!(fs::read_dir(program.path("set/corpus")).unwrap().count(), 2);
    assert!(!program.path("index").exists());
}

#[test]
fn the_index_of_a_folder_is_removed() {
    let program = Verbatim::new();
    program.write("set/corpus/whales.txt", WHALES);
    program.write("set/questions.jsonl", GOOD);
    fs::create_dir(program.path("tmp")).unwrap();
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_verbatim"))
        .args(["eval", "set"])
        .current_dir(program.path(""))
        .env_clear()
        .env("TMPDIR", program.path("tmp"))
        .output()
        .unwrap()
        .status;
    assert!(status.success());
    assert_eq!(fs::read_dir(program.path("tmp")).unwrap().count(), 0);
}

#[test]
fn a_folder_without_articles_is_measured_on_the_configured_ones() {
    let program = program("");
    program.write("set/questions.jsonl", GOOD);
    assert_eq!(program.run(&["eval", "set"], b"").code(), 0);
    assert!(program.path("index").exists());
}

#[test]
fn what_can_not_be_read_is_said() {
    let program = program(" \n");
    fs::create_dir(program.path("bare")).unwrap();
    for (path, wanted) in [
        ("nowhere.jsonl", "no file or folder nowhere.jsonl"),
        ("bare", "no questions.jsonl in bare"),
        ("questions.jsonl", "no question in questions.jsonl"),
    ] {
        let output = program.run(&["eval", path], b"");
        assert_eq!(output.code(), 2, "{output:?}");
        assert!(output.stderr.contains(wanted), "{wanted}: {}", output.stderr);
    }
    assert!(!program.path("index").exists());
}

#[test]
fn bad_lines_are_all_named_and_nothing_is_measured() {
    let bad = concat!(
        "{\"question\": \"a\", \"id\": \"x\"}\n",
        "why?\n",
        "{\"relevant\": []}\n",
        "{\"question\": \" \"}\n",
        "{\"question\": \"a\", \"answerable\": true}\n",
        "{\"question\": \"a\", \"answerable\": false, \"relevant\": [\"b\"]}\n",
        "{\"question\": \"a\", \"id\": \"x\"}\n",
    );
    let output = eval(&program(bad), &[]);
    assert_eq!((output.code(), output.stdout.as_str()), (2, ""), "{output:?}");
    for wanted in [
        "Line 2: it is not valid JSON",
        "Line 3: it has no \"question\"",
        "Line 4: it has an empty \"question\"",
        "Line 5: it is \"answerable\", but",
        "Line 6: it isn't \"answerable\", but",
        "Line 7: it has the same id \"x\" as line 1",
        "Nothing was measured",
    ] {
        assert!(output.stderr.contains(wanted), "{wanted}: {}", output.stderr);
    }
}

#[test]
fn of_many_bad_lines_the_rest_is_counted() {
    let output = eval(&program(&"why?\n".repeat(25)), &[]);
    assert_eq!(output.code(), 2);
    assert!(output.stderr.contains("Line 20:") && !output.stderr.contains("Line 21:"));
    assert!(output.stderr.contains("And 5 more"), "{}", output.stderr);
}

#[test]
fn a_sentence_that_stands_nowhere_is_warned_of() {
    let questions = "{\"question\": \"How long do whales sing?\", \"relevant\": [\"Whales sing all day.\"]}\n";
    let program = program(questions);
    let output = eval(&program, &[]);
    assert_eq!(output.code(), 0, "{output:?}");
    assert!(
        output.stderr.contains("Line 1: no passage") && output.stderr.contains("Whales sing all day."),
        "{}",
        output.stderr
    );
    assert!(output.stdout.contains("0 of 1"), "{}", output.stdout);
}

#[test]
fn a_question_that_nothing_answers_wants_a_style() {
    let output = eval(&program("{\"question\": \"best pizza toppings?\"}\n"), &[]);
    assert_eq!(output.code(), 0, "{output:?}");
    assert!(output.stderr.contains("near_topic"), "{}", output.stderr);
}

#[test]
fn misses_are_listed_by_how_they_went_wrong() {
    let questions = concat!(
        "{\"question\": \"How long do whales sing?\", \"relevant\": [\"forty nations\"]}\n",
        "{\"question\": \"Where do whales sing?\", \"relevant\": [\"many hours\"]}\n",
        "{\"question\": \"whales singing pizza toppings ketchup hours?\", \"relevant\": [\"Whales sing for many hours\"]}\n",
        "{\"question\": \"Do whales sing in the north?\", \"style\": \"near_topic\"}\n",
    );
    let program = program(questions);
    for (number, what) in WHAT_WHALES_DO.iter().enumerate() {
        program.write(&format!("corpus/more-{number}.txt"), format!("Whales {what}.\n"));
    }
    // No article has half of the third question's words, so its confidence is lower than that of the others.
    program.write(".env", "VERBATIM_ANSWER_AT=0.9\n");
    let report = eval_json(&program, &["--misses"]);
    let lines = |way: &str| -> Vec<u64> {
        let missed = report["misses"][way].as_array().unwrap();
        missed.iter().map(|miss| miss["line"].as_u64().unwrap()).collect()
    };
    assert_eq!(lines("wrong_passage"), [1]);
    assert_eq!(lines("wrong_sentence"), [2, 3]);
    assert_eq!(lines("not_refused"), [4]);
    assert_eq!(lines("held_back"), [3]);
    let output = eval(&program, &["--misses"]);
    for wanted in [
        "expected: forty nations",
        "given: Whales sing",
        "not among the first 10",
        "(1):",
    ] {
        assert!(output.stdout.contains(wanted), "{wanted}: {}", output.stdout);
    }
}

#[test]
fn floors_decide_the_exit_status() {
    let program = program(GOOD);
    let met = eval(
        &program,
        &["--min", "passage@1=0.9,mrr=1", "--min", "off_topic_refused=1"],
    );
    assert_eq!(met.code(), 0, "{met:?}");
    let short = eval(&program, &["--min", "passage@1=0.9,sentence@1=0.7"]);
    assert_eq!(short.code(), 1, "{short:?}");
    assert!(short.stderr.contains("sentence@1 is 0.5000, below the 0.7"));
    assert!(!short.stderr.contains("passage@1"));
    let unknown = eval(&program, &["--min", "recall=0.9"]);
    assert_eq!(unknown.code(), 2, "{unknown:?}");
    assert!(unknown.stderr.contains("auroc_near_topic"));
    let without = eval(&program, &["--min", "near_topic_not_asserted=0.9,sentence@1=0.7"]);
    assert_eq!(without.code(), 2, "{without:?}");
    assert!(without.stderr.contains("no questions to compute it on"));
    let report = eval_json(&program, &["--min", "sentence@1=0.7"]);
    assert_eq!(report["floors"][0]["met"], false);
}
