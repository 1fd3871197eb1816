//! Pages that a program writes in an order of its own.

use super::builder::{Builder, text};
use super::{LAKE, LAKE_TEXT, shown};
use crate::corpus::pdf::PageFault;
use crate::corpus::problem::Reason;

fn refused(builder: Builder) -> Reason {
    super::super::read(&builder.build()).unwrap_err()
}

#[test]
fn a_piece_that_comes_too_early_waits_for_what_stands_above_it() {
    let sender = text("F1", 8.0, 50.0, 750.0, &["Club Millhaven, Mill Lane 3"]);
    let bank = [
        "The bank of the club is the Bank of Millhaven in Mill Lane 9, and its",
        "number is 12 34 56. Boats stay the club's until they are paid for, and",
        "a bill is good without a signature.",
    ];
    let bank = text("F1", 8.0, 50.0, 80.0, &bank);
    let body = text("F1", 10.0, 50.0, 600.0, LAKE) + &text("F1", 10.0, 50.0, 500.0, &["Boats are for members only."]);
    assert_eq!(
        shown(Builder::new().page(&format!("{sender}{bank}{body}"))),
        [
            "Club Millhaven, Mill Lane 3",
            LAKE_TEXT,
            "Boats are for members only.",
            "The bank of the club is the Bank of Millhaven in Mill Lane 9, and its number is 12 34 56. Boats stay the \
             club's until they are paid for, and a bill is good without a signature."
        ]
    );
}

#[test]
fn a_page_is_left_out_if_a_sentence_would_be_torn() {
    // A caption above the text that comes last, and two columns that go on with each other around it.
    let left = text(
        "F1",
        10.0,
        50.0,
        500.0,
        &["The lake opens at six, and the gate is shut until", "then, since the"],
    );
    let right = text(
        "F1",
        10.0,
        320.0,
        700.0,
        &["guards are asleep and the boats are on the lake", "in the dark."],
    );
    let above = text(
        "F1",
        10.0,
        50.0,
        620.0,
        &[
            "Members are asked to come to the gate and to wait",
            "there for the guards, who have the key to it, and",
        ],
    );
    assert_eq!(
        refused(Builder::new().page(&format!("{left}{right}{above}"))),
        Reason::NoPage(PageFault::Disordered)
    );
    // A form: labels here and there.
    let form: String = ["A", "No", "B", "Yes", "C", "Name of the country that issued it"]
        .iter()
        .zip(0_u32..)
        .map(|(label, at)| text("F1", 10.0, 50.0, 500.0 + 40.0 * f64::from(at * 5 % 6), &[label]))
        .collect();
    assert_eq!(
        refused(Builder::new().page(&form)),
        Reason::NoPage(PageFault::Disordered)
    );
}

#[test]
fn footnotes_may_come_before_the_text_of_all_columns() {
    let note = |x: f64, mark: &str, lines: &[&str]| {
        let first = format!("BT /F1 5 Tf {x} 123 Td ({mark}) Tj ET\n");
        first + &text("F1", 7.0, x + 4.0, 120.0, lines)
    };
    let notes = [
        note(
            50.0,
            "1",
            &[
                "See the rules of the house, which are on the",
                "wall of the hall, for the gate and its key.",
            ],
        ),
        note(
            320.0,
            "2",
            &[
                "A boat is a boat, says the same wall, and a",
                "member is whoever has paid the fee for it.",
            ],
        ),
    ];
    let columns = [
        text(
            "F1",
            10.0,
            50.0,
            700.0,
            &[
                "The lake opens at six in the morn-",
                "ing, and the gate is shut by then",
            ],
        ),
        text(
            "F1",
            10.0,
            320.0,
            700.0,
            &["since nobody is there to guard it.", "Boats are for members only."],
        ),
    ];
    assert_eq!(
        shown(Builder::new().page(&(notes.concat() + &columns.concat()))),
        [
            "The lake opens at six in the morning, and the gate is shut by then since nobody is there to guard it. Boats \
             are for members only.",
            "1 See the rules of the house, which are on the wall of the hall, for the gate and its key.",
            "2 A boat is a boat, says the same wall, and a member is whoever has paid the fee for it."
        ]
    );
}

