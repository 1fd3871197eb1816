//! Files of all kinds: encodings, formats, and files that are left out.

use std::fs;

use verbatim::corpus::{Article, Corpus, Listing, MAX_FILE_BYTES, MAX_PASSAGE_CHARS, Reason};

use crate::run::{Verbatim, shipped_article};

const SPEECH: &str = "The minister said “trust builds slowly” at the café in Zürich on Monday.";

fn read(program: &Verbatim) -> Corpus {
    Listing::read(&program.path("corpus")).unwrap().into_corpus(|_, _| {})
}

fn article(name: &str, bytes: impl AsRef<[u8]>) -> Article {
    let mut corpus = read(&Verbatim::new().article(name, bytes));
    assert_eq!(corpus.problems, []);
    corpus.articles.pop().unwrap()
}

fn texts(article: &Article) -> Vec<&str> {
    let text = |passage| article.passage_text(passage);
    article.passages.iter().map(text).collect()
}

fn problem(name: &str, bytes: impl AsRef<[u8]>) -> (Reason, Option<usize>) {
    let program = Verbatim::new().article(name, bytes).article("good.txt", SPEECH);
    let corpus = read(&program);
    assert_eq!(corpus.articles.len(), 1, "the other file is read all the same");
    assert_eq!(corpus.problems.len(), 1, "{:?}", corpus.problems);
    assert_eq!(corpus.problems[0].path, name);
    (corpus.problems[0].reason.clone(), corpus.problems[0].line)
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let marked = format!("\u{feff}{text}");
    marked.encode_utf16().flat_map(to_bytes).collect()
}

fn windows_1252(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| match c {
            '“' => 0x93,
            '”' => 0x94,
            c => u8::try_from(c).unwrap(),
        })
        .collect()
}

#[test]
fn every_encoding_and_line_end_gives_the_same_passages() {
    let text = format!("{SPEECH}\n\n{SPEECH}\n");
    for (name, bytes) in [
        ("mark", format!("\u{feff}{text}").into_bytes()),
        ("crlf", text.replace('\n', "\r\n").into_bytes()),
        ("windows", windows_1252(&text)),
        ("little", utf16(&text, u16::to_le_bytes)),
        ("big", utf16(&text, u16::to_be_bytes)),
        ("unended", text.trim_end().as_bytes().to_vec()),
    ] {
        let article = article("a.txt", bytes);
        assert_eq!(texts(&article), [SPEECH, SPEECH], "{name}");
        let lines: Vec<_> = article.passages.iter().map(|passage| passage.lines).collect();
        assert_eq!(lines, [(1, 1), (3, 3)], "{name}");
    }
}

#[test]
fn a_paragraph_on_one_line_is_the_bytes_of_the_file() {
    let text = format!("{SPEECH}\n\nA no-break\u{a0}space is kept in the text as it was written down.");
    for bytes in [
        text.clone(),
        format!("\u{feff}{text}"),
        text.replace('\n', "\r\n"),
        String::from_utf8(shipped_article()).unwrap(),
    ] {
        let article = article("a.txt", &bytes);
        assert!(article.passages.len() >= 2);
        for passage in &article.passages {
            let range = passage.bytes.clone().expect("the passage stands in the file as it is");
            assert_eq!(&bytes[range], article.passage_text(passage));
        }
    }
}

#[test]
fn soft_hyphens_do_not_part_a_word() {
    let program = Verbatim::new().article(
        "a.txt",
        "The nego\u{ad}tiations about en\u{ad}richment ended without a result.",
    );
    let answer = program
        .ask_json("how did the negotiations about enrichment end?")
        .remove(0);
    assert_eq!(answer["quotes"].as_array().unwrap().len(), 1, "{answer}");
    let text = answer["quotes"][0]["text"].as_str().unwrap().replace('\u{ad}', "");
    assert_eq!(text, "The negotiations about enrichment ended without a result.");
}

