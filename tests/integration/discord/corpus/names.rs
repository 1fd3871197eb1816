//! Hostile or odd names: nothing is written outside of the corpus folder, nobody is pinged, and the person who uploads
//! the file can read the result.

use super::{TEA, articles, offer_text, tree};
use crate::discord::stage::Stage;

/// An uploaded name, and the resulting name of the article; `None` if it has to be refused.
const NAMES: &[(&str, Option<&str>)] = &[
    ("../../.env", None),
    ("../../up.md", Some("up.md")),
    ("..\\..\\.env", None),
    ("..\\..\\back.txt", Some("back.txt")),
    ("/etc/absolute.txt", Some("absolute.txt")),
    ("C:\\Windows\\drive.txt", Some("drive.txt")),
    ("CON", None),
    ("con.txt", Some("_con.txt")),
    ("COM1.tar.txt", Some("_COM1.tar.txt")),
    ("nul\0inside.txt", Some("nulinside.txt")),
    // Displayed, it ends in "exe.txt".
    ("cod\u{202e}txt.exe", None),
    ("cod\u{202e}fdp.txt", Some("codfdp.txt")),
    ("...hidden.md", Some("hidden.md")),
    (".trash", None),
    (".txt", Some("article.txt")),
    ("....", None),
    ("", None),
    ("README.md", Some("README.md")),
    ("Synonyms.TXT", None),
    ("synonyms.txt", None),
    ("bread 🍞.md", Some("bread 🍞.md")),
    ("@everyone.md", Some("@everyone.md")),
    ("**x**.md", Some("__x__.md")),
    ("_x_ ~~y~~ `z`.md", Some("_x_ ~~y~~ `z`.md")),
    ("<@1>.md", Some("_@1_.md")),
    ("# [a](https://evil.example).md", Some("evil.example).md")),
    ("line\nbreak.md", Some("line break.md")),
    ("program.exe", None),
    ("page.html.md", Some("page.html.md")),
];

#[tokio::test]
async fn whatever_a_file_is_called_it_is_written_into_the_corpus_or_nowhere() {
    let stage = Stage::on_disk_with(&[("tea.md", TEA)], |_| {}).await;
    let around = |stage: &Stage| {
        let mut all = tree(&stage.path(""));
        all.retain(|path, _| !path.starts_with("corpus/") && !path.starts_with("data/") && !path.starts_with("index/"));
        all
    };
    let before = around(&stage);
    let shared = stage.path("").parent().unwrap().to_owned();
    for (given, wanted) in NAMES {
        let text = format!("Of the file {} there is this to say.\n", given.len());
        let shown = offer_text(&stage, &stage.ada, given, &text).await;
        assert!(
            shown.ephemeral && shown.pinged.is_empty(),
            "{given:?}: {}",
            shown.text()
        );
        assert!(
            !shown.content.contains('\u{202e}') && !shown.content.contains('\0'),
            "{given:?}"
        );
        assert!(!shown.content.contains("[a](https"), "{}", shown.text());
        let labels = shown.labels();
        match wanted {
            None => {
                assert!(labels.is_empty(), "{given:?}: {}", shown.text());
                assert!(
                    shown.content.contains("Nothing was added"),
                    "{given:?}: {}",
                    shown.text()
                );
                assert_eq!(articles(&stage).len(), 1, "{given:?}: {:?}", articles(&stage));
            }
            Some(wanted) => {
                assert_eq!(labels, ["Add", "Cancel"], "{given:?}: {}", shown.text());
                assert_eq!(
                    shown.content.contains("a safe name"),
                    given != wanted,
                    "{}",
                    shown.text()
                );
                let added = stage.discord.clicks(&stage.ada, &shown, "Add").await;
                let added = added.until_shows("is live").await;
                assert!(added.pinged.is_empty());
                assert!(
                    stage.path("corpus").join(wanted).is_file(),
                    "{given:?}: {:?}",
                    articles(&stage)
                );
                std::fs::remove_file(stage.path("corpus").join(wanted)).unwrap();
            }
        }
    }
    assert_eq!(around(&stage), before);
    for outside in ["up.md", "back.txt", ".env"] {
        assert!(!shared.join(outside).exists() && !shared.join("..").join(outside).exists());
    }
    assert_eq!(articles(&stage), ["tea.md"]);
    stage.discord.check();
}

#[tokio::test]
async fn a_name_of_three_hundred_characters_is_cut_and_shown_within_the_limits() {
    let stage = Stage::on_disk_with(&[("tea.md", TEA)], |_| {}).await;
    for given in [
        "a".repeat(296) + ".txt",
        "*ä🍞_".repeat(75) + ".md",
        "@everyone ".repeat(30) + ".txt",
    ] {
        let shown = offer_text(&stage, &stage.ada, &given, "Words stand here.\n").await;
        assert!(shown.content.contains("a safe name"), "{}", shown.text());
        assert!(shown.content.encode_utf16().count() < 700, "{}", shown.text());
        stage
            .discord
            .clicks(&stage.ada, &shown, "Add")
            .await
            .until_shows("is live")
            .await;
        let added = articles(&stage).into_iter().find(|path| path != "tea.md").unwrap();
        assert!(added.len() <= 100, "{added}");
        std::fs::remove_file(stage.path("corpus").join(&added)).unwrap();
    }
    // A refused name is shortened in the message, too.
    let shown = offer_text(&stage, &stage.ada, &("b".repeat(296) + ".exe"), "Words.\n").await;
    assert!(shown.content.contains("Nothing was added"), "{}", shown.text());
    assert!(shown.content.len() < 300, "{}", shown.text());
    stage.discord.check();
}
