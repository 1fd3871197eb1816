//! Formulas, buttons, footnotes and captions.

use super::blocks::check;

#[test]
fn formulas_are_written_in_a_line() {
    for (formula, wanted) in [
        ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2"),
        (
            "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mrow><mn>2</mn><mi>c</mi></mrow></mfrac>",
            "(a + b)/(2c)",
        ),
        (
            "<msup><mi>x</mi><mn>2</mn></msup><mo>=</mo><mo>-</mo><mn>4</mn>",
            "x² = -4",
        ),
        (
            "<msup><mrow><mo>(</mo><mi>a</mi><mo>+</mo><mi>b</mi><mo>)</mo></mrow><mi>p</mi></msup>",
            "(a + b)^p",
        ),
        ("<msub><mi>H</mi><mn>2</mn></msub><mi>O</mi>", "H_2O"),
        (
            "<msubsup><mi>a</mi><mi>i</mi><mrow><mi>n</mi><mo>−</mo><mn>1</mn></mrow></msubsup>",
            "a_iⁿ⁻¹",
        ),
        (
            "<msqrt><mi>a</mi><mo>+</mo><mi>b</mi></msqrt><mroot><mi>x</mi><mn>3</mn></mroot>",
            "√(a + b)³√x",
        ),
        (
            "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
            "∑_(i = 1)^n i",
        ),
        (
            "<mi>sin</mi><mo>&#x2061;</mo><mi>x</mi><mo>≤</mo><mn>1</mn>",
            "sin x ≤ 1",
        ),
        ("<mi>x</mi><mtext>if so</mtext><mi>y</mi>", "x if so y"),
        ("<mover><mi>v</mi><mo>→</mo></mover>", "v\u{20d7}"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
        (
            "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd></mtr></mtable>",
            "1, 2; 3",
        ),
        (
            "<semantics><mi>x</mi><annotation encoding='application/x-tex'>\\xi</annotation></semantics>",
            "\\xi",
        ),
        ("<mi>x</mi><mphantom><mi>y</mi></mphantom>", "x"),
    ] {
        check(
            &format!("<p>a <math>{formula}</math>, b"),
            &[&format!("T a {wanted}, b")],
        );
    }
    check(
        "<p>a <m:math><m:mfrac><m:mn>1</m:mn><m:mn>3</m:mn></m:mfrac></m:math> b",
        &["T a 1/3 b"],
    );
    check("<math><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup></math>", &["T mc²"]);
    let deep = format!("<math>{}x{}</math>", "<mrow>".repeat(400), "</mrow>".repeat(400));
    check(&format!("<p>a {deep} b"), &["T a x b"]);
}

#[test]
fn buttons_among_words_are_words() {
    check(
        "<p>Press <button>Save</button> to keep it.",
        &["T Press Save to keep it."],
    );
    check(
        "<ul><li>Press <button><b>Save</b></button></ul>",
        &["T - Press Save [0]"],
    );
    check(
        "<div>Press <button>Save</button> or wait.</div>",
        &["T Press Save or wait."],
    );
    check(
        "<p>Pick</p><div><button><code>red</code></button> <button><kbd>F5</kbd></button></div>",
        &["T Pick", "T red F5"],
    );
    check("<pre>a</pre><button>Copy</button><p>b", &["C a", "T b"]);
    check("<p>All is said.<button>Print</button></p>b", &["T All is said.", "T b"]);
    check(
        "<p>a</p><div><button>Copy</button><button>Print</button></div>",
        &["T a"],
    );
}

#[test]
fn footnotes_part_nothing() {
    check(
        "<p>Run:</p><aside role=doc-footnote>Note.</aside><pre>a</pre>",
        &["T Run:", "C a", "T Note."],
    );
    check(
        "<h2>h</h2><p>Bring:</p><section class=footnotes><ol><li>Note.</ol></section><ul><li>a</ul>",
        &["H2 h", "T Bring:", "T - a [0]", "E1", "T 1. Note. [0]"],
    );
    check("<aside epub:type='footnote'>Note.</aside><p>a", &["T a", "T Note."]);
}

#[test]
fn a_line_in_italics_below_a_picture_is_its_caption() {
    check(
        "<p>a</p><p><img><br><em>The hall</em></p><p>b",
        &["T a", "L The hall", "E7", "T b"],
    );
    check("<p><img></p><p><i>The hall</i></p>b", &["L The hall", "E7", "T b"]);
    check("<p><img></p>a<p><i>b</i></p>", &["T a", "T b"]);
    check("<h2>a</h2><img><h2>b</h2>c", &["H2 a", "T ", "H2 b", "T c"]);
}

#[test]
fn the_picture_of_an_emoji_is_text() {
    check(
        "<p>It is <img class=emoji alt='\u{1f600}'> here. <img alt='a boat'>",
        &["T It is \u{1f600} here."],
    );
}

#[test]
fn the_numbers_of_printed_pages_are_no_words() {
    let page = "<h1>The lamp</h1><p>In the dark <span epub:type=pagebreak title=192>192</span>people saw it. \
        The <span role=doc-pagebreak id=p13>13</span>keepers <a class=pagenum id=Page_14>[Pg 14]</a>of the \
        <span class=pagenum>xv</span>wall <span class=pagenum>seven</span> slept.</p>\
        <div epub:type=pagebreak>16</div><p>In 16 days they woke.</p>";
    assert_eq!(
        super::texts(page).last_chunk::<2>().unwrap(),
        &[
            "In the dark people saw it. The keepers of the wall seven slept.",
            "In 16 days they woke."
        ]
    );
}
