//! Lists and tables.

use super::blocks::check;

#[test]
fn lists_keep_their_depths_and_lines() {
    check(
        "<ul><li>a<ul><li>b<li>c</ul><li>d<ol start=3><li>e<ul><li>f</ul></ol></ul>",
        &["T - a\n  - b\n  - c\n- d\n  3. e\n    - f [0, 1, 1, 0, 1, 2]"],
    );
    check("<ol><li>a<li value=7>b<li>c</ol>", &["T 1. a\n7. b\n8. c [0, 0, 0]"]);
    check("<ol type=a><li>a<li>b</ol>", &["T a. a\nb. b [0, 0]"]);
    check(
        "<ol style='list-style-type: upper-roman' start=4><li>a</ol>",
        &["T IV. a [0]"],
    );
    check("<ol reversed><li>a<li>b<li>c</ol>", &["T 3. a\n2. b\n1. c [0, 0, 0]"]);
    check(
        "<ul><li><p>a</p><p>b<br>c</p><li></li><li>d</ul>",
        &["T - a\n  b\n  c\n- d [0, 0]"],
    );
    check("<ul><ul><li>a</ul></ul>", &["T   - a [1]"]);
    check("<ul>Bring:<li>a<li>b</ul>", &["T Bring:\n- a\n- b [0, 0, 0]"]);
    check(
        "<ol><li>Run:<pre>\na\n  b\n</pre>Done.</ol>",
        &["T 1. Run:\n  a\n    b\n  Done. [0]"],
    );
    check("<ul><li><h3>a</h3><p>b</ul><p>c", &["H3 a", "T b", "T c"]);
    check(
        "<ol><li>TextStyle:<table><tr><th>x<th>y</table><li>z</ol>",
        &["T 1. TextStyle:", "T x | y [0]", "T 2. z"],
    );
    check("<li>a<li>b", &["T a", "T b"]);
    check(
        "<ul class='lst-a-0'><li>a</ul><ul class=lst-a-1><li>b</ul><ul class=lst-a-0><li>c</ul><ul class=lst-b-0><li>d</ul>",
        &["T - a\n  - b\n- c [0, 1, 0]", "T - d [0]"],
    );
    check(
        "<ul class=lst-a-0><li>a</ul><p>b<ul class=lst-a-1><li>c</ul>",
        &["T - a [0]", "T b", "T - c [0]"],
    );
}

#[test]
fn tables_have_a_row_a_line() {
    check(
        "<table><thead><tr><th>Day<th>Time<tbody><tr><td>Monday<td>7:10</table>",
        &["T Day | Time\nMonday | 7:10 [0, 1]"],
    );
    check(
        "<table><tr><th>Day<th>Time<tr><td>Monday<td>7:10</table>",
        &["T Day | Time\nMonday | 7:10 [0, 1]"],
    );
    check(
        "<table><tr><td>a<td>b<tr><td>c<td>d</table>",
        &["T a | b\nc | d [0, 0]"],
    );
    check(
        "<table><tr><th>a<td>b<tr><th>c<td>d</table>",
        &["T a | b\nc | d [0, 0]"],
    );
    check("<table><tr><td>a<td><tr><td><td></table>", &["T a |  [0]"]);
    check(
        "<table><tr><td>a<br>b<td><ul><li>c<li>d</ul><tr><td>e</table>",
        &["T a / b | c / d\ne [0, 0]"],
    );
    check(
        "<table><tr><th>Day<th>x<th>y<tr><th colspan=3>Summer<tr><td>Monday<td>1<td>2</table>",
        &["T Day | x | y\nSummer\nMonday | 1 | 2 [0, 1, 2]"],
    );
}

#[test]
fn a_cell_that_spans_rows_stands_in_each() {
    check(
        "<table><tr><td rowspan=2>Monday<td>7:10<td>8:40<tr><td>17:10<td>23:40<tr><td>Tuesday<td>9:00<td></table>",
        &["T Monday | 7:10 | 8:40\nMonday | 17:10 | 23:40\nTuesday | 9:00 |  [0, 0, 0]"],
    );
    check(
        "<table><tr><td>a<td rowspan=0>x<tr><td>b<tr><td>c</table>",
        &["T a | x\nb | x\nc | x [0, 0, 0]"],
    );
    check(
        "<table><tr><td colspan=2>a<td rowspan=2>x<tr><td>b<td>c</table>",
        &["T a | a | x\nb | c | x [0, 0]"],
    );
    check("<table><tr><td rowspan=9>a<td>b</table>", &["T a | b [0]"]);
}

#[test]
fn tables_that_lay_out_a_page_are_none() {
    check("<table><tr><td>a<tr><td>b</table>", &["T a", "T b"]);
    check("<table role=presentation><tr><td>a<td>b</table>", &["T a", "T b"]);
    check("<table><tr><td><h1>a</h1><td>b</table>", &["H1 a", "T b"]);
    check(
        "<table><tr><td>a<td><table><tr><td>b<td>c</table></table>",
        &["T a", "T b | c [0]"],
    );
    check(
        "<table><tr><th>a<td><table><tr><td>b<td>c</table></table>",
        &["T a | b / c [0]"],
    );
    check("<table>x<tr><td>a<td>b</table>", &["T x", "T a | b [0]"]);
    check("<table><form><tr><td>a<td>b</form></table>c", &["T a | b [0]", "T c"]);
}

#[test]
fn lists_that_follow_one_another_are_one() {
    check("<ul><li>a</ul> <ul><li>b</ul>", &["T - a\n- b [0, 0]"]);
    check("<ol><li>a</ol><ol start=2><li>b</ol>", &["T 1. a\n2. b [0, 0]"]);
    check("<ol><li>a</ol><ol><li>b</ol>", &["T 1. a [0]", "T 1. b [0]"]);
    check("<ol><li>a</ol><ol start=5><li>b</ol>", &["T 1. a [0]", "T 5. b [0]"]);
    check("<ul><li>a</ul><p>b<ul><li>c</ul>", &["T - a [0]", "T b", "T - c [0]"]);
    check(
        "<ul><li><a href=/a>a</a></ul><ul><li>b</ul>",
        &["T - a [0]", "T - b [0]"],
    );
}

#[test]
fn lists_of_word_are_lists() {
    let item = |level, marker, words| {
        format!(
            "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'><![if !supportLists]>\
            <span style='mso-list:Ignore'>{marker}<span>&nbsp;&nbsp; </span></span><![endif]>{words}</p>\n"
        )
    };
    let list = [item(1, "\u{b7}", "a"), item(2, "1.", "b"), item(1, "\u{b7}", "c")].concat();
    check(&format!("{list}<p>d"), &["T - a\n  1. b\n- c [0, 1, 0]", "T d"]);
    // Without Word's own styles, "web page, filtered".
    let item = |margin, marker, words| {
        format!(
            "<p class=MsoListParagraphCxSpMiddle style='{margin}text-indent:-18.0pt'><span style='font-family:Symbol'>{marker}<span \
            style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span>{words}</p>\n"
        )
    };
    let list = [
        item("", "\u{b7}", "a"),
        item("margin-left:72.0pt;", "1.", "<b>b</b>"),
        item("margin-left:.5in;", "\u{b7}", "c"),
    ];
    check(
        &format!("{}<p>d", list.concat()),
        &["T - a\n  1. b\n- c [0, 1, 0]", "T d"],
    );
    check("<p class=MsoListParagraph>a</p><p>b", &["T a", "T b"]);
}
