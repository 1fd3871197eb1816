//! The care of articles: `verbatim corpus`.

use serde_json::{Value, json};

use super::{BREAD, one_object};
use crate::run::Verbatim;

#[test]
fn an_article_is_added_replaced_removed_and_brought_back() {
    let verbatim = Verbatim::shipped();
    verbatim.write("inbox/bread.md", BREAD);
    let checked = one_object(&verbatim.run(&["corpus", "add", "--check", "--json", "inbox/bread.md"], b""));
    assert_eq!(checked["title"], "Bread");
    assert_eq!(checked["headings"], json!([["Rising"]]));
    assert!(!verbatim.path("corpus/bread.md").exists());

    let added = one_object(&verbatim.run(&["corpus", "add", "--json", "inbox/bread.md"], b""));
    assert_eq!((&added["done"], &added["path"]), (&json!("added"), &json!("bread.md")));
    assert_eq!(added["reindex"]["articles"], 2);
    let answer = &verbatim.ask_json("where does the dough rest overnight?")[0];
    assert_eq!(answer["quotes"][0]["path"], "bread.md");

    for arguments in [
        vec!["corpus", "add", "--json", "inbox/bread.md"],
        vec!["corpus", "add", "--json", "--replace", "inbox/bread.md"],
    ] {
        let same = one_object(&verbatim.run(&arguments, b""));
        assert_eq!((&same["done"], &same["reindex"]), (&json!("same"), &Value::Null));
    }

    verbatim.write("inbox/bread.md", BREAD.replace("cold room", "warm oven"));
    let refused = verbatim.run(&["corpus", "add", "inbox/bread.md"], b"");
    assert_eq!(refused.code(), 2);
    assert!(refused.stderr.contains("--replace"), "{refused:?}");
    let replaced = one_object(&verbatim.run(&["corpus", "add", "--replace", "--json", "inbox/bread.md"], b""));
    assert_eq!(replaced["done"], "replaced");
    let cold = replaced["trash"].as_str().unwrap();

    let removed = one_object(&verbatim.run(&["corpus", "remove", "--json", "Bread"], b""));
    assert_eq!(
        (&removed["done"], &removed["reindex"]["articles"]),
        (&json!("removed"), &json!(1))
    );
    let status = one_object(&verbatim.run(&["corpus", "status", "--json"], b""));
    assert_eq!(status["trash"].as_array().unwrap().len(), 2);
    assert_eq!(status["live"]["is_stale"], false);

    // Restore the newest by its path, and an older one by its number.
    one_object(&verbatim.run(&["corpus", "restore", "--json", "bread.md"], b""));
    let text = || std::fs::read_to_string(verbatim.path("corpus/bread.md")).unwrap();
    assert!(text().contains("warm oven"));
    let taken = verbatim.run(&["corpus", "restore", cold], b"");
    assert_eq!(taken.code(), 2);
    assert!(taken.stderr.contains("already"), "{taken:?}");
    one_object(&verbatim.run(&["corpus", "remove", "--json", "bread.md"], b""));
    one_object(&verbatim.run(&["corpus", "restore", "--json", cold], b""));
    assert!(text().contains("cold room"));

    let audit = verbatim.run(&["ledger", "audit", "--json"], b"").json_lines();
    let done: Vec<&str> = audit
        .iter()
        .rev()
        .map(|entry| entry["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(
        done,
        ["added", "replaced", "removed", "restored", "removed", "restored"]
    );
    assert!(
        audit
            .iter()
            .all(|entry| entry["who"] == "shell" && entry["target"] == "bread.md")
    );
}

#[test]
fn articles_are_listed_and_shown_as_they_were_read() {
    let verbatim = Verbatim::shipped();
    verbatim.write("corpus/bread.md", BREAD);
    verbatim.write("corpus/broken.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    verbatim.reindex();
    insta::assert_snapshot!(verbatim.run(&["corpus", "list"], b"").stdout, @r#"
    bread.md                   "Bread", 1 passage
    us-iran-nuclear-talks.txt  "U.S. Iran nuclear talks", 5 passages
    "#);
    insta::assert_snapshot!(verbatim.run(&["corpus", "show", "bread"], b"").stdout, @r#"
    bread.md: "Bread", 1 section, 1 passage.

    Rising

      The dough rests overnight in a cold room, so that it tastes of something.
    "#);
    let shown = one_object(&verbatim.run(&["corpus", "show", "bread", "--json"], b""));
    assert_eq!(shown["articles"][0]["sections"][0]["headings"], json!(["Rising"]));
    let left_out = verbatim.run(&["corpus", "show", "broken.md"], b"");
    assert_eq!(left_out.code(), 2);
    insta::assert_snapshot!(left_out.stderr, @"Skipped broken.md: it is binary, not text.");
    assert_eq!(verbatim.run(&["corpus", "show", "nothing"], b"").code(), 2);
    verbatim.write("inbox/cake.md", BREAD.replace("dough", "batter"));
    let checked = verbatim.run(&["corpus", "add", "--check", "inbox/cake.md"], b"");
    insta::assert_snapshot!(checked.stdout, @r#"
    cake.md: "Bread", 1 section, 1 passage.

    Rising

      The batter rests overnight in a cold room, so that it tastes of something.
    "#);
    let nowhere = verbatim.run(
        &["corpus", "add", "--check", "--corpus", "nowhere", "inbox/cake.md"],
        b"",
    );
    assert_eq!(nowhere.code(), 2);
    assert!(
        nowhere.stderr.contains("There is no corpus folder nowhere. Create it"),
        "{nowhere:?}"
    );
    // Skipped files that have nothing to do with the change are only counted.
    let added = verbatim.run(&["corpus", "add", "inbox/cake.md"], b"").stdout;
    let skipped = added.lines().find(|line| line.contains("skipped"));
    insta::assert_snapshot!(skipped.unwrap_or_default(), @"1 file or line is skipped as before; verbatim corpus status lists them.");
}

#[test]
fn several_files_are_added_at_once_or_none_of_them() {
    let verbatim = Verbatim::shipped();
    verbatim.write("inbox/bread.md", BREAD);
    verbatim.write("inbox/cake.md", BREAD.replace("dough", "batter"));
    verbatim.write("inbox/picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    let refused = verbatim.run(&["corpus", "add", "inbox/bread.md", "inbox/picture.txt"], b"");
    assert_eq!((refused.code(), refused.stdout.as_str()), (2, ""), "{refused:?}");
    assert!(!verbatim.path("corpus/bread.md").exists());
    let added = verbatim.run(&["corpus", "add", "--json", "inbox/bread.md", "inbox/cake.md"], b"");
    let added = added.json_lines();
    assert_eq!(
        (&added[0]["path"], &added[0]["reindex"]),
        (&json!("bread.md"), &Value::Null)
    );
    assert_eq!(
        (&added[1]["path"], &added[1]["reindex"]["articles"]),
        (&json!("cake.md"), &json!(3))
    );
    verbatim.write("inbox/bread.md", BREAD.replace("cold", "warm"));
    verbatim.write("inbox/rolls.md", BREAD.replace("dough", "rolls"));
    let refused = verbatim.run(&["corpus", "add", "inbox/rolls.md", "inbox/bread.md"], b"");
    assert!(
        refused.code() == 2 && refused.stderr.contains("--replace"),
        "{refused:?}"
    );
    assert!(!verbatim.path("corpus/rolls.md").exists());
}

#[test]
fn what_can_not_be_done_is_said_and_changes_nothing() {
    let verbatim = Verbatim::shipped();
    verbatim.write("inbox/picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    verbatim.write("inbox/words.bin", "words");
    for (arguments, sentence) in [
        (["corpus", "add", "inbox/picture.txt"], "words in pictures aren't read"),
        (["corpus", "add", "inbox/words.bin"], ".txt, .md, .html, .pdf or .docx"),
        (["corpus", "add", "inbox/nowhere.md"], "can't be read"),
        (["corpus", "remove", "nothing"], "no article \"nothing\""),
        (["corpus", "remove", "us-iran-nuclear-talks.txt"], "the only article"),
        (["corpus", "restore", "nothing"], "Nothing in the trash"),
        (["corpus", "restore", "0000000000000"], "Nothing in the trash"),
    ] {
        let output = verbatim.run(&arguments, b"");
        assert_eq!((output.code(), output.stdout.as_str()), (2, ""), "{output:?}");
        assert!(output.stderr.contains(sentence), "{arguments:?}: {output:?}");
    }
    let files: Vec<_> = std::fs::read_dir(verbatim.path("corpus"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.'))
        .collect();
    assert_eq!(files, ["us-iran-nuclear-talks.txt"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_never_ends_is_too_large() {
    let verbatim = Verbatim::shipped();
    std::fs::create_dir_all(verbatim.path("inbox")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", verbatim.path("inbox/endless.md")).unwrap();
    let output = verbatim.run(&["corpus", "add", "inbox/endless.md"], b"");
    assert_eq!((output.code(), output.stdout.as_str()), (2, ""), "{output:?}");
    assert!(output.stderr.contains("is too large"), "{output:?}");
}
