//! Lines that are headings because of the lines around them.

use super::headings::{PROSE, is_heading};
use super::*;

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
fn names_right_above_what_they_name_are_headings_where_the_file_has_several() {
    reads(
        "Cake\n\nIngredients\n200 g flour\n3 eggs\n\nMethod\n1. Whisk.\n2. Bake.\n\nTips\nUse sour apples.\nCover it.",
        &[
            "H0 Cake",
            "H1 Ingredients",
            "[0] 200 g flour\n[0] 3 eggs",
            "H1 Method",
            "[0] 1. Whisk.\n[0] 2. Bake.",
            "H1 Tips",
            "[0] Use sour apples.\n[0] Cover it.",
        ],
    );
    let rows = ["Dina Miller\n12 Mill Lane\nOxford", "Ben Hay\n3 Hill Road\nYork"];
    assert_eq!(outline(&rows.join("\n\n")).len(), 2, "addresses have no headings");
    reads(
        "قواعد\n\nهل يوجد موقف؟\nلا\n\nالاجتماعات\nالأحد: الساعة السادسة\nالأربعاء: الساعة السابعة",
        &[
            "H0 قواعد",
            "H1 هل يوجد موقف؟",
            "لا",
            "H1 الاجتماعات",
            "[0] الأحد: الساعة السادسة\n[0] الأربعاء: الساعة السابعة",
        ],
    );
}

#[test]
fn a_question_heads_what_stands_right_below_it() {
    reads(
        "Circle FAQ\nWhere do you meet?\nAt the library\n\n**Is there parking?**\nBehind it\n\nMay I come?\nYes.\nRing first.",
        &[
            "H0 Circle FAQ",
            "H1 Where do you meet?",
            "At the library",
            "H1 Is there parking?",
            "Behind it",
            "H1 May I come?",
            "[0] Yes.\n[0] Ring first.",
        ],
    );
}

#[test]
fn days_without_blank_lines_between_them_are_headings() {
    reads(
        "Camp\n\nMonday\n9:00 Arrival\n12:00 Lunch\nTuesday\nFree time",
        &[
            "H0 Camp",
            "H1 Monday",
            "[0] 9:00 Arrival\n[0] 12:00 Lunch",
            "H1 Tuesday",
            "Free time",
        ],
    );
    reads(
        "We meet on:\nMonday\nTuesday",
        &["We meet on:", "[0] Monday\n[0] Tuesday"],
    );
    reads(
        "Duty\nWeek 1: Ana\nWeek 2: Boris",
        &["H0 Duty", "[0] Week 1: Ana\n[0] Week 2: Boris"],
    );
}

#[test]
fn a_rule_in_full_belongs_to_no_rule_before_it() {
    reads(
        "Rules\n\nRule 1: Be kind\nNobody shouts.\n\nRule 2: Nobody spams, and nobody sells.\n\nRule 3: English\nAll else goes elsewhere.",
        &[
            "H0 Rules",
            "H1 Rule 1: Be kind",
            "Nobody shouts.",
            "end",
            "[0] Rule 2: Nobody spams, and nobody sells.",
            "H1 Rule 3: English",
            "All else goes elsewhere.",
        ],
    );
    reads(
        "Rules\n\n1. Kindness\nNobody shouts.\n\n2. Nobody spams, and nobody sells.\n\nAsk.",
        &[
            "H0 Rules",
            "H2 1. Kindness",
            "Nobody shouts.",
            "end",
            "2. Nobody spams, and nobody sells.",
            "Ask.",
        ],
    );
    let steps =
        "1. Flour\n\nSift it.\n\n1. Take a sieve.\n\nIt should be fine.\n\n2. Take a bowl.\n\nIt should be large.";
    assert!(
        !outline(steps).contains(&"end".to_owned()),
        "these are the steps of the first"
    );
}

