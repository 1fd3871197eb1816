//! Reads the elements within a line: marks, links, and the elements that are skipped there.

use std::borrow::Cow;
use std::ops::Range;

use super::buttons;
use super::element::{BLOCK, Name, UNSEEN};
use super::page::{Facts, Kind, Page};
use super::styles::{STRUCK_TAGS, TextStyle};
use super::token::resolved;
use super::wiki;
use crate::corpus::traced::MarkKind;

/// The longest address of a link; longer ones are data.
const MAX_ADDRESS_BYTES: usize = 2_000;
/// The longest picture among the letters, in bytes.
const MAX_ICON_BYTES: usize = 40;
/// The most bytes of words that are hidden in a line.
const MAX_HIDDEN_BYTES: usize = 100;

/// The effect of an element on the words in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effect {
    Mark(MarkKind),
    /// The words lead to another page, or to a place in this one.
    Link {
        is_in_page: bool,
    },
    /// The words are in quotation marks, of which this is the closing one.
    Quotation(&'static str),
    /// The words are separated from the ones that follow.
    Border,
}

/// The effects of the element `name` on the words in it.
pub(super) fn effects(name: Name, facts: &Facts<'_>, look: TextStyle) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut mark = |kind| effects.push(Effect::Mark(kind));
    match name.as_str() {
        "b" | "strong" => mark(MarkKind::Strong),
        "em" | "i" => mark(MarkKind::Emphasis),
        "code" | "kbd" | "samp" | "tt" => mark(MarkKind::Code),
        _ => {}
    }
    if look.is_bold {
        mark(MarkKind::Strong);
    }
    if look.is_italic {
        mark(MarkKind::Emphasis);
    }
    if facts.is_class("spoiler") {
        mark(MarkKind::Spoiler);
    }
    match name.as_str() {
        "q" => effects.push(Effect::Quotation("”")),
        "form" => effects.push(Effect::Border),
        "a" => {
            let address = resolved(facts.href.unwrap_or_default().trim()).into_owned();
            let is_of = |schemes: &[&str]| {
                let starts = |scheme: &&str| {
                    address
                        .get(..scheme.len())
                        .is_some_and(|it| it.eq_ignore_ascii_case(scheme))
                };
                schemes.iter().any(starts)
            };
            if !address.is_empty() && !is_of(&["mailto:", "tel:"]) {
                let is_in_page = address.starts_with('#');
                effects.push(Effect::Link { is_in_page });
            }
            let is_target = !is_of_scheme(&address, &["#", "javascript:", "data:"]);
            if is_target && (1..=MAX_ADDRESS_BYTES).contains(&address.len()) {
                effects.push(Effect::Mark(MarkKind::Link(address)));
            }
        }
        _ => {}
    }
    effects
}

/// Classes of the numbers of printed pages, in books of Project Gutenberg and others.
const PAGE_NUMBERS: &[&str] = &["pagenum", "pageno", "page-number", "pagebreak"];

/// The longest name of a printed page.
const MAX_PAGE_NAME_BYTES: usize = 24;

/// Classes of elements that nobody reads as text: the marks of wikis, formulas that stand there twice, and whatever
/// `DiscordChatExporter` puts around messages.
const UNREAD: &[&str] = &[
    "mw-editsection",
    "mw-cite-backlink",
    "mw-jump-link",
    "katex-html",
    "preamble__entries-container",
    "postamble__entry",
    "chatlog__author-tag",
    "chatlog__edited-timestamp",
    "chatlog__embed",
    "chatlog__reactions",
    "chatlog__reply",
    "chatlog__short-timestamp",
    "chatlog__system-notification-author",
    "chatlog__system-notification-content",
    "chatlog__system-notification-timestamp",
];

/// True for a picture among the letters, such as Notion puts before a page's title: "🎪".
fn is_icon(page: &Page<'_>, at: usize, facts: &Facts<'_>) -> bool {
    let is_picture = |text: String| !text.contains(char::is_alphanumeric);
    facts.is_class("icon") && page.short_text(at, MAX_ICON_BYTES).is_some_and(is_picture)
}

