//! Pages that word processors export.

use super::{LONG, texts};
use crate::corpus::document::BlockKind;
use crate::corpus::html::read;

/// A page as Google Docs exports it.
fn google(body: &str) -> String {
    format!(
        "<html><head><style type=\"text/css\">.lst-kix_n-0>li:before{{content:\"\" counter(lst-ctn-kix_n-0,decimal) \". \"}}\
        .lst-kix_n-1>li:before{{content:\"\" counter(lst-ctn-kix_n-1,lower-latin) \". \"}}\
        .lst-kix_l-1>li:before{{content:\"\" counter(lst-ctn-kix_l-0,decimal) \".\" counter(lst-ctn-kix_l-1,decimal) \". \"}}\
        .lst-kix_b-0>li:before{{content:\"\\0025cf  \"}}.c4{{text-decoration:line-through}}</style></head>\
        <body class=\"c9 doc-content\">{body}</body></html>"
    )
}

#[test]
fn headers_footers_and_comments_of_google_docs_are_left_out() {
    let page = google(
        "<div><p class=c1><span>Draft</span></p></div><p class=c1><span>The hall is open</span>\
        <sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup><span>&nbsp;daily.</span></p><div><p><span>Page </span></p></div>\
        <div class=c11><p class=c1><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>Is that so?</span></p><p>I doubt it.</p></div>\
        <div class=c11><p class=c1><a href='#cmnt_ref2' id='cmnt2'>[b]</a><span>Done.</span></p></div>",
    );
    assert_eq!(texts(&page), ["The hall is open\u{a0}daily."]);
    // Comments alone also tell, wherever the export was pasted.
    let pasted = "<div><p>It is open.</p><div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a>Is it?</p></div></div>";
    assert_eq!(texts(pasted), ["It is open."]);
    let other = "<body><div><p>Not a header.</p></div><p>It is open.</p></body>";
    assert_eq!(texts(other), ["Not a header.", "It is open."]);
}

#[test]
fn a_paragraph_is_the_title_of_an_exported_document() {
    let title = "<p class='c1 title' id='h.x'><span>House Rules</span></p><h1>Hours</h1><p>It is open.</p>";
    let rules = (Some("House Rules".to_owned()), BlockKind::Heading(1));
    for (page, expected) in [
        (google(title), rules.clone()),
        (title.replace("c1 title", "MsoTitle"), rules),
        (title.to_owned(), (Some("Hours".to_owned()), BlockKind::Text)),
    ] {
        let document = read(&page).unwrap();
        assert_eq!((document.title, document.blocks[0].kind), expected, "{page}");
    }
}

#[test]
fn a_note_that_links_back_to_its_mark_stands_with_the_text() {
    for (mark, note) in [
        (
            "<sup><a href='#ftnt1' id='ftnt_ref1'>[1]</a></sup>",
            "<hr><div><p class=c0><a href='#ftnt_ref1' id='ftnt1'>[1]</a><span>&nbsp;Not in May.</span></p></div>",
        ),
        (
            "<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'><span><span>[1]</span></span></a>",
            "<div><div id=ftn1><p class=MsoFootnoteText><a href='#_ftnref1' name='_ftn1'><span>[1]</span></a> Not in May.</p></div></div>",
        ),
        (
            "<a class=sdfootnoteanc name=sdfootnote1anc href='#sdfootnote1sym'><sup>1</sup></a>",
            "<div id=sdfootnote1><p><a class=sdfootnotesym name=sdfootnote1sym href='#sdfootnote1anc'>1</a> Not in May.</p></div>",
        ),
    ] {
        let document = read(&format!(
            "<p>It is open daily{mark}.</p><h2>Fees</h2><p>None.</p>{note}"
        ))
        .unwrap();
        let written = document.blocks.iter().filter(|block| block.kind != BlockKind::Rule);
        let texts: Vec<_> = written.map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["It is open daily.", "Fees", "None."], "{note}");
        let notes: Vec<_> = document.notes.iter().map(|note| note.text.as_str().trim()).collect();
        assert_eq!(notes, ["Not in May."], "{note}");
    }
    // Each of several notes is its own; a link that does not lead back makes no note.
    let page = "<p>A<a href='#n1' id=r1>[1]</a> b<a href='#n2' id=r2>[2]</a> c<a href='#n3' id=r3>[3]</a></p><div>\
        <p><a href='#r1' id=n1>[1]</a> One.</p><p><a href='#r2' id=n2>[2]</a> Two.</p><p><a href='#top' id=n3>[3]</a> No.</p></div>";
    let document = read(page).unwrap();
    let notes: Vec<_> = document.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["One.", "Two."]);
    assert_eq!(document.blocks.last().unwrap().text.as_str(), "No.");
}

#[test]
fn numbers_of_lists_are_written_as_the_style_sheet_says() {
    let list = |class: &str, start: usize, items: &[&str]| {
        let items: String = items
            .iter()
            .map(|item| format!("<li>{item}</li>"))
            .collect::<Vec<_>>()
            .concat();
        format!("<ol class='c1 lst-kix_{class} start' start='{start}'>{items}</ol>")
    };
    let page = google(&(list("n-0", 1, &["Flour"]) + &list("n-1", 1, &["rye", "wheat"]) + &list("n-0", 2, &["Salt"])));
    assert_eq!(texts(&page), ["1. Flour\n  a. rye\n  b. wheat\n2. Salt"]);
    let page = google(&(list("n-0", 4, &["Fees"]) + "<ul class='lst-kix_b-0'><li>None</li></ul>"));
    assert_eq!(texts(&page), ["4. Fees", "- None"]);
    let legal = google(&list("l-1", 3, &["Late is late."]));
    assert_eq!(texts(&legal)[0].trim(), "1.3. Late is late.");
}

#[test]
fn what_was_struck_out_leaves_no_second_space() {
    let page = google("<p><span>The fee is </span><span class=c4>five</span><span>&nbsp;ten crowns.</span></p>");
    assert_eq!(texts(&page), ["The fee is ten crowns."]);
}

#[test]
fn headers_and_footers_of_a_page_by_libreoffice_are_left_out() {
    let page = format!(
        "<div title=\"header\"><p>Confidential</p></div><p>{LONG}</p><div title=\"footer\"><p>Page 1</p></div>"
    );
    assert_eq!(texts(&page), [LONG]);
    assert_eq!(
        texts(&format!("<div title=\"The header of the club\"><p>{LONG}</p></div>")),
        [LONG]
    );
}
