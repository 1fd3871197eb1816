//! Judges a file that came from a site: the format it is read in, and whether it is an article at all.

use reqwest::Url;

use super::address::{self, joined, without_traces};
use super::report::Why;
use crate::corpus::{Article, EXTENSIONS, Hyperlinks, MAX_FILE_BYTES, MarkKind, read_article};

/// The most bytes of a web page or a text.
pub(super) const MAX_PAGE_BYTES: u64 = 2 * 1024 * 1024;

/// A page with fewer letters may be a shell that a browser fills.
const FEW_LETTERS: usize = 200;

/// A page that asks for a password and has fewer letters has nothing else on it.
const FEW_BESIDE_A_PASSWORD: usize = 1_000;

/// A page that says in its title that there is none, and has fewer letters, has nothing else on it.
const FEW_BESIDE_AN_ERROR: usize = 600;

/// A page with more letters doesn't shrink to a fifth of them by itself.
const MANY_LETTERS: usize = 1_000;

/// The types of files that are read, with the extension for each.
const TYPES: &[(&str, &str)] = &[
    ("text/html", "html"),
    ("application/xhtml+xml", "html"),
    ("text/plain", "txt"),
    ("text/markdown", "md"),
    ("text/x-rst", "rst"),
    ("application/pdf", "pdf"),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "pptx",
    ),
    ("application/vnd.oasis.opendocument.text", "odt"),
    ("application/epub+zip", "epub"),
];

/// The types that servers give to files of which they know nothing else.
const UNKNOWN_TYPES: &[&str] = &["", "application/octet-stream", "binary/octet-stream"];

/// The extensions of texts that servers send as plain text.
const TEXTS: &[&str] = &["md", "markdown", "mdx", "rst", "srt", "vtt"];

/// A page that can be quoted.
pub(super) struct Page {
    pub(super) article: Article,
    /// The hash of its words, in hex.
    pub(super) hash: String,
}

/// The extension for a file of this type; `None` if no reader takes it.
pub(super) fn extension(content_type: &str, url: &Url) -> Option<&'static str> {
    let written = url
        .path()
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    let written = EXTENSIONS
        .iter()
        .copied()
        .find(|known| written.as_deref() == Some(known));
    if UNKNOWN_TYPES.contains(&content_type) {
        return written;
    }
    let (_, extension) = TYPES.iter().find(|(known, _)| *known == content_type)?;
    let is_text = *extension == "txt";
    Some(written.filter(|it| is_text && TEXTS.contains(it)).unwrap_or(extension))
}

/// The most bytes of a file with this extension.
pub(super) fn max_bytes(extension: &str) -> u64 {
    match extension {
        "pdf" | "docx" | "pptx" | "odt" | "epub" => MAX_FILE_BYTES,
        _ => MAX_PAGE_BYTES,
    }
}

/// True if an address looks like that of a sitemap.
pub(super) fn may_be_sitemap(url: &Url) -> bool {
    let extension = url
        .path()
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    matches!(extension.as_deref(), Some("xml" | "gz"))
}

/// True if a link leads to a picture, a recording or the like, which nobody needs to ask for.
pub(super) fn is_no_page(url: &Url) -> bool {
    let name = url.path().rsplit('/').next().unwrap_or_default();
    let Some((_, extension)) = name.rsplit_once('.') else {
        return false;
    };
    let probe = format!("file.{extension}");
    let is_unread = matches!(read_article(&probe, b""), Err(crate::corpus::Reason::UnreadFormat(_)));
    is_unread || ["css", "js", "xml", "json", "ico", "woff", "woff2"].contains(&extension.to_ascii_lowercase().as_str())
}

/// Reads a file as the article that it will be.
pub(super) fn read(path: &str, bytes: &[u8], links: Option<&Hyperlinks>) -> Result<Page, Why> {
    let article = read_article(path, bytes);
    let letters = article.as_ref().map_or(0, letters);
    if let Some(links) = links {
        if links.asks_password && letters < FEW_BESIDE_A_PASSWORD {
            return Err(Why::Login);
        }
        // A page without any words leaves them all to its program.
        let is_shell = links.has_noscript || (links.has_scripts && article.is_err());
        if letters < FEW_LETTERS && is_shell {
            return Err(Why::NeedsBrowser);
        }
    }
    let article = article.map_err(Why::Unread)?;
    if letters < FEW_BESIDE_AN_ERROR && says_not_found(&article.title) {
        return Err(Why::NotFound);
    }
    let hash = hash_of(&article);
    Ok(Page { article, hash })
}

/// True for the title of a page that a site sends, with status 200, in place of one that it hasn't.
fn says_not_found(title: &str) -> bool {
    let title = title.to_lowercase();
    let words: Vec<&str> = title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let says = |phrase: &[&str]| words.windows(phrase.len()).any(|part| part == phrase);
    let has_number = words.first() == Some(&"404") || says(&["error", "404"]) || says(&["404", "error"]);
    has_number
        || ["page", "file", "document"]
            .iter()
            .any(|what| says(&[what, "not", "found"]))
        || words == ["not", "found"]
}

/// True if so much less is there now that it is probably another page: an error, or a notice.
pub(super) fn has_shrunk(old: &Article, new: &Article) -> bool {
    let old = letters(old);
    old >= MANY_LETTERS && letters(new) * 5 < old
}

