use super::super::document::BlockKind::{Code, End, Heading, Label, Struck, Text};
use super::super::document::{BlockKind, Document};
use super::super::problem::Doubt;
use super::super::traced::MarkKind;

fn read(text: &str) -> Document {
    super::read(text).unwrap()
}

fn shown(document: &Document) -> Vec<(BlockKind, &str)> {
    let blocks = document.blocks.iter();
    blocks.map(|block| (block.kind, block.text.as_str())).collect()
}

/// The words of the first block, and the words and kinds of its marks.
fn words(text: &str) -> (String, Vec<(String, MarkKind)>) {
    let document = read(text);
    let block = &document.blocks[0].text;
    let mark = |mark: &super::super::traced::Mark| (block.as_str()[mark.range.clone()].to_owned(), mark.kind.clone());
    (block.as_str().to_owned(), block.marks().iter().map(mark).collect())
}

#[test]
fn titles_have_the_level_of_their_style() {
    let document = read(
        "=====\nGuide\n=====\n:author: Mara\n\nBoats\n-----\n\nRed\n~~~\nIt is red.\n\nOars\n----\nTwo.\n\n-----\n\nEnd.\n",
    );
    assert_eq!(
        shown(&document),
        [
            (Heading(1), "Guide"),
            (Heading(2), "Boats"),
            (Heading(3), "Red"),
            (Text, "It is red."),
            (Heading(2), "Oars"),
            (Text, "Two."),
            (Text, "End."),
        ]
    );
    assert_eq!(document.metadata.author.as_deref(), Some("Mara"));
}

#[test]
fn inline_markup_becomes_marks() {
    let (text, marks) =
        words("A *very* **old** ``x = 1`` and 2 * 3 * 4, snake_case, :func:`~a.b.c`, :ref:`the rules <r>`.\n");
    assert_eq!(text, "A very old x = 1 and 2 * 3 * 4, snake_case, c, the rules.");
    let kinds: Vec<_> = marks.iter().map(|(words, _)| words.as_str()).collect();
    assert_eq!(kinds, ["very", "old", "x = 1", "c"]);
    assert_eq!(
        words("No\\ *t*\\ hing \\*here\\*, [1]_ nor |this|.\n").0,
        "Nothing *here*, nor |this|."
    );
}

#[test]
fn links_are_found_where_they_are_defined() {
    let text = "See `the rules <https://a.example/r>`_, `Oars`_, boats_ and https://c.example/x.\n\n\
        .. _oars: https://a.example/o\n.. _Boats: https://b.example\n";
    let (words, marks) = words(text);
    assert_eq!(words, "See the rules, Oars, boats and https://c.example/x.");
    let links: Vec<_> = marks
        .into_iter()
        .map(|(words, kind)| format!("{words} {kind:?}"))
        .collect();
    assert_eq!(
        links,
        [
            "the rules Link(\"https://a.example/r\")",
            "Oars Link(\"https://a.example/o\")",
            "boats Link(\"https://b.example\")",
            "https://c.example/x Link(\"https://c.example/x\")",
        ]
    );
}

#[test]
fn labels_and_substitutions_are_filled_in() {
    let text = "See :ref:`oars` of |club|.\n\n.. |club| replace:: the boat club\n\n.. _oars:\n\nAll about oars\n==============\n\nTwo.\n";
    assert_eq!(words(text).0, "See All about oars of the boat club.");
}

#[test]
fn lists_are_one_block_with_parts() {
    let document = read("Bring:\n\n* two oars\n  of ash\n\n  - a spare\n\n* a rope\n\n#. First.\n#. Then.\n");
    assert_eq!(
        shown(&document),
        [
            (Text, "Bring:"),
            (Text, "* two oars of ash\n  - a spare\n* a rope"),
            (Text, "- First.\n- Then."),
        ]
    );
    let depths: Vec<usize> = document.blocks[1].parts.iter().map(|part| part.depth).collect();
    assert_eq!(depths, [0, 1, 0]);
}

