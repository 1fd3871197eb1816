//! The content of an answer: small talk, overviews, questions with several parts, and the influence of the question's
//! words, of the settings and of the encoder.
//!
//! Not here: the arguments and output of `verbatim ask` (`ask.rs`), and languages other than English (`languages.rs`).

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::ask::{TREATY, WHALES, WHY, texts};
use crate::run::Verbatim;

pub(crate) const BREAD: &str = "Sourdough bread rises slowly overnight because wild yeast works without hurry.\n";
pub(crate) const OBSERVATORY: &str = "The observatory opens its dome to visitors on the first Friday of each month.\n";

pub(crate) fn ask(program: &Verbatim, question: &str) -> Value {
    program.ask_json(question).remove(0)
}

pub(crate) fn key(quote: &Value) -> &str {
    quote["key_sentence"].as_str().unwrap()
}

pub(crate) fn best_path(answer: &Value) -> &str {
    answer["quotes"][0]["path"].as_str().unwrap()
}

#[test]
fn small_talk_is_answered_with_what_the_bot_does() {
    let program = Verbatim::shipped();
    for (said, wanted) in [
        ("hi", "answer questions about the articles"),
        ("thanks!", "You're welcome"),
        ("who are you?", "quote them word for word"),
    ] {
        let output = program.run(&["ask", "--json", said], b"");
        assert_eq!(output.code(), 0, "{output:?}");
        let answer = output.json_lines().remove(0);
        assert_eq!((&answer["kind"], &answer["quotes"]), (&json!("small_talk"), &json!([])));
        let shown = program.ask(said);
        assert_eq!(shown.code(), 0, "{shown:?}");
        let text = shown.stdout.replace('\n', " ");
        assert!(
            text.contains(wanted) && text.contains("A Step Toward Resolution,"),
            "{text}"
        );
    }
}

#[test]
fn an_overview_quotes_each_section_in_reading_order() {
    let program = Verbatim::shipped();
    for question in ["what is this about?", "tl;dr"] {
        let answer = ask(&program, question);
        assert_eq!(
            (&answer["kind"], &answer["status"]),
            (&json!("overview"), &json!("answered"))
        );
        let quotes = answer["quotes"].as_array().unwrap();
        let headings: Vec<_> = quotes
            .iter()
            .map(|quote| quote["headings"][1].as_str().unwrap())
            .collect();
        assert_eq!(
            headings,
            [
                "A Step Toward Resolution?",
                "A Long History of Tensions",
                "Negotiation Possibilities",
                "Global Security and Regional Stability",
                "A Call for Trust",
            ]
        );
        let output = program.ask(question);
        assert_eq!(output.code(), 0, "{output:?}");
        assert!(
            output.stdout.contains("In the article's own words"),
            "{}",
            output.stdout
        );
    }
}

#[test]
fn each_part_of_a_question_brings_a_passage() {
    let program = Verbatim::shipped();
    for (question, wanted) in [
        (
            "Who overthrew the Shah, and what could compromises include?",
            [
                "However, after the Iranian Revolution",
                "Potential compromises may include",
            ],
        ),
        (
            "Why doesn't Iran trust the US? What happens if the talks fail to reach a deal?",
            [
                "For many years, Iran has felt betrayed",
                "On the other hand, failure to reach a deal",
            ],
        ),
        // "They" and "it" refer to the part before.
        (
            "What does Iran want from the talks, and what happens if they fail?",
            [
                "Iran seeks the removal of sanctions",
                "On the other hand, failure to reach a deal",
            ],
        ),
    ] {
        let answer = ask(&program, question);
        let first: Vec<_> = texts(&answer).into_iter().take(3).collect();
        for said in wanted {
            assert!(
                first.iter().any(|text| text.contains(said)),
                "{question}: {said}: {first:?}"
            );
        }
    }
}

