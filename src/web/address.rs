//! Addresses of pages: their one written form, and which of them a fetch may ask for.

use reqwest::Url;

/// The longest address that is followed, in bytes.
const MAX_ADDRESS_BYTES: usize = 1_500;

/// The part of a site that somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scope {
    /// One page.
    Page(Url),
    /// All pages whose paths begin with that of an address, which ends in a slash.
    Below(Url),
    /// The pages that a sitemap at an address names.
    Listed(Url),
}

impl Scope {
    /// The scope that an address asks for by its form.
    pub(super) fn of(start: &Url) -> Self {
        if start.path().ends_with('/') && start.query().is_none() {
            Self::Below(start.clone())
        } else {
            Self::Page(start.clone())
        }
    }

    /// The address that somebody asked for.
    pub(super) fn start(&self) -> &Url {
        match self {
            Self::Page(start) | Self::Below(start) | Self::Listed(start) => start,
        }
    }

    /// True if a page belongs to it.
    pub(super) fn covers(&self, page: &Url) -> bool {
        match self {
            Self::Page(start) => start == page,
            Self::Below(start) => is_same_site(start, page) && page.path().starts_with(start.path()),
            Self::Listed(start) => is_same_site(start, page),
        }
    }
}

/// Reads an address that a person typed; https is assumed. `None` if it is none of the web, or has a password.
pub(super) fn typed(text: &str) -> Option<Url> {
    let text = text.trim().trim_start_matches('<').trim_end_matches('>');
    let has_scheme = text.contains("://");
    let url = if has_scheme {
        Url::parse(text)
    } else {
        Url::parse(&format!("https://{text}"))
    };
    let url = without_traces(canonical(url.ok()?)?);
    let host = url.host_str()?;
    (has_scheme || host.contains('.')).then_some(url)
}

/// Parameters that say where a visitor comes from, or who it is: the page is the same without them.
const OF_VISITORS: &[&str] = &[
    "fbclid",
    "gclid",
    "mc_cid",
    "mc_eid",
    "msclkid",
    "jsessionid",
    "phpsessid",
    "_ga",
    "_gl",
];

/// The parameters by which sites number the parts of a list.
const NUMBERS: &[&str] = &["page", "paged", "pg"];

/// The form in which an address is asked for and remembered: without a fragment. `None` if it is none of the web, has
/// a name or a password in it, or is too long.
pub(super) fn canonical(mut url: Url) -> Option<Url> {
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    let is_bare = url.username().is_empty() && url.password().is_none();
    url.set_fragment(None);
    if url.query() == Some("") {
        url.set_query(None);
    }
    (is_web && is_bare && url.as_str().len() <= MAX_ADDRESS_BYTES).then_some(url)
}

/// The address without the parameters and the session's number by which a site follows its visitors: each visit would be
/// another page.
pub(super) fn without_traces(mut url: Url) -> Url {
    if let Some(query) = url.query() {
        let is_trace = |pair: &&str| {
            let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
            name.starts_with("utm_") || OF_VISITORS.contains(&name.as_str())
        };
        let kept: Vec<&str> = query.split('&').filter(|pair| !is_trace(pair)).collect();
        let kept = kept.join("&");
        url.set_query(Some(&kept).filter(|kept| !kept.is_empty()).map(String::as_str));
    }
    let session = url.path().to_ascii_lowercase().find(";jsessionid=");
    if let Some(at) = session {
        let path = url.path()[..at].to_owned();
        url.set_path(&path);
    }
    url
}

/// The number of the part of a list that an address asks for, if it asks for nothing else: 2 of "?page=2".
pub(super) fn number_of_part(url: &Url) -> Option<usize> {
    let (name, number) = url.query()?.split_once('=')?;
    let is_number = NUMBERS.contains(&name) && number.bytes().all(|b| b.is_ascii_digit());
    number.parse().ok().filter(|_| is_number)
}

/// The address that `written` means on the page at `base`.
pub(super) fn joined(base: &Url, written: &str) -> Option<Url> {
    canonical(base.join(written).ok()?)
}

/// True if both are on one host. The same page may be at http and at https.
pub(super) fn is_same_site(one: &Url, other: &Url) -> bool {
    let is_default = |url: &Url| url.port().is_none();
    one.host_str() == other.host_str() && (one.port() == other.port() || (is_default(one) && is_default(other)))
}

/// True if both are one page, at http or at https.
pub(super) fn is_same_page(one: &Url, other: &Url) -> bool {
    is_same_site(one, other) && one.path() == other.path() && one.query() == other.query()
}

