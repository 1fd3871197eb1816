use super::*;
use crate::corpus::document::{Block, BlockKind};

/// A block of text at offset `at`; several lines make a list whose items are indented by their depth.
fn block(text: &str, at: usize) -> Block {
    let mut block = Block::new(BlockKind::Text, TracedText::new(text, at));
    let mut start = 0;
    for line in text.split_inclusive('\n').filter(|_| text.contains('\n')) {
        let indent = line.len() - line.trim_start().len();
        block.parts.push(Part {
            start: start + indent,
            depth: indent / 2,
        });
        start += line.len();
    }
    block
}

/// A document of one section.
fn document(blocks: &[&str]) -> (Document, String) {
    let source = blocks.join("\n\n");
    let mut at = 0;
    let mut document = Document::default();
    for text in blocks {
        document.blocks.push(block(text, at));
        at += text.len() + 2;
    }
    (document, source)
}

fn article(blocks: &[&str]) -> Article {
    let (document, source) = document(blocks);
    let source = Source::decode(source.as_bytes(), None).unwrap();
    assemble(document, &source, "a.md", "a").unwrap()
}

/// The passages of a section, with the words that introduce them in brackets.
fn passages(blocks: &[&str]) -> Vec<String> {
    let article = article(blocks);
    let show = |passage: &Passage| {
        let (lead, rest) = article.passage_text(passage).split_at(passage.lead);
        if lead.is_empty() {
            rest.to_owned()
        } else {
            format!("[{lead}]{rest}")
        }
    };
    article.passages.iter().map(show).collect()
}

