//! The blocks that each element becomes, written as "H2 text", "L text" (label), "T text", "C text" (code) and "E7"
//! (end); the depths of a text's parts follow it.

use super::super::blocks_of;
use crate::corpus::document::{Block, BlockKind};

pub(super) fn written(block: &Block) -> String {
    let text = block.text.as_str();
    let kind = match block.kind {
        BlockKind::Heading(level) => format!("H{level} "),
        BlockKind::Label => "L ".to_owned(),
        BlockKind::Text => "T ".to_owned(),
        BlockKind::Code => "C ".to_owned(),
        BlockKind::Rule => "---".to_owned(),
        BlockKind::End(level) => format!("E{level}"),
        BlockKind::Struck(level) => format!("~{level}"),
    };
    if block.parts.is_empty() {
        return format!("{kind}{text}");
    }
    let starts_line = |start: usize| start == 0 || text[..start].ends_with('\n');
    assert!(block.parts.iter().all(|part| starts_line(part.start)), "{block:?}");
    let depths: Vec<usize> = block.parts.iter().map(|part| part.depth).collect();
    format!("{kind}{text} {depths:?}")
}

#[track_caller]
pub(super) fn check(fragment: &str, wanted: &[&str]) {
    let blocks: Vec<String> = blocks_of(fragment).iter().map(written).collect();
    assert_eq!(blocks, wanted, "{fragment}");
}

/// The marks of all blocks: their kinds, and the words that they cover.
#[track_caller]
fn check_marks(fragment: &str, wanted: &[(&str, &str)]) {
    let blocks = blocks_of(fragment);
    let all = blocks.iter().flat_map(|block| {
        let text = block.text.as_str();
        block
            .text
            .marks()
            .iter()
            .map(|mark| (format!("{:?}", mark.kind), &text[mark.range.clone()]))
    });
    let all: Vec<(String, &str)> = all.collect();
    let all: Vec<(&str, &str)> = all.iter().map(|(kind, words)| (kind.as_str(), *words)).collect();
    assert_eq!(all, wanted, "{fragment}");
}

#[test]
fn what_is_struck_out_is_left_out() {
    check(
        "<p>It costs <del>nine</del> <ins>twelve</ins> crowns.",
        &["T It costs twelve crowns."],
    );
    check(
        "<s>Old rule.</s><strike>Older rule.</strike><p>New rule.",
        &["T New rule."],
    );
    check(
        "<p>a <span style='color:red;text-decoration: line-through'>b</span> c",
        &["T a c"],
    );
    check(
        "<style>.c3{text-decoration:line-through}</style><p>a <b class=c3>b</b> c",
        &["T a c"],
    );
    check("<p><s>a</p><p>b</s> c</p>", &["T c"]);
    check("<p><s>a</p><p>b</p>", &["T b"]);
    check("<del><p>a</p><p>b</p></del><p>c", &["T c"]);
    check("<ul><li><s>a</s><li>b</ul>", &["T - b [0]"]);
    check("<p><u>a</u> and <ins>b</ins>", &["T a and b"]);
}

#[test]
fn folds_terms_and_captions_are_labels() {
    check(
        "<details><summary>Why <b>so</b>?</summary><p>One.</p><p>Two.</p></details>Three",
        &["L Why so?", "T One.", "T Two.", "E7", "T Three"],
    );
    check(
        "<details><summary><h3>Why?</h3></summary>a<h4>b</h4>c</details>",
        &["L Why?", "T a", "H4 b", "T c", "E4"],
    );
    check(
        "<dl><dt>Pond<dd>Deep.<dt>Lake<dd>Wide.</dl>x",
        &["L Pond", "T Deep.", "L Lake", "T Wide.", "E7", "T x"],
    );
    check("<dl><div><dt>Pond<dd>Deep.</div></dl>", &["L Pond", "T Deep.", "E7"]);
    check(
        "<figure><pre>a = 1</pre><figcaption>A sum</figcaption></figure>",
        &["L A sum", "C a = 1", "E7"],
    );
    check(
        "<figure><img><figcaption>The bridge</figcaption></figure>x",
        &["L The bridge", "E7", "T x"],
    );
    check(
        "<fieldset><legend>Rules</legend>No fire.</fieldset>",
        &["L Rules", "T No fire.", "E7"],
    );
    check(
        "<table><caption>Prices</caption><tr><td>Rye<td>4</table>",
        &["L Prices", "T Rye | 4 [0]", "E7"],
    );
    check(
        "<div class='admonition tip'><p class='admonition-title'>Never</p><p>At noon.</p></div>x",
        &["L Never", "T At noon.", "E7", "T x"],
    );
    check("<p class=admonition>At noon.", &["T At noon."]);
}

