//! Fields, links, and the marks of notes.

use super::*;

fn char(kind: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>")
}

fn code(code: &str) -> String {
    format!("<w:r><w:instrText xml:space='preserve'>{code}</w:instrText></w:r>")
}

/// The text of a paragraph, and the addresses that it links to.
fn linked(runs: &str) -> (String, Vec<String>) {
    let text = &read_body(&format!("<w:p>{runs}</w:p>")).blocks[0].text;
    let addresses = text.marks().iter().filter_map(|mark| match &mark.kind {
        MarkKind::Link(address) => Some(address.clone()),
        _ => None,
    });
    (text.as_str().to_owned(), addresses.collect())
}

#[test]
fn a_table_of_contents_is_left_out_whatever_its_style() {
    let page = char("begin") + &code("PAGEREF _Toc1 \\h") + &char("separate") + &run("1") + &char("end");
    let entry = format!("<w:hyperlink w:anchor='_Toc1'>{}</w:hyperlink>", run("Hours ") + &page);
    let begin = char("begin") + &code(" TOC \\o \"1-3\" ") + &char("separate");
    let contents = |end: &str| {
        format!(
            "<w:p>{begin}{entry}</w:p><w:p>{entry}</w:p><w:p>{end}{}</w:p>",
            run("It opens at six.")
        )
    };
    let text = styled("berschrift1", &run("Hours"));
    assert_eq!(
        blocks(&(contents(&char("end")) + &text)),
        ["It opens at six.", "1# Hours"]
    );
    // If it has no end, all that follows might be lost.
    assert_eq!(
        blocks(&(contents("") + &text)),
        ["Hours 1", "Hours 1", "It opens at six.", "1# Hours"]
    );
    let simple = format!("<w:fldSimple w:instr=' INDEX \\c 2 '>{}</w:fldSimple>", run("Bread, 3"));
    assert_eq!(words(&(run("It opens.") + &simple)), "It opens.");
}

#[test]
fn links_lead_to_their_place_in_the_page() {
    let field = |code_of: &str| char("begin") + &code(code_of) + &char("separate") + &run("here") + &char("end");
    let link = |to: &str| ("here".to_owned(), vec![to.to_owned()]);
    let with_place = field("HYPERLINK \"https://example.org/a\" \\l \"fees\" \\o \"Fees\"");
    assert_eq!(linked(&with_place), link("https://example.org/a#fees"));
    assert_eq!(linked(&field("HYPERLINK \\l \"fees\"")).1, [""; 0]);
    let element = format!("<w:hyperlink r:id='l' w:anchor='fees'>{}</w:hyperlink>", run("here"));
    assert_eq!(linked(&element), link("https://example.org/?a=1&b=2#fees"));
}

#[test]
fn the_mark_of_a_note_is_not_text_whatever_it_is() {
    let mark = "<w:r><w:footnoteReference w:customMarkFollows='1' w:id='1'/><w:t>*</w:t></w:r>";
    assert_eq!(words(&(run("It opens") + mark + &run("."))), "It opens.");
}

#[test]
fn objects_of_other_programs_are_told() {
    let object =
        |program: &str| format!("<w:r><w:object><o:OLEObject Type='Embed' ProgID='{program}'/></w:object></w:r>");
    let document = |program: &str| read_body(&format!("<w:p>{}</w:p>", run("Area: ") + &object(program)));
    let formula = document("Equation.3");
    assert_eq!(shown(&formula), ["Area: […]"]);
    assert_eq!(formula.doubts, [(Doubt::LeftOut { what: "a formula" }, None)]);
    let sheet = document("Excel.Sheet.12");
    assert_eq!(shown(&sheet), ["Area:"]);
    let what = "an embedded object";
    assert_eq!(sheet.doubts, [(Doubt::LeftOut { what }, None)]);
    let smart_art = "<w:r><w:drawing><a:graphic><a:graphicData><dgm:relIds r:dm='r1'/></a:graphicData></a:graphic></w:drawing></w:r>";
    let told = read_body(&format!("<w:p>{}{smart_art}</w:p>", run("Steps:")));
    assert_eq!(shown(&told), ["Steps:"]);
    let what = "a diagram, a chart or another object";
    assert_eq!(told.doubts, [(Doubt::LeftOut { what }, None)]);
}
