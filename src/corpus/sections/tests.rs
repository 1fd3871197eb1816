mod dropped;
mod questions;

use super::*;

fn text(words: &str) -> Block {
    Block::new(BlockKind::Text, TracedText::new(words, 0))
}

fn bold(words: &str) -> Block {
    let mut text = TracedText::new(words, 0);
    text.mark_from(0, MarkKind::Strong);
    Block::new(BlockKind::Text, text)
}

fn block(kind: BlockKind, words: &str) -> Block {
    Block::new(kind, TracedText::new(words, 0))
}

fn heading(level: usize, words: &str) -> Block {
    block(BlockKind::Heading(level), words)
}

/// Each section as "headings: pieces"; a label ends with ">".
fn outline(blocks: Vec<Block>) -> Vec<String> {
    let document = Document {
        title: Some("Title".to_owned()),
        blocks,
        ..Document::default()
    };
    let show = |piece: &Piece| format!("{}{}", piece.text.as_str(), if piece.is_label { " >" } else { "" });
    sections(&document)
        .1
        .iter()
        .map(|draft| {
            let pieces: Vec<String> = draft.pieces.iter().map(show).collect();
            format!("{}: {}", draft.headings.join("/"), pieces.join(" | "))
        })
        .collect()
}

#[test]
fn a_line_with_a_value_names_a_paragraph_at_most() {
    let blocks = vec![
        text("Next round: Saturday"),
        text("Top scorers"),
        text("Ann has scored twice."),
        text("Gate code: 4711"),
        text("Please shut the gate."),
    ];
    assert_eq!(
        outline(blocks),
        [": Next round: Saturday | Top scorers > | Ann has scored twice. | Gate code: 4711 > | Please shut the gate."]
    );
}

#[test]
fn labels_name_what_follows_them() {
    let blocks = vec![
        text("Ann Miller"),
        text("The treasurer keeps the cash box."),
        text("Bob Smith"),
        text("The quartermaster keeps the keys."),
        text("Figure 1: the slipway"),
        text("No."),
        bold("Never swim alone."),
        text("The end"),
    ];
    assert_eq!(
        outline(blocks),
        [
            ": Ann Miller > | The treasurer keeps the cash box. | Bob Smith > | The quartermaster keeps the keys. | \
          Figure 1: the slipway > | No. | Never swim alone. | The end"
        ]
    );
}

#[test]
fn bold_labels_that_span_paragraphs_are_an_outline() {
    let entries = |second: &str| {
        vec![
            bold("2 April 2024"),
            text("The slipway is closed."),
            text("The winch has broken."),
            bold(second),
            text("It is open again."),
        ]
    };
    assert_eq!(
        outline(entries("9 May 2025")),
        [
            "2 April 2024: The slipway is closed. | The winch has broken.",
            ": 9 May 2025 > | It is open again.",
        ]
    );
    let mut blocks = entries("9 May 2025");
    blocks.remove(2);
    blocks.push(text("The winch may be used."));
    assert_eq!(
        outline(blocks),
        [": 2 April 2024 > | The slipway is closed. | 9 May 2025 > | It is open again. | The winch may be used."],
        "nobody knows where the last one ends"
    );
    assert_eq!(
        outline(entries("It stays closed.")),
        [": 2 April 2024 > | The slipway is closed. | The winch has broken. | It stays closed. | It is open again."],
        "a sentence is no label"
    );
}

#[test]
fn a_line_across_the_page_ends_what_a_bold_label_names() {
    let rule = || block(BlockKind::Rule, "");
    let blocks = vec![
        bold("May I park?"),
        rule(),
        text("Behind the hall."),
        text("The gate is open until ten."),
        rule(),
        text("The choir sings on Tuesday."),
    ];
    assert_eq!(
        outline(blocks),
        [
            "May I park?: Behind the hall. | The gate is open until ten.",
            ": The choir sings on Tuesday."
        ],
        "a line right below the label sets it off"
    );
    let blocks = vec![
        heading(2, "Parking"),
        text("Behind the hall."),
        rule(),
        text("The gate is open."),
    ];
    assert_eq!(outline(blocks), ["Parking: Behind the hall. | The gate is open."]);
}