#[test]
fn the_first_of_a_series_is_not_the_title() {
    let text = |first: &str, second: &str| format!("{first}\n\n{PROSE}\n\n{second}\n\n{PROSE}");
    assert_eq!(
        outline(&text("PATCH NOTES v2.3.1", "PATCH NOTES v2.3.0"))[2],
        "H0 PATCH NOTES v2.3.0"
    );
    assert_eq!(
        outline("GEAR\n----\nHelmet and boots\n\nFEES\n----\nNone")[2],
        "H0 FEES"
    );
    assert_eq!(outline(&text("UPCOMING EVENTS", "PAST EVENTS"))[2], "H0 PAST EVENTS");
    assert_eq!(outline(&text("Is there a fee?", "May I come?"))[2], "H0 May I come?");
}

#[test]
fn what_stands_beside_a_series_is_not_within_its_last_part() {
    reads(
        "Cup\n\nStep 1: Sign up\nAt the desk.\n\nStep 2: Play\n\nPrizes\n\nThere are three.",
        &[
            "H0 Cup",
            "H1 Step 1: Sign up",
            "At the desk.",
            "H1 Step 2: Play",
            "H1 Prizes",
            "There are three.",
        ],
    );
    let text = format!("THE KING\n\n{PROSE}\n\nPHASE 1\n\n{PROSE}\n\nLOOT\n\n{PROSE}");
    assert_eq!(outline(&text)[4], "H1 LOOT");
    let text = format!("THE KING\n\n{PROSE}\n\nCHAPTER I\n\nTHE BEGINNING\n\n{PROSE}");
    assert_eq!(outline(&text)[3], "H11 THE BEGINNING");
}

#[test]
fn a_lead_in_ends_the_answer_before_it() {
    reads(
        "FAQ\n\nIs there wifi?\nNo.\n\nMay I come?\nYes.\n\nForbidden are:\nfireworks\nloud music",
        &[
            "H0 FAQ",
            "H10 Is there wifi?",
            "No.",
            "H10 May I come?",
            "Yes.",
            "end",
            "Forbidden are:",
            "[0] fireworks\n[0] loud music",
        ],
    );
}

#[test]
fn a_first_line_is_the_title_however_it_is_written() {
    let title = |line: &str| outline(&format!("{line}\n\n{PROSE}"))[0].clone();
    assert_eq!(
        title("How to set up the mod pack for the server"),
        "H0 How to set up the mod pack for the server"
    );
    assert_eq!(title("# Server rules"), "H0 Server rules");
    let text = "The key to the hall hangs in the box";
    assert_eq!(title(&format!("{text} and is red")), format!("{text} and is red"));
    assert_eq!(title("Dear members of the club,"), "Dear members of the club,");
}

#[test]
fn names_with_their_text_right_below_are_no_list() {
    let text = "Stubs\n\nSmith\n\nTailor\n\nAlchemist\nSells potions.";
    assert_eq!(outline(text)[3..], ["H1 Alchemist", "Sells potions."]);
}

#[test]
fn contents_head_no_chapter() {
    let text = format!(
        "THE GAME\n\nCONTENTS\n1. Moves ..... 1\n2. Fights ..... 4\n\n1. MOVES\n\n{PROSE}\n\n2. FIGHTS\n\n{PROSE}"
    );
    reads(
        &text,
        &[
            "H0 THE GAME",
            "CONTENTS",
            "[0] 1. Moves ..... 1\n[0] 2. Fights ..... 4",
            "H2 1. MOVES",
            PROSE,
            "H2 2. FIGHTS",
            PROSE,
        ],
    );
}

#[test]
fn a_name_and_a_few_words_again_and_again_are_pairs() {
    let last = "The hall is heated in winter.";
    for (names, gap) in [
        (["Monday", "Tuesday", "Wednesday"], "\n\n"),
        (["3 May 2024", "4 May 2024", "9 May 2025"], "\n\n"),
        (["BOB SMITH", "ANN LEE", "JO MILLER"], "\n"),
    ] {
        let pairs = names.map(|name| format!("{name}{gap}Closed"));
        let found = outline(&format!("Hall hours\n\n{}\n\n{last}", pairs.join("\n\n")));
        let expected = names.map(|name| [format!("H1 {name}"), "Closed".to_owned()]).concat();
        assert_eq!(found[1..7], expected);
        assert_eq!(found[7..], ["end", last], "it belongs to none of them");
    }
    // A headline and its sub-headline.
    let text = format!("News\n\nMonday\n\n{PROSE}\n\nTuesday\n\nClosed\n\n{PROSE}");
    assert_eq!(outline(&text)[3..5], ["H1 Tuesday", "H11 Closed"]);
}

