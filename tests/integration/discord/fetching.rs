//! The bot fetches pages from the web again by itself.

use std::time::{Duration, Instant};

use super::life::shows;
use super::served::Served;
use crate::fake_discord::FakeDiscord;
use crate::web::lake;

#[tokio::test]
async fn the_bot_fetches_again_by_itself() {
    let discord = FakeDiscord::start().await;
    let site = tokio::task::spawn_blocking(lake).await.unwrap();
    let settings = [("VERBATIM_FETCH_EVERY", "1h"), ("VERBATIM_FETCH_PRIVATE", "on")];
    let served = Served::start(&discord, discord.token(), &settings);
    // A site that was fetched long ago.
    let pages = format!("{}/.pages.json", site.folder());
    let start = site.url("/lake/hours");
    served.folder.write(
        &format!("corpus/{pages}"),
        format!("{{\"starts\": [\"{start}\"], \"pages\": {{}}}}"),
    );
    discord.ready().await;
    let page = served.folder.path(&format!("corpus/{}/lake/hours.html", site.folder()));
    let begun = Instant::now();
    while !page.exists() {
        assert!(begun.elapsed() < Duration::from_secs(30), "nothing was fetched");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    shows(&discord, "2 articles").await;
    served.signal("-TERM");
    let (status, log) = served.ended().await;
    assert_eq!(status, Some(0), "{log}");
    assert!(site.shown(&log).contains("SITE: 1 added."), "{log}");
    discord.check();
    // A runtime may not end within another one.
    tokio::task::spawn_blocking(move || drop(site)).await.unwrap();
}
