use super::*;
use crate::corpus::problem::Doubt;

fn blocks(text: &str) -> Vec<(BlockKind, String, String)> {
    let document = read(text).unwrap();
    let block = |b: &Block| {
        (
            b.kind,
            b.text.as_str().to_owned(),
            text[b.text.source_range()].to_owned(),
        )
    };
    document.blocks.iter().map(block).collect()
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
    assert_eq!(texts(text), ["A b link a`b old & * x c.", "A note."]);
    stands_as_is("a word &amp b");
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
    assert_eq!(texts("> one\n> two\n>\n> # three\n"), ["one two", "three"]);
    assert_eq!(blocks("> # three\n")[0].0, BlockKind::Text);
}

#[test]
fn html_keeps_only_its_words() {
    assert_eq!(
        texts("<div><p>One <b>t</b>wo</p><p>three</p></div>\n\n<!-- no > -->\n"),
        ["One two three"]
    );
    assert_eq!(texts("<script>\nif (a <b) x();\n</script>\n"), Vec::<String>::new());
}

#[test]
fn broken_front_matter_costs_no_word_and_is_told_with_its_line() {
    let document = read("---\nurl: /a\ntitle: {b: c}\n---\nText.\n").unwrap();
    assert_eq!(document.blocks[0].text.as_str(), "Text.");
    assert!(matches!(document.doubts[..], [(Doubt::UnclearKey { .. }, Some(3))]));
}
