mod shown;

use super::*;
use crate::corpus::document::{Block, BlockKind};
use crate::corpus::problem::Doubt;
use crate::corpus::{Mark, MarkKind};

fn blocks(text: &str) -> Vec<(BlockKind, String, String)> {
    let document = read(text).unwrap();
    let block = |b: &Block| {
        (
            b.kind,
            b.text.as_str().to_owned(),
            text[b.text.source_range()].to_owned(),
        )
    };
    let notes = document
        .notes
        .iter()
        .map(|note| Block::new(BlockKind::Text, note.text.clone()));
    let all: Vec<Block> = document.blocks.iter().cloned().chain(notes).collect();
    all.iter().map(block).collect()
}

fn texts(text: &str) -> Vec<String> {
    blocks(text).into_iter().map(|(_, text, _)| text).collect()
}

#[track_caller]
fn stands_as_is(text: &str) {
    let all = blocks(text);
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0].1, all[0].2);
}

#[test]
fn the_source_of_a_paragraph_is_the_paragraph() {
    let text = "---\ntitle: T\n---\n\n# Head *one*\n\nPlain words \u{e9} here.\n";
    let all = blocks(text);
    assert_eq!(all[0].0, BlockKind::Heading(1));
    assert_eq!(all[0].1, "Head one");
    assert_eq!(all[1].1, "Plain words \u{e9} here.");
    assert_eq!(all[1].1, all[1].2);
    assert_eq!(read(text).unwrap().title.as_deref(), Some("T"));
}

#[test]
fn wrapped_lines_are_joined_and_hard_breaks_kept() {
    assert_eq!(texts("one\ntwo  \nthree"), ["one two\nthree"]);
    assert_eq!(
        texts("one\r\ntwo\\\r\nthree\r\n\r\nfour\r\n"),
        ["one two\nthree", "four"]
    );
}

#[test]
fn inline_markup_goes_and_its_words_stay() {
    let text = "A **b** [link](http://x.y) ![img](z) `` a`b `` ~~old~~ &amp; \\* x[^1] <b>c</b>.\n\n[^1]: A note.";
    assert_eq!(texts(text), ["A b link img a`b & * x c.", "A note."]);
    stands_as_is("a word &amp b");
    stands_as_is("<#123> and <@123>, <@&1> and <t:123:R> </add:1>");
}

#[test]
fn small_things_of_html_read_as_they_look() {
    for (text, expected) in [
        (
            "10<sup>6</sup> m<sup>2</sup>, 1<sup>st</sup>, H<sub>2</sub>O",
            "10\u{2076} m\u{b2}, 1st, H2O",
        ),
        ("a<br>b<!-- c -->d <hr>e<p>f", "a\nbd e f"),
        ("x <details><summary>a</summary>b</details>", "x a b"),
        ("a <sup>b", "a b"),
        ("a<sup>[1]</sup>, <video>no b</video> c", "a, c"),
        ("press <kbd>Ctrl</kbd>+<kbd>C</kbd>", "press Ctrl+C"),
    ] {
        assert_eq!(texts(text).join("|"), expected, "{text}");
    }
}

#[test]
fn inline_code_stands_where_its_content_does() {
    assert_eq!(blocks("`code`")[0].2, "code");
}

#[test]
fn a_plain_list_is_one_block_as_it_stands() {
    stands_as_is("- one\n- two\n  - three\n  - four\n- five\n");
    stands_as_is("1. one\n2. two");
    stands_as_is("- [x] done\n- [ ] open\n");
}

#[test]
fn lists_are_indented_by_their_depth() {
    assert_eq!(
        texts("* a\n    * b\n\n      more\n* c\r\n"),
        ["* a\n  * b\n    more\n* c"]
    );
    assert_eq!(texts("1. a\n\n   ```\n   x\n     y\n   ```\n"), ["1. a\n  x\n    y"]);
}

#[test]
fn a_table_is_one_block_a_row_a_line() {
    assert_eq!(
        texts("| a | b |\n|---|---|\n| 1 | *2* |\n|  | 3 |\n"),
        ["a | b\n1 | 2\n | 3"]
    );
    assert_eq!(
        texts("| a | b |\n|---|---|\n| 1 | 2 |\n| ^^ | 3 |\n| ^^ | 4 |\n"),
        ["a | b\n1 | 2\n1 | 3\n1 | 4"]
    );
}

#[test]
fn code_is_kept_whole() {
    let all = blocks("```rust\n  a\n\n  b\n```\n");
    assert_eq!(all[0].0, BlockKind::Code);
    assert_eq!(all[0].1, "  a\n\n  b");
    assert_eq!(all[0].1, all[0].2);
    assert_eq!(texts("```\r\na\r\n\r\nb\r\n```\r\n"), ["a\n\nb"]);
}

#[test]
fn quotes_lose_their_marks() {
    assert_eq!(texts("> one\n> two\n"), ["one two"]);
}

