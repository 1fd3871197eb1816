use super::super::testing::{pack, shown};
use super::*;

const CONTAINER: &str = "<?xml version='1.0'?><container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>\
    <rootfile full-path='OEBPS/book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";

fn page(body: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'>\
        <head><title/><style/></head><body>{body}</body></html>"
    )
}

/// A book with these items and references to them, and pages by name.
fn book(metadata: &str, manifest: &str, spine: &str, pages: &[(&str, &str)], more: &[(&str, &str)]) -> Vec<u8> {
    let book = format!(
        "<?xml version='1.0'?><package xmlns='http://www.idpf.org/2007/opf' version='3.0'>\
        <metadata xmlns:dc='http://purl.org/dc/elements/1.1/'>{metadata}</metadata>\
        <manifest>{manifest}</manifest><spine>{spine}</spine>\
        <guide><reference type='toc' href='toc.xhtml'/></guide></package>"
    );
    let names: Vec<String> = pages.iter().map(|(name, _)| format!("OEBPS/{name}")).collect();
    let pages: Vec<String> = pages.iter().map(|(_, body)| page(body)).collect();
    let mut parts = vec![
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER),
        ("OEBPS/book.opf", &book),
    ];
    parts.extend(names.iter().map(String::as_str).zip(pages.iter().map(String::as_str)));
    parts.extend(more);
    pack(&parts)
}

/// The manifest's entry of a page.
fn item(id: &str, name: &str, more: &str) -> String {
    format!("<item id='{id}' href='{name}' media-type='application/xhtml+xml' {more}/>")
}

fn rules(more: &[(&str, &str)]) -> Vec<u8> {
    let metadata = "<dc:title id='t'>House  Rules</dc:title><dc:title>A subtitle</dc:title><dc:creator>Ada</dc:creator>\
        <dc:date>2024-05-03T00:00:00Z</dc:date><dc:language>en-GB</dc:language>";
    let manifest = [
        item("nav", "nav.xhtml", "properties='nav'"),
        item("toc", "toc.xhtml", ""),
        item("b", "text/b%20c.xhtml", ""),
        item("a", "text/a.xhtml", ""),
        item("n", "notes.xhtml", ""),
        "<item id='p' href='p.png' media-type='image/png'/>".to_owned(),
    ];
    let spine = "<itemref idref='nav'/><itemref idref='toc'/><itemref idref='a'/><itemref idref='b' linear='yes'/>\
        <itemref idref='n' linear='no'/><itemref idref='p'/><itemref idref='lost'/>";
    let pages = [
        (
            "nav.xhtml",
            "<nav><ol><li><a href='text/a.xhtml'>Pool</a></li></ol></nav>",
        ),
        ("toc.xhtml", "<p><a href='text/a.xhtml'>Pool</a></p>"),
        ("text/b c.xhtml", "<p>The garden is open to all.</p>"),
        (
            "text/a.xhtml",
            "<a id='x'/><h1>Pool</h1><h2>Hours</h2><p>It opens at <b>six</b>.</p>",
        ),
        ("notes.xhtml", "<p>Aside.</p>"),
    ];
    book(metadata, &manifest.concat(), spine, &pages, more)
}

#[test]
fn parts_are_read_in_the_order_of_the_spine() {
    let (document, source) = read(&rules(&[])).unwrap();
    assert_eq!(document.title.as_deref(), Some("House Rules"));
    let metadata = &document.metadata;
    assert_eq!(
        [&metadata.author, &metadata.date, &metadata.language].map(|value| value.as_deref().unwrap()),
        ["Ada", "2024-05-03", "en-GB"]
    );
    assert_eq!(
        shown(&document),
        [
            "1# Pool",
            "2# Hours",
            "It opens at six.",
            "end 1",
            "The garden is open to all."
        ]
    );
    let last = document.blocks.last().unwrap();
    assert_eq!(source.lines_of(&last.text.source_range()), (2, 2));
}

