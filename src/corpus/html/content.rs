//! Selects the elements of a page that are not part of its article.
//!
//! The element and its content decide: menus and footers are known by their tags and roles, lists of other articles
//! by consisting of links. The name of a class counts only if a widespread program uses it (comments, parts that
//! wikis don't print), or if the form agrees (a short notice about cookies, with a button). Other elements outside
//! the page's main part stay if they are text. Running text that is left out is reported as a doubt, unless it is in
//! a menu, a footer or a notice about cookies.

use std::ops::Range;

use super::element::{BLOCK, Name, VOID};
use super::fold;
use super::inline::hides;
use super::measure::{Measure, Totals};
use super::page::{Facts, Kind, Page};
use super::wiki;
use crate::corpus::boilerplate::is_boilerplate;
use crate::corpus::problem::Doubt;

/// The running text that an article with readers' comments has at least.
const MIN_ARTICLE_BYTES: usize = 300;
/// The longest text of a notice about cookies.
const MAX_NOTICE_BYTES: usize = 1_500;
/// Classes of the parts that wikis don't print, and of what forums say about the writer of a post.
const UNPRINTED: &[&str] = &["noprint", "printfooter", "catlinks", "navbox", "postprofile"];
/// The most characters that a doubt quotes of the text that was left out.
const TOLD_CHARS: usize = 60;

/// The parts of a page that are not read.
pub(super) struct Selection {
    /// The elements that are left out, in order.
    pub left_out: Vec<usize>,
    /// A doubt about them, and the position in the source of the text that it is about.
    pub doubt: Option<(Doubt, usize)>,
}

/// Selects the parts of a page that are not read.
pub(super) fn select(page: &Page<'_>) -> Selection {
    // A saved chat has nothing else on its page, and its short messages are no worse than the long ones.
    // Older exports have no element around the groups of messages.
    let is_chat = |facts: &Facts<'_>| facts.is_class("chatlog") || facts.is_class("chatlog__message-group");
    if !elements(page, |at, _, _| is_chat(&page.facts(at))).is_empty() {
        return Selection {
            left_out: Vec::new(),
            doubt: None,
        };
    }
    let mut furniture = elements(page, |at, name, quoted| is_furniture(page, at, name, quoted));
    let measure = Measure::of(page, &furniture);
    let all = measure.all();
    let mut told = Vec::new();
    elements(page, |at, name, _| {
        let totals = measure.totals(at..page.nodes[at].end);
        let facts = page.facts(at);
        let is_notice = is_notice(&facts, totals);
        let is_left_out = is_notice || is_aside(name, &facts, totals, all);
        if is_left_out {
            let reason = if is_notice { &mut furniture } else { &mut told };
            reason.push(at);
        }
        is_left_out
    });
    let furniture = outermost(page, furniture);
    let left_out = outermost(page, [&*furniture, &*told].concat());
    told.extend(outside(page, &left_out));
    let told = outermost(page, told);
    let left_out = outermost(page, [&*furniture, &*told].concat());
    let doubt = doubt(page, &measure, &furniture, &told);
    Selection { left_out, doubt }
}

/// Keeps those of `elements` that are inside none of the others, in order.
fn outermost(page: &Page<'_>, mut elements: Vec<usize>) -> Vec<usize> {
    elements.sort_unstable();
    let mut up_to = 0;
    elements.retain(|&at| {
        let is_outside = at >= up_to;
        up_to = up_to.max(page.nodes[at].end);
        is_outside
    });
    elements
}

/// The outermost blocks for which `is_wanted` holds, in order. Its last argument is true within a quotation.
fn elements(page: &Page<'_>, mut is_wanted: impl FnMut(usize, Name, bool) -> bool) -> Vec<usize> {
    let mut found = Vec::new();
    let mut quoted_up_to = 0;
    let mut at = 0;
    while let Some(node) = page.nodes.get(at) {
        let next = at + 1;
        if let Kind::Element(name) = node.kind {
            if name.is_any(&["blockquote", "figure"]) {
                quoted_up_to = quoted_up_to.max(node.end);
            }
            if name.is(BLOCK) && !name.is(VOID) && is_wanted(at, name, at < quoted_up_to) {
                found.push(at);
                at = node.end;
                continue;
            }
        }
        at = next;
    }
    found
}

