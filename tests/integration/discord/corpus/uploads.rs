//! Files that can't be articles, and the faults of fetching one.

use std::time::Duration;

use tokio::net::TcpListener;

use super::{TEA, articles, offer};
use crate::discord::stage::Stage;
use crate::fake_discord::{Fault, Sent, Serving};

const MIB: usize = 1 << 20;
const FILES: &str = "/attachments/*/*/*";

async fn stage() -> Stage {
    Stage::on_disk_with(&[("tea.md", TEA)], |_| {}).await
}

/// Asserts that the file was refused, and that the corpus is unchanged.
fn assert_turned_away(stage: &Stage, shown: &Sent, why: &str) {
    assert!(shown.content.contains(why), "{why:?} is not said: {}", shown.text());
    assert!(shown.ephemeral && shown.labels().is_empty(), "{}", shown.text());
    assert_eq!(articles(stage), ["tea.md"]);
    assert!(!stage.path("corpus/.drafts").exists(), "something was put aside");
}

#[tokio::test]
async fn what_can_not_be_an_article_is_turned_away_with_the_reason() {
    let stage = stage().await;
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0".to_vec();
    for (name, bytes, why) in [
        ("photo.txt", png, "is an image, and words in pictures aren't read"),
        (
            "notes.md",
            b"PK\x03\x04\x14\0\0\0\x08\0a.txt".to_vec(),
            "is an archive under another name; name it .zip",
        ),
        (
            "paper.pdf",
            b"%PDF-1.7\n".to_vec(),
            "is damaged, or isn't what its extension says",
        ),
        (
            "paper.txt",
            b"%PDF-1.7\n".to_vec(),
            "is a PDF document under another name; name it .pdf",
        ),
        (
            "setup.exe",
            b"MZ\x90\0\x03\0".to_vec(),
            "save it as .txt, .md, .html, .pdf or .docx",
        ),
        ("setup.txt", b"MZ\x90\0\x03\0".to_vec(), "is a program, not text"),
        ("page.txt", b"<!DOCTYPE html><p>Words.".to_vec(), "name it .html"),
        ("empty.txt", Vec::new(), "is empty"),
        ("blank.md", b" \n\n\t\n".to_vec(), "is empty"),
        ("headings.md", b"# One\n".to_vec(), "no text to quote"),
        ("broken.txt", [" é è à \n".as_bytes(), b"x \xff y"].concat(), "UTF-8"),
        ("binary.txt", b"words\0words\0words".to_vec(), "is binary"),
        ("open.md", b"---\ntitle: x\n".to_vec(), "no text to quote"),
    ] {
        let shown = offer(&stage, &stage.ada, &stage.discord.upload(name, "text/plain", bytes)).await;
        assert!(shown.content.starts_with("Nothing was added: "), "{}", shown.text());
        assert_turned_away(&stage, &shown, why.replace('_', "\\_").as_str());
    }
    stage.discord.check();
}

#[tokio::test]
async fn a_file_that_is_said_to_be_too_large_is_not_fetched() {
    let stage = stage().await;
    let file = stage
        .discord
        .upload("large.txt", "text/plain", "x")
        .declaring_size(50 * MIB);
    let shown = offer(&stage, &stage.ada, &file).await;
    assert_turned_away(&stage, &shown, "large.txt is too large: the limit is 16 MiB");
    assert_eq!(stage.discord.requests_to("GET", FILES), 0);
    stage.discord.check();
}

#[tokio::test]
async fn a_file_that_is_larger_than_was_said_is_not_fetched_to_its_end() {
    let stage = stage().await;
    let large = vec![b'x'; 50 * MIB];
    for serving in [Serving::Whole, Serving::Chunked, Serving::Endless] {
        let file = stage.discord.upload("large.txt", "text/plain", large.clone());
        let file = file.declaring_size(10).serving(serving);
        let shown = offer(&stage, &stage.ada, &file).await;
        assert_turned_away(&stage, &shown, "large.txt is too large");
    }
    let file = stage.discord.upload("endless.txt", "text/plain", vec![b'x'; 4_000]);
    let shown = offer(&stage, &stage.ada, &file.serving(Serving::Endless)).await;
    assert_turned_away(&stage, &shown, "endless.txt is too large");
    stage.discord.check();
}

