//! `/corpus add` with an address: fetches pages from the web, and reindexes.

use tokio::sync::watch;

use super::reindex::reindex_after;
use super::{progress, quota};
use crate::discord::api::rest::RestError;
use crate::discord::bot::caller::{Caller, Visibility};
use crate::discord::bot::desk::Desk;
use crate::discord::view;
use crate::discord::view::markdown;
use crate::library::Usage;
use crate::live::fetch_sentence;
use crate::message;
use crate::web::Settings;

/// The most of an address in a sentence.
const MAX_ADDRESS: usize = 200;

/// Fetches what `address` names into the corpus. The fetch goes on and is recorded even if the response can't be shown.
pub(in crate::discord::bot) async fn fetch(
    desk: &Desk,
    settings: &Settings,
    address: &str,
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    let page = Usage {
        articles: 1,
        pages: 1,
        ..Usage::default()
    };
    if let Some(sentence) = quota::refusal(desk, page).await {
        return caller.tell(&sentence).await;
    }
    let settings = Settings {
        max_pages: desk.servers().and_then(|servers| servers.quotas().pages),
        ..settings.clone()
    };
    let shown = markdown::escape_within(address, MAX_ADDRESS);
    let (progress, pages) = watch::channel((0, 0));
    let fetching = desk.live.fetch_named(address.to_owned(), settings, progress);
    let begun = view::notice(&message::fetch::fetching(&shown, 0, 0));
    if let Err(error) = caller.show(Visibility::Private, begun).await {
        tracing::warn!(%error, "could not show that pages are being fetched");
    }
    let running = || {
        let (done, known) = *pages.borrow();
        Some(message::fetch::fetching(&shown, done, known))
    };
    let report = match progress::follow(caller, fetching, running).await {
        Ok(report) => report,
        Err(error) => {
            desk.records
                .action(caller.user, "fetch", Some(address), &error.to_string());
            let sentence = markdown::escape(&fetch_sentence(&error));
            return progress::conclude(caller, view::notice(&sentence)).await;
        }
    };
    let outcome = match (report.has_changes(), report.has_failed()) {
        (true, _) => "fetched",
        (false, true) => "failed",
        (false, false) => "unchanged",
    };
    desk.records.action(caller.user, "fetch", Some(address), outcome);
    let lines = view::admin::fetched(&report);
    if report.has_changes() {
        return reindex_after(&desk.live, &lines, caller).await;
    }
    progress::conclude(caller, view::notice(&lines)).await
}