/// True if an address begins with one of `schemes`.
pub(super) fn is_of_scheme(address: &str, schemes: &[&str]) -> bool {
    let begins = |scheme: &&str| {
        address
            .get(..scheme.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(scheme))
    };
    schemes.iter().any(begins)
}

/// True if readers need nothing of the element at `at`: it is not shown by browsers, was struck out, is the mark of a
/// footnote, or is a button that only does something.
pub(super) fn is_passed_over(page: &Page<'_>, at: usize, name: Name, facts: &Facts<'_>, is_heading: bool) -> bool {
    let is_unread = UNREAD.iter().any(|class| facts.is_class(class)) || is_icon(page, at, facts);
    if name.is(UNSEEN)
        || facts.is_role(&["deletion"])
        || is_unread
        || is_word_marker(facts.style)
        || is_hidden(page, at, name, facts)
        || is_page_number(page, at, facts)
    {
        return true;
    }
    match name.as_str() {
        _ if name.is_any(STRUCK_TAGS) => true,
        "a" => is_anchor_mark(page, at, facts),
        "sup" => facts.is_class("reference") || is_note_mark(page, at),
        "button" => !is_heading && !buttons::is_in_words(page, at) && !buttons::has_text(page, at),
        _ => false,
    }
}

/// True for the number of a printed page, which books have within their sentences.
fn is_page_number(page: &Page<'_>, at: usize, facts: &Facts<'_>) -> bool {
    let types = page.attribute(at, "epub:type").unwrap_or_default();
    let is_break = types.split_ascii_whitespace().any(|kind| kind == "pagebreak") || facts.is_role(&["doc-pagebreak"]);
    if is_break {
        return page.short_text(at, MAX_PAGE_NAME_BYTES).is_some();
    }
    let is_named = PAGE_NUMBERS.iter().any(|class| facts.is_class(class));
    // "[Pg 12]", "xiv": an article may have such a class for words of its own.
    let is_number = |text: String| {
        let mut words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        let is_page = |word: &str| ["pg", "p", "page"].contains(&word.to_ascii_lowercase().as_str());
        words.all(|word| is_page(word) || word.chars().all(|c| c.is_ascii_digit() || "ivxlcIVXLC".contains(c)))
    };
    is_named && page.short_text(at, MAX_PAGE_NAME_BYTES).is_some_and(is_number)
}

/// True for a few words that are hidden in a line, for programs: a date as data, a second spelling of a place. A panel
/// that a click opens is a block, or longer.
fn is_hidden(page: &Page<'_>, at: usize, name: Name, facts: &Facts<'_>) -> bool {
    let is_inline = !name.is(BLOCK) && !name.as_str().is_empty();
    is_inline
        && hides(facts.style)
        && !page.within(at).any(|inside| {
            page.element(inside)
                .is_some_and(|it| it.is(BLOCK) || it.as_str() == "math")
        })
        && page.short_text(at, MAX_HIDDEN_BYTES).is_some()
}

/// True for a style that doesn't show an element.
pub(super) fn hides(style: &str) -> bool {
    style.split(';').any(|declaration| {
        declaration.split_once(':').is_some_and(|(property, value)| {
            let value = value.trim().split(['!', ' ']).next().unwrap_or_default();
            property.trim().eq_ignore_ascii_case("display") && value.eq_ignore_ascii_case("none")
        })
    })
}

/// True for the style of an item's marker, which Word writes as text.
pub(super) fn is_word_marker(style: &str) -> bool {
    style
        .split_once("mso-list:")
        .is_some_and(|(_, value)| value.trim_start().starts_with("Ignore"))
}

/// True for a link to a place in the page, or in another page of the site or the book, without words to read: "¶", "↑",
/// or the number of a note.
fn is_anchor_mark(page: &Page<'_>, at: usize, facts: &Facts<'_>) -> bool {
    if !facts.href.is_some_and(is_near) {
        return false;
    }
    let text = page.short_text(at, 16);
    if leads_to_note(page, at, facts) {
        return text.is_some_and(|text| !text.contains(' '));
    }
    let is_number = |text: &str| text.starts_with('[') && text.ends_with(']') && !text.contains(' ');
    text.is_some_and(|text| {
        !text.chars().any(char::is_alphanumeric) || is_number(&text) || page.is_any(at + 1, &["sup"])
    })
}

