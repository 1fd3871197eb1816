//! Code and its captions, and lists with numbers.

use super::*;
use crate::corpus::document::BlockKind;

#[test]
fn lists_are_one_block_with_their_numbers() {
    let body = item(1, 0, "Flour")
        + &item(1, 1, "rye")
        + &item(1, 1, "wheat")
        + &item(1, 0, "Water")
        + "<w:p><w:r><w:t>Then:</w:t></w:r></w:p>"
        + &item(1, 0, "Salt")
        + &item(3, 0, "Heat")
        + &styled("Aufz", &run("Yeast"))
        + &item(0, 0, "No item.");
    assert_eq!(
        blocks(&body),
        [
            "1. Flour\n  1.a) rye\n  1.b) wheat\n2. Water",
            "Then:",
            "3. Salt",
            "7. Heat",
            "- Yeast",
            "No item."
        ]
    );
    let parts: Vec<_> = read_body(&body).blocks[0]
        .parts
        .iter()
        .map(|part| (part.start, part.depth))
        .collect();
    // Parts begin after the indent.
    assert_eq!(parts, [(0, 0), (11, 1), (22, 1), (33, 0)]);
}

#[test]
fn lines_of_code_are_one_block() {
    let body = styled("Code", &run("if open {"))
        + &styled("Code", &("<w:r><w:tab/></w:r>".to_owned() + &run("  go();")))
        + &styled("Code", &run("}"))
        + &format!("<w:p>{}</w:p>", run("Then  go."));
    let document = read_body(&body);
    assert_eq!(shown(&document), ["if open {\n\t  go();\n}", "Then go."]);
    assert_eq!(document.blocks[0].kind, BlockKind::Code);
    assert_eq!(document.blocks[0].text.marks(), []);
}

#[test]
fn blank_lines_of_code_are_kept() {
    let body = styled("Code", "")
        + &styled("Code", &run("a();"))
        + &styled("Code", "")
        + &styled("Code", &run("  "))
        + &styled("Code", &run("b();"))
        + &styled("Code", "")
        + &item(1, 0, "Flour")
        + &styled("Code", "")
        + &styled("Code", &run("c();"));
    assert_eq!(blocks(&body), ["a();\n\n\nb();", "1. Flour", "c();"]);
}

#[test]
fn captions_of_code_have_their_number() {
    let caption = |text: &str| styled("Listing", &run(text));
    let code = |text: &str| styled("Code", &run(text));
    let text = format!("<w:p>{}</w:p>", run("Text."));
    // Above and below code, and without any. A figure leaves the numbers of listings alone.
    let body = code("a")
        + &caption("One")
        + &code("b")
        + &caption("Two")
        + &text
        + &item(4, 1, "An oven")
        + &caption("Three")
        + &code("c")
        + &text
        + &caption("Four")
        + &caption("");
    assert_eq!(
        blocks(&body),
        [
            "label: Listing 5-1 One",
            "a",
            "label: Listing 5-2 Two",
            "b",
            "Text.",
            "Figure 5-1 An oven",
            "label: Listing 5-3 Three",
            "c",
            "Text.",
            "label: Listing 5-4 Four",
            "end 7"
        ]
    );
    let kinds: Vec<_> = read_body(&body).blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds[..2], [BlockKind::Label, BlockKind::Code]);
}