/// The parts of a book's page that say nothing themselves: its table of contents, its index, its cover.
pub(super) fn apparatus_of_book(page: &Page<'_>) -> Vec<usize> {
    const KINDS: &[&str] = &["toc", "landmarks", "page-list", "loi", "lot", "index", "cover"];
    elements(page, |at, _, _| {
        let types = page.attribute(at, "epub:type").unwrap_or_default();
        let role = page.facts(at).role;
        let roles = role
            .split_ascii_whitespace()
            .filter_map(|role| role.strip_prefix("doc-"));
        types
            .split_ascii_whitespace()
            .chain(roles)
            .any(|kind| KINDS.contains(&kind))
    })
}

/// The parts that a page hides. A book has no program that would show them.
pub(super) fn hidden(page: &Page<'_>) -> Vec<usize> {
    elements(page, |at, _, _| {
        page.attribute(at, "hidden").is_some() || hides(page.facts(at).style)
    })
}

/// True for menus and footers, which are on every page of a site, and for the apparatus of a wiki.
fn is_furniture(page: &Page<'_>, at: usize, name: Name, quoted: bool) -> bool {
    const ROLES: &[&str] = &["navigation", "contentinfo", "search", "menu", "menubar", "toolbar"];
    match name.as_str() {
        "nav" | "search" => true,
        // A quotation's footer names the author of the words.
        "footer" => !quoted,
        _ => {
            let facts = page.facts(at);
            // LibreOffice writes the header and the footer of its pages so.
            let is_of_pages = || matches!(page.attribute(at, "title").as_deref(), Some("header" | "footer"));
            facts.is_role(ROLES)
                || (name.as_str() == "div" && is_of_pages())
                || wiki::is_apparatus(page, at, name, &facts)
        }
    }
}

/// True for a short text about cookies that asks for a click. "cookie" alone in a name proves nothing: a recipe has
/// it, too.
fn is_notice(facts: &Facts<'_>, totals: Totals) -> bool {
    const FORMS: &[&str] = &[
        "accept", "bar", "banner", "box", "dialog", "law", "message", "modal", "notice", "overlay", "popup",
    ];
    let names = [facts.class, facts.id].map(str::to_ascii_lowercase);
    let is_named = names.iter().flat_map(|name| name.split_ascii_whitespace()).any(|name| {
        let is_of_cookies = name.contains("cookie") && FORMS.iter().any(|form| name.contains(form));
        is_of_cookies || name.contains("consent") || name.contains("gdpr")
    });
    is_named && totals.buttons > 0 && totals.headings <= 1 && totals.bytes <= MAX_NOTICE_BYTES
}

/// True for an element beside an article that is not furniture: comments, forms, dialogs, lists of other articles.
fn is_aside(name: Name, facts: &Facts<'_>, totals: Totals, all: Totals) -> bool {
    let is_small = totals.running * 2 < all.running;
    let is_teasers = totals.headings > 1 && totals.headings == totals.linked_headings;
    match name.as_str() {
        "dialog" => true,
        _ if wiki::is_pointer(facts) => true,
        "form" if totals.fields > 0 && is_small => true,
        "aside" if totals.linked * 2 > totals.bytes => true,
        _ if facts.is_role(&["dialog", "alertdialog"]) => true,
        _ if is_teasers && is_small => true,
        _ if UNPRINTED.iter().any(|class| facts.is_class(class)) => true,
        _ => is_comments(facts) && all.running - totals.running >= MIN_ARTICLE_BYTES,
    }
}

/// True for readers' comments, as widespread site programs mark them. The names must match in full: a policy about
/// comments is not a comment.
fn is_comments(facts: &Facts<'_>) -> bool {
    let classes = ["comments-area", "comment-list", "commentlist"];
    ["comments", "disqus_thread"].contains(&facts.id) || classes.iter().any(|class| facts.is_class(class))
}

/// The elements outside the page's main part that hold little else than links.
fn outside(page: &Page<'_>, left_out: &[usize]) -> Vec<usize> {
    let measure = Measure::of(page, left_out);
    let main = main_part(page, &measure, left_out);
    let mut found = Vec::new();
    if main.elements.is_empty() {
        return found;
    }
    let mut at = 0;
    while let Some(node) = page.nodes.get(at) {
        if main.elements.binary_search(&at).is_ok() || left_out.binary_search(&at).is_ok() {
            at = node.end;
            continue;
        }
        let is_block = matches!(node.kind, Kind::Element(name) if name.is(BLOCK) && !name.is(VOID));
        if !is_block || holds_one(&main.elements, at..node.end) {
            at += 1;
            continue;
        }
        let totals = measure.totals(at..node.end);
        let is_text = totals.running + totals.plain > 0 && totals.linked * 10 < totals.bytes * 3;
        if !is_text || main.is_declared || page.is_any(at, &["aside"]) {
            found.push(at);
        }
        at = node.end;
    }
    found
}

