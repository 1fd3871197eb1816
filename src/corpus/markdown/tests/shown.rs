//! Quotations, footnotes, captions, rows, and lists around pictures.

use super::{blocks, read, texts};
use crate::corpus::document::BlockKind;
use crate::corpus::problem::Doubt;

/// Labels as "a =", their ends as "/", headings as "## a", places where something was left out as "()".
fn outline(text: &str) -> String {
    let line = |(kind, text, _): (BlockKind, String, String)| match kind {
        BlockKind::Label => format!("{text} ="),
        BlockKind::End(7) => "/".to_owned(),
        BlockKind::End(level) => format!("/{level}"),
        BlockKind::Struck(level) => format!("~{level}"),
        BlockKind::Heading(level) => format!("{} {text}", "#".repeat(level)),
        BlockKind::Text if text.is_empty() => "()".to_owned(),
        BlockKind::Rule => "---".to_owned(),
        BlockKind::Text | BlockKind::Code => text,
    };
    blocks(text).into_iter().map(line).collect::<Vec<_>>().join("|")
}

#[test]
fn a_quoted_heading_holds_up_to_the_end_of_its_quotation() {
    for (text, expected) in [
        ("> # a\n> b\n>\n> c\n\nd", "a =|b|c|/|d"),
        ("> # a\n> b\n> ## c\n> d\n> # e\n> f", "a =|b|c =|d|/|/|e =|f|/"),
        ("> b\n>\n> a\n> ---\n> c\n\n# d", "b|a =|c|/|# d"),
        ("> > # a\n> > b\n>\n> c", "a =|b|/|c"),
        ("> [!note] a\n> # b\n> c", "a =|b =|c|/|/"),
        ("- > # a\n  > b", "- a\n  b"),
        ("> <h2>a</h2>\n> <p>b</p>\n\nc", "a =|b|/|c"),
    ] {
        assert_eq!(outline(text), expected, "{text}");
    }
}

#[test]
fn a_picture_among_words_or_alone_in_a_cell_says_its_alternative_text() {
    for (text, expected) in [
        ("Swimming is ![not](x.png) allowed.", "Swimming is not allowed."),
        ("The pool is ![closed](x.png).", "The pool is closed."),
        ("The pool is open. ![a boat](x.png)", "The pool is open."),
        ("The pool is open ![a boat](x.png)", "The pool is open"),
        ("The pool is ![closed](x.png)", "The pool is closed"),
        ("To store it, press ![Save](x.png)", "To store it, press Save"),
        (
            "- ![No](x.png) Nets\n- ![Yes][y] Rods\n\n[y]: /z",
            "- No Nets\n- Yes Rods",
        ),
        ("a|b\n-|-\nc|![No](n.svg)\nd|![](n.svg)", "a | b\nc | No\nd | "),
        ("![The lake](x.png)\n\na", "a"),
        ("[![Build](x)](y) [![Docs](x)](y)\n\na", "a"),
        ("# a ![Build](x)\n\nb", "a\nb"),
        ("We row. ![The lake](x)", "We row."),
        ("![[a.png]] b ![x.png](c)", "b"),
    ] {
        assert_eq!(texts(text).join("\n"), expected, "{text}");
    }
}

#[test]
fn included_files_are_told() {
    let doubts = |text: &str| read(text).unwrap().doubts;
    for text in [
        "--8<-- \"fees.md\"",
        "<!--@include: ./fees.md-->",
        "<!-- @include: ./fees.md -->",
        "{{#include fees.md}}",
        "{% include fees.html %}",
        "{% include-markdown \"x.md\" %}",
        "{{< include \"fees.md\" >}}",
        "<<< @/fees.md",
    ] {
        let source = format!("a\n\n{text}\n\nb");
        let told = [(Doubt::IncludedFiles { count: 1 }, Some(3))];
        assert_eq!(doubts(&source), told, "{text}");
        assert_eq!(texts(&source), ["a", "b"], "{text}");
    }
    for text in ["<!-- included -->", "`{% include fees.html %}`", "{% includes %}"] {
        assert_eq!(doubts(text), [], "{text}");
    }
}

#[test]
fn a_footnote_does_not_part_what_belongs_together() {
    for (text, expected) in [
        ("Run:\n\n[^1]: Note.\n\n```\na\n```\n\nb[^1]", "Run:|a|b|Note."),
        (
            "# h\n\nRun:\n\n[^1]: Note.\n\n    More.\n\n- a\n\n# i\n\nb",
            "# h|Run:|- a|# i|b|/1|Note.|More.",
        ),
        ("- a\n\n  [^1]: Note.\n\n  b\n- c", "- a\n  b\n- c|Note."),
        ("a[^1]\n\n[^1]: - b\n    - c\n\nd", "a|d|- b\n- c"),
        ("[^1]: > # a\n    > b\n\nd", "d|a =|b|/"),
    ] {
        assert_eq!(outline(text), expected, "{text}");
    }
}

