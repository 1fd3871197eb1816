mod code;
mod fields;
mod numbers;

use super::super::testing::{pack, shown};
use super::*;
use crate::corpus::problem::Doubt;
use crate::corpus::traced::MarkKind;

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Styles as Word writes them, in a German edition: names are English, ids are not.
const STYLES: &str = r#"<w:styles xmlns:w="w">
    <w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
    <w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
    <w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="Kapitel"/><w:basedOn w:val="berschrift1"/></w:style>
    <w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>
    <w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
    <w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
    <w:style w:type="paragraph" w:styleId="Kreis"><w:name w:val="Kreis"/><w:basedOn w:val="Kreis"/></w:style>
    <w:style w:type="paragraph" w:styleId="Aufz"><w:name w:val="List Bullet"/>
      <w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="Code"><w:name w:val="Code"/><w:rPr><w:rFonts w:ascii="Courier New"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="Listing"><w:name w:val="ListingCaption"/>
      <w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="4"/></w:numPr></w:pPr></w:style>
    <w:style w:type="character" w:styleId="Geheim"><w:name w:val="Geheim"/><w:rPr><w:vanish/></w:rPr></w:style>
    <w:style w:type="table" w:styleId="Kopf"><w:name w:val="Kopf"/>
      <w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>
    </w:styles>"#;

const NUMBERING: &str = r#"<w:numbering xmlns:w="w">
    <w:abstractNum w:abstractNumId="0">
      <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
    </w:abstractNum>
    <w:abstractNum w:abstractNumId="1">
      <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
    </w:abstractNum>
    <w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Kapitelnummern"/></w:abstractNum>
    <w:abstractNum w:abstractNumId="3"><w:styleLink w:val="Kapitelnummern"/>
      <w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Figure %1-%2"/></w:lvl>
      <w:lvl w:ilvl="2"><w:start w:val="1"/><w:lvlRestart w:val="1"/><w:lvlText w:val="Listing %1-%3"/></w:lvl>
    </w:abstractNum>
    <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
    <w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
    <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
    <w:num w:numId="3"><w:abstractNumId w:val="0"/>
      <w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
    </w:numbering>"#;

const NOTES: &str = r#"<w:footnotes xmlns:w="w">
    <w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
    <w:footnote w:id="1"><w:p><w:r><w:footnoteRef/><w:t xml:space="preserve"> On Sundays it stays shut.</w:t></w:r></w:p></w:footnote>
    <w:footnote w:id="2"><w:p><w:r><w:t>Nobody refers to this.</w:t></w:r></w:p></w:footnote>
    </w:footnotes>"#;

fn document(body: &str) -> Vec<u8> {
    let root = format!(
        "<Relationships><Relationship Id='a' Type='{TYPES}/officeDocument' Target='word/document.xml'/></Relationships>"
    );
    let relations = format!(
        "<Relationships><Relationship Id='s' Type='{TYPES}/styles' Target='styles.xml'/>\
        <Relationship Id='n' Type='{TYPES}/numbering' Target='/word/numbering.xml'/>\
        <Relationship Id='f' Type='{TYPES}/footnotes' Target='footnotes.xml'/>\
        <Relationship Id='l' Type='{TYPES}/hyperlink' Target='https://example.org/?a=1&amp;b=2' TargetMode='External'/>\
        </Relationships>"
    );
    let text = format!(
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?><w:document xmlns:w='w'><w:body>{body}</w:body></w:document>"
    );
    pack(&[
        ("_rels/.rels", &root),
        ("word/_rels/document.xml.rels", &relations),
        ("word/document.xml", &text),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
        ("word/footnotes.xml", NOTES),
    ])
}

fn read_body(body: &str) -> Document {
    read(&document(body)).unwrap().0
}

/// The blocks of a body, each with a sign for its kind.
fn blocks(body: &str) -> Vec<String> {
    shown(&read_body(body))
}

