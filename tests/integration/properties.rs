//! Properties of every article.

use proptest::prelude::*;
use verbatim::corpus::{Article, Corpus, Listing, MAX_PASSAGE_CHARS};

use crate::run::shipped_article;

const FORMATS: [&str; 3] = ["txt", "md", "html"];

/// A generated article: its content and its layout.
#[derive(Debug, Clone)]
struct Draft {
    /// Sections of paragraphs of sentences.
    sections: Vec<(String, Vec<String>)>,
    crlf: bool,
    wrapped: bool,
    mark: bool,
}

fn read(name: &str, bytes: &[u8]) -> Corpus {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    let listing = Listing::read(folder.path()).unwrap();
    listing.into_corpus(|_, _| {})
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[a-z]{2,9}",
        1 => "[A-Z][a-z]{1,8}",
        1 => "[a-z]{2,5}\u{ad}[a-z]{2,5}",
        1 => "[äöüéßçñ]{1,3}[a-z]{2,5}",
        1 => "[语言文字信任]{1,4}",
        1 => Just("U.S.".to_owned()),
        1 => Just("Dr.".to_owned()),
        1 => Just("“quoted”".to_owned()),
        1 => Just("3.5".to_owned()),
        1 => Just("🕊\u{fe0f}".to_owned()),
    ]
}

/// A sentence that begins with a plain word and ends with a full stop, so that no reader takes it for a heading or
/// markup.
fn sentence() -> impl Strategy<Value = String> {
    (
        "[A-Z][a-z]{3,8}",
        prop::collection::vec(word(), 8..30),
        prop::sample::select(vec![".", "?", "!", ".”", "…", "."]),
    )
        .prop_map(|(first, words, end)| format!("{first} {} ended{end}", words.join(" ")))
}

fn draft() -> impl Strategy<Value = Draft> {
    // A lone question above text is rightly a heading, so every paragraph ends with a statement.
    let paragraph = prop::collection::vec(sentence(), 1..12)
        .prop_map(|sentences| format!("{} Nothing more was said.", sentences.join(" ")));
    let heading = prop::collection::vec("[A-Z][a-z]{3,8}", 2..6).prop_map(|words| words.join(" "));
    let section = (heading, prop::collection::vec(paragraph, 1..4));
    (
        prop::collection::vec(section, 1..4),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(sections, crlf, wrapped, mark)| Draft {
            sections,
            crlf,
            wrapped,
            mark,
        })
}

impl Draft {
    fn paragraphs(&self) -> impl Iterator<Item = &String> {
        self.sections.iter().flat_map(|(_, paragraphs)| paragraphs)
    }

    fn written(&self, format: &str) -> String {
        let mut text = String::new();
        for (heading, paragraphs) in &self.sections {
            let head = match format {
                "md" => format!("## {heading}\n\n"),
                "html" => format!("<h2>{heading}</h2>\n"),
                _ => format!("{heading}\n\n"),
            };
            text.push_str(&head);
            for paragraph in paragraphs {
                let body = if self.wrapped {
                    wrap(paragraph)
                } else {
                    paragraph.clone()
                };
                let block = match format {
                    "html" => format!("<p>{body}</p>\n"),
                    _ => format!("{body}\n\n"),
                };
                text.push_str(&block);
            }
        }
        if format == "html" {
            text = format!(
                "<!DOCTYPE html>\n<html><head><title>Generated</title></head><body><article>\n{text}</article></body></html>\n"
            );
        }
        if self.mark {
            text.insert(0, '\u{feff}');
        }
        if self.crlf { text.replace('\n', "\r\n") } else { text }
    }
}

fn wrap(paragraph: &str) -> String {
    let mut wrapped = String::new();
    let mut width = 0;
    for word in paragraph.split(' ') {
        let len = word.chars().count();
        if width > 0 {
            // A number at the start of a line would be a list in Markdown.
            let breaks = width + len > 70 && word.starts_with(char::is_alphabetic);
            wrapped.push(if breaks { '\n' } else { ' ' });
            if breaks {
                width = 0;
            }
        }
        wrapped.push_str(word);
        width += len + 1;
    }
    wrapped
}