#[test]
fn markdown_gives_its_words_without_its_markup() {
    let text = "---\ntitle: The *Talks*\nurl: https://example.org/talks\n---\n\n## Terms\n\n\
        The **terms** of the [agreement](https://example.org) were `never` published by anyone.\n\n\
        - first the inspections of every site\n- then the relief from all sanctions\n\n\
        | Country | Position |\n|---|---|\n| Iran | wants relief from sanctions |\n\n\
        ```\nlet trust = inspections + relief; // no markup here\n```\n";
    let article = article("sub/talks.md", text);
    assert_eq!(article.title, "The Talks");
    assert_eq!(article.metadata.url.as_deref(), Some("https://example.org/talks"));
    assert_eq!(
        (article.id.as_str(), article.path.as_str()),
        ("sub/talks", "sub/talks.md")
    );
    assert_eq!(article.sections[0].headings, ["Terms"]);
    let all = article.text.as_str();
    for part in [
        "The terms of the agreement were never published by anyone.",
        "first the inspections of every site",
        "then the relief from all sanctions",
        "wants relief from sanctions",
        "let trust = inspections + relief; // no markup here",
    ] {
        assert!(all.contains(part), "{part} is not in {all}");
    }
    assert!(!all.contains("**") && !all.contains("```") && !all.contains("example.org") && !all.contains("|---"));
}

#[test]
fn a_web_page_gives_its_article_without_what_surrounds_it() {
    let paragraph =
        "The delegation left the city at noon, and nobody said whether the talks would go on in spring. ".repeat(4);
    let page = format!(
        "<!DOCTYPE html><html><head><title>Talks end</title><script>var tracking = 1;</script></head><body>\
         <nav><a href='/'>Home</a></nav><article><h1>Talks end</h1><p>{paragraph}</p>\
         <h2>What is next?</h2><p>{paragraph} Fish &amp; chips were <b>served</b>.</p><p>Leave a Comment</p></article>\
         <footer>© 2024 Example</footer></body></html>"
    );
    let article = article("page.html", page);
    assert_eq!(article.title, "Talks end");
    assert!(article.text.contains("Fish & chips were served."), "{}", article.text);
    for foreign in ["tracking", "Home", "Leave a Comment", "©", "<"] {
        assert!(!article.text.contains(foreign), "{foreign}: {}", article.text);
    }
}

#[test]
fn what_is_no_article_is_passed_over_and_sub_folders_are_read() {
    let program = Verbatim::new()
        .article("README.md", SPEECH)
        .article("synonyms.txt", "speech, talk")
        .article(".hidden.txt", SPEECH)
        .article(".git/config.txt", SPEECH)
        .article("deep/er/a.txt", SPEECH)
        .article("deep/README.md", SPEECH);
    let corpus = read(&program);
    assert_eq!(corpus.problems, []);
    let paths: Vec<_> = corpus.articles.iter().map(|article| article.path.as_str()).collect();
    assert_eq!(paths, ["README.md", "deep/README.md", "deep/er/a.txt"]);
}

#[test]
fn what_cannot_be_read_is_left_out_with_its_reason() {
    assert_eq!(problem("a.txt", b"PK\x03\x04\0\0\xff\0abc"), (Reason::Binary, None));
    assert_eq!(problem("a.md", ""), (Reason::Empty, None));
    assert_eq!(problem("a.txt", " \n\t\n"), (Reason::Empty, None));
    assert_eq!(problem("a.txt", "Leave a Comment\n"), (Reason::NothingToQuote, None));
    assert_eq!(problem("a.pdf", "%PDF-1.7"), (Reason::BrokenDocument, None));
    assert_eq!(problem("a.exe", "MZ"), (Reason::UnknownFormat, None));
}

#[test]
fn front_matter_never_costs_the_article() {
    for (text, line) in [
        ("---\ntitle: x\n\nText.", 1),
        ("---\ntitle: x\nauthor: y\ndate: {\n---\n\nText.\n", 4),
    ] {
        let corpus = read(&Verbatim::new().article("a.md", text));
        assert_eq!(corpus.articles[0].text, "Text.");
        assert_eq!(corpus.articles[0].title, "x");
        assert_eq!(corpus.warnings[0].line, Some(line), "{}", corpus.warnings[0].doubt);
    }
    assert_eq!(
        article("a.md", "---\nauthor: y: z\n---\nText.")
            .metadata
            .author
            .as_deref(),
        Some("y: z")
    );
}

