use super::super::testing::{pack, shown};
use super::*;
use crate::corpus::problem::Doubt;
use crate::corpus::traced::MarkKind;

const MANIFEST: &str = "<manifest:manifest><manifest:file-entry manifest:full-path='content.xml'/></manifest:manifest>";

/// Styles as office programs write them.
const STYLES: &str = "<office:document-styles><office:styles>\
    <style:style style:name='Title' style:family='paragraph'/>\
    <style:style style:name='Loop' style:family='paragraph' style:parent-style-name='Loop'/>\
    <style:style style:name='Strong_20_Emphasis' style:family='text'><style:text-properties fo:font-weight='bold'/></style:style>\
    <text:list-style style:name='L1'>\
    <text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.'/>\
    <text:list-level-style-number text:level='2' style:num-format='a' style:num-suffix=')' text:display-levels='2'/>\
    </text:list-style></office:styles></office:document-styles>";

const AUTOMATIC: &str = "<style:style style:name='P1' style:family='paragraph' style:parent-style-name='Title'/>\
    <style:style style:name='T1' style:family='text'><style:text-properties text:display='none'/></style:style>\
    <style:style style:name='T2' style:family='text'><style:text-properties style:text-line-through-style='solid'/></style:style>\
    <style:style style:name='T3' style:family='text' style:parent-style-name='Strong_20_Emphasis'/>\
    <style:style style:name='T4' style:family='text'><style:text-properties style:text-position='super 58%'/></style:style>\
    <text:list-style style:name='L2'><text:list-level-style-bullet text:level='1' text:bullet-char='•'/></text:list-style>";

fn document(body: &str) -> Vec<u8> {
    document_with(body, STYLES)
}

fn document_with(body: &str, styles: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version='1.0' encoding='UTF-8'?><office:document-content><office:automatic-styles>{AUTOMATIC}\
        </office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let meta =
        "<office:document-meta><office:meta><dc:title>Given title</dc:title></office:meta></office:document-meta>";
    pack(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", MANIFEST),
        ("content.xml", &content),
        ("styles.xml", styles),
        ("meta.xml", meta),
    ])
}

fn read_body(body: &str) -> Document {
    read(&document(body)).unwrap().0
}

fn blocks(body: &str) -> Vec<String> {
    shown(&read_body(body))
}

#[test]
fn headings_have_the_level_of_their_outline() {
    let body = "<text:p text:style-name='P1'>Bakery</text:p><text:h text:outline-level='1'>Hours</text:h>\
        <text:p text:style-name='Loop'>It opens at six.</text:p><text:h text:outline-level='2'>Sundays</text:h>\
        <text:list><text:list-item><text:h text:outline-level='1'>Bread</text:h></text:list-item></text:list>\
        <text:p>Rye.</text:p>";
    let document = read_body(body);
    assert_eq!(document.title.as_deref(), Some("Bakery"));
    assert_eq!(
        shown(&document),
        ["1# Hours", "It opens at six.", "2# Sundays", "1# Bread", "Rye."]
    );
    assert_eq!(
        read_body("<text:p>It opens.</text:p>").title.as_deref(),
        Some("Given title")
    );
}

#[test]
fn headings_have_the_numbers_of_the_outline_or_of_their_list() {
    let outline = "<text:outline-style><text:outline-level-style text:level='1' style:num-format='1' style:num-suffix='.'/>\
        <text:outline-level-style text:level='2' style:num-format='1' text:display-levels='2'/></text:outline-style>";
    let heading =
        |level: usize, more: &str, text: &str| format!("<text:h text:outline-level='{level}' {more}>{text}</text:h>");
    let body = heading(1, "", "Hours")
        + &heading(2, "", "Sundays")
        + &heading(2, "", "Holidays")
        + &heading(1, "text:is-list-header='true'", "Thanks")
        + &heading(1, "", "Fees")
        + &heading(2, "", "Adults")
        + &heading(3, "", "Pupils");
    let styles = STYLES.replace("<office:styles>", &format!("<office:styles>{outline}"));
    let document = read(&document_with(&body, &styles)).unwrap().0;
    assert_eq!(
        shown(&document),
        [
            "1# 1. Hours",
            "2# 1.1 Sundays",
            "2# 1.2 Holidays",
            "1# Thanks",
            "1# 2. Fees",
            "2# 2.1 Adults",
            "3# Pupils"
        ]
    );
    // An item that only holds a list of the next level takes no number.
    let list = |more: &str, inner: &str| {
        format!("<text:list text:style-name='L1' {more}><text:list-item>{inner}</text:list-item></text:list>")
    };
    let goes_on = "text:continue-numbering='true'";
    let clause = |text: &str| list(goes_on, &list("", &format!("<text:p>{text}</text:p>")));
    let body = list("", &heading(1, "", "Fees"))
        + &clause("Pay in May.")
        + &list(goes_on, &heading(1, "", "Fines"))
        + &clause("Late is late.");
    assert_eq!(
        blocks(&body),
        ["1# 1. Fees", "1.a) Pay in May.", "1# 2. Fines", "2.a) Late is late."]
    );
}