fn letters(article: &Article) -> usize {
    article.text.chars().filter(|c| c.is_alphabetic()).count()
}

/// The hash of what is shown of an article: a page that differs in nothing else is the same one.
fn hash_of(article: &Article) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut mix = |part: &str| {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    };
    mix(&article.title);
    mix(&article.text);
    article
        .sections
        .iter()
        .flat_map(|section| &section.headings)
        .for_each(|it| mix(it));
    mix(article.metadata.date.as_deref().unwrap_or_default());
    for mark in &article.marks {
        if let MarkKind::Link(address) = &mark.kind {
            mix(address);
        }
    }
    hasher.finalize().to_hex().to_string()
}

/// The addresses that a page at `url` leads to.
pub(super) fn links(url: &Url, links: &Hyperlinks) -> Vec<Url> {
    let base = links
        .base
        .as_deref()
        .and_then(|base| url.join(base).ok())
        .unwrap_or_else(|| url.clone());
    let found = links.links.iter().filter(|link| !link.starts_with('#'));
    found
        .filter_map(|link| joined(&base, link))
        .map(without_traces)
        .collect()
}

/// The other page of the site that a page gives as its true address.
pub(super) fn canonical(url: &Url, links: &Hyperlinks) -> Option<Url> {
    let canonical = joined(url, links.canonical.as_deref()?)?;
    (address::is_same_site(url, &canonical) && !address::is_same_page(url, &canonical)).then_some(canonical)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn the_type_says_how_a_file_is_read_and_its_name_only_where_the_type_says_nothing() {
        for (content_type, path, wanted) in [
            ("text/html", "/a.pdf", Some("html")),
            ("text/plain", "/a", Some("txt")),
            ("text/plain", "/a.md", Some("md")),
            ("text/plain", "/a.html", Some("txt")),
            ("application/pdf", "/a", Some("pdf")),
            ("application/octet-stream", "/a.DOCX", Some("docx")),
            ("", "/a", None),
            ("image/png", "/a.html", None),
            ("application/json", "/a.json", None),
        ] {
            assert_eq!(
                extension(content_type, &url(&format!("https://a.example{path}"))),
                wanted,
                "{content_type} {path}"
            );
        }
    }

    #[test]
    fn a_page_that_says_that_there_is_none_is_not_there() {
        let page = |title: &str, text: &str| {
            let html = format!("<html><head><title>{title}</title></head><body><p>{text}</p></body></html>");
            read("a.html", html.as_bytes(), None).map(|page| page.article.title)
        };
        let sorry = "Sorry, the page that you are looking for is not on this site any more.";
        for title in ["404 Not Found", "Page not found - The Club", "Error 404", "Not Found"] {
            assert!(matches!(page(title, sorry), Err(Why::NotFound)), "{title}");
        }
        let long = "The command says that a file is not there if its name is misspelt. ".repeat(12);
        for (title, text) in [
            ("Lost and not found", sorry),
            ("4040 ways to row", sorry),
            ("Page not found: what to do", long.as_str()),
        ] {
            assert!(page(title, text).is_ok(), "{title}");
        }
    }

    #[test]
    fn links_to_pictures_and_the_like_are_told_from_pages() {
        for (path, is_other) in [
            ("/a.png", true),
            ("/a.PNG", true),
            ("/a.css", true),
            ("/a.zip", true),
            ("/a.html", false),
            ("/v1.20", false),
            ("/next.js.html", false),
            ("/a.d/b", false),
            ("/a.php", false),
        ] {
            assert_eq!(
                is_no_page(&url(&format!("https://a.example{path}"))),
                is_other,
                "{path}"
            );
        }
    }

    #[test]
    fn shells_and_login_pages_are_no_articles() {
        let read = |page: &str| read("a.html", page.as_bytes(), Some(&Hyperlinks::of(page.as_bytes()))).map(|_| ());
        let words = "The lake opens at six in the morning. ".repeat(10);
        assert_eq!(
            read("<div id=app></div><script src=a.js></script>"),
            Err(Why::NeedsBrowser)
        );
        let noscript = "<noscript>Enable JavaScript.</noscript><p>Loading the page, please wait.</p>";
        assert_eq!(read(noscript), Err(Why::NeedsBrowser));
        assert_eq!(read(&format!("{noscript}<p>{words}</p>")), Ok(()));
        assert_eq!(read("<script src=a.js></script><p>The lake opens at six.</p>"), Ok(()));
        assert_eq!(
            read("<p>Sign in to go on.</p><form><input type=password></form>"),
            Err(Why::Login)
        );
        assert_eq!(
            read(&format!(
                "<form><input type=password></form><p>{words}{words}{words}{words}</p>"
            )),
            Ok(())
        );
    }

    #[test]
    fn a_page_of_the_same_words_is_the_same_page() {
        let hash = |page: &str| read("a.html", page.as_bytes(), None).map(|page| page.hash).unwrap();
        let page = "<title>Lake</title><p>It opens <a href=https://a.example/six>at six</a> in the morning.</p>";
        assert_eq!(
            hash(page),
            hash(&format!("{page}<!-- made in 3 ms --><input type=hidden value=17>"))
        );
        assert_ne!(hash(page), hash(&page.replace("at six", "at seven")));
        assert_ne!(hash(page), hash(&page.replace("/six", "/seven")));
    }
}