#[test]
fn a_title_page_is_left_out() {
    let read_pages = |first: &str, second: &str| {
        let metadata = "<dc:title>House Rules</dc:title><dc:creator>Ada</dc:creator>";
        let manifest = item("a", "a.xhtml", "") + &item("b", "b.xhtml", "");
        let pages = [("a.xhtml", first), ("b.xhtml", second)];
        let book = book(
            metadata,
            &manifest,
            "<itemref idref='a'/><itemref idref='b'/>",
            &pages,
            &[],
        );
        shown(&read(&book).unwrap().0)
    };
    let title = "<h1>House\n Rules</h1><p>Ada</p>";
    let text = "<p>The garden is open.</p>";
    let open = "The garden is open.";
    assert_eq!(read_pages(title, text), ["end 1", open]);
    assert_eq!(read_pages(text, "<p>Ada</p>"), ["end 1", open, "end 1", "Ada"]);
    let with_more = "<h1>House Rules</h1><p>Ada</p><p>For guests.</p>";
    assert_eq!(
        read_pages(with_more, text)[..3],
        ["1# House Rules", "Ada", "For guests."]
    );
}

/// The blocks of a book of these pages.
fn pages(bodies: &[&str]) -> Vec<String> {
    let names: Vec<String> = (0..bodies.len()).map(|i| format!("p{i}.xhtml")).collect();
    let items: Vec<String> = names.iter().map(|name| item(name, name, "")).collect();
    let spine: Vec<String> = names.iter().map(|name| format!("<itemref idref='{name}'/>")).collect();
    let pages: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(bodies.iter().copied()).collect();
    let book = book("", &items.concat(), &spine.concat(), &pages, &[]);
    shown(&read(&book).unwrap().0)
}

#[test]
fn marks_of_notes_in_another_part_are_not_text() {
    for mark in [
        "<a epub:type='noteref' href='p1.xhtml#n1'>1</a>",
        "<a role='doc-noteref' href='#n1'>*</a>",
        "<a href='p1.xhtml#n1'><sup>1</sup></a>",
        "<sup><a href='p1.xhtml#n1'>12</a></sup>",
        "<a href='p1.xhtml#n1'>[1]</a>",
    ] {
        let text = format!("<p>The garden is open{mark}.</p>");
        assert_eq!(pages(&[&text]), ["end 1", "The garden is open."], "{mark}");
    }
    let note = "<p>Not in May. <a href='p0.xhtml#r1'>↩</a></p>";
    assert_eq!(pages(&[note]), ["end 1", "Not in May."]);
    let link = "<p>See rule <a href='p1.xhtml#r7'>7</a>.</p>";
    assert_eq!(pages(&[link]), ["end 1", "See rule 7."]);
}

#[test]
fn tables_of_contents_and_indexes_are_left_out() {
    let text = "<p>The garden is open.</p>";
    let entries = |address: &str| {
        let entry = |name: &str| format!("<p><a href='{address}'>{name}</a></p>");
        ["Pool", "Garden", "Roof", "Bar"].map(entry).concat()
    };
    let contents = format!("<p>Contents</p>{}", entries("p1.xhtml"));
    let index = "<section epub:type='index'><h1>Index</h1><p>Pool, <a href='p1.xhtml#a'>3</a></p></section>";
    let listed = "<div role='doc-toc'><p>Pool 3</p></div>";
    assert_eq!(
        pages(&[&contents, text, index, listed]),
        ["end 1", "The garden is open."]
    );
    assert_eq!(pages(&[&entries("https://example.org/"), text]).len(), 7);
    let with_number = "<p><a href='#pool'>Pool</a>\u{a0}\u{a0} 12</p>";
    assert_eq!(
        pages(&[&format!("{with_number}{text}")]),
        ["end 1", "The garden is open."]
    );
    let rule = "<p><a href='#r7'>Rule 7</a></p>";
    assert_eq!(pages(&[&format!("{rule}{text}")]).len(), 3);
}

#[test]
fn a_protected_book_is_told() {
    let encryption = |algorithm: &str| {
        format!(
            "<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm='{algorithm}'/></enc:EncryptedData></encryption>"
        )
    };
    let protected = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc");
    assert_eq!(
        read(&rules(&[("META-INF/encryption.xml", &protected)])).err(),
        Some(Reason::CopyProtected)
    );
    let fonts = encryption(FONT_SCRAMBLERS[0]);
    assert!(read(&rules(&[("META-INF/encryption.xml", &fonts)])).is_ok());
}

