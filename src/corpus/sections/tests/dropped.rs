//! Blocks that are left out, and their neighbours that are kept.

use super::*;

#[test]
fn a_heading_that_sounds_like_furniture_counts_with_text_below() {
    let blocks = vec![
        heading(2, "Search"),
        text("Press F3."),
        heading(2, "Leave a comment"),
        text("Your email address will not be published."),
        heading(2, "Related"),
    ];
    assert_eq!(outline(blocks), ["Search: Press F3."]);
}

#[test]
fn a_list_of_links_into_the_text_is_left_out() {
    let list = |words: &str, address: &str| {
        let mut text = TracedText::default();
        let mut parts = Vec::new();
        for entry in ["Fees", "Prices"] {
            parts.push(Part {
                start: text.as_str().len(),
                depth: 0,
            });
            text.push_joint("- ");
            let start = text.as_str().len();
            text.push_joint(entry);
            text.mark_from(start, MarkKind::Link(address.to_owned()));
            text.push_joint(words);
            text.push_joint("\n");
        }
        Block {
            parts,
            ..Block::new(BlockKind::Text, text)
        }
    };
    let with = |name: Block, list: Block| vec![name, list, heading(2, "Fees"), text("Adults pay five crowns.")];
    let fees = "Fees: Adults pay five crowns.";
    assert_eq!(outline(with(heading(2, "Contents"), list("", "#a"))), [fees]);
    assert_eq!(outline(with(bold("On this page"), list("", "#a"))), [fees]);
    // A heading stays that has text of its own, and a list that says something or leads elsewhere.
    assert_eq!(
        outline(with(heading(1, "Guide"), list("", "#a"))),
        ["Guide/Fees: Adults pay five crowns."]
    );
    for kept in [list(" are due", "#a"), list("", "b.md")] {
        assert_eq!(outline(with(text("See these pages."), kept)).len(), 2);
    }
}
