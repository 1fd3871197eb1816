//! Words of a question that stand for words of the articles, by `synonyms.txt`.

use crate::answers::{BREAD, OBSERVATORY, ask, best_path};
use crate::ask::WHALES;
use crate::run::Verbatim;

#[test]
fn a_synonym_stands_for_the_words_of_an_article() {
    let articles = || {
        Verbatim::new()
            .article("whales.txt", WHALES)
            .article("bread.txt", BREAD)
            .article("observatory.txt", OBSERVATORY)
    };
    // An invented word: without the rule, nothing can be found.
    let question = "What does the zorbletron do?";
    assert_eq!(ask(&articles(), question)["status"], "no_answer");
    let program = articles().article("synonyms.txt", "zorbletron => observatory\n");
    let answer = ask(&program, question);
    assert_eq!(best_path(&answer), "observatory.txt", "{answer}");
    assert_ne!(answer["status"], "no_answer", "{answer}");
    assert!(answer["evidence"]["passage_words"].as_f64().unwrap() > 0.9, "{answer}");
}

#[test]
fn a_synonym_for_one_article_leaves_the_others_alone() {
    let asked = |synonyms: &str| {
        let program = Verbatim::new()
            .article("whales.txt", WHALES)
            .article("bread.txt", BREAD)
            .article("synonyms.txt", synonyms);
        let answer = ask(&program, "Do whales sing?");
        assert_eq!(best_path(&answer), "whales.txt", "{answer}");
        answer["evidence"].clone()
    };
    let without = asked("");
    assert_eq!(asked("[elsewhere.txt]\nwhales, sing => bread"), without);
    // The other article may come nearer by its rule; the score of this one stays.
    assert_eq!(asked("[bread.txt]\nwhales, sing => bread")["score"], without["score"]);
    for rules in ["whales, sing => bread", "[whales.txt]\nwhales, sing => bread"] {
        assert_ne!(asked(rules)["score"], without["score"], "{rules}");
    }
}

#[test]
fn new_synonyms_are_taken_up_by_the_next_question() {
    let program = Verbatim::new()
        .article("whales.txt", WHALES)
        .article("bread.txt", BREAD);
    program.reindex();
    program.write("corpus/synonyms.txt", "zorblings, whales\n");
    let output = program.run(&["ask", "--json", "Do zorblings sing?"], b"");
    assert!(output.stderr.contains("The articles have changed"), "{output:?}");
    assert_eq!(best_path(&output.json_lines()[0]), "whales.txt", "{output:?}");
}

#[test]
fn a_broken_line_of_the_synonyms_is_named_and_the_others_count() {
    let program = Verbatim::new()
        .article("whales.txt", WHALES)
        .article("bread.txt", BREAD)
        .article("synonyms.txt", "# Animals\nzorblings, whales\nwhales =>\n");
    let output = program.run(&["reindex"], b"");
    assert_eq!(output.code(), 0, "{output:?}");
    let said = format!("{}{}", output.stdout, output.stderr).replace('\n', " ");
    assert!(said.contains("Skipped line 3 of synonyms.txt"), "{output:?}");
    assert!(!said.contains("line 2 of"), "{output:?}");
    assert_eq!(best_path(&ask(&program, "Do zorblings sing?")), "whales.txt");
}
