//! `/corpus export`: the articles and the questions as a file.

use std::sync::Arc;

use tokio::task::spawn_blocking;

use crate::discord::api::rest::RestError;
use crate::discord::bot::caller::Caller;
use crate::discord::bot::desk::Desk;
use crate::discord::outgoing::{Outgoing, Upload};
use crate::discord::view;
use crate::library::ExportError;
use crate::message;

/// The name of the file.
const NAME: &str = "articles-and-questions.zip";

/// The room that the rest of the request needs.
const REST_BYTES: usize = 16 * 1024;

/// Sends the caller an export, if Discord takes a file of that size where they are.
pub(in crate::discord::bot) async fn export(desk: &Desk, caller: &Caller<'_>) -> Result<(), RestError> {
    let library = Arc::clone(desk.live.library());
    let max = caller.max_upload.saturating_sub(REST_BYTES);
    let making = async {
        let made = spawn_blocking(move || library.export_within(max)).await;
        match made {
            Ok(Ok(bytes)) => {
                desk.records.action(caller.user, "export", None, "exported");
                Outgoing {
                    upload: Some(Upload {
                        name: NAME,
                        description: message::servers::EXPORTED.to_owned(),
                        bytes,
                    }),
                    ..view::notice(message::servers::EXPORTED)
                }
            }
            Ok(Err(ExportError::TooLarge)) => {
                let server = desk.live.library().server().map(|server| server.to_string());
                view::notice(&message::servers::export_too_large(max >> 20, server.as_deref()))
            }
            failed => {
                let reason = failed.map(|made| made.map(drop));
                tracing::error!(?reason, "an export failed");
                view::notice(&message::corpus::failed())
            }
        }
    };
    caller.answer_later(making).await
}
