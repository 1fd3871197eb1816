use super::super::testing::{pack, shown};
use super::*;
use crate::corpus::traced::MarkKind;

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const NOTES: &str = "<p:notes><p:cSld><p:spTree><p:sp><p:nvSpPr><p:nvPr><p:ph type='body'/></p:nvPr></p:nvSpPr>\
    <p:txBody><a:p><a:r><a:t>Say it slowly.</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:notes>";

/// A presentation that shows its slides last to first.
fn presentation(slides: &[&str]) -> Vec<u8> {
    let root = format!(
        "<Relationships><Relationship Id='a' Type='{TYPES}/officeDocument' Target='ppt/presentation.xml'/></Relationships>"
    );
    let relations: Vec<String> = (0..slides.len())
        .map(|i| format!("<Relationship Id='r{i}' Type='{TYPES}/slide' Target='slides/slide{i}.xml'/>"))
        .collect();
    let relations = relations.concat();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let ids: Vec<String> = (0..slides.len())
        .rev()
        .map(|i| format!("<p:sldId id='{}' r:id='r{i}'/>", 256 + i))
        .collect();
    let ids = ids.concat();
    let main = format!("<p:presentation><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>");
    let of_first = format!(
        "<Relationships><Relationship Id='l' Type='{TYPES}/hyperlink' Target='https://example.org/' TargetMode='External'/>\
        <Relationship Id='n' Type='{TYPES}/notesSlide' Target='../notesSlides/notesSlide1.xml'/></Relationships>"
    );
    let names: Vec<String> = (0..slides.len()).map(|i| format!("ppt/slides/slide{i}.xml")).collect();
    let mut parts = vec![
        ("_rels/.rels", root.as_str()),
        ("ppt/presentation.xml", &main),
        ("ppt/_rels/presentation.xml.rels", &relations),
        ("ppt/slides/_rels/slide0.xml.rels", &of_first),
        ("ppt/notesSlides/notesSlide1.xml", NOTES),
    ];
    parts.extend(names.iter().map(String::as_str).zip(slides.iter().copied()));
    pack(&parts)
}

fn slide(shapes: &str) -> String {
    format!("<p:sld><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>")
}

fn shape(placeholder: &str, paragraphs: &str) -> String {
    format!("<p:sp><p:nvSpPr><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr><p:txBody>{paragraphs}</p:txBody></p:sp>")
}

fn paragraph(properties: &str, text: &str) -> String {
    format!("<a:p>{properties}<a:r><a:t>{text}</a:t></a:r></a:p>")
}

fn blocks(shapes: &str) -> Vec<String> {
    shown(&read(&presentation(&[&slide(shapes)])).unwrap().0)
}

#[test]
fn slides_are_read_in_the_order_in_which_they_are_shown() {
    let title = |kind: &str, text: &str| shape(&format!("<p:ph type='{kind}'/>"), &paragraph("", text));
    let hours = slide(&(shape("<p:ph idx='1'/>", &paragraph("", "It opens at six.")) + &title("title", "Hours")));
    let untitled = slide(&shape("", &paragraph("", "No dogs.")));
    let first = slide(&(title("ctrTitle", "Bakery") + &shape("<p:ph type='sldNum'/>", &paragraph("", "1"))));
    let hidden = untitled.replace("<p:sld>", "<p:sld show='0'>");
    let (document, source) = read(&presentation(&[&untitled, &hours, &hidden, &first])).unwrap();
    assert_eq!(document.title.as_deref(), Some("Bakery"));
    assert_eq!(shown(&document), ["1# Hours", "It opens at six.", "end 1", "No dogs."]);
    let doubts: Vec<_> = document.doubts.iter().map(|(doubt, _)| doubt.to_string()).collect();
    assert!(
        doubts[0].contains("a hidden slide") && doubts[1].contains("speaker notes"),
        "{doubts:?}"
    );
    let slides: Vec<_> = [1, 3]
        .map(|block: usize| source.lines_of(&document.blocks[block].text.source_range()))
        .into();
    assert_eq!(slides, [(3, 3), (4, 4)]);
}

