use crate::corpus::document::BlockKind;
use crate::corpus::txt;

/// The blocks of a text, each with a sign of its kind: "#" for a heading, "@" for a label.
fn shown(text: &str) -> Vec<String> {
    let blocks = txt::read(text).blocks.into_iter();
    blocks
        .filter(|block| !matches!(block.kind, BlockKind::End(_)))
        .map(|block| {
            assert!(text.get(block.text.source_range()).is_some());
            let sign = match block.kind {
                BlockKind::Heading(_) => "#",
                BlockKind::Label => "@",
                _ => "",
            };
            format!("{sign}{}", block.text.as_str())
        })
        .collect()
}

#[test]
fn each_message_of_a_log_stands_below_its_author_and_time() {
    let expected = |times: [&str; 3]| {
        vec![
            format!("@Ann, {}", times[0]),
            "Is the hall open?".to_owned(),
            format!("@Tom B, {}", times[1]),
            "From 9: the caretaker\ncomes early.".to_owned(),
            format!("@Ann, {}", times[2]),
            "Thanks!".to_owned(),
        ]
    };
    for (log, times) in [
        (
            "[2025-11-03 19:02] Ann: Is the hall open?\n\n[2025-11-03 19:04] Tom B: From 9: the caretaker\ncomes early.\n\n\
            [2025-11-03 19:05] Ann: Thanks!\n",
            ["2025-11-03 19:02", "2025-11-03 19:04", "2025-11-03 19:05"],
        ),
        (
            "[19:02] Ann: Is the hall open?\r\n\r\n[19:04] Tom B: From 9: the caretaker\r\ncomes early.\r\n\r\n[19:05] Ann: Thanks!",
            ["19:02", "19:04", "19:05"],
        ),
        (
            "19:02 <Ann> Is the hall open?\n\n19:04 <@Tom B> From 9: the caretaker\ncomes early.\n\n19:05 <Ann> Thanks!",
            ["19:02", "19:04", "19:05"],
        ),
        (
            "12/03/2026, 19:01 - Messages are end-to-end encrypted.\n\n12/03/2026, 19:02 - Ann: Is the hall open?\n\n\
            12/03/2026, 19:04 - Tom B: From 9: the caretaker\ncomes early.\n\n12/03/2026, 19:04 - Tom B: <Media omitted>\n\n\
            12/03/2026, 19:05 - Ann: Thanks!\n\n12/03/2026, 19:06 - Ann: This message was deleted",
            ["12/03/2026, 19:02", "12/03/2026, 19:04", "12/03/2026, 19:05"],
        ),
    ] {
        assert_eq!(shown(log), expected(times), "{log}");
    }
}

#[test]
fn one_author_in_a_row_has_one_label() {
    let log = "[19:02] Ann: Bring oars.\n\n[19:03] Ann: And a lamp.\n\n[21:00] Ann: Done.\n";
    assert_eq!(
        shown(log),
        ["@Ann, 19:02", "Bring oars.", "And a lamp.", "@Ann, 21:00", "Done."]
    );
}

#[test]
fn the_line_before_a_log_is_its_title() {
    let log = "[2024-01-14 18:02] Juno: the vote is over\n\n[2024-01-15 18:02] Petra: two keys are ok\n\n\
        [2024-01-16 18:02] Juno: thank you all\n";
    assert_eq!(shown(&format!("#announcements\n\n{log}"))[0], "#announcements");
    assert_eq!(shown(&format!("\n{log}")).len(), 6);
    let told = shown(&format!(
        "Old news\n\nThese are copies from the channel before it was cleaned up.\n\n{log}"
    ));
    assert_eq!(told.len(), 8, "{told:?}");
    assert!(told[1].ends_with("cleaned up."));
}

#[test]
fn posts_of_a_thread_stand_below_their_authors() {
    let thread = "How do I reset my boiler?\nby Karen_W » Tue Mar 03, 2026 9:14 pm\n\nIt shows E119. Anyone?\n\n\
        Re: How do I reset my boiler?\nby plumber_joe » Tue Mar 03, 2026 10:02 pm\n\nE119 is low pressure.\n\nHold reset \
        for five seconds. Does it start?\n\nRe: How do I reset my boiler?\nby Karen_W » Wed Mar 04, 2026 7:40 am\n\nYes.\n";
    assert_eq!(
        shown(thread),
        [
            "#How do I reset my boiler?",
            "@Karen_W, Tue Mar 03, 2026 9:14 pm",
            "It shows E119. Anyone?",
            "@plumber_joe, Tue Mar 03, 2026 10:02 pm",
            "E119 is low pressure.",
            "Hold reset for five seconds. Does it start?",
            "@Karen_W, Wed Mar 04, 2026 7:40 am",
            "Yes.",
        ]
    );
}

