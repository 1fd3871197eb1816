//! Posting a section that somebody opened for themselves, so that everybody in the channel sees it.

use serenity::model::id::UserId;

use super::caller::{Caller, Visibility};
use super::clicks::{section_of, show_or_gone};
use super::desk::Desk;
use crate::answer::PassageKey;
use crate::discord::api::rest::RestError;
use crate::discord::view::{self, Readers};
use crate::metrics::Way;

/// Post here: posts a page of a section, if the caller may write in the channel; `to` is the person to ping.
pub(super) async fn post(
    desk: &Desk,
    caller: &Caller<'_>,
    passage: PassageKey,
    page: usize,
    to: Option<UserId>,
) -> Result<(), RestError> {
    let locale = caller.locale;
    if !caller.may_write {
        return caller.tell(&locale.may_not_post()).await;
    }
    if let Err(sentence) = desk.answering.check_limit(caller.user, locale, Way::Slash) {
        return caller.tell(&sentence).await;
    }
    let holdings = desk.holdings();
    let for_readers = |readers| section_of(locale, &holdings, passage, Some(page), readers);
    let (Some(public), Some(done), Some(again)) = (
        for_readers(Readers::All(caller.user)),
        for_readers(Readers::One { may_post: false }),
        for_readers(caller.alone()),
    ) else {
        return show_or_gone(caller, None).await;
    };
    // First the button goes: it is not to be pressed twice.
    caller.update(done).await?;
    let posted = view::posted(locale, public, caller.user, to);
    let Err(error) = caller.follow_up(Visibility::Public, posted).await else {
        return Ok(());
    };
    tracing::warn!(%error, "a section was not posted");
    let sentence = if error.is_thread_closed() {
        locale.this_thread_closed()
    } else {
        locale.not_posted()
    };
    caller.edit(again).await?;
    caller.follow_up(Visibility::Private, view::notice(&sentence)).await
}