#[test]
fn literal_text_is_code() {
    let document = read(
        "Run this::\n\n    $ row\n      --fast\n\n.. code-block:: sh\n   :caption: Stop it\n\n   $ stop\n\n::\n\n  last\n",
    );
    assert_eq!(
        shown(&document),
        [
            (Text, "Run this:"),
            (Code, "$ row\n  --fast"),
            (Label, "Stop it"),
            (Code, "$ stop"),
            (End(7), ""),
            (Code, "last")
        ]
    );
}

#[test]
fn terms_and_admonitions_are_labels() {
    let document = read(
        "oar : noun\n    A long *blade*.\n\n.. note:: Never alone.\n\n   And never at night.\n\n.. admonition:: At noon\n\n   Eat.\n\n\
         .. versionadded:: 2.0\n   The rudder.\n\n.. function:: row(speed)\n\n   Rows.\n",
    );
    assert_eq!(
        shown(&document),
        [
            (Label, "oar"),
            (Text, "A long blade."),
            (End(7), ""),
            (Label, "Note"),
            (Text, "Never alone."),
            (Text, "And never at night."),
            (End(7), ""),
            (Label, "At noon"),
            (Text, "Eat."),
            (End(7), ""),
            (Text, "Added in version 2.0: The rudder."),
            (Label, "row(speed)"),
            (Text, "Rows."),
            (End(7), ""),
        ]
    );
}

#[test]
fn tables_are_rows_below_their_header() {
    let expected = "Boat | Price\nRed one | 12\nBlue | 14";
    for text in [
        "+---------+-------+\n| Boat    | Price |\n+=========+=======+\n| Red     | 12    |\n| one     |       |\n+---------+-------+\n| Blue    | 14    |\n+---------+-------+\n",
        "=======  =====\nBoat     Price\n=======  =====\nRed one  12\nBlue     14\n=======  =====\n",
        ".. list-table::\n   :header-rows: 1\n\n   * - Boat\n     - Price\n   * - Red\n       one\n     - 12\n   * - Blue\n     - 14\n",
        ".. csv-table::\n   :header: \"Boat\", \"Price\"\n\n   \"Red one\", 12\n   Blue, 14\n",
    ] {
        let document = read(text);
        assert_eq!(shown(&document), [(Text, expected)], "{text}");
        let depths: Vec<usize> = document.blocks[0].parts.iter().map(|part| part.depth).collect();
        assert_eq!(depths, [0, 1, 1], "{text}");
    }
}

#[test]
fn what_is_no_text_is_left_out_and_the_unknown_told() {
    let document = read(
        ".. A comment\n   of two lines.\n\n.. toctree::\n   :maxdepth: 2\n\n   a\n   b\n\n.. image:: x.png\n\n.. automodule:: boat\n   :members:\n\n\
         .. [1] A footnote.\n\nText.\n",
    );
    assert_eq!(shown(&document), [(Text, "Text."), (Text, "A footnote.")]);
    let name = "automodule".to_owned();
    assert_eq!(document.doubts, [(Doubt::UnknownDirective { name }, Some(12))]);
}

#[test]
fn words_keep_their_places() {
    let text = "Title\n=====\n\nThe *red* boat\nis old.\n";
    let document = read(text);
    let sentence = &document.blocks[1].text;
    assert_eq!(sentence.as_str(), "The red boat is old.");
    assert_eq!(&text[sentence.source_range()], "The *red* boat\nis old.");
}

#[test]
fn hostile_files_end() {
    let lines: Vec<String> = (0..2_000).map(|i| " ".repeat(i) + "a").collect();
    let deep = lines.join("\n");
    for text in [
        deep,
        "* ".repeat(20_000),
        "*a ".repeat(20_000),
        "`a <".repeat(20_000),
        "x [a]_ ".repeat(20_000),
        ":a:`".repeat(20_000),
        "+-+\n|".repeat(10_000),
        "== =\n".repeat(10_000),
        ".. a::\n".repeat(10_000),
        "é_ |é| \\é `é`é_\n= é\n==\n\\".to_owned(),
    ] {
        let _ = super::read(&text);
    }
}

