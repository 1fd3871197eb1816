//! The quotas of a server, before something is changed.

use std::sync::Arc;

use tokio::task::spawn_blocking;

use super::on_shelf;
use crate::corpus::{DraftId, Replacing};
use crate::discord::bot::desk::Desk;
use crate::library::{Quotas, Usage};
use crate::message::servers::{Quota, quota_reached};

/// The sentence for somebody who wants to change articles, if that would exceed a quota: by what it adds, or because
/// there were enough builds today. `None` if they may; then the build is counted.
pub(super) async fn refusal(desk: &Desk, adding: Usage) -> Option<String> {
    let servers = Arc::clone(desk.servers()?);
    let quotas = *servers.quotas();
    if quotas == Quotas::default() {
        return None;
    }
    let (library, answerer) = (Arc::clone(desk.live.library()), desk.answerer());
    let looked = spawn_blocking(move || {
        let usage = servers.usage(&library, Some(&answerer)).ok()?;
        if let Some(sentence) = quotas.exceeded(usage, adding) {
            return Some(sentence);
        }
        let (most, server) = (quotas.builds?, library.server()?);
        match servers.folder().take_build(server, most) {
            Ok(false) => Some(quota_reached(Quota::Builds, most)),
            Ok(true) => None,
            Err(error) => {
                tracing::warn!(server, %error, "a build could not be counted");
                None
            }
        }
    });
    looked.await.ok()?
}

/// The usage that drafts would add. An article that replaces another is not one more.
pub(super) async fn of_drafts(desk: &Desk, drafts: &[(DraftId, Replacing)]) -> Usage {
    let ids: Vec<DraftId> = drafts.iter().map(|(id, _)| *id).collect();
    let read = on_shelf(desk.live.library(), move |shelf| {
        let drafts = ids.iter().filter_map(|id| shelf.draft(*id).ok());
        let all = drafts.map(|draft| {
            let articles = draft.articles();
            Usage {
                articles: if draft.replaces().is_some() { 0 } else { articles.len() },
                bytes: draft.bytes().len() as u64,
                passages: articles.iter().map(|article| article.passages.len()).sum(),
                ..Usage::default()
            }
        });
        Ok(all.fold(Usage::default(), Usage::and))
    });
    read.await.unwrap_or_default()
}
