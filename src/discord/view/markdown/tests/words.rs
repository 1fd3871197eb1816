//! An article's marks, as Discord is to show them.

use super::super::*;
use crate::corpus::{Mark, MarkKind};

fn mark(text: &str, words: &str, kind: MarkKind) -> Mark {
    let start = text.find(words).unwrap();
    Mark {
        range: start..start + words.len(),
        kind,
    }
}

fn set(text: &str, marks: &[(&str, MarkKind)], bold: &str) -> String {
    let words = Words {
        marks: marks
            .iter()
            .map(|(words, kind)| mark(text, words, kind.clone()))
            .collect(),
        bold: text.find(bold).map_or(0..0, |start| start..start + bold.len()),
        ..Words::plain(text)
    };
    let set = quoted(&words, 1_000).markdown;
    let block = block_quote(&set, 1_200).markdown;
    assert_eq!(
        block.replace("\n> ", "\n"),
        format!("> {set}"),
        "read again it is the same"
    );
    set
}

#[test]
fn what_the_article_marks_is_marked_and_the_answer_is_bold_across_it() {
    use MarkKind::{Code, Emphasis, Spoiler, Strong};
    for (text, marks, bold, wanted) in [
        (
            "Be kind. No spam.",
            vec![("Be kind.", Strong)],
            "",
            "**Be kind.** No spam.",
        ),
        ("It *is* so.", vec![], "", r"It \*is\* so."),
        (
            "We read Babel now. Yes.",
            vec![("Babel", Emphasis)],
            "We read Babel now.",
            "**We read _Babel_ now.** Yes.",
        ),
        (
            "One two. Three four.",
            vec![("two. Three", Emphasis)],
            "Three four.",
            "One _two._ **_Three_ four.**",
        ),
        (
            "One two. Three four.",
            vec![("two. Three", Strong)],
            "Three four.",
            "One **two. Three four.**",
        ),
        ("Frostbrands", vec![("Frostbrand", Emphasis)], "", "*Frostbrand*s"),
        (
            "Frostbrands x",
            vec![("Frostbrand", Emphasis)],
            "Frostbrands",
            "**Frostbrands** x",
        ),
        (
            "Type make -j 8 now.",
            vec![("make -j 8", Code)],
            "Type make -j 8 now.",
            "**Type `make -j 8` now.**",
        ),
        (
            "Type a*b now.",
            vec![("a*b", Code)],
            "Type a*b now.",
            "**Type** `a*b` **now.**",
        ),
        ("Type `x` now.", vec![("`x`", Code)], "", r"Type \`x\` now."),
        ("a b", vec![("a", Code), ("b", Code)], "", "`a` `b`"),
        (
            "In the end Vael dies. Really.",
            vec![("Vael dies", Spoiler)],
            "In the end Vael dies.",
            "**In the end** ||**Vael dies**||**.** Really.",
        ),
        (
            "Vael a||b",
            vec![("Vael a||b", Spoiler), ("a||b", Code)],
            "",
            r"||Vael a\|\|b||",
        ),
        (
            "Run:\n\nx = *1*\n  y",
            vec![("x = *1*\n  y", Code)],
            "Run:",
            "**Run:**\n\n```\nx = *1*\n  y\n```",
        ),
        (
            "See <#123456789012345678>, <@123456789012345678>.",
            vec![],
            "",
            r"See <#123456789012345678>, \<\@123456789012345678\>.",
        ),
    ] {
        assert_eq!(set(text, &marks, bold), wanted);
    }
}

#[test]
fn bare_addresses_can_be_clicked_where_they_end_for_sure() {
    for (text, wanted) in [
        (
            "Look at https://status.example/a_b.",
            "Look at <https://status.example/a_b>.",
        ),
        ("(http://a.example/x_(y))", "(<http://a.example/x_(y)>)"),
        ("https://a.example/x*y", r"https\://a.example/x\*y"),
        ("xhttps://a.example", r"xhttps\://a.example"),
        (
            "javascript://a.example ftp://a.example",
            r"javascript\://a.example ftp\://a.example",
        ),
        ("https://", r"https\://"),
    ] {
        assert_eq!(set(text, &[], ""), wanted);
    }
    let elsewhere = MarkKind::Link("https://evil.example".to_owned());
    let shown = set("https://a.example", &[("https://a.example", elsewhere)], "");
    assert_eq!(
        shown, r"https\://a.example",
        "it would lead elsewhere than the article's link"
    );
    let bold = set(
        "See https://a.example/b_c now",
        &[("See https://a.example/b_c now", MarkKind::Emphasis)],
        "",
    );
    assert_eq!(bold, "_See_ <https://a.example/b_c> _now_");
}

