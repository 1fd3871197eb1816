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
fn plain_questions_in_a_row_head_their_answers() {
    let answer = |words| text(words);
    let blocks = vec![
        text("May I swim?"),
        answer("Yes."),
        text("May I fish?"),
        answer("With a rod."),
    ];
    assert_eq!(outline(blocks), ["May I swim?: Yes.", "May I fish?: With a rod."]);
    let blocks = vec![text("But is it safe?"), answer("Some say so.")];
    assert_eq!(outline(blocks), [": But is it safe? > | Some say so."]);
}

#[test]
fn a_bold_question_heads_its_answer() {
    let blocks = vec![
        text("The camp lies at the lake."),
        bold("Can I bring my dog?"),
        text("Yes, on a lead."),
        text("It must be quiet."),
        bold("When is check-in?"),
        text("At three."),
    ];
    assert_eq!(
        outline(blocks),
        [
            ": The camp lies at the lake.",
            "Can I bring my dog?: Yes, on a lead. | It must be quiet.",
            "When is check-in?: At three.",
        ]
    );
}

#[test]
fn a_bold_question_heads_the_rest_of_its_paragraph() {
    let mut asked = TracedText::new("What about power?", 0);
    asked.mark_from(0, MarkKind::Strong);
    asked.push_run(" In the hut.", 20);
    let both = Block::new(BlockKind::Text, asked);
    assert_eq!(
        outline(vec![bold("Wifi?"), text("No."), both, text("The hut is old.")]),
        ["Wifi?: No.", "What about power?: In the hut.", ": The hut is old."]
    );
}

#[test]
fn a_question_and_its_answer_in_one_paragraph_are_parted() {
    let blocks = vec![
        text("Q: Is there wifi? A: No."),
        text("Q2. May I swim?"),
        text("A: Yes."),
        text("Question 3: When?\nAnswer: At nine."),
        text("Q: who is that"),
    ];
    assert_eq!(
        outline(blocks),
        [
            "Is there wifi?: A: No.",
            "May I swim?: A: Yes.",
            "When?: Answer: At nine.",
            ": Q: who is that",
        ]
    );
}

#[test]
fn a_question_with_a_sign_needs_no_question_mark_above_its_answer() {
    let blocks = vec![
        text("P: 555 0100\nA: Pier 3"),
        text("Q: Who may steer?\nA: Anyone."),
        text("Q: Who do I ring in an emergency\nA: The adviser."),
        text("Q1: Can I lock my bike up there\nA1: Yes."),
        text("Q2: Is there food"),
        text("A: Yes."),
    ];
    assert_eq!(
        outline(blocks),
        [
            ": P: 555 0100\nA: Pier 3",
            "Who may steer?: A: Anyone.",
            "Who do I ring in an emergency: A: The adviser.",
            "Can I lock my bike up there: A1: Yes.",
            "Is there food: A: Yes.",
        ]
    );
}

#[test]
fn questions_without_a_text_of_their_own_are_not_lost() {
    let blocks = vec![
        text("When is it?"),
        text("And what is the fee?"),
        text("In June, and it is free."),
        text("May I swim?"),
    ];
    assert_eq!(
        outline(blocks),
        ["When is it? And what is the fee?: In June, and it is free. | May I swim?"]
    );
    let long = "Is this a question that is so long that it does not fit into a heading together with the next one?";
    let blocks = vec![text(long), text("May I swim in the lake?"), text("Yes.")];
    assert_eq!(
        outline(blocks),
        [format!(": {long}"), "May I swim in the lake?: Yes.".to_owned()]
    );
}

#[test]
fn the_last_answer_is_as_long_as_the_others() {
    let blocks = |second: Option<&str>| {
        let mut blocks = vec![text("May I swim?"), text("Yes.")];
        blocks.extend(second.map(text));
        blocks.extend([text("May I fish?"), text("No."), text("The office is open on Mondays.")]);
        blocks
    };
    assert_eq!(
        outline(blocks(None)),
        [
            "May I swim?: Yes.",
            "May I fish?: No.",
            ": The office is open on Mondays."
        ]
    );
    assert_eq!(
        outline(blocks(Some("In July."))),
        [
            "May I swim?: Yes. | In July.",
            "May I fish?: No. | The office is open on Mondays."
        ]
    );
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
        ["2 April 2024: The slipway is closed. | The winch has broken. | 9 May 2025 > | It is open again.",]
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

#[test]
fn several_questions_of_one_paragraph_have_their_own_answers() {
    let blocks = vec![text("Q: May I?\nA: No.\nQ: May she?\nA: Yes."), text("Bring a towel.")];
    assert_eq!(
        outline(blocks),
        ["May I?: A: No.", "May she?: A: Yes.", ": Bring a towel."]
    );
    let blocks = vec![text("Rules first.\nQ: May I? A: No.")];
    assert_eq!(outline(blocks), [": Rules first.", "May I?: A: No."]);
}
