use proptest::prelude::*;

use super::*;
use crate::corpus::traced::MarkKind;

/// The blocks, a string each: "H1 " before a heading, "L " before a label, "C " before code, "[0] " before a part.
fn outline(text: &str) -> Vec<String> {
    read(text).blocks.iter().map(shown).collect()
}

fn shown(block: &Block) -> String {
    let mut text = block.text.as_str().to_owned();
    for part in block.parts.iter().rev() {
        text.insert_str(part.start, &format!("[{}] ", part.depth));
    }
    match block.kind {
        BlockKind::Heading(level) => format!("H{level} {text}"),
        BlockKind::Label => format!("L {text}"),
        BlockKind::Code => format!("C {text}"),
        BlockKind::End(_) => "end".to_owned(),
        BlockKind::Text => text,
    }
}

#[track_caller]
fn reads(text: &str, expected: &[&str]) {
    assert_eq!(outline(text), expected, "{text}");
}

/// A paragraph that is no heading in any file.
const PROSE: &str = "The hut lies above the lake, and is open from May to the end of September.";

/// Whether a line is a heading in a file with a title, where a paragraph stands below the line.
fn is_heading(line: &str) -> bool {
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
        "REPORTER: And the cost?",
        "Q: How deep is it?",
        "3 May 2025",
        "lower case",
        "1. Adults pay 12 euros",
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
    // Nothing stands below the entries of a log.
    let log = ["10:02 ann: hi", "10:03 bob: hello", "10:04 ann: well", PROSE];
    reads(&log.join("\n\n"), &log);
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
            "[0] Q: Is there a lift?\n[1] A: No.",
            "[0] Q: Dogs?\n[1] A: Guide dogs.",
            "Q: Cats?",
            "A: No",
        ],
    );
    reads(
        "Camp FAQ\nWhen is check-in?\nAt three.\nAre dogs allowed?\nYes, on a lead",
        &[
            "H0 Camp FAQ",
            "[0] When is check-in?\n[1] At three.",
            "[0] Are dogs allowed?\n[1] Yes, on a lead",
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
            "H11 Underlined",
            "It ends.",
        ],
    );
    reads(
        "*****\n1. Go\n*****\n\nGo.\n\n=== Cave ===\n\nDark.\n\n*****\n2. Come\n*****\n\nCome.\n\n----\n\nEnd.",
        &["H0 1. Go", "Go.", "H10 Cave", "Dark.", "H0 2. Come", "Come.", "End."],
    );
}

