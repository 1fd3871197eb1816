use super::*;

/// A paragraph that is not a heading in any file.
pub(super) const PROSE: &str = "The hut lies above the lake, and is open from May to the end of September.";

/// True if a line is a heading in a file with a title, with a paragraph below the line.
pub(super) fn is_heading(line: &str) -> bool {
    let document = read(&format!("The Hut\n\n{PROSE}\n\n{line}\n\n{PROSE}\n"));
    let block = &document.blocks[2];
    assert_eq!(block.text.as_str(), line);
    matches!(block.kind, BlockKind::Heading(_))
}

#[test]
fn a_line_that_states_something_is_text() {
    for line in [
        "Adults 12 euros, children 6 euros a night",
        "Gate code: 4711",
        "Wi-Fi: blue-otter-19",
        "Wi-Fi password is blue-otter-19",
        "Dogs are welcome",
        "Dogs aren’t welcome",
        "Dogs must sleep in the shed",
        "Departure 9:30",
        "Warden Jo Miller, phone 555 0100",
        "Warden: Jo Miller",
        "Altitude 2,140 m",
        "Emergency call 112",
        "Valid from 1 May to 30 September",
        "GATE CODE: 4711",
        "DOGS ARE WELCOME",
        "The gate is shut at ten.",
        "“No dogs”",
        "(Traditional)",
        "REPORTER: And the cost?",
        "Q: How deep is it?",
        "3 May 2025",
        "lower case",
        "1. Adults pay 12 euros",
        "Three warnings = ban",
        "S: Rune Archer, Shadow Monk",
        "会费：十元",
        "Visitors sign the guest book",
        "We love cats",
        "Hunde sind auf dem Gelände erlaubt",
        "L'entrée est gratuite",
        "Вход запрещено",
        "Page 3 of 10",
    ] {
        assert!(!is_heading(line), "{line}");
    }
}

#[test]
fn a_line_that_names_something_is_a_heading() {
    for line in [
        "Opening hours",
        "What’s at Stake?",
        "How do I register?",
        "I lost my key. What can I do?",
        "How it works",
        "Things to do",
        "Chapter 3: Trust",
        "CHAPTER VII.",
        "2.1 Results",
        "IV. Scope",
        "B. Starting screen",
        "Rule 5: No spam",
        "Rule 1: Be respectful",
        "Version 1.2.0",
        "v1.1.4 - 2024-11-02",
        "Patch 1.14.2 (3 May 2025)",
        "Section 4",
        "§ 2 Beiträge",
        "§3 Beiträge",
        "1 - Respect everyone",
        "Tips for beating the boss",
        "Life beyond the wall",
        "Where we keep the keys",
        "Meet the team",
        "THE WHOLE STORY",
        "A Step Toward Resolution?",
        "The 30th Anniversary",
        "Summer Camp 2024",
    ] {
        assert!(is_heading(line), "{line}");
    }
}

#[test]
fn the_rest_of_the_file_decides_where_a_line_can_not() {
    // A verb in headline style.
    assert!(!is_heading("Sanctions Have Failed"));
    let text = format!("A Long History\n\n{PROSE}\n\nSanctions Have Failed\n\n{PROSE}\n\nA Call for Trust\n\n{PROSE}");
    assert_eq!(outline(&text)[2], "H1 Sanctions Have Failed");
    // Times of a programme.
    assert!(!is_heading("9:00 Welcome"));
    let text = format!("Programme\n\n9:00 Welcome\n\n{PROSE}\n\n10:30 Workshops\n\n{PROSE}\n\n13:00 Lunch\n\n{PROSE}");
    assert_eq!(outline(&text)[3], "H1 10:30 Workshops");
    // The entries of a log have no text below.
    let log = ["10:02 ann: hi", "10:03 bob: hello", "10:04 ann: well", PROSE];
    reads(&log.join("\n\n"), &log);
    // Numbered titles with a full stop.
    let terms = |stop: &str| {
        format!(
            "Terms\n\n1. Source Code{stop}\n\n{PROSE}\n\n2. Patents{stop}\n\n{PROSE}\n\n3. No Surrender{stop}\n\n{PROSE}"
        )
    };
    assert_eq!(outline(&terms("."))[1], "H2 1. Source Code.");
    assert_eq!(outline(&terms(" is open."))[1], "1. Source Code is open.");
    // Four lines in a row are a list.
    reads(
        "Soup\n\nSalad\n\nTrout\n\nCake\n\nThe kitchen closes at ten.",
        &["Soup", "Salad", "Trout", "Cake", "The kitchen closes at ten."],
    );
}

