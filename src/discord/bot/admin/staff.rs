//! The choice of a server's staff channel.

use std::time::Duration;

use serenity::model::id::{ChannelId, GuildId};
use tokio::time::timeout;

use super::on_library;
use crate::discord::api::rest::Rest;
use crate::discord::view;
use crate::ledger::{LedgerError, unix_now};
use crate::library::Library;
use crate::live::Live;
use crate::message::staff as words;

/// The longest wait for Discord, of the three seconds in which a response is due.
const PATIENCE: Duration = Duration::from_millis(1500);

/// Greets the staff in the channel that was chosen, and has it told what happens from now on.
///
/// # Errors
/// If the bot can't write in the channel: a sentence that says so.
pub(super) async fn begin(live: &Live, rest: &Rest, guild: GuildId, channel: u64) -> Result<(), String> {
    let (id, greeting) = (ChannelId::new(channel), view::notice(words::GREETING));
    let nonce = format!("g{:x}", unix_now());
    match timeout(PATIENCE, rest.send(id, &greeting, None, &nonce)).await {
        Ok(Ok(_)) => {
            on_staff(live, move |library| library.begin_to_tell_staff(guild.get())).await;
            Ok(())
        }
        Ok(Err(error)) if error.is_forbidden() || error.is_gone() => Err(words::cannot_write(&format!("<#{channel}>"))),
        Ok(Err(_)) | Err(_) => Err(words::NOT_TRIED.to_owned()),
    }
}

/// Forgets what the staff has been told: if a channel is chosen again, telling begins at that time.
pub(super) async fn forget(live: &Live, guild: GuildId) {
    on_staff(live, move |library| library.set_staff_told(guild.get(), None)).await;
}

/// Writes to the ledger what the staff has been told. A failure is logged: then the staff may later be
/// told of something that came before its channel.
async fn on_staff(live: &Live, write: impl FnOnce(&Library) -> Result<(), LedgerError> + Send + 'static) {
    if let Some(Err(error)) = on_library(live, move |library, _| write(library)).await {
        tracing::warn!(%error, "the ledger does not know what the staff was told");
    }
}
