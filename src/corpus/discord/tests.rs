use super::*;
use crate::corpus::document::BlockKind;
use crate::corpus::exports;

fn shown(document: &Document) -> Vec<(BlockKind, String)> {
    let blocks = document.blocks.iter();
    blocks
        .map(|block| (block.kind, block.text.as_str().to_owned()))
        .collect()
}

/// An export of messages, each given by its fields.
fn export(messages: &[&str]) -> String {
    let messages: Vec<String> = messages.iter().map(|fields| format!("{{{fields}}}")).collect();
    format!(
        r#"{{"guild": {{"id": "7", "name": "Boat club"}}, "channel": {{"id": "8", "name": "rules"}}, "messages": [{}]}}"#,
        messages.join(", ")
    )
}

const MARA: &str = r#""author": {"id": "1", "name": "mara", "nickname": "Mara", "isBot": false}"#;
const BOT: &str = r#""author": {"id": "2", "name": "Helper", "isBot": true}"#;

fn at(time: &str, kind: &str) -> String {
    format!(r#""id": "{time}", "type": "{kind}", "timestamp": "2024-01-05T{time}:30.1+00:00""#)
}

#[test]
fn messages_in_a_row_have_one_label() {
    let text = export(&[
        &format!(
            r#"{}, "content": "Is it **open**?\nI have <2> oars.", {MARA}"#,
            at("12:34", "Default")
        ),
        &format!(r#"{}, "content": "At six \"sharp\".", {MARA}"#, at("12:36", "Default")),
        &format!(r#"{}, "content": "Later.", {MARA}"#, at("15:00", "Default")),
    ]);
    let document = exports::read(&text).unwrap();
    let text_of = |words: &str| (BlockKind::Text, words.to_owned());
    let label = |words: &str| (BlockKind::Label, words.to_owned());
    let end = (BlockKind::End(7), String::new());
    assert_eq!(
        shown(&document),
        [
            label("Mara, 2024-01-05 12:34"),
            text_of("Is it open?\nI have <2> oars."),
            text_of("At six \"sharp\"."),
            end.clone(),
            label("Mara, 2024-01-05 15:00"),
            text_of("Later."),
            end,
        ]
    );
    assert_eq!(document.title.as_deref(), Some("rules"));
    assert_eq!(
        document.metadata.url.as_deref(),
        Some("https://discord.com/channels/7/8")
    );
    assert_eq!(&text[document.blocks[5].text.source_range()], "Later.");
    assert_eq!(document.blocks[1].text.marks().len(), 1);
}

#[test]
fn replies_files_and_embeds_of_bots_are_read() {
    let text = export(&[
        &format!(r#"{}, "content": "Is it open?", {MARA}"#, at("12:34", "Default")),
        &format!(
            r##"{}, "content": "", "embeds": [{{"title": "Hours", "description": "# Daily\nAt `<six>`.", "fields": [{{"name": "Sunday", "value": "closed"}}]}}], "reference": {{"messageId": "12:34"}}, {BOT}"##,
            at("12:35", "Reply")
        ),
        &format!(
            r#"{}, "content": "See", "attachments": [{{"fileName": "map.png"}}], "embeds": [{{"title": "A preview"}}], "reactions": [{{"emoji": {{"name": "x"}}}}], {MARA}"#,
            at("12:36", "Default")
        ),
    ]);
    let texts: Vec<String> = shown(&exports::read(&text).unwrap())
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    assert_eq!(
        texts.iter().filter(|text| !text.is_empty()).collect::<Vec<_>>(),
        [
            "Mara, 2024-01-05 12:34",
            "Is it open?",
            "Helper, 2024-01-05 12:35, to Mara",
            "Hours",
            "Daily",
            "At <six>.",
            "Sunday: closed",
            "Mara, 2024-01-05 12:36",
            "See (attached: map.png)",
        ]
    );
}

#[test]
fn what_nobody_wrote_is_left_out() {
    let text = export(&[
        &format!(
            r#"{}, "content": "Joined the server.", {MARA}"#,
            at("12:34", "GuildMemberJoin")
        ),
        &format!(
            r#"{}, "content": "  ", "attachments": [{{"fileName": "map.png"}}], {MARA}"#,
            at("12:35", "Default")
        ),
        r#""type": "Default", "timestamp": "2024", "content": "no day""#,
        r#""type": "Default", "content": 7"#,
        "",
    ]);
    assert_eq!(shown(&exports::read(&text).unwrap()), []);
}

#[test]
fn a_plain_export_is_read() {
    let rule = "=".repeat(62);
    let text = format!(
        "{rule}\r\nGuild: Boat club\r\nChannel: Info / rules\r\nTopic: oars\r\n{rule}\r\n\r\n\
        [01/05/2024 12:34 PM] mara (pinned)\r\nIs it open?\r\n\r\n{{Attachments}}\r\nhttps://cdn.example/1/map.png?ex=1\r\n\r\n\
        [01/05/2024 12:35 PM] tom\r\nJoined the server.\r\n\r\n\
        [01/05/2024 12:36 PM] tom\r\nYes.\r\n[1:30] is noon.\r\n\r\n{{Reactions}}\r\n👍 (2)\r\n\r\n\
        {rule}\r\nExported 3 message(s)\r\n{rule}\r\n"
    );
    assert!(is_export(&text) && !is_export("=====\nGuild: a\nChannel: b"));
    let document = read_plain(&text);
    assert_eq!(document.title.as_deref(), Some("rules"));
    let texts: Vec<String> = shown(&document).into_iter().map(|(_, text)| text).collect();
    assert_eq!(
        texts,
        [
            "mara, 01/05/2024 12:34 PM",
            "Is it open? (attached: map.png)",
            "",
            "tom, 01/05/2024 12:36 PM",
            "Yes.\n[1:30] is noon.",
            "",
        ]
    );
}