#[test]
fn the_last_of_some_bold_questions_has_as_much_text_as_the_others() {
    let blocks = |answer: &str| {
        vec![
            bold("May I swim?"),
            text("Yes."),
            bold("May I fish?"),
            text(answer),
            text("- A rod\n- A licence"),
            text("The office is open on Mondays."),
        ]
    };
    assert_eq!(
        outline(blocks("No."))[1..],
        [
            "May I fish?: No.",
            ": - A rod\n- A licence | The office is open on Mondays."
        ]
    );
    assert_eq!(
        outline(blocks("You need:"))[1..],
        [
            "May I fish?: You need: > | - A rod\n- A licence",
            ": The office is open on Mondays."
        ]
    );
}

#[test]
fn dates_head_what_stands_below_them() {
    let blocks = |second: &str| {
        vec![
            text("11 Feb 2026 - lift news"),
            text("The lift is out of order."),
            text("It is mended on Friday."),
            text(second),
            text("The bins are emptied on Tuesdays."),
        ]
    };
    let first = "11 Feb 2026 - lift news: The lift is out of order. | It is mended on Friday.";
    assert_eq!(
        outline(blocks("2026-02-12: bins")),
        [first, ": 2026-02-12: bins > | The bins are emptied on Tuesdays."]
    );
    assert_eq!(
        outline(blocks("12 Feb 2026: the bar opens at 7."))[0],
        ": 11 Feb 2026 - lift news > | The lift is out of order. | It is mended on Friday. | 12 Feb 2026: the bar opens at \
         7. | The bins are emptied on Tuesdays."
    );
    let blocks = vec![
        text("3 May - fair"),
        text("4 May - market"),
        text("10 May"),
        text("11 May"),
        text("It rains."),
    ];
    assert_eq!(
        outline(blocks),
        [": 3 May - fair | 4 May - market | 10 May > | 11 May > | It rains."]
    );
}

#[test]
fn a_greeting_names_its_letter_and_the_end_of_a_letter_names_nothing() {
    let blocks = vec![
        text("11 Feb 2026"),
        text("Hi all,"),
        text("The lift is out of order."),
        text("Cheers, Tom"),
        text("12 Feb 2026"),
        text("Dear members,"),
        text("The bins are emptied on Tuesdays."),
        text("Yours sincerely,"),
        text("Ann"),
        text("P.S. The key is with Bo."),
    ];
    assert_eq!(
        outline(blocks),
        [
            "11 Feb 2026: Hi all, > | The lift is out of order. | Cheers, Tom",
            "12 Feb 2026: Dear members, > | The bins are emptied on Tuesdays. | Yours sincerely, | Ann | P.S. The key is \
             with Bo.",
        ]
    );
    let blocks = vec![
        text("We sell these."),
        text("Oslo, Norway"),
        text("The shop is at the quay."),
    ];
    assert_eq!(
        outline(blocks),
        [": We sell these. | Oslo, Norway > | The shop is at the quay."]
    );
}

#[test]
fn a_fold_ends_where_it_ends() {
    let blocks = vec![
        heading(2, "Gauge"),
        block(BlockKind::Label, "Battery"),
        text("It lasts long."),
        text("Eighteen months."),
        block(BlockKind::Label, "Why is the display dark?"),
        text("It sleeps."),
        block(BlockKind::End(7), ""),
        text("Replace it then."),
        block(BlockKind::End(7), ""),
        text("The gauge stands outside."),
        block(BlockKind::Label, "Note"),
        text("Mind the pump."),
        block(BlockKind::End(7), ""),
        text("That is all."),
    ];
    assert_eq!(
        outline(blocks),
        [
            "Gauge/Battery: It lasts long. | Eighteen months.",
            "Gauge/Battery/Why is the display dark?: It sleeps.",
            "Gauge/Battery: Replace it then.",
            "Gauge: The gauge stands outside. | Note > | Mind the pump. | That is all.",
        ]
    );
}

