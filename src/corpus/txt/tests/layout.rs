use super::*;

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
    reads(
        "Marsh, J. The Lighthouse and the Sea: A History of Lamps and\n   Keepers. London, 1998.\nBrown, A. Boats. Oslo, 2004.",
        &[
            "Marsh, J. The Lighthouse and the Sea: A History of Lamps and Keepers. London, 1998.\nBrown, A. Boats. Oslo, 2004.",
        ],
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
            "the snow lies on the hill\nand nothing moves at all,\nthe mill below is still,\na raven on the wall.",
            "[0] the snow lies on the hill\n[0] and nothing moves at all,\n[0] the mill below is still,\n[0] a raven on the wall.",
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
            "Mon-Fri 16:00-22:00\nSat     10:00-18:00\nSun     closed",
            "[0] Mon-Fri 16:00-22:00\n[0] Sat     10:00-18:00\n[0] Sun     closed",
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
fn a_name_as_wide_as_its_column_is_in_the_table() {
    reads(
        "When:    Friday evening\nWhere:   the big hall\nCharity: Red Cross\n\nBring a chair, since the hall has only forty.",
        &[
            "[0] When:    Friday evening\n[0] Where:   the big hall\n[0] Charity: Red Cross",
            "Bring a chair, since the hall has only forty.",
        ],
    );
    // A sentence may have a word at the same place.
    reads(
        "When:    Friday evening\nWhere:   the big hall\nEverybody may come who wants to.",
        &[
            "[0] When:    Friday evening\n[0] Where:   the big hall",
            "Everybody may come who wants to.",
        ],
    );
}

#[test]
fn boxes_are_opened() {
    reads(
        "**********************\n* 6. Disclaimer      *\n*                    *\n* There is none that *\n* we know of.        *\n**********************\n\nEnd.",
        &["H1 6. Disclaimer", "There is none that we know of.", "End."],
    );
}

#[test]
fn prose_in_capitals_is_wrapped_like_other_prose() {
    let text = "The software is free, and nobody is liable for it in any way that\nwe could think of.\n\nTHE SOFTWARE IS PROVIDED AS IT IS, AND THERE IS NO WARRANTY FOR\nIT AT ALL, OF WHATEVER KIND.";
    assert_eq!(
        outline(text)[1],
        "THE SOFTWARE IS PROVIDED AS IT IS, AND THERE IS NO WARRANTY FOR IT AT ALL, OF WHATEVER KIND."
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
    reads(
        "1. Mix the flour with the eggs and with the milk that you have, and\n   stir until no lumps are left, which may take as long as a minute\n2. Fry it.",
        &[
            "[0] 1. Mix the flour with the eggs and with the milk that you have, and stir until no lumps are left, which may take as long as a minute\n[0] 2. Fry it.",
        ],
    );
    reads(
        "1. Turn\n   a. Draw a card\n   b. Play it\n2. End\n\n•\tHats off\no\talso caps",
        &[
            "[0] 1. Turn\n  [1] a. Draw a card\n  [1] b. Play it\n[0] 2. End",
            "[0] •\tHats off\n[0] o\talso caps",
        ],
    );
    // A number stands at the head of a line by chance.
    reads(
        "We wrap the text at about this many columns, and for good reason.\n\na) The work says that it is released under the terms of section\n   7.  This modifies what stands there in the section, which is\n   long.\nb) The end.",
        &[
            "We wrap the text at about this many columns, and for good reason.",
            "[0] a) The work says that it is released under the terms of section 7.  This modifies what stands there in the section, which is long.\n[0] b) The end.",
        ],
    );
    let rules = [
        "1. No fires. Open fires are forbidden on the whole site, also on the gravel beside the old slipway and the shed.",
        "2. No dogs.",
    ];
    reads(
        &rules.join("\n\n"),
        &rules.map(|rule| format!("[0] {rule}")).each_ref().map(String::as_str),
    );
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
fn a_first_row_without_figures_heads_a_long_table() {
    let table = |rows: usize| {
        let rows = (1..=rows).map(|i| format!("Thing {i}         {i} crowns\n"));
        let text = format!("Ware            Price\n{}", rows.collect::<String>());
        outline(&text)[0].lines().nth(1).unwrap_or_default().to_owned()
    };
    assert_eq!(table(12), "[1] Thing 1         1 crowns");
    assert_eq!(table(3), "[0] Thing 1         1 crowns");
}

#[test]
fn a_line_with_a_name_belongs_to_the_paragraph_right_above_it() {
    let long = format!(
        "{} {}",
        headings::PROSE,
        "Dennis has asked the council for the rest of the money."
    );
    reads(
        &format!("Minutes\n\n{long}\nACTION: Bob to order paint\nACTION: Ann, by Friday\n{long}"),
        &[
            "H0 Minutes",
            &format!("[0] {long}\n[0] ACTION: Bob to order paint\n[0] ACTION: Ann, by Friday"),
            &long,
        ],
    );
    reads(&format!("Minutes\n\n{long}\n{long}"), &["H0 Minutes", &long, &long]);
}

#[test]
fn a_long_line_goes_on_in_the_next_in_the_middle_of_a_sentence() {
    let long = "The reading room is open to everybody who lives in the valley, whether or not they are members of the \
                library, which has been so since the mill was given to the town by the family that had built";
    reads(
        &format!("Rules\n\n{long}\nit in 1840.\nThe lockers are free."),
        &["H0 Rules", &format!("{long} it in 1840.\nThe lockers are free.")],
    );
}