#[test]
fn words_keep_their_marks() {
    for (text, expected) in [
        ("a **b *c* d** e", "*c Strong*b c d"),
        (
            "[b `c`](/d) <http://e.f>",
            "Code*c Link(/d)*b c Link(http://e.f)*http://e.f",
        ),
        ("[b][r] [c]\n\n[r]: /d\n[c]: <e>", "Link(/d)*b Link(e)*c"),
        (
            "<a@b.c> [[P#h|b]] [[P#h]] [x]()",
            "Link(mailto:a@b.c)*a@b.c Link(P#h)*b Link(P#h)*P > h",
        ),
        (
            "<b>a <I>b</i></b> <kbd>c</kbd> <a href='/d'>e</a> <b>f",
            "Emphasis*b Strong*a b Code*c Link(/d)*e",
        ),
        ("<i>a<br>b</i>\nc", "Emphasis*a\nb"),
        ("||a *b*|| >!c!< d", "Emphasis*b Spoiler*a b Spoiler*c"),
        ("# *a* b", "Emphasis*a"),
        ("- *a*\n  - **b**", "Emphasis*a Strong*b"),
        ("*a*|b\n-|-\n`c`|d", "Emphasis*a Code*c"),
        ("<p>a <b>b</b></p>", "Strong*b"),
        ("++ctrl+c++ [spoiler]a[/spoiler]", "Code*ctrl+c Spoiler*a"),
        ("- a\n\n  ```\n  b\n  c\n  ```", "Code*b\n  c"),
        ("**![](y)** a", ""),
    ] {
        let document = read(text).unwrap();
        let marks = document.blocks.iter().flat_map(|block| {
            let text = block.text.as_str();
            let mark = |mark: &Mark| {
                let kind = match &mark.kind {
                    MarkKind::Emphasis => "*".to_owned(),
                    MarkKind::Link(to) => format!("Link({to})*"),
                    kind => format!("{kind:?}*"),
                };
                format!("{kind}{}", &text[mark.range.clone()])
            };
            block.text.marks().iter().map(mark)
        });
        let expected = expected.replace("Emphasis", "");
        assert_eq!(marks.collect::<Vec<_>>().join(" "), expected, "{text}");
    }
}

#[test]
fn what_is_struck_out_is_left_out() {
    for (text, expected) in [
        ("open ~~on Mondays and~~ on Thursdays", "open on Thursdays"),
        ("a ~~b~~, c<s>d</s> e ~f~", "a, c e"),
        ("a <del>b *c* `d`</del> e", "a e"),
        ("**a ~~b~~ c**", "a c"),
        ("~~whole~~", ""),
        ("- a\n- ~~b~~\n- c", "- a\n- c"),
        ("- [ ] ~~b~~\n- [x] c", "- [x] c"),
        ("a <s>b", "a b"),
        (
            "a <span style='text-decoration: line-through'>b <span>c</span> d</span> e",
            "a e",
        ),
        ("a <span class='x line-through'>b</span> c", "a c"),
        ("~~a~~|b\n-|-\nc|~~d~~", " | b\nc |"),
        ("H~2~O ~5 and ~6", "H2O ~5 and ~6"),
    ] {
        assert_eq!(texts(text).join("\n").trim_end(), expected, "{text}");
    }
}

#[test]
fn lists_and_tables_have_parts() {
    for (text, expected) in [
        ("- a\n  - b\n\n    c\n- d", "0:- a\n |1:- b\n    c\n|0:- d"),
        ("1. a\n\n   b\n2. c", "0:1. a\n  b\n|0:2. c"),
        ("- - a\n- b", "0:- a\n|0:- b"),
        ("a|b\n-|-\n1|2\n3|4", "0:a | b\n|1:1 | 2\n|1:3 | 4"),
        ("| | |\n|-|-|\n|1|2|\n|3|4|", "0:1 | 2\n|0:3 | 4"),
        ("<ul><li>a</li><li>b</li></ul>", "0:- a\n|0:- b"),
        ("a\n- b", "|0:- b"),
    ] {
        let document = read(text).unwrap();
        let parts = document.blocks.iter().map(|block| {
            let ends = block.parts.iter().skip(1).map(|part| part.start);
            let ends = ends.chain([block.text.as_str().len()]);
            let parts = block.parts.iter().zip(ends);
            let shown = parts.map(|(part, end)| format!("{}:{}", part.depth, &block.text.as_str()[part.start..end]));
            shown.collect::<Vec<_>>().join("|")
        });
        let expected = expected.replace("\n |", "\n  |");
        assert_eq!(parts.collect::<Vec<_>>().join("|"), expected, "{text}");
    }
}

