mod boxes;
mod builder;
mod faults;
mod gaps;
mod heads;
mod letters;
mod notes;
mod order;
mod tables;
mod wraps;

use builder::{Builder, text};

use crate::corpus::document::{BlockKind, Document};
use crate::corpus::problem::Doubt;
use crate::corpus::source::Source;

fn read(builder: Builder) -> (Document, Source) {
    super::read(&builder.build()).unwrap()
}

/// Each block: "#" and its level before a heading.
fn blocks(document: &Document) -> Vec<String> {
    let shown = document.blocks.iter().map(|block| match block.kind {
        BlockKind::Heading(level) => format!("{} {}", "#".repeat(level), block.text.as_str()),
        _ => block.text.as_str().to_owned(),
    });
    shown.collect()
}

fn shown(builder: Builder) -> Vec<String> {
    blocks(&read(builder).0)
}

const LAKE: &[&str] = &[
    "The lake opens at six in the morning and closes at ten in the",
    "evening, unless the weather is so bad that the guards decide to",
    "close it earlier than that.",
];
const LAKE_TEXT: &str = "The lake opens at six in the morning and closes at ten in the evening, unless the weather is so \
                         bad that the guards decide to close it earlier than that.";

#[test]
fn one_column_gives_paragraphs_below_headings() {
    let page = [
        text("F2", 20.0, 50.0, 740.0, &["The house rules"]),
        text("F2", 10.0, 50.0, 700.0, &["The lake"]),
        text("F1", 10.0, 50.0, 680.0, LAKE),
        text("F1", 10.0, 50.0, 630.0, LAKE),
        text(
            "F1",
            10.0,
            50.0,
            580.0,
            &["Boats are for members only, and they have to be back by nine."],
        ),
    ];
    assert_eq!(
        shown(Builder::new().page(&page.concat())),
        [
            "# The house rules",
            "## The lake",
            LAKE_TEXT,
            LAKE_TEXT,
            "Boats are for members only, and they have to be back by nine."
        ]
    );
}

#[test]
fn the_lines_of_a_passage_are_its_pages() {
    let page = |lines: &[&str]| text("F1", 10.0, 50.0, 700.0, lines);
    let (document, source) = read(
        Builder::new()
            .page(&page(LAKE))
            .page("")
            .page(&page(&["Boats are for members."])),
    );
    let pages: Vec<_> = document
        .blocks
        .iter()
        .map(|block| source.lines_of(&block.text.source_range()))
        .collect();
    assert_eq!(pages, [(1, 1), (3, 3)]);
}

#[test]
fn a_sentence_goes_on_in_the_next_column_and_on_the_next_page() {
    let left = text(
        "F1",
        10.0,
        50.0,
        700.0,
        &[
            "The lake opens at six in the morn-",
            "ing, and the gate is shut by then",
        ],
    );
    let right = text(
        "F1",
        10.0,
        320.0,
        700.0,
        &["since nobody is there to guard it", "while the house is asleep and the"],
    );
    let next = text(
        "F1",
        10.0,
        50.0,
        700.0,
        &["morning coffee is not made yet.", "Boats are for members only."],
    );
    let (document, source) = read(Builder::new().page(&(left + &right)).page(&next));
    assert_eq!(
        blocks(&document),
        [
            "The lake opens at six in the morning, and the gate is shut by then since nobody is there to guard it while \
             the house is asleep and the morning coffee is not made yet. Boats are for members only."
        ]
    );
    assert_eq!(source.lines_of(&document.blocks[0].text.source_range()), (1, 2));
}

#[test]
fn a_hyphen_at_the_end_of_a_line_goes_by_evidence() {
    let lines = [
        "The government is well-known for its long-",
        "term plans, and for how the govern-",
        "ment keeps its long-term promises to the con-",
        "stituents. Pre-",
        "and post-war rules differ in the Hague-",
        "Visby case, and the years 2019-",
        "2021 count double in this respect here.",
    ];
    let (document, _) = read(Builder::new().page(&text("F1", 10.0, 50.0, 700.0, &lines)));
    assert_eq!(
        blocks(&document).concat().replace('\n', " "),
        "The government is well-known for its long-term plans, and for how the government keeps its long-term promises \
         to the constituents. Pre- and post-war rules differ in the Hague-Visby case, and the years 2019-2021 count \
         double in this respect here."
    );
    let words = "constituents".to_owned();
    assert_eq!(document.doubts, [(Doubt::HyphensDropped { count: 1, words }, None)]);
}

#[test]
fn two_words_of_the_document_keep_their_hyphen_and_a_slash_needs_no_space() {
    let lines = [
        "A department may cross the yard, and a side door is in the cross-",
        "department hall for which we pay up to $7,500/",
        "year. The ball is in-",
        "side, and so is the and /",
        "or the net.",
    ];
    assert_eq!(
        shown(Builder::new().page(&text("F1", 10.0, 50.0, 700.0, &lines)))
            .concat()
            .replace('\n', " "),
        "A department may cross the yard, and a side door is in the cross-department hall for which we pay up to \
         $7,500/year. The ball is inside, and so is the and / or the net."
    );
}