#[test]
fn cells_of_a_drawn_table_stand_under_their_headers() {
    let document = read(
        "+------+------+-----+\n| A    | B    | C   |\n+======+======+=====+\n| one  | two        |\n+------+------+-----+\n\
         | red  | may  | x   |\n+------+ span +-----+\n| blue |      | y   |\n+------+------+-----+\n| whole             |\n\
         +------+------+-----+\n| 港口 | b    | c|d |\n+------+------+-----+\n",
    );
    let table = "A | B | C\none | two | two\nred | may span | x\nblue | may span | y\nwhole\n港口 | b | c|d";
    assert_eq!(shown(&document), [(Text, table)]);
    let document = read("+---+---+\n| a | - |\n| b |   |\n+---+---+\n");
    assert_eq!(shown(&document), [(Text, "a b | -")]);
}

#[test]
fn captions_of_figures_name_nothing_else() {
    let document = read(
        "Map\n===\n\n.. figure:: x.png\n\n   The hall.\n\n   A legend.\n\nText.\n\nBoat\n====\n\n.. image:: y.png\n",
    );
    let wanted = [
        (BlockKind::Heading(1), "Map"),
        (Text, ""),
        (BlockKind::Label, "The hall."),
        (BlockKind::End(7), ""),
        (Text, "A legend."),
        (Text, "Text."),
        (BlockKind::Heading(1), "Boat"),
        (Text, ""),
    ];
    assert_eq!(shown(&document), wanted);
}

#[test]
fn a_cell_of_a_simple_table_may_span_columns() {
    let document = read(
        "=====  =====  ===\nWide header   C\n------------  ---\nA      B      c\n=====  =====  ===\n1      2      3\n=====  =====  ===\n",
    );
    assert_eq!(
        shown(&document),
        [(Text, "Wide header | Wide header | C\nA | B | c\n1 | 2 | 3")]
    );
}

#[test]
fn a_citation_keeps_its_name() {
    let document = read("See [Lee99]_ and [1]_.\n\n.. [Lee99] A book.\n\n.. [1] A note.\n");
    assert_eq!(
        shown(&document),
        [(Text, "See [Lee99] and."), (Text, "[Lee99] A book.")]
    );
}

/// The footnotes that stand with the text, each after the source up to its place.
fn notes(text: &str) -> Vec<(String, String)> {
    let notes = read(text).notes.into_iter();
    notes
        .map(|note| (text[..=note.at].to_owned(), note.text.as_str().to_owned()))
        .collect()
}

#[test]
fn a_footnote_stands_with_its_mark() {
    assert_eq!(
        notes("One [#]_ two [*]_ three [#x]_.\n\n.. [#] A [1]_.\n.. [*] B.\n.. [#x] C.\n\n.. [1] D.\n"),
        [("One", "A."), ("One [#]_ two", "B."), ("One [#]_ two [*]_ three", "C.")]
            .map(|(before, note)| (before.to_owned(), note.to_owned()))
    );
}

#[test]
fn marks_in_code_and_remarks_refer_to_nothing() {
    assert_eq!(
        notes("Say ``[#]_`` as in::\n\n  [#]_\n\n.. A remark [#]_.\n\nOne [#]_.\n\n.. [#] A.\n"),
        [(
            "Say ``[#]_`` as in::\n\n  [#]_\n\n.. A remark [#]_.\n\nOne".to_owned(),
            "A.".to_owned()
        )]
    );
}

