//! The marks that are taken out of a question, and the text that stays.

use super::*;

fn check(marked: &str, expected: &str) {
    let plain = strip(marked);
    assert_eq!(
        plain.split_whitespace().collect::<Vec<_>>().join(" "),
        expected,
        "{marked}"
    );
}

#[test]
fn tags_go() {
    check("<@1> <@!22> <@&333> <#4> why", "why");
    check("why <:kek:1> now <a:party_blob:22>?", "why now ?");
    check("at <t:1618953630> or <t:-5:R>", "at or");
    check(
        "use </ask:816437322781949972> or </ask more:1> in <id:customize>",
        "use or in",
    );
    check(
        "@everyone hey @here, mail me@here.org @hereafter",
        "hey , mail me@here.org @hereafter",
    );
}

#[test]
fn what_is_no_tag_stays() {
    for text in [
        "a < b > c",
        "x<y",
        "<@name>",
        "<b>",
        "<t:soon>",
        "if a<1 and b>2",
        "I <3 it",
        "<",
    ] {
        check(text, text);
    }
}

#[test]
fn marks_go_and_words_stay() {
    check(
        "**bold** *it* __u__ _it_ ~~s~~ ||spoiler|| `code` ***both***",
        "bold it u it s spoiler code both",
    );
    check(
        "**bold *both***, un**believ**able, __*x*__",
        "bold both, unbelievable, x",
    );
    check("```rust\nlet a_b = **c;\n``` and ```x y```", "let a_b = **c; and x y");
    check("``a ` b``", "a ` b");
    check(
        "> quoted\n>>> more\n# Head\n-# small\n- one\n* two\n  > # deep",
        "quoted more Head small one two deep",
    );
    check("\\*not\\* \\_it\\_", "*not* _it_");
}

#[test]
fn signs_that_mean_something_stay() {
    for text in [
        "C# and snake_case_name, 2*3, 2*3*4, 2**3**4",
        "U.S.-Iran's $5 50% #1 a > b",
        "f**k s****",
        "5 * 3 * 2",
        "it's ~10 a|b",
        "**unclosed",
        "C:\\dir",
    ] {
        check(text, text);
    }
}

#[test]
fn links_leave_their_label_and_addresses_nothing() {
    check("see [the **deal**](https://x.org/a_b_c) now", "see the deal now");
    check(
        "[a](<https://x.org>) [b](http://y.org \"t\") [c](d) [e]",
        "a b [c](d) [e]",
    );
    check(
        "is https://x.org/a?b=c_d, <https://y.org> or HTTP://z.org? not example.org",
        "is , or ? not example.org",
    );
}

#[test]
fn hostile_text_costs_no_more_than_its_length() {
    for piece in [
        "[",
        "`",
        "` `` ``` ",
        "<",
        "*",
        "**a ",
        "[a](",
        "[a](http://",
        "<http://",
        "\\",
        "||",
        "> ",
    ] {
        strip(&piece.repeat(100_000));
    }
}