#[test]
fn a_callout_after_a_lead_in_is_not_apart_from_it() {
    let callout = |name| {
        vec![
            block(BlockKind::Label, name),
            text("By default, the nearest."),
            text("Asia: Singapore."),
            block(BlockKind::END_OF_LABEL, ""),
        ]
    };
    let lead_in = || vec![text("The servers stand in these places:")];
    let one = [lead_in(), callout("Regions")].concat();
    assert_eq!(
        outline(one),
        [": The servers stand in these places: > | Regions > | By default, the nearest. | Asia: Singapore."]
    );
    let several = [lead_in(), callout("Regions"), callout("Countries")].concat();
    assert_eq!(
        outline(several),
        [
            ": The servers stand in these places: >",
            "Regions: By default, the nearest. | Asia: Singapore.",
            "Countries: By default, the nearest. | Asia: Singapore.",
        ]
    );
}

#[test]
fn a_heading_with_nothing_below_it_is_quoted_itself() {
    let blocks = vec![
        heading(2, "Numbers"),
        heading(3, "Doctor: 555 0142"),
        heading(3, "Warden: 555 0143"),
        heading(3, "Boat house"),
        text("It answers in summer."),
        heading(2, "Fire: 112"),
    ];
    assert_eq!(
        outline(blocks),
        [
            "Numbers: Doctor: 555 0142 | Warden: 555 0143",
            "Numbers/Boat house: It answers in summer.",
            ": Fire: 112",
        ]
    );
}

#[test]
fn a_label_that_names_nothing_is_text() {
    let end = || block(BlockKind::End(7), "");
    let blocks = vec![
        text("Look:"),
        block(BlockKind::Label, "The hall"),
        end(),
        text("It is old."),
    ];
    assert_eq!(outline(blocks), [": Look: > | The hall | It is old."]);
    let blocks = vec![
        block(BlockKind::Label, "Tips"),
        block(BlockKind::Label, "Closed on Mondays"),
        end(),
        text("It is old."),
        text("It is cold."),
        end(),
        text("It is sold."),
    ];
    assert_eq!(
        outline(blocks),
        ["Tips: Closed on Mondays | It is old. | It is cold.", ": It is sold."]
    );
}

#[test]
fn a_heading_above_a_picture_is_not_text() {
    let picture = || block(BlockKind::Text, "");
    let blocks = vec![heading(2, "Map"), picture(), heading(2, "Hours"), text("Six to nine.")];
    assert_eq!(outline(blocks), ["Hours: Six to nine."]);
    let blocks = vec![heading(2, "Map"), picture(), text("Six to nine."), heading(2, "Closed")];
    assert_eq!(outline(blocks), ["Map: Six to nine.", ": Closed"]);
}

#[test]
fn the_end_of_headings_is_not_that_of_a_label() {
    let label = |words| block(BlockKind::Label, words);
    let end = |level| block(BlockKind::End(level), "");
    let blocks = vec![
        heading(2, "A"),
        label("b"),
        text("c."),
        text("d."),
        end(1),
        text("Note."),
    ];
    assert_eq!(outline(blocks), ["A: b > | c. | d.", ": Note."]);
    let blocks = vec![
        label("a"),
        heading(2, "B"),
        text("c"),
        heading(3, "D"),
        text("e"),
        end(2),
        text("f"),
    ];
    assert_eq!(outline(blocks), [": a", "B: c", "B/D: e", ": f"]);
}

#[test]
fn terms_with_one_definition_stand_together() {
    let label = |words| block(BlockKind::Label, words);
    let end = || block(BlockKind::End(7), "");
    let blocks = vec![label("Open"), label("Closed"), text("at eight."), end()];
    assert_eq!(outline(blocks), [": Open\nClosed > | at eight."]);
    let blocks = vec![
        label("Tip"),
        label("Open"),
        text("at eight."),
        end(),
        text("at nine."),
        end(),
    ];
    assert_eq!(outline(blocks), ["Tip: Open > | at eight. | at nine."]);
}