#[test]
fn a_footnote_may_begin_on_the_line_below_its_mark() {
    let first = ("One".to_owned(), "A note of\ntwo lines.".to_owned());
    let second = ("One [1]_ two".to_owned(), "B.".to_owned());
    let found = notes("One [1]_ two [2]_.\n\n.. [1]\n   A note of\n   two lines.\n\n.. [2] B.\n");
    let found: Vec<_> = found
        .iter()
        .map(|(before, note)| (before.clone(), note.replace(' ', "\n")))
        .collect();
    let plain = |(before, note): (String, String)| (before, note.replace(' ', "\n"));
    assert_eq!(found, [first, second].map(plain));
}

#[test]
fn an_empty_comment_leaves_the_quotation_below_it() {
    let document = read(
        "- An item.\n\n..\n\n   A rule of old.\n\nAfter it.\n\n.. A remark.\n   It goes on.\n\n..\n   So does this.\n",
    );
    assert_eq!(
        shown(&document),
        [(Text, "- An item."), (Text, "A rule of old."), (Text, "After it.")]
    );
}

#[test]
fn fields_below_the_title_are_text_and_those_above_it_tell_about_the_file() {
    let text = ":keywords: boats\n\nGuide\n=====\n\n:Author: Mara\n:Abstract: How boats\n  are kept.\n:Date: $Date$\n\
        :date: 2026-03-01\n:Fee: 60 pounds\n:orphan:\n\nBoats\n-----\n\n:Author: the club\n";
    let document = read(text);
    assert_eq!(
        shown(&document),
        [
            (Heading(1), "Guide"),
            (Text, "Abstract: How boats are kept."),
            (Text, "Fee: 60 pounds"),
            (Heading(2), "Boats"),
            (Text, "Author: the club"),
        ]
    );
    assert_eq!(document.metadata.author.as_deref(), Some("Mara"));
    assert_eq!(document.metadata.date.as_deref(), Some("2026-03-01"));
}

#[test]
fn struck_text_is_left_out_with_all_that_it_names() {
    for (text, expected) in [
        ("It is red. [STRIKEOUT:It was [#]_ blue.] So.\n", "It is red. So."),
        ("A :del:`b` c :strike:`d`, e.\n", "A c, e."),
        ("[STRIKEOUT:a\nb]\n\nc\n", "c"),
        ("A [STRIKEOUT: b\n", "A [STRIKEOUT: b"),
        ("a [STRIKEOUT]\n", "a [STRIKEOUT]"),
        ("[STRIKEOUT:a]\n  b\n\nc\n", "c"),
        ("- [STRIKEOUT:a]\n\n  - b\n\n- c [STRIKEOUT:d] e\n", "- c e"),
    ] {
        assert_eq!(words(text).0, expected, "{text}");
    }
    let blocks = read("A\n=\n\nb\n\n[STRIKEOUT:Old]\n--------------\n\nc\n").blocks;
    let kinds: Vec<_> = blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [Heading(1), Text, Struck(2), Text]);
}

#[test]
fn a_label_above_a_directive_is_that_of_the_title_below() {
    let text = ".. _guide:\n\n.. meta::\n   :description: about\n\n=====\nGuide\n=====\n\nSee :ref:`guide`.\n";
    assert_eq!(read(text).blocks[1].text.as_str(), "See Guide.");
}

#[test]
fn links_to_targets_without_a_name_lose_their_underscores() {
    let text =
        "See the rules__ and `the fees`__, but not __init__.\n\n__ https://a.example\n.. __: https://b.example\n";
    assert_eq!(words(text).0, "See the rules and the fees, but not __init__.");
    assert_eq!(words("See the rules__.\n").0, "See the rules__.");
}

#[test]
fn raw_html_is_told_and_what_is_for_printing_is_not() {
    let told = |text: &str| read(text).doubts.len();
    assert_eq!(told("a\n\n.. raw:: html\n\n   <p>The lake opens at six.</p>\n"), 1);
    assert_eq!(told("a\n\n.. raw:: latex\n\n   \\newpage\n"), 0);
}