#[test]
fn posts_of_other_forums_stand_below_their_authors() {
    for heads in [
        [
            "#1 Ann - 2026-03-03 21:14",
            "#2 Tom B - 2026-03-03 22:02",
            "#3 Ann - 2026-03-04 07:40",
        ],
        [
            "Posted by Ann on March 3, 2026",
            "Posted by Tom B on March 3, 2026",
            "Posted by Ann on March 4, 2026",
        ],
        ["Ann\nMar 3, 2026", "Tom B\nMar 3, 2026", "Ann\nMar 4, 2026"],
        [
            "Ann\n3 March 2026, 21:14",
            "Tom B\n3 March 2026, 22:02",
            "Ann\n4 March 2026, 7:40",
        ],
    ] {
        let [one, two, three] = heads;
        let thread = format!(
            "Boiler help\n\n{one}\n\nIt shows E119. Anyone?\n\n{two}\n\nOpen the loop.\n\nDoes it start?\n\n{three}\n\nYes.\n"
        );
        let read = shown(&thread);
        let kinds: String = read
            .iter()
            .map(|block| {
                if block.starts_with(['#', '@']) {
                    &block[..1]
                } else {
                    "."
                }
            })
            .collect();
        assert_eq!(kinds, "#@.@..@.", "{read:?}");
        assert!(
            read[3].starts_with("@Tom B, ") && read[6].starts_with("@Ann, "),
            "{read:?}"
        );
        assert_eq!([&read[2], &read[5]], ["It shows E119. Anyone?", "Does it start?"]);
    }
}

#[test]
fn posts_of_one_author_on_two_days_have_two_labels() {
    let thread = "Log\n\n#1 Ann - 2026-03-03\n\nIt rains.\n\n#2 Ann - 2026-03-04\n\nIt snows.\n";
    assert_eq!(
        shown(thread)[1..],
        ["@Ann, 2026-03-03", "It rains.", "@Ann, 2026-03-04", "It snows."]
    );
}

#[test]
fn schedules_changelogs_and_articles_are_no_logs() {
    for text in [
        "[10:00] Opening: the mayor speaks\n[11:30] Boat race: all classes\n[12:00] Lunch: soup\n",
        "10:00 Opening by the mayor\n11:30 Boat race\n12:00 Lunch\n",
        "[2024-01-14] Fixed: the lamp\n[2024-01-15] Fixed: the oars\n[2024-01-16] Added: a bell\n",
        "12/03/2026 - Fixed: a\n13/03/2026 - Fixed: b\n14/03/2026 - Fixed: c\n",
        "[19:02] Ann: Is it open?\n[19:03] Ann: Hello?\n",
        "Rules\n\nBe kind.\n\nNo spam.\n\nNo ads.\n\nKeep to the topic.\n\n[19:02] Ann: a\n[19:03] Tom: b\n[19:04] Ann: c\n",
        "by Jane Doe » Home\nby Jane Doe » News\n",
        "#12 Lamp - 2024-05-01\n#13 Oars - 2024-05-02\n#14 Bell - 2024-05-03\n",
        "The lamp\nPosted by Ann on May 3, 2024\n\nIt is lit.\n\nThe oars\nPosted by Ann on May 4, 2024\n\nThey are new.\n",
        "Ferry\n3 May 2024\n\nIt sank.\n\nHarbour\n4 May 2024\n\nIt froze.\n\nPier\n5 May 2024\n\nIt burned.\n",
        "Minutes\n3 May 2024\n\nAll came.\n\nMinutes\n4 May 2024\n\nNobody came.\n\nMinutes\n5 May 2024\n\nTom came.\n",
    ] {
        let labels = txt::read(text)
            .blocks
            .iter()
            .filter(|block| block.kind == BlockKind::Label)
            .count();
        assert_eq!(labels, 0, "{text}");
    }
}

#[test]
fn messages_right_below_one_another_stay_rows() {
    for log in [
        "[19:02] <ann> Is the hall open?\n[19:03] <bob> From nine.\n[19:04] <ann> Thanks!",
        "[2025-11-03 19:02] Ann: Is the hall open?\n[2025-11-03 19:03] Bob: From nine.\n[2025-11-03 19:04] Ann: Thanks!",
        "12/03/2026, 19:02 - Ann: Is it open?\n12/03/2026, 19:03 - Bob: From nine.\n12/03/2026, 19:04 - Ann: Thanks!",
    ] {
        assert_eq!(shown(log), [log]);
    }
}
