//! Tables with borders.

use std::fmt::Write as _;

use super::*;
use crate::corpus::pdf::PageFault;
use crate::corpus::problem::Reason;

/// A table with its upper left corner at (50, `top`), columns of these widths and rows of 40 points: borders, then each
/// cell's lines.
fn table(top: f64, widths: &[f64], rows: &[&[&[&str]]]) -> String {
    let (left, width) = (50.0, widths.iter().sum::<f64>());
    let height = 40.0;
    let (mut content, mut y) = (String::new(), top);
    for (at, row) in rows.iter().enumerate() {
        writeln!(
            content,
            "{left} {y} {width} 0.5 re f\n{left} {} {width} 0.5 re f",
            y - height
        )
        .unwrap();
        let mut x = left;
        for (cell, width) in row.iter().zip(widths) {
            writeln!(content, "{x} {} 0.5 {height} re f", y - height).unwrap();
            let font = if at == 0 { "F2" } else { "F1" };
            content += &text(font, 10.0, x + 4.0, y - 12.0, cell);
            x += width;
        }
        writeln!(content, "{x} {} 0.5 {height} re f", y - height).unwrap();
        y -= height;
    }
    content
}

fn depths(document: &Document) -> Vec<usize> {
    document
        .blocks
        .iter()
        .flat_map(|block| &block.parts)
        .map(|part| part.depth)
        .collect()
}

const FINES: &[&[&[&str]]] = &[
    &[&["Offence"], &["Fine"], &["By"]],
    &[&["Late at the start of a", "match"], &["3 crowns"], &["Any officer"]],
    &[
        &["Rude to an officer"],
        &["5 crowns and a ban for", "two weeks"],
        &["The council"],
    ],
    &[&["Dirty boat"], &[], &["The keeper"]],
];
const WIDTHS: &[f64] = &[130.0, 130.0, 100.0];

#[test]
fn the_cells_of_a_row_belong_together() {
    let page =
        text("F1", 10.0, 50.0, 740.0, LAKE) + &table(680.0, WIDTHS, FINES) + &text("F1", 10.0, 50.0, 480.0, LAKE);
    let (document, _) = read(Builder::new().page(&page));
    let rows = "Offence | Fine | By\n\
        Late at the start of a match | 3 crowns | Any officer\n\
        Rude to an officer | 5 crowns and a ban for two weeks | The council\n\
        Dirty boat |  | The keeper";
    assert_eq!(blocks(&document), [LAKE_TEXT, rows, LAKE_TEXT]);
    assert_eq!(depths(&document), [0, 1, 1, 1]);
}

#[test]
fn a_line_that_ends_early_in_a_cell_is_one() {
    let rows: &[&[&[&str]]] = &[&[&["Day"], &["Open"]], &[&["Monday", "Tuesday"], &["six"]]];
    assert_eq!(
        shown(Builder::new().page(&table(700.0, &[200.0, 100.0], rows))),
        ["Day | Open\nMonday / Tuesday | six"]
    );
    let rows: &[&[&[&str]]] = &[&[&["Day"], &["Open"]], &[&["Monday", "to Friday"], &["six"]]];
    assert_eq!(
        shown(Builder::new().page(&table(700.0, &[200.0, 100.0], rows))),
        ["Day | Open\nMonday to Friday | six"]
    );
}

#[test]
fn a_table_goes_on_on_the_next_page_without_its_header() {
    let more: &[&[&[&str]]] = &[FINES[0], &[&["Lost key"], &["20 crowns"], &["Office"]]];
    let file = Builder::new()
        .page(&table(500.0, WIDTHS, FINES))
        .page(&table(700.0, WIDTHS, more));
    let (document, source) = read(file);
    let [whole] = &document.blocks[..] else {
        panic!("{:?}", blocks(&document))
    };
    assert!(
        whole
            .text
            .as_str()
            .ends_with("Dirty boat |  | The keeper\nLost key | 20 crowns | Office")
    );
    assert_eq!(depths(&document), [0, 1, 1, 1, 1]);
    assert_eq!(source.lines_of(&whole.text.source_range()), (1, 2));
    let others = Builder::new()
        .page(&table(500.0, WIDTHS, FINES))
        .page(&table(700.0, &[90.0, 90.0, 90.0], more));
    assert_eq!(read(others).0.blocks.len(), 2);
}

