//! Links: which addresses Discord accepts, and the links that stand below a quote.

use std::ops::Range;

use super::words::Words;
use super::{escape_within, is_blank, is_unlinkable, plain};
use crate::corpus::MarkKind;
use crate::discord::outgoing::{MAX_FIELD, length};

/// The most links below a quote.
const MAX_LINKS: usize = 5;

/// The most of a link's name.
const MAX_NAME: usize = 100;

/// The longest address that Discord accepts.
const MAX_URL: usize = 2048;

/// The characters that would end a link or change the text around it; they are percent-encoded.
const CODES: &[(char, &str)] = &[
    ('(', "%28"),
    (')', "%29"),
    ('<', "%3C"),
    ('>', "%3E"),
    ('\\', "%5C"),
    ('"', "%22"),
    ('\'', "%27"),
    ('`', "%60"),
    ('*', "%2A"),
    ('|', "%7C"),
];

/// A text that links to `url`; plain text if Discord doesn't accept the address, or the link is longer than `limit`
/// characters.
pub(crate) fn link(text: &str, url: Option<&str>, limit: usize) -> String {
    let escaped = escape_within(text, limit);
    let Some(url) = url.and_then(web_address) else {
        return escaped;
    };
    // Discord pairs brackets in the text of a link even if they are escaped, and takes no address for its text.
    let linked = if escaped.contains(['[', ']']) || text.contains("://") {
        format!("{escaped} ([↗]({url}))")
    } else {
        format!("[{escaped}]({url})")
    };
    if length(&linked) <= limit { linked } else { escaped }
}

/// `url` in a form that Discord accepts in an embed and in a link: http or https with a host, at most 2,048 characters.
/// `None` if it has no such form.
pub(crate) fn web_address(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let has_host = rest.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    if !(is_web && has_host) || rest.contains(is_unlinkable) {
        return None;
    }
    let mut address = format!("{}://", scheme.to_ascii_lowercase());
    for c in rest.chars() {
        match CODES.iter().find(|(plain, _)| *plain == c) {
            Some((_, code)) => address.push_str(code),
            None => address.push(c),
        }
    }
    (length(&address) <= MAX_URL).then_some(address)
}

/// A link of an article.
struct Link {
    /// The range of its text.
    range: Range<usize>,
    markdown: String,
    address: String,
}

/// The links in the part `shown` of an article's words, a line each, named as in the text; empty if it has no links.
///
/// Each address comes once, unless it can be clicked in the text itself. Of too many, those in the sentence that
/// answers are kept.
pub(crate) fn links_below(words: &Words<'_>, shown: &Range<usize>) -> String {
    let mut links: Vec<Link> = Vec::new();
    for mark in words.marks.iter().filter(|mark| overlap(&mark.range, shown)) {
        let MarkKind::Link(address) = &mark.kind else { continue };
        let (Some(text), Some(address)) = (words.text.get(mark.range.clone()), web_address(address)) else {
            continue;
        };
        let is_known = links.iter().any(|link| link.address == address);
        if is_known || is_blank(text) || web_address(text).is_some_and(|shown| shown == address) {
            continue;
        }
        let markdown = link(&plain(text), Some(&address), MAX_NAME + MAX_URL);
        let is_hidden = words
            .marks
            .iter()
            .any(|other| other.kind == MarkKind::Spoiler && overlap(&other.range, &mark.range));
        links.push(Link {
            range: mark.range.clone(),
            markdown: if is_hidden { format!("||{markdown}||") } else { markdown },
            address,
        });
    }
    links.sort_by_key(|link| !overlap(&link.range, &words.bold));
    links.truncate(MAX_LINKS);
    let mut room = MAX_FIELD;
    links.retain(|link| {
        let fits = length(&link.markdown) < room;
        room -= if fits { length(&link.markdown) + 1 } else { 0 };
        fits
    });
    links.sort_by_key(|link| link.range.start);
    let all: Vec<String> = links.into_iter().map(|link| link.markdown).collect();
    all.join("\n")
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}
