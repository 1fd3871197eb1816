//! For any input, the program answers or explains the problem, and does not crash.

use serde_json::Value;

use crate::run::{Output, Verbatim};

const ODD: &[&str] = &[
    "",
    "   ",
    "\u{1}\u{2}\u{7}\u{1b}[31m\u{7f}",
    "\"why does Iran \"trust",
    "(((",
    "field:value AND (",
    "title:\"x",
    "*",
    "-- -x",
    "~2^5",
    "Iran~2 AND NOT [a TO b}",
    "🕊️🇮🇷🇺🇸",
    "لماذا لا تثق إيران؟",
    "\u{202e}?tsurt narI seod yhw",
    "\\",
    "'; DROP TABLE articles; --",
];

fn check(output: &Output, question: &str) {
    assert!((0..=2).contains(&output.code()), "{question:?}: {output:?}");
    for text in [&output.stdout, &output.stderr] {
        for leak in ["panicked", "SyntaxError", "QueryParser", "RUST_BACKTRACE"] {
            assert!(!text.contains(leak), "{question:?}: {output:?}");
        }
    }
}

fn check_said(output: &Output, question: &str) {
    check(output, question);
    assert!(
        !output.stdout.trim().is_empty() || !output.stderr.trim().is_empty(),
        "{question:?}: nothing was said"
    );
}

#[test]
fn odd_questions_on_the_command_line_are_answered_in_words() {
    let program = Verbatim::shipped();
    program.reindex();
    let long = "why trust ".repeat(1_000);
    for question in ODD.iter().copied().chain([long.as_str()]) {
        check_said(&program.run(&["ask", "--", question], b""), question);
    }
}

#[test]
fn an_empty_question_is_answered_with_how_to_ask() {
    let program = Verbatim::shipped();
    for question in ["", "   ", "\u{1}\u{2}"] {
        let output = program.run(&["ask", "--", question], b"");
        assert_eq!(output.code(), 2, "{question:?}: {output:?}");
        assert!(output.stderr.contains("There is no question in that"), "{output:?}");
    }
}

#[test]
fn odd_questions_on_standard_input_do_not_stop_the_next() {
    let program = Verbatim::shipped();
    let mut input = ODD.join("\n").into_bytes();
    input.extend_from_slice(b"\n\0\nwhy\0Iran\n\xff\xfe broken \x80 text\n");
    input.extend_from_slice("é".repeat(10_000).as_bytes());
    input.extend_from_slice(b"\n?!\nwhy doesn't Iran trust the US?");
    for args in [&["ask", "-"][..], &["ask", "-", "--json"]] {
        let output = program.run(args, &input);
        check_said(&output, "all of them");
        assert_eq!(output.code(), 0, "{output:?}");
        assert!(output.stdout.contains("For many years, Iran has felt betrayed"));
        assert!(
            !output.stdout.contains(['\0', '\u{1b}']),
            "control characters are not passed on"
        );
    }
}

#[test]
fn each_odd_byte_string_alone_on_standard_input_does_no_harm() {
    let program = Verbatim::shipped();
    program.reindex();
    for input in [
        &b"\0"[..],
        b"\xff\xfe\xfd",
        b"\n\n\n",
        b"",
        b"\xef\xbb\xbf",
        b"why \0 \xc3(",
    ] {
        check(&program.run(&["ask", "-"], input), &String::from_utf8_lossy(input));
    }
}

#[test]
fn an_unknown_option_is_told() {
    let program = Verbatim::shipped();
    for args in [&["ask", "--colour"][..], &["ask", "-n", "many", "why"], &["tell"]] {
        let output = program.run(args, b"");
        assert_eq!(output.code(), 2, "{output:?}");
        check_said(&output, &args.join(" "));
    }
}

#[test]
fn what_keeps_the_bot_from_starting_is_in_the_log_in_its_form() {
    let json = ("VERBATIM_LOG_FORMAT".to_owned(), "json".to_owned());
    let token = ("DISCORD_TOKEN".to_owned(), "MTAwMDA.b.c".to_owned());
    let nowhere = ("VERBATIM_CORPUS".to_owned(), "nowhere".to_owned());
    let empty = Verbatim::new();
    for (environment, status, said) in [
        (vec![json.clone()], 78, "There is no token"),
        (vec![json, token, nowhere], 2, "There is no corpus folder"),
    ] {
        let output = empty.run_in(&["serve"], &environment, b"");
        assert_eq!(output.code(), status, "{output:?}");
        for line in output.stderr.lines() {
            let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
            assert!(line["message"].as_str().unwrap().starts_with(said), "{line}");
        }
        assert!(!output.stderr.is_empty());
    }
}
