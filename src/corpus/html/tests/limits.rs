//! No page may bring the process down or hold it up. Each of these tests passes by coming to its end.

use super::super::{blocks_of, read};
use crate::corpus::problem::Reason;

/// More elements inside one another than any stack has room for.
const TOO_DEEP: usize = 100_000;
/// Enough elements inside one another for a page to be refused.
const MANY: usize = 2_000;

const ELEMENTS: &[&str] = &[
    "q",
    "code",
    "kbd",
    "label",
    "ins",
    "del",
    "mark",
    "cite",
    "var",
    "abbr",
    "x-y",
    "video",
    "canvas",
    "ruby",
    "map",
    "object",
    "pre",
    "fieldset",
    "address",
    "div",
    "span",
    "p",
    "li",
    "dd",
    "td",
    "tr",
    "table",
    "ul",
    "a",
    "b",
    "font",
    "h1",
    "section",
    "details",
    "summary",
    "figure",
    "blockquote",
    "button",
    "select",
    "option",
    "template",
    "svg",
    "math",
    "mi",
    "form",
    "nav",
    "script",
    "title",
    "br",
    "frameset",
    "rt",
    "body",
];

#[test]
fn any_element_may_be_nested_or_left_open() {
    let open = |element: &str, number| format!("<p>x {} deep", format!("<{element}>").repeat(number));
    let closed = |element: &str, number| format!("{}{}", open(element, number), format!("</{element}>").repeat(number));
    for element in ELEMENTS {
        if read(&open(element, MANY)).is_err() {
            for page in [open(element, TOO_DEEP), closed(element, TOO_DEEP)] {
                let (reason, _) = read(&page).expect_err(element);
                assert_eq!(reason, Reason::NestedTooDeep, "{element}");
                assert!(blocks_of(&page).is_empty(), "{element}");
            }
        } else {
            assert!(read(&closed(element, MANY)).is_ok(), "{element}");
        }
    }
}

#[test]
fn crossed_elements_take_no_more_time_than_others() {
    for tags in [
        "<a><div>",
        "<b><p>",
        "<p><b x=1>",
        "<table><a>",
        "<svg><p>",
        "<math><mi>",
        "<select><option>",
        "<ruby><rt>",
        "<b><div></b></div>",
        "<i><b></i>x</b>",
        "<table><form><tr>",
        "<li><ul><b><a href=x><td>",
        "<!--",
        "</b><b>",
        "<script><!--<script>",
        "<a href='x'>x</a> ",
        "&lt;",
        "{{",
        "<h2><a href=x>x</a></h2>",
        "<nav></nav><p>x",
    ] {
        let page = tags.repeat(MANY);
        let read = read(&page);
        assert!(
            read.is_ok() || read.is_err_and(|(reason, _)| reason == Reason::NestedTooDeep),
            "{tags}"
        );
    }
}

#[test]
fn many_of_anything_else_are_read() {
    let attributes: Vec<String> = (0..TOO_DEEP).map(|number| format!("a{number}=b")).collect();
    let attributes = attributes.join(" ");
    assert_eq!(super::texts(&format!("<p {attributes}>x")), ["x"]);
    assert_eq!(super::texts(&format!("<p class='{attributes}'>x")), ["x"]);
    let spans = format!("{}{}", "<td rowspan=9999>word".repeat(100), "<tr><td>x".repeat(MANY));
    assert_eq!(super::texts(&format!("<table><tr>{spans}</table>")).len(), 1);
    let link = format!("<a href='{}'>{}", "x".repeat(1_000), "<p>x ".repeat(MANY));
    let marked: usize = blocks_of(&link).iter().map(|block| block.text.marks().len()).sum();
    assert!(
        marked > 0 && (marked - 1) * 1_000 <= link.len(),
        "{marked} copies of an address"
    );
    let list = format!("{}{}", "<ul><li>".repeat(200), "<li>x".repeat(MANY));
    assert_eq!(super::texts(&list).len(), 1);
}

#[test]
fn a_page_with_open_paragraphs_and_items_is_no_deep_one() {
    for tags in [
        "<p>x.\n",
        "<li>x.\n",
        "<tr><td>x.<td>y.\n",
        "<br>x.\n",
        "<img>x.\n",
        "<dt>x<dd>y.\n",
        "<b><p>x.\n",
        "<p><font>x.\n",
    ] {
        assert!(read(&tags.repeat(MANY)).is_ok(), "{tags}");
    }
}

#[test]
fn what_is_nested_too_deep_is_told_with_its_line() {
    let page = "<q>\n".repeat(1_000);
    assert_eq!(read(&page).expect_err("too deep"), (Reason::NestedTooDeep, Some(513)));
    assert!(blocks_of(&page).is_empty());
    assert!(read(&format!("{}x{}", "<q>".repeat(500), "</q>".repeat(500))).is_ok());
}