#[test]
fn a_caption_belongs_to_its_picture() {
    for (text, expected) in [
        ("a\n\n![p](q)\n*The hall*\n\nb", "a|The hall =|/|b"),
        ("a\n\n![p](q)\n\n_The **hall**_\n\nb", "a|The hall =|/|b"),
        ("![[q.png]]\n*The hall*", "The hall =|/"),
        (
            "<figure markdown>\n![p](q)\n<figcaption>The hall</figcaption>\n</figure>\n\nb",
            "The hall =|/|b",
        ),
        (
            "<figure>\n\n```\na\n```\n\n<figcaption>Listing 1</figcaption>\n\n</figure>\n\nb.",
            "Listing 1 =|a|b.",
        ),
        (
            "<figure>\n<figcaption>Listing 1</figcaption>\n\n```\na\n```\n\n</figure>",
            "Listing 1|a",
        ),
        ("![p](q)\n\nb\n\n*c*", "b|c"),
        ("*c*\n\n![](q) *d* e", "c|d e"),
        ("- ![p](q)\n  *c*", "- c"),
        ("<img src=q>\n\n*The hall*\n\nb", "The hall =|/|b"),
    ] {
        assert_eq!(outline(text), expected, "{text}");
    }
}

#[test]
fn a_heading_with_only_a_picture_below_it_is_told_from_a_bare_one() {
    for (text, expected) in [
        ("# a\n\n![p](q)\n\n# b\n\nc", "# a|()|# b|c"),
        ("# a\n\n![[q]]\n\n# b\n\nc", "# a|()|# b|c"),
        ("# a\n\n{{< q >}}\n\n# b\n\nc", "# a|()|# b|c"),
        ("# a\n\n<Video src=\"q\" />\n\n# b\n\nc", "# a|()|# b|c"),
        ("# a\n\n--8<-- \"q\"\n\n# b\n\nc", "# a|()|# b|c"),
        ("# a\n\n<img src=q>\n\n# b\n\nc", "# a|()|# b|c"),
        ("# a\n\n<iframe src=q></iframe>\n\n# b\n\nc", "# a|()|# b|c"),
        ("# a\n\n```dataview\nq\n```\n\n# b\n\nc", "# a|()|# b|c"),
        ("# a\n\n![](q) d\n\n# b", "# a|()|d|# b"),
        ("# ![](q) a\n\n# b", "# a|# b"),
        ("a  ![[q]]  **b** c", "a b c"),
    ] {
        assert_eq!(outline(text), expected, "{text}");
    }
    let doubts = |text: &str| read(text).unwrap().above_pictures().count();
    assert_eq!(doubts("# a\n\n![p](q)\n\n# b\n\n![p](q)"), 2);
    assert_eq!(doubts("# a\n\n![p](q)\n\nb\n\n# c"), 0);
}

#[test]
fn lines_that_are_rows_stay_lines() {
    for (text, expected) in [
        ("**Phone:** 1\n**Mail:** a", "Phone: 1\nMail: a"),
        ("> Ann: a\n> Bob: b", "Ann: a\nBob: b"),
        ("- Ann: a\n  Bob: b", "- Ann: a\n  Bob: b"),
        ("Ann: a\\\nBob: b  \nCy: c\n", "Ann: a\nBob: b\nCy: c"),
        ("Ann: a\r\nBob: b\r\n", "Ann: a\nBob: b"),
        (
            "Harbour Office\n12 Quay Street\nDublin\n===\n",
            "# Harbour Office 12 Quay Street Dublin",
        ),
        ("[A]: /b\n[C]: /d\n\n[A] [C]", "A C"),
        ("Ann: `a\nBob: b`", "Ann: a Bob: b"),
        ("one\ntwo", "one two"),
    ] {
        assert_eq!(outline(text), expected, "{text}");
    }
}

#[test]
fn a_list_goes_on_below_a_picture() {
    for (text, expected) in [
        (
            "1. a\n2. b\n   - c\n\n![p](q)\n\n3. d\n4. e",
            "1. a\n2. b\n  - c\n3. d\n4. e",
        ),
        ("- a\n\n![[q]]\n\n- b", "- a\n- b"),
        ("1. a\n\n![p](q)\n\n1. b", "1. a|1. b"),
        ("1. a\n\n![p](q)\n\nc\n\n2. b", "1. a|c|2. b"),
        ("- a\n\n<!-- -->\n\n- b", "- a|- b"),
        ("1. a\n\n![p](q)\n\n*c*\n\n2. b", "1. a|c =|/|2. b"),
    ] {
        assert_eq!(outline(text), expected, "{text}");
    }
}

#[test]
fn html_in_an_item_is_indented_as_it_is() {
    let table = "- a\n\n  <table><tr><th>b</th><th>c</th></tr><tr><td>d</td><td>e</td></tr></table>\n- f";
    assert_eq!(texts(table), ["- a\n  b | c\n  d | e\n- f"]);
}