#[test]
fn a_paragraph_that_two_articles_have_is_shown_once() {
    let program = Verbatim::new()
        .article("a.txt", format!("{TREATY}\n{WHALES}"))
        .article("b.txt", format!("{TREATY}\n{BREAD}"));
    let answer = ask(&program, "Who signed the treaty of Oslo?");
    let treaties = texts(&answer).into_iter().filter(|text| *text == TREATY.trim_end());
    assert_eq!(treaties.count(), 1, "{answer}");
    assert_eq!(answer["quotes"][0]["text"], TREATY.trim_end());
}

#[test]
fn of_several_articles_the_one_that_is_asked_about_comes_first() {
    let program = Verbatim::shipped()
        .article("treaty.txt", TREATY)
        .article("whales.txt", WHALES)
        .article("bread.txt", BREAD)
        .article("observatory.txt", OBSERVATORY);
    for (question, path) in [
        (WHY, "us-iran-nuclear-talks.txt"),
        ("How many nations signed the treaty of Oslo?", "treaty.txt"),
        ("Which sea animals make music for hours?", "whales.txt"),
        ("Why does it take all night for the dough to rise?", "bread.txt"),
        ("When can I look at the stars there?", "observatory.txt"),
    ] {
        let answer = ask(&program, question);
        assert_eq!(best_path(&answer), path, "{question}: {answer}");
        assert_ne!(answer["status"], "no_answer", "{question}: {answer}");
    }
}

#[test]
fn typos_and_chat_speak_find_what_the_clean_question_finds() {
    let program = Verbatim::shipped();
    for (clean, typed) in [
        (WHY, "y doesnt iran trsut teh us"),
        ("What's at stake for global security?", "wats at stake 4 globl security"),
        (
            "Why do you think the embassy hostage crisis matters?",
            "y do u thnk the embasy hostge crisis matters",
        ),
    ] {
        let (clean, typed) = (ask(&program, clean), ask(&program, typed));
        assert_eq!(key(&typed["quotes"][0]), key(&clean["quotes"][0]), "{typed}");
        assert_eq!(typed["status"], clean["status"], "{typed}");
    }
}

#[test]
fn a_word_that_the_articles_know_is_never_corrected() {
    // Each of the two invented words is one letter away from a much more common word, or from the other.
    let program = Verbatim::new()
        .article(
            "a.txt",
            "The sanktions of Oslo are a band that plays in the harbour each summer.\n",
        )
        .article(
            "b.txt",
            "The sanctions of Oslo are penalties that the parliament voted for in winter.\n",
        )
        .article(
            "c.txt",
            "The parlament of owls meets in the old oak tree when the moon is full.\n",
        );
    for (question, path) in [
        ("Who are the sanktions?", "a.txt"),
        ("Who voted for the sanctions?", "b.txt"),
        ("Where does the parlament meet?", "c.txt"),
    ] {
        let answer = ask(&program, question);
        assert_eq!(best_path(&answer), path, "{question}: {answer}");
        assert_eq!(answer["evidence"]["passage_words"], 1.0, "{question}: {answer}");
        assert_eq!(answer["question"], question);
    }
}

#[test]
fn the_thresholds_move_the_status() {
    let program = Verbatim::shipped();
    let confidence = ask(&program, WHY)["confidence"].as_f64().unwrap();
    assert!((0.36..0.99).contains(&confidence), "{confidence}");
    for (answer_at, unsure_at, status, code) in [
        ("0.99", "0.1", "unsure", 0),
        ("0.999", "0.99", "no_answer", 1),
        ("0.1", "0", "answered", 0),
        ("0.99", "", "unsure", 0),
        ("", "0.99", "no_answer", 1),
    ] {
        program.write(
            ".env",
            format!("VERBATIM_ANSWER_AT={answer_at}\nVERBATIM_UNSURE_AT={unsure_at}\n"),
        );
        let output = program.run(&["ask", "--json", WHY], b"");
        assert_eq!(output.code(), code, "{answer_at}, {unsure_at}: {output:?}");
        assert_eq!(output.json_lines()[0]["status"], status, "{answer_at}, {unsure_at}");
    }
}