#[test]
fn a_fragment_may_begin_what_another_one_ends() {
    check("<details><summary>Why?</summary>", &["L Why?"]);
    check("<p>x</p></details>", &["T x", "E7"]);
    check("</div></td>", &[]);
    check("<div align=center><h1>Mill", &["H1 Mill"]);
    check("", &[]);
    check("plain &amp; simple", &["T plain & simple"]);
}

#[test]
fn lines_are_kept_and_white_space_is_not() {
    check("<p>a\n  b<br>\n c<br/>d", &["T a b\nc\nd"]);
    check("a<br><br>b<br> <br>c", &["T a", "T b", "T c"]);
    check("<address>Mill Lane 4<br>Valley</address>", &["T Mill Lane 4\nValley"]);
    check("<h2>a<br>b</h2>", &["H2 a b"]);
    check("<pre>\n\na\n\n  b &lt;c&gt;\r\nd\n</pre>", &["C a\n\n  b <c>\nd"]);
    check("<pre><code><div>a</div><div>b</div></code></pre>", &["C a\nb"]);
    check("<pre><span>a<br></span><span>b<br></span></pre>", &["C a\nb"]);
    check("<td><pre>1\n2</pre><td><pre>x\ny</pre>", &["C x\ny"]);
    check("a<hr>b", &["T a", "---", "T b"]);
    check("<hr><h2>a</h2><hr>b", &["H2 a", "T b"]);
    check("co&shy;op\u{ad}era<wbr>te a&nbsp;b", &["T cooperate a\u{a0}b"]);
}

#[test]
fn small_things_read_as_they_look() {
    check("He said <q>I <q>know</q></q>.", &["T He said “I ‘know’”."]);
    check("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字", &["T 漢字"]);
    check(
        "10<sup>6</sup> m<sup>2</sup>, 1<sup>st</sup>, H<sub>2</sub>O",
        &["T 10⁶ m², 1st, H2O"],
    );
    check(
        "so<sup>[1]</sup> it<sup><a href=#n>2</a></sup> is<a href=#n><sup>3</sup></a>.",
        &["T so it is."],
    );
    check("<h2>a<a href=#a>¶</a></h2>b <a href=#c>c</a>", &["H2 a", "T b c"]);
    check(
        "<select><option>a</select><input value=b><textarea>c</textarea><img alt=d>e",
        &["T e"],
    );
    check(
        "<script>a<b</script><style>c</style><template>d</template><noscript>e</noscript>f",
        &["T f"],
    );
    check(
        "<svg><text>a</text></svg><math><mi>x</mi><annotation>y</annotation></math>",
        &["T x"],
    );
    check(
        "<blockquote><h2>a</h2><p>b</p><h3>c</h3><p>d</p><h2>e</h2><p>f</p></blockquote>g",
        &["L a", "T b", "L c", "T d", "E7", "E7", "L e", "T f", "E7", "T g"],
    );
    check("<div role=heading aria-level=3>a</div>b", &["H3 a", "T b"]);
    check(
        &format!("<h2>{}", "far too long ".repeat(40)),
        &[&format!("T {}", "far too long ".repeat(40).trim())],
    );
}

#[test]
fn buttons_that_open_panels_are_read() {
    check(
        "<button aria-expanded=false>Pets</button><div hidden>No.</div>",
        &["T Pets", "T No."],
    );
    check(
        "<button>Pets</button> <div style='display:none'>No.</div>",
        &["T Pets", "T No."],
    );
    check("<h3><button>Pets</button></h3>No.", &["H3 Pets", "T No."]);
    check("<h3>Pets <button>Copy</button></h3>No.", &["H3 Pets", "T No."]);
    check("<button>Are there cats?</button>", &["T Are there cats?"]);
    check(
        "<div><button>Cats</button><button>Dogs</button></div><div>No.</div>",
        &["T No."],
    );
    check("<button>Save</button><h3>Pets</h3><p>No.", &["H3 Pets", "T No."]);
    check("<button>Copy</button><pre>a</pre><button>Share</button>", &["C a"]);
}

