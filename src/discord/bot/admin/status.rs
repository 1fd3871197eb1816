//! `/corpus status`: how articles, index, ledger and the bot itself are.

use std::sync::Arc;

use tokio::task::spawn_blocking;

use crate::discord::bot::Bot;
use crate::discord::outgoing::Outgoing;
use crate::discord::view;
use crate::discord::view::admin::OwnState;
use crate::message;

impl Bot {
    pub(super) async fn status(&self) -> Outgoing {
        let (library, answerer) = (Arc::clone(self.live.library()), self.live.answerer());
        let looked = spawn_blocking(move || library.status(Some(answerer.generation()))).await;
        let Ok(status) = looked else {
            return view::notice(&message::corpus::failed());
        };
        let own = OwnState {
            uptime: self.started.elapsed(),
            resident_bytes: self.metrics.process.resident_bytes(),
            trouble: self.live.trouble(),
            ledger: self.records.health(),
        };
        view::admin::status(&status, &own)
    }
}