#[test]
fn the_text_of_a_slide_is_a_list() {
    let text = paragraph("", "Flour")
        + &paragraph("<a:pPr lvl='1'/>", "rye")
        + &paragraph("", "")
        + &paragraph("<a:pPr><a:buNone/></a:pPr>", "Then:")
        + &paragraph("<a:pPr><a:buAutoNum type='alphaLcParenR' startAt='2'/></a:pPr>", "Salt")
        + &paragraph(
            "<a:pPr><a:buAutoNum type='alphaLcParenR' startAt='2'/></a:pPr>",
            "Yeast",
        );
    let items = ["end 1", "- Flour\n  - rye", "Then:", "b) Salt\nc) Yeast"];
    assert_eq!(blocks(&shape("<p:ph type='body' idx='1'/>", &text)), items);
    let box_of_text = paragraph("", "One.") + &paragraph("", "Two.");
    assert_eq!(blocks(&shape("", &box_of_text)), ["end 1", "One.", "Two."]);
}

#[test]
fn runs_have_marks_and_struck_text_is_left_out() {
    let runs = "<a:p><a:r><a:rPr b='1'/><a:t>No</a:t></a:r><a:r><a:rPr strike='sngStrike'/><a:t> big</a:t></a:r>\
        <a:r><a:rPr strike='noStrike'><a:hlinkClick r:id='l'/></a:rPr><a:t> dogs</a:t></a:r><a:br/>\
        <a:r><a:t>m</a:t></a:r><a:r><a:rPr baseline='30000'/><a:t>2</a:t></a:r><a:fld type='slidenum'><a:t>7</a:t></a:fld></a:p>";
    let document = read(&presentation(&[&slide(&shape("", runs))])).unwrap().0;
    let text = &document.blocks[1].text;
    assert_eq!(text.as_str(), "No dogs\nm²");
    let marks: Vec<_> = text
        .marks()
        .iter()
        .map(|mark| (mark.range.clone(), mark.kind.clone()))
        .collect();
    assert_eq!(
        marks,
        [
            (0..2, MarkKind::Strong),
            (3..7, MarkKind::Link("https://example.org/".to_owned()))
        ]
    );
}

#[test]
fn tables_and_groups_are_read() {
    let cell = |more: &str, text: &str| format!("<a:tc {more}><a:txBody>{}</a:txBody></a:tc>", paragraph("", text));
    let rows = [
        cell("", "Day") + &cell("", "Opens"),
        cell("rowSpan='2'", "Monday") + &cell("", "six"),
        cell("vMerge='1'", "") + &cell("", "noon"),
    ];
    let rows = rows.map(|row| format!("<a:tr>{row}</a:tr>")).concat();
    let table = format!(
        "<p:graphicFrame><a:graphic><a:graphicData><a:tbl><a:tblPr firstRow='1'/>{rows}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    );
    let group = format!("<p:grpSp>{}{table}</p:grpSp>", shape("", &paragraph("", "Our hours")));
    let document = read(&presentation(&[&slide(&group)])).unwrap().0;
    assert_eq!(
        shown(&document),
        ["end 1", "Our hours", "Day | Opens\nMonday | six\nMonday | noon"]
    );
    let depths: Vec<_> = document.blocks[2].parts.iter().map(|part| part.depth).collect();
    assert_eq!(depths, [0, 1, 1]);
}

#[test]
fn hidden_shapes_are_left_out_and_a_chart_keeps_its_heading() {
    let hidden = |shape: String| shape.replace("<p:nvSpPr>", "<p:nvSpPr><p:cNvPr hidden='1'/>");
    let title = |text: &str| shape("<p:ph type='title'/>", &paragraph("", text));
    let text = hidden(title("Old title")) + &hidden(shape("", &paragraph("", "Old."))) + &title("Hours");
    let chart = "<p:graphicFrame><a:graphic><a:graphicData><c:chart/></a:graphicData></a:graphic></p:graphicFrame>";
    assert_eq!(blocks(&(text + chart)), ["1# Hours", ""]);
}

#[test]
fn a_presentation_that_lacks_a_slide_is_damaged() {
    let archive = presentation(&["<p:sld"]);
    assert_eq!(read(&archive).err(), Some(Reason::BrokenDocument));
    assert_eq!(read(&pack(&[("a", "b")])).err(), Some(Reason::BrokenDocument));
}
