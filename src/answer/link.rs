//! Links to a sentence of a web page: a browser scrolls to it and highlights it (`#:~:text=`).
//!
//! A browser that doesn't know such links, or doesn't find the words, opens the page at its top.

use std::fmt::Write;
use std::ops::Range;
use std::path::Path;

use crate::corpus::Article;

/// The number of words at each end of a sentence that name it; a sentence with at most twice as many is named whole.
const WORDS: usize = 4;

/// The most words at its start, if fewer are found earlier in the article too.
const MAX_WORDS: usize = 12;

/// The longest fragment, in bytes. A language without spaces has no words to choose.
const MAX_FRAGMENT_BYTES: usize = 400;

/// The extensions of web pages, whose words are where the address leads.
const PAGES: [&str; 3] = ["html", "htm", "xhtml"];

/// The address of an article, with the place of the sentence in this range of its text if it is a web page. `None` if
/// the article gives no address.
pub(super) fn to(article: &Article, sentence: &Range<usize>) -> Option<String> {
    let url = article.metadata.url.as_deref()?;
    let extension = Path::new(&article.path)
        .extension()
        .and_then(|it| it.to_str())
        .unwrap_or_default();
    let is_page = PAGES.iter().any(|page| extension.eq_ignore_ascii_case(page));
    // The address may have a place already, even a place by words.
    let fragment = fragment(&article.text, sentence).filter(|_| is_page && !url.contains(":~:"));
    Some(match fragment {
        Some(fragment) if url.contains('#') => format!("{url}:~:text={fragment}"),
        Some(fragment) => format!("{url}#:~:text={fragment}"),
        None => url.to_owned(),
    })
}

/// The words that name a sentence; `None` if there are none, or too long ones.
fn fragment(text: &str, sentence: &Range<usize>) -> Option<String> {
    let words: Vec<&str> = text.get(sentence.clone())?.split_whitespace().collect();
    // The sign of a list's item is not text on the page.
    let from = words.iter().position(|word| word.contains(char::is_alphanumeric))?;
    let words = &words[from..];
    let fragment = if words.len() <= 2 * WORDS {
        encoded(words)
    } else {
        let before = folded(text.get(..sentence.start)?);
        let is_elsewhere = |count: &usize| before.contains(&words[..*count].join(" "));
        let count = (WORDS..=MAX_WORDS.min(words.len() - WORDS)).find(|count| !is_elsewhere(count));
        let (start, end) = (&words[..count.unwrap_or(WORDS)], &words[words.len() - WORDS..]);
        format!("{},{}", encoded(start), encoded(end))
    };
    (fragment.len() <= MAX_FRAGMENT_BYTES).then_some(fragment)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words with every sign encoded that separates parts of an address or of a fragment ("-", "," and "&").
fn encoded(words: &[&str]) -> String {
    let mut out = String::new();
    for byte in words.join(" ").bytes() {
        if byte.is_ascii_alphanumeric() || b"._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string never fails.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::read_article;

    /// The link to the sentence that begins with `start`, in the page at `url`.
    fn link(path: &str, url: &str, text: &str, start: &str) -> Option<String> {
        let head = format!("<link rel=canonical href='{url}'>");
        let article = read_article(path, format!("{head}{text}").as_bytes()).unwrap();
        let passage = article
            .passages
            .iter()
            .find(|it| article.passage_text(it).contains(start))
            .unwrap();
        let words = article.passage_text(passage);
        let sentence = passage
            .sentences
            .iter()
            .find(|it| words[(*it).clone()].contains(start))
            .unwrap();
        let at = passage.range.start;
        to(&article, &(at + sentence.start..at + sentence.end))
    }

    #[test]
    fn a_sentence_of_a_page_is_named_by_its_words() {
        let url = "https://a.example/lake";
        let short = "<p>Swimming is free. Dogs, cats &amp; co-owners wait outside.</p>";
        assert_eq!(
            link("a.html", url, short, "Dogs").unwrap(),
            "https://a.example/lake#:~:text=Dogs%2C%20cats%20%26%20co%2Downers%20wait%20outside."
        );
        let long = "<p>The lake opens at six in the morning on every day from May to September.</p>";
        assert_eq!(
            link("a.html", url, long, "The lake").unwrap(),
            "https://a.example/lake#:~:text=The%20lake%20opens%20at,from%20May%20to%20September."
        );
        assert_eq!(
            link(
                "a.html",
                "https://a.example/lake#hours",
                "<p>Swimming is free.</p>",
                "Swimming"
            )
            .unwrap(),
            "https://a.example/lake#hours:~:text=Swimming%20is%20free."
        );
    }

    #[test]
    fn words_that_come_earlier_too_are_followed_by_more() {
        let page = "<p>The lake opens at six. That is early.</p>\
            <p>The lake opens at seven on Sundays, when the bakery beside it is closed.</p>";
        let link = link("a.html", "https://a.example/", page, "Sundays").unwrap();
        assert_eq!(
            link,
            "https://a.example/#:~:text=The%20lake%20opens%20at%20seven,beside%20it%20is%20closed."
        );
    }

    #[test]
    fn an_address_is_left_alone_where_the_words_cannot_be_found() {
        let same = |path: &str, url: &str, text: &str| {
            assert_eq!(link(path, url, text, "湖").as_deref(), Some(url), "{path} {url}");
        };
        let text = format!("<p>{}。</p>", "湖は朝の六時に開きます、そして".repeat(30));
        same("a.html", "https://a.example/", &text);
        same(
            "a.html",
            "https://a.example/#:~:text=lake",
            "<p>湖は朝の六時に開きます。</p>",
        );
        let plain = read_article("a.md", b"---\nurl: https://a.example/\n---\n\nThe lake opens at six.").unwrap();
        assert_eq!(to(&plain, &(0..22)).as_deref(), Some("https://a.example/"));
    }
}
