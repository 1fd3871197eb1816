//! Words that differ from others like them: names made of letters, signs or function words, and versions, rules and
//! other numbered things.

use std::fmt::Write as _;

use serde_json::Value;

use crate::run::Verbatim;

/// Asserts that the first quote to each question has some words in its headings or its text, and is no "no answer".
fn assert_answered(program: &Verbatim, expected: &[(&str, &str)]) {
    let questions: Vec<&str> = expected.iter().map(|(question, _)| *question).collect();
    let answers = program
        .run(&["ask", "--json", "-n", "2", "-"], questions.join("\n").as_bytes())
        .json_lines();
    assert_eq!(answers.len(), expected.len());
    let wrong: Vec<String> = expected
        .iter()
        .zip(&answers)
        .filter(|((_, wanted), answer)| answer["status"] == "no_answer" || !shown(answer).contains(wanted))
        .map(|((question, wanted), answer)| format!("{question}: {wanted}? {} {}", answer["status"], shown(answer)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn shown(answer: &Value) -> String {
    let quote = &answer["quotes"][0];
    format!("{} {}", quote["headings"], quote["text"])
}

/// An article of sections with a heading and a paragraph each.
fn sections(title: &str, sections: &[(&str, &str)]) -> String {
    let mut article = format!("# {title}\n");
    for (heading, text) in sections {
        let _ = write!(article, "\n## {heading}\n\n{text}\n");
    }
    article
}

#[test]
fn function_words_in_capitals_are_names() {
    let desks = [
        (
            "IT",
            "The desk for computers repairs laptops, and it is in room nine behind the stairs.",
        ),
        (
            "Travel",
            "The desk for travel books trains and hotels, and it is in room four all day.",
        ),
        (
            "HR",
            "The desk for contracts is in room two, beside the kitchen, and it hires people.",
        ),
        (
            "WHO",
            "Tedros is at the head of the organization for health, which sits in Geneva.",
        ),
        (
            "FIFA",
            "Gianni is at the head of the organization for football, which sits in Zurich.",
        ),
    ];
    let bands = [
        ("The Who", "The Who play on the big stage on Friday night at nine."),
        (
            "The Kinks",
            "The Kinks play on the small stage on Saturday night at ten.",
        ),
        ("Vitamin A", "Carrots have a lot of it, and it is good for the eyes."),
        ("Vitamin B", "Bread has a lot of it, and it is good for the nerves."),
        ("Vitamin C", "Lemons have a lot of it, and it is good for the gums."),
    ];
    assert_answered(
        &Verbatim::new().article("desks.md", sections("Desks", &desks)),
        &[
            ("where does IT sit?", "room nine"),
            ("what does IT do", "room nine"),
            ("who runs the WHO", "Tedros"),
        ],
    );
    assert_answered(
        &Verbatim::new().article("bands.md", sections("Festival", &bands)),
        &[
            ("is the who playing", "big stage"),
            ("vitamin a", "Carrots"),
            ("what is vitamin b good for?", "nerves"),
            ("which food has vitamin c", "Lemons"),
        ],
    );
}

#[test]
fn a_rule_that_is_named_by_its_number_is_not_answered_from_another() {
    let rules = [
        ("Rule 1", "The kitchen is cleaned by whoever cooked last."),
        ("Rule 2", "The bins are put out on Thursday by the first floor."),
        ("Rule 3", "Shoes are taken off at the door by everyone."),
        ("Rule 4", "The stove is switched off by whoever leaves last."),
        ("Rule 5", "The garden is watered on Mondays by the ground floor."),
        ("Rule 6", "The cellar is locked at ten by the caretaker."),
        ("Rule 7", "Bicycles are kept in the yard and nowhere else."),
        ("Rule 8", "Music is turned down at eleven on every day of the week."),
        ("Rule 9", "Guests are announced on the board in the hall."),
        ("Rule 15", "Pets are kept out of the laundry, whatever they say."),
    ];
    let program = Verbatim::new().article("rules.md", sections("House rules", &rules));
    assert_answered(
        &program,
        &[
            ("what does rule 5 say?", "garden"),
            ("rule 15", "Pets"),
            ("what is rule 1", "cooked last"),
            ("what is the sixth rule", "cellar"),
            ("rule number four", "stove"),
            ("rule 9 pls", "board in the hall"),
        ],
    );
    let program = Verbatim::new().article(
        "rules.md",
        "# House rules\n\n## 1. No shouting\n\nVoices are kept down after ten.\n\n\
         ## 2. No smoking\n\nThe yard has a bench for that.\n\n## 3. No pets\n\nFish are not pets.\n",
    );
    assert_answered(
        &program,
        &[("what is rule 2?", "bench"), ("whats the third rule", "Fish")],
    );
}

#[test]
fn a_part_of_a_whole_is_told_by_its_number_however_it_is_written() {
    let parts = [
        ("Part I", "The ring is found in a cave by the river."),
        ("Part II", "The ring is carried over the mountains in the snow."),
        ("Part III", "The ring is thrown into the fire at last."),
        ("Season 1", "A detective comes to the island and finds nobody there."),
        ("Season 2", "The detective marries the keeper of the lighthouse."),
        ("Chapter three", "The ship leaves the harbour without its captain."),
        ("Chapter four", "The ship runs aground on the reef at night."),
        ("Level 1", "You get a wooden sword and a loaf of bread."),
        ("Level 10", "You get a horse and a house in the village."),
        ("Day 1", "We arrive at noon and pitch the tents."),
        ("Day 2", "We climb to the hut and swim in the lake."),
        ("First edition", "It was printed on grey paper in a hundred copies."),
        (
            "Second edition",
            "It was printed on white paper in ten thousand copies.",
        ),
    ];
    let program = Verbatim::new().article("parts.md", sections("The story", &parts));
    assert_answered(
        &program,
        &[
            ("Part II", "over the mountains"),
            ("what happens in part 2?", "over the mountains"),
            ("season 2", "lighthouse"),
            ("what happens in the first season", "island"),
            ("chapter three", "captain"),
            ("what is chapter 4 about?", "reef"),
            ("level 10", "horse"),
            ("what do I get at level 1", "wooden sword"),
            ("day 1", "noon"),
            ("what do we do on day 2", "climb"),
            ("how was the second edition printed?", "white paper"),
            ("first edition", "grey paper"),
        ],
    );
}

#[test]
fn versions_are_told_apart_and_the_latest_is_the_newest() {
    let versions = [
        (
            "1.14.2 (2024-05-01)",
            "Boats no longer sink, and the menu has a new font.",
        ),
        (
            "1.14.1 (2024-04-11)",
            "The crash on startup is fixed, and lamps burn longer.",
        ),
        (
            "1.13.0 (2024-01-30)",
            "Horses were added, and the map is twice as large.",
        ),
        ("1.9.0 (2022-06-20)", "Swords were added, and the first caves."),
    ];
    let versions = sections("Changelog", &versions);
    let server = [
        (
            "Version 3.1",
            "The server needs four gigabytes of memory and runs on Linux alone.",
        ),
        (
            "Version 3.2",
            "The server needs six gigabytes of memory and runs on Windows too.",
        ),
        (
            "Version 3.10",
            "The server needs nine gigabytes of memory and runs on anything.",
        ),
    ];
    let program = Verbatim::new().article("changes.md", &versions);
    assert_answered(
        &program,
        &[
            ("what changed in 1.14.2", "Boats"),
            ("changes in v1.13.0", "Horses"),
            ("what's new in version 1.9.0", "Swords"),
            ("the latest version", "Boats"),
            ("what changed in the latest version?", "Boats"),
        ],
    );
    let program = Verbatim::new().article("server.md", sections("Server", &server));
    assert_answered(
        &program,
        &[
            ("how much memory does version 3.1 need?", "four gigabytes"),
            ("how much memory for 3.2", "six gigabytes"),
            ("how much memory does v3.10 need", "nine gigabytes"),
            ("how much memory does the latest version need?", "nine gigabytes"),
        ],
    );
}

/// Rules of which three versions lie side by side; the fee of each is another.
fn guild() -> Verbatim {
    let rules = |front: &str, fee: &str| {
        format!(
            "---\n{front}\n---\n\n## Trading\n\nA member may trade up to five items a day, and the fee is {fee} coins an \
             item.\n\n## Joining\n\nNew members wait before they may enter the vault.\n"
        )
    };
    Verbatim::new()
        .article("a.md", rules("title: Guild rules (no longer valid)", "nine"))
        .article(
            "b.md",
            rules("title: Guild rules, first version\ndate: 2019-02-01", "two"),
        )
        .article(
            "c.md",
            rules("title: Guild rules, second version\ndate: June 1, 2025", "four"),
        )
}

#[test]
fn of_versions_that_contradict_each_other_the_valid_one_comes_first() {
    assert_answered(
        &guild(),
        &[
            ("what is the fee for trading?", "four"),
            ("what is the fee now?", "four"),
            ("what is the trading fee in the second version?", "four"),
            ("what is the trading fee in the first version?", "two"),
            ("what was the fee for trading in 2020?", "two"),
        ],
    );
}

#[test]
fn an_article_that_is_no_longer_valid_comes_last() {
    let program = guild();
    let answer = program.run(&["ask", "--json", "-n", "3", "what is the fee for trading?"], b"");
    let answer = answer.json_lines().remove(0);
    let paths: Vec<&str> = answer["quotes"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|quote| quote["article"]["id"].as_str())
        .collect();
    assert_eq!(paths, ["c", "b", "a"]);
    assert_eq!(answer["quotes"][0]["article"]["date"], "June 1, 2025");
}