#[test]
fn a_book_that_lacks_a_part_is_damaged() {
    let broken = book("", &item("a", "a.xhtml", ""), "<itemref idref='a'/>", &[], &[]);
    assert_eq!(read(&broken).err(), Some(Reason::BrokenDocument));
    assert_eq!(
        read(&pack(&[("mimetype", "application/epub+zip")])).err(),
        Some(Reason::BrokenDocument)
    );
    let empty = book(
        "",
        &item("a", "a.xhtml", ""),
        "<itemref idref='a'/>",
        &[("a.xhtml", "")],
        &[],
    );
    assert_eq!(read(&empty).unwrap().0.blocks, []);
}

#[test]
fn a_part_that_is_nested_too_deeply_ends_in_a_reason() {
    let deep = "<div>".repeat(600);
    let broken = book(
        "",
        &item("a", "a.xhtml", ""),
        "<itemref idref='a'/>",
        &[("a.xhtml", &deep)],
        &[],
    );
    assert_eq!(read(&broken).err(), Some(Reason::NestedTooDeep));
}

#[test]
fn notes_in_another_part_stand_with_the_text_that_refers_to_them() {
    let text = "<h1>Ferry</h1><p>It runs daily.<a epub:type='noteref' href='notes.xhtml#n1'>1</a></p><p>Dogs are free.\
        <sup><a role='doc-noteref' href='notes.xhtml#n2'>2</a></sup> See <a href='notes.xhtml#n3'>the appendix</a>.</p>";
    let pages = |notes: &'static str| [("a.xhtml", text), ("notes.xhtml", notes)];
    let manifest = item("a", "a.xhtml", "") + &item("n", "notes.xhtml", "");
    let read_with = |notes, spine| {
        let (document, _) = read(&book("", &manifest, spine, &pages(notes), &[])).unwrap();
        let notes = document.notes.iter().map(|note| note.text.as_str().to_owned());
        (shown(&document), notes.collect::<Vec<_>>())
    };
    let ferry = ["1# Ferry", "It runs daily.", "Dogs are free. See the appendix."];
    let asides = "<h1>Notes</h1><aside epub:type='footnote' id='n1'><p>Not in May.</p></aside><aside epub:type='footnote' \
        id='n2'><p>And cats.</p></aside>";
    for spine in [
        "<itemref idref='a'/><itemref idref='n'/>",
        "<itemref idref='a'/><itemref idref='n' linear='no'/>",
        "<itemref idref='a'/>",
    ] {
        let (blocks, notes) = read_with(asides, spine);
        assert_eq!(blocks, ferry, "{spine}");
        assert_eq!(notes, ["Not in May.", "And cats."], "{spine}");
    }
    let plain = "<h1>Notes</h1><p id='n1'>1. Not in May.</p><p id='n2'>And cats.</p><p id='n3'>An appendix.</p>";
    let (blocks, notes) = read_with(plain, "<itemref idref='a'/><itemref idref='n'/>");
    assert_eq!(
        blocks[3..],
        ["1# Notes", "An appendix."],
        "a link to a paragraph may be no note"
    );
    assert_eq!(notes, ["Not in May.", "And cats."]);
}

#[test]
fn a_note_in_another_part_that_leads_back_needs_no_name() {
    let text = "<h1>Ferry</h1><p>It runs daily<a href=\"n.xhtml#n1\" id=\"r1\"><sup>1</sup></a>. Dogs are free\
        <a href=\"n.xhtml#n2\" id=\"r2\">*</a>. See rule <a href=\"n.xhtml#n3\">3</a>.</p>";
    let notes = "<h1>Notes</h1><h2>Ferry</h2><p id=\"n1\"><a href=\"a.xhtml#r1\">1</a>. Not in May.</p>\
        <p id=\"n2\"><a href=\"a.xhtml#r2\">*</a> And cats.</p><p id=\"n3\">Rule 3 is for all.</p>";
    let manifest = item("a", "a.xhtml", "") + &item("n", "n.xhtml", "");
    let spine = "<itemref idref='a'/><itemref idref='n'/>";
    let (document, _) = read(&book(
        "",
        &manifest,
        spine,
        &[("a.xhtml", text), ("n.xhtml", notes)],
        &[],
    ))
    .unwrap();
    assert_eq!(
        shown(&document),
        [
            "1# Ferry",
            "It runs daily. Dogs are free. See rule 3.",
            "1# Notes",
            "2# Ferry",
            "Rule 3 is for all."
        ]
    );
    let notes: Vec<&str> = document.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["Not in May.", "And cats."]);
}

