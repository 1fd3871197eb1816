//! The side of a page that a visitor who follows its links sees: where it leads, and whether it can be read without a
//! browser. Not here: its words.

use super::declared_encoding;
use super::page::Page;
use crate::corpus::source::Source;

/// The links of a page, and signs that it is not an article. Addresses are as the page writes them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hyperlinks {
    /// The address that the others are relative to, if it is not the page's own.
    pub base: Option<String>,
    /// The address that the page gives as its only true one.
    pub canonical: Option<String>,
    /// The address that a browser opens in its place.
    pub refresh: Option<String>,
    /// The addresses that it links to, in order.
    pub links: Vec<String>,
    /// True if it asks for a password.
    pub asks_password: bool,
    /// True if it runs programs in the browser.
    pub has_scripts: bool,
    /// True if it has words for browsers that run none.
    pub has_noscript: bool,
}

impl Hyperlinks {
    /// Reads the links of a page; empty if it can't be read.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut found = Self::default();
        let Ok(source) = Source::decode(bytes, declared_encoding(bytes)) else {
            return found;
        };
        if let Ok(page) = Page::parse(source.text(), 0) {
            (0..page.nodes.len()).for_each(|at| found.take(&page, at));
        }
        found
    }

    fn take(&mut self, page: &Page<'_>, at: usize) {
        let Some(name) = page.element(at) else { return };
        let address = |name: &str| {
            let written = page.attribute(at, name).map(|it| it.trim().to_owned());
            written.filter(|it| !it.is_empty())
        };
        let is = |name: &str, wanted: &str| {
            page.attribute(at, name)
                .is_some_and(|it| it.trim().eq_ignore_ascii_case(wanted))
        };
        match name.as_str() {
            "a" | "area" => self.links.extend(address("href")),
            "base" if self.base.is_none() => self.base = address("href"),
            "link" if self.canonical.is_none() && is("rel", "canonical") => self.canonical = address("href"),
            "meta" if self.refresh.is_none() && is("http-equiv", "refresh") => {
                self.refresh = page.attribute(at, "content").and_then(|content| refreshed(&content));
            }
            "input" => self.asks_password |= is("type", "password"),
            "script" => self.has_scripts = true,
            "noscript" => self.has_noscript = true,
            _ => {}
        }
    }
}

/// The address in "0; url='…'".
fn refreshed(content: &str) -> Option<String> {
    let (_, rest) = content.split_once([';', ','])?;
    let (name, address) = rest.split_once('=')?;
    let address = address.trim().trim_matches(['"', '\'']).trim();
    (name.trim().eq_ignore_ascii_case("url") && !address.is_empty()).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_links_of_a_page_are_found_as_it_writes_them() {
        let page = "<base href=/docs/><link rel=canonical href=' /a '><meta http-equiv=Refresh content=\"0; URL='/b'\">\
            <p><a href='c?d=1&amp;e=2'>C</a> <a name=x>no link</a> <a href=''>none</a> <area href=#f></p>";
        let found = Hyperlinks::of(page.as_bytes());
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            (found.base, found.canonical, found.refresh),
            (some("/docs/"), some("/a"), some("/b"))
        );
        assert_eq!(found.links, ["c?d=1&e=2", "#f"]);
        assert!(!found.asks_password && !found.has_scripts && !found.has_noscript);
    }

    #[test]
    fn a_page_that_is_no_article_shows_signs_of_it() {
        let of = |page: &str| Hyperlinks::of(page.as_bytes());
        assert!(of("<form><input type=Password></form>").asks_password);
        let app =
            of("<noscript>You need to enable JavaScript.</noscript><div id=root></div><script src=a.js></script>");
        assert!(app.has_noscript && app.has_scripts);
        assert_eq!(of("<meta http-equiv=refresh content=30>").refresh, None);
        assert_eq!(Hyperlinks::of(b"\0\x01"), Hyperlinks::default());
    }
}
