//! Hostile names, one by one and as they come.

use std::fs;

use proptest::prelude::*;

use super::*;
use crate::corpus::Listing;

fn safe(given: &str) -> String {
    FileName::from_outside(given).unwrap().name
}

#[test]
fn a_good_name_stays_as_it_is() {
    for name in [
        "talks.txt",
        "U.S. and Iran (2024).md",
        "Переговоры.html",
        "日本語 の記事.markdown",
        "a.b.c.text",
    ] {
        assert_eq!(safe(name), name);
    }
}

#[test]
fn only_the_last_component_counts() {
    assert_eq!(safe("../../etc/passwd.txt"), "passwd.txt");
    assert_eq!(safe("C:\\Users\\me\\talks.md"), "talks.md");
    assert_eq!(safe("/a\\b/c.txt"), "c.txt");
}

#[test]
fn what_would_hide_a_file_or_get_lost_is_taken_off() {
    assert_eq!(safe("..env.txt"), "env.txt");
    assert_eq!(safe(" . talks . .txt. . "), "talks.txt");
    assert_eq!(safe(".md"), "article.md");
    assert_eq!(safe("\u{200b}.TXT"), "article.txt");
}

#[test]
fn what_can_not_be_seen_is_taken_out() {
    assert_eq!(safe("ta\0lks\u{7}\u{1b}.txt"), "talks.txt");
    assert_eq!(safe("talks\u{202e}txt.md"), "talkstxt.md");
    assert_eq!(safe("\u{2066}a\u{2069}\u{200d}\u{3164}b\u{e0041}.t\u{ad}xt"), "ab.txt");
    assert_eq!(safe("two\n\u{a0}words.txt"), "two words.txt");
}

#[test]
fn what_can_not_be_written_everywhere_is_replaced() {
    assert_eq!(safe("Why? <b>\"A|B\"*.md"), "Why_ _b__A_B__.md");
    assert_eq!(safe("cafe\u{301}.txt"), "caf\u{e9}.txt");
}

#[test]
fn devices_of_windows_are_no_names() {
    for (given, name) in [
        ("CON.txt", "_CON.txt"),
        ("nul.md", "_nul.md"),
        ("com1.tar.txt", "_com1.tar.txt"),
        ("LPT³.txt", "_LPT³.txt"),
        ("aux .x.txt", "_aux .x.txt"),
        ("console.txt", "console.txt"),
        ("com10.txt", "com10.txt"),
    ] {
        assert_eq!(safe(given), name);
    }
}

#[test]
fn a_long_name_is_cut_between_graphemes_and_keeps_its_extension() {
    let cut = safe(&format!("{}.MARKDOWN", "x".repeat(300)));
    assert_eq!(cut, format!("{}.markdown", "x".repeat(91)));
    let family = "\u{1f1e9}\u{1f1ea}";
    assert_eq!(
        safe(&format!("{}.txt", family.repeat(40))),
        format!("{}.txt", family.repeat(12))
    );
    assert_eq!(safe(&format!("a{}.txt", "\u{316}".repeat(300))), "article.txt");
}

#[test]
fn other_formats_and_reserved_names_are_rejected() {
    for (given, shown) in [
        ("../../.env", "env"),
        ("CON", ""),
        ("a.txt:stream", "txt_stream"),
        ("a.EXE", "exe"),
        ("", ""),
        ("a/..", ""),
    ] {
        let known = EXTENSIONS;
        let extension = shown.to_owned();
        assert_eq!(
            FileName::from_outside(given),
            Err(Rejected::UnknownFormat { extension, known }),
            "{given}"
        );
    }
    for given in ["x/Synonyms.txt", ".synonyms.txt"] {
        let name = "synonyms.txt";
        assert_eq!(
            FileName::from_outside(given),
            Err(Rejected::Reserved { name }),
            "{given}"
        );
    }
}

#[test]
fn names_are_compared_as_file_systems_do() {
    for (a, b) in [
        ("A.txt", "a.TXT"),
        ("É.md", "e\u{301}.md"),
        ("straße.txt", "STRASSE.txt"),
        ("ΟΔΟΣ", "οδος"),
    ] {
        assert!(is_same_name(a, b), "{a} {b}");
    }
    for (a, b) in [("a.txt", "b.txt"), ("cafe.txt", "café.txt"), ("a.txt", "a.md")] {
        assert!(!is_same_name(a, b), "{a} {b}");
    }
}

fn hostile_name() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        prop::sample::select(vec![
            "..",
            "/",
            "\\",
            ".",
            " ",
            "\0",
            "CON",
            "com1",
            "README",
            "synonyms",
            "_files",
            "\u{202e}",
            "\u{200b}",
            "\u{37e}",
            "\u{301}",
            "<",
            ":",
            "~",
            "$",
            "%2e%2e%2f",
            "\n",
            "\u{2028}",
            "👨‍👩‍👧‍👦",
            "Thumbs.db",
            "a",
            "very long ".repeat(12).leak(),
        ])
        .prop_map(str::to_owned),
    ];
    let end = prop::sample::select(vec![
        ".txt",
        ".MD",
        ".html",
        ".xhtml",
        ".txt ",
        ".md..",
        "txt",
        "",
        ".\u{200d}htm",
        "/x.text",
    ]);
    (prop::collection::vec(piece, 0..12), end).prop_map(|(pieces, end)| pieces.concat() + end)
}

proptest! {
    #[test]
    fn whatever_is_given_the_name_stays_in_the_folder_and_is_an_article_there(given in hostile_name()) {
        let Ok(name) = FileName::from_outside(&given) else { return Ok(()) };
        let outside = tempfile::tempdir().unwrap();
        let corpus = outside.path().join("corpus");
        fs::create_dir(&corpus).unwrap();
        fs::write(corpus.join(&name.name), "It was a dark night in the capital.").unwrap();
        let listed = Listing::read(&corpus).unwrap().hashes();
        prop_assert_eq!(listed.into_iter().map(|(path, _)| path).collect::<Vec<_>>(), vec![name.name.clone()]);
        prop_assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
        prop_assert_eq!(fs::read_dir(&corpus).unwrap().count(), 1);
        prop_assert!(name.name.len() <= MAX_NAME_BYTES);
        prop_assert_eq!(FileName::from_outside(&name.name), Ok(name), "it is safe once and for all");
    }
}
