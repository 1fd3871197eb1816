//! `verbatim ask` and `verbatim reindex`, as a person runs them.

use std::fs;

use serde_json::{Value, json};
use verbatim::corpus::Listing;

use crate::run::Verbatim;

pub const WHY: &str = "why doesn't Iran trust the US?";
pub const TREATY: &str = "The treaty of Oslo was signed by forty nations in the spring of that year.\n";
pub const WHALES: &str = "Whales sing for many hours in the deep and cold waters of the north.\n";

pub fn texts(answer: &Value) -> Vec<&str> {
    let quotes = answer["quotes"].as_array().unwrap();
    quotes.iter().map(|quote| quote["text"].as_str().unwrap()).collect()
}

#[test]
fn the_shipped_article_has_five_passages_of_five_sentences() {
    let program = Verbatim::shipped();
    let corpus = Listing::read(&program.path("corpus")).unwrap().into_corpus(|_, _| {});
    assert_eq!(corpus.problems, []);
    assert_eq!(corpus.articles.len(), 1);
    let passages = &corpus.articles[0].passages;
    assert_eq!(passages.len(), 5);
    let sentences: usize = passages.iter().map(|passage| passage.sentences.len()).sum();
    assert_eq!(sentences, 25);
}

#[test]
fn a_question_is_answered_with_the_sentence_that_says_it() {
    let program = Verbatim::shipped();
    let output = program.run(&["ask", "--json", WHY], b"");
    assert_eq!(output.code(), 0, "{output:?}");
    let answers = output.json_lines();
    assert_eq!(answers.len(), 1);
    let best = &answers[0]["quotes"][0];
    let key = best["key_sentence"].as_str().unwrap();
    assert!(
        key.starts_with("For many years, Iran has felt betrayed by the U.S. withdrawal"),
        "{key}"
    );
    assert_eq!(
        best["headings"][0],
        "Will Goodwill from the U.S. Be Enough to Resolve Iran’s Nuclear Crisis?"
    );
    assert!(best["text"].as_str().unwrap().contains(key));
}

#[test]
fn a_question_that_the_articles_say_nothing_about_gets_suggestions() {
    let program = Verbatim::shipped();
    let output = program.run(&["ask", "--json", "what's for dinner?"], b"");
    assert_eq!(output.code(), 1, "{output:?}");
    let answer = output.json_lines().pop().unwrap();
    assert_eq!(
        (&answer["kind"], &answer["status"]),
        (&json!("passages"), &json!("no_answer"))
    );
    let suggestions = answer["suggestions"].as_array().unwrap();
    assert!(!suggestions.is_empty());
    let shown = program.ask("what's for dinner?");
    assert_eq!(shown.code(), 1);
    // The nearest passages are for programs; a person is shown no quote.
    assert!(shown.stdout.contains("I found nothing about this"), "{}", shown.stdout);
    for quote in answer["quotes"].as_array().unwrap() {
        let start: String = quote["key_sentence"].as_str().unwrap().chars().take(30).collect();
        assert!(!shown.stdout.contains(&start), "{start} is in {}", shown.stdout);
    }
    for suggestion in suggestions {
        let start: String = suggestion.as_str().unwrap().chars().take(30).collect();
        assert!(shown.stdout.contains(&start), "{start} is not in {}", shown.stdout);
    }
}

#[test]
fn a_name_counts_the_same_however_it_is_abbreviated() {
    let program = Verbatim::shipped();
    let quotes = |name: &str| {
        let mut answers = program.ask_json(&format!("why doesn't Iran trust the {name}?"));
        answers[0]["quotes"].take()
    };
    let plain = quotes("US");
    assert!(!plain.as_array().unwrap().is_empty());
    assert_eq!(plain, quotes("U.S."));
    assert_eq!(plain, quotes("u.s.a."));
    assert_eq!(plain, quotes("USA"));
}

#[test]
fn without_a_corpus_folder_it_says_what_to_do() {
    let program = Verbatim::new();
    fs::remove_dir(program.path("corpus")).unwrap();
    let output = program.ask(WHY);
    assert_eq!(output.code(), 2);
    assert!(output.stderr.contains("There is no corpus folder corpus"), "{output:?}");
    assert!(output.stderr.contains("--corpus"), "{output:?}");
    assert_eq!(output.stdout, "");
}