/// A paragraph with a style and runs.
fn styled(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr>{runs}</w:p>")
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

fn item(list: usize, level: usize, text: &str) -> String {
    let numbering = format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr>");
    format!("<w:p><w:pPr>{numbering}</w:pPr>{}</w:p>", run(text))
}

/// Puts runs into a paragraph and returns its words.
fn words(runs: &str) -> String {
    blocks(&format!("<w:p>{runs}</w:p>")).join("\n")
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let runs = run("It opens at ")
        + "<w:del w:id='1'><w:r><w:delText>six</w:delText></w:r><w:r><w:t>or so</w:t></w:r></w:del>"
        + &format!("<w:ins w:id='2'>{}</w:ins>", run("seven"))
        + &format!("<w:moveFrom w:id='3'>{}</w:moveFrom>", run(" sharp"))
        + &run(" every day")
        + &format!("<w:moveTo w:id='4'>{}</w:moveTo>", run(" sharp"))
        + &run(".");
    assert_eq!(words(&runs), "It opens at seven every day sharp.");
    let document = read_body(&format!("<w:p>{runs}</w:p>"));
    assert_eq!(document.doubts, [(Doubt::TrackedChanges, None)]);
    assert_eq!(read_body(&format!("<w:p>{}</w:p>", run("It opens."))).doubts, []);
}

#[test]
fn a_deleted_end_of_a_paragraph_joins_it_to_the_next() {
    let deleted = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>";
    let body = format!("<w:p>{deleted}{}</w:p><w:p>{}</w:p>", run("It opens"), run("at six."));
    assert_eq!(blocks(&body), ["It opens at six."]);
    assert_eq!(
        blocks(&format!("<w:p>{deleted}{}</w:p>", run("It opens"))),
        ["It opens"]
    );
    let rows = "<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc><w:p><w:r><w:t>no</w:t></w:r></w:p></w:tc></w:tr>";
    assert_eq!(blocks(&format!("<w:tbl>{rows}</w:tbl>")), [""; 0]);
}

#[test]
fn hidden_and_struck_text_is_left_out() {
    let look = |look: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'> never</w:t></w:r>");
    for unread in [
        "<w:vanish/>",
        "<w:vanish w:val='1'/>",
        "<w:rStyle w:val='Geheim'/>",
        "<w:strike/>",
        "<w:dstrike w:val='true'/>",
        "<w:strike w:val='0'/><w:dstrike/>",
        "<w:dstrike/><w:strike w:val='0'/>",
    ] {
        assert_eq!(
            words(&(run("It opens") + &look(unread) + &run("."))),
            "It opens.",
            "{unread}"
        );
    }
    for read in [
        "<w:vanish w:val='0'/>",
        "<w:rStyle w:val='Geheim'/><w:vanish w:val='false'/>",
        "<w:strike w:val='0'/>",
    ] {
        assert_eq!(words(&(run("It opens") + &look(read))), "It opens never", "{read}");
    }
}

#[test]
fn fields_show_their_result_and_never_their_code() {
    let char = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let code = |code: &str| format!("<w:r><w:instrText xml:space='preserve'>{code}</w:instrText></w:r>");
    let field = char("begin") + &code(" HYPERLINK \"https://exa") + &code("mple.org/\" ") + &char("separate");
    let body = format!(
        "<w:p>{}</w:p>",
        run("See ") + &field + &run("the page") + &char("end") + &run(".")
    );
    let document = read_body(&body);
    let text = &document.blocks[0].text;
    assert_eq!(text.as_str(), "See the page.");
    let marks: Vec<_> = text
        .marks()
        .iter()
        .map(|mark| (mark.range.clone(), mark.kind.clone()))
        .collect();
    assert_eq!(marks, [(4..12, MarkKind::Link("https://example.org/".to_owned()))]);
    // A field within the code of another.
    let inner = char("begin") + &code("PAGE") + &char("separate") + &run("5") + &char("end");
    let outer = char("begin") + &code("IF ") + &inner + &char("separate") + &run("yes") + &char("end");
    assert_eq!(words(&(run("It says ") + &outer)), "It says yes");
    // The end of the first one is missing.
    let body = format!(
        "<w:p>{}</w:p><w:p>{}</w:p>",
        char("begin") + &code("PAGE"),
        run("It opens.")
    );
    assert_eq!(blocks(&body), ["It opens."]);
}

#[test]
fn headings_are_known_by_outline_level_through_styles() {
    let body = styled("Titel", &run("Bakery"))
        + &styled("Verzeichnis1", &run("Hours 1"))
        + &styled("Kapitel", &run("Hours"))
        + &styled("Kreis", &run("It opens at six."))
        + &styled("Heading2", &run("Sundays"))
        + "<w:p><w:pPr><w:outlineLvl w:val='2'/></w:pPr><w:r><w:t>Easter</w:t></w:r></w:p>"
        + "<w:p><w:pPr><w:pStyle w:val='Kapitel'/><w:outlineLvl w:val='9'/></w:pPr><w:r><w:t>Text.</w:t></w:r></w:p>";
    let document = read_body(&body);
    assert_eq!(document.title.as_deref(), Some("Bakery"));
    assert_eq!(
        shown(&document),
        ["1# Hours", "It opens at six.", "2# Sundays", "3# Easter", "Text."]
    );
}

#[test]
fn tables_are_rows() {
    let cell =
        |properties: &str, text: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{}</w:p></w:tc>", run(text));
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let rows = row(&[cell("", "Day"), cell("", "Opens")])
        + &row(&[cell("<w:vMerge w:val='restart'/>", "Monday"), cell("", "six")])
        + &row(&[cell("<w:vMerge/>", ""), cell("", "noon")]);
    let head = "<w:tblPr><w:tblStyle w:val='Kopf'/><w:tblLook w:val='04A0'/></w:tblPr>";
    let text = "Day | Opens\nMonday | six\nMonday | noon";
    for (properties, depths) in [(head, [0, 1, 1]), ("", [0, 0, 0])] {
        let document = read_body(&format!("<w:tbl>{properties}{rows}</w:tbl>"));
        assert_eq!(shown(&document), [text]);
        let found: Vec<_> = document.blocks[0].parts.iter().map(|part| part.depth).collect();
        assert_eq!(found, depths);
    }
    let caption = styled("Beschriftung", &run("Our hours"));
    assert_eq!(
        blocks(&format!("{caption}<w:tbl>{rows}</w:tbl>{caption}")),
        ["label: Our hours", text, "label: Our hours", "end 7"]
    );
    let one_column = row(&[cell("", "A box.")]);
    assert_eq!(blocks(&format!("<w:tbl>{one_column}</w:tbl>")), ["A box."]);
}

#[test]
fn runs_that_look_the_same_have_one_mark() {
    let bold = |text: &str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}<w:hyperlink r:id='l'>{}</w:hyperlink></w:p>",
        bold("No ") + &bold("dogs ") + &run("or "),
        run("cats")
    );
    let text = &read_body(&body).blocks[0].text;
    assert_eq!(text.as_str(), "No dogs or cats");
    let link = MarkKind::Link("https://example.org/?a=1&b=2".to_owned());
    let marks: Vec<_> = text
        .marks()
        .iter()
        .map(|mark| (mark.range.clone(), mark.kind.clone()))
        .collect();
    assert_eq!(marks, [(0..7, MarkKind::Strong), (11..15, link)]);
}

