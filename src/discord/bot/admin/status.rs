//! `/corpus status`: the state of the articles, the index, the ledger and the bot.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::spawn_blocking;

use crate::discord::api::rest::RestError;
use crate::discord::bot::caller::{Caller, Visibility};
use crate::discord::bot::desk::Desk;
use crate::discord::view;
use crate::discord::view::admin::OwnState;
use crate::message;
use crate::metrics::Process;

/// Shows the status; the bot has been running for `uptime`.
pub(in crate::discord::bot) async fn show(
    desk: &Desk,
    process: &Process,
    uptime: Duration,
    caller: &Caller<'_>,
) -> Result<(), RestError> {
    let making = async {
        let (library, answerer) = (Arc::clone(desk.live.library()), desk.answerer());
        let servers = desk.servers().cloned();
        let looked = spawn_blocking(move || {
            let usage = servers.and_then(|servers| {
                let usage = servers.usage(&library, Some(&answerer)).ok()?;
                servers.quotas().line(&usage)
            });
            (library.status(Some(&answerer)), usage)
        });
        let Ok((status, usage)) = looked.await else {
            return view::notice(&message::corpus::failed());
        };
        let own = OwnState {
            uptime,
            // The memory of all servers together is no business of one.
            resident_bytes: process.resident_bytes().filter(|_| !desk.records.is_of_server()),
            trouble: desk.live.trouble(),
            ledger: desk.records.health(),
            usage,
        };
        view::admin::status(&status, &own)
    };
    caller.answer(Visibility::Private, making).await
}
