//! Letters that are drawn in parts, or that nobody can name.

use super::*;
use crate::corpus::problem::{Doubt, Reason};

/// A page with this line above a paragraph.
fn with_line(line: &str) -> Builder {
    Builder::new().page(&(line.to_owned() + &text("F1", 10.0, 50.0, 640.0, LAKE)))
}

/// An unknown glyph at a place.
fn unknown(x: f64, y: f64) -> String {
    format!("BT /F3 10 Tf {x} {y} Td <0001> Tj ET\n")
}

#[test]
fn an_accent_belongs_to_the_letter_that_it_is_drawn_over() {
    // This one is wider than its letter, so the text goes back by more than half a letter.
    let wide = "BT /F1 10 Tf 50 700 Td [(p) 150] TJ 250 Tz (\\250) Tj 100 Tz [650 (a gang)] TJ ET\n";
    assert_eq!(shown(with_line(wide))[0], "pä gang");
    let dieresis = "BT /F1 10 Tf 50 700 Td [(na) 20 (\\250) 305 (ive)] TJ ET\n";
    assert_eq!(shown(with_line(dieresis))[0], "naïve");
    let apart = "BT /F1 10 Tf 50 700 Td [(na) 20 (\\250) -50 (ive)] TJ ET\n";
    assert_eq!(shown(with_line(apart))[0], "na¨ive");
}

#[test]
fn a_private_character_within_a_word_is_a_letter_that_nobody_can_name() {
    let lost = text("F4", 10.0, 50.0, 700.0, &["Caf\u{4} hours are short"]);
    let (document, _) = read(with_line(&lost));
    assert_eq!(blocks(&document), [LAKE_TEXT]);
    assert_eq!(document.doubts, [(Doubt::UnknownCharacters { count: 1 }, None)]);
    let picture = text("F4", 10.0, 50.0, 700.0, &["\u{4} Cafe hours are short"]);
    assert_eq!(shown(with_line(&picture)), ["Cafe hours are short", LAKE_TEXT]);
}

#[test]
fn an_unknown_glyph_that_begins_a_line_alone_marks_an_item() {
    let item = |y: f64, words: &str| unknown(50.0, y) + &text("F1", 10.0, 62.0, y, &[words]);
    let list = item(720.0, "Boats are for members.") + &item(700.0, "Dogs stay outside.");
    let (document, _) = read(with_line(&list));
    assert_eq!(blocks(&document)[0].matches("members").count(), 1);
    assert_eq!(document.blocks[0].parts.len(), 2);
    assert_eq!(document.doubts, []);
    // Before a figure it may be a sign that counts.
    let (document, _) = read(with_line(&item(700.0, "5 degrees is the limit.")));
    assert_eq!(blocks(&document), [LAKE_TEXT]);
    assert_eq!(document.doubts, [(Doubt::UnknownCharacters { count: 1 }, None)]);
}

#[test]
fn unknown_glyphs_within_words_still_leave_a_page_out() {
    let within = |y: f64| text("F1", 10.0, 50.0, y, &["Boa"]) + &unknown(68.0, y) + &text("F1", 10.0, 73.0, y, &["s"]);
    let page: String = (0..6).map(|at| within(700.0 - 14.0 * f64::from(at))).collect();
    assert!(matches!(
        super::super::read(&Builder::new().page(&page).build()),
        Err(Reason::NoPage(_))
    ));
}

#[test]
fn ligatures_are_opened_and_soft_hyphens_join() {
    let lines = [
        "The \u{2}ce is \u{1}ne, and the fire bri\u{3}",
        "gade is near. It needs 5 m\u{3}eters.",
    ];
    let (document, _) = read(Builder::new().page(&text("F4", 10.0, 50.0, 700.0, &lines)));
    assert_eq!(
        blocks(&document).concat(),
        "The ffice is fine, and the fire brigade is near. It needs 5 meters."
    );
    assert_eq!(document.doubts, []);
}

#[test]
fn letters_with_an_outline_are_printed_once() {
    let outlined = "BT /F1 10 Tf 2 Tr 50 700 Td (The Group) Tj ( I) Tj (nternational) Tj ET 0 Tr\n";
    assert_eq!(shown(with_line(outlined))[0], "The Group International");
}

#[test]
fn the_bar_of_a_letter_that_is_drawn_strikes_nothing_out() {
    let word = |bars: &str| format!("{} 1 w {bars}\n", text("F1", 24.0, 50.0, 700.0, &["see"]));
    // An "s" is 12 points wide, an "e" 13.3.
    let bars = "63.2 706 m 74.2 706 l S 76.6 706 m 87.5 706 l S";
    assert_eq!(shown(with_line(&word(bars)))[0], "# see");
    assert_eq!(shown(with_line(&word("50 706 m 88.7 706 l S"))), [LAKE_TEXT]);
}

#[test]
fn a_letter_may_be_named_by_its_number() {
    let mut builder = Builder::new();
    let font = builder.object(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /BaseEncoding /WinAnsiEncoding /Differences \
         [20 /2014 21 /2014] >> >>",
    );
    let line = "BT /F9 10 Tf 50 700 Td (The lake \\024 it is open) Tj 0 -40 Td (The boats \\025 are closed) Tj ET";
    let page = builder.page_with(&format!("/Resources << /Font << /F9 {font} 0 R >> >>"), line);
    // The second one's code isn't the end of its number, which may be a decimal one.
    assert_eq!(shown(page), ["The lake \u{2014} it is open"]);
}