#[test]
fn spaces_that_join_words_are_kept() {
    let runs =
        "<w:r><w:t>Chapter</w:t></w:r><w:r><w:t>\u{a0}</w:t></w:r><w:r><w:t>\n8 </w:t></w:r><w:r><w:t>.</w:t></w:r>";
    assert_eq!(words(runs), "Chapter\u{a0}8.");
}

#[test]
fn characters_that_are_elements_are_read() {
    let runs = "<w:r><w:t>10</w:t><w:noBreakHyphen/><w:t>12</w:t><w:tab/><w:t>co</w:t><w:softHyphen/><w:t>op</w:t>\
        <w:br/><w:t>m</w:t></w:r><w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>\
        <w:r><w:sym w:font='Arial' w:char='00E9'/></w:r>";
    assert_eq!(words(runs), "10\u{2011}12 coop\nm²é");
    let body = "<w:p><w:r><w:t xml:space='preserve'>Area: </w:t></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>";
    let document = read_body(body);
    assert_eq!(shown(&document), ["Area: […]"]);
    assert_eq!(document.doubts, [(Doubt::LeftOut { what: "a formula" }, None)]);
}

#[test]
fn text_boxes_are_read_once() {
    let text = format!("<w:txbxContent><w:p>{}</w:p></w:txbxContent>", run("Closed in May."));
    let body = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{text}</wps:txbx></w:drawing></mc:Choice>\
        <mc:Fallback><w:pict><v:textbox>{text}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        run("It opens.")
    );
    assert_eq!(blocks(&body), ["It opens.", "Closed in May."]);
}

#[test]
fn a_note_stands_with_the_text_that_refers_to_it() {
    let body = styled("berschrift1", &run("Hours"))
        + &format!(
            "<w:p>{}<w:r><w:footnoteReference w:id='1'/></w:r></w:p>",
            run("It opens at six.")
        );
    let document = read_body(&body);
    assert_eq!(shown(&document), ["1# Hours", "It opens at six."]);
    let [note] = &*document.notes else { panic!("one note") };
    assert_eq!(note.text.as_str(), "On Sundays it stays shut.");
    assert_eq!(note.at + 1, document.blocks[1].text.source_range().end);
}

#[test]
fn controls_without_text_of_their_own_are_left_out() {
    let control = |properties: &str| {
        format!(
            "<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent><w:p>{}</w:p></w:sdtContent></w:sdt>",
            run("words")
        )
    };
    assert_eq!(blocks(&control("")), ["words"]);
    assert_eq!(blocks(&control("<w:showingPlcHdr/>")), [""; 0]);
    let contents = "<w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>";
    assert_eq!(blocks(&control(contents)), [""; 0]);
}

#[test]
fn deep_tables_end_in_a_reason() {
    let deep = "<w:tbl><w:tr><w:tc>".repeat(60) + "<w:p/>" + &"</w:tc></w:tr></w:tbl>".repeat(60);
    assert_eq!(blocks(&deep), [""; 0]);
    let deeper = "<w:tbl><w:tr><w:tc>".repeat(600) + "<w:p/>" + &"</w:tc></w:tr></w:tbl>".repeat(600);
    assert_eq!(read(&document(&deeper)).err(), Some(Reason::NestedTooDeep));
}

#[test]
fn an_archive_that_is_no_document_is_refused() {
    assert_eq!(read(&pack(&[("a.txt", "bread")])).err(), Some(Reason::BrokenDocument));
    assert_eq!(read(b"It opens at six.").err(), Some(Reason::BrokenDocument));
}
