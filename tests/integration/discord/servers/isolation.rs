//! Nothing of one server is ever seen in another.
//!
//! Two servers have the same words in different articles, at the same paths, and the same person manages both. In each,
//! everything is done that can be done there, and every control is also pressed from the other one. The rows are not
//! chosen by hand: the commands are those that the bot registers, the controls those of the sources. A new one without a
//! row fails.

mod rows;

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt;
use serde_json::Value;
use verbatim::library::Sharing;

use self::rows::{Scene, Side};
use super::{BREAD, elsewhere};
use crate::discord::stage::Stage;
use crate::documents::read;
use crate::fake_discord::FakeDiscord;

/// The flag of an application in few servers that has the intent for the content of messages.
const SEES_CONTENT: u64 = 1 << 19;

/// The names in the articles of the two servers.
const NAMES: [&str; 2] = ["Alpharius", "Betarius"];

/// The enums of the sources whose variants are controls, each with its file and a word before its variants.
const CONTROLS: [(&str, &str, &str); 3] = [
    ("src/discord/view/custom_id.rs", "Action", ""),
    (
        "src/discord/view/custom_id/corpus_action.rs",
        "CorpusAction",
        "Corpus::",
    ),
    (
        "src/discord/view/custom_id/settings_action.rs",
        "SettingsAction",
        "Settings::",
    ),
];

/// The articles of a server in which everything has this name.
fn articles(name: &str) -> [(String, String); 3] {
    let harbour = format!(
        "# Harbour of {name}\n\n## Opening hours\n\nThe harbour opens at six in the morning, when {name} unlocks its \
         gate.\n\nIn winter the harbour opens at seven, unless {name} is ill.\n\n## Mooring\n\nBoats moor at the \
         northern pier overnight, where {name} collects the fee.\n"
    );
    let tides =
        format!("# Tides of {name}\n\n## Low water\n\nLow water comes twice a day, as {name} wrote on the board.\n");
    [
        ("harbour.md".to_owned(), harbour),
        ("tides.md".to_owned(), tides.clone()),
        (
            format!("note-{}.md", name.to_lowercase()),
            tides.replace("Tides", "Notes"),
        ),
    ]
}

/// Everything that people can do with the bot: its commands, the options whose choices it offers, and its controls.
fn everything(commands: &Value) -> Vec<String> {
    let mut all = BTreeSet::new();
    let list = |of: &Value| of.as_array().cloned().unwrap_or_default();
    for command in list(commands) {
        let name = command["name"].as_str().unwrap().to_owned();
        let options = list(&command["options"]);
        let is_group = options.iter().any(|option| option["type"] == 1);
        let used = if is_group {
            let names = options
                .iter()
                .map(|option| format!("{name} {}", option["name"].as_str().unwrap()));
            names
                .zip(options.iter().map(|option| list(&option["options"])))
                .collect()
        } else {
            vec![(name, options.clone())]
        };
        for (name, options) in used {
            let typed = options.iter().filter(|option| option["autocomplete"] == true);
            all.extend(typed.map(|option| format!("typing {name} {}", option["name"].as_str().unwrap())));
            all.insert(format!("command {name}"));
        }
    }
    for (file, name, before) in CONTROLS {
        let controls = variants(&read(file), name);
        all.extend(controls.iter().map(|variant| format!("control {before}{variant}")));
    }
    // These hold the other two.
    for outer in ["control Corpus", "control Settings"] {
        assert!(all.remove(outer), "{outer}");
    }
    all.extend(rows::MESSAGES.iter().map(|way| format!("message {way}")));
    all.into_iter().collect()
}

/// The variants of an enum in a source file.
fn variants(source: &str, name: &str) -> Vec<String> {
    let (_, body) = source.split_once(&format!("enum {name} {{\n")).unwrap();
    let (body, _) = body.split_once("\n}").unwrap();
    let names = body.lines().filter_map(|line| line.strip_prefix("    "));
    let names = names.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    let word = |line: &str| line.chars().take_while(char::is_ascii_alphanumeric).collect();
    names.map(word).collect()
}

#[test]
fn the_variants_of_an_enum_are_found_in_its_source() {
    let source = "enum Other {\n    No,\n}\n/// Text.\npub(crate) enum Action {\n    /// One.\n    Turn(Shown),\n    Page {\n        Inner: u8,\n    },\n    Keep,\n}\n";
    assert_eq!(variants(source, "Action"), ["Turn", "Page", "Keep"]);
}

/// Does something in a server, and looks at what is seen. Presses a control from the other server, too.
async fn row(scene: &mut Scene, what: &str, at: usize) {
    let seen = scene.does(what, at, at).await;
    let seen = seen.unwrap_or_else(|| panic!("nobody has said how to do this: {what}"));
    scene.check(what, at, &seen);
    let is_own = scene.sides[at].is_named_in(&seen);
    assert!(
        is_own || !rows::SHOWS_OWN.contains(&what),
        "{what} shows nothing of its own server: {seen}"
    );
    if what.starts_with("control ") {
        let from_elsewhere = scene.does(what, at, 1 - at).await.unwrap();
        scene.check(&format!("{what}, pressed from elsewhere"), 1 - at, &from_elsewhere);
    }
}

#[tokio::test]
async fn nothing_of_one_server_is_seen_in_another_by_any_command_control_choice_or_message() {
    let discord = FakeDiscord::start().await;
    discord.application_flags(SEES_CONTENT);
    let stage = Stage::own(discord, &[("bread.md", BREAD)], Sharing::Nobody, |settings| {
        settings.user_limit = (10_000, Duration::from_secs(1));
        settings.message_content = true;
    })
    .await;
    let (guild, there) = elsewhere(&stage);
    let sides = [
        Side::new(&stage, stage.guild, stage.general, (NAMES[0], "Alphard")),
        Side::new(&stage, guild, there, (NAMES[1], "Betelgeuse")),
    ];
    for (side, name) in sides.iter().zip(NAMES) {
        let articles = articles(name);
        let articles = articles.each_ref().map(|(path, text)| (path.as_str(), text.as_str()));
        stage.write_for(&side.guild, &articles);
    }
    let mut scene = Scene::set(stage, sides).await;
    let everything = everything(&scene.stage.discord.commands());
    assert!(everything.len() > 40, "{everything:?}");
    let mut failed = Vec::new();
    for what in &everything {
        for at in 0..2 {
            // All that fails is told at once.
            let done = AssertUnwindSafe(Box::pin(row(&mut scene, what, at)));
            if done.catch_unwind().await.is_err() {
                failed.push(format!("{what} in server {at}"));
            }
        }
    }
    assert!(failed.is_empty(), "the panics above say why: {failed:#?}");
    for shown in rows::SHOWS_OWN {
        assert!(
            everything.iter().any(|what| what == shown),
            "{shown} can't be done any more"
        );
    }
    scene.stage.discord.check();
    scene.stage.stop().await.unwrap();
    scene.check_files();
}
