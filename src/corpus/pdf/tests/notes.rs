use super::builder::{Builder, text};
use super::{LAKE, LAKE_TEXT, blocks, read, shown};

#[test]
fn the_mark_of_a_footnote_is_no_part_of_its_word() {
    // Each "^" raises the next number, and each "_" lowers it.
    let read_line = |line: &str| {
        let line = line
            .replace('^', ") Tj /F1 6 Tf 4 Ts (")
            .replace('_', ") Tj /F1 6 Tf -3 Ts (");
        let line = line.replace('~', ") Tj /F1 10 Tf 0 Ts (");
        shown(Builder::new().page(&format!("BT /F1 10 Tf 50 700 Td ({line}) Tj ET"))).concat()
    };
    for (line, expected) in [
        (
            "The salary floor^26~ is set in Basecamp^3~.",
            "The salary floor is set in Basecamp.",
        ),
        (
            "An FAQ in BC4^31~ for you, and for QA^2~",
            "An FAQ in BC4 for you, and for QA",
        ),
        (
            "It was so in the end.^3, 4~ Then it was not.",
            "It was so in the end. Then it was not.",
        ),
        (
            "5 m^2~, 10^3~ and 9 km^2~ of H_2~O with x^2~",
            "5 m2, 103 and 9 km2 of H2O with x2",
        ),
        (
            "The carbon^14~C and the area^2+~ stay so",
            "The carbon14C and the area2+ stay so",
        ),
        (
            "^3~https://example.org is the address",
            "3 https://example.org is the address",
        ),
    ] {
        assert_eq!(read_line(line), expected);
    }
}

#[test]
fn a_footnote_stands_after_the_paragraph_that_it_interrupts() {
    let note = |y: f64, mark: &str, lines: &[&str]| {
        let first = format!("BT /F1 5 Tf 50 {} Td ({mark}) Tj ET\n", y + 3.0);
        first + &text("F1", 8.0, 55.0, y, lines)
    };
    let first = [
        text(
            "F1",
            10.0,
            50.0,
            200.0,
            &["The lake is open all year, and the guests of members are"],
        ),
        note(100.0, "3", &["https://example.org/lake is the page of", "the lake."]),
        note(78.0, "4", &["See the house rules."]),
    ];
    let second = [
        text("F1", 10.0, 50.0, 700.0, &["welcome as well."]),
        text("F1", 10.0, 50.0, 650.0, &["Boats are for members only."]),
        note(100.0, "5", &["A boat is a boat."]),
    ];
    let (document, source) = read(Builder::new().page(&first.concat()).page(&second.concat()));
    let pages = document
        .blocks
        .iter()
        .map(|block| source.lines_of(&block.text.source_range()));
    let shown: Vec<(String, (usize, usize))> = blocks(&document).into_iter().zip(pages).collect();
    let expected = [
        (
            "The lake is open all year, and the guests of members are welcome as well.",
            (1, 2),
        ),
        ("3 https://example.org/lake is the page of the lake.", (1, 1)),
        ("4 See the house rules.", (1, 1)),
        ("Boats are for members only.", (2, 2)),
        ("5 A boat is a boat.", (2, 2)),
    ];
    assert_eq!(shown, expected.map(|(text, pages)| (text.to_owned(), pages)));
}

#[test]
fn a_table_of_contents_is_no_text_but_other_tables_with_numbers_are() {
    let titles = ["Opening hours", "Boats", "Pay & Promotions", "The guards"];
    let row = |y: f64, title: &str, number: usize| {
        text("F1", 10.0, 50.0, y, &[title]) + &text("F1", 10.0, 400.0, y, &[&number.to_string()])
    };
    let shown = |numbers: [usize; 4]| {
        let heights = [660.0, 646.0, 632.0, 618.0];
        let rows = titles.iter().zip(numbers).zip(heights);
        let rows: String = rows.map(|((title, number), y)| row(y, title, number)).collect();
        let first = text("F2", 20.0, 50.0, 700.0, &["Overview"]) + &rows;
        let page = |title: &&str| text("F2", 14.0, 50.0, 600.0, &[title]) + &text("F1", 10.0, 50.0, 550.0, LAKE);
        shown(
            titles
                .iter()
                .map(page)
                .fold(Builder::new().page(&first), |builder, page| builder.page(&page)),
        )
    };
    let pages = titles
        .iter()
        .flat_map(|title| [format!("# {title}"), LAKE_TEXT.to_owned()]);
    assert_eq!(shown([2, 3, 4, 5]), pages.collect::<Vec<_>>());
    let prices = shown([2, 20, 30, 40]);
    assert_eq!(
        prices[1],
        "Opening hours | 2\nBoats | 20\nPay & Promotions | 30\nThe guards | 40"
    );
}

#[test]
fn the_number_of_a_page_may_stand_at_its_foot_where_a_chapter_begins() {
    let builder = (5..=9).fold(Builder::new(), |builder, number| {
        let number_of_page = if number == 6 {
            text("F1", 10.0, 290.0, 40.0, &["6"])
        } else {
            text("F1", 10.0, 50.0, 770.0, &[&format!("{number} Duties")])
        };
        builder.page(&(text("F1", 10.0, 50.0, 600.0, LAKE) + &number_of_page))
    });
    assert_eq!(shown(builder), [LAKE_TEXT; 5]);
    // A number that isn't that of the page is the page's own.
    let builder = (5..=9).fold(Builder::new(), |builder, number| {
        let head = text("F1", 10.0, 50.0, 770.0, &[&format!("{number} Duties")]);
        let total = text("F1", 10.0, 290.0, 40.0, &["42"]);
        let page = head + &text("F1", 10.0, 50.0, 600.0, LAKE);
        builder.page(&if number == 6 { page + &total } else { page })
    });
    assert_eq!(shown(builder).iter().filter(|block| *block == "42").count(), 1);
}