#[test]
fn a_cell_that_spans_others_stands_in_each_of_them() {
    // Strokes, with the border between the last two cells of the second row missing, and one below the first.
    let borders = "50 700 m 350 700 l S 50 660 m 350 660 l S 150 620 m 350 620 l S 50 580 m 350 580 l S\n\
        50 700 m 50 580 l S 150 700 m 150 580 l S 250 700 m 250 660 l S 250 620 m 250 580 l S 350 700 m 350 580 l S\n";
    let mut page = borders.to_owned();
    for (x, y, words) in [
        (54.0, 688.0, "Day"),
        (154.0, 688.0, "Hall"),
        (254.0, 688.0, "Lake"),
        (54.0, 648.0, "Sunday"),
        (154.0, 648.0, "shut"),
        (154.0, 608.0, "six"),
        (254.0, 608.0, "nine"),
    ] {
        page += &text("F1", 10.0, x, y, &[words]);
    }
    assert_eq!(
        shown(Builder::new().page(&page)),
        ["Day | Hall | Lake\nSunday | shut | shut\nSunday | six | nine"]
    );
}

#[test]
fn lines_between_rows_and_a_gap_through_all_of_them_make_a_table() {
    let with_top = |top: &str, left: [&str; 3], right: [&[&str]; 3]| {
        let mut content = format!("50 700 m {top} 700 l S\n");
        let mut y = 700.0;
        for (left, right) in left.into_iter().zip(right) {
            content += &text("F1", 10.0, 50.0, y - 24.0, &[left]);
            content += &text("F1", 10.0, 200.0, y - 24.0, right);
            y -= 40.0;
            writeln!(content, "50 {y} m 350 {y} l S").unwrap();
        }
        // A line that is as wide, with prose above it.
        content += &text(
            "F1",
            10.0,
            50.0,
            560.0,
            &["The lake opens at six in the morning and closes at ten in the"],
        );
        content += "50 550 m 350 550 l S\n";
        shown(Builder::new().page(&(content + &text("F1", 10.0, 50.0, 500.0, LAKE))))
    };
    let ruled = |left, right| with_top("350", left, right);
    let right: [&[&str]; 3] = [&["Fine"], &["3 crowns, and more if it", "happens again"], &["5 crowns"]];
    // With a line above the header, and without.
    for top in ["350", "50"] {
        assert_eq!(
            with_top(top, ["Offence", "Late at the start", "Rude"], right),
            [
                "Offence | Fine\nLate at the start | 3 crowns, and more if it happens again\nRude | 5 crowns",
                LAKE[0],
                LAKE_TEXT
            ]
        );
    }
    let listed = ruled(["1.", "2.", "3."], right);
    assert!(!listed.concat().contains("happens again\n3. | "), "{listed:?}");
    // Lines that part prose.
    let prose = ruled(
        ["The hall opens at six, and the lake does so, too, each day"; 3],
        [&[], &[], &[]],
    );
    assert!(!prose.concat().contains(" | "), "{prose:?}");
}

#[test]
fn a_word_that_sticks_out_of_its_cell_is_one() {
    let rows: &[&[&[&str]]] = &[
        &[&["Day"], &["Opens"]],
        &[&["Wednesday evening"], &[]],
        &[&["Sunday"], &["six"]],
    ];
    assert_eq!(
        shown(Builder::new().page(&table(700.0, &[60.0, 100.0], rows))),
        ["Day | Opens\nWednesday evening | \nSunday | six"]
    );
}