#[test]
fn a_line_before_a_question_is_its_heading_only_in_the_form_of_one() {
    let text =
        |line: &str, question: &str| outline(&format!("ច្បាប់\n\n{PROSE}\n\n{line}\n\n{question}\n\n{PROSE}"))[2].clone();
    for (line, question) in [
        ("ហាមហែលទឹក", "តើមានវ៉ាយហ្វាយទេ?"),
        ("السباحة ممنوعة بعد الغروب", "هل يوجد واي فاي؟"),
        ("Собак не пускать", "Где взять ключ?"),
        ("Free entry for children", "Who pays?"),
        ("To book, call Ann", "Version 3"),
    ] {
        assert_eq!(text(line, question), line);
    }
    assert!(text("Booking", "How do I book?").ends_with(" Booking"));
    assert!(text("BOOKING A ROOM", "How do I book?").starts_with('H'));
    assert!(text("Opening hours", "Version 3").starts_with('H'));
    assert!(!is_heading("ហាមហែលទឹក។"));
}

#[test]
fn headings_of_other_forms_are_siblings_unless_something_shows_a_level() {
    let levels = |headings: &[&str]| -> Vec<String> {
        let sections = headings.iter().map(|heading| format!("{heading}\n\n{PROSE}\n\n"));
        let text = format!("The Hut\n\n{PROSE}\n\n{}", sections.collect::<String>());
        let found = outline(&text)
            .into_iter()
            .skip(2)
            .filter(|block| block.starts_with('H'));
        found
            .map(|block| block.split(' ').next().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(levels(&["1. Arrival", "2. Beds", "Contact"]), ["H2", "H2", "H2"]);
    assert_eq!(
        levels(&["3 May 2024", "9 May 2024", "Saturday evening"]),
        ["H1", "H1", "H1"]
    );
    assert_eq!(
        levels(&["Opening times", "Chapter 2: The wheel", "== Contact =="]),
        ["H1", "H1", "H1"]
    );
    // The numbers go on after it.
    let within = levels(&["1. Arrival", "Water", "2. Beds", "2.1 Sheets"]);
    assert_eq!(within, ["H2", "H11", "H2", "H3"]);
    assert_ne!(levels(&["THE BEDS", "Water"])[1], "H1", "capitals are further out");
    assert_eq!(
        levels(&["On Spies", "MADISON", "On Walls", "HAMILTON"])[..2],
        ["H1", "H11"]
    );
}

#[test]
fn items_below_a_lead_in_are_no_headings() {
    let text = format!("The club\n\nThese are forbidden:\n\nGlass\n\nDogs\n\nKites\n\n{PROSE}\n");
    let items = ["H0 The club", "These are forbidden:", "Glass", "Dogs", "Kites", PROSE];
    reads(&text, &items);
    for (name, heading) in [("Opening Hours", "H1 Opening Hours"), ("Staff", "H1 Staff")] {
        let text = format!("The club\n\nThese are forbidden:\n\nGlass\n\n{name}\n\n{PROSE}\n");
        reads(&text, &["H0 The club", "These are forbidden:", "Glass", heading, PROSE]);
    }
    let text = format!("The club\n\nThese are forbidden:\n\nGlass\n\nDogs\n\nOpening Hours\n\n{PROSE}\n");
    let wanted = [
        "H0 The club",
        "These are forbidden:",
        "Glass",
        "Dogs",
        "H1 Opening Hours",
        PROSE,
    ];
    reads(&text, &wanted);
}