#[test]
fn lists_are_lists_where_discord_counts_as_the_article_does() {
    for (text, wanted) in [
        ("- a\n  - b\n* c", "- a\n  - b\n* c"),
        ("1. a\n2. b\n\n3. c", "1. a\n2. b\n\n3. c"),
        ("1. a\n3. b", "1. a\n3\\. b"),
        ("7. a\n   - x\n8. b", "7. a\n   - x\n8. b"),
        ("1. a\n- b", "1. a\n\\- b"),
        ("1. a\ntext\n1. b", "1. a\ntext\n1. b"),
        ("1984. A year", "1984\\. A year"),
        ("- # a", "- \\# a"),
        ("-x\n-# y", "\\-x\n\\-# y"),
    ] {
        assert_eq!(set(text, &[], ""), wanted);
    }
}

#[test]
fn a_table_is_aligned_or_told_by_its_names() {
    let text = "Sword | Damage | Speed\nIron | 4 | 1.2\nFrostbrand | 40 |";
    assert_eq!(
        set(text, &[("Iron", MarkKind::Strong)], "Frostbrand | 40 |"),
        "```\nSword       Damage  Speed\nIron        4       1.2\nFrostbrand  40 ◂\n```"
    );
    let wide = "Sword | What it does | Where\nIron | cuts bread and little more than that | shop\nFrost | https://a.example | ";
    let named = |bold: Range<usize>| {
        let words = Words {
            bold,
            leads: std::iter::once(0..28).collect(),
            ..Words::plain(wide.trim_end())
        };
        quoted(&words, 500).markdown
    };
    assert_eq!(
        named(29..79),
        "**Sword: Iron**\n**What it does: cuts bread and little more than that**\n**Where: shop**\n\n\
         Sword: Frost\nWhat it does: <https://a.example>"
    );
    let hidden = "Book | End\nOne | Vael dies";
    assert_eq!(
        set(hidden, &[("Vael dies", MarkKind::Spoiler)], ""),
        "Book: End\nOne: ||Vael dies||",
        "aligned columns would uncover it"
    );
    assert_eq!(set("a | b", &[], ""), r"a \| b", "one row is no table");
    let piped = "a | b\nc | d";
    assert_eq!(set(piped, &[(piped, MarkKind::Code)], ""), "```\na | b\nc | d\n```");
}

#[test]
fn links_stand_below_once_each_and_five_at_most() {
    let text = "See the form, the map, this page, and ||x||.";
    let to = |address: &str| MarkKind::Link(address.to_owned());
    let words = |marks: Vec<Mark>| Words {
        marks,
        ..Words::plain(text)
    };
    let below = |marks: Vec<Mark>| links_below(&words(marks), &(0..text.len()));
    assert_eq!(
        below(vec![
            mark(text, "the form", to("https://a.example/f")),
            mark(text, "the map", to("../map.md")),
            mark(text, "this page", to("https://a.example/f")),
            mark(text, "and", to("javascript:alert(1)")),
            mark(text, "||x||", to("https://b.example")),
        ]),
        "[the form](https://a.example/f)\n[\\|\\|x\\|\\|](https://b.example)"
    );
    let hidden = vec![
        mark(text, "this page", to("https://a.example")),
        mark(text, "page", MarkKind::Spoiler),
    ];
    assert_eq!(below(hidden), "||[this page](https://a.example)||");
    let many = (0..20).map(|at| Mark {
        range: at..at + 1,
        kind: to(&format!("https://{at}.example")),
    });
    let answering = Words {
        bold: 14..16,
        ..words(many.collect())
    };
    let below = links_below(&answering, &(0..text.len()));
    let lines: Vec<&str> = below.lines().collect();
    assert_eq!(lines.len(), 5, "{below}");
    for number in [14, 15] {
        assert!(below.contains(&format!("(https://{number}.example)")), "{below}");
    }
}