fn holds_one(sorted: &[usize], range: Range<usize>) -> bool {
    let first = sorted.partition_point(|&at| at < range.start);
    sorted.get(first).is_some_and(|&at| at < range.end)
}

/// The main text of a page.
#[derive(Default)]
struct MainPart {
    /// In order; empty if there is no running text.
    elements: Vec<usize>,
    /// True if the page marks these elements itself and they hold nearly all of its running text.
    is_declared: bool,
}

/// The elements that the page marks as its main part, if most of its running text is in them; otherwise the smallest
/// element that holds most of it.
fn main_part(page: &Page<'_>, measure: &Measure, left_out: &[usize]) -> MainPart {
    let totals = |at: usize| measure.totals(at..page.nodes[at].end);
    let all = measure.all().running;
    if all == 0 {
        return MainPart::default();
    }
    let landmarks = landmarks(page, left_out);
    let inside = landmarks
        .each_ref()
        .map(|found| found.iter().map(|&at| totals(at).running).sum::<usize>());
    for (share, is_declared) in [(8, true), (5, false)] {
        if let Some(kind) = inside.iter().position(|inside| inside * 10 >= all * share) {
            let elements = landmarks[kind].clone();
            return MainPart { elements, is_declared };
        }
    }
    // An element with a single line is a paragraph, not a part of a page.
    let holds_most = |at: &usize| {
        let totals = totals(*at);
        totals.running * 4 >= all * 3 && totals.lines > 1 && page.element(*at).is_some()
    };
    MainPart {
        elements: (0..page.nodes.len()).rev().find(holds_most).into_iter().collect(),
        is_declared: false,
    }
}

/// The outermost elements that are marked as an article, as the main part, and as an article's body.
fn landmarks(page: &Page<'_>, left_out: &[usize]) -> [Vec<usize>; 3] {
    let mut found = [const { Vec::new() }; 3];
    let mut up_to = [0; 3];
    elements(page, |at, name, _| {
        let facts = page.facts(at);
        let is_marked = [
            name.as_str() == "article" || facts.is_role(&["article"]),
            name.as_str() == "main" || facts.is_role(&["main"]),
            facts.itemprop == "articleBody",
        ];
        for (kind, _) in is_marked.iter().enumerate().filter(|(_, is_marked)| **is_marked) {
            if at >= up_to[kind] && left_out.binary_search(&at).is_err() {
                found[kind].push(at);
                up_to[kind] = page.nodes[at].end;
            }
        }
        left_out.binary_search(&at).is_ok()
    });
    found
}

/// A doubt about the first running text that is in the elements `told` but not in `furniture`. `None` if they hold no
/// such text.
fn doubt(page: &Page<'_>, measure: &Measure, furniture: &[usize], told: &[usize]) -> Option<(Doubt, usize)> {
    let holds = |elements: &[usize], line: usize| {
        let after = elements.partition_point(|&at| at <= line);
        let before = elements[..after].last();
        before.is_some_and(|&at| line < page.nodes[at].end)
    };
    let lines = measure
        .running
        .iter()
        .filter(|&&line| holds(told, line) && !holds(furniture, line));
    let is_pointer = |at: &&usize| wiki::is_pointer(&page.facts(**at));
    let pointers: Vec<usize> = told.iter().filter(is_pointer).copied().collect();
    // A pointer to another page matters less than other text.
    let (line, text) = lines
        .map(|&line| (line, line_at(page, line)))
        .filter(|(_, text)| !is_boilerplate(text))
        .min_by_key(|(line, _)| holds(&pointers, *line))?;
    let mut beginning: String = text.chars().take(TOLD_CHARS).collect();
    if beginning.len() < text.len() {
        let end = beginning.rfind(' ').unwrap_or(beginning.len());
        beginning.truncate(end);
        beginning.push('…');
    }
    Some((Doubt::TextLeftOut { beginning }, page.nodes[line].range.start))
}

/// The text of the line whose first node is at `at`.
fn line_at(page: &Page<'_>, at: usize) -> String {
    let line = page.nodes[at..]
        .iter()
        .take_while(|node| !matches!(node.kind, Kind::Element(name) if name.is(BLOCK)));
    let mut text = String::new();
    for node in line.filter(|node| matches!(node.kind, Kind::Text | Kind::RawText)) {
        text.push_str(&super::token::resolved(&page.source[node.range.clone()]));
        if text.len() > 10 * TOLD_CHARS {
            break;
        }
    }
    fold(&text)
}