#[test]
fn lists_and_tables_have_parts() {
    let items = [
        text("F1", 10.0, 50.0, 700.0, &["Bring these things along:"]),
        text(
            "F1",
            10.0,
            60.0,
            684.0,
            &["\u{95} A towel that is large enough to dry yourself and to lie"],
        ),
        text("F1", 10.0, 67.0, 672.0, &["on in the sun"]),
        text("F1", 10.0, 75.0, 660.0, &["- not a new one"]),
        text("F1", 10.0, 60.0, 648.0, &["\u{95} A hat"]),
    ];
    let row = |font, y, day, hours| text(font, 10.0, 50.0, y, &[day]) + &text(font, 10.0, 200.0, y, &[hours]);
    let rows = [
        row("F2", 600.0, "Day", "Hours"),
        row("F1", 588.0, "Monday", "6 to 9"),
        row("F1", 576.0, "Friday", "7 to 8"),
    ];
    let content = (items.concat() + &rows.concat()).replace('\u{95}', "\\225");
    let (document, _) = read(Builder::new().page(&content));
    let parts: Vec<Vec<(&str, usize)>> = document
        .blocks
        .iter()
        .map(|block| {
            block
                .parts
                .iter()
                .map(|part| (block.text.as_str()[part.start..].lines().next().unwrap(), part.depth))
                .collect()
        })
        .collect();
    assert_eq!(
        parts,
        [
            vec![],
            vec![
                (
                    "• A towel that is large enough to dry yourself and to lie on in the sun",
                    0
                ),
                ("  - not a new one", 1),
                ("• A hat", 0)
            ],
            vec![("Day | Hours", 0), ("Monday | 6 to 9", 1), ("Friday | 7 to 8", 1)]
        ]
    );
}

#[test]
fn rotated_pages_read_like_others() {
    for (entries, matrix) in [
        ("/Rotate 90", "0 1 -1 0 600 0"),
        ("/Rotate 270", "0 -1 1 0 0 800"),
        ("", "0 1 -1 0 600 0"),
    ] {
        let content = format!("q {matrix} cm {} Q", text("F1", 10.0, 50.0, 400.0, LAKE));
        assert_eq!(
            shown(Builder::new().page_with(entries, &content)),
            [LAKE_TEXT],
            "{entries}"
        );
    }
}

#[test]
fn bold_words_are_marked_and_gaps_part_words() {
    let content = "BT /F1 10 Tf 50 700 Td (Always) Tj 35 0 Td [(kn)-20(ock) -300 (twice,)] TJ /F2 10 Tf 70 0 Td (or ) Tj (wait) Tj ET";
    let (document, _) = read(Builder::new().page(content));
    let text = &document.blocks[0].text;
    assert_eq!(text.as_str(), "Always knock twice, or wait");
    let marked: Vec<&str> = text
        .marks()
        .iter()
        .map(|mark| &text.as_str()[mark.range.clone()])
        .collect();
    assert_eq!(marked, ["or wait"]);
}

#[test]
fn what_is_printed_twice_is_read_once() {
    let once = text("F1", 10.0, 50.0, 700.0, LAKE);
    let twice = once.clone() + &text("F1", 10.0, 50.4, 700.3, LAKE);
    assert_eq!(shown(Builder::new().page(&twice)), [LAKE_TEXT]);
    // Text that isn't there to be seen.
    let outside = once + &text("F1", 10.0, 50.0, 900.0, &["Crop mark"]);
    assert_eq!(shown(Builder::new().page(&outside)), [LAKE_TEXT]);
}

#[test]
fn the_file_may_name_its_title_date_and_language() {
    let titled = |title: &str| {
        let mut builder = Builder::new().page(&text("F1", 10.0, 50.0, 700.0, LAKE));
        let info = builder.object(&format!("<< /Title ({title}) /CreationDate (D:20250503120000Z) >>"));
        builder.trailer = format!("/Info {info} 0 R");
        read(builder).0
    };
    let document = titled("House rules");
    assert_eq!(document.title.as_deref(), Some("House rules"));
    assert_eq!(document.metadata.date.as_deref(), Some("2025-05-03"));
    assert_eq!(document.metadata.language.as_deref(), Some("en-GB"));
    for name in [
        "rules_v2.docx",
        "Microsoft Word - rules",
        "untitled",
        "\\(anonymous\\)",
        "C:\\\\rules",
        "12",
    ] {
        assert_eq!(titled(name).title, None, "{name}");
    }
}

#[test]
fn a_foot_that_comes_first_stands_below_the_text() {
    let foot = text(
        "F1",
        8.0,
        50.0,
        40.0,
        &["Club Millhaven, Mill Lane 3, phone 0171 5550142"],
    );
    let head = text("F1", 8.0, 50.0, 770.0, &["Printed for all members"]);
    let body = text("F1", 10.0, 50.0, 500.0, LAKE);
    let expected = [
        "Printed for all members",
        LAKE_TEXT,
        "Club Millhaven, Mill Lane 3, phone 0171 5550142",
    ];
    assert_eq!(shown(Builder::new().page(&format!("{foot}{body}{head}"))), expected);
    assert_eq!(shown(Builder::new().page(&format!("{head}{foot}{body}"))), expected);
}

#[test]
fn entries_that_fill_their_column_stay_lines() {
    let (entries, sentence) = ("\n", " ");
    for (joint, lines) in [
        (
            entries,
            [
                "10:00 Opening by the mayor",
                "11:30 Boat race for all",
                "12:15 Soup for all guests",
            ],
        ),
        (
            entries,
            [
                "Doors: at six in the evening",
                "Price: four euros, or six",
                "Phone: ask for Jo Miller",
            ],
        ),
        (
            sentence,
            [
                "We meet at six near the gate at",
                "10:00 sharp, and we go home by",
                "Lake Road when the bell rings",
            ],
        ),
        (
            sentence,
            [
                "The boats of the club are for",
                "Members who have paid, and for",
                "Guests of the house on Sunday.",
            ],
        ),
    ] {
        let page = text("F1", 10.0, 50.0, 700.0, &lines);
        assert_eq!(shown(Builder::new().page(&page)), [lines.join(joint)]);
    }
}