#[test]
fn text_stays_where_it_is_if_its_note_leads_back_to_it() {
    let of = |text: &str, note: &str| {
        let spine = "<itemref idref='a'/><itemref idref='b'/>";
        let manifest = item("a", "a.xhtml", "") + &item("b", "b.xhtml", "");
        let body = format!("<h1>Bread</h1>{text}<p>Steam helps.</p>{note}");
        let parts = [
            ("a.xhtml", body.as_str()),
            (
                "b.xhtml",
                "<h1>Butter</h1><p id=\"b\">Cream, see <a href=\"a.xhtml#r\">1</a>.</p>",
            ),
        ];
        let (document, _) = read(&book("", &manifest, spine, &parts, &[])).unwrap();
        let notes = document.notes.iter().map(|note| note.text.as_str().to_owned());
        (shown(&document), notes.collect::<Vec<_>>())
    };
    let butter = ["1# Butter", "Cream, see 1."];
    for (text, note) in [
        (
            "<p>Dough rests.<a href=\"#n\" id=\"r\">1</a></p>",
            "<div><ol><li id=\"n\"><p>If cold.<a href=\"#r\">↩︎</a></p></li></ol></div>",
        ),
        (
            "<p>Dough rests.<span id=\"r\"><a href=\"a.xhtml#n\">1</a></span></p>",
            "<div id=\"n\"><p><a href=\"a.xhtml#r\">1</a> If cold.</p></div>",
        ),
        (
            "<p id=\"r\">Dough rests.<sup><a href=\"#n\">1</a></sup></p>",
            "<p id=\"n\">If cold. <a href=\"#r\">↩</a></p>",
        ),
        (
            "<p>Dough rests.<a id=\"r\" href=\"#n\">[1]</a></p>",
            "<p><a id=\"n\" href=\"#r\">[1]</a> If cold.</p>",
        ),
    ] {
        let (blocks, notes) = of(text, note);
        assert_eq!(
            blocks,
            [&["1# Bread", "Dough rests.", "Steam helps."][..], &butter].concat(),
            "{text}"
        );
        assert_eq!(notes, ["If cold."], "{text}");
    }
    // Two chapters that refer to each other are no notes.
    let (blocks, notes) = of("<p id=\"r\">Dough rests, see <a href=\"b.xhtml#b\">2</a>.</p>", "");
    assert_eq!(
        blocks,
        [&["1# Bread", "Dough rests, see 2.", "Steam helps."][..], &butter].concat()
    );
    assert_eq!(notes, [""; 0]);
}

#[test]
fn a_part_without_headings_has_the_name_that_the_contents_give_it() {
    let contents = "<ncx><navMap><navPoint><navLabel><text>Opening  hours</text></navLabel><content src='a.xhtml'/>\
        <navPoint><navLabel><text>Fees</text></navLabel><content src='b.xhtml'/></navPoint></navPoint>\
        <navPoint><navLabel><text>Dogs</text></navLabel><content src='b.xhtml#d'/></navPoint></navMap></ncx>";
    let manifest = item("a", "a.xhtml", "") + &item("b", "b.xhtml", "");
    let manifest = manifest + "<item id='n' href='toc.ncx' media-type='application/x-dtbncx+xml'/>";
    let spine = "<itemref idref='a'/><itemref idref='b'/>";
    let parts = [
        ("a.xhtml", "<p>Opening hours</p><p>From six to eight.</p>"),
        ("b.xhtml", "<p><b>Fees</b></p><p>Dogs</p><p>Ten pounds.</p>"),
    ];
    let (document, _) = read(&book("", &manifest, spine, &parts, &[("OEBPS/toc.ncx", contents)])).unwrap();
    assert_eq!(
        shown(&document),
        [
            "1# Opening hours",
            "From six to eight.",
            "2# Fees",
            "Dogs",
            "Ten pounds."
        ]
    );
}

#[test]
fn what_a_book_hides_is_left_out() {
    let text =
        "<p hidden='hidden'>No.</p><div style='color: red; display:none'><p>Nor this.</p></div><p>The ferry runs.</p>";
    let mut blocks = pages(&[text]);
    blocks.retain(|block| !block.is_empty());
    assert_eq!(blocks, ["end 1", "The ferry runs."]);
}