#[test]
fn dates_are_headings_of_a_chronicle_and_one_below_the_title_is_metadata() {
    let chronicle = format!("News\n\n14 March 2021\n\n{PROSE}\n\n2 April 2024\n\n{PROSE}\n\nTuesday:\n\n{PROSE}");
    reads(
        &chronicle,
        &[
            "H0 News",
            "H1 14 March 2021",
            PROSE,
            "H1 2 April 2024",
            PROSE,
            "H1 Tuesday:",
            PROSE,
        ],
    );
    assert_eq!(read(&chronicle).metadata, Metadata::default());
    for text in [
        "A Great Story\n\nBy Jane Doe\n\nMarch 3, 2024\n\nIt was a dark night.",
        "A Great Story\nBy Jane Doe\nMarch 3, 2024\n\nIt was a dark night.",
    ] {
        let document = read(text);
        assert_eq!(document.metadata.author.as_deref(), Some("Jane Doe"));
        assert_eq!(document.metadata.date.as_deref(), Some("March 3, 2024"));
        reads(text, &["H0 A Great Story", "It was a dark night."]);
    }
    let letter = "Dear Ann,\n\n3 May 2025\n\nBy Jane Doe\n\nThe gate still sticks.";
    assert_eq!(read(letter).metadata, Metadata::default(), "a letter has no title");
}

#[test]
fn a_date_with_a_title_is_a_heading_of_a_log() {
    for joint in ["\n", "\n\n"] {
        let log = [
            "11 Feb 2026 - lift news",
            "2026-02-12: gate",
            "Tue 3 March — quiz night",
            "March 3rd, 2026 | Minutes",
            "5/3/26 – Bins and skips",
        ];
        let entries: Vec<String> = log.iter().map(|title| format!("{title}{joint}{PROSE}\n\n")).collect();
        let text = entries.concat();
        let expected: Vec<String> = log
            .iter()
            .flat_map(|title| [format!("H0 {title}"), PROSE.to_owned()])
            .collect();
        assert_eq!(outline(&text), expected);
    }
    let joined = format!("11 Feb 2026 - lift news\n{PROSE}\n12 Feb 2026 - bins\n{PROSE}");
    reads(
        &joined,
        &["H0 11 Feb 2026 - lift news", PROSE, "H0 12 Feb 2026 - bins", PROSE],
    );
}

#[test]
fn a_date_with_a_fact_is_text() {
    for line in [
        "3 March: the bar opens at 7.",
        "3 March: the bar is closed",
        "3 March 2026 - doors 19:30",
        "3 March - “No dogs”",
        "March: all week",
        "Tuesday - open",
    ] {
        let other = line.replace("March", "April").replace("Tuesday", "Friday");
        reads(
            &format!("The Hut\n\n{PROSE}\n\n{line}\n\n{PROSE}\n\n{other}\n\n{PROSE}"),
            &["H0 The Hut", PROSE, line, PROSE, &other, PROSE],
        );
    }
    let fair = ["3 March - fair", "4 March - market", "5 March - ball"];
    reads(
        &format!("{}\n\n{PROSE}", fair.join("\n\n")),
        &[fair[0], fair[1], fair[2], PROSE],
    );
}

#[test]
fn the_line_after_a_question_is_its_answer() {
    reads(
        "Questions\n\nWhere is the quiet room?\n\nOn the second floor\n\nMay I eat in the hall?\n\nNo\n\nWho may scan?\n\nAll.",
        &[
            "H0 Questions",
            "H1 Where is the quiet room?",
            "On the second floor",
            "H1 May I eat in the hall?",
            "No",
            "H1 Who may scan?",
            "All.",
        ],
    );
    reads(
        "FAQ\n\nQ: Is there a lift?\nA: No.\nQ: Dogs?\nA: Guide dogs.\n\nQ: Cats?\n\nA: No",
        &[
            "H0 FAQ",
            "Q: Is there a lift?",
            "A: No.",
            "Q: Dogs?",
            "A: Guide dogs.",
            "Q: Cats?",
            "A: No",
        ],
    );
    reads(
        "Camp FAQ\nWhen is check-in?\nAt three.\nAre dogs allowed?\nYes, on a lead",
        &[
            "H0 Camp FAQ",
            "H1 When is check-in?",
            "At three.",
            "H1 Are dogs allowed?",
            "Yes, on a lead",
        ],
    );
}

