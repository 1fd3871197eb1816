use super::*;

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
            "Who may steer?: Anyone.",
            "Who do I ring in an emergency: The adviser.",
            "Can I lock my bike up there: Yes.",
            "Is there food: Yes.",
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
fn several_questions_of_one_paragraph_have_their_own_answers() {
    let blocks = vec![text("Q: May I?\nA: No.\nQ: May she?\nA: Yes."), text("Bring a towel.")];
    assert_eq!(outline(blocks), ["May I?: No.", "May she?: Yes.", ": Bring a towel."]);
    let blocks = vec![text("Rules first.\nQ: May I? A: No.")];
    assert_eq!(outline(blocks), [": Rules first.", "May I?: A: No."]);
}

#[test]
fn an_answer_loses_its_sign_only_where_all_questions_and_answers_have_theirs() {
    let pair = |asked: &str, said: &str| vec![text(asked), text(said)];
    let two = [pair("Q: May I?", "A: No."), pair("Q: May she?", "A. Yes.")].concat();
    assert_eq!(outline(two.clone()), ["May I?: No.", "May she?: Yes."]);
    for more in [text("A: Pier 3"), text("Q: May he?")] {
        let last = more.text.as_str().to_owned();
        let found = outline([two.clone(), vec![more]].concat());
        assert_eq!(found[0], "May I?: A: No.", "{last}");
    }
    assert_eq!(
        outline(pair("Q: May I?", "A: No.")),
        ["May I?: A: No."],
        "one pair is no pattern"
    );
}

#[test]
fn what_somebody_says_in_a_story_names_nothing() {
    let told = [
        "“Where is the lamp, and who has it?”",
        "“It was sold,” said the keeper.",
        "\"And then?\" asked the boy. \"What happens then?\"",
        "He stayed until the stars came out.",
        "— Who calls?",
        "Nobody answered him.",
        "„Wo ist die Lampe?“",
        "Er schwieg.",
    ];
    assert_eq!(outline(told.map(text).to_vec()), [format!(": {}", told.join(" | "))]);
}