/// The text with white space collapsed and soft hyphens removed.
fn words(text: &str) -> String {
    let text = text.replace('\u{ad}', "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check(article: &Article, file: &[u8]) {
    let file_lines = file.split(|&byte| byte == b'\n').count();
    for section in &article.sections {
        assert!(!section.passages.is_empty());
        assert!(section.passages.end <= article.passages.len());
    }
    let mut end = 0;
    for (index, passage) in article.passages.iter().enumerate() {
        assert!(article.sections[passage.section].passages.contains(&index));
        assert!(passage.range.start >= end, "passages ascend");
        end = passage.range.end;
        let text = article.passage_text(passage);
        assert_eq!(Some(text), article.text.get(passage.range.clone()));
        assert!(!text.trim().is_empty());
        assert!(text.chars().count() <= MAX_PASSAGE_CHARS, "{text}");
        if let Some(bytes) = &passage.bytes {
            assert_eq!(&file[bytes.clone()], text.as_bytes());
        }
        let (first, last) = passage.lines;
        assert!(
            1 <= first && first <= last && last <= file_lines,
            "{first}-{last} of {file_lines}"
        );
        assert!(!passage.sentences.is_empty());
        let mut sentence_end = 0;
        for sentence in &passage.sentences {
            assert!(sentence.start >= sentence_end, "sentences ascend without overlap");
            sentence_end = sentence.end;
            let sentence = text
                .get(sentence.clone())
                .expect("within the passage, on borders of characters");
            assert!(!sentence.trim().is_empty());
        }
    }
}

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_word_of_an_article_stands_in_its_passages(draft in draft(), format in prop::sample::select(FORMATS.to_vec())) {
        let written = draft.written(format);
        let corpus = read(&format!("generated.{format}"), written.as_bytes());
        prop_assert_eq!(&corpus.problems, &[]);
        let article = &corpus.articles[0];
        check(article, written.as_bytes());
        let passages: Vec<_> = article.passages.iter().map(|passage| article.passage_text(passage)).collect();
        let all = words(&passages.join(" "));
        for paragraph in draft.paragraphs() {
            let paragraph = words(paragraph);
            prop_assert!(all.contains(&paragraph), "{:?}\nis not in\n{:?}", paragraph, all);
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), format in prop::sample::select(FORMATS.to_vec())) {
        let corpus = read(&format!("any.{format}"), &bytes);
        prop_assert_eq!(corpus.articles.len() + corpus.problems.len(), 1);
    }

    #[test]
    fn no_characters_make_a_reader_panic(
        parts in prop::collection::vec(prop_oneof![
            "\\PC{0,40}",
            "[ \\r\\n\\t]{1,4}",
            "(---|```|> |- |\\| a \\| b \\||\\|-\\|-\\||# |\\[\\^1\\]|<p>|</p>|<h1>|<table>|<li>|<!--|&amp;|&#173;|\\*\\*|1\\. |\u{ad}|\u{a0}|\u{feff})\n?",
        ], 0..40),
        format in prop::sample::select(FORMATS.to_vec()),
    ) {
        let text = parts.concat();
        let corpus = read(&format!("any.{format}"), text.as_bytes());
        prop_assert_eq!(corpus.articles.len() + corpus.problems.len(), 1);
        let lines = text.replace("\r\n", "\n").split(['\r', '\n']).count();
        for article in &corpus.articles {
            for passage in &article.passages {
                if let Some(bytes) = &passage.bytes {
                    prop_assert_eq!(&text.as_bytes()[bytes.clone()], article.passage_text(passage).as_bytes());
                }
                prop_assert!(passage.lines.1 <= lines);
            }
        }
    }
}

#[test]
fn every_line_of_the_shipped_article_is_a_passage_a_heading_or_boilerplate() {
    let file = shipped_article();
    let corpus = read("us-iran-nuclear-talks.txt", &file);
    let article = &corpus.articles[0];
    check(article, &file);
    assert!(article.passages.iter().all(|passage| passage.bytes.is_some()));
    let headings: Vec<_> = article.sections.iter().flat_map(|section| &section.headings).collect();
    for line in std::str::from_utf8(&file).unwrap().lines().map(str::trim) {
        let is_known = line.is_empty()
            || line == "Leave a Comment"
            || line == article.title
            || article.text.contains(line)
            || headings.iter().any(|heading| *heading == line);
        assert!(is_known, "{line}");
    }
}
