//! Pages that word processors export: their comments, headers and footers, and their title.

use std::ops::Range;

use super::element::Name;
use super::page::{Facts, Page};

/// The class that Google Docs gives to the body of a page.
const OF_GOOGLE: &str = "doc-content";

/// True for a page that Google Docs exported.
pub(super) fn is_of_google(page: &Page<'_>) -> bool {
    let mut bodies = (0..page.nodes.len()).filter(|&at| page.is_any(at, &["body"]));
    bodies.next().is_some_and(|body| page.facts(body).is_class(OF_GOOGLE))
}

/// True for the document's title, which is a paragraph.
pub(super) fn is_title(name: Name, facts: &Facts<'_>, is_of_google: bool) -> bool {
    name.as_str() == "p" && (facts.is_class("MsoTitle") || (is_of_google && facts.is_class("title")))
}

/// The comments, headers and footers of a page that Google Docs exported, in order.
pub(super) fn asides(page: &Page<'_>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut up_to = 0;
    for at in 0..page.nodes.len() {
        if at >= up_to && is_anchor(page, at, "cmnt", "#cmnt_ref") {
            let aside = outermost_begun_by(page, at);
            up_to = page.nodes[aside].end;
            found.push(aside);
        }
    }
    if is_of_google(page) {
        found.extend(heads(page));
        found.sort_unstable();
        found.dedup();
    }
    found
}

/// The blocks without any attribute right within the body, which are the header and the footer. Footnotes are in such
/// blocks, too.
fn heads(page: &Page<'_>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(node) = page.nodes.get(at) {
        if page.is_any(at, &["div"]) && page.attributes(at).next().is_none() {
            let has_note = page
                .within(at)
                .any(|inside| is_anchor(page, inside, "ftnt", "#ftnt_ref"));
            found.extend((!has_note).then_some(at));
        }
        at = node.end.max(at + 1);
    }
    found
}

/// True for a link whose id and address begin so, each with a number after it.
fn is_anchor(page: &Page<'_>, at: usize, id: &str, address: &str) -> bool {
    let is_numbered = |text: &str, prefix: &str| {
        let number = text.strip_prefix(prefix);
        number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    };
    if !page.is_any(at, &["a"]) {
        return false;
    }
    let facts = page.facts(at);
    is_numbered(facts.id, id) && facts.href.is_some_and(|href| is_numbered(href, address))
}

/// The outermost paragraph or division that begins with the element at `at`; that element itself if none does.
pub(super) fn outermost_begun_by(page: &Page<'_>, at: usize) -> usize {
    begun_by(page, at).last().unwrap_or(at)
}

/// The blocks that begin with the element at `at`, from the innermost.
pub(super) fn begun_by<'p>(page: &'p Page<'_>, at: usize) -> impl Iterator<Item = usize> + 'p {
    let before: Range<usize> = 0..at;
    let around = before.rev().filter(move |&before| !page.is_blank(before));
    let around = around.take_while(move |&before| page.element(before).is_some() && page.nodes[before].end > at);
    around.filter(|&before| page.is_any(before, &["p", "div", "li", "dd", "td", "aside", "section"]))
}
