//! Running heads, and the numbers of pages.

use super::builder::{Builder, text};
use super::{LAKE, LAKE_TEXT, shown};

#[test]
fn running_heads_and_page_numbers_are_no_text() {
    let builder = (1..=3).fold(Builder::new(), |builder, number| {
        let chapter = text("F2", 18.0, 50.0, 720.0, &[&format!("Chapter {number}")]);
        let head = text("F1", 8.0, 50.0, 770.0, &["Handbook of the house"]);
        let foot = text("F1", 8.0, 290.0, 30.0, &[&format!("- {} -", number + 8)]);
        let artifact = format!(
            "/Artifact BMC {} EMC\n",
            text("F1", 8.0, 50.0, 15.0, &["Printed in May"])
        );
        builder.page(&(head + &chapter + &text("F1", 10.0, 50.0, 690.0, LAKE) + &foot + &artifact))
    });
    assert_eq!(
        shown(builder),
        [
            "# Chapter 1",
            LAKE_TEXT,
            "# Chapter 2",
            LAKE_TEXT,
            "# Chapter 3",
            LAKE_TEXT
        ]
    );
}

#[test]
fn heads_may_stand_beside_the_text_and_numbers_far_from_the_edge() {
    const TITLES: [&str; 4] = [
        "The lake is open.",
        "Boats are rare.",
        "Dogs stay outside.",
        "Guests are welcome.",
    ];
    let page = |number: usize, axis: &str| {
        let head = text("F1", 8.0, 500.0, 740.0, &["Handbook"]);
        let place = if axis.is_empty() { 300.0 } else { 480.0 };
        let figure = text("F1", 10.0, 290.0, place, &[&number.to_string()]);
        head + &text("F1", 10.0, 50.0, 740.0, &[TITLES[number - 9]])
            + &text("F1", 10.0, 50.0, 600.0, LAKE)
            + &figure
            + axis
    };
    let alone = (9..=12).fold(Builder::new(), |builder, number| builder.page(&page(number, "")));
    let pages = TITLES.iter().flat_map(|title| [*title, LAKE_TEXT]);
    assert_eq!(shown(alone), pages.collect::<Vec<_>>());
    // The numbers of a diagram.
    let axis = text("F1", 10.0, 290.0, 440.0, &["40"]);
    let drawn = (9..=12).fold(Builder::new(), |builder, number| builder.page(&page(number, &axis)));
    assert!(shown(drawn).concat().contains("12"));
}

#[test]
fn a_running_head_may_change_its_words_but_not_its_place() {
    let chapters = ["Getting Started", "How We Work", "Titles for QA", "Titles for QA"];
    let builder = chapters
        .iter()
        .zip(13..)
        .fold(Builder::new(), |builder, (chapter, number)| {
            let is_left = number % 2 == 0;
            let head = if is_left {
                text("F1", 8.0, 50.0, 770.0, &[&format!("{number} {chapter}")])
            } else {
                text("F1", 8.0, 50.0, 770.0, &[chapter]) + &text("F1", 8.0, 540.0, 770.0, &[&number.to_string()])
            };
            // A line of the page's own that ends with a number.
            let own = text(
                "F1",
                10.0,
                50.0,
                740.0,
                &[&format!("The fee for {chapter} is {}", number * 3)],
            );
            builder.page(&(head + &own + &text("F1", 10.0, 50.0, 690.0, LAKE)))
        });
    let fees = chapters.iter().zip([39, 42, 45, 48]);
    let fees = fees.flat_map(|(chapter, fee)| [format!("The fee for {chapter} is {fee}"), LAKE_TEXT.to_owned()]);
    assert_eq!(shown(builder), fees.collect::<Vec<_>>());
}

/// A table with borders whose upper left corner is at (50, `top`), with rows of 16 points and two columns.
fn boats(top: f64, rows: &[[&str; 2]]) -> String {
    let mut content = String::new();
    let mut y = top;
    for row in rows {
        y -= 16.0;
        for (x, entry) in [50.0, 150.0].into_iter().zip(row) {
            let frame = format!("{x} {y} 100 16 re S\n");
            content += &(frame + &text("F1", 10.0, x + 4.0, y + 4.0, &[entry]));
        }
    }
    content
}

#[test]
fn the_numbers_of_a_table_are_those_of_no_page() {
    let page = |top: f64, rows: &[[&str; 2]]| text("F1", 10.0, 50.0, 600.0, LAKE) + &boats(top, rows);
    let file = Builder::new()
        .page(&page(500.0, &[["Boat", "Berths"], ["Sloop", "4"], ["Brig", "9"]]))
        .page(&page(500.0, &[["Boat", "Berths"], ["Yawl", "5"], ["Punt", "9"]]))
        .page(&page(100.0, &[["Boat", "Berths"], ["Cutter", "8"], ["Ketch", "6"]]));
    assert_eq!(shown(file).last().unwrap(), "Boat | Berths\nCutter | 8\nKetch | 6");
    // At one place of each page.
    let file = (4..=6).fold(Builder::new(), |builder, number| {
        let (same, growing) = ("9", number.to_string());
        builder.page(&page(
            100.0,
            &[["Boat", same], ["Ketch", &growing], ["Crew", &(number * 3).to_string()]],
        ))
    });
    assert_eq!(shown(file).last().unwrap(), "Boat | 9\nKetch | 6\nCrew | 18");
    // Without borders.
    let rows = |number: usize| -> String {
        let row = |y: f64, name: &str, count: usize| {
            text("F1", 10.0, 50.0, y, &[name]) + &text("F1", 10.0, 150.0, y, &[&count.to_string()])
        };
        row(60.0, "Sloop", 9 - number * number) + &row(44.0, "Ketch", number + 3)
    };
    let file = (0..3).fold(Builder::new(), |builder, number| {
        builder.page(&(text("F1", 10.0, 50.0, 600.0, LAKE) + &rows(number)))
    });
    assert_eq!(shown(file).last().unwrap(), "Sloop | 5\nKetch | 5");
}

#[test]
fn a_running_head_may_be_a_table() {
    let file = (1..=3).fold(Builder::new(), |builder, number| {
        let page = number.to_string();
        let head = boats(790.0, &[["Handbook", "Page"], ["Rev. 2", &page]]);
        builder.page(&(head + &text("F1", 10.0, 50.0, 600.0, LAKE)))
    });
    assert_eq!(shown(file), [LAKE_TEXT; 3]);
}

#[test]
fn two_pages_with_numbers_may_have_a_running_head() {
    let file = |head: &str, y: f64, numbers: [&str; 2]| {
        let page = |number: &str| {
            text("F1", 11.5, 50.0, y, &[head])
                + &text("F1", 10.0, 50.0, 600.0, LAKE)
                + &text("F1", 8.0, 280.0, 30.0, &[number])
        };
        shown(Builder::new().page(&page(numbers[0])).page(&page(numbers[1])))
    };
    let head = "Handbook of 2026";
    for numbers in [["1", "2"], ["Page 1", "Page 2"]] {
        assert_eq!(file(head, 770.0, numbers), [LAKE_TEXT; 2]);
    }
    // Copies of one page, a title far from the edge, and a sentence.
    assert!(
        file("All boats are ours.", 770.0, ["1", "2"])
            .concat()
            .contains("boats")
    );
    assert!(file(head, 770.0, ["No 4711", "No 4711"]).concat().contains(head));
    assert!(file(head, 700.0, ["1", "2"]).concat().contains(head));
}