#[test]
fn thresholds_that_make_no_sense_are_errors_that_name_them() {
    let program = Verbatim::shipped();
    for (settings, named) in [
        ("VERBATIM_ANSWER_AT=often\n", &["VERBATIM_ANSWER_AT", "often"][..]),
        ("VERBATIM_UNSURE_AT=1.5\n", &["VERBATIM_UNSURE_AT", "1.5"]),
        ("VERBATIM_ANSWER_AT=-1\n", &["VERBATIM_ANSWER_AT", "-1"]),
        (
            "VERBATIM_ANSWER_AT=0.2\nVERBATIM_UNSURE_AT=0.4\n",
            &["VERBATIM_ANSWER_AT", "VERBATIM_UNSURE_AT", "0.2", "0.4"],
        ),
    ] {
        program.write(".env", settings);
        let output = program.ask(WHY);
        assert_eq!(
            (output.code(), output.stdout.as_str()),
            (2, ""),
            "{settings}: {output:?}"
        );
        for part in named {
            assert!(output.stderr.contains(part), "{settings}: {part}: {output:?}");
        }
    }
}

#[test]
fn a_missing_encoder_is_an_error_that_says_what_to_do() {
    let program = Verbatim::shipped();
    program.write(".env", "VERBATIM_MODEL=models/nowhere\n");
    for command in [&["ask", WHY][..], &["reindex"]] {
        let output = program.run(command, b"");
        assert_eq!((output.code(), output.stdout.as_str()), (2, ""), "{output:?}");
        let said = output.stderr.replace('\n', " ");
        assert!(
            said.contains("models/nowhere") && said.contains("VERBATIM_MODEL"),
            "{output:?}"
        );
    }
    assert!(!program.path("index").exists());
}

#[test]
fn another_encoder_makes_the_index_stale() {
    let program = Verbatim::shipped();
    program.reindex();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/verbatim");
    let mut tokenizer = fs::read(shipped.join("tokenizer.json")).unwrap();
    // The same tokenizer with one more byte: the identity of an encoder depends on its files.
    tokenizer.push(b'\n');
    program.write("other/tokenizer.json", tokenizer);
    program.write("other/model.onnx", fs::read(shipped.join("model.onnx")).unwrap());
    program.write(".env", "VERBATIM_MODEL=other\n");
    let output = program.run(&["ask", "--json", WHY], b"");
    assert!(output.stderr.contains("rebuilding it"), "{output:?}");
    let other = output.json_lines().remove(0);
    assert_eq!(program.ask(WHY).stderr, "", "the new index is of the other encoder");
    program.write(".env", "");
    let output = program.run(&["ask", "--json", WHY], b"");
    assert!(output.stderr.contains("rebuilding it"), "{output:?}");
    let again = output.json_lines().remove(0);
    assert_eq!(again["quotes"], other["quotes"], "the two encode alike");
    assert_ne!(again["generation"], other["generation"]);
}

const FAQ: &str = "# The boat house\n\n## How long may I keep a boat?\n\nTwo hours; on Mondays until dusk.\n\n\
    ## Can I bring a guest?\n\nOne, and only with a signed slip.\n\n## Who may steer the eight?\n\nWhoever wears the blue badge.\n\n\
    ## What is forbidden?\n\nThese are forbidden:\n\n- fires\n- dogs off the lead\n";
const MANUAL: &str = "# The manual\n\n## Boats\n\nThe club keeps nine boats, and each boat may be booked for the season. How long \
    may one keep a boat? That depends on the season, and on who else wants it.\n\n## Guests\n\nGuests are welcome at the summer \
    party, and members may bring a guest or two to the dinner.\n\n## The eight\n\nThe eight is the pride of the club, and whoever is \
    asked to steer it may be proud, too.\n\n## Contents\n\n- How long may I keep a boat?\n- Can I bring a guest?\n- The eight\n";