/// True for a link that says that it leads to a note, in another part of a book perhaps.
pub(super) fn leads_to_note(page: &Page<'_>, at: usize, facts: &Facts<'_>) -> bool {
    let kinds = page.attribute(at, "epub:type").unwrap_or_default();
    let mut all = kinds
        .split_ascii_whitespace()
        .chain(facts.role.split_ascii_whitespace());
    facts.href.is_some() && all.any(|kind| matches!(kind, "noteref" | "doc-noteref"))
}

/// True for the address of a place in the page, or in another page of the same site or book.
fn is_near(address: &str) -> bool {
    address.contains('#') && !address.contains("//")
}

/// True for the raised mark of a note: "[1]", or a link within the page.
fn is_note_mark(page: &Page<'_>, at: usize) -> bool {
    let mut inside = page.within(at).filter(|&at| page.element(at).is_some());
    let first = inside.next();
    if first.is_some_and(|first| page.is_any(first, &["a"]) && page.facts(first).href.is_some_and(is_near)) {
        return true;
    }
    let text = page.short_text(at, 60);
    text.is_some_and(|text| text.starts_with('[') && text.ends_with(']'))
}

/// A raised number or formula in superscript characters, since "10⁶" read as "106" would be another number. `None` if
/// a character has no raised form.
pub(in crate::corpus) fn superscript(text: &str) -> Option<String> {
    const RAISED: &[(char, char)] = &[
        ('1', '¹'),
        ('2', '²'),
        ('3', '³'),
        ('+', '⁺'),
        ('-', '⁻'),
        ('−', '⁻'),
        ('=', '⁼'),
        ('(', '⁽'),
        (')', '⁾'),
        ('i', 'ⁱ'),
        ('k', 'ᵏ'),
        ('m', 'ᵐ'),
        ('n', 'ⁿ'),
        ('x', 'ˣ'),
        ('y', 'ʸ'),
    ];
    let raised = text.chars().filter(|c| *c != ' ').map(|c| match c {
        '0' | '4'..='9' => char::from_u32(0x2070 + c.to_digit(10)?),
        _ => RAISED.iter().find(|(plain, _)| *plain == c).map(|(_, raised)| *raised),
    });
    raised.collect::<Option<String>>().filter(|text| !text.is_empty())
}

/// The range of a formula in the TeX that it was written in. `None` if the page holds only its signs, or the element
/// is not a formula.
pub(super) fn formula(page: &Page<'_>, at: usize, name: Name) -> Option<Range<usize>> {
    (name.as_str() == "math").then_some(())?;
    let is_source = |&at: &usize| {
        let is_tex = |encoding: Cow<'_, str>| encoding.eq_ignore_ascii_case("application/x-tex");
        page.is_any(at, &["annotation"]) && page.attribute(at, "encoding").is_some_and(is_tex)
    };
    let text = page.nodes.get(page.within(at).find(is_source)? + 1)?;
    (text.kind == Kind::Text).then(|| wiki::unwrapped(page.source, text.range.clone()))
}

/// A checkbox that can't be changed, as Markdown writes it: an element of its own, or the item of a Confluence list.
/// `None` for any other element.
pub(super) fn ticked(page: &Page<'_>, at: usize, name: Name, facts: &Facts<'_>) -> Option<&'static str> {
    let has = |attribute| page.attribute(at, attribute).is_some();
    let is_box = || {
        let kind = page.attribute(at, "type");
        kind.is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"))
    };
    let is_ticked = match name.as_str() {
        "input" if is_box() && has("disabled") => has("checked"),
        "li" if has("data-inline-task-id") => facts.is_class("checked"),
        "div" if facts.is_class("checkbox") => facts.is_class("checkbox-on"),
        _ => return None,
    };
    Some(if is_ticked { "[x]" } else { "[ ]" })
}

/// True for the name of a task that is struck out because it is done, which its checkbox says, too.
pub(super) fn is_done_task(facts: &Facts<'_>) -> bool {
    facts.is_class("to-do-children-checked")
}