#[test]
fn words_keep_their_marks() {
    check_marks(
        "<p><b>a</b> <em>b <strong>c</strong></em> <kbd>d</kbd> <span class='x spoiler'>e</span>",
        &[
            ("Strong", "a"),
            ("Strong", "c"),
            ("Emphasis", "b c"),
            ("Code", "d"),
            ("Spoiler", "e"),
        ],
    );
    check_marks(
        "<a href='/a?b&amp;c'>x</a> <a href=mailto:a@b>y</a> <a href=#z>z</a> <a href=javascript:q()>q</a>",
        &[("Link(\"/a?b&c\")", "x"), ("Link(\"mailto:a@b\")", "y")],
    );
    check_marks("<ul><li><b>a</b> x<li>b</ul>", &[("Strong", "a")]);
    check_marks(
        "<b><ul><li>a<li>b</ul>c</b>",
        &[("Strong", "a"), ("Strong", "b"), ("Strong", "c")],
    );
    check_marks(
        "<table><tr><td><b>a</b><td><i> b </i></table>",
        &[("Strong", "a"), ("Emphasis", "b")],
    );
    check_marks("<b><p>a</p><b>b</b> c</b> d", &[("Strong", "a"), ("Strong", "b c")]);
    check_marks("<p>a <b>b<p>c</b> d", &[("Strong", "b"), ("Strong", "c")]);
    check_marks("<p style='font-weight:700'>a</p><p>b", &[("Strong", "a")]);
    check_marks("<pre><code>a</code></pre><b> </b>", &[]);
}

#[test]
fn crossed_and_missing_tags_end_as_in_browsers() {
    check("<p>a<p>b<div>c<p>d</div>e", &["T a", "T b", "T c", "T d", "T e"]);
    check("<div><span>a</div>b</span>c", &["T a", "T bc"]);
    check("<ul><li>a<div>b<li>c</ul>", &["T - a\n  b\n- c [0, 0]"]);
    check("<svg><p>a", &["T a"]);
    check("<svg/>a<math/>b", &["T ab"]);
    check("<a href=x>a<a href=y>b", &["T ab"]);
    check("<p>a</p></p>b<br></br>c", &["T a", "T b", "T c"]);
    check("a < b <3 &lt;i&gt; <", &["T a < b <3 <i> <"]);
    check("<!-- a --> b <!--> c <!---> d <!doctype x><?y?></ z>", &["T b c d"]);
    check("<p title='a>b' class=c/>d<a href=\"x'y\">e</a", &["T de"]);
    check("<script><!--<script>a</script>b--></script>c", &["T c"]);
    check("<P>a<BR>b</P><DIV>c", &["T a\nb", "T c"]);
    check(
        "<?xml version='1.0'?><p>a<s/>b<script src='x'/></p><div/>c",
        &["T ab", "T c"],
    );
    check("<p>a<s/>b", &["T a"]);
}

#[test]
fn each_word_knows_its_place() {
    let fragment =
        "<ul>\n<li>One &amp;\ntwo</li>\n<li>\nThree</ul>\n<table><tr><td rowspan=2>a<td>b\n<tr><td>c\n</table>";
    let blocks = blocks_of(fragment);
    let lines = |part: std::ops::Range<usize>, block: usize| {
        let range = blocks[block].text.slice_trimmed(part).source_range();
        let line = |at: usize| fragment[..at].matches('\n').count() + 1;
        (line(range.start), line(range.end - 1))
    };
    let list = blocks[0].text.as_str();
    assert_eq!(list, "- One & two\n- Three");
    let second = blocks[0].parts[1].start;
    assert_eq!([lines(0..second, 0), lines(second..list.len(), 0)], [(2, 3), (4, 5)]);
    let row = blocks[1].parts[1].start;
    assert_eq!(&blocks[1].text.as_str()[row..], "a | c");
    assert_eq!([lines(0..row, 1), lines(row..row + 5, 1)], [(6, 6), (7, 7)]);
}