#[test]
fn what_nobody_sees_is_left_out() {
    for unread in [
        "<text:span text:style-name='T1'> never</text:span>",
        "<text:span text:style-name='T2'> never</text:span>",
        "<office:annotation><dc:creator>Ada</dc:creator><text:p>never</text:p></office:annotation>",
        "<text:note><text:note-citation>1</text:note-citation></text:note>",
        "<draw:frame><svg:title>never</svg:title><draw:image/></draw:frame>",
    ] {
        assert_eq!(
            blocks(&format!("<text:p>It opens{unread}.</text:p>")),
            ["It opens."],
            "{unread}"
        );
    }
    let contents =
        "<text:table-of-content><text:index-body><text:p>Hours 1</text:p></text:index-body></text:table-of-content>";
    assert_eq!(blocks(contents), [""; 0]);
    assert_eq!(
        blocks("<text:section text:display='none'><text:p>No.</text:p></text:section>"),
        [""; 0]
    );
    assert_eq!(blocks("<text:section><text:p>Yes.</text:p></text:section>"), ["Yes."]);
    let by_condition = |is_hidden: bool| {
        let more = format!("text:condition='x' text:is-hidden='{is_hidden}'");
        blocks(&format!(
            "<text:section text:display='condition' {more}><text:p>Section.</text:p></text:section>\
            <text:p><text:hidden-paragraph {more}/>Paragraph.</text:p>\
            <text:p>It opens<text:hidden-text {more}> daily</text:hidden-text>.</text:p>"
        ))
    };
    assert_eq!(by_condition(true), ["It opens."]);
    assert_eq!(by_condition(false), ["Section.", "Paragraph.", "It opens daily."]);
    let prompt = "<loext:content-control loext:showing-place-holder='true'>Name?</loext:content-control>";
    assert_eq!(blocks(&format!("<text:p>It opens{prompt}.</text:p>")), ["It opens."]);
    let row = |more: &str, text: &str| {
        let cell = format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
        format!("<table:table-row {more}>{cell}{cell}</table:table-row>")
    };
    let rows = row("", "a") + &row("table:visibility='collapse'", "never");
    assert_eq!(blocks(&format!("<table:table>{rows}</table:table>")), ["a | a"]);
}

#[test]
fn objects_are_told_and_a_formula_leaves_a_gap() {
    let frame = |name: &str| {
        format!("<draw:frame><draw:object xlink:href='./{name}'/><draw:image/><svg:desc>x</svg:desc></draw:frame>")
    };
    let body = format!(
        "<text:p>Area: {} of it.{}</text:p>",
        frame("Object 1"),
        frame("Object 2")
    );
    let entry = |name: &str, kind: &str| {
        format!("<file-entry full-path='{name}/' media-type='application/vnd.oasis.opendocument.{kind}'/>")
    };
    let manifest = entry("Object 1", "formula") + &entry("Object 2", "chart");
    let content = format!("<a><body><text>{body}</text></body></a>");
    let archive = pack(&[
        ("META-INF/manifest.xml", &format!("<manifest>{manifest}</manifest>")),
        ("content.xml", &content),
    ]);
    let document = read(&archive).unwrap().0;
    assert_eq!(shown(&document), ["Area: […] of it."]);
    let told = ["a formula", "an embedded object"].map(|what| (Doubt::LeftOut { what }, None));
    assert_eq!(document.doubts, told);
}

#[test]
fn tracked_deletions_are_not_read() {
    let body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>at five</text:p></text:deletion>\
        </text:changed-region></text:tracked-changes>\
        <text:p>It opens<text:change text:change-id='1'/> at <text:change-start text:change-id='2'/>six<text:change-end/>.</text:p>";
    let document = read_body(body);
    assert_eq!(shown(&document), ["It opens at six."]);
    assert_eq!(document.doubts, [(Doubt::TrackedChanges, None)]);
}

#[test]
fn characters_that_are_elements_are_read() {
    let text = "<text:p>One<text:s text:c='3'/>two<text:tab/>three<text:line-break/>m<text:span text:style-name='T4'>2</text:span>\
        <text:page-number> 4</text:page-number></text:p>";
    assert_eq!(blocks(text), ["One two three\nm² 4"]);
}