#[test]
fn terms_are_labels_of_their_definitions() {
    let kinds =
        |text| -> Vec<(BlockKind, String)> { blocks(text).into_iter().map(|(kind, text, _)| (kind, text)).collect() };
    let own = |all: &[(BlockKind, &str)]| -> Vec<(BlockKind, String)> {
        all.iter().map(|&(kind, text)| (kind, text.to_owned())).collect()
    };
    let (label, text, end) = (BlockKind::Label, BlockKind::Text, BlockKind::End(7));
    assert_eq!(
        kinds("Apple\n: A *fruit*.\n\n    It is red.\n\nPear\n:   Green.\n:   Or yellow.\n\nx"),
        own(&[
            (label, "Apple"),
            (text, "A fruit."),
            (text, "It is red."),
            (label, "Pear"),
            (text, "Green."),
            (text, "Or yellow."),
            (end, ""),
            (text, "x")
        ])
    );
    for line in ["Hello\n:smile: there", "Hello\n:", "Hello\n:: there", ": a"] {
        assert_eq!(texts(line).join("\n"), line.replace('\n', " "), "{line}");
    }
}

#[test]
fn html_is_read_as_that_of_a_page() {
    assert_eq!(
        texts("<div><p>One <b>t</b>wo</p><p>three</p></div>\n\n<!-- no > -->\n"),
        ["One two", "three"]
    );
    assert_eq!(texts("- <div>\n\t<p>a</p>\n  <p>b</p></div>"), ["- a\n  b"]);
    assert_eq!(texts("<script>\nif (a <b) x();\n</script>\n"), Vec::<String>::new());
    let text = "x\n\n> <h2>Old</h2>\n> <p>caf&eacute;\n> is two</p>\n\n<h2>N&amp;W</h2>\n\ny";
    let all = blocks(text);
    assert_eq!(all[1], (BlockKind::Label, "Old".to_owned(), "Old".to_owned()));
    assert_eq!(all[2].1, "caf\u{e9} is two");
    assert_eq!(all[2].2, "caf&eacute;\n> is two");
    assert_eq!(all[4].0, BlockKind::Heading(2));
    assert_eq!(all[5].2, "y");
}

#[test]
fn folds_of_html_hold_markdown() {
    let folds = "<details>\n<summary>Why <b>so</b>?</summary>\n\nBecause *it* is.\n\n## Head\n\n<details><summary>And</summary>\nmore\n\n- a\n</details>\n\n</details>\n\nx";
    let shown: Vec<_> = blocks(folds).into_iter().map(|(kind, text, _)| (kind, text)).collect();
    let expected = [
        (BlockKind::Label, "Why so?"),
        (BlockKind::Text, "Because it is."),
        (BlockKind::Heading(2), "Head"),
        (BlockKind::Label, "And"),
        (BlockKind::Text, "more"),
        (BlockKind::Text, "- a"),
        (BlockKind::End(7), ""),
        (BlockKind::End(2), ""),
        (BlockKind::Text, "x"),
    ];
    assert_eq!(shown, expected.map(|(kind, text)| (kind, text.to_owned())));
}

#[test]
fn what_was_taken_out_moves_nothing() {
    let text = "!!! note\n    One ==two==\n    three.\n\n- a %%b%% c\n";
    let all = blocks(text);
    let stood: Vec<_> = all.iter().map(|(_, _, stood)| stood.as_str()).collect();
    assert_eq!(stood, ["note", "One ==two==\n    three.", "", "- a %%b%% c"]);
}

#[test]
fn what_is_nested_too_deep_is_left_out() {
    let deep = format!("{}x\n{}", "> ".repeat(20_000), "x\n".repeat(20_000));
    assert_eq!(read(&deep), Err((Reason::NestedTooDeep, Some(1))));
    let lines: Vec<_> = (0..200).map(|depth| "  ".repeat(depth) + "- a\n").collect();
    let list = lines.concat();
    let text = &texts(&list)[0];
    assert_eq!(text.lines().count(), 200);
    assert!(text.len() < 200 * 40, "indented no further than that");
}

#[test]
fn broken_front_matter_costs_no_word_and_is_told_with_its_line() {
    let document = read("---\nurl: /a\ntitle: {b: c}\n---\nText.\n").unwrap();
    assert_eq!(document.blocks[0].text.as_str(), "Text.");
    assert!(matches!(document.doubts[..], [(Doubt::UnclearKey { .. }, Some(3))]));
}

#[test]
fn an_embedded_note_is_reported() {
    let text = "# Sync\n\nThe regions:\n\n![[Security#^regions]]\n\n`![[code]]`\n\n![[map.png]] ![[Hours.md|here]] ![[v1 of 2. June]]\n";
    let doubts = read(text).unwrap().doubts;
    assert_eq!(doubts, [(Doubt::EmbeddedNotes { count: 3 }, Some(5))]);
    assert!(read("# Map\n\nHere:\n\n![[map.png]]\n").unwrap().doubts.is_empty());
}
