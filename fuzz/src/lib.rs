//! Fuzzes the readers of articles: `cargo +nightly fuzz run md`. A new reader needs a file with one line in
//! `fuzz_targets`, and an entry in `Cargo.toml`.


pub use libfuzzer_sys;
use verbatim::corpus::read_article;

/// Makes a fuzz target of the reader for files with an extension.
#[macro_export]
macro_rules! reader {
    ($extension:literal) => {
        $crate::libfuzzer_sys::fuzz_target!(|bytes: &[u8]| $crate::read($extension, bytes));
    };
}

/// Reads bytes as a file with this extension, and checks the article against the promises of every reader.
///
/// # Panics
/// If a promise is broken.
pub fn read(extension: &str, bytes: &[u8]) {
    let Ok(article) = read_article(&format!("a.{extension}"), bytes) else {
        return;
    };
    assert!(!article.title.trim().is_empty());
    assert!(!article.passages.is_empty());
    for passage in &article.passages {
        let text = article.passage_text(passage);
        assert!(!text.trim().is_empty());
        assert!(text.is_char_boundary(passage.lead));
        assert!(!passage.sentences.is_empty());
        for sentence in &passage.sentences {
            assert!(!text[sentence.clone()].is_empty());
        }
        if let Some(place) = &passage.bytes {
            assert_eq!(&bytes[place.clone()], text.as_bytes());
        }
        let (first, last) = passage.lines;
        assert!(1 <= first && first <= last);
        for mark in article.marks_of(passage) {
            assert!(!text[mark.range].is_empty());
        }
    }
    let marked: usize = article.passages.iter().map(|passage| article.marks_of(passage).count()).sum();
    assert_eq!(marked, article.marks.len());
}