#[test]
fn without_an_article_it_says_what_to_do() {
    let output = Verbatim::new().ask(WHY);
    assert_eq!(output.code(), 2);
    assert!(
        output
            .stderr
            .contains("Put a .txt, .md, .html, .pdf or .docx file into"),
        "{output:?}"
    );
}

#[test]
fn each_line_of_standard_input_is_a_question() {
    let program = Verbatim::shipped();
    let output = program.run(
        &["ask", "-", "--json"],
        b"why doesn't Iran trust the US?\n\nwhat's for dinner?\r\nwho was the Shah?",
    );
    assert_eq!(output.code(), 0, "{output:?}");
    let answers = output.json_lines();
    let asked: Vec<_> = answers.iter().map(|answer| &answer["question"]).collect();
    assert_eq!(asked, [WHY, "what's for dinner?", "who was the Shah?"]);
    let statuses: Vec<_> = answers.iter().map(|answer| &answer["status"]).collect();
    assert_eq!(statuses, ["answered", "no_answer", "answered"]);
    assert_eq!(program.run(&["ask", "-"], b"what's for dinner?\n").code(), 1);
}

#[test]
fn as_many_passages_are_shown_as_were_asked_for() {
    let program = Verbatim::shipped();
    for (wanted, count) in [("1", 1), ("2", 2), ("5", 5)] {
        let output = program.run(&["ask", "--json", "-n", wanted, "Iran nuclear deal sanctions"], b"");
        assert_eq!(texts(&output.json_lines()[0]).len(), count, "-n {wanted}");
    }
    assert_eq!(program.run(&["ask", "-n", "0", WHY], b"").code(), 2);
}

#[test]
fn the_addresses_of_links_stand_below_the_passage() {
    let program = Verbatim::new().article(
        "club.md",
        "# Club\n\nTo join, fill in [this form](https://example.org/join) or [that form](https://example.org/join), and read \
         <https://example.org/rules>.\n",
    );
    assert_eq!(
        program.ask("how do I join the club?").stdout,
        "  To join, fill in this form or that form, and read https://example.org/rules.\n\n  this form: \
         https://example.org/join\n\nClub, section 1 of 1, paragraph 1 (club.md, line 3)\n"
    );
}

#[test]
fn output_to_a_pipe_has_no_escape_sequences() {
    let program = Verbatim::shipped();
    for question in [WHY, "what's for dinner?"] {
        let output = program.ask(question);
        assert!(!output.stdout.is_empty());
        assert!(
            !output.stdout.contains('\u{1b}') && !output.stderr.contains('\u{1b}'),
            "{output:?}"
        );
    }
}

#[test]
fn an_edited_article_is_noticed_by_the_next_question() {
    let program = Verbatim::new().article("a.txt", TREATY);
    assert_eq!(texts(&program.ask_json("treaty of Oslo")[0]), [TREATY.trim_end()]);
    program.write("corpus/a.txt", WHALES);
    let output = program.run(&["ask", "--json", "do whales sing?"], b"");
    assert!(output.stderr.contains("The articles have changed"), "{output:?}");
    assert_eq!(texts(&output.json_lines()[0]), [WHALES.trim_end()]);
    assert_eq!(program.ask("treaty of Oslo").code(), 1);
    assert_eq!(program.ask("do whales sing?").stderr, "");
}

#[test]
fn the_env_file_is_heeded_and_the_command_line_wins() {
    let program = Verbatim::new().article("a.txt", TREATY);
    program.write("elsewhere/b.txt", WHALES);
    program.write(".env", "VERBATIM_CORPUS=elsewhere\n");
    assert_eq!(program.ask_json("do whales sing?")[0]["quotes"][0]["path"], "b.txt");
    let output = program.run(&["ask", "--json", "--corpus", "corpus", "treaty of Oslo"], b"");
    assert_eq!(output.json_lines()[0]["quotes"][0]["path"], "a.txt");
}
