//! Files attached to commands: their description, and the ways to serve them.

use std::time::{Duration, Instant};

use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use serde_json::json;
use serenity::model::application::ResolvedValue;
use serenity::model::channel::Attachment as Told;
use tokio::time::timeout;

use super::super::{Attachment, FakeDiscord, Fault, Serving};
use super::{command, listen};

/// Fetches a file without following redirects.
async fn fetch(file: &Attachment) -> Response {
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    client.get(file.url()).send().await.unwrap()
}

/// The description of a file that the bot gets.
async fn told(discord: &FakeDiscord, file: &Attachment) -> Told {
    let general = discord.channel(&discord.guild("here"), "general");
    let (http, mut events) = listen(discord).await;
    let commands = json!([{ "name": "corpus", "description": "The articles.", "options": [
        { "type": 1, "name": "add", "description": "Adds an article.", "options": [
            { "type": 11, "name": "file", "description": "The file.", "required": true },
        ] },
    ] }]);
    http.create_global_commands(&commands).await.unwrap();
    let options = json!([file.option("file")]);
    discord
        .slash(&discord.user("ann"), &general, "corpus add", options)
        .await;
    let command = command(&mut events).await;
    let options = command.data.options();
    let ResolvedValue::SubCommand(options) = &options[0].value else {
        panic!("no subcommand: {options:?}")
    };
    let ResolvedValue::Attachment(told) = options[0].value else {
        panic!("no attachment: {options:?}")
    };
    told.clone()
}

#[tokio::test]
async fn a_file_comes_with_a_command_and_is_fetched_from_where_it_is_said_to_be() {
    let discord = FakeDiscord::start().await;
    let file = discord.upload("our birds.md", "text/markdown", "# Birds");
    let told = told(&discord, &file).await;
    assert_eq!(
        (told.filename.as_str(), told.size, told.id),
        ("our birds.md", 7, file.id)
    );
    assert_eq!(
        (told.content_type.as_deref(), told.ephemeral),
        (Some("text/markdown"), true)
    );
    assert!(told.url.starts_with(&discord.url()) && told.url.contains("/our%20birds.md?ex="));

    let answer = reqwest::get(&told.url).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.content_length()), (200, Some(7)));
    assert_eq!(answer.headers()["content-type"], "text/markdown");
    assert_eq!(answer.text().await.unwrap(), "# Birds");
    assert_eq!(discord.requests_to("GET", "/attachments/*/*/*"), 1);
    assert!(!discord.requests().last().unwrap().has_authorization);
    let with_token = Client::new().get(&told.url).header("authorization", "Bot ...");
    assert_eq!(with_token.send().await.unwrap().status(), 200);
    assert!(discord.requests().last().unwrap().has_authorization);

    let (unsigned, _) = told.url.split_once('?').unwrap();
    assert_eq!(reqwest::get(unsigned).await.unwrap().status(), 404);
    discord.check();
}

#[tokio::test]
async fn a_file_may_be_said_to_be_anything() {
    for name in [
        "../../.env",
        "nul\0.md",
        "\u{202e}dm.exe",
        "C:\\CON",
        &"long".repeat(75),
        "",
    ] {
        let discord = FakeDiscord::start().await;
        let file = discord.upload(name, "", "text").declaring_size(1 << 30);
        let told = told(&discord, &file).await;
        assert_eq!(
            (told.filename.as_str(), told.size, told.content_type),
            (name, 1 << 30, None)
        );
        assert_eq!(fetch(&file).await.text().await.unwrap(), "text");
        discord.check();
    }
    let discord = FakeDiscord::start().await;
    let file = discord
        .upload("birds.md", "text/markdown", "")
        .with_url("https://evil.example/x.txt");
    let told = told(&discord, &file).await;
    assert_eq!(
        (told.url.as_str(), told.proxy_url.as_str()),
        ("https://evil.example/x.txt", told.url.as_str())
    );
    discord.check();
}

#[tokio::test]
async fn a_file_is_served_in_any_way_that_a_test_asks_for() {
    let discord = FakeDiscord::start().await;
    let upload = || discord.upload("birds.md", "text/markdown", "# Birds");

    let answer = fetch(&upload().serving(Serving::Whole)).await;
    assert_eq!(answer.content_length(), Some(7));
    let answer = fetch(&upload().serving(Serving::Chunked)).await;
    assert_eq!(
        (answer.content_length(), answer.text().await.unwrap().as_str()),
        (None, "# Birds")
    );

    let mut answer = fetch(&upload().serving(Serving::Endless)).await;
    let mut length = 0;
    while length < 100_000 {
        length += answer.chunk().await.unwrap().expect("more and more").len();
    }
    let started = Instant::now();
    let answer = fetch(&upload().serving(Serving::Dripping(Duration::from_millis(20)))).await;
    assert_eq!(answer.text().await.unwrap(), "# Birds");
    assert!(started.elapsed() >= Duration::from_millis(140));

    let elsewhere = "http://127.0.0.1:1/x".to_owned();
    let answer = fetch(&upload().serving(Serving::Elsewhere(elsewhere.clone()))).await;
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["location"]),
        (302, &elsewhere.parse().unwrap())
    );
    let large = discord.upload("large.txt", "text/plain", vec![b'x'; 50 << 20]);
    assert_eq!(fetch(&large).await.content_length(), Some(50 << 20));

    discord.next("GET", "/attachments/*/*/*", Fault::Status(404));
    assert_eq!(fetch(&large).await.status(), 404);
    discord.next("GET", "/attachments/*/*/*", Fault::Lost(500));
    assert_eq!(fetch(&large).await.status(), 500);
    discord.next("GET", "/attachments/*/*/*", Fault::Hang);
    assert!(timeout(Duration::from_millis(100), fetch(&large)).await.is_err());
    discord.check();
}

#[tokio::test]
async fn over_tls_files_are_at_the_cdn() {
    let discord = FakeDiscord::start_tls().await;
    let file = discord.upload("birds.md", "text/markdown", "# Birds");
    assert!(file.url().starts_with("https://cdn.discordapp.com/attachments/"));
    let root = reqwest::Certificate::from_pem(discord.root_certificate().as_bytes()).unwrap();
    let client = Client::builder()
        .add_root_certificate(root)
        .resolve("cdn.discordapp.com", discord.address())
        .build()
        .unwrap();
    let answer = client.get(file.url()).send().await.unwrap();
    assert_eq!(answer.text().await.unwrap(), "# Birds");
    discord.check();
}
