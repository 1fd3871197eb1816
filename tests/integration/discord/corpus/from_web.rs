//! `/corpus add` with an address: pages from the web become articles.

use std::time::Duration;

use serde_json::{Value, json};

use super::{NO_ADMIN, answer, articles, assert_in_vain, two_articles};
use crate::discord::stage::Stage;
use crate::fake_discord::{Interaction, Sent, User};
use crate::web::{Reply, Site, lake};

/// A site, in a test that is asynchronous itself.
async fn site() -> Site {
    tokio::task::spawn_blocking(lake).await.unwrap()
}

/// A runtime may not end within another one.
async fn close(site: Site) {
    tokio::task::spawn_blocking(move || drop(site)).await.unwrap();
}

async fn add(stage: &Stage, who: &User, address: &str) -> Interaction {
    let options = json!([{"name": "url", "type": 3, "value": address}]);
    stage.discord.slash(who, &stage.general, "corpus add", options).await
}

/// A message, without escapes, so that the site's port can be taken out.
fn shown(site: &Site, sent: &Sent) -> String {
    site.shown(&sent.text().replace('\\', ""))
}

/// The pages among the articles, with the site's port taken out.
fn fetched(stage: &Stage, site: &Site) -> Vec<String> {
    let all = articles(stage).into_iter();
    all.filter(|path| path.contains(".html"))
        .map(|path| site.shown(&path))
        .collect()
}

#[tokio::test]
async fn an_admin_adds_pages_by_their_address() {
    let (stage, site) = (two_articles().await, site().await);
    let options = json!([{"name": "url", "type": 3, "value": site.url("/lake/")}]);
    let refused = stage
        .discord
        .slash_forged(&stage.ann, &stage.general, "corpus add", options)
        .await;
    assert!(refused.response().await.content.starts_with(NO_ADMIN));
    assert_in_vain(&stage, "when does the lake open?").await;

    let added = add(&stage, &stage.ada, &site.url("/lake/")).await;
    let added = added.until_shows("is live").await;
    let lines = shown(&site, &added);
    // The rest is about the reindex.
    let lines: Vec<&str> = lines.lines().take(5).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    (only you can see this)
    SITE: 3 added.
    - added: http://SITE/lake/ (web/SITE/lake/index.html)
    - added: http://SITE/lake/hours (web/SITE/lake/hours.html)
    - added: http://SITE/lake/dogs.html (web/SITE/lake/dogs.html)
    ");
    assert_eq!(
        fetched(&stage, &site),
        [
            "web/SITE/lake/dogs.html",
            "web/SITE/lake/hours.html",
            "web/SITE/lake/index.html"
        ]
    );
    let answered = answer(&stage, "when does the lake open?").await;
    assert!(answered.text().contains("opens at six"), "{}", answered.text());
    assert!(
        site.shown(&answered.text()).contains("SITE/lake/hours#:~:text="),
        "{}",
        answered.text()
    );

    // The second time, nothing is new.
    let again = add(&stage, &stage.ada, &site.url("/lake/")).await;
    let again = again.until_shows("unchanged").await;
    insta::assert_snapshot!(shown(&site, &again), @r"
    (only you can see this)
    SITE: 3 unchanged.
    No article has changed, so the index stays as it is.
    ");
    stage.discord.check();
    close(site).await;
}

#[tokio::test]
async fn a_fetch_that_brings_nothing_says_why() {
    let (stage, site) = (two_articles().await, site().await);
    let mut said = Vec::new();
    let nowhere = site.url("/nowhere");
    for (address, result) in [
        ("the lake", "not an address"),
        ("ftp://example.org/a", "not an address"),
        ("http://name:word@example.org/", "not an address"),
        (nowhere.as_str(), "left out"),
    ] {
        let added = add(&stage, &stage.ada, address).await;
        said.push(shown(&site, &added.until_shows(result).await));
    }
    insta::assert_snapshot!(said.join("\n\n"), @r#"
    (only you can see this)
    "the lake" is not an address that can be fetched. Give one such as https://docs.example.org/guide/, without a name or password in it.

    (only you can see this)
    "ftp://example.org/a" is not an address that can be fetched. Give one such as https://docs.example.org/guide/, without a name or password in it.

    (only you can see this)
    "http://name:word@example.org/" is not an address that can be fetched. Give one such as https://docs.example.org/guide/, without a name or password in it.

    (only you can see this)
    SITE: 1 left out.
    - left out: http://SITE/nowhere: it isn't there
    "#);
    assert!(fetched(&stage, &site).is_empty());
    stage.discord.check();
    close(site).await;
}

#[tokio::test]
async fn files_and_an_address_are_not_added_at_once() {
    let stage = two_articles().await;
    let file = stage
        .discord
        .upload("soup.md", "text/markdown", "# Soup\n\nIt simmers.\n");
    let address = json!({"name": "url", "type": 3, "value": "https://example.org/"});
    let both: Value = json!([file.option("file"), address]);
    for (options, sentence) in [
        (json!([]), "There is nothing to add."),
        (both, "Use the command twice."),
    ] {
        let added = stage
            .discord
            .slash(&stage.ada, &stage.general, "corpus add", options)
            .await;
        let shown = added.response().await.content;
        assert!(shown.contains(sentence), "{shown}");
    }
}

#[tokio::test]
async fn a_fetch_that_takes_longer_than_a_response_lasts_goes_on() {
    let stage = Stage::on_disk_with(&[("bread.md", super::BREAD)], |settings| {
        settings.pace.response_for = Duration::ZERO;
        settings.pace.progress_every = Duration::from_millis(10);
        settings.fetching.pace = Duration::from_millis(300);
    })
    .await;
    let site = site().await;
    site.set(
        "/lake/",
        Reply::page("Lake", "See <a href=hours>the hours</a>. Everybody may swim."),
    );
    let added = add(&stage, &stage.ada, &site.url("/lake/")).await;
    let shown = added.until_shows("It goes on").await;
    assert!(shown.content.starts_with("Fetching http"), "{}", shown.content);
    added.until_shows("is live").await;
    stage.discord.check();
    close(site).await;
}
