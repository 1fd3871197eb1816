mod blocks;
mod exported;
mod limits;
mod lists;
mod pages;
mod panels;
mod shown;

use super::*;

pub(super) fn texts(page: &str) -> Vec<String> {
    let document = read(page).expect("HTML has a reading");
    document
        .blocks
        .iter()
        .map(|block| block.text.as_str().to_owned())
        .collect()
}

/// The first and last line of a block, from 1.
fn lines(page: &str, block: &Block) -> (usize, usize) {
    let range = block.text.source_range();
    let line = |at: usize| page[..at].matches('\n').count() + 1;
    (line(range.start), line(range.end - 1))
}

pub(super) const LONG: &str = "The council met on Tuesday, and after three hours of debate, it agreed to widen the bridge, \
    which has carried more traffic than it was built for, year after year.";

#[test]
fn only_the_article_remains_of_a_page() {
    let page = format!(
        "<html lang=en><head><title>Bridge | The Paper</title><link rel=canonical href='https://example.org/b'>\
        <meta property='og:title' content='Bridge &amp; road'></head><body><nav><ul><li><a href=/>Home</a></ul></nav>\
        <div class='cookie-banner'><p>We use cookies. <button>Accept</button></p></div>\
        <article><h1>Bridge &amp; road</h1>\n<p>{LONG} One.</p>\n<p>{LONG} Two.</p></article>\
        <aside><p>Read this as well, it is about another bridge altogether.</p></aside>\
        <form id=comments><p>Leave a comment</p></form><footer><p>Copyright</p></footer></body></html>"
    );
    assert_eq!(texts(&page), [format!("{LONG} One."), format!("{LONG} Two.")]);
    let document = read(&page).expect("HTML has a reading");
    assert_eq!(document.title.as_deref(), Some("Bridge & road"));
    assert_eq!(document.metadata.url.as_deref(), Some("https://example.org/b"));
    assert_eq!(document.metadata.language.as_deref(), Some("en"));
    for block in &document.blocks {
        assert_eq!(&page[block.text.source_range()], block.text.as_str());
    }
}

#[test]
fn a_tiny_page_gives_its_one_paragraph() {
    assert_eq!(
        texts("<title>T</title><p>Just &lt;one&gt; line.</p>"),
        ["Just <one> line."]
    );
}

#[test]
fn a_paragraph_with_markup_has_the_right_lines() {
    let page = format!("<body><article>\n<p>{LONG}</p>\n<p>It&rsquo;s a\n<b>bold</b>\nplan.</p>\n</article>");
    let document = read(&page).expect("HTML has a reading");
    let block = document.blocks.last().expect("two paragraphs");
    assert_eq!(block.text.as_str(), "It’s a bold plan.");
    assert_eq!(lines(&page, block), (3, 5));
}

#[test]
fn lists_tables_and_code_are_one_block_each() {
    let page = format!(
        "<article><p>{LONG}</p><h2>More</h2>\n<ul>\n<li>One, which is long enough to stay\n<ol><li>Deep</ol>\n\
        <li>Two, as well</ul>\n<table><tr><th>Year<th>Cars\n<tr><td>2020<td>17</table>\n<pre>a = 1\n\n  b</pre>\
        <blockquote><p>A quoted paragraph.</p></blockquote></article>"
    );
    let document = read(&page).expect("HTML has a reading");
    let found: Vec<_> = document
        .blocks
        .iter()
        .skip(1)
        .map(|b| (b.kind, b.text.as_str()))
        .collect();
    let wanted = [
        (BlockKind::Heading(2), "More"),
        (
            BlockKind::Text,
            "- One, which is long enough to stay\n  1. Deep\n- Two, as well",
        ),
        (BlockKind::Text, "Year | Cars\n2020 | 17"),
        (BlockKind::Code, "a = 1\n\n  b"),
        (BlockKind::Text, "A quoted paragraph."),
    ];
    assert_eq!(found, wanted);
    assert_eq!(lines(&page, &document.blocks[2]), (3, 5));
    assert_eq!(lines(&page, &document.blocks[3]), (6, 7));
}

#[test]
fn a_page_declares_its_encoding() {
    let name = |page: &str| declared_encoding(page.as_bytes()).map(Encoding::name);
    assert_eq!(name("<META charset=\"utf-8\">"), Some("UTF-8"));
    let equiv = "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>";
    assert_eq!(name(equiv), Some("windows-1252"));
    assert_eq!(name("<p>charset=utf-8</p>"), None);
}

#[test]
fn a_big_page_on_one_line_is_read_in_time() {
    let page = format!("<article>{}</article>", format!("<p>{LONG} <b>x</b></p>").repeat(2000));
    assert_eq!(texts(&page).len(), 2000);
}
