use super::*;

fn read(text: &str) -> Document {
    super::read(text).unwrap()
}

fn shown(document: &Document) -> Vec<(BlockKind, &str)> {
    let blocks = document.blocks.iter();
    blocks.map(|block| (block.kind, block.text.as_str())).collect()
}

const QUESTION: BlockKind = BlockKind::Heading(QUESTION_LEVEL);

#[test]
fn a_question_is_the_heading_of_its_answer() {
    for text in [
        "Question,Answer\nMay I bring a dog?,Yes.\n",
        "antwort;FRAGE\nYes.;May I bring a dog?\n",
        "id\tQ\tA\n1\tMay I bring a dog?\tYes.\n",
        "sep=;\nQuestion (en);Your answer\nMay I bring a dog?;Yes.\n",
        "May I bring a dog?,Yes.\n",
        "\"faq\",\"response\"\r\n\"May I bring a dog?\",\"Yes.\"",
    ] {
        let expected = [(QUESTION, "May I bring a dog?"), (BlockKind::Text, "Yes.")];
        assert_eq!(shown(&read(text)), expected, "{text}");
    }
}

#[test]
fn categories_and_links_stand_with_their_answers() {
    let document = read(
        "category,question,answer,url\nStay,Any pets?,Yes.,https://inn.example/pets\nStay,Wifi?,No.,\n,Why?,Because.,\n",
    );
    assert_eq!(
        shown(&document),
        [
            (BlockKind::Heading(CATEGORY_LEVEL), "Stay"),
            (QUESTION, "Any pets?"),
            (BlockKind::Text, "Yes.\nhttps://inn.example/pets"),
            (QUESTION, "Wifi?"),
            (BlockKind::Text, "No."),
            (BlockKind::End(CATEGORY_LEVEL), ""),
            (QUESTION, "Why?"),
            (BlockKind::Text, "Because."),
        ]
    );
    let link = &document.blocks[2].text.marks()[0];
    assert_eq!(link.kind, MarkKind::Link("https://inn.example/pets".to_owned()));
}

#[test]
fn an_answer_has_paragraphs_or_html() {
    let document = read("question,answer\nHow?,\"First line\nsecond.\n\nThen rest.\"\n");
    assert_eq!(
        shown(&document)[1..],
        [
            (BlockKind::Text, "First line\nsecond."),
            (BlockKind::Text, "Then rest.")
        ]
    );
    let text = "question,answer\nHow?,\"<p>With <a href=\"\"https://a.example\"\">care</a>.</p><h2>Or not</h2>\"\n";
    let document = read(text);
    assert_eq!(
        shown(&document)[1..],
        [(BlockKind::Text, "With care."), (BlockKind::Text, "Or not")]
    );
    assert_eq!(
        document.blocks[1].text.slice_trimmed(5..9).source_range().start,
        text.find("care").unwrap()
    );
    let command = "question,answer\nHow?,Type /give <player> <item>.\n";
    assert_eq!(shown(&read(command))[1].1, "Type /give <player> <item>.");
}

#[test]
fn what_is_not_read_is_told() {
    let document = read("id,question,answer\n1,\"Any\npets?\",\n2,Wifi?,No.\n3,,Alone.\n");
    let names = "id".to_owned();
    assert_eq!(
        document.doubts,
        [
            (Doubt::ColumnsLeftOut { names }, None),
            (Doubt::RowWithoutAnswer, Some(2))
        ]
    );
    assert_eq!(
        shown(&document)[2..],
        [(BlockKind::End(QUESTION_LEVEL), ""), (BlockKind::Text, "Alone.")]
    );
    let unclosed = read("question,answer\nAny?,\"Yes.\nWifi?,No.\n");
    assert_eq!(unclosed.doubts, [(Doubt::UnclosedQuotation, Some(2))]);
    assert_eq!(shown(&unclosed).len(), 4);
}

#[test]
fn another_table_is_read_with_its_header() {
    let document = read("Item;Price (EUR)\nBoat;\"12\nor 14\";;\nOar;2\n");
    assert_eq!(
        shown(&document),
        [(BlockKind::Text, "Item | Price (EUR)\nBoat | 12 / or 14\nOar | 2")]
    );
    let depths: Vec<usize> = document.blocks[0].parts.iter().map(|part| part.depth).collect();
    assert_eq!(depths, [0, 1, 1]);
}

#[test]
fn a_table_without_names_is_left_out() {
    for text in ["12,14\n15,16\n", "a,a\n1,2\n", "just words\nand more\n", "12,price"] {
        assert_eq!(
            super::read(text).unwrap_err(),
            (Reason::UnnamedColumns, Some(1)),
            "{text}"
        );
    }
    assert_eq!(super::read(",,\n,\n").unwrap_err().0, Reason::NothingToQuote);
}

#[test]
fn a_table_with_nothing_but_names_has_no_rows_yet() {
    for text in ["question,answer\n", "name,price", "Question;Answer;Category\r\n;;\r\n"] {
        assert_eq!(super::read(text).unwrap_err(), (Reason::NoRows, None), "{text}");
    }
    assert!(super::read("May I swim?,Yes.").is_ok(), "a single pair without names");
}

#[test]
fn hostile_tables_end() {
    for text in ["\"".repeat(100_001), ",".repeat(100_000), "\",\n".repeat(50_000)] {
        let _ = super::read(&text);
    }
}

#[test]
fn a_cell_with_a_separator_that_is_not_quoted_is_read_whole_and_told() {
    for (text, answer) in [
        (
            "question,answer\nOne?,The first, with a comma, here.\nTwo?,Two.\n",
            "The first, with a comma, here.",
        ),
        (
            "question;answer\nOne?;At 20:00; see wiki.\nTwo?;Two.\n",
            "At 20:00; see wiki.",
        ),
        (
            "question,answer\nOne?,Yes, \"if you ask\", they do.\n",
            "Yes, \"if you ask\", they do.",
        ),
    ] {
        let document = read(text);
        assert_eq!(shown(&document)[1].1, answer, "{text}");
        assert!(
            matches!(document.doubts[..], [(Doubt::CellsRejoined, Some(_))]),
            "{text}"
        );
    }
    let document = read("question,answer\nOne?,First.,,\n");
    assert_eq!(
        (shown(&document)[1].1, document.doubts.len()),
        ("First.", 0),
        "empty cells say nothing"
    );
}