#[test]
fn mirrored_pages_read_like_others() {
    let content = format!("q -1 0 0 1 600 0 cm {} Q", text("F1", 10.0, 50.0, 700.0, LAKE));
    assert_eq!(shown(Builder::new().page(&content)), [LAKE_TEXT]);
}

#[test]
fn markers_that_come_last_stand_before_their_items() {
    let items = [
        text(
            "F1",
            10.0,
            80.0,
            650.0,
            &[
                "Bring a rope that is long enough for the boat and for the",
                "pole beside it.",
            ],
        ),
        text("F1", 10.0, 80.0, 620.0, &["Bring a lamp."]),
        text("F2", 10.0, 80.0, 590.0, &["Cast off."]),
    ];
    let lake = text("F1", 10.0, 50.0, 700.0, LAKE);
    let markers = text("F1", 10.0, 68.0, 650.0, &["\u{95}"]) + &text("F1", 10.0, 68.0, 620.0, &["\u{95}"]);
    let markers = markers.replace('\u{95}', "\\225") + &text("F1", 10.0, 66.0, 590.0, &["1."]);
    assert_eq!(
        shown(Builder::new().page(&(lake + &items.concat() + &markers))),
        [
            LAKE_TEXT,
            "• Bring a rope that is long enough for the boat and for the pole beside it.\n• Bring a lamp.\n1. Cast off."
        ]
    );
}

#[test]
fn the_page_numbers_of_a_letter_are_no_text() {
    let page =
        |number: &str, lines: &[&str]| text("F1", 10.0, 50.0, 130.0, lines) + &text("F1", 10.0, 290.0, 30.0, &[number]);
    let letter = Builder::new()
        .page(&page(
            "1",
            &["The lamps of the house burn oil, and each needs one barrel"],
        ))
        .page(&page("2", &["a week."]));
    assert_eq!(
        shown(letter),
        ["The lamps of the house burn oil, and each needs one barrel a week."]
    );
}

/// The lines of two columns of prose, as a program writes them that sorts a page by its height.
fn across(x: f64, middle: &str) -> String {
    let left = [
        "The lake opens at six in the morning and",
        "closes at ten in the evening, unless the",
        "weather is so bad that the guards decide",
        "to close it earlier than that. The boats",
        "of the club are for members only, and",
        "they have to be back by nine in the",
        "evening, which is when the gate is shut",
        "by the guard who has the key of it. Who",
        "comes later than that has to walk all the",
    ];
    let right = [
        "way around the lake, and to wait there",
        "for the morning. Dogs stay outside, as",
        "do horses, unless they are so small that",
        "nobody minds them. A member may bring a",
        "guest, and the guest may bring a towel",
        "and a hat, but no boat and no dog. What",
        "is found on the lake belongs to whoever",
        "lost it, and is kept in the house until",
        "the end of the year, and then it is sold.",
    ];
    let rows = left.iter().zip(right).zip(0_u32..);
    let row = |((left, right), at): ((&&str, &str), u32)| {
        let y = 700.0 - 12.0 * f64::from(at);
        let line = text("F1", 10.0, 50.0, y, &[left]) + &text("F1", 10.0, x, y, &[right]);
        if at == 4 { line + middle } else { line }
    };
    rows.map(row).collect()
}

#[test]
fn columns_of_prose_are_parted_at_the_gap_between_them() {
    let head = text(
        "F2",
        14.0,
        50.0,
        740.0,
        &["The rules of the house, which everybody has to follow"],
    );
    // A narrow gap is no wider than the spaces of some lines.
    for x in [300.0, 250.0] {
        let shown = shown(Builder::new().page(&(head.clone() + &across(x, ""))));
        let text = shown.join(" ").replace('\n', " ");
        for sentence in [
            "has to walk all the way around the lake, and to wait there for the morning. Dogs",
            "decide to close it earlier than that. The boats of the club are for members",
        ] {
            assert!(text.contains(sentence), "{x}: {text}");
        }
    }
    // A line that runs across in the middle leaves doubts.
    let across = across(300.0, &text_across());
    assert_eq!(
        refused(Builder::new().page(&across)),
        Reason::NoPage(PageFault::Disordered)
    );
}

fn text_across() -> String {
    text(
        "F1",
        10.0,
        50.0,
        646.0,
        &["Fig. 1: the lake in the summer of the year in which the house was built"],
    )
}
