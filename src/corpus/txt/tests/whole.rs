use proptest::prelude::*;

use super::headings::PROSE;
use super::*;
use crate::corpus::traced::MarkKind;

#[test]
fn markdown_is_read_as_markdown_and_a_script_is_not() {
    assert_eq!(
        outline("## When\nWe meet at **nine**.\n\n## Where\nOn the pier.")[0],
        "H2 When"
    );
    assert_eq!(
        outline("**Now**\n\n[form](http://a.example)\n\n| a | b |\n|---|---|\n| c | d |")[0],
        "Now"
    );
    reads(
        "#!/bin/sh\n# Copies the keys.\n\nscp keys server:",
        &["[0] #!/bin/sh\n[0] # Copies the keys.", "scp keys server:"],
    );
    assert_eq!(outline("Stars **matter** here.")[0], "Stars **matter** here.");
    reads(
        "[b]Rules[/b]\n\n[list]\n[*]No dogs\n[*][s]No cats[/s]\n[*]Be kind\n[/list]\n[i]Ask[/i]\nAnn",
        &["Rules", "[0] - No dogs\n[0] - Be kind", "Ask\nAnn"],
    );
}

#[test]
fn comments_of_google_docs_are_left_out() {
    reads(
        "What to wear\n\nClosed shoes, and no scarves.[a] Gloves[b] are there for everybody who asks.\n\n________________\n[a]Ask Ann.\nShe knows.\n[b]Really?",
        &[
            "H0 What to wear",
            "Closed shoes, and no scarves. Gloves are there for everybody who asks.",
        ],
    );
    // A note has a space after its mark, and a list has no marks above it.
    for text in [
        "Closed shoes, and no scarves for anybody.[a]\n\n[a] Gloves are there.",
        "Choose one of these answers now.\n\n[a]Yes\n[b]No",
    ] {
        let read = outline(text).concat();
        assert!(read.contains("[a]"), "{read}");
    }
}

#[test]
fn a_web_address_is_a_link_to_itself() {
    let document = read("See https://a.example/b_(c), or (http://d.example/). Not http:// alone, xhttp://e.example.");
    let links: Vec<&MarkKind> = document.blocks[0].text.marks().iter().map(|mark| &mark.kind).collect();
    let link = |address: &str| MarkKind::Link(address.to_owned());
    assert_eq!(links, [&link("https://a.example/b_(c)"), &link("http://d.example/")]);
}

#[test]
fn what_is_read_is_where_it_says() {
    let text = "Title\n\nMonday 9:00\nTuesday 10:00\n\n- one\n- two\n";
    for block in read(text).blocks {
        assert_eq!(&text[block.text.source_range()], block.text.as_str());
    }
}

#[test]
fn long_files_of_anything_are_read_in_time() {
    for (bytes, unit, blocks) in [
        (1_000_000, "word ", 1),
        (1_000_000, "7", 1),
        (1_000_000, "http://", 1),
        (1_000_000, "\n", 0),
        (100_000, "ab cd\n", 1),
        (100_000, "a  b\n=====\n", 1),
        (100_000, "x\n  y z\n", 1),
        (1_000_000, "**a", 1),
        (1_000_000, "__a__,", 1),
        (1_000_000, "[", 1),
        (1_000_000, "[/b]", 1),
        (1_000_000, "[a]x ", 1),
    ] {
        assert_eq!(read(&unit.repeat(bytes / unit.len())).blocks.len(), blocks, "{unit}");
    }
    // Each line is indented more than the one before.
    let stairs: Vec<String> = (0..1_400).map(|i| format!("{}- a\n", " ".repeat(i))).collect();
    let stairs = stairs.concat();
    assert!(read(&stairs).blocks[0].text.as_str().len() < stairs.len());
}

fn line() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "the",
        "Ferry",
        "leaves",
        "at",
        "9:30",
        "12",
        "is",
        "Q:",
        "key:",
        "a,b,c",
        "http://a.example/x",
        "—",
        "...",
    ]);
    let prefix = prop::sample::select(vec![
        "", "", "", "- ", "1. ", "2.1 ", "    ", "> ", "> > ", "| ", "== ", "\t", "# ",
    ]);
    let suffix = prop::sample::select(vec!["", "", ".", "?", ":", ",", " |", " ==", "-"]);
    let text = (prefix, prop::collection::vec(words, 1..8), suffix, "  ?").prop_map(|(prefix, words, suffix, gap)| {
        format!("{prefix}{}{suffix}", words.join(if gap.len() > 1 { "  " } else { " " }))
    });
    let other = vec![
        "",
        "",
        "-----",
        "=====",
        "+--+--+",
        "By Jane Doe",
        "3 May 2025",
        "ann — Today at 10:02",
        "Rule 5: No spam",
        ">",
    ];
    prop_oneof![4 => text, 3 => prop::sample::select(other).prop_map(str::to_owned)]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_is_lost_and_none_is_moved(lines in prop::collection::vec(line(), 0..14)) {
        let words = |text: &str| -> Vec<String> {
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let text = lines.join("\n");
        let document = read(&text);
        let read: Vec<String> = document.blocks.iter().flat_map(|block| words(block.text.as_str())).collect();
        let metadata = [&document.metadata.author.map(|name| format!("By {name}")), &document.metadata.date]
            .into_iter()
            .flatten()
            .flat_map(|value| words(value))
            .collect::<Vec<_>>();
        let mut expected = words(&text);
        for word in &metadata {
            let at = expected.iter().position(|other| other == word);
            prop_assert!(at.is_some());
            expected.remove(at.unwrap_or(0));
        }
        prop_assert_eq!(read, expected);
    }
}

#[test]
fn minutes_are_named_by_their_meeting_and_not_by_the_club() {
    let title = |head: &str| read(&format!("{head}\n\n1. Lift\n{PROSE}\n\n2. Bar\n{PROSE}\n")).title;
    for meeting in [
        "Minutes of the committee meeting, Tuesday 4 November 2025",
        "Annual General Meeting 2026",
        "Protokoll der Sitzung vom 4. März 2026",
    ] {
        assert_eq!(
            title(&format!("Lantern Street Players\n{meeting}")).as_deref(),
            Some(meeting)
        );
        assert_eq!(
            title(&format!("Lantern Street Players\n{meeting}\nChapel")).as_deref(),
            Some(meeting)
        );
    }
    for head in [
        "Lantern Street Players\nFounded in 1931",
        "Lantern Street Players\nThe meeting is on 3 May.",
        "Lantern Street Players\nNext meeting: 3 May",
        "Minutes of the meeting\nAnnual meeting of the club",
        "Lantern Street Players\n\nMinutes of the meeting",
        "Minutes of the meeting",
    ] {
        assert_eq!(title(head), None, "{head}");
    }
}