#[test]
fn what_is_said_beside_a_text_names_nothing_after_it() {
    check("<aside><h2>A</h2>b</aside>c", &["H2 A", "T b", "E2", "T c"]);
    check(
        "<aside><div><h3 class=pi-data-label>A</h3><div>1</div></div></aside>c",
        &["L A", "T 1", "E7", "T c"],
    );
    check(
        "<div><div class=panelHeader><b>A</b></div><p>b</div>c",
        &["L A", "T b", "E7", "T c"],
    );
}

#[test]
fn the_bold_words_that_begin_a_notice_are_its_title() {
    check(
        "<div class='note danger'><strong>A</strong><p>b</p></div><p>c",
        &["L A", "T b", "E7", "T c"],
    );
    check(
        "<div class=warning>\n<b>A</b>\n<ul><li>b</ul></div>c",
        &["L A", "T - b [0]", "E7", "T c"],
    );
    check(
        "<div class=note><b>A</b> is b<p>c</p></div>d",
        &["T A is b", "T c", "T d"],
    );
    check("<div class=main><b>A</b><p>b</p></div>c", &["T A", "T b", "T c"]);
}

#[test]
fn a_picture_among_words_or_alone_in_a_cell_says_its_alternative_text() {
    check(
        "<p>Swimming is <img src=x alt=not> allowed.",
        &["T Swimming is not allowed."],
    );
    check("<p><img alt='Forbidden:'> swimming", &["T Forbidden: swimming"]);
    check("<p>Then click the <img alt=Save></p>", &["T Then click the Save"]);
    check("<p>We row here <img alt='The lake'></p>", &["T We row here"]);
    check(
        "<ul><li><i class=x aria-label=No></i> a<li>b</ul>",
        &["T - No a\n- b [0, 0]"],
    );
    check(
        "<table><tr><th>a<th>b<tr><td>c<td><img alt=No><tr><td>d<td><svg><title>No</title></svg><tr><td>e<td>\
        <span title=Yes></span></table>",
        &["T a | b\nc | No\nd | No\ne | Yes [0, 1, 1, 1]"],
    );
    check("<p>It is <img class=tex alt='a*c'> a day.", &["T It is a*c a day."]);
    check("<p><img alt='The lake'></p><p>a", &["T a"]);
    check("<p>We row here. <img alt='The lake'></p>", &["T We row here."]);
    check("<p><img alt='The old lake in winter'> It freezes.", &["T It freezes."]);
    check(
        "<p>a <img alt='photo_1.jpg'> b <img alt=''> c <i title=x>d</i>",
        &["T a b c d"],
    );
}

#[test]
fn notes_boxes_and_formulas_read_as_they_look() {
    check("a<a href='#_ftn1'>[1]</a>, <a href='#x'>[see b]</a>", &["T a, [see b]"]);
    check(
        "<ol><li><span class=mw-cite-backlink><a href='#a'>a</a></span> b</ol>",
        &["T 1. b [0]"],
    );
    check(
        "<ul><li><input type=checkbox disabled checked>a<li><input type=checkbox disabled> b<li><input type=checkbox>c</ul>",
        &["T - [x] a\n- [ ] b\n- c [0, 0, 0]"],
    );
    // Notion, which strikes out what is done; and Confluence.
    check(
        "<style>.to-do-children-checked {text-decoration: line-through}</style><ul class=to-do-list><li><div class='checkbox \
        checkbox-on'></div> <span class=to-do-children-checked>a</span><li><div class='checkbox checkbox-off'></div> b</ul>",
        &["T - [x] a\n- [ ] b [0, 0]"],
    );
    check(
        "<ul class=inline-task-list><li data-inline-task-id=1 class=checked><span>a</span><li data-inline-task-id=2>b</ul>",
        &["T - [x] a\n- [ ] b [0, 0]"],
    );
    check(
        "<p><span class=icon>🎪</span></p><p><span class=icon>1</span> a</p>",
        &["T 1 a"],
    );
    check("a <s>b</s>, c <s>d</s>.", &["T a, c."]);
    check("x<sup>n+1</sup> 2<sup>nd</sup>", &["T xⁿ⁺¹ 2nd"]);
    check(
        "so <span class=katex><math><semantics><msup><mi>y</mi><mn>2</mn></msup><annotation encoding=application/x-tex>y^2\
        </annotation></semantics></math><span class=katex-html>y2</span></span>",
        &["T so y^2"],
    );
}