#[test]
fn a_file_that_is_too_large_is_left_out() {
    let program = Verbatim::new().article("good.txt", SPEECH);
    let file = fs::File::create(program.path("corpus/large.txt")).unwrap();
    file.set_len(17 * 1024 * 1024).unwrap();
    let corpus = read(&program);
    assert_eq!(corpus.articles.len(), 1);
    assert_eq!(
        corpus.problems[0].reason,
        Reason::TooLarge {
            actual_bytes: 17 * 1024 * 1024,
            limit_bytes: MAX_FILE_BYTES
        }
    );
}

#[test]
fn the_comment_line_of_a_page_is_never_quoted() {
    let program = Verbatim::shipped();
    let answer = program.ask_json("leave a comment").remove(0);
    assert!(
        !answer
            .to_string()
            .replace("\"question\":\"leave a comment\"", "")
            .to_lowercase()
            .contains("leave a comment"),
        "{answer}"
    );
    assert!(!article("a.txt", shipped_article()).text.contains("Leave a Comment"));
}

#[test]
fn a_long_paragraph_is_split_at_sentence_borders() {
    let long = "The envoys met again in the capital and spoke about the terms of trade. ".repeat(70);
    let article = article("a.txt", long.trim_end());
    assert!(article.passages.len() > 4);
    for text in texts(&article) {
        assert!(text.chars().count() <= MAX_PASSAGE_CHARS);
        assert!(text.starts_with("The envoys") && text.ends_with("trade."), "{text}");
    }
    assert_eq!(texts(&article).join(" "), long.trim_end());
    assert!(article.passages.iter().all(|passage| passage.paragraph == 1));
}

#[test]
fn a_paragraph_without_a_space_is_split_all_the_same() {
    for letter in ["a", "é", "語"] {
        let long = letter.repeat(6_000);
        let article = article("a.txt", &long);
        assert!(article.passages.len() >= 5);
        assert!(
            texts(&article)
                .iter()
                .all(|text| text.chars().count() <= MAX_PASSAGE_CHARS)
        );
        assert_eq!(texts(&article).concat(), long);
    }
}

#[test]
fn short_paragraphs_are_joined() {
    let article = article("a.txt", format!("{SPEECH}\n\nIran said no.\n\n{SPEECH}\n"));
    let holding: Vec<_> = texts(&article)
        .into_iter()
        .filter(|text| text.contains("Iran said no."))
        .collect();
    assert_eq!(holding.len(), 1);
    assert!(holding[0].contains(SPEECH), "{holding:?}");
}

#[test]
fn synonyms_are_read_beside_the_articles_and_make_the_index_stale() {
    let list = |program: &Verbatim| Listing::read(&program.path("corpus")).unwrap();
    let program = Verbatim::new().article("a.txt", SPEECH);
    let without = list(&program).hashes();
    assert!(read(&program).synonyms.is_empty(), "the file may be absent");
    let program = program.article("synonyms.txt", "\u{feff}accord, pact\r\nlone\r\nnuke => weapon");
    let with = list(&program).hashes();
    assert_ne!(with, without);
    let corpus = read(&program);
    assert_eq!(corpus.articles.len(), 1, "it is no article");
    assert_eq!(corpus.synonyms.alternatives(&["pact"]).len(), 1);
    assert_eq!(corpus.problems.len(), 1);
    assert_eq!(corpus.problems[0].path, "synonyms.txt");
    assert_eq!(corpus.problems[0].line, Some(2));
    assert_eq!(corpus.problems[0].reason, Reason::LoneSynonym);
    let program = program.article("synonyms.txt", "accord, treaty");
    assert_ne!(list(&program).hashes(), with);
    assert_eq!(read(&program.article("synonyms.txt", "")).problems, []);
}

#[test]
fn the_synonyms_that_are_shipped_are_all_rules() {
    let shipped = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let corpus = Listing::read(&shipped).unwrap().into_corpus(|_, _| {});
    assert_eq!(corpus.problems, []);
    // They are for the shipped article, and not for those that somebody adds or puts in its place.
    let paths = corpus.articles.iter().map(|article| article.path.as_str());
    assert_eq!(corpus.synonyms.unused(paths), 0);
    assert_eq!(corpus.synonyms.unused(std::iter::empty()), corpus.synonyms.len());
    assert!(!corpus.synonyms.is_empty());
}