#[test]
fn the_shipped_article_keeps_its_sections() {
    let text = include_str!("../../../corpus/us-iran-nuclear-talks.txt");
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
fn wrapped_lines_are_one_paragraph() {
    reads(
        "The first paragraph is wrapped\r\nover two lines.\r\n\r\nThe second one is well-\nknown and stands alone.",
        &[
            "The first paragraph is wrapped over two lines.",
            "The second one is well-known and stands alone.",
        ],
    );
    reads(
        "  It was in November that I first set foot upon the rock, and the boat\nthat had brought me was gone.\n  I stood with my one bag between the landing and the steps, and the\nwind blew.\nNobody came.",
        &[
            "It was in November that I first set foot upon the rock, and the boat that had brought me was gone.",
            "I stood with my one bag between the landing and the steps, and the wind blew.\nNobody came.",
        ],
    );
    reads(
        "図書館は月曜日から土曜日まで開いています。日曜日と祝日は\n休みです。",
        &["図書館は月曜日から土曜日まで開いています。日曜日と祝日は休みです。"],
    );
    let long = "This sentence is repeated to make a long line of it. ".repeat(5);
    assert_eq!(
        outline(&format!("A Title\n{long}\n{long}\n")),
        ["H0 A Title", long.trim(), long.trim()]
    );
    reads(
        "> I looked in the office for the keys\n> and could not find them.\n>\n> Ann\n\nThey moved.",
        &[
            "I looked in the office for the keys and could not find them.",
            "Ann",
            "They moved.",
        ],
    );
}

#[test]
fn lines_that_were_not_wrapped_stay_lines() {
    for (text, expected) in [
        (
            "Monday 10:00 and 14:00\nTuesday 11:00",
            "[0] Monday 10:00 and 14:00\n[0] Tuesday 11:00",
        ),
        (
            "name,price,stock\napple,2,17\npear,3,0",
            "[0] name,price,stock\n[1] apple,2,17\n[1] pear,3,0",
        ),
        (
            "[10:02] <ann> and then?\n[10:03] <bob> wait",
            "[0] [10:02] <ann> and then?\n[0] [10:03] <bob> wait",
        ),
        (
            "10:02 ann: hi\n10:03 bob: hello",
            "[0] 10:02 ann: hi\n[0] 10:03 bob: hello",
        ),
        (
            "ann — Today at 10:02\nhi\nall\nbob — Today at 10:03\nhello",
            "[0] ann — Today at 10:02\n[1] hi\n[1] all\n[0] bob — Today at 10:03\n[1] hello",
        ),
        ("Warden: Jo\nPhone: 555 0100", "[0] Warden: Jo\n[0] Phone: 555 0100"),
        (
            "Anna Miller\n12 Mill Lane\nOxford",
            "[0] Anna Miller\n[0] 12 Mill Lane\n[0] Oxford",
        ),
        (
            "nothing moves here\nbut the light\non the water",
            "[0] nothing moves here\n[0] but the light\n[0] on the water",
        ),
        (
            "F1 ..... help\nF5 ..... quick save",
            "[0] F1 ..... help\n[0] F5 ..... quick save",
        ),
        (
            "Spells\n    Ice\n    Fire\nItems\n    Axe",
            "[0] Spells\n  [1] Ice\n  [1] Fire\n[0] Items\n  [1] Axe",
        ),
        (
            "Weapon   Range  Cost\nLaser    short  800\nMissile  long   1200",
            "[0] Weapon   Range  Cost\n[1] Laser    short  800\n[1] Missile  long   1200",
        ),
        (
            "Day      Opens\n--------------\nMonday   nine\nTuesday  ten",
            "[0] Day      Opens\n[1] Monday   nine\n[1] Tuesday  ten",
        ),
        (
            "+-----+------+\n| Day | Open |\n+-----+------+\n| Mon | 9:00 |\n+-----+------+",
            "[0] Day | Open\n[1] Mon | 9:00",
        ),
        (
            "Pool | Depth\nbig  | 3.8 m\nsmall| 1.2 m",
            "[0] Pool | Depth\n[1] big | 3.8 m\n[1] small | 1.2 m",
        ),
    ] {
        reads(text, &[expected]);
    }
}

#[test]
fn lines_below_a_name_are_headed_by_it_where_the_file_does_so_again() {
    reads(
        "Prices\n\nCamping\nAdult  12.00\nChild   6.00\n\nBoats\nCanoe  9.00\nKayak  8.00\n\nAll in euros.",
        &[
            "H0 Prices",
            "H1 Camping",
            "[0] Adult  12.00\n[0] Child   6.00",
            "H1 Boats",
            "[0] Canoe  9.00\n[0] Kayak  8.00",
            "All in euros.",
        ],
    );
    reads(
        "You need:\n2 eggs\n1 apple\n\nStir for a minute, then fry.",
        &["You need:", "[0] 2 eggs\n[0] 1 apple", "Stir for a minute, then fry."],
    );
}

#[test]
fn lists_keep_their_items() {
    reads(
        "- Clothes\n    - boots\n    - socks, two pairs for each day of\n      the trip\n- Food\n  1. bread",
        &[
            "[0] - Clothes\n  [1] - boots\n  [1] - socks, two pairs for each day of the trip\n[0] - Food\n  [1] 1. bread",
        ],
    );
    reads(
        "What to bring is this.\n\n1. A tent\n\n2. A lamp\n\n3. Water\n\nThat is all.",
        &[
            "What to bring is this.",
            "[0] 1. A tent\n[0] 2. A lamp\n[0] 3. Water",
            "That is all.",
        ],
    );
    let rules = [
        "1. No fires. Open fires are forbidden on the whole site, also on the gravel beside the old slipway and the shed.",
        "2. No dogs.",
    ];
    reads(&rules.join("\n\n"), &rules);
    reads(
        "Phases:\n1. Move\n2. Fire\n\n3. Ships\n\nA ship has a crew.",
        &[
            "Phases:",
            "[0] 1. Move\n[0] 2. Fire\n[0] 3. Ships",
            "A ship has a crew.",
        ],
    );
}

#[test]
fn terms_label_what_is_indented_below_them() {
    reads(
        "OPTIONS\n       -v, --verbose\n              explain more\n\n       -n NUM\n              write NUM lines\n\n              The default is 10.\n\nHealth\n  A measure of life. You die if your\n  health is gone.\n\n?\n  Help.\n\nNext come the defences.",
        &[
            "H0 OPTIONS",
            "L -v, --verbose",
            "explain more",
            "L -n NUM",
            "write NUM lines",
            "The default is 10.",
            "L Health",
            "A measure of life. You die if your health is gone.",
            "L ?",
            "Help.",
            "end",
            "Next come the defences.",
        ],
    );
}

#[test]
fn indented_commands_are_code_and_indented_words_are_not() {
    reads(
        "To install it, run:\n\n    make install\n\nThen edit the settings:\n\n    [folders]\n      inbox = ~/in\n\nYou need:\n\n    flour\n    sugar\n\nWe sing:\n\n    O hear us when we cry",
        &[
            "To install it, run:",
            "C make install",
            "Then edit the settings:",
            "C [folders]\n  inbox = ~/in",
            "You need:",
            "[0] flour\n[0] sugar",
            "We sing:",
            "O hear us when we cry",
        ],
    );
}

#[test]
fn markdown_is_read_as_markdown_and_a_script_is_not() {
    assert_eq!(
        outline("## When\nWe meet at **nine**.\n\n## Where\nOn the pier.")[0],
        "H2 When"
    );
    assert_eq!(
        outline("**Now**\n\n[form](http://a.example)\n\n| a | b |\n|---|---|\n| c | d |")[0],
        "Now"
    );
    reads(
        "#!/bin/sh\n# Copies the keys.\n\nscp keys server:",
        &["[0] #!/bin/sh\n[0] # Copies the keys.", "scp keys server:"],
    );
    assert_eq!(outline("Stars **matter** here.")[0], "Stars **matter** here.");
}

#[test]
fn a_web_address_is_a_link_to_itself() {
    let document = read("See https://a.example/b_(c), or (http://d.example/). Not http:// alone, xhttp://e.example.");
    let links: Vec<&MarkKind> = document.blocks[0].text.marks().iter().map(|mark| &mark.kind).collect();
    let link = |address: &str| MarkKind::Link(address.to_owned());
    assert_eq!(links, [&link("https://a.example/b_(c)"), &link("http://d.example/")]);
}

#[test]
fn what_is_read_is_where_it_says() {
    let text = "Title\n\nMonday 9:00\nTuesday 10:00\n\n- one\n- two\n";
    for block in read(text).blocks {
        assert_eq!(&text[block.text.source_range()], block.text.as_str());
    }
}

#[test]
fn long_files_of_anything_are_read_in_time() {
    for (bytes, unit, blocks) in [
        (1_000_000, "word ", 1),
        (1_000_000, "7", 1),
        (1_000_000, "http://", 1),
        (1_000_000, "\n", 0),
        (200_000, "ab cd\n", 1),
        (200_000, "a  b\n=====\n", 1),
        (200_000, "x\n  y z\n", 1),
    ] {
        assert_eq!(read(&unit.repeat(bytes / unit.len())).blocks.len(), blocks, "{unit}");
    }
    // Each line is indented more than the one before.
    let stairs: Vec<String> = (0..1_400).map(|i| format!("{}- a\n", " ".repeat(i))).collect();
    let stairs = stairs.concat();
    assert!(read(&stairs).blocks[0].text.as_str().len() < stairs.len());
}

fn line() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "the",
        "Ferry",
        "leaves",
        "at",
        "9:30",
        "12",
        "is",
        "Q:",
        "key:",
        "a,b,c",
        "http://a.example/x",
        "—",
        "...",
    ]);
    let prefix = prop::sample::select(vec![
        "", "", "", "- ", "1. ", "2.1 ", "    ", "> ", "> > ", "| ", "== ", "\t", "# ",
    ]);
    let suffix = prop::sample::select(vec!["", "", ".", "?", ":", ",", " |", " ==", "-"]);
    let text = (prefix, prop::collection::vec(words, 1..8), suffix, "  ?").prop_map(|(prefix, words, suffix, gap)| {
        format!("{prefix}{}{suffix}", words.join(if gap.len() > 1 { "  " } else { " " }))
    });
    let other = vec![
        "",
        "",
        "-----",
        "=====",
        "+--+--+",
        "By Jane Doe",
        "3 May 2025",
        "ann — Today at 10:02",
        "Rule 5: No spam",
        ">",
    ];
    prop_oneof![4 => text, 3 => prop::sample::select(other).prop_map(str::to_owned)]
}

proptest! {
    #[test]
    fn no_word_is_lost_and_none_is_moved(lines in prop::collection::vec(line(), 0..14)) {
        let words = |text: &str| -> Vec<String> {
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let text = lines.join("\n");
        let document = read(&text);
        let read: Vec<String> = document.blocks.iter().flat_map(|block| words(block.text.as_str())).collect();
        let metadata = [&document.metadata.author.map(|name| format!("By {name}")), &document.metadata.date]
            .into_iter()
            .flatten()
            .flat_map(|value| words(value))
            .collect::<Vec<_>>();
        let mut expected = words(&text);
        for word in &metadata {
            let at = expected.iter().position(|other| other == word);
            prop_assert!(at.is_some());
            expected.remove(at.unwrap_or(0));
        }
        prop_assert_eq!(read, expected);
    }
}