#[tokio::test]
async fn a_file_without_a_length_is_taken_as_any_other() {
    let stage = stage().await;
    let file = stage.discord.upload("new.md", "", "New words stand here.\n");
    let shown = offer(&stage, &stage.ada, &file.serving(Serving::Chunked)).await;
    assert_eq!(shown.labels(), ["Add", "Cancel"], "{}", shown.text());
    let pause = Duration::from_millis(20);
    let file = stage.discord.upload("slow.md", "", "Slow words stand here.\n");
    let shown = offer(&stage, &stage.ada, &file.serving(Serving::Dripping(pause))).await;
    assert_eq!(shown.labels(), ["Add", "Cancel"], "{}", shown.text());
    stage.discord.check();
}

#[tokio::test]
async fn a_file_that_comes_too_slowly_is_given_up() {
    let stage = stage().await;
    // One byte a second for ten minutes.
    let file = stage.discord.upload("slow.txt", "text/plain", "slow ".repeat(120));
    let file = file.serving(Serving::Dripping(Duration::from_secs(1)));
    let options = serde_json::json!([file.option("file")]);
    let added = stage
        .discord
        .slash(&stage.ada, &stage.general, "corpus add", options)
        .await;
    // In the meantime, the admin sees that the bot is working on it.
    assert_eq!(added.acknowledged().await, 5);
    let patience = Duration::from_secs(45);
    crate::discord::stage::until_within(patience, "it is given up", || {
        added.original().is_some_and(|shown| !shown.content.is_empty())
    })
    .await;
    assert_turned_away(&stage, &added.response().await, "couldn't fetch slow.txt");
    stage.discord.check();
}

#[tokio::test]
async fn a_file_that_discord_does_not_hand_out_is_not_taken() {
    let stage = stage().await;
    let gone = stage.discord.upload("gone.txt", "text/plain", "Words.\n");
    let gone_url = gone.url().replace("/gone.txt", "9/gone.txt");
    for (file, fault) in [
        (gone.with_url(&gone_url), None),
        (stage.discord.upload("a.txt", "", "Words.\n"), Some(Fault::Status(404))),
        (stage.discord.upload("b.txt", "", "Words.\n"), Some(Fault::Status(503))),
    ] {
        if let Some(fault) = fault {
            stage.discord.next("GET", FILES, fault).times(1);
        }
        let shown = offer(&stage, &stage.ada, &file).await;
        assert_turned_away(&stage, &shown, "couldn't fetch");
    }
    stage.discord.check();
}

#[tokio::test]
async fn nothing_is_fetched_from_elsewhere_whatever_leads_there() {
    let stage = stage().await;
    let elsewhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = elsewhere.local_addr().unwrap();
    let fetched = tokio::spawn(async move { elsewhere.accept().await.map(drop) });
    let path = "attachments/1/2/words.txt";
    for url in [
        format!("http://{address}/{path}"),
        format!("http://{address}/cdn.discordapp.com/{path}"),
        format!("http://cdn.discordapp.com@{address}/{path}"),
        format!("http://{}@{address}/{path}", stage.discord.address()),
        "file:///etc/passwd".to_owned(),
        "not an address".to_owned(),
        String::new(),
    ] {
        let file = stage.discord.upload("words.txt", "", "Words.\n").with_url(&url);
        let shown = offer(&stage, &stage.ada, &file).await;
        assert_turned_away(&stage, &shown, "I didn't fetch");
    }
    assert_eq!(stage.discord.requests_to("GET", FILES), 0);
    // Even Discord's own address may redirect elsewhere.
    let file = stage.discord.upload("words.txt", "", "Words.\n");
    let file = file.serving(Serving::Elsewhere(format!("http://{address}/{path}")));
    let shown = offer(&stage, &stage.ada, &file).await;
    assert_turned_away(&stage, &shown, "couldn't fetch");
    assert_eq!(stage.discord.requests_to("GET", FILES), 1);
    assert!(!fetched.is_finished(), "somebody came to {address}");
    stage.discord.check();
}

#[tokio::test]
async fn the_token_is_not_shown_to_where_files_are() {
    let stage = stage().await;
    let file = stage.discord.upload("new.md", "", "New words stand here.\n");
    let shown = offer(&stage, &stage.ada, &file).await;
    assert_eq!(shown.labels(), ["Add", "Cancel"], "{}", shown.text());
    let requests = stage.discord.requests();
    let fetched = requests.iter().filter(|one| one.path.starts_with("/attachments/"));
    let authorized: Vec<bool> = fetched.map(|one| one.has_authorization).collect();
    assert_eq!(authorized, [false]);
    stage.discord.check();
}
