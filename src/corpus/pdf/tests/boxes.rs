//! Borders that make no table, tables within them, and tables that are turned.

use super::builder::{Builder, text};
use super::{LAKE, shown};

#[test]
fn a_table_within_a_border_beside_a_picture_keeps_its_rows() {
    // The border of the whole page has two halves, and the left one holds a table without lines.
    let frame = "0.5 w 40 720 m 560 720 l S 40 500 m 560 500 l S 40 300 m 560 300 l S 40 300 m 40 720 l S 400 300 m 400 720 l S \
                 560 300 m 560 720 l S\n";
    let row = |y: f64, entries: [&str; 3]| -> String {
        let places = [50.0, 160.0, 280.0];
        let entries = entries.iter().zip(places);
        entries.map(|(entry, x)| text("F1", 10.0, x, y, &[entry])).collect()
    };
    let rows = [
        row(700.0, ["Iowa", "1.35", "1.42"]),
        row(688.0, ["Nebraska", "1.38", "1.40"]),
        row(676.0, ["Wisconsin", "1.27", "1.34"]),
        row(480.0, ["Minnesota", "2.85", "2.99"]),
    ];
    let picture = text("F1", 8.0, 420.0, 600.0, &["J F M A M J"]) + &text("F1", 8.0, 420.0, 400.0, &["2016 2017"]);
    let blocks = shown(Builder::new().page(&(frame.to_owned() + &rows.concat() + &picture)));
    assert_eq!(
        blocks[0],
        "Iowa | 1.35 | 1.42\nNebraska | 1.38 | 1.40\nWisconsin | 1.27 | 1.34\nMinnesota | 2.85 | 2.99"
    );
    assert_eq!(blocks.concat().matches("J F M A M J").count(), 1);
}

#[test]
fn a_drawing_of_boxes_says_each_thing_once() {
    // Boxes of several heights: each spans many rows and columns of the table that their borders would make.
    let corners = [50, 90, 130, 170, 210, 250].map(|x| format!("{x} {} 200 200 re S", x * 3 / 4 + 262));
    let boxes = format!("0.5 w {}\n", corners.join(" "));
    let words = text("F1", 10.0, 60.0, 310.0, &["Physical Address"]) + &text("F1", 10.0, 400.0, 620.0, &["Page Table"]);
    let shown = shown(Builder::new().page(&(boxes + &words + &text("F1", 10.0, 50.0, 700.0, LAKE)))).concat();
    assert_eq!(shown.matches("Physical Address").count(), 1, "{shown}");
}

#[test]
fn a_row_of_figures_by_itself_is_no_part_of_the_line_below_it() {
    let row: String = [
        (50.0, "Chicago"),
        (200.0, "30.50"),
        (300.0, "28.00"),
        (400.0, "Tallows and Hides"),
    ]
    .iter()
    .map(|&(x, entry)| text("F1", 10.0, x, 700.0, &[entry]))
    .collect();
    let page = row + &text("F1", 10.0, 50.0, 688.0, &["Edible tallow, by the pound"]);
    assert_eq!(
        shown(Builder::new().page(&page)),
        ["Chicago 30.50 28.00 Tallows and Hides", "Edible tallow, by the pound"]
    );
}

#[test]
fn a_table_that_runs_up_or_down_the_sheet_has_rows() {
    let lines = "0.5 w 40 700 m 400 700 l S 40 680 m 400 680 l S 40 660 m 400 660 l S 40 640 m 400 640 l S 40 640 m 40 700 l S \
                 150 640 m 150 700 l S 400 640 m 400 700 l S\n";
    let row =
        |y: f64, day: &str, hours: &str| text("F1", 10.0, 50.0, y, &[day]) + &text("F1", 10.0, 160.0, y, &[hours]);
    let table = [
        lines.to_owned(),
        row(686.0, "Day", "Hours"),
        row(666.0, "Monday", "6 to 9"),
        row(646.0, "Friday", "7 to 8"),
    ];
    for matrix in ["0 1 -1 0 800 0", "0 -1 1 0 -200 600"] {
        let page = format!("q {matrix} cm {} Q", table.concat());
        assert_eq!(
            shown(Builder::new().page(&page)),
            ["Day | Hours\nMonday | 6 to 9\nFriday | 7 to 8"],
            "{matrix}"
        );
    }
}
