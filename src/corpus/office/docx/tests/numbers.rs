//! The numbers of headings, and of the paragraphs that are numbered with them.

use super::*;

/// A heading with a numbering of its own.
fn heading(list: usize, level: usize, text: &str) -> String {
    let numbering = format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr>");
    format!(
        "<w:p><w:pPr><w:pStyle w:val='berschrift1'/>{numbering}</w:pPr>{}</w:p>",
        run(text)
    )
}

#[test]
fn a_heading_has_its_number_and_so_have_the_clauses_below_it() {
    let body = heading(1, 0, "Fees")
        + &item(1, 1, "Pay in May.")
        + &item(1, 1, "Pay in cash.")
        + &heading(1, 0, "Fines")
        + &item(1, 1, "Late is late.")
        + &heading(2, 0, "Bullets")
        + &heading(0, 0, "Appendix");
    assert_eq!(
        blocks(&body),
        [
            "1# 1. Fees",
            "1.a) Pay in May.\n1.b) Pay in cash.",
            "1# 2. Fines",
            "2.a) Late is late.",
            "1# Bullets",
            "1# Appendix"
        ]
    );
}