#[test]
fn what_a_line_runs_through_is_left_out() {
    // The words end at 174 points, and "six" stands from 129.5 to 141.7.
    let words = text("F1", 10.0, 50.0, 700.0, &["The hall opens at six seven."]);
    let opens = "The hall opens at six seven.";
    let all = 50.0..175.0;
    for (line, wanted) in [
        ("129 703 m 142 703 l S".to_owned(), Some("The hall opens at seven.")),
        (format!("{} 703 m {} 703 l S", all.start, all.end), None),
        (format!("{} 702.8 127 0.6 re f", all.start), None),
        // Below the words, above them, and beyond their ends.
        (format!("{} 698.5 m {} 698.5 l S", all.start, all.end), Some(opens)),
        (format!("{} 708 m {} 708 l S", all.start, all.end), Some(opens)),
        ("20 703 m 400 703 l S".to_owned(), Some(opens)),
    ] {
        let next = text("F1", 10.0, 50.0, 600.0, &["Boats are for members only."]);
        let found = shown(Builder::new().page(&format!("{words}{line}\n{next}")));
        let wanted: Vec<&str> = wanted.into_iter().chain(["Boats are for members only."]).collect();
        assert_eq!(found, wanted, "{line}");
    }
}

#[test]
fn borders_around_prose_make_no_table() {
    let boxed = "46 660 m 400 660 l 400 710 l 46 710 l h S\n".to_owned() + &text("F1", 10.0, 50.0, 698.0, LAKE);
    assert_eq!(shown(Builder::new().page(&boxed)), [LAKE_TEXT]);
    let underlined = "50 698 m 120 698 l S\n".to_owned() + &text("F1", 10.0, 50.0, 700.0, LAKE);
    assert_eq!(shown(Builder::new().page(&underlined)), [LAKE_TEXT]);
}

#[test]
fn sentences_in_the_cells_of_a_table_are_in_order() {
    let row: &[&[&str]] = &[&["No dogs in the hall"], &["They bark at the guards"]];
    let page = table(700.0, &[150.0, 150.0], &[row; 7]);
    let found = shown(Builder::new().page(&page));
    assert_eq!(found, [["No dogs in the hall | They bark at the guards"; 7].join("\n")]);
}

#[test]
fn columns_of_figures_without_lines_make_rows() {
    let column = |x: f64, entries: &[&str]| text("F1", 10.0, x, 680.0, entries);
    let names = ["Weapon", "Dagger", "Longsword", "Bow"];
    let (above, below) = (
        text("F1", 10.0, 50.0, 740.0, LAKE),
        text(
            "F1",
            10.0,
            50.0,
            600.0,
            &["A weapon that breaks can be mended by any smith in town."],
        ),
    );
    let page = above.clone()
        + &column(50.0, &names)
        + &column(150.0, &["Damage", "d4", "d8", "d8"])
        + &column(230.0, &["Price", "2 gp", "15 gp"])
        + &below;
    assert_eq!(
        shown(Builder::new().page(&page)),
        [
            LAKE_TEXT,
            "Weapon | Damage | Price\nDagger | d4 | 2 gp\nLongsword | d8 | 15 gp\nBow | d8 | ",
            "A weapon that breaks can be mended by any smith in town."
        ]
    );
    let lists = above + &column(50.0, &names) + &column(150.0, &["Rope", "Lamp", "Tent", "Map"]) + &below;
    let found = shown(Builder::new().page(&lists));
    assert!(
        !found.concat().contains('|'),
        "names beside names may be two lists: {found:?}"
    );
}

#[test]
fn figures_that_end_at_one_place_make_rows() {
    let row = |y: f64, name: &str, x: f64, price: &str| {
        text("F1", 10.0, 50.0, y, &[name]) + &text("F1", 10.0, x, y, &[price])
    };
    // Each digit is as wide as the others.
    let page = row(700.0, "Soup of the day", 250.0, "14.50")
        + &row(684.0, "Fish and chips", 250.0, "11.90")
        + &row(668.0, "Lemonade", 255.56, "2.80")
        + &text("F1", 10.0, 50.0, 620.0, &["The kitchen closes at nine in the evening."]);
    assert_eq!(
        shown(Builder::new().page(&page)),
        [
            "Soup of the day | 14.50\nFish and chips | 11.90\nLemonade | 2.80",
            "The kitchen closes at nine in the evening."
        ]
    );
}