fn lines(line: impl Fn(usize) -> String, count: usize) -> String {
    (1..=count).map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_sentence_that_announces_a_list_goes_with_it() {
    let list = "- the gate at the end of the pier\n- the shed beside the slipway";
    for sentence in [
        "Locks are checked in the following order.",
        "All the locks that we oil are as follows.",
        "All the locks that we oil are listed below, by age.",
        "All the locks that we oil are shown in the table below.",
        "Die Schlösser werden in folgender Reihenfolge geprüft.",
    ] {
        let together = format!("{sentence}\n\n{list}");
        assert_eq!(passages(&[sentence, list]), [together], "{sentence}");
        let text = "Ann holds the keys to both of them, day and night.";
        assert_eq!(passages(&[sentence, text]), [sentence, text]);
    }
    let of_other = "The pier stands below the castle, as everybody knows.";
    let by_following = "Open both by following the same advice as everybody.";
    for sentence in [of_other, by_following] {
        assert_eq!(passages(&[sentence, list]), [sentence, list]);
    }
}

#[test]
fn each_part_of_a_long_list_keeps_the_sentence_that_announces_it() {
    let sentence = "Locks are checked in the following order.";
    let list = lines(
        |i| {
            format!(
                "- lock {i}, {}",
                "which is old and stiff and needs oil ".repeat(3).trim()
            )
        },
        20,
    );
    let passages = passages(&[sentence, &list]);
    assert!(passages.len() > 2);
    assert!(
        passages.iter().all(|passage| passage.contains(sentence)),
        "{passages:?}"
    );
}

#[test]
fn a_label_goes_with_what_it_names() {
    let treasurer = "The treasurer keeps the cash box and pays out on the first Friday.";
    let quartermaster = "The quartermaster keeps the keys and lends the oars on Saturdays only.";
    assert_eq!(
        passages(&[
            treasurer,
            "Bob Smith",
            quartermaster,
            "No.",
            "Tuesday:",
            "The sauna is heated.",
            "The end"
        ]),
        [
            treasurer.to_owned(),
            format!("[Bob Smith]\n\n{quartermaster}\n\nNo."),
            "[Tuesday:]\n\nThe sauna is heated.\n\nThe end".to_owned(),
        ]
    );
}

#[test]
fn fragments_join_what_stands_before_them() {
    let first = "The first paragraph is long enough to stand alone.";
    let second = "The second paragraph is long enough to stand alone.";
    assert_eq!(
        passages(&[first, "Iran said no.", second]),
        [format!("{first}\n\nIran said no."), second.to_owned()]
    );
    assert_eq!(
        passages(&["Iran said no.", second]),
        [format!("Iran said no.\n\n{second}")]
    );
    assert_eq!(
        passages(&["No.", "Forbidden:", "- fire\n- music"]),
        ["No.", "[Forbidden:]\n\n- fire\n- music"],
        "a lead-in begins something else"
    );
}

#[test]
fn a_lead_in_goes_with_its_list() {
    let lead = format!(
        "The following are forbidden, by order of the forester{}:",
        ", and so on".repeat(20)
    );
    let list = lines(|i| format!("- swimming in pit {i}"), 5);
    assert_eq!(passages(&[&lead, &list]), [format!("[{lead}]\n\n{list}")]);
}

#[test]
fn each_part_of_a_long_list_has_its_lead_in() {
    let lead = "These things are not allowed on the dune:";
    let list = lines(
        |i| format!("- thing {i}, since the grass does not grow again there"),
        40,
    );
    let found = passages(&[lead, &list]);
    assert_eq!(found.len(), 2);
    for passage in &found {
        assert!(passage.starts_with(&format!("[{lead}]\n")), "{passage}");
        assert!(passage.chars().count() <= MAX_PASSAGE_CHARS + 2, "{passage}");
    }
    let items: usize = found.iter().map(|passage| passage.matches("- thing").count()).sum();
    assert_eq!(items, 40);
}

#[test]
fn lists_below_the_items_of_a_list_are_passages() {
    let list = format!(
        "- Allowed on the lake:\n{}\n- Forbidden on the lake:\n{}",
        lines(|i| format!("  - sailing boats of {i} metres"), 12),
        lines(|i| format!("  - music and fireworks at {i}"), 60),
    );
    let found = passages(&[&list]);
    assert_eq!(found.len(), 3);
    assert!(
        found[0].starts_with("[- Allowed on the lake:]\n  - sailing boats of 1 metres\n"),
        "{}",
        found[0]
    );
    assert!(
        found[1].starts_with("[- Forbidden on the lake:]\n  - music and fireworks at 1\n"),
        "{}",
        found[1]
    );
    assert!(
        found[2].starts_with("[- Forbidden on the lake:]\n  - music and fireworks at "),
        "{}",
        found[2]
    );
}

#[test]
fn items_that_are_paragraphs_are_passages() {
    let rule = |i| format!("{i}. {}", "Be kind to each other in every room. ".repeat(3).trim_end());
    let found = passages(&["The ten rules of the house:", &lines(rule, 10)]);
    assert_eq!(found.len(), 10);
    assert_eq!(found[3], format!("[The ten rules of the house:]\n{}", rule(4)));
    let short = format!("{}\n11. No alts.\n{}", lines(rule, 10), rule(12));
    assert_eq!(passages(&[&short])[10], "11. No alts.");
}

#[test]
fn each_part_of_a_long_table_has_its_header() {
    let table = format!(
        "Grain | Price\n{}",
        lines(|i| format!("  Rye of field {i} | {i} crowns"), 80)
    );
    let found = passages(&[&table]);
    assert!(found.len() > 1);
    for passage in &found {
        assert!(passage.starts_with("[Grain | Price]\n"), "{passage}");
    }
}

#[test]
fn each_part_of_a_long_table_has_its_whole_caption() {
    let caption = "Table 1. Not for sale to guests";
    let table = format!(
        "Grain | Price\n{}",
        lines(|i| format!("  Rye of field {i} | {i} crowns"), 80)
    );
    let found = passages(&[caption, &table]);
    assert!(
        found[1].starts_with(&format!("[{caption}\nGrain | Price]\n")),
        "{}",
        found[1]
    );
    let found = passages(&["The mill grinds. These are not for sale:", &table]);
    assert!(found[1].starts_with("[These are not for sale:\nGrain"), "{}", found[1]);
}

#[test]
fn places_are_those_of_the_words_that_are_not_repeated() {
    let list = lines(
        |i| format!("- thing {i}, since the grass does not grow again there"),
        40,
    );
    let (_, source) = document(&["These are not allowed:", &list]);
    let article = article(&["These are not allowed:", &list]);
    let [first, second] = &article.passages[..] else {
        panic!("two passages")
    };
    assert_eq!(first.lines.0, 1);
    assert_eq!(&source[first.bytes.clone().unwrap()], article.passage_text(first));
    assert_eq!((first.lines.1 + 1, second.lines.1), (second.lines.0, 42));
    assert_eq!(second.bytes, None, "its lead-in stands elsewhere");
}

#[test]
fn typed_items_are_a_list_with_their_lead_in() {
    let lead = "It is forbidden:";
    for sign in ["#.", "(#)", "§ #", "Rule #:"] {
        let words = "Diving from the roof at any hour of the day. ".repeat(3);
        let item = |i: usize| format!("{} {}", sign.replace('#', &i.to_string()), words.trim_end());
        let found = passages(&[lead, &item(1), &item(2), "It's for your safety.", &item(3), &item(4)]);
        assert_eq!(found[1], format!("[{lead}\n{}]\n\nIt's for your safety.", item(2)));
        assert_eq!(found[3], format!("[{lead}]\n{}", item(4)));
    }
    // As in a list, short items stay together.
    let short = [
        "2. Fuel in open cans.",
        "3. Kites.",
        "The hut stands on the north shore of the lake.",
    ];
    assert_eq!(
        passages(&[lead, "1. Diving from the roof.", short[0], short[1], short[2]]),
        [
            format!("[{lead}]\n\n1. Diving from the roof.\n\n{}\n\n{}", short[0], short[1]),
            short[2].to_owned()
        ]
    );
}

#[test]
fn a_lead_in_ends_with_its_items() {
    let rule = |i| {
        format!(
            "{i}. {}",
            "A rope that is older than five years may be used. "
                .repeat(6)
                .trim_end()
        )
    };
    let long = "The warden lives in the red house by the lake, and the house is open.";
    let found = passages(&[
        "It is forbidden:",
        &rule(1),
        &rule(2),
        "It is allowed:",
        &rule(3),
        &rule(4),
        long,
    ]);
    assert_eq!(found[1], format!("[It is forbidden:]\n{}", rule(2)));
    assert_eq!(found[3], format!("[It is allowed:]\n{}", rule(4)));
    assert_eq!(found[4], long);
    let found = passages(&["It is forbidden:", &rule(1), &rule(2), &rule(1), &rule(2)]);
    assert_eq!(found[2], rule(1), "another series");
    let found = passages(&["It is forbidden:", long, &rule(1), &rule(2)]);
    assert_eq!(found[1], rule(1), "the lead-in names the paragraph");
    let found = passages(&["[Cf. VI. 9]", &rule(1), &rule(2)]);
    assert_eq!(found[1], rule(2), "any short line is no lead-in");
}

#[test]
fn items_without_a_sign_keep_their_lead_in() {
    let lead = "These things are forbidden in the basin and on the pier:";
    let other = "The warden lives in the red house by the lake, and the house is open.";
    let joined = |items: &[&str]| format!("[{lead}]\n\n{}", items.join("\n\n"));
    for items in [
        [
            "Swimming at any hour of the day or the night.",
            "Diving from the roof or the crane of the club.",
        ],
        [
            "boats with an engine of more than ten horses;",
            "boats that are longer than the pier is wide.",
        ],
        [
            "Glass bottles and all that can break or burn",
            "Dogs that are larger than a cat, whatever it is",
        ],
    ] {
        let found = passages(&[lead, items[0], items[1], other]);
        assert_eq!(found, [joined(&items), other.to_owned()]);
    }
    for items in [
        [
            "The basin is closed while the pump is at work.",
            "The pier is open on each day but the Sunday.",
        ],
        [
            "Boats with an engine of more than ten horses.",
            "whoever comes by boat may stay for the night.",
        ],
    ] {
        let found = passages(&[lead, items[0], items[1], other]);
        assert_eq!(found, [joined(&items[..1]), items[1].to_owned(), other.to_owned()]);
    }
    let many: Vec<String> = (0..20)
        .map(|i| format!("Glass bottle number {i} and all that can break or burn with it"))
        .collect();
    let all: Vec<&str> = [lead].into_iter().chain(many.iter().map(String::as_str)).collect();
    assert!(
        passages(&all)
            .iter()
            .all(|passage| passage.starts_with(&format!("[{lead}]")))
    );
}

/// The passages of a document with a label that has an end; a blank text stands for a picture.
fn passages_of_fold(below: &str, after: &str) -> Vec<String> {
    let source = format!("Not allowed\n\n{below}\n\n{after}");
    let at = "Not allowed\n\n".len();
    let end = at + below.len();
    let blocks = [
        Block::new(BlockKind::Label, TracedText::new("Not allowed", 0)),
        Block::new(BlockKind::Text, TracedText::new(below, at)),
        Block::blank(BlockKind::End(7)),
        Block::new(BlockKind::Text, TracedText::new(after, end + 2)),
    ];
    let document = Document {
        blocks: blocks.into(),
        ..Document::default()
    };
    let source = Source::decode(source.as_bytes(), None).unwrap();
    let article = assemble(document, &source, "a.md", "a").unwrap();
    let all = article.passages.iter();
    all.map(|passage| article.passage_text(passage).to_owned()).collect()
}

#[test]
fn text_after_the_end_of_a_label_never_joins_the_text_below_it() {
    let with_label = "Not allowed\n\nGlass bottles.";
    assert_eq!(
        passages_of_fold("Glass bottles.", "Dogs on a lead."),
        [with_label, "Dogs on a lead."]
    );
    assert_eq!(passages_of_fold("", "Budgies."), ["Not allowed", "Budgies."]);
}