#[test]
fn soft_hyphens_are_no_letters_and_signs_of_symbol_fonts_are_told() {
    let document = read_body("<text:p>The co\u{ad}ordinator ticks \u{f0fe} or a\u{f0a7}b.</text:p>");
    let told = Doubt::LeftOut {
        what: "a sign of a symbol font",
    };
    assert_eq!(document.blocks[0].text.as_str(), "The coordinator ticks […] or a[…]b.");
    assert!(
        document.doubts.iter().any(|(doubt, _)| *doubt == told),
        "{:?}",
        document.doubts
    );
}

#[test]
fn marks_and_links_are_kept() {
    let body = "<text:p>No <text:span text:style-name='T3'>dogs</text:span> or \
        <text:a xlink:href='https://example.org/?a=1&amp;b=2'>cats</text:a>.</text:p>";
    let text = &read_body(body).blocks[0].text;
    assert_eq!(text.as_str(), "No dogs or cats.");
    let marks: Vec<_> = text
        .marks()
        .iter()
        .map(|mark| (mark.range.clone(), mark.kind.clone()))
        .collect();
    let link = MarkKind::Link("https://example.org/?a=1&b=2".to_owned());
    assert_eq!(marks, [(3..7, MarkKind::Strong), (11..15, link)]);
}

#[test]
fn lists_are_one_block_with_their_numbers() {
    let item = |inner: &str| format!("<text:list-item>{inner}</text:list-item>");
    let inner = format!(
        "<text:list>{}{}</text:list>",
        item("<text:p>rye</text:p>"),
        item("<text:p>wheat</text:p>")
    );
    let first = item(&format!("<text:p>Flour</text:p>{inner}"));
    let second = item("<text:p>Water</text:p><text:p>Cold.</text:p>");
    let third = item("<text:p>Salt</text:p>");
    let body = format!(
        "<text:list text:style-name='L1'>{first}{second}</text:list><text:p>Then:</text:p>\
        <text:list text:style-name='L1' text:continue-numbering='true'>{third}</text:list>\
        <text:list text:style-name='L1'>{third}</text:list><text:list text:style-name='L2'>{third}</text:list>"
    );
    assert_eq!(
        blocks(&body),
        [
            "1. Flour\n  1.a) rye\n  1.b) wheat\n2. Water\n  Cold.",
            "Then:",
            "3. Salt",
            "1. Salt",
            "- Salt"
        ]
    );
    let depths: Vec<_> = read_body(&body).blocks[0].parts.iter().map(|part| part.depth).collect();
    assert_eq!(depths, [0, 1, 1, 0]);
}

#[test]
fn tables_are_rows() {
    let cell = |more: &str, text: &str| format!("<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>");
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let head = row(&[cell("", "Day"), cell("", "Opens")]);
    let rows = row(&[cell("table:number-rows-spanned='2'", "Monday"), cell("", "six")])
        + &row(&["<table:covered-table-cell/>".to_owned(), cell("", "noon")]);
    let body = format!(
        "<table:table><table:table-column/><table:table-header-rows>{head}</table:table-header-rows>{rows}</table:table>"
    );
    let document = read_body(&body);
    assert_eq!(shown(&document), ["Day | Opens\nMonday | six\nMonday | noon"]);
    let depths: Vec<_> = document.blocks[0].parts.iter().map(|part| part.depth).collect();
    assert_eq!(depths, [0, 1, 1]);
}

#[test]
fn notes_and_text_boxes_are_read_once() {
    let note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Not in May.</text:p></text:note-body></text:note>";
    let frame = "<draw:frame><draw:text-box><text:p>No dogs.</text:p></draw:text-box></draw:frame>";
    let body = format!("<text:h>Hours</text:h><text:p>It opens{note} at six.{frame}</text:p><text:p>Bye.</text:p>");
    let document = read_body(&body);
    assert_eq!(shown(&document), ["1# Hours", "It opens at six.", "No dogs.", "Bye."]);
    let [note] = &*document.notes else { panic!("one note") };
    assert_eq!(note.text.as_str(), "Not in May.");
    let opens = document.blocks[1].text.source_range();
    assert!(opens.contains(&note.at));
}

#[test]
fn a_document_with_a_password_is_told() {
    let manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>";
    let archive = pack(&[("META-INF/manifest.xml", manifest), ("content.xml", "?")]);
    assert_eq!(read(&archive).err(), Some(Reason::Encrypted));
    assert_eq!(
        read(&pack(&[("content.xml", "<a/>")])).err(),
        Some(Reason::BrokenDocument)
    );
}
