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

/// A list of one link for each address, with words after it.
fn links(words: &str, addresses: &[&str]) -> Block {
    let mut text = TracedText::default();
    let mut parts = Vec::new();
    for address in addresses {
        parts.push(Part {
            start: text.as_str().len(),
            depth: 0,
        });
        text.push_joint("- ");
        let start = text.as_str().len();
        text.push_joint("Prices");
        text.mark_from(start, MarkKind::Link((*address).to_owned()));
        text.push_joint(words);
        text.push_joint("\n");
    }
    Block {
        parts,
        ..Block::new(BlockKind::Text, text)
    }
}

#[test]
fn a_label_that_sounds_like_furniture_counts_with_text_below() {
    let list = |words: &str| links(words, &["a.md", "b.md"]);
    for name in ["Recommended:", "Search:", "Menu:", "Log in:", "Accept:"] {
        let kept = format!(": {name} > | Knock twice.");
        assert_eq!(outline(vec![text(name), text("Knock twice.")]), [kept], "{name}");
    }
    let told = block(BlockKind::Label, "Print");
    assert_eq!(outline(vec![told, text("Press P.")]), [": Print > | Press P."]);
    assert!(outline(vec![bold("Menu"), list(" with rice")])[0].starts_with(": Menu > | - Prices with rice"));
    // What a page says around an article.
    for name in ["Related:", "Recommended:"] {
        assert_eq!(outline(vec![text("A fee is due."), text(name), list("")]).len(), 1);
        assert!(!outline(vec![text("A fee is due."), text(name), list("")])[0].contains(name));
    }
    for furniture in ["Share this:", "Loading", "Menu", "Recommended"] {
        assert_eq!(
            outline(vec![text(furniture), text("A fee is due.")]),
            [": A fee is due."]
        );
    }
}

#[test]
fn what_is_not_recommended_is_told_from_what_is() {
    let list = |item: &str| links(item, &["a.md"]);
    let blocks = vec![
        bold("Recommended:"),
        list(" in crowns"),
        bold("Not recommended:"),
        list(" in pounds"),
        text("Write dates in full."),
        text("Leave out the weekday."),
        bold("Recommended:"),
        list(" on 3 May"),
    ];
    assert_eq!(
        outline(blocks),
        [
            ": Recommended: > | - Prices in crowns\n | Not recommended: > | - Prices in pounds\n | Write dates in full. | \
             Leave out the weekday. | Recommended: > | - Prices on 3 May\n"
        ]
    );
    // Here each label is about all that follows it.
    let blocks = vec![
        bold("Monday:"),
        list(" at dawn"),
        text("The shop opens late."),
        bold("Tuesday:"),
        list(" at noon"),
        text("The shop is shut."),
    ];
    assert_eq!(
        outline(blocks),
        [
            "Monday:: - Prices at dawn\n | The shop opens late.",
            "Tuesday:: - Prices at noon\n | The shop is shut."
        ]
    );
}

#[test]
fn no_part_of_a_table_of_contents_is_left() {
    let blocks = vec![
        heading(1, "Index"),
        heading(3, "Storage and the messages between servers"),
        links("", &["#a", "#b", "Rules#c"]),
        heading(3, "Permissions"),
        links("", &["#d"]),
        heading(1, "Fees"),
        text("Adults pay five crowns."),
        links("", &["#prices"]),
    ];
    assert_eq!(outline(blocks), ["Fees: Adults pay five crowns. | - Prices\n"]);
    let elsewhere = links("", &["Rules#a", "Rules#b", "#c"]);
    let kept = outline(vec![text("A fee is due."), elsewhere]);
    assert_eq!(kept, [": A fee is due. | - Prices\n- Prices\n- Prices\n"]);
}

#[test]
fn a_list_of_links_into_the_text_is_left_out() {
    let list = |words: &str, address: &str| links(words, &[address, address]);
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
