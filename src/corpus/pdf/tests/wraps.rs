//! Tables without drawn lines, whose entries take several lines.

use super::builder::{Builder, text};
use super::{LAKE, LAKE_TEXT, shown};

/// A row of entries at these places, each with its lines.
fn row(y: f64, entries: &[(f64, &[&str])]) -> String {
    let entries = entries.iter().map(|&(x, lines)| text("F1", 10.0, x, y, lines));
    entries.collect()
}

#[test]
fn the_lines_of_an_entry_belong_to_its_row() {
    let head = row(
        680.0,
        &[(50.0, &["Office"]), (150.0, &["What for"]), (300.0, &["When"])],
    );
    let fees: &[&str] = &["fees, refunds, receipts", "and all that is money"];
    let cards: &[&str] = &["changes of address and", "cards of the members,", "and letters"];
    let rows = row(
        660.0,
        &[
            (50.0, &["Treasurer"]),
            (150.0, fees),
            (300.0, &["Mondays from six to", "eight"]),
        ],
    ) + &row(
        630.0,
        &[(50.0, &["Secretary"]), (150.0, cards), (300.0, &["any day by letter"])],
    );
    let wanted = "Office | What for | When\n\
        Treasurer | fees, refunds, receipts and all that is money | Mondays from six to eight\n\
        Secretary | changes of address and cards of the members, and letters | any day by letter";
    let after = text("F1", 10.0, 50.0, 560.0, LAKE);
    let (before, page) = (text("F1", 10.0, 50.0, 740.0, LAKE), head + &rows);
    assert_eq!(
        shown(Builder::new().page(&(before + &page + &after))),
        [LAKE_TEXT, wanted, LAKE_TEXT]
    );
    // Two rows, and a sentence right below them.
    let page = row(
        700.0,
        &[
            (50.0, &["Tables"]),
            (200.0, &["twelve folding tables with", "green felt"]),
        ],
    ) + &row(
        670.0,
        &[
            (50.0, &["Chairs"]),
            (200.0, &["forty wooden chairs, stacked", "by the wall"]),
        ],
    ) + &text("F1", 10.0, 50.0, 640.0, LAKE);
    assert_eq!(
        shown(Builder::new().page(&page)),
        [
            "Tables | twelve folding tables with green felt\nChairs | forty wooden chairs, stacked by the wall",
            LAKE_TEXT
        ]
    );
}

#[test]
fn an_entry_in_the_middle_of_its_row_is_the_rows() {
    let page = row(700.0, &[(50.0, &["Office"]), (200.0, &["What for"])])
        + &row(674.0, &[(50.0, &["Treasurer"])])
        + &row(680.0, &[(200.0, &["fees, refunds, receipts", "and all that is money"])])
        + &row(640.0, &[(50.0, &["Secretary"])])
        + &row(646.0, &[(200.0, &["changes of address and", "all cards"])]);
    let wanted = "Office | What for\nTreasurer | fees, refunds, receipts and all that is money\n\
        Secretary | changes of address and all cards";
    assert_eq!(shown(Builder::new().page(&page)), [wanted]);
}

#[test]
fn what_may_be_no_row_makes_no_table() {
    let is_table = |page: &str| shown(Builder::new().page(page)).concat().contains("money | ");
    let long: &[&str] = &["fees, refunds, receipts", "and all that is money"];
    // A list, whose markers stand in a column.
    let list: String = ["1.", "2.", "3."]
        .iter()
        .zip([700.0, 670.0, 640.0])
        .map(|(marker, y)| row(y, &[(50.0, &[marker]), (70.0, long)]))
        .collect();
    let found = shown(Builder::new().page(&list));
    assert_eq!(found.concat().matches("receipts and all").count(), 3, "{found:?}");
    assert!(!found.concat().contains('|'), "{found:?}");
    // Columns of text.
    let column: &[&str] = &["The keeper of the", "north hall has", "the only key."];
    let columns = row(700.0, &[(50.0, column), (200.0, column)]) + &row(640.0, &[(50.0, column), (200.0, column)]);
    assert!(!shown(Builder::new().page(&columns)).concat().contains('|'));
    // A group's title above its rows, which may as well be the first line of an entry.
    let group =
        |y: f64| row(y, &[(50.0, &["Office of money"])]) + &row(y - 12.0, &[(50.0, &["Treasurer"]), (200.0, long)]);
    assert!(!is_table(&(group(700.0) + &group(650.0))));
}
