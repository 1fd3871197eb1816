//! Panels that open at a click, and what names them.

use super::blocks::written;
use crate::corpus::html::read;

#[track_caller]
fn check(page: &str, wanted: &[&str]) {
    let document = read(page).expect("HTML has a reading");
    let blocks: Vec<String> = document.blocks.iter().map(written).collect();
    assert_eq!(blocks, wanted, "{page}");
}

#[test]
fn panels_that_a_click_opens_have_their_names() {
    for (page, wanted) in [
        (
            "<ul class='nav nav-tabs'><li><a href='#s' data-toggle=tab>A</a><li><a href='#w' data-toggle=tab>B</a></ul>\
            <div><div class=tab-pane id=s><h3>H</h3>a</div><div class=tab-pane id=w>b</div></div>",
            &["L A", "H3 H", "T a", "E3", "L B", "T b", "E7"][..],
        ),
        (
            "<div><a href='#s'>A</a> <a href='#w'>B</a><section id=s><p>a</section><section id=w>b</section></div>",
            &["L A", "T a", "E7", "L B", "T b", "E7"],
        ),
        (
            "<div><a href='#'>A</a><div>a</div></div><div><a href='javascript:x()'>B</a><p>b</div>",
            &["L A", "T a", "E7", "L B", "T b", "E7"],
        ),
        (
            "<div><div role=button aria-expanded=false>A</div><div>a</div></div><p>b",
            &["L A", "T a", "E7", "T b"],
        ),
        (
            "<div><input type=radio><label>A</label><input type=radio><label>B</label></div><div><div><pre>a</pre></div><div><pre>b</pre></div></div>",
            &["L A", "C a", "E7", "L B", "C b", "E7"],
        ),
        (
            "<div><h2><button>A?</button></h2><div>a</div></div><p>b",
            &["H2 A?", "T a", "E2", "T b"],
        ),
        (
            "<div><h2><button aria-expanded=false>A?</button></h2><div>a</div></div><p>b",
            &["H2 A?", "T a", "E2", "T b"],
        ),
        (
            "<div><div role=button aria-expanded=false><div><h3>A?</h3></div></div><div hidden><p>a</div></div>\
            <div><div role=button aria-expanded=false><p>B</div><div hidden><p>b</div></div><p>c",
            &["H3 A?", "T a", "E3", "L B", "T b", "E7", "T c"],
        ),
        (
            "<div><div><h3>A</h3></div><div><p>a</div></div><p>b",
            &["H3 A", "T a", "T b"],
        ),
    ] {
        check(page, wanted);
    }
}

#[test]
fn links_that_open_nothing_name_nothing() {
    for (page, wanted) in [
        (
            "<p><a href='#s'>A</a> <a href='#w'>B</a></p><div id=s><h2>A</h2><p>a</div><div id=w><h2>B</h2><p>b</div>",
            &["H2 A", "T a", "H2 B", "T b"][..],
        ),
        (
            "<p>a<a href='#f'>1</a><a href='#g'>2</a></p><div id=f>b</div><div id=g>c</div>",
            &["T a12", "T b", "T c"],
        ),
        ("<p>a</p><a href='#'>Top</a><div>b</div><p>c", &["T a", "T b", "T c"]),
        ("<ul><li><a href='#'>A</a><div>a</div></ul>", &["T - A\n  a [0]"]),
        (
            "<div><h2>A <button>Edit this</button></h2><p>a</div><p>b",
            &["H2 A", "T a", "T b"],
        ),
        ("<p><a href='/a'>A</a></p><p>a", &["T A", "T a"]),
    ] {
        check(page, wanted);
    }
}