/// The name of a page's site: its host, and its port unless that is the usual one.
pub(super) fn site_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The names of the folders above a page and its own, without an extension that says no more than that it is a page.
pub(super) fn names(url: &Url) -> (Vec<String>, String) {
    let mut folders: Vec<String> = url.path().split('/').skip(1).map(decoded).collect();
    let last = folders.pop().unwrap_or_default();
    folders.retain(|folder| !folder.is_empty());
    let stem = match last.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && is_extension(extension) => stem.to_owned(),
        _ if last.is_empty() => "index".to_owned(),
        _ => last,
    };
    let stem = match url.query() {
        Some(query) => format!("{stem}_{}", decoded(query)),
        None => stem,
    };
    (folders, stem)
}

/// True for letters such as html, pdf and php, but not for the end of a version.
fn is_extension(text: &str) -> bool {
    (2..=5).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && !text.starts_with(|c: char| c.is_ascii_digit())
}

/// A part of an address with its percent-encoded bytes decoded.
pub(super) fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail
            .get(..2)
            .filter(|hex| *first == b'%' && hex.iter().all(u8::is_ascii_hexdigit));
        let code = code.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn what_a_person_types_becomes_an_address_or_not() {
        let typed = |text: &str| typed(text).map(|url| url.to_string());
        for (text, wanted) in [
            ("docs.example.org/guide/", "https://docs.example.org/guide/"),
            (" <http://A.example:80/b#c> ", "http://a.example/b"),
            ("https://a.example", "https://a.example/"),
            ("http://localhost:8080/a?", "http://localhost:8080/a"),
        ] {
            assert_eq!(typed(text).as_deref(), Some(wanted), "{text}");
        }
        for text in [
            "",
            "guide",
            "ftp://a.example/",
            "file:///etc/passwd",
            "https://me:word@a.example/",
            "https://",
        ] {
            assert_eq!(typed(text), None, "{text}");
        }
        assert_eq!(typed(&format!("https://a.example/{}", "a".repeat(2_000))), None);
    }

    #[test]
    fn an_address_has_no_traces_of_its_visitors() {
        for (text, wanted) in [
            (
                "http://a.example/b?utm_source=mail&c=1&fbclid=x",
                "http://a.example/b?c=1",
            ),
            ("http://a.example/b?utm_source=mail&UTM_Medium=x", "http://a.example/b"),
            ("http://a.example/b;jsessionid=1A2B?c=1", "http://a.example/b?c=1"),
            ("http://a.example/b?PHPSESSID=1a2b", "http://a.example/b"),
            ("http://a.example/b?c=%26&d", "http://a.example/b?c=%26&d"),
        ] {
            assert_eq!(without_traces(url(text)), url(wanted), "{text}");
        }
    }

    #[test]
    fn the_parts_of_a_list_have_numbers() {
        for (query, number) in [
            ("?page=2", Some(2)),
            ("?paged=30", Some(30)),
            ("?page=2&sort=name", None),
            ("?page=two", None),
            ("?page=", None),
            ("?p=2", None),
            ("?date=2026", None),
            ("", None),
        ] {
            assert_eq!(
                number_of_part(&url(&format!("http://a.example/b{query}"))),
                number,
                "{query}"
            );
        }
    }

    #[test]
    fn a_slash_at_the_end_asks_for_what_lies_below() {
        let guide = Scope::of(&url("http://a.example/guide/"));
        for (page, is_covered) in [
            ("http://a.example/guide/b", true),
            ("https://a.example/guide/", true),
            ("http://a.example/guidebook", false),
            ("http://a.example:8080/guide/b", false),
            ("http://b.a.example/guide/b", false),
        ] {
            assert_eq!(guide.covers(&url(page)), is_covered, "{page}");
        }
        let page = Scope::of(&url("http://a.example/guide"));
        assert!(page.covers(&url("http://a.example/guide")) && !page.covers(&url("http://a.example/guide/b")));
        assert_eq!(
            Scope::of(&url("http://a.example/?p=1")),
            Scope::Page(url("http://a.example/?p=1"))
        );
    }

    #[test]
    fn a_page_is_named_as_its_address() {
        for (page, folders, stem) in [
            ("https://a.example/", vec![], "index"),
            ("https://a.example/guide/", vec!["guide"], "index"),
            ("https://a.example/a//b%20c/d.html", vec!["a", "b c"], "d"),
            ("https://a.example/v1.20", vec![], "v1.20"),
            (
                "https://a.example/w/index.php?title=Caf%C3%A9",
                vec!["w"],
                "index_title=Café",
            ),
            ("https://a.example/%zz%", vec![], "%zz%"),
        ] {
            assert_eq!(
                names(&url(page)),
                (folders.into_iter().map(str::to_owned).collect(), stem.to_owned()),
                "{page}"
            );
        }
    }
}
