//! The parts of a wiki's page that are about the page, not about its subject, and the wrapper that a wiki puts around
//! a formula. The classes are those of `MediaWiki` and of the templates that most of its wikis share.

use std::ops::Range;

use super::element::Name;
use super::page::{Facts, Page};

/// Requests to editors, boxes with links to sister projects, the menu of languages.
const ABOUT_THE_PAGE: &[&str] = &["ambox", "sistersitebox", "mw-portlet-lang"];
/// Classes of what a skin shows around the text: tools, categories, the licence.
const AROUND_THE_TEXT: &[&str] = &[
    "vector-page-toolbar",
    "page-header__meta",
    "page-header__categories",
    "page-header__actions",
    "page-footer__categories",
    "license-description",
];
/// The same by their ids.
const AROUND_BY_ID: &[&str] = &[
    "siteNotice",
    "siteSub",
    "contentSub",
    "contentSub2",
    "mw-content-subtitle",
    "jump-to-nav",
    "p-lang-btn",
    "mw-panel",
    "catlinks",
];
/// The most nodes of a list of references that are looked at.
const MAX_NODES: usize = 2_000;

/// True for a pointer to other pages: "Main article: Bridge".
pub(super) fn is_pointer(facts: &Facts<'_>) -> bool {
    facts.is_class("hatnote")
}

/// True for a part that is about the page, and for a list of the sources that it cites. A list of notes in the
/// article's own words is neither.
pub(super) fn is_apparatus(page: &Page<'_>, at: usize, name: Name, facts: &Facts<'_>) -> bool {
    let mut classes = ABOUT_THE_PAGE.iter().chain(AROUND_THE_TEXT);
    if classes.any(|class| facts.is_class(class)) || AROUND_BY_ID.contains(&facts.id) {
        return true;
    }
    name.as_str() == "ol" && facts.is_class("references") && cites_sources(page, at)
}

/// True if most items of the list at `at` name a source.
fn cites_sources(page: &Page<'_>, at: usize) -> bool {
    let (mut items, mut sources, mut is_counted) = (0, 0, true);
    for inside in page.within(at).take(MAX_NODES) {
        if page.is_any(inside, &["li"]) {
            items += 1;
            is_counted = false;
        } else if !is_counted && names_source(page, inside) {
            sources += 1;
            is_counted = true;
        }
    }
    sources * 2 > items
}

fn names_source(page: &Page<'_>, at: usize) -> bool {
    let is_source = |facts: &Facts<'_>| {
        let is_entry = facts.href.is_some_and(|address| address.contains("#CITEREF"));
        is_entry || facts.is_class("external") || facts.is_class("citation")
    };
    page.is_any(at, &["cite"]) || (page.is_any(at, &["a", "span"]) && is_source(&page.facts(at)))
}

/// The range of a formula without the `{\displaystyle …}` that a wiki puts around it.
pub(super) fn unwrapped(source: &str, range: Range<usize>) -> Range<usize> {
    let formula = source[range.clone()].trim();
    let inner = ["{\\displaystyle", "{\\textstyle"].iter().find_map(|wrapper| {
        let inner = formula.strip_prefix(wrapper)?.strip_suffix('}')?;
        (!inner.starts_with(char::is_alphabetic)).then(|| inner.trim())
    });
    let inner = inner.filter(|inner| !inner.is_empty());
    inner.map_or(range, |inner| {
        let start = inner.as_ptr() as usize - source.as_ptr() as usize;
        start..start + inner.len()
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{LONG, texts};

    #[test]
    fn parts_about_the_page_are_left_out_and_notes_stay() {
        for part in [
            "<div role=note class=hatnote>Main article: <a href=/b>Bridge</a></div>",
            "<table class='metadata ambox'><tr><td>This section needs sources. You can help.</table>",
            "<div class='vector-dropdown mw-portlet mw-portlet-lang'><label>6 languages</label></div>",
            "<div class=reflist><ol class=references><li id=n1><cite>Ann, \"Bridges\", 2004.</cite>\
            <li id=n2><a href='#CITEREFBob'>Bob 2001</a>, p. 5.</ol></div>",
            "<div id=siteNotice><p>Donate now to the wiki of all swords and shields.</div>",
            "<div id=siteSub>From Test Wiki</div><div id=contentSub>(Redirected from <a href=/b>Blade</a>)</div>",
            "<div class=vector-page-toolbar><ul><li>Read<li>View source</ul></div>",
            "<div class=page-header__categories>in: <a href=/c>Swords</a></div>",
            "<div class=license-description>Community content is available under CC-BY-SA unless otherwise noted.</div>",
            "<p><a class=mw-jump-link href='https://a.example/b#c'>Jump to content</a></p>",
        ] {
            assert_eq!(
                texts(&format!("<p>{LONG}</p>{part}<p>{LONG}</p>")),
                [LONG, LONG],
                "{part}"
            );
        }
        let notes = "<ol class=references><li>The bridge is meant, not the ferry.</ol>";
        assert_eq!(
            texts(&format!("<p>{LONG}</p>{notes}")),
            [LONG, "1. The bridge is meant, not the ferry."]
        );
        let admonition = "<div role=note>Never cross it at night, as the lamps are off.</div>";
        assert_eq!(texts(&format!("<p>{LONG}</p>{admonition}")).len(), 2);
    }

    #[test]
    fn a_pointer_with_text_is_told_last() {
        let doubt = |page: &str| -> Vec<String> {
            let doubts = crate::corpus::html::read(page).unwrap().doubts.into_iter();
            doubts.map(|(doubt, _)| doubt.to_string()).collect()
        };
        let pointer = format!("<div class=hatnote>Not the other bridge. {LONG}</div>");
        let page = format!("<p>{LONG}</p>{pointer}<p>{LONG}</p>");
        assert!(doubt(&page)[0].contains("Not the other bridge."));
        let page = format!("<p>{LONG}</p>{pointer}<p>{LONG}</p><dialog>Mind the gap. {LONG}</dialog>");
        assert!(doubt(&page)[0].contains("Mind the gap."));
        let link = "<div class=hatnote>Main article: <a href=/b>Bridge</a></div>";
        assert!(doubt(&format!("<p>{LONG}</p>{link}<p>{LONG}</p>")).is_empty());
    }

    #[test]
    fn a_page_number_beside_the_mark_of_a_note_is_one_of_its_marks() {
        let page = "<p>It is old.<sup class=reference><a href='#n'>[1]</a></sup><sup class='reference nowrap'>\
            <span title='Page 207'>: 207 </span></sup> So they say.</p>";
        assert_eq!(texts(page), ["It is old. So they say."]);
    }

    #[test]
    fn formulas_lose_what_a_wiki_puts_around_them() {
        let formula = |tex: &str| {
            format!(
                "<span class=mwe-math-element><span style='display: none;'><math><semantics><mi>A</mi><annotation \
                encoding='application/x-tex'>{tex}</annotation></semantics></math></span><img alt=x></span>"
            )
        };
        for (tex, expected) in [
            (r"{\displaystyle A}", "The matrix A, too."),
            (r"{\displaystyle A_{ij}}", "The matrix A_{ij}, too."),
            (r"{\textstyle {\frac {a}{b}}}", r"The matrix {\frac {a}{b}}, too."),
            (r"\lambda _{\max }", r"The matrix \lambda _{\max }, too."),
        ] {
            let page = format!("<p>The matrix\n  {}\n  , too.</p>", formula(tex));
            assert_eq!(texts(&page), [expected]);
        }
    }
}