#[test]
fn a_heading_asked_word_for_word_is_answered_by_what_stands_below_it() {
    let program = Verbatim::new().article("faq.md", FAQ).article("manual.md", MANUAL);
    for (question, text) in [
        ("How long may I keep a boat?", "Two hours; on Mondays until dusk."),
        ("can i bring a guest", "One, and only with a signed slip."),
        ("WHO MAY STEER THE EIGHT??", "Whoever wears the blue badge."),
    ] {
        let answer = ask(&program, question);
        assert_eq!(answer["quotes"][0]["text"], text, "{question}");
        assert_eq!(answer["status"], "answered", "{question}");
    }
}

#[test]
fn the_first_passage_below_a_heading_that_was_asked_comes_first() {
    let rest = [
        "See the list of boats and the marked map of the pier.",
        "The traitor of the club is Jon, as everybody knows by now.",
        "Boats go out at high tide, and ropes are coiled to the left.",
    ];
    let folder = Verbatim::new();
    for (file, question, answer) in [
        (
            "gate.md",
            "Why is the gate locked?",
            "Because the goats got out last winter and ate the ropes.",
        ),
        (
            "lamp.md",
            "Who keeps the lamp?",
            "Nobody does, and it burns all the same until the morning.",
        ),
        ("oars.md", "Why are the oars short?", "Because of the goats."),
    ] {
        let fold = "<details><summary>When does the bar close?</summary>It closes at eleven.</details>";
        let text = format!(
            "# Harbour\n\nThe club is old.\n\n## {question}\n\n{answer}\n\n{fold}\n\n{}\n",
            rest.join("\n\n")
        );
        folder.write(&format!("corpus/{file}"), text);
        let quotes = folder.ask_json(question).remove(0)["quotes"].take();
        assert_eq!(quotes[0]["text"], answer, "{quotes:#}");
    }
}

#[test]
fn a_version_that_is_named_is_never_answered_from_its_sibling() {
    let versions = "# Game server\n\n## Version 1.20.4\n\nWith v1.20.4 the server wants four gigabytes of memory.\n\n\
        ## Version 1.21\n\nWith v1.21 the server wants six gigabytes of memory.\n\n\
        ## Version 1.21.4\n\nWith v1.21.4 the server wants eight gigabytes of memory.\n";
    let program = Verbatim::new().article("versions.md", versions);
    for (version, wanted) in [("1.20.4", "four"), ("1.21", "six"), ("1.21.4", "eight")] {
        for question in [
            format!("how much memory does v{version} need"),
            format!("memory for version {version}?"),
            format!("{version} memory"),
        ] {
            let answer = ask(&program, &question);
            assert!(key(&answer["quotes"][0]).contains(wanted), "{question}: {answer}");
        }
    }
}

#[test]
fn what_only_points_to_an_answer_is_never_marked_as_one() {
    let program = Verbatim::new().article("faq.md", FAQ).article("manual.md", MANUAL);
    for question in [
        "how long can one keep a boat",
        "may I bring a guest",
        "what things are forbidden",
        "how long may one keep a boat?",
        "contents",
    ] {
        let answer = ask(&program, question);
        let key = key(&answer["quotes"][0]);
        assert!(!key.ends_with(['?', ':']) && key != "The eight", "{question}: {key}");
    }
}

#[test]
fn what_is_suggested_is_near_to_the_question() {
    let program = Verbatim::new().article("faq.md", FAQ).article("manual.md", MANUAL);
    let suggested = |question: &str| -> Vec<String> {
        let answer = ask(&program, question);
        assert_eq!(answer["status"], "no_answer", "{question}: {answer}");
        serde_json::from_value(answer["suggestions"].clone()).unwrap()
    };
    let near = suggested("who is the coach of the eight");
    assert!(near[0].contains("eight"), "{near:?}");
    // Nothing is near, so some headings of each article are suggested.
    let far = suggested("quantum chromodynamics lagrangian");
    assert!(far.iter().any(|heading| FAQ.contains(heading)), "{far:?}");
    assert!(far.iter().any(|heading| MANUAL.contains(heading)), "{far:?}");
}
