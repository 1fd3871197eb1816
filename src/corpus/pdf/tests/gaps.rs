//! Gaps between paragraphs, and lists whose markers are larger than their words.

use super::builder::{Builder, text};
use super::shown;

/// Each line at its distance below the one before.
fn lines(steps: &[(f64, &str)]) -> String {
    let mut y = 700.0;
    let lines = steps.iter().map(|(step, line)| {
        y -= step;
        text("F1", 10.0, 50.0, y, &[line])
    });
    lines.collect()
}

const RULES: [&str; 3] = [
    "Members with the role Scout may open the north gate on evenings",
    "Members with the role Guard may open the south gate, with others",
    "Nobody who is on probation enters the armoury without any guard",
];

#[test]
fn a_gap_parts_paragraphs_of_one_line() {
    for gap in [16.0, 20.0, 24.0] {
        let page = RULES.map(|rule| (gap, rule));
        assert_eq!(shown(Builder::new().page(&lines(&page))), RULES, "{gap}");
    }
    // One of them goes on, and the others don't.
    let rules = [
        (20.0, "The alarm must be switched on by the last one of the members."),
        (20.0, "Members keep the keys in the red box that hangs by the door."),
        (20.0, "Drinks cost two euros at the bar, and all members are asked to"),
        (12.0, "pay before they drink."),
    ];
    let joined = format!("{} {}", rules[2].1, rules[3].1);
    assert_eq!(
        shown(Builder::new().page(&lines(&rules))),
        [rules[0].1, rules[1].1, &joined]
    );
    // A small gap after lines that stand closer.
    let rules = [
        (20.0, "Drinks cost two euros at the bar, and all members are asked to"),
        (12.0, "pay before they drink. The hour of the day makes no difference."),
        (14.5, "Members keep the keys in the red box that hangs by the door."),
    ];
    assert_eq!(shown(Builder::new().page(&lines(&rules))).len(), 2);
}

#[test]
fn lines_far_from_each_other_may_be_one_paragraph() {
    let wide = [
        (20.0, "Drinks cost two euros at the bar, and all members are asked to"),
        (20.0, "pay before they drink. The hour of the day makes no difference"),
        (20.0, "to the members who tend it."),
    ];
    assert_eq!(shown(Builder::new().page(&lines(&wide))).len(), 1);
    // A word of a rule that ends a line may begin the next one in upper case.
    let close = RULES.map(|rule| (12.0, rule));
    assert_eq!(shown(Builder::new().page(&lines(&close))), [RULES.join(" ")]);
}

#[test]
fn in_a_script_without_lower_case_the_long_lines_tell_how_far_those_of_a_paragraph_stand() {
    let mut builder = Builder::new();
    let map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def 1 \
               begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <41> <7A> <4E00> endbfrange endcmap end end";
    let map = builder.stream("", map.as_bytes());
    let font = format!("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode {map} 0 R >>");
    let font = builder.object(&font);
    let long = [
        "abcdefghijklmnop".repeat(3),
        "bcdefghijklmnopq".repeat(3),
        "cdefgh".to_owned(),
    ];
    let short = ["dddd", "eeee", "ffff", "gggg", "hhhh"];
    let mut steps: Vec<(f64, &str)> = short.iter().map(|line| (20.0, *line)).collect();
    steps.extend(long.iter().map(|line| (13.0, line.as_str())));
    steps[short.len()].0 = 20.0;
    let fonts = format!("/Resources << /Font << /F1 {font} 0 R >> >>");
    let found = shown(builder.page_with(&fonts, &lines(&steps)));
    let lengths: Vec<usize> = found.iter().map(|paragraph| paragraph.chars().count()).collect();
    assert_eq!(lengths, [4, 4, 4, 4, 4, 48 + 1 + 48 + 1 + 6], "{found:?}");
}

#[test]
fn a_marker_may_be_larger_than_its_item() {
    let item = |y: f64, marker: &str, words: &[&str]| {
        text("F1", 12.0, 50.0, y - 2.0, &[marker]) + &text("F1", 10.0, 68.0, y, words)
    };
    let long = [
        "Both captains flip a coin, and the winner chooses the side or the",
        "first map.",
    ];
    let before = text(
        "F1",
        10.0,
        50.0,
        720.0,
        &["Before each match of the season, these steps are taken in this order:"],
    );
    let after = text(
        "F1",
        10.0,
        50.0,
        640.0,
        &["The end of the text is a sentence of its own."],
    );
    for (one, two) in [("1", "2"), ("\\225", "\\225")] {
        let list = item(700.0, one, &["The home team opens the lobby"]) + &item(680.0, two, &long);
        let list = list.replace("\\\\225", "\\225");
        let found = shown(Builder::new().page(&(before.clone() + &list + &after)));
        let (one, two) = (one.replace("\\225", "•"), two.replace("\\225", "•"));
        let items = format!("{one} The home team opens the lobby\n{two} {}", long.join(" "));
        assert_eq!(found[1], items);
        assert_eq!(found.len(), 3, "{found:?}");
    }
    // A large first letter marks nothing.
    let drop =
        text("F1", 20.0, 50.0, 700.0, &["T"]) + &text("F1", 10.0, 64.0, 700.0, &["he home team opens the lobby."]);
    assert!(!shown(Builder::new().page(&drop)).concat().contains('•'));
}