#[test]
fn headlines_nest() {
    reads(
        "Can Talks Lead to a Breakthrough?\n\nA Step Toward Resolution?\n\nThe talks go on.\n\n\nWhat’s at Stake?\n\nGlobal Security\n\nMuch is at stake.\n\nLeave a Comment",
        &[
            "H0 Can Talks Lead to a Breakthrough?",
            "H1 A Step Toward Resolution?",
            "The talks go on.",
            "H0 What’s at Stake?",
            "H1 Global Security",
            "Much is at stake.",
            "Leave a Comment",
        ],
    );
    reads(
        "THE WHOLE STORY\n\nIt begins.\n\n1. First Part\n\nIt goes on.\n\n1.1 A detail\n\nIn detail.\n\nUnderlined\n==========\nIt ends.",
        &[
            "H0 THE WHOLE STORY",
            "It begins.",
            "H2 1. First Part",
            "It goes on.",
            "H3 1.1 A detail",
            "In detail.",
            "H2 Underlined",
            "It ends.",
        ],
    );
    reads(
        "Release 3.1.0\nby Jo\n=============\n\nIt is out.",
        &["H0 Release 3.1.0", "by Jo", "It is out."],
    );
    reads(
        "*****\n1. Go\n*****\n\nGo.\n\n=== Cave ===\n\nDark.\n\n*****\n2. Come\n*****\n\nCome.\n\n----\n\nEnd.",
        &[
            "H0 1. Go",
            "Go.",
            "H10 Cave",
            "Dark.",
            "H0 2. Come",
            "Come.",
            "---",
            "End.",
        ],
    );
}

#[test]
fn a_heading_needs_no_blank_line_below() {
    let prose = "The hut lies above the lake, and it is open from the first of May\nto the end of September.";
    let joined = prose.replace('\n', " ");
    reads(
        &format!(
            "Hut Rules\n{prose}\n\nRule 1: Be kind\nNobody is shouted at.\n\nUSAGE:\n  Ask first.\n\nNOTES:\n{prose}\n\nBoats and Keys\n- one\n- two"
        ),
        &[
            "H0 Hut Rules",
            &joined,
            "H1 Rule 1: Be kind",
            "Nobody is shouted at.",
            "H1 USAGE:",
            "Ask first.",
            "H1 NOTES:",
            &joined,
            "H21 Boats and Keys",
            "[0] - one\n[0] - two",
        ],
    );
    reads(
        "+-------+\n| Cheats |\n+-------+\n\nThere are none.",
        &["H0 Cheats", "There are none."],
    );
}

#[test]
fn the_shipped_article_keeps_its_sections() {
    let text = include_str!("../../../../corpus/us-iran-nuclear-talks.txt");
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let levels: Vec<String> = outline(text).iter().map(|block| block[..3].to_owned()).collect();
    assert_eq!(
        levels,
        [
            "H0 ", "H1 ", "The", "H0 ", "H1 ", "U.S", "H0 ", "H1 ", "The", "H0 ", "H1 ", "The", "H0 ", "H1 ", "Ira",
            "Lea"
        ]
    );
    let blocks: Vec<String> = read(text)
        .blocks
        .iter()
        .map(|block| block.text.as_str().to_owned())
        .collect();
    assert_eq!(blocks, lines);
}

#[test]
fn a_line_of_another_day_is_not_of_the_day_before() {
    for days in [["11 Feb 2026", "12 Feb 2026"], ["2026-02-11", "2026-02-12"]] {
        let text = format!(
            "News\n\n{}\n\n{PROSE}\n\n{}\n\n{PROSE}\n\n13 Feb: no post today.\n\n{PROSE}",
            days[0], days[1]
        );
        let headings = days.map(|day| format!("H1 {day}"));
        reads(
            &text,
            &[
                "H0 News",
                &headings[0],
                PROSE,
                &headings[1],
                PROSE,
                "end",
                "13 Feb: no post today.",
                PROSE,
            ],
        );
    }
}

#[test]
fn a_date_names_its_lines_with_and_without_a_blank_line_between() {
    for joint in ["\n", "\n\n"] {
        let text = format!("Camp\n\n3 May 2024{joint}The bus leaves at 9:00.\n\n4 May 2024{joint}We rest, and swim.");
        reads(
            &text,
            &[
                "H0 Camp",
                "H1 3 May 2024",
                "The bus leaves at 9:00.",
                "H1 4 May 2024",
                "We rest, and swim.",
            ],
        );
    }
}