#[test]
fn a_row_without_an_entry_parts_no_column() {
    let row = |y: f64, entries: &[(f64, &str)]| -> String {
        let cells = entries.iter().map(|&(x, entry)| text("F1", 10.0, x, y, &[entry]));
        cells.collect()
    };
    let page = row(700.0, &[(50.0, "Monday"), (120.0, "8:00"), (160.0, "17:00")])
        + &row(684.0, &[(50.0, "Wednesday"), (120.0, "closed")])
        + &row(
            668.0,
            &[(50.0, "Thursday"), (120.0, "Only 9:00"), (160.0 + 13.0, "19:00")],
        );
    let found = shown(Builder::new().page(&page));
    assert_eq!(found[0].lines().nth(1), Some("Wednesday | closed"));
}

#[test]
fn rows_of_figures_between_two_lines_are_rows() {
    let row = |y: f64, entries: [&str; 3]| -> String {
        let cells = entries.into_iter().zip([50.0, 150.0, 220.0]);
        cells.map(|(entry, x)| text("F1", 10.0, x, y, &[entry])).collect()
    };
    let lines: String = [700.0, 680.0, 620.0]
        .map(|y| format!("50 {y} m 300 {y} l S\n"))
        .concat();
    let page = |second: [&str; 3]| {
        let rows = row(686.0, ["Country", "Million", "Capital"]) + &row(664.0, ["Austria", "8.9", "Vienna"]);
        lines.clone() + &rows + &row(648.0, second) + &row(632.0, ["Croatia", "4.1", "Zagreb"])
    };
    let found =
        shown(Builder::new().page(&(page(["Belgium", "11.5", "Brussels"]) + &text("F1", 10.0, 50.0, 560.0, LAKE))));
    let rows = "Country | Million | Capital\nAustria | 8.9 | Vienna\nBelgium | 11.5 | Brussels\nCroatia | 4.1 | Zagreb";
    assert_eq!(found, [rows, LAKE_TEXT]);
    // Where a line has no figure, it may be the rest of an entry above it.
    let found = shown(
        Builder::new()
            .page(&(page(["of the south", "more or less", "and Graz"]) + &text("F1", 10.0, 50.0, 560.0, LAKE))),
    );
    assert!(found[0].contains("Austria of the south"), "{found:?}");
}

#[test]
fn the_cells_of_a_table_may_be_written_in_any_order() {
    let row: &[&[&str]] = &[&["Hall of the north"], &["Boats and oars"]];
    // Row by row upwards, as some programs print a sheet.
    let rows: String = (0..4)
        .map(|at| table(400.0 + 40.0 * f64::from(at), &[150.0, 150.0], &[row]))
        .collect();
    let found = shown(Builder::new().page(&rows));
    assert_eq!(found, [["Hall of the north | Boats and oars"; 4].join("\n")]);
    // Borders around columns of text say nothing about the order of the columns.
    let column: &[&str] = &["The keeper of the", "north hall has", "the only key."];
    let text: &[&[&str]] = &[column, column];
    let rows: String = (0..4)
        .map(|at| table(400.0 + 40.0 * f64::from(at), &[150.0, 150.0], &[text]))
        .collect();
    let refused = crate::corpus::pdf::read(&Builder::new().page(&rows).build()).unwrap_err();
    assert_eq!(refused, Reason::NoPage(PageFault::Disordered));
}

#[test]
fn rows_of_figures_in_one_drawn_row_are_rows() {
    let rows: &[&[&[&str]]] = &[
        &[&["Island"], &["Toll"]],
        &[&["Moss", "Ash"], &["3 pearls", "7 pearls"]],
        &[&["Late at the", "start"], &["3 pearls,", "7 later on"]],
    ];
    assert_eq!(
        shown(Builder::new().page(&table(700.0, &[150.0, 150.0], rows))),
        ["Island | Toll\nMoss | 3 pearls\nAsh | 7 pearls\nLate at the start | 3 pearls, / 7 later on"]
    );
}
